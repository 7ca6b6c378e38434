//! Pages of the ballot host: for now only that the ballot page is not there yet.

use axum::extract::Path;
use axum::response::Html;
use ballot::election::Uuid;
use maud::{DOCTYPE, html};
use serde_json::Value;

use crate::ballots::refused::Refused;

pub(super) async fn show(Path(uuid): Path<String>) -> Result<Html<String>, Refused> {
    Uuid::parse(&uuid).ok_or(Refused::NoElection)?;
    Ok(frame("评议票", "评议票页面尚未启用", "本系统的投票页面还没有做好，现在不能在这里填写评议票。您没有提交任何内容。"))
}

/// The words of a problem document as a page.
pub(super) fn refusal(document: &[u8]) -> Html<String> {
    let document: Value = serde_json::from_slice(document).unwrap_or_default();
    let text = |name: &str| document.get(name).and_then(Value::as_str).unwrap_or_default();
    frame(text("title"), text("title"), text("detail"))
}

fn frame(title: &str, heading: &str, words: &str) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body { main { h1 { (heading) } p { (words) } } }
        }
    };
    Html(page.into_string())
}
