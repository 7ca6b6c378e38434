//! Events in Chinese.

use web::audit::Entry;

/// What the event is called on pages; an unknown kind shows as it is.
pub fn describe(kind: &str) -> &str {
    match kind {
        "account.created" => "新建账号",
        "account.imported" => "批量导入账号",
        "account.set-up" => "账号完成设置",
        "account.set-up-link-issued" => "发出设置链接",
        "account.signed-in" => "登录",
        "account.signed-out" => "退出",
        "account.sign-in-failed" => "登录失败",
        "account.locked" => "账号锁定",
        "account.unlocked" => "解除锁定",
        "account.disabled" => "停用账号",
        "account.enabled" => "恢复账号",
        "account.changed" => "修改账号资料",
        "account.role-granted" => "授予角色",
        "account.role-revoked" => "收回角色",
        "account.password-changed" => "修改密码",
        "account.second-factor-reset" => "重置动态码",
        "plan.adopted" => "采用方案",
        "plan.change-proposed" => "提出修改方案",
        "plan.change-ended" => "否决或撤回修改",
        "rights.refused-by-wall" => "利益冲突隔离：拒绝访问",
        "rights.exception-used" => "利益冲突隔离：使用例外",
        "venue-pass.created" => "发放会场通行码",
        "venue-pass.revoked" => "收回会场通行码",
        "venue-pass.signed-in" => "会场登录",
        "venue-pass.sign-in-failed" => "会场登录失败",
        other => other,
    }
}

/// The particulars as 名称：值 pairs on one line.
pub fn particulars(entry: &Entry) -> String {
    let Ok(serde_json::Value::Object(details)) = serde_json::from_str(&entry.details) else { return entry.details.clone() };
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let parts: Vec<String> = details.iter().map(|(name, value)| format!("{name}：{}", text(value))).collect();
    parts.join("；")
}
