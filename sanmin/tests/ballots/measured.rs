//! What a process has used, as Linux tells it (proc(5)).

use std::process;

/// Processor time in milliseconds, told in tens of them.
pub fn processor_milliseconds(id: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("Linux");
    let fields: Vec<f64> = text.rsplit_once(')').expect("a name").1.split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // After the name: the state, which is no number, then ten fields before user and system time.
    (fields[10] + fields[11]) * 10.0
}

/// Processor time of this process, in milliseconds.
pub fn own_milliseconds() -> f64 {
    processor_milliseconds(process::id())
}

/// The most memory that a process ever held resident, in MiB.
pub fn most_mebibytes(id: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).expect("Linux");
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line of proc(5)");
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).expect("kilobytes") / 1_024
}
