//! People with seats, as they stand after the draw: sealed, made up, with an entry number each.

#![allow(dead_code)] // Each test uses its own part of this.

use representatives::person::{IdentityNumber, Person, Phone, Seal, masked_name};
use web::args;
use web::database::{DatabaseError, transaction};
use web::secrets::fingerprint;
use web::testing::TestApp;

use crate::common::somebody;

/// Somebody with a seat, as the door knows them.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The pool number.
    pub number: u32,
    /// Of the link to their own page.
    pub token: String,
    pub entry: String,
    /// Masked.
    pub name: String,
    /// The last four of the identity number.
    pub last: String,
    pub venue: String,
    pub session: u32,
}

/// Eight digits, the last by Luhn's rule, written once more from the standard.
pub fn entry_number(number: u32) -> String {
    let body = format!("{:07}", number * 7_919 % 10_000_000);
    let mut sum = 0;
    for (place, digit) in body.chars().rev().enumerate() {
        let value = digit.to_digit(10).unwrap() * if place % 2 == 0 { 2 } else { 1 };
        sum += if value > 9 { value - 9 } else { value };
    }
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Gives `count` people seats of one cell in one session; `first` is the pool number of the first, from 1 and not taken yet.
pub async fn seat(app: &TestApp, venue: &str, class: &str, session: u32, first: u32, count: u32) -> Vec<Guest> {
    let mut guests = Vec::new();
    let seal = Seal(app.app.secrets());
    let now = app.app.clock().millis();
    for number in first..first + count {
        let one = somebody(number);
        let person = Person {
            name: one.name.clone(),
            identity: IdentityNumber::try_from(one.identity.clone()).unwrap(),
            phone: Phone::read(&one.phone).unwrap(),
            address: String::new(),
            unit: String::new(),
        };
        let id = format!("application-{number}");
        let sealed = seal.person(&id, &person);
        let (entry, token) = (entry_number(number), format!("Link-{number}_of-somebody"));
        transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
            tx.execute(
                "INSERT INTO applications (id, reference, channel, venue, class, district, state, person, identity_hash, phone_hash, \
                 name_hash, household_hash, sex, birth_year, recommended_by, created_at, changed_at) VALUES \
                 ($1, $1, 'recommendation', $2, $3, '', 'passed', $4, $1, $1, $1, '', 'female', 1980, '', $5, $5)",
                args![&id, venue, class, &sealed, now],
            )
            .await?;
            tx.execute("INSERT INTO draw_pool (number, application_id, salt) VALUES ($1, $2, '')", args![number, &id]).await?;
            tx.execute("INSERT INTO draw_ranks (number, rank, session) VALUES ($1, $1, $2)", args![number, session]).await?;
            tx.execute(
                "INSERT INTO seats (number, session, venue, class, entry_number, state, replaces, vacant, since, changed_at) \
                 VALUES ($1, $2, $3, $4, $5, 'invited', 0, $6, $7, $7)",
                args![number, session, venue, class, &entry, false, now],
            )
            .await?;
            tx.execute(
                "INSERT INTO notices (number, issue, token_hash, tries, unavailable) VALUES ($1, 1, $2, 0, $3)",
                args![number, fingerprint(&token), false],
            )
            .await?;
            Ok(())
        })
        .unwrap();
        let last = one.identity[14..].to_string();
        guests.push(Guest { number, token, entry, name: masked_name(&one.name), last, venue: venue.into(), session });
    }
    guests
}

/// Frees a seat, as declined by the person.
pub async fn decline(app: &TestApp, entry: &str) {
    transaction!(app.app.database(), |tx| -> Result<(), DatabaseError> {
        tx.execute("UPDATE seats SET state = 'declined' WHERE entry_number = $1", args![entry]).await.map(drop)
    })
    .unwrap();
}
