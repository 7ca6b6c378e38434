//! Where alarms come from.

use ballotbox::election::{self, State};
use ballotbox::{reconciliation, tally};
use plan::Plan;
use web::audit::{self, Entry, EntryFilter};
use web::database::Tx;
use web::page::tag::Tone;
use web::{App, Refusal, ledger};

use crate::reconciliation as comparison;

/// Something that supervision must know.
#[derive(Clone, Debug)]
pub(super) struct Alarm {
    /// Stays the same while it is the same thing: what a note is about.
    pub key: String,
    pub tone: Tone,
    /// When, in milliseconds; None for what holds now.
    pub at: Option<i64>,
    /// The session, where it has one.
    pub session: Option<u32>,
    pub what: String,
    pub meaning: &'static str,
    pub advice: &'static str,
}

/// Kinds in the audit log that are alarms: tone, meaning, what to do.
const KINDS: [(&str, Tone, &str, &str); 14] = [
    ("window.opened", Tone::Neutral, "两名负责人开启了评议时段，各会场可以提交", "核对会场的门已经关闭、清点已经确认"),
    ("window.extended", Tone::Warn, "评议时段被两名负责人延长", "问清原因：是否有人还在排队或停电断网"),
    ("window.closed", Tone::Neutral, "评议时段关闭，全部评议票的指纹写入公开账本", "请制卡人统计用过的张数，开始收发核对"),
    ("cards.count-differed", Tone::Warn, "一个会场的两个台清点剩余和作废的票，张数不同，没有确认", "派人到场，看两人当面一起再数"),
    ("cards.voided-late", Tone::Warn, "清点以后又有没用过的票被作废", "到会场核对这些票的实物和经过"),
    ("cards.used-handed-in", Tone::Neutral, "制卡人交来各会场用过的张数", "打开收发核对，逐个会场比较"),
    ("election.proposal-ended", Tone::Warn, "两人办理的事项被退回或撤回", "问清不同在哪里，看重新办理的结果"),
    ("paper.permitted", Tone::Warn, "一个会场停电或断网，改用纸质评议表", "派人到场，看录入由本人办理、张数由两个台清点"),
    ("paper.counted", Tone::Neutral, "会场两个台清点了录入的纸质评议表", "与到会人数比较"),
    ("paper.count-differed", Tone::Warn, "一个会场的两个台清点纸质评议表，张数不同，没有确认", "派人到场，看两人当面一起再数"),
    ("election.voided", Tone::Bad, "一场评议作废，全部票不算数", "监督重新生成密钥、制卡和评议"),
    ("share.committed", Tone::Neutral, "一名保管人交来份额的指纹", "份额本身此时不得离开保管人"),
    ("rights.exception-used", Tone::Warn, "与被评议部门有关联的人按方案公开的例外使用了权限", "对照方案的例外决定，看是否必要"),
    ("result.released", Tone::Good, "结果已经公布", "对照公开账本核对档案"),
];

/// How long after the close a total may still be on its way, in milliseconds.
const LATE_TOTAL: i64 = 5 * 60_000;

/// How many entries of a kind are shown.
const MOST: i64 = 50;

/// Everything, newest first; what holds now stands first of all.
pub(super) async fn all(tx: &mut Tx, app: &App) -> Result<Vec<Alarm>, Refusal> {
    let mut found = Vec::new();
    let elections = election::queries::all(tx).await?;
    for (kind, tone, meaning, advice) in KINDS {
        let filter = EntryFilter { kind: kind.into(), ..EntryFilter::default() };
        for entry in audit::page(tx, &filter, MOST).await? {
            let own = elections.iter().find(|it| it.uuid == entry.subject);
            if own.is_some_and(|it| it.dry_run) {
                continue;
            }
            found.push(of_entry(&app.plan().plan, &entry, tone, own.map(|it| it.session), meaning, advice));
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.at));
    let mut now: Vec<Alarm> = of_clock(app).into_iter().collect();
    now.extend(of_ledger(tx, app).await?);
    now.extend(of_counts(tx, app, &elections).await?);
    now.extend(found);
    Ok(now)
}

fn of_entry(plan: &Plan, entry: &Entry, tone: Tone, session: Option<u32>, meaning: &'static str, advice: &'static str) -> Alarm {
    let details = audit::particulars(plan, entry);
    let what = format!("{}（{}）{}{details}", entry.title, entry.actor_name, if details.is_empty() { "" } else { "：" });
    Alarm { key: format!("audit:{}", entry.position), tone, at: Some(entry.at), session, what, meaning, advice }
}

/// The server's clock does not follow a machine's that somebody set.
fn of_clock(app: &App) -> Option<Alarm> {
    let away = app.clock().away();
    let (minutes, way) = ((away.unsigned_abs() + 30_000) / 60_000, if away > 0 { "快" } else { "慢" });
    (away != 0).then(|| Alarm {
        key: format!("clock:{}", away / 60_000),
        tone: Tone::Bad,
        at: None,
        session: None,
        what: format!("服务器所在机器的时钟被拨{way}了约 {minutes} 分钟"),
        meaning: "有人改动了机器的时间，或授时出错；程序没有跟着跳，评议时段仍按原来的时间关闭",
        advice: "请系统管理员查明原因、校准时钟；评议时段内不要重启服务器",
    })
}

async fn of_ledger(tx: &mut Tx, app: &App) -> Result<Vec<Alarm>, Refusal> {
    let mut found = Vec::new();
    let mut add = |key: String, what: String, meaning, advice| {
        found.push(Alarm { key, tone: Tone::Bad, at: None, session: None, what, meaning, advice });
    };
    if let Some(why) = app.ledger().halted() {
        let meaning = "公开账本停止签发：外面有人见过另一份账本，或数据被恢复成旧的";
        add("ledger:halted".into(), format!("公开账本已停止签发：{why}"), meaning, "停止评议，请系统管理员按手册处理，保留现场");
    }
    let status = ledger::status(tx, app.ledger()).await.map_err(Refusal::internal)?;
    for witness in status.witnesses.iter().filter(|it| !it.failure.is_empty()) {
        let meaning = "见证方没有联署新的账本，少于两个联署不能公布结果";
        let what = format!("见证方 {} 没有回应：{}", witness.name, witness.failure);
        add(format!("witness:{}", witness.name), what, meaning, "请系统管理员联系见证方，问清原因");
    }
    Ok(found)
}

/// The total follows the close within seconds. It is not made of a box, cards or keys that are not those of the ledger.
async fn of_total(tx: &mut Tx, app: &App, it: &election::Stored) -> Result<Option<Alarm>, Refusal> {
    let closed = election::queries::window(tx, &it.uuid).await?.and_then(|window| window.closed_at);
    let late = closed.is_some_and(|at| app.clock().millis() > at + LATE_TOTAL);
    if !late || tally::total(tx, &it.uuid).await?.is_some() {
        return Ok(None);
    }
    Ok(Some(Alarm {
        key: format!("total:{}", it.uuid),
        tone: Tone::Bad,
        at: closed,
        session: Some(it.session),
        what: "评议时段关闭已久，加密合计还没有做出来".into(),
        meaning: "数据库里的票、名单或密钥与写入公开账本的不一致，或服务器出了故障",
        advice: "请系统管理员查看服务器日志；数据和备份保持原样，不要改动，必要时由监督检查组提出作废",
    }))
}

/// Differences of closed sessions that are not published yet.
async fn of_counts(tx: &mut Tx, app: &App, elections: &[election::Stored]) -> Result<Vec<Alarm>, Refusal> {
    let mut found = Vec::new();
    for it in elections.iter().filter(|it| !it.dry_run && it.state == State::Closed) {
        let session = Some(it.session);
        found.extend(of_total(tx, app, it).await?);
        let compared = comparison::compare(tx, app, &it.uuid, it.session).await?;
        for what in compared.impossible() {
            let (key, what) = (format!("impossible:{}:{what}", it.uuid), format!("用过的票多于发出的票。{what}"));
            let (meaning, advice) = ("有人用了没有发出的票，或清点有错；结果不能公布", "在收发核对里提出作废，重新评议");
            found.push(Alarm { key, tone: Tone::Bad, at: None, session, what, meaning, advice });
        }
        if reconciliation::accepted(tx, &it.uuid).await?.is_some() {
            continue;
        }
        for difference in compared.differences() {
            let key = format!("difference:{}:{}:{}:{}", it.uuid, difference.about, difference.venue, difference.figures);
            let (meaning, advice) = ("人、票、评议对不上，须由两人写明原因并公布", difference.advice);
            found.push(Alarm { key, tone: Tone::Warn, at: None, session, what: difference.words, meaning, advice });
        }
    }
    Ok(found)
}
