//! Which accounts the list shows, and in which order; kept in the address.

use std::cmp::Ordering;

use web::page::link::Link;
use web::rights::RoleKind;

use super::person::{Person, Status};
use crate::roles::kind_word;
use web::text::normal;

/// The list's filter as it stands in the address.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub text: String,
    pub role: Option<RoleKind>,
    pub status: Option<Status>,
    sort: Sort,
    descending: bool,
}

/// The columns by which the list can be sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    LoginName,
    Name,
    Unit,
    Status,
    SignedIn,
}

impl Filter {
    /// Reads the filter; what is not understood counts as not set.
    pub fn of(link: &Link) -> Self {
        let (descending, sort) = match link.get("sort").strip_prefix('-') {
            Some(sort) => (true, sort),
            None => (false, link.get("sort")),
        };
        let sort = match sort {
            "name" => Sort::Name,
            "unit" => Sort::Unit,
            "status" => Sort::Status,
            "seen" => Sort::SignedIn,
            _ => Sort::LoginName,
        };
        Filter {
            text: normal(link.get("q")),
            role: RoleKind::ALL.into_iter().find(|kind| kind_word(*kind) == link.get("role")),
            status: Status::ALL.into_iter().find(|status| status.word() == link.get("status")),
            sort,
            descending,
        }
    }

    /// Whether anything is filtered away.
    pub fn is_set(&self) -> bool {
        !self.text.is_empty() || self.role.is_some() || self.status.is_some()
    }

    /// The people who pass, in order.
    pub fn apply(&self, people: Vec<Person>, now: i64) -> Vec<Person> {
        let mut people: Vec<Person> = people.into_iter().filter(|person| self.passes(person, now)).collect();
        people.sort_by(|a, b| {
            let order = self.order(a, b, now);
            let order = if self.descending { order.reverse() } else { order };
            order.then_with(|| a.account.login_name.cmp(&b.account.login_name))
        });
        people
    }

    fn passes(&self, person: &Person, now: i64) -> bool {
        let account = &person.account;
        let text = self.text.to_lowercase();
        let has = |field: &str| field.to_lowercase().contains(&text);
        let texts =
            text.is_empty() || has(&account.login_name) || has(&account.display_name) || has(&account.unit) || has(&account.contact);
        let role = self.role.is_none_or(|kind| person.roles.iter().any(|role| RoleKind::of(role) == kind));
        texts && role && self.status.is_none_or(|status| account.status(now) == status)
    }

    fn order(&self, a: &Person, b: &Person, now: i64) -> Ordering {
        let (a, b) = (&a.account, &b.account);
        match self.sort {
            Sort::LoginName => a.login_name.cmp(&b.login_name),
            Sort::Name => a.display_name.cmp(&b.display_name),
            Sort::Unit => a.unit.cmp(&b.unit),
            Sort::Status => a.status(now).cmp(&b.status(now)),
            Sort::SignedIn => a.signed_in_at.cmp(&b.signed_in_at),
        }
    }
}

/// One page of the list after the account `after` (a sign-in name), and the name after which the next page begins.
pub(super) fn page_after<'a>(people: &'a [Person], after: &str, size: usize) -> (&'a [Person], Option<&'a str>) {
    let start = people.iter().position(|person| person.account.login_name == after).map_or(0, |at| at + 1);
    let rest = people.get(start..).unwrap_or_default();
    let shown = rest.get(..size).unwrap_or(rest);
    let next = if rest.len() > shown.len() { shown.last().map(|person| person.account.login_name.as_str()) } else { None };
    (shown, next)
}
