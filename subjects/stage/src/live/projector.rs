//! `/screen/{venue}`: what a hall sees, from 30 m. Everybody may open it, because everybody in the hall sees it: who speaks, the timer, how
//! many have come to this venue. Never a result, never how many have voted.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::html;
use serde_json::Value;
use web::page::{Look, Page, Screen, screen as frame};
use web::{App, Failure};

use super::clock;
use super::keep::{current, screen};
use super::parts::{labelled, slot};
use super::public::{answer, told};

pub(super) async fn json(State(app): State<App>, Path(venue): Path<String>) -> Result<Json<Value>, Failure> {
    known(&app, &venue)?;
    answer(&app, &screen(&venue)).await
}

pub(super) async fn events(State(app): State<App>, Path(venue): Path<String>) -> Result<Response, Failure> {
    known(&app, &venue)?;
    let topic = screen(&venue);
    current(&app, &topic).await?;
    app.live().stream(&topic, app.clock())
}

/// The venue's name.
fn known(app: &App, venue: &str) -> Result<String, Failure> {
    app.plan().plan.venue_by(venue).map(|it| it.name.clone()).ok_or(Failure::NotFound)
}

pub(super) async fn show(State(app): State<App>, look: Look, Path(venue): Path<String>) -> Result<Page, Failure> {
    let name = known(&app, &venue)?;
    let news = current(&app, &screen(&venue)).await?;
    let (told, now) = (told(&news.state)?, app.clock().millis());
    let said = &told.said;
    let (events, state) = (format!("/screen/{venue}/events"), format!("/screen/{venue}/state.json"));
    let body = html! {
        div.stage.stage-screen.asking[!said.question.is_empty()] data-onair="slots" data-events=(events) data-state=(state) data-id=(news.id) {
            p.stage-session data-slot="session" { (said.session) }
            h1 data-slot="headline" { (said.headline) }
            (slot("about", "stage-about", &said.about))
            (clock::timer(told.timer.as_ref(), now))
            (labelled("question", "stage-question", "正在回答：", &said.question))
            (clock::countdown(told.countdown.as_ref(), now))
            (slot("window", "stage-window", &said.window))
            (labelled("next", "stage-next", "下一项　", &said.next))
            div.stage-foot {
                p data-holds="turnout" hidden[said.turnout.is_empty()] {
                    "本会场到场 " strong data-slot="turnout" { (said.turnout) } "　" strong data-slot="percent" { (said.percent) }
                }
                p data-holds="ledger" hidden[said.ledger.is_empty()] {
                    "公开账本 " span data-slot="ledger_words" { (said.ledger_words) } " " code data-slot="ledger" { (said.ledger) }
                }
                p data-onair-state data-quiet role="status" { "要看最新情况，请刷新" }
            }
        }
    };
    Ok(frame(&look, Screen { title: &name, module: "onair.js" }, body))
}
