//! `/signup/counts` and `/api/v1/pool-counts`: counts a cell. Fewer than five are only said to be fewer than five, and no
//! sums are given from which a hidden count could be taken back.

use axum::Json;
use axum::extract::State;
use maud::html;
use plan::{Channel, Plan};
use serde_json::{Value, json};
use web::page::table::{Column, Row, Table, number, words};
use web::page::{Look, Page, Public, Section, date, public};
use web::{App, Failure};

use crate::candidates::{CellCount, channel_word, queries};
use crate::cell::{self, PlannedCell};

/// Counts below this are not told.
pub(super) const LEAST_TOLD: i64 = 5;

async fn counts(app: &App) -> Result<Vec<CellCount>, Failure> {
    Ok(queries::counts_by_cell(&mut app.database().reader().await?).await?)
}

/// People of a cell who are or may come into the pool.
fn alive(counts: &[CellCount], cell: &PlannedCell<'_>, channel: Channel) -> i64 {
    let here = |count: &&CellCount| {
        cell.venue.id == *count.venue.as_str()
            && cell.class.id == *count.class.as_str()
            && count.channel == channel
            && count.state.is_alive()
    };
    counts.iter().filter(here).map(|count| count.count).sum()
}

pub(super) async fn show(State(app): State<App>, look: Look) -> Result<Page, Failure> {
    let counts = counts(&app).await?;
    let plan = app.plan();
    Ok(page(&look, &plan.plan, &counts, app.clock().now()))
}

fn page(look: &Look, plan: &Plan, counts: &[CellCount], now: jiff::Timestamp) -> Page {
    let columns = [Column::text("类别"), Column::text("渠道"), Column::number("各场名额合计"), Column::number("现有人数")];
    let mut table = Table::new("各会场各类别的人数", columns).headed();
    for venue in &plan.venues {
        table = table.group(&venue.name);
        for cell in cell::cells_of(plan, venue) {
            let count = alive(counts, &cell, cell.class.channel);
            let told = if count < LEAST_TOLD { words(format!("不足 {LEAST_TOLD} 人")) } else { number(count) };
            table = table.row(Row::new([words(&cell.class.name), words(cell.class.channel.chinese()), number(cell.seats_in_all()), told]));
        }
    }
    let body = html! {
        h1 { "报名和推荐人数" }
        p.lead { "到 " (date::moment(now)) "，各会场各类别有多少人报名或被推荐。撤回的和没有受理的不算在内。" }
        p { "为了不让人猜出是谁，少于 " (LEAST_TOLD) " 人的只写“不足 " (LEAST_TOLD) " 人”，也不写合计。" }
        (table)
        p { a href="/signup" { "报名当市民代表" } }
        p { a href="/api/v1/pool-counts" { "供程序读取的数据（JSON）" } }
    };
    let description = "各会场各类别有多少人报名或被推荐";
    public(look, Public { title: "报名和推荐人数", description, section: Section::Representatives }, body)
}

pub(super) async fn json(State(app): State<App>) -> Result<Json<Value>, Failure> {
    let counts = counts(&app).await?;
    let plan = app.plan();
    let cells: Vec<Value> = cell::cells(&plan.plan)
        .iter()
        .map(|cell| {
            let count = alive(&counts, cell, cell.class.channel);
            json!({
                "cell": cell.cell().to_string(),
                "venue": cell.venue.name,
                "class": cell.class.name,
                "channel": channel_word(cell.class.channel),
                "seats": cell.seats_in_all(),
                "people": (count >= LEAST_TOLD).then_some(count),
            })
        })
        .collect();
    Ok(Json(json!({"at": date::machine(app.clock().now()), "least_told": LEAST_TOLD, "cells": cells})))
}
