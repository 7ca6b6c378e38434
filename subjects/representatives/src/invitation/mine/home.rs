//! One's own page: chosen, reserve, or left.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::page::keep::keep;
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::{Failure, Refusal, transaction};

use super::guest::Guest;
use super::{invited, reserve};
use crate::invitation::queries;
use crate::invitation::seat::State;
use crate::invitation::times;

pub(super) async fn show(guest: Guest) -> Result<Response, Failure> {
    if guest.notice.opened_at.is_none() {
        let (number, now) = (guest.notice.number, guest.app.clock().millis());
        transaction!(guest.app.database(), |tx| -> Result<(), Refusal> { Ok(queries::set_opened(&mut tx, number, now).await?) })?;
    }
    let (title, body) = match &guest.seat {
        Some(seat) if seat.state.is_taken() => ("您是市民代表", invited::body(&guest, seat).await?),
        Some(seat) => ("您不再是这次的市民代表", left(seat.state)),
        None => ("您这次没有被抽中", reserve::body(&guest).await?),
    };
    let body = html! {
        (just_done(&guest))
        (body)
        h2 { "抽取是否公正" }
        p { "名册在抽取以前已经封存，指纹写入了公开账本。" a href=(guest.href("proof")) { "核对您确实在名册中" } "。" }
        p { a href="/draw" { "公开抽取的全过程" } }
        (keep(&guest.href(""), guest.app.clock().now(), times::kept_until(&guest.app.plan().plan)))
    };
    Ok(guest.page(title, body).into_response())
}

fn just_done(guest: &Guest) -> Markup {
    match Link::new(&guest.look.path).get("done") {
        "confirmed" => done("已记下：您参加", html! { p { "请按下面的时间到会场。有变化时可以在截止以前改。" } }),
        "asked" => done("问题已收到", html! { p { "提问不记名，进入该场局长通道的问题库，由现场主持安排。" } }),
        "unavailable" => done("已记下：不再递补", html! { p { "轮到您时直接由下一位递补。在轮到以前可以改回来。" } }),
        "available" => done("已记下：愿意递补", html! { p { "轮到您时会用短信通知。" } }),
        _ => html! {},
    }
}

fn left(state: State) -> Markup {
    let (headline, words) = match state {
        State::Declined => ("已记下：您不参加", "席位已按序位由下一位候补递补，不能再改回来。感谢您告诉我们。"),
        _ => ("席位已经由他人递补", "工作人员多次没有联系上您，或您在电话中表示不能参加，经两名工作人员确认后由候补递补。"),
    };
    html! { (notice(Tone::Neutral, headline, html! { p { (words) } })) }
}
