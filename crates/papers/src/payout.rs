//! The slip of money that was paid out of a session: a refund, a deposit that goes back, cash taken out of a drawer. One a payment,
//! numbered without a gap, written in the payment's own transaction and never changed.

use crate::prescription::refusal_told;
use crate::receipt::{Clinic, Method, Payer};
use crate::{counter, text};
use bricks::clock::{Day, Instant, Zone, show_instant};
use bricks::id::{CashSessionId, DepositId, RefundId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What was paid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Refund(RefundId),
    /// The movement by which a deposit went back.
    Deposit(i64),
    /// The movement by which cash left a drawer.
    Cash(i64),
}

/// What it was for, as the slip tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum For {
    /// A refund of the receipt so numbered.
    Receipt(String),
    /// The deposit so numbered.
    Deposit(String),
    /// Out of this drawer.
    Drawer(i64),
}

/// All that the slip shows, as it was when the money went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// `PC26-000123`.
    pub number: String,
    pub issued_at: Instant,
    pub clinic: Clinic,
    pub of: For,
    /// Nobody for cash taken out of a drawer.
    pub to: Option<Payer>,
    pub reason: String,
    /// What came back; empty where it was not said, and on slips of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item_en: String,
    pub amount: Money,
    pub method: Method,
    /// The bank's; empty for cash.
    pub reference: String,
    /// Who asked and who agreed; empty where nobody had to.
    pub asked: String,
    pub agreed: String,
    pub cashier: String,
}

ground::row! {
    /// A slip as it is kept.
    struct Row {
        id: i64,
        printed: String,
    }
}

const INSERT: &str = "INSERT INTO payout (id, branch_id, session_id, series, number, refund_id, deposit_movement_id, cash_movement_id, amount_vnd, \
     printed, issued_at, issued_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const OF_REFUND: &str = "SELECT id, printed FROM payout WHERE refund_id = $1 AND branch_id = $2";
const OF_DEPOSIT: &str = "SELECT o.id, o.printed FROM payout o JOIN deposit_movement m ON m.id = o.deposit_movement_id \
     WHERE m.id = $1 AND o.branch_id = $2 AND m.deposit_id = $3";
const OF_CASH: &str = "SELECT id, printed FROM payout WHERE cash_movement_id = $1 AND branch_id = $2";
const PRINTS: &str = "SELECT COUNT(*) FROM payout_print WHERE payout_id = $1";
const PRINT: &str = "INSERT INTO payout_print (payout_id, number, printed_at, printed_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// Numbers and writes a slip, in the transaction in which its money goes. The counter is taken last of all rows that others share.
pub fn issue(
    tx: &mut Tx<'_>,
    who: &Who,
    (session, day): (CashSessionId, Day),
    of: Of,
    printed: Printed,
) -> Result<String, Stop> {
    let series = counter::series(tx, who.branch, "PC", day.year())?;
    let number = counter::next(tx, &format!("payout:{series}"))?;
    let printed = Printed { number: format!("{series}-{number:06}"), ..printed };
    let json = serde_json::to_string(&printed).map_err(|e| Stop::fault(format!("a slip that is no JSON: {e}")))?;
    let (refund, deposit, cash) = match of {
        Of::Refund(id) => (Some(id), None, None),
        Of::Deposit(id) => (None, Some(id), None),
        Of::Cash(id) => (None, None, Some(id)),
    };
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(
        INSERT,
        &[
            &id,
            &who.branch,
            &session,
            &series,
            &number,
            &refund,
            &deposit,
            &cash,
            &printed.amount,
            &json,
            &now,
            &who.staff,
        ],
    )?;
    Ok(printed.number)
}

/// The slip of a refund; none of one that was paid before there were slips.
pub fn of_refund(tx: &mut Tx<'_>, who: &Who, id: RefundId) -> Result<Option<(i64, Printed)>, Stop> {
    read(tx.one(OF_REFUND, &[&id, &who.branch])?)
}

/// The slip of a movement by which a deposit went back.
pub fn of_deposit(tx: &mut Tx<'_>, who: &Who, deposit: DepositId, id: i64) -> Result<Option<(i64, Printed)>, Stop> {
    read(tx.one(OF_DEPOSIT, &[&id, &who.branch, &deposit])?)
}

/// The slip of cash that left a drawer.
pub fn of_cash(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<Option<(i64, Printed)>, Stop> {
    read(tx.one(OF_CASH, &[&id, &who.branch])?)
}

fn read(row: Option<Row>) -> Result<Option<(i64, Printed)>, Stop> {
    let Some(Row { id, printed }) = row else { return Ok(None) };
    let printed = serde_json::from_str(&printed).map_err(|e| Stop::fault(format!("payout {id}: {e}")))?;
    Ok(Some((id, printed)))
}

/// Writes down that a slip is printed; true when it was not printed before.
pub fn print(tx: &mut Tx<'_>, who: &Who, id: i64) -> Result<bool, DbError> {
    let now = tx.now();
    let before: i64 = tx.one(PRINTS, &[&id])?.unwrap_or(0);
    let first = tx.run(PRINT, &[&id, &(before + 1), &now, &who.staff])? == 1;
    Ok(first && before == 0)
}

impl Printed {
    fn told(&self, l: Lang) -> String {
        match &self.of {
            For::Receipt(number) => text::payout_of_receipt(l, number),
            For::Deposit(number) => text::payout_of_deposit(l, number),
            For::Drawer(drawer) => text::payout_of_drawer(l, drawer.to_string()),
        }
    }

    /// The facts of the printed paper: blocks of labels and ready-made texts.
    pub fn paper(&self, l: Lang, zone: &Zone, is_copy: bool) -> Value {
        let row = |label: &str, value: String, strong: bool| json!([label, value, strong]);
        let mut head = Vec::new();
        if let Some(to) = &self.to {
            head.push(json!([text::payout_to(l), format!("{} · {}", to.name, to.code)]));
        }
        head.push(json!([text::payout_day(l), show_instant(self.issued_at, zone, l)]));
        head.push(json!([text::payout_for(l), self.told(l)]));
        let item = in_lang(l, &self.item_vi, &self.item_en);
        if !item.is_empty() {
            head.push(json!([text::payout_item(l), item]));
        }
        head.push(json!([text::payout_reason(l), refusal_told(&self.reason, l)]));
        let mut rows = vec![
            row(text::payout_amount(l), self.amount.show_with_sign(l), true),
            row(text::deposit_method(l), self.method.say().to(l).to_owned(), false),
        ];
        let rest = [
            (text::payout_reference(l), &self.reference),
            (text::payout_asked(l), &self.asked),
            (text::payout_agreed(l), &self.agreed),
        ];
        rows.extend(rest.into_iter().filter(|(_, value)| !value.is_empty()).map(|(l, v)| row(l, v.clone(), false)));
        json!({
            "clinic": self.clinic,
            "title": text::payout_title(l),
            "number": self.number,
            "copy": is_copy,
            "head": head,
            "blocks": [{ "title": text::payout_money(l), "rows": rows }],
            "note": format!("{}: {} ({})", text::deposit_words(l), self.amount.in_words(l), self.amount.in_words(l.other())),
            "chain": "",
            "cashier": self.cashier,
            "cashier_role": text::deposit_cashier(l),
            "receiver_role": text::payout_receiver(l),
        })
    }
}
