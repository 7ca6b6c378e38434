//! Tampered archives, and the name of the refusal that each must meet.

#[path = "../corpus/mod.rs"]
mod corpus;
mod foreign;
#[path = "../support/mod.rs"]
mod support;

use ballot::digest::Digest;
use ballot::verify::{Options, Published, Refusal, verify};
use corpus::{BALLOT, MADE, ORDER_8, corpus, replace_field, vote};
use support::parts::Parts;

fn refusal(archive: &[u8]) -> Refusal {
    match verify(archive, Options::default()) {
        Ok(_) => panic!("accepted"),
        Err(refusal) => refusal,
    }
}

#[test]
fn every_change_meets_its_refusal() {
    let mut wrong = Vec::new();
    for case in corpus() {
        let refusal = refusal(&case.archive);
        if refusal.kind.name() != case.refusal {
            wrong.push(format!("{}: {} instead of {} ({refusal})", case.what, refusal.kind.name(), case.refusal));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_changed_byte_of_the_tar_is_refused() {
    let archive = &MADE.1;
    for place in 0..1536 {
        let mut changed = archive.clone();
        changed[place] ^= 1;
        refusal(&changed);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let archive = &MADE.1;
    for end in (0..archive.len()).step_by(509).chain([512, 1024, archive.len() - 1, archive.len() - 512]) {
        refusal(&archive[..end]);
    }
}

#[test]
fn the_place_of_a_refusal_is_named() {
    let mut parts = Parts::of(&MADE.1);
    vote(&mut parts, |text| {
        let at = text.rfind("\"beta\":\"").unwrap();
        format!("{}{}", &text[..at], replace_field(&text[at..], "\"beta\":\"", ORDER_8))
    });
    let tracker = Digest::of(parts.parts[BALLOT].text().as_bytes());
    let at = refusal(&parts.chained()).at;
    assert_eq!((at.event, at.tracker.map(|tracker| tracker.0), at.question, at.answer), (Some(1), Some(tracker), Some(1), Some(1)));
}

#[test]
fn what_was_published_before_is_compared_both_ways() {
    let verified = verify(MADE.1.as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    let ballots: Vec<_> = verified.trackers.iter().map(|tracker| tracker.0).collect();
    let right = Published {
        setup: Some(verified.setup),
        ballots: Some(ballots.clone()),
        ordered: true,
        revoked: Vec::new(),
        issued: Some(4),
        counted: Some(4),
        tally: Some(verified.tally.sized().encrypted_tally),
        shares: verified.shares.iter().map(|share| (share.owner(), share.owned().payload)).collect(),
        result: verified.result.clone(),
    };
    verified.compare(&right).unwrap_or_else(|refusal| panic!("{refusal}"));
    let expect = |published: Published, name| assert_eq!(verified.compare(&published).unwrap_err().kind.name(), name);
    let mut setup = verified.setup;
    setup.credentials = Digest::of(b"");
    expect(Published { setup: Some(setup), ..right.clone() }, "not-as-published");
    expect(Published { ballots: Some(ballots[1..].to_vec()), ..right.clone() }, "unpublished-ballot");
    expect(Published { ballots: Some([&ballots[..], &[Digest::of(b"")]].concat()), ..right.clone() }, "missing-ballot");
    expect(Published { revoked: vec![MADE.0.credentials.keys()[0]], ..right.clone() }, "revoked-credential");
    expect(Published { issued: Some(3), ..right.clone() }, "more-than-issued");
    expect(Published { counted: Some(5), ..right.clone() }, "ballot-count");
    expect(Published { shares: vec![(1, Digest::of(b""))], ..right.clone() }, "not-as-published");
    expect(Published { tally: Some(Digest::of(b"")), ..right.clone() }, "not-as-published");
    expect(Published { result: Some(ballot::tally::ElectionResult(vec![])), ..right }, "not-as-published");
}

#[test]
fn ballots_in_another_order_than_that_of_their_hashes_are_refused_when_order_is_asked_for() {
    let mut parts = Parts::of(&MADE.1);
    parts.parts[BALLOT..BALLOT + 4].rotate_left(2);
    let verified = verify(parts.chained().as_slice(), Options::default()).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(verified.compare(&Published { ordered: true, ..Published::default() }).unwrap_err().kind.name(), "ballot-order");
}
