//! What is known of a session's ballot outside the server: its election, and each venue's cards and people.

use ballot::election::Election;

use crate::envelopes::Card;

/// A venue's cards and people in one session.
pub struct Venue {
    /// The venue's id.
    pub id: String,
    /// Its cards, those that are given out first.
    pub cards: Vec<Card>,
    /// How many are given out.
    pub issued: usize,
    /// How many of the rest are spoilt.
    pub void: usize,
    /// People checked in.
    pub present: usize,
}

/// What is known of a session's ballot outside the server.
pub struct Hall {
    /// The session, from 1.
    pub number: u32,
    /// The election.
    pub election: Election,
    /// The venues.
    pub venues: Vec<Venue>,
    /// How often each grade was chosen for each department in ballots that count.
    pub totals: Vec<Vec<u64>>,
}

impl Hall {
    pub(crate) fn new(number: u32, election: Election, venues: Vec<Venue>) -> Self {
        let totals = election.questions.iter().map(|question| vec![0; question.answers.len()]).collect();
        Hall { number, election, venues, totals }
    }

    /// The election's id.
    pub fn uuid(&self) -> String {
        self.election.uuid.to_string()
    }
}
