//! The page: before the release what will come and when; after it every count.

use axum::extract::State;
use maud::{Markup, html};
use plan::Plan;
use web::database::Tx;
use web::page::date;
use web::page::empty::empty;
use web::page::link::Link;
use web::page::progress::{self, State as StepState};
use web::page::{Look, Page, Public, Section, public};
use web::{App, Failure};

use super::parts::{self, Cards};
use super::{queries, receipt};
use crate::election::{self, State as ElectionState};
use crate::release;

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let adopted = app.plan();
    let plan = &adopted.plan;
    let asked = Link::new(&look.path).get("tracker").to_owned();
    let mut tx = app.database().reader().await?;
    let released = queries::released(&mut tx).await?;
    let mut sessions = Vec::new();
    for it in &released {
        sessions.push((it, Cards::read(&mut tx, it).await?));
    }
    let previewed = previewed(&mut tx, plan).await?;
    let receipt = receipt::section(&mut tx, &app, &asked).await?;
    let before = if released.is_empty() {
        before(&mut tx, plan).await?
    } else {
        html! {}
    };
    let body = html! {
        h1 { "评议结果" }
        @for line in &previewed { p { (line) } }
        // Who asks for a receipt wants its answer first.
        @if !asked.is_empty() { (receipt) }
        (before)
        @if !released.is_empty() {
            p.lead { "代表无记名评议。没有一张票被单独打开过，打开的只是合计。" }
            (parts::denominators(plan, &sessions))
            (parts::ranking(plan, &released))
            @for (it, cards) in &sessions { (parts::session(plan, it, cards)) }
            (parts::verify())
        }
        @if asked.is_empty() { (receipt) }
    };
    let description = "市民代表对各部门的评议结果：分布、得分、位次、档案；查自己的评议票在不在票箱里";
    Ok(public(&look, Public { title: "评议结果", description, section: Section::Home }, body))
}

/// What will come, and how far it is.
async fn before(tx: &mut Tx, plan: &Plan) -> Result<Markup, Failure> {
    let keys = &plan.ballot.trustees;
    let mut steps: Vec<(String, StepState)> = Vec::new();
    for session in plan.sessions() {
        let election = election::queries::of_session(tx, session.number).await?;
        let state = match election.map(|it| it.state) {
            Some(ElectionState::Closed | ElectionState::Released) => StepState::Done,
            Some(ElectionState::Open) => StepState::Now,
            _ => StepState::Next,
        };
        let words = match state {
            StepState::Done => format!("{}：评议已结束", session.name),
            _ => format!("{}：{}", session.name, date::long_day(session.start.date)),
        };
        steps.push((words, state));
    }
    let last = if steps.iter().all(|(_, state)| *state == StepState::Done) { StepState::Now } else { StepState::Next };
    steps.push(("密钥保管人到场开票，两名负责人批准，各场同时公布".into(), last));
    let shown: Vec<(&str, StepState)> = steps.iter().map(|(words, state)| (words.as_str(), *state)).collect();
    Ok(html! {
        (empty("结果还没有公布", &format!("公布以前，任何人（包括系统管理员）都看不到结果：评议票是加密的，要 {} 位密钥保管人中的 {} 位一起才能打开合计。", keys.number, keys.threshold)))
        (progress::steps("到公布还有几步", &shown))
        p { "公布以后这里有：每个部门得到的评议的分布、得分和位次，发出、投出、没有投出的票数，以及任何人都能用别人的程序核对的完整档案。" }
    })
}

/// That leaders saw a result before everybody did; never what.
async fn previewed(tx: &mut Tx, plan: &Plan) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for session in plan.sessions() {
        let Some(election) = election::queries::of_session(tx, session.number).await? else { continue };
        for preview in release::previews(tx, &election.uuid).await? {
            let (at, who) = (date::exact_of(preview.at), preview.trustees.split(' ').count());
            lines
                .push(format!("{}：{at} 登记，{who} 位密钥保管人离线打开过合计，供领导提前查看；份额和结果没有交给服务器。", session.name));
        }
    }
    Ok(lines)
}
