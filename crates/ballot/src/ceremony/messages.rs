//! What members and coordinator hand each other (specification, "Polynomials", "Vinputs", "Voutputs").

use crate::group::{Scalar, SecretScalar};
use crate::json::{Canonical, ParseError, Reader, json_form, write_list, write_string};
use crate::proof::Proof;
use crate::trustee::{Coefficients, MAX_MEMBERS, TrusteeKey};
use zeroize::Zeroizing;

/// A member's part in step 3 (specification, "Polynomials", polynomial).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberPolynomial {
    /// The polynomial, encrypted to its maker.
    pub(super) polynomial: String,
    /// Its value for each member, encrypted to that member.
    pub(super) secrets: Vec<String>,
    pub(super) coefficients: Coefficients,
    /// The maker's signature over all certificates.
    pub(super) signature: Proof,
}

fn read_texts(reader: &mut Reader<'_>) -> Result<Vec<String>, ParseError> {
    reader.list(MAX_MEMBERS, |reader, _| Ok(reader.string()?.into_owned()))
}

impl Canonical for MemberPolynomial {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"polynomial\":")?;
        let polynomial = reader.string()?.into_owned();
        reader.token(",\"secrets\":")?;
        let secrets = read_texts(reader)?;
        reader.token(",\"coefexps\":")?;
        let coefficients = Coefficients::read(reader)?;
        reader.token(",\"signature\":")?;
        let signature = Proof::read(reader)?;
        reader.token("}")?;
        Ok(MemberPolynomial { polynomial, secrets, coefficients, signature })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"polynomial\":");
        write_string(&self.polynomial, out);
        out.push_str(",\"secrets\":");
        write_list(&self.secrets, out, |text, out| write_string(text, out));
        out.push_str(",\"coefexps\":");
        self.coefficients.write(out);
        out.push_str(",\"signature\":");
        self.signature.write(out);
        out.push('}');
    }
}
json_form!(MemberPolynomial);

/// What one member needs for step 5 (specification, "Vinputs", vinput).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberInput {
    pub(super) polynomial: String,
    pub(super) secrets: Vec<String>,
    pub(super) coefficients: Vec<Coefficients>,
    pub(super) signatures: Vec<Proof>,
}

impl Canonical for MemberInput {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"polynomial\":")?;
        let polynomial = reader.string()?.into_owned();
        reader.token(",\"secrets\":")?;
        let secrets = read_texts(reader)?;
        reader.token(",\"coefexps\":")?;
        let coefficients = reader.list(MAX_MEMBERS, |reader, _| Coefficients::read(reader))?;
        reader.token(",\"signatures\":")?;
        let signatures = reader.list(MAX_MEMBERS, |reader, _| Proof::read(reader))?;
        reader.token("}")?;
        Ok(MemberInput { polynomial, secrets, coefficients, signatures })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"polynomial\":");
        write_string(&self.polynomial, out);
        out.push_str(",\"secrets\":");
        write_list(&self.secrets, out, |text, out| write_string(text, out));
        out.push_str(",\"coefexps\":");
        write_list(&self.coefficients, out, |coefficients, out| coefficients.write(out));
        out.push_str(",\"signatures\":");
        write_list(&self.signatures, out, |signature, out| signature.write(out));
        out.push('}');
    }
}
json_form!(MemberInput);

/// A member's part in step 5 (specification, "Voutputs", voutput).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberOutput {
    /// The member's key for making shares, encrypted to the member.
    pub private_key: String,
    /// Its public part.
    pub public_key: TrusteeKey,
}

impl Canonical for MemberOutput {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.token("{\"private_key\":")?;
        let private_key = reader.string()?.into_owned();
        reader.token(",\"public_key\":")?;
        let public_key = TrusteeKey::read(reader)?;
        reader.token("}")?;
        Ok(MemberOutput { private_key, public_key })
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"private_key\":");
        write_string(&self.private_key, out);
        out.push_str(",\"public_key\":");
        self.public_key.write(out);
        out.push('}');
    }
}
json_form!(MemberOutput);

/// `{"secret":…}` or `{"decryption_key":…}`: one secret number.
pub(super) fn write_secret(field: &str, secret: &SecretScalar) -> Zeroizing<String> {
    Zeroizing::new(format!("{{\"{field}\":\"{}\"}}", *secret.to_decimal()))
}

/// Reads what [`write_secret`] writes.
pub(super) fn read_secret(start: &'static str, text: &str) -> Result<SecretScalar, ParseError> {
    let mut reader = Reader::new(text.as_bytes());
    reader.token(start)?;
    let Scalar(secret) = reader.scalar()?;
    reader.token("}")?;
    reader.end()?;
    Ok(SecretScalar(secret))
}

/// `{"polynomial":[…]}` (specification, "Polynomials", raw_polynomial).
pub(super) fn write_polynomial(coefficients: &[SecretScalar]) -> Zeroizing<String> {
    let mut out = Zeroizing::new("{\"polynomial\":".to_owned());
    write_list(coefficients, &mut out, |coefficient, out| Scalar(coefficient.0).write(out));
    out.push('}');
    out
}
