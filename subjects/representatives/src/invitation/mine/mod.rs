//! `/me/{token}`: a person's own page (市民代表的手机页面, M50): what was drawn, where and when, what to bring, rights and duties, and the
//! few things that one does there. The link is the key: whoever has it sees no name, and what cannot be undone asks for the last four
//! characters of the identity number.

mod answer;
mod guest;
mod home;
mod invited;
mod proof;
mod question;
mod reserve;

use web::rights::{Access, RouteTable};

/// The link itself is what admits.
const OPEN: Access = Access::Public;

pub(super) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/me/{token}", OPEN, "市民代表的个人页面", home::show)
        .post("/me/{token}/confirm", OPEN, "确认参加", answer::confirm)
        .get("/me/{token}/decline", OPEN, "不能参加页", answer::ask_decline)
        .post("/me/{token}/decline", OPEN, "不能参加", answer::decline)
        .get("/me/{token}/availability", OPEN, "候补意愿页", answer::ask_availability)
        .post("/me/{token}/availability", OPEN, "候补意愿", answer::set_availability)
        .get("/me/{token}/question", OPEN, "局长通道提问页", question::ask)
        .post("/me/{token}/question", OPEN, "局长通道提问", question::submit)
        .get("/me/{token}/proof", OPEN, "抽取凭据", proof::show)
        .get("/me/{token}/proof.json", OPEN, "抽取凭据，供程序核对", proof::json)
}
