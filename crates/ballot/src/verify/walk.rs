//! Walks along the members of an archive, checking the chain of events.

use super::refusal::{Place, Refusal, RefusalKind};
use crate::archive::{ArchiveHeader, Event, EventType, MemberKind, Members};
use crate::digest::Digest;
use std::io::Read;

/// The next thing in an archive.
pub(super) enum Step {
    Data(Digest, Vec<u8>),
    Event(Event),
    End,
}

pub(super) struct Walk<R> {
    members: Members<R>,
    head: Option<Digest>,
    height: u64,
    member: u64,
    /// Where the last step was.
    at: Place,
}

impl<R: Read> Walk<R> {
    pub(super) fn new(input: R) -> Self {
        Walk { members: Members::new(input), head: None, height: 0, member: 0, at: Place::default() }
    }

    /// Goes on behind the event `head`, so many events having been before.
    pub(super) fn after(input: R, mtime: u64, head: Digest, height: u64) -> Self {
        Walk { members: Members::after(input, mtime), head: Some(head), height, member: 0, at: Place::default() }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.members.bytes()
    }

    pub(super) fn at(&self) -> Place {
        self.at
    }

    pub(super) fn refuse(&self, kind: impl Into<RefusalKind>) -> Refusal {
        self.at.refuse(kind)
    }

    /// The SHA-256 of the last event.
    pub(super) fn head(&self) -> Digest {
        self.head.unwrap_or_else(|| Digest::of(b""))
    }

    /// Reads the member `BELENIOS`.
    pub(super) fn header(&mut self) -> Result<ArchiveHeader, Refusal> {
        self.at.member = Some(0);
        let Some(member) = self.members.next_member().map_err(|error| self.refuse(error))? else {
            return Err(self.refuse(RefusalKind::Ends { expected: "BELENIOS" }));
        };
        let header = ArchiveHeader::from_json(&member.body).map_err(|error| self.refuse(RefusalKind::Header(error)))?;
        // No hash covers the header, so the one number in it must agree with the time on all members.
        if self.members.mtime() != Some(header.timestamp) {
            return Err(self.refuse(RefusalKind::Timestamp));
        }
        Ok(header)
    }

    /// The next member; an event is checked against the chain.
    pub(super) fn step(&mut self) -> Result<Step, Refusal> {
        self.member += 1;
        self.at = Place { member: Some(self.member), event: Some(self.height), ..Place::default() };
        let Some(member) = self.members.next_member().map_err(|error| self.refuse(error))? else { return Ok(Step::End) };
        match member.kind {
            MemberKind::Data(digest) => Ok(Step::Data(digest, member.body)),
            MemberKind::Header => Err(self.refuse(crate::archive::TarError::Name)),
            MemberKind::Event(digest) => {
                let event = Event::from_json(&member.body).map_err(|error| self.refuse(RefusalKind::Event(error)))?;
                if event.parent != self.head {
                    return Err(self.refuse(RefusalKind::Parent));
                }
                if event.height != self.height {
                    return Err(self.refuse(RefusalKind::Height { found: event.height }));
                }
                self.head = Some(digest);
                self.height += 1;
                Ok(Step::Event(event))
            }
        }
    }

    /// The next member, which must be data.
    pub(super) fn data(&mut self, expected: &'static str) -> Result<(Digest, Vec<u8>), Refusal> {
        match self.step()? {
            Step::Data(digest, body) => Ok((digest, body)),
            Step::Event(event) => Err(self.refuse(RefusalKind::Order { expected, found: event.kind })),
            Step::End => Err(self.refuse(RefusalKind::Ends { expected })),
        }
    }

    /// The next member, which must be an event of this type with this payload.
    pub(super) fn event(&mut self, expected: EventType, payload: Option<Digest>) -> Result<(), Refusal> {
        match self.step()? {
            Step::Event(event) => self.expect(event, expected, payload),
            Step::Data(..) => Err(self.refuse(RefusalKind::UnexpectedData { expected: expected.name() })),
            Step::End => Err(self.refuse(RefusalKind::Ends { expected: expected.name() })),
        }
    }

    /// Checks type and payload of an event.
    pub(super) fn expect(&self, event: Event, expected: EventType, payload: Option<Digest>) -> Result<(), Refusal> {
        if event.kind != expected {
            return Err(self.refuse(RefusalKind::Order { expected: expected.name(), found: event.kind }));
        }
        if event.payload != payload {
            return Err(self.refuse(RefusalKind::Payload));
        }
        Ok(())
    }
}
