//! One's own proof (抽取凭据): that one stands in the pool that was frozen, and what the chance was.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use maud::html;
use sortition::commitment::Opening;
use web::page::facts::Facts;
use web::page::table::thousands;
use web::{Failure, assets};

use super::guest::Guest;
use crate::candidates::service::class_name;
use crate::draw::drawn;

async fn opening(guest: &Guest) -> Result<Opening, Failure> {
    let mut tx = guest.app.database().reader().await?;
    drawn::openings(&mut tx, &[guest.notice.number]).await?.pop().ok_or(Failure::NotFound)
}

pub(super) async fn show(guest: Guest) -> Result<Response, Failure> {
    let opening = opening(&guest).await?;
    let adopted = guest.app.plan();
    let plan = &adopted.plan;
    let (chance, frozen) = {
        let mut tx = guest.app.database().reader().await?;
        let it = &guest.pooled;
        let chance = drawn::chance(&mut tx, &it.venue, &it.class).await?.ok_or(Failure::NotFound)?;
        (chance, drawn::frozen(&mut tx).await?.ok_or(Failure::NotFound)?)
    };
    let told = if chance.is_certain() {
        "人数与席位相同，没有抽取".to_string()
    } else {
        format!("{}%：{} 个席位，{} 人", chance.percent(), thousands(chance.places), thousands(chance.people))
    };
    let body = html! {
        p { "名册封存时，每个人得到一个偶然的编号，全体连同名额和规则算出一个承诺值，当时就写入了公开账本。下面的凭据证明您确实在那份名册中，谁也没有把您换掉。" }
        (Facts::new()
            .fact("您的编号", html! { strong { (guest.notice.number) } })
            .fact("会场和类别", format!("{}，{}", plan.venue_name(&guest.pooled.venue), class_name(plan, &guest.pooled.class)))
            .fact("您的机会", told)
            .fact("您的序位", format!("第 {} 位", guest.pooled.rank))
            .fact("名册的承诺值", html! { code { (frozen.root) } })
            .fact("公开账本", html! { a href="/draw" { "第 " (frozen.position) " 条（从 0 数起）" } }))
        h2 { "核对" }
        div data-own-proof data-root=(frozen.root) data-entry=(opening.entry_text()) data-proof=(opening.to_json()) {
            p data-own-proof-words { "需要打开浏览器的脚本功能；也可以下载凭据，用别的程序核对。" }
            button type="button" hidden data-own-proof-start { "在手机上核对" }
            div role="status" data-own-proof-verdict {}
        }
        p { a href=(guest.href("proof.json")) download { "下载凭据" } "。凭据中有一个只给您的随机数，请不要公开，否则别人能猜出您在名册中。" }
        p { "抽取结果的文件在最后一场述职报告会以后公开，那时人人都能用这个编号重做一遍抽取。" }
        p { a href=(guest.href("")) { "返回" } }
        script type="module" src=(assets::href("own-proof.js")) {}
    };
    Ok(guest.page("抽取凭据", body).into_response())
}

pub(super) async fn json(guest: Guest) -> Result<Response, Failure> {
    let text = opening(&guest).await?.to_json();
    let disposition = "attachment; filename=\"proof.json\"";
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], [(CONTENT_DISPOSITION, disposition)], text).into_response())
}
