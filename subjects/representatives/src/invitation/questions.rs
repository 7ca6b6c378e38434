//! The questions that representatives have sent in, for whoever puts them on stage: words, and nothing that leads to a person.

use web::App;
use web::args;
use web::questions::{Asking, Question, QuestionSource};

/// Keeps the questions.
pub struct Questions;

impl QuestionSource for Questions {
    fn questions<'a>(&'a self, app: &'a App, session: u32, department: &'a str) -> Asking<'a> {
        Box::pin(async move {
            // By random ids: neither the order of arrival nor the venue is told.
            let sql = "SELECT id, words FROM representative_questions WHERE session = $1 AND department = $2 ORDER BY id";
            let mut tx = app.database().reader().await?;
            let rows: Vec<(String, String)> = tx.all(sql, args![session, department]).await?;
            Ok(rows.into_iter().map(|(id, words)| Question { id, words }).collect())
        })
    }
}
