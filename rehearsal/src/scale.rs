//! A smaller activity: the same plan with fewer seats everywhere.

use plan::PlanFiles;

use crate::Stumbled;

/// The classes whose members sign up themselves keep at least one seat at every venue.
const VOLUNTEERS: &str = "自愿报名";

/// The plan's files with this share of its seats, from above 0 to 1; at 1 nothing is changed. A cell keeps no seats where its share is below
/// a half; volunteers keep at least one, and the main hall and every district at least one other.
///
/// # Errors
/// Files that are not of a plan.
pub fn scaled(files: &PlanFiles, share: f64) -> Result<PlanFiles, Stumbled> {
    if share >= 1.0 {
        return Ok(files.clone());
    }
    let mut smaller = files.clone();
    let sessions = text(files, "activity.toml")?.matches("[[session]]").count() as u32;
    let mut table = |name: &str| table(&mut smaller, name, share, sessions);
    let (main, outside) = (table("quota-main.csv")?, table("quota-districts.csv")?);
    change(&mut smaller, "activity.toml", |mut text| {
        for (name, number) in [("representatives", sessions * (main + outside)), ("main_seats", main), ("district_seats", outside)] {
            text = set(&text, name, number);
        }
        text
    })?;
    let present = f64::from(main + outside) * 0.8;
    change(&mut smaller, "ballot.toml", |text| set(&text, "min_present", (present as u32).clamp(2, 100)))?;
    // Decisions about single seats, which are no more.
    change(&mut smaller, "resolutions.toml", |text| {
        text.split("[[resolution]]").filter(|part| !part.contains("quota-")).collect::<Vec<_>>().join("[[resolution]]")
    })?;
    Ok(smaller)
}

fn text(files: &PlanFiles, name: &str) -> Result<String, Stumbled> {
    let bytes = files.get(name).ok_or_else(|| Stumbled::Plan(format!("no {name}")))?;
    String::from_utf8(bytes.to_vec()).map_err(|_| Stumbled::Plan(format!("{name} is not UTF-8")))
}

fn change(files: &mut PlanFiles, name: &str, to: impl FnOnce(String) -> String) -> Result<(), Stumbled> {
    let Ok(text) = text(files, name) else { return Ok(()) };
    files.remove(name);
    files.insert(name, to(text).into_bytes()).map_err(|error| Stumbled::Plan(format!("{name}: {error}")))
}

/// A setting's line with another number.
fn set(text: &str, name: &str, number: u32) -> String {
    let line = |line: &str| {
        let is_it = line.split_once('=').is_some_and(|(known, _)| known.trim() == name);
        if is_it { format!("{name} = {number}") } else { line.to_owned() }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// A table of seats made smaller; the seats of one session in it.
fn table(files: &mut PlanFiles, name: &str, share: f64, sessions: u32) -> Result<u32, Stumbled> {
    let original = text(files, name)?;
    let mut lines: Vec<Vec<String>> = original.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let columns = lines.first().map_or(0, Vec::len);
    let mut all = 0;
    for column in 4..columns {
        let mut sum = 0;
        let mut largest: Option<(usize, u32)> = None;
        for (place, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.first().is_some_and(|kind| kind == "class")) {
            let is_for_volunteers = line.get(3).is_some_and(|class| class.contains(VOLUNTEERS));
            let Some(cell) = line.get_mut(column) else { continue };
            let seats: u32 = cell.trim().parse().unwrap_or(0);
            let kept = ((f64::from(seats) * share).round() as u32).max(u32::from(is_for_volunteers && seats > 0));
            *cell = kept.to_string();
            sum += kept;
            if !is_for_volunteers && largest.is_none_or(|(_, most)| seats > most) {
                largest = Some((place, seats));
            }
        }
        if let Some((place, seats)) = largest
            && let Some(cell) = lines.get_mut(place).and_then(|line| line.get_mut(column))
            && *cell == "0"
            && seats > 0
        {
            *cell = "1".to_owned();
            sum += 1;
        }
        for line in &mut lines {
            let times = match line.first().map(String::as_str) {
                Some("session-total") => 1,
                Some("all-sessions-total") => sessions,
                _ => continue,
            };
            if let Some(cell) = line.get_mut(column) {
                *cell = (times * sum).to_string();
            }
        }
        all += sum;
    }
    let text = lines.iter().map(|line| line.join(",")).collect::<Vec<_>>().join("\n") + "\n";
    change(files, name, |_| text)?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use plan::Plan;

    use super::*;

    fn real() -> PlanFiles {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../plans/ordos-2024");
        let mut files = PlanFiles::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if PlanFiles::wants(name) {
                files.insert(name, std::fs::read(&path).unwrap()).unwrap();
            }
        }
        files
    }

    #[test]
    fn a_smaller_plan_adds_up_and_every_venue_has_volunteers_and_others() {
        for share in [0.001, 0.01, 0.1, 0.5] {
            let plan = Plan::read(&scaled(&real(), share).unwrap()).unwrap();
            let open: Vec<String> = plan.check().open().map(|finding| format!("{finding:?}")).collect();
            assert!(open.is_empty(), "{share}: {open:#?}");
            let plan = plan.resolved();
            assert!(plan.venues.iter().all(|venue| plan.seats_of(venue) >= 2), "{share}");
            let seats: u64 = plan.venues.iter().map(|venue| plan.seats_of(venue)).sum();
            assert!(seats <= (1_500.0 * share * 1.2) as u64 + 40, "{share}: {seats}");
        }
        assert_eq!(scaled(&real(), 1.0).unwrap(), real());
    }
}
