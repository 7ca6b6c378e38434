//! Checking nominees line by line before anything is kept.

use std::collections::HashMap;

use jiff::civil::Date;
use plan::{Plan, Venue};
use web::text::unfit;

use super::read::Typed;
use crate::cell::{self, PlannedCell};
use crate::counts::most;
use crate::person::{IdentityNumber, Person, Phone, Seal};
use crate::signup::rules::{ADDRESS, UNIT, name_mistake, tied, too_young};

/// What is wrong in one cell, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub line: usize,
    pub column: &'static str,
    pub what: String,
    pub remedy: &'static str,
}

/// A nominee who can be accepted.
#[derive(Clone, Debug)]
pub(super) struct Nominee {
    pub class: String,
    pub person: Person,
    pub recommended_by: String,
}

/// A nominee who is in the pool already, elsewhere: a person must look at it.
#[derive(Clone, Debug)]
pub(super) struct Clash {
    pub application: String,
    pub person: Person,
}

/// What the check finds.
#[derive(Clone, Debug, Default)]
pub(super) struct Checked {
    pub clean: Vec<Nominee>,
    pub mistakes: Vec<Mistake>,
    pub clashes: Vec<Clash>,
    /// Lines with at least one mistake.
    pub wrong_lines: usize,
}

/// What is there already: who (by hash: application, venue), and how many a class of this venue.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    pub people: HashMap<String, (String, String)>,
    pub counts: HashMap<String, i64>,
}

/// Checks all lines for one venue.
pub(super) fn check(plan: &Plan, venue: &Venue, today: Date, seal: &Seal<'_>, pool: &Pool, lines: &[Typed]) -> Checked {
    let cells = cell::cells_of(plan, venue);
    let mut run =
        Run { plan, venue, today, seal, pool, cells, seen: HashMap::new(), counts: pool.counts.clone(), found: Checked::default() };
    for typed in lines {
        run.line(typed);
    }
    run.found
}

struct Run<'a> {
    plan: &'a Plan,
    venue: &'a Venue,
    today: Date,
    seal: &'a Seal<'a>,
    pool: &'a Pool,
    cells: Vec<PlannedCell<'a>>,
    /// Lines by identity hash.
    seen: HashMap<String, usize>,
    counts: HashMap<String, i64>,
    found: Checked,
}

impl Run<'_> {
    fn line(&mut self, typed: &Typed) {
        let before = self.found.mistakes.len();
        let class = self.class(typed);
        let identity = self.identity(typed);
        let phone = Phone::read(&typed.phone);
        if let Err(mistake) = &phone {
            self.wrong(typed, "手机号", mistake.to_string(), "填写本人能收短信的手机号");
        }
        if let Some(why) = name_mistake(&typed.name) {
            self.wrong(typed, "姓名", why, "按身份证填写");
        }
        if typed.agrees != "是" {
            self.wrong(typed, "本人同意", format!("写的是“{}”", short(&typed.agrees)), "征得本人同意后填写“是”");
        }
        if typed.recommended_by.is_empty() {
            self.wrong(typed, "推荐单位", "没有填写".into(), "填写推荐此人的社区、单位或团体");
        }
        for (column, text, longest) in
            [("推荐单位", &typed.recommended_by, UNIT), ("工作单位", &typed.unit, UNIT), ("居住地址", &typed.address, ADDRESS)]
        {
            if let Some(why) = unfit(text, longest) {
                self.wrong(typed, column, why, "改短");
            }
        }
        if let Some(why) = tied(self.plan, &typed.unit) {
            self.wrong(typed, "工作单位", why, "换一人推荐");
        }
        let clean = self.found.mistakes.len() == before;
        if let (true, Some(cell), Some(identity), Ok(phone)) = (clean, class, identity, phone) {
            let person = Person { name: typed.name.clone(), identity, phone, address: typed.address.clone(), unit: typed.unit.clone() };
            self.take(typed, &cell, person);
        }
        if self.found.mistakes.len() > before {
            self.found.wrong_lines += 1;
        }
    }

    /// A line without a mistake of its own: is the person new, and is there room?
    fn take(&mut self, typed: &Typed, cell: &(String, Option<u32>), person: Person) {
        let hash = self.seal.identity_hash(&person.identity);
        let first = *self.seen.entry(hash.clone()).or_insert(typed.line);
        if first != typed.line {
            return self.wrong(typed, "身份证号", format!("与第 {first} 行是同一人"), "只留一行；一人只能推荐一次，只属于一个类别");
        }
        if let Some((application, venue)) = self.pool.people.get(&hash) {
            let here = *venue == self.venue.id.as_str();
            if !here {
                self.found.clashes.push(Clash { application: application.clone(), person });
            }
            let what = if here {
                "此人已在本会场的人选中"
            } else {
                "此人已在其他会场或渠道的人选中，已记下由组织保障组核对"
            };
            return self.wrong(typed, "身份证号", what.into(), "换一人推荐，或与组织保障组核对");
        }
        let (class, most) = cell;
        let count = self.counts.entry(class.clone()).or_default();
        if most.is_some_and(|most| *count >= i64::from(most)) {
            let most = most.unwrap_or_default();
            return self.wrong(typed, "类别", format!("“{}”最多推荐 {most} 人，已经满了", short(&typed.class)), "按名额删减");
        }
        *count += 1;
        self.found.clean.push(Nominee { class: class.clone(), person, recommended_by: typed.recommended_by.clone() });
    }

    /// The class's id with the most people it takes.
    fn class(&mut self, typed: &Typed) -> Option<(String, Option<u32>)> {
        if typed.class.is_empty() {
            self.wrong(typed, "类别", "没有填写".into(), "从模板的下拉列表中选择");
            return None;
        }
        let found = self.cells.iter().find(|cell| cell.class.name == typed.class || cell.class.id == *typed.class.as_str());
        let found = found.map(|cell| (cell.is_for_volunteers(), cell.class.id.to_string(), most(self.plan, cell)));
        match found {
            Some((false, class, most)) => Some((class, most)),
            Some((true, ..)) => {
                self.wrong(typed, "类别", "这一类由市民本人报名，不能推荐".into(), "请本人在网站报名，删去此行");
                None
            }
            None => {
                let what = format!("方案中{}没有“{}”这个类别", self.venue.name, short(&typed.class));
                self.wrong(typed, "类别", what, "从模板的下拉列表中选择，不要改字");
                None
            }
        }
    }

    fn identity(&mut self, typed: &Typed) -> Option<IdentityNumber> {
        match IdentityNumber::read(&typed.identity, self.today) {
            Err(mistake) => {
                let remedy = if typed.identity.contains(['E', '+', '.']) {
                    "Excel 把它当成了数字；把这一列设为“文本”后重新填写"
                } else {
                    "与身份证逐位核对"
                };
                self.wrong(typed, "身份证号", mistake.to_string(), remedy);
                None
            }
            Ok(number) => match too_young(self.plan, &number) {
                Some(why) => {
                    self.wrong(typed, "身份证号", why, "换一人推荐");
                    None
                }
                None => Some(number),
            },
        }
    }

    fn wrong(&mut self, typed: &Typed, column: &'static str, what: String, remedy: &'static str) {
        self.found.mistakes.push(Mistake { line: typed.line, column, what, remedy });
    }
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}
