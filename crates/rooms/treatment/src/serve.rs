//! Pictures on their way out: the preview into a page, the original as a download.

use crate::images::disposition;
use crate::store::{self, Kept};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bricks::id::AttachmentId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Reading};

/// `GET /attachments/{id}`: the picture drawn anew.
pub async fn preview(desk: Desk, Path(id): Path<AttachmentId>) -> Response {
    match read(&desk, id, false).await {
        Ok((_, jpeg)) => answer(jpeg, "image/jpeg", None),
        Err(stop) => desk.stop(stop),
    }
}

/// `GET /attachments/{id}/original`: the bytes as they were sent, never shown by the browser.
pub async fn original(desk: Desk, Path(id): Path<AttachmentId>) -> Response {
    match read(&desk, id, true).await {
        Ok((kept, bytes)) => answer(bytes, &kept.mime, Some(&disposition(&kept.name, &kept.mime))),
        Err(stop) => desk.stop(stop),
    }
}

/// The bytes; the reading of each picture is written into the audit before they leave, whichever page shows it.
async fn read(desk: &Desk, id: AttachmentId, original: bool) -> Result<(Kept, Vec<u8>), Stop> {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let kept = store::attachment(tx, who.branch, id)?;
        let reading = Reading { act: "read_image", subject: "attachment", subject_id: id.raw(), patient: kept.patient };
        Ok((reading, kept))
    };
    let (_, kept) = desk.read_record(load).await?;
    let (files, hash) = (desk.house.files.clone(), kept.sha256.clone());
    let read = tokio::task::spawn_blocking(move || if original { files.get(&hash) } else { files.get_preview(&hash) });
    let bytes = read.await.map_err(|e| Stop::fault(format!("a picture's thread ended: {e}")))?;
    let bytes = bytes.map_err(|e| Stop::fault(format!("attachment {id} cannot be read: {e}")))?;
    Ok((kept, bytes))
}

fn answer(bytes: Vec<u8>, mime: &str, disposition: Option<&str>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(mime).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(value) = disposition.and_then(|d| HeaderValue::from_str(d).ok()) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
