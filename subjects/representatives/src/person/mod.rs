//! A person as the pool knows them, and how little of them is shown and kept in the clear.

mod identity;
mod phone;
mod record;

pub use identity::{IdentityMistake, IdentityNumber, Sex};
pub use phone::{Phone, PhoneMistake};
pub use record::{Person, Seal};

/// A name as lists show it: 张*三, 张*, 欧***雅.
pub fn masked_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [_] => "*".into(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_keeps_its_ends() {
        let cases = [("", ""), ("张", "*"), ("张三", "张*"), ("张小三", "张*三"), ("阿拉坦·乌日娜", "阿*****娜")];
        for (name, masked) in cases {
            assert_eq!(masked_name(name), masked);
        }
    }
}
