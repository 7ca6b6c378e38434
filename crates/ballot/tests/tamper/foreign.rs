//! The same care with the archives of another program: nothing can be changed, dropped or repeated in them.

use crate::refusal;
use crate::support::data::foreign;
use crate::support::parts::{Part, Parts};

/// Places that are looked at: all of a short archive, four of a long one, in which each costs the check of many ballots.
fn some(length: usize) -> impl Iterator<Item = usize> {
    (0..length).filter(move |place| length < 40 || [1, 6, length / 2, length - 1].contains(place))
}

/// Where each member begins, and where the last one ends.
fn starts(parts: &Parts) -> Vec<usize> {
    let mut starts = vec![0];
    for part in &parts.parts {
        starts.push(starts.last().unwrap() + 512 + part.text().len().next_multiple_of(512));
    }
    starts
}

#[test]
fn a_changed_byte_is_refused() {
    for archive in foreign() {
        let starts = starts(&Parts::of(archive.bytes));
        for place in some(starts.len() - 1) {
            // Name, mode, size, time, what is after them; the body, and what fills it up.
            let header = [3, 104, 132, 143, 300].map(|byte| starts[place] + byte);
            for at in header.into_iter().chain([starts[place] + 520, starts[place + 1] - 1]) {
                let mut changed = archive.bytes.to_vec();
                changed[at] ^= 1;
                refusal(&changed);
            }
        }
    }
}

#[test]
fn a_cut_or_a_longer_file_is_refused() {
    for archive in foreign() {
        let starts = starts(&Parts::of(archive.bytes));
        for place in some(starts.len() - 1) {
            for end in [starts[place], starts[place] + 300, starts[place + 1] - 1] {
                refusal(&archive.bytes[..end]);
            }
        }
        for more in [&[0][..], &[0; 512], &[0; 1024], b"x", &archive.bytes[starts[1]..starts[2]]] {
            refusal(&[archive.bytes, more].concat());
        }
    }
}

#[test]
fn a_dropped_or_repeated_member_is_refused_though_all_is_chained_again() {
    for archive in foreign() {
        let members = Parts::of(archive.bytes).parts.len();
        for place in some(members) {
            let mut parts = Parts::of(archive.bytes);
            let part = parts.parts.remove(place);
            refusal(&parts.chained());
            let mut parts = Parts::of(archive.bytes);
            parts.parts.insert(place, part);
            refusal(&parts.chained());
        }
    }
}

#[test]
fn a_dropped_or_repeated_event_is_refused_though_all_is_chained_again() {
    for archive in foreign() {
        let parts = Parts::of(archive.bytes).parts;
        let events: Vec<_> = (0..parts.len()).filter(|place| matches!(parts[*place], Part::Event(_))).collect();
        for place in (1..events.len()).filter(|place| events.len() < 20 || place % 5 == 2) {
            let group = events[place - 1] + 1..events[place] + 1;
            let mut changed = Parts::of(archive.bytes);
            let dropped: Vec<_> = changed.parts.drain(group.clone()).collect();
            refusal(&changed.chained());
            let mut changed = Parts::of(archive.bytes);
            changed.parts.splice(group.start..group.start, dropped);
            refusal(&changed.chained());
        }
    }
}
