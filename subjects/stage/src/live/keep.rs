//! From the database to the hub: one reading a second a server, and at once after an act made here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use web::live::News;
use web::{App, Failure, ledger};

use super::state::{Sources, Told, chosen};
use crate::channel;
use crate::order::{queries, service};

/// Pause between two readings.
const PAUSE: Duration = Duration::from_secs(1);

/// The topic of the public page.
pub(crate) const PUBLIC: &str = "live";

/// The topic of a venue's screen.
pub(crate) fn screen(venue: &str) -> String {
    format!("screen/{venue}")
}

/// What every topic tells now, read from the database.
pub(crate) async fn read(app: &App) -> Result<BTreeMap<String, Told>, Failure> {
    let adopted = app.plan();
    let plan = &adopted.plan;
    let now = app.clock().millis();
    let (session, items, question, root) = {
        let mut tx = app.database().reader().await?;
        let progress = queries::progress(&mut tx).await?;
        let session = chosen(plan, &progress, now).ok_or(Failure::NotFound)?;
        let mut items = queries::items(&mut tx, session.number).await?;
        if items.is_empty() {
            items = service::planned(plan, session.number);
        }
        let on = items.iter().find(|item| item.state.has_stage());
        let question = match on {
            Some(item) => channel::queries::being_asked(&mut tx, &item.id).await?,
            None => None,
        };
        (session, items, question, ledger::root(&mut tx).await?)
    };
    let (windows, turnout) = (app.windows().await?, app.turnout().await?);
    let sources = Sources { plan, session, items: &items, question: question.as_deref(), windows: &windows, turnout: &turnout, root };
    let mut told = BTreeMap::from([(PUBLIC.to_owned(), sources.told(None))]);
    for venue in &plan.venues {
        told.insert(screen(venue.id.as_str()), sources.told(Some(venue)));
    }
    Ok(told)
}

/// Reads, and shows it to the streams.
async fn renew(app: &App) -> Result<(), Failure> {
    for (topic, told) in read(app).await? {
        app.live().publish(&topic, news(app, &told)?, app.clock().millis());
    }
    Ok(())
}

fn news(app: &App, told: &Told) -> Result<News, Failure> {
    let text = serde_json::to_string(told).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(News::of(text, app.clock()))
}

/// What a topic tells now: what the poller has read, or a reading of its own where there is none.
pub(crate) async fn current(app: &App, topic: &str) -> Result<Arc<News>, Failure> {
    if let Some(news) = app.live().fresh(topic) {
        return Ok(news);
    }
    let mut told = read(app).await?;
    let told = told.remove(topic).ok_or(Failure::NotFound)?;
    let news = news(app, &told)?;
    app.live().publish(topic, news.clone(), app.clock().millis());
    Ok(Arc::new(news))
}

/// Keeps the news fresh for as long as the program runs. Several servers may each do so.
pub async fn keep(app: App) {
    let mut failing = false;
    loop {
        match renew(&app).await {
            Ok(()) => {
                app.live().keep();
                failing = false;
            }
            Err(error) => {
                // Once a failure, not once a second.
                if !failing {
                    tracing::warn!(%error, "cannot read what is on stage; open pages keep what they show");
                }
                failing = true;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = app.live().woken() => {}
        }
    }
}
