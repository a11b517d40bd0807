//! Sending the claims of a period, and settling one with its difference.

use super::rules;
use super::store::{self, Wanted};
use crate::pay::announce;
use crate::text;
use bricks::id::ClaimId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::text::says_something;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};

const REASON_CHARS_MAX: usize = 200;

/// Marks every claim of a payer's period that waits as sent.
pub fn send(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<u64, Stop> {
    let sent = store::send(tx, who, wanted)?;
    if sent == 0 {
        return Err(Refusal::conflict(text::claim_nothing_to_send_say()).into());
    }
    let detail = format!("{} {}–{}: {sent}", wanted.insurer, wanted.from_day, wanted.until_day);
    who.note(tx, "send_claims", "branch", who.branch.raw(), None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(sent)
}

/// Settles a claim that was sent: what the payer paid (`paid`), and who bears the rest (`bears`: clinic or patient) for
/// which reason. What the patient bears is due on the bill again.
pub fn settle(tx: &mut Tx<'_>, who: &Who, id: ClaimId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let paid = fields.money("paid");
    if paid.is_none() && form.text("paid").trim().is_empty() {
        fields.refuse("paid", ground::text::field_required_say());
    }
    let by_patient = fields.choice("bears", |typed| match typed {
        "clinic" => Some(false),
        "patient" => Some(true),
        _ => None,
    });
    let mut reason = fields.line("reason", REASON_CHARS_MAX);
    let visit = store::visit_of(tx, who, id)?;
    let patient = papers::visit::lock(tx, who.branch, visit)?.patient;
    let claim = store::by_id(tx, who, id)?;
    let back = claim.back.show_with_sign(Lang::Vi);
    if reason.is_empty() && !claim.back.is_zero() && paid == claim.amount.sub(claim.back) {
        reason = text::claim_back_of(Lang::Vi, back);
    }
    let settled = paid.map(|paid| rules::settlement(claim.amount, claim.back, paid, by_patient == Some(true)));
    match &settled {
        Some(Err(say)) => fields.refuse("paid", say.clone()),
        Some(Ok(settled)) if settled.paid != claim.amount && !says_something(&reason) => {
            let say =
                if reason.is_empty() { text::claim_reason_missing_say() } else { ground::text::field_reason_say() };
            fields.refuse("reason", say);
        }
        _ => {}
    }
    fields.check()?;
    let Some(Ok(settled)) = settled else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    if !store::settle(tx, who, id, &settled, &reason)? {
        return Err(Refusal::conflict(text::claim_not_sent_say()).into());
    }
    if !settled.patient.is_zero() {
        store::patient_bears(tx, claim.invoice, settled.patient)?;
        papers::refund::share_out(tx, (id, claim.invoice, claim.position), settled.patient)?;
        papers::visit::due_add(tx, visit, settled.patient)?;
    }
    let minor = |amount: Money| amount.minor();
    let detail = format!(
        "{} = {} + {} + {}: {reason}",
        minor(claim.amount),
        minor(settled.paid),
        minor(settled.clinic),
        minor(settled.patient)
    );
    who.note(tx, "settle_claim", "claim", id.raw(), Some(patient), &detail)?;
    announce(tx, visit, patient);
    Ok(())
}
