//! Nominees come as files, line by line (M46): each venue's people hand one in, a second signs.

use std::collections::BTreeMap;

use plan::VenueKind;

use crate::people::Citizen;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre};

/// The headings of the template.
const HEADINGS: [&str; 8] = ["类别", "姓名", "身份证号", "手机号", "本人同意", "推荐单位", "工作单位", "居住地址"];

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let mut files: BTreeMap<String, Vec<&Citizen>> = BTreeMap::new();
    for citizen in theatre.citizens.iter().filter(|citizen| !citizen.volunteers) {
        files.entry(citizen.venue.clone()).or_default().push(citizen);
    }
    let files: Vec<(String, usize, Vec<u8>)> =
        files.into_iter().map(|(venue, people)| Ok((venue, people.len(), file(&people)?))).collect::<Result<_, Stumbled>>()?;
    let all = files.iter().map(|(_, count, _)| count).sum();
    let bar = theatre.bar(all, "nominees");
    for (venue, count, file) in &files {
        let two = desks(theatre, venue);
        let (first, second) = theatre.staff.two([&two[0], &two[1]])?;
        first.get("/office/nominations")?;
        let attached = Attached { field: "file", name: "推荐.csv", content: file };
        let checked = first.upload("/office/nominations", &[("venue", venue)], &[attached])?.expect(200)?;
        let (lines, told) = (checked.field("lines")?, checked.field("count")?);
        if told != count.to_string() {
            return Err(Stumbled::Differs(format!("{told} of {count} nominees of {venue} are without a mistake")));
        }
        let fields = [("venue", &venue[..]), ("lines", &lines), ("name", "推荐.csv"), ("count", &told)];
        let batch = first.post("/office/nominations/accept", &fields)?.next().to_owned();
        second.get(&batch)?;
        second.post(&format!("{batch}/sign"), &[])?;
        bar.inc(*count as u64);
    }
    bar.finish_and_clear();
    theatre.report.fact("nominees", "组织推荐", all);
    theatre.report.fact("nomination_files", "推荐文件", files.len());
    Ok(())
}

/// The two of the staff who answer for a venue's people.
pub(super) fn desks(theatre: &Theatre<'_>, venue: &str) -> [String; 2] {
    let is_main = theatre.plan.venue_by(venue).is_some_and(|venue| venue.kind == VenueKind::Main);
    let login = if is_main { "organiser".to_owned() } else { format!("{venue}-") };
    [format!("{login}1"), format!("{login}2")]
}

fn file(people: &[&Citizen]) -> Result<Vec<u8>, Stumbled> {
    let failed = |error: csv::Error| Stumbled::File(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS).map_err(failed)?;
    for citizen in people {
        let line = [&citizen.class[..], &citizen.name, &citizen.identity, &citizen.phone, "是", "某单位", "", ""];
        writer.write_record(line).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Stumbled::File(error.to_string()))
}
