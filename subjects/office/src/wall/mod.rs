//! The register of the conflict wall (利益冲突隔离, M117): every refusal and every use of a published exception.

mod pages;
mod routes;

pub(crate) use routes::routes;
