//! After the release: the files, and three ways to replay the draw.

use maud::{Markup, html};
use web::page::table::{Column, Row, Table, words};

use crate::draw::files;
use crate::draw::view::View;

/// The rule in ten lines of another language.
const PYTHON: &str = include_str!("../../../../../docs/draw_verify.py");

pub(super) fn replay(view: &View) -> Markup {
    let columns = [Column::text("文件"), Column::text("内容"), Column::text("SHA-256")];
    let rows = files::ALL.iter().map(|(name, what)| {
        let hash = view.hash(name).unwrap_or_default();
        Row::new([html! { a href={ "/draw/" (name) } download { (name) } }, words(what), html! { code { (hash) } }])
    });
    html! {
        h2 #files { "下载文件" }
        p { "文件中只有编号，没有姓名。每个人只在自己的通知里知道自己的编号。" }
        (Table::new("抽取的文件", columns).headed().rows(rows))
        h2 #replay { "在浏览器中复核" }
        p { "下面的按钮让您的浏览器下载这些文件，自己重做一遍抽取，与公布的结果逐字节比较，并重新计算承诺值。计算只在您的设备上进行。" }
        div data-replay data-root=(view.ceremony.root) data-pool=(view.hash(files::POOL).unwrap_or_default())
            data-quotas=(view.hash(files::QUOTAS).unwrap_or_default()) data-ranking=(view.hash(files::RANKING).unwrap_or_default()) {
            p data-replay-words { "需要打开浏览器的脚本功能。没有脚本时，请用下面的命令。" }
            button type="button" hidden data-replay-start { "开始复核" }
            progress hidden max="1" value="0" aria-label="复核的进度" data-replay-progress {}
            div role="status" data-replay-verdict {}
        }
        p { "指纹还要与公开账本中的“名册封存”“抽取”两条对照：只有账本里的指纹是抽取以前就固定下来、由外部见证人签名的。" }
        h2 #command { "用命令复核" }
        p { "把文件下载到同一个文件夹，用本系统的程序：" }
        pre { code { "sanmin draw verify 文件夹" } }
        p { "不想用我们的程序，可以用下面这些 Python 代码，保存为 draw_verify.py 后运行 " code { "python3 draw_verify.py 文件夹" } "：" }
        pre.listing { code { (PYTHON) } }
    }
}
