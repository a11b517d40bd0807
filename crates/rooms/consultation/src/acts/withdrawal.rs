use super::asking;
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::{prescription, safety};

const REASON_CHARS: usize = 200;

/// Takes back the prescription of a visit that the asker signed.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("withdraw_reason", REASON_CHARS);
    fields.check()?;
    let found = prescription::by_visit(tx, id)?.ok_or(Stop::Missing)?;
    prescription::take_back(tx, who, found.id, &reason)
}

/// Begins another prescription of a finished visit, over the one that the page showed.
pub fn prescribe_after(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let shown = form.text("prescription").parse().ok().zip(form.text("version").parse().ok());
    prescription::begin_after(tx, who, id, shown).map(drop)
}

/// Hands what is written after the visit to the pharmacy, proved and asked about like the first time; without a line it is
/// cancelled.
pub fn issue_anew(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form) -> Result<(), Stop> {
    let visit = prescription::lock_to_write(tx, who, id)?;
    let draft = prescription::by_visit(tx, visit.id)?.filter(|p| p.state == prescription::State::Draft);
    let draft = draft.ok_or_else(|| Refusal::conflict(text::issued_already_say()))?;
    safety::demand_reasons(tx, who, &draft, "")?;
    asking::ask_of_prescription(tx, who, &visit, form)?;
    prescription::issue(tx, who, id)?;
    Ok(())
}
