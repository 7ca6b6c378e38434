//! The manuals say what the pages say, and show pictures that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What words stand on pages in.
const SOURCES: &[&str] = &["subjects", "web/src", "web/assets", "voter/page", "sanmin/src", "plans"];

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Everything below a folder whose name ends so, tests left out.
fn texts(folder: &Path, endings: &[&str], into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests") {
                texts(&path, endings, into);
            }
        } else if path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending)) {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            into.push((path, text));
        }
    }
}

fn manuals() -> Vec<(PathBuf, String)> {
    let mut manuals = Vec::new();
    texts(&repository("docs/manual"), &["md"], &mut manuals);
    assert!(manuals.len() > 10, "{}", manuals.len());
    manuals
}

/// What stands between two marks on one line.
fn between<'a>(line: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    line.split(open).skip(1).filter_map(move |rest| Some(rest.split_once(close)?.0))
}

/// Quotation marks “” are for words on a page; what people say to each other stands in 「」.
#[test]
fn what_a_manual_quotes_stands_on_a_page() {
    let mut sources = Vec::new();
    SOURCES.iter().for_each(|folder| texts(&repository(folder), &["rs", "js", "html", "toml", "csv"], &mut sources));
    let sources: String = sources.into_iter().map(|(_, text)| text + "\n").collect();
    // Some are put together of a fixed and a changing part: 开始：部门.
    let composed = |label: &str| label.split_once('：').is_some_and(|(fixed, _)| sources.contains(&format!("\"{fixed}：{{")));
    let mut strange = Vec::new();
    for (path, text) in manuals() {
        for (number, line) in text.lines().enumerate() {
            let labels = between(line, "“", "”").filter(|label| !sources.contains(label) && !composed(label));
            strange.extend(labels.map(|label| format!("{}:{}: {label}", path.display(), number + 1)));
        }
    }
    assert!(strange.is_empty(), "on no page:\n{}", strange.join("\n"));
}

#[test]
fn pictures_are_there_used_and_small() {
    let folder = repository("docs/manual/pictures");
    let used: BTreeSet<String> = manuals()
        .iter()
        .flat_map(|(_, text)| text.lines().flat_map(|line| between(line, "](pictures/", ")")).map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| name.ends_with(".png"))
        .collect();
    let mut there = BTreeSet::new();
    let mut all = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let (name, size) = (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len());
        if name.ends_with(".png") {
            assert!(size <= 200_000, "{name}: {size} bytes");
            all += size;
            there.insert(name);
        }
    }
    assert_eq!(there, used);
    assert!(all <= 4_000_000, "{all} bytes in all");
}

/// From one manual to another, to a file beside it, to a folder above.
#[test]
fn links_lead_somewhere() {
    for (path, text) in manuals() {
        for link in text.lines().flat_map(|line| between(line, "](", ")")) {
            let file = link.split('#').next().unwrap_or_default();
            let near = !link.starts_with("http") && !file.is_empty();
            assert!(!near || path.parent().unwrap().join(file).exists(), "{}: {link}", path.display());
        }
    }
}
