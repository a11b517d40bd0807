use super::house::House;
use super::respond::html;
use crate::html::{Attempt, Theme, bare_page, parts};
use crate::text;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// A posted form: its fields in order, and the hash of its bytes.
#[derive(Debug, Clone)]
pub struct Form {
    pairs: Arc<Vec<(String, String)>>,
    hash: [u8; 32],
}

const TYPE: &str = "application/x-www-form-urlencoded";

impl FromRequest<Arc<House>> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, house: &Arc<House>) -> Result<Form, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some(TYPE) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let (lang, theme) = super::headers::taste(request.headers());
        let body = Bytes::from_request(request, house).await.map_err(|refused| {
            let refused = refused.into_response();
            if refused.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large(lang, theme, house) } else { refused }
        })?;
        Form::parse(&body).ok_or_else(|| StatusCode::UNPROCESSABLE_ENTITY.into_response())
    }
}

/// A form beyond every bound: the browser still has what was typed, and the page says so.
fn too_large(lang: Lang, theme: Theme, house: &House) -> Response {
    let (title, said) = (text::too_large_title(lang), text::too_large_text(lang));
    let main = parts::notice(title, said, ("/", text::back_to_work(lang)));
    html(StatusCode::PAYLOAD_TOO_LARGE, bare_page(lang, theme, &house.clinics.name(), title, "/", &main))
}

impl Form {
    /// Reads an urlencoded body; `None` when it is not UTF-8 underneath.
    pub fn parse(body: &[u8]) -> Option<Form> {
        let mut pairs = Vec::new();
        for part in body.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
            let cut = part.iter().position(|b| *b == b'=').unwrap_or(part.len());
            let (name, value) = part.split_at(cut);
            pairs.push((decode(name)?, decode(value.get(1..).unwrap_or_default())?));
        }
        Some(Form { pairs: Arc::new(pairs), hash: Sha256::digest(body).into() })
    }

    /// A form made of fields that came another way (multipart), with the hash of what was sent.
    pub fn of(pairs: Vec<(String, String)>, hash: [u8; 32]) -> Form {
        Form { pairs: Arc::new(pairs), hash }
    }

    /// The first value of a field; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// All values of a field, in the order sent.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The idempotency key that the form was drawn with.
    pub fn key(&self) -> &str {
        self.text("key")
    }

    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// What is drawn again after a refusal: everything that was typed, and why not.
    pub fn attempt(&self, refusal: Refusal) -> Attempt {
        Attempt::refused(self.pairs.iter().filter(|(n, _)| n != "key").cloned().collect(), refusal)
    }
}

fn decode(raw: &[u8]) -> Option<String> {
    let mut out = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => out.push(digit(bytes.next()?)? << 4 | digit(bytes.next()?)?),
            other => out.push(other),
        }
    }
    String::from_utf8(out).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_in_order() {
        let form = Form::parse_text("name=Tr%E1%BA%A7n+Mai&x=1&x=2&empty=");
        assert_eq!(form.text("name"), "Trần Mai");
        assert_eq!(form.all("x").collect::<Vec<_>>(), ["1", "2"]);
        assert!(form.has("empty") && !form.has("other"));
    }

    #[test]
    fn bytes_that_are_no_utf8_are_refused() {
        assert!(Form::parse(b"name=%ff").is_none());
        assert!(Form::parse(b"name=%e").is_none());
    }

    impl Form {
        fn parse_text(text: &str) -> Form {
            Form::parse(text.as_bytes()).unwrap()
        }
    }

    #[test]
    fn an_attempt_keeps_what_was_typed_but_not_the_key() {
        let attempt = Form::parse_text("key=abc&name=An").attempt(Refusal::invalid(bricks::say::Say::fixed("a", "b")));
        assert_eq!(attempt.value("name"), Some("An"));
        assert_eq!(attempt.value("key"), None);
    }
}
