//! Every route × every role. The expectation is read from the table's own rules; what is tested is that the running
//! application obeys them, on a real database, through the whole stack.

use http::{Method, StatusCode};
use plan::GuardedRight;
use web::Failure;
use web::database::harness::each_engine;
use web::rights::{Access, RoleKind, Route};
use web::testing::{Answer, Client, TestApp};

use super::{migrations, routes};

/// The path with every parameter filled in by something that does not exist.
fn concrete(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, route: &Route) -> Answer {
    let mut client = client.clone();
    let path = concrete(route.path);
    if route.method == Method::POST { client.post(&path, &[]).await } else { client.get(&path).await }
}

/// Whether the gate refused for want of rights. What a handler refuses later has other words.
fn is_refused(answer: &Answer) -> bool {
    let sent_to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/office/sign-in?");
    sent_to_sign_in || [Failure::SignInFirst, Failure::Forbidden].iter().any(|refusal| answer.body.contains(refusal.title()))
}

#[tokio::test]
async fn every_route_admits_exactly_the_roles_that_stand_beside_it() {
    each_engine(&migrations(), async |database| {
        let table = routes();
        let app = TestApp::new(database, table.clone()).await;
        for kind in RoleKind::ALL.map(Some).into_iter().chain([None]) {
            let mut client = match kind {
                Some(RoleKind::Venue) => app.venue_staff("main").await,
                Some(kind) => app.staff(kind.chinese(), "市人民政府办公室", &[], &[kind.example()]).await,
                None => app.visitor(),
            };
            // A page of this session gives the client its form token.
            client.get(if kind == Some(RoleKind::Venue) { "/venue" } else { "/office" }).await;
            for route in table.routes() {
                if route.path == "/office/sign-out" {
                    continue;
                }
                let answer = ask(&client, route).await;
                // The example department is in no plan, so the wall does not know it; the wall has its own test below.
                let admitted = route.admits(kind);
                let who = kind.map_or("nobody", |kind| kind.chinese());
                assert_eq!(!is_refused(&answer), admitted, "{} {} for {who}: {}", route.method, route.path, answer.status);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_without_the_session_s_token_changes_nothing() {
    each_engine(&migrations(), async |database| {
        let table = routes();
        let app = TestApp::new(database, table.clone()).await;
        for route in table.routes().iter().filter(|route| route.method == Method::POST) {
            let Access::Roles(kinds) = route.access else { continue };
            // Who is tied by the role itself comes to the form through the exception of the unit that holds it.
            let unit = if kinds[0] == RoleKind::Police { "市公安局" } else { "市人民政府办公室" };
            let client = app.staff("伪造者", unit, &[], &[kinds[0].example()]).await.without_token();
            ask(&client, route).await.expect(403).shows(Failure::StaleForm.title());
        }
    })
    .await;
}

#[tokio::test]
async fn the_wall_stands_before_every_guarded_route_whatever_the_role() {
    each_engine(&migrations(), async |database| {
        let table = routes();
        let app = TestApp::new(database, table.clone()).await;
        let plan = app.app.plan();
        for route in table.routes() {
            let (Some(right), Access::Roles(kinds)) = (route.guard, route.access) else { continue };
            for department in &plan.plan.departments {
                if plan.plan.exception(right, &department.name).is_some() {
                    continue;
                }
                let mut tied = app.staff("关联人员", &department.name, &[], &[kinds[0].example()]).await;
                tied.get("/office").await;
                let answer = ask(&tied, route).await.expect(403).shows("因利益冲突");
                // A role that ties by itself may be the tie that is told.
                if plan.plan.tie("", &[], &[kinds[0].example()]).is_none() {
                    answer.shows(&department.name);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_right_of_the_wall_is_in_the_plan() {
    each_engine(&migrations(), async |database| {
        let app = TestApp::new(database, routes()).await;
        let plan = app.app.plan();
        for right in GuardedRight::ALL {
            assert!(plan.plan.trust.rights.iter().any(|holders| holders.right == right), "{right:?} has no holders in trust.toml");
        }
    })
    .await;
}
