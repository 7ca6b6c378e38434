//! `/results`: the released results, with every denominator, and the look-up of receipts, for everybody.

mod figures;
mod files;
mod graded;
mod page;
mod parts;
mod queries;
mod receipt;

use web::rights::{Access, RouteTable};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/results", Access::Public, "评议结果", page::show)
        .get("/results/{file}", Access::Public, "评议结果的文件和一场评议的完整档案（公布以后）", files::file)
        .get("/api/v1/results", Access::Public, "评议结果，供程序读取", files::json)
        .get("/api/v1/results/receipts/{tracker}", Access::Public, "一张评议票在公开账本中的位置和证明，供程序读取", receipt::json)
}
