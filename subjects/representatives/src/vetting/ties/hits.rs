//! Who of those that are or may come into the pool is on a list in force, as it is now.

use web::args;
use web::database::{DatabaseError, FromRow, Row, Tx};

use crate::candidates::{Application, ApplicationId};

/// A candidate who is on a list, about whom two have not decided.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub application: Application,
    pub list: String,
    /// Whose list it is, a department's id.
    pub department: String,
}

impl FromRow for Hit {
    fn from_row(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Hit { application: Application::from_row(row)?, list: row.text("list_id")?, department: row.text("department")? })
    }
}

/// A decision holds for the list on which it was made: who is still on the department's next one is a new hit.
/// CROSS JOIN makes SQLite look up each candidate on the lists, which may be forty times longer, and not the other way round.
macro_rules! undecided {
    ($what:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM applications a CROSS JOIN tie_list_people p JOIN tie_lists l ON l.id = p.list_id \
              WHERE p.identity_hash = a.identity_hash AND a.state IN ('submitted', 'reviewed', 'checked', 'passed') AND NOT EXISTS (SELECT 1 FROM vetting_proposals v \
              WHERE v.matter = 'tie' AND v.application_id = a.id AND v.other = l.id AND v.state = 'confirmed')",
            $rest
        )
    };
}

/// The hits that nobody has decided.
pub(super) async fn undecided(tx: &mut Tx) -> Result<Vec<Hit>, DatabaseError> {
    tx.all(undecided!("a.*, l.id AS list_id, l.department", " ORDER BY a.created_at, a.id, l.department"), args![]).await
}

/// How many hits nobody has decided; those about which something is proposed are among them.
pub(crate) async fn open_hits(tx: &mut Tx) -> Result<i64, DatabaseError> {
    tx.one(undecided!("COUNT(*)", ""), args![]).await
}

/// One hit that nobody has decided.
pub(super) async fn one(tx: &mut Tx, list: &str, application: &ApplicationId) -> Result<Option<Hit>, DatabaseError> {
    let sql = undecided!("a.*, l.id AS list_id, l.department", " AND l.id = $1 AND a.id = $2");
    tx.optional(sql, args![list, application.as_str()]).await
}
