use crate::store::{self, Over, Saved, Texts};
use crate::text;
use bricks::clock::{Instant, show_time};
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::note as note_paper;
use papers::visit;

/// The longest text of one part of the note, in characters.
pub const NOTE_CHARS: usize = 4_000;
pub const REASON_CHARS: usize = 300;
pub(super) const PAGE_CHARS: usize = 64;
const TEXTS: [&str; 4] = ["reason", "symptoms", "findings", "advice"];
/// Drafts of the same person so close to each other are one entry of the audit.
const SAME_DRAFT_MINUTES: i64 = 10;

/// A note as it was typed, over the version that the writer has seen (0: there was none), in which page.
struct Typed {
    texts: Texts,
    version: i64,
    page: String,
    turn: i64,
}

impl Typed {
    fn over(&self) -> Over<'_> {
        Over { version: self.version, page: &self.page, turn: self.turn }
    }

    /// A saving that a person asked for, after a refusal showed both texts, replaces the one that was shown.
    fn asked(mut self, form: &Form) -> Typed {
        self.version = self.version.max(form.text("over").parse().unwrap_or(0));
        self
    }
}

/// A page that was drawn for one person saves nothing in the name of another one, who signed in on the same computer
/// meanwhile.
pub(super) fn demand_same_person(form: &Form, who: &Who) -> Result<(), Stop> {
    if form.has("staff") && form.text("staff") != who.staff.to_string() {
        return Err(Stop::SignedOut);
    }
    Ok(())
}

fn read(form: &Form, who: &Who, lang: Lang) -> Result<Typed, Stop> {
    demand_same_person(form, who)?;
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
        turn: fields.whole("turn", 0, i64::MAX).unwrap_or(0),
    };
    fields.check()?;
    Ok(typed)
}

/// Saves the note over the version that the form was drawn with; refused when somebody else saved meanwhile.
pub fn save(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let typed = read(form, who, lang)?.asked(form);
    let visit = note_paper::lock_to_write(tx, who, id)?;
    if write(tx, who, id, &typed)? {
        note(tx, who, id, visit.patient)?;
        tx.announce(Topic::Visit(id));
    }
    Ok(())
}

/// What became of a draft.
pub enum Drafted {
    /// A page that is leaving had lost its fields.
    Nothing,
    /// The version that stands now, since when.
    Saved(i64, Instant),
    /// It came too late; the text is kept beside the one that stands.
    Aside(Box<Saved>),
}

/// Saves what is being typed. A form that lost its fields (a page that is leaving) changes nothing; a text that is late,
/// since somebody else saved meanwhile or the patient is no longer in the room, is kept aside.
pub fn draft(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<Drafted, Stop> {
    if !is_whole(form) {
        return Ok(Drafted::Nothing);
    }
    let typed = read(form, who, lang)?;
    let visit = visit::lock(tx, who.branch, id)?;
    let before = store::saved_note(tx, id)?;
    let now = tx.now();
    let goes_on =
        before.as_ref().is_some_and(|s| s.saved_by == who.staff && now.minutes_since(s.saved_at) < SAME_DRAFT_MINUTES);
    let author = before.as_ref().map(|s| s.saved_by);
    let is_signed = before.as_ref().is_some_and(|s| s.signed.is_some());
    let written = if note_paper::is_open_to(who.staff, visit.state, author, is_signed) {
        write_over(tx, who, id, before.as_ref(), &typed)?
    } else if before.as_ref().is_some_and(|s| is_same(s, &typed.texts)) {
        Written::Same
    } else {
        Written::Late
    };
    match (written, before) {
        (Written::Late, None) => Err(Stop::Missing),
        (Written::Late, Some(stands)) => {
            store::keep_aside(tx, id, (who.staff, &typed.page), &typed.texts, now)?;
            Ok(Drafted::Aside(Box::new(stands)))
        }
        (Written::Same, before) => Ok(before.map_or(Drafted::Nothing, |s| Drafted::Saved(s.version, s.saved_at))),
        (Written::New, before) => {
            if !goes_on {
                note(tx, who, id, visit.patient)?;
            }
            Ok(Drafted::Saved(before.map_or(1, |s| s.version + 1), now))
        }
    }
}

/// Keeps a text aside whose saving was refused for being late, so that no closed tab loses it.
pub fn keep_aside(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let visit = visit::by_id(tx, who.branch, id)?;
    if is_whole(form) {
        let (typed, now) = (read(form, who, lang)?, tx.now());
        store::keep_aside(tx, visit.id, (who.staff, &typed.page), &typed.texts, now)?;
    }
    Ok(())
}

/// Puts what an earlier visit of the patient says behind what stands, with the diagnoses that are not there yet; the note's
/// fields that the form brings are saved first.
pub fn copy(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let visit = visit::lock_in_room(tx, who, id)?;
    let from: VisitId = form.text("from").parse().map_err(|_| Stop::Missing)?;
    let earlier = visit::by_id(tx, who.branch, from)?;
    if earlier.patient != visit.patient || earlier.id == visit.id {
        return Err(Stop::Missing);
    }
    let own = save_with(tx, who, &visit, form, lang)?;
    let old = note_paper::draft(tx, from)?.unwrap_or_default();
    let both = |own: &str, old: &str| match (own.trim(), old.trim()) {
        (own, "") => own.to_owned(),
        ("", old) => old.to_owned(),
        (own, old) if own.contains(old) => own.to_owned(),
        (own, old) => format!("{own}\n{old}"),
    };
    let texts = Texts {
        reason: if own.reason.trim().is_empty() { old.reason.clone() } else { own.reason.clone() },
        symptoms: both(&own.symptoms, &old.symptoms),
        findings: both(&own.findings, &old.findings),
        advice: both(&own.advice, &old.advice),
    };
    refuse_too_long(&texts)?;
    let version = store::saved_note(tx, id)?.map_or(0, |s| s.version);
    write(
        tx,
        who,
        id,
        &Typed { texts, version, page: form.text("page").to_owned(), turn: form.text("turn").parse().unwrap_or(0) },
    )?;
    for known in store::diagnoses(tx, from, who.staff)? {
        store::add_diagnosis(tx, who, id, (&known.code, known.preliminary))?;
    }
    who.note(tx, "copy_note", "visit", id.raw(), Some(visit.patient), &from.to_string())?;
    tx.announce(Topic::Visit(id));
    Ok(())
}

fn refuse_too_long(texts: &Texts) -> Result<(), Refusal> {
    let long = [("symptoms", &texts.symptoms), ("findings", &texts.findings), ("advice", &texts.advice)];
    match long.into_iter().find(|(_, text)| text.chars().count() > NOTE_CHARS) {
        Some((field, _)) => Err(Refusal::field(field, text::copy_too_long_say())),
        None => Ok(()),
    }
}

/// Saves the note's fields when the form that finishes the visit brings them, and gives the note as it then stands. Refused
/// when it brings a part of them: nothing is signed without what was typed.
pub(super) fn save_with(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: &visit::Visit,
    form: &Form,
    lang: Lang,
) -> Result<Texts, Stop> {
    if is_whole(form) {
        let typed = read(form, who, lang)?.asked(form);
        if write(tx, who, visit.id, &typed)? {
            note(tx, who, visit.id, visit.patient)?;
        }
    } else if TEXTS.iter().any(|field| form.has(field)) {
        return Err(Refusal::conflict(text::note_torn_say()).into());
    }
    Ok(store::saved_note(tx, visit.id)?.map(texts_of).unwrap_or_default())
}

fn is_whole(form: &Form) -> bool {
    TEXTS.iter().chain(["version"].iter()).all(|field| form.has(field))
}

fn texts_of(saved: Saved) -> Texts {
    Texts { reason: saved.reason, symptoms: saved.symptoms, findings: saved.findings, advice: saved.advice }
}

/// What a text came to.
pub(super) enum Written {
    /// It stands already, whatever its version, or what the same page sent later does.
    Same,
    New,
    /// Somebody else, or another page, saved meanwhile.
    Late,
}

/// Whether anything was written; refused when it came too late.
fn write(tx: &mut Tx<'_>, who: &Who, id: VisitId, typed: &Typed) -> Result<bool, Stop> {
    let saved = store::saved_note(tx, id)?;
    match write_over(tx, who, id, saved.as_ref(), typed)? {
        Written::Same => Ok(false),
        Written::New => Ok(true),
        Written::Late => Err(stale(tx, who, id)?),
    }
}

fn write_over(
    tx: &mut Tx<'_>,
    who: &Who,
    id: VisitId,
    saved: Option<&Saved>,
    typed: &Typed,
) -> Result<Written, DbError> {
    if saved.is_some_and(|s| is_same(s, &typed.texts) || is_outrun(s, who, typed)) {
        return Ok(Written::Same);
    }
    let written = match saved {
        None if typed.version == 0 => store::insert_note(tx, who, id, typed.over(), &typed.texts)?,
        None => false,
        Some(_) => store::update_note(tx, who, id, typed.over(), &typed.texts)?,
    };
    if written {
        if let Some(replaced) = saved.filter(|s| is_lost(s, who, &typed.texts)) {
            let (author, texts) = ((replaced.saved_by, replaced.saved_in.as_str()), texts_of(replaced.clone()));
            store::keep_aside(tx, id, author, &texts, replaced.saved_at)?;
        }
        if saved.is_none_or(|s| s.has_asides) {
            store::drop_aside(tx, who, id, &typed.page)?;
        }
    }
    Ok(if written { Written::New } else { Written::Late })
}

fn is_same(saved: &Saved, texts: &Texts) -> bool {
    saved.reason == texts.reason
        && saved.symptoms == texts.symptoms
        && saved.findings == texts.findings
        && saved.advice == texts.advice
}

/// The same page sent something later, which stands.
fn is_outrun(saved: &Saved, who: &Who, typed: &Typed) -> bool {
    saved.saved_by == who.staff
        && typed.turn > 0
        && saved.saved_in == typed.page
        && !typed.page.is_empty()
        && saved.version != typed.version
        && saved.saved_turn >= typed.turn
}

/// Whether words that another person wrote go with this text. A draft has no history, so they are kept for their author.
fn is_lost(saved: &Saved, who: &Who, texts: &Texts) -> bool {
    let is_begun = saved.version == 1 && saved.saved_in.is_empty();
    let parts = [
        (&saved.reason, &texts.reason),
        (&saved.symptoms, &texts.symptoms),
        (&saved.findings, &texts.findings),
        (&saved.advice, &texts.advice),
    ];
    saved.saved_by != who.staff && !is_begun && !parts.iter().all(|(old, new)| new.contains(old.trim()))
}

/// Writes a text that a person chose over the one that stands and that the page showed beside it.
pub(super) fn write_chosen(
    tx: &mut Tx<'_>,
    who: &Who,
    id: VisitId,
    stands: Option<&Saved>,
    texts: Texts,
) -> Result<Written, DbError> {
    let version = stands.map_or(0, |s| s.version);
    write_over(tx, who, id, stands, &Typed { texts, version, page: String::new(), turn: 0 })
}

/// Somebody saved meanwhile: who and when.
pub(super) fn stale(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Stop, DbError> {
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
