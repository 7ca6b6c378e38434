//! The trustees (密钥保管人) make the keys of all sessions in one sitting: each with the offline program, postings carried to the server and back.

use std::path::{Path, PathBuf};

use crate::programs::{read, write};
use crate::theatre::OFFICERS;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre, crowd};

const CEREMONY: &str = "/office/ceremony";
pub(super) const PROPOSALS: &str = "/office/elections/proposals/";
/// Postings of one trustee: certificate, commitment, polynomial, key.
const STEPS: usize = 4;
/// Programs at once; each takes 64 MiB for a moment.
const AT_ONCE: usize = 2;

/// What a trustee keeps at home.
pub(super) struct Home {
    pub number: u32,
    folder: PathBuf,
}

impl Home {
    pub fn of(theatre: &Theatre<'_>, number: u32) -> Self {
        Home { number, folder: theatre.stage.folder.join(format!("trustee-{number}")) }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    pub fn login(&self) -> String {
        format!("trustee{}", self.number)
    }
}

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    theatre.at(theatre.begins("keys")?)?;
    let rules = &theatre.plan.ballot.trustees;
    let (trustees, threshold) = (rules.number.to_string(), rules.threshold.to_string());
    let elections = theatre.sessions().len().to_string();
    let homes: Vec<Home> = (1..=rules.number).map(|number| Home::of(theatre, number)).collect();
    let officer = theatre.staff.one(OFFICERS[0])?;
    officer.get(CEREMONY)?;
    let sitting = officer.post(CEREMONY, &[])?.next().to_owned();
    for home in &homes {
        write(Path::new(&home.path("passphrase")), format!("演练口令-{}-Kept-apart\n", home.number).as_bytes())?;
    }
    let programs = &theatre.stage.programs;
    crowd::each(&homes, AT_ONCE, |_, home| {
        let number = home.number.to_string();
        let new = ["--trustee", &number, "--trustees", &trustees, "--threshold", &threshold, "--elections", &elections];
        let program = ["election", "trustee", "keygen", "--key", &home.path("key.json"), "--board", &home.path("board")];
        programs.run(&[&program[..], &new, &["--passphrase-file", &home.path("passphrase")]].concat()).map(drop)
    })?;
    for step in 0..STEPS {
        if step > 0 {
            for home in &homes {
                fetch_board(theatre, &sitting, home)?;
            }
            let programs = &theatre.stage.programs;
            crowd::each(&homes, AT_ONCE, |_, home| certify(programs, home).map(drop))?;
        }
        for home in &homes {
            hand_in(theatre, &sitting, home)?;
        }
    }
    // Each sees with their own program that the keys are made, and all read the same words.
    for home in &homes {
        fetch_board(theatre, &sitting, home)?;
    }
    let programs = &theatre.stage.programs;
    let said = crowd::each(&homes, AT_ONCE, |_, home| certify(programs, home))?;
    let words: Vec<Vec<&str>> = said.iter().map(|text| spoken(text)).collect();
    if words.iter().any(|words| words.is_empty() || Some(words) != words_of_first(&said).as_ref()) {
        return Err(Stumbled::Differs("the trustees' programs do not show the same keys".into()));
    }
    theatre.both(OFFICERS, &sitting, &format!("{sitting}/elections"), &[], PROPOSALS)?;
    theatre.report.fact("trustees", "密钥保管人", homes.len());
    theatre.report.checked("keys-agree", "三位密钥保管人各自的程序读出的密钥词语相同", "sanmin election trustee certify …");
    Ok(())
}

/// The lines with the words of the sessions' keys.
fn spoken(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.trim_start().starts_with(|first: char| first.is_ascii_digit())).collect()
}

fn words_of_first(said: &[String]) -> Option<Vec<&str>> {
    said.first().map(|text| spoken(text))
}

fn certify(programs: &crate::programs::Programs, home: &Home) -> Result<String, Stumbled> {
    let program = ["election", "trustee", "certify", "--key", &home.path("key.json"), "--board", &home.path("board")];
    programs.run(&[&program[..], &["--passphrase-file", &home.path("passphrase")]].concat())
}

/// The trustee downloads what others have posted.
fn fetch_board(theatre: &mut Theatre<'_>, sitting: &str, home: &Home) -> Result<(), Stumbled> {
    let trustee = theatre.staff.one(&home.login())?;
    let page = trustee.get(sitting)?;
    for address in page.addresses(&format!("{sitting}/files/")) {
        let name = address.rsplit('/').next().unwrap_or_default();
        let path = PathBuf::from(home.path("board")).join(name);
        if !path.exists() {
            write(&path, &trustee.get(&address)?.body)?;
        }
    }
    Ok(())
}

/// The trustee uploads what their own program has written and the server has not.
fn hand_in(theatre: &mut Theatre<'_>, sitting: &str, home: &Home) -> Result<(), Stumbled> {
    let trustee = theatre.staff.one(&home.login())?;
    let there = trustee.get(sitting)?.addresses(&format!("{sitting}/files/"));
    let board = PathBuf::from(home.path("board"));
    let failed = |error: std::io::Error| Stumbled::File(format!("{}: {error}", board.display()));
    let own = format!("-{}.json", home.number);
    for entry in std::fs::read_dir(&board).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if name.ends_with(&own) && !there.iter().any(|address| address.ends_with(&format!("/{name}"))) {
            let attached = Attached { field: "file", name: &name, content: &read(&board.join(&name))? };
            trustee.upload(&format!("{sitting}/postings"), &[], &[attached])?.expect(303)?;
        }
    }
    Ok(())
}
