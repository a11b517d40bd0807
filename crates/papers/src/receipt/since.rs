//! What became of a receipt after it was issued: the receipt itself never changes, and its papers tell this beside it.

use crate::text;
use bricks::clock::{Instant, Zone, show_day};
use bricks::id::ReceiptId;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::{Stop, Tx};
use serde_json::Value;

ground::row! {
    /// Money that was paid back of it.
    struct Back {
        amount: Money,
        at: Instant,
        /// Of its slip; empty and 0 where it was paid before slips had numbers.
        series: String,
        number: i64,
    }
}

ground::row! {
    struct Row {
        is_void: bool,
        set_off: Money,
        paid: Money,
    }
}

/// What became of a receipt.
#[derive(Debug, Clone)]
pub struct Since {
    pub is_void: bool,
    /// Paid back of it.
    pub refunded: Money,
    /// Taken off what was still owed of its bill, for what came back.
    pub set_off: Money,
    /// What it was issued for.
    paid: Money,
    backs: Vec<Back>,
}

const SINCE: &str = "SELECT EXISTS (SELECT 1 FROM receipt_void x WHERE x.receipt_id = r.id), \
     (SELECT CAST(COALESCE(SUM(s.amount_vnd), 0) AS BIGINT) FROM set_off s WHERE s.id > r.id \
     AND s.invoice_id IN (SELECT p.invoice_id FROM payment p WHERE p.receipt_id = r.id)), r.total_vnd FROM receipt r WHERE r.id = $1";
const BACKS: &str = "SELECT f.amount_vnd, COALESCE(f.paid_at, f.asked_at), COALESCE(o.series, ''), COALESCE(o.number, 0) FROM refund f \
     LEFT JOIN payout o ON o.refund_id = f.id WHERE f.receipt_id = $1 AND f.state = 'paid' ORDER BY f.id";

/// What became of a receipt until now; `Stop::Missing` when there is none.
pub fn since(tx: &mut Tx<'_>, receipt: ReceiptId) -> Result<Since, Stop> {
    let Row { is_void, set_off, paid } = tx.one(SINCE, &[&receipt])?.ok_or(Stop::Missing)?;
    let backs: Vec<Back> = tx.all(BACKS, &[&receipt])?;
    let refunded = Money::sum(backs.iter().map(|back| back.amount));
    let refunded = refunded.ok_or_else(|| Stop::fault("refunds that do not fit"))?;
    // What did not come back after all is owed again, which the bill says.
    let set_off = set_off.max(Money::ZERO);
    Ok(Since { is_void, refunded, set_off, paid, backs })
}

impl Since {
    /// Whether all that was paid went back.
    pub fn is_refunded_whole(&self) -> bool {
        !self.refunded.is_zero() && self.refunded == self.paid
    }

    /// Writes it into the facts of the printed paper: a stamp, what went back when and by which slip, and what was taken off.
    pub fn tell(&self, facts: &mut Value, lang: Lang, zone: &Zone) {
        let Some(facts) = facts.as_object_mut() else { return };
        facts.insert("void".into(), self.is_void.into());
        if !self.set_off.is_zero() {
            facts.insert("set_off".into(), format!("−{}", self.set_off.show_with_sign(lang)).into());
        }
        if self.refunded.is_zero() {
            return;
        }
        let stamp =
            if self.is_refunded_whole() { text::receipt_stamp_refunded(lang) } else { text::receipt_stamp_part(lang) };
        facts.insert("stamp".into(), stamp.into());
        let told: Vec<[String; 2]> = self.backs.iter().map(|back| back.told(lang, zone)).collect();
        facts.insert("refunds".into(), serde_json::json!(told));
    }
}

impl Back {
    /// `PC26-000001 · 24/11/2026` and `−2.000 ₫`.
    fn told(&self, lang: Lang, zone: &Zone) -> [String; 2] {
        let day = show_day(zone.day_of(self.at), lang);
        let slip = if self.number > 0 { format!("{}-{:06} · {day}", self.series, self.number) } else { day };
        [slip, format!("−{}", self.amount.show_with_sign(lang))]
    }
}
