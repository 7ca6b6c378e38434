//! Total, shares and result.

use super::refusal::{Place, Refusal, RefusalKind};
use super::walk::{Step, Walk};
use crate::archive::EventType;
use crate::digest::Digest;
use crate::tally::{
    Counter, ElectionResult, EncryptedTally, OwnedShare, PartialDecryption, ResultError, ShareError, SizedEncryptedTally, TallyError,
};
use crate::tally::{VerifiedShare, VerifiedTally, decrypt};
use crate::trustee::VerifiedTrustees;
use std::io::Read;

type Opening = (Vec<VerifiedShare>, Option<ElectionResult>);

/// Reads everything after the total. `whole`: the result must be there.
pub(super) fn read<R: Read>(
    walk: &mut Walk<R>,
    trustees: &VerifiedTrustees,
    tally: &VerifiedTally,
    whole: bool,
) -> Result<Opening, Refusal> {
    let mut shares: Vec<VerifiedShare> = Vec::new();
    loop {
        let (digest, body) = match walk.step()? {
            Step::Data(digest, body) => (digest, body),
            Step::Event(event) => return Err(walk.refuse(RefusalKind::Order { expected: "a share or the result", found: event.kind })),
            Step::End if whole => return Err(walk.refuse(RefusalKind::Ends { expected: EventType::Result.name() })),
            Step::End => return Ok((shares, None)),
        };
        let at = walk.at();
        match walk.step()? {
            // Two data members before the event are a share and its owner, one is the result.
            Step::Data(owned_digest, owned) => {
                shares.push(read_share(walk, (at, digest, &body), (owned_digest, &owned), tally, trustees, &shares)?)
            }
            Step::Event(event) => {
                walk.expect(event, EventType::Result, Some(digest))?;
                let result = check_result(at, &body, tally, trustees, &shares)?;
                return match walk.step() {
                    Ok(Step::End) => Ok((shares, Some(result))),
                    _ => Err(walk.refuse(RefusalKind::AfterEnd)),
                };
            }
            Step::End => return Err(walk.refuse(RefusalKind::Ends { expected: "an event" })),
        }
    }
}

/// Reads the encrypted total, which must be that of the ballots.
pub(super) fn read_tally<R: Read>(walk: &mut Walk<R>, counter: Counter) -> Result<VerifiedTally, Refusal> {
    let (digest, body) = walk.data("the encrypted tally")?;
    let tally = EncryptedTally::from_json(&body).map_err(|error| walk.refuse(RefusalKind::TallyForm(error)))?;
    let at = walk.at();
    let (payload, body) = walk.data("the size of the tally")?;
    let sized = SizedEncryptedTally::from_json(&body).map_err(|error| walk.refuse(RefusalKind::SizedForm(error)))?;
    if sized.encrypted_tally != digest {
        return Err(walk.refuse(RefusalKind::TallyHash));
    }
    let tally = counter.confirm(&tally, &sized).map_err(|error| {
        let at = match error {
            TallyError::WrongTotal { question, answer } => at.answer(Some(question), Some(answer)),
            TallyError::WrongCount { .. } | TallyError::WrongWeight { .. } => walk.at(),
            TallyError::NoBallots | TallyError::WrongShape => at,
        };
        at.refuse(RefusalKind::Tally(error))
    })?;
    walk.event(EventType::EncryptedTally, Some(payload))?;
    Ok(tally)
}

/// Reads the rest of a share whose two data members are there.
fn read_share<R: Read>(
    walk: &mut Walk<R>,
    (at, digest, body): (Place, Digest, &[u8]),
    (payload, owned): (Digest, &[u8]),
    tally: &VerifiedTally,
    trustees: &VerifiedTrustees,
    before: &[VerifiedShare],
) -> Result<VerifiedShare, Refusal> {
    let owned = OwnedShare::from_json(owned).map_err(|error| walk.refuse(RefusalKind::OwnerForm(error)))?;
    let (at, owned_at) = (at.trustee(owned.owner), walk.at().trustee(owned.owner));
    if owned.payload != digest {
        return Err(owned_at.refuse(RefusalKind::ShareHash));
    }
    if before.iter().any(|share| share.owner() == owned.owner) {
        return Err(owned_at.refuse(RefusalKind::Opening(ResultError::Repeated(owned.owner))));
    }
    walk.event(EventType::PartialDecryption, Some(payload))?;
    let share = PartialDecryption::from_json(body).map_err(|error| at.refuse(RefusalKind::ShareForm(error)))?;
    share.verify(owned.owner, tally, trustees).map_err(|error| {
        let at = match error {
            ShareError::Proof { question, answer } => at.answer(Some(question), Some(answer)),
            _ => owned_at,
        };
        at.refuse(RefusalKind::Share(error))
    })
}

fn check_result(
    at: Place,
    body: &[u8],
    tally: &VerifiedTally,
    trustees: &VerifiedTrustees,
    shares: &[VerifiedShare],
) -> Result<ElectionResult, Refusal> {
    let published = ElectionResult::from_json(body).map_err(|error| at.refuse(RefusalKind::ResultForm(error)))?;
    let opened = decrypt(tally, trustees, shares).map_err(|error| {
        let at = match error {
            ResultError::NotACount { question, answer } => at.answer(Some(question), Some(answer)),
            _ => at,
        };
        at.refuse(RefusalKind::Opening(error))
    })?;
    if !published.0.iter().map(Vec::len).eq(opened.0.iter().map(Vec::len)) {
        return Err(at.refuse(RefusalKind::ResultShape));
    }
    for (question, (published, opened)) in published.0.iter().zip(&opened.0).enumerate() {
        for (answer, (published, opened)) in published.iter().zip(opened).enumerate() {
            if published != opened {
                let at = at.answer(Some(question), Some(answer));
                return Err(at.refuse(RefusalKind::WrongResult { published: *published, opened: *opened }));
            }
        }
    }
    Ok(opened)
}
