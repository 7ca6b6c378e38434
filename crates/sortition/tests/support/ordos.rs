//! The real plan's quotas, and a pool of 16,000 for them.

use std::fs;
use std::path::Path;

use plan::{Plan, PlanFiles};
use sortition::testing::{Sequence, people};
use sortition::{Channel, Draw, Entry, Pool, Quota, Quotas, Sessions};

use super::quota;

pub const VOLUNTEERS: usize = 3_000;
pub const NOMINEES: usize = 13_000;

/// The plan with its resolutions carried out.
pub fn plan() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans/ordos-2024");
    let mut files = PlanFiles::new();
    for entry in fs::read_dir(folder).expect("the shipped plan") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a plain name");
        if PlanFiles::wants(&name) {
            files.insert(&name, fs::read(entry.path()).expect("a file")).expect("a file of modest size");
        }
    }
    Plan::read(&files).unwrap_or_else(|errors| panic!("{errors}")).resolved()
}

/// Every seat of both tables as the cell `{venue}/{class}`, with the channel of its class.
pub fn quotas(plan: &Plan) -> (Vec<Quota>, Vec<Channel>) {
    let mut quotas = Vec::new();
    for venue in &plan.venues {
        for class in &plan.classes {
            let seats = plan.quota(class.table).seats(&class.name, &venue.column);
            let channel = match class.channel {
                plan::Channel::Volunteer => Channel::Volunteer,
                plan::Channel::Recommendation => Channel::Nominated,
            };
            if let Some(seats) = seats.filter(|seats| *seats > 0) {
                quotas.push((quota(&format!("{}/{}", venue.id, class.id), seats), channel));
            }
        }
    }
    quotas.into_iter().unzip()
}

/// 16,000 people, in the order of their numbers.
pub fn entries(quotas: &[Quota], channels: &[Channel]) -> Vec<Entry> {
    let quotas = Quotas::new(quotas.to_vec()).expect("quotas");
    let sessions = Sessions::new(3).expect("three");
    people(&quotas, sessions, |place| channels[place], VOLUNTEERS, NOMINEES, &mut Sequence::new(2026)).expect("enough people")
}

/// The draw of the real plan.
pub fn draw() -> Draw {
    let plan = plan();
    let (quotas, channels) = quotas(&plan);
    let pool = Pool::new(entries(&quotas, &channels)).expect("a pool");
    let activity = plan.activity.id.as_str().parse().expect("an id");
    Draw::new(activity, Sessions::new(3).expect("three"), pool, Quotas::new(quotas).expect("quotas")).expect("they fit")
}
