//! The key by which the house signs what leaves it on paper: whoever has the public half checks a paper without asking the
//! house and without any network.

use crate::db::{Stop, Tx};
use bricks::hex::{hex, unhex};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

const SEED: &str = "SELECT value FROM setting WHERE key = 'paper_key'";
const KEEP: &str = "INSERT INTO setting (key, value) VALUES ('paper_key', $1) ON CONFLICT (key) DO NOTHING";

pub(super) fn has_key(tx: &mut Tx<'_>) -> Result<bool, Stop> {
    Ok(tx.one::<String>(SEED, &[])?.is_some())
}

/// Makes the house's key when there is none yet.
pub(super) fn keep_key(tx: &mut Tx<'_>) -> Result<(), Stop> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
    tx.run(KEEP, &[&hex(&seed)])?;
    Ok(())
}

fn key(tx: &mut Tx<'_>) -> Result<Ed25519KeyPair, Stop> {
    let seed: Option<String> = tx.one(SEED, &[])?;
    let seed = seed.and_then(|s| unhex(&s)).ok_or_else(|| Stop::fault("the house has no key for its papers"))?;
    Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|e| Stop::fault(format!("the key for papers is unusable: {e}")))
}

/// The Ed25519 signature of a text by the house, 64 bytes.
pub fn sign_paper(tx: &mut Tx<'_>, text: &[u8]) -> Result<Vec<u8>, Stop> {
    Ok(key(tx)?.sign(text).as_ref().to_vec())
}

/// The public half of the house's key, 32 bytes.
pub fn public_key(tx: &mut Tx<'_>) -> Result<Vec<u8>, Stop> {
    Ok(key(tx)?.public_key().as_ref().to_vec())
}

/// Whether the house whose public key this is signed the text.
pub fn is_signed_by(public_key: &[u8], text: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key).verify(text, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test 2 of RFC 8032, section 7.1.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let seed = unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").unwrap();
        let key = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
        let public = key.public_key().as_ref();
        assert_eq!(hex(public), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = key.sign(b"\x72");
        assert_eq!(
            hex(signature.as_ref()),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        assert!(is_signed_by(public, b"\x72", signature.as_ref()));
        assert!(!is_signed_by(public, b"\x73", signature.as_ref()));
        assert!(!is_signed_by(&public[1..], b"\x72", signature.as_ref()));
        assert!(!is_signed_by(public, b"\x72", &[]));
    }
}
