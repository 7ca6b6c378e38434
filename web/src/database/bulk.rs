//! Many rows in few statements, the same on both engines.

use std::fmt::Write;

use super::{DatabaseError, Tx, Value};

/// Rows of one statement. Ten columns of them stay far below what either engine binds at once (32,766 on SQLite).
const ROWS: usize = 400;

/// An INSERT of one row and the same of many. Kept in a static, because statements live as long as the program.
pub struct Insert {
    one: String,
    many: String,
}

impl Insert {
    /// `head` is `INSERT INTO table (a, b) VALUES`, with so many columns.
    pub fn new(head: &str, columns: usize) -> Self {
        let rows = |rows: usize| {
            let mut sql = head.to_owned();
            for row in 0..rows {
                sql.push_str(if row == 0 { " (" } else { ", (" });
                for column in 0..columns {
                    let _ = write!(sql, "{}${}", if column == 0 { "" } else { ", " }, row * columns + column + 1);
                }
                sql.push(')');
            }
            sql
        };
        Insert { one: rows(1), many: rows(ROWS) }
    }

    /// Adds the rows.
    pub async fn rows<const N: usize>(&'static self, tx: &mut Tx, rows: &[[Value; N]]) -> Result<(), DatabaseError> {
        let (whole, rest) = rows.as_chunks::<ROWS>();
        for rows in whole {
            tx.execute(&self.many, rows.as_flattened()).await?;
        }
        for row in rest {
            tx.execute(&self.one, row).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_through_all_rows() {
        let insert = Insert::new("INSERT INTO t (a, b) VALUES", 2);
        assert_eq!(insert.one, "INSERT INTO t (a, b) VALUES ($1, $2)");
        assert!(insert.many.starts_with("INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), "));
        assert!(insert.many.ends_with(&format!("(${}, ${})", 2 * ROWS - 1, 2 * ROWS)));
    }
}
