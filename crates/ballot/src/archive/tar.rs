//! The old-style tar around an archive's members (specification, "Public data"). There is one right header for each
//! member, and no trailer.

use crate::digest::Digest;
use std::io::{self, Read, Write};

const BLOCK: usize = 512;
/// Longest member: a million credentials take 67 MB.
const MAX_MEMBER: u64 = 1 << 27;
const FIRST_NAME: &str = "BELENIOS";
const DATA_SUFFIX: &str = ".data.json";
const EVENT_SUFFIX: &str = ".event.json";

/// What a member's name says about it (specification, "Public data").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// The first member.
    Header,
    /// Data, named by its SHA-256.
    Data(Digest),
    /// An event, named by its SHA-256.
    Event(Digest),
}

impl MemberKind {
    fn name(&self) -> String {
        match self {
            MemberKind::Header => FIRST_NAME.to_owned(),
            MemberKind::Data(digest) => format!("{digest}{DATA_SUFFIX}"),
            MemberKind::Event(digest) => format!("{digest}{EVENT_SUFFIX}"),
        }
    }

    fn parse(name: &[u8]) -> Option<MemberKind> {
        let (hex, suffix) = name.split_at_checked(64)?;
        let digest = Digest::from_hex(hex);
        if suffix == DATA_SUFFIX.as_bytes() {
            digest.map(MemberKind::Data)
        } else if suffix == EVENT_SUFFIX.as_bytes() {
            digest.map(MemberKind::Event)
        } else {
            None
        }
    }
}

/// One member: what it is, and its bytes (specification, "Public data").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// From its name; the SHA-256 in it was checked.
    pub kind: MemberKind,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// What is wrong with the tar (specification, "Public data").
#[derive(Debug, thiserror::Error)]
pub enum TarError {
    /// The file cannot be read.
    #[error("cannot read: {0}")]
    Read(#[from] io::Error),
    /// The file ends inside a member.
    #[error("the file ends inside a member")]
    Truncated,
    /// A header block that is not the only right one.
    #[error("not the only right header of a member")]
    Header,
    /// A name that is neither `BELENIOS` in the first place nor a SHA-256 with a known ending.
    #[error("not a name of a member at this place")]
    Name,
    /// A name that is not the SHA-256 of the body.
    #[error("the name is not the SHA-256 of the body")]
    Hash,
    /// Something else than zeros after a body.
    #[error("something after the body of a member")]
    Padding,
    /// A member above the limit.
    #[error("a member longer than {MAX_MEMBER} bytes")]
    TooLong,
}

/// The only right header of a member.
fn header(kind: &MemberKind, size: u64, mtime: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &str| {
        if let Some(to) = block.get_mut(at..at + text.len()) {
            to.copy_from_slice(text.as_bytes());
        }
    };
    put(0, &kind.name());
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{size:011o}"));
    put(136, &format!("{mtime:011o}"));
    put(148, "        ");
    put(156, "0");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    if let Some(to) = block.get_mut(148..156) {
        to.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
    block
}

/// Reads an archive member by member, holding one at a time (specification, "Public data"). The bodies' meaning is not
/// looked at.
pub struct Members<R> {
    input: R,
    mtime: Option<u64>,
    read: u64,
}

impl<R: Read> Members<R> {
    /// Starts at the beginning of an archive.
    pub fn new(input: R) -> Self {
        Members { input, mtime: None, read: 0 }
    }

    /// Goes on within an archive whose members carry this time, in seconds since 1970.
    pub(crate) fn after(input: R, mtime: u64) -> Self {
        Members { input, mtime: Some(mtime), read: 0 }
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.read
    }

    /// The time that all members carry, in seconds since 1970, once one was read.
    pub fn mtime(&self) -> Option<u64> {
        self.mtime
    }

    /// The next member, or nothing after the last.
    ///
    /// # Errors
    /// Every byte of the tar that is not the only right one.
    pub fn next_member(&mut self) -> Result<Option<Member>, TarError> {
        let mut block = [0; BLOCK];
        match self.fill(&mut block)? {
            0 => return Ok(None),
            BLOCK => {}
            _ => return Err(TarError::Truncated),
        }
        let name_end = block.iter().position(|byte| *byte == 0).unwrap_or(BLOCK);
        let name = block.get(..name_end).unwrap_or_default();
        let claimed = match self.mtime {
            None if name == FIRST_NAME.as_bytes() => MemberKind::Header,
            None => return Err(TarError::Name),
            Some(_) => MemberKind::parse(name).ok_or(TarError::Name)?,
        };
        let size = octal(&block, 124).ok_or(TarError::Header)?;
        let mtime = octal(&block, 136).ok_or(TarError::Header)?;
        if size > MAX_MEMBER {
            return Err(TarError::TooLong);
        }
        if block != header(&claimed, size, *self.mtime.get_or_insert(mtime)) {
            return Err(TarError::Header);
        }
        let mut body = Vec::new();
        self.read += (&mut self.input).take(size).read_to_end(&mut body)? as u64;
        if (body.len() as u64) < size {
            return Err(TarError::Truncated);
        }
        let mut padding = [0; BLOCK];
        let wanted = body.len().next_multiple_of(BLOCK) - body.len();
        let padding = padding.get_mut(..wanted).unwrap_or_default();
        if self.fill(padding)? < wanted {
            return Err(TarError::Truncated);
        }
        if padding.iter().any(|byte| *byte != 0) {
            return Err(TarError::Padding);
        }
        match claimed {
            MemberKind::Data(digest) | MemberKind::Event(digest) if digest != Digest::of(&body) => Err(TarError::Hash),
            kind => Ok(Some(Member { kind, body })),
        }
    }

    /// Reads until the buffer is full or the file ends.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, TarError> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.read += filled as u64;
        Ok(filled)
    }
}

/// Eleven octal digits.
fn octal(block: &[u8; BLOCK], at: usize) -> Option<u64> {
    let digits = block.get(at..at + 11)?;
    digits.iter().try_fold(0, |value, digit| if (b'0'..=b'7').contains(digit) { Some(value << 3 | u64::from(digit - b'0')) } else { None })
}

/// Writes one member; gives the SHA-256 of its body.
pub(super) fn write_member<W: Write>(out: &mut W, kind: &MemberKind, body: &[u8], mtime: u64) -> io::Result<()> {
    out.write_all(&header(kind, body.len() as u64, mtime))?;
    out.write_all(body)?;
    out.write_all([0; BLOCK].get(..body.len().next_multiple_of(BLOCK) - body.len()).unwrap_or_default())
}
