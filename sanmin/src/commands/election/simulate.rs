//! `sanmin election simulate`: a complete election through the functions of a real one.

use std::path::PathBuf;
use std::thread;

use ballot::archive::ArchiveWriter;
use ballot::cast::{Poll, VerifiedBallot};
use ballot::ceremony::sitting::{Board, Member};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, MAX_ANSWERS, MAX_QUESTIONS, Question, Uuid};
use ballot::group::{SecretScalar, system_random};
use ballot::tally::{PartialDecryption, decrypt};
use ballot::trustee::{TrusteeKey, TrusteeKind, Trustees, VerifiedTrustees};
use clap::Args;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::archive::{self, count};
use crate::commands::failed::Failed;
use crate::commands::files::{Readers, empty_folder, write_new};
use crate::commands::progress::bar;
use crate::commands::say;

/// Arguments of `sanmin election simulate`.
#[derive(Args)]
pub struct Arguments {
    /// How many vote
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    voters: u32,
    /// How many questions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=MAX_QUESTIONS as i64))]
    questions: u32,
    /// How many answers each question has
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=MAX_ANSWERS as i64))]
    answers: u32,
    /// How many trustees
    #[arg(long, value_name = "N", default_value_t = 3)]
    trustees: u64,
    /// How many of them open the total; the others stay away
    #[arg(long, value_name = "K", default_value_t = 2)]
    threshold: u64,
    /// Fixes what is chosen; keys, cards and encryption are random all the same
    #[arg(long, default_value = "1")]
    seed: String,
    /// An empty folder for UUID.bel and expected.json
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let (trustees, keys) = trustees(arguments)?;
    let out = empty_folder(&arguments.out)?;
    let election = election(arguments, &trustees);
    let cards: Vec<_> = (0..arguments.voters).map(|_| Credential::random(&mut system_random())).collect();
    let public = cards.iter().map(|card| card.public_key(&election.uuid)).collect();
    let credentials = CredentialList::sorted(public).ok_or_else(|| impossible("a credential came twice"))?;
    let poll = Poll::new(&election);
    let choices: Vec<_> = (0..arguments.voters).map(|voter| choices(arguments, voter)).collect();
    let mut ballots = cast(&poll, &cards, &choices)?;
    ballots.sort_by_key(VerifiedBallot::tracker);
    let tally = count(&poll, &ballots).map_err(impossible)?;
    let shares = keys.iter().map(|key| PartialDecryption::make(&tally, &trustees, key, &mut system_random()));
    let shares = shares.collect::<Result<Vec<_>, _>>().map_err(impossible)?;
    let result = decrypt(&tally, &trustees, &shares).map_err(impossible)?;

    let path = out.join(format!("{}.bel", election.uuid));
    let timestamp = web::clock::Clock::system().now().as_second().unsigned_abs();
    archive::write(&path, |file| {
        let mut archive = ArchiveWriter::begin(file, timestamp, &election, trustees.trustees(), &credentials)?;
        for ballot in &ballots {
            archive.ballot(ballot)?;
        }
        let mut archive = archive.close()?.tally(&tally)?;
        for share in &shares {
            archive.share(share)?;
        }
        archive.result(&result)
    })?;
    let expected = expected(arguments, &choices);
    let about = json!({"uuid": election.uuid.as_str(), "voters": arguments.voters, "seed": arguments.seed, "result": expected});
    write_new(&out.join("expected.json"), format!("{about}\n").as_bytes(), Readers::Usual)?;
    say(&format!("election {}: {} ballots written to {}\n", election.uuid, ballots.len(), path.display()));
    Ok(())
}

/// What the library says can only be about wrong arguments, which were checked.
fn impossible(error: impl std::fmt::Display) -> Failed {
    Failed::Here(format!("the simulation failed: {error}"))
}

/// The trustees, and the keys of those who open.
fn trustees(arguments: &Arguments) -> Result<(VerifiedTrustees, Vec<SecretScalar>), Failed> {
    let rng = &mut system_random();
    let (kind, keys) = if (arguments.trustees, arguments.threshold) == (1, 1) {
        let key = SecretScalar::random(rng);
        (TrusteeKind::Single(Box::new(TrusteeKey::prove(&key, rng))), vec![key])
    } else {
        let mut board = Board::new(arguments.trustees, arguments.threshold, 1)
            .map_err(|error| Failed::WrongUse(format!("--trustees, --threshold: {error}")))?;
        let mut members: Vec<_> = (1..=arguments.trustees).map(|number| Member::new(number, 1, rng)).collect();
        while board.awaited().is_some() {
            for member in &mut members {
                if let Some(posting) = member.next(&board, rng).map_err(impossible)? {
                    board.post(posting).map_err(impossible)?;
                }
            }
        }
        let openers = usize::try_from(arguments.threshold).unwrap_or(usize::MAX);
        let keys: Result<Vec<_>, _> = members.iter().rev().take(openers).map(Member::keys).collect();
        let parameters = board.parameters().map_err(impossible)?.pop().ok_or_else(|| impossible("no key was made"))?;
        (TrusteeKind::Pedersen(parameters), keys.map_err(impossible)?.into_iter().flatten().collect())
    };
    Ok((Trustees(vec![kind]).verify().map_err(impossible)?, keys))
}

fn election(arguments: &Arguments, trustees: &VerifiedTrustees) -> Election {
    let answers: Vec<_> = (1..=arguments.answers).map(|answer| format!("Answer {answer}")).collect();
    Election {
        description: "Made by `sanmin election simulate`".to_owned(),
        name: format!("Simulation {}", arguments.seed),
        public_key: trustees.election_key(),
        questions: (1..=arguments.questions)
            .map(|question| Question { answers: answers.clone(), question: format!("Question {question}") })
            .collect(),
        uuid: Uuid::random(&mut system_random()),
        administrator: None,
        credential_authority: None,
    }
}

/// The choice of a voter in each question: the first eight bytes of SHA-256(`simulate|seed|voter|question`), big-endian, modulo the answers.
fn choices(arguments: &Arguments, voter: u32) -> Vec<usize> {
    let choice = |question: u32| {
        let hash: [u8; 32] = Sha256::digest(format!("simulate|{}|{voter}|{question}", arguments.seed)).into();
        let number = hash.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        (number % u64::from(arguments.answers)) as usize
    };
    (0..arguments.questions).map(choice).collect()
}

/// Casts all ballots on all cores.
fn cast(poll: &Poll, cards: &[Credential], choices: &[Vec<usize>]) -> Result<Vec<VerifiedBallot>, Failed> {
    let bar = bar(cards.len() as u64, "{bar:40} {human_pos}/{human_len} ballots cast, {eta} left", true);
    let threads = thread::available_parallelism().map_or(1, Into::into);
    let part = cards.len().div_ceil(threads).max(1);
    let work = |(cards, choices): (&[Credential], &[Vec<usize>])| {
        let one = |(card, choices): (&Credential, &Vec<usize>)| {
            bar.inc(1);
            poll.cast(card, choices, &mut system_random())
        };
        cards.iter().zip(choices).map(one).collect::<Result<Vec<_>, _>>()
    };
    let done = thread::scope(|scope| {
        let running: Vec<_> = cards.chunks(part).zip(choices.chunks(part)).map(|part| scope.spawn(move || work(part))).collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Result<Vec<_>, _>>()
    });
    bar.finish_and_clear();
    Ok(done.map_err(impossible)?.into_iter().flatten().collect())
}

/// The totals that these choices must give.
fn expected(arguments: &Arguments, choices: &[Vec<usize>]) -> Vec<Vec<u64>> {
    let count = |question: usize, answer: usize| choices.iter().filter(|choices| choices.get(question) == Some(&answer)).count() as u64;
    (0..arguments.questions as usize)
        .map(|question| (0..arguments.answers as usize).map(|answer| count(question, answer)).collect())
        .collect()
}
