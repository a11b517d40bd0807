//! How the clinic's receipts look: logo, lines below the address, columns, the size, and the note below. All of it is text or a
//! picture drawn anew, never markup, so nothing can spoil a paper; a receipt keeps the look with which it was issued.

pub mod acts;
pub mod pages;
mod sample;
mod views;

use ground::db::{DbError, Stop, Tx};
use papers::receipt::template::Template;

/// Where it is set.
pub const ADDRESS: &str = "/cashier/receipt-template";

const VERSION: &str = "receipt_template_version";
const READ: &str = "SELECT key, value FROM setting WHERE key IN ('receipt_note_vi', 'receipt_note_en', 'receipt_template', 'receipt_logo', 'receipt_template_version')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/// The template with the note below it, in Vietnamese and in English; empty where there is none.
#[derive(Debug, Clone, Default)]
pub struct Look {
    pub note_vi: String,
    pub note_en: String,
    pub template: Template,
    /// Of what is set, but for the logo.
    pub version: i64,
    /// What is set cannot be read: receipts have the plain template until somebody saves it anew.
    pub is_broken: bool,
}

/// As receipts are printed from now on. A template that cannot be read stops no payment.
pub fn of_today(tx: &mut Tx<'_>) -> Result<Look, Stop> {
    let (mut look, mut logo) = (Look::default(), String::new());
    for (key, value) in tx.all::<(String, String)>(READ, &[])? {
        match key.as_str() {
            "receipt_note_vi" => look.note_vi = value,
            "receipt_note_en" => look.note_en = value,
            "receipt_logo" => logo = value,
            VERSION => look.version = value.parse().unwrap_or(0),
            _ => match serde_json::from_str(&value) {
                Ok(template) => look.template = template,
                Err(_) => look.is_broken = true,
            },
        }
    }
    look.template.logo = logo;
    Ok(look)
}

/// The logo stands apart from the rest, so that whoever writes the one does not take the other back.
fn set(tx: &mut Tx<'_>, key: &'static str, value: &str) -> Result<(), DbError> {
    tx.run_one(SET, &[&key, &value])
}
