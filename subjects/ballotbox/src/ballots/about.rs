//! What the ballot page shows beside the questions. Questions and answers themselves come from the election alone.

use serde::Serialize;
use web::App;

use crate::election::Stored;

/// `about.json`.
#[derive(Debug, Serialize)]
pub struct About {
    /// Where the page is: activity and session.
    title: String,
    /// Nothing of it is real, and its clock stands.
    rehearsal: bool,
    /// The departments of the session; the page finds each by the text of its question.
    departments: Vec<Department>,
}

#[derive(Debug, Serialize)]
struct Department {
    name: String,
    /// In one line.
    duties: String,
    /// Where its written report stands on the portal.
    report: String,
}

impl About {
    /// Of an election's session, by the plan in force.
    pub fn of(app: &App, stored: &Stored) -> Self {
        let adopted = app.plan();
        let (plan, portal) = (&adopted.plan, app.settings().base_url());
        let session = plan.session_name(stored.session);
        let departments = plan.departments_of(stored.session).into_iter().map(|department| Department {
            name: department.name.clone(),
            duties: department.duties.clone(),
            report: format!("{portal}/departments/{}", department.id),
        });
        let title = format!("{} {session}", plan.activity.short_title);
        About { title, rehearsal: app.clock().is_virtual(), departments: departments.collect() }
    }
}
