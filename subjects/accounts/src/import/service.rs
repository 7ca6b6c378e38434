//! What importing does.

use web::database::transaction;
use web::{Failure, audit};

use super::BOUNDS;
use super::check::{Checked, Mistake, check};
use super::read::{Typed, people};
use crate::events::Imported;
use crate::frame::Desk;
use crate::people::queries;
use crate::people::service::{NewPerson, add};
use crate::setup::link::Issued;
use web::Refusal;
use web::background::off_thread;
use web::sheet::read::{Unreadable, lines};

/// Why a file is not imported.
pub(super) enum Problem {
    /// It is no table of people.
    Unreadable(String),
    /// These cells are wrong.
    Mistakes(Vec<Mistake>),
}

/// Reads and checks a file without keeping anything.
pub(super) async fn examine(desk: &Desk, bytes: Vec<u8>) -> Result<Result<(Vec<Typed>, Vec<Checked>), Problem>, Failure> {
    let read = off_thread(move || lines(&bytes, BOUNDS).and_then(|lines| people(&lines))).await?;
    let typed = match read {
        Ok(typed) => typed,
        Err(Unreadable(why)) => return Ok(Err(Problem::Unreadable(why))),
    };
    let taken = {
        let mut tx = desk.app.database().reader().await?;
        queries::login_names(&mut tx).await?
    };
    Ok(match check(&desk.app.plan().plan, &typed, &taken) {
        Ok(checked) => Ok((typed, checked)),
        Err(mistakes) => Err(Problem::Mistakes(mistakes)),
    })
}

/// Creates everybody in one transaction, with their links.
pub(super) async fn import(desk: &Desk, checked: &[Checked], file: &str) -> Result<Vec<(NewPerson, Issued)>, Refusal> {
    let caller = &desk.caller;
    transaction!(desk.app.database(), |tx| -> Result<Vec<(NewPerson, Issued)>, Refusal> {
        let mut done = Vec::with_capacity(checked.len());
        for Checked { person, .. } in checked {
            let (_, issued) = add(&mut tx, &desk.app, caller, person, true).await?;
            done.push((person.clone(), issued));
        }
        let count = i64::try_from(done.len()).unwrap_or(i64::MAX);
        let event = Imported { subject: "accounts".into(), count, file: file.into() };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(done)
    })
}
