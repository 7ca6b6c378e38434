//! The file that the police return, checked line by line.

use std::collections::HashMap;

use web::page::reason::LONGEST;
use web::sheet::headed::under_headings;
use web::sheet::read::{Line, Unreadable};
use web::text::unfit;

use super::mistakes::Mistake;

/// The columns of the list and of the file that comes back.
pub(super) const COLUMNS: [&str; 5] = ["核对编号", "姓名", "身份证号", "结果", "理由"];

/// One line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub number: String,
    pub passed: bool,
    pub reason: String,
}

/// The verdicts of a file on exactly those who wait (by number), or everything that is wrong.
pub(super) fn verdicts(lines: &[Line], waiting: &[String]) -> Result<Result<Vec<Verdict>, Vec<Mistake>>, Unreadable> {
    // Name and identity number may be cut off: they are not read.
    let columns = ["核对编号", "结果", "理由"];
    let mut seen: HashMap<String, usize> = waiting.iter().map(|number| (number.clone(), 0)).collect();
    let (mut verdicts, mut mistakes) = (Vec::new(), Vec::new());
    for line in under_headings(lines, &columns, 3)? {
        let (number, result, reason) = (line.cell(0).to_string(), line.cell(1), line.cell(2).to_string());
        let mut wrong = |what: String, remedy: &'static str| mistakes.push(Mistake { line: line.number, what, remedy });
        match seen.get_mut(&number) {
            None => wrong(format!("没有编号“{}”，或此人已不在等待审查之列", short(&number)), "核对编号；不在名册中的行请删去"),
            Some(0) => {
                seen.insert(number.clone(), line.number);
            }
            Some(first) => wrong(format!("编号 {number} 与第 {first} 行重复"), "只留一行"),
        }
        let passed = match result {
            "通过" => Some(true),
            "不通过" => Some(false),
            "" => {
                wrong("“结果”没有填写".into(), "填写“通过”或“不通过”");
                None
            }
            other => {
                wrong(format!("“结果”写的是“{}”", short(other)), "只能填写“通过”或“不通过”");
                None
            }
        };
        if passed == Some(false) && reason.is_empty() {
            wrong("不通过的没有写理由".into(), "写明理由，本人可以据此申诉");
        }
        if let Some(why) = unfit(&reason, LONGEST) {
            wrong(format!("“理由”{why}"), "改短");
        }
        if let Some(passed) = passed {
            verdicts.push(Verdict { number, passed, reason });
        }
    }
    let mut missing: Vec<&String> = seen.iter().filter(|(_, line)| **line == 0).map(|(number, _)| number).collect();
    missing.sort();
    mistakes.extend(missing.into_iter().map(|number| Mistake {
        line: 0,
        what: format!("缺少编号 {number}"),
        remedy: "每个人都要有结果，请补上这一行",
    }));
    Ok(if mistakes.is_empty() { Ok(verdicts) } else { Err(mistakes) })
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::BOUNDS;
    use super::*;

    fn read(text: &str, waiting: &[&str]) -> Result<Vec<Verdict>, Vec<Mistake>> {
        let waiting: Vec<String> = waiting.iter().map(|number| (*number).to_string()).collect();
        verdicts(&web::sheet::read::lines(text.as_bytes(), BOUNDS).unwrap(), &waiting).unwrap()
    }

    #[test]
    fn a_complete_file_is_taken() {
        let found = read(
            "某人 于 某时 导出，内部资料，不得外传\n核对编号,姓名,结果,理由\n１２３,x,通过,\n456,y,不通过,有关规定\n",
            &["123", "456"],
        )
        .unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Verdict { number: "456".into(), passed: false, reason: "有关规定".into() });
    }

    #[test]
    fn every_mistake_is_named() {
        let mistakes =
            read("核对编号,结果,理由\n1,通过,\n1,通过,\n2,,\n3,可以,\n4,不通过,\n99,通过,\n", &["1", "2", "3", "4", "5"]).unwrap_err();
        let said: Vec<(usize, String)> = mistakes.into_iter().map(|mistake| (mistake.line, mistake.what)).collect();
        let expected = [
            (3, "编号 1 与第 2 行重复"),
            (4, "“结果”没有填写"),
            (5, "“结果”写的是“可以”"),
            (6, "不通过的没有写理由"),
            (7, "没有编号“99”，或此人已不在等待审查之列"),
            (0, "缺少编号 5"),
        ];
        assert_eq!(said, expected.map(|(line, what)| (line, what.to_string())));
    }

    proptest! {
        #[test]
        fn random_bytes_are_told_apart(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let read = web::sheet::read::lines(&bytes, BOUNDS).and_then(|lines| verdicts(&lines, &["1".into()]));
            prop_assert!(!matches!(read, Ok(Ok(_))));
        }
    }
}
