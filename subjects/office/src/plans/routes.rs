//! Who may use what: everybody with an account reads the plan; officers of the joint office change it, two together.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use plan::GuardedRight;
use web::address::ClientAddress;
use web::audit::Actor;
use web::page::form::Errors;
use web::page::{Look, Page};
use web::rights::{Access, RoleKind, RouteTable, Visitor};
use web::submitted::Submitted;
use web::{App, Failure};

use super::proposal::{Act, ProposalId};
use super::service::{self, Change, NotProposed};
use super::{pages, queries};

const OFFICERS: Access = Access::Roles(&[RoleKind::Office]);
const WATCHERS: Access = Access::Roles(&[RoleKind::Office, RoleKind::Supervision, RoleKind::AuditAdmin]);

/// A plan file is at most 1 MiB; the rest is for the form around it.
const UPLOAD_LIMIT: usize = plan::MAX_FILE_BYTES + 64 * 1024;

// The plan fixes the ballot's rules and the exceptions to the wall: nobody tied to an evaluated department changes it.
pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/plan", Access::Staff, "方案与核对结果", overview)
        .in_menu("活动方案")
        .get("/office/plan/changes", OFFICERS, "提出修改", form)
        .guarded(GuardedRight::Ballot)
        .post("/office/plan/changes", OFFICERS, "提交修改", propose)
        .guarded(GuardedRight::Ballot)
        .body_limit(UPLOAD_LIMIT)
        .get("/office/plan/changes/{id}", WATCHERS, "查看修改", change)
        .post("/office/plan/changes/{id}/adopt", OFFICERS, "采用修改", adopt)
        .guarded(GuardedRight::Ballot)
        .post("/office/plan/changes/{id}/reject", OFFICERS, "否决修改", reject)
        .guarded(GuardedRight::Ballot)
        .post("/office/plan/changes/{id}/withdraw", OFFICERS, "撤回修改", withdraw)
        .guarded(GuardedRight::Ballot)
}

async fn overview(State(app): State<App>, look: Look, visitor: Visitor) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let versions = queries::versions(&mut tx).await?;
    let proposals = queries::proposals(&mut tx).await?;
    drop(tx);
    Ok(pages::overview(&app, &look, &visitor, &versions, &proposals))
}

async fn form(State(app): State<App>, look: Look, visitor: Visitor) -> Page {
    pages::form(&app, &look, &visitor, "", &Errors::none())
}

async fn propose(
    State(app): State<App>,
    look: Look,
    visitor: Visitor,
    ClientAddress(address): ClientAddress,
    submitted: Submitted,
) -> Result<Response, Failure> {
    let reason = submitted.text("reason");
    let mut errors = Errors::none();
    if reason.is_empty() || reason.chars().count() > 500 {
        errors.add("reason", "请填写修改理由，不超过 500 字");
    }
    match submitted.file("file") {
        None => errors.add("file", "请选择修改后的文件"),
        Some(file) if errors.is_empty() => {
            let change = Change { file_name: file.name.clone(), content: file.content.clone(), reason: reason.into() };
            match service::propose(&app, &visitor, &Actor::of(Some(&visitor), address), change).await {
                Ok(id) => return Ok(Redirect::to(&format!("/office/plan/changes/{id}")).into_response()),
                Err(NotProposed::File(why)) => errors.add("file", format!("这个文件不能作为方案文件：{why}")),
                Err(NotProposed::Unchanged) => errors.add("file", "文件内容与现行方案相同，没有需要修改的地方"),
                Err(NotProposed::Unreadable(wrong)) => wrong.iter().for_each(|error| errors.add("file", error.chinese())),
                Err(NotProposed::Failed(failure)) => return Err(failure),
            }
        }
        Some(_) => {}
    }
    Ok(pages::form(&app, &look, &visitor, reason, &errors).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

async fn change(State(app): State<App>, look: Look, visitor: Visitor, Path(id): Path<String>) -> Result<Page, Failure> {
    let proposal = queries::proposal(&mut app.database().reader().await?, &ProposalId::from(id)).await?.ok_or(Failure::NotFound)?;
    Ok(pages::change(&app, &look, &visitor, &proposal))
}

async fn adopt(app: State<App>, visitor: Visitor, address: ClientAddress, id: Path<String>, _: Submitted) -> Result<Redirect, Failure> {
    decide(app, visitor, address, id, Act::Adopt).await
}

async fn reject(app: State<App>, visitor: Visitor, address: ClientAddress, id: Path<String>, _: Submitted) -> Result<Redirect, Failure> {
    decide(app, visitor, address, id, Act::Reject).await
}

async fn withdraw(app: State<App>, visitor: Visitor, address: ClientAddress, id: Path<String>, _: Submitted) -> Result<Redirect, Failure> {
    decide(app, visitor, address, id, Act::Withdraw).await
}

async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    ClientAddress(address): ClientAddress,
    Path(id): Path<String>,
    act: Act,
) -> Result<Redirect, Failure> {
    let id = ProposalId::from(id);
    service::decide(&app, &visitor, &Actor::of(Some(&visitor), address), &id, act).await?;
    Ok(Redirect::to(&format!("/office/plan/changes/{id}")))
}
