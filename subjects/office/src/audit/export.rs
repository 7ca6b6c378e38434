//! The audit log as files: exactly what the filter shows, all pages of it.

use axum::response::{IntoResponse, Response};
use http::header;
use web::audit::{self, Entry, EntryFilter};
use web::page::date;
use web::sheet::safe_cell;
use web::{App, Failure};

/// Rows read from the database at a time.
const STEP: i64 = 1000;

/// More than a year of the busiest activity; keeps one request within memory.
const MOST: usize = 200_000;

async fn entries(app: &App, filter: &EntryFilter) -> Result<Vec<Entry>, Failure> {
    let mut tx = app.database().reader().await?;
    let mut filter = filter.clone();
    let mut all = Vec::new();
    loop {
        let step = audit::page(&mut tx, &filter, STEP).await?;
        let Some(last) = step.last() else { return Ok(all) };
        filter.before = last.position;
        all.extend(step);
        if all.len() > MOST {
            return Err(Failure::BadRequest(format!("一次最多导出 {MOST} 条，请先筛选")));
        }
    }
}

pub async fn csv(app: &App, filter: &EntryFilter) -> Result<Response, Failure> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let broken = |error: csv::Error| Failure::Internal(error.to_string());
    writer.write_record(["序号", "时间", "事项", "事项代码", "操作人编号", "操作人", "来源地址", "对象", "内容"]).map_err(broken)?;
    for entry in entries(app, filter).await? {
        let at = date::of_millis(entry.at);
        let cells = [
            entry.position.to_string(),
            date::exact(at),
            entry.title,
            entry.kind,
            entry.actor_id,
            entry.actor_name,
            entry.address,
            entry.subject,
            entry.details,
        ];
        writer.write_record(cells.iter().map(|cell| safe_cell(cell).into_owned())).map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(download("text/csv; charset=utf-8", "audit.csv", bytes))
}

pub async fn json_lines(app: &App, filter: &EntryFilter) -> Result<Response, Failure> {
    let mut text = String::new();
    for entry in entries(app, filter).await? {
        text.push_str(&serde_json::to_string(&entry).map_err(|error| Failure::Internal(error.to_string()))?);
        text.push('\n');
    }
    Ok(download("application/x-ndjson", "audit.jsonl", text.into_bytes()))
}

fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}
