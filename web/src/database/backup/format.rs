//! The lines of a backup.

use serde::{Deserialize, Serialize};

use crate::database::Value;

/// The format that this program writes and reads.
pub const FORMAT: &str = "sanmin-backup/v1";

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    pub format: String,
    pub made_at: i64,
    pub engine: String,
    pub migrations: Vec<Applied>,
    pub tables: Vec<Table>,
}

/// A migration that the database had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub number: u32,
    pub name: String,
    pub sha256: String,
    pub applied_at: i64,
}

/// A table and how many of the following lines are its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: u64,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: Kind,
}

/// The types of columns that both engines store alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Int,
    Flag,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footer {
    pub rows: u64,
    pub sha256: String,
}

/// A row as one line with its end.
pub fn row_line(values: &[Value]) -> String {
    let values: Vec<serde_json::Value> = values
        .iter()
        .map(|value| match value {
            Value::Text(text) => serde_json::json!(text),
            Value::Int(number) => serde_json::json!(number),
            Value::Flag(flag) => serde_json::json!(flag),
        })
        .collect();
    format!("{}\n", serde_json::Value::Array(values))
}

/// Reads a row; the error says what is wrong with it.
pub fn parse_row(line: &[u8], columns: &[Column]) -> Result<Vec<Value>, String> {
    let values: Vec<serde_json::Value> = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if values.len() != columns.len() {
        return Err(format!("{} values for {} columns", values.len(), columns.len()));
    }
    values.into_iter().zip(columns).map(|(value, column)| parse_value(value, column)).collect()
}

fn parse_value(value: serde_json::Value, column: &Column) -> Result<Value, String> {
    use serde_json::Value as Json;
    let wrong = || format!("column {} holds another type than its own", column.name);
    Ok(match (column.kind, value) {
        (Kind::Text, Json::Null) => Value::Text(None),
        (Kind::Int, Json::Null) => Value::Int(None),
        (Kind::Flag, Json::Null) => Value::Flag(None),
        (Kind::Text, Json::String(text)) => Value::Text(Some(text)),
        (Kind::Int, Json::Number(number)) => Value::Int(Some(number.as_i64().ok_or_else(wrong)?)),
        (Kind::Flag, Json::Bool(flag)) => Value::Flag(Some(flag)),
        _ => return Err(wrong()),
    })
}
