//! What keeps results from being released, told at once.

use plan::Plan;
use web::database::Tx;
use web::{App, Refusal};

use super::{queries, witnessed};
use crate::ceremony::checklist::Obstacle;
use crate::election::{State, Stored};
use crate::{reconciliation, tally};

/// What keeps a closed session's result from being released, apart from the other sessions; empty when nothing does.
///
/// # Errors
/// A database that fails.
pub(crate) async fn of_session(tx: &mut Tx, app: &App, election: &Stored) -> Result<Vec<Obstacle>, Refusal> {
    let mut found = Vec::new();
    if tally::total(tx, &election.uuid).await?.is_none() {
        found.push(Obstacle::new("还没有加密合计", "系统正在核对全部评议票并计算，几分钟后再看"));
    } else {
        let committed = queries::committed(tx, &election.uuid).await?.len();
        let threshold = app.plan().plan.ballot.trustees.threshold as usize;
        if committed < threshold {
            let what = format!("交来份额指纹的保管人 {committed} 位，至少需要 {threshold} 位");
            found.push(Obstacle::new(what, "保管人下载加密合计，离线制作份额，在“开票和公布”交来指纹"));
        }
        if !election.dry_run {
            found.extend(witnessed::cosigned(tx, app, &election.uuid).await?.obstacle(app.clock().is_virtual()));
        }
    }
    if let Some(why) = reconciliation::obstacle(tx, election).await? {
        found.push(Obstacle::new(why, "监督检查组在“收发核对”里办理"));
    }
    Ok(found)
}

/// The sessions of the plan that have no closed election among these, a line each: all are released at once, or none.
pub(super) fn missing<'a>(plan: &Plan, elections: impl Iterator<Item = &'a Stored> + Clone) -> Vec<String> {
    let state = |number: u32| elections.clone().find(|it| it.session == number).map(|it| it.state);
    let why = |number: u32| match state(number) {
        Some(State::Closed) => None,
        Some(state) => Some(format!("现在是“{}”", state.chinese())),
        None => Some("还没有评议，或者已经作废".into()),
    };
    plan.sessions().into_iter().filter_map(|it| why(it.number).map(|why: String| format!("{}：{why}", it.name))).collect()
}
