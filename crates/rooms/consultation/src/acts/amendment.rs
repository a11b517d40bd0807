use super::note::{NOTE_CHARS, PAGE_CHARS, REASON_CHARS};
use crate::store::{self, AmendmentDraft};
use crate::text;
use bricks::clock::Instant;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::note::{self, Amendment, Coded, Texts};
use papers::visit;

const WHY_CHARS: usize = 300;
/// Without one of these a form is a page that is leaving.
const PARTS: [&str; 7] = ["reason", "symptoms", "findings", "advice", "why", "over", "version"];
/// The main diagnosis is the one that is being added.
pub const ADDED: &str = "added";

/// Says a signed note anew, with the reason: the diagnoses that stay ticked, their order and stage, and one that is added.
/// Refused with both texts when somebody else amended meanwhile, until the writer says to have read that version.
pub fn amend(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    super::note::demand_same_person(form, who)?;
    let mut fields = Fields::new(form, lang);
    let texts = texts(&mut fields);
    let over = fields.whole("over", 1, i64::MAX).unwrap_or(0);
    let why = fields.required_line("why", WHY_CHARS);
    if !why.is_empty() && !bricks::text::says_something(&why) {
        fields.refuse("why", papers::text::safety_reason_short_say());
    }
    if texts.reason.is_empty() && texts.symptoms.is_empty() {
        fields.refuse("reason", text::note_needed_say());
    }
    let added = match added(tx, form)? {
        Ok(code) => code,
        Err(say) => {
            fields.refuse("diagnosis", say);
            None
        }
    };
    fields.check()?;
    let new = Amendment { over: over.max(seen(form)), texts, codes: codes(form, added), why };
    note::amend(tx, who, id, &new)?;
    store::drop_amendment(tx, who, id)?;
    Ok(())
}

fn texts(fields: &mut Fields<'_>) -> Texts {
    Texts {
        reason: fields.line("reason", REASON_CHARS),
        symptoms: fields.text("symptoms", NOTE_CHARS),
        findings: fields.text("findings", NOTE_CHARS),
        advice: fields.text("advice", NOTE_CHARS),
    }
}

/// The version of somebody else that the writer says to have read; 0 for none.
fn seen(form: &Form) -> i64 {
    form.text("seen").parse().unwrap_or(0)
}

/// The diagnoses in their order: the one that is marked as the main one first.
fn codes(form: &Form, added: Option<String>) -> Vec<Coded> {
    let coded = |code: &str| Coded {
        code: code.to_owned(),
        preliminary: form.all("supposed").any(|supposed| supposed == code),
    };
    let mut codes: Vec<Coded> = form.all("keep").map(coded).collect();
    let main = match (form.text("main"), &added) {
        (ADDED, Some(code)) => code.clone(),
        (main, _) => main.to_owned(),
    };
    codes.extend(added.map(|code| Coded { code, preliminary: false }));
    codes.sort_by_key(|coded| coded.code != main);
    codes
}

/// The further diagnosis, if one was picked or typed.
fn added(tx: &mut Tx<'_>, form: &Form) -> Result<Result<Option<String>, bricks::say::Say>, Stop> {
    let (picked, typed) = (form.text("diagnosis"), form.text("diagnosis_text").trim());
    if !picked.is_empty() {
        return Ok(Ok(Some(picked.to_owned())));
    }
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    let found = catalog::find_diagnoses(tx, typed)?;
    let one = found.iter().find(|d| d.code.eq_ignore_ascii_case(typed));
    let one = one.or(if found.len() == 1 { found.first() } else { None });
    Ok(one.map(|d| Some(d.code.clone())).ok_or_else(text::diagnosis_unknown_say))
}

/// What became of an amendment that is being typed.
#[derive(Debug)]
pub enum AmendmentDrafted {
    /// A page that is leaving had lost its fields.
    Nothing,
    /// Its version, since when it is kept, and the version of the note when that is newer than the one the writer has read.
    Saved { version: i64, at: Instant, newer: Option<i64> },
    /// Another page of the same person holds an amendment; this text is kept beside the note.
    Aside,
}

/// Keeps what is being typed into an amendment for its author. Nothing of the note changes.
pub fn draft_amendment(
    tx: &mut Tx<'_>,
    who: &Who,
    id: VisitId,
    form: &Form,
    lang: Lang,
) -> Result<AmendmentDrafted, Stop> {
    if !PARTS.iter().all(|field| form.has(field)) {
        return Ok(AmendmentDrafted::Nothing);
    }
    let typed = typed(tx, who, form, lang)?;
    let visit = visit::lock(tx, who.branch, id)?;
    let latest = note::latest(tx, id)?.ok_or_else(|| Refusal::conflict(papers::text::note_not_signed_say()))?;
    let newer = (latest > typed.over.max(seen(form))).then_some(latest);
    let now = tx.now();
    let saved = |version| AmendmentDrafted::Saved { version, at: now, newer };
    let Some(kept) = store::amendment(tx, who, id)? else {
        // What was signed a moment ago is no draft again.
        if note::draft(tx, id)?.as_ref() == Some(&typed.texts()) && typed.version > 0 {
            return Ok(saved(typed.version));
        }
        store::put_amendment(tx, who, id, &AmendmentDraft { version: 1, ..typed })?;
        who.note(tx, "draft_amendment", "visit", id.raw(), Some(visit.patient), "")?;
        return Ok(saved(1));
    };
    if kept.page == typed.page && kept.turn >= typed.turn {
        return Ok(saved(kept.version));
    }
    if kept.page != typed.page && kept.version != typed.version {
        store::keep_aside(tx, id, (who.staff, &typed.page), &typed.texts(), now)?;
        return Ok(AmendmentDrafted::Aside);
    }
    let version = kept.version + 1;
    store::put_amendment(tx, who, id, &AmendmentDraft { version, ..typed })?;
    Ok(saved(version))
}

fn typed(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<AmendmentDraft, Stop> {
    super::note::demand_same_person(form, who)?;
    let mut fields = Fields::new(form, lang);
    let texts = texts(&mut fields);
    let draft = AmendmentDraft {
        page: fields.line("page", PAGE_CHARS),
        turn: fields.whole("turn", 0, i64::MAX).unwrap_or(0),
        version: fields.whole("version", 0, i64::MAX).unwrap_or(0),
        over: fields.whole("over", 1, i64::MAX).unwrap_or(1),
        reason: texts.reason,
        symptoms: texts.symptoms,
        findings: texts.findings,
        advice: texts.advice,
        diagnoses: store::written_codes(&codes(form, added(tx, form)?.ok().flatten())),
        why: fields.line("why", WHY_CHARS),
        saved_at: tx.now(),
    };
    fields.check()?;
    Ok(draft)
}

/// Throws the asker's amendment away, as the page showed it.
pub fn drop_amendment(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    let Some(kept) = store::amendment(tx, who, id)? else { return Ok(()) };
    if kept.page != form.text("page") && kept.version.to_string() != form.text("version") {
        return Err(Refusal::conflict(text::amend_elsewhere_say()).into());
    }
    store::drop_amendment(tx, who, id)?;
    who.note(tx, "drop_amendment", "visit", id.raw(), Some(visit.patient), "")?;
    Ok(())
}

/// Puts a text that came too late for a signed note into the asker's amendment; what that said before is kept aside.
pub(super) fn begin(tx: &mut Tx<'_>, who: &Who, id: VisitId, over: i64, texts: Texts) -> Result<(), Stop> {
    let now = tx.now();
    let before = store::amendment(tx, who, id)?;
    if let Some(kept) = &before {
        store::keep_aside(tx, id, (who.staff, &kept.page), &kept.texts(), kept.saved_at)?;
    }
    let standing = store::diagnoses(tx, id, who.staff)?;
    let codes: Vec<Coded> = standing.into_iter().map(|d| Coded { code: d.code, preliminary: d.preliminary }).collect();
    let draft = AmendmentDraft {
        page: String::new(),
        turn: 0,
        version: before.map_or(1, |kept| kept.version + 1),
        over,
        reason: texts.reason,
        symptoms: texts.symptoms,
        findings: texts.findings,
        advice: texts.advice,
        diagnoses: store::written_codes(&codes),
        why: String::new(),
        saved_at: now,
    };
    Ok(store::put_amendment(tx, who, id, &draft)?)
}
