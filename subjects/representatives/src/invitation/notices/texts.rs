//! The words of the messages. Each says what happened, when and where, what to do, and carries the person's own link.

use plan::Plan;
use web::page::date;

use crate::candidates::service::class_name;
use crate::draw::drawn::CellChance;
use crate::invitation::queries::Pooled;
use crate::invitation::seat::Seat;
use crate::invitation::times;

/// Session, time and venue of a seat in words.
pub(in crate::invitation) fn place(plan: &Plan, seat: &Seat) -> String {
    let session = times::session(plan, seat.session);
    let (name, begins) = session.map_or_else(Default::default, |it| (it.name.clone(), date::moment(times::begins(it))));
    format!("{name}，{begins}，{}", plan.venue_name(&seat.venue))
}

fn answer_until(plan: &Plan, seat: &Seat) -> String {
    times::session(plan, seat.session).map_or_else(String::new, |it| date::moment(times::reserves_until(plan, it)))
}

pub(super) fn chosen(plan: &Plan, seat: &Seat, link: &str) -> String {
    format!(
        "您已被抽为市民代表：{}。请在 {} 前打开 {link} 答复是否参加，会议须知和入场码也在那里。链接只供本人使用，请勿转发；名单保密。",
        place(plan, seat),
        answer_until(plan, seat)
    )
}

pub(super) fn reserve(plan: &Plan, pooled: &Pooled, chance: &CellChance, link: &str) -> String {
    format!(
        "市民代表已抽取，您这次没有被抽中。您在“{}”一类中抽中的机会是 {}%，现在是候补第 {} 位；轮到您时会再通知。打开 {link} 可以核对您确实参加了抽取。",
        class_name(plan, &pooled.class),
        chance.percent(),
        chance.reserve_place(pooled.rank)
    )
}

pub(super) fn moved_up(plan: &Plan, seat: &Seat, link: &str) -> String {
    format!(
        "有代表不能参加，轮到您递补为市民代表：{}。请在 {} 前打开 {link} 答复是否参加。链接只供本人使用，请勿转发；名单保密。",
        place(plan, seat),
        answer_until(plan, seat)
    )
}

pub(super) fn reminder(plan: &Plan, seat: &Seat, link: &str) -> String {
    format!("您还没有答复是否作为市民代表参加：{}。请在 {} 前打开 {link} 答复。", place(plan, seat), answer_until(plan, seat))
}

pub(super) fn arrangements(plan: &Plan, seat: &Seat, link: &str) -> String {
    format!("市民代表会场安排已经公布或有变动：{}。地点、到场时间和培训请打开 {link} 查看。", place(plan, seat))
}

pub(super) fn reissued(link: &str) -> String {
    format!("您的市民代表邀请链接已换成 {link}，原来的链接不再有效。链接只供本人使用，请勿转发。")
}
