//! The basic values inside messages (specification, "Basic types").

use super::{Canonical, ParseError, Reader};
use crate::digest::Digest;
use crate::group::{Element, Scalar};

impl Canonical for Element {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.element()
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        data_encoding::HEXLOWER.encode_append(self.encoding(), out);
        out.push('"');
    }
}

impl Canonical for Scalar {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.scalar()
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        self.write_decimal(out);
        out.push('"');
    }
}

impl Canonical for Digest {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ParseError> {
        reader.hash()
    }

    fn write(&self, out: &mut String) {
        out.push('"');
        data_encoding::HEXLOWER.encode_append(self.as_bytes(), out);
        out.push('"');
    }
}
