//! The replay that a browser does, run by Node on files that the application published: right files pass, each change is found.

mod draw_support;

use std::fs;
use std::path::Path;
use std::process::Command;

use draw_support::*;
use serde_json::{Value, json};
use web::database::harness::{skip, sqlite};

const FILES: [&str; 6] = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "terms.txt", "salts.csv"];

/// What the module says of the files in a folder.
fn said(folder: &Path, expected: &Value) -> Value {
    const SCRIPT: &str = "
        import { readFile } from 'node:fs/promises';
        const { replay } = await import(process.argv[1]);
        const folder = process.argv[2], expected = JSON.parse(process.argv[3]);
        const names = ['pool.csv', 'quotas.csv', 'draw.json', 'ranking.csv', 'terms.txt', 'salts.csv'];
        const files = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(folder + '/' + name)])));
        console.log(JSON.stringify(await replay(files, expected, () => {})));";
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/assets/draw-replay.js");
    // Assets are modules by their place in the page; Node goes by the file's name.
    let copy = folder.join("draw-replay.mjs");
    fs::copy(module, &copy).unwrap();
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", SCRIPT])
        .arg(format!("file://{}", copy.display()))
        .arg(folder)
        .arg(expected.to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The application's draw released, its files in a folder; with what is published of it for programs.
async fn published() -> (tempfile::TempDir, Value) {
    let (database, _place) = sqlite(&migrations()).await;
    let app = application(database).await;
    fill(&app, VOLUNTEERS, NOMINEES).await;
    officers(&app).await.hold_and_release(&app).await;
    let mut citizen = app.visitor();
    let folder = tempfile::tempdir().unwrap();
    for name in FILES {
        fs::write(folder.path().join(name), citizen.get(&format!("/draw/{name}")).await.expect(200).bytes).unwrap();
    }
    (folder, serde_json::from_slice(&citizen.get("/api/v1/draw").await.expect(200).bytes).unwrap())
}

#[tokio::test]
async fn ten_lines_of_python_replay_the_published_draw() {
    if Command::new("python3").arg("--version").output().is_err() {
        return skip("python", "there is no python3");
    }
    let (folder, _) = published().await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/draw_verify.py");
    let verify = || Command::new("python3").arg(&script).arg(folder.path()).output().unwrap();
    let output = verify();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let ranking = folder.path().join("ranking.csv");
    fs::write(&ranking, fs::read_to_string(&ranking).unwrap().replacen(",1\n", ",2\n", 1)).unwrap();
    assert!(!verify().status.success());
}

#[tokio::test]
async fn a_browser_replays_the_published_draw_and_finds_every_change() {
    if Command::new("node").arg("--version").output().is_err() {
        return skip("node", "there is no node");
    }
    let (folder, state) = published().await;
    let mut sha256 = json!({});
    for name in ["pool.csv", "quotas.csv", "ranking.csv"] {
        sha256[name] = state["sha256"][name].clone();
    }
    let expected = json!({"root": state["commitment"], "sha256": sha256});
    assert_eq!(said(folder.path(), &expected), json!({"wrong": [], "people": PEOPLE, "cells": 171}));

    let none = json!({"root": state["commitment"], "sha256": {}});
    let changed = |name: &str, change: &dyn Fn(String) -> String| -> String {
        let path = folder.path().join(name);
        let before = fs::read_to_string(&path).unwrap();
        let after = change(before.clone());
        assert_ne!(before, after, "{name}");
        fs::write(&path, after).unwrap();
        let said =
            said(folder.path(), &none)["wrong"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        fs::write(&path, before).unwrap();
        said.join("\n")
    };
    let swap = |text: String| text.replacen(",1\n", ",2\n", 1);
    assert!(changed("ranking.csv", &swap).starts_with("ranking.csv 第 "));
    assert!(changed("draw.json", &|text| text.replace("3 5 1 6 2", "3 5 1 6 3")).contains("种子不是由公布的来源产生的"));
    assert!(changed("salts.csv", &|text| text.replacen(",0", ",1", 1)).contains("算不出公布的承诺值"));
    assert!(changed("terms.txt", &|text| text.replace("2025003", "2025004")).contains("种子来源不是封存以前固定的那些"));
    assert!(changed("pool.csv", &|text| text.replacen("nominated", "volunteer", 1)).contains("算不出公布的承诺值"));
    assert!(changed("quotas.csv", &|text| text.replacen(",10\n", ",11\n", 1)).contains("ranking.csv 第 "));
    let wrong = said(folder.path(), &json!({"root": state["commitment"], "sha256": {"pool.csv": "00"}}));
    assert_eq!(wrong["wrong"][0], "pool.csv 的 SHA-256 与公布的不同");
}
