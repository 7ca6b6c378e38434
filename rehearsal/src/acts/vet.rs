//! Volunteers are looked at by two of their venue (M49); the police get one list without reasons to guess from, and give it back.

use std::collections::BTreeSet;

use super::nominate::desks;
use crate::visitor::Attached;
use crate::{Stumbled, Theatre};

const REVIEW: &str = "/office/candidates/review";
const DUPLICATES: &str = "/office/vetting/duplicates";
const RESULTS: &str = "/office/vetting/results";
/// Of a thousand, so many do not pass.
const FAIL_OF_THOUSAND: usize = 4;

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let venues: BTreeSet<String> =
        theatre.citizens.iter().filter(|citizen| citizen.volunteers).map(|citizen| citizen.venue.clone()).collect();
    for venue in &venues {
        look_at(theatre, venue)?;
    }
    let list = {
        let organiser = theatre.staff.one("organiser1")?;
        organiser.get("/office/vetting/list")?;
        organiser.send("/office/vetting/list.csv", &[])?.expect(200)?
    };
    let html = list.html();
    let numbers: Vec<&str> = html
        .lines()
        .filter_map(|line| line.split(',').next())
        .filter(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    let mut chance = theatre.chance("vetting");
    let mut file = "核对编号,结果,理由\n".to_owned();
    let mut failed = 0;
    for number in &numbers {
        let fails = theatre.report.scale >= 0.5 && chance.below(1_000) < FAIL_OF_THOUSAND;
        failed += usize::from(fails);
        file.push_str(&if fails { format!("{number},不通过,演练：资格不符\n") } else { format!("{number},通过,\n") });
    }
    let (first, second) = theatre.staff.two(["police1", "police2"])?;
    first.get(RESULTS)?;
    let attached = Attached { field: "file", name: "结果.csv", content: file.as_bytes() };
    let report = first.upload(RESULTS, &[], &[attached])?.expect(303)?.next().to_owned();
    second.get(&report)?;
    second.post(&format!("{report}/confirm"), &[])?;
    let judged = judge_likenesses(theatre)?;
    if numbers.len() != theatre.citizens.len() {
        return Err(Stumbled::Differs(format!(
            "{} people on the list of the police, {} in the pool",
            numbers.len(),
            theatre.citizens.len()
        )));
    }
    theatre.report.fact("vetted", "资格审查", numbers.len());
    theatre.report.fact("not_passed", "没有通过", failed);
    theatre.report.fact("alike", "疑似重复，核实是两个人", judged);
    Ok(())
}

/// People who look alike are found by the server, and judged by somebody who has asked; how many pairs there were.
fn judge_likenesses(theatre: &mut Theatre<'_>) -> Result<usize, Stumbled> {
    let organiser = theatre.staff.one("organiser1")?;
    let mut judged = 0;
    loop {
        let page = organiser.get(DUPLICATES)?;
        let (Some(first), Some(second)) = (page.hidden("first"), page.hidden("second")) else { return Ok(judged) };
        let fields = [("first", &first[..]), ("second", &second), ("same", "different"), ("reason", "已电话核实，出生日期和住址都不同")];
        organiser.post("/office/vetting/likenesses", &fields)?;
        judged += 1;
    }
}

/// Two find the volunteers of a venue in order, page by page.
fn look_at(theatre: &mut Theatre<'_>, venue: &str) -> Result<(), Stumbled> {
    let two = desks(theatre, venue);
    for (login, act) in [(&two[0], REVIEW.to_owned()), (&two[1], format!("{REVIEW}/confirm"))] {
        let client = theatre.staff.one(login)?;
        loop {
            let ids = client.get(&format!("{REVIEW}?venue={venue}"))?.values("ids");
            if ids.is_empty() {
                break;
            }
            let mut fields = vec![("venue", venue)];
            fields.extend(ids.iter().map(|id| ("ids", id.as_str())));
            client.post(&act, &fields)?;
        }
    }
    Ok(())
}
