//! Strangers download what is public and verify it: the draw, the ledger, every ballot. Nothing of it trusts the server.

use std::path::Path;

use serde_json::{Value, json};

use crate::programs::write;
use crate::{Stumbled, Theatre, crowd};

/// The files of the draw that anybody downloads.
pub const DRAW_FILES: [&str; 7] = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "replacements.csv", "salts.csv", "terms.txt"];
/// Verifiers at once.
const AT_ONCE: usize = 2;

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let folder = theatre.stage.folder.join("public");
    let mut stranger = theatre.passer_by();
    let vkeys = folder.join("vkeys");
    write(&vkeys, &stranger.get("/ledger/vkeys")?.body)?;
    for name in DRAW_FILES {
        write(&folder.join("draw").join(name), &stranger.get(&format!("/draw/{name}"))?.body)?;
    }
    let show = |path: &Path| path.display().to_string();
    let ledger = format!("{}/ledger", theatre.stage.portal);

    let draw = show(&folder.join("draw"));
    good(theatre, &["draw", "verify", "--json", &draw])?;
    theatre.report.checked("draw", "公开抽取：从名册、名额、种子重新抽取，结果和递补逐行相同", format!("sanmin draw verify {draw}"));
    let vkeys = show(&vkeys);
    let verdict = settled(theatre, &["ledger", "verify", "--json", "--statements", "--vkeys", &vkeys, &ledger])?;
    let entries = verdict.get("entries").or_else(|| verdict.get("size")).cloned().unwrap_or_default();
    theatre.report.fact("ledger_entries", "公开账本", entries);
    theatre.report.checked(
        "ledger",
        "公开账本：每一条都在，签名正确，只增不改",
        format!("sanmin ledger verify --statements --vkeys {vkeys} {ledger}"),
    );

    let mut archives = Vec::new();
    for hall in &theatre.halls {
        let name = format!("{}.bel", hall.uuid());
        let file = folder.join(&name);
        write(&file, &stranger.get(&format!("/results/{name}"))?.body)?;
        archives.push((hall.number, show(&file), json!(hall.totals)));
    }
    let bar = theatre.bar(archives.len(), "archives");
    let programs = &theatre.stage.programs;
    crowd::each(&archives, AT_ONCE, |_, (number, file, totals)| {
        let arguments = ["election", "verify", "--json", "--ledger", &ledger, "--vkeys", &vkeys, file];
        let (code, out, err) = programs.judge(&arguments)?;
        let verdict: Value = serde_json::from_str(&out).unwrap_or_default();
        bar.inc(1);
        if code != Some(0) || verdict.get("valid") != Some(&json!(true)) {
            return Err(Stumbled::Differs(format!("session {number}: sanmin election verify says {}{}", out.trim(), err.trim())));
        }
        if verdict.get("result") != Some(totals) {
            return Err(Stumbled::Differs(format!(
                "session {number}: the phones chose {totals}, and the result is {:?}",
                verdict.get("result")
            )));
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    for (number, file, _) in &archives {
        let label = format!("第 {number} 场：每张票、每份证明、合计和解密都正确，账本记的就是这些，合计等于手机上选的");
        theatre.report.checked("ballots", label, format!("sanmin election verify --ledger {ledger} --vkeys {vkeys} {file}"));
    }
    others(theatre, &archives)?;
    shown(theatre)
}

/// The public JSON of the results shows what was counted.
fn shown(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let results: Value = serde_json::from_slice(&theatre.passer_by().get("/api/v1/results")?.body).unwrap_or_default();
    for hall in &theatre.halls {
        let counts = shown_counts(&results, &hall.uuid());
        if counts != json!(hall.totals) {
            return Err(Stumbled::Differs(format!("session {}: the page of results shows {counts}", hall.number)));
        }
    }
    let page = format!("{}/results", theatre.stage.portal);
    theatre.report.checked("results", "结果页上 30 个部门的数字就是合计", page);
    Ok(())
}

/// How often each grade was chosen for each department of an election, by the public JSON of the results.
pub fn shown_counts(results: &Value, uuid: &str) -> Value {
    let sessions = results.get("sessions").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let own = sessions.iter().find(|it| it.get("uuid").and_then(Value::as_str) == Some(uuid));
    let departments = own.and_then(|it| it.get("departments")).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    departments.iter().map(|it| it.get("counts").cloned().unwrap_or_default()).collect()
}

/// Another program that reads our elections, where this machine has it.
fn others(theatre: &mut Theatre<'_>, archives: &[(u32, String, Value)]) -> Result<(), Stumbled> {
    let Some(tool) = std::env::var_os("SANMIN_BELENIOS_TOOL").filter(|tool| !tool.is_empty()) else { return Ok(()) };
    for (number, file, _) in archives {
        // It wants a folder with nothing but the archive of one election.
        let folder = Path::new(file).with_extension("");
        let name = Path::new(file).file_name().unwrap_or_default();
        write(&folder.join(name), &crate::programs::read(file.as_ref())?)?;
        let run =
            std::process::Command::new(&tool).env("LWT_ASYNC_METHOD", "none").args(["election", "verify", "--dir"]).arg(&folder).output();
        let output = run.map_err(|error| Stumbled::File(format!("{}: {error}", tool.display())))?;
        if !output.status.success() {
            return Err(Stumbled::Differs(format!(
                "session {number}: belenios-tool says {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )));
        }
        let again = format!("belenios-tool election verify --dir {}", folder.display());
        theatre.report.checked("belenios", format!("第 {number} 场：别人写的程序 belenios-tool 也验证通过"), again);
    }
    Ok(())
}

fn good(theatre: &Theatre<'_>, arguments: &[&str]) -> Result<Value, Stumbled> {
    let (code, out, err) = theatre.stage.programs.judge(arguments)?;
    if code == Some(0) {
        return Ok(serde_json::from_str(&out).unwrap_or_default());
    }
    Err(Stumbled::Differs(format!("sanmin {} says {}{}", arguments.join(" "), out.trim(), err.trim())))
}

/// The same, a little later where what was just published is not signed for yet.
fn settled(theatre: &Theatre<'_>, arguments: &[&str]) -> Result<Value, Stumbled> {
    let mut outcome = good(theatre, arguments);
    for _ in 0..20 {
        if outcome.is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
        outcome = good(theatre, arguments);
    }
    outcome
}
