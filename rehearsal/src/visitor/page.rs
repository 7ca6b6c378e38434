//! An answer, read as a person reads it: by words, fields and links.

use std::borrow::Cow;
use std::time::Duration;

use crate::Stumbled;

/// Characters of a page that an error repeats.
const TOLD: usize = 400;

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// Where it leads on to; empty where nowhere.
    pub location: String,
    /// The bytes.
    pub body: Vec<u8>,
    /// After how long to ask again, if the server says so.
    pub(super) pause: Option<Duration>,
    /// Method and path of the request.
    pub(super) asked: String,
}

impl Page {
    /// The page, if its status is this one.
    ///
    /// # Errors
    /// Another status, with what the page says.
    pub fn expect(self, expected: u16) -> Result<Self, Stumbled> {
        if self.status == expected {
            return Ok(self);
        }
        Err(Stumbled::Status { asked: self.asked.clone(), status: self.status, expected, told: self.told() })
    }

    /// The page, if it shows these words.
    ///
    /// # Errors
    /// They are not there.
    pub fn shows(self, words: &str) -> Result<Self, Stumbled> {
        if self.html().contains(words) { Ok(self) } else { Err(self.lacks(words)) }
    }

    /// The page's source.
    pub fn html(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// What stands between two texts of the source, first occurrence.
    ///
    /// # Errors
    /// It is not there.
    pub fn between(&self, before: &str, after: &str) -> Result<String, Stumbled> {
        let html = self.html();
        let found = html.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| unescaped(found));
        found.ok_or_else(|| self.lacks(before))
    }

    /// The value of the first field of this name that the page fills in.
    pub fn hidden(&self, name: &str) -> Option<String> {
        self.values(name).into_iter().next()
    }

    /// The value of a field that must be there.
    ///
    /// # Errors
    /// It is not.
    pub fn field(&self, name: &str) -> Result<String, Stumbled> {
        self.hidden(name).ok_or_else(|| self.lacks(&format!("a field {name}")))
    }

    /// The values of all fields of this name, such as boxes that may be ticked.
    pub fn values(&self, name: &str) -> Vec<String> {
        let html = self.html();
        let before = format!("name=\"{name}\" value=\"");
        let fields = html.split(&before).skip(1).filter_map(|rest| rest.split('"').next());
        fields.map(unescaped).collect()
    }

    /// The value that is chosen in the first list of the page.
    ///
    /// # Errors
    /// None is.
    pub fn selected(&self) -> Result<String, Stumbled> {
        let html = self.html();
        let chosen = html.split_once("\" selected").and_then(|(before, _)| before.rsplit_once("value=\""));
        chosen.map(|(_, value)| unescaped(value)).ok_or_else(|| self.lacks("a chosen value"))
    }

    /// The first address on the page that begins and ends so.
    ///
    /// # Errors
    /// There is none.
    pub fn address(&self, begins: &str, ends: &str) -> Result<String, Stumbled> {
        let html = self.html();
        let quoted = html.split('"').skip(1).step_by(2).find(|quoted| quoted.starts_with(begins) && quoted.ends_with(ends));
        quoted.map(unescaped).ok_or_else(|| self.lacks(&format!("an address {begins}…{ends}")))
    }

    /// All addresses on the page that begin so, each once, in their order.
    pub fn addresses(&self, begins: &str) -> Vec<String> {
        let html = self.html();
        let mut found: Vec<String> = Vec::new();
        for quoted in html.split('"').skip(1).step_by(2).filter(|quoted| quoted.starts_with(begins)).map(unescaped) {
            if !found.contains(&quoted) {
                found.push(quoted);
            }
        }
        found
    }

    /// Where it leads on to, without what only chooses the words there.
    pub fn next(&self) -> &str {
        self.location.split('?').next().unwrap_or_default()
    }

    fn lacks(&self, sought: &str) -> Stumbled {
        Stumbled::NotThere { asked: self.asked.clone(), sought: sought.to_owned(), told: self.told() }
    }

    /// The page's words in one line, shortened.
    fn told(&self) -> String {
        let html = self.html();
        let main = html.split_once("<main").map_or(&*html, |(_, main)| main);
        let parts = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text).trim());
        let text = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        unescaped(&text).chars().take(TOLD).collect()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        Page { status: 200, location: "/next?done=kept".into(), body: html.into(), pause: None, asked: "GET /page".into() }
    }

    #[test]
    fn it_is_read_by_fields_links_and_words() {
        let form = r#"<main><h1>表&amp;格</h1><a href="/a/1/confirm">去</a><input type="hidden" name="ids" value="1"><input name="ids" value="&quot;2&quot;"><option value="a">A</option><option value="b" selected>B</option>"#;
        let page = page(form);
        assert_eq!(page.values("ids"), ["1", "\"2\""]);
        assert_eq!(page.address("/a/", "/confirm").unwrap(), "/a/1/confirm");
        assert_eq!(page.selected().unwrap(), "b");
        assert_eq!(page.next(), "/next");
        assert_eq!(page.field("other").unwrap_err().to_string(), "GET /page: “a field other” is not there; the page says: 表&格 去 A B");
        assert!(page.clone().shows("去").is_ok() && page.shows("来").is_err());
    }

    #[test]
    fn another_status_says_what_the_page_says() {
        let refused = Page { status: 422, ..page("<nav>目录</nav><main id=\"main\"><p>还不能</p>") };
        assert!(refused.expect(303).unwrap_err().to_string().ends_with("status 422 where 303 was expected; the page says: 还不能"));
    }
}
