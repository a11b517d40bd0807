use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

pub const PASSWORD_CHARS_MIN: usize = 10;

/// Argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's minimum, for old PCs.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or_default())
}

/// The PHC string of a password. Slow on purpose: call it on a blocking thread.
pub fn hash(password: &str, random: [u8; 16]) -> Result<String, String> {
    let salt = SaltString::encode_b64(&random).map_err(|e| e.to_string())?;
    argon().hash_password(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|e| e.to_string())
}

/// Whether a password fits a PHC string. Slow on purpose: call it on a blocking thread.
pub fn fits(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|parsed| argon().verify_password(password.as_bytes(), &parsed).is_ok())
}
