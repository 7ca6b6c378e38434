//! The pages of a venue's desks.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use plan::Role;
use serde::Deserialize;
use web::assets;
use web::desk::Desk;
use web::joint::Answer;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Choice, Errors, Field, Form, InputMode, button, error_summary};
use web::page::notice::{done, notice};
use web::page::reason;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, Sheet, date, sheet};
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::queries::{self, Scan};
use super::service::{self, Numbers, Reply, Scanned, Why};
use crate::cards::queries::{self as cards, VenueCards};
use crate::election::{self, State, Stored};
use crate::overview;
use crate::proposals::{JointAct, Proposal, ProposalId};
use crate::view::{card_words, election_name};

/// The venue at which the visitor works.
fn own_venue(desk: &Desk) -> Result<String, Failure> {
    let venue = desk.visitor.roles.iter().find_map(|role| if let Role::Venue(id) = role { Some(id.clone()) } else { None });
    venue.ok_or(Failure::Forbidden)
}

fn paper(desk: &Desk, venue: &str, title: &str, body: Markup) -> Page {
    let place = desk.app.plan().plan.venue_name(venue);
    sheet(&desk.look, Sheet { title, place: &place }, body)
}

pub(super) async fn list(desk: Desk) -> Result<Page, Failure> {
    let venue = own_venue(&desk)?;
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let mut rows = Vec::new();
    for one in election::queries::all(&mut tx).await? {
        let own = cards::venues(&mut tx, &one.uuid).await?.into_iter().find(|own| own.venue == venue);
        let paper = crate::paper::queries::of(&mut tx, &one.uuid).await?.iter().any(|paper| paper.venue == venue);
        // Paper forms are counted when everything is keyed in, which may be after the close.
        let now = matches!(one.state, State::Carded | State::Open) || paper && one.state == State::Closed;
        let (true, Some(own)) = (now, own) else { continue };
        let session = adopted.plan.session(one.session);
        let day = session.map(|session| date::day(session.start.date)).unwrap_or_default();
        let name = adopted.plan.session_name(one.session);
        let state = if own.counted.is_some() { tag(Tone::Good, "已清点") } else { tag(Tone::Warn, "未清点") };
        let link = html! {
            a href={ "/venue/cards/" (election_name(&one)) } { (name) @if one.dry_run { "（演练）" } }
            @if paper { br; a href={ "/venue/paper/" (election_name(&one)) } { "清点纸质评议表" } }
        };
        rows.push(Row::new([link, words(day), state]));
    }
    let body = html! {
        p { "门关闭以后、评议开始以前，把没有人领的票和作废的票逐张扫“公开码”。已经领走的票不扫。" }
        @if rows.is_empty() { (empty("现在没有可以清点的场次", "评议票的清单经两名联席会议办公室人员确认以后，这里显示各场。")) }
        @else { (Table::new("选择场次", ["场次", "日期", "本会场"].map(Column::text)).compact().rows(rows)) }
        p { a href="/venue" { "返回会场工作台" } }
    };
    Ok(paper(&desk, &venue, "清点评议票", body))
}

/// What was just done, and what stays chosen.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    done: String,
    why: String,
    card: String,
    /// What was typed into a form that was refused.
    #[serde(skip)]
    typed: Typed,
}

#[derive(Clone, Default)]
struct Typed {
    left: String,
    void: String,
    reason: String,
}

struct View {
    election: Stored,
    own: VenueCards,
    scans: Vec<Scan>,
    open: Option<Proposal>,
}

async fn view(desk: &Desk, venue: &str, name: &str) -> Result<View, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let election = overview::named(&mut tx, name).await?;
    let own = cards::venues(&mut tx, &election.uuid).await?.into_iter().find(|own| own.venue == venue);
    Ok(View {
        own: own.ok_or(Failure::NotFound)?,
        scans: queries::scans(&mut tx, &election.uuid, venue).await?,
        open: service::open(&mut tx, &election.uuid, venue).await?,
        election,
    })
}

pub(super) async fn show(desk: Desk, Path(name): Path<String>, Query(shown): Query<Shown>) -> Result<Page, Failure> {
    page(&desk, &name, &shown, &Errors::none()).await
}

async fn page(desk: &Desk, name: &str, shown: &Shown, errors: &Errors) -> Result<Page, Failure> {
    let venue = own_venue(desk)?;
    let view = view(desk, &venue, name).await?;
    let numbers = Numbers::of(&view.scans);
    let counted = view.own.counted.is_some();
    // The second person counts by hand, and is not told what to find.
    let hidden = view.open.as_ref().is_some_and(|it| it.act == JointAct::CountCards && !it.standing.is_of(&desk.visitor));
    let over = !matches!(view.election.state, State::Carded | State::Open);
    let camera = !over && view.open.is_none() && (counted || view.election.state == State::Carded);
    let body = html! {
        @if camera { div data-cards-scan data-scanner=(assets::href("jsQR.js")) {} }
        div data-cards-page {
        (error_summary(errors))
        @if view.election.dry_run { (crate::view::dry_run()) }
        (said(shown))
        (facts(&view, (!hidden).then_some(numbers)))
        @if over {
            (notice(Tone::Neutral, "本场评议已经结束", html! { p { "不能再清点或作废。" } }))
        } @else if let Some(proposal) = &view.open {
            (waiting(desk, &view, proposal, &shown.typed, errors))
        } @else if counted || view.election.state == State::Carded {
            (scanning(desk, &view, shown, errors))
            (finishing(desk, &view, numbers))
        } @else {
            (notice(Tone::Bad, "评议已经开始，本会场没有清点", html! { p { "请立即告诉联席会议办公室和监督检查组。" } }))
        }
        @if !hidden { (listed(desk, &view)) }
        p { a href="/venue/cards" { "返回场次列表" } }
        }
        @if camera { script type="module" src=(assets::href("cards-scan.js")) {} }
    };
    let title = format!("清点评议票：第 {} 场", view.election.session);
    Ok(paper(desk, &venue, &title, body))
}

fn said(shown: &Shown) -> Markup {
    let card = card_words(&shown.card);
    match shown.done.as_str() {
        "new" => {
            html! { section.notice.good role="status" { p.notice-headline { "已记下：" (card) } div { p { "请与票上的三个词对照，放到一边，扫下一张。" } } } }
        }
        "again" => {
            html! { section.notice.warn role="status" { p.notice-headline { "已经扫过：" (card) } div { p { "同一张票只算一次。" } } } }
        }
        "moved" => {
            html! { section.notice.good role="status" { p.notice-headline { "已改类别：" (card) } div { p { "原来记在另一类，现在以这次为准。" } } } }
        }
        "removed" => done("已从清单去掉", html! {}),
        "proposed" => done("已提出，等待第二人", html! { p { "请另一台设备（另一个通行码或账号）的人亲手再数一遍。" } }),
        "confirmed" => done("已确认，写入公开账本", html! {}),
        "withdrawn" => done("已撤回，可以继续扫", html! {}),
        "rejected" => done("已退回，可以继续扫", html! {}),
        _ => html! {},
    }
}

fn facts(view: &View, numbers: Option<Numbers>) -> Facts {
    let facts = Facts::new().fact("本会场制作", format!("{} 张", view.own.printed));
    match (view.own.counted, view.own.issued(), numbers) {
        (Some((left, void)), Some(issued), _) => facts
            .fact("剩余", format!("{left} 张"))
            .fact("作废", format!("{void} 张"))
            .fact("发出", format!("{issued} 张（制作 − 剩余 − 作废）"))
            .fact("清点后又扫", format!("{} 张", view.scans.len())),
        (_, _, None) => facts,
        (_, _, Some(numbers)) => facts
            .fact("已扫剩余", format!("{} 张", numbers.left))
            .fact("已扫作废", format!("{} 张", numbers.void))
            .fact("照此发出", format!("{} 张", view.own.printed - i64::from(numbers.left) - i64::from(numbers.void))),
    }
}

fn action(view: &View, rest: &str) -> String {
    format!("/venue/cards/{}/{rest}", election_name(&view.election))
}

fn scanning(desk: &Desk, view: &View, shown: &Shown, errors: &Errors) -> Markup {
    let counted = view.own.counted.is_some();
    let kinds = [Choice::new("left", "剩余：没有人领"), Choice::new("void", "作废：破损、已拆开或印坏")];
    let why = if shown.why.is_empty() { "left" } else { &shown.why };
    html! {
        section {
            h2 { @if counted { "清点以后发现的作废票" } @else { "扫公开码" } }
            @if counted { p { "只限还没有用过的票，由两人办理。作废的票不补发。" } }
            (Form::post(&action(view, "scans"), desk.token()).submit("记下这张").around(html! {
                @if counted { input type="hidden" name="why" value="late-void"; }
                @else { (Field::radios("why", "这一摞是", &kinds).value(why).errors(errors)) }
                (Field::text("code", "公开码").hint("用扫码枪扫票左边一栏的公开码；不要扫投票码").autocomplete("off")
                    .maxlength(200).focus().errors(errors))
            }))
        }
    }
}

fn finishing(desk: &Desk, view: &View, numbers: Numbers) -> Markup {
    if view.own.counted.is_some() {
        return html! {
            @if !view.scans.is_empty() {
                h2 { "扫完了" }
                (Form::post(&action(view, "late-voids"), desk.token()).submit(&format!("提出作废这 {} 张", view.scans.len())).around(html! {}))
            }
        };
    }
    html! {
        section {
            h2 { "扫完了" }
            p { "剩余 " (numbers.left) " 张、作废 " (numbers.void) " 张。由另一人用另一台设备亲手数一遍，填入张数确认；一致才能写入公开账本。" }
            (Form::post(&action(view, "count"), desk.token()).submit("扫完了，请第二人确认").around(html! {}))
        }
    }
}

fn waiting(desk: &Desk, view: &View, proposal: &Proposal, typed: &Typed, errors: &Errors) -> Markup {
    let numbers = Numbers::of(&view.scans);
    let one = |word: &str| action(view, &format!("proposals/{}/{word}", proposal.id));
    let own = proposal.standing.is_of(&desk.visitor);
    let counting = proposal.act == JointAct::CountCards;
    let body = html! {
        p { (proposal.standing.proposed_by_name) " 于 " (date::exact_of(proposal.standing.proposed_at)) " 提出。" }
        @if own {
            p { "请另一人用另一个通行码或账号，在他的设备上打开本页确认。您不能自己确认。" }
            (button(&one("withdraw"), desk.token(), "撤回，继续扫", false))
        } @else {
            @if counting {
                p { "您是第二人。请亲手把两摞票各数一遍，填入您数的张数；与扫码的张数（本页不显示）一致，才会写入公开账本。" }
                (Form::post(&one("confirm"), desk.token()).submit("张数一致，确认").danger().around(html! {
                    (Field::text("left", "剩余（张）").value(&typed.left).inputmode(InputMode::Numeric).maxlength(5).short().autocomplete("off").errors(errors))
                    (Field::text("void", "作废（张）").value(&typed.void).inputmode(InputMode::Numeric).maxlength(5).short().autocomplete("off").errors(errors))
                }))
            } @else {
                p { "您是第二人。请逐张核对下面的词与手里的票，共 " (view.scans.len()) " 张。作废以后写入公开账本，不能撤销，也不补发。" }
                (Form::post(&one("confirm"), desk.token()).submit("核对无误，作废").danger().around(html! {}))
            }
            details open[errors.of("reason").is_some()] {
                summary { "不一致，退回" }
                (Form::post(&one("reject"), desk.token()).submit("退回").around(reason::field(&typed.reason, "例如：少扫了一张", errors)))
            }
        }
        @if own && counting { p { "扫码的张数：剩余 " (numbers.left) "，作废 " (numbers.void) "。" } }
    };
    notice(Tone::Warn, &format!("等待第二人：{}", proposal.act.chinese()), body)
}

fn listed(desk: &Desk, view: &View) -> Markup {
    let rows = view.scans.iter().map(|scan| {
        let act = action(view, &format!("scans/{}/removal", scan.credential));
        let undo = html! { @if view.open.is_none() { (button(&act, desk.token(), "去掉", false)) } };
        Row::new([words(card_words(&scan.credential)), tag(Tone::Neutral, scan.why.chinese()), undo])
    });
    html! {
        @if !view.scans.is_empty() { section {
            h2 { "已扫 " (view.scans.len()) " 张" }
            (Table::new("扫过的票，不分先后", ["票上的词", "类别", "扫错了"].map(Column::text)).compact().rows(rows))
        } }
    }
}

async fn again(desk: &Desk, name: &str, shown: &Shown, refusal: Refusal) -> Result<Response, Failure> {
    let page = page(desk, name, shown, &refusal.into_errors()?).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

fn back(name: &str, query: &str) -> Response {
    Redirect::to(&format!("/venue/cards/{name}?{query}")).into_response()
}

/// Back to the page, with what was done or why it was not.
async fn answer(desk: &Desk, name: &str, outcome: Result<(), Refusal>, done: &str) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(back(name, &format!("done={done}"))),
        Err(refusal) => again(desk, name, &Shown::default(), refusal).await,
    }
}

/// The election's uuid and the visitor's venue.
async fn place(desk: &Desk, name: &str) -> Result<(String, String), Failure> {
    let venue = own_venue(desk)?;
    Ok((overview::named(&mut desk.app.database().reader().await?, name).await?.uuid, venue))
}

pub(super) async fn scan(desk: Desk, Path(name): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    let why = Why::from_word(form.text("why"));
    let shown = Shown { why: why.word().into(), ..Shown::default() };
    let code = match service::public_code(form.text("code")) {
        Ok(code) => code,
        Err(refusal) => return again(&desk, &name, &shown, refusal).await,
    };
    let done = match service::scan(&desk.app, &uuid, &venue, why, &code).await {
        Ok(Scanned::New) => "new",
        Ok(Scanned::Again) => "again",
        Ok(Scanned::Moved) => "moved",
        Err(refusal) => return again(&desk, &name, &shown, refusal).await,
    };
    Ok(back(&name, &format!("done={done}&why={}&card={}", why.word(), code.to_hex())))
}

pub(super) async fn unscan(desk: Desk, Path((name, credential)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    answer(&desk, &name, service::unscan(&desk.app, &uuid, &venue, &credential).await, "removed").await
}

pub(super) async fn propose(desk: Desk, Path(name): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    answer(&desk, &name, service::propose(&desk.app, &desk.caller, &desk.visitor, &uuid, &venue).await, "proposed").await
}

pub(super) async fn propose_late(desk: Desk, Path(name): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let (uuid, venue) = place(&desk, &name).await?;
    answer(&desk, &name, service::propose_late(&desk.app, &desk.caller, &desk.visitor, &uuid, &venue).await, "proposed").await
}

async fn decide(desk: &Desk, (name, id): (&str, String), reply: &Reply, typed: Typed, done: &str) -> Result<Response, Failure> {
    let (uuid, venue) = place(desk, name).await?;
    match service::decide(&desk.app, &desk.caller, &desk.visitor, (&uuid, &venue), &ProposalId::from(id), reply).await {
        Ok(()) => Ok(back(name, &format!("done={done}"))),
        Err(refusal) => again(desk, name, &Shown { typed, ..Shown::default() }, refusal).await,
    }
}

pub(super) async fn confirm(desk: Desk, Path((name, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let number = |field: &str| web::text::normal(form.text(field)).parse::<u32>().ok();
    let by_hand = number("left").zip(number("void")).map(|(left, void)| Numbers { left, void });
    let typed = Typed { left: form.text("left").into(), void: form.text("void").into(), ..Typed::default() };
    decide(&desk, (&name, id), &Reply::Confirm(by_hand), typed, "confirmed").await
}

pub(super) async fn withdraw(desk: Desk, Path((name, id)): Path<(String, String)>, _form: Submitted) -> Result<Response, Failure> {
    decide(&desk, (&name, id), &Reply::Other(Answer::Withdraw), Typed::default(), "withdrawn").await
}

pub(super) async fn reject(desk: Desk, Path((name, id)): Path<(String, String)>, form: Submitted) -> Result<Response, Failure> {
    let (why, errors) = reason::read(&form);
    let typed = Typed { reason: why.clone(), ..Typed::default() };
    if !errors.is_empty() {
        let page = page(&desk, &name, &Shown { typed, ..Shown::default() }, &errors).await?;
        return Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    decide(&desk, (&name, id), &Reply::Other(Answer::Reject(why)), typed, "rejected").await
}
