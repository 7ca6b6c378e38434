//! Charts as SVG from the server: no script, no legend where a label fits, and the numbers always beside the picture. They stretch with the
//! page while their text does not, so that they read on a phone, on a desk and on paper.

use maud::{Markup, Render, html};

/// Below this share of a bar a label would not fit on a phone; the line below the bar has it anyway.
const ROOM: f64 = 0.13;

/// One part of every bar, in the order of the bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    name: String,
    counted: bool,
}

impl Part {
    /// A part on the scale from best to worst.
    pub fn new(name: impl Into<String>) -> Self {
        Part { name: name.into(), counted: true }
    }

    /// A part beside the scale, such as no opinion: drawn without colour.
    pub fn beside(name: impl Into<String>) -> Self {
        Part { name: name.into(), counted: false }
    }
}

/// Bars of equal length, each divided among the same parts: how answers are distributed, never only their mean.
#[derive(Clone, Debug)]
pub struct Stacked {
    parts: Vec<Part>,
    unit: String,
    bars: Vec<(String, Vec<u64>)>,
}

impl Stacked {
    /// A chart of these parts; `unit` is what is counted, such as 票.
    pub fn new(unit: impl Into<String>, parts: impl IntoIterator<Item = Part>) -> Self {
        Stacked { parts: parts.into_iter().collect(), unit: unit.into(), bars: Vec::new() }
    }

    /// Adds a bar: its name, and how many of each part.
    pub fn bar(mut self, name: impl Into<String>, counts: Vec<u64>) -> Self {
        self.bars.push((name.into(), counts));
        self
    }

    /// The class of each part: from one end of a colour-blind-safe scale to the other, or none beside it.
    fn classes(&self) -> Vec<&'static str> {
        const SCALE: [&str; 6] = ["chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6"];
        let counted = self.parts.iter().filter(|part| part.counted).count();
        let places: &[usize] = match counted {
            0 | 1 => &[0],
            2 => &[0, 5],
            3 => &[0, 3, 5],
            4 => &[0, 1, 3, 5],
            5 => &[0, 1, 3, 4, 5],
            _ => &[0, 1, 2, 3, 4, 5],
        };
        let mut next = places.iter();
        let mut class = |part: &Part| {
            if !part.counted {
                return "chart-beside";
            }
            let place = next.next().or(places.last()).copied().unwrap_or(0);
            SCALE.get(place).copied().unwrap_or("chart-6")
        };
        self.parts.iter().map(&mut class).collect()
    }

    fn bar_markup(&self, name: &str, counts: &[u64], classes: &[&str]) -> Markup {
        let total: u64 = counts.iter().sum();
        let share = |count: u64| if total == 0 { 0.0 } else { count as f64 / total as f64 };
        let mut from = 0.0;
        let pieces: Vec<(f64, f64, &str)> = counts
            .iter()
            .zip(classes)
            .map(|(count, class)| {
                let at = from;
                from += share(*count);
                (at, share(*count), *class)
            })
            .collect();
        html! {
            li.chart-bar {
                p.chart-name { (name) " " span.secondary { (super::table::thousands(total)) " " (self.unit) } }
                svg.chart-stack aria-hidden="true" focusable="false" width="100%" height="32" {
                    @for (at, width, class) in pieces.iter().filter(|(_, width, _)| *width > 0.0) {
                        rect class=(class) x=(percent(*at)) y="0" width=(percent(*width)) height="32" {}
                        @if *width >= ROOM {
                            text class={ (class) "-text" } x=(percent(at + width / 2.0)) y="21" text-anchor="middle" { (rounded(*width)) }
                        }
                    }
                }
                ul.chart-parts {
                    @for ((part, count), class) in self.parts.iter().zip(counts).zip(classes) {
                        li {
                            svg.chart-swatch aria-hidden="true" focusable="false" width="14" height="14" { rect class=(class) x="1" y="1" width="12" height="12" {} }
                            (part.name) " " strong { (super::table::thousands(*count)) }
                            @if total > 0 { span.secondary { "（" (rounded(share(*count))) "）" } }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Stacked {
    fn render(&self) -> Markup {
        let classes = self.classes();
        html! { ul.chart { @for (name, counts) in &self.bars { (self.bar_markup(name, counts, &classes)) } } }
    }
}

/// Values on one scale, each with the range in which it may lie.
#[derive(Clone, Debug)]
pub struct Ranges {
    unit: String,
    rows: Vec<Range>,
}

/// One value with its range.
#[derive(Clone, Debug)]
pub struct Range {
    /// What it is the value of.
    pub name: String,
    /// A word or two more, such as the rank.
    pub note: String,
    /// The value; None where there is none.
    pub value: Option<f64>,
    /// Both ends of the range; None where the value stands alone.
    pub range: Option<(f64, f64)>,
}

impl Ranges {
    /// A chart of these values; `unit` is theirs, such as 分.
    pub fn new(unit: impl Into<String>, rows: Vec<Range>) -> Self {
        Ranges { unit: unit.into(), rows }
    }

    /// Both ends of the scale, at tens around all ranges.
    fn scale(&self) -> (f64, f64) {
        let known = || self.rows.iter().filter_map(|row| row.range.or(row.value.map(|value| (value, value))));
        let low = known().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
        let high = known().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
        if !(low.is_finite() && high.is_finite()) {
            return (0.0, 100.0);
        }
        let (low, high) = ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0);
        if high > low { (low, high) } else { (low - 10.0, high) }
    }

    fn row(&self, row: &Range, (low, high): (f64, f64)) -> Markup {
        let place = |value: f64| ((value - low) / (high - low)).clamp(0.0, 1.0);
        html! {
            li.chart-bar {
                p.chart-name { @if !row.note.is_empty() { (row.note) " " } (row.name) " " @if let Some(value) = row.value { strong { (two(value)) } } @else { span.secondary { "没有数值" } } }
                @if let Some(value) = row.value {
                    svg.chart-range aria-hidden="true" focusable="false" width="100%" height="24" {
                        line.chart-axis x1="0" y1="12" x2="100%" y2="12" {}
                        @if let Some((low, high)) = row.range {
                            rect.chart-band x=(percent(place(low))) y="5" width=(percent(place(high) - place(low))) height="14" {}
                        }
                        circle.chart-dot cx=(percent(place(value))) cy="12" r="5" {}
                    }
                }
            }
        }
    }
}

impl Render for Ranges {
    fn render(&self) -> Markup {
        let scale = self.scale();
        html! {
            p.chart-scale { span { (scale.0) " " (self.unit) } span { (scale.1) " " (self.unit) } }
            ol.chart { @for row in &self.rows { (self.row(row, scale)) } }
        }
    }
}

/// The numbers of a chart, behind 「查看数据」; on paper they are open.
pub fn data(table: impl Render) -> Markup {
    html! { details.chart-data { summary { "查看数据" } (table) } }
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

fn rounded(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A value with two decimals.
pub fn two(value: f64) -> String {
    format!("{value:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades() -> Vec<Part> {
        vec![Part::new("满意"), Part::new("基本满意"), Part::new("不满意"), Part::beside("不了解")]
    }

    #[test]
    fn every_count_is_in_words_and_widths_follow_the_counts() {
        let text = Stacked::new("票", grades()).bar("市<教育>局", vec![500, 300, 150, 50]).render().into_string();
        for (at, width) in [("0.000%", "50.000%"), ("50.000%", "30.000%"), ("80.000%", "15.000%"), ("95.000%", "5.000%")] {
            assert!(text.contains(&format!("x=\"{at}\" y=\"0\" width=\"{width}\"")), "{at} {width}: {text}");
        }
        for words in ["满意 <strong>500</strong>", "（50%）", "不了解 <strong>50</strong>", "1,000 票", "市&lt;教育&gt;局"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        // In the bar only where there is room.
        assert!(text.contains(">15%</text>") && !text.contains(">5%</text>"));
        assert!(!text.contains("style="), "the policy forbids it");
    }

    #[test]
    fn the_scale_has_different_colours_and_what_is_beside_it_has_none() {
        assert_eq!(Stacked::new("票", grades()).classes(), ["chart-1", "chart-4", "chart-6", "chart-beside"]);
        for count in 1..=6 {
            let classes = Stacked::new("票", (0..count).map(|at| Part::new(at.to_string()))).classes();
            let different: std::collections::BTreeSet<_> = classes.iter().collect();
            assert_eq!(different.len(), count);
        }
        assert_eq!(Stacked::new("票", (0..9).map(|at| Part::new(at.to_string()))).classes().len(), 9);
    }

    #[test]
    fn nothing_counted_and_no_bars_are_no_mistake() {
        let text = Stacked::new("票", grades()).bar("甲", vec![0, 0, 0, 0]).render().into_string();
        assert!(!text.contains("NaN") && !text.contains('（') && !text.contains("<text"), "{text}");
        assert_eq!(Stacked::new("票", grades()).render().into_string(), "<ul class=\"chart\"></ul>");
        assert!(!Ranges::new("分", Vec::new()).render().into_string().contains("inf"));
    }

    #[test]
    fn ranges_stand_on_one_scale_of_tens() {
        let row = |value, range| Range { name: "甲".into(), note: "第 1 位".into(), value, range };
        let chart = Ranges::new("分", vec![row(Some(85.0), Some((84.0, 86.0))), row(Some(72.5), Some((70.0, 75.0))), row(None, None)]);
        assert_eq!(chart.scale(), (70.0, 90.0));
        let text = chart.render().into_string();
        assert!(text.contains("cx=\"75.000%\"") && text.contains("x=\"70.000%\" y=\"5\" width=\"10.000%\""), "{text}");
        assert!(text.contains("x=\"0.000%\" y=\"5\" width=\"25.000%\"") && text.contains("没有数值"), "{text}");
        assert_eq!(Ranges::new("分", vec![row(Some(100.0), None)]).scale(), (90.0, 100.0));
    }
}
