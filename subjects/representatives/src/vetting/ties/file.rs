//! The file that a department delivers, checked line by line.

use std::collections::HashMap;

use jiff::civil::Date;
use web::sheet::headed::under_headings;
use web::sheet::read::{Line, Unreadable};

use super::super::mistakes::Mistake;
use super::MOST_PEOPLE;
use crate::person::IdentityNumber;
use crate::signup::rules::name_mistake;

/// The columns. Names are looked at only to find columns that were mixed up.
const COLUMNS: [&str; 2] = ["姓名", "身份证号"];

/// The identity numbers of a file, or everything that is wrong.
pub(super) fn numbers(lines: &[Line], today: Date) -> Result<Result<Vec<IdentityNumber>, Vec<Mistake>>, Unreadable> {
    let lines = under_headings(lines, &COLUMNS, COLUMNS.len())?;
    match lines.len() {
        0 => return Err(Unreadable::new("表头下面没有任何人员")),
        count if count > MOST_PEOPLE => return Err(Unreadable::new(format!("共 {count} 人，一个部门最多 {MOST_PEOPLE} 人"))),
        _ => {}
    }
    let (mut numbers, mut mistakes, mut seen) = (Vec::with_capacity(lines.len()), Vec::new(), HashMap::new());
    for line in &lines {
        let mut wrong = |what: String, remedy: &'static str| mistakes.push(Mistake { line: line.number, what, remedy });
        if let Some(why) = name_mistake(line.cell(0)) {
            wrong(format!("“姓名”：{why}"), "按身份证填写");
        }
        match IdentityNumber::read(line.cell(1), today) {
            Err(mistake) if line.cell(1).contains(['E', '+', '.']) => {
                wrong(mistake.to_string(), "Excel 把它当成了数字；把这一列设为“文本”后重新填写");
            }
            Err(mistake) => wrong(mistake.to_string(), "与身份证逐位核对"),
            Ok(number) => match seen.insert(number.as_str().to_string(), line.number) {
                Some(first) => wrong(format!("与第 {first} 行是同一人"), "只留一行"),
                None => numbers.push(number),
            },
        }
    }
    Ok(if mistakes.is_empty() { Ok(numbers) } else { Err(mistakes) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::BOUNDS;
    use super::*;

    const TODAY: Date = date(2025, 1, 3);

    fn read(bytes: &[u8]) -> Result<Result<Vec<IdentityNumber>, Vec<Mistake>>, Unreadable> {
        web::sheet::read::lines(bytes, BOUNDS).and_then(|lines| numbers(&lines, TODAY))
    }

    #[test]
    fn a_list_is_read_in_every_encoding_whatever_the_order_of_its_columns() {
        let text =
            "某局在职人员\n序号,身份证号,姓名,备注\n1,１１０１０５１９４９１２３１００２ｘ,测试甲,\n\n2,11010519491231003 8,测试乙,借调\n";
        let plain = read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(plain.iter().map(IdentityNumber::as_str).collect::<Vec<_>>(), ["11010519491231002X", "110105194912310038"]);
        assert_eq!(read(&encoding_rs::GBK.encode(text).0).unwrap().unwrap(), plain);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap().unwrap(), plain);
    }

    #[test]
    fn every_mistake_is_named_by_its_line() {
        let text = "姓名,身份证号\n测试甲,11010519491231002X\n测试乙,11010519491231002X\n,110105194912310021\n测试丙,1.10105E+17\n";
        let mistakes = read(text.as_bytes()).unwrap().unwrap_err();
        let said: Vec<(usize, &str)> = mistakes.iter().map(|mistake| (mistake.line, mistake.what.as_str())).collect();
        assert_eq!(said.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 4, 5]);
        assert!(said[0].1.contains("与第 2 行是同一人") && said[1].1.contains("姓名") && said[2].1.contains("校验位"), "{said:?}");
        assert!(mistakes[3].remedy.contains("文本"));
    }

    #[test]
    fn a_longer_list_is_refused_and_nobody_is_told_to_split_it() {
        let text = format!("姓名,身份证号\n{}", "测试甲,1\n".repeat(MOST_PEOPLE + 1));
        assert_eq!(read(text.as_bytes()), Err(Unreadable::new("共 20001 人，一个部门最多 20000 人")));
        assert_eq!(read("姓名,身份证号\n".as_bytes()), Err(Unreadable::new("表头下面没有任何人员")));
    }

    proptest! {
        #[test]
        fn random_bytes_are_told_apart(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(!matches!(read(&bytes), Ok(Ok(_))));
        }
    }
}
