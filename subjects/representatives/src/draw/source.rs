//! Sources of the seed: named before, typed by two people, settled one after the other.

use record::{AnnouncedSource, OnFailure, Text};
use sortition::{BadSources, BadText, SourceName, Sources};
use web::Refusal;
use web::database::{DatabaseError, FromRow, Row};
use web::page::form::Errors;
use web::submitted::Submitted;

/// Most sources that the form takes.
pub const MOST: usize = 4;

/// Longest text of a source, in characters.
pub const TEXT: usize = 200;

/// Longest words on when, where and before whom, in characters.
const OCCASION: usize = 200;

/// The text with which a source counts that failed and is left out, as announced.
pub const NOTHING: &str = "未取得";

/// Where a source stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody or one officer has typed its text.
    Awaited,
    /// Two officers typed the same.
    Agreed,
    /// It failed and counts with [`NOTHING`].
    Constant,
}

/// A source as announced, and what it gave.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its place in the order announced, from 1.
    pub place: i64,
    /// The name under which it enters the seed.
    pub name: String,
    /// When, where and before whom.
    pub occasion: String,
    /// What holds when it gives nothing.
    pub on_failure: OnFailure,
    /// Where it stands.
    pub state: State,
    /// Counts its occasions and the tries at typing one text.
    pub round: i64,
    /// Its text; empty while it is awaited.
    pub text: String,
}

/// The word of a rule in forms and in the database.
pub fn word(rule: OnFailure) -> &'static str {
    match rule {
        OnFailure::Next => "next",
        OnFailure::Constant => "constant",
    }
}

/// The rule of a word.
pub fn rule(word: &str) -> Option<OnFailure> {
    [OnFailure::Next, OnFailure::Constant].into_iter().find(|rule| self::word(*rule) == word)
}

/// A rule as everybody reads it.
pub fn chinese(rule: OnFailure) -> &'static str {
    match rule {
        OnFailure::Next => "顺延：等待这一来源的下一次",
        OnFailure::Constant => "缺省：以固定文字“未取得”计入种子",
    }
}

impl FromRow for Source {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Source {
            place: row.int("place")?,
            name: row.text("name")?,
            occasion: row.text("occasion")?,
            // The columns' CHECKs admit no other words.
            on_failure: rule(&row.text("on_failure")?).unwrap_or(OnFailure::Next),
            state: match row.text("state")?.as_str() {
                "agreed" => State::Agreed,
                "constant" => State::Constant,
                _ => State::Awaited,
            },
            round: row.int("round")?,
            text: row.text("text")?,
        })
    }
}

/// Reads the sources from the form: `name1`, `occasion1`, `rule1` and so on; lines without a name and an occasion are passed over.
pub fn read(form: &Submitted) -> Result<Vec<AnnouncedSource>, Errors> {
    let mut errors = Errors::none();
    let mut sources: Vec<AnnouncedSource> = Vec::new();
    let mut last = 1;
    for place in 1..=MOST {
        let [name_at, occasion_at, rule_at] = ["name", "occasion", "rule"].map(|field| format!("{field}{place}"));
        let (name, occasion) = (form.text(&name_at), web::text::normal(form.text(&occasion_at)));
        if name.is_empty() && occasion.is_empty() {
            continue;
        }
        last = place;
        let name = match name.parse::<SourceName>() {
            Ok(name) if name.as_str().chars().count() > TEXT => Err(too_long(TEXT)),
            Ok(name) if sources.iter().any(|source| source.name.as_str() == name.as_str()) => Err("与前面的来源重名".into()),
            Ok(name) => Ok(name),
            Err(error) => Err(unfit(&error)),
        };
        let fits =
            if occasion.is_empty() { Some("请写明时间、地点和见证人".into()) } else { web::text::unfit(&occasion, OCCASION) };
        let rule = self::rule(form.text(&rule_at));
        let said = |errors: &mut Errors, field: &str, why: String| errors.add(field, format!("第 {place} 个来源：{why}"));
        if let Err(why) = &name {
            said(&mut errors, &name_at, why.clone());
        }
        if let Some(why) = &fits {
            said(&mut errors, &occasion_at, why.clone());
        }
        if rule.is_none() {
            said(&mut errors, &rule_at, "请选择失效时怎么办".into());
        }
        let (Ok(name), None, Some(on_failure)) = (name, fits, rule) else { continue };
        // Both are visible text within the limits of a statement.
        let (Ok(name), Ok(occasion)) = (name.as_str().parse::<Text>(), occasion.parse::<Text>()) else {
            said(&mut errors, &name_at, "含有不能公布的字符".into());
            continue;
        };
        sources.push(AnnouncedSource { name, occasion, on_failure });
    }
    if errors.is_empty() && sources.is_empty() {
        errors.add("name1", "请至少写一个种子来源");
    }
    if errors.is_empty() && sources.last().is_some_and(|source| source.on_failure == OnFailure::Constant) {
        errors.add(&format!("rule{last}"), "最后一个来源失效时只能顺延：否则全部来源都可能缺省，种子事先就能知道");
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

/// The canonical form of what an officer typed for a source.
pub fn text(name: &str, typed: &str) -> Result<String, Refusal> {
    let sources = Sources::new([(name, typed)]).map_err(|error| match error {
        BadSources::Text(_, error) => Refusal::at("text", unfit(&error)),
        other => Refusal::internal(other),
    })?;
    let text = sources.iter().next().map(|source| source.text().to_owned()).unwrap_or_default();
    if text.chars().count() > TEXT { Err(Refusal::at("text", too_long(TEXT))) } else { Ok(text) }
}

fn too_long(most: usize) -> String {
    format!("太长，最多 {most} 个字")
}

fn unfit(error: &BadText) -> String {
    match error {
        BadText::Empty => "没有填写".into(),
        BadText::TooLong(most) => too_long((*most).min(TEXT)),
        BadText::Character(_) => "含有不允许的字符（竖线、换行或看不见的字符），请重新输入".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_and_spaces_around_make_no_difference() {
        assert_eq!(text("骰子", "　３ 5 1 ６ ").unwrap(), "3 5 1 6");
        assert!(text("骰子", " 　").is_err() && text("骰子", "3\u{200b}").is_err() && text("骰子", &"6".repeat(TEXT + 1)).is_err());
    }

    #[test]
    fn rules_read_back() {
        for it in [OnFailure::Next, OnFailure::Constant] {
            assert_eq!(rule(word(it)), Some(it));
        }
        assert_eq!(rule("skip"), None);
    }
}
