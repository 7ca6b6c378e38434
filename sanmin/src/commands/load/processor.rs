//! Processor time and memory of another process, as Linux tells them.

use std::fs;

use crate::commands::failed::Failed;

/// Linux tells times to programs in hundredths of a second, whatever it counts in itself (proc(5), USER_HZ).
const TICKS_A_SECOND: f64 = 100.0;

/// Seconds of processor time that a process has used, its threads included.
pub fn seconds(pid: u32) -> Result<f64, Failed> {
    let path = format!("/proc/{pid}/stat");
    let text = fs::read_to_string(&path).map_err(|error| Failed::WrongUse(format!("--pid {pid}: {path}: {error}")))?;
    ticks(&text).map(|ticks| ticks / TICKS_A_SECOND).ok_or_else(|| Failed::WrongUse(format!("--pid {pid}: {path} has not its usual form")))
}

/// User and system time, the 14th and 15th field; the second is a name in parentheses that may hold anything.
fn ticks(text: &str) -> Option<f64> {
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some(next()? + next()?)
}

/// Kilobytes of memory that a process holds resident.
pub fn memory(pid: u32) -> Result<u64, Failed> {
    let path = format!("/proc/{pid}/status");
    let text = fs::read_to_string(&path).map_err(|error| Failed::WrongUse(format!("--pid {pid}: {path}: {error}")))?;
    resident(&text).ok_or_else(|| Failed::WrongUse(format!("--pid {pid}: {path} has not its usual form")))
}

fn resident(text: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_a_name_of_any_kind() {
        let line = "7 (a b) c) S 1 7 7 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 5 0 100 1000 10";
        assert_eq!(ticks(line), Some(300.0));
        assert_eq!(ticks("7 (sanmin) S 1"), None);
    }

    #[test]
    fn memory_is_the_resident_one() {
        assert_eq!(resident("Name:\tsanmin\nVmHWM:\t  9000 kB\nVmRSS:\t  8000 kB\n"), Some(8_000));
        assert_eq!(resident("Name:\tsanmin\n"), None);
    }
}
