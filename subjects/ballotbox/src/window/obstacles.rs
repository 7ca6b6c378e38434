//! Everything that keeps a window from being opened, told at once: the checklist of keys and cards, another open window, too few people.

use plan::Plan;
use web::database::Tx;
use web::{App, Refusal};

use super::queries;
use crate::ceremony::checklist;
use crate::election::{self, Stored};

/// What stands in the way, in Chinese; nothing when the window can be opened now.
pub(crate) async fn obstacles(tx: &mut Tx, app: &App, plan: &Plan, stored: &Stored) -> Result<Vec<String>, Refusal> {
    let mut found: Vec<String> = checklist::obstacles(tx, app, stored).await?.iter().map(checklist::Obstacle::chinese).collect();
    for uuid in queries::open(tx).await? {
        let other = election::queries::by_uuid(tx, &uuid).await?.filter(|it| it.uuid != stored.uuid);
        found.extend(other.map(|it| format!("第 {} 场的评议时段还没有关闭", it.session)));
    }
    // Nobody comes to a dry run.
    if !stored.dry_run {
        let present: u32 = app.turnout().await?.iter().filter(|it| it.session == stored.session).map(|it| it.present).sum();
        let least = plan.ballot.window.min_present;
        if present < least {
            found.push(format!("到会代表 {present} 人，少于 {least} 人：人数太少会暴露个人的评议"));
        }
    }
    Ok(found)
}
