//! What is done at a sitting, one transaction a function.

use ballot::ceremony::sitting::{Posting, Step};
use plan::Role;
use web::audit;
use web::caller::Caller;
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::events::{Posted, Removed, Started};
use super::making::{finished, may_give_up};
use super::sitting::{self, Sitting, State};
use super::words;
use crate::election;
use crate::proposals::{self, JointAct, Wanted};

/// Begins a sitting for every session that has no election that counts; a dry run is for all sessions.
pub(super) async fn start(app: &App, caller: &Caller, visitor: &Visitor, dry_run: bool) -> Result<String, Refusal> {
    let adopted = app.plan();
    transaction!(app.database(), |tx| -> Result<String, Refusal> {
        let mut sessions = Vec::new();
        for session in adopted.plan.sessions() {
            if dry_run || election::queries::of_session(&mut tx, session.number).await?.is_none() {
                sessions.push(session.number);
            }
        }
        if sessions.is_empty() {
            return Err(Refusal::rule("各场的密钥都已经生成，没有需要密钥的场次"));
        }
        let sitting = Sitting::new(dry_run, &adopted.plan.ballot.trustees, sessions, &visitor.name, caller.now);
        if !sitting::add(&mut tx, &sitting).await? {
            return Err(Refusal::rule("已经有一次密钥生成会在进行，请先完成或放弃"));
        }
        let named = sitting.sessions.iter().map(u32::to_string).collect::<Vec<_>>().join("、");
        audit::record(&mut tx, &caller.actor, caller.now, &Started { subject: sitting.id.clone(), dry_run, sessions: named }).await?;
        Ok(sitting.id)
    })
}

/// The numbers under which somebody sits as a trustee.
pub(super) fn numbers(visitor: &Visitor) -> Vec<u64> {
    let number = |role: &Role| if let Role::Trustee(number) = role { Some(u64::from(*number)) } else { None };
    visitor.roles.iter().filter_map(number).collect()
}

/// Takes a trustee's file after checking all that needs no secret. The same file again does no harm.
pub(super) async fn post(app: &App, caller: &Caller, visitor: &Visitor, id: &str, file: &[u8]) -> Result<Step, Refusal> {
    let at = |why: String| Refusal::at("file", why);
    let posting = Posting::from_json(file).map_err(|error| {
        at(format!("这不是密钥生成会的文件（{error}）。请上传 trustee certify 在公告板文件夹里写出的文件，例如 certificate-1.json"))
    })?;
    let own = numbers(visitor);
    if !own.contains(&posting.member) {
        let own = words::trustees(&own);
        return Err(at(format!("这是 {} 号保管人的文件，您是 {own}。各人只能交自己的文件", posting.member)));
    }
    transaction!(app.database(), |tx| -> Result<Step, Refusal> {
        let sitting = sitting::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        if sitting.state != State::Open {
            return Err(Refusal::rule("这次密钥生成会已经结束，不再收文件"));
        }
        let mut board = sitting::board(&mut tx, &sitting).await?;
        let known = board.posting(posting.step, posting.member).is_some();
        board.post(posting.clone()).map_err(|error| at(words::refusal(&error)))?;
        if !known {
            sitting::keep(&mut tx, id, &posting).await?;
            let (file, fingerprint) = (sitting::file_name(posting.step, posting.member), posting.fingerprint().to_hex());
            audit::record(&mut tx, &caller.actor, caller.now, &Posted { subject: id.into(), file, fingerprint }).await?;
        }
        Ok(posting.step)
    })
}

/// One officer says that all words were equal.
pub(super) async fn propose_keys(app: &App, caller: &Caller, visitor: &Visitor, id: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        finished(&mut tx, id).await?;
        proposals::propose(&mut tx, caller, visitor, &Wanted::new(id, JointAct::MakeElections)).await.map(drop)
    })
}

/// One officer wants to begin anew.
pub(super) async fn propose_giving_up(app: &App, caller: &Caller, visitor: &Visitor, id: &str, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let sitting = sitting::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        if sitting.state == State::GivenUp {
            return Err(Refusal::rule("这次密钥生成会已经放弃"));
        }
        may_give_up(&sitting::elections(&mut tx, id).await?)?;
        let wanted = Wanted { content: reason.into(), reason: reason.into(), ..Wanted::new(id, JointAct::GiveUp) };
        proposals::propose(&mut tx, caller, visitor, &wanted).await.map(drop)
    })
}

/// Removes a dry run with everything that was tried in it.
pub(super) async fn remove(app: &App, caller: &Caller, id: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let sitting = sitting::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        if !sitting.dry_run {
            return Err(Refusal::rule("只有演练可以删除"));
        }
        let elections = sitting::elections(&mut tx, id).await?;
        for one in &elections {
            proposals::queries::remove(&mut tx, &one.uuid).await?;
            election::queries::remove_dry_run(&mut tx, &one.uuid).await?;
        }
        proposals::queries::remove(&mut tx, id).await?;
        sitting::remove(&mut tx, id).await?;
        let count = i64::try_from(elections.len()).map_err(Refusal::internal)?;
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &Removed { subject: id.into(), count }).await?)
    })
}
