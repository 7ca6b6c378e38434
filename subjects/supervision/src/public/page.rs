//! The page.

use axum::extract::State;
use ballotbox::reconciliation::{self, Published, Voided};
use maud::{Markup, html};
use plan::Plan;
use record::VenueReconciled;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::Tone;
use web::page::{Look, Page, Public, Section, public};
use web::{App, Failure};

use super::files::{COLUMNS, figures};

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let adopted = app.plan();
    let (published, voids) = {
        let mut tx = app.database().reader().await?;
        (reconciliation::all_accepted(&mut tx).await?, reconciliation::voids(&mut tx).await?)
    };
    let body = html! {
        h1 { "收发核对" }
        @if published.is_empty() && voids.is_empty() {
            (empty("收发核对还没有公布", "每场评议结束以后，监督检查组把到会的人、发出的票、用过的票逐个会场核对，差异由两人写明原因，在这里公布。没有公布收发核对的场次，不能公布结果。"))
        } @else {
            p.lead { "人数由签到得出，发出的票由会场两个台清点得出，用过的票由制卡人离线统计，只有张数。三个来源互不相干，数字要能对上。" }
        }
        @for void in &voids { (voided(&adopted.plan, void)) }
        @for it in &published { (session(&adopted.plan, it)) }
        @if !published.is_empty() {
            p { "下载：" a href="/results/reconciliation.xlsx" download { "Excel" } "、" a href="/results/reconciliation.csv" download { "CSV" } "、"
                a href="/api/v1/results/reconciliation" { "供程序读取的数据（JSON）" } }
        }
        p { a href="/results" { "评议结果" } }
    };
    let description = "到会的人、发出的票、用过的票逐个会场核对，差异的原因";
    Ok(public(&look, Public { title: "收发核对", description, section: Section::Home }, body))
}

fn voided(plan: &Plan, it: &Voided) -> Markup {
    let session = u32::try_from(it.session).map_or_else(|_| String::new(), |number| plan.session_name(number));
    let body = html! {
        p { "原因：" (it.reason) }
        p { (date::exact_of(it.at)) "。这次评议的票都不算数，合计没有打开过；本场重新评议。编号 " code { (it.uuid) } }
    };
    notice(Tone::Bad, &format!("{session}：一次评议已作废"), body)
}

fn session(plan: &Plan, it: &Published) -> Markup {
    let statement = &it.statement;
    let count = |count: u32| format!("{} 张", thousands(count));
    let present: u64 = statement.venues.iter().map(|venue| u64::from(venue.present)).sum();
    let invited: u64 = statement.venues.iter().map(|venue| u64::from(venue.invited)).sum();
    let columns = std::iter::once(Column::text("会场")).chain(COLUMNS.iter().skip(2).map(|title| Column::number(*title)));
    let row = |venue: &VenueReconciled| {
        let cells = figures(venue).into_iter().map(number);
        Row::new(std::iter::once(words(plan.venue_name(venue.venue.as_str()))).chain(cells))
    };
    let shown = statement.venues.iter().filter(|venue| venue.printed > 0 || venue.invited > 0);
    let session = plan.session_name(it.session);
    html! {
        h2 { (session) }
        (Facts::new()
            .fact("到会", format!("{} 人，应到 {} 人", thousands(present), thousands(invited)))
            .fact("发出的票", count(statement.issued))
            .fact("投出并计入", count(statement.ballots))
            .fact("检查用去和后来作废", count(statement.revoked))
            .fact("没有投出", count(statement.not_cast))
            .fact("公布时间", date::exact_of(it.at)))
        (Table::new(format!("{session}：逐个会场"), columns).headed().dense().pairs().rows(shown.map(row)))
        @if statement.explanations.is_empty() { p { "各会场的到会、发出、用过都相等，没有差异。" } }
        @else {
            h3 { "差异的原因" }
            ul { @for it in &statement.explanations {
                li { strong { (plan.venue_name(it.venue.as_str())) "，" (about(it.about.as_str())) } "：" (it.text.as_str()) }
            } }
        }
    }
}

/// A kind of difference in words.
fn about(kind: &str) -> &str {
    use crate::reconciliation as it;
    match kind {
        it::PRESENT_ISSUED => "到会与发出不等",
        it::ISSUED_USED => "有票没有投出",
        it::PAPER_USED => "纸质录入多于用过",
        other => other,
    }
}
