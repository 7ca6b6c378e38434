//! `/signup`: what it is, who may, what happens next, by when.

use axum::extract::State;
use maud::{Markup, html};
use plan::Plan;
use web::App;
use web::page::countdown::countdown;
use web::page::{Look, Page, Public, Section, date, public};

use super::help;
use crate::cell;
use crate::term::{self, Term};

pub(super) async fn show(State(app): State<App>, look: Look) -> Page {
    let adopted = app.plan();
    let plan = &adopted.plan;
    let now = app.clock().now();
    let term = Term::of(plan, now);
    let cells = cell::cells(plan);
    let seats: u32 = cells.iter().filter(|cell| cell.is_for_volunteers()).map(cell::PlannedCell::seats_in_all).sum();
    let body = html! {
        h1 { "报名当市民代表" }
        p.lead { "到现场听取市政府部门述职，用无记名的方式评议。自愿报名的市民在各场共有 " (seats) " 个席位，由公开抽取产生。" }
        (when(term, now))
        h2 { "谁可以报名" }
        ul {
            li { "住在" (help::district_names(plan).join("、")) "；" }
            li { "到首场述职报告会当天" @if let Some(day) = term::first_session_day(plan) { "（" (date::short_day(day)) "）" } "年满 " (plan.ballot.list.age_min) " 周岁；" }
            li { "不是被评议部门的工作人员；" }
            li { "每人只能报名一次，选一个会场：本旗区分会场或市主会场。已经由单位或旗区推荐的，不必再报名。" }
        }
        h2 { "需要准备" }
        p { "身份证号，和一部能收短信的手机。大约三分钟。" }
        (next_steps(plan))
        h2 { "您的信息怎样保护" }
        p { "只用于资格审查、抽取和通知。姓名、证件号、手机号和住址加密保存，工作人员平时只看到一部分；查看完整信息须写明理由，并有记录。名单在公布之前保密，被评议部门看不到。" }
        p { a href="/signup/status" { "查询、撤回报名或申诉" } }
        p { a href="/signup/counts" { "现在各会场有多少人报名" } }
    };
    let description = "谁可以报名当市民代表，怎样报名，报名以后会发生什么";
    public(&look, Public { title: "报名当市民代表", description, section: Section::Representatives }, body)
}

fn when(term: Term, now: jiff::Timestamp) -> Markup {
    html! {
        @match term {
            Term::Open(closes) => {
                (countdown(now, closes, "报名截止", "报名已经截止"))
                p { a.button href="/signup/eligibility" { "开始报名" } }
                p.secondary { "截止：" (date::moment(closes)) }
            }
            Term::NotYet(opens) => { (countdown(now, opens, "报名开始", "报名已经开始，请刷新页面")) p.secondary { "开始：" (date::moment(opens)) } }
            Term::Closed(closed) => p { strong { "报名已于 " (date::moment(closed)) " 截止。" } }
            Term::Unknown => p { strong { "报名时间还没有公布。" } }
        }
    }
}

fn next_steps(plan: &Plan) -> Markup {
    html! {
        h2 { "报名以后" }
        ol.spaced {
            li { "您会得到一个报名编号，用它可以随时查询或撤回。" }
            li { "旗区工作人员核对，公安机关审查资格。没有通过的，会告诉您，您可以申诉。" }
            li { "封存名册，公开抽取" @if let Some(freeze) = term::freeze(plan) { "：" (date::moment(freeze)) } "。没有抽中的按次序候补。" }
            li { "抽中的人会收到短信通知，说明哪一场、在哪里。" }
        }
    }
}
