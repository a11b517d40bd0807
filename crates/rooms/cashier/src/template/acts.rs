//! Changing how receipts look.

use super::{VERSION, set};
use crate::{text, version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::files::{Logo, NoPicture, logo};
use ground::web::{Fields, Form};
use papers::receipt::template::{self, Size, Template};

pub const NOTE_CHARS_MAX: usize = 300;
pub const HEAD_CHARS_MAX: usize = 300;
const HEAD_LINES_MAX: usize = 4;
/// In Base64; the table refuses more.
const LOGO_CHARS_MAX: usize = 400_000;

/// Writes everything but the logo; refused when somebody wrote it since the page was drawn.
pub fn save(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let (note_vi, note_en) = (fields.text("note_vi", NOTE_CHARS_MAX), fields.text("note_en", NOTE_CHARS_MAX));
    let (head_vi, head_en) = (fields.text("head_vi", HEAD_CHARS_MAX), fields.text("head_en", HEAD_CHARS_MAX));
    for (field, head) in [("head_vi", &head_vi), ("head_en", &head_en)] {
        if head.lines().count() > HEAD_LINES_MAX {
            fields.refuse(field, text::template_head_long_say(HEAD_LINES_MAX));
        }
    }
    let size = fields.choice("size", Size::parse).unwrap_or_default();
    let seen = fields.whole("version", 0, i64::MAX).unwrap_or(0);
    let ticked = |field| form.has(field);
    let (discount, insurance, vat) = (ticked("discount"), ticked("insurance"), ticked("vat"));
    fields.check()?;
    let template = Template { logo: String::new(), head_vi, head_en, size, discount, insurance, vat };
    let json = serde_json::to_string(&template).map_err(|e| Stop::fault(format!("a template that is no JSON: {e}")))?;
    if !version::step(tx, VERSION, seen)? {
        return Err(Refusal::conflict(text::template_changed_say()).into());
    }
    set(tx, "receipt_note_vi", &note_vi)?;
    set(tx, "receipt_note_en", &note_en)?;
    set(tx, "receipt_template", &json)?;
    Ok(who.note(tx, "set_receipt_template", "branch", who.branch.raw(), None, &json)?)
}

/// The picture as it is printed, or why there is none. Slow: call it on a blocking thread.
pub fn draw(bytes: &[u8]) -> Result<Logo, Refusal> {
    let drawn = logo(bytes).map_err(|no| {
        Refusal::field(
            "logo",
            match no {
                NoPicture::Kind => text::template_logo_kind_say(),
                NoPicture::TooLarge => text::template_logo_heavy_say(),
                NoPicture::Broken => text::template_logo_broken_say(),
            },
        )
    })?;
    if drawn.png.len().div_ceil(3) * 4 > LOGO_CHARS_MAX {
        return Err(Refusal::field("logo", text::template_logo_heavy_say()));
    }
    Ok(drawn)
}

/// New receipts bear this logo.
pub fn set_logo(tx: &mut Tx<'_>, who: &Who, logo: &Logo) -> Result<(), Stop> {
    let hash = bricks::hex::hex(&logo.sha256);
    template::keep_logo(tx, &hash, &STANDARD.encode(&logo.png))?;
    set(tx, "receipt_logo", &hash)?;
    Ok(who.note(tx, "set_receipt_logo", "branch", who.branch.raw(), None, &hash)?)
}

/// New receipts bear none.
pub fn remove_logo(tx: &mut Tx<'_>, who: &Who) -> Result<(), Stop> {
    set(tx, "receipt_logo", "")?;
    Ok(who.note(tx, "set_receipt_logo", "branch", who.branch.raw(), None, "")?)
}
