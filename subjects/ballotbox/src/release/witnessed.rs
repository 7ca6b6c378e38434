//! Whether the outside witnesses have cosigned that the ballots of a session are fixed: fewer than two of them block the release.

use web::database::Tx;
use web::{App, Refusal, ledger};

use crate::ballots;
use crate::ceremony::checklist::Obstacle;

/// How many named witnesses must have cosigned.
const LEAST: usize = 2;

/// How many witnesses have cosigned the hashes of all ballots of an election, and how many there are.
pub(super) struct Cosigned {
    by: usize,
    of: usize,
}

/// Who has cosigned. A witness signs only what continues that which it has signed before, so that any later checkpoint holds too.
pub(super) async fn cosigned(tx: &mut Tx, app: &App, uuid: &str) -> Result<Cosigned, Refusal> {
    let witnesses = ledger::status(tx, app.ledger()).await.map_err(Refusal::internal)?.witnesses;
    let last = ballots::places(tx, uuid).await?.into_iter().max();
    let by = last.map_or(0, |last| witnesses.iter().filter(|witness| witness.size > last).count());
    Ok(Cosigned { by, of: witnesses.len() })
}

impl Cosigned {
    /// What stands in the way.
    pub fn obstacle(&self, rehearsal: bool) -> Option<Obstacle> {
        if self.by >= LEAST || self.may_be_left_out(rehearsal) {
            return None;
        }
        let Cosigned { by, of } = self;
        let what = format!("全部评议票的指纹由 {by} 个见证方联署（共设 {of} 个），至少需要 {LEAST} 个");
        Some(Obstacle::new(what, "系统管理员联系见证方"))
    }

    /// A rehearsal on one machine has no outside parties; the real activity cannot do without.
    pub fn may_be_left_out(&self, rehearsal: bool) -> bool {
        rehearsal && self.of == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Cosigned;

    #[test]
    fn two_must_have_signed_and_only_a_rehearsal_without_witnesses_goes_on_without() {
        let of = |by, of, rehearsal| Cosigned { by, of }.obstacle(rehearsal).is_none();
        assert!(of(2, 2, false) && of(2, 3, true) && of(0, 0, true));
        assert!(!of(1, 2, false) && !of(1, 1, true) && !of(0, 0, false) && !of(0, 2, true));
    }
}
