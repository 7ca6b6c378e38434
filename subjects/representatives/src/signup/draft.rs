//! What waits sealed between two pages of the sign-up.

use serde::{Deserialize, Serialize};

use crate::person::Person;

/// What a phone check is for.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(crate) enum Draft {
    /// A sign-up not yet submitted.
    Filled {
        /// Where the person lives.
        district: String,
        /// Which venue they picked.
        venue: String,
        /// Who they are.
        person: Person,
    },
    /// A sign-up that was submitted; nothing of the person is left.
    Submitted {
        /// What the person was told.
        reference: String,
    },
    /// A sign-up that a person must look at first.
    Referred,
    /// A look-up; none when no application fits.
    Lookup {
        /// The application's id.
        application: Option<String>,
        /// Where the code was sent, masked.
        phone: String,
    },
}
