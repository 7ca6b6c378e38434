//! The real plan with very few seats, so that a whole activity fits a test.

use plan::PlanFiles;

use super::real_plan;

/// Seats a session that the small plan keeps; every other cell has none.
const MAIN: [(&str, u32); 2] = [("媒体代表", 1), ("自愿报名市民代表", 1)];
const DONGSHENG: [(&str, u32); 2] = [("社区或村居民代表", 2), ("自愿报名市民代表", 1)];

/// The real plan with five seats a session: in the main hall one of the media and one volunteer, in 东胜区 two residents and one
/// volunteer. Everything else is as announced, and nothing in it contradicts itself.
///
/// # Panics
/// If the real plan is not what it was.
pub fn small_plan() -> PlanFiles {
    let mut files = real_plan();
    change(&mut files, "quota-main.csv", |text| table(text, &MAIN));
    change(&mut files, "quota-districts.csv", |text| table(text, &DONGSHENG));
    change(&mut files, "activity.toml", |text| {
        let text = replace(&text, "representatives = 4500", "representatives = 15");
        replace(&replace(&text, "main_seats = 100", "main_seats = 2"), "district_seats = 1400", "district_seats = 3")
    });
    change(&mut files, "ballot.toml", |text| replace(&text, "min_present = 100", "min_present = 5"));
    // The one about seats that are no more.
    change(&mut files, "resolutions.toml", |text| {
        let kept = text.split("[[resolution]]").filter(|part| !part.contains("dongsheng-associations"));
        kept.collect::<Vec<_>>().join("[[resolution]]")
    });
    files
}

fn change(files: &mut PlanFiles, name: &str, to: impl FnOnce(String) -> String) {
    let bytes = files.remove(name).unwrap_or_else(|| panic!("{name} is in the plan"));
    let text = String::from_utf8(bytes).expect("UTF-8");
    files.insert(name, to(text).into_bytes()).expect("a file of the plan");
}

fn replace(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "“{from}” stands once in the plan");
    text.replace(from, to)
}

/// The table with these seats in its first column of numbers, and none elsewhere.
fn table(text: String, seats: &[(&str, u32)]) -> String {
    let sum: u32 = seats.iter().map(|(_, seats)| seats).sum();
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    let columns = head.split(',').count();
    let line = |line: &str| {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        let class = fields.get(3).cloned().unwrap_or_default();
        let first = match class.as_str() {
            "合计" | "单场合计" => sum,
            "三场合计" => 3 * sum,
            class => seats.iter().find(|(known, _)| *known == class).map_or(0, |(_, seats)| *seats),
        };
        fields.truncate(4);
        fields.extend((4..columns).map(|column| if column == 4 { first.to_string() } else { "0".into() }));
        fields.join(",")
    };
    let lines: Vec<String> = std::iter::once(head.to_owned()).chain(lines.map(line)).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use plan::Plan;

    use super::*;

    #[test]
    fn it_adds_up() {
        let plan = Plan::read(&small_plan()).unwrap();
        let open: Vec<String> = plan.check().open().map(|finding| format!("{finding:?}")).collect();
        assert!(open.is_empty(), "{open:#?}");
    }
}
