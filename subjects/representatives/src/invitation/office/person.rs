//! One representative, masked, from top to bottom as a history: seat, calls, release.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::Plan;
use web::audit::{self, Entry, EntryFilter, particulars};
use web::database::Tx;
use web::desk::Desk;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::{Errors, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, form};
use web::rights::Visitor;
use web::{Failure, Refusal};

use super::calls::{self, Call};
use super::releasing::{self, Proposal};
use crate::candidates::service::class_name;
use crate::candidates::{self, Application};
use crate::draw::drawn::{self, CellChance};
use crate::invitation::queries::{self, Notice};
use crate::invitation::seat::Seat;
use crate::invitation::times;
use crate::person::Seal;
use crate::scope::{ORGANISERS, Scope, must_own};

/// Audit entries shown.
const MOST_ENTRIES: i64 = 50;

/// One of the pool as staff see them.
pub(super) struct Person {
    pub application: Application,
    pub notice: Notice,
    pub seat: Option<Seat>,
    pub calls: Vec<Call>,
    pub proposal: Option<Proposal>,
    rank: u32,
    chance: Option<CellChance>,
    entries: Vec<Entry>,
}

/// Whether somebody works on the people of a venue: its own workers, and the organisers on everybody's.
pub(super) fn works_on(plan: &Plan, visitor: &Visitor, venue: &str) -> bool {
    must_own(plan, visitor, venue).is_ok() || visitor.holds(ORGANISERS)
}

/// The person of an application, if the visitor may see it and notices were sent.
pub(super) async fn load(tx: &mut Tx, desk: &Desk, id: &str) -> Result<Person, Refusal> {
    let application = candidates::queries::by_id(tx, &id.to_string().into()).await?;
    let application = application.filter(|it| Scope::of(&desk.visitor).has(&it.venue)).ok_or(Refusal::NotFound)?;
    let number = queries::number_of(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (notice, pooled) = (queries::notice(tx, number).await?, queries::pooled(tx, number).await?);
    let filter = EntryFilter { subject: id.to_string(), ..EntryFilter::default() };
    Ok(Person {
        notice: notice.ok_or(Refusal::NotFound)?,
        seat: queries::seat(tx, number).await?,
        calls: calls::of(tx, number).await?,
        proposal: releasing::open(tx, &Seal(desk.app.secrets()), number).await?,
        rank: pooled.map_or(0, |it| it.rank),
        chance: drawn::chance(tx, &application.venue, &application.class).await?,
        entries: audit::page(tx, &filter, MOST_ENTRIES).await?,
        application,
    })
}

impl Person {
    /// The address of a page about this person.
    pub fn href(&self, below: &str) -> String {
        let slash = if below.is_empty() { "" } else { "/" };
        format!("/office/invitations/people/{}{slash}{below}", self.application.id)
    }

    /// The seat, where there is one that is not left.
    pub fn taken(&self) -> Result<&Seat, Refusal> {
        self.seat.as_ref().filter(|seat| seat.state.is_taken()).ok_or_else(|| Refusal::rule("这个人现在没有席位"))
    }

    /// What is told without showing the person.
    pub fn facts(&self, desk: &Desk) -> Result<Facts, Refusal> {
        let adopted = desk.app.plan();
        let plan = &adopted.plan;
        let person = self.application.person(&Seal(desk.app.secrets()))?;
        let mut facts = Facts::new()
            .fact("姓名", person.masked_name())
            .fact("身份证号", person.identity.masked())
            .fact("会场和类别", format!("{}，{}", plan.venue_name(&self.application.venue), class_name(plan, &self.application.class)));
        facts = match &self.seat {
            Some(seat) => {
                let session = times::session(plan, seat.session);
                let session = session.map_or_else(String::new, |it| format!("{}，{}", it.name, date::moment(times::begins(it))));
                let origin = if seat.replaces.is_some() { "候补递补" } else { "抽中" };
                facts
                    .fact("状态", tag(seat.state.tone(), seat.state.chinese()))
                    .fact("场次", session)
                    .fact("来由", origin)
                    .fact("入场编号", seat.entry_number.to_string())
            }
            None => {
                let place = self.chance.map_or(0, |chance| chance.reserve_place(self.rank));
                facts
                    .fact("状态", tag(Tone::Neutral, if self.notice.unavailable { "候补，已表示不递补" } else { "候补" }))
                    .fact("候补次序", format!("第 {place} 位"))
            }
        };
        let moment = |at: Option<i64>| at.map_or_else(|| "没有".to_string(), date::moment_of);
        Ok(facts.fact("打开过链接", moment(self.notice.opened_at)).fact("最近提醒", moment(self.notice.reminded_at)))
    }
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    Ok(page(&desk, &id, &Errors::none()).await?.into_response())
}

/// The page, with what was wrong.
pub(super) async fn page(desk: &Desk, id: &str, errors: &Errors) -> Result<Page, Failure> {
    let person = load(&mut desk.app.database().reader().await?, desk, id).await?;
    let plan = desk.app.plan();
    let works = works_on(&plan.plan, &desk.visitor, &person.application.venue);
    let body = html! {
        (error_summary(errors))
        (just_done(Link::new(&desk.look.path).get("done")))
        @if let Some(proposal) = &person.proposal { (open_proposal(desk, &person, proposal, works)) }
        (person.facts(desk)?)
        p.acts {
            a href={ "/office/candidates/" (person.application.id) } { "报名和审查" } " "
            @if works {
                a href={ "/office/candidates/" (person.application.id) "/unmask" } { "查看电话和完整信息" } " "
                a href=(person.href("link")) { "换发邀请链接" } " "
                @if person.taken().is_ok() && person.proposal.is_none() { a href=(person.href("release")) { "腾出席位" } }
            }
        }
        h2 { "电话联系" }
        (calls::table(desk, &person)?)
        @if works && person.taken().is_ok() { (calls::form(desk, &person, errors)) }
        h2 { "办理记录" }
        (history(&plan.plan, &person.entries))
    };
    Ok(desk.page("一位代表", Some(("/office/invitations/list", "代表名单")), body))
}

fn just_done(word: &str) -> Markup {
    match word {
        "called" => done("已记下这次联系", html! {}),
        "reissued" => done("新的链接已排队发给本人", html! { p { "原来的链接不再有效。" } }),
        "proposed" => done("已提出腾出席位", html! { p { "等待另一名工作人员确认。" } }),
        "released" => done("席位已腾出", html! { p { "候补已按序位递补，短信已排队发送，递补已写入公开账本。" } }),
        "ended" => done("提议已结束，席位没有变化", html! {}),
        _ => html! {},
    }
}

fn open_proposal(desk: &Desk, person: &Person, proposal: &Proposal, works: bool) -> Markup {
    let own = proposal.by == desk.visitor.actor_id();
    let body = html! {
        p { (proposal.by_name) " 于 " (date::exact_of(proposal.at)) " 提出，理由：" (proposal.reason) }
        p { "确认以后，席位由下一位候补递补，不能再改回来。" }
        @if works && own {
            p { "等待另一名工作人员确认。提出人不能自己确认，可以撤回。" }
            (form::button(&person.href("release/withdraw"), desk.token(), "撤回", false))
        } @else if works {
            (form::Form::post(&person.href("release/confirm"), desk.token()).submit("确认腾出席位").danger().around(html! {}))
            p { "不同意时可以否决，席位没有变化。" }
            (form::button(&person.href("release/reject"), desk.token(), "否决", false))
        } @else { p { "等待另一名工作人员确认。" } }
    };
    notice(Tone::Warn, "等待第二人：腾出席位", body)
}

fn history(plan: &Plan, entries: &[Entry]) -> Markup {
    let rows = entries.iter().map(|entry| {
        Row::new([words(date::exact_of(entry.at)), words(&entry.title), words(&entry.actor_name), words(particulars(plan, entry))])
    });
    let columns = ["时间", "事项", "办理人", "说明"].map(Column::text);
    html! { (Table::new("办理记录，由新到旧", columns).headed().rows(rows)) }
}
