//! `/representatives`: how representatives are chosen, with both quota tables and what does not add up in them.

use maud::{Markup, html};
use plan::{Node, Plan};
use web::page::table::thousands;
use web::page::{Look, Page, Public, Section, public};

use super::quota;
use super::resolutions;
use crate::{today, words};
use web::adoption::AdoptedPlan;

/// How representatives are chosen.
pub fn representatives(look: &Look, adopted: &AdoptedPlan) -> Page {
    let plan = &adopted.plan;
    let announced = &plan.activity.announced;
    let seats = plan.quota_main.sum() + plan.quota_districts.sum();
    let volunteers = plan.volunteer_seats();
    let body = html! {
        h1 { "市民代表怎样产生" }
        p.lead {
            "共邀请 " (thousands(announced.representatives)) " 名市民代表，每场 " (thousands(announced.main_seats + announced.district_seats))
            " 名：主会场 " (announced.main_seats) " 名，旗区分会场 " (thousands(announced.district_seats)) " 名。"
        }
        p { "方案规定：在自愿报名的基础上，通过随机抽取和组织推荐相结合的方式产生。" }
        h2 { "产生的步骤" }
        (steps(plan))
        h2 { "自愿报名的席位" }
        p { a href="/signup" { "报名当市民代表" } }
        p {
            "每场 " (thousands(seats)) " 个席位中，" strong { (thousands(volunteers)) " 个" } "属于“自愿报名市民代表”，其余由旗区、单位和团体推荐。"
            "方案的名额表就是这样分配的，这里如实公布。"
        }
        h2 #main-hall { "主会场名额表（每场）" }
        p { "除标有“自愿报名”的一类，其余各类由单位、团体和旗区推荐。" }
        (quota::main_hall(adopted))
        h2 #districts { "旗区分会场名额表（每场，人）" }
        p { "表中是原方案印发的数。更正过的格子先写原数，再写更正后的数。" }
        (quota::districts(adopted))
        h2 #conflicts { "名额表中不一致的地方" }
        (resolutions::about(adopted, &["quota-main.csv", "quota-districts.csv"], "两张名额表各行各列相加，都与印发的合计一致。"))
        (words::provisional_note())
    };
    let description = "市民代表的名额、产生步骤，以及名额表中不一致之处的处理";
    public(look, Public { title: "市民代表怎样产生", description, section: Section::Representatives }, body)
}

fn steps(plan: &Plan) -> Markup {
    let list = &plan.ballot.list;
    html! {
        ol.spaced {
            li {
                strong { "报名和推荐。" } "市民自愿报名；单位和团体按类别推荐，每个席位推荐 "
                (list.nominees_per_seat_min) " 至 " (list.nominees_per_seat_max) " 人。代表须年满 " (list.age_min) " 周岁，不是被评议部门的工作人员。"
                (words::provisional(true)) (when(today::node(plan, "sign-up")))
            }
            li { strong { "资格审查。" } "只告诉审查方一份打乱顺序的名单，不说明每个人属于哪一类、怎样产生。不通过的要写明理由。" (words::provisional(true)) }
            li {
                strong { "封存名册，公开抽取。" }
                "名册先封存并公布指纹，再用事先说好来源的公开随机数抽取。抽取的办法公开，任何人可以用同样的数据重做一遍，得到同样的结果。" " "
                a href="/draw" { "看抽取的进展" }
                (words::provisional(true)) (when(today::node(plan, "draw")))
            }
            li { strong { "候补。" } "没有抽中的人按抽取的次序候补。代表不能到场时，由同一类别的下一位递补，截至前一天 " (clock(list.reserves_until)) "。" (words::provisional(true)) }
            li {
                strong { "名单保密。" } "名单在公布之前保密，被评议部门看不到。会场在开场前 " (list.visible_hours_before) " 小时才能看到本会场的名单。"
                (words::provisional(true))
            }
        }
    }
}

fn when(node: Option<&Node>) -> Markup {
    html! { @if let Some(node) = node { " 时间：" (words::span(node)) "。" } }
}

fn clock(time: jiff::civil::Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}
