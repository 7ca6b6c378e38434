//! Accounts as sign-in sees them.

crate::id_type! {
    /// The id of a staff account (工作人员账号).
    AccountId
}

/// The life of an account. `invited` until the set-up link is used, then `active`; `disabled` ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Has a set-up link, no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in any more; kept for the record.
    Disabled,
}

impl AccountState {
    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            AccountState::Invited => "invited",
            AccountState::Active => "active",
            AccountState::Disabled => "disabled",
        }
    }

    /// The state of a stored word; an unknown word counts as disabled, the safe side.
    pub fn from_word(word: &str) -> Self {
        match word {
            "invited" => AccountState::Invited,
            "active" => AccountState::Active,
            _ => AccountState::Disabled,
        }
    }

    /// The state in Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            AccountState::Invited => "待设置",
            AccountState::Active => "正常",
            AccountState::Disabled => "已停用",
        }
    }
}
