//! Many rows in few statements, the same on both engines: each statement on its own crosses a thread or a network.

use std::fmt::Write;

use super::{DatabaseError, FromRow, Tx, Value};

/// Rows of one statement, most first. More gain nothing: SQLite looks for each placeholder among all that came before it.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// A statement for any number of rows. Kept in a static, because statements live as long as the program.
pub struct Bulk([String; SIZES.len()]);

impl Bulk {
    /// Adds rows: `head` is `INSERT INTO table (a, b)`, with so many columns.
    pub fn insert(head: &str, columns: usize) -> Self {
        Bulk::new(&format!("{head} VALUES"), columns, "")
    }

    /// As [`Bulk::insert`], but rows that are there already stay as they are and are not counted.
    pub fn insert_new(head: &str, columns: usize) -> Self {
        Bulk::new(&format!("{head} VALUES"), columns, " ON CONFLICT DO NOTHING")
    }

    /// Changes rows: `head` is `UPDATE table SET a = v.column2` and `which` is `table.id = v.column1`, where `v` holds so many columns. No two
    /// rows of `v` may match the same row of the table.
    pub fn update(head: &str, columns: usize, which: &str) -> Self {
        Bulk::new(&format!("{head} FROM (VALUES"), columns, &format!(") AS v WHERE {which}"))
    }

    fn new(head: &str, columns: usize, tail: &str) -> Self {
        Bulk(SIZES.map(|rows| {
            let mut sql = head.to_owned();
            for row in 0..rows {
                sql.push_str(if row == 0 { " (" } else { ", (" });
                for column in 0..columns {
                    let _ = write!(sql, "{}${}", if column == 0 { "" } else { ", " }, row * columns + column + 1);
                }
                sql.push(')');
            }
            sql + tail
        }))
    }

    /// Runs the statement for these rows; how many rows of the table were added or changed.
    pub async fn rows<const N: usize>(&'static self, tx: &mut Tx, rows: &[[Value; N]]) -> Result<u64, DatabaseError> {
        let mut changed = 0;
        for (sql, some) in self.statements(rows) {
            changed += tx.execute(sql, some).await?;
        }
        Ok(changed)
    }

    /// Runs a statement that ends with `RETURNING`; what it answers, in no order.
    pub async fn answers<T: FromRow, const N: usize>(&'static self, tx: &mut Tx, rows: &[[Value; N]]) -> Result<Vec<T>, DatabaseError> {
        let mut answers = Vec::new();
        for (sql, some) in self.statements(rows) {
            answers.extend(tx.all(sql, some).await?);
        }
        Ok(answers)
    }

    /// The rows in as few statements as can be, each with its arguments.
    fn statements<'a, const N: usize>(&'static self, rows: &'a [[Value; N]]) -> Vec<(&'static str, &'a [Value])> {
        let (mut statements, mut rest) = (Vec::new(), rows);
        for (sql, size) in self.0.iter().zip(SIZES) {
            while let Some((some, others)) = rest.split_at_checked(size) {
                statements.push((sql.as_str(), some.as_flattened()));
                rest = others;
            }
        }
        statements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_through_all_rows() {
        let Bulk(insert) = Bulk::insert("INSERT INTO t (a, b)", 2);
        assert_eq!(insert[3], "INSERT INTO t (a, b) VALUES ($1, $2)");
        assert_eq!(insert[2], "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8)");
        assert!(insert[0].ends_with("($127, $128)"));
        let Bulk(update) = Bulk::update("UPDATE t SET b = v.column2", 2, "t.a = v.column1");
        assert_eq!(update[3], "UPDATE t SET b = v.column2 FROM (VALUES ($1, $2)) AS v WHERE t.a = v.column1");
    }
}
