//! Generates the words, and embeds the files of the face with their gzip forms.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

type Wrong = Box<dyn std::error::Error>;

fn main() -> Result<(), Wrong> {
    phrasebook::generate("text");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../assets");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let (mut table, mut version) = (String::from("pub static ASSETS: &[Asset] = &[\n"), 0xcbf2_9ce4_8422_2325_u64);
    for (index, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file)?;
        let path = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        for byte in path.bytes().chain(bytes.iter().copied()) {
            version = (version ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let packed = match pack(&bytes).filter(|p| p.len() < bytes.len() * 9 / 10) {
            None => "None".to_owned(),
            Some(smaller) => {
                let name = format!("asset-{index}.gz");
                std::fs::write(out.join(&name), smaller)?;
                format!("Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")))")
            }
        };
        let full = file.canonicalize()?;
        let _ = writeln!(
            table,
            "Asset {{ path: {path:?}, mime: {:?}, plain: include_bytes!({:?}), packed: {packed} }},",
            mime(&path),
            full.to_string_lossy()
        );
    }
    table.push_str("];\n");
    std::fs::write(out.join("assets.rs"), table)?;
    println!("cargo:rustc-env=KHAM_ASSETS={version:x}");
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Wrong> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).ok()?;
    out.finish().ok()
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "webp" => "image/webp",
        "png" => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}
