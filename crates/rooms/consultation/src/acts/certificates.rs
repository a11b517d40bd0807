use super::transfer_letter;
use crate::{rules, store, text};
use bricks::clock::{add_days, days_between, iso_day};
use bricks::id::{CertificateId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::certificate::{self, Kind, New, Says};
use papers::visit::{self, State, Visit};

const LINE_CHARS: usize = 200;
const TEXT_CHARS: usize = 2_000;
/// The longest sick leave of one certificate.
const DAYS_MAX: i64 = 30;
/// A sick leave begins so many days after the visit at the latest.
const BEGINS_WITHIN: i64 = 7;

/// Issues a certificate on a visit whose patient was seen: every mistake is refused at its field, also a leave that began
/// before the visit.
pub fn issue(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<CertificateId, Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    if !matches!(visit.state, State::InRoom | State::Finished) {
        return Err(Refusal::conflict(text::certificate_not_seen_say()).into());
    }
    let mut fields = Fields::new(form, lang);
    for field in ["reason", "summary", "conclusion"] {
        if rules::blanks(form.text(field)) > 0 {
            fields.refuse(field, text::certificate_blank_say());
        }
    }
    let kind = fields.choice("kind", Kind::parse).unwrap_or(Kind::SickLeave);
    let says = match kind {
        Kind::SickLeave => sick_leave(&mut fields, &visit),
        Kind::Transfer => Says {
            place: fields.required_line("place", LINE_CHARS),
            reason: fields.required_line("reason", LINE_CHARS),
            summary: fields.text("summary", TEXT_CHARS),
            ..transfer_letter::carried(tx, who, &visit)?
        },
        Kind::Health => Says {
            reason: fields.required_line("reason", LINE_CHARS),
            summary: fields.text("summary", TEXT_CHARS),
            conclusion: fields.required_line("conclusion", LINE_CHARS),
            ..Says::default()
        },
    };
    let diagnoses = store::signed_diagnoses(tx, id)?;
    if diagnoses.is_empty() && kind != Kind::Health {
        fields.refuse("kind", text::certificate_no_diagnosis_say());
    }
    fields.check()?;
    if kind == Kind::SickLeave && !form.has("overlap") {
        ask_overlap(tx, who, visit.patient, &says)?;
    }
    let person = store::person(tx, visit.patient)?.ok_or(Stop::Missing)?;
    certificate::issue(tx, who, &New { kind, visit: id, patient: visit.patient, person, diagnoses, says })
}

fn sick_leave(fields: &mut Fields<'_>, visit: &Visit) -> Says {
    let summary = fields.line("summary", LINE_CHARS);
    let (from, to) = (fields.required_day("from_day"), fields.required_day("to_day"));
    let (Some(from), Some(to)) = (from, to) else { return Says::default() };
    if from < visit.day || from > add_days(visit.day, BEGINS_WITHIN) {
        fields.refuse("from_day", text::certificate_from_say(BEGINS_WITHIN));
    }
    let days = days_between(from, to) + 1;
    if !(1..=DAYS_MAX).contains(&days) {
        fields.refuse("to_day", text::certificate_to_say(DAYS_MAX));
    }
    Says { from_day: iso_day(from), to_day: iso_day(to), days, summary, ..Says::default() }
}

/// Two papers for one day are asked about, at the box that says that it is meant: an employer pays by each.
fn ask_overlap(tx: &mut Tx<'_>, who: &Who, patient: PatientId, says: &Says) -> Result<(), Stop> {
    let mut there = certificate::of_patient(tx, who.branch, patient)?;
    there.retain(|c| c.kind == Kind::SickLeave && c.voided_why.is_none() && c.printed.says.overlaps(says));
    if there.is_empty() {
        return Ok(());
    }
    let listed = |l: Lang| {
        let each = there.iter().map(|c| format!("{} ({})", c.printed.number, c.about(l)));
        text::certificate_overlaps(l, each.collect::<Vec<_>>().join("; "))
    };
    Err(Refusal::field("overlap", Say::new(listed(Lang::Vi), listed(Lang::En))).into())
}

/// Voids a certificate with the reason; gives its visit.
pub fn void(tx: &mut Tx<'_>, who: &Who, id: CertificateId, form: &Form, lang: Lang) -> Result<VisitId, Stop> {
    let mut fields = Fields::new(form, lang);
    let why = fields.required_line("why", LINE_CHARS);
    fields.check()?;
    certificate::void(tx, who, id, &why)
}
