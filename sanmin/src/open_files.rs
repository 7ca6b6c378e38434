//! How many files and connections this process may hold open.

/// Raises the limit as far as the system lets a process without rights do it; what it is then. Each open page needs one file.
#[cfg(unix)]
pub fn raise() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    let now = if raised.is_ok() { limit.maximum } else { limit.current };
    // None means that there is no limit.
    now.unwrap_or(u64::MAX)
}

/// Elsewhere nothing is known of a limit.
#[cfg(not(unix))]
pub fn raise() -> u64 {
    u64::MAX
}
