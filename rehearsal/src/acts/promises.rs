//! What heads of departments promised is followed (M21): their departments report, the office confirms or sends back, everybody sees the
//! state, and no department sees another's.

use std::collections::BTreeSet;

use crate::staff::Wanted;
use crate::{Stumbled, Theatre};

const PUBLIC: &str = "/live/promises";
const KEEPER: &str = "drafting2";
const PROGRESS: (&str, &str) = ("progress", "已经列出清单，正在逐项办理");
const REPORT: (&str, &str) = ("report", "已经办完，结果在网站公布");
const RETURN: (&str, &str) = ("return", "请补充办理结果的依据");
const CONFIRM: (&str, &str) = ("confirm", "已到现场核实");

/// What becomes of a promise. PROGRESS and REPORT are its department's acts, the others the office's.
const FATES: [&[(&str, &str)]; 3] = [&[PROGRESS, REPORT, CONFIRM], &[REPORT, RETURN, REPORT, CONFIRM], &[PROGRESS]];

pub(super) fn play(theatre: &mut Theatre<'_>) -> Result<(), Stumbled> {
    let promised = theatre.promised.clone();
    let departments: BTreeSet<&str> = promised.iter().map(|it| &it.department[..]).collect();
    let wanted: Vec<Wanted> = departments
        .iter()
        .map(|id| {
            let name = theatre.plan.departments.iter().find(|it| it.id == **id).map_or("", |it| &it.name);
            Wanted::new(&login(id), "部门联络人", name, &format!("department:{id}"))
        })
        .collect();
    theatre.staff.appoint(&theatre.stage.portal, &wanted)?;
    let mut kept = 0;
    for (place, promise) in promised.iter().enumerate() {
        let fate = FATES.get(place % FATES.len()).copied().unwrap_or_default();
        for step in fate {
            let (act, words) = *step;
            let who = if [PROGRESS, REPORT].contains(step) { login(&promise.department) } else { KEEPER.to_owned() };
            let visitor = theatre.staff.one(&who)?;
            let version = visitor.get(&promise.page)?.field("version")?;
            visitor.post(&promise.page, &[("version", &version), ("act", act), ("words", words)])?;
        }
        kept += usize::from(fate.last().is_some_and(|last| *last == CONFIRM));
        if let Some(other) = promised.iter().find(|other| other.department != promise.department) {
            theatre.staff.one(&login(&promise.department))?.look(&other.page)?.expect(404)?;
        }
    }
    let public = theatre.passer_by().get(PUBLIC)?;
    let shown = public.between("已兑现 <strong>", "<")?;
    if shown != kept.to_string() {
        return Err(Stumbled::Differs(format!("{kept} promises are kept, and {PUBLIC} shows {shown}")));
    }
    theatre.report.fact("promises_made", "局长通道的承诺", promised.len());
    theatre.report.fact("promises_kept", "已兑现的承诺", kept);
    Ok(())
}

fn login(department: &str) -> String {
    format!("department-{department}")
}
