//! The drill of tampering: what is stored is changed on copies, one thing at a time, and each time somebody who trusts nobody must find it.

use std::path::{Path, PathBuf};

use rehearsal::programs::{Programs, write};
use rehearsal::{Stumbled, Theatre};
use serde_json::Value;
use web::args;
use web::database::{Database, DatabaseConfig, DatabaseError, transaction};

use super::house::{Copy, House};
use crate::composition;

/// Who finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finder {
    /// The server itself, which does not start.
    Server,
    /// `sanmin ledger verify`.
    Ledger,
    /// `sanmin election verify --ledger`.
    Election,
    /// The server, which compares what it serves with what it has published, and gives out nothing.
    Withheld,
    /// `sanmin draw verify`.
    Draw,
    /// The page of results against the archive.
    Results,
    /// The audit administrator's check of the whole log.
    Audit,
}

/// One change of what is stored.
struct Tampering {
    name: &'static str,
    chinese: &'static str,
    /// Reads one text, and writes it changed.
    read: &'static str,
    write: &'static str,
    change: fn(&str) -> String,
    finder: Finder,
}

const ALL: &[Tampering] = &[
    Tampering {
        name: "ballot",
        chinese: "改动一张已公布的评议票",
        read: "SELECT content FROM election_archive_parts ORDER BY uuid, part LIMIT 1",
        write: "UPDATE election_archive_parts SET content = $1 WHERE (uuid, part) IN \
                (SELECT uuid, part FROM election_archive_parts ORDER BY uuid, part LIMIT 1)",
        change: middle,
        finder: Finder::Election,
    },
    Tampering {
        name: "result",
        chinese: "改动网页上的结果",
        read: "SELECT result FROM election_results ORDER BY uuid LIMIT 1",
        write: "UPDATE election_results SET result = $1 WHERE uuid IN (SELECT uuid FROM election_results ORDER BY uuid LIMIT 1)",
        change: number,
        finder: Finder::Withheld,
    },
    Tampering {
        name: "ledger-entry",
        chinese: "改动公开账本中的一条",
        read: "SELECT entry FROM ledger_entries WHERE position = 5",
        write: "UPDATE ledger_entries SET entry = $1 WHERE position = 5",
        change: number,
        finder: Finder::Ledger,
    },
    Tampering {
        name: "draw",
        chinese: "在抽取结果中调换两人",
        read: "SELECT content FROM draw_files WHERE name = 'ranking.csv'",
        write: "UPDATE draw_files SET content = $1 WHERE name = 'ranking.csv'",
        change: lines,
        finder: Finder::Withheld,
    },
    Tampering {
        name: "audit",
        chinese: "改动审计日志中的一条",
        read: "SELECT actor_name FROM audit_log WHERE position = 20",
        write: "UPDATE audit_log SET actor_name = $1 WHERE position = 20",
        change: |_| "另一人".to_owned(),
        finder: Finder::Audit,
    },
];

/// Another character in the middle.
fn middle(text: &str) -> String {
    let place = text.len() / 2;
    let other = if text.get(place..=place) == Some("A") { "B" } else { "A" };
    format!("{}{other}{}", text.get(..place).unwrap_or_default(), text.get(place + 1..).unwrap_or_default())
}

/// The first number is one more.
fn number(text: &str) -> String {
    let Some(place) = text.find(|c: char| c.is_ascii_digit()) else { return text.to_owned() };
    let digit = text.get(place..=place).and_then(|digit| digit.parse::<u8>().ok()).unwrap_or_default();
    format!("{}{}{}", &text[..place], (digit + 1) % 10, &text[place + 1..])
}

/// The last two lines change places.
fn lines(text: &str) -> String {
    let mut all: Vec<&str> = text.lines().collect();
    let last = all.len().saturating_sub(1);
    all.swap(last.saturating_sub(1), last);
    all.join("\n") + "\n"
}

/// Plays the drill; each change is a check in the report.
pub fn drill(theatre: &mut Theatre<'_>, house: &House, data: &Path) -> Result<(), Stumbled> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Stumbled::File(error.to_string()))?;
    let backup = data.join("tampered/backup.sanmin");
    write(&data.join("tampered/README"), b"Copies of the server's data with one thing changed each.\n")?;
    let text = |path: &Path| path.display().to_string();
    theatre.stage.programs.run(&["backup", "--data", &text(&data.join("server")), &text(&backup)])?;
    let copied = |theatre: &Theatre<'_>, name: &str| -> Result<PathBuf, Stumbled> {
        let folder = data.join("tampered").join(name);
        copy_secrets(&data.join("server/secrets"), &folder.join("secrets"))?;
        theatre.stage.programs.run(&["restore", "--data", &text(&folder), &text(&backup)])?;
        Ok(folder)
    };
    // Nobody cries wolf.
    let untouched = copied(theatre, "nothing")?;
    match house.on_copy(&untouched)? {
        None => return Err(Stumbled::Differs("a server does not start on an unchanged copy".into())),
        Some(copy) => {
            if let Some(finder) = look(theatre, &copy, &untouched.join("public"))? {
                return Err(Stumbled::Differs(format!("an unchanged copy is refused by {finder:?}")));
            }
        }
    }
    theatre.report.checked("drill-tamper", "没有改动的副本：谁都没有异议", "");
    for tampering in ALL {
        let folder = copied(theatre, tampering.name)?;
        runtime.block_on(change(&folder, tampering)).map_err(|error| Stumbled::File(format!("{}: {error}", tampering.name)))?;
        let found = match house.on_copy(&folder)? {
            None => Some(Finder::Server),
            Some(copy) => look(theatre, &copy, &folder.join("public"))?,
        };
        match found {
            Some(finder) if finder == tampering.finder || finder == Finder::Server => {
                let label = format!("{}：{}", tampering.chinese, words(finder));
                theatre.report.checked("drill-tamper", label, "");
            }
            other => {
                return Err(Stumbled::Differs(format!(
                    "{}: was to be found by {:?}, found by {other:?}",
                    tampering.name, tampering.finder
                )));
            }
        }
    }
    Ok(())
}

fn words(finder: Finder) -> &'static str {
    match finder {
        Finder::Server => "服务器启动时发现，拒绝启动",
        Finder::Ledger => "任何人用 sanmin ledger verify 发现",
        Finder::Election => "任何人用 sanmin election verify 发现",
        Finder::Withheld => "网站发现与公布的指纹不同，停止提供",
        Finder::Draw => "任何人用 sanmin draw verify 发现",
        Finder::Results => "任何人对照网页和档案发现",
        Finder::Audit => "审计管理员核对日志时发现",
    }
}

/// The server's secrets with their permissions.
fn copy_secrets(from: &Path, to: &Path) -> Result<(), Stumbled> {
    let failed = |error: std::io::Error| Stumbled::File(format!("{}: {error}", from.display()));
    std::fs::create_dir_all(to).map_err(failed)?;
    for entry in std::fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        std::fs::copy(&path, to.join(path.file_name().unwrap_or_default())).map_err(failed)?;
    }
    let permissions = std::fs::metadata(from).map_err(failed)?.permissions();
    std::fs::set_permissions(to, permissions).map_err(failed)
}

async fn change(folder: &Path, tampering: &Tampering) -> Result<(), DatabaseError> {
    let config = DatabaseConfig::new(folder, &[])?;
    let database = Database::open(&config, &composition::migrations()).await?;
    transaction!(database, |tx| -> Result<(), DatabaseError> {
        let text: String = tx.one(tampering.read, args![]).await?;
        tx.execute(tampering.write, args![(tampering.change)(&text)]).await.map(drop)
    })?;
    database.close().await;
    Ok(())
}

/// The first who finds that something is not right.
fn look(theatre: &mut Theatre<'_>, copy: &Copy, folder: &Path) -> Result<Option<Finder>, Stumbled> {
    let programs: Programs = theatre.stage.programs.clone();
    let mut stranger = rehearsal::visitor::Visitor::new(&copy.portal);
    let ledger = format!("{}/ledger", copy.portal);
    let (vkeys, text) = (folder.join("vkeys"), |path: &Path| path.display().to_string());
    // The log's own key; the witnesses do not sign for a copy.
    let known = rehearsal::programs::read(&theatre.stage.folder.join("public/vkeys"))?;
    write(&vkeys, String::from_utf8_lossy(&known).lines().next().unwrap_or_default().as_bytes())?;
    let accepts = |arguments: &[&str]| programs.judge(arguments).map(|(code, _, _)| code == Some(0));
    if !accepts(&["ledger", "verify", "--statements", "--vkeys", &text(&vkeys), &ledger])? {
        return Ok(Some(Finder::Ledger));
    }
    let results = stranger.look("/api/v1/results")?;
    if results.status != 200 {
        return Ok(Some(Finder::Withheld));
    }
    let results: Value = serde_json::from_slice(&results.body).unwrap_or_default();
    for hall in &theatre.halls {
        let file = folder.join(format!("{}.bel", hall.uuid()));
        let archive = stranger.look(&format!("/results/{}.bel", hall.uuid()))?;
        write(&file, &archive.body)?;
        if archive.status != 200 || !accepts(&["election", "verify", "--ledger", &ledger, "--vkeys", &text(&vkeys), &text(&file)])? {
            return Ok(Some(Finder::Election));
        }
        if rehearsal::acts::shown_counts(&results, &hall.uuid()) != serde_json::json!(hall.totals) {
            return Ok(Some(Finder::Results));
        }
    }
    for name in rehearsal::acts::DRAW_FILES {
        let file = stranger.look(&format!("/draw/{name}"))?;
        if file.status != 200 {
            return Ok(Some(Finder::Withheld));
        }
        write(&folder.join("draw").join(name), &file.body)?;
    }
    if !accepts(&["draw", "verify", &text(&folder.join("draw"))])? {
        return Ok(Some(Finder::Draw));
    }
    let mut auditor = theatre.staff.one("auditor")?.at(&copy.portal);
    let told = auditor.look("/office/audit/check")?;
    Ok((told.status != 200 || !told.html().contains("核对通过")).then_some(Finder::Audit))
}
