//! The lists: what is told of each, and its hashes.

use std::sync::LazyLock;

use web::Refusal;
use web::args;
use web::database::{Bulk, DatabaseError, FromRow, Row, Tx, Value};

static INSERT_PEOPLE: LazyLock<Bulk> = LazyLock::new(|| Bulk::insert("INSERT INTO tie_list_people (identity_hash, list_id)", 2));

/// What is told of a list.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub id: String,
    /// Whose staff it lists, a department's id.
    pub department: String,
    pub people: i64,
    pub file_name: String,
    /// SHA-256 of the file.
    pub fingerprint: String,
    pub uploaded_by_name: String,
    pub uploaded_at: i64,
    /// Whether no newer one has taken its place.
    pub in_force: bool,
}

impl FromRow for List {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(List {
            id: row.text("id")?,
            department: row.text("department")?,
            people: row.int("people")?,
            file_name: row.text("file_name")?,
            fingerprint: row.text("fingerprint")?,
            uploaded_by_name: row.text("uploaded_by_name")?,
            uploaded_at: row.int("uploaded_at")?,
            in_force: row.optional_int("replaced_at")?.is_none(),
        })
    }
}

/// All lists, those that were replaced too.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<List>, DatabaseError> {
    tx.all("SELECT * FROM tie_lists ORDER BY uploaded_at, id", args![]).await
}

/// One list in force.
pub(super) async fn in_force(tx: &mut Tx, id: &str) -> Result<Option<List>, DatabaseError> {
    tx.optional("SELECT * FROM tie_lists WHERE id = $1 AND replaced_at IS NULL", args![id]).await
}

/// Keeps a list in the place of the department's last one, whose hashes go.
pub(super) async fn replace(tx: &mut Tx, list: &List, by: &str, hashes: &[String]) -> Result<(), Refusal> {
    let sql = "DELETE FROM tie_list_people WHERE list_id IN (SELECT id FROM tie_lists WHERE department = $1)";
    tx.execute(sql, args![&list.department]).await?;
    let sql = "UPDATE tie_lists SET replaced_at = $2 WHERE department = $1 AND replaced_at IS NULL";
    tx.execute(sql, args![&list.department, list.uploaded_at]).await?;
    tx.execute(
        "INSERT INTO tie_lists (id, department, people, file_name, fingerprint, uploaded_by, uploaded_by_name, uploaded_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![&list.id, &list.department, list.people, &list.file_name, &list.fingerprint, by, &list.uploaded_by_name, list.uploaded_at],
    )
    .await?;
    let rows: Vec<[Value; 2]> = hashes.iter().map(|hash| [hash.as_str().into(), list.id.as_str().into()]).collect();
    INSERT_PEOPLE.rows(tx, &rows).await?;
    Ok(())
}
