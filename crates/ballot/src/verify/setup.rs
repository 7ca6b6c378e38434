//! The setup: election, trustees, credentials.

use super::refusal::{Refusal, RefusalKind};
use super::walk::Walk;
use crate::archive::EventType;
use crate::cast::Poll;
use crate::credential::CredentialList;
use crate::election::{Election, SetupData};
use crate::trustee::{Trustees, VerifiedTrustees};
use std::io::Read;

pub(super) struct Setup {
    pub(super) election: Election,
    pub(super) data: SetupData,
    pub(super) trustees: VerifiedTrustees,
    pub(super) credentials: CredentialList,
    pub(super) poll: Poll,
}

/// Reads everything up to the event `Setup`; with it the archive's timestamp.
pub(super) fn read<R: Read>(walk: &mut Walk<R>) -> Result<(u64, Setup), Refusal> {
    let timestamp = walk.header()?.timestamp;
    let (election_hash, body) = walk.data("the election")?;
    let election = Election::from_json(&body).map_err(|error| walk.refuse(RefusalKind::Election(error)))?;
    let (trustees_hash, body) = walk.data("the trustees")?;
    let trustees = Trustees::from_json(&body).map_err(|error| walk.refuse(RefusalKind::TrusteesForm(error)))?;
    let trustees = trustees.verify().map_err(|error| walk.at().trustee(error.owner as u64).refuse(RefusalKind::Trustee(error.kind)))?;
    if trustees.election_key() != election.public_key {
        return Err(walk.refuse(RefusalKind::ElectionKey));
    }
    let (credentials_hash, body) = walk.data("the public credentials")?;
    let credentials = CredentialList::from_json(&body).map_err(|error| walk.refuse(RefusalKind::Credentials(error)))?;
    let (payload, body) = walk.data("the setup data")?;
    let data = SetupData::from_json(&body).map_err(|error| walk.refuse(RefusalKind::SetupForm(error)))?;
    for (named, own, what) in [
        (data.election, election_hash, "election"),
        (data.trustees, trustees_hash, "list of trustees"),
        (data.credentials, credentials_hash, "list of credentials"),
    ] {
        if named != own {
            return Err(walk.refuse(RefusalKind::SetupData(what)));
        }
    }
    walk.event(EventType::Setup, Some(payload))?;
    let poll = Poll::new(&election);
    Ok((timestamp, Setup { election, data, trustees, credentials, poll }))
}
