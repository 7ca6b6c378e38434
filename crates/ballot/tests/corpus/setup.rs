//! Changes of election, trustees and credentials.

use super::{BELENIOS, BOTH, CREDENTIALS, ELECTION, IDENTITY, ORDER_8, Row, SETUP, TRUSTEES, field, outside_subgroup, replace_field};
use crate::support::parts::Parts;
use ballot::digest::Digest;

pub(super) const CHANGES: &[Row<Parts>] = &[
    ("another key of the election", "election-key", BOTH, |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(ELECTION, |text| replace_field(text, "\"public_key\":\"", &other));
    }),
    ("another key of the election, and no ballot yet", "election-key", BELENIOS, |parts| {
        parts.parts.truncate(SETUP + 2);
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(ELECTION, |text| replace_field(text, "\"public_key\":\"", &other));
    }),
    ("the identity as the election's key", "election-form", BOTH, |parts| {
        parts.change(ELECTION, |text| replace_field(text, "\"public_key\":\"", IDENTITY));
    }),
    ("another question, ballots as they were", "wrong-election-hash", BOTH, |parts| {
        parts.change(ELECTION, |text| text.replacen("部门1", "部门9", 1))
    }),
    ("two choices allowed", "election-form", BOTH, |parts| parts.change(ELECTION, |text| text.replacen("\"max\":1", "\"max\":2", 1))),
    ("another version", "election-form", BOTH, |parts| parts.change(ELECTION, |text| text.replacen("\"version\":1", "\"version\":2", 1))),
    ("a needless escape", "election-form", BELENIOS, |parts| parts.change(ELECTION, |text| text.replacen("测试", "\\u6d4b试", 1))),
    ("another proof of a trustee's key", "trustee", BOTH, |parts| {
        parts.change(TRUSTEES, |text| replace_field(text, "\"challenge\":\"", "5"))
    }),
    ("another threshold", "trustee", BOTH, |parts| parts.change(TRUSTEES, |text| text.replacen("\"threshold\":2", "\"threshold\":3", 1))),
    ("another place in a certificate", "trustee", BELENIOS, |parts| {
        parts.change(TRUSTEES, |text| text.replacen("\\\"index\\\":2", "\\\"index\\\":1", 1));
    }),
    ("another certificate's signature", "trustee", BELENIOS, |parts| {
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"certs\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"challenge\":\"", "5"))
        });
    }),
    ("another coefficient", "trustee", BELENIOS, |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(TRUSTEES, |text| {
            let from = text.find("{\\\"coefexps\\\":[\\\"").unwrap() + "{\\\"coefexps\\\":[\\\"".len();
            format!("{}{other}{}", &text[..from], &text[from + 64..])
        });
    }),
    ("a coefficient of order 8", "trustees-form", BELENIOS, |parts| {
        parts.change(TRUSTEES, |text| {
            let from = text.find("{\\\"coefexps\\\":[\\\"").unwrap() + "{\\\"coefexps\\\":[\\\"".len();
            format!("{}{ORDER_8}{}", &text[..from], &text[from + 64..])
        });
    }),
    ("another signature over the certificates", "trustee", BELENIOS, |parts| {
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"signatures\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"response\":\"", "5"))
        });
    }),
    ("another verification key", "trustee", BOTH, |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(TRUSTEES, |text| {
            let at = text.find("\"verification_keys\"").unwrap();
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"public_key\":\"", &other))
        });
    }),
    ("another verification key of an absent member", "trustee", BELENIOS, |parts| {
        let other = ballot::group::SecretScalar::random(&mut ballot::group::system_random()).public().to_hex();
        parts.change(TRUSTEES, |text| {
            let keys = text.find("\"verification_keys\"").unwrap();
            let at = keys + text[keys..].match_indices("{\"pok\"").nth(1).unwrap().0;
            format!("{}{}", &text[..at], replace_field(&text[at..], "\"public_key\":\"", &other))
        });
    }),
    ("a credential twice", "credentials-form", BOTH, |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", field(text, ",\"")));
    }),
    ("a credential of order 8", "credentials-form", BOTH, |parts| parts.change(CREDENTIALS, |text| replace_field(text, "[\"", ORDER_8))),
    ("a credential outside the subgroup", "credentials-form", BOTH, |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", &outside_subgroup(field(text, "[\""))));
    }),
    ("a trustee's key outside the subgroup", "trustees-form", BOTH, |parts| {
        parts.change(TRUSTEES, |text| replace_field(text, "\"public_key\":\"", &outside_subgroup(field(text, "\"public_key\":\""))));
    }),
    ("a credential with a weight", "credentials-form", BOTH, |parts| {
        parts.change(CREDENTIALS, |text| replace_field(text, "[\"", &format!("{},2", field(text, "[\""))));
    }),
    ("setup data of another election", "setup-data", BOTH, |parts| {
        parts.change(SETUP, |text| replace_field(text, "\"election\":\"", &Digest::of(b"").to_hex()));
    }),
];
