//! `/venue/checkin`: the desk at the door. Everything works as plain forms; the script of the page does the same on the device, so that it
//! goes on through a network cut.

mod absent;
mod card;
mod desk;
mod find;
mod home;
mod send;
mod undo;

use plan::GuardedRight;
use web::rights::{Access, RoleKind, RouteTable};

const STAFF: Access = Access::Roles(&[RoleKind::Venue]);

/// Room for a batch of check-ins with their reasons, percent-encoded.
const BATCH_LIMIT: usize = 256 * 1024;

pub(super) fn routes() -> RouteTable {
    let list = GuardedRight::List;
    RouteTable::new()
        .get("/venue/checkin", STAFF, "签到", home::show)
        .guarded(list)
        .get("/venue/checkin/list.json", STAFF, "本会场本场的签到名单", send::list)
        .guarded(list)
        .get("/venue/checkin/look.json", STAFF, "查一个入场编号", send::look)
        .guarded(list)
        .post("/venue/checkin/events", STAFF, "送来签到", send::take)
        .guarded(list)
        .body_limit(BATCH_LIMIT)
        .post("/venue/checkin/find", STAFF, "按姓名或身份证后四位查找", find::show)
        .guarded(list)
        .get("/venue/checkin/absent", STAFF, "本会场未到名单", absent::show)
        .guarded(list)
        .get("/venue/checkin/{entry}", STAFF, "核对一人", card::show)
        .guarded(list)
        .post("/venue/checkin/{entry}", STAFF, "身份已核对，签到", card::check_in)
        .guarded(list)
        .get("/venue/checkin/{entry}/undo", STAFF, "撤销签到页", undo::ask)
        .guarded(list)
        .post("/venue/checkin/{entry}/undo", STAFF, "撤销签到", undo::undo)
        .guarded(list)
}
