//! Chance that can be had again: the same seed, the same moments.

/// SplitMix64.
pub struct Chance(u64);

impl Chance {
    /// From `SANMIN_SEED`, or 1; said on stderr, so that a failure can be repeated.
    pub fn from_setting() -> Self {
        let seed = setting("SANMIN_SEED", 1);
        eprintln!("SANMIN_SEED={seed}");
        Chance(seed)
    }

    /// A number below this one.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }
}

/// A number from the environment, or the one with which tests run by themselves.
pub fn setting(name: &str, small: u64) -> u64 {
    std::env::var(name).ok().map_or(small, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}
