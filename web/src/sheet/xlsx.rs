//! Lines of the first sheet of an .xlsx, read cell by cell within bounds.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::read::{Bounds, Line, MOST_COLUMNS, Unreadable, check_count};

/// What an archive may unpack to; far more than some thousand lines need, far less than hurts.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;

/// Reads the first sheet.
pub(super) fn lines(bytes: &[u8], bounds: Bounds) -> Result<Vec<Line>, Unreadable> {
    check_size(bytes)?;
    let broken = |_: XlsxError| Unreadable::new("文件损坏，或者不是 Excel 的 .xlsx 文件；请在 Excel 中重新保存后再上传");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let first = workbook.sheet_names().first().cloned().ok_or_else(|| Unreadable::new("文件中没有工作表"))?;
    let mut cells = workbook.worksheet_cells_reader(&first).map_err(broken)?;
    let mut lines: Vec<Line> = Vec::new();
    // A whole-sheet range would take memory for every cell up to the last one, which may stand at row 1,048,576.
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let (number, column) = (row as usize + 1, column as usize);
        let text = text(cell.get_value());
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if lines.last().is_none_or(|line| line.number != number) {
            lines.push(Line { number, cells: Vec::new() });
            check_count(lines.len(), bounds)?;
        }
        if let Some(line) = lines.last_mut() {
            line.cells.resize(line.cells.len().max(column + 1), String::new());
            if let Some(place) = line.cells.get_mut(column) {
                *place = text;
            }
        }
    }
    Ok(lines)
}

/// Unpacks everything into nothing, and stops at an archive that grows too large (a zip bomb).
fn check_size(bytes: &[u8]) -> Result<(), Unreadable> {
    let broken = || Unreadable::new("文件损坏，无法解压；请在 Excel 中重新保存后再上传");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut left = MOST_UNPACKED;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| broken())?;
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(unpacked).ok_or_else(|| Unreadable::new("文件解压后过大，请只保留需要导入的一张表"))?;
    }
    Ok(())
}

/// A cell as it reads; whole numbers without a decimal point, because telephone numbers are often stored so.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.trim().to_string(),
        DataRef::SharedString(text) => text.trim().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    fn lines(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
        super::lines(bytes, Bounds { bytes: 2 * 1024 * 1024, lines: 2_000 })
    }

    #[test]
    fn cells_keep_their_place_and_telephone_numbers_their_digits() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(1, 0, "账号").unwrap();
        sheet.write_string(1, 2, "联系方式").unwrap();
        sheet.write_number(3, 2, 13_800_000_000.0).unwrap();
        let lines = lines(&workbook.save_to_buffer().unwrap()).unwrap();
        let expected = [
            Line { number: 2, cells: vec!["账号".into(), String::new(), "联系方式".into()] },
            Line { number: 4, cells: vec![String::new(), String::new(), "13800000000".into()] },
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_cell_far_away_costs_nothing_and_a_bomb_is_refused() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "账号").unwrap();
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        assert_eq!(lines(&workbook.save_to_buffer().unwrap()).unwrap().len(), 1);

        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        bomb.start_file("xl/sharedStrings.xml", options).unwrap();
        let block = vec![b' '; 1024 * 1024];
        for _ in 0..70 {
            std::io::Write::write_all(&mut bomb, &block).unwrap();
        }
        let bytes = bomb.finish().unwrap().into_inner();
        assert!(bytes.len() < 2 * 1024 * 1024);
        assert!(lines(&bytes).is_err_and(|Unreadable(why)| why.contains("解压后过大")));
    }
}
