//! Generated pools, the same for the same number, for tests and rehearsals.

use crate::{Channel, Entry, Number, Quotas, Sessions};

/// A cheap sequence of numbers (SplitMix64, Steele et al. 2014), for making up data only: the draw never uses it.
#[derive(Clone, Debug)]
pub struct Sequence(u64);

impl Sequence {
    /// The sequence with this number.
    pub fn new(number: u64) -> Self {
        Sequence(number)
    }

    /// The next value below `end`; 0 when that is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).checked_rem(end).unwrap_or(0)
    }
}

/// People for a draw as a city has them: every cell has enough for its places, one cell of nominees in eight has no more than that, the
/// others share the rest by size. Numbers are given in an order that says nothing of the cell.
///
/// `channel_of` says by which channel a quota's people come, by its place. `None` when there are fewer people of a channel than places.
pub fn people(
    quotas: &Quotas,
    sessions: Sessions,
    channel_of: impl Fn(usize) -> Channel,
    volunteers: usize,
    nominees: usize,
    sequence: &mut Sequence,
) -> Option<Vec<Entry>> {
    let mut seats_of_people = Vec::new();
    for (channel, wanted) in [(Channel::Volunteer, volunteers), (Channel::Nominated, nominees)] {
        let cells: Vec<_> = quotas.iter().enumerate().filter(|(place, _)| channel_of(*place) == channel).map(|(_, quota)| quota).collect();
        let mut people: Vec<_> = cells.iter().flat_map(|quota| std::iter::repeat_n(&quota.cell, quota.seats.in_all(sessions))).collect();
        let open = |n: usize| channel == Channel::Volunteer || n % 8 != 7;
        let growing: Vec<_> = cells.iter().enumerate().filter(|(n, _)| open(*n)).map(|(_, quota)| *quota).collect();
        let weight: u64 = growing.iter().map(|quota| u64::from(quota.seats.get())).sum();
        for _ in 0..wanted.checked_sub(people.len())? {
            let mut at = sequence.below(weight);
            let fits = |quota: &&crate::Quota| {
                let seats = u64::from(quota.seats.get());
                let here = at < seats;
                at = at.saturating_sub(seats);
                here
            };
            people.push(&growing.iter().copied().find(fits)?.cell);
        }
        seats_of_people.extend(people.into_iter().map(|cell| (cell.clone(), channel)));
    }
    // Fisher and Yates.
    for last in (1..seats_of_people.len()).rev() {
        let other = usize::try_from(sequence.below(last as u64 + 1)).ok()?;
        seats_of_people.swap(last, other);
    }
    let entry = |(n, (cell, channel))| {
        let n: u32 = n;
        let number: Number = format!("P{n:06}").parse().ok()?;
        Some(Entry { number, cell, channel: Some(channel) })
    };
    (1..).zip(seats_of_people).map(entry).collect()
}
