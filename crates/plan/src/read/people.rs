//! `departments.csv`, `venues.csv`, `posts.csv`, `units.csv`.

use super::error::ReadErrors;
use super::table::Table;
use crate::files::PlanFiles;
use crate::model::{Department, Post, Source, Unit, Venue, VenueKind};

pub(super) fn departments(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Department>> {
    let columns = ["session", "order", "id", "name", "short_name", "duties"];
    let table = Table::read(files, "departments.csv", &columns, false, e)?;
    let read = |row| {
        let (session, order) = (table.number(row, "session", 1, e), table.number(row, "order", 1, e));
        let (id, name) = (table.id(row, "id", e), table.some_text(row, "name", e));
        let (short_name, duties) = (table.some_text(row, "short_name", e), table.some_text(row, "duties", e));
        Some(Department { session: session?, order: order?, id: id?, name: name?, short_name: short_name?, duties: duties? })
    };
    Some(table.rows.iter().filter_map(read).collect())
}

pub(super) fn venues(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Venue>> {
    let table = Table::read(files, "venues.csv", &["id", "kind", "name", "column", "place"], false, e)?;
    let kinds = [("main", VenueKind::Main), ("district", VenueKind::District)];
    let read = |row| {
        let (id, kind) = (table.id(row, "id", e), table.word(row, "kind", &kinds, e));
        let (name, column) = (table.some_text(row, "name", e), table.some_text(row, "column", e));
        Some(Venue { id: id?, kind: kind?, name: name?, column: column?, place: table.text(row, "place").to_owned() })
    };
    Some(table.rows.iter().filter_map(read).collect())
}

pub(super) fn posts(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Post>> {
    let table = Table::read(files, "posts.csv", &["id", "body", "position", "post", "department"], false, e)?;
    let read = |row| {
        let (id, body) = (table.id(row, "id", e), table.some_text(row, "body", e));
        let (position, post) = (table.some_text(row, "position", e), table.some_text(row, "post", e));
        let department = table.optional_id(row, "department", e);
        Some(Post { id: id?, body: body?, position: position?, post: post?, department: department? })
    };
    Some(table.rows.iter().filter_map(read).collect())
}

pub(super) fn units(files: &PlanFiles, e: &mut ReadErrors) -> Option<Vec<Unit>> {
    let table = Table::read(files, "units.csv", &["id", "name", "department", "source", "duty"], false, e)?;
    let sources = [("plan", Source::Plan), ("ours", Source::Ours)];
    let read = |row| {
        let (id, name) = (table.id(row, "id", e), table.some_text(row, "name", e));
        let (department, source) = (table.optional_id(row, "department", e), table.word(row, "source", &sources, e));
        Some(Unit { id: id?, name: name?, department: department?, source: source?, duty: table.text(row, "duty").to_owned() })
    };
    Some(table.rows.iter().filter_map(read).collect())
}
