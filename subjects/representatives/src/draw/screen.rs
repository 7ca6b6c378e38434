//! `/screen/draw`: what the hall sees, from 30 m. Counts, hashes and texts; never a name or a number.

use axum::extract::State;
use maud::{Markup, html};
use web::page::table::thousands;
use web::page::{Look, Page, Screen, screen};
use web::{App, Failure, ledger};

use super::files::RANKING;
use super::source::State as SourceState;
use super::stage::Stage;
use super::view::{View, words};

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let mut tx = app.database().reader().await?;
    let view = View::read(&mut tx).await?;
    let short = ledger::status(&mut tx, app.ledger()).await?.short;
    let body = html! {
        div #live data-live="/api/v1/draw" data-changes=(view.ceremony.changes) {
            h1 { (headline(&view)) }
            (body(&view))
            @if !short.is_empty() { p.screen-foot { "公开账本 " code { (short) } } }
        }
    };
    Ok(screen(&look, Screen { title: "公开抽取", module: "live.js" }, body))
}

fn headline(view: &View) -> String {
    match view.ceremony.stage {
        Stage::Planned => "公开抽取市民代表".into(),
        Stage::Announced => "种子来源已公告，等待封存名册".into(),
        Stage::Frozen => match view.awaited() {
            Some(source) => format!("等待：{}", source.name),
            None => "名册已封存".into(),
        },
        Stage::Seeded => "种子已产生，即将抽取".into(),
        Stage::Drawn => format!("已抽取 {} 个席位", thousands(view.places())),
        Stage::Released => "抽取文件已公开".into(),
    }
}

fn body(view: &View) -> Markup {
    let ceremony = &view.ceremony;
    html! {
        @match ceremony.stage {
            Stage::Planned => p.screen-text { "先公告种子来源，再封存名册，最后抽取。" },
            Stage::Announced => (sources(view)),
            Stage::Frozen => {
                (fingerprint(&format!("名册 {} 人 · 承诺值", thousands(ceremony.people)), &ceremony.root))
                (sources(view))
            }
            Stage::Seeded => { (sources(view)) (fingerprint("种子", &ceremony.seed)) }
            Stage::Drawn => {
                (fingerprint("种子", &ceremony.seed))
                @if let Some(hash) = view.hash(RANKING) { (fingerprint("结果的指纹", hash)) }
                p.screen-text { "名单保密，述职报告会结束以后公开编号" }
            }
            Stage::Released => {
                (fingerprint("种子", &ceremony.seed))
                p.screen-text { "任何人可以在本网站“公开抽取”页面复核" }
            }
        }
    }
}

fn sources(view: &View) -> Markup {
    html! {
        ol.screen-list {
            @for source in &view.sources {
                li class=[view.awaited().is_some_and(|awaited| awaited.place == source.place).then_some("now")] {
                    span { (source.place) ". " (source.name) }
                    strong {
                        @match source.state {
                            SourceState::Awaited if view.ceremony.stage.is_frozen() => "等待",
                            SourceState::Awaited => "已公告",
                            SourceState::Agreed | SourceState::Constant => (source.text),
                        }
                    }
                }
            }
        }
    }
}

/// In words to be read aloud, and in groups of eight digits.
fn fingerprint(title: &str, hex: &str) -> Markup {
    let groups: Vec<&str> = (0..hex.len()).step_by(8).filter_map(|at| hex.get(at..at + 8)).collect();
    html! {
        section.screen-hash {
            h2 { (title) }
            p.screen-words { (words(hex)) }
            p.screen-code { code { (groups.join(" ")) } }
        }
    }
}
