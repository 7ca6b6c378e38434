//! The voter's bundle in a real worker: a ballot that this house's verifier accepts, and one that is opened instead.

use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use ballot::cast::{Poll, Revealed, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, Question, Uuid};
use ballot::group::{SecretScalar, system_random};
use serde_json::{Value, json};

use crate::chromium::{Browser, Driver, Kind};

const BUNDLE: &str = include_str!("../../../voter/dist/voter.js");
/// As strict as a page with a worker can be.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'";
const CHOICES: [usize; 10] = [0, 1, 2, 3, 4, 4, 3, 2, 1, 0];

/// Sends the messages one by one to a new worker, and gives all replies.
const ASK: &str = "
    const [messages, done] = arguments, replies = [], worker = new Worker('/voter.js');
    worker.onerror = (event) => done(['the worker broke: ' + event.message]);
    worker.onmessage = (event) => {
        replies.push(event.data);
        if (replies.length === messages.length) done(replies);
        else worker.postMessage(messages[replies.length]);
    };
    worker.postMessage(messages[0]);";

/// Serves an empty page and the bundle; its origin.
async fn serve() -> String {
    let page = || async { ([(CONTENT_TYPE, "text/html"), (CONTENT_SECURITY_POLICY, POLICY)], "<!doctype html><title>voter</title>") };
    let script = || async { ([(CONTENT_TYPE, "text/javascript"), (CONTENT_SECURITY_POLICY, POLICY)], BUNDLE) };
    let router = Router::new().route("/", get(page)).route("/voter.js", get(script));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://127.0.0.1:{port}")
}

/// A session of ten departments and one card.
struct Session {
    election: Election,
    card: Credential,
}

impl Session {
    fn new() -> Self {
        let grades = ["好", "较好", "一般", "较差", "差"].map(str::to_owned).to_vec();
        let questions = (1..=10).map(|number| Question { answers: grades.clone(), question: format!("部门 {number}") }).collect();
        let rng = &mut system_random();
        let election = Election {
            description: "第一组".to_owned(),
            name: "述职评议".to_owned(),
            public_key: SecretScalar::random(rng).public(),
            questions,
            uuid: Uuid::random(rng),
            administrator: None,
            credential_authority: None,
        };
        Session { election, card: Credential::random(rng) }
    }

    /// Opens, chooses and seals in a worker of this browser, then asks for `last`; that reply, and the sealed tracker.
    async fn vote(&self, browser: &Browser, last: &str) -> (Value, String) {
        let mut messages = vec![json!({"type": "open", "election": self.election.to_json(), "credential": *self.card.reveal()})];
        messages
            .extend(CHOICES.iter().enumerate().map(|(question, answer)| json!({"type": "choose", "question": question, "answer": answer})));
        messages.extend([json!({"type": "seal"}), json!({"type": last}), json!({"type": "cast"})]);
        let replies = browser.run_async(ASK, vec![json!(messages)]).await;
        let [.., sealed, given, refused] = replies.as_array().expect("replies").as_slice() else { panic!("{replies}") };
        assert_eq!(refused["kind"], "finished", "nothing is given out a second time: {replies}");
        (given.clone(), sealed["tracker"].as_str().expect("a tracker").to_owned())
    }
}

#[tokio::test]
async fn a_phone_makes_a_ballot_that_is_accepted() {
    let Some(mut driver) = Driver::start() else { return };
    let phone = driver.browser_at(Kind::Phone, serve().await).await;
    phone.open("/").await;
    let session = Session::new();
    let (cast, tracker) = session.vote(&phone, "cast").await;
    assert_eq!(cast["tracker"], tracker);
    let text = cast["ballot"].as_str().expect("a ballot");
    let read = UnverifiedBallot::from_json(text.as_bytes()).expect("the form of a ballot");
    assert_eq!(read.tracker().to_string(), tracker);
    let list = CredentialList::sorted(vec![session.card.public_key(&session.election.uuid)]).expect("one key");
    Poll::new(&session.election).verify(read, &list).expect("a ballot that is accepted");
    assert_eq!(phone.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn another_device_sees_what_was_encrypted() {
    let Some(mut driver) = Driver::start() else { return };
    let origin = serve().await;
    let (phone, other) = (driver.browser_at(Kind::Phone, origin.clone()).await, driver.browser_at(Kind::Desktop, origin).await);
    phone.open("/").await;
    other.open("/").await;
    let session = Session::new();
    let (given, tracker) = session.vote(&phone, "reveal").await;
    let (text, revealed) = (given["ballot"].as_str().expect("a ballot"), given["revealed"].as_str().expect("the randomness"));
    let question = json!({"type": "check", "election": session.election.to_json(), "ballot": text, "revealed": revealed});
    let replies = other.run_async(ASK, vec![json!([question])]).await;
    assert_eq!(replies[0]["choices"], json!(CHOICES), "{replies}");
    assert_eq!(replies[0]["tracker"], tracker);
    let (ballot, revealed) = (UnverifiedBallot::from_json(text.as_bytes()), Revealed::from_json(revealed.as_bytes()));
    let (ballot, revealed) = (ballot.expect("the form of a ballot"), revealed.expect("the form of what is revealed"));
    assert_eq!(Poll::new(&session.election).check_revealed(&ballot, &revealed).as_deref(), Ok(CHOICES.as_slice()));
}
