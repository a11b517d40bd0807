use super::form::Form;
use super::house::House;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use multer::{Constraints, Multipart, SizeLimit};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The largest file that is taken.
pub const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;
const PARTS_MAX: usize = 64;

/// A file as it was sent: its bytes prove nothing yet.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    pub field: String,
    pub name: String,
    pub bytes: bytes::Bytes,
}

/// A form with files.
#[derive(Debug, Clone)]
pub struct Upload {
    pub form: Form,
    pub files: Vec<UploadedFile>,
}

impl FromRequest<Arc<House>> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Arc<House>) -> Result<Upload, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let Ok(boundary) = multer::parse_boundary(kind) else {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        };
        let limits = SizeLimit::new().whole_stream(FILE_BYTES_MAX + 1024 * 1024).per_field(FILE_BYTES_MAX);
        let stream = request.into_body().into_data_stream();
        let parts = Multipart::with_constraints(stream, boundary, Constraints::new().size_limit(limits));
        read(parts).await.map_err(|status| status.into_response())
    }
}

async fn read(mut parts: Multipart<'_>) -> Result<Upload, StatusCode> {
    let (mut pairs, mut files, mut hash) = (Vec::new(), Vec::new(), Sha256::new());
    while let Some(part) = parts.next_field().await.map_err(status)? {
        if pairs.len() + files.len() >= PARTS_MAX {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(status)?;
        hash.update(field.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(&bytes);
        match name {
            Some(name) if !bytes.is_empty() => files.push(UploadedFile { field, name, bytes }),
            Some(_) => {}
            None => {
                let value = String::from_utf8(bytes.to_vec()).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
                pairs.push((field, value));
            }
        }
    }
    Ok(Upload { form: Form::of(pairs, hash.finalize().into()), files })
}

fn status(error: multer::Error) -> StatusCode {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
