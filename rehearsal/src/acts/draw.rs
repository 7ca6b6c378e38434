//! The pool is frozen, the seed comes from sources that were announced before, and the draw is made (M40, M117).

use jiff::ToSpan;

use crate::theatre::OFFICERS;
use crate::{Stumbled, Theatre};

const DRAW: &str = "/office/draw";
const PROPOSALS: &str = "/office/draw/proposals/";
/// The sources of the seed: name, when, what holds when it fails.
const SOURCES: [(&str, &str, &str); 2] = [("现场掷骰", "constant", "公证员在场"), ("福彩双色球", "next", "当晚开奖")];

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let begins = theatre.begins("draw")?;
    theatre.at(begins.saturating_sub(10.minutes()))?;
    let fields: Vec<(String, &str)> = (1..)
        .zip(SOURCES)
        .flat_map(|(place, (name, rule, occasion))| {
            [(format!("name{place}"), name), (format!("occasion{place}"), occasion), (format!("rule{place}"), rule)]
        })
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    theatre.both(OFFICERS, DRAW, &format!("{DRAW}/announcements"), &fields, PROPOSALS)?;
    theatre.at(begins)?;
    theatre.both(OFFICERS, DRAW, &format!("{DRAW}/freeze"), &[], PROPOSALS)?;
    let mut chance = theatre.chance("dice");
    let mut dice = |count: usize, faces: usize| (0..count).map(|_| format!("{}", chance.below(faces) + 1)).collect::<Vec<_>>().join(" ");
    let texts = [dice(5, 6), dice(7, 16)];
    for (place, text) in (1..).zip(&texts) {
        for officer in OFFICERS {
            let officer = theatre.staff.one(officer)?;
            officer.get(DRAW)?;
            officer.post(&format!("{DRAW}/sources/{place}"), &[("text", text)])?;
        }
    }
    let officer = theatre.staff.one(OFFICERS[0])?;
    officer.get(DRAW)?;
    officer.post(&format!("{DRAW}/ranking"), &[])?;
    theatre.report.fact("seed_texts", "种子", texts.join("；"));
    Ok(())
}
