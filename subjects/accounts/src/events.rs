//! What this subject writes into the audit log. The subject of each is the id of the account or pass.

web::audit_events! {
    /// An account was created, by hand or by import.
    Created = "account.created" "建立账号" { login_name: String, display_name: String, unit: String, posts: Vec<String>, imported: bool }
    /// A file of people was imported.
    Imported = "accounts.imported" "批量导入账号" { count: i64, file: String }
    /// A list of accounts was exported.
    Exported = "accounts.exported" "导出账号列表" { count: i64, format: &'static str }
    /// A one-time set-up link was issued; older ones are void.
    LinkIssued = "account.link-issued" "发出设置链接" { reason: String, expires_at: i64 }
    /// The set-up link was used: password and second factor are set.
    SetUp = "account.set-up" "完成账号设置" {}
    /// Somebody signed in.
    SignedIn = "account.signed-in" "登录" {}
    /// Somebody signed out.
    SignedOut = "account.signed-out" "退出" {}
    /// A try to sign in failed. The name is kept only if there is such an account: people type passwords there.
    SignInFailed = "account.sign-in-failed" "登录失败" { login_name: Option<String>, why: &'static str }
    /// Wrong tries locked the account.
    Locked = "account.locked" "账号锁定" { until: i64 }
    /// The security administrator ended the lock-out.
    Unlocked = "account.unlocked" "解除锁定" { reason: String }
    /// A role was given.
    RoleGranted = "account.role-granted" "授予角色" { role: String, behind_wall: Vec<&'static str> }
    /// A role was taken back.
    RoleRevoked = "account.role-revoked" "收回角色" { role: String, reason: String }
    /// Unit or posts were changed.
    TiesChanged = "account.ties-changed" "更改单位和职务" { unit_before: String, unit: String, posts_before: Vec<String>, posts: Vec<String>, reason: String }
    /// Name or contact were put right.
    Corrected = "account.corrected" "更正姓名或联系方式" { display_name_before: String, display_name: String, contact_changed: bool, reason: String }
    /// Password and second factor were taken away.
    Reset = "account.reset" "重置密码和动态码" { reason: String }
    /// The account was disabled and its roles taken back.
    Disabled = "account.disabled" "停用账号" { reason: String, roles: Vec<String> }
    /// A disabled account may be set up again.
    Enabled = "account.enabled" "重新启用账号" { reason: String }
    /// A person changed the password.
    PasswordChanged = "account.password-changed" "修改密码" {}
    /// A person bound another device.
    SecondFactorRenewed = "account.second-factor-renewed" "更换动态码设备" {}
    /// A person ended other sessions.
    SessionsEnded = "account.sessions-ended" "结束其他登录" { count: i64 }
    /// A venue pass was created.
    PassCreated = "venue-pass.created" "建立会场通行码" { venue: String, label: String, day: String }
    /// A venue pass was revoked.
    PassRevoked = "venue-pass.revoked" "撤销会场通行码" { venue: String, label: String, reason: String }
    /// Somebody entered by a venue pass.
    PassEntered = "venue-pass.entered" "凭会场通行码进入" { venue: String, label: String }
    /// A wrong PIN was typed.
    PassRefused = "venue-pass.refused" "会场口令错误" { venue: String, label: String }
    /// Wrong PINs locked the pass.
    PassLocked = "venue-pass.locked" "会场通行码锁定" { venue: String, until: i64 }
}
