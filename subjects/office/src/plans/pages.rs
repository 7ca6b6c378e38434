//! What the plan's pages show.

use maud::{Markup, html};
use plan::{Finding, Kind, Plan, Report};
use similar::{ChangeTag, TextDiff};
use web::App;
use web::desk::desk;
use web::page::form::{Errors, Field, Form, error_summary};
use web::page::table::{Column, Row, Table, number, words};
use web::page::{Look, Page, date, empty, facts::Facts, notice, tag};
use web::rights::{Decision, RoleKind, Visitor, wall};

use super::proposal::{Proposal, State};
use super::queries::Version;

pub fn overview(app: &App, look: &Look, visitor: &Visitor, versions: &[Version], proposals: &[Proposal]) -> Page {
    let adopted = app.plan();
    let report = &adopted.report;
    let may_change = visitor.holds(&[RoleKind::Office])
        && matches!(wall(plan::GuardedRight::Ballot, visitor, &adopted.plan), Decision::Allowed | Decision::AllowedByException { .. });
    let body = html! {
        (summary(report))
        (Facts::new()
            .fact("方案", &adopted.plan.activity.title)
            .fact("文号", &adopted.plan.activity.document)
            .fact("现行版本", format!("第 {} 版，{} 起采用", adopted.version, date::exact_of(adopted.adopted_at)))
            .fact("方案指纹", html! { code { (adopted.fingerprint) } }))
        h2 { "矛盾与决定" }
        p { "方案原文中前后不一致、或把受保护的权限交给被评议部门的地方。每一处都须有署名、公开的决定，否则不能冻结代表报名库。" }
        (conflicts(report))
        h2 { "没有写明的和需要留意的" }
        (folded(&format!("方案没有写明、由系统设定的默认值（{} 项）", report.of(Kind::Assumption).count()), report.of(Kind::Assumption)))
        (folded(&format!("提示（{} 项）", report.of(Kind::Note).count()), report.of(Kind::Note)))
        h2 { "修改方案" }
        p { "修改须由两名联席会议办公室人员共同作出：一人提出，另一人采用。与被评议部门有关联的人员不能参与。" }
        @if may_change { p { a.button href="/office/plan/changes" { "提出修改" } } }
        (proposal_list(proposals))
        h2 { "历次版本" }
        (version_list(versions))
    };
    desk(app, look, visitor, "活动方案", None, body)
}

fn summary(report: &Report) -> Markup {
    let (open, all) = (report.open().count(), report.conflicts().count());
    if open == 0 {
        notice::notice(tag::Tone::Good, &format!("{all} 处矛盾都已有公开的决定"), "可以进行下一步工作。")
    } else {
        notice::notice(
            tag::Tone::Warn,
            &format!("{all} 处矛盾中有 {open} 处尚未决定"),
            "须在冻结代表报名库之前作出决定，写入 resolutions.toml。",
        )
    }
}

/// Open conflicts in full, settled ones folded away: what needs a decision comes first.
fn conflicts(report: &Report) -> Markup {
    let settled = report.conflicts().filter(|finding| !finding.is_open());
    html! {
        @for finding in report.open() { (one_finding(finding)) }
        (folded(&format!("已有公开决定的矛盾（{} 处）", report.conflicts().count() - report.open().count()), settled))
    }
}

fn folded<'a>(summary: &str, findings: impl Iterator<Item = &'a Finding>) -> Markup {
    html! { details { summary { (summary) } @for finding in findings { (one_finding(finding)) } } }
}

fn one_finding(finding: &Finding) -> Markup {
    let state = match (finding.kind, finding.is_open()) {
        (Kind::Conflict, true) => tag::tag(tag::Tone::Bad, "尚未决定"),
        (Kind::Conflict, false) => tag::tag(tag::Tone::Good, "已有决定"),
        (Kind::Assumption, _) => tag::tag(tag::Tone::Neutral, "默认值"),
        (Kind::Note, _) => tag::tag(tag::Tone::Neutral, "提示"),
    };
    html! {
        article.finding {
            h3 { (finding.message.zh) }
            p { (state) " " code { (finding.place) } }
            @for resolution in &finding.resolutions {
                (Facts::new()
                    .fact(resolution.kind.chinese(), html! { (resolution.new) @if resolution.ours { " " (tag::tag(tag::Tone::Warn, "本系统的假定，待市里决定")) } })
                    .fact("理由", &resolution.why)
                    .fact("决定", format!("{}，{}", resolution.decided_by, date::day(resolution.decided_on))))
            }
        }
    }
}

fn proposal_list(proposals: &[Proposal]) -> Markup {
    if proposals.is_empty() {
        return empty::empty("还没有人提出修改", "提出的修改会列在这里，等待第二人决定。");
    }
    let columns = [Column::text("文件"), Column::text("状态"), Column::text("提出人"), Column::text("时间"), Column::text("理由")];
    let rows = proposals.iter().map(|proposal| {
        Row::new([
            html! { a href={ "/office/plan/changes/" (proposal.id) } { (proposal.file_name) } },
            state_tag(proposal.state),
            words(&proposal.proposed_by_name),
            words(date::exact_of(proposal.proposed_at)),
            words(&proposal.reason),
        ])
    });
    html! { (Table::new("提出的修改，最新的在前", columns).rows(rows)) }
}

fn version_list(versions: &[Version]) -> Markup {
    let columns = [
        Column::number("版本"),
        Column::text("采用时间"),
        Column::text("提出人"),
        Column::text("采用人"),
        Column::text("理由"),
        Column::text("指纹"),
    ];
    let rows = versions.iter().map(|version| {
        Row::new([
            number(version.version),
            words(date::exact_of(version.adopted_at)),
            words(person(&version.proposed_by)),
            words(person(&version.approved_by)),
            words(&version.reason),
            html! { code { (version.fingerprint.get(..16).unwrap_or_default()) } },
        ])
    });
    html! { (Table::new("方案版本，最新的在前", columns).rows(rows)) }
}

fn person(name: &str) -> &str {
    if name == "system" { "系统管理员（首次启动）" } else { name }
}

fn state_tag(state: State) -> Markup {
    let tone = match state {
        State::Open => tag::Tone::Warn,
        State::Adopted => tag::Tone::Good,
        State::Rejected | State::Withdrawn => tag::Tone::Neutral,
    };
    tag::tag(tone, state.chinese())
}

pub fn form(app: &App, look: &Look, visitor: &Visitor, reason: &str, errors: &Errors) -> Page {
    let adopted = app.plan();
    let names: Vec<&str> = adopted.files.iter().map(|(name, _)| name).collect();
    let fields = html! {
        (error_summary(errors))
        (Field::file("file", "修改后的文件", ".toml,.csv").hint("文件名须与方案中的文件名相同，例如 resolutions.toml").errors(errors))
        (Field::area("reason", "修改理由", 4).hint("会公开显示，不超过 500 字").value(reason).maxlength(500).errors(errors))
    };
    let body = html! {
        ol {
            li { "从下面下载现行文件，用记事本或表格软件修改后保存，文件名不变。" }
            li { "在此上传并写明理由。系统会先检查能否读懂，并与现行方案比较。" }
            li { "由另一名联席会议办公室人员查看比较结果后采用。采用后立即生效，旧版本保留。" }
        }
        (Form::post("/office/plan/changes", &visitor.form_token).multipart().submit("提交，等待第二人").cancel("/office/plan", "返回").around(fields))
        h2 { "现行文件" }
        ul.links { @for name in names { li { a href={ "/plan/files/" (name) } { (name) } } } }
    };
    desk(app, look, visitor, "提出修改", Some(("/office/plan", "活动方案")), body)
}

pub fn change(app: &App, look: &Look, visitor: &Visitor, proposal: &Proposal) -> Page {
    let adopted = app.plan();
    let body = html! {
        p { (state_tag(proposal.state)) }
        (Facts::new()
            .fact("文件", html! { code { (proposal.file_name) } })
            .fact("修改对象", format!("第 {} 版", proposal.base_version))
            .fact("提出人", format!("{}，{}", proposal.proposed_by_name, date::exact_of(proposal.proposed_at)))
            .fact("理由", &proposal.reason))
        @if proposal.state == State::Open {
            (consequences(proposal, &adopted))
            h2 { "改动的内容" }
            (difference(adopted.files.get(&proposal.file_name).unwrap_or_default(), &proposal.content))
            (acts(proposal, visitor))
        }
    };
    desk(app, look, visitor, "修改方案", Some(("/office/plan", "活动方案")), body)
}

/// What the check says of the plan with this change, next to what it says now.
fn consequences(proposal: &Proposal, adopted: &web::adoption::AdoptedPlan) -> Markup {
    let changed = proposal.files(adopted).ok().and_then(|files| Plan::read(&files).ok());
    let Some(changed) = changed else {
        return notice::notice(tag::Tone::Bad, "按现行方案已读不懂这份文件", "请提出人按新版本重新提出。");
    };
    let after = changed.check();
    let key = |finding: &Finding| (finding.code, finding.place.to_string());
    let before_open: Vec<_> = adopted.report.open().map(key).collect();
    let after_open: Vec<_> = after.open().map(key).collect();
    let appeared: Vec<&Finding> = after.open().filter(|finding| !before_open.contains(&key(finding))).collect();
    let settled = before_open.iter().filter(|key| !after_open.contains(key)).count();
    html! {
        h2 { "采用以后" }
        (Facts::new()
            .fact("尚未决定的矛盾", format!("由 {} 处变为 {} 处", before_open.len(), after_open.len()))
            .fact("因此得到解决", format!("{settled} 处"))
            .fact("新出现", format!("{} 处", appeared.len())))
        @for finding in appeared { (one_finding(finding)) }
    }
}

fn difference(before: &[u8], after: &[u8]) -> Markup {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let diff = TextDiff::from_lines(before.as_ref(), after.as_ref());
    let changes: Vec<_> = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).collect();
    html! {
        @if changes.len() > 200 { p { "改动较多，只显示前 200 行。" } }
        table.diff {
            caption { "逐行比较：先原文，后改文" }
            tbody {
                @for change in changes.iter().take(200) {
                    @let removed = change.tag() == ChangeTag::Delete;
                    tr class=(if removed { "removed" } else { "added" }) {
                        th scope="row" { @if removed { "原" } @else { "改" } }
                        td { (change.value().trim_end()) }
                    }
                }
            }
        }
    }
}

fn acts(proposal: &Proposal, visitor: &Visitor) -> Markup {
    if !visitor.holds(&[RoleKind::Office]) {
        return html! {};
    }
    let act = |word: &str| format!("/office/plan/changes/{}/{word}", proposal.id);
    let (adopt, reject, withdraw) = (act("adopt"), act("reject"), act("withdraw"));
    html! {
        h2 { "决定" }
        @if proposal.proposed_by == visitor.actor_id() {
            p { "等待另一名联席会议办公室人员采用或否决。提出人不能自己决定，可以撤回。" }
            (Form::post(&withdraw, &visitor.form_token).submit("撤回这项修改").around(html! {}))
        } @else {
            (Form::post(&adopt, &visitor.form_token).submit("采用，立即生效").around(html! {}))
            (Form::post(&reject, &visitor.form_token).submit("否决").danger().around(html! {}))
        }
    }
}
