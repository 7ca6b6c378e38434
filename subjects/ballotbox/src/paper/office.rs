//! The officers' page: which venues may vote on paper, and the proposal for another.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::html;
use web::Failure;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::form::{Choice, Errors, Field, Form, InputMode, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::reason;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::Tone;
use web::page::{Page, date};
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::text::normal;

use super::{home, queries, service};
use crate::cards::queries as cards;
use crate::election::State;
use crate::overview::named;
use crate::proposals::{self, JointAct, asked};
use crate::view::{dry_run, election_name};

/// What was typed into a form that was refused.
#[derive(Default)]
struct Typed {
    venue: String,
    minutes: String,
    reason: String,
}

pub(super) async fn show(desk: Desk, Path(name): Path<String>) -> Result<Page, Failure> {
    page(&desk, &name, &Typed::default(), &Errors::none()).await
}

async fn page(desk: &Desk, name: &str, typed: &Typed, errors: &Errors) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let election = named(&mut tx, name).await?;
    let papers = queries::of(&mut tx, &election.uuid).await?;
    let venues = cards::venues(&mut tx, &election.uuid).await?;
    let open = proposals::queries::open_about(&mut tx, &election.uuid).await?;
    drop(tx);
    let open: Vec<_> = open.into_iter().filter(|it| it.act == JointAct::PermitPaper).collect();
    let officer = desk.visitor.holds(&[RoleKind::Office]);
    let least = adopted.plan.ballot.window.paper_after_minutes;
    let free = venues.iter().filter(|own| own.printed > 0 && !papers.iter().any(|paper| paper.venue == own.venue));
    let choices: Vec<Choice> = free.map(|own| Choice::new(&own.venue, adopted.plan.venue_name(&own.venue))).collect();
    let rows = papers.iter().map(|paper| {
        let keyed = paper.keyed.map_or_else(|| "还没有清点".to_owned(), |count| format!("{count} 张"));
        let place = adopted.plan.venue_name(&paper.venue);
        Row::new([words(place), words(&paper.reason), words(date::exact_of(paper.permitted_at)), words(keyed)])
    });
    let action = home(&election_name(&election));
    let columns = ["会场", "原因", "准许的时间", "录入的张数"].map(Column::text);
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "proposed" => (done("已提出", html! { p { "等待另一名联席会议办公室人员确认。" } })),
            "confirmed" => (done("已经准许，写入公开账本", html! { p { "请通知会场：发纸质评议表；恢复以后由代表本人录入，两个台清点张数。" } })),
            "rejected" => (done("已经否决", html! { p { "没有任何改动。" } })),
            "withdrawn" => (done("已经撤回", html! { p { "没有任何改动。" } })),
            _ => {}
        }
        @if election.dry_run { (dry_run()) }
        p { "整个会场停电或断网满 " (least) " 分钟，时段开启期间，两名负责人可以准许这个会场用纸质评议表。纸质表不进票箱：恢复以后，代表本人用自己的票在评议页录入。公开的只有张数，哪些票是录入的，谁也不知道。" }
        @if papers.is_empty() { (empty("没有会场用纸质评议表", "准许以后，这里列出会场、原因和录入的张数。")) }
        @else { (Table::new("准许用纸质评议表的会场", columns).rows(rows)) }
        @for proposal in &open { (asked(proposal).open(desk, officer, html! { p { (adopted.plan.venue_name(&proposal.part)) "。" (proposal.content) } })) }
        @if election.state != State::Open {
            (notice(Tone::Neutral, "现在不能准许", html! { p { "本场现在是“" (election.state.chinese()) "”，只有评议时段开启时可以。" } }))
        } @else if officer && !choices.is_empty() {
            h2 { "准许一个会场" }
            (Form::post(&action, desk.token()).submit("提出准许，等待第二人").around(html! {
                (Field::select("venue", "会场", &choices).value(&typed.venue).errors(errors))
                (Field::text("minutes", "已经中断几分钟").value(&typed.minutes).inputmode(InputMode::Numeric).maxlength(4).short().autocomplete("off").errors(errors))
                (reason::field(&typed.reason, "写入公开账本，不写姓名。例如：全楼停电，备用电源没有启动", errors))
            }))
        }
    };
    let above = format!("/office/elections/{}", election_name(&election));
    Ok(desk.page(&format!("第 {} 场：停电、断网时的纸质评议表", election.session), Some((&above, "本场评议")), body))
}

pub(super) async fn propose(desk: Desk, Path(name): Path<String>, form: Submitted) -> Result<Response, Failure> {
    let election = named(&mut desk.app.database().reader().await?, &name).await?;
    let (reason, mut errors) = reason::read(&form);
    let typed = Typed { venue: form.text("venue").into(), minutes: form.text("minutes").into(), reason };
    let minutes = normal(&typed.minutes).parse::<u32>().ok();
    if minutes.is_none() {
        errors.add("minutes", "请填写分钟数，例如 35");
    }
    let errors = match minutes.filter(|_| errors.is_empty()) {
        None => errors,
        Some(minutes) => {
            let outage = service::Outage { venue: &typed.venue, minutes, reason: &typed.reason };
            match service::propose(&desk.app, &desk.caller, &desk.visitor, &election.uuid, &outage).await {
                Ok(()) => return Ok(Redirect::to(&format!("{}?done=proposed", home(&name))).into_response()),
                Err(refusal) => refusal.into_errors()?,
            }
        }
    };
    Ok(page(&desk, &name, &typed, &errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}
