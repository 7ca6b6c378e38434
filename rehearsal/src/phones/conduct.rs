//! What those who have a card do with it. The same seed gives the same conduct and choices; the cards themselves are random.

use crate::chance::Chance;

/// How somebody votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conduct {
    /// Scans, chooses, sends.
    Plain,
    /// Presses 提交 twice.
    DoubleTap,
    /// Loses the network before the answer comes, and sends again.
    LostAnswer,
    /// Sends over a line that drips.
    SlowLine,
    /// Tries before the window opens, and votes later.
    Early,
    /// Votes at the venue's kiosk.
    Kiosk,
    /// Scans a card of another session first, is told so, and then the right one.
    WrongCard,
    /// Votes, and then tries to vote otherwise with the same card.
    SecondThoughts,
    /// Has the encryption checked instead of voting (检查).
    Inspector,
    /// Tries after the close only.
    Late,
    /// Keeps the card and never votes.
    KeepsCard,
}

impl Conduct {
    /// Every conduct with how many of a thousand show it; the rest are plain.
    const SHARES: [(Conduct, usize); 10] = [
        (Conduct::DoubleTap, 50),
        (Conduct::LostAnswer, 40),
        (Conduct::SlowLine, 30),
        (Conduct::Early, 20),
        (Conduct::Kiosk, 15),
        (Conduct::WrongCard, 10),
        (Conduct::SecondThoughts, 10),
        (Conduct::Inspector, 8),
        (Conduct::Late, 6),
        (Conduct::KeepsCard, 6),
    ];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Conduct> {
        std::iter::once(Conduct::Plain).chain(Self::SHARES.into_iter().map(|(conduct, _)| conduct))
    }

    /// The word in data for programs.
    pub fn word(self) -> &'static str {
        match self {
            Conduct::Plain => "plain",
            Conduct::DoubleTap => "double-tap",
            Conduct::LostAnswer => "lost-answer",
            Conduct::SlowLine => "slow-line",
            Conduct::Early => "early",
            Conduct::Kiosk => "kiosk",
            Conduct::WrongCard => "wrong-card",
            Conduct::SecondThoughts => "second-thoughts",
            Conduct::Inspector => "inspector",
            Conduct::Late => "late",
            Conduct::KeepsCard => "keeps-card",
        }
    }

    /// In Chinese, for the report.
    pub fn chinese(self) -> &'static str {
        match self {
            Conduct::Plain => "一次投成",
            Conduct::DoubleTap => "连按两次提交",
            Conduct::LostAnswer => "断网没收到回答，重发",
            Conduct::SlowLine => "网速很慢",
            Conduct::Early => "开启以前就试，后来投成",
            Conduct::Kiosk => "用会场的专用设备",
            Conduct::WrongCard => "先扫了别场的票",
            Conduct::SecondThoughts => "投完又想改",
            Conduct::Inspector => "检查加密，票作废",
            Conduct::Late => "结束以后才投",
            Conduct::KeepsCard => "领了票没有投",
        }
    }

    /// Whether a ballot of theirs is counted in the end.
    pub fn is_counted(self) -> bool {
        !matches!(self, Conduct::Inspector | Conduct::Late | Conduct::KeepsCard)
    }

    fn of(chance: &mut Chance) -> Self {
        let mut drawn = chance.below(1_000);
        for (conduct, share) in Self::SHARES {
            if drawn < share {
                return conduct;
            }
            drawn -= share;
        }
        Conduct::Plain
    }
}

/// Somebody with a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Voter {
    /// What they do.
    pub conduct: Conduct,
    /// When, as a share of the window.
    pub arrives: f64,
    /// The answer for each department, from 0.
    pub choices: Vec<usize>,
}

/// So many voters of a session, who grade so many departments by so many grades.
pub fn voters(seed: u64, session: u32, count: usize, departments: usize, grades: usize) -> Vec<Voter> {
    let mut chance = Chance::of(seed, &format!("voters of session {session}"));
    // Departments differ: each has a grade that most give.
    let usual: Vec<usize> = (0..departments).map(|_| chance.below(grades.min(3))).collect();
    (0..count)
        .map(|_| {
            let conduct = Conduct::of(&mut chance);
            // Most come early, few late.
            let share = |chance: &mut Chance| chance.below(10_000) as f64 / 10_000.0;
            let arrives = share(&mut chance) * share(&mut chance).sqrt();
            let choices = usual.iter().map(|usual| if chance.percent(55) { *usual } else { chance.below(grades) }).collect();
            Voter { conduct, arrives, choices }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_hall_and_every_conduct_is_seen() {
        let hall = voters(1, 2, 1_500, 10, 5);
        assert_eq!(hall, voters(1, 2, 1_500, 10, 5));
        assert_ne!(hall, voters(2, 2, 1_500, 10, 5));
        for conduct in Conduct::all() {
            assert!(hall.iter().any(|voter| voter.conduct == conduct), "{conduct:?}");
        }
        assert!(hall.iter().all(|voter| voter.choices.len() == 10 && voter.choices.iter().all(|choice| *choice < 5)));
        assert!(hall.iter().all(|voter| (0.0..1.0).contains(&voter.arrives)));
        let early = hall.iter().filter(|voter| voter.arrives < 0.5).count();
        assert!(early > 800, "{early} of 1,500 in the first half");
    }
}
