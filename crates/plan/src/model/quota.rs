//! The quota tables (名额表) exactly as printed, and the sums that they ought to have (M42–M44).

use serde::{Deserialize, Serialize};

use crate::ids::ClassId;

/// Which of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableName {
    /// `quota-main.csv`.
    Main,
    /// `quota-districts.csv`.
    Districts,
}

impl TableName {
    /// The file that holds it.
    pub fn file(self) -> &'static str {
        match self {
            TableName::Main => "quota-main.csv",
            TableName::Districts => "quota-districts.csv",
        }
    }
}

/// How seats of a class are filled (M40).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// 自愿报名.
    Volunteer,
    /// 组织推荐.
    Recommendation,
}

impl Channel {
    /// The channel in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Channel::Volunteer => "自愿报名",
            Channel::Recommendation => "组织推荐",
        }
    }
}

/// A class of representatives (代表类别): a row of `classes.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// Stable id.
    pub id: ClassId,
    /// The table that has its row.
    pub table: TableName,
    /// Name as printed in the table.
    pub name: String,
    /// How its seats are filled.
    pub channel: Channel,
}

/// A row of seats, one number a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaRow {
    /// Outer heading, may be empty.
    pub group: String,
    /// Inner heading, may be empty.
    pub subgroup: String,
    /// Name of the class, or of the total.
    pub class: String,
    /// Seats, in the order of the columns.
    pub seats: Vec<u32>,
}

/// One quota table with its printed totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaTable {
    /// Which one.
    pub name: TableName,
    /// Headings of the columns of numbers.
    pub columns: Vec<String>,
    /// The rows of classes.
    pub rows: Vec<QuotaRow>,
    /// The printed totals of one session (单场合计).
    pub session_total: Option<QuotaRow>,
    /// The printed totals of all sessions (三场合计).
    pub all_sessions_total: Option<QuotaRow>,
}

impl QuotaRow {
    /// Sum of the row.
    pub fn sum(&self) -> u64 {
        self.seats.iter().map(|n| u64::from(*n)).sum()
    }
}

impl QuotaTable {
    /// What the cells of a column add up to.
    pub fn column_sum(&self, column: usize) -> u64 {
        self.rows.iter().filter_map(|row| row.seats.get(column)).map(|n| u64::from(*n)).sum()
    }

    /// What all cells add up to: the seats of one session.
    pub fn sum(&self) -> u64 {
        self.rows.iter().map(QuotaRow::sum).sum()
    }

    /// The seats of a class in a column, both by name.
    pub fn seats(&self, class: &str, column: &str) -> Option<u32> {
        let column = self.columns.iter().position(|name| name == column)?;
        self.rows.iter().find(|row| row.class == class)?.seats.get(column).copied()
    }

    /// Changes one number, a class's or a printed total's; false when there is no such cell.
    pub(crate) fn set(&mut self, row: &str, column: &str, value: u32) -> bool {
        self.cell_mut(row, column).map(|cell| *cell = value).is_some()
    }

    /// One number, a class's or a printed total's, by the names of its row and column.
    pub fn cell(&self, row: &str, column: &str) -> Option<u32> {
        let column = self.columns.iter().position(|name| name == column)?;
        let totals = self.session_total.iter().chain(&self.all_sessions_total);
        self.rows.iter().chain(totals).find(|r| r.class == row)?.seats.get(column).copied()
    }

    fn cell_mut(&mut self, row: &str, column: &str) -> Option<&mut u32> {
        let column = self.columns.iter().position(|name| name == column)?;
        let totals = self.session_total.iter_mut().chain(&mut self.all_sessions_total);
        self.rows.iter_mut().chain(totals).find(|r| r.class == row)?.seats.get_mut(column)
    }
}
