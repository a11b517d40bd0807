use sha2::{Digest as _, Sha256};

/// The SHA-256 of a picture and its bytes.
pub type DemoImage = ([u8; 32], &'static [u8]);

pub(super) const MIME: &str = "image/webp";
pub(super) const WIDTH: i64 = 480;
pub(super) const HEIGHT: i64 = 360;
pub(super) const NAMES: [&str; 3] = ["sieu-am-1.webp", "sieu-am-2.webp", "sieu-am-3.webp"];

const PICTURES: [&[u8]; 3] = [
    include_bytes!("../../images/us1.webp"),
    include_bytes!("../../images/us2.webp"),
    include_bytes!("../../images/us3.webp"),
];

/// Pictures that look like ultrasound and show nobody.
pub(super) fn all() -> Vec<DemoImage> {
    PICTURES.iter().map(|bytes| (Sha256::digest(bytes).into(), *bytes)).collect()
}
