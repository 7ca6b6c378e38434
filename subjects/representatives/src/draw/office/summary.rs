//! What a confirmation will do, before it is done: counts, hashes, and what cannot be undone.

use maud::{Markup, html};
use web::Failure;
use web::desk::Desk;
use web::joint::pages::consequences;
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::table::thousands;
use web::page::tag::Tone;

use super::parts;
use crate::candidates::{self, State};
use crate::cell;
use crate::draw::files::{ALL, SALTS};
use crate::draw::obstacles;
use crate::draw::program;
use crate::draw::proposal::{JointAct, Proposal};
use crate::draw::queries;
use crate::draw::source::chinese;
use crate::draw::stage::Stage;
use crate::draw::view::{View, fingerprint};

/// The summary of a proposal's act, after the facts of the proposal itself.
pub(super) async fn of(desk: &Desk, proposal: &Proposal, facts: Facts) -> Result<Markup, Failure> {
    match proposal.act {
        JointAct::Announce => announcement(desk, proposal, facts).await,
        JointAct::Freeze => freeze(desk, facts).await,
        JointAct::FailSource => failure(desk, proposal, facts).await,
        JointAct::Release => release(desk, facts).await,
    }
}

async fn announcement(desk: &Desk, proposal: &Proposal, facts: Facts) -> Result<Markup, Failure> {
    let again = queries::ceremony(&mut desk.app.database().reader().await?).await?.stage == Stage::Announced;
    let mut lines =
        vec!["来源、次序和失效办法立即写入公开账本，公众页面随即显示", "写入账本的公告删不掉；封存名册以前可以再公告，封存以后不能再改"];
    if again {
        lines.push("先前的公告不再有效，但仍留在账本里；等待确认的封存提议自动撤回");
    }
    Ok(html! { (facts) h2 { "将要公告的来源，按这个次序" } (parts::content(proposal)) (consequences(&lines)) })
}

async fn freeze(desk: &Desk, facts: Facts) -> Result<Markup, Failure> {
    let adopted = desk.app.plan();
    let mut tx = desk.app.database().reader().await?;
    let counts = candidates::counts_by_cell(&mut tx).await?;
    let sources = queries::sources(&mut tx).await?;
    let found = obstacles::find(&mut tx, desk.app.secrets(), &adopted, desk.app.clock().now()).await?;
    drop(tx);
    let program = program::fingerprint().await?;
    let passed = |channel| counts.iter().filter(|it| it.state == State::Passed && it.channel == channel).map(|it| it.count).sum::<i64>();
    let (volunteers, nominees) = (passed(plan::Channel::Volunteer), passed(plan::Channel::Recommendation));
    let cells = cell::cells(&adopted.plan);
    let places: i64 = cells.iter().map(|cell| i64::from(cell.seats_in_all())).sum();
    let sessions = adopted.plan.activity.sessions.len();
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let facts = facts
        .fact(
            "进入名册",
            format!("{} 人：自愿报名 {} 人，组织推荐 {} 人", thousands(volunteers + nominees), thousands(volunteers), thousands(nominees)),
        )
        .fact("席位", format!("{} 个：{} 个名额格，{sessions} 场", thousands(places), cells.len()))
        .fact("方案", format!("第 {} 版", adopted.version))
        .fact("种子来源", names.join("，然后 "))
        .fact("抽取规则指纹", fingerprint(&sortition::Digest::of(sortition::RULE.as_bytes()).to_string()))
        .fact("抽取程序指纹", fingerprint(&program.to_string()));
    Ok(html! {
        (facts)
        @if !found.is_empty() {
            (notice(Tone::Bad, "现在还不能封存", html! { ul { @for obstacle in &found { li { (obstacle.chinese()) } } } }))
        }
        (consequences(&[
            "每个人随机得到编号和盐值，名册、名额、条件的承诺值和指纹写入公开账本；到那时才能算出，在现场读出",
            "不能再增减人选，不能再改方案、名额和种子来源",
            "不能撤销，也没有第二次封存",
        ]))
    })
}

async fn failure(desk: &Desk, proposal: &Proposal, mut facts: Facts) -> Result<Markup, Failure> {
    let sources = queries::sources(&mut desk.app.database().reader().await?).await?;
    if let Some(source) = sources.iter().find(|source| source.place == proposal.place) {
        facts = facts
            .fact("来源", format!("第 {} 个：{}", source.place, source.name))
            .fact("公告的时间和见证", &source.occasion)
            .fact("公告的失效办法", chinese(source.on_failure));
    }
    Ok(html! {
        (facts.fact("失效的原因", &proposal.content))
        (consequences(&["失效和原因写入公开账本，按公告的办法处理", "一人已经录入的内容不再有效", "不能撤销"]))
    })
}

async fn release(desk: &Desk, facts: Facts) -> Result<Markup, Failure> {
    let view = View::read(&mut desk.app.database().reader().await?).await?;
    let ceremony = &view.ceremony;
    let mut facts = facts
        .fact("名册人数", format!("{} 人", thousands(ceremony.people)))
        .fact("抽取的席位", format!("{} 个", thousands(view.places())))
        .fact("承诺值", fingerprint(&ceremony.root));
    for (name, _) in ALL {
        if let Some(hash) = view.hash(name) {
            facts = facts.fact(name, fingerprint(hash));
        }
    }
    Ok(html! {
        (facts.fact(SALTS, "公开时写成，指纹同时写入账本"))
        (consequences(&["以上文件任何人都能下载，只有编号，没有姓名", "每个文件的指纹写入公开账本", "不能收回"]))
    })
}
