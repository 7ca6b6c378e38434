//! Chance that can be had again: the same seed gives the same people and choices. Never used for a key.

/// SplitMix64, as Steele, Lea and Flood have published it (OOPSLA 2014): small, even, and the same on every machine and for ever, which `rand`
/// does not promise from version to version.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Of a seed.
    pub fn new(seed: u64) -> Self {
        Chance(seed)
    }

    /// Chance of its own for one part of the play, so that a change of one part does not change the others.
    pub fn of(seed: u64, part: &str) -> Self {
        // FNV-1a spreads the names of the parts.
        let mixed = part.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Chance(seed ^ mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 for a bound of 0. The bias is below `bound` / 2⁶⁴.
    pub fn below(&mut self, bound: usize) -> usize {
        let (bound, drawn) = (bound as u128, u128::from(self.next()));
        usize::try_from((drawn * bound) >> 64).unwrap_or(0)
    }

    /// Whether one of so many in a hundred.
    pub fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of several; None of none.
    pub fn one<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        several.get(self.below(several.len()))
    }

    /// Puts them into an order of chance (Fisher and Yates).
    pub fn shuffle<T>(&mut self, several: &mut [T]) {
        for last in (1..several.len()).rev() {
            several.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_parts_differ() {
        let mut first = Chance::new(1_234_567);
        // The reference values of the published generator for this seed.
        assert_eq!((first.next(), first.next()), (6_457_827_717_110_365_317, 3_203_168_211_198_807_973));
        let draws = |mut chance: Chance| (0..20).map(|_| chance.below(1_000)).collect::<Vec<_>>();
        assert_eq!(draws(Chance::of(7, "people")), draws(Chance::of(7, "people")));
        assert_ne!(draws(Chance::of(7, "people")), draws(Chance::of(7, "choices")));
    }

    #[test]
    fn all_numbers_below_the_bound_come_and_none_else() {
        let mut chance = Chance::new(3);
        let mut counts = [0; 7];
        (0..7_000).for_each(|_| counts[chance.below(7)] += 1);
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
        assert_eq!((chance.below(0), chance.below(1), chance.one::<u8>(&[])), (0, 0, None));
        let mut order: Vec<usize> = (0..50).collect();
        chance.shuffle(&mut order);
        assert!(!order.is_sorted());
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }
}
