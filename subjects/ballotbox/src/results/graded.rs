//! All departments of all released sessions with what they got: for the page, and as rows of a file.

use plan::{Department, Plan};
use web::page::chart::two;
use web::sheet::write::Sheet;

use super::figures::{Graded, ranks};
use super::queries::Released;

/// One department.
pub(super) struct Line<'a> {
    pub session: u32,
    pub department: &'a Department,
    pub graded: Graded,
    /// From 1; equal scores share a rank.
    pub rank: usize,
}

impl Line<'_> {
    /// The range around the score, in words; empty without a score.
    pub fn range(&self) -> String {
        self.graded.band().map_or_else(String::new, |(low, high)| format!("{} 至 {}", two(low), two(high)))
    }

    /// The score in words.
    pub fn score(&self) -> String {
        self.graded.score().map_or_else(|| "没有计分的票".to_owned(), two)
    }
}

/// The departments of one session with what they got.
pub(super) fn of_session<'a>(plan: &'a Plan, it: &Released) -> Vec<(&'a Department, Graded)> {
    let departments = plan.departments_of(it.session).into_iter();
    departments.zip(&it.result).map(|(department, counts)| (department, Graded::new(&plan.ballot.grades, counts.clone()))).collect()
}

/// All departments by rank.
pub(super) fn all<'a>(plan: &'a Plan, released: &[Released]) -> Vec<Line<'a>> {
    let found: Vec<(u32, &Department, Graded)> = released
        .iter()
        .flat_map(|it| of_session(plan, it).into_iter().map(|(department, graded)| (it.session, department, graded)))
        .collect();
    let placed = ranks(&found.iter().map(|(_, _, graded)| graded).collect::<Vec<_>>());
    let line = |((session, department, graded), rank)| Line { session, department, graded, rank };
    let mut lines: Vec<Line<'_>> = found.into_iter().zip(placed).map(line).collect();
    lines.sort_by_key(|line| line.rank);
    lines
}

/// The headings of the file.
fn columns(plan: &Plan) -> Vec<&str> {
    let grades = plan.ballot.grades.iter().map(|grade| grade.name.as_str());
    ["场次", "部门"]
        .into_iter()
        .chain(grades)
        .chain(["合计", "计分的票", "得分", "范围下限（仅作说明）", "范围上限（仅作说明）", "位次"])
        .collect()
}

/// The whole table as a file makes it.
pub(super) fn with_sheet<T>(plan: &Plan, released: &[Released], make: impl FnOnce(&Sheet<'_>) -> T) -> T {
    let columns = columns(plan);
    let rows = all(plan, released).into_iter().map(|line| {
        let Line { session, department, graded, rank } = &line;
        let (low, high) = graded.band().map_or_else(Default::default, |(low, high)| (two(low), two(high)));
        let sum: u64 = graded.counts.iter().sum();
        let head = [session.to_string(), department.name.clone()];
        let counts = graded.counts.iter().map(u64::to_string);
        let tail = [sum.to_string(), graded.counted.to_string(), graded.score().map_or_else(String::new, two), low, high, rank.to_string()];
        head.into_iter().chain(counts).chain(tail).collect()
    });
    make(&Sheet { name: "评议结果", columns: &columns, rows: rows.collect(), watermark: None })
}
