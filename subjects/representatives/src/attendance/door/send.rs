//! What the page's script asks and sends, as JSON: the list, one entry number, and what waited on the device.

use axum::Json;
use serde_json::{Value, json};
use web::Failure;
use web::page::date;
use web::page::link::Link;
use web::submitted::Submitted;

use super::desk::Door;
use super::find::{Found, found};
use crate::attendance::arrival::{MOST, Sent};
use crate::attendance::queries;
use crate::attendance::service::merge;
use crate::candidates::service::class_name;
use crate::invitation::entry_number::EntryNumber;
use crate::invitation::times::begins;
use crate::person::Seal;

/// The least that a desk needs of everybody on its list, and the server's clock.
pub(super) async fn list(door: Door) -> Result<Json<Value>, Failure> {
    let session = door.must_be_open()?;
    let seal = Seal(door.desk.app.secrets());
    let plan = door.desk.app.plan();
    let (mut people, mut left) = (Vec::new(), Vec::new());
    for listed in door.list(session).await? {
        let entry = listed.seat.entry_number.as_str();
        if !listed.seat.state.is_taken() {
            left.push(entry.to_string());
            continue;
        }
        let shown = listed.shown(&seal)?;
        let class = class_name(&plan.plan, &listed.seat.class);
        people.push(json!({"entry": entry, "name": shown.name, "last": shown.last, "class": class, "arrived": listed.arrived}));
    }
    Ok(Json(json!({
        "now": door.desk.caller.now,
        "until": door.until().as_millisecond(),
        "venue": door.venue,
        "session": session.number,
        "session_name": session.name,
        "begins": date::moment(begins(session)),
        "desk": door.desk.visitor.name,
        "token": door.desk.token(),
        "people": people,
        "left": left,
    })))
}

/// What a number is that stands on no list of the device.
pub(super) async fn look(door: Door) -> Result<Json<Value>, Failure> {
    let session = door.must_be_open()?;
    let link = Link::new(&door.desk.look.path);
    let Some(entry) = EntryNumber::read(link.get("entry")) else { return Err(Failure::BadRequest("编号应为 8 位数字".into())) };
    let listed = queries::by_entry(&mut door.desk.app.database().reader().await?, &entry).await?;
    Ok(Json(match found(&door.desk.app.plan().plan, &door.venue, session, listed) {
        Found::Here(_) => json!({"here": true}),
        Found::Not(headline, advice) => json!({"here": false, "headline": headline, "advice": advice}),
    }))
}

/// What waited on a device, in the order in which it was done; an outcome for each, in the same order.
pub(super) async fn take(door: Door, form: Submitted) -> Result<Json<Value>, Failure> {
    let sent: Vec<Sent> = serde_json::from_str(form.raw("events")).map_err(|_| Failure::BadRequest("签到记录的格式无法识别".into()))?;
    if sent.len() > MOST {
        return Err(Failure::BadRequest(format!("一次最多送 {MOST} 条")));
    }
    let outcomes = merge(&door.desk.app, &door.desk.caller, &door.sender(), &sent).await?;
    Ok(Json(json!({"now": door.desk.caller.now, "outcomes": outcomes})))
}
