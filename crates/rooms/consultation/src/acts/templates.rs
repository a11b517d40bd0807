use super::note::NOTE_CHARS;
use crate::store::{self, NewTemplate};
use crate::text;
use bricks::id::TemplateId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::text::fold;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};

const SHORTCUT_CHARS: usize = 20;
const TITLE_CHARS: usize = 80;
/// The fields of the note that a template can be for; all of them by the first.
pub const PARTS: [&str; 4] = ["", "symptoms", "findings", "advice"];

/// Writes a text under its shortcut, for the doctor alone or for the clinic; the same shortcut again is its new text.
pub fn put(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let typed = fields.required_line("shortcut", SHORTCUT_CHARS);
    let shortcut = fold(typed.trim_start_matches('/')).replace(' ', "");
    let title = fields.required_line("title", TITLE_CHARS);
    let part = fields.choice("part", |part| PARTS.into_iter().find(|each| *each == part)).unwrap_or_default();
    let body = fields.text("body", NOTE_CHARS);
    if body.trim().is_empty() {
        fields.refuse("body", text::template_empty_say());
    }
    if shortcut.is_empty() && !typed.is_empty() {
        fields.refuse("shortcut", text::template_shortcut_say());
    }
    fields.check()?;
    let id = TemplateId::from_raw(tx.new_id());
    let new =
        NewTemplate { is_clinics: fields.ticked("clinic"), shortcut: &shortcut, title: &title, part, body: &body };
    if !store::put_template(tx, who, id, &new)? {
        return Err(Refusal::field("shortcut", text::template_taken_say(&shortcut)).into());
    }
    who.note(tx, "put_template", "note_template", id.raw(), None, &shortcut)?;
    Ok(())
}

/// Takes a text away: its maker's, or any by who manages the clinic. Notes keep what was inserted.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: TemplateId) -> Result<(), Stop> {
    let template = store::template(tx, who, id)?.ok_or(Stop::Missing)?;
    if template.made_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Refusal::conflict(text::template_not_yours_say(template.maker)).into());
    }
    store::remove_template(tx, id)?;
    who.note(tx, "remove_template", "note_template", id.raw(), None, &template.shortcut)?;
    Ok(())
}
