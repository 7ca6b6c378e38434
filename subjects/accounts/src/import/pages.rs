//! Pages of bulk import.

use maud::{Markup, html};
use web::page::form::{Errors, Field, Form, error_summary, hidden};
use web::page::notice::notice;
use web::page::table::{Column, Row, Table, words};
use web::page::tag::{Tone, tag};
use web::page::{Page, print};

use super::BOUNDS;
use super::check::{Checked, Mistake};
use super::service::Problem;
use crate::frame::Desk;
use crate::people::service::NewPerson;
use crate::setup::link::Issued;
use crate::setup::slip;

const ABOVE: Option<(&str, &str)> = Some(("/office/accounts", "账号"));

/// Mistakes shown on one page.
const MOST_SHOWN: usize = 200;

/// The page that takes the file, with what was wrong with the last one.
pub(super) fn ask(desk: &Desk, problem: Option<&Problem>) -> Page {
    let mut errors = Errors::none();
    match problem {
        Some(Problem::Unreadable(why)) => errors.add("file", why.clone()),
        Some(Problem::Mistakes(mistakes)) => {
            errors.add("file", format!("文件中有 {} 处错误，没有导入任何人。请改正后重新上传", mistakes.len()))
        }
        None => {}
    }
    let fields = html! {
        (Field::file("file", "人员名册", ".xlsx,.csv").errors(&errors)
            .hint("Excel（.xlsx）或 CSV 文件，最大 2 MB、2,000 人；表头须有：账号、姓名、单位、联系方式，可以有岗位编号"))
    };
    let body = html! {
        (error_summary(&errors))
        @if let Some(Problem::Mistakes(mistakes)) = problem { (mistake_table(mistakes)) }
        p { "先检查、再确认，全部正确才会导入：有一行不对就一行也不导入。导入的账号没有角色，由安全管理员授予。" }
        p { a href="/office/accounts/import/template.xlsx" { "下载模板（Excel）" } }
        (Form::post("/office/accounts/import", desk.token()).multipart().submit("上传并检查").cancel("/office/accounts", "不导入，返回列表").around(fields))
        (post_ids(desk))
    };
    desk.page("批量导入账号", ABOVE, body)
}

fn mistake_table(mistakes: &[Mistake]) -> Markup {
    let rows = mistakes
        .iter()
        .take(MOST_SHOWN)
        .map(|mistake| Row::new([words(format!("第 {} 行", mistake.line)), words(mistake.column), words(&mistake.what)]));
    let columns = [Column::text("行"), Column::text("列"), Column::text("错误")];
    html! {
        (Table::new("需要改正的地方", columns).rows(rows))
        @if mistakes.len() > MOST_SHOWN { p { "只列出前 " (MOST_SHOWN) " 处，改正后重新上传会列出其余的。" } }
    }
}

fn post_ids(desk: &Desk) -> Markup {
    let plan = desk.app.plan();
    let rows = plan.plan.posts.iter().map(|post| {
        let department = post.department.as_ref().and_then(|id| plan.plan.department(id));
        let tie = department.map_or_else(|| "无".to_string(), |department| department.name.clone());
        Row::new([words(post.id.as_str()), words(&post.body), words(&post.position), words(&post.post), words(tie)])
    });
    let columns = ["岗位编号", "机构", "职务", "本职", "所属的被评议部门"].map(Column::text);
    html! {
        details {
            summary { "岗位编号对照表（" (plan.plan.posts.len()) " 个）" }
            (Table::new("方案中的岗位", columns).rows(rows))
        }
    }
}

/// What will be created, before it is.
pub(super) fn confirm(desk: &Desk, carried: &str, checked: &[Checked], file: &str) -> Page {
    let tied = checked.iter().filter(|person| person.tie.is_some()).count();
    let rows = checked.iter().map(|Checked { line, person, tie }| {
        Row::new([
            words(&person.login_name),
            words(&person.display_name),
            html! { (person.unit) @if let Some(department) = tie { " " (tag(Tone::Warn, &format!("关联：{department}"))) } },
            words(&person.contact),
            words(person.posts.join("、")),
            words(format!("第 {line} 行")),
        ])
    });
    let columns = ["账号", "姓名", "单位", "联系方式", "岗位编号", "来自"].map(Column::text);
    let fields = html! { (hidden("people", carried)) (hidden("name", file)) };
    let form = Form::post("/office/accounts/import/confirm", desk.token())
        .submit("导入并显示设置链接")
        .cancel("/office/accounts/import", "不导入，重新选择文件");
    let title = format!("将建立 {} 个账号", checked.len());
    let body = html! {
        p { "文件“" (file) "”检查无误，还没有导入。" }
        @if tied > 0 {
            (notice(Tone::Warn, &format!("其中 {tied} 人与被评议部门有关联"), html! {
                p { "他们可以有账号，但代表名单、评议票、计票、投诉举报人、纪律监督和系统运行的权限会被拒绝。" }
            }))
        }
        p { "确认后会显示每个人的设置链接，只显示一次：请准备好打印机，分别装信封交给本人。" }
        (form.around(fields))
        (Table::new(format!("检查无误的人员，共 {} 人，上限 {} 人", checked.len(), BOUNDS.lines), columns).rows(rows))
    };
    desk.page(&title, Some(("/office/accounts/import", "批量导入账号")), body)
}

/// A slip for each person, shown this once.
pub(super) fn slips(desk: &Desk, done: &[(NewPerson, Issued)]) -> Page {
    let body = html! {
        h1 { "账号设置链接（" (done.len()) " 人）" }
        p { "已经导入。链接只在此处显示一次：请立即打印，沿线剪开，每人一份装入信封密封后当面交给本人，不要张贴、不要拍照转发。" }
        @for (person, issued) in done {
            (slip(&desk.app, (&person.display_name, &person.unit, &person.login_name), issued))
        }
    };
    print(&desk.look, "账号设置链接", "/office/accounts", body)
}
