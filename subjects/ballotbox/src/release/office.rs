//! The page of the release, for trustees, officers and those who watch.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};
use web::database::transaction;
use web::desk::Desk;
use web::joint::{Answer, NotDone};
use web::page::Page;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, button, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::tag::Tone;
use web::rights::RoleKind;
use web::submitted::Submitted;
use web::{Failure, Refusal, assets, audit};

use super::events::SharesReceived;
use super::preview::{self, Preview};
use super::queries::{Progress, Step};
use super::shares::own_number;
use super::witnessed::{self, Cosigned};
use super::{ALL, HOME, obstacles, queries, received};
use crate::ceremony::checklist::Obstacle;
use crate::download::{OCTETS, attachment};
use crate::election::{self, State, Stored};
use crate::proposals::{self, JointAct, Proposal, Wanted};
use crate::tally::{self, Total};

/// What the page shows of one session.
struct Shown {
    stored: Stored,
    name: String,
    total: Option<Total>,
    committed: Vec<(i64, String)>,
    cosigned: Cosigned,
    previews: Vec<Preview>,
    proposals: Vec<Proposal>,
    obstacles: Vec<Obstacle>,
}

async fn read(desk: &Desk) -> Result<Vec<Shown>, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let mut shown = Vec::new();
    for stored in election::queries::counting(&mut tx).await? {
        let name = adopted.plan.session_name(stored.session);
        let (total, committed) = (tally::total(&mut tx, &stored.uuid).await?, queries::committed(&mut tx, &stored.uuid).await?);
        let cosigned = witnessed::cosigned(&mut tx, &desk.app, &stored.uuid).await?;
        let previews = preview::previews(&mut tx, &stored.uuid).await?;
        let proposals = proposals::queries::open_about(&mut tx, &stored.uuid).await?;
        let proposals = proposals.into_iter().filter(|it| it.act == JointAct::Preview).collect();
        let obstacles = match stored.state {
            State::Closed => obstacles::of_session(&mut tx, &desk.app, &stored).await?,
            _ => Vec::new(),
        };
        shown.push(Shown { stored, name, total, committed, cosigned, previews, proposals, obstacles });
    }
    Ok(shown)
}

/// What keeps the results from being released, told at once.
fn obstacles(desk: &Desk, shown: &[Shown]) -> Vec<String> {
    let mut found = obstacles::missing(&desk.app.plan().plan, shown.iter().map(|it| &it.stored));
    found.extend(shown.iter().flat_map(|it| it.obstacles.iter().map(|obstacle| format!("{}：{}", it.name, obstacle.chinese()))));
    found
}

pub(super) async fn show(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, &Errors::none()).await?.into_response())
}

pub(super) async fn page(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let shown = read(desk).await?;
    let (proposal, progress) = {
        let mut tx = desk.app.database().reader().await?;
        (proposals::queries::open_about(&mut tx, ALL).await?.into_iter().next(), queries::progress(&mut tx).await?)
    };
    let working = progress.as_ref().is_some_and(|it| it.working);
    let released = !shown.is_empty() && shown.iter().all(|it| it.stored.state == State::Released);
    let body = html! {
        (error_summary(errors))
        @match Link::new(&desk.look.path).get("done") {
            "committed" => (done("指纹已写入公开账本", html! { p { "份额请继续离线保管，到公布时再交来。" } })),
            "proposed" => (done("已提出公布", html! { p { "等待另一名联席会议办公室人员当场上传份额并确认。" } })),
            "received" if working => (done("已收到份额", html! { p { "两人都已确认，系统正在核对。" } })),
            "preview" => (done("已提出登记", html! { p { "等待另一名联席会议办公室人员确认，随即写入公开账本。" } })),
            "confirmed" => (done("已经登记", html! { p { "已写入公开账本。" } })),
            "rejected" => (done("已经否决", html! { p { "没有任何改动。" } })),
            "withdrawn" => (done("已经撤回", html! { p { "没有任何改动。" } })),
            _ => {}
        }
        div #live data-live=[working.then_some("/office/release/progress.json")] data-changes=(changes(progress.as_ref())) {
            @if released { (done("结果已经公布", html! { p { a href="/results" { "查看公众看到的结果" } } })) }
            @else if let Some(progress) = &progress { (under_way(desk, progress)) }
        }
        @if shown.is_empty() { (empty("还没有评议", "各场评议结束以后，保管人在这里取加密合计、交份额的指纹，两人在这里公布结果。")) }
        @for one in &shown { (session(desk, one)) }
        @if desk.visitor.holds(&[RoleKind::Office]) && !shown.is_empty() && !released && !working { (release(desk, &shown, proposal.as_ref())) }
    };
    let body = html! { (body) @if working { script type="module" src=(assets::href("live.js")) {} } };
    Ok(desk.page("开票和公布结果", None, body))
}

fn session(desk: &Desk, shown: &Shown) -> Markup {
    let Shown { stored, name, total, committed, .. } = shown;
    html! {
        section.card {
            h2 { (name) }
            @match total {
                None => p { (stored.state.chinese()) },
                Some(total) => {
                    (Facts::new()
                        .fact("评议票", format!("{} 张", total.ballots))
                        .fact("加密合计的 SHA-256", html! { code { (total.sha256) } })
                        .fact("交来指纹的保管人", if committed.is_empty() { "还没有".into() } else {
                            committed.iter().map(|(trustee, _)| format!("{trustee} 号")).collect::<Vec<_>>().join("、")
                        }))
                    p { a href={ (HOME) "/" (stored.uuid) "/total.bel" } { "下载加密合计（.bel）" } "，离线核对并解密" }
                    @if let Some(own) = own_number(desk) { (own_share(desk, shown, own)) }
                    (preview::section(desk, stored, &shown.previews, &shown.proposals))
                }
            }
        }
    }
}

fn own_share(desk: &Desk, shown: &Shown, own: u32) -> Markup {
    let action = format!("{HOME}/{}/share", shown.stored.uuid);
    let posted = shown.committed.iter().find(|(trustee, _)| *trustee == i64::from(own));
    html! {
        @if let Some((_, sha256)) = posted {
            p { "您交来的指纹：" code { (sha256) } }
        } @else if shown.stored.state == State::Closed {
            (Form::post(&action, desk.token()).submit("交来指纹").around(html! {
                (Field::text("sha256", "份额的 SHA-256").hint("只交指纹，不交份额：份额到了服务器，结果就到了服务器").autocomplete("off").maxlength(100))
            }))
        }
    }
}

fn release(desk: &Desk, shown: &[Shown], proposal: Option<&Proposal>) -> Markup {
    let obstacles = obstacles(desk, shown);
    html! {
        h2 { "公布" }
        @if !obstacles.is_empty() {
            (notice(Tone::Warn, "现在还不能公布", html! { ul { @for it in &obstacles { li { (it) } } } }))
        } @else if let Some(proposal) = proposal {
            (confirmation(desk, proposal))
        } @else {
            @if shown.iter().any(|it| it.cosigned.may_be_left_out(desk.app.clock().is_virtual())) {
                (notice(Tone::Warn, "演练没有见证方", html! { p { "真实活动里，每场都要有两个见证方联署以后才能公布。" } }))
            }
            p { "各场结果同时公布。由一人提出，另一人当场上传保管人带来的份额并确认。" }
            (Form::post(HOME, desk.token()).submit("提出公布，等待第二人").around(html! {}))
        }
    }
}

fn confirmation(desk: &Desk, proposal: &Proposal) -> Markup {
    let own = proposal.standing.is_of(&desk.visitor);
    let body = html! {
        p { (proposal.standing.proposed_by_name) " 提出公布各场结果。" }
        @if own {
            p { "等待另一名联席会议办公室人员上传份额并确认。" }
            (button(&format!("/office/elections/proposals/{}/withdraw", proposal.id), desk.token(), "撤回", false))
        } @else {
            p { "选择各场、各保管人的份额文件（可以一次多选）。系统逐份核对，算出结果，与份额一起公布。不能撤销。份额在公布以前加密保存，公布或没有通过核对时立即删除。" }
            form.form method="post" action={ (HOME) "/confirm" } enctype="multipart/form-data" {
                input type="hidden" name="csrf" value=(desk.token());
                div.field {
                    label for="shares" { "份额文件" }
                    input #shares type="file" name="file" accept=".json" multiple;
                }
                div.form-end { button.danger type="submit" { "确认：公布各场结果" } }
            }
        }
    };
    notice(Tone::Warn, "等待第二人：公布结果", body)
}

/// The archive up to the encrypted total.
pub(super) async fn archive(desk: Desk, Path(uuid): Path<String>) -> Result<Response, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let stored = election::queries::by_uuid(&mut tx, &uuid).await?.ok_or(Failure::NotFound)?;
    // A void election is opened by nobody.
    if stored.state == State::Void || tally::total(&mut tx, &uuid).await?.is_none() {
        return Err(Failure::NotFound);
    }
    drop(tx);
    Ok(attachment(&format!("{uuid}.bel"), OCTETS, tally::streamed(&desk.app, &uuid).await?))
}

pub(super) async fn propose(desk: Desk, _form: Submitted) -> Result<Response, Failure> {
    let shown = read(&desk).await?;
    let mut found = obstacles(&desk, &shown);
    if queries::working(&mut desk.app.database().reader().await?).await?.is_some() {
        found.push("正在核对上一次上传的份额，请等它结束".into());
    }
    let outcome = if found.is_empty() {
        transaction!(desk.app.database(), |tx| -> Result<(), NotDone> {
            proposals::propose(&mut tx, &desk.caller, &desk.visitor, &Wanted::new(ALL, JointAct::Release)).await?;
            Ok(())
        })
    } else {
        Err(NotDone::Obstacles(found))
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=proposed")).into_response()),
        Err(not_done) => refused(&desk, not_done).await,
    }
}

pub(super) async fn refused(desk: &Desk, not_done: NotDone) -> Result<Response, Failure> {
    let page = page(desk, &not_done.into_errors()?).await?;
    Ok(page.with_status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// The second officer brings the shares. What was never posted is turned away at once; the rest goes on without the request (`work`).
pub(super) async fn confirm(desk: Desk, form: Submitted) -> Result<Response, Failure> {
    let proposal = proposals::queries::open_about(&mut desk.app.database().reader().await?, ALL).await?.into_iter().next();
    let Some(proposal) = proposal else { return Err(Failure::Conflict("没有等待确认的公布，可能刚被别人办理".into())) };
    let shown = read(&desk).await?;
    let found = obstacles(&desk, &shown);
    if !found.is_empty() {
        return refused(&desk, NotDone::Obstacles(found)).await;
    }
    // Before any share is looked at: who proposed it cannot bring them.
    if let Err(refusal) = proposal.standing.after(&Answer::Confirm, &desk.visitor) {
        return refused(&desk, Refusal::from(refusal).into()).await;
    }
    let sessions: Vec<(String, Vec<(i64, String)>)> = shown.into_iter().map(|it| (it.name, it.committed)).collect();
    let files = form.files("file").map(|file| file.content.clone()).collect();
    let shares = match received::posted(files, &sessions, desk.app.plan().plan.ballot.trustees.threshold as usize) {
        Ok(shares) => shares,
        Err(missing) => return refused(&desk, NotDone::Obstacles(missing)).await,
    };
    let outcome = transaction!(desk.app.database(), |tx| -> Result<(), NotDone> {
        proposals::answer(&mut tx, &desk.caller, &desk.visitor, &proposal.id, &Answer::Confirm).await?;
        if !queries::begin(&mut tx, proposal.id.as_str(), desk.caller.now).await? {
            return Err(Refusal::rule("正在核对上一次上传的份额，请等它结束").into());
        }
        received::keep(&mut tx, desk.app.secrets(), proposal.id.as_str(), &shares).await?;
        let event = SharesReceived { subject: ALL.into(), count: i64::try_from(shares.len()).unwrap_or(i64::MAX) };
        Ok(audit::record(&mut tx, &desk.caller.actor, desk.caller.now, &event).await?)
    });
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}?done=received")).into_response()),
        Err(not_done) => refused(&desk, not_done).await,
    }
}

/// What makes the page look again.
pub(super) async fn progress_json(desk: Desk) -> Result<Json<Value>, Failure> {
    let progress = queries::progress(&mut desk.app.database().reader().await?).await?;
    Ok(Json(json!({"changes": changes(progress.as_ref())})))
}

fn changes(progress: Option<&Progress>) -> String {
    progress.map_or_else(String::new, |it| format!("{:?} {} {}", it.step, it.session, it.working))
}

/// How far the release has come, in words; nothing once it is done.
fn under_way(desk: &Desk, progress: &Progress) -> Markup {
    let name = desk.app.plan().plan.session_name(progress.session);
    let now = match progress.step {
        Step::Received => "已收到份额，就要开始核对".to_owned(),
        Step::Opening => format!("{name}：正在从头核对全部评议票和份额、打开合计"),
        Step::Publishing => "全部核对完毕，正在同时公布".to_owned(),
    };
    html! {
        @if progress.working {
            (notice(Tone::Neutral, "正在核对和公布", html! {
                p { strong { (now) } }
                p { "每场约需几秒到几十秒，可以离开本页，中途重启也会接着办。全部通过才一起公布；有一处不对就什么也不公布，并在这里说明。" }
            }))
            p.secondary data-live-state role="status" { "要看进展，请刷新本页。" }
        } @else if !progress.why.is_empty() {
            (notice(Tone::Bad, "上次没有公布", html! {
                p { (progress.why) }
                p { "什么都没有公布，上传的份额已经删除。处理以后由一人重新提出，另一人重新上传。" }
            }))
        }
    }
}
