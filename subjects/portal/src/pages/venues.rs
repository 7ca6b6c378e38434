//! `/venues`: where representatives sit, and how many.

use maud::{Markup, html};
use plan::{Plan, VenueKind};
use web::page::table::{Column, Row, Table, number, thousands, words as cell};
use web::page::{Look, Page, Public, Section, public};

/// All venues.
pub fn venues(look: &Look, plan: &Plan) -> Page {
    let sessions = plan.sessions().len() as u64;
    let total: u64 = plan.venues.iter().map(|venue| plan.seats_of(venue)).sum();
    let of_kind = |kind| plan.venues.iter().filter(|venue| venue.kind == kind).count();
    let columns = [Column::text("会场"), Column::text("地点"), Column::number("每场席位（人）"), Column::number("全部场次（人次）")];
    let rows = plan.venues.iter().map(|venue| {
        let seats = plan.seats_of(venue);
        Row::new([cell(&venue.name), place(&venue.place), number(seats), number(seats * sessions)])
    });
    let sum = Row::new([cell("合计"), html! {}, number(total), number(total * sessions)]).total();
    let body = html! {
        h1 { "会场" }
        p.lead {
            (of_kind(VenueKind::Main)) " 个主会场，" (of_kind(VenueKind::District)) " 个旗区分会场。每场述职报告会各会场同时参加，共 "
            (thousands(total)) " 名市民代表。"
        }
        (Table::new("会场和席位", columns).headed().rows(rows).row(sum))
        p { "席位由名额表逐格相加得出。" a href="/representatives" { "看名额表" } }
    };
    public(look, Public { title: "会场", description: "主会场和旗区分会场的地点、席位", section: Section::Venues }, body)
}

fn place(place: &str) -> Markup {
    html! { @if place.is_empty() { "待公布" } @else { (place) } }
}
