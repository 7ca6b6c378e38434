//! A file from outside as lines of cells, whatever it was: .xlsx, or .csv in any encoding that offices use.

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::xlsx;

/// How much of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The largest file, in bytes.
    pub bytes: usize,
    /// The most lines; a few lines of title may stand above them.
    pub lines: usize,
}

/// Lines of title that do not count.
const TITLE_LINES: usize = 20;

/// Cells further right are not looked at.
pub(super) const MOST_COLUMNS: usize = 40;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As the file counts, from 1.
    pub number: usize,
    /// The cells from the left; those missing at the end are empty.
    pub cells: Vec<String>,
}

/// Why a file cannot be read, in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Unreadable {
    /// Says why.
    pub fn new(why: impl Into<String>) -> Self {
        Unreadable(why.into())
    }
}

/// The lines of an uploaded file, told apart by its first bytes, not by its name.
pub fn lines(bytes: &[u8], bounds: Bounds) -> Result<Vec<Line>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::new("文件是空的"));
    }
    if bytes.len() > bounds.bytes {
        return Err(Unreadable::new(format!("文件超过 {} MB，请分成几个文件导入", bounds.bytes / (1024 * 1024))));
    }
    if bytes.starts_with(b"PK") {
        return xlsx::lines(bytes, bounds);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Unreadable::new("这是旧版 .xls 文件或加了密码的文件，请在 Excel 中另存为不加密的 .xlsx 后重新上传"));
    }
    from_text(&decode(bytes)?, bounds)
}

/// Text of a .csv: by its byte-order mark, else UTF-8, else the GBK that Chinese Excel writes.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..).unwrap_or_default()),
        None => [UTF_8, GB18030].into_iter().find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes)),
    };
    let text = text.ok_or_else(|| Unreadable::new("文字编码无法识别。请在 Excel 中另存为 .xlsx，或存为 UTF-8 编码的 CSV"))?;
    if text.contains('\0') {
        return Err(Unreadable::new("这不是 .xlsx 或 .csv 文件"));
    }
    Ok(text.into_owned())
}

fn from_text(text: &str, bounds: Bounds) -> Result<Vec<Line>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| Unreadable::new(format!("第 {} 行的引号或分隔符有误", error.position().map_or(0, csv::Position::line))))?;
        let number = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let cells = record.iter().take(MOST_COLUMNS).map(str::to_string).collect();
        lines.push(Line { number, cells });
        check_count(lines.len(), bounds)?;
    }
    Ok(lines)
}

/// Stops reading at more lines than are wanted, however many follow.
pub(super) fn check_count(lines: usize, bounds: Bounds) -> Result<(), Unreadable> {
    let most = bounds.lines;
    if lines > most + TITLE_LINES { Err(Unreadable::new(format!("超过 {most} 行，请分成几个文件导入"))) } else { Ok(()) }
}

/// Comma, tab or semicolon, whichever one of the first lines has most of: the headings are among them.
fn delimiter(text: &str) -> u8 {
    let in_line = |line: &str, delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    let count = |delimiter: u8| text.lines().take(10).map(|line| in_line(line, delimiter)).max();
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Bounds = Bounds { bytes: 2 * 1024 * 1024, lines: 2_000 };

    fn lines(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
        super::lines(bytes, SMALL)
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        lines(bytes).unwrap().into_iter().map(|line| line.cells).collect()
    }

    #[test]
    fn the_same_table_is_read_from_every_encoding_that_offices_use() {
        let text = "账号,姓名\nlim,测试甲\n";
        let expected = vec![vec!["账号".to_string(), "姓名".into()], vec!["lim".into(), "测试甲".into()]];
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(cells(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected, "with a byte-order mark");
        assert_eq!(cells(&encoding_rs::GBK.encode(text).0), expected, "GBK");
        let wide: Vec<u8> = [0xFEFF_u16].into_iter().chain(text.replace(',', "\t").encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&wide), expected, "Excel's Unicode text");
    }

    #[test]
    fn what_is_no_table_is_said_to_be_none() {
        for (bytes, part) in [
            (&b""[..], "空的"),
            (b"PK\x03\x04broken", "损坏"),
            (b"\xD0\xCF\x11\xE0old", ".xls"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ".xlsx"),
            (b"\xff\xff\xff\xff\x80", "编码"),
        ] {
            let Err(Unreadable(why)) = lines(bytes) else { panic!("{bytes:?} was read") };
            assert!(why.contains(part), "{why}");
        }
        let long = "a,b\n".repeat(2_021);
        assert!(lines(long.as_bytes()).is_err_and(|Unreadable(why)| why.contains("2000 行")));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let numbers: Vec<usize> = lines("账号,姓名\na,\"甲\n乙\"\nb,丙\n".as_bytes()).unwrap().iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 4]);
    }
}
