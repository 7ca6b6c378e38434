//! `/organisation`: the joint office, the working groups, duties of units, roles of trust.

use maud::{Markup, html};
use plan::{Group, Plan, Post, Source};
use web::page::table::{Column, Row, Table, words as cell};
use web::page::tag::{Tone, tag};
use web::page::{Look, Page, Public, Section, public};

use crate::words;

/// Who does what.
pub fn organisation(look: &Look, plan: &Plan) -> Page {
    let body = html! {
        h1 { "组织分工" }
        p.lead {
            "活动由联席会议办公室统筹，下设 " (plan.groups.len().saturating_sub(1)) " 个工作组。这里只列职务，不列姓名。"
        }
        p { "标有“属被评议部门”的职务，由接受评议的部门的人担任。他们不能接触名单、评议票和计票；例外须由公开的决定给予。" a href="/plan" { "看处理决定" } }
        nav.toc aria-label="本页内容" {
            ul {
                @for group in &plan.groups { li { a href={ "#" (group.id) } { (group.name) } } }
                li { a href="#units" { "各单位职责" } }
                li { a href="#trust" { "谁能做什么，谁不能做什么" } }
            }
        }
        @for group in &plan.groups { (group_section(plan, group)) }
        h2 #units { "各单位职责" }
        (units(plan))
        h2 #trust { "谁能做什么，谁不能做什么" }
        p { "评议要让人信得过，就不能让任何一方同时掌握制票、核对身份、开票和解释差异这几样权力。" }
        (trust(plan))
        h3 { "必须分开的权力" }
        (powers(plan))
        (words::provisional_note())
    };
    let description = "联席会议办公室、各工作组和各单位的职责";
    public(look, Public { title: "组织分工", description, section: Section::Organisation }, body)
}

fn group_section(plan: &Plan, group: &Group) -> Markup {
    let posts: Vec<&Post> = plan.posts_of(group).collect();
    html! {
        section {
            h2 id=(group.id) { (group.name) }
            ul { @for duty in &group.duties { li { (duty) } } }
            p { (group.staffing) }
            @if !posts.is_empty() { details { summary { "组成：" (posts.len()) " 人" } (members(plan, &posts)) } }
        }
    }
}

/// Posts by position; equal posts are counted, so that ten lines of one title take one.
fn members(plan: &Plan, posts: &[&Post]) -> Markup {
    let mut positions: Vec<(&str, Vec<(&Post, usize)>)> = Vec::new();
    for post in posts {
        if !positions.iter().any(|(position, _)| *position == post.position) {
            positions.push((&post.position, Vec::new()));
        }
        let Some((_, held)) = positions.iter_mut().find(|(position, _)| *position == post.position) else { continue };
        match held.iter_mut().find(|(known, _)| known.post == post.post && known.department == post.department) {
            Some((_, count)) => *count += 1,
            None => held.push((post, 1)),
        }
    }
    html! {
        @for (position, held) in &positions {
            p.position { (position) "（" (held.iter().map(|(_, count)| count).sum::<usize>()) " 人）" }
            ul { @for (post, count) in held {
                li {
                    (post.post) @if *count > 1 { "（" (count) " 人）" }
                    @if let Some(department) = post.department.as_ref().and_then(|id| plan.department(id)) {
                        " " a.tag-link href={ "/departments/" (department.id) } { (tag(Tone::Warn, "属被评议部门")) }
                    }
                }
            } }
        }
    }
}

fn units(plan: &Plan) -> Markup {
    let columns = [Column::text("单位"), Column::text("职责")];
    let rows = plan.units.iter().filter(|unit| !unit.duty.is_empty()).map(|unit| {
        let name = html! {
            (unit.name) (words::provisional(unit.source == Source::Ours))
            @if let Some(id) = &unit.department { " " a.tag-link href={ "/departments/" (id) } { (tag(Tone::Warn, "属被评议部门")) } }
        };
        Row::new([name, cell(&unit.duty)])
    });
    html! { (Table::new("单位职责分工", columns).headed().rows(rows)) }
}

fn trust(plan: &Plan) -> Markup {
    let columns = [Column::text("角色"), Column::text("由谁担任"), Column::text("能做什么"), Column::text("永远不能做什么")];
    let rows = plan.trust.roles.iter().map(|role| {
        let holder = role.holder.as_deref().map_or("未指定".to_owned(), |holder| holder_name(plan, holder));
        let name = html! { (role.name) (words::provisional(role.ours)) };
        Row::new([name, cell(holder), cell(&role.can), cell(&role.never)])
    });
    html! { (Table::new("受托的角色", columns).headed().rows(rows)) }
}

fn powers(plan: &Plan) -> Markup {
    let columns = [Column::text("权力"), Column::text("由谁行使")];
    let rows = plan.trust.powers.iter().map(|power| {
        let holders: Vec<String> = power.held_by.iter().map(|holder| holder_name(plan, holder)).collect();
        Row::new([cell(&power.name), cell(holders.join("、"))])
    });
    html! { (Table::new("任何一方不能同时行使其中两项", columns).rows(rows)) }
}

/// The name of a group or unit by its id; a role word stands for itself.
fn holder_name(plan: &Plan, id: &str) -> String {
    let group = plan.groups.iter().find(|group| group.id == *id).map(|group| group.name.clone());
    let unit = || plan.units.iter().find(|unit| unit.id == *id).map(|unit| unit.name.clone());
    let role = || id.parse::<plan::Role>().ok().map(|role| role.chinese().to_owned());
    group.or_else(unit).or_else(role).unwrap_or_else(|| id.to_owned())
}
