//! Links and codes that prove themselves: who holds one was given it by this house. Nothing is stored for them; a link
//! that must end carries its end in what is proved.

use super::paper_key;
use crate::db::{Stop, Tx};
use bricks::hex::{hex, unhex};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

const SECRET: &str = "SELECT value FROM setting WHERE key = 'proof_secret'";
const KEEP: &str = "INSERT INTO setting (key, value) VALUES ('proof_secret', $1) ON CONFLICT (key) DO NOTHING";
/// 128 bits: nobody guesses one, and a QR code stays small.
const BYTES: usize = 16;

/// What a proof is for; one of another purpose proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The patient's own page of one visit.
    VisitPage,
    /// The page on which a patient confirms, moves or cancels an appointment.
    AppointmentPage,
    /// The page on which somebody from the website proves a phone.
    HoldPage,
    /// The code that was sent there.
    HoldCode,
    /// A prescription on paper, with all that it says.
    PrescriptionPaper,
    /// A receipt on paper: its number, its day and what was paid.
    ReceiptPaper,
    /// The page on which somebody who forgot the password sets a new one.
    PasswordPage,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Purpose::VisitPage => "visit_page",
            Purpose::AppointmentPage => "appointment_page",
            Purpose::HoldPage => "hold_page",
            Purpose::HoldCode => "hold_code",
            Purpose::PrescriptionPaper => "prescription_paper",
            Purpose::ReceiptPaper => "receipt_paper",
            Purpose::PasswordPage => "password_page",
        }
    }
}

/// Whether the house has its secret and the key for its papers already.
pub fn has_secret(tx: &mut Tx<'_>) -> Result<bool, Stop> {
    Ok(tx.one::<String>(SECRET, &[])?.is_some() && paper_key::has_key(tx)?)
}

/// Makes the house's secret and the key for its papers where there are none yet; for the start of the program.
pub fn keep_secret(tx: &mut Tx<'_>) -> Result<(), Stop> {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
    tx.run(KEEP, &[&hex(&random)])?;
    paper_key::keep_key(tx)
}

/// So many letters and digits that nobody guesses, each of the 36 as likely as another.
pub fn letters(count: usize) -> Result<String, Stop> {
    const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut found = String::with_capacity(count);
    while found.len() < count {
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|e| Stop::fault(format!("no randomness: {e}")))?;
        // 252 is seven times 36: what lies behind would make the first letters likelier.
        let fair = random.into_iter().filter(|byte| *byte < 252);
        let letters = fair.filter_map(|byte| LETTERS.get(usize::from(byte % 36)));
        found.extend(letters.take(count - found.len()).map(|letter| char::from(*letter)));
    }
    Ok(found)
}

/// HMAC-SHA-256 of a text by a shared secret, in hexadecimal digits: how another house signs what it posts here.
pub fn sign(secret: &str, text: &[u8]) -> String {
    signature(secret, text).map(|mac| hex(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether `given` is the signature of a text; takes as long for a wrong one.
pub fn is_signed(secret: &str, text: &[u8], given: &[u8]) -> bool {
    signature(secret, text).is_some_and(|mac| mac.verify_slice(given).is_ok())
}

/// Whether two secrets are the same; how long it takes does not tell where they differ.
pub fn is_same(secret: &str, given: &str) -> bool {
    signature(secret, secret.as_bytes()).is_some_and(|mac| {
        let other = signature(secret, given.as_bytes()).map(|mac| mac.finalize().into_bytes());
        other.is_some_and(|other| mac.verify_slice(&other).is_ok())
    })
}

fn signature(secret: &str, text: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok().filter(|_| !secret.is_empty())?;
    mac.update(text);
    Some(mac)
}

fn mac(tx: &mut Tx<'_>, purpose: Purpose, about: &str) -> Result<Hmac<Sha256>, Stop> {
    let secret: Option<String> = tx.one(SECRET, &[])?;
    let secret = secret.and_then(|s| unhex(&s)).ok_or_else(|| Stop::fault("the house has no secret"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret).map_err(|e| Stop::fault(e.to_string()))?;
    mac.update(purpose.code().as_bytes());
    mac.update(&[0]);
    mac.update(about.as_bytes());
    Ok(mac)
}

/// The proof of `about` (an id, or an id with an end): 32 hexadecimal digits.
pub fn prove(tx: &mut Tx<'_>, purpose: Purpose, about: &str) -> Result<String, Stop> {
    let full = mac(tx, purpose, about)?.finalize().into_bytes();
    Ok(hex(full.get(..BYTES).unwrap_or(&full)))
}

/// Demands that `proof` is what [`prove`] gave; `Stop::Missing` otherwise, as for what never was.
pub fn demand(tx: &mut Tx<'_>, purpose: Purpose, about: &str, proof: &str) -> Result<(), Stop> {
    let given = unhex(proof).filter(|bytes| bytes.len() == BYTES).ok_or(Stop::Missing)?;
    mac(tx, purpose, about)?.verify_truncated_left(&given).map_err(|_| Stop::Missing)
}
