//! On stage: ten reports within their ten minutes, the director's channel, and then the ballot (M15–M18), timed by the operators.

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::channel;
use crate::{Stumbled, Theatre};

const OPERATOR: &str = "logistics1";
/// Longer than the longest running order.
const MOST_ITEMS: usize = 60;

/// Plays a session's stage up to the ballot; when that is on.
pub(super) fn play(theatre: &mut Theatre<'_>, session: u32, begins: DateTime) -> Result<DateTime, Stumbled> {
    let page = format!("/office/stage?session={session}");
    let acts = format!("/office/stage/{session}");
    let operator = theatre.staff.one(OPERATOR)?;
    operator.get(&page)?;
    operator.post(&format!("{acts}/prepare"), &[])?;
    channel::prepare(theatre, session)?;
    let (mut now, mut over, mut promises) = (begins, 0, 0);
    let mut chance = theatre.chance(&format!("stage of session {session}"));
    for _ in 0..MOST_ITEMS {
        let shown = theatre.staff.one(OPERATOR)?.get(&page)?;
        let Ok(start) = shown.address(&acts, "/start") else { break };
        let (item, version) = (shown.field("item")?, shown.field("version")?);
        let title = shown.between("<p class=\"stage-title\">", "</p>")?;
        theatre.staff.one(OPERATOR)?.post(&start, &[("item", &item), ("version", &version)])?;
        if title.contains("现场评议") {
            break;
        }
        if title.contains("局长通道") {
            channel::interview(theatre, &item, now)?;
            promises += 1;
        }
        // Most end in time, a few overrun; an interview is half as long.
        let minutes = 7 + chance.below(4) as i64 + i64::from(chance.percent(8)) * 2;
        let minutes = if title.contains("局长通道") { minutes / 2 } else { minutes };
        now = now.saturating_add(minutes.minutes());
        theatre.at(now)?;
        end(theatre, session)?;
        over += 1;
    }
    theatre.report.fact("on_stage", &format!("第 {session} 场上台"), over);
    theatre.report.fact("promises", &format!("第 {session} 场局长通道的承诺"), promises);
    Ok(now)
}

/// The operator ends what is on.
pub(super) fn end(theatre: &mut Theatre<'_>, session: u32) -> Result<(), Stumbled> {
    let operator = theatre.staff.one(OPERATOR)?;
    let shown = operator.get(&format!("/office/stage?session={session}"))?;
    let (item, version) = (shown.field("item")?, shown.field("version")?);
    operator.post(&format!("/office/stage/{session}/end"), &[("item", &item), ("version", &version)]).map(drop)
}
