//! `/accessibility`: how the site can be used by everybody, and what to do where it cannot.

use maud::html;
use plan::Plan;
use web::page::{Look, Page, Public, Section, elder, public};

/// How the site can be used.
pub fn accessibility(look: &Look, plan: &Plan) -> Page {
    let body = html! {
        h1 { "无障碍" }
        p.lead { "这个网站应当人人能用：年纪大的人，看不清的人，不用鼠标的人，用旧手机的人。" }
        p { a.button href=(elder::href(look)) { @if look.elder { "切换到标准版" } @else { "切换到长辈版" } } }
        h2 { "怎样用" }
        ul {
            li { "长辈版：字更大，间距更宽，对比更强。每一页的上方都能切换，切换后一年内有效。" }
            li { "键盘：按 Tab 键移动，按回车键打开。第一次按 Tab 键，可以直接跳到正文。" }
            li { "读屏软件：标题、表格和表单都有文字说明，颜色不单独表示意思。" }
            li { "手机：表格在窄屏幕上变成卡片，不必左右拖动。" }
            li { "不运行脚本的浏览器：全部内容都能看，只是倒计时不会自动变化。" }
            li { "打印：每一页都可以直接打印，纸上不带导航。" }
        }
        h2 { "达到什么标准" }
        p { "按照《Web 内容可访问性指南》2.2 版 AA 级设计和检查；文字对比度达到 AAA 级（7∶1 以上）。" }
        h2 { "已知的不足" }
        ul {
            li { "还没有蒙古文版。" }
            li { "可以下载的方案数据文件是表格和文本，没有另做读屏版。" }
        }
        h2 { "用不了怎么办" }
        p { "请告诉我们是哪一页、用什么设备、遇到什么困难。联系：" (plan.activity.contact) "。" }
    };
    public(look, Public { title: "无障碍", description: "长辈版、键盘、读屏和旧手机", section: Section::Other }, body)
}
