//! What the state page shows: facts and counts, never a secret.

use maud::{Markup, html};
use web::App;
use web::audit::Head;
use web::database::Engine;
use web::desk::desk;
use web::ledger::Status;
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
    pub ledger: Status,
}

pub fn state(app: &App, look: &Look, visitor: &Visitor, figures: &Figures) -> Page {
    let settings = app.settings();
    let plan = app.plan();
    let started = date::of_millis(app.started_at());
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
        @if let Some(reason) = app.ledger().halted() {
            (notice::notice(tag::Tone::Bad, "公开账本已停止签发", format!("外部见证人掌握的记录与本数据库不一致（{reason}）。不要重启或还原数据库，请立即通知监督检查组和技术保障组。")))
        }
        @if let Some(away) = away(app) {
            (notice::notice(tag::Tone::Bad, &format!("这台机器的时钟被拨{away}"), "本程序没有跟着跳，仍按原来的时间走，评议时段、登录和验证码不受影响。请校准机器的时钟；如果现在机器的时间才是对的，请在评议时段以外重启程序。"))
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
            .fact("方案", format!("第 {} 版，{} 起采用", plan.version, date::exact_of(plan.adopted_at)))
            .fact("方案指纹", html! { code { (plan.fingerprint) } })
            .fact("审计记录", format!("{} 条", figures.audit.position))
            .fact("当前登录", format!("{} 个会话", figures.sessions)))
        h2 { "公开账本" }
        (ledger(app, &figures.ledger))
        h2 { "消息发送" }
        (Facts::new()
            .fact("等待发送", format!("{} 条", messages.waiting))
            .fact("已发送", format!("{} 条", messages.sent))
            .fact("停止重试", format!("{} 条", messages.dead)))
    };
    desk(app, look, visitor, "系统状态", None, body)
}

/// By how much the machine's clock was set, if it was.
fn away(app: &App) -> Option<String> {
    let away = app.clock().away();
    let minutes = (away.unsigned_abs() + 30_000) / 60_000;
    (away != 0).then(|| format!("{}了约 {minutes} 分钟", if away > 0 { "快" } else { "慢" }))
}

/// Where the public ledger stands, and what each witness has cosigned.
fn ledger(app: &App, status: &Status) -> Markup {
    let mut facts = Facts::new()
        .fact("名称", html! { code { (app.ledger().origin()) } })
        .fact("已签发", format!("{} 条", status.size))
        .fact("等待签发", format!("{} 条", status.waiting))
        .fact("检查点短码", html! { code { (if status.short.is_empty() { "尚无" } else { status.short.as_str() }) } });
    if status.witnesses.is_empty() {
        facts = facts.fact("见证人", "未设置；没有两位外部见证人联署，结果不能公布");
    }
    for witness in &status.witnesses {
        let state = if witness.failure.is_empty() { String::new() } else { format!("；最近一次请求失败：{}", witness.failure) };
        facts = facts.fact(format!("见证人 {}", witness.name), format!("已联署 {} 条{state}", witness.size));
    }
    html! { (facts) }
}
