//! Applications that look like one person under two identity numbers: found by the program, judged by a person.

use std::collections::HashMap;

use crate::person::Person;

/// Why two applications look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The identity numbers differ in at most two places, and the names are equal or nearly.
    Numbers,
    /// The same telephone and nearly the same name.
    NameAndPhone,
    /// The same name and day of birth.
    NameAndBirth,
    /// The same telephone under different names: a family may share one.
    Phone,
}

impl Likeness {
    /// In Chinese.
    pub fn chinese(self) -> &'static str {
        match self {
            Likeness::Numbers => "姓名相近，身份证号只差一两位",
            Likeness::NameAndPhone => "姓名相近，手机号相同",
            Likeness::NameAndBirth => "姓名和出生日期相同",
            Likeness::Phone => "手机号相同，姓名不同",
        }
    }
}

/// Names that are equal, or differ in one character.
fn near_names(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(x, y)| x != y).count() <= 1
}

fn differing_places(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count()
}

/// Why two people look alike, if they do.
pub(super) fn likeness(a: &Person, b: &Person) -> Option<Likeness> {
    let (near, same_phone) = (near_names(&a.name, &b.name), a.phone == b.phone);
    if near && differing_places(a.identity.as_str(), b.identity.as_str()) <= 2 {
        return Some(Likeness::Numbers);
    }
    if a.name == b.name && a.identity.birth_date() == b.identity.birth_date() {
        return Some(Likeness::NameAndBirth);
    }
    match (same_phone, near) {
        (true, true) => Some(Likeness::NameAndPhone),
        (true, false) => Some(Likeness::Phone),
        (false, _) => None,
    }
}

/// Pairs (by position, the smaller first) that look alike, each once, in order. Only people who share a telephone, a day of
/// birth or a name are compared, so that a pool of ten thousand takes no time; a group larger than `MOST_IN_GROUP` is cut.
pub(super) fn pairs(people: &[Person]) -> Vec<(usize, usize, Likeness)> {
    /// A telephone or name shared by more is compared among the first only; the page shows a bounded number of pairs anyway.
    const MOST_IN_GROUP: usize = 60;
    let mut groups: HashMap<(u8, String), Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        let keys = [(0, person.phone.as_str().to_string()), (1, person.name.clone()), (2, person.identity.birth_date().to_string())];
        for key in keys {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut found: Vec<(usize, usize, Likeness)> = Vec::new();
    for group in groups.values() {
        let group = group.get(..MOST_IN_GROUP).unwrap_or(group);
        for (place, first) in group.iter().enumerate() {
            for second in group.iter().skip(place + 1) {
                let alike = people.get(*first).zip(people.get(*second)).and_then(|(a, b)| likeness(a, b));
                found.extend(alike.map(|why| (*first, *second, why)));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{IdentityNumber, Phone, check_character};

    fn somebody(name: &str, body: &str, phone: &str) -> Person {
        let number = format!("{body}{}", check_character(body).unwrap());
        Person {
            name: name.into(),
            identity: IdentityNumber::try_from(number).unwrap(),
            phone: Phone::read(phone).unwrap(),
            address: String::new(),
            unit: String::new(),
        }
    }

    #[test]
    fn people_who_look_alike_are_found_each_once() {
        let people = [
            somebody("测试甲", "15010119800101001", "13800000001"),
            somebody("测试甲", "15010119800101003", "13800000001"),
            somebody("测试乙", "15010119900202001", "13800000002"),
            somebody("测验乙", "15010219700303001", "13800000002"),
            somebody("某某某", "15010319600404001", "13800000002"),
            somebody("测试丙", "15010119850505001", "13800000003"),
            somebody("测试丙", "15020119850505007", "13800000004"),
            somebody("无关人", "15010119770707001", "13800000005"),
        ];
        assert_eq!(
            pairs(&people),
            [
                (0, 1, Likeness::Numbers),
                (2, 3, Likeness::NameAndPhone),
                (2, 4, Likeness::Phone),
                (3, 4, Likeness::Phone),
                (5, 6, Likeness::NameAndBirth),
            ]
        );
    }

    #[test]
    fn a_telephone_of_ten_thousand_costs_no_more_than_its_first_sixty() {
        let people: Vec<Person> = (0..10_000)
            .map(|n| somebody(&format!("某{}", char::from_u32(0x4E00 + n).unwrap()), "15010119770707001", "13800000005"))
            .collect();
        assert!(pairs(&people).len() <= 3 * 60 * 59 / 2);
    }
}
