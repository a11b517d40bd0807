//! What one person does alone; above it somebody else agrees.

use bricks::money::Money;
use ground::db::{DbError, Tx};

/// Limits as the clinic set them, or the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// What is taken off a bill.
    pub discount_basis_points: i64,
    /// What is given back of a receipt or a deposit.
    pub refund: Money,
    /// What a patient owes in all.
    pub debt: Money,
    /// What one person takes off the shelves by documents in a day, at what it cost.
    pub stock_loss: Money,
    /// What is missing in a drawer when it is closed, or too much.
    pub difference: Money,
    /// Of these rows; 0 while none was set.
    pub version: i64,
}

/// The setting that tells the version of the limits.
pub const VERSION: &str = "limits_version";
/// What a cashier may take off a bill alone, until the clinic says otherwise: a tenth.
pub const USUAL_DISCOUNT_BASIS_POINTS: i64 = 1_000;

const DISCOUNT: &str = "discount_limit_basis_points";
const REFUND: &str = "refund_limit_vnd";
const DEBT: &str = "debt_limit_vnd";
const STOCK_LOSS: &str = "stock_loss_limit_vnd";
const DIFFERENCE: &str = "difference_limit_vnd";
const READ: &str = "SELECT key, value FROM setting \
     WHERE key IN ('discount_limit_basis_points', 'refund_limit_vnd', 'debt_limit_vnd', 'stock_loss_limit_vnd', \
     'difference_limit_vnd', 'limits_version')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

pub fn read(tx: &mut Tx<'_>) -> Result<Limits, DbError> {
    let mut limits = Limits {
        discount_basis_points: USUAL_DISCOUNT_BASIS_POINTS,
        refund: Money::from_minor(200_000),
        debt: Money::from_minor(1_000_000),
        stock_loss: Money::from_minor(2_000_000),
        difference: Money::from_minor(500_000),
        version: 0,
    };
    for (key, value) in tx.all::<(String, String)>(READ, &[])? {
        let Ok(value) = value.parse::<i64>() else { continue };
        match key.as_str() {
            DISCOUNT => limits.discount_basis_points = value,
            REFUND => limits.refund = Money::from_minor(value),
            DEBT => limits.debt = Money::from_minor(value),
            STOCK_LOSS => limits.stock_loss = Money::from_minor(value),
            DIFFERENCE => limits.difference = Money::from_minor(value),
            _ => limits.version = value,
        }
    }
    Ok(limits)
}

/// Writes all but the version, which whoever writes has stepped before.
pub fn write(tx: &mut Tx<'_>, limits: &Limits) -> Result<(), DbError> {
    let values = [
        (DISCOUNT, limits.discount_basis_points),
        (REFUND, limits.refund.minor()),
        (DEBT, limits.debt.minor()),
        (STOCK_LOSS, limits.stock_loss.minor()),
        (DIFFERENCE, limits.difference.minor()),
    ];
    for (key, value) in values {
        tx.run_one(SET, &[&key, &value.to_string()])?;
    }
    Ok(())
}
