//! Paths of nominations and who may use them.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use plan::{GuardedRight, Plan, Venue};
use web::desk::Desk;
use web::page::link::Link;
use web::rights::{Access, RouteTable};
use web::sheet::write;
use web::submitted::Submitted;
use web::{Failure, Refusal};

use super::pages::Problem;
use super::{BOUNDS, batches, pages, read, service, template};
use crate::candidates::queries;
use crate::scope::{Scope, WORKERS, own_venues};

/// Batches on one page.
const MOST_BATCHES: i64 = 100;

pub(crate) fn routes() -> RouteTable {
    let (work, list) = (Access::Roles(WORKERS), GuardedRight::List);
    RouteTable::new()
        .get("/office/nominations", work, "推荐人选页", ask)
        .guarded(list)
        .in_menu("推荐人选")
        .post("/office/nominations", work, "检查推荐文件", examine)
        .guarded(list)
        .body_limit(BOUNDS.bytes + 64 * 1024)
        .get("/office/nominations/template.xlsx", work, "下载推荐模板", download)
        .guarded(list)
        .post("/office/nominations/accept", work, "收下推荐人选", accept)
        .guarded(list)
        // The same lines once more, percent-encoded.
        .body_limit(4 * BOUNDS.bytes)
        .get("/office/nominations/{id}", work, "一批推荐人选", batch)
        .guarded(list)
        .post("/office/nominations/{id}/sign", work, "联署推荐", sign)
        .guarded(list)
}

/// The venue asked for, or the visitor's first; none if none is theirs.
fn chosen<'a>(plan: &'a Plan, desk: &Desk, wanted: &str) -> Option<&'a Venue> {
    let own = own_venues(plan, &desk.visitor);
    own.iter().find(|venue| venue.id == *wanted).or_else(|| own.first()).copied()
}

async fn ask(desk: Desk) -> Result<Response, Failure> {
    let wanted = Link::new(&desk.look.path).get("venue").to_string();
    answer(&desk, &wanted, None).await
}

/// The page that takes a file, with what was wrong with the last one.
async fn answer(desk: &Desk, wanted: &str, problem: Option<&Problem>) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let Some(venue) = chosen(&adopted.plan, desk, wanted) else { return Ok(pages::none(desk).into_response()) };
    let mut tx = desk.app.database().reader().await?;
    let known = batches::of_venue(&mut tx, venue.id.as_str(), MOST_BATCHES).await?;
    let counts = queries::counts_by_cell(&mut tx).await?;
    drop(tx);
    Ok(pages::ask(desk, &adopted.plan, venue, &known, &counts, problem).into_response())
}

async fn refused(desk: &Desk, venue: &str, problem: Problem) -> Result<Response, Failure> {
    Ok(crate::candidates::acts::refused(answer(desk, venue, Some(&problem)).await?))
}

async fn download(desk: Desk) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let wanted = Link::new(&desk.look.path).get("venue").to_string();
    let venue = chosen(&adopted.plan, &desk, &wanted).ok_or(Failure::NotFound)?;
    let bytes = template::template(&adopted.plan, venue).map_err(|error| Failure::Internal(format!("writing a template: {error}")))?;
    Ok(write::download(&format!("nominations-{}.xlsx", venue.id), write::XLSX, bytes))
}

async fn examine(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let wanted = form.text("venue").to_string();
    let venue = chosen(&adopted.plan, &desk, &wanted).ok_or(Failure::NotFound)?;
    if let Err(refusal) = service::must_be_open(&desk) {
        return refused(&desk, &wanted, Problem::Refused(refusal.into_errors()?)).await;
    }
    let Some(file) = form.file("file") else {
        return refused(&desk, &wanted, Problem::Unreadable("请选择要上传的文件".into())).await;
    };
    let name = file_name(&file.name);
    let typed = match service::read_file(file.content.clone()).await? {
        Ok(typed) => typed,
        Err(unreadable) => return refused(&desk, &wanted, Problem::Unreadable(unreadable.0)).await,
    };
    let checked = service::examine(&desk, venue, &typed).await?;
    Ok(pages::decide(&desk, &adopted.plan, venue, &read::as_text(&typed), &checked, &name))
}

/// The same lines once more, checked again: what was right a minute ago may be taken now.
async fn accept(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let wanted = form.text("venue").to_string();
    let venue = chosen(&adopted.plan, &desk, &wanted).ok_or(Failure::NotFound)?;
    let typed = match read::from_text(form.raw("lines")) {
        Ok(typed) => typed,
        Err(unreadable) => return refused(&desk, &wanted, Problem::Unreadable(unreadable.0)).await,
    };
    let name = file_name(form.text("name"));
    let checked = service::examine(&desk, venue, &typed).await?;
    let as_shown = form.text("count").parse() == Ok(checked.clean.len());
    if !as_shown || checked.clean.is_empty() || (!checked.mistakes.is_empty() && form.text("partial") != "1") {
        return Ok(pages::decide(&desk, &adopted.plan, venue, &read::as_text(&typed), &checked, &name));
    }
    match service::accept(&desk, venue, &checked, &name).await {
        Ok(batch) => Ok(Redirect::to(&format!("/office/nominations/{batch}?done=accepted")).into_response()),
        Err(refusal) => refused(&desk, &wanted, Problem::Refused(refusal.into_errors()?)).await,
    }
}

fn file_name(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

async fn load(desk: &Desk, id: &str) -> Result<batches::Batch, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let batch = batches::batch(&mut tx, id).await?;
    batch.filter(|batch| Scope::of(&desk.visitor).has(&batch.venue)).ok_or(Failure::NotFound)
}

async fn batch(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let batch = load(&desk, &id).await?;
    pages::batch(&desk, &batch, &web::page::form::Errors::none()).await
}

async fn sign(desk: Desk, Path(id): Path<String>, _form: Submitted) -> Result<Response, Failure> {
    let batch = load(&desk, &id).await?;
    match service::sign(&desk, &batch).await {
        Ok(_) => Ok(Redirect::to(&format!("/office/nominations/{}?done=signed", batch.id)).into_response()),
        Err(refusal @ Refusal::Rule { .. }) => {
            Ok(crate::candidates::acts::refused(pages::batch(&desk, &batch, &refusal.into_errors()?).await?))
        }
        Err(other) => Err(other.into()),
    }
}
