//! From lines of cells to nominees as typed.

use web::sheet::headed::{HeadedLine, under_headings};
use web::sheet::read::{Line, Unreadable};

use super::BOUNDS;

/// The columns, in the order of the template.
pub(super) const COLUMNS: [&str; 8] = ["类别", "姓名", "身份证号", "手机号", "本人同意", "推荐单位", "工作单位", "居住地址"];
/// So many of them, from the left, must be there.
pub(super) const REQUIRED: usize = 6;

/// One line, brought into one form but not yet checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub line: usize,
    pub class: String,
    pub name: String,
    pub identity: String,
    pub phone: String,
    pub agrees: String,
    pub recommended_by: String,
    pub unit: String,
    pub address: String,
}

/// The nominees of a file, blank lines left out.
pub(super) fn nominees(lines: &[Line]) -> Result<Vec<Typed>, Unreadable> {
    let nominees: Vec<Typed> = under_headings(lines, &COLUMNS, REQUIRED)?.iter().map(typed).collect();
    match nominees.len() {
        0 => Err(Unreadable::new("表头下面没有任何人选")),
        count if count > BOUNDS.lines => Err(Unreadable::new(format!("共 {count} 人，一次最多上传 {} 人，请分成几个文件", BOUNDS.lines))),
        _ => Ok(nominees),
    }
}

fn typed(line: &HeadedLine) -> Typed {
    Typed {
        line: line.number,
        class: line.cell(0).into(),
        name: line.cell(1).into(),
        identity: line.cell(2).into(),
        phone: line.cell(3).into(),
        agrees: line.cell(4).into(),
        recommended_by: line.cell(5).into(),
        unit: line.cell(6).into(),
        address: line.cell(7).into(),
    }
}

/// The nominees as a .csv with the lines that they had, so that the page that asks for a decision can carry them.
pub(super) fn as_text(nominees: &[Typed]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(["行"].iter().chain(&COLUMNS));
    for one in nominees {
        let line = one.line.to_string();
        let cells = [&line, &one.class, &one.name, &one.identity, &one.phone, &one.agrees, &one.recommended_by, &one.unit, &one.address];
        let _ = writer.write_record(cells);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What [`as_text`] wrote, with the lines of the file that was uploaded.
pub(super) fn from_text(text: &str) -> Result<Vec<Typed>, Unreadable> {
    let lines = web::sheet::read::lines(text.as_bytes(), BOUNDS)?;
    let numbers: Vec<usize> = lines.iter().skip(1).map(|line| line.cells.first().and_then(|cell| cell.parse().ok()).unwrap_or(0)).collect();
    let mut nominees = nominees(&lines)?;
    for (nominee, number) in nominees.iter_mut().zip(numbers) {
        nominee.line = number;
    }
    Ok(nominees)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<Typed>, Unreadable> {
        web::sheet::read::lines(bytes, BOUNDS).and_then(|lines| nominees(&lines))
    }

    const HEAD: &str = "类别*,姓名*,身份证号*,手机号*,本人同意*,推荐单位*,工作单位,居住地址\n";

    #[test]
    fn a_file_is_read_in_every_encoding_and_with_full_width_digits() {
        let text = format!("某旗推荐名册\n{HEAD}党代表,测试甲,１１０１０５１９４９１２３１００２Ｘ,１３８００００１２３４,是,某社区,,\n\n");
        let plain = read(text.as_bytes()).unwrap();
        assert_eq!((plain.len(), plain[0].line), (1, 3));
        assert_eq!((plain[0].identity.as_str(), plain[0].phone.as_str()), ("11010519491231002X", "13800001234"));
        assert_eq!(read(&encoding_rs::GBK.encode(&text).0).unwrap(), plain);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), plain);
    }

    #[test]
    fn carried_to_the_next_page_the_nominees_are_the_same() {
        let text = format!("名册\n\n{HEAD}党代表,\"测,试\",1,2,是,某\"\"社区,,\n,,,,,,,\n人大代表,测试乙,3,4,是,x,y,z\n");
        let nominees = read(text.as_bytes()).unwrap();
        assert_eq!(nominees.iter().map(|one| one.line).collect::<Vec<_>>(), [4, 6]);
        assert_eq!(from_text(&as_text(&nominees)).unwrap(), nominees);
    }

    #[test]
    fn a_hundred_thousand_lines_are_refused_after_the_bound() {
        let long = format!("{HEAD}{}", "党代表,测,1,2,是,x,,\n".repeat(100_000));
        assert!(long.len() < BOUNDS.bytes);
        assert!(read(long.as_bytes()).is_err_and(|Unreadable(why)| why.contains("超过 5000 行")));
    }

    proptest! {
        /// Whatever is uploaded, the reader says something and never stumbles.
        #[test]
        fn random_bytes_are_told_apart(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }

        /// A good file with some bytes changed either still reads or is refused.
        #[test]
        fn mutated_files_are_told_apart(changes in prop::collection::vec((0usize..2_000, any::<u8>()), 1..8), zipped in any::<bool>()) {
            let mut bytes = if zipped { XLSX.clone() } else { format!("{HEAD}党代表,测试甲,1,2,是,某社区,,\n").into_bytes() };
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            let _ = read(&bytes);
        }
    }

    static XLSX: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
        let sheet = web::sheet::write::Sheet { name: "推荐", columns: &COLUMNS, rows: vec![vec!["x".into(); 8]], watermark: None };
        sheet.xlsx().unwrap()
    });
}
