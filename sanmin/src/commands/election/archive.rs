//! An election's archive as a file: read with a progress bar, written whole or not at all, its result in words.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use ballot::cast::{Poll, VerifiedBallot};
use ballot::election::Election;
use ballot::tally::{Counter, ElectionResult, TallyError, VerifiedTally};
use ballot::verify::{Options, Progress, Refusal};

use crate::commands::failed::Failed;
use crate::commands::progress::bar;

/// Opens an archive and verifies it with a progress bar.
pub fn reading<T>(
    path: &Path,
    show: bool,
    verify: impl FnOnce(BufReader<File>, Options<'_>) -> Result<T, Refusal>,
) -> Result<Result<T, Refusal>, Failed> {
    let file = File::open(path).map_err(|error| Failed::file(path, error))?;
    let about = file.metadata().map_err(|error| Failed::file(path, error))?;
    if !about.is_file() {
        return Err(Failed::file(path, "not a file"));
    }
    let bar = bar(about.len(), "{bar:40} {bytes}/{total_bytes}, {msg} ballots, {eta} left", show);
    let mut progress = |progress: Progress| {
        bar.set_message(progress.ballots.to_string());
        bar.set_position(progress.bytes);
    };
    let done = verify(BufReader::with_capacity(1 << 16, file), Options { progress: Some(&mut progress), ..Options::default() });
    bar.finish_and_clear();
    Ok(done)
}

/// Writes a new file through a buffer; a half-written one is taken away.
pub fn write(path: &Path, write: impl FnOnce(BufWriter<File>) -> std::io::Result<BufWriter<File>>) -> Result<(), Failed> {
    let file = File::create_new(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failed::WrongUse(format!("{} is there already; nothing was changed", path.display())),
        _ => Failed::write(path, error),
    })?;
    let done = write(BufWriter::new(file)).and_then(|mut file| {
        file.flush()?;
        file.get_ref().sync_all()
    });
    done.map_err(|error| {
        let _ = std::fs::remove_file(path);
        Failed::write(path, error)
    })
}

/// The encrypted total of ballots.
pub fn count(poll: &Poll, ballots: &[VerifiedBallot]) -> Result<VerifiedTally, TallyError> {
    let mut counter = Counter::new(poll);
    ballots.iter().for_each(|ballot| counter.add(ballot));
    counter.close()
}

/// Question by question, how many chose each answer.
pub fn table(election: &Election, result: &ElectionResult) -> String {
    let mut text = String::new();
    for (question, counts) in election.questions.iter().zip(&result.0) {
        let answers: Vec<_> = question.answers.iter().zip(counts).map(|(answer, count)| format!("{answer} {count}")).collect();
        text.push_str(&format!("  {}: {}\n", question.question, answers.join(", ")));
    }
    text
}
