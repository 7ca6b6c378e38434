//! One department's list is uploaded: checked whole, kept as hashes, in the place of its last one.

use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::HEXLOWER;
use plan::Department;
use sha2::{Digest, Sha256};
use web::background::off_thread;
use web::database::transaction;
use web::desk::Desk;
use web::id::new_id;
use web::page::date;
use web::page::form::Errors;
use web::submitted::Submitted;
use web::{Failure, Refusal, audit};

use super::super::mistakes::Mistake;
use super::lists::{self, List};
use super::show::page_with;
use super::{BOUNDS, file};
use crate::candidates::acts::refused;
use crate::candidates::service::account;
use crate::draw::drawn;
use crate::events::TieListUploaded;
use crate::person::Seal;

pub(in super::super) async fn upload(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let adopted = desk.app.plan();
    let Some(department) = adopted.plan.department_by(form.text("department")) else {
        return refuse(&desk, "", "department", "请选择部门".into(), &[]).await;
    };
    let id = department.id.as_str();
    let Some(file) = form.file("file") else { return refuse(&desk, id, "file", "请选择要上传的文件".into(), &[]).await };
    let name: String = file.name.chars().filter(|c| !c.is_control()).take(80).collect();
    let fingerprint = HEXLOWER.encode(&Sha256::digest(&file.content));
    let (bytes, today, app) = (file.content.clone(), date::local_day(desk.app.clock().now()), desk.app.clone());
    let read = off_thread(move || {
        let numbers = web::sheet::read::lines(&bytes, BOUNDS).and_then(|lines| file::numbers(&lines, today))?;
        let seal = Seal(app.secrets());
        Ok(numbers.map(|numbers| numbers.iter().map(|number| seal.identity_hash(number)).collect::<Vec<String>>()))
    });
    let hashes = match read.await? {
        Err(web::sheet::read::Unreadable(why)) => return refuse(&desk, id, "file", why, &[]).await,
        Ok(Err(mistakes)) => {
            let why = format!("文件中有 {} 处错误，什么都没有保存，原来的名单不变。请改正后重新上传", mistakes.len());
            return refuse(&desk, id, "file", why, &mistakes).await;
        }
        Ok(Ok(hashes)) => hashes,
    };
    match keep(&desk, department, name, fingerprint, &hashes).await {
        Ok(()) => Ok(Redirect::to("/office/vetting/ties?done=uploaded").into_response()),
        Err(refusal) => Ok(refused(page_with(&desk, &refusal.into_errors()?, &[], id).await?)),
    }
}

async fn refuse(desk: &Desk, department: &str, field: &str, why: String, mistakes: &[Mistake]) -> Result<Response, Failure> {
    let mut errors = Errors::none();
    errors.add(field, why);
    Ok(refused(page_with(desk, &errors, mistakes, department).await?))
}

async fn keep(desk: &Desk, department: &Department, file_name: String, fingerprint: String, hashes: &[String]) -> Result<(), Refusal> {
    let Desk { app, caller, visitor, .. } = desk;
    let list = List {
        id: new_id(),
        department: department.id.to_string(),
        people: i64::try_from(hashes.len()).unwrap_or(i64::MAX),
        file_name,
        fingerprint,
        uploaded_by_name: visitor.name.clone(),
        uploaded_at: caller.now,
        in_force: true,
    };
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if drawn::is_frozen(&mut tx).await? {
            return Err(Refusal::rule("人选名册已经封存，不能再上传名单"));
        }
        lists::replace(&mut tx, &list, account(visitor), hashes).await?;
        let event = TieListUploaded {
            subject: list.department.clone(),
            department: department.name.clone(),
            file: list.file_name.clone(),
            count: list.people,
            fingerprint: list.fingerprint.clone(),
        };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}
