//! Parts of an election's page.

use maud::{Markup, html};
use web::Failure;
use web::desk::Desk;
use web::page::facts::Facts;
use web::page::form::{Errors, Field, Form};
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, number, words};
use web::page::tag::Tone;

use crate::cards::queries::{Upload, VenueCards};
use crate::cards::setup;
use crate::cards::venues::Venues;
use crate::ceremony::checklist::Obstacle;
use crate::election::{State, Stored};
use crate::view::{election_name, fingerprint_of};

pub(super) fn facts(election: &Stored) -> Facts {
    let base = format!("/elections/{}", election.uuid);
    let files = html! {
        a href={ (base) "/election.json" } { "election.json" } " " a href={ (base) "/trustees.json" } { "trustees.json" }
        @if !matches!(election.state, State::Made | State::Void) {
            " " a href={ (base) "/public_credentials.json" } { "public_credentials.json" }
        }
    };
    Facts::new()
        .fact("状态", election.state.chinese())
        .fact("编号", &election.uuid)
        .fact("公开文件", files)
        .fact("election.json 的指纹", fingerprint_of(&election.election))
}

/// Everything that stands in the way of opening the window.
pub(super) fn obstacles(found: &[Obstacle]) -> Markup {
    if found.is_empty() {
        return notice(Tone::Good, "准备就绪：没有什么妨碍开启评议", html! {});
    }
    let rows = found.iter().map(|obstacle| Row::new([words(&obstacle.what), words(&obstacle.who)]));
    html! {
        section {
            h2 { "开启评议以前还要做的，共 " (found.len()) " 项" }
            (Table::new("开启评议以前还要做的", ["还缺什么", "由谁做什么"].map(Column::text)).headed().rows(rows))
        }
    }
}

/// Everything that stands in the way of releasing the result.
pub(super) fn release_obstacles(found: &[Obstacle]) -> Markup {
    if found.is_empty() {
        return notice(Tone::Good, "本场没有什么妨碍公布结果", html! { p { "各场同时公布，见“开票和公布”。" } });
    }
    let rows = found.iter().map(|obstacle| Row::new([words(&obstacle.what), words(&obstacle.who)]));
    html! {
        section {
            h2 { "公布结果以前还要做的，共 " (found.len()) " 项" }
            (Table::new("公布结果以前还要做的", ["还缺什么", "由谁做什么"].map(Column::text)).headed().rows(rows))
        }
    }
}

/// The card maker's form after the session: how many cards of each venue were used.
pub(super) fn used(desk: &Desk, election: &Stored, used: &[(String, i64)], errors: &Errors) -> Markup {
    let action = format!("/office/elections/{}/used", election_name(election));
    let adopted = desk.app.plan();
    let rows = used.iter().map(|(venue, count)| Row::new([words(adopted.plan.venue_name(venue)), number(*count)]));
    html! {
        section {
            h2 { "各会场用过的张数" }
            p { a href={ "/office/elections/" (election_name(election)) "/ballots.bel" } { "下载评议票的密文（.bel）" }
                "，在离线机器上运行 election used，只把写出的 used.json 带到这里。各会场的公开清单绝不能上传。" }
            @if !used.is_empty() {
                (Table::new("已经交来的张数", [Column::text("会场"), Column::number("用过（张）")]).compact().rows(rows))
            }
            (Form::post(&action, desk.token()).multipart().submit("上传张数").around(html! {
                (Field::file("used", "各会场用过的张数", ".json,application/json").hint("used.json").errors(errors))
            }))
        }
    }
}

/// What the card maker handed in, with the fingerprints to be compared.
pub(super) fn handed_in(desk: &Desk, election: &Stored, upload: Option<&Upload>, may_propose: bool) -> Result<Markup, Failure> {
    let Some(upload) = upload else { return Ok(html! {}) };
    let venues: Venues = serde_json::from_str(&upload.venues).map_err(|error| Failure::Internal(error.to_string()))?;
    let count = venues.venues.iter().map(|line| line.count as usize).sum();
    let action = format!("/office/elections/{}/setup", election_name(election));
    Ok(html! {
        section {
            h2 { "评议票的公开清单" }
            (setup::facts(election, upload, count))
            (setup::table(&desk.app, &venues))
            @if may_propose && election.state == State::Made {
                p { "请制卡人读出他机器上显示的张数和指纹，逐行对照。全部相同以后由您提出，另一人再对读一遍后确认。" }
                (Form::post(&action, desk.token()).submit("指纹一致，提出确认").around(html! {}))
            }
        }
    })
}

/// The card maker's form.
pub(super) fn upload(desk: &Desk, election: &Stored, errors: &Errors) -> Markup {
    let action = format!("/office/elections/{}/cards", election_name(election));
    html! {
        section {
            h2 { "交来公开清单" }
            p { "离线运行 election cards 以后，只把下面两个文件带到这里。打印文件和 venue-lists.key.json 绝不能上传。" }
            (Form::post(&action, desk.token()).multipart().submit("上传").around(html! {
                (Field::file("credentials", "公开清单", ".json,application/json").hint("public_credentials.json").errors(errors))
                (Field::file("venues", "会场张数和指纹", ".json,application/json").hint("venues.json").errors(errors))
            }))
        }
    }
}

/// The venues' counts.
pub(super) fn counts(desk: &Desk, venues: &[VenueCards]) -> Markup {
    if venues.is_empty() {
        return html! {};
    }
    let adopted = desk.app.plan();
    let columns = [Column::text("会场"), Column::number("制作"), Column::number("剩余"), Column::number("作废"), Column::number("发出")];
    let mut table = Table::new("各会场清点：发出 = 制作 − 剩余 − 作废", columns);
    for venue in venues {
        let waiting = || words("未清点");
        let (left, void) = venue.counted.map_or_else(|| (waiting(), html! {}), |(left, void)| (number(left), number(void)));
        let issued = venue.issued().map_or_else(|| html! {}, number);
        table = table.row(Row::new([words(adopted.plan.venue_name(&venue.venue)), number(venue.printed), left, void, issued]));
    }
    let sum = |value: &dyn Fn(&VenueCards) -> i64| number(venues.iter().map(value).sum::<i64>());
    let total = Row::new([
        words("合计"),
        sum(&|venue| venue.printed),
        sum(&|venue| venue.counted.map_or(0, |(left, _)| left)),
        sum(&|venue| venue.counted.map_or(0, |(_, void)| void)),
        sum(&|venue| venue.issued().unwrap_or_default()),
    ]);
    html! { section { h2 { "清点" } (table.row(total.total())) } }
}
