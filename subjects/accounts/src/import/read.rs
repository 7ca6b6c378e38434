//! From lines of cells to people as typed: the headings are found by their names.

use super::BOUNDS;
use web::sheet::headed::{HeadedLine, under_headings};
use web::sheet::read::{Line, Unreadable};

/// The columns, in the order of the template. The last may be missing.
pub(super) const COLUMNS: [&str; 5] = ["账号", "姓名", "单位", "联系方式", "岗位编号"];

/// One line of people, brought into one form but not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub line: usize,
    pub login_name: String,
    pub display_name: String,
    pub unit: String,
    pub contact: String,
    pub posts: Vec<String>,
}

/// The people of a file, blank lines left out.
pub(super) fn people(lines: &[Line]) -> Result<Vec<Typed>, Unreadable> {
    let people: Vec<Typed> = under_headings(lines, &COLUMNS, 4)?.iter().map(typed).collect();
    match people.len() {
        0 => Err(Unreadable::new("表头下面没有任何人员")),
        count if count > BOUNDS.lines => Err(Unreadable::new(format!("共 {count} 人，一次最多导入 {} 人，请分成几个文件", BOUNDS.lines))),
        _ => Ok(people),
    }
}

fn typed(line: &HeadedLine) -> Typed {
    let separators = [',', '，', '、', ';', '；', ' ', '/'];
    Typed {
        line: line.number,
        login_name: line.cell(0).into(),
        display_name: line.cell(1).into(),
        unit: line.cell(2).into(),
        contact: line.cell(3).into(),
        posts: line.cell(4).split(separators).filter(|post| !post.is_empty()).map(str::to_ascii_lowercase).collect(),
    }
}

/// The people as a .csv, so that the page that asks for confirmation can carry them.
pub(super) fn as_text(people: &[Typed]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for person in people {
        let posts = person.posts.join(" ");
        let _ = writer.write_record([&person.login_name, &person.display_name, &person.unit, &person.contact, &posts]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use web::sheet::read;

    use super::*;

    fn read(text: &str) -> Result<Vec<Typed>, Unreadable> {
        people(&read::lines(text.as_bytes(), BOUNDS).unwrap())
    }

    #[test]
    fn headings_are_found_below_a_title_and_in_any_order() {
        let people = read("工作人员名册,,,\n\n姓名,账号,联系方式,单位,备注\n测试甲,ｌｉｍ０１,１３８,市财政局,x\n,,,,\n").unwrap();
        let expected = Typed {
            line: 4,
            login_name: "lim01".into(),
            display_name: "测试甲".into(),
            unit: "市财政局".into(),
            contact: "138".into(),
            posts: Vec::new(),
        };
        assert_eq!(people, [expected]);
    }

    #[test]
    fn missing_headings_are_named() {
        assert!(read("甲,乙\n1,2\n").is_err_and(|Unreadable(why)| why.contains("没有找到表头")));
        assert!(read("账号,姓名\na,b\n").is_err_and(|Unreadable(why)| why.contains("缺少：单位、联系方式")));
        assert!(read("账号,姓名,单位,联系方式\n").is_err_and(|Unreadable(why)| why.contains("没有任何人员")));
    }

    #[test]
    fn carried_to_the_next_page_the_people_are_the_same() {
        let people = read("账号,姓名,单位,联系方式,岗位编号\na1,\"甲,\"\"乙\",市财政局,138,office-1、office-2\n").unwrap();
        let again = read(&as_text(&people)).unwrap();
        assert_eq!(again, people);
    }
}
