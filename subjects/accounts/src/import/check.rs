//! Checking people line by line before anything is kept.

use std::collections::{HashMap, HashSet};

use plan::Plan;

use super::read::Typed;
use crate::login_name::{self, LoginName};
use crate::people::create::{CONTACT, NAME, UNIT};
use crate::people::person;
use crate::people::service::NewPerson;
use web::text::unfit;

/// What is wrong in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub line: usize,
    pub column: &'static str,
    pub what: String,
}

/// A person who can be imported.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub line: usize,
    pub person: NewPerson,
    /// The evaluated department that unit or posts tie the person to.
    pub tie: Option<String>,
}

/// Everybody, or everything that is wrong.
pub(super) fn check(plan: &Plan, people: &[Typed], taken: &[String]) -> Result<Vec<Checked>, Vec<Mistake>> {
    let taken: HashSet<&str> = taken.iter().map(String::as_str).collect();
    let mut first_seen: HashMap<String, usize> = HashMap::new();
    let mut mistakes = Vec::new();
    let mut checked = Vec::new();
    for typed in people {
        let wrong = |column: &'static str, what: String| Mistake { line: typed.line, column, what };
        let before = mistakes.len();
        let name = LoginName::read(&typed.login_name);
        match &name {
            None if typed.login_name.is_empty() => mistakes.push(wrong("账号", "没有填写".into())),
            None => mistakes.push(wrong("账号", format!("“{}”不合规定，须为 {}", short(&typed.login_name), login_name::RULE))),
            Some(name) if taken.contains(name.as_str()) => mistakes.push(wrong("账号", format!("“{name}”在系统中已经存在"))),
            Some(name) => {
                let line = *first_seen.entry(name.to_string()).or_insert(typed.line);
                if line != typed.line {
                    mistakes.push(wrong("账号", format!("“{name}”与第 {line} 行重复")));
                }
            }
        }
        if typed.display_name.is_empty() {
            mistakes.push(wrong("姓名", "没有填写".into()));
        }
        let lines = [("姓名", &typed.display_name, NAME), ("单位", &typed.unit, UNIT), ("联系方式", &typed.contact, CONTACT)];
        mistakes.extend(lines.into_iter().filter_map(|(column, text, longest)| Some(wrong(column, unfit(text, longest)?))));
        let unknown = typed.posts.iter().filter(|post| plan.posts.iter().all(|known| known.id.as_str() != post.as_str()));
        mistakes.extend(unknown.map(|post| wrong("岗位编号", format!("方案中没有“{}”", short(post)))));
        if let Some(name) = name
            && mistakes.len() == before
        {
            checked.push(accept(plan, typed, &name));
        }
    }
    if mistakes.is_empty() { Ok(checked) } else { Err(mistakes) }
}

fn accept(plan: &Plan, typed: &Typed, name: &LoginName) -> Checked {
    let mut posts = typed.posts.clone();
    posts.sort();
    posts.dedup();
    let person = NewPerson {
        login_name: name.to_string(),
        display_name: typed.display_name.clone(),
        unit: typed.unit.clone(),
        contact: typed.contact.clone(),
        posts,
    };
    let tie = person::tie(plan, &person.unit, &person.posts, &[]);
    Checked { line: typed.line, person, tie }
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}
