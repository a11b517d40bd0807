//! The clinic sets what one person does alone.

use crate::text;
use crate::version;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
pub use papers::limits::{Limits, read};
use papers::limits::{VERSION, write};

/// Sets all of them; refused at its field, and when somebody set them since the page was drawn.
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
    let (stock_loss, difference) = (money("limit_stock_loss"), money("limit_difference"));
    let seen = fields.whole("version", 0, i64::MAX).unwrap_or(0);
    fields.check()?;
    let ((Some(share), Some(refund), Some(debt)), Some(stock_loss), Some(difference)) =
        ((share, refund, debt), stock_loss, difference)
    else {
        return Err(Stop::fault("a form that was checked is not whole"));
    };
    if !version::step(tx, VERSION, seen)? {
        return Err(Refusal::conflict(text::limits_changed_say()).into());
    }
    // Thousandths of a percent, of which ten are a basis point.
    let limits =
        Limits { discount_basis_points: share.milli() / 10, refund, debt, stock_loss, difference, version: seen };
    write(tx, &limits)?;
    let sums = [refund, debt, stock_loss, difference].map(|sum| sum.minor().to_string()).join(" ");
    let detail = format!("{} {sums}", limits.discount_basis_points);
    Ok(who.note(tx, "set_limits", "branch", who.branch.raw(), None, &detail)?)
}
