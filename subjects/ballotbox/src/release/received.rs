//! The shares, from the upload to the act that publishes them. They come only with the second officer's confirmation, are kept sealed, and
//! only those whose SHA-256 was posted; the same transaction that publishes, or gives up, removes them.

use std::collections::BTreeSet;

use web::database::{DatabaseError, Tx};
use web::secrets::Secrets;
use web::{Refusal, args};
use zeroize::Zeroizing;

use super::queries;

/// For what the shares are sealed.
const LABEL: &str = "release-shares";

/// What of the uploaded files are shares that somebody posted the SHA-256 of, each once; what is missing, in Chinese, is told for all
/// sessions at once. `sessions` has the name of each, and who posted what.
///
/// # Errors
/// When too few of the files are such shares.
pub(super) fn posted(
    files: Vec<Vec<u8>>,
    sessions: &[(String, Vec<(i64, String)>)],
    threshold: usize,
) -> Result<Vec<Vec<u8>>, Vec<String>> {
    let hashes: Vec<String> = files.iter().map(|file| record::Digest::of(file).to_string()).collect();
    let mut wanted = BTreeSet::new();
    let mut missing = Vec::new();
    for (name, committed) in sessions {
        let found: BTreeSet<&String> = committed.iter().map(|(_, sha256)| sha256).filter(|sha256| hashes.contains(sha256)).collect();
        if found.len() < threshold {
            missing.push(format!("{name}：需要 {threshold} 份与指纹相符的份额，上传的文件中只有 {} 份", found.len()));
        }
        wanted.extend(found);
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut kept = Vec::new();
    for (file, hash) in files.into_iter().zip(&hashes) {
        if wanted.remove(hash) {
            kept.push(file);
        }
    }
    Ok(kept)
}

/// Keeps shares until they are published or given up.
pub(crate) async fn keep(tx: &mut Tx, secrets: &Secrets, opening: &str, shares: &[Vec<u8>]) -> Result<(), Refusal> {
    for (place, share) in (1_i64..).zip(shares) {
        let sealed = secrets.seal(LABEL, &owner(opening, place), share);
        let sql = "INSERT INTO release_shares (opening, place, sealed) VALUES ($1, $2, $3)";
        tx.execute(sql, args![opening, place, sealed]).await?;
    }
    Ok(())
}

/// The shares that were kept.
///
/// # Errors
/// When one is not the one that was written, or the secrets are others.
pub(super) async fn kept(tx: &mut Tx, secrets: &Secrets, opening: &str) -> Result<Vec<Zeroizing<Vec<u8>>>, Refusal> {
    let sql = "SELECT place, sealed FROM release_shares WHERE opening = $1 ORDER BY place";
    let rows: Vec<(i64, String)> = tx.all(sql, args![opening]).await?;
    let open = |(place, sealed): (i64, String)| secrets.unseal(LABEL, &owner(opening, place), &sealed);
    rows.into_iter().map(|row| open(row).map_err(|_| Refusal::internal("a sealed share cannot be opened"))).collect()
}

/// Ends an opening and removes its shares; false if somebody else has ended it.
pub(super) async fn end(tx: &mut Tx, opening: &str, state: queries::Ended, why: &str) -> Result<bool, DatabaseError> {
    if !queries::end(tx, opening, state, why).await? {
        return Ok(false);
    }
    tx.execute("DELETE FROM release_shares WHERE opening = $1", args![opening]).await?;
    Ok(true)
}

fn owner(opening: &str, place: i64) -> String {
    format!("{opening}/{place}")
}

#[cfg(test)]
mod tests {
    use super::posted;

    #[test]
    fn only_what_was_posted_is_kept_once_and_everything_that_is_missing_is_told() {
        let hash = |text: &[u8]| record::Digest::of(text).to_string();
        let sessions =
            [("一".to_owned(), vec![(1, hash(b"a")), (3, hash(b"b"))]), ("二".to_owned(), vec![(1, hash(b"c")), (2, hash(b"d"))])];
        let files = |texts: &[&[u8]]| texts.iter().map(|text| text.to_vec()).collect::<Vec<_>>();
        let all = files(&[b"d", b"x", b"a", b"b", b"c", b"a"]);
        assert_eq!(posted(all, &sessions, 2), Ok(files(&[b"d", b"a", b"b", b"c"])));
        let missing = posted(files(&[b"a", b"a", b"c"]), &sessions, 2).unwrap_err();
        assert_eq!(
            missing,
            ["一：需要 2 份与指纹相符的份额，上传的文件中只有 1 份", "二：需要 2 份与指纹相符的份额，上传的文件中只有 1 份"]
        );
    }
}
