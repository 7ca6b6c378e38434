//! Archives taken apart, changed, and put together again with right names, hashes and chain.

use ballot::archive::{Event, EventType, MemberKind, Members};
use ballot::credential::Credential;
use ballot::digest::Digest;
use ballot::election::Uuid;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha256, Sha512};
use std::collections::HashMap;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Header(String),
    Data(String),
    Event(Event),
}

impl Part {
    pub fn text(&self) -> String {
        match self {
            Part::Header(text) | Part::Data(text) => text.clone(),
            Part::Event(event) => event.to_json(),
        }
    }
}

pub struct Parts {
    pub parts: Vec<Part>,
    pub mtime: u64,
}

impl Parts {
    pub fn of(archive: &[u8]) -> Parts {
        let mut members = Members::new(archive);
        let mut parts = Vec::new();
        while let Some(member) = members.next_member().unwrap() {
            let text = String::from_utf8(member.body).unwrap();
            parts.push(match member.kind {
                MemberKind::Header => Part::Header(text),
                MemberKind::Data(_) => Part::Data(text),
                MemberKind::Event(_) => Part::Event(Event::from_json(text.as_bytes()).unwrap()),
            });
        }
        Parts { parts, mtime: members.mtime().unwrap() }
    }

    /// Changes the text of a data member and every hash that follows from it.
    pub fn change(&mut self, at: usize, change: impl FnOnce(&str) -> String) {
        let before: Vec<_> = self.parts.iter().map(Part::text).collect();
        let Part::Data(text) = &mut self.parts[at] else { panic!("not data") };
        let new = change(text);
        assert_ne!(*text, new, "the change must change something");
        *text = new;
        let mut renamed: HashMap<String, String> = HashMap::new();
        for (part, before) in self.parts.iter_mut().zip(before) {
            let old = Digest::of(before.as_bytes()).to_hex();
            if let Part::Data(text) = part {
                for (from, to) in &renamed {
                    *text = text.replace(from.as_str(), to.as_str());
                }
                renamed.insert(old, Digest::of(text.as_bytes()).to_hex());
            }
            if let Part::Event(Event { payload: Some(payload), .. }) = part
                && let Some(new) = renamed.get(&payload.to_hex())
            {
                *payload = Digest::from_hex(new.as_bytes()).unwrap();
            }
        }
    }

    /// The places of events of a type.
    pub fn events(&self, kind: EventType) -> Vec<usize> {
        self.parts
            .iter()
            .enumerate()
            .filter(|(_, part)| matches!(part, Part::Event(event) if event.kind == kind))
            .map(|(place, _)| place)
            .collect()
    }

    /// Right heights and parents for all events.
    pub fn rechain(&mut self) {
        let (mut parent, mut height) = (None, 0);
        for part in &mut self.parts {
            if let Part::Event(event) = part {
                (event.parent, event.height) = (parent, height);
                parent = Some(Digest::of(event.to_json().as_bytes()));
                height += 1;
            }
        }
    }

    /// The archive with right heights, parents and names.
    pub fn chained(mut self) -> Vec<u8> {
        self.rechain();
        self.bytes()
    }

    /// The archive with right names only.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for part in &self.parts {
            let text = part.text();
            let hash = Digest::of(text.as_bytes());
            let name = match part {
                Part::Header(_) => "BELENIOS".to_owned(),
                Part::Data(_) => format!("{hash}.data.json"),
                Part::Event(_) => format!("{hash}.event.json"),
            };
            out.extend(member(&name, text.as_bytes(), self.mtime));
        }
        out
    }
}

/// One tar member, written without the library.
pub fn member(name: &str, body: &[u8], mtime: u64) -> Vec<u8> {
    let mut block = vec![0u8; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..107].copy_from_slice(b"0000644");
    block[108..115].copy_from_slice(b"0000000");
    block[116..123].copy_from_slice(b"0000000");
    block[124..135].copy_from_slice(format!("{:011o}", body.len()).as_bytes());
    block[136..147].copy_from_slice(format!("{mtime:011o}").as_bytes());
    block[148..156].fill(b' ');
    block[156] = b'0';
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block.extend(body);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

/// Signs a changed ballot again, as a voter with a program of their own would.
pub fn sign_again(ballot: &str, card: &Credential, uuid: &Uuid) -> String {
    let unsigned = &ballot[..ballot.find(",\"signature\":").unwrap()];
    let hash = Digest::of(format!("{unsigned}}}").as_bytes()).to_base64();
    let mut wide = [0; 64];
    for index in 0..2 {
        let text = format!("derive_credential|{}|{index}|{}", uuid.as_str(), *card.reveal());
        wide[32 * index..][..32].copy_from_slice(&Sha256::digest(text));
    }
    wide.reverse();
    let secret = Scalar::from_bytes_mod_order_wide(&wide);
    let nonce = Scalar::from_bytes_mod_order_wide(&Sha512::digest(ballot).into());
    let mut commitment = EdwardsPoint::mul_base(&nonce).compress().to_bytes();
    commitment.reverse();
    let text = format!("sig|{hash}|{}", data_encoding::HEXLOWER.encode(&commitment));
    let mut digest: [u8; 32] = Sha256::digest(text).into();
    digest.reverse();
    let challenge = Scalar::from_bytes_mod_order(digest);
    let response = nonce - secret * challenge;
    let (challenge, response) = (decimal(&challenge), decimal(&response));
    format!("{unsigned},\"signature\":{{\"hash\":\"{hash}\",\"proof\":{{\"challenge\":\"{challenge}\",\"response\":\"{response}\"}}}}}}")
}

/// Base 10, by repeated division.
pub fn decimal(scalar: &Scalar) -> String {
    let mut bytes = scalar.to_bytes();
    bytes.reverse();
    let mut digits = Vec::new();
    while bytes.iter().any(|byte| *byte != 0) {
        let mut rest = 0u32;
        for byte in &mut bytes {
            let value = rest << 8 | u32::from(*byte);
            *byte = (value / 10) as u8;
            rest = value % 10;
        }
        digits.push(char::from(b'0' + rest as u8));
    }
    if digits.is_empty() { "0".to_owned() } else { digits.iter().rev().collect() }
}
