//! Links that the operator of the server gives out: for the first administrator, and for one who lost the phone.

use plan::Role;
use web::App;
use web::audit::{self, Actor};
use web::database::{Tx, transaction};
use web::login::AccountId;

use super::{link, queries};
use crate::events::{Created, LinkIssued, Reset, RoleGranted};
use crate::people::queries as people;
use web::Refusal;
use web::caller::Caller;

/// The sign-in name of the first administrator.
const FIRST: &str = "admin";

/// The path of a set-up link for the first system administrator, to be shown at start; `None` once that account is set
/// up. Makes the account in a database without any. Each call makes a new link and the one before void.
///
/// # Errors
/// When the database cannot be used.
pub async fn first_administrator_link(app: &App) -> Result<Option<String>, Refusal> {
    let caller = Caller { actor: Actor::system(), now: app.clock().millis() };
    transaction!(app.database(), |tx| -> Result<Option<String>, Refusal> {
        let account = match queries::never_set_up(&mut tx, FIRST).await? {
            Some(id) => AccountId::from(id),
            None if queries::count_accounts(&mut tx).await? == 0 => create_first(&mut tx, &caller).await?,
            None => return Ok(None),
        };
        let issued = link::issue(&mut tx, app, &account, caller.now).await?;
        let event = LinkIssued { subject: account.to_string(), reason: "服务器启动".into(), expires_at: issued.expires_at };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(Some(issued.path))
    })
}

async fn create_first(tx: &mut Tx, caller: &Caller) -> Result<AccountId, Refusal> {
    let id = AccountId::new();
    let person = people::NewAccount { login_name: FIRST, display_name: "系统管理员", unit: "", contact: "" };
    people::insert(tx, &id, &person, caller.now).await?;
    people::add_role(tx, &id, &Role::SystemAdmin, "system", caller.now).await?;
    let created = Created {
        subject: id.to_string(),
        login_name: FIRST.into(),
        display_name: person.display_name.into(),
        unit: String::new(),
        posts: Vec::new(),
        imported: false,
    };
    audit::record(tx, &caller.actor, caller.now, &created).await?;
    let granted = RoleGranted { subject: id.to_string(), role: Role::SystemAdmin.to_string(), behind_wall: Vec::new() };
    audit::record(tx, &caller.actor, caller.now, &granted).await?;
    Ok(id)
}

/// Takes password and second factor from an account and gives the path of a new set-up link; `None` if there is no such
/// account or it is disabled. For a command on the server, when no security administrator can help; the audit log names
/// the system as the one who did it.
///
/// # Errors
/// When the database cannot be used.
pub async fn recovery_link(app: &App, login_name: &str) -> Result<Option<String>, Refusal> {
    let now = app.clock().millis();
    let actor = Actor::system();
    transaction!(app.database(), |tx| -> Result<Option<String>, Refusal> {
        let Some(id) = queries::not_disabled(&mut tx, login_name).await? else { return Ok(None) };
        let account = AccountId::from(id);
        people::reset(&mut tx, &account).await?;
        web::login::end_all_of(&mut tx, &account).await?;
        let issued = link::issue(&mut tx, app, &account, now).await?;
        audit::record(&mut tx, &actor, now, &Reset { subject: account.to_string(), reason: "由服务器上的命令重置".into() }).await?;
        Ok(Some(issued.path))
    })
}
