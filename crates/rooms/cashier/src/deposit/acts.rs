//! Taking a deposit, and giving back what is left of it.

use crate::pay::{clinic_of, in_both, required_reason};
use crate::rules::as_typed;
use crate::session::{self, Opening};
use crate::transfer::acts::{For, claim_one};
use crate::{store, text};
use bricks::id::{DepositId, PatientId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::deposit::{self as paper, Deposit, Moved, MovementKind, New, Printed, show_number};
use papers::payout::{self, Of, Printed as Slip};
use papers::receipt::{Method, Payer};

const WORDS_CHARS_MAX: usize = 200;
/// A deposit above this is asked about once.
const AMOUNT_ASKED: Money = Money::from_minor(50_000_000);
/// A deposit above this is a slip of zeros.
const AMOUNT_MAX: Money = Money::from_minor(2_000_000_000);
/// What a tick at `sure` answers.
pub const SURE_OF: &[&str] = &["amount"];
const REFERENCE_CHARS_MAX: usize = 60;

/// Takes money that is held for a patient, with a receipt of its own whose numbers follow each other without a gap.
pub fn take(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<DepositId, Stop> {
    let mut fields = Fields::new(form, lang);
    let patient: Option<PatientId> = fields.required_id("patient");
    let amount = fields.money("amount");
    if amount.is_none_or(Money::is_zero) && !form.text("amount").trim().starts_with('-') {
        fields.refuse("amount", text::deposit_nothing_say());
    }
    ask_about(&mut fields, amount, form.text("sure") == as_typed(SURE_OF, |name| form.text(name)));
    let purpose = fields.required_line("purpose", WORDS_CHARS_MAX);
    let (method, reference) = way(&mut fields);
    let opening = form.has("float").then(|| Opening::read(&mut fields));
    fields.check()?;
    let (Some(patient), Some(amount)) = (patient, amount) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    papers::hold_patient(tx, patient)?;
    let payer = store::payer(tx, patient)?;
    let session = session::of_cashier(tx, who, opening.as_ref())?;
    let series = papers::counter::series(tx, who.branch, "TU", session.day.year())?;
    let id = DepositId::from_raw(tx.new_id());
    let number = papers::counter::next(tx, &format!("deposit:{series}"))?;
    let printed = Printed {
        number: show_number(&series, number),
        issued_at: tx.now(),
        clinic: clinic_of(who),
        patient: payer,
        purpose: purpose.clone(),
        amount,
        method,
        reference: reference.clone(),
        cashier: who.name.clone(),
    };
    let json = serde_json::to_string(&printed).map_err(|e| Stop::fault(format!("a deposit that is no JSON: {e}")))?;
    let (branch, by) = (who.branch, who.staff);
    paper::insert(
        tx,
        &New { id, branch, patient, series: &series, number, amount, purpose: &purpose, printed: &json, by },
    )?;
    let (kind, reason) = (MovementKind::Taken, "");
    let (session, day) = (session.id, session.day);
    paper::record(
        tx,
        &Moved { branch, deposit: id, session, day, kind, method, amount, reference: &reference, reason, by },
    )?;
    if method == Method::Transfer {
        claim_one(tx, who, (&reference, amount), For::Deposit(id))?;
    }
    let detail = format!("{} {} ₫ {}: {purpose}", printed.number, amount.minor(), method.code());
    who.note(tx, "take_deposit", "deposit", id.raw(), Some(patient), &detail)?;
    announce(tx, patient);
    Ok(id)
}

/// Refuses a sum that nobody deposits, at `amount`, and asks once (`sure`) about one that seldom is.
fn ask_about(fields: &mut Fields<'_>, amount: Option<Money>, is_sure: bool) {
    let Some(amount) = amount else { return };
    if amount > AMOUNT_MAX {
        fields.refuse("amount", in_both(AMOUNT_MAX, text::deposit_absurd));
    } else if amount > AMOUNT_ASKED && !is_sure {
        fields.refuse("sure", in_both(amount, text::deposit_far));
    }
}

/// The way in which new money comes or goes, with its reference.
fn way(fields: &mut Fields<'_>) -> (Method, String) {
    let method = fields.choice("method", Method::of_money).unwrap_or(Method::Cash);
    let reference = match method {
        Method::Cash => String::new(),
        _ => fields.required_line("reference", REFERENCE_CHARS_MAX),
    };
    (method, reference)
}

/// Gives back all that is left of a deposit, out of this person's session; in cash no more than lies in the drawer. Above the limit of refunds it is asked for, and
/// paid when a second person agreed to just that amount. Gives whether money went.
pub fn give_back(tx: &mut Tx<'_>, who: &Who, id: DepositId, form: &Form, lang: Lang) -> Result<bool, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = required_reason(&mut fields, "reason");
    let (method, reference) = way(&mut fields);
    let opening = form.has("float").then(|| Opening::read(&mut fields));
    fields.check()?;
    let deposit = paper::lock(tx, who.branch, id)?;
    let seen: Option<Money> = form.text("held").parse().ok().map(Money::from_minor);
    if seen != Some(deposit.held) {
        return Err(Refusal::conflict(in_both(deposit.held, text::deposit_changed)).into());
    }
    if deposit.held.is_zero() {
        return Err(Refusal::conflict(text::deposit_used_up_say()).into());
    }
    let agreed = deposit.back == Some(deposit.held) && deposit.back_agreed_by.is_some();
    if deposit.held > crate::limits::read(tx)?.refund && !agreed {
        if !paper::ask_back(tx, id, deposit.held, &reason, who.staff)? {
            return Err(Refusal::conflict(in_both(deposit.held, text::deposit_changed)).into());
        }
        note(tx, who, &deposit, ("ask_deposit_back", &reason))?;
        return Ok(false);
    }
    if !paper::take_out(tx, id, deposit.held)? {
        return Err(Refusal::conflict(in_both(deposit.held, text::deposit_changed)).into());
    }
    let out = (method, deposit.held);
    let session = session::for_payout(tx, who, opening.as_ref(), out, "method")?;
    let amount = deposit.held.neg().ok_or_else(|| Stop::fault("a deposit that does not fit"))?;
    let (branch, by, kind) = (who.branch, who.staff, MovementKind::GivenBack);
    let (session, day) = (session.id, session.day);
    let moved =
        Moved { branch, deposit: id, session, day, kind, method, amount, reference: &reference, reason: &reason, by };
    let movement = paper::record(tx, &moved)?;
    paper::drop_back(tx, id)?;
    payout::issue(
        tx,
        who,
        (session, day),
        Of::Deposit(movement),
        slip(tx, who, &deposit, (method, &reference, &reason)),
    )?;
    note(tx, who, &deposit, ("give_deposit_back", &reason))?;
    Ok(true)
}

/// What the slip of a deposit that goes back says; its number comes with it.
fn slip(tx: &Tx<'_>, who: &Who, deposit: &Deposit, (method, reference, reason): (Method, &str, &str)) -> Slip {
    let to = Payer { name: deposit.patient_name.clone(), code: deposit.patient_code.clone() };
    Slip {
        number: String::new(),
        issued_at: tx.now(),
        clinic: clinic_of(who),
        of: payout::For::Deposit(deposit.shown()),
        to: Some(to),
        reason: reason.to_owned(),
        item_vi: String::new(),
        item_en: String::new(),
        amount: deposit.held,
        method,
        reference: reference.to_owned(),
        asked: deposit.back_asked_name.clone(),
        agreed: deposit.back_agreed_name.clone(),
        cashier: who.name.clone(),
    }
}

/// Agrees that what was asked for goes back. Never by the one who asked.
pub fn agree(tx: &mut Tx<'_>, who: &Who, id: DepositId) -> Result<(), Stop> {
    let deposit = paper::lock(tx, who.branch, id)?;
    if deposit.back_asked_by == Some(who.staff) {
        return Err(Refusal::conflict(text::refund_own_say()).into());
    }
    if !paper::agree_back(tx, id, who.staff)? {
        return Err(Refusal::conflict(text::refund_decided_say()).into());
    }
    note(tx, who, &deposit, ("agree_deposit_back", &deposit.back_reason))
}

fn note(tx: &mut Tx<'_>, who: &Who, deposit: &Deposit, (act, reason): (&'static str, &str)) -> Result<(), Stop> {
    let detail = format!("{} {} ₫: {reason}", deposit.shown(), deposit.held.minor());
    who.note(tx, act, "deposit", deposit.id.raw(), Some(deposit.patient), &detail)?;
    announce(tx, deposit.patient);
    Ok(())
}

fn announce(tx: &mut Tx<'_>, patient: PatientId) {
    for topic in [Topic::Cashier, Topic::Patient(patient)] {
        tx.announce(topic);
    }
}
