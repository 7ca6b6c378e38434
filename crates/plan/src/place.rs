//! Places in a plan: the value that stands at one, and amending it.

use crate::model::{Place, Plan, Resolution, ResolutionKind, TableName};

/// Why an amendment cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// An amendment names exactly one place.
    #[error("an amendment names one place, not {0}")]
    Places(usize),
    /// There is nothing there, or nothing that a resolution can change.
    #[error("there is no value at {0} that a resolution can change")]
    NoSuchPlace(String),
    /// The value there is not the one that the resolution wants to replace.
    #[error("the value at {place} is {there}, not {old}")]
    OldDiffers {
        /// Where.
        place: String,
        /// What is there.
        there: String,
        /// What the resolution says is there.
        old: String,
    },
    /// The new value does not fit the place.
    #[error("`{new}` cannot stand at {place}")]
    NewDoesNotFit {
        /// Where.
        place: String,
        /// What should stand there.
        new: String,
    },
}

impl Plan {
    /// The plan with every amendment carried out that can be; the others are findings of [`Plan::check`].
    pub fn resolved(&self) -> Plan {
        self.amended(self.amendments())
    }

    /// The amendments among the resolutions.
    pub fn amendments(&self) -> impl Iterator<Item = &Resolution> {
        self.resolutions.iter().filter(|r| r.kind == ResolutionKind::Amend)
    }

    pub(crate) fn amended<'a>(&self, amendments: impl Iterator<Item = &'a Resolution>) -> Plan {
        let mut plan = self.clone();
        for amendment in amendments {
            // What cannot be carried out is reported by the check; here the printed value stays.
            let _ = plan.amend(amendment);
        }
        plan
    }

    /// Carries out one amendment.
    pub(crate) fn amend(&mut self, amendment: &Resolution) -> Result<(), AmendError> {
        let [text] = amendment.places.as_slice() else { return Err(AmendError::Places(amendment.places.len())) };
        let nowhere = || AmendError::NoSuchPlace(text.clone());
        let place = Place::parse(text).ok_or_else(nowhere)?;
        let there = self.value_at(&place).ok_or_else(nowhere)?;
        if there != amendment.old {
            return Err(AmendError::OldDiffers { place: text.clone(), there, old: amendment.old.clone() });
        }
        let fits = self.put(&place, &amendment.new).ok_or_else(nowhere)?;
        if fits { Ok(()) } else { Err(AmendError::NewDoesNotFit { place: text.clone(), new: amendment.new.clone() }) }
    }

    /// The value at a place, as text: a cell of a quota table, or a key of a TOML file, where elements of a list are
    /// named by their `id` or `number`.
    pub fn value_at(&self, place: &Place) -> Option<String> {
        if let Some(table) = quota_of(&place.file) {
            let (row, column) = place.path.rsplit_once('/')?;
            return self.quota(table).cell(row, column).map(|n| n.to_string());
        }
        let mut keys = place.path.split('.');
        let mut at = self.trees.get(&place.file)?.get(keys.next()?)?;
        for key in keys {
            at = match at {
                toml::Value::Table(table) => table.get(key)?,
                toml::Value::Array(list) => list.iter().find(|element| is_called(element, key))?,
                _ => return None,
            };
        }
        match at {
            toml::Value::String(text) => Some(text.clone()),
            toml::Value::Table(_) | toml::Value::Array(_) => None,
            plain => Some(plain.to_string()),
        }
    }

    /// Puts a value at a place. None when the place cannot be changed, false when the value does not fit.
    fn put(&mut self, place: &Place, new: &str) -> Option<bool> {
        if let Some(table) = quota_of(&place.file) {
            let (row, column) = place.path.rsplit_once('/')?;
            let Ok(number) = new.parse() else { return Some(false) };
            let table = match table {
                TableName::Main => &mut self.quota_main,
                TableName::Districts => &mut self.quota_districts,
            };
            return table.set(row, column, number).then_some(true);
        }
        if place.file != "activity.toml" {
            return None;
        }
        let keys: Vec<_> = place.path.split('.').collect();
        let fits = match keys.as_slice() {
            ["announced", key] => {
                let announced = &mut self.activity.announced;
                let number = match *key {
                    "representatives" => &mut announced.representatives,
                    "main_seats" => &mut announced.main_seats,
                    "district_seats" => &mut announced.district_seats,
                    "departments" => &mut announced.departments,
                    "sessions" => &mut announced.sessions,
                    "departments_per_session" => &mut announced.departments_per_session,
                    "venues" => &mut announced.venues,
                    _ => return None,
                };
                new.parse().map(|n| *number = n).is_ok()
            }
            ["node", id, "to"] => {
                let node = self.activity.nodes.iter_mut().find(|node| node.id == **id)?;
                new.parse().map(|moment| node.to = moment).is_ok()
            }
            ["node", id, "from"] => {
                let node = self.activity.nodes.iter_mut().find(|node| node.id == **id)?;
                new.parse().map(|moment| node.from = Some(moment)).is_ok()
            }
            ["session", number, "start"] => {
                let session = self.activity.sessions.iter_mut().find(|session| session.number.to_string() == *number)?;
                new.parse().map(|moment| session.start = moment).is_ok()
            }
            _ => return None,
        };
        Some(fits)
    }
}

fn quota_of(file: &str) -> Option<TableName> {
    [TableName::Main, TableName::Districts].into_iter().find(|table| table.file() == file)
}

/// Whether an element of a list has this id or number.
fn is_called(element: &toml::Value, key: &str) -> bool {
    let id = element.get("id").and_then(toml::Value::as_str).is_some_and(|id| id == key);
    id || element.get("number").and_then(toml::Value::as_integer).is_some_and(|n| n.to_string() == key)
}
