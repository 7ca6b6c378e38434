//! The ceremony's stages and what leads from one to the next.

use web::Refusal;

/// Where the ceremony stands.
///
/// ```text
///  planned ──announce──▶ announced ──freeze──▶ frozen ──last source settled──▶ seeded ──draw──▶ drawn ──release──▶ released
///  (two officers)        ↺ announce (two)      (two)    (two typed the same;            (one)           (two)
///                                                        or two say that it failed)
/// ```
///
/// No arrow leads back: a pool is frozen once, and there is one seed and no second draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing was announced.
    Planned,
    /// The sources of the seed are named.
    Announced,
    /// Pool and quotas are fixed and committed to; sources are taken one by one.
    Frozen,
    /// All sources are settled: the seed is known.
    Seeded,
    /// The ranking is made and kept back.
    Drawn,
    /// The files are public, with pool numbers only.
    Released,
}

/// What moves the ceremony on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The sources are named, or named anew.
    Announce,
    /// The pool is frozen.
    Freeze,
    /// The last source is settled.
    Seed,
    /// The draw is made.
    Draw,
    /// The files become public.
    Release,
}

/// The act is not possible in this stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{1:?} is not possible in the stage {0:?}")]
pub struct NotNow(pub Stage, pub Act);

impl Stage {
    /// All stages in their order.
    pub const ALL: [Stage; 6] = [Stage::Planned, Stage::Announced, Stage::Frozen, Stage::Seeded, Stage::Drawn, Stage::Released];

    /// The stage after an act.
    ///
    /// # Errors
    /// When the act is not the next one.
    pub fn after(self, act: Act) -> Result<Stage, NotNow> {
        match (self, act) {
            (Stage::Planned | Stage::Announced, Act::Announce) => Ok(Stage::Announced),
            (Stage::Announced, Act::Freeze) => Ok(Stage::Frozen),
            (Stage::Frozen, Act::Seed) => Ok(Stage::Seeded),
            (Stage::Seeded, Act::Draw) => Ok(Stage::Drawn),
            (Stage::Drawn, Act::Release) => Ok(Stage::Released),
            _ => Err(NotNow(self, act)),
        }
    }

    /// Whether pool and quotas are fixed.
    pub fn is_frozen(self) -> bool {
        self >= Stage::Frozen
    }

    /// The word in the database and in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Planned => "planned",
            Stage::Announced => "announced",
            Stage::Frozen => "frozen",
            Stage::Seeded => "seeded",
            Stage::Drawn => "drawn",
            Stage::Released => "released",
        }
    }

    /// The stage of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Stage::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The stage in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Stage::Planned => "尚未公告",
            Stage::Announced => "已公告种子来源，等待封存名册",
            Stage::Frozen => "名册已封存，等待种子来源",
            Stage::Seeded => "种子已产生，等待抽取",
            Stage::Drawn => "已经抽取，名单保密",
            Stage::Released => "已经公开，任何人可以复核",
        }
    }
}

impl Act {
    fn chinese(self) -> &'static str {
        match self {
            Act::Announce => "公告种子来源",
            Act::Freeze => "封存名册",
            Act::Seed => "产生种子",
            Act::Draw => "抽取",
            Act::Release => "公开抽取文件",
        }
    }
}

impl From<NotNow> for Refusal {
    fn from(NotNow(stage, act): NotNow) -> Self {
        Refusal::rule(format!("现在的阶段是“{}”，不能{}", stage.chinese(), act.chinese()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Act; 5] = [Act::Announce, Act::Freeze, Act::Seed, Act::Draw, Act::Release];

    #[test]
    fn there_is_one_way_through_and_none_back() {
        let mut stage = Stage::Planned;
        for (act, next) in ACTS.into_iter().zip(&Stage::ALL[1..]) {
            for other in ACTS {
                let again = other == Act::Announce && stage <= Stage::Announced;
                assert_eq!(stage.after(other).is_ok(), other == act || again, "{stage:?} {other:?}");
            }
            stage = stage.after(act).unwrap();
            assert_eq!(stage, *next);
        }
        assert!(ACTS.iter().all(|act| stage.after(*act) == Err(NotNow(stage, *act))));
    }

    #[test]
    fn words_read_back() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_word(stage.word()), Some(stage));
        }
    }
}
