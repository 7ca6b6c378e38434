//! Roles (角色) that the plan hands out, and the rights that the conflict wall guards.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A role of a person in the activity; one person may hold several. Written as in the plan's files: `office`,
/// `department:statistics`, `trustee:2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Role {
    /// 联席会议办公室 and 综合协调组.
    Office,
    /// 文稿筹备组.
    Drafting,
    /// 组织保障组.
    Organisation,
    /// 会务保障组.
    Logistics,
    /// 监督检查组.
    Supervision,
    /// 新闻宣传组.
    Press,
    /// 意见建议征集办理组.
    Opinions,
    /// 技术保障组.
    Technical,
    /// An evaluated department (被评议部门), by its id.
    Department(String),
    /// A banner or district (旗区), by its id.
    District(String),
    /// Staff of one venue for one day (会场工作人员), by the venue's id.
    Venue(String),
    /// 市统计局: selection and statistics.
    Statistics,
    /// 市公安局: qualification review.
    Police,
    /// The offline maker of ballot cards (制卡人).
    CardMaker,
    /// A holder of one share of the election keys (密钥保管人), counted from 1.
    Trustee(u8),
    /// The third party that counts (第三方).
    Tally,
    /// 市委组织部: use of the result.
    Appraisal,
    /// 系统管理员.
    SystemAdmin,
    /// 安全管理员.
    SecurityAdmin,
    /// 审计管理员.
    AuditAdmin,
}

/// Roles that are one word; the others carry an id after a colon.
const PLAIN: [(&str, Role, &str); 16] = [
    ("office", Role::Office, "联席会议办公室、综合协调组"),
    ("drafting", Role::Drafting, "文稿筹备组"),
    ("organisation", Role::Organisation, "组织保障组"),
    ("logistics", Role::Logistics, "会务保障组"),
    ("supervision", Role::Supervision, "监督检查组"),
    ("press", Role::Press, "新闻宣传组"),
    ("opinions", Role::Opinions, "意见建议征集办理组"),
    ("technical", Role::Technical, "技术保障组"),
    ("statistics", Role::Statistics, "代表遴选与统计"),
    ("police", Role::Police, "代表资格审查"),
    ("card-maker", Role::CardMaker, "制卡人"),
    ("tally", Role::Tally, "第三方计票"),
    ("appraisal", Role::Appraisal, "结果运用"),
    ("system-admin", Role::SystemAdmin, "系统管理员"),
    ("security-admin", Role::SecurityAdmin, "安全管理员"),
    ("audit-admin", Role::AuditAdmin, "审计管理员"),
];

impl Role {
    /// The kind of role in Chinese, without the id that some roles carry.
    pub fn chinese(&self) -> &'static str {
        match self {
            Role::Department(_) => "被评议部门",
            Role::District(_) => "旗区",
            Role::Venue(_) => "会场工作人员",
            Role::Trustee(_) => "密钥保管人",
            plain => PLAIN.iter().find(|(_, role, _)| role == plain).map_or("", |(_, _, name)| name),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Role::Department(id) => write!(f, "department:{id}"),
            Role::District(id) => write!(f, "district:{id}"),
            Role::Venue(id) => write!(f, "venue:{id}"),
            Role::Trustee(number) => write!(f, "trustee:{number}"),
            plain => f.write_str(PLAIN.iter().find(|(_, role, _)| role == plain).map_or("", |(word, _, _)| word)),
        }
    }
}

/// A text that is no role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRole(pub String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown role `{}`", self.0)
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let unknown = || UnknownRole(text.chars().take(80).collect());
        if let Some((_, role, _)) = PLAIN.iter().find(|(word, _, _)| *word == text) {
            return Ok(role.clone());
        }
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        let plain_id = !id.is_empty() && id.len() <= 40 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        match kind {
            "department" if plain_id => Ok(Role::Department(id.into())),
            "district" if plain_id => Ok(Role::District(id.into())),
            "venue" if plain_id => Ok(Role::Venue(id.into())),
            "trustee" => id.parse().ok().filter(|n| (1..=9).contains(n)).map(Role::Trustee).ok_or_else(unknown),
            _ => Err(unknown()),
        }
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownRole;

    fn try_from(text: String) -> Result<Self, UnknownRole> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> String {
        role.to_string()
    }
}

/// A right that the conflict wall (利益冲突隔离墙, M117) refuses to anyone tied to an evaluated department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuardedRight {
    /// To see who the representatives are (市民代表名单).
    List,
    /// Cards, window and ballot box (评议票).
    Ballot,
    /// Counting and totals (计票).
    Tally,
    /// To see who complained or reported (投诉举报人).
    Complainant,
    /// Discipline cases and alarms (纪律监督).
    Discipline,
    /// Running the server (系统运行).
    Server,
}

impl GuardedRight {
    /// All of them, in the order in which pages list them.
    pub const ALL: [GuardedRight; 6] = [
        GuardedRight::List,
        GuardedRight::Ballot,
        GuardedRight::Tally,
        GuardedRight::Complainant,
        GuardedRight::Discipline,
        GuardedRight::Server,
    ];

    /// The right in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            GuardedRight::List => "市民代表名单",
            GuardedRight::Ballot => "评议票",
            GuardedRight::Tally => "计票",
            GuardedRight::Complainant => "投诉举报人信息",
            GuardedRight::Discipline => "纪律监督",
            GuardedRight::Server => "系统运行",
        }
    }

    /// The word used in files, statements and audit events.
    pub fn word(self) -> &'static str {
        match self {
            GuardedRight::List => "list",
            GuardedRight::Ballot => "ballot",
            GuardedRight::Tally => "tally",
            GuardedRight::Complainant => "complainant",
            GuardedRight::Discipline => "discipline",
            GuardedRight::Server => "server",
        }
    }
}
