//! Everything that stands in the way of opening a session's window, told at once, each with who must do what.

use web::App;
use web::Refusal;
use web::database::Tx;
use web::ledger;

use crate::cards::queries::{self as cards};
use crate::election::{State, Stored};
use crate::host;

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What is missing.
    pub what: String,
    /// Who does what about it.
    pub who: String,
}

impl Obstacle {
    pub(crate) fn new(what: impl Into<String>, who: impl Into<String>) -> Self {
        Obstacle { what: what.into(), who: who.into() }
    }

    /// Both in one line, for lists of errors.
    pub fn chinese(&self) -> String {
        format!("{}——{}", self.what, self.who)
    }
}

/// What keeps the window of an election from being opened; empty when nothing does.
///
/// # Errors
/// A database that fails.
pub async fn obstacles(tx: &mut Tx, app: &App, election: &Stored) -> Result<Vec<Obstacle>, Refusal> {
    let mut found = Vec::new();
    match election.state {
        State::Made if cards::upload(tx, &election.uuid).await?.is_none() => {
            found.push(Obstacle::new("没有评议票的公开清单", "制卡人在离线机器上制卡，在本页交来 public_credentials.json 和 venues.json"));
        }
        State::Made => {
            found.push(Obstacle::new("评议票的公开清单没有确认", "两名联席会议办公室人员与制卡人对读指纹，先后确认"));
        }
        State::Carded => {}
        State::Open | State::Closed | State::Released => found.push(Obstacle::new("评议已经开启过", "一场只能开启一次")),
        State::Void => found.push(Obstacle::new("本场评议已作废", "须重新生成密钥、制卡")),
    }
    counts(tx, app, election, &mut found).await?;
    if host::page_differs(tx, app).await? {
        found.push(Obstacle::new(
            "正在提供的投票页文件与公开账本里的不一致",
            "系统管理员重新启动服务，使新文件进入账本，并请第三方重新核对",
        ));
    }
    if !election.dry_run {
        witnesses(tx, app, &mut found).await?;
    }
    Ok(found)
}

/// Every venue must have counted before anybody can vote: a left-over card would be one that somebody could still use.
async fn counts(tx: &mut Tx, app: &App, election: &Stored, found: &mut Vec<Obstacle>) -> Result<(), Refusal> {
    let adopted = app.plan();
    for venue in cards::venues(tx, &election.uuid).await? {
        if venue.counted.is_none() && venue.printed > 0 {
            let name = adopted.plan.venue_name(&venue.venue);
            found.push(Obstacle::new(
                format!("{name}没有清点剩余和作废的票"),
                format!("{name}的工作人员在“清点评议票”里扫码，另一人再数一遍确认"),
            ));
        }
    }
    Ok(())
}

async fn witnesses(tx: &mut Tx, app: &App, found: &mut Vec<Obstacle>) -> Result<(), Refusal> {
    if let Some(why) = app.ledger().halted() {
        found.push(Obstacle::new(format!("公开账本已停止签发：{why}"), "系统管理员按手册处理，处理以前不能评议"));
    }
    let status = ledger::status(tx, app.ledger()).await.map_err(Refusal::internal)?;
    for witness in status.witnesses {
        if !witness.failure.is_empty() {
            let what = format!("见证方 {} 连接失败：{}", witness.name, witness.failure);
            found.push(Obstacle::new(what, "系统管理员联系见证方，恢复联署"));
        } else if witness.size == 0 {
            found.push(Obstacle::new(format!("见证方 {} 还没有联署过", witness.name), "系统管理员联系见证方"));
        }
    }
    Ok(())
}
