use std::io::Read;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use tower::ServiceExt;

use super::*;

async fn ask(path: &str, encoding: &str) -> Response {
    let request = Request::get(path).header(header::ACCEPT_ENCODING, encoding).body(Body::empty()).unwrap();
    Router::new().route(ROUTE, get(serve)).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn a_named_content_is_kept_for_ever_and_sent_compressed() {
    let answer = ask(&href("sanmin.css"), "br, gzip").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(answer.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(plain, find("sanmin.css").unwrap().bytes);
}

#[tokio::test]
async fn a_browser_without_gzip_gets_the_plain_file() {
    for encoding in ["", "identity", "gzip;q=0"] {
        let answer = ask(&href("favicon.svg"), encoding).await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "{encoding}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/svg+xml");
    }
}

#[tokio::test]
async fn a_page_of_another_release_still_finds_its_style_but_does_not_keep_it() {
    let answer = ask("/assets/0000000000000000/sanmin.css", "gzip").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
}

#[tokio::test]
async fn unknown_names_and_climbing_paths_are_not_found() {
    for name in ["nothing.css", "..%2Ftokens.css", "css%2Ftokens.css"] {
        assert_eq!(ask(&href(name), "gzip").await.status(), StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn the_service_worker_stands_at_the_root_and_is_asked_for_again_each_time() {
    let request = Request::get(OFFLINE_ROUTE).body(Body::empty()).unwrap();
    let answer = Router::new().route(OFFLINE_ROUTE, get(offline)).oneshot(request).await.unwrap();
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache");
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert!(!OFFLINE_ROUTE[1..].contains('/'), "below the root it would stand before fewer pages");
    // What it may ever keep: nothing of the back office, no form, no list.
    let text = String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    let shapes = text.lines().find(|line| line.starts_with("const KEEPABLE")).unwrap();
    assert_eq!(shapes.matches(r"/^\/").count(), 5, "{shapes}");
    assert!(!shapes.contains("office") && !shapes.contains("api"), "{shapes}");
}

/// Scripts of public pages must parse in Chrome 74 and Safari 14.1: none of the newer tokens may appear in any module.
#[test]
fn modules_keep_to_the_syntax_of_old_phones() {
    let newer = ["?.", "??", "||=", "&&=", "**=", ".replaceAll(", "static {", "#private", ".at(", "structuredClone", "import("];
    for (name, asset) in all().filter(|(name, _)| name.ends_with(".js")) {
        let text = std::str::from_utf8(&asset.bytes).unwrap();
        for token in newer {
            assert!(!text.contains(token), "{name} uses {token}");
        }
    }
}

/// Styles must not depend on what old phones lack, nor fetch anything from elsewhere.
#[test]
fn the_style_keeps_to_old_phones_and_to_this_host() {
    let text = std::str::from_utf8(&find("sanmin.css").unwrap().bytes).unwrap();
    for token in [":has(", ":is(", ":where(", "clamp(", "aspect-ratio", "inset:", "@layer", "@container", "http:", "https:", "@import"] {
        assert!(!text.contains(token), "the style uses {token}");
    }
}

/// Every part of the style is there and the sizes stay small.
#[test]
fn the_style_is_whole() {
    let text = std::str::from_utf8(&find("sanmin.css").unwrap().bytes).unwrap();
    for part in [":root", ".skip", ".field", ".table", ".tag", "@media print"] {
        assert!(text.contains(part), "{part} is missing");
    }
}

mod contrast {
    use std::collections::HashMap;

    /// Colour tokens of one block of `tokens.css`.
    fn tokens(selector: &str) -> HashMap<String, [f64; 3]> {
        let text = std::str::from_utf8(&super::find("sanmin.css").unwrap().bytes).unwrap();
        let block = text.split_once(selector).and_then(|(_, rest)| rest.split_once('}')).unwrap().0;
        let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"));
        lines
            .map(|(name, hex)| (name.to_owned(), [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()))))
            .collect()
    }

    fn luminance(colour: [f64; 3]) -> f64 {
        let [r, g, b] = colour.map(|c| c / 255.0).map(|c| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Text on its grounds has a contrast of at least 7 : 1 (WCAG level AAA), in normal and elder mode.
    #[test]
    fn text_is_readable() {
        let normal = tokens(":root {");
        let mut elder = normal.clone();
        elder.extend(tokens(".elder {"));
        let pairs = [
            ("ink", "paper"),
            ("ink", "ground"),
            ("secondary", "paper"),
            ("secondary", "ground"),
            ("brand", "paper"),
            ("paper", "brand"),
            ("paper", "brand-deep"),
            ("link", "paper"),
            ("link", "ground"),
            ("good", "good-ground"),
            ("warn", "warn-ground"),
            ("bad", "bad-ground"),
            ("bad", "paper"),
            ("ink", "warn-ground"),
            ("ink", "bad-ground"),
            ("ink", "good-ground"),
        ];
        for mode in [&normal, &elder] {
            for (text, ground) in pairs {
                let (a, b) = (luminance(mode[text]), luminance(mode[ground]));
                let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(ratio >= 7.0, "{text} on {ground}: {ratio:.2}");
            }
        }
    }
}
