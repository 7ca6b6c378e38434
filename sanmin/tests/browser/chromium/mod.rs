//! A real browser: Chromium, led by chromedriver. A machine without them skips these tests, and says so; with
//! `SANMIN_REQUIRE=chromium` a skip is a failure.

mod driver;

use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

pub use driver::{Driver, Kind};

use crate::support::http::Visitor;

/// How long a page may take to say what is awaited.
const WITHIN: Duration = Duration::from_secs(60);

/// One window, with cookies of its own.
pub struct Browser {
    client: Client,
    origin: String,
}

impl Browser {
    /// Goes to a page of the site.
    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Whether pages may run scripts here.
    pub async fn runs_scripts(&self) -> bool {
        let page = "data:text/html,<title>off</title><script>document.title='on'</script>";
        self.client.goto(page).await.expect("a page without a server");
        self.client.title().await.expect("a title") == "on"
    }

    /// Takes over the session of somebody who has signed in; an empty visitor signs out.
    pub async fn become_visitor(&self, visitor: &Visitor) {
        self.open("/about").await;
        self.client.delete_all_cookies().await.expect("cookies can be removed");
        if let Some(session) = visitor.cookie("sanmin_session") {
            self.set_cookie("sanmin_session", session).await;
        }
    }

    /// Sets a cookie of the site, on a page of which the browser stands.
    pub async fn set_cookie(&self, name: &str, value: &str) {
        self.client.issue_cmd(driver::Extension::cookie(name, value)).await.expect("the browser takes the cookie");
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_string()
    }

    /// What a reader sees.
    pub async fn text(&self) -> String {
        // Between two pages there is no body.
        let text = self.run("return document.body ? document.body.innerText : ''", vec![]).await;
        text.as_str().unwrap_or_default().to_string()
    }

    /// Waits until the page says this.
    #[track_caller]
    pub fn sees(&self, words: &str) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let until = Instant::now() + WITHIN;
            loop {
                let text = self.text().await;
                if text.contains(words) {
                    return;
                }
                assert!(Instant::now() < until, "{caller}: “{words}” is not on {}:\n{text}", self.path().await);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Waits until the page no longer says this.
    pub async fn no_longer_sees(&self, words: &str) {
        let until = Instant::now() + WITHIN;
        while self.text().await.contains(words) {
            assert!(Instant::now() < until, "“{words}” is still on {}", self.path().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Follows the link with these words.
    pub async fn follow(&self, words: &str) {
        self.click(&format!("//a[normalize-space(.)='{words}']")).await;
    }

    /// Presses the button with these words.
    pub async fn press(&self, words: &str) {
        self.click(&format!("//button[normalize-space(.)='{words}']")).await;
    }

    /// Opens a part of the page that is folded away.
    pub async fn unfold(&self, words: &str) {
        self.click(&format!("//summary[starts-with(normalize-space(.),'{words}')]")).await;
    }

    /// Ticks the choice or box with these words.
    pub async fn choose(&self, words: &str) {
        self.click(&format!("//label[contains(@class,'choice')][starts-with(normalize-space(.),'{words}')]")).await;
    }

    /// Types into the field with this label; for a file, its path.
    pub async fn fill(&self, label: &str, text: &str) {
        self.field(label).await.send_keys(text).await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    /// Empties the field with this label.
    pub async fn clear(&self, label: &str) {
        self.field(label).await.clear().await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    /// Sets a field by its name, where typing depends on the browser's language, as for dates.
    pub async fn set(&self, name: &str, value: &str) {
        self.run("document.getElementsByName(arguments[0])[0].value = arguments[1]", vec![json!(name), json!(value)]).await;
    }

    /// Chooses from the list with this label.
    pub async fn select(&self, label: &str, choice: &str) {
        let field = self.field(label).await;
        field.select_by_label(choice).await.unwrap_or_else(|error| panic!("{label}: {choice}: {error}"));
    }

    /// The field that the label names.
    async fn field(&self, label: &str) -> Element {
        self.find(&format!("//*[@id=//label[starts-with(normalize-space(.),'{label}')]/@for]")).await
    }

    /// The first element that can be seen; waits for it.
    async fn find(&self, xpath: &str) -> Element {
        let until = Instant::now() + WITHIN;
        loop {
            for element in self.client.find_all(Locator::XPath(xpath)).await.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            assert!(Instant::now() < until, "no {xpath} on {}:\n{}", self.path().await, self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks; tries again when the page has put something else in the element's place since it was found.
    async fn click(&self, xpath: &str) {
        let until = Instant::now() + WITHIN;
        while let Err(error) = self.find(xpath).await.click().await {
            assert!(Instant::now() < until, "{xpath}: {error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The whole address, with what is behind the `#`.
    pub async fn address(&self) -> String {
        self.client.current_url().await.expect("an address").to_string()
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page is loaded anew");
    }

    /// Clicks the first element that the selector matches, in the middle of the screen.
    pub async fn click_on(&self, css: &str) {
        let until = Instant::now() + WITHIN;
        loop {
            let found = self.run(
                "const e = document.querySelector(arguments[0]); if (e) e.scrollIntoView({block: 'center'}); return !!e",
                vec![json!(css)],
            );
            if found.await == json!(true) {
                match self.client.find(Locator::Css(css)).await.expect("it is there").click().await {
                    Ok(()) => return,
                    Err(error) => assert!(Instant::now() < until, "{css}: {error}"),
                }
            }
            assert!(Instant::now() < until, "no {css} on {}:\n{}", self.path().await, self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types keys where the focus is.
    pub async fn keys(&self, keys: &str) {
        self.client.active_element().await.expect("something has the focus").send_keys(keys).await.expect("keys are typed");
    }

    /// Cuts or mends this browser's network.
    pub async fn network(&self, there: bool) {
        self.client.issue_cmd(driver::Extension::network(there)).await.expect("the browser does it");
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.client.issue_cmd(driver::Extension::devtools(command, parameters)).await.expect("the browser does it")
    }

    /// The text of the first element that the selector matches.
    pub async fn text_of(&self, css: &str) -> String {
        let found = self.run("return document.querySelector(arguments[0]).textContent", vec![json!(css)]).await;
        found.as_str().unwrap_or_default().to_string()
    }

    /// Runs a script in the page and gives its result.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs a script that calls its last argument with the result.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.expect("the script runs to its end")
    }

    /// Warnings and errors of the console since the last look.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.client.issue_cmd(driver::Extension::log()).await.expect("the browser keeps a log");
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| entry["message"].as_str().map(str::to_string)).collect()
    }

    /// Gives the page a screen of this size, as a projector has.
    pub async fn on_a_screen_of(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let command = driver::Extension::devtools("Emulation.setDeviceMetricsOverride", metrics);
        self.client.issue_cmd(command).await.expect("the browser takes the size");
    }

    /// A PNG of the whole page.
    pub async fn picture(&self) -> Vec<u8> {
        // With the place of the scroll bar, which is not there when the whole page is drawn.
        let size = "return [innerWidth, document.documentElement.scrollHeight]";
        let size = self.run(size, vec![]).await;
        let clip = json!({"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1});
        let command = driver::Extension::devtools("Page.captureScreenshot", json!({"captureBeyondViewport": true, "clip": clip}));
        let answer = self.client.issue_cmd(command).await.expect("the browser draws");
        data_encoding::BASE64.decode(answer["data"].as_str().unwrap_or_default().as_bytes()).expect("a picture in base64")
    }
}
