//! Addresses: local paths that are safe to return to, and links that keep a list's filter.

/// The longest path that is carried around as a way back.
const LONGEST: usize = 2_000;

/// `path` if it stays on this host: it starts with a single `/`, has no backslash, space or control character, is plain
/// ASCII and not overlong. Anything else could lead elsewhere in some browser.
pub fn local(path: &str) -> Option<&str> {
    let mut bytes = path.bytes();
    let single_slash = bytes.next() == Some(b'/') && bytes.next() != Some(b'/');
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (single_slash && plain && path.len() <= LONGEST).then_some(path)
}

/// A path with a query that can be changed one parameter at a time; used for filters, sorting and pages of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    path: String,
    query: Vec<(String, String)>,
}

impl Link {
    /// The link of `address`, which may carry a query.
    pub fn new(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Link { path: path.into(), query }
    }

    /// The same link with `name` set to `value`; an empty value takes the parameter away.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.query.push((name.into(), value.into()));
        }
        self
    }

    /// The same link without `name`.
    pub fn without(self, name: &str) -> Self {
        self.with(name, "")
    }

    /// The value of a parameter, empty if absent.
    pub fn get(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All parameters, for hidden fields of a form that keeps them.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The address as text, percent-encoded.
    pub fn href(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{}?{query}", self.path)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ways_back_stay_on_this_host() {
        for good in ["/", "/sessions/1", "/office/accounts?q=%E4%B8%9C&sort=name", "/a//b"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "x",
            "//evil.example",
            "/\\evil.example",
            "/a\\b",
            "/\t/evil.example",
            "/ /x",
            "https://evil.example",
            "/\u{1f600}",
            "/a\nb",
        ] {
            assert_eq!(local(bad), None, "{bad:?}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(3_000))), None);
    }

    proptest! {
        /// Whatever is let through, a URL parser resolves to this very host.
        #[test]
        fn a_local_path_never_leaves_the_host(path in r"[/\\a-z.:@?#%\t\n ]{0,12}") {
            if let Some(path) = local(&path) {
                let uri: axum::http::Uri = path.parse().unwrap_or_default();
                prop_assert!(uri.host().is_none());
                prop_assert!(!path.starts_with("//") && !path.contains('\\') && !path.contains(char::is_whitespace));
            }
        }

        #[test]
        fn a_link_says_again_what_it_was_told(name in "[a-z]{1,6}", value in ".{1,20}") {
            let link = Link::new("/list?keep=1").with(&name, &value);
            let again = Link::new(&link.href());
            prop_assert_eq!(again.get(&name), value);
            prop_assert_eq!(&again, &link);
        }
    }
}
