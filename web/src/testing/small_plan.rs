//! The real plan with very few seats, so that a whole activity fits a test.

use plan::PlanFiles;

use super::real_plan;

/// Seats a session: the classes of one venue that keep any; every other cell has none.
type Seats<'a> = &'a [(&'a str, u32)];

const MAIN: Seats = &[("媒体代表", 1), ("自愿报名市民代表", 1)];
const DONGSHENG: Seats = &[("社区或村居民代表", 2), ("自愿报名市民代表", 1)];
const KANGBASHI: Seats = &[("社区或村居民代表", 2)];

/// The real plan with five seats a session: in the main hall one of the media and one volunteer, in 东胜区 two residents and one
/// volunteer. Everything else is as announced, and nothing in it contradicts itself.
///
/// # Panics
/// If the real plan is not what it was.
pub fn small_plan() -> PlanFiles {
    plan_of(&[DONGSHENG])
}

/// The same with two residents in 康巴什区: three venues, seven seats a session.
///
/// # Panics
/// If the real plan is not what it was.
pub fn three_venues() -> PlanFiles {
    plan_of(&[DONGSHENG, KANGBASHI])
}

/// With these seats in the main hall and in the first districts of the table.
fn plan_of(districts: &[Seats]) -> PlanFiles {
    let sum = |venues: &[Seats]| -> u32 { venues.iter().flat_map(|seats| seats.iter()).map(|(_, seats)| seats).sum() };
    let (main, outside) = (sum(&[MAIN]), sum(districts));
    let mut files = real_plan();
    change(&mut files, "quota-main.csv", |text| table(text, &[MAIN]));
    change(&mut files, "quota-districts.csv", |text| table(text, districts));
    change(&mut files, "activity.toml", |text| {
        let text = replace(&text, "representatives = 4500", &format!("representatives = {}", 3 * (main + outside)));
        let text = replace(&text, "main_seats = 100", &format!("main_seats = {main}"));
        replace(&text, "district_seats = 1400", &format!("district_seats = {outside}"))
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

/// The table with these seats in its first columns of numbers, and none elsewhere.
fn table(text: String, venues: &[Seats]) -> String {
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    let columns = head.split(',').count();
    let line = |line: &str| {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        let class = fields.get(3).cloned().unwrap_or_default();
        let seats = |venue: &Seats| {
            let sum: u32 = venue.iter().map(|(_, seats)| seats).sum();
            match class.as_str() {
                "合计" | "单场合计" => sum,
                "三场合计" => 3 * sum,
                class => venue.iter().find(|(known, _)| *known == class).map_or(0, |(_, seats)| *seats),
            }
        };
        fields.truncate(4);
        fields.extend((4..columns).map(|column| venues.get(column - 4).map_or(0, seats).to_string()));
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
    fn they_add_up() {
        for files in [small_plan(), three_venues()] {
            let plan = Plan::read(&files).unwrap();
            let open: Vec<String> = plan.check().open().map(|finding| format!("{finding:?}")).collect();
            assert!(open.is_empty(), "{open:#?}");
        }
    }
}
