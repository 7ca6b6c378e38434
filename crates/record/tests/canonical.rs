//! Canonical JSON: one encoding, and no other is read.

use proptest::prelude::*;
use record::json::{Integer, JsonErrorKind, MAX_BYTES, MAX_DEPTH, MAX_INTEGER, Object, Value, parse};

/// RFC 8785, section 3.2.3: the example of sorting, and its order.
#[test]
fn the_sorting_example_of_the_rfc() {
    let members = [
        ("\u{20ac}", "Euro Sign"),
        ("\r", "Carriage Return"),
        ("\u{fb33}", "Hebrew Letter Dalet With Dagesh"),
        ("1", "One"),
        ("\u{1f600}", "Emoji: Grinning Face"),
        ("\u{80}", "Control"),
        ("\u{f6}", "Latin Small Letter O With Diaeresis"),
    ];
    let mut object = Object::new();
    for (key, value) in members {
        object.insert(key.into(), Value::String(value.into())).unwrap();
    }
    let order: Vec<&str> =
        object.members().iter().map(|(_, value)| if let Value::String(text) = value { text.as_str() } else { "" }).collect();
    assert_eq!(
        order,
        [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh"
        ]
    );
    let text = Value::Object(object.clone()).to_text();
    assert!(text.starts_with("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":"), "{text}");
    assert_eq!(parse(text.as_bytes()), Ok(Value::Object(object)));
}

/// RFC 8785, section 3.2.2: the string of the example.
#[test]
fn the_string_example_of_the_rfc() {
    let string = Value::String("\u{20ac}$\u{f}\nA'B\"\\\\\"/".into());
    assert_eq!(string.to_text(), r#""€$\u000f\nA'B\"\\\\\"/""#);
    assert_eq!(parse(string.to_text().as_bytes()), Ok(string));
}

#[test]
fn every_second_encoding_is_refused_at_its_place() {
    use JsonErrorKind::*;
    for (text, at, kind) in [
        ("", 0, Value),
        (" 1", 0, Value),
        ("1 ", 1, Trailing),
        ("1\n", 1, Trailing),
        ("true", 0, Value),
        ("null", 0, Value),
        ("01", 0, Integer),
        ("-0", 0, Integer),
        ("-", 0, Integer),
        ("--1", 0, Integer),
        ("1-1", 0, Integer),
        ("1.0", 0, Float),
        ("1e3", 0, Float),
        ("9007199254740992", 0, Integer),
        ("-9007199254740992", 0, Integer),
        ("99999999999999999999999", 0, Integer),
        (r#""a"#, 2, Unterminated),
        ("\"\u{1}\"", 1, Escape),
        (r#""\u0041""#, 1, Escape),
        (r#""\u000A""#, 1, Escape),
        (r#""\u000a""#, 1, Escape),
        (r#""\u001F""#, 1, Escape),
        (r#""\/""#, 1, Escape),
        (r#""\ud83d\ude00""#, 1, Escape),
        (r#""\u00""#, 1, Escape),
        (r#""\"#, 1, Escape),
        ("[1, 2]", 3, Value),
        ("[1,]", 3, Value),
        ("[1 2]", 2, Expected(',')),
        (r#"{"a":1,}"#, 7, Expected('"')),
        (r#"{"a" :1}"#, 4, Expected(':')),
        (r#"{"a":1,"a":1}"#, 7, Repeated),
        (r#"{"b":1,"a":1}"#, 7, Unsorted),
        (r#"{a:1}"#, 1, Expected('"')),
    ] {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.at, error.kind), (at, kind), "{text:?}");
    }
    assert_eq!(parse(b"\"\xff\"").unwrap_err().kind, Encoding);
    assert_eq!(parse(&[b'['].repeat(MAX_BYTES)).unwrap_err().kind, TooDeep);
    assert_eq!(parse(&[b'1'].repeat(MAX_BYTES + 1)).unwrap_err().kind, TooLong);
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
    assert!(parse(nested(MAX_DEPTH + 1).as_bytes()).is_err());
    assert_eq!(self::Integer::new(MAX_INTEGER + 1), None);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        (-MAX_INTEGER..=MAX_INTEGER).prop_map(|value| Value::Integer(Integer::new(value).unwrap())),
        any::<String>().prop_map(Value::String),
        "[\\x00-\\x7f]{0,8}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|members| {
                let mut object = Object::new();
                for (key, value) in members {
                    let _ = object.insert(key, value);
                }
                Value::Object(object)
            }),
        ]
    })
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_value(value in value()) {
        prop_assert_eq!(parse(value.to_text().as_bytes()), Ok(value));
    }

    #[test]
    fn what_is_read_is_written_the_same(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(value) = parse(&bytes) {
            prop_assert_eq!(value.to_text().into_bytes(), bytes);
        }
    }

    #[test]
    fn text_like_json_is_refused_or_written_the_same(text in "[\\[\\]{},:\"\\\\ab01.eu\\- ]{0,16}") {
        if let Ok(value) = parse(text.as_bytes()) {
            prop_assert_eq!(value.to_text(), text);
        }
    }

    /// What is written is JSON to another reader too.
    #[test]
    fn other_readers_read_it(value in value()) {
        let text = value.to_text();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }

    #[test]
    fn one_changed_byte_never_reads_as_the_same_value(value in value(), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = value.to_text().into_bytes();
        let place = at.index(bytes.len());
        prop_assume!(bytes[place] != to);
        bytes[place] = to;
        prop_assert_ne!(parse(&bytes), Ok(value));
    }
}
