//! Elections for tests: made through the library's own functions, or taken apart and changed byte by byte.
#![allow(dead_code)]

pub mod data;
pub mod parts;

use ballot::archive::ArchiveWriter;
use ballot::cast::Poll;
use ballot::ceremony::{Certificates, Seed};
use ballot::credential::{Credential, CredentialList};
use ballot::election::{Election, Question, Uuid};
use ballot::group::{SecretScalar, system_random};
use ballot::tally::{Counter, PartialDecryption, decrypt};
use ballot::trustee::{ThresholdParameters, TrusteeKey, TrusteeKind, Trustees, VerifiedTrustees};

/// When our archives begin, in seconds since 1970.
pub const MTIME: u64 = 1_700_000_000;

/// A complete ceremony: published parameters, and the members' keys for shares.
pub fn ceremony(size: u64, threshold: u64) -> (ThresholdParameters, Vec<SecretScalar>) {
    let rng = &mut system_random();
    let seeds: Vec<_> = (0..size).map(|_| Seed::random(rng)).collect();
    let certs = seeds.iter().zip(1..).map(|(seed, index)| seed.certificate(size, threshold, index, rng)).collect();
    let certificates = Certificates::new(certs, threshold).unwrap();
    let polynomials = seeds.iter().map(|seed| seed.polynomial(&certificates, rng).unwrap()).collect();
    let checked = certificates.check_polynomials(polynomials).unwrap();
    let outputs: Vec<_> =
        seeds.iter().zip(checked.inputs()).map(|(seed, input)| seed.finish(&certificates, &input, rng).unwrap()).collect();
    let keys = seeds.iter().zip(&outputs).map(|(seed, output)| seed.private_key(&output.private_key).unwrap()).collect();
    (checked.assemble(&outputs).unwrap(), keys)
}

/// The trustees of an election, and their keys for shares.
pub type WithKeys = (VerifiedTrustees, Vec<SecretScalar>);

/// One trustee who must take part.
pub fn single_trustee() -> WithKeys {
    let (kind, key) = single();
    (Trustees(vec![kind]).verify().unwrap(), vec![key])
}

/// A group of whom two of three must take part.
pub fn two_of_three() -> WithKeys {
    let (group, members) = ceremony(3, 2);
    (Trustees(vec![TrusteeKind::Pedersen(group)]).verify().unwrap(), members)
}

/// One trustee who must take part, and a group of whom two of three must.
pub fn mixed_trustees() -> WithKeys {
    let (kind, key) = single();
    let (group, members) = ceremony(3, 2);
    let trustees = Trustees(vec![kind, TrusteeKind::Pedersen(group)]).verify().unwrap();
    (trustees, [key].into_iter().chain(members).collect())
}

fn single() -> (TrusteeKind, SecretScalar) {
    let key = SecretScalar::random(&mut system_random());
    (TrusteeKind::Single(Box::new(TrusteeKey::prove(&key, &mut system_random()))), key)
}

/// An election that is ready for ballots.
pub struct Ready {
    pub election: Election,
    pub poll: Poll,
    pub trustees: VerifiedTrustees,
    pub keys: Vec<SecretScalar>,
    pub cards: Vec<Credential>,
    pub credentials: CredentialList,
}

pub fn ready(voters: usize, questions: usize, answers: usize) -> Ready {
    ready_with(mixed_trustees(), voters, questions, answers)
}

pub fn ready_with((trustees, keys): WithKeys, voters: usize, questions: usize, answers: usize) -> Ready {
    let uuid = Uuid::random(&mut system_random());
    let cards: Vec<_> = (0..voters).map(|_| Credential::random(&mut system_random())).collect();
    let credentials = CredentialList::sorted(cards.iter().map(|card| card.public_key(&uuid)).collect()).unwrap();
    let question =
        |number| Question { answers: (1..=answers).map(|answer| format!("答案{answer}")).collect(), question: format!("部门{number}") };
    let election = Election {
        description: "测试".to_owned(),
        name: "小型 \"引号\"".to_owned(),
        public_key: trustees.election_key(),
        questions: (1..=questions).map(question).collect(),
        uuid,
        administrator: None,
        credential_authority: Some("凭证机构".to_owned()),
    };
    let poll = Poll::new(&election);
    Ready { election, poll, trustees, keys, cards, credentials }
}

impl Ready {
    /// The choice of a voter for a question.
    pub fn choice(&self, voter: usize, question: usize) -> usize {
        (voter * 7 + question * 3 + voter / 2) % self.poll.shape()[question]
    }

    /// The whole election as an archive, with shares of these trustees (counted from 1), and its expected totals.
    pub fn archive(&self, share_of: &[usize]) -> (Vec<u8>, Vec<Vec<u64>>) {
        let rng = &mut system_random();
        let questions = self.poll.shape().len();
        let mut expected: Vec<Vec<u64>> = self.poll.shape().iter().map(|answers| vec![0; *answers]).collect();
        let mut ballots = Vec::new();
        for (voter, card) in self.cards.iter().enumerate() {
            let choices: Vec<_> = (0..questions).map(|question| self.choice(voter, question)).collect();
            for (counts, choice) in expected.iter_mut().zip(&choices) {
                counts[*choice] += 1;
            }
            ballots.push(self.poll.cast(card, &choices, rng).unwrap());
        }
        ballots.sort_by_key(|ballot| ballot.tracker());
        let mut writer = ArchiveWriter::begin(Vec::new(), MTIME, &self.election, self.trustees.trustees(), &self.credentials).unwrap();
        let mut counter = Counter::new(&self.poll);
        for ballot in &ballots {
            writer.ballot(ballot).unwrap();
            counter.add(ballot);
        }
        let tally = counter.close().unwrap();
        let mut writer = writer.close().unwrap().tally(&tally).unwrap();
        let mut shares = Vec::new();
        for trustee in share_of {
            let share = PartialDecryption::make(&tally, &self.trustees, &self.keys[trustee - 1], rng).unwrap();
            writer.share(&share).unwrap();
            shares.push(share);
        }
        let result = decrypt(&tally, &self.trustees, &shares).unwrap();
        (writer.result(&result).unwrap(), expected)
    }
}
