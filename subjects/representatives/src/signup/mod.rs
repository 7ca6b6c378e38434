//! Sign-up of volunteers on the phone (自愿报名, M46): eligibility, person, code by text message, consent; later look-up,
//! withdrawal and appeal by reference number and code. Works without script; what was typed waits sealed in the database.

mod code;
mod confirm;
mod draft;
mod eligibility;
mod help;
mod introduction;
mod person;
mod phone_check;
pub(crate) mod rules;
mod service;
mod status;

use web::rights::{Access, RouteTable};

/// Sign-up is for everybody.
const OPEN: Access = Access::Public;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/signup", OPEN, "市民代表报名", introduction::show)
        .get("/signup/eligibility", OPEN, "报名：是否符合条件页", eligibility::ask)
        .post("/signup/eligibility", OPEN, "报名：是否符合条件", eligibility::check)
        .get("/signup/person", OPEN, "报名：填写个人信息页", person::ask)
        .post("/signup/person", OPEN, "报名：填写个人信息", person::check)
        .get("/signup/code", OPEN, "报名：输入验证码页", code::ask)
        .post("/signup/code", OPEN, "报名：输入验证码", code::check)
        .post("/signup/code/again", OPEN, "报名：重新发送验证码", code::again)
        .get("/signup/confirm", OPEN, "报名：核对并提交页", confirm::ask)
        .post("/signup/confirm", OPEN, "报名：提交", confirm::submit)
        .get("/signup/received", OPEN, "报名已收到", confirm::received)
        .get("/signup/status", OPEN, "查询报名页", status::ask)
        .post("/signup/status", OPEN, "查询报名", status::begin)
        .get("/signup/status/code", OPEN, "查询报名：输入验证码页", status::ask_code)
        .post("/signup/status/code", OPEN, "查询报名：输入验证码", status::check_code)
        .get("/signup/status/show", OPEN, "报名状态", status::show)
        .post("/signup/status/withdraw", OPEN, "撤回报名", status::withdraw)
        .post("/signup/status/appeal", OPEN, "申诉", status::appeal)
}
