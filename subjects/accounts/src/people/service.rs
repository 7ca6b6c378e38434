//! What is done with accounts, one transaction each.

use plan::{Admission, Plan, PostId, Role};
use web::database::{Tx, transaction};
use web::login::{self, AccountId, AccountState};
use web::rights::{RoleKind, Visitor};
use web::{App, audit};

use super::person::{self, Person};
use super::queries::{self, NewAccount};
use crate::events;
use crate::roles;
use crate::separation;
use crate::setup::link::{self, Issued};
use web::Refusal;
use web::caller::Caller;

/// A person to be given an account, checked.
#[derive(Clone, Debug)]
pub(crate) struct NewPerson {
    pub login_name: String,
    pub display_name: String,
    pub unit: String,
    pub contact: String,
    pub posts: Vec<String>,
}

/// Adds one account with its set-up link in the caller's transaction.
pub(crate) async fn add(tx: &mut Tx, app: &App, caller: &Caller, new: &NewPerson, imported: bool) -> Result<(AccountId, Issued), Refusal> {
    let id = AccountId::new();
    let account = NewAccount { login_name: &new.login_name, display_name: &new.display_name, unit: &new.unit, contact: &new.contact };
    if !queries::insert(tx, &id, &account, caller.now).await? {
        return Err(Refusal::at("login_name", format!("账号“{}”已经存在", new.login_name)));
    }
    queries::set_posts(tx, &id, &new.posts).await?;
    let issued = link::issue(tx, app, &id, caller.now).await?;
    let event = events::Created {
        subject: id.to_string(),
        login_name: new.login_name.clone(),
        display_name: new.display_name.clone(),
        unit: new.unit.clone(),
        posts: new.posts.clone(),
        imported,
    };
    audit::record(tx, &caller.actor, caller.now, &event).await?;
    Ok((id, issued))
}

/// Creates one account.
pub(crate) async fn create(app: &App, caller: &Caller, new: &NewPerson) -> Result<(AccountId, Issued), Refusal> {
    transaction!(app.database(), |tx| -> Result<(AccountId, Issued), Refusal> { add(&mut tx, app, caller, new, false).await })
}

async fn found(tx: &mut Tx, id: &AccountId) -> Result<Person, Refusal> {
    person::one(tx, id).await?.ok_or(Refusal::NotFound)
}

fn not_oneself(visitor: &Visitor, id: &AccountId) -> Result<(), Refusal> {
    if visitor.account() == Some(id) {
        Err(Refusal::rule("不能对自己的账号进行这项操作，请由另一位管理员办理"))
    } else {
        Ok(())
    }
}

/// The last system or security administrator who can sign in stays: without them nobody could appoint others.
async fn keep_last(tx: &mut Tx, person: &Person, losing: &[Role]) -> Result<(), Refusal> {
    if person.account.state != AccountState::Active {
        return Ok(());
    }
    for role in losing.iter().filter(|role| matches!(role, Role::SystemAdmin | Role::SecurityAdmin)) {
        if queries::other_active_holders(tx, role, &person.account.id).await? == 0 {
            return Err(Refusal::rule(format!("这是最后一个可以登录的{}，请先任命另一位并待其完成设置", role.chinese())));
        }
    }
    Ok(())
}

/// Gives a role. Ends the person's sessions, so that it holds from the next sign-in.
pub(crate) async fn grant(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, wanted: &Role) -> Result<(), Refusal> {
    let plan = app.plan();
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        if person.account.state == AccountState::Disabled {
            return Err(Refusal::rule("账号已停用，不能授予角色"));
        }
        let held = queries::holders(&mut tx, wanted).await? > 0;
        let refused = separation::may_not_grant(&visitor.roles, wanted, held).or_else(|| separation::clash(&person.roles, wanted));
        if let Some(why) = refused {
            return Err(Refusal::at("role", why));
        }
        queries::add_role(&mut tx, id, wanted, visitor.actor_id(), caller.now).await?;
        login::end_all_of(&mut tx, id).await?;
        let behind_wall = behind_wall(&plan.plan, &person, wanted).into_iter().map(|refused| refused.right.word()).collect();
        let event = events::RoleGranted { subject: id.to_string(), role: wanted.to_string(), behind_wall };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// A guarded right that comes with a role and that the wall will not simply let this person use.
pub(crate) struct RightAtWall {
    pub right: plan::GuardedRight,
    pub department: String,
    /// The plan's published exception that lets the person through, if there is one: what it allows, in Chinese.
    pub exception: Option<String>,
}

/// Which guarded rights of the role the conflict wall refuses to this person, or allows by an exception only (M117).
pub(crate) fn behind_wall(plan: &Plan, person: &Person, wanted: &Role) -> Vec<RightAtWall> {
    let mut held = person.roles.clone();
    held.push(wanted.clone());
    let posts: Vec<PostId> = person.posts.iter().filter_map(|post| post.parse().ok()).collect();
    let Some(department) = person::tie(plan, &person.account.unit, &person.posts, &held) else { return Vec::new() };
    let rights = roles::guarded_rights(RoleKind::of(wanted)).iter();
    rights
        .filter_map(|right| {
            let exception = match plan.admission(*right, &person.account.unit, &posts, &held) {
                Admission::Free => return None,
                Admission::Excepted(resolution) => Some(resolution.new.clone()),
                Admission::Refused(_) => None,
            };
            Some(RightAtWall { right: *right, department: department.clone(), exception })
        })
        .collect()
}

/// Takes a role back. Ends the person's sessions.
pub(crate) async fn revoke(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    id: &AccountId,
    role: &Role,
    reason: &str,
) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        keep_last(&mut tx, &person, std::slice::from_ref(role)).await?;
        if queries::remove_role(&mut tx, id, role).await? == 0 {
            return Err(Refusal::rule("此账号没有这个角色，可能刚被收回"));
        }
        login::end_all_of(&mut tx, id).await?;
        let event = events::RoleRevoked { subject: id.to_string(), role: role.to_string(), reason: reason.into() };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Changes unit and posts, from which ties to evaluated departments follow. Ends the person's sessions.
pub(crate) async fn change_ties(
    app: &App,
    caller: &Caller,
    visitor: &Visitor,
    id: &AccountId,
    unit: &str,
    posts: &[String],
    reason: &str,
) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        queries::set_unit(&mut tx, id, unit).await?;
        queries::set_posts(&mut tx, id, posts).await?;
        login::end_all_of(&mut tx, id).await?;
        let event = events::TiesChanged {
            subject: id.to_string(),
            unit_before: person.account.unit,
            unit: unit.into(),
            posts_before: person.posts,
            posts: posts.to_vec(),
            reason: reason.into(),
        };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Puts name and contact right.
pub(crate) async fn correct(app: &App, caller: &Caller, id: &AccountId, name: &str, contact: &str, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = found(&mut tx, id).await?;
        queries::set_name(&mut tx, id, name, contact).await?;
        let event = events::Corrected {
            subject: id.to_string(),
            display_name_before: person.account.display_name,
            display_name: name.into(),
            contact_changed: person.account.contact != contact,
            reason: reason.into(),
        };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Disables the account: sessions and links end, all roles are taken back.
pub(crate) async fn disable(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        let person = found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        if person.account.state == AccountState::Disabled {
            return Err(Refusal::rule("账号已经停用"));
        }
        keep_last(&mut tx, &person, &person.roles).await?;
        queries::disable(&mut tx, id).await?;
        queries::remove_roles(&mut tx, id).await?;
        link::void(&mut tx, id, caller.now).await?;
        login::end_all_of(&mut tx, id).await?;
        let roles = person.roles.iter().map(Role::to_string).collect();
        let event = events::Disabled { subject: id.to_string(), reason: reason.into(), roles };
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &event).await?)
    })
}

/// Lets a disabled account be set up again; it comes back without roles.
pub(crate) async fn enable(app: &App, caller: &Caller, id: &AccountId, reason: &str) -> Result<Issued, Refusal> {
    transaction!(app.database(), |tx| -> Result<Issued, Refusal> {
        let person = found(&mut tx, id).await?;
        if person.account.state != AccountState::Disabled {
            return Err(Refusal::rule("账号没有停用"));
        }
        queries::reset(&mut tx, id).await?;
        let issued = link::issue(&mut tx, app, id, caller.now).await?;
        audit::record(&mut tx, &caller.actor, caller.now, &events::Enabled { subject: id.to_string(), reason: reason.into() }).await?;
        Ok(issued)
    })
}

/// Issues a new set-up link for an account that waits for one.
///
/// Whoever holds the link can become the person. So the links of people who hold roles come from the security
/// administrator; only while none can sign in, from the system administrator.
pub(crate) async fn issue_link(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Issued, Refusal> {
    transaction!(app.database(), |tx| -> Result<Issued, Refusal> {
        let person = found(&mut tx, id).await?;
        if person.account.state != AccountState::Invited {
            return Err(Refusal::rule("只有“待设置”的账号可以发出设置链接"));
        }
        let security = visitor.roles.contains(&Role::SecurityAdmin);
        if !security && !person.roles.is_empty() && queries::other_active_holders(&mut tx, &Role::SecurityAdmin, id).await? > 0 {
            return Err(Refusal::rule("此账号已有角色，设置链接由安全管理员发出"));
        }
        let issued = link::issue(&mut tx, app, id, caller.now).await?;
        let event = events::LinkIssued { subject: id.to_string(), reason: reason.into(), expires_at: issued.expires_at };
        audit::record(&mut tx, &caller.actor, caller.now, &event).await?;
        Ok(issued)
    })
}

/// Ends a lock-out before its time.
pub(crate) async fn unlock(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<(), Refusal> {
    transaction!(app.database(), |tx| -> Result<(), Refusal> {
        found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        queries::unlock(&mut tx, id).await?;
        Ok(audit::record(&mut tx, &caller.actor, caller.now, &events::Unlocked { subject: id.to_string(), reason: reason.into() }).await?)
    })
}

/// Takes password and second factor away and issues a new set-up link. Ends the person's sessions.
pub(crate) async fn reset(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Issued, Refusal> {
    transaction!(app.database(), |tx| -> Result<Issued, Refusal> {
        let person = found(&mut tx, id).await?;
        not_oneself(visitor, id)?;
        if person.account.state != AccountState::Active {
            return Err(Refusal::rule("只有设置过的账号需要重置；“待设置”的账号请直接发出新的设置链接"));
        }
        queries::reset(&mut tx, id).await?;
        login::end_all_of(&mut tx, id).await?;
        let issued = link::issue(&mut tx, app, id, caller.now).await?;
        audit::record(&mut tx, &caller.actor, caller.now, &events::Reset { subject: id.to_string(), reason: reason.into() }).await?;
        Ok(issued)
    })
}
