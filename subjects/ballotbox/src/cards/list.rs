//! What the card maker hands in, checked against plan and election before anybody sees it.

use ballot::credential::CredentialList;
use ballot::election::Uuid;
use plan::Plan;
use web::page::form::Errors;

use super::venues::Venues;
use crate::election::Stored;

/// Both files, found right.
pub(super) struct Handed {
    pub credentials: CredentialList,
    /// The list's exact text.
    pub text: String,
    pub venues: Venues,
}

/// Reads both files as `sanmin election cards` writes them, and refuses everything else.
pub(super) fn read(plan: &Plan, election: &Stored, credentials: &[u8], venues: &[u8]) -> Result<Handed, Errors> {
    let mut errors = Errors::none();
    let list = read_list(credentials).map_err(|why| errors.add("credentials", why)).ok();
    let lines = read_venues(plan, election, venues).map_err(|why| why.into_iter().for_each(|why| errors.add("venues", why))).ok();
    let (Some(list), Some(venues)) = (list, lines) else { return Err(errors) };
    let sum: u64 = venues.venues.iter().map(|line| u64::from(line.count)).sum();
    if sum != list.len() as u64 {
        errors.add("credentials", format!("清单里有 {} 个公开码，各会场合计是 {sum} 张，应当相等", list.len()));
        return Err(errors);
    }
    Ok(Handed { text: list.to_json(), credentials: list, venues })
}

fn read_list(bytes: &[u8]) -> Result<CredentialList, String> {
    const WANTED: &str =
        "只接受 election cards 写出的 public_credentials.json：一串公开码，按次序排列，没有别的内容（没有姓名、编号、会场）";
    let list = CredentialList::from_json(bytes).map_err(|error| format!("清单的格式不对（{error}）。{WANTED}"))?;
    if list.is_empty() {
        return Err(format!("清单是空的。{WANTED}"));
    }
    if !list.is_sorted() {
        return Err(format!("清单没有按公开码排序，次序可能泄露谁拿了哪张票。{WANTED}"));
    }
    Ok(list)
}

fn read_venues(plan: &Plan, election: &Stored, bytes: &[u8]) -> Result<Venues, Vec<String>> {
    let venues: Venues = serde_json::from_slice(bytes)
        // What is there instead is not repeated: it may be a name.
        .map_err(|error| {
            vec![format!(
                "会场文件的格式不对（第 {} 行第 {} 列）。只接受 election cards 写出的 venues.json，没有别的内容",
                error.line(),
                error.column()
            )]
        })?;
    if venues.v != 1 {
        return Err(vec![format!("会场文件的版本是 {}，本程序只认识 1", venues.v)]);
    }
    if Uuid::parse(&venues.uuid).is_none() || venues.uuid != election.uuid {
        return Err(vec!["这是另一个评议的文件：编号与本场的 election.json 不同。请用本场的 election.json 重新制卡".into()]);
    }
    if venues.session != election.session {
        return Err(vec![format!("这是第 {} 场的文件，本页是第 {} 场", venues.session, election.session)]);
    }
    let found = venues.differences(plan);
    if found.is_empty() { Ok(venues) } else { Err(found) }
}
