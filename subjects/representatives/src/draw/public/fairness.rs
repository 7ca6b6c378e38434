//! How fair the draw is: people by venue, the chance in each cell, margins with their caveat.

use maud::{Markup, html};
use plan::Plan;
use sortition::fairness::{Chance, Margin};
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, thousands, words};
use web::page::tag::{Tone, tag};

use crate::candidates::service::class_name;
use crate::draw::queries::FrozenCell;
use crate::draw::view::View;

fn size(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// People and places of each venue.
pub(super) fn by_venue(plan: &Plan, view: &View) -> Markup {
    let sessions = i64::from(view.ceremony.sessions);
    let columns = [
        Column::text("会场"),
        Column::number("自愿报名"),
        Column::number("组织推荐"),
        Column::number("合计"),
        Column::number("席位（各场合计）"),
    ];
    let row = |name: &str, cells: &mut dyn Iterator<Item = &FrozenCell>| {
        let (mut volunteers, mut nominees, mut seats) = (0, 0, 0);
        for cell in cells {
            *(if cell.volunteers { &mut volunteers } else { &mut nominees }) += cell.people;
            seats += cell.seats;
        }
        Row::new([words(name), number(volunteers), number(nominees), number(volunteers + nominees), number(seats * sessions)])
    };
    let rows = plan.venues.iter().map(|venue| row(&venue.name, &mut view.cells.iter().filter(|cell| venue.id == *cell.venue.as_str())));
    let table = Table::new("名册中的人数，按会场和产生方式", columns).headed().pairs().rows(rows);
    html! { h2 { "名册中有多少人" } (table.row(row("全部会场", &mut view.cells.iter()).total())) }
}

/// The chance of everybody in each cell, a table a venue, opened when it is wanted: together they are long on a phone.
pub(super) fn chances(plan: &Plan, view: &View) -> Markup {
    let sessions = i64::from(view.ceremony.sessions);
    let chance_of = |cell: &FrozenCell| Chance::new(size(cell.seats * sessions), size(cell.people));
    let recommended: i64 =
        view.cells.iter().filter(|cell| chance_of(cell).is_certain() && !cell.volunteers).map(|cell| cell.seats * sessions).sum();
    let row = |cell: &FrozenCell| {
        let (places, chance) = (cell.seats * sessions, chance_of(cell));
        let told = match (chance.is_certain(), cell.volunteers) {
            (false, _) => html! { (hundredths(chance)) "%（" (thousands(places)) " / " (thousands(cell.people)) "）" },
            (true, false) => tag(Tone::Warn, "推荐确定，未抽取"),
            (true, true) => tag(Tone::Neutral, "人人有席位"),
        };
        let channel = if cell.volunteers { plan::Channel::Volunteer } else { plan::Channel::Recommendation };
        Row::new([words(class_name(plan, &cell.class)), words(channel.chinese()), number(cell.people), number(places), told])
    };
    let columns = || {
        [
            Column::text("类别"),
            Column::text("产生方式"),
            Column::number("人数"),
            Column::number("席位（各场合计）"),
            Column::text("每人的机会"),
        ]
    };
    html! {
        h2 { "每人被抽中的机会" }
        p { "同一名额格的人机会完全相等，等于席位除以人数。" }
        @if recommended > 0 {
            p { "有 " (thousands(recommended)) " 个席位推荐的人数与席位相同，没有抽取，表中写作“推荐确定，未抽取”。" }
        }
        @for cells in view.cells.chunk_by(|a, b| a.venue == b.venue) {
            @let name = cells.first().map(|cell| plan.venue_name(&cell.venue)).unwrap_or_default();
            details {
                summary { (name) "：" (cells.len()) " 个名额格" }
                (Table::new(format!("{name}各名额格的机会"), columns()).headed().pairs().rows(cells.iter().map(row)))
            }
        }
    }
}

/// Per cent with two digits: the table is read on a phone.
fn hundredths(chance: Chance) -> String {
    let percent = chance.percent();
    percent.get(..percent.len().saturating_sub(2)).unwrap_or_default().to_owned()
}

/// Margins of error, never without what they do not say.
pub(super) fn margins(view: &View) -> Markup {
    let a_session: i64 = view.cells.iter().map(|cell| cell.seats).sum();
    let (Some(one), Some(all)) = (Margin::of(size(a_session)), Margin::of(size(view.places()))) else { return html! {} };
    html! {
        h2 { "误差" }
        p {
            "如果是全体市民的简单随机样本，一场 " (thousands(a_session)) " 人的 95% 误差约 ±" (one.to_string()) " 个百分点，各场 "
            (thousands(view.places())) " 人约 ±" (all.to_string()) " 个百分点。"
        }
        (notice(Tone::Warn, "这里不能这样用", "代表是按名额从自愿报名和组织推荐的人中抽取的，不是全体市民的随机样本。偶然只在名册中的人之间起作用，所以这些误差不能用来说明结果代表全体市民。"))
    }
}
