//! Opening all totals and publishing the results, off the requests (M63). What is found lives in this process's memory until the one
//! transaction that publishes everything, or nothing.

use record::{ResultReleased, Statement};
use web::App;
use web::audit::{self, Actor};
use web::background::off_thread;
use web::database::{Tx, transaction};
use web::{Failure, Refusal};

use super::events::{NotReleased, Released};
use super::opening::{self, Opened};
use super::queries::{Ended, Step};
use super::{ALL, obstacles, queries, received};
use crate::ballots::Polls;
use crate::election::{self, Act, Stored};
use crate::{published, tally};

/// Goes on with the release that two officers agreed on, if there is one; false when there is none. After a crash it begins anew, from the
/// sealed shares. If two servers do it at once, one publishes and the other finds nothing left to do.
///
/// # Errors
/// A database that fails; it is tried again. What is wrong with a share or an archive ends the release, and the page says why.
pub async fn open_next(app: &App, polls: &Polls) -> Result<bool, Failure> {
    let Some(opening) = queries::working(&mut app.database().reader().await?).await? else { return Ok(false) };
    let done = match open_all(app, polls, &opening).await {
        Ok(opened) => publish(app, &opening, &opened).await,
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(()) => {}
        Err(Refusal::Rule { why, .. }) => give_up(app, &opening, &why).await?,
        Err(Refusal::Internal(error)) => {
            tracing::error!(%error, "the release was given up");
            give_up(app, &opening, "系统保存的档案或份额没有通过核对，请系统管理员查看服务器日志并报告监督检查组").await?;
        }
        Err(other) => return Err(other.into()),
    }
    // The sealed rows leave the files too.
    app.database().forget_deleted("release_shares").await?;
    Ok(true)
}

async fn say(app: &App, opening: &str, step: Step, session: u32) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> { Ok(queries::step(&mut tx, opening, step, session).await?) })
}

/// Opens every total, and reads each archive once more as everybody will.
async fn open_all(app: &App, polls: &Polls, opening: &str) -> Result<Vec<(Stored, Opened)>, Refusal> {
    let adopted = app.plan();
    let threshold = adopted.plan.ballot.trustees.threshold as usize;
    let (elections, shares) = {
        let mut tx = app.database().reader().await?;
        (election::queries::counting(&mut tx).await?, received::kept(&mut tx, app.secrets(), opening).await?)
    };
    // A session may have been declared void since the two officers agreed.
    let missing = obstacles::missing(&adopted.plan, elections.iter());
    if !missing.is_empty() {
        return Err(Refusal::rule(missing.join("；")));
    }
    let shares = std::sync::Arc::new(shares);
    let mut done = Vec::new();
    for stored in elections {
        say(app, opening, Step::Opening, stored.session).await?;
        let (archive, total, committed) = {
            let mut tx = app.database().reader().await?;
            let total = tally::total(&mut tx, &stored.uuid).await?.ok_or_else(|| Refusal::rule("有一场的加密合计不见了"))?;
            (tally::whole(&mut tx, &stored.uuid).await?, total, queries::committed(&mut tx, &stored.uuid).await?)
        };
        let (name, files, open) = (adopted.plan.session_name(stored.session), shares.clone(), polls.known(&stored.uuid));
        let work = move || {
            let poll = open.as_deref().map(|open| &open.poll);
            opening::open(&name, archive, poll, &total.sha256, &files, &committed, threshold)
        };
        let opened = off_thread(work).await.map_err(Refusal::internal)??;
        done.push((stored, opened));
    }
    Ok(done)
}

/// Everything in one transaction, the removal of the sealed shares included.
async fn publish(app: &App, opening: &str, opened: &[(Stored, Opened)]) -> Result<(), Refusal> {
    say(app, opening, Step::Publishing, 0).await?;
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if !received::end(&mut tx, opening, Ended::Done, "").await? {
            return Ok(());
        }
        for (stored, opened) in opened {
            keep(&mut tx, stored, opened, now).await?;
        }
        let count = i64::try_from(opened.len()).unwrap_or(i64::MAX);
        Ok(audit::record(&mut tx, &Actor::system(), now, &Released { subject: ALL.into(), count }).await?)
    })
}

async fn give_up(app: &App, opening: &str, why: &str) -> Result<(), Failure> {
    let now = app.clock().millis();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        if received::end(&mut tx, opening, Ended::Failed, why).await? {
            audit::record(&mut tx, &Actor::system(), now, &NotReleased { subject: ALL.into(), why: why.into() }).await?;
        }
        Ok(())
    })
    .map_err(Failure::from)
}

async fn keep(tx: &mut Tx, stored: &Stored, opened: &Opened, now: i64) -> Result<(), Refusal> {
    let next = stored
        .state
        .after(Act::Release)
        .map_err(|_| Refusal::rule(format!("第 {} 场现在是“{}”，不能公布", stored.session, stored.state.chinese())))?;
    if !election::queries::set_state(tx, &stored.uuid, stored.state, next).await? {
        return Err(Refusal::rule(format!("第 {} 场在核对期间有了变动，请查看最新情况", stored.session)));
    }
    for (trustee, share) in &opened.shares {
        queries::add_share(tx, &stored.uuid, *trustee, share).await?;
    }
    tally::append(tx, &stored.uuid, opened.tail.as_slice()).await?;
    let result = serde_json::to_string(&opened.result.0).map_err(Refusal::internal)?;
    queries::add_result(tx, &stored.uuid, &result, &opened.sha256.to_string(), now).await?;
    let small = |count: u64| u32::try_from(count).map_err(Refusal::internal);
    let counts = opened.result.0.iter().map(|answers| answers.iter().map(|count| small(*count)).collect()).collect::<Result<_, _>>()?;
    let statement = ResultReleased {
        uuid: published::uuid(stored)?,
        count: small(opened.ballots)?,
        result: counts,
        archive: opened.sha256,
        at: now.try_into().map_err(Refusal::internal)?,
    };
    published::publish(tx, stored, &Statement::ResultReleased(statement)).await
}
