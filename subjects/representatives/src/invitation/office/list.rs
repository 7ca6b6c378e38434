//! The list of representatives, masked, with its filter and its files.

use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use plan::Plan;
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

use super::queries::{self, Line, Wanted};
use super::{HOME, session_choices, venue_choices};
use crate::candidates::filter::mark;
use crate::candidates::list::watermark;
use crate::candidates::service::class_name;
use crate::invitation::entry_number::EntryNumber;
use crate::invitation::events::ListTaken;
use crate::invitation::seat::State;
use crate::invitation::times;
use crate::person::Seal;
use crate::scope::{Scope, WORKERS};

/// Lines of one page.
const PAGE: usize = 50;
/// The most lines of one file.
const MOST_EXPORTED: i64 = 50_000;

/// What the address asks for; None if the visitor has nothing to see.
fn wanted(desk: &Desk, link: &Link) -> Option<Wanted> {
    let text = web::text::normal(link.get("q"));
    let mark = match EntryNumber::read(&text) {
        Some(entry) => entry.as_str().to_string(),
        None => mark(&text, &Seal(desk.app.secrets())),
    };
    Some(Wanted {
        venue: Scope::of(&desk.visitor).venue(link.get("venue"))?,
        class: link.get("class").into(),
        session: link.get("session").parse().unwrap_or(0),
        state: State::from_word(link.get("state")).map_or("", State::word).into(),
        mark,
    })
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    let link = Link::new(&desk.look.path);
    let Some(wanted) = wanted(&desk, &link) else {
        let text = empty("没有可以查看的会场", "您的角色不对应方案中的任何旗区。请联系安全管理员。");
        return Ok(desk.page("代表名单", Some(HOME), text).into_response());
    };
    let after = link.get("after").rsplit_once('~').map(|(class, number)| (class.to_string(), number.parse().unwrap_or(0)));
    let (class, number) = after.unwrap_or_default();
    let mut tx = desk.app.database().reader().await?;
    let mut found = queries::page(&mut tx, &wanted, (&class, number), PAGE as i64 + 1).await?;
    let total = queries::count(&mut tx, &wanted).await?;
    drop(tx);
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| format!("{}~{}", last.seat.class, last.seat.number));
    let plan = desk.app.plan();
    let filtered = link.parameters().any(|(name, value)| name != "venue" && !value.is_empty());
    let body = html! {
        (exports(&link))
        (filters(&desk, &plan.plan, &wanted, &link))
        @if found.is_empty() && filtered {
            (empty_with("没有符合条件的代表", "请放宽条件，或查看全部代表。", "/office/invitations/list", "查看全部"))
        } @else if found.is_empty() {
            (empty("还没有代表", "抽取并发出通知以后，代表会列在这里。姓名、证件号和手机号只显示一部分。"))
        } @else {
            (table(&desk, &plan.plan, &found)?)
            (Pagination {
                previous: (!link.get("after").is_empty()).then(|| link.clone().without("after").href()),
                next: next.map(|after| link.clone().with("after", &after).href()),
                shown: found.len() as u64,
                total: u64::try_from(total).ok(),
                unit: "位代表",
            })
        }
    };
    Ok(desk.page("代表名单", Some(HOME), body).into_response())
}

fn exports(link: &Link) -> Markup {
    let export = |form: &str| {
        let address = format!("/office/invitations/export.{form}");
        let parameters = link.parameters().filter(|(name, _)| *name != "after");
        parameters.fold(Link::new(&address), |link, (name, value)| link.with(name, value)).href()
    };
    html! { p.acts { a href=(export("xlsx")) { "导出 Excel" } " " a href=(export("csv")) { "导出 CSV" } } }
}

fn filters(desk: &Desk, plan: &Plan, wanted: &Wanted, link: &Link) -> Markup {
    let (venues, sessions) = (venue_choices(plan, &Scope::of(&desk.visitor)), session_choices(plan, "全部场次"));
    let classes: Vec<Choice> = std::iter::once(Choice::new("", "全部类别"))
        .chain(plan.classes.iter().map(|class| Choice::new(class.id.as_str(), &class.name)))
        .collect();
    let states: Vec<Choice> =
        std::iter::once(Choice::new("", "全部状态")).chain(State::ALL.map(|state| Choice::new(state.word(), state.chinese()))).collect();
    let fields = html! {
        (Field::text("q", "姓名、身份证号、手机号、报名编号或入场编号").value(link.get("q")).inputmode(InputMode::Search).optional()
            .hint("须填写完整：个人信息加密保存，不能按一部分查找"))
        (Field::select("venue", "会场", &venues).value(&wanted.venue).optional())
        (Field::select("session", "场次", &sessions).value(link.get("session")).optional())
        (Field::select("class", "类别", &classes).value(&wanted.class).optional())
        (Field::select("state", "状态", &states).value(&wanted.state).optional())
    };
    html! { div.filters role="search" { (Form::get("/office/invitations/list").submit("筛选").around(fields)) } }
}

/// By the exception that lets it work with the list, the statistics bureau gets no contacts.
fn shows_contact(desk: &Desk) -> bool {
    desk.visitor.holds(WORKERS) || desk.visitor.holds(&[RoleKind::Supervision])
}

fn columns(contact: bool) -> Vec<&'static str> {
    let mut columns = vec!["姓名", "身份证号"];
    if contact {
        columns.push("手机号");
    }
    columns.extend(["场次", "会场", "类别", "状态", "打开过链接", "最近提醒"]);
    columns
}

/// One line of the list as texts, in the order of the columns.
fn line(plan: &Plan, seal: &Seal<'_>, line: &Line, contact: bool) -> Result<Vec<String>, Refusal> {
    let person = line.person(seal)?;
    let mut cells = vec![person.masked_name(), person.identity.masked()];
    if contact {
        cells.push(person.phone.masked());
    }
    let moment = |at: Option<i64>, never: &str| at.map_or_else(|| never.to_string(), date::moment_of);
    let session = times::session(plan, line.seat.session).map_or_else(|| line.seat.session.to_string(), |it| it.name.clone());
    cells.extend([
        session,
        plan.venue_name(&line.seat.venue),
        class_name(plan, &line.seat.class),
        format!("{}{}", line.seat.state.chinese(), if line.seat.replaces.is_some() { "（递补）" } else { "" }),
        moment(line.opened_at, "没有"),
        moment(line.reminded_at, "没有"),
    ]);
    Ok(cells)
}

fn table(desk: &Desk, plan: &Plan, found: &[Line]) -> Result<Markup, Refusal> {
    let (contact, seal) = (shows_contact(desk), Seal(desk.app.secrets()));
    let mut table = Table::new("市民代表，按类别", columns(contact).into_iter().map(Column::text));
    let state = columns(contact).iter().position(|column| *column == "状态");
    for one in found {
        let cells = line(plan, &seal, one, contact)?;
        let cell = |(at, text): (usize, &String)| match at {
            0 => html! { a href={ "/office/invitations/people/" (one.application) } { (text) } },
            at if Some(at) == state => tag(one.seat.state.tone(), text),
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
    let Some(wanted) = wanted(&desk, &Link::new(&desk.look.path)) else { return Err(Failure::NotFound) };
    let plan = desk.app.plan();
    let found = transaction!(desk.app.database(), |tx| -> Result<Vec<Line>, Refusal> {
        let found = queries::page(&mut tx, &wanted, ("", 0), MOST_EXPORTED).await?;
        let event = ListTaken {
            subject: "invitations".into(),
            venue: if wanted.venue.is_empty() { "全部会场".into() } else { plan.plan.venue_name(&wanted.venue) },
            session: i64::from(wanted.session),
            count: i64::try_from(found.len()).unwrap_or(i64::MAX),
            format: form.ending(),
        };
        audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?;
        Ok(found)
    })?;
    let (contact, seal) = (shows_contact(&desk), Seal(desk.app.secrets()));
    let rows = found.iter().map(|one| line(&plan.plan, &seal, one, contact)).collect::<Result<Vec<_>, _>>()?;
    let columns = columns(contact);
    let sheet = Sheet { name: "市民代表", columns: &columns, rows, watermark: Some(watermark(&desk)) };
    write::file(&sheet, "representatives", form)
}
