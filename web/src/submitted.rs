//! Forms as submitted: the fields as typed, so that a page with errors can show them again, and the files.

use axum::RequestExt;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use http::{StatusCode, header};
use subtle::ConstantTimeEq;

use crate::failure::Failure;
use crate::rights::Visitor;

/// The name of the field that carries the session's form token.
pub const FORM_TOKEN: &str = "csrf";

/// A submitted form. Taking it checks the form token of whoever is signed in.
#[derive(Clone, Debug, Default)]
pub struct Submitted {
    fields: Vec<(String, String)>,
    files: Vec<SubmittedFile>,
}

/// A file in a form.
#[derive(Clone, Debug)]
pub struct SubmittedFile {
    /// The field's name.
    pub field: String,
    /// The file's name as the browser gave it; not to be trusted as a path.
    pub name: String,
    /// The content.
    pub content: Vec<u8>,
}

impl Submitted {
    /// The field's text, trimmed; empty where the form has none.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The field's text exactly as typed, for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of a field that may be chosen several times, without the empty ones.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields
            .iter()
            .filter(|(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim().to_string())
            .collect()
    }

    /// Whether a box was ticked or a button pressed.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    /// All files of a field that takes several.
    pub fn files(&self, field: &str) -> impl Iterator<Item = &SubmittedFile> {
        self.files.iter().filter(move |file| file.field == field && !(file.name.is_empty() && file.content.is_empty()))
    }

    /// The file of a field, if one was chosen.
    pub fn file(&self, field: &str) -> Option<&SubmittedFile> {
        self.files.iter().find(|file| file.field == field && !(file.name.is_empty() && file.content.is_empty()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Submitted {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let submitted = if kind.starts_with("multipart/form-data") {
            multipart(request).await?
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            urlencoded(request).await?
        } else {
            return Err(Failure::BadRequest("表单的格式无法识别".into()));
        };
        if let Some(visitor) = visitor {
            let given = submitted.raw(FORM_TOKEN).as_bytes();
            if !bool::from(given.ct_eq(visitor.form_token.as_bytes())) {
                return Err(Failure::StaleForm);
            }
        }
        Ok(submitted)
    }
}

async fn urlencoded(request: Request) -> Result<Submitted, Failure> {
    let body: axum::body::Bytes =
        request.extract().await.map_err(|rejection: axum::extract::rejection::BytesRejection| refused(rejection.status()))?;
    let fields = form_urlencoded::parse(&body).map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
    Ok(Submitted { fields, files: Vec::new() })
}

async fn multipart(request: Request) -> Result<Submitted, Failure> {
    let mut parts: Multipart = request.extract().await.map_err(|_| Failure::BadRequest("上传的内容不完整".into()))?;
    let mut submitted = Submitted::default();
    let broken = |error: MultipartError| refused(error.status());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_string();
        match part.file_name().map(str::to_string) {
            Some(name) => {
                let content = part.bytes().await.map_err(broken)?.to_vec();
                submitted.files.push(SubmittedFile { field, name, content });
            }
            None => {
                let bytes = part.bytes().await.map_err(broken)?;
                submitted.fields.push((field, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    Ok(submitted)
}

fn refused(status: StatusCode) -> Failure {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Failure::TooLarge
    } else {
        Failure::BadRequest("提交的内容不完整或格式有误".into())
    }
}
