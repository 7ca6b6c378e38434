//! From the card maker's files to `election.setup` in the ledger.

use ballot::credential::CredentialList;
use ballot::digest::Digest;
use maud::{Markup, html};
use record::{ElectionSetup, Statement, VenueCards};
use web::audit;
use web::caller::Caller;
use web::database::Tx;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::Errors;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::rights::Visitor;
use web::{App, Refusal, transaction};

use super::events::{SetUp, Uploaded, UsedHandedIn};
use super::list;
use super::queries::{self, Upload};
use super::used::Used;
use super::venues::Venues;
use crate::election::{self, Act, State, Stored};
use crate::proposals::{self, JointAct, Wanted};
use crate::published::{self, publish};
use crate::view::fingerprint_of;
use crate::{ballots, reconciliation};

/// Why files are not taken.
pub(crate) enum NotTaken {
    /// What is wrong with them.
    Wrong(Errors),
    /// A rule, or something failed.
    Refused(Refusal),
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        NotTaken::Refused(refusal)
    }
}

/// Takes the card maker's files; earlier ones that nobody confirmed are replaced, and whoever proposed those must look again.
pub(crate) async fn upload(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    election: &Stored,
    credentials: &[u8],
    venues: &[u8],
) -> Result<(), NotTaken> {
    let handed = list::read(&app.plan().plan, election, credentials, venues).map_err(NotTaken::Wrong)?;
    let count = i64::try_from(handed.credentials.len()).map_err(Refusal::internal)?;
    let fingerprint = Digest::of(handed.text.as_bytes()).to_hex();
    let kept = Upload { credentials: handed.text, venues: handed.venues.to_text(), by: visitor.name.clone(), at: caller.now };
    let outcome: Result<(), Refusal> = transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let now = election::queries::by_uuid(&mut tx, &election.uuid).await?.ok_or(Refusal::NotFound)?;
        now.state.after(Act::Card).map_err(|_| Refusal::rule("本场的清单已经确认并写入公开账本，不能再换"))?;
        queries::keep(&mut tx, &now.uuid, &kept).await?;
        proposals::end_stale(&mut tx, &now.uuid, JointAct::TakeCards, caller.now).await?;
        let event = Uploaded { subject: now.uuid.clone(), session: now.session.into(), count, fingerprint: fingerprint.clone() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    });
    Ok(outcome?)
}

/// The upload that may be confirmed now, read again.
async fn awaiting(tx: &mut Tx, uuid: &str) -> Result<(Stored, Upload, CredentialList, Venues), Refusal> {
    let election = election::queries::by_uuid(tx, uuid).await?.ok_or(Refusal::NotFound)?;
    election.state.after(Act::Card).map_err(|_| Refusal::rule("本场的清单已经确认过"))?;
    let upload = queries::upload(tx, uuid).await?.ok_or_else(|| Refusal::rule("制卡人还没有交来本场的清单"))?;
    let list = CredentialList::from_json(upload.credentials.as_bytes()).map_err(Refusal::internal)?;
    let venues = serde_json::from_str(&upload.venues).map_err(Refusal::internal)?;
    Ok((election, upload, list, venues))
}

/// One officer has compared the fingerprints aloud with the card maker.
pub(crate) async fn propose(app: &App, caller: &Caller, visitor: &Visitor, uuid: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        awaiting(&mut tx, uuid).await?;
        proposals::propose(&mut tx, caller, visitor, &Wanted::new(uuid, JointAct::TakeCards)).await.map(drop)
    })
}

/// What the second officer sees.
pub(crate) async fn summary(tx: &mut Tx, app: &App, uuid: &str) -> Result<(Markup, &'static [&'static str]), Refusal> {
    let (election, upload, list, venues) = awaiting(tx, uuid).await?;
    let content = html! {
        @if election.dry_run { (crate::view::dry_run()) }
        p { "请制卡人读出他机器上显示的各会场张数和指纹，与下面逐行对照。有一处不同就否决。" }
        (facts(&election, &upload, list.len()))
        (table(app, &venues))
    };
    let lines: &[&str] = &[
        "清单、各会场张数、密钥和收据公钥的指纹写入公开账本，从此不能更换",
        "本场进入“等待开启”；会议当天各会场清点剩余和作废的票",
        "不能撤销",
    ];
    Ok((content, lines))
}

/// The fingerprints of an upload.
pub(crate) fn facts(election: &Stored, upload: &Upload, count: usize) -> Facts {
    Facts::new()
        .fact("场次", format!("第 {} 场", election.session))
        .fact("评议票", format!("{} 张", thousands(count as i64)))
        .fact("交来", format!("{}，{}", upload.by, date::exact_of(upload.at)))
        .fact("公开清单的指纹", fingerprint_of(&upload.credentials))
        .fact("election.json 的指纹", fingerprint_of(&election.election))
        .fact("trustees.json 的指纹", fingerprint_of(&election.trustees))
}

/// The venues' counts and fingerprints.
pub(crate) fn table(app: &App, venues: &Venues) -> Markup {
    let adopted = app.plan();
    let columns = [Column::text("会场"), Column::number("张数"), Column::text("会场清单的指纹")];
    let rows = venues.venues.iter().map(|line| {
        let digest = line.sha256.parse::<record::Digest>().map(|digest| *digest.as_bytes()).unwrap_or_default();
        let name = adopted.plan.venue_name(&line.venue);
        Row::new([words(name), number(line.count), crate::view::fingerprint(&digest, &line.sha256)])
    });
    html! { (Table::new("各会场的评议票", columns).rows(rows)) }
}

/// Keeps the confirmed lists and publishes `election.setup`.
pub(crate) async fn take(tx: &mut Tx, app: &App, caller: &Caller, uuid: &str) -> Result<(), Refusal> {
    let (election, upload, list, venues) = awaiting(tx, uuid).await?;
    // The plan may have changed since the upload.
    let found = list::read(&app.plan().plan, &election, upload.credentials.as_bytes(), upload.venues.as_bytes());
    if found.is_err() {
        return Err(Refusal::rule("清单与现行方案不再相符（会场或座位已经改变），请制卡人重新制卡"));
    }
    let keys: Vec<String> = list.keys().iter().map(ballot::group::Element::to_hex).collect();
    queries::set_up(tx, uuid, &keys, &venues).await?;
    if !election::queries::set_state(tx, uuid, State::Made, State::Carded).await? {
        return Err(Refusal::rule("另一人刚刚办理了，请查看最新情况"));
    }
    let statement = statement(&election, &upload, keys.len(), &venues)?;
    publish(tx, &election, &Statement::ElectionSetup(statement)).await?;
    let count = i64::try_from(keys.len()).map_err(Refusal::internal)?;
    let fingerprint = Digest::of(upload.credentials.as_bytes()).to_hex();
    let event = SetUp { subject: uuid.into(), session: election.session.into(), count, fingerprint };
    Ok(audit::record(tx, &caller.actor, caller.now, &event).await?)
}

fn statement(election: &Stored, upload: &Upload, count: usize, venues: &Venues) -> Result<ElectionSetup, Refusal> {
    let mut lines = Vec::new();
    for line in &venues.venues {
        lines.push(VenueCards {
            venue: line.venue.parse().map_err(Refusal::internal)?,
            count: line.count,
            sha256: line.sha256.parse().map_err(Refusal::internal)?,
        });
    }
    lines.sort_by(|a, b| a.venue.cmp(&b.venue));
    Ok(ElectionSetup {
        uuid: published::uuid(election)?,
        session: election.session,
        election: record::Digest::of(election.election.as_bytes()),
        trustees: record::Digest::of(election.trustees.as_bytes()),
        credentials: record::Digest::of(upload.credentials.as_bytes()),
        count: u32::try_from(count).map_err(Refusal::internal)?,
        receipts: election.receipt_key.parse().map_err(Refusal::internal)?,
        venues: lines,
    })
}

/// Takes how many cards of each venue were used, after the window is closed. Counts only; a file with anything more is refused.
pub(crate) async fn hand_in_used(app: &App, caller: &Caller, uuid: &str, file: &[u8]) -> Result<(), NotTaken> {
    let outcome: Result<Errors, Refusal> = transaction!(app.database(), |tx| -> Result<Errors, Refusal> {
        let mut errors = Errors::none();
        let election = election::queries::by_uuid(&mut tx, uuid).await?.ok_or(Refusal::NotFound)?;
        if election.state != State::Closed {
            return Err(Refusal::rule(format!("本场现在是“{}”，评议结束以后、公布以前才能交", election.state.chinese())));
        }
        let cards = queries::venues(&mut tx, uuid).await?;
        let used = match Used::read(file, uuid, &cards, ballots::count(&mut tx, uuid).await?) {
            Ok(used) => used,
            Err(found) => {
                found.into_iter().for_each(|why| errors.add("used", why));
                return Ok(errors);
            }
        };
        reconciliation::keep_used(&mut tx, &election, &used).await?;
        let count = used.venues.iter().map(|line| i64::from(line.used)).sum();
        let venues = used.venues.iter().map(|line| format!("{} {}", line.venue, line.used)).collect::<Vec<_>>().join("、");
        let event = UsedHandedIn { subject: uuid.into(), session: election.session.into(), count, venues };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(errors)
    });
    match outcome? {
        errors if errors.is_empty() => Ok(()),
        errors => Err(NotTaken::Wrong(errors)),
    }
}
