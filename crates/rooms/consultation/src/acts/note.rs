use crate::store::{self, Over, Saved, Texts};
use crate::text;
use bricks::clock::show_time;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::visit;

/// The longest text of one part of the note, in characters.
pub const NOTE_CHARS: usize = 4_000;
pub const REASON_CHARS: usize = 300;
const PAGE_CHARS: usize = 64;
/// Drafts of the same person so close to each other are one entry of the audit.
const SAME_DRAFT_MINUTES: i64 = 10;

/// A note as it was typed, over the version that the writer has seen (0: there was none), in which page.
struct Typed {
    texts: Texts,
    version: i64,
    page: String,
}

fn read(form: &Form, lang: Lang) -> Result<Typed, Refusal> {
    let mut fields = Fields::new(form, lang);
    let typed = Typed {
        texts: Texts {
            reason: fields.line("reason", REASON_CHARS),
            symptoms: fields.text("symptoms", NOTE_CHARS),
            findings: fields.text("findings", NOTE_CHARS),
            advice: fields.text("advice", NOTE_CHARS),
        },
        version: fields.whole("version", 0, i64::MAX).unwrap_or(0),
        page: fields.line("page", PAGE_CHARS),
    };
    fields.check()?;
    Ok(typed)
}

/// Saves the note over the version that the form was drawn with; refused when somebody else saved meanwhile.
pub fn save(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let typed = read(form, lang)?;
    let visit = visit::lock_in_room(tx, who, id)?;
    if write(tx, who, id, &typed)? {
        note(tx, who, id, visit.patient)?;
        tx.announce(Topic::Visit(id));
    }
    Ok(())
}

/// Saves what is being typed. A form that lost its fields (a page that is leaving) changes nothing.
pub fn draft(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    if !is_whole(form) {
        return Ok(());
    }
    let typed = read(form, lang)?;
    let visit = visit::lock_in_room(tx, who, id)?;
    let before = store::saved_note(tx, id)?;
    let now = tx.now();
    let goes_on = before.is_some_and(|s| s.saved_by == who.staff && now.minutes_since(s.saved_at) < SAME_DRAFT_MINUTES);
    if write(tx, who, id, &typed)? && !goes_on {
        note(tx, who, id, visit.patient)?;
    }
    Ok(())
}

/// Saves the note's fields when the form that finishes the visit brings them, and gives the note as it then stands.
pub(super) fn save_with(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: &visit::Visit,
    form: &Form,
    lang: Lang,
) -> Result<Texts, Stop> {
    if is_whole(form) {
        let typed = read(form, lang)?;
        if write(tx, who, visit.id, &typed)? {
            note(tx, who, visit.id, visit.patient)?;
        }
        return Ok(typed.texts);
    }
    Ok(store::saved_note(tx, visit.id)?.map(texts_of).unwrap_or_default())
}

fn is_whole(form: &Form) -> bool {
    ["reason", "symptoms", "findings", "advice", "version"].iter().all(|field| form.has(field))
}

fn texts_of(saved: Saved) -> Texts {
    Texts { reason: saved.reason, symptoms: saved.symptoms, findings: saved.findings, advice: saved.advice }
}

/// Whether anything was written: the same text again is no change, whatever its version.
fn write(tx: &mut Tx<'_>, who: &Who, id: VisitId, typed: &Typed) -> Result<bool, Stop> {
    let saved = store::saved_note(tx, id)?;
    if saved.as_ref().is_some_and(|s| is_same(s, &typed.texts)) {
        return Ok(false);
    }
    let written = match saved {
        None if typed.version == 0 => store::insert_note(tx, who, id, &typed.texts, &typed.page)?,
        None => false,
        Some(_) => {
            let over = Over { version: typed.version, page: &typed.page };
            store::update_note(tx, who, id, over, &typed.texts)?
        }
    };
    if written { Ok(true) } else { Err(stale(tx, who, id)?) }
}

fn is_same(saved: &Saved, texts: &Texts) -> bool {
    saved.reason == texts.reason
        && saved.symptoms == texts.symptoms
        && saved.findings == texts.findings
        && saved.advice == texts.advice
}

fn stale(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Stop, DbError> {
    let saved = store::saved_note(tx, id)?;
    let Some(saved) = saved else { return Ok(Stop::Missing) };
    let at = show_time(saved.saved_at, who.zone());
    let say = if saved.saved_by == who.staff {
        text::note_stale_own_say(at)
    } else {
        text::note_stale_say(saved.saved_by_name, at)
    };
    Ok(Refusal::conflict(say).into())
}

fn note(tx: &mut Tx<'_>, who: &Who, id: VisitId, patient: bricks::id::PatientId) -> Result<(), DbError> {
    who.note(tx, "save_note", "visit", id.raw(), Some(patient), "")
}
