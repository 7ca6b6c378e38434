//! Ids of the things in a plan: short ASCII words that stand in files, paths and statements.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is no id: ids are 1 to 40 characters `a-z`, `0-9` and `-`, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id: an id is 1 to 40 characters a-z, 0-9 and -, beginning with a letter")]
pub struct BadId(pub String);

/// Whether a text may be an id.
fn is_id(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                if is_id(text) { Ok($name(text.to_owned())) } else { Err(BadId(text.chars().take(80).collect())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

id! {
    /// An activity and its edition: `ordos-2024`.
    ActivityId
}
id! {
    /// An evaluated department (被评议部门): `statistics`.
    DepartmentId
}
id! {
    /// A venue (会场): `main`, `dongsheng`.
    VenueId
}
id! {
    /// A class of representatives (代表类别) in one of the quota tables: `district-volunteers`.
    ClassId
}
id! {
    /// The joint office or one of the working groups (工作组): `supervision`.
    GroupId
}
id! {
    /// A post (职务) in a group: `supervision-4`.
    PostId
}
id! {
    /// A unit (单位) with a part in the activity: `third-party`.
    UnitId
}
id! {
    /// A small thing that only needs a stable name: a topic, a channel, a grade, a timetable node.
    ItemId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_short_ascii_word() {
        assert!("public-security".parse::<DepartmentId>().is_ok());
        for bad in ["", "统计", "Statistics", "1st", "a b", &"a".repeat(41)] {
            assert!(bad.parse::<DepartmentId>().is_err(), "{bad}");
        }
    }
}
