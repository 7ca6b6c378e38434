//! The trustees open the totals offline and post what their shares hash to; two officers bring the shares and publish everything at once
//! (M58, M63). With it the draw's files are published.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::keys::Home;
use crate::programs::read;
use crate::theatre::OFFICERS;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre, crowd};

const RELEASE: &str = "/office/release";
const DRAW: &str = "/office/draw";
const DRAW_PROPOSALS: &str = "/office/draw/proposals/";
/// How long the server may take to open and check everything.
const PATIENCE: Duration = Duration::from_secs(300);
/// Offline programs at once.
const AT_ONCE: usize = 2;

/// A share that a trustee makes.
struct Making {
    home: Home,
    uuid: String,
    share: PathBuf,
}

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    theatre.at(theatre.begins("release")?)?;
    let rules = &theatre.plan.ballot.trustees;
    // The last of them are there, the first is ill.
    let numbers: Vec<u32> = (rules.number - rules.threshold + 1..=rules.number).collect();
    let uuids: Vec<String> = theatre.halls.iter().map(crate::hall::Hall::uuid).collect();
    let mut making = Vec::new();
    for uuid in &uuids {
        for number in &numbers {
            let home = Home::of(theatre, *number);
            let trustee = theatre.staff.one(&home.login())?;
            let archive = home.path(&format!("{uuid}.bel"));
            crate::programs::write(archive.as_ref(), &trustee.get(&format!("{RELEASE}/{uuid}/total.bel"))?.body)?;
            let share = home.path(&format!("share-{uuid}.json")).into();
            making.push(Making { home, uuid: uuid.clone(), share });
        }
    }
    let least = theatre.plan.ballot.window.min_present.to_string();
    let bar = theatre.bar(making.len(), "shares");
    let programs = &theatre.stage.programs;
    crowd::each(&making, AT_ONCE, |_, one| {
        let (archive, share) = (one.home.path(&format!("{}.bel", one.uuid)), one.share.display().to_string());
        let (key, passphrase) = (one.home.path("key.json"), one.home.path("passphrase"));
        let program = ["election", "trustee", "decrypt", "--key", &key, "--archive", &archive, "--out", &share];
        programs.run(&[&program[..], &["--min-ballots", &least, "--passphrase-file", &passphrase]].concat())?;
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    let mut shares = Vec::new();
    for one in &making {
        let share = read(&one.share)?;
        let trustee = theatre.staff.one(&one.home.login())?;
        trustee.get(RELEASE)?;
        trustee.post(&format!("{RELEASE}/{}/share", one.uuid), &[("sha256", &hash(&share))])?;
        shares.push(share);
    }
    let (first, second) = theatre.staff.two(OFFICERS)?;
    first.get(RELEASE)?;
    first.post(RELEASE, &[])?;
    second.get(RELEASE)?;
    let files: Vec<Attached<'_>> = shares.iter().map(|share| Attached { field: "file", name: "share.json", content: share }).collect();
    second.upload(&format!("{RELEASE}/confirm"), &[], &files)?.expect(303)?;
    let until = Instant::now() + PATIENCE;
    loop {
        let page = second.get(RELEASE)?;
        if page.html().contains("结果已经公布") {
            break;
        }
        if page.html().contains("上次没有公布") {
            return Err(page.shows("结果已经公布").err().unwrap_or(Stumbled::Awaited("the release".into())));
        }
        if Instant::now() > until {
            return Err(Stumbled::Awaited("the release".into()));
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    theatre.both(OFFICERS, DRAW, &format!("{DRAW}/release"), &[], DRAW_PROPOSALS)?;
    theatre.report.fact("openers", "到场开票的保管人", numbers.len());
    theatre.report.fact("released", "公布的场次", uuids.len());
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}
