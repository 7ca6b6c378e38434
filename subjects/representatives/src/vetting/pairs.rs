//! Pairs of applications that look like one person and that nobody has judged.

use std::collections::{HashMap, HashSet};

use web::Refusal;
use web::args;
use web::database::Tx;
use web::secrets::Secrets;

use super::likeness::{self, Likeness};
use super::proposal::{self, Matter, Proposal};
use crate::candidates::service::found;
use crate::candidates::{Application, ApplicationId, queries};
use crate::person::{Person, Seal};

/// Two who look alike, by their ids.
pub(super) struct Pair {
    pub first: (Application, Person),
    pub second: (Application, Person),
    pub why: Likeness,
    /// That they are one person, proposed by one and awaiting another.
    pub proposal: Option<Proposal>,
}

/// A pair of application ids, the smaller first, with why they look alike.
type Alike = (ApplicationId, ApplicationId, Likeness);

/// The pairs among all who are or may come into the pool that look alike and that nobody has judged.
async fn unjudged(tx: &mut Tx, seal: &Seal<'_>) -> Result<Vec<Alike>, Refusal> {
    let judged: Vec<(String, String)> =
        tx.all("SELECT first_id, second_id FROM likeness_decisions ORDER BY first_id, second_id", args![]).await?;
    let judged: HashSet<(String, String)> = judged.into_iter().collect();
    let sealed = queries::sealed_alive(tx).await?;
    let people: Vec<Person> =
        sealed.iter().map(|(id, sealed)| seal.open(id, sealed)).collect::<Result<_, _>>().map_err(Refusal::internal)?;
    // Ordered by id, as the list is.
    let ids = |(first, second, why)| Some((sealed.get::<usize>(first)?.0.clone(), sealed.get::<usize>(second)?.0.clone(), why));
    let alike = likeness::pairs(&people)
        .into_iter()
        .filter_map(ids)
        .filter(|(first, second, _)| !judged.contains(&(first.clone(), second.clone())));
    Ok(alike.map(|(first, second, why)| (first.into(), second.into(), why)).collect())
}

/// How many pairs look alike and nobody has judged; those about which something is proposed are among them.
pub(crate) async fn open_likenesses(tx: &mut Tx, secrets: &Secrets) -> Result<usize, Refusal> {
    Ok(unjudged(tx, &Seal(secrets)).await?.len())
}

/// The first pairs that nobody has judged, those that await a second person before the others, and how many there are.
pub(super) async fn open(tx: &mut Tx, seal: &Seal<'_>, most: usize) -> Result<(Vec<Pair>, usize), Refusal> {
    let mut alike = unjudged(tx, seal).await?;
    let mut proposals = proposal::open(tx, Matter::Likeness).await?;
    alike.sort_by_key(|(first, second, _)| !keys(first, second).iter().any(|key| proposals.contains_key(key)));
    let mut pairs = Vec::new();
    for (first, second, why) in alike.iter().take(most) {
        let proposal = of(&mut proposals, first, second);
        let (first, second) = (found(tx, first).await?, found(tx, second).await?);
        let people = (first.person(seal)?, second.person(seal)?);
        pairs.push(Pair { first: (first, people.0), second: (second, people.1), why: *why, proposal });
    }
    Ok((pairs, alike.len()))
}

/// A proposal names the later of the two first.
fn keys(first: &ApplicationId, second: &ApplicationId) -> [(String, String); 2] {
    [(first.to_string(), second.to_string()), (second.to_string(), first.to_string())]
}

fn of(proposals: &mut HashMap<(String, String), Proposal>, first: &ApplicationId, second: &ApplicationId) -> Option<Proposal> {
    keys(first, second).iter().find_map(|key| proposals.remove(key))
}
