//! The page of whoever was not chosen.

use maud::{Markup, html};
use web::Failure;
use web::page::facts::Facts;
use web::page::table::thousands;

use super::guest::Guest;
use crate::candidates::service::class_name;
use crate::draw::drawn;

pub(super) async fn body(guest: &Guest) -> Result<Markup, Failure> {
    let adopted = guest.app.plan();
    let plan = &adopted.plan;
    let it = &guest.pooled;
    let chance = drawn::chance(&mut guest.app.database().reader().await?, &it.venue, &it.class).await?.ok_or(Failure::NotFound)?;
    let unavailable = guest.notice.unavailable;
    Ok(html! {
        p.lead { "谢谢您愿意参加。您这一类人多席少，由公开抽取决定。" }
        (Facts::new()
            .fact("会场", plan.venue_name(&it.venue))
            .fact("类别", class_name(plan, &it.class))
            .fact("您的机会", format!("{}%：{} 个席位，{} 人，人人相等", chance.percent(), thousands(chance.places), thousands(chance.people)))
            .fact("候补次序", format!("第 {} 位", chance.reserve_place(it.rank))))
        h2 { "还可能轮到您" }
        p { "有人不能参加时，按候补次序递补，每场会前一天 " (plan.ballot.list.reserves_until.strftime("%-H:%M").to_string()) " 截止。轮到您时会用短信通知，场次以通知为准。" }
        @if unavailable {
            p { "您已表示不再递补。" a href=(guest.href("availability")) { "改为愿意递补" } }
        } @else {
            p { "不想再等的，可以" a href=(guest.href("availability")) { "现在就退出候补" } "。" }
        }
        h2 { "不是代表也能参与" }
        p { "述职报告会现场直播，书面述职报告公开，意见建议渠道向所有市民开放。" a href="/sessions" { "看各场安排" } }
    })
}
