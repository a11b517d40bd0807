use super::note::NOTE_CHARS;
use crate::store::{self, Changed, NewTemplate, Template};
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

/// Writes a text under its shortcut, for the doctor alone or for the clinic; or, with its `id`, what it says from now on.
/// Refused at the shortcut when it stands already; a conflict when somebody changed it meanwhile.
pub fn put(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<TemplateId, Stop> {
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
    let (there, version) = (fields.id("id"), form.text("version").parse().unwrap_or(0));
    fields.check()?;
    let new =
        NewTemplate { is_clinics: fields.ticked("clinic"), shortcut: &shortcut, title: &title, part, body: &body };
    let taken = || Refusal::field("shortcut", text::template_taken_say(&shortcut));
    let id = match there {
        Some(id) => {
            let stands = own(tx, who, id)?;
            match store::change_template(tx, (id, version), &new)? {
                Changed::Done => id,
                Changed::Moved => return Err(Refusal::conflict(text::template_moved_say(stands.title)).into()),
                Changed::Taken => return Err(taken().into()),
            }
        }
        None => {
            let id = TemplateId::from_raw(tx.new_id());
            if !store::insert_template(tx, who, id, &new)? {
                return Err(taken().into());
            }
            id
        }
    };
    who.note(tx, "put_template", "note_template", id.raw(), None, &shortcut)?;
    Ok(id)
}

/// A text that the person may change: an own one, or any for who manages the clinic.
fn own(tx: &mut Tx<'_>, who: &Who, id: TemplateId) -> Result<Template, Stop> {
    let template = store::template(tx, who, id)?.ok_or(Stop::Missing)?;
    if template.made_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Refusal::conflict(text::template_not_yours_say(template.maker)).into());
    }
    Ok(template)
}

/// Takes a text away: its maker's, or any by who manages the clinic. Notes keep what was inserted.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: TemplateId) -> Result<(), Stop> {
    let template = own(tx, who, id)?;
    store::remove_template(tx, id)?;
    who.note(tx, "remove_template", "note_template", id.raw(), None, &template.shortcut)?;
    Ok(())
}
