//! Who opened a link.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use maud::Markup;
use web::audit::Actor;
use web::page::form::{Errors, Field};
use web::page::{Look, Page, Sheet, sheet};
use web::text::normal;
use web::{App, Failure, Refusal, audit, transaction};

use crate::candidates::Application;
use crate::invitation::events::WrongDigits;
use crate::invitation::queries::{self, Notice, Pooled};
use crate::invitation::seat::Seat;
use crate::person::Seal;

/// Wrong tries at the last digits, after which only a new link helps.
const MOST_TRIES: i64 = 5;

/// The holder of a link, with everything that the page shows.
pub(super) struct Guest {
    pub app: App,
    pub look: Look,
    pub token: String,
    pub notice: Notice,
    pub pooled: Pooled,
    pub seat: Option<Seat>,
}

impl FromRequestParts<App> for Guest {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Path(path) =
            Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, app).await.map_err(|_| Failure::NotFound)?;
        let token = path.get("token").cloned().unwrap_or_default();
        let Ok(look) = Look::from_request_parts(parts, app).await;
        let mut tx = app.database().reader().await?;
        // Forged, mistyped, or replaced by a newer one: the page is the same.
        let notice = queries::by_token(&mut tx, &token).await?.ok_or(Failure::LinkExpired)?;
        // A proof is made of thousands of leaves: whoever has a link does not ask for it without end.
        app.limits().check(&format!("me|{}", notice.number))?;
        let pooled = queries::pooled(&mut tx, notice.number).await?.ok_or(Failure::LinkExpired)?;
        let seat = queries::seat(&mut tx, notice.number).await?;
        Ok(Guest { app: app.clone(), look, token, notice, pooled, seat })
    }
}

impl Guest {
    /// The address of a page below one's own.
    pub fn href(&self, below: &str) -> String {
        if below.is_empty() { format!("/me/{}", self.token) } else { format!("/me/{}/{below}", self.token) }
    }

    /// A page that nobody may keep.
    pub fn page(&self, title: &str, body: Markup) -> Page {
        sheet(&self.look, Sheet { title, place: "市民代表" }, body)
    }

    /// The seat, where there is one that is not left.
    pub fn taken(&self) -> Result<&Seat, Refusal> {
        self.seat.as_ref().filter(|seat| seat.state.is_taken()).ok_or(Refusal::NotFound)
    }

    /// Refuses when the last four characters of the identity number are not those of the person. A wrong one counts as a try, whatever
    /// else happens.
    pub async fn must_be_the_person(&self, typed: &str) -> Result<(), Refusal> {
        let typed = normal(typed).to_ascii_uppercase();
        if typed.chars().count() != 4 {
            return Err(Refusal::at("digits", "请填写本人身份证号的最后四位"));
        }
        let (number, now) = (self.notice.number, self.app.clock().millis());
        let outcome = transaction!(self.app.database(), |tx| -> Result<Result<(), String>, Refusal> {
            let notice = queries::notice(&mut tx, number).await?.ok_or(Refusal::LinkExpired)?;
            if notice.tries >= MOST_TRIES {
                let contact = &self.app.plan().plan.activity.contact;
                return Ok(Err(format!("填错的次数太多，为保护您已经锁定。请联系换发链接：{contact}")));
            }
            let application = queries::application(&mut tx, number).await?.ok_or(Refusal::LinkExpired)?;
            if last_four(&application, &self.app)? == typed {
                queries::set_tries(&mut tx, number, 0).await?;
                return Ok(Ok(()));
            }
            queries::set_tries(&mut tx, number, notice.tries + 1).await?;
            audit::record(&mut tx, &Actor::citizen(), now, &WrongDigits { subject: application.id.to_string() }).await?;
            Ok(Err(format!("与本人身份证号不符，还可以再试 {} 次", MOST_TRIES - notice.tries - 1)))
        })?;
        outcome.map_err(|why| Refusal::at("digits", why))
    }
}

fn last_four(application: &Application, app: &App) -> Result<String, Refusal> {
    let person = application.person(&Seal(app.secrets()))?;
    Ok(person.identity.as_str().get(14..).unwrap_or_default().to_string())
}

/// The field for the last four characters.
pub(super) fn digits_field(errors: &Errors) -> Markup {
    let field =
        Field::text("digits", "本人身份证号最后四位").hint("确认是您本人，最后一位是 X 的填 X").autocomplete("off").maxlength(8).short();
    maud::Render::render(&field.errors(errors))
}
