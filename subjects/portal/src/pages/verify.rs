//! `/verify`: the public ledger, and how anybody checks it without trusting this site.

use maud::html;
use web::ledger::Status;
use web::page::facts::Facts;
use web::page::{Look, Page, Public, Section, public};
use web::spoken::spoken;

/// How to check. `site` is this site's address, `ledger` the ledger's name, `root` the root of the latest checkpoint, if there is one.
pub fn verify(look: &Look, site: &str, ledger: &str, status: &Status, root: Option<[u8; 32]>) -> Page {
    let mut facts = Facts::new().fact("账本名称", html! { code { (ledger) } }).fact("已写入", format!("{} 条声明", status.size));
    if let Some(root) = root {
        facts = facts.fact("检查点短码", html! { strong { code { (status.short) } } }).fact("口读", spoken(&root, 6));
    }
    for witness in &status.witnesses {
        let seen =
            if witness.size == status.size { "已联署到最新一条".to_owned() } else { format!("已联署 {} 条", witness.size) };
        facts = facts.fact(format!("见证人 {}", witness.name), seen);
    }
    let body = html! {
        h1 { "怎样核对" }
        p.lead { "活动的每一步关键操作都写入一份只能增加的公开账本。任何人都可以下载全部内容，自己核对，不必相信本网站。" }
        h2 { "账本现在的状态" }
        @if status.size == 0 {
            p { "账本还没有第一个检查点。活动方案写入后几秒钟内就会出现。" }
        }
        (facts)
        @if status.witnesses.is_empty() {
            p { "还没有外部见证人。见证人设置以后，名称和联署情况显示在这里；没有两位见证人联署，评议结果不能公布。" }
        }
        p { "短码会显示在会场大屏幕上，也会在直播中念出。您看到的和别人看到的应当完全一样。" }
        h2 { "自己核对" }
        ol.spaced {
            li { "取得开放源代码的程序“三民”（Sanmin），在自己的电脑上编译。" }
            li { "下载公钥：" a href="/ledger/vkeys" { "/ledger/vkeys" } "。最好从见证人那里再取一次，两份应当相同。" }
            li { "重放整个账本：" pre { code { "sanmin ledger verify " (site) "/ledger --vkeys vkeys" } } }
            li { "评议结束以后，用同一个程序核对每场的归档：" pre { code { "sanmin election verify 文件.bel --ledger " (site) "/ledger --vkeys vkeys" } } }
        }
        p { "账本采用通行的格式（C2SP tlog-tiles），别人写的程序也能读。归档的格式是 Belenios 第 1 版，可以用 belenios-tool 和 sirona 核对。" }
        h2 { "账本里有什么，没有什么" }
        p { "有：方案和对方案中矛盾的处理决定、名单库和抽取的指纹、选票张数、全部加密选票的指纹、计票和公布、审计日志的指纹。" }
        p { "没有：任何人的姓名、证件、电话，谁投了哪张票，谁提了哪条意见。" }
    };
    public(look, Public { title: "怎样核对", description: "公开账本，以及任何人怎样核对它", section: Section::Promises }, body)
}
