//! One candidate, masked, from top to bottom as a history.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use plan::Plan;
use web::audit::{self, Entry, EntryFilter, particulars};
use web::desk::Desk;
use web::page::date;
use web::page::facts::Facts;
use web::page::link::Link;
use web::page::notice::done;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::tag;
use web::{Failure, Refusal};

use super::application::Application;
use super::queries;
use super::reference::shown;
use super::service::class_name;
use super::state::Act;
use crate::person::Seal;
use crate::scope::{ORGANISERS, Scope, WORKERS, must_own};

/// Audit entries shown.
const MOST_ENTRIES: i64 = 50;

/// The application, if the visitor may see it.
pub(super) async fn load(desk: &Desk, id: String) -> Result<(Application, Vec<Entry>), Failure> {
    let mut tx = desk.app.database().reader().await?;
    let application = queries::by_id(&mut tx, &id.into()).await?.filter(|found| Scope::of(&desk.visitor).has(&found.venue));
    let application = application.ok_or(Failure::NotFound)?;
    let filter = EntryFilter { subject: application.id.to_string(), ..EntryFilter::default() };
    let entries = audit::page(&mut tx, &filter, MOST_ENTRIES).await?;
    Ok((application, entries))
}

/// What is told of an application without showing the person.
pub(super) fn facts(plan: &Plan, seal: &Seal<'_>, application: &Application) -> Result<Facts, Refusal> {
    let person = application.person(seal)?;
    let at = date::of_millis(application.created_at);
    let facts = Facts::new()
        .fact("报名编号", shown(&application.reference))
        .fact("状态", tag(application.state.tone(), application.state.chinese()))
        .fact("姓名", person.masked_name())
        .fact("身份证号", person.identity.masked())
        .fact("手机号", person.phone.masked())
        .fact("会场", plan.venue_name(&application.venue))
        .fact("类别", class_name(plan, &application.class))
        .fact("渠道", application.channel.chinese())
        .fact("时间", date::moment(at));
    let recommended = &application.recommended_by;
    let facts = if recommended.is_empty() { facts } else { facts.fact("推荐单位", recommended) };
    let reason = application.reason(seal)?;
    Ok(if reason.is_empty() { facts } else { facts.fact("不予受理或未通过的原因", reason) })
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let (application, entries) = load(&desk, id).await?;
    let plan = desk.app.plan();
    let facts = facts(&plan.plan, &Seal(desk.app.secrets()), &application)?;
    let path = format!("/office/candidates/{}", application.id);
    let works = desk.visitor.holds(WORKERS);
    let own = must_own(&plan.plan, &desk.visitor, &application.venue).is_ok() || desk.visitor.holds(ORGANISERS);
    let body = html! {
        @if Link::new(&desk.look.path).get("done") == "refused" { (done("已记为不予受理", html! { p { "短信已排队发给本人，本人可以申诉。" } })) }
        (facts)
        p.acts {
            @if works { a href={ (path) "/unmask" } { "查看完整信息" } " " }
            @if let Some(batch) = application.batch.as_ref().filter(|_| works) { a href={ "/office/nominations/" (batch) } { "同一批推荐人选" } " " }
            @if own && application.state.after(Act::Refuse).is_ok() { a href={ (path) "/refuse" } { "不予受理" } }
        }
        (history(&plan.plan, &entries))
    };
    Ok(desk.page("代表人选详情", Some(("/office/candidates", "代表人选")), body).into_response())
}

fn history(plan: &Plan, entries: &[Entry]) -> Markup {
    let rows = entries.iter().map(|entry| {
        let at = date::of_millis(entry.at);
        Row::new([words(date::exact(at)), words(&entry.title), words(&entry.actor_name), words(particulars(plan, entry))])
    });
    let columns = ["时间", "事项", "办理人", "说明"].map(Column::text);
    html! {
        h2 { "办理记录" }
        @if entries.is_empty() { p { "还没有单独的办理记录；成批的核对、联署和导出记在审计日志中。" } }
        @else { (Table::new("办理记录，由新到旧", columns).headed().rows(rows)) }
    }
}
