//! Every statement: its exact bytes, and what it may not claim.

use std::collections::BTreeSet;

use ledger::{LogSigner, WitnessSigner};
use record::*;

const UUID: &str = "h5mZkqBSn3dXyQ";

fn uuid() -> Uuid {
    UUID.parse().unwrap()
}

fn at(millis: i64) -> Millis {
    millis.try_into().unwrap()
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

fn digest(number: u8) -> Digest {
    Digest::from_bytes([number; 32])
}

fn text(text: &str) -> Text {
    text.parse().unwrap()
}

fn plan_adopted() -> PlanAdopted {
    let witness =
        |number: u8| WitnessSigner::from_seed(format!("witness.example/{number}").parse().unwrap(), &[number; 32]).verifier().clone();
    PlanAdopted {
        activity: id("city-2025"),
        version: 1,
        plan: digest(1),
        log: LogSigner::from_seed("city.example/2025".parse().unwrap(), &[9; 32]).verifier().clone().into(),
        witnesses: vec![witness(1).into(), witness(2).into()],
        at: at(5),
    }
}

fn election_setup() -> ElectionSetup {
    let venue = |venue, count| VenueCards { venue: id(venue), count, sha256: digest(4) };
    ElectionSetup {
        uuid: uuid(),
        session: 1,
        election: digest(1),
        trustees: digest(2),
        credentials: digest(3),
        count: 3,
        receipts: digest(5),
        venues: vec![venue("main", 2), venue("north", 1)],
    }
}

fn released() -> ResultReleased {
    ResultReleased { uuid: uuid(), count: 3, result: vec![vec![1, 2, 0], vec![0, 0, 3]], archive: digest(1), at: at(5) }
}

fn announced() -> DrawAnnounced {
    let source = |name, on_failure| AnnouncedSource {
        name: text(name), occasion: text("1月7日16:00，市民广场，公证员在场"), on_failure
    };
    let sources = vec![source("现场掷骰", OnFailure::Constant), source("双色球", OnFailure::Next)];
    DrawAnnounced { draw: id("representatives"), sources, at: at(5) }
}

fn frozen() -> PoolFrozen {
    PoolFrozen {
        draw: id("representatives"),
        activity: id("city-2025"),
        sessions: 3,
        count: 9000,
        pool: digest(1),
        quotas: digest(2),
        rule: digest(3),
        program: digest(4),
        sources: vec![text("现场掷骰"), text("双色球")],
        root: digest(5),
        at: at(5),
    }
}

fn draw_released() -> DrawReleased {
    let file = |name, number| ReleasedFile { name: id(name), sha256: digest(number) };
    DrawReleased { draw: id("representatives"), files: vec![file("pool.csv", 1), file("ranking.csv", 2)], at: at(5) }
}

/// As it was published before it had figures of venues; such an entry must stay readable.
fn without_venues() -> Reconciliation {
    Reconciliation { uuid: uuid(), issued: 100, ballots: 97, revoked: 1, not_cast: 2, venues: vec![], explanations: vec![] }
}

fn reconciled() -> Reconciliation {
    let venue = |venue, issued, used| VenueReconciled {
        venue: id(venue),
        invited: 60,
        present: issued,
        printed: 66,
        left: 66 - issued,
        void: 0,
        issued,
        used,
        paper: 3,
    };
    let explanation = |venue, about| Explanation { venue: id(venue), about: id(about), text: text("一人领票后离场") };
    Reconciliation {
        venues: vec![venue("main", 60, 58), venue("north", 40, 39)],
        explanations: vec![explanation("main", "issued-used"), explanation("north", "issued-used"), explanation("north", "present-issued")],
        ..without_venues()
    }
}

/// One of each.
fn all() -> Vec<Statement> {
    use Statement as S;
    let credential = |number| Credential::from_bytes([number; 32]);
    let moved = |at_, until| WindowMoved { uuid: uuid(), at: at(at_), until: at(until) };
    let opinion = Commitment::to("opinion", "路灯坏了".as_bytes(), &Salt::new([7; 32]));
    vec![
        S::PlanAdopted(plan_adopted()),
        S::PlanResolved(PlanResolved {
            plan: digest(1), finding: id("quota.sum"), decision: text("按310席计算"), by: text("办公室")
        }),
        S::ReportsPublished(ReportsPublished { department: id("statistics"), edition: 1, sha256: digest(1), at: at(5) }),
        S::OpinionChanged(OpinionChanged { opinion, state: id("answered") }),
        S::PoolFrozen(frozen()),
        S::SeedSource(SeedSource { draw: id("representatives"), place: 1, name: text("双色球"), text: text("01 02 03") }),
        S::DrawMade(DrawMade {
            draw: id("representatives"),
            sessions: 3,
            seed: digest(0),
            pool: digest(1),
            quotas: digest(2),
            ranking: digest(3),
        }),
        S::DrawReplaced(DrawReplaced {
            draw: id("representatives"),
            session: 1,
            cell: text("个体经营者"),
            left: id("7"),
            joined: id("9"),
            rank: 4,
            cause: LeaveCause::Declined,
        }),
        S::ElectionSetup(election_setup()),
        S::PagePublished(PagePublished { files: vec![PageFile { path: id("/v/page.js"), sha256: digest(1) }] }),
        S::CardsCounted(CardsCounted { uuid: uuid(), venue: id("main"), printed: 110, left: 9, void: 1, issued: 100 }),
        S::CardsRevoked(CardsRevoked { uuid: uuid(), credentials: vec![credential(1), credential(2)] }),
        S::CardChecked(CardChecked { uuid: uuid(), credential: credential(1), ballot: digest(2) }),
        S::WindowOpened(moved(1, 2)),
        S::WindowExtended(moved(2, 3)),
        S::WindowClosed(WindowClosed { uuid: uuid(), at: at(3) }),
        S::BallotsClosed(BallotsClosed { uuid: uuid(), count: 2, part: 1, parts: 1, hashes: vec![digest(1), digest(2)] }),
        S::TallyEncrypted(TallyEncrypted { uuid: uuid(), sha256: digest(1), count: 2 }),
        S::ShareCommitted(ShareCommitted { uuid: uuid(), trustee: 1, sha256: digest(1) }),
        S::ResultPreviewed(ResultPreviewed { uuid: uuid(), trustees: vec![1, 3], at: at(5) }),
        S::ResultReleased(released()),
        S::AuditHead(AuditHead { sequence: 1, sha256: digest(1) }),
        S::Reconciliation(without_venues()),
        S::AppraisalMade(AppraisalMade { sha256: digest(1), at: at(5) }),
        S::ArchiveMade(ArchiveMade { sha256: digest(1), entries: 600, at: at(5) }),
        S::DrawAnnounced(announced()),
        S::SeedFailed(SeedFailed {
            draw: id("representatives"),
            place: 2,
            name: text("双色球"),
            reason: text("当期停止开奖"),
            on_failure: OnFailure::Next,
            at: at(5),
        }),
        S::DrawReleased(draw_released()),
        S::Reconciliation(reconciled()),
        S::PaperPermitted(PaperPermitted { uuid: uuid(), venue: id("north"), reason: text("停电40分钟"), at: at(5) }),
        S::ElectionVoided(ElectionVoided { uuid: uuid(), session: 1, reason: text("使用多于发出"), at: at(5) }),
    ]
}

#[test]
fn every_statement_reads_back_and_has_its_own_type() {
    let mut types = BTreeSet::new();
    for statement in all() {
        let bytes = statement.to_bytes().unwrap_or_else(|error| panic!("{statement:?}: {error}"));
        assert_eq!(Statement::from_bytes(&bytes).unwrap(), statement);
        let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((&json["v"], &json["type"]), (&1.into(), &statement.kind().into()));
        types.insert(json["type"].as_str().unwrap().to_owned());
    }
    let expected = "plan.adopted plan.resolved reports.published opinion.changed pool.frozen seed.source draw.made draw.replaced \
        election.setup page.published cards.counted cards.revoked card.checked window.opened window.extended window.closed ballots.closed \
        tally.encrypted share.committed result.previewed result.released audit.head reconciliation appraisal.made archive.made \
        draw.announced seed.failed draw.released paper.permitted election.voided";
    assert_eq!(types, expected.split_whitespace().map(str::to_owned).collect());
}

/// The bytes are a promise: what is in a ledger must be readable for ever.
#[test]
fn the_exact_bytes_of_some_statements() {
    let bytes = |index: usize| String::from_utf8(all()[index].to_bytes().unwrap()).unwrap();
    assert_eq!(
        bytes(10),
        r#"{"issued":100,"left":9,"printed":110,"type":"cards.counted","uuid":"h5mZkqBSn3dXyQ","v":1,"venue":"main","void":1}"#
    );
    assert_eq!(bytes(13), r#"{"at":1,"type":"window.opened","until":2,"uuid":"h5mZkqBSn3dXyQ","v":1}"#);
    assert_eq!(
        bytes(20),
        format!(
            r#"{{"archive":"{}","at":5,"count":3,"result":[[1,2,0],[0,0,3]],"type":"result.released","uuid":"h5mZkqBSn3dXyQ","v":1}}"#,
            "01".repeat(32)
        )
    );
    assert_eq!(bytes(29), r#"{"at":5,"reason":"停电40分钟","type":"paper.permitted","uuid":"h5mZkqBSn3dXyQ","v":1,"venue":"north"}"#);
    // The first statements together: if this changes, old entries may no longer read.
    let together: Vec<u8> = all().iter().take(28).flat_map(|statement| statement.to_bytes().unwrap()).collect();
    assert_eq!(Digest::of(&together).to_string(), "9dab325bced7157cd7559af0088801fa07eeacb7880933f7e376e594245d3689");
}

#[test]
fn an_entry_with_anything_more_less_or_other_is_refused() {
    let good = r#"{"at":1,"type":"window.opened","until":2,"uuid":"h5mZkqBSn3dXyQ","v":1}"#;
    assert!(Statement::from_bytes(good.as_bytes()).is_ok());
    for bad in [
        good.replace(r#""v":1"#, r#""v":2"#),
        good.replace(r#","v":1"#, ""),
        good.replace(r#""v":1"#, r#""v":1,"x":1"#),
        good.replace(r#""at":1,"#, ""),
        good.replace(r#""at":1"#, r#""at":"1""#),
        good.replace(r#""at":1"#, r#""at":-1"#),
        good.replace(r#""at":1"#, r#""at":3"#),
        good.replace("window.opened", "window.moved"),
        good.replace(UUID, "h5mZkqBSn3dXy0"),
        good.replace(UUID, "h5mZ"),
        good.replace(':', ": "),
        "[1]".into(),
        "{}".into(),
    ] {
        assert!(Statement::from_bytes(bad.as_bytes()).is_err(), "{bad}");
    }
    // Upper-case digits are a second form of a digest.
    let head = Statement::AuditHead(AuditHead { sequence: 1, sha256: digest(0xab) });
    let upper = String::from_utf8(head.to_bytes().unwrap()).unwrap().replace("ab", "AB");
    assert!(Statement::from_bytes(upper.as_bytes()).is_err());
}

/// An empty list is left out; written out it would be a second form of the same statement.
#[test]
fn a_reconciliation_has_one_form_with_and_without_venues() {
    let old = r#"{"ballots":97,"issued":100,"not_cast":2,"revoked":1,"type":"reconciliation","uuid":"h5mZkqBSn3dXyQ","v":1}"#;
    assert_eq!(Statement::from_bytes(old.as_bytes()).unwrap(), Statement::Reconciliation(without_venues()));
    for second in [r#""uuid":"h5mZkqBSn3dXyQ","v":1,"venues":[]"#, r#""uuid":"h5mZkqBSn3dXyQ","v":1,"person":"x""#] {
        let bad = old.replace(r#""uuid":"h5mZkqBSn3dXyQ","v":1"#, second);
        assert!(Statement::from_bytes(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn statements_that_contradict_themselves_cannot_be_made() {
    let refused = |statement: Statement| assert!(matches!(statement.to_bytes(), Err(StatementError::Contradiction(_))), "{statement:?}");
    let mut plan = plan_adopted();
    plan.witnesses.reverse();
    refused(Statement::PlanAdopted(plan));
    let mut plan = plan_adopted();
    plan.witnesses.push(plan.log.clone());
    refused(Statement::PlanAdopted(plan));
    let mut plan = plan_adopted();
    plan.log = plan.witnesses[0].clone();
    refused(Statement::PlanAdopted(plan));
    let mut setup = election_setup();
    setup.count = 4;
    refused(Statement::ElectionSetup(setup));
    let mut setup = election_setup();
    setup.venues.reverse();
    refused(Statement::ElectionSetup(setup));
    refused(Statement::DrawAnnounced(DrawAnnounced { sources: vec![], ..announced() }));
    let twice = announced().sources.into_iter().cycle().take(4).collect();
    refused(Statement::DrawAnnounced(DrawAnnounced { sources: twice, ..announced() }));
    let mut constant_last = announced();
    constant_last.sources.reverse();
    refused(Statement::DrawAnnounced(constant_last));
    refused(Statement::PoolFrozen(PoolFrozen { count: 0, ..frozen() }));
    refused(Statement::PoolFrozen(PoolFrozen { sessions: 0, ..frozen() }));
    refused(Statement::PoolFrozen(PoolFrozen { sources: vec![], ..frozen() }));
    refused(Statement::PoolFrozen(PoolFrozen { sources: vec![text("骰子"), text("骰子")], ..frozen() }));
    refused(Statement::DrawReleased(DrawReleased { files: vec![], ..draw_released() }));
    let mut unsorted = draw_released();
    unsorted.files.reverse();
    refused(Statement::DrawReleased(unsorted));
    refused(Statement::CardsCounted(CardsCounted { uuid: uuid(), venue: id("main"), printed: 110, left: 9, void: 1, issued: 101 }));
    refused(Statement::Reconciliation(Reconciliation { ballots: 101, revoked: 0, not_cast: 0, ..without_venues() }));
    let spoilt = |change: fn(&mut Reconciliation)| {
        let mut it = reconciled();
        change(&mut it);
        refused(Statement::Reconciliation(it));
    };
    spoilt(|it| it.venues.reverse());
    spoilt(|it| it.venues.truncate(1));
    spoilt(|it| (it.venues[0].used, it.venues[1].used) = (61, 36));
    spoilt(|it| (it.venues[0].used, it.venues[1].used) = (58, 38));
    spoilt(|it| it.venues[0].left += 1);
    spoilt(|it| it.explanations.reverse());
    spoilt(|it| it.explanations[1] = it.explanations[0].clone());
    spoilt(|it| it.explanations[0].venue = id("elsewhere"));
    refused(Statement::ResultReleased(ResultReleased { count: 4, ..released() }));
    refused(Statement::ResultPreviewed(ResultPreviewed { uuid: uuid(), trustees: vec![2, 2], at: at(1) }));
    refused(Statement::CardsRevoked(CardsRevoked { uuid: uuid(), credentials: vec![] }));
    refused(Statement::PagePublished(PagePublished { files: vec![] }));
    refused(Statement::BallotsClosed(BallotsClosed { uuid: uuid(), count: 2, part: 1, parts: 1, hashes: vec![digest(2), digest(1)] }));
    refused(Statement::BallotsClosed(BallotsClosed { uuid: uuid(), count: 2, part: 1, parts: 2, hashes: vec![digest(1)] }));
}

/// 1,652 cards a session is the real plan; their hashes do not fit one entry of the ledger.
#[test]
fn all_ballots_of_a_full_session_fit_the_ledger_in_parts() {
    for count in [0u32, 1, 900, 901, 1652, 4530] {
        let hashes: Vec<Digest> = (0..count).map(|number| Digest::of(&number.to_be_bytes())).collect();
        let parts = BallotsClosed::all(&uuid(), hashes.clone()).unwrap();
        assert_eq!(parts.len(), count.div_ceil(900).max(1) as usize);
        for part in &parts {
            assert!(Statement::BallotsClosed(part.clone()).to_bytes().unwrap().len() <= ledger::limits::MAX_ENTRY_BYTES);
        }
        let mut sorted = hashes;
        sorted.sort();
        assert_eq!(BallotsClosed::join(&parts), Ok(sorted));
    }
}

#[test]
fn parts_that_are_dropped_swapped_repeated_or_mixed_are_refused() {
    let hashes: Vec<Digest> = (0..2000u32).map(|number| Digest::of(&number.to_be_bytes())).collect();
    let parts = BallotsClosed::all(&uuid(), hashes.clone()).unwrap();
    let join = |order: &[usize]| BallotsClosed::join(&order.iter().map(|place| parts[*place].clone()).collect::<Vec<_>>());
    assert_eq!(join(&[]), Err(BallotsParts::Part(1)));
    assert_eq!(join(&[0, 1]), Err(BallotsParts::Part(3)));
    assert_eq!(join(&[0, 2, 1]), Err(BallotsParts::Part(2)));
    assert_eq!(join(&[0, 0, 1]), Err(BallotsParts::Part(2)));
    assert_eq!(join(&[0, 1, 2, 2]), Err(BallotsParts::Part(4)));
    let mut other = parts.clone();
    other[1].uuid = "h5mZkqBSn3dXyR".parse().unwrap();
    assert_eq!(BallotsClosed::join(&other), Err(BallotsParts::Part(2)));
    let mut other = parts.clone();
    other.iter_mut().for_each(|part| part.hashes = parts[0].hashes[..part.hashes.len()].to_vec());
    assert_eq!(BallotsClosed::join(&other), Err(BallotsParts::Order));
    assert_eq!(BallotsClosed::all(&uuid(), [hashes.clone(), hashes].concat()), None);
}

#[test]
fn commitments_open_with_their_value_kind_and_salt_only() {
    let salt = Salt::new([7; 32]);
    let commitment = Commitment::to("opinion", b"value", &salt);
    assert!(commitment.opens("opinion", b"value", &salt));
    assert!(!commitment.opens("opinion", b"other", &salt));
    assert!(!commitment.opens("opinion", b"value", &Salt::new([8; 32])));
    // The border between kind and value is part of what is hashed.
    assert!(!commitment.opens("opinio", b"nvalue", &salt));
    assert_eq!(commitment.to_string().parse::<Commitment>().unwrap(), commitment);
    assert!("AB".repeat(32).parse::<Commitment>().is_err());
    // SHA-256 of "sanmin-commitment/v1\n", 32 bytes 07, 0000000000000007, "opinion", "value".
    assert_eq!(commitment.to_string(), "ca884cb6aab665e0e68b19c9a4cf83765a4e225886624dbe3f34d876ef2b090f");
}
