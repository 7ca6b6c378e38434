//! What every page must keep, whoever sees it on whatever device: WCAG 2.2 AA, and what `pages.md` of the house promises.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::chromium::{Browser, Kind};
use crate::support::repository;

static AXE: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(repository("third_party/axe-core/axe.min.js")).expect("axe-core stands in the repository"));

/// How a page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    pub kind: Kind,
    pub elder: bool,
}

impl Variant {
    pub const DESKTOP: Variant = Variant { kind: Kind::Desktop, elder: false };
    pub const PHONE: Variant = Variant { kind: Kind::Phone, elder: false };

    /// The width of the screen in CSS pixels.
    fn width(self) -> u32 {
        if self.kind == Kind::Phone { 390 } else { 1280 }
    }

    /// The least height of what one presses, in CSS pixels.
    fn target(self) -> u32 {
        if self.elder { 60 } else { 48 }
    }

    /// A word for file names and messages.
    pub fn word(self) -> &'static str {
        match (self.kind, self.elder) {
            (Kind::Phone, false) => "phone",
            (Kind::Phone, true) => "phone-elder",
            (_, false) => "desktop",
            (_, true) => "desktop-elder",
        }
    }
}

/// Everything that is wrong with the page on which the browser stands.
pub async fn examine(browser: &Browser, variant: Variant) -> Vec<String> {
    let mut problems = axe(browser).await;
    let found = browser.run(OWN_RULES, vec![json!(variant.width()), json!(variant.target())]).await;
    problems.extend(texts(&found));
    problems.extend(browser.console().await.into_iter().map(|line| format!("console: {line}")));
    problems
}

/// Asserts that nothing is wrong with a page in the middle of a journey.
pub async fn is_fit(browser: &Browser, variant: Variant) {
    let problems = examine(browser, variant).await;
    // The console mentions pages on the way that were refused, as they should be.
    let problems: Vec<String> = problems.into_iter().filter(|problem| !problem.contains("responded with a status of 4")).collect();
    assert!(problems.is_empty(), "{}: {problems:#?}", browser.path().await);
}

/// The rules of axe-core that the page breaks.
async fn axe(browser: &Browser) -> Vec<String> {
    browser.run(&AXE, vec![]).await;
    // Text contrast of 7:1 is AAA, and our own rule.
    let options = json!({
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "rules": {"color-contrast-enhanced": {"enabled": true}},
        "resultTypes": ["violations"],
    });
    texts(&browser.run_async(RUN_AXE, vec![options]).await)
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_string).collect()
}

const RUN_AXE: &str = r#"
const [options, done] = arguments;
const place = (node) => node.target.join(" ") + " " + node.html.slice(0, 160);
axe.run(document, options).then(
    (result) => done(result.violations.map((rule) => `axe ${rule.id}: ${rule.help}: ${rule.nodes.slice(0, 3).map(place).join(" | ")} (${rule.nodes.length})`)),
    (error) => done(["axe did not run: " + error]),
);
"#;

/// What axe-core does not know of.
const OWN_RULES: &str = r#"
const [width, target] = arguments, problems = [];
const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const name = (element) => element.outerHTML.slice(0, 120);

if (document.querySelectorAll("h1").length !== 1) problems.push(document.querySelectorAll("h1").length + " first headings");
if (!document.title.trim()) problems.push("no title");
if (document.documentElement.lang !== "zh-CN") problems.push("no language");

const wide = document.documentElement.scrollWidth;
if (wide > width) {
    const culprits = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 3);
    problems.push(`${wide} px wide: ${culprits.map(name).join(" | ")}`);
}

for (const element of document.querySelectorAll("main button, main a.button, main summary, main select, main label.choice, main input:not([type=hidden], [type=checkbox], [type=radio])")) {
    const height = element.getBoundingClientRect().height;
    if (shown(element) && height + 0.5 < target) problems.push(`only ${height} px high: ${name(element)}`);
}

const link = [...document.querySelectorAll("main a[href], a[href]:not(.skip)")].find(shown);
if (link) {
    link.focus();
    const style = getComputedStyle(link);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) problems.push(`focus ring ${style.outline}: ${name(link)}`);
    link.blur();
}
return problems;
"#;
