//! The acts on an account that ask for a reason.

use web::App;
use web::login::AccountId;
use web::rights::Visitor;

use super::act::{Act, Done};
use super::service;
use web::Refusal;
use web::caller::Caller;

/// 停用.
pub(super) struct Disable;

impl Act for Disable {
    const WORD: &'static str = "disable";
    const TITLE: &'static str = "停用账号";
    const BUTTON: &'static str = "停用此账号";
    const EFFECT: &'static str = "停用后此人不能登录，现有的登录和设置链接立即失效，角色全部收回；以往的记录保留。";
    const DANGER: bool = true;

    async fn carry_out(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Done, Refusal> {
        service::disable(app, caller, visitor, id, reason).await.map(|()| Done::Said("disabled"))
    }
}

/// 重新启用.
pub(super) struct Enable;

impl Act for Enable {
    const WORD: &'static str = "enable";
    const TITLE: &'static str = "重新启用账号";
    const BUTTON: &'static str = "启用并显示设置链接";
    const EFFECT: &'static str = "启用后会显示新的设置链接，本人须重新设置密码和动态码；角色不会恢复，由安全管理员重新授予。";
    const DANGER: bool = false;

    async fn carry_out(app: &App, caller: &Caller, _visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Done, Refusal> {
        service::enable(app, caller, id, reason).await.map(Done::Link)
    }
}

/// 发出设置链接.
pub(super) struct IssueLink;

impl Act for IssueLink {
    const WORD: &'static str = "link";
    const TITLE: &'static str = "发出新的设置链接";
    const BUTTON: &'static str = "显示新的链接";
    const EFFECT: &'static str = "新的链接只显示一次，72 小时内有效；以前发出的链接立即失效。";
    const DANGER: bool = false;

    async fn carry_out(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Done, Refusal> {
        service::issue_link(app, caller, visitor, id, reason).await.map(Done::Link)
    }
}

/// 解除锁定.
pub(super) struct Unlock;

impl Act for Unlock {
    const WORD: &'static str = "unlock";
    const TITLE: &'static str = "解除锁定";
    const BUTTON: &'static str = "解除锁定";
    const EFFECT: &'static str = "请先向本人核实那几次不成功的登录是否其所为。解除后此人可以立即再次登录。";
    const DANGER: bool = false;

    async fn carry_out(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Done, Refusal> {
        service::unlock(app, caller, visitor, id, reason).await.map(|()| Done::Said("unlocked"))
    }
}

/// 重置密码和动态码.
pub(super) struct Reset;

impl Act for Reset {
    const WORD: &'static str = "reset";
    const TITLE: &'static str = "重置密码和动态码";
    const BUTTON: &'static str = "重置并显示设置链接";
    const EFFECT: &'static str =
        "请先当面或通过可靠的渠道核实是本人提出。重置后原密码和动态码立即失效，现有的登录结束；会显示一次新的设置链接，请当面交给本人。";
    const DANGER: bool = true;

    async fn carry_out(app: &App, caller: &Caller, visitor: &Visitor, id: &AccountId, reason: &str) -> Result<Done, Refusal> {
        service::reset(app, caller, visitor, id, reason).await.map(Done::Link)
    }
}
