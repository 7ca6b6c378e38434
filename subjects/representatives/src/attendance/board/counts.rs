//! Counts as people read them: with their denominator.

use web::page::table::thousands;

/// Invited and present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub present: u32,
    pub invited: u32,
}

impl Share {
    /// Both together.
    pub fn with(self, present: u32, invited: u32) -> Self {
        Share { present: self.present.saturating_add(present), invited: self.invited.saturating_add(invited) }
    }

    /// Who has not come.
    pub fn absent(self) -> u32 {
        self.invited.saturating_sub(self.present)
    }

    /// `92.0%`; a dash where nobody is invited.
    pub fn percent(self) -> String {
        if self.invited == 0 {
            return "—".into();
        }
        let (present, invited) = (u64::from(self.present), u64::from(self.invited));
        let rounded = (present * 2_000 + invited) / (invited * 2);
        // 100% is everybody, and nothing less.
        let tenths = if present < invited { rounded.min(999) } else { rounded };
        format!("{}.{}%", tenths / 10, tenths % 10)
    }

    /// `92.0%（138 / 150）`.
    pub fn words(self) -> String {
        format!("{}（{} / {}）", self.percent(), thousands(self.present), thousands(self.invited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_its_denominator_and_is_whole_only_with_everybody() {
        assert_eq!(Share::default().percent(), "—");
        assert_eq!(Share { present: 6, invited: 9 }.percent(), "66.7%");
        assert_eq!(Share { present: 3_999, invited: 4_000 }.words(), "99.9%（3,999 / 4,000）");
        assert_eq!(Share::default().with(1, 2).with(2, 1).percent(), "100.0%");
    }
}
