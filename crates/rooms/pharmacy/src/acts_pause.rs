//! What holds a prescription up: a question to the doctor, another reason to wait, and the second look at controlled medicines.

use crate::acts::is_controlled;
use crate::{store_given, text};
use bricks::id::{MedicineId, PrescriptionId, PrescriptionLineId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::prescription::{self, Prescription, State};

const SAID_CHARS: usize = 500;
/// A question waits for the doctor; the others end when the pharmacy says so.
pub const QUESTION: &str = "question";
pub const PAUSES: [&str; 5] = [QUESTION, "patient_away", "stock", "payment", "other"];

/// Waits with a prescription, for a coded reason; a question is put to the doctor who wrote it. A conflict when it waits
/// already.
pub fn pause(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.choice("pause", |code| PAUSES.into_iter().find(|pause| *pause == code));
    let said =
        if reason == Some("other") { fields.reason("said", SAID_CHARS) } else { fields.line("said", SAID_CHARS) };
    if said.is_empty() && form.text("said").trim().is_empty() && matches!(reason, Some(QUESTION | "other")) {
        fields.refuse("said", text::pause_unsaid_say());
    }
    fields.check()?;
    let reason = reason.unwrap_or("other");
    let held = prescription::hold_issued(tx, who, id)?;
    if !store_given::pause(tx, who, id, (reason, &said))? {
        return Err(Refusal::conflict(text::paused_now_say()).into());
    }
    if reason == QUESTION {
        tx.announce(Topic::Queue);
    }
    note(tx, who, &held, ("pause_prescription", &format!("{reason} · {said}")))
}

/// The pharmacy goes on with what it waited with, unless a doctor has to answer.
pub fn resume(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<(), Stop> {
    let held = prescription::hold_issued(tx, who, id)?;
    if !store_given::end_pause(tx, who, id)? {
        return Err(Refusal::conflict(text::pause_gone_say()).into());
    }
    note(tx, who, &held, ("resume_prescription", ""))
}

/// A doctor answers the pharmacy's question, and may allow another product for a line.
pub fn answer(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let answer = fields.required_line("answer", SAID_CHARS);
    let line = fields.id::<PrescriptionLineId>("line");
    let medicine = fields.id::<MedicineId>("medicine");
    if line.is_none() && (medicine.is_some() || !form.text("medicine_text").trim().is_empty()) {
        fields.refuse("line", ground::text::field_choose_say());
    }
    if line.is_some() && medicine.is_none() {
        fields.refuse("medicine", ground::text::field_choose_say());
    }
    fields.check()?;
    let held = prescription::answer(tx, who, id, &answer)?;
    if let Some(pair) = line.zip(medicine) {
        if !store_given::allow_substitution(tx, who, id, pair)? {
            return Err(Refusal::field("medicine", text::substitute_no_say()).into());
        }
        let said = format!("{} → {}", pair.0, pair.1);
        who.note(tx, "allow_substitute", "prescription", id.raw(), Some(held.patient), &said)?;
    }
    Ok(())
}

/// Who asked takes the question back, saying why (the doctor answered by telephone, the wrong prescription).
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let why = fields.required_reason("withdrawn", SAID_CHARS);
    fields.check()?;
    prescription::withdraw(tx, who, id, &why)
}

/// A second person, signed in as themselves, has looked at the controlled medicines.
pub fn check(tx: &mut Tx<'_>, who: &Who, id: PrescriptionId) -> Result<(), Stop> {
    let of = prescription::by_id(tx, who.branch, id)?;
    let waits = matches!(of.state, State::Issued | State::Partial);
    if !waits || !prescription::lines(tx, id)?.iter().any(is_controlled) {
        return Err(Refusal::conflict(text::check_needless_say()).into());
    }
    store_given::check(tx, who, id)?;
    note(tx, who, &of, ("check_controlled", ""))
}

fn note(tx: &mut Tx<'_>, who: &Who, of: &Prescription, (act, said): (&'static str, &str)) -> Result<(), Stop> {
    let said = format!("{} · {said}", of.number);
    who.note(tx, act, "prescription", of.id.raw(), Some(of.patient), said.trim_end_matches(" · "))?;
    tx.announce(Topic::Pharmacy);
    tx.announce(Topic::Visit(of.visit));
    Ok(())
}
