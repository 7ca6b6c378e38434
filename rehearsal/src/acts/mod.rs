//! The play, act by act. A later subject adds a file here and a line in [`ALL`].

mod amend;
mod answer;
mod appoint;
mod arrange;
mod cards;
mod channel;
mod check_in;
mod count;
mod draw;
mod keys;
mod nominate;
mod paper;
mod promises;
mod reconcile;
mod release;
mod sessions;
mod show;
mod sign_up;
mod verify;
mod vet;
mod voting;

use std::time::Instant;

pub use verify::{DRAW_FILES, shown_counts};

use crate::{Stumbled, Theatre};

/// One act.
pub struct Act {
    /// For `--only` and programs.
    pub name: &'static str,
    /// In English, for the step list.
    pub words: &'static str,
    /// In Chinese, for the report.
    pub title: &'static str,
    play: fn(&mut Theatre<'_>) -> Result<(), Stumbled>,
}

/// All acts in their order.
pub const ALL: &[Act] = &[
    Act {
        name: "appoint",
        words: "the first administrator, accounts, second factors",
        title: "首位管理员、账号、动态码",
        play: appoint::play,
    },
    Act { name: "amend", words: "two officers change the plan", title: "两人共同修改方案", play: amend::play },
    Act { name: "sign-up", words: "volunteers sign up on their phones", title: "市民自愿报名", play: sign_up::play },
    Act {
        name: "nominate",
        words: "districts and the organising group hand in nominees",
        title: "各旗区、组织保障组推荐",
        play: nominate::play,
    },
    Act { name: "vet", words: "two look at each, the police review the list", title: "核对和资格审查", play: vet::play },
    Act { name: "draw", words: "freeze, seed in public, draw", title: "封存名册、公开抽取", play: draw::play },
    Act { name: "answer", words: "notices, answers, reserves move up", title: "通知、答复、递补", play: answer::play },
    Act { name: "arrange", words: "venues tell when and where to come", title: "会场安排", play: arrange::play },
    Act { name: "keys", words: "three trustees make the keys", title: "生成密钥", play: keys::play },
    Act { name: "cards", words: "the card maker prints sealed cards", title: "制作评议票", play: cards::play },
    Act {
        name: "sessions", words: "three sessions: doors, stage, cards, phones, close", title: "三场报告评议", play: sessions::play
    },
    Act { name: "reconcile", words: "supervision compares people, cards and ballots", title: "收发核对", play: reconcile::play },
    Act { name: "release", words: "trustees open, two officers publish", title: "开票和公布", play: release::play },
    Act {
        name: "promises", words: "departments report on their promises, the office confirms", title: "承诺跟踪", play: promises::play
    },
    Act { name: "verify", words: "strangers verify draw, ledger and ballots", title: "独立核对", play: verify::play },
];

/// Whoever looks on: told of each act as it begins, and asked at its end for the most memory held so far.
pub trait Audience {
    /// An act begins.
    fn begins(&mut self, act: &Act);
    /// In MiB, where the system tells it.
    fn most_memory(&self) -> Option<u64>;
}

/// Plays the acts one after the other, up to the one that is named, if one is.
///
/// # Errors
/// Where the play cannot go on; the report says so too.
pub fn play(theatre: &mut Theatre<'_>, last: Option<&str>, audience: &mut impl Audience) -> Result<(), Stumbled> {
    let from = Instant::now();
    for act in ALL {
        audience.begins(act);
        theatre.report.begin(act.name, act.title);
        let began = Instant::now();
        let outcome = (act.play)(theatre);
        theatre.report.memory_mib = audience.most_memory();
        theatre.report.end(began.elapsed(), theatre.report.memory_mib);
        theatre.report.seconds = from.elapsed().as_secs_f64();
        if let Err(stumbled) = outcome {
            theatre.report.stumbled = Some(stumbled.to_string());
            return Err(stumbled);
        }
        if last == Some(act.name) {
            break;
        }
    }
    Ok(())
}
