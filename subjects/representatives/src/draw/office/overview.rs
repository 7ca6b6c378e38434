//! Where the ceremony stands, and the one thing to do now.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use web::Failure;
use web::desk::Desk;
use web::joint::pages::decided;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form, error_summary};
use web::page::link::Link;
use web::page::notice::{done, notice};
use web::page::progress::{self, steps};
use web::page::table::thousands;
use web::page::tag::Tone;
use web::page::{Page, date};
use web::rights::RoleKind;

use super::parts;
use crate::draw::acts::earliest;
use crate::draw::files::{POOL, QUOTAS, RANKING};
use crate::draw::obstacles::{self, Obstacle};
use crate::draw::proposal::{JointAct, Proposal};
use crate::draw::queries::{self, Entry};
use crate::draw::source::{Source, TEXT};
use crate::draw::stage::Stage;
use crate::draw::view::{View, fingerprint};

/// Everything that the page shows.
struct Desktop {
    view: View,
    open: Vec<Proposal>,
    decided: Vec<Proposal>,
    obstacles: Vec<Obstacle>,
    /// Who has typed in this round; what they typed is not looked at.
    typed: Vec<Entry>,
    /// Who typed differently in the round before.
    differed: Vec<Entry>,
}

pub(in crate::draw) async fn show(desk: Desk) -> Result<Response, Failure> {
    Ok(page(&desk, &Errors::none()).await?.into_response())
}

async fn read(desk: &Desk) -> Result<Desktop, Failure> {
    let mut tx = desk.app.database().reader().await?;
    let view = View::read(&mut tx).await?;
    let obstacles = match view.ceremony.stage {
        Stage::Announced => obstacles::find(&mut tx, desk.app.secrets(), &desk.app.plan(), desk.app.clock().now()).await?,
        _ => Vec::new(),
    };
    let (mut typed, mut differed) = (Vec::new(), Vec::new());
    if let Some(source) = view.awaited() {
        typed = queries::entries(&mut tx, source.place, source.round).await?;
        differed = queries::entries(&mut tx, source.place, source.round - 1).await?;
    }
    // One entry is what was typed before a source failed.
    if differed.len() < 2 {
        differed.clear();
    }
    let (open, decided) = (queries::open_proposals(&mut tx).await?, queries::decided_proposals(&mut tx).await?);
    Ok(Desktop { view, open, decided, obstacles, typed, differed })
}

pub(super) async fn page(desk: &Desk, errors: &Errors) -> Result<Page, Failure> {
    let desktop = read(desk).await?;
    let may_act = desk.visitor.holds(&[RoleKind::Office]);
    let view = &desktop.view;
    let body = html! {
        (error_summary(errors))
        (just_done(Link::new(&desk.look.path).get("done")))
        (progress_of(view.ceremony.stage))
        @for proposal in &desktop.open { (parts::asked(proposal).open(desk, may_act, parts::content(proposal))) }
        @if may_act { (action(desk, &desktop, errors)) }
        @else { p { "抽取由联席会议办公室人员两人共同办理，监督检查组在此查看。" } }
        @if view.ceremony.stage.is_frozen() { (frozen(view)) }
        @if !view.sources.is_empty() { h2 { "种子来源" } (parts::sources(&view.sources)) }
        @if !desktop.decided.is_empty() { h2 { "办理记录" } (decided(desktop.decided.iter().map(|it| (it.act.chinese(), &it.standing)))) }
        ul.links {
            li { a href="/draw" { "公众看到的抽取页面" } }
            li { a href="/screen/draw" { "现场大屏（在投影电脑上全屏打开）" } }
        }
    };
    Ok(desk.page("公开抽取", None, body))
}

fn just_done(word: &str) -> Markup {
    match word {
        "proposed" => done("已经提出", "请另一名联席会议办公室人员在本页确认。"),
        "confirmed" => done("已经确认并办理", "内容已写入公开账本，公众页面和大屏随即更新。"),
        "rejected" => done("已经否决", "没有任何改动。"),
        "withdrawn" => done("已经撤回", "没有任何改动。"),
        "typed" => done("已经录入", "请另一名工作人员独立录入第二次，不要告诉对方您录入的内容。"),
        "agreed" => done("两次录入一致", "这一来源已写入公开账本。"),
        "differed" => {
            notice(Tone::Bad, "两次录入不一致", "没有采用任何一次。请核对原始记录，两人重新各录一次。两次录入的内容已记入审计日志。")
        }
        "drawn" => done("已经抽取", "结果的指纹已写入公开账本。名单保密，到公开以前任何页面都不显示。"),
        _ => html! {},
    }
}

fn progress_of(stage: Stage) -> Markup {
    let names = ["公告种子来源", "封存名册", "产生种子", "抽取", "公开文件"];
    let at = Stage::ALL.iter().position(|known| *known == stage).unwrap_or(0);
    let state = |place: usize| match place.cmp(&at) {
        std::cmp::Ordering::Less => progress::State::Done,
        std::cmp::Ordering::Equal => progress::State::Now,
        std::cmp::Ordering::Greater => progress::State::Next,
    };
    let list: Vec<(&str, progress::State)> = names.into_iter().enumerate().map(|(place, name)| (name, state(place))).collect();
    steps("抽取的步骤", &list)
}

/// The main action of the stage.
fn action(desk: &Desk, desktop: &Desktop, errors: &Errors) -> Markup {
    let is_open = |act: JointAct| desktop.open.iter().any(|proposal| proposal.act == act);
    match desktop.view.ceremony.stage {
        Stage::Planned if is_open(JointAct::Announce) => html! {},
        Stage::Planned => html! {
            h2 { "现在要做的：公告种子来源" }
            p { "封存名册以前，先公告用哪些来源产生种子、次序怎样、失效时怎么办。" }
            p { a.button href="/office/draw/announcements" { "填写种子来源" } }
        },
        Stage::Announced => freezing(desk, desktop, is_open(JointAct::Freeze)),
        Stage::Frozen => desktop.view.awaited().map_or(html! {}, |source| typing(desk, desktop, source, errors)),
        Stage::Seeded => html! {
            h2 { "现在要做的：抽取" }
            p { "全部来源已经两人录入一致，种子已定，结果再没有任何偶然。由任何一名工作人员按下即可，只能抽取一次。" }
            (Form::post("/office/draw/ranking", desk.token()).submit("抽取").around(html! {}))
        },
        Stage::Drawn => releasing(desk, is_open(JointAct::Release)),
        Stage::Released => html! { p { "抽取文件已经公开，全部办完。" } },
    }
}

fn freezing(desk: &Desk, desktop: &Desktop, proposed: bool) -> Markup {
    let (early, rest): (Vec<_>, Vec<_>) = desktop.obstacles.iter().partition(|obstacle| matches!(obstacle, Obstacle::Early(_)));
    html! {
        h2 { "现在要做的：封存名册" }
        @for obstacle in early { p { (obstacle.chinese()) "。可以先提出，到时由第二人确认。" } }
        @if rest.is_empty() && !proposed {
            p { "全部审查通过的人选将按偶然的次序得到编号，名册、名额和承诺值写入公开账本。封存要么全部完成，要么什么也不发生。" }
            (Form::post("/office/draw/freeze", desk.token()).submit("提出封存，等待第二人").around(html! {}))
        }
        @if proposed { p { "已经有人提出，见上面“等待第二人”。" } }
        @if !rest.is_empty() {
            p { "还不能封存，须先办完下面 " (rest.len()) " 项：" }
            ul { @for obstacle in &rest { li { (obstacle.chinese()) } } }
        }
        p { a href="/office/draw/announcements" { "重新公告种子来源" } "（封存以后就不能再改）" }
    }
}

fn typing(desk: &Desk, desktop: &Desktop, source: &Source, errors: &Errors) -> Markup {
    let own = desktop.typed.iter().any(|entry| entry.by == desk.visitor.actor_id());
    let action = format!("/office/draw/sources/{}", source.place);
    let field = Field::text("text", "来源的文字")
        .hint("照原始记录录入。全角数字和首尾空格不影响比较，中间的空格和标点要一致")
        .autocomplete("off")
        .maxlength(u32::try_from(TEXT).unwrap_or(u32::MAX))
        .errors(errors);
    html! {
        h2 { "现在要做的：录入第 " (source.place) " 个来源“" (source.name) "”" }
        p { (source.occasion) }
        @if let [first, second] = desktop.differed.as_slice() {
            (notice(Tone::Bad, "上一次两人录入不一致", format!("{}和{}录入的内容不同，没有采用。请核对原始记录，两人重新各录一次。", first.by_name, second.by_name)))
        }
        @if own {
            p { "您已经录入，等待另一名工作人员独立录入第二次。" }
        } @else {
            @for entry in &desktop.typed { p { (entry.by_name) " 已经录入，您录入的内容将与其比较。对方录入的内容不显示。" } }
            (Form::post(&action, desk.token()).submit(if desktop.typed.is_empty() { "录入，等待第二人" } else { "录入并比较" }).around(html! { (field) }))
        }
        p { a href={ (action) "/failures" } { "这一来源没有结果，认定失效" } }
    }
}

fn releasing(desk: &Desk, proposed: bool) -> Markup {
    let adopted = desk.app.plan();
    let when = earliest(&adopted.plan);
    html! {
        h2 { "接下来：公开抽取文件" }
        p { "方案没有写明何时公开，按最后一场述职报告会当天结束以后办理。公开的文件只有编号，没有姓名。" }
        @match when {
            Some(when) if desk.app.clock().now() < when => p { "最早可以在 " (date::moment(when)) " 公开，此前名单保密。" },
            _ if !proposed => (Form::post("/office/draw/release", desk.token()).submit("提出公开，等待第二人").around(html! {})),
            _ => p { "已经有人提出，见上面“等待第二人”。" },
        }
    }
}

/// What may be said of the frozen pool.
fn frozen(view: &View) -> Markup {
    let ceremony = &view.ceremony;
    let mut facts = Facts::new()
        .fact("名册人数", format!("{} 人", thousands(ceremony.people)))
        .fact("席位（各场合计）", format!("{} 个", thousands(view.places())))
        .fact("承诺值", fingerprint(&ceremony.root));
    if !ceremony.seed.is_empty() {
        facts = facts.fact("种子", fingerprint(&ceremony.seed));
    }
    for (name, file) in [("名册指纹", POOL), ("名额指纹", QUOTAS), ("结果指纹", RANKING)] {
        if let Some(hash) = view.hash(file) {
            facts = facts.fact(name, fingerprint(hash));
        }
    }
    html! { h2 { "可以公开的数和指纹" } (facts) }
}
