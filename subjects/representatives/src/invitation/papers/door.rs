//! The door list on paper: for a desk without power or network, to be signed.

use axum::extract::Path;
use maud::html;
use web::Failure;
use web::desk::Desk;
use web::page::table::{Column, Row, Table, words};
use web::page::{Page, date, print};
use web::rights::RoleKind;
use web::sheet::write::watermark;

use super::{opened, people};
use crate::candidates::service::class_name;
use crate::invitation::times;

pub(super) async fn show(desk: Desk, Path((venue, session)): Path<(String, String)>) -> Result<Page, Failure> {
    let adopted = desk.app.plan();
    let plan = &adopted.plan;
    let (venue, session) = opened(plan, &desk, &venue, session.parse().unwrap_or(0))?;
    let expected = people::take(&desk, plan, venue, session, "纸质签到表").await?;
    let columns = [
        Column::text("姓名"),
        Column::text("身份证号后四位"),
        Column::text("入场编号"),
        Column::text("身份已核对"),
        // Wide enough to be signed in.
        Column::text("本人签名\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}"),
    ];
    let mut table = Table::new(format!("签到表，共 {} 人", expected.len()), columns).compact();
    let mut current = "";
    for (at, it) in (1..).zip(&expected) {
        if current != it.class {
            current = &it.class;
            table = table.group(class_name(plan, &it.class));
        }
        let at: i32 = at;
        let last_four = it.person.identity.as_str().get(14..).unwrap_or_default();
        let cells = [words(format!("{at}. {}", it.person.name)), words(last_four), words(it.entry_number.to_string())];
        table = table.row(Row::new(cells.into_iter().chain([words("□"), words("")])));
    }
    let back = if desk.visitor.holds(&[RoleKind::Venue]) { "/venue/checkin" } else { "/office/papers" };
    let body = html! {
        h1 { (venue.name) " 市民代表签到表" }
        p { (session.name) "，" (date::moment(times::begins(session))) }
        p { "停电断网时用。核对身份证后在方框内打勾，请本人签名；恢复以后补录。本表与评议票无关，不记录谁拿了哪一张票。会后收回销毁。" }
        (table)
        p.secondary { (watermark(&desk.visitor.name, &desk.visitor.unit, desk.caller.now)) }
    };
    Ok(print(&desk.look, &format!("签到表 {} {}", venue.name, session.name), back, body))
}
