//! `used.json`: with how many cards of each venue a ballot was cast. The card maker makes it offline out of the venue lists in the safe and
//! the public list of ballots; nothing but counts leaves that machine.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::queries::VenueCards;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// The form, 1.
    pub v: u32,
    /// The election.
    pub uuid: String,
    /// One line a venue, in the order of the venues' ids.
    pub venues: Vec<UsedLine>,
}

/// A venue's count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsedLine {
    /// The venue's id.
    pub venue: String,
    /// Cards that a ballot was cast with.
    pub used: u32,
}

impl Used {
    /// The file's only text.
    pub fn to_text(&self) -> String {
        // Strings and numbers always have a text.
        format!("{}\n", serde_json::to_string(self).unwrap_or_default())
    }

    /// Reads the file as `sanmin election used` writes it, for this election with these cards and so many ballots; anything else is
    /// refused, in Chinese, without repeating what stands there.
    pub(crate) fn read(bytes: &[u8], uuid: &str, cards: &[VenueCards], ballots: u32) -> Result<Used, Vec<String>> {
        const WANTED: &str = "只接受 election used 写出的 used.json：编号和各会场的张数，没有别的内容（没有公开码、姓名、时间）";
        let used: Used = serde_json::from_slice(bytes)
            .map_err(|error| vec![format!("文件的格式不对（第 {} 行第 {} 列）。{WANTED}", error.line(), error.column())])?;
        if used.to_text().as_bytes() != bytes {
            return Err(vec![format!("文件改动过：不是程序写出的样子。{WANTED}")]);
        }
        if used.v != 1 {
            return Err(vec![format!("文件的版本是 {}，本程序只认识 1", used.v)]);
        }
        if used.uuid != uuid {
            return Err(vec!["这是另一个评议的文件：编号与本场不同".into()]);
        }
        let found = used.differences(cards, ballots);
        if found.is_empty() { Ok(used) } else { Err(found) }
    }

    fn differences(&self, cards: &[VenueCards], ballots: u32) -> Vec<String> {
        let mut found = Vec::new();
        let (mut named, known): (BTreeSet<&str>, _) = (BTreeSet::new(), |id: &str| cards.iter().find(|own| own.venue == id));
        for line in &self.venues {
            if !named.insert(&line.venue) {
                found.push(format!("会场 {} 出现了两次", line.venue));
            }
            match known(&line.venue) {
                None => found.push(format!("本场没有会场 {}", line.venue)),
                Some(own) if i64::from(line.used) > own.printed => {
                    found.push(format!("会场 {} 用了 {} 张，多于制作的 {} 张", line.venue, line.used, own.printed));
                }
                Some(_) => {}
            }
        }
        found.extend(cards.iter().filter(|own| !named.contains(own.venue.as_str())).map(|own| format!("缺少会场 {}", own.venue)));
        let sum: u64 = self.venues.iter().map(|line| u64::from(line.used)).sum();
        if sum != u64::from(ballots) {
            found.push(format!("各会场合计 {sum} 张，票箱里是 {ballots} 张，应当相等"));
        }
        if found.is_empty() && !self.venues.is_sorted_by(|one, other| one.venue < other.venue) {
            found.push("会场没有按编号排序".into());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards() -> Vec<VenueCards> {
        let one = |venue: &str| VenueCards { venue: venue.into(), printed: 5, sha256: String::new(), counted: Some((1, 0)) };
        vec![one("dongsheng"), one("main")]
    }

    fn file(venues: &[(&str, u32)]) -> Used {
        let line = |(venue, used): &(&str, u32)| UsedLine { venue: (*venue).into(), used: *used };
        Used { v: 1, uuid: "h5mZkqBSn3dXyQ".into(), venues: venues.iter().map(line).collect() }
    }

    #[test]
    fn only_the_exact_form_with_counts_that_add_up_is_read() {
        let read = |text: &str| Used::read(text.as_bytes(), "h5mZkqBSn3dXyQ", &cards(), 7);
        let good = file(&[("dongsheng", 3), ("main", 4)]);
        assert_eq!(read(&good.to_text()), Ok(good.clone()));
        let text = good.to_text();
        for (bad, why) in [
            (text.trim_end().to_owned(), "改动过"),
            (text.replace(':', ": "), "改动过"),
            (text.replace("\"v\":1", "\"v\":2"), "版本是 2"),
            (text.replace("h5mZ", "h5mY"), "另一个评议"),
            (text.replace("\"used\":3", "\"used\":3,\"cards\":[\"ab\"]"), "格式不对"),
            (text.replace("\"used\":3", "\"used\":-3"), "格式不对"),
            (text.replace("\"used\":3", "\"used\":2"), "合计 6 张，票箱里是 7 张"),
            (file(&[("main", 4), ("dongsheng", 3)]).to_text(), "排序"),
            (file(&[("dongsheng", 3), ("dongsheng", 4)]).to_text(), "出现了两次"),
            (file(&[("main", 7)]).to_text(), "缺少会场 dongsheng"),
            (file(&[("dongsheng", 1), ("main", 6)]).to_text(), "多于制作的 5 张"),
            (file(&[("dongsheng", 3), ("main", 4), ("north", 0)]).to_text(), "本场没有会场 north"),
            ("[]".into(), "格式不对"),
        ] {
            let found = read(&bad).expect_err(&bad).join("；");
            assert!(found.contains(why), "{bad}: {found}");
        }
    }
}
