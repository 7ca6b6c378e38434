//! What happens next, and when.

use maud::{Markup, html};
use plan::Plan;
use web::App;
use web::page::countdown::countdown;
use web::page::date;

use crate::draw::acts::earliest;
use crate::draw::stage::Stage;
use crate::draw::view::View;
use crate::term;

pub(super) fn next(app: &App, plan: &Plan, view: &View) -> Markup {
    let now = app.clock().now();
    let freeze = term::freeze(plan);
    let body = match view.ceremony.stage {
        Stage::Planned => html! {
            p { "接下来：联席会议办公室公告用哪些公开来源产生种子。" }
            @if let Some(freeze) = freeze { (countdown(now, freeze, "封存名册", "已到封存名册的时间")) }
        },
        Stage::Announced => html! {
            p { "接下来：封存名册。" @if let Some(freeze) = freeze { "按方案不早于 " (date::moment(freeze)) "。" } "封存的指纹会立即出现在本页，并在现场读出。" }
            @if let Some(freeze) = freeze { (countdown(now, freeze, "封存名册", "已到封存名册的时间")) }
        },
        Stage::Frozen => html! {
            @if let Some(source) = view.awaited() { p { "接下来：等待第 " (source.place) " 个来源“" strong { (source.name) } "”。" (source.occasion) "。" } }
        },
        Stage::Seeded => html! { p { "接下来：按下抽取。种子已经产生，结果已经由它决定，再没有任何偶然。" } },
        Stage::Drawn => html! {
            p { "接下来：述职报告会全部结束以后公开抽取文件。" @if let Some(when) = earliest(plan) { "不早于 " (date::moment(when)) "。" } }
        },
        Stage::Released => html! { p { "全部公开。您可以在本页下面亲自复核。" } },
    };
    html! { section { h2 { "现在和接下来" } (body) } }
}
