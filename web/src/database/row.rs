//! Reading rows, the same for both engines.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _};

use super::DatabaseError;

/// One row of an answer.
pub struct Row(Inner);

enum Inner {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// A type that a whole row is read into. Tuples of [`Field`]s and single fields have it; structs write it by hand:
/// `Ok(Account { name: row.text("name")?, … })`.
pub trait FromRow: Sized {
    /// Reads the row; a wrong type or a missing column is an error, as is NULL outside an `Option`.
    fn from_row(row: &Row) -> Result<Self, DatabaseError>;
}

/// A type that one column is read into: `i64`, `String`, `bool`, and `Option` of these for NULL.
pub trait Field: Sized {
    /// Reads the column.
    fn read(row: &Row, column: Column<'_>) -> Result<Self, DatabaseError>;
}

/// Which column is meant.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// By its name in the statement.
    Name(&'a str),
    /// By its position, from 0.
    At(usize),
}

impl Row {
    /// A TEXT column.
    pub fn text(&self, name: &str) -> Result<String, DatabaseError> {
        String::read(self, Column::Name(name))
    }

    /// A BIGINT column.
    pub fn int(&self, name: &str) -> Result<i64, DatabaseError> {
        i64::read(self, Column::Name(name))
    }

    /// A BOOLEAN column.
    pub fn flag(&self, name: &str) -> Result<bool, DatabaseError> {
        bool::read(self, Column::Name(name))
    }

    /// A TEXT column that may be NULL.
    pub fn optional_text(&self, name: &str) -> Result<Option<String>, DatabaseError> {
        Option::read(self, Column::Name(name))
    }

    /// A BIGINT column that may be NULL.
    pub fn optional_int(&self, name: &str) -> Result<Option<i64>, DatabaseError> {
        Option::read(self, Column::Name(name))
    }

    /// A BOOLEAN column that may be NULL.
    pub fn optional_flag(&self, name: &str) -> Result<Option<bool>, DatabaseError> {
        Option::read(self, Column::Name(name))
    }

    fn position(&self, column: Column<'_>) -> Result<usize, DatabaseError> {
        let name = match column {
            Column::At(position) => return Ok(position),
            Column::Name(name) => name,
        };
        let found = match &self.0 {
            Inner::Sqlite(row) => row.columns().iter().position(|c| c.name() == name),
            Inner::Postgres(row) => row.columns().iter().position(|c| c.name() == name),
        };
        found.ok_or_else(|| DatabaseError::Column { column: name.into(), reason: "no such column".into() })
    }
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Self {
        Row(Inner::Sqlite(row))
    }
}

impl From<PgRow> for Row {
    fn from(row: PgRow) -> Self {
        Row(Inner::Postgres(row))
    }
}

impl Field for Option<String> {
    fn read(row: &Row, column: Column<'_>) -> Result<Self, DatabaseError> {
        let at = row.position(column)?;
        Ok(match &row.0 {
            Inner::Sqlite(row) => row.try_get(at)?,
            Inner::Postgres(row) => row.try_get(at)?,
        })
    }
}

impl Field for Option<bool> {
    fn read(row: &Row, column: Column<'_>) -> Result<Self, DatabaseError> {
        let at = row.position(column)?;
        Ok(match &row.0 {
            Inner::Sqlite(row) => row.try_get(at)?,
            Inner::Postgres(row) => row.try_get(at)?,
        })
    }
}

impl Field for Option<i64> {
    fn read(row: &Row, column: Column<'_>) -> Result<Self, DatabaseError> {
        let at = row.position(column)?;
        Ok(match &row.0 {
            Inner::Sqlite(row) => row.try_get(at)?,
            // Literals such as `SELECT 1` are INT4 in PostgreSQL.
            Inner::Postgres(row) => match row.try_column(at)?.type_info().name() {
                "INT4" => row.try_get::<Option<i32>, _>(at)?.map(i64::from),
                "INT2" => row.try_get::<Option<i16>, _>(at)?.map(i64::from),
                _ => row.try_get(at)?,
            },
        })
    }
}

macro_rules! required_field {
    ($($kind:ty),*) => {$(
        impl Field for $kind {
            fn read(row: &Row, column: Column<'_>) -> Result<Self, DatabaseError> {
                Option::<$kind>::read(row, column)?.ok_or_else(|| {
                    let column = match column {
                        Column::Name(name) => name.to_owned(),
                        Column::At(position) => position.to_string(),
                    };
                    DatabaseError::Column { column, reason: "unexpected NULL".into() }
                })
            }
        }
        impl FromRow for $kind {
            fn from_row(row: &Row) -> Result<Self, DatabaseError> {
                <$kind>::read(row, Column::At(0))
            }
        }
        impl FromRow for Option<$kind> {
            fn from_row(row: &Row) -> Result<Self, DatabaseError> {
                Option::<$kind>::read(row, Column::At(0))
            }
        }
    )*};
}

required_field!(String, i64, bool);

macro_rules! tuple_from_row {
    ($($kind:ident $position:literal),+) => {
        impl<$($kind: Field),+> FromRow for ($($kind,)+) {
            fn from_row(row: &Row) -> Result<Self, DatabaseError> {
                Ok(($($kind::read(row, Column::At($position))?,)+))
            }
        }
    };
}

tuple_from_row!(A 0);
tuple_from_row!(A 0, B 1);
tuple_from_row!(A 0, B 1, C 2);
tuple_from_row!(A 0, B 1, C 2, D 3);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple_from_row!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
