//! Where the windows stand, for parts that show it to everybody: a state and its times, never a count.

use web::App;
use web::ballot_window::{BallotWindow, Telling, WindowSource, WindowState};
use web::database::{DatabaseError, Tx};

use crate::election::{self, State};

/// Knows the windows.
pub struct Windows;

impl WindowSource for Windows {
    fn windows<'a>(&'a self, app: &'a App) -> Telling<'a> {
        Box::pin(async move { read(&mut app.database().reader().await?).await })
    }
}

async fn read(tx: &mut Tx) -> Result<Vec<BallotWindow>, DatabaseError> {
    let mut windows = Vec::new();
    for (uuid, session, state) in election::queries::standing(tx).await? {
        let state = match state {
            State::Made | State::Carded | State::Void => WindowState::Waiting,
            State::Open => WindowState::Open,
            State::Closed | State::Released => WindowState::Closed,
        };
        let times = election::queries::window(tx, &uuid).await?;
        windows.push(BallotWindow { session, state, opened_at: times.map(|it| it.opened_at), closes_at: times.map(|it| it.closes_at) });
    }
    Ok(windows)
}
