//! The page of whoever has a seat.

use jiff::Timestamp;
use maud::{Markup, html};
use plan::{Plan, Session};
use web::Failure;
use web::page::date;
use web::page::facts::Facts;
use web::page::form::button;
use web::page::notice::notice;
use web::page::qr::qr;
use web::page::tag::Tone;

use super::guest::Guest;
use crate::invitation::arrangements::{self, Arrangement};
use crate::invitation::seat::{Seat, State};
use crate::invitation::times;

pub(super) async fn body(guest: &Guest, seat: &Seat) -> Result<Markup, Failure> {
    let plan = guest.app.plan();
    let plan = &plan.plan;
    let session = times::session(plan, seat.session).ok_or(Failure::NotFound)?;
    let arranged = arrangements::of(&mut guest.app.database().reader().await?, &seat.venue, seat.session).await?;
    let now = guest.app.clock().now();
    Ok(html! {
        (answer(guest, plan, session, seat, now))
        h2 { "时间和地点" }
        (where_and_when(plan, session, seat, arranged.as_ref()))
        h2 { "入场码" }
        (entry(guest, seat))
        h2 { "带什么" }
        ul {
            li { "本人身份证。入场要核对，本人到场，不能由别人代替。" }
            li { "充好电的手机。评议票在手机上填；没有智能手机的，会场有专用设备。" }
            li { "看手机要戴眼镜的，请带眼镜。" }
        }
        (reading(plan, session))
        h2 { "会场进度" }
        p { "开会那天，" a href="/live" { "现在讲到哪个部门、还剩多少时间、评议何时结束" } "，这里随时更新。" }
        h2 { "局长通道" }
        p { "述职时会随机邀请部门负责人当场回答代表的提问。" a href=(guest.href("question")) { "写下您的问题" } "，提问不记名。" }
        (rights(plan))
    })
}

fn answer(guest: &Guest, plan: &Plan, session: &Session, seat: &Seat, now: Timestamp) -> Markup {
    let until = times::reserves_until(plan, session);
    let open = now < until;
    let change = html! { p { a href=(guest.href("decline")) { "不能参加" } "（" (date::moment(until)) " 以前，由候补递补）" } };
    match (seat.state, open) {
        (State::Confirmed, true) => html! { (notice(Tone::Good, "您已答复：参加", change)) },
        (State::Confirmed, false) => {
            html! { (notice(Tone::Good, "您已答复：参加", html! { p { "递补已经截止。临时不能来的，请告诉工作人员。" } })) }
        }
        (_, true) => notice(
            Tone::Warn,
            "请答复是否参加",
            html! {
                p { "请在 " strong { (date::moment(until)) } " 以前答复，好让候补来得及准备。" }
                form.form method="post" action=(guest.href("confirm")) { button type="submit" { "我参加" } }
                p { a href=(guest.href("decline")) { "不能参加" } }
            },
        ),
        (_, false) => notice(
            Tone::Warn,
            "您还没有答复",
            html! { p { "递补已经截止，席位仍为您保留。能来请按时到场。" } (button(&guest.href("confirm"), "", "我参加", false)) },
        ),
    }
}

fn where_and_when(plan: &Plan, session: &Session, seat: &Seat, arranged: Option<&Arrangement>) -> Markup {
    let planned = plan.venue_by(&seat.venue).map(|venue| venue.place.clone()).unwrap_or_default();
    let place = arranged.map(|it| it.place.clone()).filter(|place| !place.is_empty()).unwrap_or(planned);
    let told = |text: Option<&String>, missing: &str| match text.filter(|text| !text.is_empty()) {
        Some(text) => html! { (text) },
        None => html! { span.secondary { (missing) } },
    };
    html! {
        (Facts::new()
            .fact("场次", &session.name)
            .fact("开始", html! { strong { (date::moment(times::begins(session))) } })
            .fact("会场", plan.venue_name(&seat.venue))
            .fact("地点", told(Some(&place), "由会场公布，公布后用短信告诉您"))
            .fact("到场", told(arranged.map(|it| &it.arrival), "请提前到场，留出核对身份的时间"))
            .fact("会前培训", told(arranged.map(|it| &it.training), "由会场通知"))
            .fact("会场联系", told(arranged.map(|it| &it.contact), &plan.activity.contact)))
    }
}

fn entry(guest: &Guest, seat: &Seat) -> Markup {
    let scanned = format!("{}/venue/checkin/{}", guest.app.settings().base_url(), seat.entry_number.as_str());
    html! {
        div.entry-code {
            (qr(&scanned, "入场码"))
            p.code { (seat.entry_number) }
        }
        p { "入场时出示上面的码，或报编号。" }
        p data-keep-words { "请现在截图保存，会场没有网络时凭截图入场。" }
        p.secondary { "入场码只证明您受到邀请，与评议票无关：评议票在会场由您自己从箱中任取，系统不记录谁拿了哪一张。" }
    }
}

fn reading(plan: &Plan, session: &Session) -> Markup {
    let mut departments: Vec<_> = plan.departments.iter().filter(|it| it.session == session.number).collect();
    departments.sort_by_key(|it| it.order);
    html! {
        h2 { "阅读材料" }
        p { "本场有 " (departments.len()) " 个部门述职。各部门的职责和书面述职报告："}
        ol { @for department in departments { li { a href={ "/departments/" (department.id) } data-keep { (department.name) } } } }
        p { a href={ "/sessions/" (session.number) } data-keep { "本场的次序和时间" } }
    }
}

fn rights(plan: &Plan) -> Markup {
    html! {
        h2 { "您的权利" }
        ul {
            li { "现场听取述职，独立评议，不受任何人授意。" }
            li { "评议不记名。谁也不能要求您出示或说明怎样评的。" }
            li { "可以向局长通道提问，可以对会场秩序和评议程序提出意见。" }
            li { "有人请托、宴请、送礼或打招呼的，可以举报，举报人受保护。" }
        }
        h2 { "您的义务" }
        ul {
            li { "本人到场，听完本场全部述职，自己填写评议票，不代填，也不请人代填。" }
            li { "参加活动以前对自己的代表身份保密，不接受被评议部门的宴请和礼品。" }
            li { "遵守会场秩序，手机静音。" }
        }
        details {
            summary { "活动纪律：别人不可以对您做的事" }
            @for party in &plan.discipline.parties {
                h3 { (party.name) }
                ul { @for rule in &party.rules { li { (rule.text) } } }
            }
        }
        p { "联系：" (plan.activity.contact) }
    }
}
