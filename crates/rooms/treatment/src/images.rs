//! A picture from the moment it is sent to the moment it is kept: looked into, drawn anew, stored under its hash.

use crate::rules::hides_something;
use crate::text;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::db::Stop;
use ground::files::{Files, NoPicture, look_into, preview};
use ground::web::UploadedFile;

/// The largest upload, in megabytes.
pub const MEGABYTES_MAX: u64 = 20;
const NAME_CHARS_MAX: usize = 120;

/// A picture whose original and preview are kept.
#[derive(Debug, Clone)]
pub struct Stored {
    pub name: String,
    pub mime: &'static str,
    pub sha256: [u8; 32],
    pub bytes: i64,
    pub width: i64,
    pub height: i64,
}

/// Looks into all files and keeps them; the first that is no picture refuses them all, before anything is kept.
/// Slow: call it on a blocking thread.
pub fn keep_all(files: &Files, sent: &[UploadedFile]) -> Result<Vec<Stored>, Stop> {
    if sent.is_empty() {
        return Err(Refusal::field("image", text::image_none_chosen_say()).into());
    }
    let mut drawn = Vec::with_capacity(sent.len());
    for file in sent {
        drawn.push(draw(file)?);
    }
    drawn.into_iter().zip(sent).map(|((stored, jpeg), file)| keep(files, stored, &jpeg, &file.bytes)).collect()
}

/// What the file is, and its preview.
fn draw(file: &UploadedFile) -> Result<(Stored, Vec<u8>), Refusal> {
    let name = safe_name(&file.name);
    let refuse = |say: Say| Refusal::field("image", say);
    let why = |no: NoPicture| match no {
        NoPicture::Kind => refuse(text::image_kind_say(&name)),
        NoPicture::TooLarge => refuse(text::image_too_large_say(&name)),
        NoPicture::Broken => refuse(text::image_broken_say(&name)),
    };
    let picture = look_into(&file.bytes).map_err(why)?;
    let jpeg = preview(&file.bytes).map_err(why)?;
    if hides_something(&file.bytes, picture.mime) {
        return Err(refuse(text::image_hides_say(&name)));
    }
    let stored = Stored {
        mime: picture.mime,
        sha256: [0; 32],
        bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        width: picture.width.into(),
        height: picture.height.into(),
        name,
    };
    Ok((stored, jpeg))
}

fn keep(files: &Files, mut stored: Stored, jpeg: &[u8], original: &[u8]) -> Result<Stored, Stop> {
    let kept = files.put(original).and_then(|sha256| files.put_preview(&sha256, jpeg).map(|()| sha256));
    stored.sha256 = kept.map_err(|e| match e.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::ReadOnlyFilesystem => {
            Stop::from(ground::db::DbError::NoSpace)
        }
        _ => Stop::fault(format!("a picture could not be kept: {e}")),
    })?;
    Ok(stored)
}

/// The last part of a sent name as one clean line; never used as a path.
fn safe_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = last.chars().take(NAME_CHARS_MAX).collect();
    match bricks::text::clean_line(&short, NAME_CHARS_MAX) {
        Ok(name) if !name.is_empty() => name,
        _ => "image".to_owned(),
    }
}

/// What follows `attachment; filename` in a download: a plain name for old programs, the real one for others.
pub fn disposition(name: &str, mime: &str) -> String {
    let ending = match mime {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    };
    let real = ground::web::percent(name).replace('/', "%2F");
    format!("attachment; filename=\"image.{ending}\"; filename*=UTF-8''{real}")
}
