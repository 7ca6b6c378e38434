//! What desks of a venue do with left-over and void cards, one transaction a function.

use ballot::group::Element;
use record::{CardsCounted, Statement};
use serde::{Deserialize, Serialize};
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::joint::{self, Answer};
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::queries::{self, Scan};
use crate::cards::events::{CountDiffered, Counted, VoidedLate};
use crate::cards::queries as cards;
use crate::election::{self, State, Stored};
use crate::proposals::{self, JointAct, Proposal, ProposalId, Wanted};
use crate::published::{publish, publish_revoked, uuid};
use crate::view::card_words;

/// Why nobody will vote with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Nobody took it.
    Left,
    /// It is damaged, open or spoilt.
    Void,
    /// The same, found after the count.
    LateVoid,
}

impl Why {
    pub(super) fn word(self) -> &'static str {
        match self {
            Why::Left => "left",
            Why::Void => "void",
            Why::LateVoid => "late-void",
        }
    }

    pub(super) fn chinese(self) -> &'static str {
        match self {
            Why::Left => "剩余",
            Why::Void => "作废",
            Why::LateVoid => "清点后作废",
        }
    }

    /// The column's CHECK admits no other word.
    pub(super) fn from_word(word: &str) -> Self {
        match word {
            "left" => Why::Left,
            "void" => Why::Void,
            _ => Why::LateVoid,
        }
    }
}

/// A venue's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Numbers {
    pub left: u32,
    pub void: u32,
}

impl Numbers {
    pub(super) fn of(scans: &[Scan]) -> Self {
        let count = |why| u32::try_from(scans.iter().filter(|scan| scan.why == why).count()).unwrap_or(u32::MAX);
        Numbers { left: count(Why::Left), void: count(Why::Void) }
    }
}

/// What a scan did.
pub(super) enum Scanned {
    New,
    Again,
    /// It was on the list for another reason.
    Moved,
}

/// The public code of a card as scanned or typed; a private one is refused, and neither kept nor repeated.
pub(super) fn public_code(text: &str) -> Result<Element, Refusal> {
    let at = |why: &str| Refusal::at("code", why);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.contains("/v/") || text.contains('#') || text.contains("://") {
        return Err(at("扫到的是投票码，不是公开码。投票码已经露出的票不能再用：请扫它左边的公开码，列为“作废”"));
    }
    let wrong = || at("这不是评议票的公开码。公开码在票的左边一栏，是 64 个数字和字母 a—f");
    Element::from_hex(text.to_ascii_lowercase().as_bytes()).map_err(|_| wrong())
}

/// The election, with the venue's cards, while its cards may be counted or made void.
async fn current(tx: &mut Tx, uuid: &str, venue: &str) -> Result<(Stored, cards::VenueCards), Refusal> {
    let election = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    let own = cards::venue(tx, uuid, venue).await?;
    match (election.state, own) {
        (State::Carded | State::Open, Some(own)) => Ok((election, own)),
        (State::Made, _) => Err(Refusal::rule("本场的评议票清单还没有确认，不能清点")),
        (_, None) => Err(Refusal::rule("本场没有给您的会场制作评议票")),
        _ => Err(Refusal::rule("本场评议已经结束，不能再清点或作废")),
    }
}

/// The open proposal of this venue, if any.
pub(super) async fn open(tx: &mut Tx, uuid: &str, venue: &str) -> Result<Option<Proposal>, Refusal> {
    let all = proposals::queries::open_about(tx, uuid).await?;
    let own = |proposal: &Proposal| proposal.part == venue && matches!(proposal.act, JointAct::CountCards | JointAct::VoidLate);
    Ok(all.into_iter().find(own))
}

async fn must_be_free(tx: &mut Tx, uuid: &str, venue: &str) -> Result<(), Refusal> {
    match open(tx, uuid, venue).await? {
        Some(_) => Err(Refusal::rule("清单正在等待第二人确认，不能改动；请先确认或撤回")),
        None => Ok(()),
    }
}

/// Puts a scanned card on the venue's list.
pub(super) async fn scan(app: &App, uuid: &str, venue: &str, wanted: Why, code: &Element) -> Result<Scanned, Refusal> {
    let (code, at) = (code.to_hex(), |why: String| Refusal::at("code", why));
    transaction!(app.database(), |tx| -> Result<Scanned, Refusal> {
        let (election, own) = current(&mut tx, uuid, venue).await?;
        let why = match (own.counted, election.state) {
            (Some(_), _) => Why::LateVoid,
            (None, State::Carded) if wanted != Why::LateVoid => wanted,
            (None, State::Carded) => return Err(Refusal::at("why", "请选择“剩余”或“作废”")),
            (None, _) => return Err(Refusal::rule("评议已经开始，不能再清点")),
        };
        must_be_free(&mut tx, uuid, venue).await?;
        match cards::revoked(&mut tx, uuid, &code).await? {
            None => return Err(at(foreign(&mut tx, &election, &code).await?)),
            Some(state) if state != "no" => return Err(at("这张票已经注销，不用再扫".into())),
            Some(_) => {}
        }
        if why == Why::LateVoid && cards::is_used(&mut tx, uuid, &code).await? {
            return Err(at("这张票已经投过，不能作废".into()));
        }
        let known = queries::scan(&mut tx, uuid, &code).await?;
        let outcome = match &known {
            Some(scan) if scan.venue != venue => {
                let other = app.plan().plan.venue_name(&scan.venue);
                return Err(at(format!("{other}已经扫过这张票。请查明它为什么在这里")));
            }
            Some(scan) if scan.why == why => return Ok(Scanned::Again),
            Some(_) => Scanned::Moved,
            None => Scanned::New,
        };
        queries::remove(&mut tx, uuid, venue, &code).await?;
        queries::add(&mut tx, uuid, &Scan { credential: code.clone(), venue: venue.into(), why }).await?;
        Ok(outcome)
    })
}

/// Why a card is none of this election.
async fn foreign(tx: &mut Tx, election: &Stored, code: &str) -> Result<String, Refusal> {
    Ok(match cards::session_of(tx, code).await? {
        Some(session) if session != i64::from(election.session) => {
            format!("这是第 {session} 场的票，现在清点的是第 {} 场。请放到一边，交给会务负责人", election.session)
        }
        Some(_) => "这张票属于另一次评议（作废的或演练的），不是本场的票".into(),
        None => "这张票不在本次活动的清单里。请放到一边，交给会务负责人".into(),
    })
}

/// Takes a card off the venue's list.
pub(super) async fn unscan(app: &App, uuid: &str, venue: &str, code: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        must_be_free(&mut tx, uuid, venue).await?;
        if queries::remove(&mut tx, uuid, venue, code).await? { Ok(()) } else { Err(Refusal::NotFound) }
    })
}

/// The first desk has scanned everything.
pub(super) async fn propose(app: &App, caller: &Caller, visitor: &Visitor, uuid: &str, venue: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let (election, own) = current(&mut tx, uuid, venue).await?;
        if own.counted.is_some() || election.state != State::Carded {
            return Err(Refusal::rule("本会场已经清点，或评议已经开始"));
        }
        let numbers = Numbers::of(&queries::scans(&mut tx, uuid, venue).await?);
        issued(&own, numbers)?;
        let content = serde_json::to_string(&numbers).map_err(Refusal::internal)?;
        let wanted = Wanted { part: venue.into(), content, ..Wanted::new(uuid, JointAct::CountCards) };
        proposals::propose(&mut tx, caller, visitor, &wanted).await.map(drop)
    })
}

fn issued(own: &cards::VenueCards, numbers: Numbers) -> Result<i64, Refusal> {
    let issued = own.printed - i64::from(numbers.left) - i64::from(numbers.void);
    if issued < 0 {
        let why = format!("扫了 {} 张，多于本会场制作的 {} 张：有别的会场的票混在里面", numbers.left + numbers.void, own.printed);
        return Err(Refusal::rule(why));
    }
    Ok(issued)
}

/// The first desk wants the cards that it has scanned since the count to be void.
pub(super) async fn propose_late(app: &App, caller: &Caller, visitor: &Visitor, uuid: &str, venue: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let (_, own) = current(&mut tx, uuid, venue).await?;
        if own.counted.is_none() {
            return Err(Refusal::rule("请先清点本会场的票"));
        }
        if queries::scans(&mut tx, uuid, venue).await?.is_empty() {
            return Err(Refusal::rule("还没有扫要作废的票"));
        }
        let wanted = Wanted { part: venue.into(), ..Wanted::new(uuid, JointAct::VoidLate) };
        proposals::propose(&mut tx, caller, visitor, &wanted).await.map(drop)
    })
}

/// What the second desk does. A confirmed count needs the numbers that it counted by hand.
pub(super) enum Reply {
    Confirm(Option<Numbers>),
    Other(Answer),
}

/// Ends the venue's proposal; when it is confirmed, what it says is done in the same transaction.
pub(super) async fn decide(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    (uuid, venue): (&str, &str),
    id: &ProposalId,
    reply: &Reply,
) -> Result<(), Refusal> {
    let answer = match reply {
        Reply::Confirm(_) => &Answer::Confirm,
        Reply::Other(answer) => answer,
    };
    let differs = transaction!(app.database(), |tx| -> Result<Option<Refusal>, Refusal> {
        let own = open(&mut tx, uuid, venue).await?.filter(|proposal| proposal.id == *id);
        let own = own.ok_or_else(|| Refusal::rule("这项清点已经办理，请查看最新情况"))?;
        // Whoever may not answer learns nothing from another number.
        own.standing.after(answer, visitor)?;
        let (election, cards) = current(&mut tx, uuid, venue).await?;
        if let (JointAct::CountCards, Reply::Confirm(Some(by_hand))) = (own.act, reply)
            && let Some(why) = differing(&mut tx, &election, venue, *by_hand).await?
        {
            let event = CountDiffered { subject: uuid.into(), venue: venue.into() };
            audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
            return Ok(Some(why));
        }
        let (proposal, state) = proposals::answer(&mut tx, caller, visitor, id, answer).await?;
        if state == joint::State::Confirmed {
            match (proposal.act, reply) {
                (JointAct::CountCards, Reply::Confirm(Some(_))) => count(&mut tx, caller, &election, &cards).await?,
                (JointAct::VoidLate, _) => void_late(&mut tx, caller, &election, venue).await?,
                _ => return Err(Refusal::rule("请填写亲手清点的张数")),
            }
        }
        Ok(None)
    })?;
    differs.map_or(Ok(()), Err)
}

/// Why a count by hand is not taken. What was scanned is not told: the second person would only repeat it.
async fn differing(tx: &mut Tx, election: &Stored, venue: &str, by_hand: Numbers) -> Result<Option<Refusal>, Refusal> {
    let (left, void) = (by_hand.left, by_hand.void);
    let same = Numbers::of(&queries::scans(tx, &election.uuid, venue).await?) == by_hand;
    let why = || format!("您数的是剩余 {left} 张、作废 {void} 张，与扫码的张数不同。请两人当面一起再数；需要补扫时，由提出人先撤回");
    Ok((election.state == State::Carded && !same).then(|| Refusal::rule(why())))
}

async fn count(tx: &mut Tx, caller: &Caller, election: &Stored, own: &cards::VenueCards) -> Result<(), Refusal> {
    let (id, venue) = (election.uuid.as_str(), own.venue.as_str());
    if election.state != State::Carded {
        return Err(Refusal::rule("评议已经开始，不能再清点"));
    }
    let scans = queries::scans(tx, id, venue).await?;
    let numbers = Numbers::of(&scans);
    let issued = issued(own, numbers)?;
    for scan in &scans {
        revoke(tx, id, &scan.credential, scan.why).await?;
    }
    let (left, void) = (i64::from(numbers.left), i64::from(numbers.void));
    if !cards::set_count(tx, id, venue, left, void).await? {
        return Err(Refusal::rule("本会场已经清点"));
    }
    queries::forget(tx, id, venue).await?;
    let statement = CardsCounted {
        uuid: uuid(election)?,
        venue: venue.parse().map_err(Refusal::internal)?,
        printed: u32::try_from(own.printed).map_err(Refusal::internal)?,
        left: numbers.left,
        void: numbers.void,
        issued: u32::try_from(issued).map_err(Refusal::internal)?,
    };
    publish(tx, election, &Statement::CardsCounted(statement)).await?;
    let keys: Vec<String> = scans.into_iter().map(|scan| scan.credential).collect();
    publish_revoked(tx, election, &keys).await?;
    let event = Counted { subject: id.into(), venue: venue.into(), printed: own.printed, left, void, issued };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

async fn void_late(tx: &mut Tx, caller: &Caller, election: &Stored, venue: &str) -> Result<(), Refusal> {
    let id = election.uuid.as_str();
    let scans = queries::scans(tx, id, venue).await?;
    for scan in &scans {
        // In this transaction, so that no ballot of the card slips in between.
        if cards::is_used(tx, id, &scan.credential).await? {
            return Err(Refusal::rule(format!("“{}”已经投过，不能作废；请先撤回，把它从清单去掉", card_words(&scan.credential))));
        }
        revoke(tx, id, &scan.credential, Why::LateVoid).await?;
    }
    queries::forget(tx, id, venue).await?;
    let keys: Vec<String> = scans.into_iter().map(|scan| scan.credential).collect();
    publish_revoked(tx, election, &keys).await?;
    let count = i64::try_from(keys.len()).map_err(Refusal::internal)?;
    Ok(audit::record(tx, &caller.actor, caller.now, &VoidedLate { subject: id.into(), venue: venue.into(), count }).await?)
}

async fn revoke(tx: &mut Tx, uuid: &str, credential: &str, why: Why) -> Result<(), Refusal> {
    if cards::revoke(tx, uuid, credential, why.word()).await? {
        return Ok(());
    }
    Err(Refusal::rule(format!("“{}”已经注销；请先撤回，把它从清单去掉", card_words(credential))))
}
