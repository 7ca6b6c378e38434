//! What must never stand in a log, however talkative.

use crate::support::http::Visitor;
use crate::support::people::{PASSWORD, Phone};
use crate::support::process::{Server, serve};

/// A password that somebody types wrongly.
const WRONG: &str = "Wrong-Secret-41";

#[test]
fn passwords_codes_and_links_stay_out_of_the_log() {
    let data = tempfile::tempdir().expect("the folder for temporary files is writable");
    let mut command = serve(data.path());
    command.env("SANMIN_LOG", "debug");
    let server = Server::start(command);
    let path = server.set_up_path();
    let token = path.rsplit('/').next().expect("a token").to_string();

    let mut visitor = Visitor::new(server.address);
    let page = visitor.get(&path).expect(200);
    let secret = page.between("<p class=\"code\">", "</p>").to_string();
    let mut phone = Phone::enrol(&secret).expect("a secret");
    let first = phone.code();
    let twice = [("password", PASSWORD), ("repeated", WRONG), ("code", &first)];
    visitor.post(&path, &twice).expect(422);
    visitor.post(&path, &[("password", PASSWORD), ("repeated", PASSWORD), ("code", &first)]).expect(303);
    visitor.post("/office/sign-in", &[("account", "admin"), ("password", WRONG), ("code", &first)]).expect(422);
    let second = phone.code();
    visitor.post("/office/sign-in", &[("account", "admin"), ("password", PASSWORD), ("code", &second)]).expect(303);
    let session = visitor.cookie("sanmin_session").expect("a session").to_string();
    visitor.get("/office/me").expect(200);

    let log = server.log();
    assert!(log.contains("/office/sign-in"), "requests are logged at this level:\n{log}");
    let escaped: String = form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect();
    let typed: String = secret.split_whitespace().collect();
    for (kind, text) in
        [("password", PASSWORD), ("password", &escaped), ("password", WRONG), ("link", &token), ("secret", &typed), ("session", &session)]
    {
        assert!(!log.contains(text), "the {kind} stands in the log:\n{log}");
    }
    // As a word of its own: six digits may also be a part of a duration.
    let words: Vec<&str> = log.split(|c: char| !c.is_alphanumeric() && c != '.').collect();
    assert!(!words.contains(&first.as_str()) && !words.contains(&second.as_str()), "a code stands in the log:\n{log}");
}
