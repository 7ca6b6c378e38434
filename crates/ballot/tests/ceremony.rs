//! The key ceremony stops at the first message that is not exactly right, and says whose it is.

use ballot::ceremony::{CeremonyError, Certificates, ChannelError, MemberInput, MemberPolynomial, Seed};
use ballot::group::system_random;
use ballot::trustee::TrusteeErrorKind;

/// Three members, of whom two are enough, after step 3.
fn three() -> (Vec<Seed>, Certificates, Vec<MemberPolynomial>) {
    let rng = &mut system_random();
    let seeds: Vec<_> = (0..3).map(|_| Seed::random(rng)).collect();
    let certs = seeds.iter().zip(1..).map(|(seed, index)| seed.certificate(3, 2, index, rng)).collect();
    let certificates = Certificates::new(certs, 2).unwrap();
    let polynomials = seeds.iter().map(|seed| seed.polynomial(&certificates, rng).unwrap()).collect();
    (seeds, certificates, polynomials)
}

#[test]
fn messages_survive_their_text() {
    let (seeds, certificates, polynomials) = three();
    let read: Vec<_> = polynomials.iter().map(|polynomial| MemberPolynomial::from_json(polynomial.to_json().as_bytes()).unwrap()).collect();
    assert_eq!(read, polynomials);
    let checked = certificates.check_polynomials(read).unwrap();
    for (seed, input) in seeds.iter().zip(checked.inputs()) {
        let input = MemberInput::from_json(input.to_json().as_bytes()).unwrap();
        let output = seed.finish(&certificates, &input, &mut system_random()).unwrap();
        assert!(seed.private_key(&output.private_key).unwrap().public() == output.public_key.public_key);
    }
}

#[test]
fn one_member_cannot_come_twice() {
    let rng = &mut system_random();
    let seed = Seed::random(rng);
    let twice = vec![seed.certificate(2, 2, 1, rng), seed.certificate(2, 2, 2, rng)];
    let error = Certificates::new(twice, 2).err().unwrap();
    assert_eq!((error.owner, error.kind), (2, TrusteeErrorKind::Repeated));
    let copied = vec![seed.certificate(2, 2, 1, rng); 2];
    let error = Certificates::new(copied, 2).err().unwrap();
    assert_eq!((error.owner, error.kind), (2, TrusteeErrorKind::Context));
}

#[test]
fn the_polynomial_of_another_member_is_refused() {
    let (_, certificates, mut polynomials) = three();
    polynomials.swap(0, 1);
    let Err(CeremonyError::Member(error)) = certificates.check_polynomials(polynomials) else { panic!("accepted") };
    assert_eq!((error.owner, error.kind), (1, TrusteeErrorKind::CoefficientsSignature));
}

#[test]
fn what_is_meant_for_one_member_tells_another_nothing() {
    let (seeds, certificates, polynomials) = three();
    let checked = certificates.check_polynomials(polynomials).unwrap();
    let inputs = checked.inputs();
    let error = seeds[0].finish(&certificates, &inputs[1], &mut system_random()).err().unwrap();
    assert_eq!(error, CeremonyError::Message { from: 1, error: ChannelError::Decryption });
    let output = seeds[0].finish(&certificates, &inputs[0], &mut system_random()).unwrap();
    assert_eq!(seeds[1].private_key(&output.private_key).err().unwrap(), ChannelError::Decryption);
}

#[test]
fn a_stranger_has_no_part() {
    let (_, certificates, polynomials) = three();
    let stranger = Seed::random(&mut system_random());
    assert_eq!(stranger.polynomial(&certificates, &mut system_random()).err().unwrap(), CeremonyError::NotAMember);
    assert_eq!(certificates.check_polynomials(polynomials[..2].to_vec()).err().unwrap(), CeremonyError::Incomplete);
}

#[test]
fn a_key_of_another_ceremony_is_refused() {
    let (seeds, certificates, polynomials) = three();
    let (other_seeds, other, other_polynomials) = three();
    let checked = certificates.check_polynomials(polynomials).unwrap();
    let other_checked = other.check_polynomials(other_polynomials).unwrap();
    let rng = &mut system_random();
    let mut outputs: Vec<_> =
        seeds.iter().zip(checked.inputs()).map(|(seed, input)| seed.finish(&certificates, &input, rng).unwrap()).collect();
    outputs[2] = other_seeds[2].finish(&other, &other_checked.inputs()[2], rng).unwrap();
    let Err(CeremonyError::Member(error)) = checked.assemble(&outputs) else { panic!("accepted") };
    assert_eq!((error.owner, error.kind), (3, TrusteeErrorKind::VerificationKey));
}
