//! Tables with a caption and header cells. On a phone each row becomes a card whose lines name their column.

use maud::{Markup, Render, html};

use super::link::Link;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    title: String,
    number: bool,
    sort: Option<String>,
}

impl Column {
    /// A column of words.
    pub fn text(title: impl Into<String>) -> Self {
        Column { title: title.into(), number: false, sort: None }
    }

    /// A column of numbers: right-aligned, digits of one width.
    pub fn number(title: impl Into<String>) -> Self {
        Column { title: title.into(), number: true, sort: None }
    }

    /// Lets the list be sorted by this column; `key` is what appears in the address as `sort=key` or `sort=-key`.
    pub fn sortable(mut self, key: impl Into<String>) -> Self {
        self.sort = Some(key.into());
        self
    }
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    cells: Vec<Markup>,
    strong: bool,
    marked: bool,
}

impl Row {
    /// A row of cells, one a column.
    pub fn new(cells: impl IntoIterator<Item = Markup>) -> Self {
        Row { cells: cells.into_iter().collect(), strong: false, marked: false }
    }

    /// A row of sums.
    pub fn total(mut self) -> Self {
        self.strong = true;
        self
    }

    /// A row that needs a look; say why in one of its cells too.
    pub fn marked(mut self) -> Self {
        self.marked = true;
        self
    }
}

/// A table. The first cell of each row is the row's header.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    groups: Vec<(Option<String>, Vec<Row>)>,
    link: Option<Link>,
    dense: bool,
    pairs: bool,
    compact: bool,
    headed: bool,
}

impl Table {
    /// A table with its caption, which says what the rows are.
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Self {
        Table {
            caption: caption.into(),
            columns: columns.into_iter().collect(),
            groups: vec![(None, Vec::new())],
            link: None,
            dense: false,
            pairs: false,
            compact: false,
            headed: false,
        }
    }

    /// The address of this list with its filter; needed for sortable columns. `sort` in its query says the order.
    pub fn sorted_by(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// Many narrow columns of numbers.
    pub fn dense(mut self) -> Self {
        self.dense = true;
        self
    }

    /// On a phone, put the lines of a card two side by side; for rows of many short numbers.
    pub fn pairs(mut self) -> Self {
        self.pairs = true;
        self
    }

    /// Two or three short columns: stays a table on a phone.
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// The heading just above says the same as the caption, which is then only read aloud.
    pub fn headed(mut self) -> Self {
        self.headed = true;
        self
    }

    /// Starts a group of rows under its own heading.
    pub fn group(mut self, title: impl Into<String>) -> Self {
        self.groups.push((Some(title.into()), Vec::new()));
        self
    }

    /// Adds a row.
    pub fn row(mut self, row: Row) -> Self {
        if let Some((_, rows)) = self.groups.last_mut() {
            rows.push(row);
        }
        self
    }

    /// Adds rows.
    pub fn rows(self, rows: impl IntoIterator<Item = Row>) -> Self {
        rows.into_iter().fold(self, Table::row)
    }

    fn header(&self, column: &Column) -> Markup {
        let number = column.number;
        let (Some(key), Some(link)) = (&column.sort, &self.link) else {
            return html! { th.number[number] scope="col" role="columnheader" { (column.title) } };
        };
        let current = link.get("sort");
        let (up, down) = (current == key, current.strip_prefix('-') == Some(key));
        let next = if up { format!("-{key}") } else { key.clone() };
        let order = if up { "ascending" } else { "descending" };
        html! {
            th.number[number] scope="col" role="columnheader" aria-sort=[(up || down).then_some(order)] {
                a href=(link.clone().without("after").without("before").with("sort", &next).href()) {
                    (column.title) span.sort aria-hidden="true" { @if up { "▲" } @else if down { "▼" } @else { "↕" } }
                }
            }
        }
    }

    fn row_markup(&self, row: &Row) -> Markup {
        html! {
            tr.total[row.strong] .marked[row.marked] role="row" {
                @for (at, (cell, column)) in row.cells.iter().zip(&self.columns).enumerate() {
                    @if at == 0 { th scope="row" role="rowheader" { (cell) } }
                    @else { td.number[column.number] .blank[cell.0.is_empty()] role="cell" data-label=(column.title) { div { (cell) } } }
                }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        html! {
            // Roles are repeated because some screen readers drop them when rows are laid out as cards.
            div.table-frame {
                table.table .cards-on-phone[!self.compact] .dense[self.dense] .pairs[self.pairs] role="table" {
                    caption { @if self.headed { span.said { (self.caption) } } @else { (self.caption) } }
                    thead role="rowgroup" { tr role="row" { @for column in &self.columns { (self.header(column)) } } }
                    @for (title, rows) in &self.groups {
                        @if title.is_some() || !rows.is_empty() {
                            tbody role="rowgroup" {
                                @if let Some(title) = title {
                                    tr.table-group role="row" { th scope="rowgroup" role="rowheader" colspan=(self.columns.len()) { (title) } }
                                }
                                @for row in rows { (self.row_markup(row)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Words as a cell.
pub fn words(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// A number as a cell, with separators between thousands.
pub fn number(value: impl Into<i128>) -> Markup {
    html! { (thousands(value)) }
}

/// `4,500`.
pub fn thousands(value: impl Into<i128>) -> String {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
