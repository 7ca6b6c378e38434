//! What the application is made of: the migrations and routes of the ground floor and of every subject.

use web::App;
use web::database::Migration;
use web::rights::RouteTable;

/// Every migration, in the order of their numbers.
pub fn migrations() -> Vec<Migration> {
    [web::MIGRATIONS, representatives::MIGRATIONS, ballotbox::MIGRATIONS, stage::MIGRATIONS, supervision::MIGRATIONS].concat()
}

/// Every route.
pub fn routes() -> RouteTable {
    RouteTable::new()
        .and(portal::routes())
        .and(office::routes())
        .and(representatives::routes())
        .and(ballotbox::routes())
        .and(stage::routes())
        .and(supervision::routes())
        .and(accounts::routes())
}

/// The application's service, for the server and for tests.
pub fn application(app: &App) -> Result<axum::Router, String> {
    app.count_turnout_by(representatives::attendance::Doors);
    app.tell_windows_by(ballotbox::window::Windows);
    app.ask_questions_by(representatives::invitation::Questions);
    web::server::application(app, routes())
}

#[cfg(test)]
mod rights_matrix;
