//! Notes, keys and checkpoints: one form only.

mod common;

use common::{checkpoint, log_signer, witness_signer};
use ledger::limits::MAX_SIGNATURES;
use ledger::{BadKey, Checkpoint, CheckpointError, Hash, LogSigner, Note, NoteError, TileId, VerifierKey, WitnessSigner, read_keys};

fn note() -> Note {
    log_signer().sign_text("hello\n").unwrap()
}

#[test]
fn a_note_of_another_form_is_refused() {
    let good = note().to_string();
    let (text, signature) = good.split_once("\n\n").unwrap();
    for (bytes, error) in [
        (format!("{text}\n{signature}"), NoteError::Form),
        (good.trim_end().to_owned(), NoteError::Form),
        (format!("{text}\n\n"), NoteError::Form),
        (good.replace("hello", "hel\tlo"), NoteError::Character(3)),
        (good.replace("hello", "hel\rlo"), NoteError::Character(3)),
        (good.replace('—', "-"), NoteError::SignatureLine(1)),
        (good.replace("— ", "—  "), NoteError::SignatureLine(1)),
        (good.replace("=\n", "\n"), NoteError::SignatureLine(1)),
        (format!("{good}x\n"), NoteError::SignatureLine(2)),
        (format!("{text}\n\n{}", signature.repeat(MAX_SIGNATURES + 1)), NoteError::TooManySignatures),
        (format!("{}\n\n{signature}", "x".repeat(300_000)), NoteError::TooLong),
    ] {
        assert_eq!(Note::parse(bytes.as_bytes()).map(|_| ()), Err(error), "{}", &bytes[..bytes.len().min(200)]);
    }
    assert!(Note::parse(b"hel\xfflo\n\n").is_err());
}

#[test]
fn a_text_may_hold_empty_lines() {
    let note = log_signer().sign_text("one\n\ntwo\n").unwrap();
    let read = Note::parse(&note.to_bytes()).unwrap();
    assert_eq!(read, note);
    assert_eq!(read.text(), "one\n\ntwo\n");
}

#[test]
fn an_invalid_signature_of_a_known_key_rejects_the_note_and_unknown_ones_are_ignored() {
    let known = [log_signer().verifier().clone()];
    let stranger = LogSigner::from_seed(common::ORIGIN.parse().unwrap(), &[8; 32]);
    let mut note = note();
    note.add(stranger.sign_text("hello\n").unwrap().signatures()[0].clone()).unwrap();
    let verdict = note.check(&known).unwrap();
    assert_eq!((verdict.valid.len(), verdict.unknown), (1, 1));
    assert_eq!(note.check(&[]), Err(NoteError::Unsigned));
    assert_eq!(note.check(&[witness_signer(1).verifier().clone()]), Err(NoteError::Unsigned));

    note.add(log_signer().sign_text("goodbye\n").unwrap().signatures()[0].clone()).unwrap();
    assert!(matches!(note.check(&known), Err(NoteError::Invalid { .. })));
    assert_eq!(note.signatures().len(), 2, "the same key's signature is replaced");
}

#[test]
fn sixteen_and_more_signatures_are_read() {
    let mut note = note();
    for seed in 2..60 {
        let signer = LogSigner::from_seed(common::ORIGIN.parse().unwrap(), &[seed; 32]);
        note.add(signer.sign_text("hello\n").unwrap().signatures()[0].clone()).unwrap();
    }
    assert_eq!(Note::parse(&note.to_bytes()).unwrap().check(&[log_signer().verifier().clone()]).unwrap().unknown, 58);
}

#[test]
fn a_key_has_one_form_and_a_right_id() {
    let key = log_signer().verifier().to_string();
    assert_eq!(key.parse::<VerifierKey>().unwrap(), *log_signer().verifier());
    let mut parts: Vec<&str> = key.split('+').collect();
    parts[1] = "00000000";
    assert!(matches!(parts.join("+").parse::<VerifierKey>(), Err(BadKey::Id { .. })));
    let bytes = data_encoding::BASE64.decode(key.splitn(3, '+').nth(2).unwrap().as_bytes()).unwrap();
    for (change, error) in [
        ([&[0x06], &bytes[1..]].concat(), BadKey::Algorithm(6)),
        (bytes[..32].to_vec(), BadKey::Form),
        (vec![], BadKey::Form),
        // y = 1 is the neutral element: a key with which every message is signed.
        ([&[1, 1][..], &[0; 31]].concat(), BadKey::Point),
        ([&[1][..], &[0xff; 32]].concat(), BadKey::Point),
    ] {
        let text = format!("a+00000000+{}", data_encoding::BASE64.encode(&change));
        assert_eq!(text.parse::<VerifierKey>(), Err(error), "{text}");
    }
    for name in ["", "a b", "a\u{3000}b", "a\nb"] {
        assert!(format!("{name}+00000000+AQ==").parse::<VerifierKey>().is_err(), "{name:?}");
    }
    assert!(key.replace("city", "cit+y").parse::<VerifierKey>().is_err());
}

#[test]
fn a_file_of_keys_names_the_bad_line() {
    let (log, witness) = (log_signer().verifier().clone(), witness_signer(1).verifier().clone());
    let file = format!("# the log\n{log}\n\n# a witness\n{witness}\n");
    assert_eq!(read_keys(file.as_bytes()).unwrap(), [log, witness]);
    assert!(matches!(read_keys(format!("{file}nonsense\n").as_bytes()), Err(BadKey::Line { line: 6, .. })));
    assert_eq!(read_keys(&[0xff]), Err(BadKey::File));
    assert_eq!(read_keys(&vec![b'\n'; 70_000]), Err(BadKey::File));
}

#[test]
fn secret_keys_keep_their_role() {
    let log = log_signer().to_text();
    let witness = witness_signer(1).to_text();
    assert_eq!(LogSigner::parse(&log).unwrap().verifier(), log_signer().verifier());
    assert_eq!(WitnessSigner::parse(&format!("{}\n", witness.as_str())).unwrap().verifier(), witness_signer(1).verifier());
    assert!(LogSigner::parse(&witness).is_err());
    assert!(WitnessSigner::parse(&log).is_err());
    assert!(LogSigner::parse(&log.replace("PRIVATE", "PUBLIC")).is_err());
}

#[test]
fn a_checkpoint_has_one_text() {
    let good = checkpoint(5, Hash::of_entry(b"x"));
    let text = good.text();
    assert_eq!(Checkpoint::parse(&text).unwrap(), good);
    let line = |text: &str| match Checkpoint::parse(text) {
        Err(CheckpointError::Line { line, .. }) => line,
        other => panic!("{text:?}: {other:?}"),
    };
    assert_eq!(line(&text.replace("\n5\n", "\n05\n")), 2);
    assert_eq!(line(&text.replace("\n5\n", "\n+5\n")), 2);
    assert_eq!(line(&text.replace("\n5\n", "\n9223372036854775808\n")), 2);
    assert_eq!(line(&text.replace("=\n", "\n")), 3);
    assert_eq!(line(&text.replacen("city.example/2025", "", 1)), 1);
    assert_eq!(line("origin\n5\n"), 3);
    assert_eq!(line(&format!("{text}\n")), 4);
    assert_eq!(line(text.trim_end()), 3);
    let extended = Checkpoint::parse(&format!("{text}more\n")).unwrap();
    assert_eq!(extended.extensions(), ["more"]);
    assert_eq!(extended.text(), format!("{text}more\n"));
}

#[test]
fn a_tile_has_one_path() {
    for path in ["tile/0/000", "tile/63/999.p/255", "tile/entries/x001/000.p/1", "tile/7/x018/x446/x744/x073/x709/x551/615"] {
        assert_eq!(path.parse::<TileId>().unwrap().to_string(), path);
    }
    for path in [
        "tile/64/000",
        "tile/00/000",
        "tile/+0/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/data/000",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
        "/tile/0/000",
        "tile/0/000/",
        "",
    ] {
        assert!(path.parse::<TileId>().is_err(), "{path}");
    }
}
