//! Verifies an election archive and prints its totals: `cargo run --release -p ballot --example verify -- FILE`.

use ballot::verify::{Options, Verified, verify};
use std::fs::File;
use std::io::{BufReader, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: verify FILE");
        return ExitCode::from(2);
    };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    let verified = match verify(BufReader::new(file), Options::default()) {
        Ok(verified) => verified,
        Err(refusal) => {
            eprintln!("refused ({}): {refusal}", refusal.kind.name());
            return ExitCode::FAILURE;
        }
    };
    // A reader that has seen enough closes the pipe.
    let _ = std::io::stdout().lock().write_all(report(&verified).as_bytes());
    ExitCode::SUCCESS
}

fn report(verified: &Verified) -> String {
    let election = &verified.election;
    let mut lines = vec![
        format!("{} ({}), fingerprint {}", plain(&election.name), election.uuid, election.fingerprint().to_base64()),
        format!("{} ballots of {} credentials", verified.trackers.len(), verified.credentials),
    ];
    for (question, counts) in election.questions.iter().zip(verified.result.iter().flat_map(|result| &result.0)) {
        lines.push(plain(&question.question));
        lines.extend(question.answers.iter().zip(counts).map(|(answer, count)| format!("{count:8}  {}", plain(answer))));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A text of the file without characters that would steer a terminal.
fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}
