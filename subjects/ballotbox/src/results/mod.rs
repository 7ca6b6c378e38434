//! `/results`: the released results, with every denominator, for everybody.

mod figures;
mod files;
mod page;
mod queries;

use web::rights::{Access, RouteTable};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/results", Access::Public, "评议结果", page::show)
        .get("/results/{file}", Access::Public, "一场评议的完整档案（公布以后）", files::archive)
        .get("/api/v1/results", Access::Public, "评议结果，供程序读取", files::json)
}
