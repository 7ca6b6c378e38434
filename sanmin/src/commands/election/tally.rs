//! `sanmin election tally`: first the closed, encrypted total of all ballots; after the opening the result.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use ballot::archive::ArchiveWriter;
use ballot::cast::{MAX_BALLOT_BYTES, Poll, VerifiedBallot};
use ballot::tally::{ElectionResult, PartialDecryption, VerifiedShare, decrypt};
use ballot::verify::{Verified, verify_total};
use clap::Args;

use super::archive::{self, count, reading, table};
use super::folder::{self, CREDENTIALS, ELECTION, TRUSTEES};
use crate::commands::failed::Failed;
use crate::commands::files::read;
use crate::commands::say;

/// Ballots that are read and checked at once.
const BATCH: usize = 512;
/// Longest share: two hundred questions of two hundred answers would be longer, no election of cards is.
pub(super) const MAX_SHARE_BYTES: usize = 4 << 20;

/// Arguments of `sanmin election tally`.
#[derive(Args)]
pub struct Arguments {
    /// Close: the folder with election.json, trustees.json and public_credentials.json
    #[arg(long, value_name = "DIR", requires = "ballots", conflicts_with = "total")]
    election: Option<PathBuf>,
    /// Close: the ballots, one a line, in any order
    #[arg(long, value_name = "FILE", requires = "election")]
    ballots: Option<PathBuf>,
    /// Open: the archive with the encrypted total
    #[arg(long, value_name = "FILE.bel", required_unless_present = "election", requires = "share")]
    total: Option<PathBuf>,
    /// Open: a trustee's share (repeatable)
    #[arg(long, value_name = "FILE", requires = "total")]
    share: Vec<PathBuf>,
    /// The archive to write; it must not be there yet
    #[arg(long, value_name = "FILE.bel")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    match (&arguments.election, &arguments.ballots, &arguments.total) {
        (Some(election), Some(ballots), _) => close(election, ballots, &arguments.out),
        (_, _, Some(total)) => open(total, &arguments.share, &arguments.out),
        _ => Err(Failed::WrongUse("--election and --ballots, or --total and --share".to_owned())),
    }
}

/// Checks all ballots, sorts them by their SHA-256, writes them and their encrypted total.
fn close(folder: &Path, ballots: &Path, out: &Path) -> Result<(), Failed> {
    let election = folder::election(&folder.join(ELECTION))?;
    let trustees = folder::trustees(&folder.join(TRUSTEES), &election)?;
    let credentials = folder::credentials(&folder.join(CREDENTIALS))?;
    let poll = Poll::new(&election);
    let verified = read_ballots(ballots, &poll, &credentials)?;
    let tally = count(&poll, &verified).map_err(|error| Failed::file(ballots, error))?;
    let timestamp = web::clock::Clock::system().now().as_second().unsigned_abs();
    archive::write(out, |file| {
        let mut archive = ArchiveWriter::begin(file, timestamp, &election, trustees.trustees(), &credentials)?;
        for ballot in &verified {
            archive.ballot(ballot)?;
        }
        archive.close()?.tally(&tally)?.finish()
    })?;
    let total = tally.sized().encrypted_tally;
    say(&format!("election {}: {} ballots, encrypted total {total}\nwritten to {}\n", election.uuid, verified.len(), out.display()));
    Ok(())
}

fn read_ballots(path: &Path, poll: &Poll, credentials: &ballot::credential::CredentialList) -> Result<Vec<VerifiedBallot>, Failed> {
    let fail = |line: usize, reason: String| Failed::file(path, format!("line {line}: {reason}"));
    let mut input = BufReader::new(File::open(path).map_err(|error| Failed::file(path, error))?);
    let mut seen = std::collections::HashMap::new();
    let mut all = Vec::new();
    loop {
        let first = all.len() + 1;
        let mut lines = Vec::new();
        while lines.len() < BATCH {
            let mut line = Vec::new();
            let read = std::io::Read::take(&mut input, MAX_BALLOT_BYTES as u64 + 2).read_until(b'\n', &mut line);
            if read.map_err(|error| Failed::file(path, error))? == 0 {
                break;
            }
            line.pop_if(|last| *last == b'\n');
            lines.push(line);
        }
        if lines.is_empty() {
            break;
        }
        let texts: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        for (place, ballot) in poll.verify_all(&texts, credentials, 0).into_iter().enumerate() {
            let line = first + place;
            let ballot = ballot.map_err(|refusal| fail(line, refusal.to_string()))?;
            if let Some(other) = seen.insert(*ballot.credential().encoding(), line) {
                return Err(fail(line, format!("a second ballot of the credential of line {other}")));
            }
            all.push(ballot);
        }
    }
    all.sort_by_key(VerifiedBallot::tracker);
    Ok(all)
}

/// Adds shares and result to an archive that ends with its total.
fn open(total: &Path, files: &[PathBuf], out: &Path) -> Result<(), Failed> {
    let verified = reading(total, false, verify_total)?.map_err(|refusal| Failed::Here(format!("{}: {refusal}", total.display())))?;
    let mut shares: Vec<VerifiedShare> = Vec::new();
    for path in files {
        let share = PartialDecryption::from_json(&read(path, MAX_SHARE_BYTES)?).map_err(|error| Failed::file(path, error))?;
        shares.push(owned(path, &share, &verified)?);
    }
    shares.sort_by_key(VerifiedShare::owner);
    let result = decrypt(&verified.tally, &verified.trustees, &shares).map_err(|error| Failed::WrongUse(error.to_string()))?;
    if !verified.shares.is_empty() {
        return Err(Failed::file(total, "holds shares already; give the archive as it was when it was closed"));
    }
    append(total, out, &verified, &shares, &result)?;
    say(&format!("election {}, {} ballots\n{}", verified.election.uuid, verified.tally.ballots(), table(&verified.election, &result)));
    say(&format!("written to {}\n", out.display()));
    Ok(())
}

/// A share says not whose it is; the proofs in it do.
pub(super) fn owned(path: &Path, share: &PartialDecryption, verified: &Verified) -> Result<VerifiedShare, Failed> {
    let owners = 1..=verified.trustees.count() as u64;
    let mut checks = owners.map(|owner| share.clone().verify(owner, &verified.tally, &verified.trustees));
    checks.find_map(Result::ok).ok_or_else(|| Failed::file(path, "not a share of any trustee in this total"))
}

/// Copies the archive and goes on where it ends.
fn append(total: &Path, out: &Path, verified: &Verified, shares: &[VerifiedShare], result: &ElectionResult) -> Result<(), Failed> {
    let mut input = File::open(total).map_err(|error| Failed::file(total, error))?;
    archive::write(out, |mut file| {
        std::io::copy(&mut input, &mut file)?;
        let complete = || std::io::Error::other("the archive holds a result already");
        let mut archive = ArchiveWriter::resume(file, verified).ok_or_else(complete)?;
        for share in shares {
            archive.share(share)?;
        }
        archive.result(result)
    })
}
