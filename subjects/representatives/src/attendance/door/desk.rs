//! The desk at which somebody works: a venue, and a session of today.

use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::Timestamp;
use maud::Markup;
use plan::{Plan, Role, Session};
use web::desk::Desk;
use web::page::date;
use web::page::date::local_day;
use web::page::link::Link;
use web::page::{Page, Sheet, sheet};
use web::{Failure, Refusal};

use crate::attendance::hours;
use crate::attendance::queries::{self, Listed};
use crate::attendance::service::Sender;
use crate::person::Seal;

/// A request from the door.
pub(super) struct Door {
    pub desk: Desk,
    /// The venue's id.
    pub venue: String,
    /// The session that is worked on; None on a day without one.
    pub session: Option<Session>,
}

impl FromRequestParts<web::App> for Door {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &web::App) -> Result<Self, Failure> {
        let desk = Desk::from_request_parts(parts, app).await?;
        let venue = desk.visitor.roles.iter().find_map(|role| if let Role::Venue(id) = role { Some(id.clone()) } else { None });
        let wanted = Link::new(&desk.look.path).get("session").parse().ok();
        let session = hours::chosen(&app.plan().plan, app.clock().now(), wanted).cloned();
        Ok(Door { venue: venue.ok_or(Failure::Forbidden)?, session, desk })
    }
}

impl Door {
    pub fn now(&self) -> Timestamp {
        date::of_millis(self.desk.caller.now)
    }

    /// The venue's name.
    pub fn place(&self) -> String {
        self.desk.app.plan().plan.venue_name(&self.venue)
    }

    /// The session, once the venue may see its list.
    pub fn open(&self, plan: &Plan) -> Option<&Session> {
        self.session.as_ref().filter(|session| self.now() >= hours::opens(plan, session))
    }

    /// The same, or there is nothing to do here.
    pub fn must_be_open(&self) -> Result<&Session, Failure> {
        self.open(&self.desk.app.plan().plan).ok_or_else(|| Failure::Conflict("现在不是本会场签到的时间".into()))
    }

    /// Until when anything of the list may stay on a device: the end of the day.
    pub fn until(&self) -> Timestamp {
        hours::end_of(local_day(self.now()))
    }

    pub fn sender(&self) -> Sender<'_> {
        Sender { venue: &self.venue, desk: &self.desk.visitor.name, by: self.desk.visitor.actor_id() }
    }

    /// The address of a page at this desk, for the session that is worked on.
    pub fn href(&self, below: &str) -> String {
        let path = if below.is_empty() { "/venue/checkin".to_string() } else { format!("/venue/checkin/{below}") };
        match &self.session {
            Some(session) => Link::new(&path).with("session", &session.number.to_string()).href(),
            None => path,
        }
    }

    /// Everybody who has, or had, a seat here.
    pub async fn list(&self, session: &Session) -> Result<Vec<Listed>, Failure> {
        Ok(queries::list(&mut self.desk.app.database().reader().await?, &self.venue, session.number).await?)
    }

    pub fn page(&self, title: &str, body: Markup) -> Page {
        sheet(&self.desk.look, Sheet { title, place: &self.place() }, body)
    }
}

/// As much of a person as a desk sees.
pub(in crate::attendance) struct Shown {
    /// The masked name.
    pub name: String,
    /// The last four characters of the identity number.
    pub last: String,
}

impl Listed {
    pub(in crate::attendance) fn shown(&self, seal: &Seal<'_>) -> Result<Shown, Refusal> {
        let person = seal.open(&self.application, &self.sealed).map_err(Refusal::internal)?;
        Ok(Shown { name: person.masked_name(), last: person.identity.as_str().get(14..).unwrap_or_default().to_string() })
    }
}
