//! The archives in `tests/data`, made by belenios-tool. Its README says how.

/// An archive, and what must be found in it.
pub struct Foreign {
    pub name: &'static str,
    pub bytes: &'static [u8],
    pub totals: Vec<Vec<u64>>,
    pub ballots: usize,
    pub trustees: usize,
    /// Whose shares opened the total.
    pub owners: &'static [u64],
}

macro_rules! foreign {
    ($name:literal, $totals:expr, $ballots:expr, $trustees:expr, $owners:expr) => {
        Foreign {
            name: $name,
            bytes: include_bytes!(concat!("../data/", $name, ".bel")),
            totals: $totals,
            ballots: $ballots,
            trustees: $trustees,
            owners: $owners,
        }
    };
}

pub fn foreign() -> [Foreign; 6] {
    let small = || vec![vec![1, 0, 1, 0, 1], vec![0, 0, 1, 1, 1]];
    let of_3_0 = || vec![vec![3, 1, 1], vec![1, 3, 0, 1], vec![1, 1, 0, 0, 3]];
    let info: serde_json::Value = serde_json::from_slice(include_bytes!("../data/two-of-three.info.json")).unwrap();
    let session = serde_json::from_value(info["expected"].clone()).unwrap();
    [
        foreign!("single-trustee", small(), 3, 2, &[1, 2]),
        foreign!("mixed-trustees", small(), 3, 4, &[1, 2, 4]),
        foreign!("two-of-three", session, 20, 3, &[1, 3]),
        foreign!("belenios-3.0-single", of_3_0(), 5, 1, &[1]),
        foreign!("belenios-3.0-two-of-three", of_3_0(), 5, 3, &[1, 3]),
        foreign!("belenios-3.0-mixed", of_3_0(), 5, 4, &[1, 2, 4]),
    ]
}
