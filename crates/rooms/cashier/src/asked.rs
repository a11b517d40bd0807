//! How the patient pays, as the cashier entered it.

use crate::pay::in_both;
use crate::session::Opening;
use crate::{rules, text};
use bricks::id::DepositId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::web::{Fields, Form};
use papers::receipt::{Method, PaidBy, Part};

const REFERENCE_CHARS_MAX: usize = 60;
const PAYER_CHARS_MAX: usize = 120;
/// Change of more than this is a slip of the keys more often than a pack of notes.
const CHANGE_ASKED: Money = Money::from_minor(10_000_000);
/// More than this is handed over by nobody.
const TENDERED_MAX: Money = Money::from_minor(1_000_000_000);
/// What a tick at `sure` answers: the change comes of all three.
pub const SURE_OF: &[&str] = &["due", "amount", "tendered"];
/// In the order of the screen: the field of the amount, the field of the reference.
pub const MIXED: [(Method, &str, &str); 5] = [
    (Method::Cash, "mixed_cash", ""),
    (Method::Transfer, "mixed_transfer", "mixed_transfer_reference"),
    (Method::Card, "mixed_card", "mixed_card_reference"),
    (Method::Wallet, "mixed_wallet", "mixed_wallet_reference"),
    (Method::Deposit, "mixed_deposit", ""),
];
/// How the way of several parts is sent.
pub const MIXED_CODE: &str = "mixed";

/// The field in which a way of paying has its reference.
pub const fn reference_field(method: Method) -> &'static str {
    match method {
        Method::Cash | Method::Transfer | Method::Deposit => "reference",
        Method::Card => "card_reference",
        Method::Wallet => "wallet_reference",
    }
}

/// What was entered.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the cashier saw as due; `None` when the form was meddled with.
    pub seen_due: Option<Money>,
    pub how: How,
    /// How a session is opened with this payment, if none is open.
    pub opening: Option<Opening>,
    /// Who pays, where it is somebody else than the patient.
    pub payer: Option<PaidBy>,
}

/// In one way, or in several.
#[derive(Debug, Clone)]
pub enum How {
    One {
        method: Method,
        /// `None` for all that is due.
        amount: Option<Money>,
        /// The notes handed over; `None` when nothing was typed. Only for cash.
        tendered: Option<Money>,
        reference: String,
    },
    Mixed {
        parts: Vec<Part>,
        /// Whether less than what is due was meant to be taken.
        in_part: bool,
    },
}

/// What is taken of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    pub parts: Vec<Part>,
    /// The sum of the parts.
    pub paid: Money,
    pub tendered: Money,
    pub change: Money,
    /// Out of which deposit each part comes, in the order of the parts; empty while none does.
    pub deposits: Vec<Option<DepositId>>,
}

impl Taking {
    /// Whether a part of it comes out of what is held for the patient.
    pub fn uses_deposit(&self) -> bool {
        self.parts.iter().any(|part| part.method == Method::Deposit)
    }
}

impl Asked {
    /// Reads the payment form; refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let seen_due = form.text("due").parse().ok().map(Money::from_minor);
        let how =
            if form.text("method") == MIXED_CODE { mixed(&mut fields, form) } else { one(&mut fields, form, seen_due) };
        let opening = form.has("float").then(|| Opening::read(&mut fields));
        let payer = payer(&mut fields);
        fields.check()?;
        Ok(Asked { seen_due, how, opening, payer })
    }

    /// What is taken now; out of deposits as much as is `held`, unless less was asked for. Refused when it is more than is
    /// due, nothing of something, or less than was handed over.
    pub fn taking(&self, due: Money, held: Money) -> Result<Taking, Refusal> {
        match &self.how {
            How::One { method, amount, tendered, reference } => {
                let of_deposit = (*method == Method::Deposit).then(|| due.min(held));
                let paid = part_of(amount.or(of_deposit), due)?;
                let (tendered, change) = handed_over(*method, *tendered, paid)?;
                let parts = vec![Part { method: *method, amount: paid, reference: reference.clone() }];
                Ok(Taking { parts, paid, tendered, change, deposits: Vec::new() })
            }
            How::Mixed { parts, in_part } => {
                let sum = Money::sum(parts.iter().map(|part| part.amount)).unwrap_or(Money::from_minor(i64::MAX));
                let paid = match part_of(Some(sum), due) {
                    Ok(paid) => paid,
                    Err(refusal) => return Err(Refusal::field("mixed_cash", refusal.say)),
                };
                if paid < due && !in_part {
                    let short = due.sub(paid).unwrap_or(due);
                    return Err(Refusal::field("mixed_part", in_both(short, text::mixed_short)));
                }
                let cash =
                    parts.iter().find(|part| part.method == Method::Cash).map_or(Money::ZERO, |part| part.amount);
                let (parts, deposits) = (parts.clone(), Vec::new());
                Ok(Taking { parts, paid, tendered: cash, change: Money::ZERO, deposits })
            }
        }
    }
}

/// Somebody else who pays: with a name and a telephone, or nobody.
fn payer(fields: &mut Fields<'_>) -> Option<PaidBy> {
    let (name, phone) = (fields.line("payer_name", PAYER_CHARS_MAX), fields.phone("payer_phone"));
    match (name.is_empty(), phone) {
        (true, None) => None,
        (false, Some(phone)) => Some(PaidBy { name, phone }),
        (true, Some(_)) => {
            fields.refuse("payer_name", text::paid_by_name_needed_say());
            None
        }
        (false, None) => {
            fields.refuse("payer_phone", text::paid_by_phone_needed_say());
            None
        }
    }
}

/// Refuses cash that nobody hands over, at `tendered`, and asks once (`sure`) about so much change.
fn ask_about_change(fields: &mut Fields<'_>, tendered: Option<Money>, paid: Option<Money>, is_sure: bool) {
    let Some((tendered, paid)) = tendered.zip(paid) else { return };
    if tendered > TENDERED_MAX {
        fields.refuse("tendered", in_both(TENDERED_MAX, text::tendered_absurd));
    } else if tendered.sub(paid).is_some_and(|change| change > CHANGE_ASKED) && !is_sure {
        let said = |l| text::tendered_far(l, paid.show_with_sign(l), tendered.show_with_sign(l));
        fields.refuse("sure", Say::new(said(Lang::Vi), said(Lang::En)));
    }
}

fn one(fields: &mut Fields<'_>, form: &Form, due: Option<Money>) -> How {
    let method = fields.choice("method", Method::parse).unwrap_or(Method::Cash);
    let amount = fields.money("amount");
    let (mut tendered, mut reference) = (None, String::new());
    match method {
        Method::Cash => {
            tendered = fields.money("tendered");
            let is_sure = form.text("sure") == rules::as_typed(SURE_OF, |name| form.text(name));
            ask_about_change(fields, tendered, amount.or(due), is_sure);
        }
        Method::Deposit => {}
        other => reference = fields.required_line(reference_field(other), REFERENCE_CHARS_MAX),
    }
    How::One { method, amount, tendered, reference }
}

fn mixed(fields: &mut Fields<'_>, form: &Form) -> How {
    let mut parts = Vec::new();
    for (method, amount_field, reference_field) in MIXED {
        let amount = fields.money(amount_field).filter(|amount| !amount.is_zero());
        let Some(amount) = amount else { continue };
        let reference = match method {
            Method::Cash | Method::Deposit => String::new(),
            _ => fields.required_line(reference_field, REFERENCE_CHARS_MAX),
        };
        parts.push(Part { method, amount, reference });
    }
    if parts.is_empty() && MIXED.iter().all(|(_, field, _)| form.text(field).trim().is_empty()) {
        fields.refuse("mixed_cash", text::mixed_empty_say());
    }
    How::Mixed { parts, in_part: form.has("mixed_part") }
}

/// All that is due, or what was typed of it.
fn part_of(amount: Option<Money>, due: Money) -> Result<Money, Refusal> {
    match amount {
        None => Ok(due),
        Some(amount) if amount > due => Err(Refusal::field("amount", in_both(due, text::amount_too_large))),
        Some(amount) if amount.is_zero() && !due.is_zero() => Err(Refusal::field("amount", text::amount_nothing_say())),
        Some(amount) => Ok(amount),
    }
}

/// What was handed over and what is given back. A bill of nothing takes nothing.
fn handed_over(method: Method, tendered: Option<Money>, paid: Money) -> Result<(Money, Money), Refusal> {
    if method != Method::Cash {
        return Ok((paid, Money::ZERO));
    }
    let nothing = paid.is_zero().then_some(Money::ZERO);
    let tendered = tendered.or(nothing).ok_or_else(|| Refusal::field("tendered", text::tendered_missing_say()))?;
    let short = || Refusal::field("tendered", in_both(paid.sub(tendered).unwrap_or(paid), text::tendered_short));
    let change = rules::change(paid, tendered).ok_or_else(short)?;
    Ok((tendered, change))
}
