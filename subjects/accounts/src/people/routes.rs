//! Paths of accounts and who may use them.

use web::rights::{Access, RouteTable};

use super::act::{carry_out, confirm};
use super::acts::{Disable, Enable, IssueLink, Reset, Unlock};
use super::{create, detail, grants, list, ties};
use crate::frame::{ADMINISTRATORS, SECURITY, SYSTEM};

const BOTH: Access = Access::Roles(ADMINISTRATORS);
const SYSTEM_ADMIN: Access = Access::Roles(SYSTEM);
const SECURITY_ADMIN: Access = Access::Roles(SECURITY);

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/accounts", BOTH, "账号列表", list::show)
        .in_menu("账号")
        .get("/office/accounts/export.xlsx", BOTH, "导出账号列表（Excel）", list::export_xlsx)
        .get("/office/accounts/export.csv", BOTH, "导出账号列表（CSV）", list::export_csv)
        .get("/office/accounts/new", SYSTEM_ADMIN, "新建账号页", create::ask)
        .post("/office/accounts/new", SYSTEM_ADMIN, "新建账号", create::create)
        .get("/office/accounts/{id}", BOTH, "账号详情", detail::show)
        .get("/office/accounts/{id}/correct", SYSTEM_ADMIN, "更正姓名和联系方式页", create::ask_correction)
        .post("/office/accounts/{id}/correct", SYSTEM_ADMIN, "更正姓名和联系方式", create::correct)
        .get("/office/accounts/{id}/disable", SYSTEM_ADMIN, "停用账号页", confirm::<Disable>)
        .post("/office/accounts/{id}/disable", SYSTEM_ADMIN, "停用账号", carry_out::<Disable>)
        .get("/office/accounts/{id}/enable", SYSTEM_ADMIN, "重新启用账号页", confirm::<Enable>)
        .post("/office/accounts/{id}/enable", SYSTEM_ADMIN, "重新启用账号", carry_out::<Enable>)
        .get("/office/accounts/{id}/link", BOTH, "发出设置链接页", confirm::<IssueLink>)
        .post("/office/accounts/{id}/link", BOTH, "发出设置链接", carry_out::<IssueLink>)
        .get("/office/accounts/{id}/unlock", SECURITY_ADMIN, "解除锁定页", confirm::<Unlock>)
        .post("/office/accounts/{id}/unlock", SECURITY_ADMIN, "解除锁定", carry_out::<Unlock>)
        .get("/office/accounts/{id}/reset", SECURITY_ADMIN, "重置密码和动态码页", confirm::<Reset>)
        .post("/office/accounts/{id}/reset", SECURITY_ADMIN, "重置密码和动态码", carry_out::<Reset>)
        .post("/office/accounts/{id}/roles", BOTH, "授予角色", grants::grant)
        .get("/office/accounts/{id}/roles/{role}/revoke", SECURITY_ADMIN, "收回角色页", grants::ask_revocation)
        .post("/office/accounts/{id}/roles/{role}/revoke", SECURITY_ADMIN, "收回角色", grants::revoke)
        .get("/office/accounts/{id}/ties", SECURITY_ADMIN, "更改单位和职务页", ties::ask)
        .post("/office/accounts/{id}/ties", SECURITY_ADMIN, "更改单位和职务", ties::change)
}
