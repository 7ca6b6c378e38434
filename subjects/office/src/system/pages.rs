//! What the state page shows: facts and counts, never a secret.

use jiff::Timestamp;
use maud::html;
use web::App;
use web::audit::Head;
use web::database::Engine;
use web::desk::desk;
use web::outbox::Counts;
use web::page::{Look, Page, date, facts::Facts, notice, tag};
use web::rights::Visitor;

/// What is read from the database for the page.
pub struct Figures {
    pub messages: Counts,
    pub sessions: i64,
    pub audit: Head,
    /// Number and name of the newest migration.
    pub schema: (i64, String),
}

pub fn state(app: &App, look: &Look, visitor: &Visitor, figures: &Figures) -> Page {
    let settings = app.settings();
    let plan = app.plan();
    let started = Timestamp::from_millisecond(app.started_at()).unwrap_or_default();
    let engine = match app.database().engine() {
        Engine::Sqlite => "SQLite（单机文件）",
        Engine::Postgres => "PostgreSQL",
    };
    let messages = &figures.messages;
    let body = html! {
        @if messages.dead > 0 {
            (notice::notice(tag::Tone::Bad, &format!("有 {} 条消息多次发送失败，已停止重试", messages.dead), "请检查短信、邮件通道的设置；恢复后联系技术人员重新发送。"))
        }
        @if !settings.https {
            (notice::notice(tag::Tone::Warn, "未使用加密连接（HTTPS）", "正式使用前请配置证书，或在加密的反向代理之后运行并设置 --origin https://…"))
        }
        h2 { "程序" }
        (Facts::new()
            .fact("版本", env!("CARGO_PKG_VERSION"))
            .fact("本次启动", date::exact(started))
            .fact("服务器时间", date::exact(app.clock().now()))
            .fact("时钟", if app.clock().is_virtual() { "演练用虚拟时钟" } else { "系统时钟" })
            .fact("网站地址", settings.base_url()))
        h2 { "数据" }
        (Facts::new()
            .fact("数据库", engine)
            .fact("数据结构", format!("{:04} {}", figures.schema.0, figures.schema.1))
            .fact("方案", format!("第 {} 版，{} 起采用", plan.version, date::exact(Timestamp::from_millisecond(plan.adopted_at).unwrap_or_default())))
            .fact("方案指纹", html! { code { (plan.fingerprint) } })
            .fact("审计记录", format!("{} 条", figures.audit.position))
            .fact("当前登录", format!("{} 个会话", figures.sessions)))
        h2 { "消息发送" }
        (Facts::new()
            .fact("等待发送", format!("{} 条", messages.waiting))
            .fact("已发送", format!("{} 条", messages.sent))
            .fact("停止重试", format!("{} 条", messages.dead)))
    };
    desk(app, look, visitor, "系统状态", None, body)
}
