//! The sheet with the codes that a venue needs beside the cards: for the test scan (试扫) at the seats, and for the tablets of the kiosk
//! (投票台). They hold an address and nothing of any card.

use maud::{Markup, html};
use web::Failure;
use web::desk::Desk;
use web::page::empty::empty;
use web::page::qr::qr;
use web::page::{Page, print};

use crate::election::{State, Stored, queries};
use crate::view::dry_run;

pub(super) async fn show(desk: Desk) -> Result<Page, Failure> {
    let mut all = queries::all(&mut desk.app.database().reader().await?).await?;
    all.retain(|one| matches!(one.state, State::Made | State::Carded | State::Open));
    let plan = desk.app.plan();
    let body = html! {
        h1 { "现场用的码" }
        p { "码里只有网址，没有任何人的信息，也不能投票：可以印、可以贴、谁都可以扫。投票码只在评议票的刮层下面。" }
        @if all.is_empty() { (empty("现在没有要用的码", "密钥生成会完成、两人确认以后，每场的码在这里。已经结束的不再列出。")) }
        @for one in &all {
            h2 { (plan.plan.session_name(one.session)) }
            @if one.dry_run { (dry_run()) }
            (sheet(&page_of(&desk, one)))
        }
    };
    Ok(print(&desk.look, "现场用的码", "/office", body))
}

/// Where phones find the page of an election.
fn page_of(desk: &Desk, election: &Stored) -> String {
    format!("{}/v/{}", desk.app.settings().page_url(), election.uuid)
}

fn sheet(page: &str) -> Markup {
    let kiosk = format!("{page}#kiosk");
    html! {
        section.slip {
            (qr(page, "试扫码"))
            div {
                p { strong { "试扫码：贴在座位旁" } }
                p { "代表坐下以后用自己的手机扫。看到“可以了，这部手机能投票”就好；不行的，请到投票台。" }
                p.slip-link { (page) }
            }
        }
        section.slip {
            (qr(&kiosk, "投票台的地址"))
            div {
                p { strong { "投票台：工作人员在平板上打开" } }
                p { "给没有智能手机、扫不出码的代表用。屏幕贴防窥膜，朝墙放。" }
                p.slip-link { (kiosk) }
            }
        }
    }
}
