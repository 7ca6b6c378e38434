//! `/results/reconciliation`: what supervision published, for everybody: every figure with its denominator, every explanation, every void
//! election.

mod files;
mod page;

use web::rights::{Access, RouteTable};

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/results/reconciliation", Access::Public, "收发核对", page::show)
        .get("/results/reconciliation.csv", Access::Public, "收发核对（CSV）", files::csv)
        .get("/results/reconciliation.xlsx", Access::Public, "收发核对（Excel）", files::xlsx)
        .get("/api/v1/results/reconciliation", Access::Public, "收发核对，供程序读取", files::json)
}
