//! The pool (报名库): everybody who may be drawn, by number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, Faults};
use crate::{Cell, Number};

/// How a person came into the pool (产生方式). It is counted and has no part in the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// 自愿报名.
    Volunteer,
    /// 组织推荐.
    Nominated,
}

impl Channel {
    /// Both channels.
    pub const ALL: [Channel; 2] = [Channel::Volunteer, Channel::Nominated];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Volunteer => "volunteer",
            Channel::Nominated => "nominated",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is no channel.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a channel is `volunteer` or `nominated`")]
pub struct BadChannel;

impl FromStr for Channel {
    type Err = BadChannel;

    fn from_str(text: &str) -> Result<Self, BadChannel> {
        Channel::ALL.into_iter().find(|channel| channel.as_str() == text.trim()).ok_or(BadChannel)
    }
}

/// A person of the pool. There is no name here, only a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The pool number.
    pub number: Number,
    /// The one cell in which the person sits.
    pub cell: Cell,
    /// How the person came in, if that is told.
    pub channel: Option<Channel>,
}

/// Everybody who may be drawn: at least one person, each number once, ordered by the bytes of the number.
/// Either everybody's channel is known or nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    entries: Vec<Entry>,
    channels: bool,
}

impl Pool {
    /// A pool of these people, in whatever order they come.
    ///
    /// # Errors
    /// Every number that stands twice, everybody without a channel where others have one, or that nobody is there.
    pub fn new(mut entries: Vec<Entry>) -> Result<Self, Faults> {
        // Stable, so that a number's cells are told in the order in which they came.
        entries.sort_by(|a, b| a.number.cmp(&b.number));
        let channels = entries.iter().any(|entry| entry.channel.is_some());
        let mut faults = Vec::new();
        for same in entries.chunk_by(|a, b| a.number == b.number) {
            let [first, rest @ ..] = same else { continue };
            if !rest.is_empty() {
                let cells = same.iter().map(|entry| entry.cell.clone()).collect();
                faults.push(Fault::NumberTwice { number: first.number.clone(), cells });
            }
            if channels && same.iter().any(|entry| entry.channel.is_none()) {
                faults.push(Fault::ChannelMissing(first.number.clone()));
            }
        }
        if entries.is_empty() {
            faults.push(Fault::PoolEmpty);
        }
        if faults.is_empty() { Ok(Pool { entries, channels }) } else { Err(Faults(faults)) }
    }

    /// The people, by number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether everybody's channel is known.
    pub fn has_channels(&self) -> bool {
        self.channels
    }

    /// Where in [`Pool::entries`] a number stands.
    pub fn position(&self, number: &Number) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.number.cmp(number)).ok()
    }
}
