//! The public paths. All of them are for reading and open to everybody.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use web::page::{Look, Page};
use web::rights::{Access, RouteTable};
use web::{App, Failure, ledger};

use crate::{api, pages};

/// Every route of the portal.
pub fn routes() -> RouteTable {
    let open = Access::Public;
    RouteTable::new()
        .get("/", open, "首页", home)
        .get("/sessions", open, "述职安排", sessions)
        .get("/sessions/{number}", open, "一场述职报告会", session)
        .get("/departments/{id}", open, "被评议部门", department)
        .get("/venues", open, "会场", venues)
        .get("/representatives", open, "市民代表怎样产生", representatives)
        .get("/organisation", open, "组织分工", organisation)
        .get("/discipline", open, "活动纪律", discipline)
        .get("/promises", open, "承诺与限度", promises)
        .get("/verify", open, "怎样核对", verify)
        .get("/plan", open, "活动方案", plan)
        .get("/plan/files/{name}", open, "方案数据文件", file)
        .get("/privacy", open, "隐私", privacy)
        .get("/accessibility", open, "无障碍", accessibility)
        .get("/about", open, "关于本网站", about)
        .get("/api/v1/activity", open, "活动：场次、部门、会场、时间安排", activity)
        .get("/api/v1/plan/check", open, "方案检查结果", check)
}

async fn home(State(app): State<App>, look: Look) -> Page {
    pages::home::home(&look, &app.plan().plan, app.clock().now())
}

async fn sessions(State(app): State<App>, look: Look) -> Page {
    pages::sessions::sessions(&look, &app.plan().plan)
}

async fn session(State(app): State<App>, look: Look, Path(number): Path<String>) -> Result<Page, Failure> {
    let adopted = app.plan();
    let session = number.parse().ok().and_then(|number| adopted.plan.session(number)).ok_or(Failure::NotFound)?;
    Ok(pages::session::session(&look, &adopted.plan, session))
}

async fn department(State(app): State<App>, look: Look, Path(id): Path<String>) -> Result<Page, Failure> {
    let adopted = app.plan();
    let department = adopted.plan.department_by(&id).ok_or(Failure::NotFound)?;
    Ok(pages::department::department(&look, &adopted.plan, department))
}

async fn venues(State(app): State<App>, look: Look) -> Page {
    pages::venues::venues(&look, &app.plan().plan)
}

async fn representatives(State(app): State<App>, look: Look) -> Page {
    pages::representatives::representatives(&look, &app.plan())
}

async fn organisation(State(app): State<App>, look: Look) -> Page {
    pages::organisation::organisation(&look, &app.plan().plan)
}

async fn discipline(State(app): State<App>, look: Look) -> Page {
    pages::discipline::discipline(&look, &app.plan().plan)
}

async fn promises(State(app): State<App>, look: Look) -> Page {
    pages::promises::promises(&look, &app.plan().plan)
}

async fn verify(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let status = ledger::status(&mut tx, app.ledger()).await?;
    let root = ledger::root(&mut tx).await?;
    Ok(pages::verify::verify(&look, &app.settings().base_url(), app.ledger().origin().as_str(), &status, root))
}

async fn plan(State(app): State<App>, look: Look) -> Page {
    pages::plan_page::plan(&look, &app.plan())
}

/// One file of the plan, as adopted.
async fn file(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Failure> {
    let adopted = app.plan();
    let bytes = adopted.files.get(&name).ok_or(Failure::NotFound)?.to_vec();
    let kind = if name.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/toml; charset=utf-8" };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], bytes).into_response())
}

async fn privacy(State(app): State<App>, look: Look) -> Page {
    pages::privacy::privacy(&look, &app.plan().plan)
}

async fn accessibility(State(app): State<App>, look: Look) -> Page {
    pages::accessibility::accessibility(&look, &app.plan().plan)
}

async fn about(State(app): State<App>, look: Look) -> Page {
    pages::about::about(&look, &app.plan().plan)
}

async fn activity(State(app): State<App>) -> Json<Value> {
    Json(api::activity(&app.plan().plan))
}

async fn check(State(app): State<App>) -> Json<Value> {
    Json(api::check(&app.plan()))
}
