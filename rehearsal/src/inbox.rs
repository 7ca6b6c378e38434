//! The telephones on which text messages arrive: the folder that a rehearsal's server writes them to.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Stumbled;

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(100);

/// A text message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The number that it was sent to.
    pub phone: String,
    /// Its words.
    pub text: String,
}

/// All telephones.
pub struct Inbox {
    folder: PathBuf,
    seen: HashSet<OsString>,
    /// What has come and nobody has looked for yet, by number.
    waiting: HashMap<String, Vec<String>>,
    /// How long the last look took.
    last_look: Duration,
}

impl Inbox {
    /// On a folder, which need not be there yet.
    pub fn new(folder: PathBuf) -> Self {
        Inbox { folder, seen: HashSet::new(), waiting: HashMap::new(), last_look: Duration::ZERO }
    }

    /// The first message to a number that contains these words; waits for it. It is taken out, earlier ones to this number are dropped.
    ///
    /// # Errors
    /// It does not come.
    pub fn expect(&mut self, phone: &str, words: &str) -> Result<String, Stumbled> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(texts) = self.waiting.get_mut(phone)
                && let Some(place) = texts.iter().position(|text| text.contains(words))
            {
                return Ok(texts.drain(..=place).next_back().unwrap_or_default());
            }
            if !self.read_after_pause() && Instant::now() > until {
                return Err(Stumbled::Awaited(format!("a message with “{words}” to {phone}")));
            }
        }
    }

    /// Takes so many messages with these words, whoever they are for; waits for them.
    ///
    /// # Errors
    /// They do not come.
    pub fn collect(&mut self, count: usize, words: &str) -> Result<Vec<Message>, Stumbled> {
        let (mut found, until) = (Vec::with_capacity(count), Instant::now() + PATIENCE);
        loop {
            for (phone, texts) in &mut self.waiting {
                let matching = texts.extract_if(.., |text| text.contains(words));
                found.extend(matching.map(|text| Message { phone: phone.clone(), text }));
            }
            if found.len() >= count {
                return Ok(found);
            }
            if !self.read_after_pause() && Instant::now() > until {
                return Err(Stumbled::Awaited(format!("{count} messages with “{words}” (only {} came)", found.len())));
            }
        }
    }

    /// Waits, then reads what is new; whether there was anything. A full folder is looked at less often, since each look reads all names.
    fn read_after_pause(&mut self) -> bool {
        std::thread::sleep(PAUSE.max(self.last_look * 8));
        let from = Instant::now();
        let new = self.read();
        self.last_look = from.elapsed();
        new
    }

    /// Reads what is new; whether there was anything.
    fn read(&mut self) -> bool {
        // Before the first message there is no folder.
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return false };
        let mut names: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).filter(|name| !self.seen.contains(name)).collect();
        names.retain(|name| name.to_string_lossy().ends_with(".json"));
        names.sort();
        for name in &names {
            let message = std::fs::read(self.folder.join(name)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
            if let Some(message) = message {
                let told = |field: &str| message.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
                self.waiting.entry(told("recipient")).or_default().push(told("body"));
            }
            self.seen.insert(name.clone());
        }
        !names.is_empty()
    }
}

/// The six digits of a code in a message.
pub fn code_in(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_telephone_gets_its_own_and_nothing_twice() {
        let folder = std::env::temp_dir().join(format!("sanmin-inbox-{}", std::process::id()));
        let mut inbox = Inbox::new(folder.clone());
        assert!(!inbox.read());
        std::fs::create_dir_all(&folder).unwrap();
        for (name, phone, text) in [("1", "13", "验证码 123456，十分钟内有效"), ("2", "14", "通知甲"), ("3", "13", "通知乙")]
        {
            let text = serde_json::json!({"recipient": phone, "body": text}).to_string();
            std::fs::write(folder.join(format!("{name}.json")), text).unwrap();
        }
        std::fs::write(folder.join(".4.unfinished"), "{").unwrap();
        assert_eq!(code_in(&inbox.expect("13", "验证码").unwrap()), "123456");
        let mut notices = inbox.collect(2, "通知").unwrap();
        notices.sort_by(|a, b| a.phone.cmp(&b.phone));
        assert_eq!(notices.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["通知乙", "通知甲"]);
        assert!(!inbox.read());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
