//! The .xlsx template: the classes of one venue to choose from, and how many nominees each needs.

use plan::{Plan, Venue};
use rust_xlsxwriter::{DataValidation, Format, Formula, Workbook, XlsxError};

use super::BOUNDS;
use super::read::{COLUMNS, REQUIRED};
use crate::cell;
use crate::counts::{most, needed};

/// The template of a venue.
pub(super) fn template(plan: &Plan, venue: &Venue) -> Result<Vec<u8>, XlsxError> {
    let cells: Vec<_> = cell::cells_of(plan, venue).into_iter().filter(|cell| !cell.is_for_volunteers()).collect();
    let last = u32::try_from(BOUNDS.lines).unwrap_or(u32::MAX);
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut workbook = Workbook::new();

    let sheet = workbook.add_worksheet();
    sheet.set_name("推荐")?;
    for (column, title) in (0u16..).zip(COLUMNS) {
        // Excel would make numbers of identity numbers and round them.
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, if column == 0 || column > 4 { 28 } else { 20 })?;
        let star = if usize::from(column) < REQUIRED { "*" } else { "" };
        sheet.write_string_with_format(0, column, format!("{title}{star}"), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let from = format!("=名额!$A$2:$A${}", cells.len() + 1);
    sheet.add_data_validation(1, 0, last, 0, &DataValidation::new().allow_list_formula(Formula::new(from)))?;
    sheet.add_data_validation(1, 4, last, 4, &DataValidation::new().allow_list_strings(&["是"])?)?;

    let seats = workbook.add_worksheet();
    seats.set_name("名额")?;
    for (column, title) in (0u16..).zip(["类别", "每场席位", "场次", "至少推荐（人）", "至多推荐（人）"]) {
        seats.set_column_width(column, if column == 0 { 34 } else { 16 })?;
        seats.write_string_with_format(0, column, title, &bold)?;
    }
    for (row, cell) in (1u32..).zip(&cells) {
        seats.write_string(row, 0, &cell.class.name)?;
        let numbers = [cell.seats, cell.sessions, needed(plan, cell), most(plan, cell).unwrap_or_default()];
        for (column, number) in (1u16..).zip(numbers) {
            seats.write_number(row, column, number)?;
        }
    }
    workbook.save_to_buffer()
}
