//! The page: session by session what was chosen, then all departments by score.

use axum::extract::State;
use maud::{Markup, html};
use plan::{Department, Plan};
use web::database::Tx;
use web::page::date;
use web::page::empty::empty;
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::Tone;
use web::page::{Look, Page, Public, Section, public};
use web::{App, Failure};

use super::figures::{Graded, ranks};
use super::queries::{self, Released};

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let adopted = app.plan();
    let plan = &adopted.plan;
    let mut tx = app.database().reader().await?;
    let released = queries::released(&mut tx).await?;
    let mut sections = Vec::new();
    for it in &released {
        sections.push(session(&mut tx, plan, it).await?);
    }
    let body = html! {
        h1 { "评议结果" }
        @if released.is_empty() {
            (empty("结果还没有公布", "最后一场述职报告会以后，密钥保管人到场开票，由两名负责人批准后在这里公布：每个部门的评议票分布、得分和位次，以及任何人都能核对的完整档案。"))
        } @else {
            p.lead { "代表无记名评议，任何一张票都没有被单独打开过，打开的只是合计。" a href="/verify" { "怎样用别人的程序核对" } "。" }
            (ranking(plan, &released))
            @for section in &sections { (section) }
            p { a href="/api/v1/results" { "供程序读取的数据（JSON）" } }
        }
    };
    let description = "市民代表对各部门的评议结果：分布、得分、位次、档案";
    Ok(public(&look, Public { title: "评议结果", description, section: Section::Home }, body))
}

fn graded<'a>(plan: &'a Plan, it: &Released) -> Vec<(&'a Department, Graded)> {
    let departments = plan.departments_of(it.session).into_iter();
    departments.zip(&it.result).map(|(department, counts)| (department, Graded::new(&plan.ballot.grades, counts.clone()))).collect()
}

/// All departments by score.
fn ranking(plan: &Plan, released: &[Released]) -> Markup {
    let mut all: Vec<(u32, &Department, Graded)> =
        released.iter().flat_map(|it| graded(plan, it).into_iter().map(|(department, graded)| (it.session, department, graded))).collect();
    let placed = ranks(&all.iter().map(|(_, _, graded)| graded).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| placed.get(*at).copied().unwrap_or(usize::MAX));
    let columns = [
        Column::text("部门"),
        Column::number("位次"),
        Column::number("得分"),
        Column::text("约 95% 的范围"),
        Column::number("计分的票"),
        Column::number("场次"),
    ];
    let two = |value: Option<f64>| value.map_or_else(|| "没有计分的票".to_string(), |value| format!("{value:.2}"));
    let mut table = Table::new("各部门的得分和位次", columns).headed().pairs();
    for at in order {
        let Some((session, department, graded)) = all.get_mut(at) else { continue };
        let band = graded.score().zip(graded.half_band());
        let band = band.map_or_else(String::new, |(score, half)| format!("{:.2} 至 {:.2}", score - half, score + half));
        let rank = i32::try_from(placed.get(at).copied().unwrap_or(0)).unwrap_or(0);
        table = table.row(Row::new([
            words(&department.name),
            number(rank),
            words(two(graded.score())),
            words(band),
            number(i64::try_from(graded.counted).unwrap_or(i64::MAX)),
            number(*session),
        ]));
    }
    html! {
        h2 { "得分和位次" }
        p { (rule(plan)) "得分相同的位次相同。" }
        (table)
        (notice(Tone::Warn, "位次要这样看", "三场是三批不同的代表，各评十个部门；范围按简单随机样本估算，仅作说明，代表是按名额抽取的。范围重叠的部门，不能说谁高谁低。"))
    }
}

/// The plan's points in words.
fn rule(plan: &Plan) -> String {
    let scored = plan.ballot.grades.iter().filter_map(|grade| Some(format!("{} {} 分", grade.name, grade.points?)));
    let left: Vec<&str> = plan.ballot.grades.iter().filter(|grade| grade.points.is_none()).map(|grade| grade.name.as_str()).collect();
    let scored = scored.collect::<Vec<_>>().join("、");
    if left.is_empty() {
        format!("{scored}，取平均。")
    } else {
        format!("{scored}，取平均；“{}”不计分。", left.join("、"))
    }
}

async fn session(tx: &mut Tx, plan: &Plan, it: &Released) -> Result<Markup, Failure> {
    let name = plan.session(it.session).map_or_else(|| format!("第 {} 场", it.session), |session| session.name.clone());
    let cast: u64 = it.result.first().map_or(0, |counts| counts.iter().sum());
    let (printed, left, void) = queries::cards(tx, &it.uuid).await?;
    let (checked, late) = queries::revoked_later(tx, &it.uuid).await?;
    let issued = printed - left - void;
    let not_cast = issued - i64::try_from(cast).unwrap_or(i64::MAX) - checked - late;
    let grades = plan.ballot.grades.iter().map(|grade| Column::number(&grade.name));
    let columns = std::iter::once(Column::text("部门")).chain(grades).chain([Column::number("合计")]);
    let rows = graded(plan, it).into_iter().map(|(department, graded)| {
        let count = |count: &u64| number(i64::try_from(*count).unwrap_or(i64::MAX));
        let sum: u64 = graded.counts.iter().sum();
        let cells: Vec<Markup> = graded.counts.iter().map(count).chain([count(&sum)]).collect();
        Row::new(std::iter::once(words(&department.name)).chain(cells))
    });
    let count = |count: i64| format!("{} 张", thousands(count));
    Ok(html! {
        h2 { (name) }
        (Table::new(format!("{name}：各部门得到的评议"), columns).headed().pairs().rows(rows))
        (Facts::new()
            .fact("印制的票", count(printed))
            .fact("剩余、作废", format!("{}、{}", count(left), count(void)))
            .fact("发出的票", count(issued))
            .fact("投出并计入", count(i64::try_from(cast).unwrap_or(i64::MAX)))
            .fact("检查用去", count(checked))
            .fact("清点以后作废", count(late))
            .fact("没有投出", count(not_cast))
            .fact("公布时间", date::exact_of(it.released_at))
            .fact("完整档案", html! { a href={ "/results/" (it.uuid) ".bel" } download { (it.uuid) ".bel" } })
            .fact("档案的 SHA-256", html! { code { (it.sha256) } }))
    })
}
