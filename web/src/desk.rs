//! The back office's frame around a page, with the menu of whoever is signed in.

use maud::Markup;

use crate::app::App;
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
