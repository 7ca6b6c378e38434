//! A statement as bytes, and back.

use super::Statement;
use crate::json::{self, Integer, JsonError, Value};

/// Why bytes are no statement, or a statement cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// Not canonical JSON.
    #[error("not canonical JSON: {0}")]
    Json(#[from] JsonError),
    /// Not an object with `"v":1`.
    #[error("not a statement of version 1")]
    Version,
    /// An unknown type, a field that is missing, unknown or of the wrong form.
    #[error("{0}")]
    Fields(String),
    /// Fields that contradict each other.
    #[error("{0}")]
    Contradiction(&'static str),
    /// Longer than an entry of the ledger can be.
    #[error("{0} bytes, longer than an entry of the ledger ({limit} bytes)", limit = json::MAX_BYTES)]
    TooLong(usize),
}

/// The version that this program writes and reads.
const VERSION: i64 = 1;

impl Statement {
    /// The entry's bytes, canonical JSON (RFC 8785).
    pub fn to_bytes(&self) -> Result<Vec<u8>, StatementError> {
        self.check().map_err(StatementError::Contradiction)?;
        let value = serde_json::to_value(self).map_err(|error| StatementError::Fields(error.to_string()))?;
        let Value::Object(mut object) = from_serde(value)? else { return Err(StatementError::Version) };
        let version = Integer::new(VERSION).map(Value::Integer).ok_or(StatementError::Version)?;
        object.insert("v".into(), version).map_err(|_| StatementError::Version)?;
        let bytes = Value::Object(object).to_text().into_bytes();
        if bytes.len() > json::MAX_BYTES { Err(StatementError::TooLong(bytes.len())) } else { Ok(bytes) }
    }

    /// Reads an entry: only the bytes that [`Statement::to_bytes`] gives for the same statement are accepted.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StatementError> {
        let Value::Object(mut object) = json::parse(bytes)? else { return Err(StatementError::Version) };
        match object.remove("v") {
            Some(Value::Integer(version)) if version.get() == VERSION => {}
            _ => return Err(StatementError::Version),
        }
        let fields = to_serde(Value::Object(object));
        let statement: Statement = serde_json::from_value(fields).map_err(|error| StatementError::Fields(error.to_string()))?;
        if statement.to_bytes()? == bytes { Ok(statement) } else { Err(StatementError::Fields("a field has a second form".into())) }
    }
}

/// Numbers, strings, arrays and objects as they are; nothing else can stand in a statement.
fn from_serde(value: serde_json::Value) -> Result<Value, StatementError> {
    Ok(match value {
        serde_json::Value::Number(number) => {
            let integer = number.as_i64().and_then(Integer::new);
            Value::Integer(integer.ok_or_else(|| StatementError::Fields(format!("{number} is not an integer below 2^53")))?)
        }
        serde_json::Value::String(string) => Value::String(string),
        serde_json::Value::Array(values) => Value::Array(values.into_iter().map(from_serde).collect::<Result<_, _>>()?),
        serde_json::Value::Object(members) => {
            let mut object = json::Object::new();
            for (key, value) in members {
                object.insert(key, from_serde(value)?).map_err(|_| StatementError::Fields("a field stands twice".into()))?;
            }
            Value::Object(object)
        }
        other => return Err(StatementError::Fields(format!("{other} is neither an integer nor a string"))),
    })
}

fn to_serde(value: Value) -> serde_json::Value {
    match value {
        Value::Integer(integer) => integer.get().into(),
        Value::String(string) => string.into(),
        Value::Array(values) => values.into_iter().map(to_serde).collect(),
        Value::Object(object) => object.into_members().map(|(key, value)| (key, to_serde(value))).collect(),
    }
}
