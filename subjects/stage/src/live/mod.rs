//! What is on now (会场实时情况, M22), told to everybody: the public page, the halls' screens, and the streams that keep both up to date.

pub(crate) mod clock;
pub(crate) mod keep;
pub(crate) mod parts;
mod projector;
mod promises;
pub(crate) mod public;
pub(crate) mod state;

use web::rights::{Access, RouteTable};

/// Nothing here is secret: it is shown in the halls.
const OPEN: Access = Access::Public;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/live", OPEN, "会场进度", public::show)
        .get("/live/events", OPEN, "会场实时情况（事件流）", public::events)
        .get("/live/promises", OPEN, "局长通道的承诺", promises::show)
        .get("/api/v1/live", OPEN, "会场实时情况", public::json)
        .get("/screen/{venue}", OPEN, "会场屏幕", projector::show)
        .get("/screen/{venue}/events", OPEN, "会场屏幕（事件流）", projector::events)
        .get("/screen/{venue}/state.json", OPEN, "会场屏幕的内容", projector::json)
}
