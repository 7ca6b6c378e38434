//! The token in an invitation's link. It is made from the pool number and the count of links with the server's key, so a reminder or a
//! badge can carry it again; the database keeps only its hash.

use web::secrets::{Secrets, fingerprint};

/// Characters of a token: 132 bits, short enough for a text message.
const LENGTH: usize = 22;

/// The token of a person's link.
pub(crate) fn token(secrets: &Secrets, number: u32, issue: i64) -> String {
    let mut code = secrets.code("invitation", &format!("{number}|{issue}"));
    code.truncate(LENGTH);
    code
}

/// The hash under which a token is found.
pub(crate) fn hash(token: &str) -> String {
    fingerprint(token)
}

/// The link for messages and print.
pub(crate) fn link(base_url: &str, token: &str) -> String {
    format!("{base_url}/me/{token}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_person_another_issue_or_another_server_has_another_token() {
        let secrets = Secrets::ephemeral();
        let one = token(&secrets, 1, 1);
        assert_eq!((one.len(), token(&secrets, 1, 1)), (LENGTH, one.clone()));
        for other in [token(&secrets, 2, 1), token(&secrets, 1, 2), token(&secrets, 11, 1), token(&Secrets::ephemeral(), 1, 1)] {
            assert_ne!(other, one);
        }
    }
}
