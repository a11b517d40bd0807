//! What a cashier does alone; above it somebody else agrees.

use crate::discount::rules::USUAL_LIMIT_BASIS_POINTS;
use crate::text;
use crate::version;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use ground::web::{Fields, Form};

/// Limits as the clinic set them, or the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// What is taken off a bill.
    pub discount_basis_points: i64,
    /// What is given back of a receipt or a deposit.
    pub refund: Money,
    /// What a patient owes in all.
    pub debt: Money,
    /// Of these rows; 0 while none was set.
    pub version: i64,
}

const DISCOUNT: &str = "discount_limit_basis_points";
const REFUND: &str = "refund_limit_vnd";
const DEBT: &str = "debt_limit_vnd";
const VERSION: &str = "limits_version";
const READ: &str = "SELECT key, value FROM setting WHERE key IN ('discount_limit_basis_points', 'refund_limit_vnd', 'debt_limit_vnd', 'limits_version')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

pub fn read(tx: &mut Tx<'_>) -> Result<Limits, DbError> {
    let mut limits = Limits {
        discount_basis_points: USUAL_LIMIT_BASIS_POINTS,
        refund: Money::from_minor(200_000),
        debt: Money::from_minor(1_000_000),
        version: 0,
    };
    for (key, value) in tx.all::<(String, String)>(READ, &[])? {
        let Ok(value) = value.parse::<i64>() else { continue };
        match key.as_str() {
            DISCOUNT => limits.discount_basis_points = value,
            REFUND => limits.refund = Money::from_minor(value),
            DEBT => limits.debt = Money::from_minor(value),
            _ => limits.version = value,
        }
    }
    Ok(limits)
}

/// Sets all three; refused at its field, and when somebody set them since the page was drawn.
pub fn save(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let share = fields.quantity("limit_discount", Quantity::ZERO, Quantity::whole(100));
    let mut money = |field: &'static str| {
        let typed = fields.money(field);
        if form.text(field).trim().is_empty() {
            fields.refuse(field, ground::text::field_required_say());
        }
        typed
    };
    let (refund, debt) = (money("limit_refund"), money("limit_debt"));
    let seen = fields.whole("version", 0, i64::MAX).unwrap_or(0);
    fields.check()?;
    let (Some(share), Some(refund), Some(debt)) = (share, refund, debt) else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    if !version::step(tx, VERSION, seen)? {
        return Err(Refusal::conflict(text::limits_changed_say()).into());
    }
    // Thousandths of a percent, of which ten are a basis point.
    let basis_points = share.milli() / 10;
    for (key, value) in [(DISCOUNT, basis_points), (REFUND, refund.minor()), (DEBT, debt.minor())] {
        tx.run_one(SET, &[&key, &value.to_string()])?;
    }
    let detail = format!("{basis_points} {} {}", refund.minor(), debt.minor());
    Ok(who.note(tx, "set_limits", "branch", who.branch.raw(), None, &detail)?)
}
