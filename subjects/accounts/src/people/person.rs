//! An account with its roles and posts, and what follows from them.

use std::collections::HashMap;

use plan::{Plan, PostId, Role};
use web::database::{DatabaseError, Tx};
use web::login::{AccountId, AccountState};
use web::page::tag::Tone;

use super::queries::{self, Account};

/// An account with its roles and posts.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub account: Account,
    pub roles: Vec<Role>,
    pub posts: Vec<String>,
}

/// How an account stands, in the words of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Invited,
    Active,
    Locked,
    Disabled,
}

impl Status {
    pub const ALL: [Status; 4] = [Status::Invited, Status::Active, Status::Locked, Status::Disabled];

    pub fn word(self) -> &'static str {
        match self {
            Status::Invited => "invited",
            Status::Active => "active",
            Status::Locked => "locked",
            Status::Disabled => "disabled",
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            Status::Invited => AccountState::Invited.chinese(),
            Status::Active => AccountState::Active.chinese(),
            Status::Locked => "已锁定",
            Status::Disabled => AccountState::Disabled.chinese(),
        }
    }

    pub fn tone(self) -> Tone {
        match self {
            Status::Invited => Tone::Warn,
            Status::Active => Tone::Good,
            Status::Locked => Tone::Bad,
            Status::Disabled => Tone::Neutral,
        }
    }
}

impl Account {
    /// How the account stands at `now`.
    pub fn status(&self, now: i64) -> Status {
        match self.state {
            AccountState::Disabled => Status::Disabled,
            AccountState::Invited => Status::Invited,
            AccountState::Active if self.locked_until > now => Status::Locked,
            AccountState::Active => Status::Active,
        }
    }
}

impl Person {
    /// The evaluated department that the person is tied to, by name.
    pub fn tie(&self, plan: &Plan) -> Option<String> {
        tie(plan, &self.account.unit, &self.posts, &self.roles)
    }

    /// For the head of a page or a slip: name, unit, sign-in name.
    pub fn card(&self) -> (&str, &str, &str) {
        (&self.account.display_name, &self.account.unit, &self.account.login_name)
    }
}

/// The evaluated department that unit, posts and roles tie a person to, by name (M117).
pub(crate) fn tie(plan: &Plan, unit: &str, posts: &[String], roles: &[Role]) -> Option<String> {
    let posts: Vec<PostId> = posts.iter().filter_map(|post| post.parse().ok()).collect();
    let id = plan.tie(unit, &posts, roles)?;
    Some(plan.department(&id).map_or_else(|| id.to_string(), |department| department.name.clone()))
}

/// One account with its roles and posts.
pub(crate) async fn one(tx: &mut Tx, id: &AccountId) -> Result<Option<Person>, DatabaseError> {
    let Some(account) = queries::account(tx, id).await? else { return Ok(None) };
    let roles = queries::roles(tx, id).await?;
    let posts = queries::posts(tx, id).await?;
    Ok(Some(Person { account, roles, posts }))
}

/// All accounts with their roles and posts, by sign-in name.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Person>, DatabaseError> {
    let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
    for (id, word) in queries::all_roles(tx).await? {
        if let Ok(role) = word.parse() {
            roles.entry(id).or_default().push(role);
        }
    }
    let mut posts: HashMap<String, Vec<String>> = HashMap::new();
    for (id, post) in queries::all_posts(tx).await? {
        posts.entry(id).or_default().push(post);
    }
    let accounts = queries::accounts(tx).await?;
    let person = |account: Account| {
        let roles = roles.remove(account.id.as_str()).unwrap_or_default();
        let posts = posts.remove(account.id.as_str()).unwrap_or_default();
        Person { account, roles, posts }
    };
    Ok(accounts.into_iter().map(person).collect())
}
