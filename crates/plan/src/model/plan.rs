//! The whole plan and the questions that pages ask it.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde::Serialize;

use super::*;
use crate::ids::{DepartmentId, GroupId, PostId, UnitId, VenueId};
use crate::role::Role;

/// The whole plan as read; nothing in it has been amended, see [`Plan::resolved`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// `activity.toml`.
    pub activity: Activity,
    /// `ballot.toml`.
    pub ballot: BallotRules,
    /// `departments.csv`, in the file's order.
    pub departments: Vec<Department>,
    /// `venues.csv`, in the file's order.
    pub venues: Vec<Venue>,
    /// `quota-main.csv` as printed.
    pub quota_main: QuotaTable,
    /// `quota-districts.csv` as printed.
    pub quota_districts: QuotaTable,
    /// `classes.csv`.
    pub classes: Vec<Class>,
    /// `groups.toml`.
    pub groups: Vec<Group>,
    /// `posts.csv`.
    pub posts: Vec<Post>,
    /// `units.csv`.
    pub units: Vec<Unit>,
    /// `discipline.toml`.
    pub discipline: Discipline,
    /// `trust.toml`.
    pub trust: Trust,
    /// `calendar.csv`.
    pub calendar: Calendar,
    /// `statements.csv`.
    pub statements: Vec<Statement>,
    /// `assumptions.csv`.
    pub assumptions: Vec<Assumption>,
    /// `resolutions.toml`.
    pub resolutions: Vec<Resolution>,
    /// SHA-256 of the files, see [`crate::PlanFiles::fingerprint`].
    pub fingerprint: String,
    /// The TOML files as trees, to show the value at a place.
    #[serde(skip)]
    pub(crate) trees: BTreeMap<String, toml::Table>,
}

impl Plan {
    /// The sessions by number.
    pub fn sessions(&self) -> Vec<&Session> {
        let mut sessions: Vec<_> = self.activity.sessions.iter().collect();
        sessions.sort_by_key(|session| session.number);
        sessions
    }

    /// One session.
    pub fn session(&self, number: u32) -> Option<&Session> {
        self.activity.sessions.iter().find(|session| session.number == number)
    }

    /// A session's name; its number where the plan has it no more.
    pub fn session_name(&self, number: u32) -> String {
        self.session(number).map_or_else(|| format!("第 {number} 场"), |session| session.name.clone())
    }

    /// When a session ends as planned: reports, interviews and the ballot window. None without a time of day.
    pub fn session_end(&self, session: &Session) -> Option<DateTime> {
        let reports = u64::try_from(self.departments_of(session.number).len()).ok()? * u64::from(self.activity.limits.report_minutes);
        let interviews = u64::from(session.interview_heads) * u64::from(self.activity.limits.interview_minutes);
        let minutes = reports + interviews + u64::from(self.window_minutes(session));
        session.start.time?;
        session.start.begins().checked_add(jiff::SignedDuration::from_mins(i64::try_from(minutes).ok()?)).ok()
    }

    /// Minutes of a session's ballot window.
    pub fn window_minutes(&self, session: &Session) -> u32 {
        session.window_minutes.unwrap_or(self.ballot.window.minutes)
    }

    /// The departments of a session in their order.
    pub fn departments_of(&self, session: u32) -> Vec<&Department> {
        let mut departments: Vec<_> = self.departments.iter().filter(|d| d.session == session).collect();
        departments.sort_by_key(|department| department.order);
        departments
    }

    /// One department.
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == *id)
    }

    /// One department, by an id that came from outside.
    pub fn department_by(&self, id: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == *id)
    }

    /// One venue.
    pub fn venue(&self, id: &VenueId) -> Option<&Venue> {
        self.venues.iter().find(|venue| venue.id == *id)
    }

    /// One venue, by an id that came from outside.
    pub fn venue_by(&self, id: &str) -> Option<&Venue> {
        self.venues.iter().find(|venue| venue.id == *id)
    }

    /// A venue's name; its id where the plan has it no more.
    pub fn venue_name(&self, id: &str) -> String {
        self.venue_by(id).map_or_else(|| id.to_owned(), |venue| venue.name.clone())
    }

    /// One group.
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == *id)
    }

    /// The posts of a group in the printed order.
    pub fn posts_of<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Post> {
        self.posts.iter().filter(|post| post.body == group.name)
    }

    /// One post.
    pub fn post(&self, id: &PostId) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == *id)
    }

    /// One unit.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// A role in Chinese, with the department, district, venue or share that it is for; an id where the plan has no such.
    pub fn role_name(&self, role: &Role) -> String {
        let which = match role {
            Role::Department(id) => self.department_by(id).map_or_else(|| id.clone(), |department| department.name.clone()),
            Role::District(id) => self.venue_by(id).map_or_else(|| id.clone(), |venue| venue.column.clone()),
            Role::Venue(id) => self.venue_name(id),
            Role::Trustee(number) => format!("第 {number} 份"),
            plain => return plain.chinese().to_string(),
        };
        format!("{}：{which}", role.chinese())
    }

    /// The quota table of a name, as printed.
    pub fn quota(&self, table: TableName) -> &QuotaTable {
        match table {
            TableName::Main => &self.quota_main,
            TableName::Districts => &self.quota_districts,
        }
    }

    /// The seats of a venue in one session: the sum of its column's cells.
    pub fn seats_of(&self, venue: &Venue) -> u64 {
        [&self.quota_main, &self.quota_districts]
            .iter()
            .flat_map(|table| table.columns.iter().position(|c| *c == venue.column).map(|column| table.column_sum(column)))
            .sum()
    }

    /// The channel of a class, by its table and printed name.
    pub fn channel_of(&self, table: TableName, class: &str) -> Option<Channel> {
        self.classes.iter().find(|c| c.table == table && c.name == class).map(|c| c.channel)
    }

    /// Seats that volunteers have in one session, all venues.
    pub fn volunteer_seats(&self) -> u64 {
        [&self.quota_main, &self.quota_districts]
            .iter()
            .flat_map(|table| table.rows.iter().filter(|row| self.channel_of(table.name, &row.class) == Some(Channel::Volunteer)))
            .map(QuotaRow::sum)
            .sum()
    }

    /// The timetable in the order in which its nodes begin (deadlines: end).
    pub fn nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<_> = self.activity.nodes.iter().collect();
        nodes.sort_by_key(|node| (node.awaited(), node.to.ends()));
        nodes
    }

    /// The next node to come after `now` (local time).
    pub fn next_node(&self, now: DateTime) -> Option<&Node> {
        self.nodes().into_iter().find(|node| node.state_at(now) == NodeState::Coming)
    }

    /// Every prohibition with its party, by number.
    pub fn prohibitions(&self) -> impl Iterator<Item = (&Party, &Rule)> {
        self.discipline.parties.iter().flat_map(|party| party.rules.iter().map(move |rule| (party, rule)))
    }
}
