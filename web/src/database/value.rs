//! Arguments of statements. The three types are the ones that both engines store alike.

/// An argument of a statement: TEXT, BIGINT or BOOLEAN, or NULL of that type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
    /// BOOLEAN.
    Flag(Option<bool>),
}

macro_rules! value_from {
    ($($source:ty => $kind:ident, |$x:ident| $convert:expr;)*) => {$(
        impl From<$source> for Value {
            fn from($x: $source) -> Self {
                Value::$kind(Some($convert))
            }
        }
        impl From<Option<$source>> for Value {
            fn from(value: Option<$source>) -> Self {
                Value::$kind(value.map(|$x| $convert))
            }
        }
    )*};
}

value_from! {
    &str => Text, |x| x.to_owned();
    String => Text, |x| x;
    &String => Text, |x| x.clone();
    i64 => Int, |x| x;
    i32 => Int, |x| i64::from(x);
    u32 => Int, |x| i64::from(x);
    u16 => Int, |x| i64::from(x);
    u8 => Int, |x| i64::from(x);
    bool => Flag, |x| x;
}

/// The arguments of one statement: `args![id, name, now]`, each by [`Value::from`], for `$1`, `$2`, `$3`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::database::Value::from($value)),*] };
}
