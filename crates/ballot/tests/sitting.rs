//! Three trustees make the keys of three elections in one sitting; the board takes nothing that is not right.

use ballot::ceremony::sitting::{Board, BoardError, Member, MemberError, Posting, Step};
use ballot::ceremony::{CeremonyError, MemberOutput};
use ballot::digest::Digest;
use ballot::group::system_random;
use ballot::trustee::{TrusteeErrorKind, TrusteeKind, Trustees};
use proptest::prelude::*;
use std::sync::LazyLock;

const ELECTIONS: usize = 3;

fn sitting() -> (Board, Vec<Member>) {
    let members = (1..=3).map(|number| Member::new(number, ELECTIONS, &mut system_random())).collect();
    (Board::new(3, 2, ELECTIONS).unwrap(), members)
}

/// Everybody takes one step.
fn step(board: &mut Board, members: &mut [Member]) {
    for member in members {
        let posting = member.next(board, &mut system_random()).unwrap().expect("somebody is awaited");
        board.post(posting).unwrap();
    }
}

#[test]
fn everybody_posts_four_times_and_the_keys_are_made() {
    let (mut board, mut members) = sitting();
    for expected in Step::ALL {
        assert_eq!(board.awaited(), Some((expected, vec![1, 2, 3])));
        step(&mut board, &mut members);
    }
    assert_eq!(board.awaited(), None);
    let parameters = board.parameters().unwrap();
    assert_eq!(parameters.len(), ELECTIONS);
    for (election, parameters) in parameters.into_iter().enumerate() {
        let trustees = Trustees(vec![TrusteeKind::Pedersen(parameters)]).verify().unwrap();
        for member in &members {
            let key = member.keys().unwrap().swap_remove(election);
            assert_eq!(trustees.owner(&key.public()), Some(member.number()));
        }
    }
    for member in &mut members {
        assert_eq!(member.next(&board, &mut system_random()).unwrap(), None);
    }
}

#[test]
fn a_member_goes_on_from_what_was_kept_and_a_board_from_its_files() {
    let (mut board, mut members) = sitting();
    let mut files = Vec::new();
    for _ in Step::ALL {
        for member in &mut members {
            let mut again = Member::from_secret(member.to_secret().as_bytes()).unwrap();
            let posting = again.next(&board, &mut system_random()).unwrap().unwrap();
            files.push(posting.to_json());
            board.post(posting).unwrap();
            *member = again;
        }
    }
    let mut read = Board::new(3, 2, ELECTIONS).unwrap();
    for file in &files {
        read.post(Posting::from_json(file.as_bytes()).unwrap()).unwrap();
    }
    assert_eq!(read.parameters().unwrap(), board.parameters().unwrap());
    assert!(members.iter().all(Member::is_finished));
}

#[test]
fn nobody_shows_coefficients_before_everybody_is_bound() {
    let (mut board, mut members) = sitting();
    step(&mut board, &mut members);
    for member in &mut members[..2] {
        let posting = member.next(&board, &mut system_random()).unwrap().unwrap();
        assert_eq!(posting.step, Step::Commitment);
        board.post(posting).unwrap();
        assert_eq!(member.next(&board, &mut system_random()).unwrap(), None);
    }
    let early = Posting { step: Step::Polynomial, member: 1, messages: vec![String::new(); ELECTIONS] };
    assert_eq!(board.post(early), Err(BoardError::Early { step: Step::Commitment, member: 3 }));
}

#[test]
fn the_last_to_speak_cannot_change_what_was_committed() {
    let (mut board, mut members) = sitting();
    step(&mut board, &mut members);
    step(&mut board, &mut members);
    let mut posting = members[2].next(&board, &mut system_random()).unwrap().unwrap();
    posting.messages.swap(0, 1);
    assert_eq!(board.post(posting), Err(BoardError::NotAsCommitted { election: 1, member: 3 }));
}

#[test]
fn what_is_posted_stays() {
    let (mut board, mut members) = sitting();
    let posting = members[0].next(&board, &mut system_random()).unwrap().unwrap();
    board.post(posting.clone()).unwrap();
    board.post(posting).unwrap();
    let again = Member::new(1, ELECTIONS, &mut system_random()).next(&Board::new(3, 2, ELECTIONS).unwrap(), &mut system_random());
    assert_eq!(board.post(again.unwrap().unwrap()), Err(BoardError::Changed { step: Step::Certificate, member: 1 }));
}

#[test]
fn a_member_notices_that_somebody_sits_on_the_own_chair() {
    let (mut board, mut members) = sitting();
    let mut thief = Member::new(2, ELECTIONS, &mut system_random());
    board.post(thief.next(&board, &mut system_random()).unwrap().unwrap()).unwrap();
    let error = members[1].next(&board, &mut system_random()).unwrap_err();
    assert_eq!(error, MemberError::NotMine { step: Step::Certificate, member: 2 });
}

#[test]
fn certificates_for_another_place_of_another_or_twice_are_refused() {
    let (mut board, mut members) = sitting();
    let refused = |board: &mut Board, posting: Posting| match board.post(posting) {
        Err(BoardError::Ceremony { error: CeremonyError::Member(error), .. }) => error.kind,
        other => panic!("{other:?}"),
    };
    let first = members[0].next(&board, &mut system_random()).unwrap().unwrap();
    assert_eq!(refused(&mut board, Posting { member: 2, ..first.clone() }), TrusteeErrorKind::Context);
    board.post(first.clone()).unwrap();
    // The seeds of member 1, copied to the stick of member 2.
    let text = members[0].to_secret().replacen("\"member\":1", "\"member\":2", 1);
    let twin = Member::from_secret(text.as_bytes()).unwrap().next(&board, &mut system_random()).unwrap().unwrap();
    assert_eq!(refused(&mut board, twin), TrusteeErrorKind::Repeated);
    let mut changed = members[1].next(&board, &mut system_random()).unwrap().unwrap();
    let third = members[2].next(&board, &mut system_random()).unwrap().unwrap();
    changed.messages[1] = third.messages[1].clone();
    assert_eq!(refused(&mut board, changed), TrusteeErrorKind::Context);
}

#[test]
fn a_key_that_does_not_follow_from_the_coefficients_is_refused() {
    let (mut board, mut members) = sitting();
    (0..3).for_each(|_| step(&mut board, &mut members));
    let mut posting = members[0].next(&board, &mut system_random()).unwrap().unwrap();
    let other = members[1].next(&board, &mut system_random()).unwrap().unwrap();
    posting.messages[2] = other.messages[2].clone();
    assert!(MemberOutput::from_json(posting.messages[2].as_bytes()).is_ok());
    let Err(BoardError::Ceremony { election: 3, error: CeremonyError::Member(error) }) = board.post(posting) else { panic!("taken") };
    assert_eq!((error.owner, error.kind), (1, TrusteeErrorKind::VerificationKey));
}

#[test]
fn wrong_numbers_and_forms_are_named() {
    assert!(matches!(Board::new(3, 4, 1), Err(BoardError::Size { .. })));
    assert!(matches!(Board::new(3, 1, 1), Err(BoardError::Size { .. })));
    assert!(matches!(Board::new(0, 0, 1), Err(BoardError::Size { .. })));
    assert!(matches!(Board::new(3, 2, 0), Err(BoardError::Size { .. })));
    let (mut board, mut members) = sitting();
    let posting = members[0].next(&board, &mut system_random()).unwrap().unwrap();
    assert_eq!(board.post(Posting { member: 4, ..posting.clone() }), Err(BoardError::NoSuchMember(4)));
    assert_eq!(board.post(Posting { member: 0, ..posting.clone() }), Err(BoardError::NoSuchMember(0)));
    let short = Posting { messages: posting.messages[..2].to_vec(), ..posting.clone() };
    assert_eq!(board.post(short), Err(BoardError::Messages { found: 2, expected: 3 }));
    let text = posting.to_json();
    for wrong in [text.replacen("certificate", "certificates", 1), text.replacen("\"v\":1", "\"v\":2", 1), format!("{text}\n")] {
        assert!(Posting::from_json(wrong.as_bytes()).is_err());
    }
    step(&mut board, &mut members);
    let unhashed = Posting { step: Step::Commitment, member: 1, messages: vec![Digest::of(b"").to_base64(); ELECTIONS] };
    assert_eq!(board.post(unhashed), Err(BoardError::NotADigest { election: 1 }));
    let mut other = Member::new(1, 2, &mut system_random());
    assert_eq!(other.next(&board, &mut system_random()), Err(MemberError::Elections { own: 2, board: 3 }));
    assert!(matches!(members[0].keys(), Err(MemberError::Unfinished)));
}

/// All postings of a sitting, and what a member keeps after it.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let (mut board, mut members) = sitting();
    Step::ALL.into_iter().for_each(|_| step(&mut board, &mut members));
    let postings = Step::ALL.into_iter().map(|step| board.posting(step, 2).unwrap().to_json());
    postings.chain([members[0].to_secret().to_string()]).collect()
});

/// For each step the board that waits for member 2, and the posting that it waits for.
static WAITING: LazyLock<Vec<(Board, String)>> = LazyLock::new(|| {
    let (mut board, mut members) = sitting();
    let one = |_| {
        let posting = members[1].next(&board, &mut system_random()).unwrap().unwrap();
        let waiting = (board.clone(), posting.to_json());
        board.post(posting).unwrap();
        for place in [0, 2] {
            board.post(members[place].next(&board, &mut system_random()).unwrap().unwrap()).unwrap();
        }
        assert!(waiting.0.clone().post(Posting::from_json(waiting.1.as_bytes()).unwrap()).is_ok());
        waiting
    };
    Step::ALL.into_iter().map(one).collect()
});

/// What is accepted is written as it was read; a board takes it or says why not.
fn read(text: &[u8]) {
    if let Ok(posting) = Posting::from_json(text) {
        assert_eq!(posting.to_json().as_bytes(), text);
        let mut board = Board::new(3, 2, ELECTIONS).unwrap();
        let _ = board.post(posting);
    }
    if let Ok(member) = Member::from_secret(text) {
        assert_eq!(member.to_secret().as_bytes(), text);
        let _ = member.keys();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn changed_messages_have_no_second_encoding(which in 0usize..5, place in any::<prop::sample::Index>(), with in any::<u8>(), drop in any::<bool>()) {
        let mut text = TEXTS[which].clone().into_bytes();
        let place = place.index(text.len());
        if drop { text.remove(place); } else { text[place] ^= with; }
        read(&text);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..1000)) {
        read(&bytes);
    }

    #[test]
    fn no_changed_digit_is_taken(which in prop::sample::select(vec![0usize, 2, 3]), place in any::<prop::sample::Index>(), with in b'0'..=b'9') {
        let (board, text) = &WAITING[which];
        // What a member encrypts to itself nobody else can check.
        let from = text.rfind("public_key").unwrap_or(0);
        let digits: Vec<_> = text.char_indices().filter(|(at, c)| *at > from && c.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = *place.get(&digits);
        let mut changed = text.clone().into_bytes();
        prop_assume!(changed[at] != with);
        changed[at] = with;
        let taken = Posting::from_json(&changed).is_ok_and(|posting| board.clone().post(posting).is_ok());
        prop_assert!(!taken);
    }
}
