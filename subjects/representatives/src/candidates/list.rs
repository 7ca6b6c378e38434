//! The list of candidates, masked, with its filter and its files.

use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use plan::{Channel, Plan};
use web::database::transaction;
use web::desk::Desk;
use web::page::date;
use web::page::empty::{empty, empty_with};
use web::page::form::{Choice, Field, Form, InputMode};
use web::page::link::Link;
use web::page::pagination::Pagination;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::tag;
use web::rights::RoleKind;
use web::sheet::write::{self, Sheet};
use web::{Failure, Refusal, audit};

use super::application::{Application, channel_word};
use super::filter::Filter;
use super::queries;
use super::service::class_name;
use super::state::State;
use crate::cell;
use crate::events::Exported;
use crate::person::Seal;
use crate::scope::{Scope, WORKERS, own_venues};

/// Lines of one page.
const PAGE: usize = 50;
/// The most lines of one file.
const MOST_EXPORTED: i64 = 50_000;

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let plan = desk.app.plan();
    let Some(filter) = Filter::of(&link, &Scope::of(&desk.visitor)) else { return Ok(nothing_to_see(&desk)) };
    let seal = Seal(desk.app.secrets());
    let wanted = filter.wanted(&seal);
    let after = after(&link);
    let mut tx = desk.app.database().reader().await?;
    let mut found = queries::page(&mut tx, &wanted, after.as_ref().map(|(at, id)| (*at, id.as_str())), PAGE as i64 + 1).await?;
    let total = queries::count(&mut tx, &wanted).await?;
    drop(tx);
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.created_at, last.id));
    let body = html! {
        (actions(&desk, &plan.plan, &link))
        (filters(&desk, &plan.plan, &filter))
        @if found.is_empty() {
            @if filter.is_set() { (empty_with("没有符合条件的人选", "请放宽条件，或查看全部人选。", "/office/candidates", "查看全部")) }
            @else { (empty("还没有人选", "市民报名、单位推荐以后，人选会列在这里。姓名、证件号和手机号只显示一部分。")) }
        } @else {
            (table(&plan.plan, &seal, &found, shows_contact(&desk))?)
            (Pagination {
                previous: (!link.get("after").is_empty()).then(|| link.clone().without("after").href()),
                next: next.map(|after| link.clone().with("after", &after).href()),
                shown: found.len() as u64,
                total: u64::try_from(total).ok(),
                unit: "个人选",
            })
        }
    };
    Ok(desk.page("代表人选", None, body).into_response())
}

fn nothing_to_see(desk: &Desk) -> Response {
    desk.page("代表人选", None, empty("没有可以查看的会场", "您的角色不对应方案中的任何旗区。请联系安全管理员。")).into_response()
}

fn after(link: &Link) -> Option<(i64, String)> {
    let (at, id) = link.get("after").split_once('~')?;
    Some((at.parse().ok()?, id.to_string()))
}

/// By the exception that lets it work with the list, the statistics bureau gets no contacts.
fn shows_contact(desk: &Desk) -> bool {
    desk.visitor.holds(WORKERS) || desk.visitor.holds(&[RoleKind::Supervision])
}

fn actions(desk: &Desk, plan: &Plan, link: &Link) -> Markup {
    let export = |form: &str| {
        let address = format!("/office/candidates/export.{form}");
        let parameters = link.parameters().filter(|(name, _)| *name != "after");
        parameters.fold(Link::new(&address), |link, (name, value)| link.with(name, value)).href()
    };
    html! {
        p.acts {
            @if !own_venues(plan, &desk.visitor).is_empty() {
                a.button href="/office/candidates/review" { "核对报名" } " "
                a href="/office/nominations" { "推荐人选" } " "
            }
            a href=(export("xlsx")) { "导出 Excel" } " "
            a href=(export("csv")) { "导出 CSV" }
        }
    }
}

fn filters(desk: &Desk, plan: &Plan, filter: &Filter) -> Markup {
    let scope = Scope::of(&desk.visitor);
    let mut venues: Vec<Choice> = if scope == Scope::All { vec![Choice::new("", "全部会场")] } else { Vec::new() };
    let visible = plan.venues.iter().filter(|venue| scope.has(venue.id.as_str()));
    venues.extend(visible.map(|venue| Choice::new(venue.id.as_str(), &venue.name)));
    let wanted = plan.venue_by(&filter.venue);
    let classes: Vec<Choice> = std::iter::once(Choice::new("", "全部类别"))
        .chain(plan.classes.iter().filter_map(|class| {
            let here = wanted.is_none_or(|venue| cell::cells_of(plan, venue).iter().any(|cell| cell.class.id == class.id));
            here.then(|| Choice::new(class.id.as_str(), &class.name))
        }))
        .collect();
    let channels: Vec<Choice> = std::iter::once(Choice::new("", "全部渠道"))
        .chain([Channel::Volunteer, Channel::Recommendation].map(|channel| Choice::new(channel_word(channel), channel.chinese())))
        .collect();
    let states: Vec<Choice> =
        std::iter::once(Choice::new("", "全部状态")).chain(State::ALL.map(|state| Choice::new(state.word(), state.chinese()))).collect();
    let fields = html! {
        (Field::text("q", "姓名、身份证号、手机号或报名编号").value(&filter.text).inputmode(InputMode::Search).optional()
            .hint("须填写完整：个人信息加密保存，不能按一部分查找"))
        (Field::select("venue", "会场", &venues).value(&filter.venue).optional())
        (Field::select("class", "类别", &classes).value(&filter.class).optional())
        (Field::select("channel", "渠道", &channels).value(&filter.channel).optional())
        (Field::select("state", "状态", &states).value(filter.state.map_or("", State::word)).optional())
    };
    html! { div.filters role="search" { (Form::get("/office/candidates").submit("筛选").around(fields)) } }
}

/// One line of the list as texts, in the order of the columns.
fn line(plan: &Plan, seal: &Seal<'_>, application: &Application, contact: bool) -> Result<Vec<String>, Refusal> {
    let person = application.person(seal)?;
    let mut cells = vec![super::reference::shown(&application.reference), person.masked_name(), person.identity.masked()];
    if contact {
        cells.push(person.phone.masked());
    }
    cells.extend([
        plan.venue_name(&application.venue),
        class_name(plan, &application.class),
        application.channel.chinese().to_string(),
        application.state.chinese().to_string(),
        date::moment_of(application.created_at),
    ]);
    Ok(cells)
}

fn columns(contact: bool) -> Vec<&'static str> {
    let mut columns = vec!["报名编号", "姓名", "身份证号"];
    if contact {
        columns.push("手机号");
    }
    columns.extend(["会场", "类别", "渠道", "状态", "时间"]);
    columns
}

fn table(plan: &Plan, seal: &Seal<'_>, found: &[Application], contact: bool) -> Result<Markup, Refusal> {
    let mut table = Table::new("代表人选，由新到旧", columns(contact).into_iter().map(Column::text));
    for application in found {
        let cells = line(plan, seal, application, contact)?;
        let state = cells.len() - 2;
        let cell = |(at, text): (usize, &String)| match at {
            0 => html! { a href={ "/office/candidates/" (application.id) } { (text) } },
            at if at == state => tag(application.state.tone(), text),
            _ => words(text),
        };
        table = table.row(Row::new(cells.iter().enumerate().map(cell).collect::<Vec<_>>()));
    }
    Ok(table.render())
}

pub(super) async fn export_xlsx(desk: Desk) -> Result<Response, Failure> {
    export(desk, write::Form::Xlsx).await
}

pub(super) async fn export_csv(desk: Desk) -> Result<Response, Failure> {
    export(desk, write::Form::Csv).await
}

/// All lines that the list shows under this filter, masked as there, with who took them and when.
async fn export(desk: Desk, form: write::Form) -> Result<Response, Failure> {
    let Some(filter) = Filter::of(&Link::new(&desk.look.path), &Scope::of(&desk.visitor)) else { return Err(Failure::NotFound) };
    let plan = desk.app.plan();
    let Desk { app, caller, .. } = &desk;
    let wanted = filter.wanted(&Seal(app.secrets()));
    let found = transaction!(app.database(), |tx| -> Result<Vec<Application>, Refusal> {
        let found = queries::page(&mut tx, &wanted, None, MOST_EXPORTED).await?;
        let event = Exported {
            subject: "candidates".into(),
            venue: if filter.venue.is_empty() { "全部会场".into() } else { plan.plan.venue_name(&filter.venue) },
            count: i64::try_from(found.len()).unwrap_or(i64::MAX),
            format: form.ending(),
        };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(found)
    })?;
    let contact = shows_contact(&desk);
    let seal = Seal(app.secrets());
    let rows = found.iter().map(|application| line(&plan.plan, &seal, application, contact)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns(contact);
    let sheet = Sheet { name: "代表人选", columns: &columns, rows, watermark: Some(watermark(&desk)) };
    write::file(&sheet, "candidates", form)
}

/// Who takes a file, and when.
pub(crate) fn watermark(desk: &Desk) -> String {
    write::watermark(&desk.visitor.name, &desk.visitor.unit, desk.caller.now)
}
