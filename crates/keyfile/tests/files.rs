//! A key file is made, kept, read and opened; and refused when anything about it is not right.

use getrandom::SysRng;
use keyfile::{Cost, KeyFile, KeyFileError, Passphrase};
use proptest::prelude::*;
use rand_core::UnwrapErr;
use std::sync::LazyLock;

const SECRET: &[u8] = b"the seed of trustee 2";
static TEXT: LazyLock<String> = LazyLock::new(|| made().to_text());

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

fn made() -> KeyFile {
    let public = [("trustee".to_owned(), "2".to_owned()), ("activity".to_owned(), "鄂尔多斯".to_owned())].into();
    KeyFile::seal("trustee", public, SECRET, &passphrase("correct horse battery"), Cost::LEAST, &mut UnwrapErr(SysRng)).unwrap()
}

fn open(text: &str) -> Result<Vec<u8>, KeyFileError> {
    KeyFile::parse(text.as_bytes())?.open(&passphrase("correct horse battery")).map(|secret| secret.to_vec())
}

#[test]
fn what_was_sealed_is_opened_by_its_passphrase_alone() {
    assert_eq!(open(&TEXT).unwrap(), SECRET);
    let file = KeyFile::parse(TEXT.as_bytes()).unwrap();
    assert!(matches!(file.open(&passphrase("correct horse batterz")), Err(KeyFileError::CannotOpen)));
    assert!(!TEXT.contains("seed of trustee"));
    assert_eq!((file.kind(), file.public()["activity"].as_str()), ("trustee", "鄂尔多斯"));
}

#[test]
fn a_line_end_is_no_part_of_a_passphrase_and_short_ones_are_refused() {
    let file = KeyFile::parse(TEXT.as_bytes()).unwrap();
    assert!(file.open(&passphrase("correct horse battery\r\n")).is_ok());
    assert!(matches!(Passphrase::new("elf letters\n"), Err(KeyFileError::ShortPassphrase)));
    assert!(Passphrase::new("十二个汉字也是十二个字符").is_ok());
}

#[test]
fn nobody_gives_a_file_another_owner_kind_or_cost() {
    for (from, to) in [("\"2\"", "\"1\""), ("\"kind\": \"trustee\"", "\"kind\": \"cards\""), ("\"passes\": 1", "\"passes\": 2")] {
        let changed = TEXT.replacen(from, to, 1);
        assert_ne!(changed, *TEXT);
        assert!(matches!(open(&changed), Err(KeyFileError::CannotOpen)), "{from}");
    }
}

#[test]
fn a_file_cannot_make_its_reader_work_for_hours() {
    for (from, to) in [("\"memory_kib\": 8192", "\"memory_kib\": 4294967295"), ("\"passes\": 1", "\"passes\": 17")] {
        assert!(matches!(open(&TEXT.replacen(from, to, 1)), Err(KeyFileError::Cost)), "{from}");
    }
}

#[test]
fn other_versions_and_algorithms_are_refused_by_name() {
    for (from, to) in [("\"keyfile\": 1", "\"keyfile\": 2"), ("argon2id", "argon2d"), ("xchacha20poly1305", "aes")] {
        assert!(matches!(open(&TEXT.replacen(from, to, 1)), Err(KeyFileError::NotSupported(_))), "{from}");
    }
    assert!(matches!(open(&TEXT.replacen("\"kind\"", "\"king\"", 1)), Err(KeyFileError::Form(_))));
    assert!(matches!(open(&" ".repeat(keyfile::MAX_KEY_FILE_BYTES + 1)), Err(KeyFileError::TooLong)));
}

#[test]
fn a_resealed_file_holds_the_new_secret_under_the_same_passphrase() {
    let file = KeyFile::parse(TEXT.as_bytes()).unwrap();
    let again = file.reseal(file.public().clone(), b"more", &passphrase("correct horse battery"), &mut UnwrapErr(SysRng)).unwrap();
    assert_eq!(open(&again.to_text()).unwrap(), b"more");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_changed_byte_of_the_file_goes_unnoticed(place in 0usize..600, flip in 1u8..=127) {
        let mut bytes = TEXT.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] ^= flip;
        // White space between fields carries nothing; everything else is refused or cannot be opened.
        if let Ok(file) = KeyFile::parse(&bytes) {
            let same = file == KeyFile::parse(TEXT.as_bytes()).unwrap();
            prop_assert_eq!(file.open(&passphrase("correct horse battery")).is_ok(), same);
        }
    }

    #[test]
    fn random_bytes_are_no_key_file(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(KeyFile::parse(&bytes).is_err());
    }
}
