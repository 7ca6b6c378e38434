//! The back office's frame around a page, with the menu of whoever is signed in.

use axum::extract::FromRequestParts;
use http::request::Parts;
use maud::Markup;

use crate::app::App;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::page::{self, Look, NavItem, Page};
use crate::rights::Visitor;

/// Where the sign-out form is sent; `subjects/accounts` answers there.
pub const SIGN_OUT: &str = "/office/sign-out";

/// A page of the back office. `above` is the page above it (address, name).
pub fn desk(app: &App, look: &Look, visitor: &Visitor, title: &str, above: Option<(&str, &str)>, body: Markup) -> Page {
    let menu = app.menu_of(visitor);
    let items: Vec<NavItem<'_>> = menu.iter().map(|item| NavItem { href: item.path, name: item.words }).collect();
    let office = page::Office {
        title,
        person: &visitor.name,
        unit: &visitor.unit,
        items: &items,
        csrf: &visitor.form_token,
        sign_out: SIGN_OUT,
        above,
    };
    page::office(look, office, body)
}

/// A request to the back office of somebody whom the gate let through.
pub struct Desk {
    /// The application.
    pub app: App,
    /// How the page looks.
    pub look: Look,
    /// Who is signed in.
    pub visitor: Visitor,
    /// What an act must know of the request.
    pub caller: Caller,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Ok(look) = Look::from_request_parts(parts, app).await;
        let visitor = <Visitor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let caller = Caller::from_request_parts(parts, app).await?;
        Ok(Desk { app: app.clone(), look, visitor, caller })
    }
}

impl Desk {
    /// A page in the back office's frame; `above` is the page that this one hangs under.
    pub fn page(&self, title: &str, above: Option<(&str, &str)>, body: Markup) -> Page {
        desk(&self.app, &self.look, &self.visitor, title, above, body)
    }

    /// The token that every form of this session carries.
    pub fn token(&self) -> &str {
        &self.visitor.form_token
    }
}
