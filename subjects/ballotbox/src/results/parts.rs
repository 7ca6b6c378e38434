//! Parts of the page after the release.

use maud::{Markup, html};
use plan::Plan;
use web::Failure;
use web::database::Tx;
use web::page::chart::{self, Part, Range, Ranges, Stacked};
use web::page::date;
use web::page::facts::Facts;
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::Tone;

use super::graded::{Line, all, of_session};
use super::queries::{self, Released};

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// All departments by score, each with its range.
pub(super) fn ranking(plan: &Plan, released: &[Released]) -> Markup {
    let lines = all(plan, released);
    let range = |line: &Line<'_>| Range {
        name: format!("{}（{}）", line.department.name, plan.session_name(line.session)),
        note: format!("第 {} 位", line.rank),
        value: line.graded.score(),
        range: line.graded.band(),
    };
    let columns = [
        Column::text("部门"),
        Column::number("位次"),
        Column::number("得分"),
        Column::text("约 95% 的范围"),
        Column::number("计分的票"),
        Column::number("场次"),
    ];
    let row = |line: &Line<'_>| {
        Row::new([
            words(&line.department.name),
            number(i64::try_from(line.rank).unwrap_or(0)),
            words(line.score()),
            words(line.range()),
            number(whole(line.graded.counted)),
            number(line.session),
        ])
    };
    html! {
        section {
            h2 { "得分和位次" }
            p { (rule(plan)) "得分相同的位次相同。" }
            (notice(Tone::Warn, "位次要这样看", html! {
                p { "三场是三批不同的代表，各评十个部门。浅色的范围按简单随机样本估算，仅作说明：代表是按名额抽取的。范围重叠的部门，不能说谁高谁低。" }
            }))
            (Ranges::new("分", lines.iter().map(range).collect()))
            (chart::data(Table::new("各部门的得分和位次", columns).headed().pairs().rows(lines.iter().map(row))))
        }
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

/// The cards of one session, to the last one.
pub(super) struct Cards {
    printed: i64,
    left: i64,
    void: i64,
    cast: i64,
    checked: i64,
    late: i64,
}

impl Cards {
    pub(super) async fn read(tx: &mut Tx, it: &Released) -> Result<Self, Failure> {
        let cast = it.result.first().map_or(0, |counts| whole(counts.iter().sum()));
        let (printed, left, void) = queries::cards(tx, &it.uuid).await?;
        let (checked, late) = queries::revoked_later(tx, &it.uuid).await?;
        Ok(Cards { printed, left, void, cast, checked, late })
    }

    fn issued(&self) -> i64 {
        self.printed - self.left - self.void
    }

    fn not_cast(&self) -> i64 {
        self.issued() - self.cast - self.checked - self.late
    }

    fn add(&self, other: &Cards) -> Cards {
        Cards {
            printed: self.printed + other.printed,
            left: self.left + other.left,
            void: self.void + other.void,
            cast: self.cast + other.cast,
            checked: self.checked + other.checked,
            late: self.late + other.late,
        }
    }
}

/// Every denominator, session by session and in all.
pub(super) fn denominators(plan: &Plan, sessions: &[(&Released, Cards)]) -> Markup {
    let columns = ["场次", "制作的票", "剩余", "作废", "发出", "投出并计入", "检查用去", "清点后作废", "没有投出"];
    let columns = columns.iter().enumerate().map(|(at, title)| if at == 0 { Column::text(*title) } else { Column::number(*title) });
    let row = |name: String, it: &Cards| {
        let counts = [it.printed, it.left, it.void, it.issued(), it.cast, it.checked, it.late, it.not_cast()].map(number);
        Row::new(std::iter::once(words(name)).chain(counts))
    };
    let mut table = Table::new("评议票的去向：发出 = 制作 − 剩余 − 作废 = 投出 + 检查 + 清点后作废 + 没有投出", columns).pairs();
    for (released, cards) in sessions {
        table = table.row(row(plan.session_name(released.session), cards));
    }
    let none = Cards { printed: 0, left: 0, void: 0, cast: 0, checked: 0, late: 0 };
    let sum = sessions.iter().fold(none, |sum, (_, cards)| sum.add(cards));
    html! { section { h2 { "每一张票的去向" } (table.row(row("合计".into(), &sum).total())) } }
}

/// The distribution of grades in one session.
pub(super) fn session(plan: &Plan, it: &Released, cards: &Cards) -> Markup {
    let name = plan.session_name(it.session);
    let part = |grade: &plan::Grade| if grade.points.is_some() { Part::new(&grade.name) } else { Part::beside(&grade.name) };
    let graded = of_session(plan, it);
    let bars = graded.iter().fold(Stacked::new("票", plan.ballot.grades.iter().map(part)), |chart, (department, graded)| {
        chart.bar(&department.name, graded.counts.clone())
    });
    let grades = plan.ballot.grades.iter().map(|grade| Column::number(&grade.name));
    let columns = std::iter::once(Column::text("部门")).chain(grades).chain([Column::number("合计")]);
    let rows = graded.iter().map(|(department, graded)| {
        let sum: u64 = graded.counts.iter().sum();
        let cells = graded.counts.iter().chain([&sum]).map(|count| number(whole(*count)));
        Row::new(std::iter::once(words(&department.name)).chain(cells))
    });
    html! {
        section {
            h2 { (name) }
            p { "发出 " (thousands(cards.issued())) " 张票，投出并计入 " (thousands(cards.cast)) " 张。部门按述职的顺序排列。" }
            (bars)
            (chart::data(Table::new(format!("{name}：各部门得到的评议"), columns).headed().pairs().rows(rows)))
            (Facts::new()
                .fact("公布时间", date::exact_of(it.released_at))
                .fact("完整档案", html! { a href={ "/results/" (it.uuid) ".bel" } download { (it.uuid) ".bel" } })
                .fact("档案的 SHA-256", html! { code { (it.sha256) } }))
        }
    }
}

/// Downloads, and how anybody checks them.
pub(super) fn verify() -> Markup {
    html! {
        section {
            h2 { "下载和核对" }
            ul {
                li { a href="/results/results.xlsx" download { "结果表（.xlsx）" } "、" a href="/results/results.csv" download { "结果表（.csv）" } "、" a href="/api/v1/results" { "供程序读取的数据（JSON）" } }
                li { "每场的完整档案（.bel）在该场下面：全部加密的评议票、合计、保管人的份额和结果，看不出谁投了什么。" }
            }
            p { "不必相信本系统。档案是国际通行的 Belenios 格式，三种由不同的人写的程序都能核对每一张票的证明、合计和结果，不用联网：" }
            ul {
                li { strong { "belenios-tool" } "（法国国家信息与自动化研究所）：把档案单独放在一个文件夹里，运行 " code { "belenios-tool election verify" } }
                li { strong { "sirona" } "（独立编写，Node.js）：在同样的文件夹里运行 " code { "npx sirona election verify" } }
                li { strong { "sanmin" } "（本系统，源代码公开）：运行 " code { "sanmin election verify 档案.bel --ledger 本站地址" } "，它还把档案与事先写入公开账本的密钥、公开清单、全部评议票的指纹和作废的票逐一比对" }
            }
            p { "前两种看不出整份档案是不是事后重做的，所以请再查一查自己的票在不在，并比较账本的短指纹。" a href="/verify" { "怎样核对" } "。" }
        }
    }
}
