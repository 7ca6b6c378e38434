//! `venues.json`: how many cards each venue has, and the SHA-256 of its list. Nothing else leaves the card maker's machine beside the
//! merged list.

use std::collections::BTreeMap;

use plan::{Plan, Venue};
use serde::{Deserialize, Serialize};

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Venues {
    /// The form, 1.
    pub v: u32,
    /// The election.
    pub uuid: String,
    /// The session, from 1.
    pub session: u32,
    /// One line a venue.
    pub venues: Vec<VenueLine>,
}

/// A venue's cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueLine {
    /// The venue's id.
    pub venue: String,
    /// Cards, spares included.
    pub count: u32,
    /// SHA-256 of the venue's sorted list, in hexadecimal digits.
    pub sha256: String,
}

impl Venues {
    /// The file's text.
    pub fn to_text(&self) -> String {
        // Strings and numbers always have a text.
        format!("{}\n", serde_json::to_string(self).unwrap_or_default())
    }

    /// Everything that is not as the plan has it, in Chinese.
    pub(super) fn differences(&self, plan: &Plan) -> Vec<String> {
        let mut found = Vec::new();
        let mut lines: BTreeMap<&str, &VenueLine> = BTreeMap::new();
        for line in &self.venues {
            if lines.insert(&line.venue, line).is_some() {
                found.push(format!("会场 {} 出现了两次", line.venue));
            }
            if line.sha256.parse::<record::Digest>().is_err() {
                found.push(format!("会场 {} 的清单指纹不是 64 位十六进制数字", line.venue));
            }
        }
        for venue in &plan.venues {
            let wanted = seats(plan, venue).map(|seats| plan.ballot.cards.for_seats(seats));
            match (lines.remove(venue.id.as_str()), wanted) {
                (None, _) => found.push(format!("缺少{}", venue.name)),
                (Some(line), Some(wanted)) if line.count == wanted => {}
                (Some(line), wanted) => {
                    let wanted = wanted.unwrap_or_default();
                    found.push(format!("{}应有 {wanted} 张（座位和备用），文件里是 {} 张", venue.name, line.count));
                }
            }
        }
        found.extend(lines.keys().map(|id| format!("方案里没有会场 {id}")));
        found
    }
}

/// Seats of a venue in one session; None when they cannot be counted.
pub(super) fn seats(plan: &Plan, venue: &Venue) -> Option<u32> {
    u32::try_from(plan.seats_of(venue)).ok()
}
