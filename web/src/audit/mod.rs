//! The audit log (审计日志): who did what, on what, when, from where, written in the transaction of the change itself and
//! chained by hashes, so that nobody changes or drops an entry unnoticed (M69).

mod chain;
mod entry;
mod words;

pub use chain::{ChainError, Head, head, verify};
pub use entry::{Entry, EntryFilter, kinds, page};
pub use words::particulars;

use std::net::IpAddr;

use crate::args;
use crate::database::{DatabaseError, Tx};
use crate::rights::Visitor;

/// Something that happened and is kept for ever. Each subject defines its own.
pub trait Event: Send + Sync {
    /// What happened, stable and dotted: `account.created`.
    const KIND: &'static str;

    /// What happened, in Chinese, as it will stand in the log for ever.
    const TITLE: &'static str;

    /// On what: an id or a name.
    fn subject(&self) -> String;

    /// The particulars. Never a secret, a password or more of a person than the reader may see.
    fn details(&self) -> serde_json::Value;
}

/// Declares events as structs: `Name = "kind" "title" { field: Type }`. Each also has the field `subject`, and its
/// fields are its particulars.
#[macro_export]
macro_rules! audit_events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal $title:literal { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(serde::Serialize)]
            pub(crate) struct $name {
                /// On what it happened.
                #[serde(skip)]
                pub(crate) subject: String,
                $(pub(crate) $field: $type,)*
            }

            impl $crate::audit::Event for $name {
                const KIND: &'static str = $kind;
                const TITLE: &'static str = $title;

                fn subject(&self) -> String {
                    self.subject.clone()
                }

                fn details(&self) -> serde_json::Value {
                    serde_json::to_value(self).unwrap_or_default()
                }
            }
        )*
    };
}

/// Who did it, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    id: String,
    name: String,
    address: String,
}

impl Actor {
    /// A visitor at an address; nobody signed in is 「未登录访问者」.
    pub fn of(visitor: Option<&Visitor>, address: Option<IpAddr>) -> Self {
        let address = address.map(|address| address.to_string()).unwrap_or_default();
        match visitor {
            Some(visitor) => Actor { id: visitor.actor_id().into(), name: visitor.name.clone(), address },
            None => Actor { id: String::new(), name: "未登录访问者".into(), address },
        }
    }

    /// The same caller once it is known who it is, at the moment of signing in.
    pub fn proven_to_be(&self, id: &str, name: &str) -> Self {
        Actor { id: id.into(), name: name.into(), address: self.address.clone() }
    }

    /// A citizen (市民) on a page of their own, by their link or their telephone. Which one the event's subject says; no address is kept.
    pub fn citizen() -> Self {
        Actor { id: String::new(), name: "市民本人".into(), address: String::new() }
    }

    /// The program itself, or whoever runs its commands on the machine.
    pub fn system() -> Self {
        Actor { id: "system".into(), name: "系统".into(), address: String::new() }
    }
}

/// Appends an event in the caller's transaction. Call it last: the log's head stays locked until the commit.
pub async fn record<E: Event>(tx: &mut Tx, actor: &Actor, now: i64, event: &E) -> Result<(), DatabaseError> {
    // The update locks the head, so that two writers never take the same position.
    tx.execute("UPDATE audit_head SET position = position + 1 WHERE id = 1", args![]).await?;
    let (position, previous): (i64, String) = tx.one("SELECT position, hash FROM audit_head WHERE id = 1", args![]).await?;
    let entry = Entry {
        position,
        at: now,
        actor_id: actor.id.clone(),
        actor_name: actor.name.clone(),
        address: actor.address.clone(),
        kind: E::KIND.to_string(),
        title: E::TITLE.to_string(),
        subject: event.subject(),
        details: event.details().to_string(),
    };
    let hash = chain::link(&previous, &entry);
    tx.execute(
        "INSERT INTO audit_log (position, recorded_at, actor_id, actor_name, address, kind, title, subject, details, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            position,
            now,
            &entry.actor_id,
            &entry.actor_name,
            &entry.address,
            &entry.kind,
            &entry.title,
            &entry.subject,
            &entry.details,
            &hash
        ],
    )
    .await?;
    tx.execute("UPDATE audit_head SET hash = $1 WHERE id = 1", args![&hash]).await.map(drop)
}
