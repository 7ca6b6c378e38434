//! The application in a test: fresh database, the real plan, a clock that stands still, and clients that keep cookies
//! and form tokens as a browser does.

mod small_plan;

use std::collections::BTreeMap;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use plan::{PlanFiles, Role};
use tower::ServiceExt;

use crate::app::App;
use crate::args;
use crate::clock::Clock;
use crate::database::{Database, DatabaseError};
use crate::id::new_id;
use crate::ledger::{Ledger, Witness};
use crate::login::{self, AccountId, SessionOwner};
use crate::rights::RouteTable;
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::{adoption, rehearsal, server, transaction};

pub use small_plan::{small_plan, three_venues};

/// The moment at which a test's clock stands: the Friday before the start-up deadline of the real plan.
pub const START: &str = "2024-12-27T09:00:00+08:00";

/// The files of the real plan.
///
/// # Panics
/// If the repository's `plans/ordos-2024` cannot be read.
pub fn real_plan() -> PlanFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plans/ordos-2024");
    let mut files = PlanFiles::new();
    for entry in std::fs::read_dir(&folder).expect("the real plan is in the repository") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_string();
        if PlanFiles::wants(&name) {
            files.insert(&name, std::fs::read(&path).expect("a readable file")).expect("a file of the plan");
        }
    }
    files
}

/// The application on one database.
pub struct TestApp {
    /// The application, to look behind the pages.
    pub app: App,
    service: Router,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// The application with these routes and the real plan, at [`START`].
    ///
    /// # Panics
    /// If anything cannot be set up.
    pub async fn new(database: Database, table: RouteTable) -> Self {
        Self::with_plan(database, table, &real_plan()).await
    }

    /// The same with another plan.
    ///
    /// # Panics
    /// If anything cannot be set up.
    pub async fn with_plan(database: Database, table: RouteTable, files: &PlanFiles) -> Self {
        Self::with_witnesses(database, table, files, Vec::new()).await
    }

    /// The same with a ledger that these witnesses are asked to cosign.
    ///
    /// # Panics
    /// If anything cannot be set up.
    pub async fn with_witnesses(database: Database, table: RouteTable, files: &PlanFiles, witnesses: Vec<Witness>) -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files is writable");
        let clock = Clock::virtual_at(START.parse().expect("a timestamp"));
        let secrets = Secrets::ephemeral();
        let ledger = Ledger::open(&database, &secrets, "ledger.example/test", witnesses).await.expect("a ledger");
        let plan = adoption::in_force_or_first(&database, &clock, files, &ledger).await.expect("a plan to adopt");
        // A virtual clock goes with the mark of a rehearsal, here as in the program.
        let marked: Result<(), DatabaseError> = transaction!(&database, |tx| rehearsal::mark(&mut tx, clock.now()).await);
        marked.expect("a mark");
        let settings = Settings::local(folder.path().to_owned());
        let app = App::new(database, clock, secrets, settings, ledger, plan, table.menu());
        let service = server::application(&app, table).expect("settings that fit");
        TestApp { app, service, _folder: folder }
    }

    /// The application's service, to be served on a port.
    pub fn service(&self) -> Router {
        self.service.clone()
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Client {
        Client { service: self.service.clone(), cookies: BTreeMap::new(), token: String::new() }
    }

    /// Somebody signed in with these roles, from this unit, in these posts of the plan. The account is made on the spot.
    ///
    /// # Panics
    /// If the account cannot be made.
    pub async fn staff(&self, name: &str, unit: &str, posts: &[&str], roles: &[Role]) -> Client {
        let id = AccountId::new();
        let now = self.app.clock().millis();
        let cookie = transaction!(self.app.database(), |tx| -> Result<_, DatabaseError> {
            tx.execute(
                "INSERT INTO accounts (id, login_name, display_name, unit, contact, state, created_at) VALUES ($1, $2, $3, $4, '', 'active', $5)",
                args![id.as_str(), id.as_str(), name, unit, now],
            )
            .await?;
            for role in roles {
                tx.execute(
                    "INSERT INTO account_roles (account_id, role, granted_at, granted_by) VALUES ($1, $2, $3, 'test')",
                    args![id.as_str(), role.to_string(), now],
                )
                .await?;
            }
            for post in posts {
                tx.execute("INSERT INTO account_posts (account_id, post) VALUES ($1, $2)", args![id.as_str(), *post]).await?;
            }
            login::start(&mut tx, &SessionOwner::Account(id.clone()), now, false).await
        })
        .expect("an account");
        self.with_session(&cookie)
    }

    /// Somebody signed in at a venue by its one-day pass.
    ///
    /// # Panics
    /// If the pass cannot be made.
    pub async fn venue_staff(&self, venue: &str) -> Client {
        self.venue_desk(venue, "签到台").await
    }

    /// The same at a desk with this label.
    ///
    /// # Panics
    /// If the pass cannot be made.
    pub async fn venue_desk(&self, venue: &str, label: &str) -> Client {
        let (id, now) = (new_id(), self.app.clock().millis());
        let owner = SessionOwner::VenuePass(id.clone(), now + 3_600_000);
        let cookie = transaction!(self.app.database(), |tx| -> Result<_, DatabaseError> {
            tx.execute(
                "INSERT INTO venue_passes (id, venue, label, day, valid_from, valid_until, token_hash, pin_hash, created_at, created_by) \
                 VALUES ($1, $2, $5, '2025-01-13', $3, $4, $1, '', $3, 'test')",
                args![&id, venue, now, now + 3_600_000, label],
            )
            .await?;
            login::start(&mut tx, &owner, now, false).await
        })
        .expect("a venue pass");
        self.with_session(&cookie)
    }

    fn with_session(&self, cookie: &HeaderValue) -> Client {
        let mut client = self.visitor();
        client.keep_cookie(cookie.to_str().expect("an ASCII cookie"));
        client
    }
}

/// A browser without a screen: keeps cookies, and sends the form token of the last page that had one.
#[derive(Clone)]
pub struct Client {
    service: Router,
    cookies: BTreeMap<String, String>,
    token: String,
}

/// What the server answered.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
    /// The body as it came, for files.
    pub bytes: Vec<u8>,
}

impl Client {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::builder().method(Method::GET).uri(path);
        self.send(request, Body::empty()).await
    }

    /// Submits a form with the form token of the last page, as a browser on that page would.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token.clone();
        let with_token = fields.iter().copied().chain((!token.is_empty()).then_some(("csrf", token.as_str())));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(with_token).finish();
        self.post_body(path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Submits a form with one file in the field `file`.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        const BOUNDARY: &str = "----sanmin-test-boundary";
        let mut body = Vec::new();
        let token = self.token.clone();
        for (field, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(content);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        self.post_body(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
    }

    /// Submits a form with several files in the field `file`.
    pub async fn upload_all(&mut self, path: &str, files: &[(&str, &[u8])]) -> Answer {
        const BOUNDARY: &str = "----sanmin-test-boundary";
        let mut body = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", self.token).into_bytes();
        for (name, content) in files {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend(head.bytes().chain(content.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        self.post_body(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
    }

    /// Submits a body as it is, from a page of this site.
    pub async fn post_body(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request =
            Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Forgets the form token, as a forged form does not have it.
    pub fn without_token(mut self) -> Self {
        self.token.clear();
        self
    }

    /// The cookies, for a look at what the server set.
    pub fn cookies(&self) -> &BTreeMap<String, String> {
        &self.cookies
    }

    async fn send(&mut self, request: http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) };
        let request = request.header(header::HOST, "sanmin.test").body(body).expect("a well-formed request");
        let Ok(response) = self.service.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep_cookie(cookie.to_str().expect("an ASCII cookie"));
        }
        let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = match endless {
            // Of a stream the first piece, because it has no last.
            true => body.into_data_stream().next().await.and_then(Result::ok).unwrap_or_default(),
            false => to_bytes(body, 64 << 20).await.expect("a body"),
        };
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(token) = body.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next()) {
            self.token = token.to_string();
        }
        Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }

    fn keep_cookie(&mut self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        if value.is_empty() {
            self.cookies.remove(name)
        } else {
            self.cookies.insert(name.into(), value.into())
        };
    }
}

impl Answer {
    /// The address of a redirect; empty where there is none.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Asserts the status, showing the body when it is another one.
    ///
    /// # Panics
    /// If the status is another one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// Asserts that the page shows these words.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(self.body.contains(words), "“{words}” is not in:\n{}", self.body);
        self
    }

    /// Asserts that the page reads so: these words in one line, whatever elements they stand in.
    ///
    /// # Panics
    /// If it does not.
    #[track_caller]
    pub fn reads(self, words: &str) -> Self {
        let text: String = self.body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        assert!(text.contains(words), "“{words}” is not read in:\n{text}");
        self
    }
}
