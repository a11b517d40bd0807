//! Files of patients: kept under their SHA-256, written durably, never trusted by their name.

use image::{ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};
use std::io::{self, Cursor, Write as _};
use std::path::{Path, PathBuf};

const PIXELS_MAX: u64 = 50_000_000;
const SIDE_MAX: u32 = 20_000;
const PREVIEW_SIDE: u32 = 1_280;
const LOGO_SIDE: u32 = 320;

/// A folder of files named by their hash.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// A picture that was looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
}

/// Why a file is no picture that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPicture {
    /// Neither JPEG, PNG nor WebP by its content.
    Kind,
    /// More than 50 megapixels, or a side over 20,000.
    TooLarge,
    /// Begins like a picture and cannot be read.
    Broken,
}

impl Files {
    /// Uses (and makes) a folder.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Files> {
        let folder = folder.into();
        std::fs::create_dir_all(&folder)?;
        Ok(Files { folder })
    }

    fn path(&self, hash: &[u8], ending: &str) -> PathBuf {
        let name = bricks::hex::hex(hash);
        let (first, _) = name.split_at(name.len().min(2));
        self.folder.join(first).join(format!("{name}{ending}"))
    }

    /// Keeps bytes and gives their SHA-256; the same bytes are kept once. Durable when it returns. Blocks.
    pub fn put(&self, bytes: &[u8]) -> io::Result<[u8; 32]> {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        write_durably(&self.path(&hash, ""), bytes)?;
        Ok(hash)
    }

    /// Keeps the preview of a file. Blocks.
    pub fn put_preview(&self, hash: &[u8], jpeg: &[u8]) -> io::Result<()> {
        write_durably(&self.path(hash, ".jpg"), jpeg)
    }

    /// Reads a file; an error when it is gone. Blocks.
    pub fn get(&self, hash: &[u8]) -> io::Result<Vec<u8>> {
        std::fs::read(self.path(hash, ""))
    }

    /// Reads the preview of a file. Blocks.
    pub fn get_preview(&self, hash: &[u8]) -> io::Result<Vec<u8>> {
        std::fs::read(self.path(hash, ".jpg"))
    }

    /// Whether the bytes under this hash still have it. Blocks.
    pub fn is_whole(&self, hash: &[u8]) -> bool {
        self.get(hash).is_ok_and(|bytes| Sha256::digest(&bytes).as_slice() == hash)
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    std::fs::create_dir_all(folder)?;
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|e| io::Error::other(e.to_string()))?;
    let draft = folder.join(format!("draft-{}", bricks::hex::hex(&random)));
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    std::fs::File::open(folder)?.sync_all()?;
    if let Some(above) = folder.parent() {
        std::fs::File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Looks into the bytes (never at the name) and gives what they are. Reads only the header.
pub fn look_into(bytes: &[u8]) -> Result<Picture, NoPicture> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoPicture::Kind)?;
    let mime = match reader.format() {
        Some(ImageFormat::Jpeg) => "image/jpeg",
        Some(ImageFormat::Png) => "image/png",
        Some(ImageFormat::WebP) => "image/webp",
        _ => return Err(NoPicture::Kind),
    };
    let (width, height) = reader.into_dimensions().map_err(|_| NoPicture::Broken)?;
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(NoPicture::TooLarge);
    }
    Ok(Picture { mime, width, height })
}

/// A JPEG of at most 1,280 pixels a side, drawn anew: nothing of the original's metadata or hidden content is in it.
/// Slow: call it on a blocking thread.
pub fn preview(bytes: &[u8]) -> Result<Vec<u8>, NoPicture> {
    let picture = decoded(bytes)?;
    let small = if picture.width().max(picture.height()) > PREVIEW_SIDE {
        picture.thumbnail(PREVIEW_SIDE, PREVIEW_SIDE)
    } else {
        picture
    };
    let mut out = Cursor::new(Vec::new());
    small.to_rgb8().write_to(&mut out, ImageFormat::Jpeg).map_err(|_| NoPicture::Broken)?;
    Ok(out.into_inner())
}

fn decoded(bytes: &[u8]) -> Result<image::DynamicImage, NoPicture> {
    look_into(bytes)?;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| NoPicture::Kind)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(400 * 1024 * 1024);
    reader.limits(limits);
    reader.decode().map_err(|_| NoPicture::Broken)
}

/// A logo as it is printed.
#[derive(Debug, Clone)]
pub struct Logo {
    pub sha256: [u8; 32],
    pub png: Vec<u8>,
}

/// A PNG of at most 320 pixels a side, drawn anew with what is transparent. Slow: call it on a
/// blocking thread.
pub fn logo(bytes: &[u8]) -> Result<Logo, NoPicture> {
    let picture = decoded(bytes)?;
    let small = if picture.width().max(picture.height()) > LOGO_SIDE {
        picture.thumbnail(LOGO_SIDE, LOGO_SIDE)
    } else {
        picture
    };
    let mut out = Cursor::new(Vec::new());
    small.to_rgba8().write_to(&mut out, ImageFormat::Png).map_err(|_| NoPicture::Broken)?;
    let png = out.into_inner();
    Ok(Logo { sha256: Sha256::digest(&png).into(), png })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png() -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image::RgbImage::new(8, 4).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_file_is_found_again_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let hash = files.put(b"abc").unwrap();
        assert_eq!(files.get(&hash).unwrap(), b"abc");
        assert!(files.is_whole(&hash));
    }

    #[test]
    fn a_picture_is_known_by_its_content() {
        assert_eq!(look_into(&png()), Ok(Picture { mime: "image/png", width: 8, height: 4 }));
        assert_eq!(look_into(b"<svg onload='x'/>"), Err(NoPicture::Kind));
        assert!(preview(&png()).unwrap().starts_with(&[0xff, 0xd8]));
    }

    #[test]
    fn a_header_that_promises_too_many_pixels_is_refused_before_decoding() {
        let mut huge = png();
        huge[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(look_into(&huge).is_err());
    }
}
