//! Somebody at a browser: keeps cookies and connections, and sends the form token of the last page that had one.

mod multipart;
mod page;

use std::collections::BTreeMap;
use std::time::Duration;

pub use multipart::Attached;
pub use page::Page;

use crate::Stumbled;

/// How long an answer may take before somebody gives up; longer than the server's own limit of 30 seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// The largest answer that is read: a session's archive has some 45 MB.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The status of an answer to somebody who asks too often (RFC 6585).
const TOO_MANY: u16 = 429;
/// What a browser adds to a request that its own page makes.
const SAME_SITE: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

/// Somebody at a browser. A clone is another window with the same cookies.
#[derive(Clone)]
pub struct Visitor {
    agent: ureq::Agent,
    origin: String,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Visitor {
    /// Somebody who comes for the first time to this origin, such as `http://127.0.0.1:7300`.
    pub fn new(origin: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0);
        Visitor {
            agent: config.build().new_agent(),
            origin: origin.trim_end_matches('/').to_owned(),
            cookies: BTreeMap::new(),
            token: String::new(),
        }
    }

    /// The same browser at another address of the same server, such as that of a copy.
    pub fn at(&self, origin: &str) -> Visitor {
        Visitor { origin: origin.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// A cookie that the server has set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page, whatever its status.
    ///
    /// # Errors
    /// No answer.
    pub fn look(&mut self, path: &str) -> Result<Page, Stumbled> {
        let (address, jar) = (format!("{}{path}", self.origin), self.jar());
        self.ask(format!("GET {path}"), |agent| agent.get(&address).header("Cookie", &jar).call())
    }

    /// Opens a page that must be there.
    ///
    /// # Errors
    /// No answer, or a status other than 200.
    pub fn get(&mut self, path: &str) -> Result<Page, Stumbled> {
        self.look(path)?.expect(200)
    }

    /// Sends a form with the token of the last page, whatever the answer.
    ///
    /// # Errors
    /// No answer.
    pub fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page, Stumbled> {
        let token = [("csrf", self.token.as_str())];
        let fields = fields.iter().chain(token.iter().filter(|(_, token)| !token.is_empty()));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send_as(path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    /// Sends a form that is taken: the answer leads on to another page.
    ///
    /// # Errors
    /// No answer, or a status other than 303.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page, Stumbled> {
        self.send(path, fields)?.expect(303)
    }

    /// Sends a form with files, whatever the answer.
    ///
    /// # Errors
    /// No answer.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], files: &[Attached<'_>]) -> Result<Page, Stumbled> {
        let token = [("csrf", self.token.as_str())];
        let (kind, body) = multipart::body(fields.iter().chain(&token), files);
        self.send_as(path, &kind, &body)
    }

    fn send_as(&mut self, path: &str, kind: &str, body: &[u8]) -> Result<Page, Stumbled> {
        let (address, jar) = (format!("{}{path}", self.origin), self.jar());
        self.ask(format!("POST {path}"), |agent| {
            agent.post(&address).header("Cookie", &jar).header(SAME_SITE.0, SAME_SITE.1).content_type(kind).send(body)
        })
    }

    fn jar(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Asks, and again after a pause where the server says that this account asks too often.
    fn ask(
        &mut self,
        asked: String,
        request: impl Fn(&ureq::Agent) -> Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Page, Stumbled> {
        loop {
            let page = self.take(asked.clone(), request(&self.agent))?;
            let Some(pause) = page.pause.filter(|_| page.status == TOO_MANY) else { return Ok(page) };
            std::thread::sleep(pause);
        }
    }

    fn take(&mut self, asked: String, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Page, Stumbled> {
        let failed = |error: ureq::Error| Stumbled::NoAnswer { asked: asked.clone(), why: error.to_string() };
        let mut answer = answer.map_err(failed)?;
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let header = |name: &str| answer.headers().get(name).map(text).unwrap_or_default();
        let (location, is_page) = (header("location"), header("content-type").starts_with("text/html"));
        let pause = header("retry-after").parse().ok().map(Duration::from_secs);
        for cookie in answer.headers().get_all("set-cookie").iter().map(text) {
            let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(failed)?;
        let page = Page { status: answer.status().as_u16(), location, body, pause, asked };
        if let Some(token) = page.hidden("csrf").filter(|_| is_page) {
            self.token = token;
        }
        Ok(page)
    }
}
