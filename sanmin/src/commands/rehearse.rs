//! `sanmin rehearse`: the whole activity on a server of its own, played through the public HTTP interface by a crate that knows nothing of
//! its inside, verified by strangers, and left running to look at.

mod ending;
mod house;
mod memory;
mod tamper;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use ::plan::{Plan, PlanFiles};
use clap::{Args, ValueEnum};
use rehearsal::acts::{self, Act, Audience};
use rehearsal::people::Size;
use rehearsal::programs::Programs;
use rehearsal::report::page;
use rehearsal::scale::scaled;
use rehearsal::theatre::Drill;
use rehearsal::{Stage, Theatre};

use self::ending::Curtain;
use self::house::{House, Wanted};
use self::memory::Memory;
use super::failed::{Failed, exit_code};
use super::files::empty_folder;
use super::plan::read_folder;
use super::say;

/// From so much of the plan's seats on there are as many people as a city would find; below, as few as leave reserves.
const CITY: f64 = 0.5;

/// Arguments of `sanmin rehearse`.
#[derive(Args)]
pub struct Arguments {
    /// The plan folder to rehearse
    #[arg(long, value_name = "DIR", default_value = "plans/ordos-2024")]
    plan: PathBuf,
    /// An empty folder for the server's data, the offline roles' files and the report [default: a new one under rehearsals/]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of SQLite, an empty database; repeat for further hosts, tried in order
    #[arg(long, value_name = "URL", value_delimiter = ' ')]
    database_url: Vec<String>,
    /// The part of the plan's seats that is played, above 0 and up to 1
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = share)]
    scale: f64,
    /// The same seed gives the same people, choices and totals; keys are random all the same
    #[arg(long, value_name = "N", default_value_t = 2_024)]
    seed: u64,
    /// Stop after this act
    #[arg(long, value_name = "STEP", value_parser = act_names())]
    only: Option<String>,
    /// Let something go wrong in the second session, or with what is stored, and show that nothing was lost or slipped through
    #[arg(long, value_enum)]
    drill: Option<DrillName>,
    /// With --drill failover: what kills the first of two --database-url and lets the second take over, for the shell
    #[arg(long, value_name = "COMMAND")]
    lose_database: Option<String>,
    /// Stop the server when everything is verified
    #[arg(long)]
    exit: bool,
    /// One JSON object on stdout instead of the step list; stops the server
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    against: Option<Against>,
}

/// A server that runs already.
#[derive(Args)]
struct Against {
    /// Play on a server that runs already, in rehearsal mode and unused, instead of one of its own
    #[arg(long, value_name = "URL", required = false, requires_all = ["ballots", "setup_link", "outbox"])]
    against: String,
    /// Where that server takes ballots
    #[arg(long, value_name = "URL", required = false, requires = "against")]
    ballots: String,
    /// The link for the first administrator that it printed
    #[arg(long, value_name = "LINK", required = false, requires = "against")]
    setup_link: String,
    /// The folder to which it writes messages
    #[arg(long, value_name = "DIR", required = false, requires = "against")]
    outbox: PathBuf,
}

impl Against {
    fn stage(&self, data: &Path, programs: Programs) -> Stage {
        let portal = self.against.trim_end_matches('/');
        Stage {
            portal: portal.to_owned(),
            ballots: self.ballots.trim_end_matches('/').to_owned(),
            set_up: self.setup_link.strip_prefix(portal).unwrap_or(&self.setup_link).to_owned(),
            outbox: self.outbox.clone(),
            folder: data.to_owned(),
            programs,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DrillName {
    /// The server is killed in the middle of the ballots and started again
    Crash,
    /// The database's first server is lost in the middle of the ballots, by --lose-database
    Failover,
    /// Every phone loses answers, drips, and presses twice
    Network,
    /// What is stored is changed on copies, one thing at a time, and strangers find it (SQLite)
    Tamper,
}

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if share > 0.0 && share <= 1.0 { Ok(share) } else { Err("above 0 and at most 1".to_owned()) }
}

fn act_names() -> Vec<&'static str> {
    acts::ALL.iter().map(|act| act.name).collect()
}

/// Status 0 if everything was played and agreed.
pub fn run(arguments: Arguments) -> Result<ExitCode, String> {
    exit_code(rehearse(&arguments))
}

/// Drills that need what is not there.
fn check_drill(arguments: &Arguments) -> Result<(), Failed> {
    let wrong = |why: &str| Err(Failed::WrongUse(format!("--drill: {why}")));
    match arguments.drill {
        Some(DrillName::Crash | DrillName::Failover | DrillName::Tamper) if arguments.against.is_some() => {
            wrong("only a server of the rehearsal's own can be crashed, lose its database or be tampered with")
        }
        Some(DrillName::Failover) if arguments.lose_database.is_none() || arguments.database_url.len() < 2 => {
            wrong("failover needs --database-url twice (a server and its synchronous standby) and --lose-database")
        }
        Some(DrillName::Tamper) if !arguments.database_url.is_empty() => wrong("tamper works on copies of SQLite's file"),
        _ => Ok(()),
    }
}

fn rehearse(arguments: &Arguments) -> Result<ExitCode, Failed> {
    check_drill(arguments)?;
    let files = read_folder(&arguments.plan).map_err(|error| Failed::WrongUse(error.to_string()))?;
    let files = scaled(&files, arguments.scale).map_err(|error| Failed::file(&arguments.plan, error))?;
    let plan = Plan::read(&files).map_err(|errors| Failed::file(&arguments.plan, errors))?.resolved();
    let data = empty_folder(&arguments.data.clone().unwrap_or_else(new_folder))?;
    let plan_folder = data.join("plan");
    write_plan(&plan_folder, &files)?;

    let program = std::env::current_exe().map_err(|error| Failed::Here(format!("cannot find this program: {error}")))?;
    let programs = Programs::new(program.clone());
    let (house, curtain, stage) = match &arguments.against {
        Some(server) => (None, None, server.stage(&data, programs)),
        None => {
            let house = Arc::new(House::open(&Wanted {
                program,
                data: &data,
                plan: &plan_folder,
                database_urls: &arguments.database_url,
                lose_database: arguments.lose_database.as_deref(),
                activity: plan.activity.id.as_str(),
            })?);
            let curtain = Curtain::falls_when_told(&house)?;
            let stage = house.stage(&data, programs);
            (Some(house), Some(curtain), stage)
        }
    };
    let drill = match (arguments.drill, house.as_deref()) {
        (Some(DrillName::Network), _) => Drill::Network,
        (Some(DrillName::Crash), Some(house)) => Drill::Crash(house),
        (Some(DrillName::Failover), Some(house)) => Drill::Failover(house),
        (None | Some(DrillName::Tamper | DrillName::Crash | DrillName::Failover), _) => Drill::None,
    };

    let size = if arguments.scale >= CITY { Size::CITY } else { Size::SMALL };
    let mut theatre = Theatre::new(stage, plan, size, arguments.seed);
    theatre.report.scale = arguments.scale;
    theatre.drill = drill;
    theatre.bars = !arguments.json;
    if !arguments.json {
        eprintln!("{}\nserver at {}, everything of this rehearsal in {}", theatre.report.activity, theatre.stage.portal, data.display());
    }
    let mut onlooker = Onlooker { memory: Memory::watch(), step: 0, speaks: !arguments.json };
    let mut outcome = acts::play(&mut theatre, arguments.only.as_deref(), &mut onlooker);
    if let (Ok(()), Some(DrillName::Tamper), Some(house)) = (&outcome, arguments.drill, &house) {
        outcome = tamper::drill(&mut theatre, house, &data);
        theatre.report.stumbled = outcome.as_ref().err().map(ToString::to_string);
    }
    curtain.iter().for_each(|curtain| curtain.stop_if_told());
    ending::write(&data, "report.json", &theatre.report.json())?;
    ending::write(&data, "report.html", &page(&theatre.report))?;
    if arguments.json {
        say(&format!("{}\n", theatre.report.json()));
    } else {
        ending::tell(&theatre.report, &data);
    }
    if let Err(stumbled) = outcome {
        return Err(Failed::Here(format!("the rehearsal stumbled: {stumbled}\nthe report: {}", data.join("report.html").display())));
    }
    if let Some(curtain) = curtain.filter(|_| !arguments.exit && !arguments.json) {
        curtain.play_is_over();
        ending::stay(&theatre.stage, theatre.staff.devices());
    }
    Ok(ExitCode::SUCCESS)
}

/// Says what is played.
struct Onlooker {
    memory: Memory,
    step: usize,
    speaks: bool,
}

impl Audience for Onlooker {
    fn begins(&mut self, act: &Act) {
        self.step += 1;
        if self.speaks {
            eprintln!("{:>2}/{} {}", self.step, acts::ALL.len(), act.words);
        }
    }

    fn most_memory(&self) -> Option<u64> {
        self.memory.most_mib()
    }
}

/// A folder that nothing else uses.
fn new_folder() -> PathBuf {
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d-%H%M%S").to_string();
    Path::new("rehearsals").join(now)
}

fn write_plan(folder: &Path, files: &PlanFiles) -> Result<(), Failed> {
    std::fs::create_dir_all(folder).map_err(|error| Failed::write(folder, error))?;
    for (name, bytes) in files.iter() {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|error| Failed::write(&path, error))?;
    }
    Ok(())
}
