//! Paths of bulk import.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use web::Failure;
use web::page::Page;
use web::rights::{Access, RouteTable};
use web::submitted::Submitted;

use super::BOUNDS;
use super::service::{self, Problem};
use super::{pages, read};
use crate::frame::{Desk, SYSTEM};
use web::Refusal;
use web::background::off_thread;
use web::sheet::write::{self as export, Sheet};

const SYSTEM_ADMIN: Access = Access::Roles(SYSTEM);

/// A file and the form around it; the confirmation carries the same people again, percent-encoded.
const UPLOAD: usize = BOUNDS.bytes + 64 * 1024;
const CONFIRMATION: usize = 4 * BOUNDS.bytes;

pub(crate) fn routes() -> RouteTable {
    RouteTable::new()
        .get("/office/accounts/import", SYSTEM_ADMIN, "批量导入账号页", ask)
        .get("/office/accounts/import/template.xlsx", SYSTEM_ADMIN, "下载导入模板", template)
        .post("/office/accounts/import", SYSTEM_ADMIN, "检查导入文件", examine)
        .body_limit(UPLOAD)
        .post("/office/accounts/import/confirm", SYSTEM_ADMIN, "批量导入账号", import)
        .body_limit(CONFIRMATION)
}

async fn ask(desk: Desk) -> Page {
    pages::ask(&desk, None)
}

async fn template(_desk: Desk) -> Result<Response, Failure> {
    export::file(
        &Sheet { name: "人员", columns: &read::COLUMNS, rows: Vec::new(), watermark: None },
        "accounts-template",
        export::Form::Xlsx,
    )
}

async fn examine(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let Some(file) = form.file("file") else {
        return Ok(refused(&desk, &Problem::Unreadable("请选择要导入的文件".into())));
    };
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(80).collect();
    match service::examine(&desk, file.content.clone()).await? {
        Ok((typed, checked)) => Ok(pages::confirm(&desk, &read::as_text(&typed), &checked, &name).into_response()),
        Err(problem) => Ok(refused(&desk, &problem)),
    }
}

/// The same people once more, checked again: what was right a minute ago may be taken now.
async fn import(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let checked = match service::examine(&desk, form.text("people").as_bytes().to_vec()).await? {
        Ok((_, checked)) => checked,
        Err(problem) => return Ok(refused(&desk, &problem)),
    };
    let name: String = form.text("name").chars().filter(|c| !c.is_control()).take(80).collect();
    match service::import(&desk, &checked, &name).await {
        // Two thousand codes take seconds to draw.
        Ok(done) => Ok(off_thread(move || pages::slips(&desk, &done)).await?.into_response()),
        Err(Refusal::Rule { why, .. }) => Ok(refused(&desk, &Problem::Unreadable(why))),
        Err(other) => Err(other.into()),
    }
}

fn refused(desk: &Desk, problem: &Problem) -> Response {
    pages::ask(desk, Some(problem)).with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}
