//! What a draw of 100,000 people costs: `cargo bench -p sortition`.

use std::hint::black_box;

use criterion::Criterion;
use sortition::commitment::{Committed, Salt, Terms};
use sortition::files::{DrawFile, File, Published, pool_csv, quotas_csv, ranking_csv, read_draw, replay};
use sortition::testing::{Sequence, people};
use sortition::{Channel, Digest, Draw, Pool, Quota, Quotas, Seats, Seed, Seeding, Sessions};

const VOLUNTEERS: usize = 20_000;
const NOMINEES: usize = 80_000;

/// 171 cells of 1 to 16 seats, as many cells as the real plan has; three sessions.
fn draw() -> Option<Draw> {
    let quota =
        |n: u32| Some(Quota { cell: format!("venue-{}/class-{}", n / 18, n % 18).parse().ok()?, seats: Seats::new(1 + n % 16).ok()? });
    let quotas = Quotas::new((0..171).map(quota).collect::<Option<_>>()?).ok()?;
    let sessions = Sessions::new(3).ok()?;
    let channel = |place| if place % 18 == 17 { Channel::Volunteer } else { Channel::Nominated };
    let pool = Pool::new(people(&quotas, sessions, channel, VOLUNTEERS, NOMINEES, &mut Sequence::new(1))?).ok()?;
    Draw::new("bench-2026".parse().ok()?, sessions, pool, quotas).ok()
}

fn main() {
    let Some(draw) = draw() else { unreachable!("the pool is large enough") };
    let seed = Seed::new([7; 32]);
    let (pool, quotas, ranking) = (pool_csv(draw.pool()), quotas_csv(draw.quotas()), ranking_csv(&draw.rank(&seed)));
    let terms = DrawFile { activity: draw.activity().clone(), sessions: draw.sessions(), seeding: Seeding::Given(seed) }.to_json();
    let (pool_file, quotas_file) =
        (File { name: "pool.csv", bytes: pool.as_bytes() }, File { name: "quotas.csv", bytes: quotas.as_bytes() });
    let published = Published {
        pool: Some(pool.as_bytes()),
        quotas: Some(quotas.as_bytes()),
        draw: Some(terms.as_bytes()),
        ranking: Some(ranking.as_bytes()),
        replacements: None,
    };

    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    criterion.bench_function("read 100,000 people", |bencher| {
        bencher.iter(|| read_draw(draw.activity().clone(), draw.sessions(), pool_file, quotas_file));
    });
    criterion.bench_function("rank 100,000 people", |bencher| bencher.iter(|| draw.rank(black_box(&seed))));
    criterion.bench_function("replay 100,000 people", |bencher| bencher.iter(|| replay(black_box(published))));
    criterion.bench_function("commit to 100,000 people", |bencher| {
        let terms = Terms::of(&draw, Digest::of(b""), Vec::new());
        bencher.iter(|| Committed::new(&terms, draw.pool(), |_| Some(Salt::new([7; 32]))).map(|it| it.root()));
    });
    criterion.final_summary();
}
