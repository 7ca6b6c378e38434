//! Forms with files, as RFC 7578 has them.

/// A file in a form.
#[derive(Clone, Copy, Debug)]
pub struct Attached<'a> {
    /// The field's name.
    pub field: &'a str,
    /// The file's name.
    pub name: &'a str,
    /// Its content.
    pub content: &'a [u8],
}

/// No file of the play contains this line.
const BOUNDARY: &str = "----sanmin-play-7b0e3f0d";

/// Content type and body.
pub(super) fn body<'a>(fields: impl Iterator<Item = &'a (&'a str, &'a str)>, files: &[Attached<'_>]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    for file in files {
        let place = format!("form-data; name=\"{}\"; filename=\"{}\"", file.field, file.name);
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: {place}\r\nContent-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend(file.content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}
