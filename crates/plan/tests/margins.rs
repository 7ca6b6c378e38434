//! Properties of the quota check, on whole plans.

mod common;

use common::{ordos, read, text, with};
use plan::{Plan, PlanFiles, TableName};
use proptest::prelude::*;

const DISTRICTS: usize = 9;

/// The shipped plan with these seats in the districts' table, the totals that belong to them, and no amendments.
fn with_table(seats: &[Vec<u32>]) -> PlanFiles {
    let files = ordos();
    let shipped = text(&files, "quota-districts.csv");
    let mut lines = shipped.lines();
    let mut out = format!("{}\n", lines.next().unwrap_or_default());
    for (line, row) in lines.zip(seats) {
        let heads: Vec<_> = line.split(',').take(4).collect();
        out += &format!("{},{}\n", heads.join(","), join(row));
    }
    let totals: Vec<u32> = (0..DISTRICTS).map(|n| seats.iter().map(|row| row[n]).sum()).collect();
    let tripled: Vec<u32> = totals.iter().map(|n| n * 3).collect();
    out += &format!("session-total,,,单场合计,{}\nall-sessions-total,,,三场合计,{}\n", join(&totals), join(&tripled));
    let all: u32 = totals.iter().sum();
    let activity = text(&files, "activity.toml")
        .replace("district_seats = 1400", &format!("district_seats = {all}"))
        .replace("representatives = 4500", &format!("representatives = {}", 3 * (all + 100)));
    let resolutions = text(&files, "resolutions.toml");
    let kept: Vec<_> = resolutions.split("[[resolution]]").filter(|part| !part.contains("dongsheng-associations")).collect();
    let files = with(files, "quota-districts.csv", out);
    with(with(files, "activity.toml", activity), "resolutions.toml", kept.join("[[resolution]]"))
}

fn join(row: &[u32]) -> String {
    row.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

/// The shipped plan with the amended cell written into the table, so that all margins agree.
fn adding_up() -> PlanFiles {
    let plan = read(&ordos()).resolved();
    with_table(&plan.quota_districts.rows.iter().map(|row| row.seats.clone()).collect::<Vec<_>>())
}

/// Changes one number of a table, counted through rows (totals last) and columns.
fn change(files: PlanFiles, table: TableName, row: usize, column: usize, value: u32) -> (PlanFiles, bool) {
    let shipped = text(&files, table.file());
    let mut lines: Vec<Vec<String>> = shipped.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let cell = &mut lines[row + 1][column + 4];
    let changed = *cell != value.to_string();
    *cell = value.to_string();
    let text = lines.iter().map(|line| line.join(",") + "\n").collect::<String>();
    (with(files, table.file(), text), changed)
}

fn is_settled(files: &PlanFiles) -> bool {
    read(files).check().is_settled()
}

#[test]
fn the_plan_with_the_amended_cell_written_in_needs_no_amendment() {
    assert!(is_settled(&adding_up()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_table_whose_margins_agree_passes(seats in prop::collection::vec(prop::collection::vec(0_u32..10_000, DISTRICTS), 17)) {
        let report = read(&with_table(&seats)).check();
        // The smallest table may hold fewer seats than must be present; the table itself is not to blame.
        let blamed: Vec<_> = report.open().filter(|f| f.code != "ballot-rule").collect();
        prop_assert!(blamed.is_empty(), "{blamed:?}");
    }

    #[test]
    fn any_single_change_of_a_district_number_is_found(row in 0_usize..19, column in 0..DISTRICTS, value in 0_u32..1_500) {
        let (files, changed) = change(adding_up(), TableName::Districts, row, column, value);
        prop_assume!(changed);
        let plan = read(&files);
        let report = plan.check();
        let name = &plan.quota_districts.columns[column];
        prop_assert!(report.open().any(|f| f.place.file == "quota-districts.csv" && f.place.path.ends_with(name.as_str())));
    }

    #[test]
    fn any_single_change_of_a_main_hall_number_is_found(row in 0_usize..19, value in 0_u32..200) {
        let (files, changed) = change(adding_up(), TableName::Main, row, 0, value);
        prop_assume!(changed);
        prop_assert!(!is_settled(&files));
    }

    #[test]
    fn two_changes_that_cancel_in_a_column_are_no_conflict_and_across_columns_are(column in 0_usize..8, by in 1_u32..3) {
        let plan = read(&adding_up());
        let seats = |row: usize, column: usize| plan.quota_districts.rows[row].seats[column];
        let (files, _) = change(adding_up(), TableName::Districts, 0, column, seats(0, column) + by);
        let (same, _) = change(files.clone(), TableName::Districts, 1, column, seats(1, column) - by);
        prop_assert!(is_settled(&same));
        let (across, _) = change(files, TableName::Districts, 0, column + 1, seats(0, column + 1) - by);
        prop_assert!(!is_settled(&across));
    }
}

#[test]
fn the_largest_numbers_that_can_be_read_do_not_overflow() {
    let rows = vec![vec![1_000_000_u32; DISTRICTS]; 17];
    let totals = "1000000,".repeat(DISTRICTS);
    let heading = text(&ordos(), "quota-districts.csv").lines().next().map(str::to_owned).unwrap_or_default();
    let mut out = heading + "\n";
    for (n, row) in rows.iter().enumerate() {
        out += &format!("class,,,c{n},{}\n", join(row));
    }
    out += &format!("session-total,,,t,{}\nall-sessions-total,,,a,{}\n", totals.trim_end_matches(','), totals.trim_end_matches(','));
    let plan: Plan = read(&with(ordos(), "quota-districts.csv", out));
    assert_eq!(plan.quota_districts.sum(), 153_000_000);
    assert!(!plan.check().is_settled());
}
