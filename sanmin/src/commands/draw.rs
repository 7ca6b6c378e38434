//! `sanmin draw rank`: draw by quota from a given seed. `sanmin draw select`: from a seed made of named sources.
//! `sanmin draw verify`: draw a published draw again.

mod folder;
mod print;
mod rank;
mod select;
mod verify;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use sortition::files::{self, DrawFile, FileFaults, pool_csv, quotas_csv, ranking_csv, read_draw};
use sortition::limits::MAX_TABLE_BYTES;
use sortition::{ActivityId, Draw, Seeding, Sessions};

use super::failed::{self, Failed, WRONG_USE};
use super::say;

/// Arguments of `sanmin draw`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: DrawCommand,
}

#[derive(Subcommand)]
enum DrawCommand {
    /// Draw from a seed of 32 bytes; exit 1 when pool and quotas do not fit each other, 2 when they cannot be read
    Rank(rank::Arguments),
    /// Make the seed from its public sources and draw; exit status as for `rank`
    Select(select::Arguments),
    /// Draw a published draw again: exit 0 when all of it is right, 1 with the first difference when not, 2 when it cannot be read
    Verify(verify::Arguments),
}

/// Runs `sanmin draw …`.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    failed::exit_code(match arguments.command {
        DrawCommand::Rank(arguments) => rank::run(arguments),
        DrawCommand::Select(arguments) => select::run(arguments),
        DrawCommand::Verify(arguments) => verify::run(arguments),
    })
}

/// What is drawn, whatever the seed.
#[derive(Args)]
struct Drawn {
    /// Everybody who may be drawn: number, cell and perhaps channel, CSV in UTF-8 or GBK
    #[arg(long, value_name = "FILE")]
    pool: PathBuf,
    /// Seats of each cell in one session: cell,seats
    #[arg(long, value_name = "FILE")]
    quotas: PathBuf,
    /// The activity, such as ordos-2024
    #[arg(long, value_name = "ID")]
    activity: ActivityId,
    /// How many sessions are filled, nobody twice
    #[arg(long, value_name = "N")]
    sessions: Sessions,
    /// The folder to write pool.csv, quotas.csv, draw.json and ranking.csv into; new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
}

impl Drawn {
    /// Draws, writes the four files, and tells the outcome.
    fn draw(self, seeding: Seeding) -> Result<ExitCode, Failed> {
        folder::check(&self.out)?;
        let draw = match self.read()? {
            Ok(draw) => draw,
            Err(faults) => return Ok(self.refuse(&faults)),
        };
        let ranking = draw.rank(&seeding.seed());
        let terms = DrawFile { activity: self.activity, sessions: self.sessions, seeding };
        let texts = [
            ("pool.csv", pool_csv(draw.pool())),
            ("quotas.csv", quotas_csv(draw.quotas())),
            ("draw.json", terms.to_json()),
            ("ranking.csv", ranking_csv(&ranking)),
        ];
        folder::write(&self.out, &texts).map_err(|error| Failed::Here(format!("{}: {error}", self.out.display())))?;
        let outcome = print::Outcome::new(&terms, &draw, &ranking);
        say(&if self.json { outcome.json(&self.out) } else { format!("{outcome}written to {}\n", self.out.display()) });
        Ok(ExitCode::SUCCESS)
    }

    fn read(&self) -> Result<Result<Draw, FileFaults>, Failed> {
        let name = |path: &Path| path.display().to_string();
        let (pool_name, quotas_name) = (name(&self.pool), name(&self.quotas));
        let pool = read_start(&self.pool, MAX_TABLE_BYTES).map_err(|error| Failed::file(&self.pool, error))?;
        let quotas = read_start(&self.quotas, MAX_TABLE_BYTES).map_err(|error| Failed::file(&self.quotas, error))?;
        let pool = files::File { name: &pool_name, bytes: &pool };
        let quotas = files::File { name: &quotas_name, bytes: &quotas };
        Ok(read_draw(self.activity.clone(), self.sessions, pool, quotas))
    }

    /// Tells everything that keeps the draw from being made.
    fn refuse(&self, faults: &FileFaults) -> ExitCode {
        if self.json {
            say(&print::faults_json("made", faults));
        }
        faults.to_string().lines().for_each(|line| eprintln!("sanmin: {line}"));
        if faults.is_misfit() { ExitCode::FAILURE } else { ExitCode::from(WRONG_USE) }
    }
}

/// Reads a file, or of a file that is too long its first bytes, one more than it may have: the reader then refuses it by its length.
fn read_start(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
