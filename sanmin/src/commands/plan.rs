//! `sanmin plan check DIR`: does the plan add up, and who decided where it does not?

mod folder;
mod print;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::plan::{Kind, Plan, ReadError, ReadErrors, Report, Text};
use clap::{Args, Subcommand, ValueEnum};

use super::failed::{Failed, WRONG_USE};

pub use folder::{FolderError, read_folder};

/// Arguments of `sanmin plan`.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Subcommand)]
enum PlanCommand {
    /// Report conflicts, assumptions and notes; exit 0 when every conflict is resolved, 1 when one is open, 2 when unreadable
    Check(CheckArguments),
}

#[derive(Args)]
struct CheckArguments {
    /// The plan folder, such as plans/ordos-2024
    dir: PathBuf,
    /// One JSON object on stdout
    #[arg(long)]
    json: bool,
    /// Language of the messages; JSON has both
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

/// A language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// English.
    En,
    /// 简体中文.
    Zh,
}

impl Language {
    fn of(self, text: &Text) -> &str {
        match self {
            Language::En => &text.en,
            Language::Zh => &text.zh,
        }
    }
}

/// Runs `sanmin plan …`.
pub fn run(arguments: Arguments) -> ExitCode {
    let PlanCommand::Check(arguments) = arguments.command;
    let read = match read_folder(&arguments.dir) {
        Ok(files) => Plan::read(&files),
        Err(error) => Err(ReadErrors(vec![as_read_error(&error)])),
    };
    let (text, code) = match read {
        Ok(plan) => {
            let report = plan.check();
            let text = if arguments.json { print::report_json(&report) } else { print::report(&report, &arguments.dir, arguments.lang) };
            (text, if report.is_settled() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(errors) if arguments.json => (print::errors_json(&errors), ExitCode::from(WRONG_USE)),
        Err(errors) => {
            eprint!("{}", print::errors(&errors, arguments.lang));
            return ExitCode::from(WRONG_USE);
        }
    };
    // A reader that has seen enough closes the pipe; the verdict stands.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    code
}

/// A plan folder whose conflicts are all decided, with the decisions applied: what cards and elections are made of.
pub fn read_settled(folder: &Path) -> Result<Plan, Failed> {
    let files = read_folder(folder).map_err(|error| Failed::WrongUse(error.to_string()))?;
    let plan =
        Plan::read(&files).map_err(|errors| Failed::file(folder, format!("not a plan\n{}", print::errors(&errors, Language::En))))?;
    if !plan.check().is_settled() {
        return Err(Failed::file(folder, "the plan has conflicts that nobody has decided; see `sanmin plan check`"));
    }
    Ok(plan.resolved())
}

/// A folder that cannot be read, in the form of a file that cannot be read.
fn as_read_error(error: &FolderError) -> ReadError {
    ReadError {
        file: error.place().display().to_string(),
        line: None,
        field: String::new(),
        found: error.reason(),
        expected: Text::new("可以读取的方案文件夹", "a plan folder that can be read"),
    }
}

/// How many findings of a kind there are.
fn number(report: &Report, kind: Kind) -> usize {
    report.of(kind).count()
}
