//! Combining shares into the result (specification, "Election result").

use super::count::VerifiedTally;
use super::share::VerifiedShare;
use crate::election::{MAX_ANSWERS, MAX_QUESTIONS};
use crate::group::{Element, Scalar};
use crate::json::{Canonical, ParseError, Reader, json_form, write_list};
use crate::trustee::VerifiedTrustees;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::{Identity, VartimeMultiscalarMul};
use std::collections::{HashMap, HashSet};

/// Why shares do not give a result (specification, "Election result").
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultError {
    /// The same trustee twice.
    #[error("two shares of trustee {0}")]
    Repeated(u64),
    /// Too few shares of an item of the list.
    #[error("item {item} of the trustees: {given} shares where {needed} are needed")]
    TooFew {
        /// The item, from 1.
        item: usize,
        /// Shares given.
        given: usize,
        /// Shares needed.
        needed: usize,
    },
    /// The opened total is not a number from 0 to the number of ballots.
    #[error("question {question}, answer {answer}: the opened total is not a number of ballots")]
    NotACount {
        /// The question, from 0.
        question: usize,
        /// The answer, from 0.
        answer: usize,
    },
}

/// How many chose each answer of each question (specification, "Election result", result).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElectionResult(pub Vec<Vec<u64>>);

impl Canonical for ElectionResult {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"result\":")?;
        let questions = reader.list(MAX_QUESTIONS, |reader, _| reader.list(MAX_ANSWERS, |reader, _| reader.integer()))?;
        reader.token("}")?;
        Ok(ElectionResult(questions))
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"result\":");
        write_list(&self.0, out, |answers, out| write_list(answers, out, |count, out| out.push_str(&count.to_string())));
        out.push('}');
    }
}
json_form!(ElectionResult);

/// Opens a total (specification, "Election result"). Of a group, the first K shares are combined; more do no harm.
///
/// # Errors
/// A trustee twice, too few shares, or a total that is no number of ballots.
pub fn decrypt(tally: &VerifiedTally, trustees: &VerifiedTrustees, shares: &[VerifiedShare]) -> Result<ElectionResult, ResultError> {
    let mut seen = HashSet::new();
    if let Some(share) = shares.iter().find(|share| !seen.insert(share.owner())) {
        return Err(ResultError::Repeated(share.owner()));
    }
    let weighted = choose(trustees, shares)?;
    let logarithms = logarithms(tally.ballots());
    let mut result = Vec::with_capacity(tally.tally().0.len());
    for (question, answers) in tally.tally().0.iter().enumerate() {
        let mut counts = Vec::with_capacity(answers.len());
        for (answer, ciphertext) in answers.iter().enumerate() {
            let wrong = ResultError::NotACount { question, answer };
            let factors: Option<Vec<_>> = weighted.iter().map(|(_, share)| share.share().factors.get(question)?.get(answer)).collect();
            let factors = factors.ok_or(wrong)?;
            let scalars = weighted.iter().map(|(weight, _)| weight.0);
            let factor = EdwardsPoint::vartime_multiscalar_mul(scalars, factors.iter().map(|factor| factor.point()));
            let opened = Element::from_point(ciphertext.beta.point() - factor);
            counts.push(logarithms.get(opened.encoding()).copied().ok_or(wrong)?);
        }
        result.push(counts);
    }
    Ok(ElectionResult(result))
}

/// The shares that are combined, each with its exponent: 1, or its Lagrange coefficient in its group.
fn choose<'a>(trustees: &VerifiedTrustees, shares: &'a [VerifiedShare]) -> Result<Vec<(Scalar, &'a VerifiedShare)>, ResultError> {
    let mut chosen = Vec::new();
    for (item, part) in trustees.parts().iter().enumerate() {
        let first = part.owners.start as u64;
        let mut own: Vec<_> = shares.iter().filter(|share| part.owners.contains(&(share.owner() as usize).wrapping_sub(1))).collect();
        if own.len() < part.needed {
            return Err(ResultError::TooFew { item: item + 1, given: own.len(), needed: part.needed });
        }
        own.truncate(part.needed);
        let indexes: Vec<u64> = own.iter().map(|share| share.owner() - first).collect();
        for (share, index) in own.iter().zip(&indexes) {
            chosen.push((lagrange(*index, &indexes), *share));
        }
    }
    Ok(chosen)
}

/// ∏ k / (k − δ) over the other indexes k.
pub(crate) fn lagrange(index: u64, all: &[u64]) -> Scalar {
    let others = all.iter().filter(|other| **other != index).map(|other| Scalar::from(*other));
    let (numerator, denominator) = others.fold((Scalar::ONE, Scalar::ONE), |(numerator, denominator), other| {
        (numerator * other, denominator * (other - Scalar::from(index)))
    });
    numerator * denominator.invert()
}

/// g^n for every possible count n, by its encoding.
fn logarithms(most: u64) -> HashMap<[u8; 32], u64> {
    let mut power = EdwardsPoint::identity();
    let mut powers = Vec::new();
    for _ in 0..=most {
        powers.push(power);
        power += ED25519_BASEPOINT_POINT;
    }
    crate::group::encode_all(&powers).into_iter().zip(0..).collect()
}
