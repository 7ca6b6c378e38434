//! What is kept of a person: sealed under the server's key and bound to its row; equal people are found by keyed hashes.

use serde::{Deserialize, Serialize};
use web::secrets::{CannotOpen, Secrets};
use zeroize::Zeroizing;

use super::{IdentityNumber, Phone, masked_name};

/// Everything of a person that must not be read in a stolen database.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Identity number.
    pub identity: IdentityNumber,
    /// Mobile telephone.
    pub phone: Phone,
    /// Home address to the door; empty if not given. Tells households apart.
    pub address: String,
    /// Employer; empty if not given. Shows ties to evaluated departments.
    pub unit: String,
}

impl Person {
    /// The name as lists show it.
    pub fn masked_name(&self) -> String {
        masked_name(&self.name)
    }
}

/// Never the person: the mask.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {:?}", self.masked_name(), self.identity, self.phone)
    }
}

/// Label of the seals.
const SEAL: &str = "representative";

/// Seals and hashes of people, under the server's key.
pub struct Seal<'a>(pub &'a Secrets);

impl Seal<'_> {
    /// The person sealed for the row `owner`.
    pub fn person(&self, owner: &str, person: &Person) -> String {
        let clear = Zeroizing::new(serde_json::to_vec(person).unwrap_or_default());
        self.0.seal(SEAL, owner, &clear)
    }

    /// The person of the row `owner`.
    pub fn open(&self, owner: &str, sealed: &str) -> Result<Person, CannotOpen> {
        let clear = self.0.unseal(SEAL, owner, sealed)?;
        serde_json::from_slice(&clear).map_err(|_| CannotOpen)
    }

    /// A text about a person, such as a reason, sealed for its row.
    pub fn text(&self, owner: &str, text: &str) -> String {
        self.0.seal("representative-text", owner, text.as_bytes())
    }

    /// What [`Seal::text`] sealed.
    pub fn open_text(&self, owner: &str, sealed: &str) -> Result<String, CannotOpen> {
        let clear = self.0.unseal("representative-text", owner, sealed)?;
        String::from_utf8(clear.to_vec()).map_err(|_| CannotOpen)
    }

    /// Equal for equal identity numbers. Keyed, because the numbers are few enough to try them all.
    pub fn identity_hash(&self, number: &IdentityNumber) -> String {
        self.0.code("representative-identity", number.as_str())
    }

    /// Equal for equal telephones.
    pub fn phone_hash(&self, phone: &Phone) -> String {
        self.0.code("representative-phone", phone.as_str())
    }

    /// Equal for equal names.
    pub fn name_hash(&self, name: &str) -> String {
        self.0.code("representative-name", name)
    }

    /// Equal for equal addresses, spaces aside; empty for none.
    pub fn household_hash(&self, address: &str) -> String {
        let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
        if address.is_empty() { String::new() } else { self.0.code("representative-household", &address) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody() -> Person {
        Person {
            name: "张小三".into(),
            identity: IdentityNumber::try_from("11010519491231002X".to_string()).unwrap(),
            phone: Phone::read("13800001234").unwrap(),
            address: "某街 1 号".into(),
            unit: String::new(),
        }
    }

    #[test]
    fn a_sealed_person_says_nothing_and_opens_only_in_its_row() {
        let secrets = Secrets::ephemeral();
        let seal = Seal(&secrets);
        let sealed = seal.person("row-1", &somebody());
        assert!(!sealed.contains("138") && !sealed.contains("张"));
        assert_eq!(seal.open("row-1", &sealed), Ok(somebody()));
        assert_eq!(seal.open("row-2", &sealed), Err(CannotOpen));
        assert!(!format!("{:?}", somebody()).contains("19491231"));
    }

    #[test]
    fn hashes_meet_for_equals_under_one_key_only() {
        let (one, two) = (Secrets::ephemeral(), Secrets::ephemeral());
        let number = somebody().identity;
        assert_eq!(Seal(&one).identity_hash(&number), Seal(&one).identity_hash(&number));
        assert_ne!(Seal(&one).identity_hash(&number), Seal(&two).identity_hash(&number));
        assert_eq!(Seal(&one).household_hash("某街 1号"), Seal(&one).household_hash("某街1号"));
        assert_eq!(Seal(&one).household_hash(" "), "");
    }
}
