//! `/draw`: what everybody sees of the ceremony, live, and after the release the replay.

mod fairness;
mod next;
mod replaced;
mod replay;
mod steps;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, HeaderName, REFRESH};
use maud::{Markup, html};
use plan::Plan;
use serde_json::{Value, json};
use web::page::link::Link;
use web::page::tag::{Tone, tag};
use web::page::{Look, Public, Section, date, public};
use web::{App, Failure, assets};

use super::source;
use super::stage::Stage;
use super::view::{View, words};

/// Seconds after which a page without script asks again, for those who want it.
const REFRESH_SECONDS: u32 = 15;

async fn read(app: &App) -> Result<View, Failure> {
    Ok(View::read(&mut app.database().reader().await?).await?)
}

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Response, Failure> {
    let view = read(&app).await?;
    let adopted = app.plan();
    let refreshing = Link::new(&look.path).get("refresh") == "1";
    let body = html! {
        div #live data-live="/api/v1/draw" data-changes=(view.ceremony.changes) { (content(&app, &adopted.plan, &view)) }
        @if view.ceremony.stage != Stage::Released { (keeping_up(refreshing)) }
        script type="module" src=(assets::href("live.js")) {}
        script type="module" src=(assets::href("draw-replay.js")) {}
    };
    let description = "市民代表的公开抽取：进展、指纹、机会和复核方法";
    let page = public(&look, Public { title: "公开抽取", description, section: Section::Representatives }, body);
    let refresh: Option<[(HeaderName, String); 1]> = refreshing.then(|| [(REFRESH, REFRESH_SECONDS.to_string())]);
    Ok(match refresh {
        Some(header) => (header, page).into_response(),
        None => page.into_response(),
    })
}

fn content(app: &App, plan: &Plan, view: &View) -> Markup {
    let stage = view.ceremony.stage;
    let tone = if stage == Stage::Released { Tone::Good } else { Tone::Neutral };
    html! {
        h1 { "公开抽取市民代表" }
        p { (tag(tone, stage.chinese())) }
        p.lead {
            "名册先封存并公布指纹，再用事先公告的公开来源产生种子，由种子决定谁被抽中。谁也不能预先知道结果，事后人人都能用同样的数据重做一遍。"
        }
        (next::next(app, plan, view))
        h2 { "各步骤" }
        (steps::steps(plan, view, app.clock().now()))
        @if stage.is_frozen() { (fairness::by_venue(plan, view)) }
        @if stage >= Stage::Drawn { (fairness::chances(plan, view)) (fairness::margins(view)) }
        @if let Some(cells) = &view.replaced { (replaced::replaced(plan, cells)) }
        @if stage == Stage::Released { (replay::replay(view)) }
        @else if stage.is_frozen() {
            h2 { "名单什么时候公开" }
            p { "抽取结果在公开以前保密，包括管理员在内谁也看不到名单页面。被抽中的人会单独收到通知。公开的文件只有编号，没有姓名。" }
        }
    }
}

fn keeping_up(refreshing: bool) -> Markup {
    html! {
        p.secondary data-live-state role="status" {
            @if refreshing { "本页每 " (REFRESH_SECONDS) " 秒重新载入。" a href="/draw" { "停止" } }
            @else { "要看最新进展，请刷新本页，" a href="/draw?refresh=1" { "或让它每 " (REFRESH_SECONDS) " 秒重新载入" } "。" }
        }
    }
}

pub(super) async fn json(State(app): State<App>) -> Result<Response, Failure> {
    let view = read(&app).await?;
    // Many ask at once; a cache in front may answer for two seconds.
    Ok(([(CACHE_CONTROL, "public, max-age=2")], Json(data(&view))).into_response())
}

fn data(view: &View) -> Value {
    let ceremony = &view.ceremony;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let files: serde_json::Map<String, Value> =
        super::files::ALL.iter().filter_map(|(name, _)| Some(((*name).to_owned(), view.hash(name)?.into()))).collect();
    let sources = view.sources.iter().map(|it| {
        json!({"place": it.place, "name": it.name, "occasion": it.occasion, "on_failure": source::word(it.on_failure), "text": some(&it.text)})
    });
    let steps = view.steps.iter().map(|step| {
        json!({"step": step.kind.word(), "source": (step.place > 0).then_some(step.place), "ledger": step.position, "at": date::machine(date::of_millis(step.at))})
    });
    json!({
        "stage": ceremony.stage.word(),
        "changes": ceremony.changes,
        "people": (ceremony.people > 0).then_some(ceremony.people),
        "commitment": some(&ceremony.root),
        "commitment_words": some(&ceremony.root).map(|root| words(&root)),
        "seed": some(&ceremony.seed),
        "sources": sources.collect::<Vec<_>>(),
        "sha256": files,
        "steps": steps.collect::<Vec<_>>(),
        "replaced": view.replaced.as_ref().map(|cells| cells.iter().map(|cell| {
            json!({"cell": format!("{}/{}", cell.venue, cell.class), "left": cell.left, "vacant": cell.vacant})
        }).collect::<Vec<_>>()),
    })
}
