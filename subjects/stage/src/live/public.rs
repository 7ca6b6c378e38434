//! `/live`: what is on now, for everybody, on a phone first. Never a result, never how many have voted.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::{Value, json};
use web::page::{Look, Page, Public, Section, public};
use web::{App, Failure, assets};

use super::clock;
use super::keep::{PUBLIC, current};
use super::parts::{labelled, order, slot};
use super::state::Told;

/// The news of a topic with what was counted by the server's clock.
pub(super) async fn answer(app: &App, topic: &str) -> Result<Json<Value>, Failure> {
    let (news, now) = (current(app, topic).await?, app.clock().millis());
    let told = told(&news.state)?;
    let timer = told.timer.map(|timer| json!({"elapsed_ms": timer.elapsed(now), "remaining_ms": timer.remaining(now)}));
    Ok(Json(json!({
        "id": news.id, "server_time": now, "standing": news.standing_at.is_some(), "counted": timer, "state": told,
    })))
}

/// A topic as read from the hub.
pub(super) fn told(text: &str) -> Result<Told, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Internal(error.to_string()))
}

/// `GET /api/v1/live`.
pub(super) async fn json(State(app): State<App>) -> Result<Json<Value>, Failure> {
    answer(&app, PUBLIC).await
}

/// `GET /live/events`.
pub(super) async fn events(State(app): State<App>) -> Result<Response, Failure> {
    current(&app, PUBLIC).await?;
    app.live().stream(PUBLIC, app.clock())
}

/// What the script of a page is told: where the news are.
pub(crate) struct Onair<'a> {
    pub events: &'a str,
    pub state: &'a str,
}

/// The line below, which says whether the page is up to date.
pub(crate) fn state_line(href: &str) -> Markup {
    html! {
        p.secondary data-onair-state role="status" { "要看最新情况，请" a href=(href) { "刷新本页" } "。" }
        script type="module" src=(assets::href("onair.js")) {}
    }
}

/// `GET /live`.
pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let news = current(&app, PUBLIC).await?;
    let told = told(&news.state)?;
    let now = app.clock().millis();
    let onair = Onair { events: "/live/events", state: "/api/v1/live" };
    let body = html! {
        div.stage data-onair="slots" data-events=(onair.events) data-state=(onair.state) data-id=(news.id) {
            p.eyebrow { "会场进度 · " span data-slot="session" { (told.said.session) } }
            h1 data-slot="headline" { (told.said.headline) }
            (slot("about", "lead", &told.said.about))
            (clock::timer(told.timer.as_ref(), now))
            (labelled("question", "stage-question", "正在回答：", &told.said.question))
            (clock::countdown(told.countdown.as_ref(), now))
            (slot("window", "stage-window", &told.said.window))
            (labelled("next", "", "下一项：", &told.said.next))
            (state_line("/live"))
            h2 { "本场次序" }
            (order(&told))
        }
        h2 { "更多" }
        ul.links {
            li { a href={ "/sessions/" (told.session) } { "本场述职的部门" } span { "各部门的职责和书面述职报告" } }
            li { a href="/promises" { "评议怎样保密、怎样核对" } span { "评议票的规则，有哪些限度" } }
            li { a href="/live/promises" { "局长通道的承诺" } span { "部门负责人当场说了要办什么，办到哪一步" } }
            li { a href="/verify" { "自己动手核对" } span data-holds="ledger" hidden[told.said.ledger.is_empty()] { "公开账本现在的短指纹：" code data-slot="ledger" { (told.said.ledger) } } }
        }
        p.secondary { "这里不显示任何评议结果，也不显示有多少人已经评议。结果在三场全部结束以后一次公布。" }
    };
    let page = Public { title: "会场进度", description: "述职报告会现在进行到哪一项。", section: Section::Other };
    Ok(public(&look, page, body))
}
