//! The print file: four cards a page, each a strip of three parts. The first stays open, the second is hidden under the third.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use web::page::qr::qr;
use web::spoken::spoken;
use zeroize::Zeroizing;

use ballotbox::cards::deck::{Card, Deck};

const STYLE: &str = include_str!("sheet.css");
const CARDS_A_PAGE: usize = 4;
/// Words of the public key's fingerprint: enough to tell one card from another by voice.
const SPOKEN_WORDS: usize = 3;

/// What stands on every card.
pub struct Words<'a> {
    pub activity: &'a str,
    pub session: &'a str,
    pub number: u32,
}

/// Writes the file card by card, so that the secrets are never in one place of the memory.
pub fn write(out: &mut impl Write, words: &Words<'_>, decks: &[Deck], address: &str) -> io::Result<()> {
    let title = format!("{} {} 评议票", words.activity, words.session);
    let head = html! { (DOCTYPE) };
    write!(out, "{}<html lang=\"zh-CN\">", head.into_string())?;
    let head = html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    };
    write!(out, "{}<body class=\"session-{}\">", head.into_string(), words.number)?;
    for deck in decks {
        write!(out, "{}", cover(words, deck).into_string())?;
        for page in deck.cards.chunks(CARDS_A_PAGE) {
            write!(out, "<section class=\"page\">")?;
            for one in page {
                let card = Zeroizing::new(card(words, one, address).into_string());
                out.write_all(card.as_bytes())?;
            }
            write!(out, "</section>")?;
        }
    }
    write!(out, "</body></html>")
}

/// Parts the venues' cards from each other; the envelope, not the card, carries the venue's name.
fn cover(words: &Words<'_>, deck: &Deck) -> Markup {
    html! {
        section.page.cover {
            p { (words.activity) " " (words.session) }
            h1 { (deck.name) }
            p.count { (deck.cards.len()) " 张" }
            p { "座位 " (deck.seats) " 个，备用 " (deck.cards.len().saturating_sub(deck.seats as usize)) " 张。公开清单指纹：" }
            p.hash { (deck.fingerprint()) }
            ol {
                li { "沿裁切线（实线）裁开，沿折叠线（虚线）把右边一栏向左折，盖住中间一栏，四周封好。" }
                li { "装入不编号的信封，信封上只写会场名称和场次，封口，打乱顺序。" }
                li { "票上、信封上不得写号码、姓名或记号。印坏的票当场销毁，记入清点。" }
                li { "印完后，当着两家单位的人销毁本文件、打印机存储和印坏的纸张。" }
            }
        }
    }
}

fn card(words: &Words<'_>, card: &Card, address: &str) -> Markup {
    let public = card.public.to_hex();
    let credential = card.credential.reveal();
    let link = Zeroizing::new(format!("{address}{}", *credential));
    html! {
        article.card {
            div.open {
                p.activity { (words.activity) }
                p.session { (words.session) " 评议票" }
                div.code { (qr(&public, "公开码")) }
                p.words { (spoken(card.public.encoding(), SPOKEN_WORDS)) }
                p.small { "公开码：只供清点、作废，不能投票" }
            }
            div.hidden {
                p.do { "打开后用手机扫这里投票" }
                div.code { (qr(&link, "投票码")) }
                p.credential { (*credential) }
                p.small { "一票只能用一次。请勿拍照、转借。" }
            }
            div.flap {
                p { "向左折，盖住投票码" }
            }
        }
    }
}
