//! What the vectors are made of: elections of several shapes, cards, choices; and texts that must be refused.

use crate::stream::Stream;
use ballot::credential::Credential;
use ballot::election::{Election, Question, Uuid};
use ballot::group::SecretScalar;
use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;

/// Every character that has an escape, some that need none, and one outside the basic plane.
const AWKWARD: &str = "\"引号\" \\ / \u{8}\u{c}\n\r\t\u{0}\u{b}\u{1f}\u{7f}\u{80}\u{2028} é 𠮷";

pub struct Case {
    pub name: &'static str,
    pub election: Election,
    pub card: Credential,
    pub choices: Vec<usize>,
    /// Whether the ballot stands in the vectors in full, or only its tracker.
    pub in_full: bool,
}

impl Case {
    fn new(name: &'static str, election: Election, choices: &[usize], in_full: bool) -> Case {
        let card = Credential::random(&mut Stream::new(&format!("{name}/card")));
        Case { name, election, card, choices: choices.to_vec(), in_full }
    }

    /// The random numbers that the ballot is made with.
    pub fn seed(&self) -> String {
        format!("{}/ballot", self.name)
    }
}

pub fn cases() -> Vec<Case> {
    let session = || election("session", "政府工作部门述职评议", vec![grades("市发展和改革委员会"); 10]);
    let awkward = Question { answers: (1..=7).map(|place| format!("{place} {AWKWARD}")).collect(), question: AWKWARD.to_owned() };
    let mut awkward = election("awkward", AWKWARD, vec![awkward; 3]);
    awkward.administrator = Some(AWKWARD.to_owned());
    awkward.credential_authority = Some("凭证机构".to_owned());
    let question = Question { answers: vec![String::new(), "是".to_owned()], question: String::new() };
    let mut small = election("small", "", vec![question]);
    small.credential_authority = Some(String::new());
    vec![
        Case::new("one question of two answers, the first", small.clone(), &[0], true),
        Case::new("one question of two answers, the second", small, &[1], true),
        Case::new("three questions of seven answers, awkward texts", awkward.clone(), &[6, 0, 3], true),
        Case::new("the same with another card", awkward, &[1, 1, 5], false),
        Case::new("a session", session(), &[0, 1, 2, 3, 4, 4, 3, 2, 1, 0], false),
        Case::new("a session, every first answer", session(), &[0; 10], false),
        Case::new("a session, every last answer", session(), &[4; 10], false),
        Case::new(
            "questions of different length",
            election(
                "uneven",
                "uneven",
                [1, 2, 9].map(|answers| Question { answers: vec!["a".to_owned(); answers], ..grades("d") }).into(),
            ),
            &[0, 1, 8],
            false,
        ),
    ]
}

fn grades(department: &str) -> Question {
    Question { answers: ["好", "较好", "一般", "较差", "差"].map(str::to_owned).to_vec(), question: department.to_owned() }
}

fn election(seed: &str, name: &str, questions: Vec<Question>) -> Election {
    let rng = &mut Stream::new(&format!("{seed}/election"));
    Election {
        description: name.chars().rev().collect(),
        name: name.to_owned(),
        public_key: SecretScalar::random(rng).public(),
        questions,
        uuid: Uuid::random(rng),
        administrator: None,
        credential_authority: None,
    }
}

/// Texts that are almost an election, each with what is wrong.
pub fn refused_elections() -> Vec<(&'static str, String)> {
    let good = election("refused", "n", vec![Question { answers: vec!["y".to_owned()], question: "q".to_owned() }]);
    let (text, key) = (good.to_json(), good.public_key.to_hex());
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let with_key = |hex: &str| changed(&key, hex);
    let torsion = |index: usize| encoding(&EIGHT_TORSION[index]);
    let tainted = encoding(&(EdwardsPoint::mul_base_clamped([7; 32]) + EIGHT_TORSION[1]));
    let question = "{\"answers\":[\"y\"],\"min\":1,\"max\":1,\"question\":\"q\"}";
    vec![
        ("nothing", String::new()),
        ("an object", "{}".to_owned()),
        ("space in front", format!(" {text}")),
        ("a newline behind", format!("{text}\n")),
        ("a byte order mark", format!("\u{feff}{text}")),
        ("cut short", text[..text.len() - 1].to_owned()),
        ("a space", changed("\"name\":", "\"name\": ")),
        ("fields in another order", changed("\"description\":\"n\",\"name\":\"n\"", "\"name\":\"n\",\"description\":\"n\"")),
        ("a field twice", changed("\"name\":\"n\"", "\"name\":\"n\",\"name\":\"n\"")),
        ("an unknown field", changed(",\"uuid\":", ",\"x\":\"\",\"uuid\":")),
        ("version 0", changed("\"version\":1", "\"version\":0")),
        ("version 2", changed("\"version\":1", "\"version\":2")),
        ("version 01", changed("\"version\":1", "\"version\":01")),
        ("version 10", changed("\"version\":1", "\"version\":10")),
        ("another group", changed("Ed25519", "BELENIOS-2048")),
        ("an escaped group", changed("Ed25519", "\\u0045d25519")),
        ("a key in upper case", with_key(&key.to_uppercase())),
        ("a short key", with_key(&key[1..])),
        ("a long key", with_key(&format!("0{key}"))),
        ("the identity as key", with_key(&torsion(0))),
        ("a key of order 2", with_key(&torsion(4))),
        ("a key of order 4", with_key(&torsion(2))),
        ("a key of order 8", with_key(&torsion(1))),
        ("a key outside the subgroup", with_key(&tainted)),
        ("a key with a sign for x = 0", with_key(&format!("80{:0>62}", "1"))),
        ("a key above the prime", with_key("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee")),
        ("a key that is not on the curve", with_key(&format!("{:0>64}", "2"))),
        ("no questions", changed(question, "")),
        ("a comma behind the last question", changed(question, &format!("{question},"))),
        ("too many questions", changed(question, &vec![question; 201].join(","))),
        ("no answers", changed("[\"y\"]", "[]")),
        ("too many answers", changed("[\"y\"]", &format!("[{}]", vec!["\"\""; 201].join(",")))),
        ("no answer needed", changed("\"min\":1", "\"min\":0")),
        ("two answers allowed", changed("\"max\":1", "\"max\":2")),
        ("a leading zero", changed("\"max\":1", "\"max\":01")),
        ("a fraction", changed("\"max\":1", "\"max\":1.0")),
        ("a blank vote", changed(",\"min\"", ",\"blank\":true,\"min\"")),
        ("a question of another type", changed("{\"answers\"", "{\"type\":\"NonHomomorphic\",\"answers\"")),
        ("a short uuid", changed(good.uuid.as_str(), &good.uuid.as_str()[1..])),
        ("a long uuid", changed(good.uuid.as_str(), &"1".repeat(65))),
        ("a uuid with a zero", changed(good.uuid.as_str(), "01234567891234")),
        (
            "an escaped uuid",
            changed(good.uuid.as_str(), &format!("\\u00{:x}{}", good.uuid.as_str().as_bytes()[0], &good.uuid.as_str()[1..])),
        ),
        ("an empty administrator in the wrong place", changed(",\"uuid\":", ",\"administrator\":\"\",\"uuid\":")),
        ("a needless escape", changed("\"name\":\"n\"", "\"name\":\"\\u006e\"")),
        ("an escaped slash", changed("\"name\":\"n\"", "\"name\":\"\\/\"")),
        ("an escaped Chinese character", changed("\"name\":\"n\"", "\"name\":\"\\u4e09\"")),
        ("a newline by its number", changed("\"name\":\"n\"", "\"name\":\"\\u000a\"")),
        ("an escape in upper case", changed("\"name\":\"n\"", "\"name\":\"\\u000B\"")),
        ("half an escape", changed("\"name\":\"n\"", "\"name\":\"\\u001\"")),
        ("an unknown escape", changed("\"name\":\"n\"", "\"name\":\"\\x\"")),
        ("a raw newline", changed("\"name\":\"n\"", "\"name\":\"\n\"")),
        ("a raw delete", changed("\"name\":\"n\"", "\"name\":\"\u{7f}\"")),
        ("no end of a string", changed("\"name\":\"n\"", "\"name\":\"n")),
    ]
}

fn encoding(point: &EdwardsPoint) -> String {
    let mut bytes = point.compress().to_bytes();
    bytes.reverse();
    data_encoding::HEXLOWER.encode(&bytes)
}

/// Texts that are almost a credential.
pub fn refused_credentials() -> Vec<&'static str> {
    vec![
        "",
        "2345678923456789234567",
        "23456-789234-56789-23456",
        "23456-789234-56789-2345678",
        "23456-78923-456789-234567",
        "23456789234567892345-6789",
        " 23456-789234-56789-234567",
        "23456-789234-56789-234567 ",
        "23456-789234-56789-234567\n",
        "03456-789234-56789-234567",
        "O3456-789234-56789-234567",
        "I3456-789234-56789-234567",
        "l3456-789234-56789-234567",
        "２3456-789234-56789-234567",
        "23456–789234–56789–234567",
    ]
}
