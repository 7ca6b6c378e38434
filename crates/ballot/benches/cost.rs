//! What ballots cost, as ratios against one variable-time double-base multiplication of curve25519-dalek in the same run.
//!
//! `cargo bench -p ballot --bench cost` prints criterion's times, then a table of ratios. Other work on the same processor core slows
//! ballots more than the unit, which runs on vector instructions: measure on an idle machine.

use ballot::cast::{Poll, UnverifiedBallot};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, Question, Uuid};
use ballot::group::{SecretScalar, system_random};
use ballot::tally::Counter;
use criterion::Criterion;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use std::hint::black_box;
use std::time::Instant;

const QUESTIONS: usize = 10;
const ANSWERS: usize = 5;

fn election(uuid: &Uuid) -> Election {
    let question = |number| Question { answers: (0..ANSWERS).map(|answer| format!("{answer}")).collect(), question: format!("{number}") };
    Election {
        description: String::new(),
        name: String::new(),
        public_key: SecretScalar::random(&mut system_random()).public(),
        questions: (0..QUESTIONS).map(question).collect(),
        uuid: uuid.clone(),
        administrator: None,
        credential_authority: None,
    }
}

/// Seconds of one run.
fn seconds(runs: u32, work: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    (0..runs).for_each(|_| work());
    start.elapsed().as_secs_f64() / f64::from(runs)
}

/// The shortest time of some work, and its ratio to the unit's: lower quartile, median and upper quartile of many
/// ratios, both sides of each measured one right after the other, so that other work on the machine disturbs both alike.
fn compare(runs: u32, work: &mut dyn FnMut(), unit: &mut dyn FnMut()) -> (f64, [f64; 3]) {
    let rounds: Vec<_> = (0..201).map(|_| (seconds(runs, work), seconds(200, unit))).collect();
    let mut ratios: Vec<_> = rounds.iter().map(|(work, unit)| work / unit).collect();
    ratios.sort_by(f64::total_cmp);
    (rounds.iter().map(|(work, _)| *work).fold(f64::INFINITY, f64::min), [50, 100, 150].map(|place| ratios[place]))
}

fn main() {
    let rng = &mut system_random();
    let uuid = Uuid::random(rng);
    let poll = Poll::new(&election(&uuid));
    let card = Credential::random(rng);
    let credentials = CredentialList::sorted(vec![card.public_key(&uuid)]).unwrap_or_else(|| unreachable!("one key is not twice there"));
    let choices = [1; QUESTIONS];
    let cast = || poll.cast(&card, &choices, &mut system_random());
    let Ok(ballot) = cast() else { unreachable!("the choices fit") };
    let read = || UnverifiedBallot::from_json(ballot.text());
    let check = || read().and_then(|read| poll.verify(read, &credentials));
    let mut counter = Counter::new(&poll);
    let scalar = |seed: u8| Scalar::from_bytes_mod_order([seed; 32]);
    let (a, b) = (scalar(0x5a), scalar(0xa7));
    let point = EdwardsPoint::mul_base(&scalar(3));
    let double_base = || EdwardsPoint::vartime_double_scalar_mul_basepoint(black_box(&a), black_box(&point), black_box(&b));

    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    criterion.bench_function("double-base multiplication", |bencher| bencher.iter(double_base));
    criterion.bench_function("read a 10x5 ballot", |bencher| bencher.iter(read));
    criterion.bench_function("read and verify a 10x5 ballot", |bencher| bencher.iter(check));
    criterion.bench_function("cast a 10x5 ballot", |bencher| bencher.iter(cast));
    criterion.bench_function("count a 10x5 ballot", |bencher| bencher.iter(|| counter.add(&ballot)));

    let mut unit = || {
        black_box(double_base());
    };
    println!("\none double-base multiplication: {:.1} µs at best", compare(200, &mut unit, &mut || ()).0 * 1e6);
    println!("{:>16}  at best, and in double-base multiplications: median (lower to upper quartile)", "");
    // As many runs as take about as long as 200 units.
    let works: [(&str, u32, &mut dyn FnMut()); 4] = [
        ("read", 10, &mut || drop(black_box(read()))),
        ("read and verify", 1, &mut || drop(black_box(check()))),
        ("cast", 2, &mut || drop(black_box(cast()))),
        ("count", 400, &mut || counter.add(&ballot)),
    ];
    for (what, runs, work) in works {
        let (best, [lower, median, upper]) = compare(runs, work, &mut unit);
        println!("{what:>16}: {:.3} ms, {median:.1} ({lower:.1} to {upper:.1})", best * 1e3);
    }
}
