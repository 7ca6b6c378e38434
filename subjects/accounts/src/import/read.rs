//! From lines of cells to people as typed: the headings are found by their names.

use super::BOUNDS;
use web::sheet::read::{Line, Unreadable};
use web::text::normal;

/// The columns, in the order of the template. The last may be missing.
pub(super) const COLUMNS: [&str; 5] = ["账号", "姓名", "单位", "联系方式", "岗位编号"];

/// Headings stand within so many lines from the top.
const TITLE_LINES: usize = 10;

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
    let (at, places) = headings(lines)?;
    let rest = lines.iter().skip(at + 1).filter(|line| line.cells.iter().any(|cell| !normal(cell).is_empty()));
    let people: Vec<Typed> = rest.map(|line| typed(line, &places)).collect();
    match people.len() {
        0 => Err(Unreadable::new("表头下面没有任何人员")),
        count if count > BOUNDS.lines => Err(Unreadable::new(format!("共 {count} 人，一次最多导入 {} 人，请分成几个文件", BOUNDS.lines))),
        _ => Ok(people),
    }
}

/// The line with the headings, and the place of each column in it.
fn headings(lines: &[Line]) -> Result<(usize, [Option<usize>; 5]), Unreadable> {
    let place_in = |line: &Line, name: &str| line.cells.iter().position(|cell| normal(cell).trim_end_matches('*') == name);
    let found = lines.iter().take(TITLE_LINES).position(|line| place_in(line, COLUMNS[0]).is_some());
    let Some((at, line)) = found.and_then(|at| Some((at, lines.get(at)?))) else {
        return Err(Unreadable::new(format!(
            "前 {TITLE_LINES} 行中没有找到表头。表头须有：账号、姓名、单位、联系方式（岗位编号可以没有）"
        )));
    };
    let places = COLUMNS.map(|name| place_in(line, name));
    let missing: Vec<&str> = COLUMNS.iter().zip(&places).take(4).filter(|(_, place)| place.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        return Err(Unreadable::new(format!("第 {} 行的表头缺少：{}", line.number, missing.join("、"))));
    }
    Ok((at, places))
}

fn typed(line: &Line, places: &[Option<usize>; 5]) -> Typed {
    let cell = |column: usize| {
        let place = places.get(column).copied().flatten();
        place.and_then(|place| line.cells.get(place)).map(|cell| normal(cell)).unwrap_or_default()
    };
    let posts = cell(4);
    let separators = [',', '，', '、', ';', '；', ' ', '/'];
    Typed {
        line: line.number,
        login_name: cell(0),
        display_name: cell(1),
        unit: cell(2),
        contact: cell(3),
        posts: posts.split(separators).filter(|post| !post.is_empty()).map(str::to_ascii_lowercase).collect(),
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
