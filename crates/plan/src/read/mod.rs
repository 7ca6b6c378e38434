//! Reading: from the files' bytes to a [`Plan`], or to every error that they contain.

mod bytes;
mod error;
mod people;
mod quota;
mod rows;
mod table;
mod tree;

use std::collections::BTreeMap;

pub use error::{ReadError, ReadErrors};

use crate::files::PlanFiles;
use crate::model::{Plan, Resolutions, TableName};
use crate::text::Text;

/// The files of a plan.
pub const FILES: [&str; 16] = [
    "activity.toml",
    "assumptions.csv",
    "ballot.toml",
    "calendar.csv",
    "classes.csv",
    "departments.csv",
    "discipline.toml",
    "groups.toml",
    "posts.csv",
    "quota-districts.csv",
    "quota-main.csv",
    "resolutions.toml",
    "statements.csv",
    "trust.toml",
    "units.csv",
    "venues.csv",
];

/// Most resolutions: the check tries the plan without each of them.
const MAX_RESOLUTIONS: usize = 100;

/// `groups.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    #[serde(rename = "group")]
    list: Vec<crate::model::Group>,
}

impl Plan {
    /// Reads a plan from its files. That it can be read does not mean that it adds up: see [`Plan::check`].
    ///
    /// # Errors
    /// Everything that cannot be read, each with file, line, field, what was found and what was expected.
    pub fn read(files: &PlanFiles) -> Result<Plan, ReadErrors> {
        let mut errors = ReadErrors::default();
        let e = &mut errors;
        let mut trees = BTreeMap::new();
        for (name, _) in files.iter().filter(|(name, _)| !FILES.contains(name)) {
            let expected = Text::new(format!("只有这些文件：{}", FILES.join("、")), format!("only the files {}", FILES.join(", ")));
            e.push(ReadError::new(name, None, "", name, expected));
        }
        let mut keep = |name: &str, tree| trees.insert(name.to_owned(), tree);
        let activity = tree::read(files, "activity.toml", e).map(|(typed, tree)| (keep("activity.toml", tree), typed).1);
        let ballot = tree::read(files, "ballot.toml", e).map(|(typed, tree)| (keep("ballot.toml", tree), typed).1);
        let groups = tree::read::<Groups>(files, "groups.toml", e).map(|(typed, _)| typed.list);
        let discipline = tree::read(files, "discipline.toml", e).map(|(typed, _)| typed);
        let trust = tree::read(files, "trust.toml", e).map(|(typed, tree)| (keep("trust.toml", tree), typed).1);
        let resolutions = tree::read::<Resolutions>(files, "resolutions.toml", e).map(|(typed, _)| typed.list);
        if resolutions.as_ref().is_some_and(|list| list.len() > MAX_RESOLUTIONS) {
            let expected = Text::new(format!("不超过{MAX_RESOLUTIONS}个处理决定"), format!("at most {MAX_RESOLUTIONS} resolutions"));
            e.push(ReadError::new("resolutions.toml", None, "resolution", "more", expected));
        }
        let departments = people::departments(files, e);
        let venues = people::venues(files, e);
        let posts = people::posts(files, e);
        let units = people::units(files, e);
        let quota_main = quota::table(files, TableName::Main, e);
        let quota_districts = quota::table(files, TableName::Districts, e);
        let classes = quota::classes(files, e);
        let calendar = rows::calendar(files, e);
        let statements = rows::statements(files, e);
        let assumptions = rows::assumptions(files, e);
        let plan = (|| {
            Some(Plan {
                activity: activity?,
                ballot: ballot?,
                departments: departments?,
                venues: venues?,
                quota_main: quota_main?,
                quota_districts: quota_districts?,
                classes: classes?,
                groups: groups?,
                posts: posts?,
                units: units?,
                discipline: discipline?,
                trust: trust?,
                calendar: calendar?,
                statements: statements?,
                assumptions: assumptions?,
                resolutions: resolutions?,
                fingerprint: files.fingerprint(),
                trees,
            })
        })();
        match plan {
            Some(plan) if errors.0.is_empty() => Ok(plan),
            _ => {
                errors.0.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
                Err(errors)
            }
        }
    }
}
