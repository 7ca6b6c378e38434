//! Opening one total with shares: each must be the one whose SHA-256 was posted, and must prove itself.

use ballot::archive::ArchiveWriter;
use ballot::cast::Poll;
use ballot::tally::{ElectionResult, PartialDecryption, VerifiedShare, decrypt};
use ballot::verify::{Options, Verified, verify_total};
use web::Refusal;
use zeroize::Zeroizing;

/// A total that was opened.
pub(super) struct Opened {
    /// The shares that were used: trustee and text.
    pub shares: Vec<(i64, String)>,
    /// How often each answer of each question was chosen.
    pub result: ElectionResult,
    /// The archive's bytes behind the total.
    pub tail: Vec<u8>,
    /// SHA-256 of the whole archive.
    pub sha256: record::Digest,
    /// How many ballots were counted.
    pub ballots: u64,
}

/// Opens the total of an archive. Its bytes, and those that are put behind them, are verified as everybody will, but for the
/// proofs of ballots that `poll` has found right itself. `total` is the SHA-256 of the total as it was published; `files` may hold shares of
/// other sessions too; `committed` says which trustee posted which hash.
///
/// # Errors
/// When the archive is not right, or too few of the files are posted and right shares of it.
pub(super) fn open(
    name: &str,
    archive: Vec<u8>,
    poll: Option<&Poll>,
    total: &str,
    files: &[Zeroizing<Vec<u8>>],
    committed: &[(i64, String)],
    threshold: usize,
) -> Result<Opened, Refusal> {
    let stored = |refusal| Refusal::internal(format!("stored archive: {refusal}"));
    let verified = verify_total(archive.as_slice(), Options { poll, ..Options::default() }).map_err(stored)?;
    if verified.tally.sized().encrypted_tally.to_string() != total {
        return Err(Refusal::internal("stored archive: its total is not the one that was published"));
    }
    let mut shares: Vec<(VerifiedShare, String)> = Vec::new();
    for file in files {
        let Some(posted) = committed.iter().find(|(_, sha256)| *sha256 == record::Digest::of(file).to_string()) else { continue };
        let share = own(&verified, file, posted.0).ok_or_else(|| {
            Refusal::rule(format!("{name}：保管人 {} 的份额与交来的指纹相同，但不是这一场合计的份额，请重新离线制作", posted.0))
        })?;
        if !shares.iter().any(|(known, _)| known.owner() == share.owner()) {
            shares.push((share, String::from_utf8_lossy(file).into_owned()));
        }
    }
    if shares.len() < threshold {
        let found = shares.len();
        return Err(Refusal::rule(format!("{name}：需要 {threshold} 份与指纹相符的份额，上传的文件中只有 {found} 份")));
    }
    shares.sort_by_key(|(share, _)| share.owner());
    shares.truncate(threshold);
    let used: Vec<VerifiedShare> = shares.iter().map(|(share, _)| share.clone()).collect();
    let result = decrypt(&verified.tally, &verified.trustees, &used).map_err(Refusal::internal)?;
    let tail = tail(&verified, &used, &result)?;
    if verified.verify_rest(&tail).map_err(stored)? != result {
        return Err(Refusal::internal("the archive says another result"));
    }
    let mut whole = archive;
    whole.extend_from_slice(&tail);
    let sha256 = record::Digest::of(&whole);
    let ballots = verified.tally.ballots();
    let shares = shares.into_iter().map(|(share, text)| (i64::try_from(share.owner()).unwrap_or(0), text)).collect();
    Ok(Opened { shares, result, tail, sha256, ballots })
}

/// The file as a share of this trustee in this total.
fn own(verified: &Verified, file: &[u8], trustee: i64) -> Option<VerifiedShare> {
    let share = PartialDecryption::from_json(file).ok()?;
    share.verify(trustee.unsigned_abs(), &verified.tally, &verified.trustees).ok()
}

fn tail(verified: &Verified, shares: &[VerifiedShare], result: &ElectionResult) -> Result<Vec<u8>, Refusal> {
    let complete = || Refusal::internal("the archive holds a result already");
    let mut archive = ArchiveWriter::resume(Vec::new(), verified).ok_or_else(complete)?;
    for share in shares {
        archive.share(share).map_err(Refusal::internal)?;
    }
    archive.result(result).map_err(Refusal::internal)
}
