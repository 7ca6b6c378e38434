//! A draw that can be made: pool and quotas fit each other.

use std::collections::{BTreeMap, HashMap};

use crate::fairness::Chance;
use crate::fault::{Fault, Faults};
use crate::keyed::{KeyedHash, Tag};
use crate::ranking::{Ranked, RankedCell, Ranking};
use crate::{ActivityId, Cell, Entry, Number, Pool, Quota, Quotas, Seats, Seed, Session, Sessions};

/// A checked draw: everybody of the pool is in a cell of the quotas, and every cell has people for all its places.
/// What is left is the seed.
#[derive(Clone, Debug)]
pub struct Draw {
    activity: ActivityId,
    sessions: Sessions,
    pool: Pool,
    quotas: Quotas,
    /// For each quota the places of its people in the pool.
    members: Vec<Vec<usize>>,
}

/// A cell before the draw.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Its seats in one session.
    pub seats: Seats,
    /// Its people.
    pub people: usize,
    /// Each one's chance to sit in one of the sessions.
    pub chance: Chance,
}

impl Draw {
    /// Puts pool and quotas together.
    ///
    /// # Errors
    /// All cells without a quota, and all that have fewer people than places.
    pub fn new(activity: ActivityId, sessions: Sessions, pool: Pool, quotas: Quotas) -> Result<Self, Faults> {
        let place_of: HashMap<&Cell, usize> = quotas.iter().enumerate().map(|(place, quota)| (&quota.cell, place)).collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); quotas.iter().len()];
        let mut unknown: BTreeMap<&Cell, (&Number, usize)> = BTreeMap::new();
        for (at, entry) in pool.entries().iter().enumerate() {
            match place_of.get(&entry.cell).and_then(|place| members.get_mut(*place)) {
                Some(members) => members.push(at),
                None => unknown.entry(&entry.cell).or_insert((&entry.number, 0)).1 += 1,
            }
        }
        let unknown = unknown.into_iter().map(|(cell, (number, people))| {
            let (cell, number) = (cell.clone(), number.clone());
            Fault::UnknownCell { cell, number, people }
        });
        let too_few = quotas.iter().zip(&members).filter_map(|(quota, members)| {
            let (people, places) = (members.len(), quota.seats.in_all(sessions));
            (people < places).then(|| Fault::TooFew { cell: quota.cell.clone(), people, places })
        });
        let faults: Vec<_> = unknown.chain(too_few).collect();
        if faults.is_empty() { Ok(Draw { activity, sessions, pool, quotas, members }) } else { Err(Faults(faults)) }
    }

    /// The activity.
    pub fn activity(&self) -> &ActivityId {
        &self.activity
    }

    /// How many sessions are filled.
    pub fn sessions(&self) -> Sessions {
        self.sessions
    }

    /// Everybody who may be drawn.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The quotas.
    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    /// The cells before the draw, with the chance that everybody in them has.
    pub fn standings(&self) -> impl Iterator<Item = Standing<'_>> {
        self.quotas.iter().zip(&self.members).map(|(quota, members)| {
            let chance = Chance::new(quota.seats.in_all(self.sessions), members.len());
            Standing { cell: &quota.cell, seats: quota.seats, people: members.len(), chance }
        })
    }

    /// Draws. The same seed gives the same ranking on every machine.
    pub fn rank(&self, seed: &Seed) -> Ranking {
        let hash = KeyedHash::new(seed);
        let cells = self.quotas.iter().zip(&self.members).map(|(quota, members)| {
            let people = members.iter().filter_map(|at| self.pool.entries().get(*at));
            self.rank_cell(&hash, quota, people)
        });
        Ranking::new(self.sessions, cells.collect())
    }

    fn rank_cell<'a>(&self, hash: &KeyedHash, quota: &Quota, people: impl Iterator<Item = &'a Entry>) -> RankedCell {
        let tag = |step, number: &Number| hash.of(&[self.activity.as_str(), step, quota.cell.as_str(), number.as_str()]);
        let mut by_rank: Vec<(Tag, &Entry)> = people.map(|entry| (tag("rank", &entry.number), entry)).collect();
        by_rank.sort_unstable_by(|(a, x), (b, y)| (a, &x.number).cmp(&(b, &y.number)));
        let unseated = |(_, entry): (Tag, &Entry)| Ranked { number: entry.number.clone(), channel: entry.channel, session: None };
        let mut ranked: Vec<Ranked> = by_rank.into_iter().map(unseated).collect();

        let chosen = ranked.iter_mut().take(quota.seats.in_all(self.sessions));
        let mut chosen: Vec<(Tag, &mut Ranked)> = chosen.map(|person| (tag("session", &person.number), person)).collect();
        chosen.sort_unstable_by(|(a, x), (b, y)| (a, &x.number).cmp(&(b, &y.number)));
        let seats = usize::try_from(quota.seats.get()).unwrap_or(usize::MAX);
        for (session, seated) in (1..).zip(chosen.chunks_mut(seats)) {
            for (_, person) in seated {
                person.session = Session::new(session).ok();
            }
        }
        RankedCell { cell: quota.cell.clone(), seats: quota.seats, ranked }
    }
}
