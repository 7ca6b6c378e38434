//! Looking up a receipt (回执): whether a ballot is in the box, and where its hash stands in the public ledger. Works from the close of a
//! window on. It says nothing of how a ballot was cast, and reads nothing that has a time or an address.

use axum::Json;
use axum::extract::{Path, State as Shared};
use ballot::digest::Digest;
use data_encoding::{BASE64, BASE64_NOPAD};
use maud::{Markup, html};
use plan::Plan;
use serde_json::{Value, json};
use web::database::Tx;
use web::ledger::{Inclusion, inclusion};
use web::page::facts::Facts;
use web::page::form::{Field, Form};
use web::page::notice::notice;
use web::page::table::thousands;
use web::page::tag::Tone;
use web::text::normal;
use web::{App, Failure, assets};

use crate::ballots::{self, Found};
use crate::election::{self, State, Stored};

/// What was found.
enum Answer {
    /// It is not a tracker.
    NoTracker,
    /// In no box that is closed.
    Nowhere { closed: Vec<Stored>, awaited: Vec<Stored> },
    /// Shown to check the page, never counted.
    Checked(Stored),
    /// In the box, and where.
    Cast(Box<Cast>),
}

struct Cast {
    stored: Stored,
    position: u64,
    entry: String,
    /// None until the next checkpoint is signed.
    proof: Option<Inclusion>,
}

/// A tracker as people type, paste or scan it: base64 in either alphabet, in groups or not, or hexadecimal digits.
fn read(text: &str) -> Option<Digest> {
    let digest = |text: &str| {
        if text.len() == 64 {
            return Digest::from_hex(text.to_ascii_lowercase().as_bytes());
        }
        let standard: String = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
        let bytes = BASE64_NOPAD.decode(standard.as_bytes()).ok()?;
        Some(Digest::from_bytes(bytes.try_into().ok()?))
    };
    let text = normal(text);
    let joined: String = text.split_whitespace().collect();
    // In an address a plus is read as a space.
    digest(&joined).or_else(|| digest(&text.replace(' ', "+")))
}

async fn look(tx: &mut Tx, app: &App, text: &str) -> Result<Answer, Failure> {
    let Some(tracker) = read(text) else { return Ok(Answer::NoTracker) };
    let (mut closed, mut awaited) = (Vec::new(), Vec::new());
    for stored in election::queries::all(tx).await?.into_iter().filter(|it| !it.dry_run) {
        if ballots::places(tx, &stored.uuid).await?.is_empty() {
            awaited.extend((stored.state != State::Void).then_some(stored));
            continue;
        }
        match ballots::find(tx, &stored.uuid, record::Digest::from_bytes(*tracker.as_bytes())).await? {
            None => closed.push(stored),
            Some(Found::Checked) => return Ok(Answer::Checked(stored)),
            Some(Found::Cast { position, entry }) => {
                let proof = inclusion(tx, app.ledger(), position).await.map_err(|error| Failure::Internal(error.to_string()))?;
                return Ok(Answer::Cast(Box::new(Cast { stored, position, entry, proof })));
            }
        }
    }
    Ok(Answer::Nowhere { closed, awaited })
}

/// The form, and the answer if something was asked.
pub(super) async fn section(tx: &mut Tx, app: &App, asked: &str) -> Result<Markup, Failure> {
    let asked = asked.trim();
    let plan = &app.plan().plan;
    let answer = if asked.is_empty() { None } else { Some(look(tx, app, asked).await?) };
    let hint = "投票以后手机显示的追踪码，43 个字符，分组的空格不用管。评议时段关闭以后才能查。";
    Ok(html! {
        section #receipt {
            h2 { "查我的票在不在" }
            @if let Some(answer) = &answer { (told(plan, answer, asked)) }
            (Form::get("/results#receipt").submit("查一查").around(html! {
                (Field::text("tracker", "追踪码").value(asked).hint(hint).autocomplete("off").maxlength(120))
            }))
            p.secondary { "追踪码只说明票在票箱里，看不出怎样评的，谁也不能从它看出来。查询不作记录。" }
        }
    })
}

fn told(plan: &Plan, answer: &Answer, asked: &str) -> Markup {
    match answer {
        Answer::NoTracker => notice(
            Tone::Warn,
            "这不是一个追踪码",
            html! { p { "追踪码有 43 个字符，字母区分大小写。请从投票后的页面复制，或扫描那里的二维码；没有投过票就没有追踪码。" } },
        ),
        Answer::Nowhere { closed, awaited } => {
            let list = |elections: &[Stored]| elections.iter().map(|it| plan.session_name(it.session)).collect::<Vec<_>>().join("、");
            let body = html! {
                @if !closed.is_empty() { p { "已查：" (list(closed)) "，没有这张票。" } }
                @if !awaited.is_empty() { p { "还不能查：" (list(awaited)) "，评议时段关闭以后再来。" } }
                @if closed.is_empty() && awaited.is_empty() { p { "还没有一场评议。" } }
                p { "如果手机显示过“已计入”而这里始终查不到，请保留那一页（其中有票箱的签名），拨打活动纪律监督电话。" }
            };
            notice(if awaited.is_empty() { Tone::Bad } else { Tone::Warn }, "没有查到", body)
        }
        Answer::Checked(stored) => notice(
            Tone::Neutral,
            "这张票用来检查过页面",
            html! { p { (plan.session_name(stored.session)) "：选了“检查”，评议票当场公开核对，卡片随即作废，没有计入结果。" } },
        ),
        Answer::Cast(cast) => in_the_box(plan, cast, asked),
    }
}

fn in_the_box(plan: &Plan, cast: &Cast, asked: &str) -> Markup {
    let void = cast.stored.state == State::Void;
    let address = read(asked).map(|digest| data_encoding::BASE64URL_NOPAD.encode(digest.as_bytes())).unwrap_or_default();
    let data = format!("/api/v1/results/receipts/{address}");
    let proof = html! {
        (Facts::new()
            .fact("场次", plan.session_name(cast.stored.session))
            .fact("公开账本", html! { "第 " (thousands(i128::from(cast.position))) " 条（从 0 数起），全部评议票的指纹都在其中" })
            .fact("账本现在", match &cast.proof {
                Some(proof) => {
                    let checkpoint = proof.checkpoint.unverified();
                    format!("共 {} 条，短指纹 {}", thousands(i128::from(checkpoint.size())), checkpoint.root().short())
                }
                None => "这一条正在等下一次签名，一秒左右，请稍后再查".into(),
            }))
        @if cast.proof.is_some() {
            div data-receipt-proof=(data) {
                p data-receipt-words { "证明由您自己的设备核对，不必相信这个页面：打开浏览器的脚本功能，或下载证明，用别的程序核对。" }
                button.quiet type="button" hidden data-receipt-start { "在我的设备上核对" }
                div role="status" data-receipt-verdict {}
            }
            p { a href=(data) download="receipt-proof.json" { "下载证明" } }
            script type="module" src=(assets::href("receipt-proof.js")) {}
        }
    };
    html! {
        @if void {
            (notice(Tone::Warn, "在票箱里，但本场评议已作废", html! { p { "这一场不计结果，原因见公布的收发核对。" } }))
        } @else {
            (notice(Tone::Good, "在票箱里", html! { p { "您的评议票已计入。" } }))
        }
        (proof)
    }
}

/// The same for programs: everything that is needed to check it without trusting this server.
pub(super) async fn json(Shared(app): Shared<App>, Path(tracker): Path<String>) -> Result<Json<Value>, Failure> {
    let mut tx = app.database().reader().await?;
    match look(&mut tx, &app, &tracker).await? {
        Answer::NoTracker | Answer::Nowhere { .. } => Err(Failure::NotFound),
        Answer::Checked(stored) => Ok(Json(json!({"uuid": stored.uuid, "session": stored.session, "found": "checked"}))),
        Answer::Cast(cast) => {
            let Cast { stored, position, entry, proof } = *cast;
            let found = json!({"uuid": stored.uuid, "session": stored.session, "found": "cast", "state": stored.state.word(),
                "tracker": read(&tracker).map(|digest| digest.to_hex()), "position": position, "entry": entry});
            Ok(Json(with_proof(found, proof.as_ref(), &app)))
        }
    }
}

fn with_proof(mut found: Value, proof: Option<&Inclusion>, app: &App) -> Value {
    let (Some(proof), Some(fields)) = (proof, found.as_object_mut()) else { return found };
    let checkpoint = proof.checkpoint.unverified();
    let path: Vec<String> = proof.proof.hashes().iter().map(|hash| data_encoding::HEXLOWER.encode(hash.as_bytes())).collect();
    fields.insert("size".into(), checkpoint.size().into());
    fields.insert("root".into(), BASE64.encode(checkpoint.root().as_bytes()).into());
    fields.insert("path".into(), path.into());
    fields.insert("checkpoint".into(), String::from_utf8_lossy(&proof.checkpoint.to_bytes()).into_owned().into());
    fields.insert("log_key".into(), app.ledger().log_key().to_string().into());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracker_is_read_as_typed_pasted_or_scanned() {
        // Its base64 has both a plus and a slash.
        let digest = (0_u32..)
            .map(|n| Digest::of(&n.to_be_bytes()))
            .find(|it| it.to_base64().contains('+') && it.to_base64().contains('/'))
            .unwrap();
        let text = digest.to_base64();
        let groups: Vec<String> = text.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        let url = text.replace('+', "-").replace('/', "_");
        for typed in [
            text.clone(),
            format!(" {text}=\n"),
            groups.join(" "),
            url,
            digest.to_hex(),
            digest.to_hex().to_uppercase(),
            text.replace('+', " "),
        ] {
            assert_eq!(read(&typed), Some(digest), "{typed}");
        }
        for typed in ["", "票", &text[1..], &digest.to_hex()[1..], &format!("{text}A"), &"!".repeat(43)] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
