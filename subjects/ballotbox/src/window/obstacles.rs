//! Everything that keeps a window from being opened, told at once.

use plan::Plan;
use web::App;
use web::database::{DatabaseError, Tx};

use super::queries;
use crate::election::{self, Act, Stored};

/// What stands in the way, in Chinese; nothing when the window can be opened now.
pub(crate) async fn obstacles(tx: &mut Tx, app: &App, plan: &Plan, stored: &Stored) -> Result<Vec<String>, DatabaseError> {
    let mut found = Vec::new();
    if stored.state.after(Act::Open).is_err() {
        found.push(format!("本场现在是“{}”，不能开启", stored.state.chinese()));
    }
    for uuid in queries::open(tx).await? {
        let other = election::queries::by_uuid(tx, &uuid).await?.map_or(0, |it| it.session);
        found.push(format!("第 {other} 场的评议时段还没有关闭"));
    }
    let uncounted: Vec<String> = queries::uncounted(tx, &stored.uuid).await?;
    let names: Vec<String> = uncounted
        .iter()
        .map(|id| plan.venues.iter().find(|venue| venue.id == *id.as_str()).map_or(id.clone(), |venue| venue.name.clone()))
        .collect();
    if !names.is_empty() {
        found.push(format!("还没有清点评议票的会场：{}", names.join("、")));
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
