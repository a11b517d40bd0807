//! What the slip of a session holds when it is closed, and what its papers show.

use super::acts::Count;
use super::drawer_name;
use super::store::{self, Moved, Session};
use super::totals::Totals;
use crate::{pay, text};
use bricks::clock::{Zone, iso_day, show_instant};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::cash::{Kept, Move, Pending, Slip, Way};
use papers::deposit::MovementKind;
use papers::payout::{For, Printed as Paid};
use papers::receipt::{Method, PaymentKind};
use serde_json::{Value, json};

/// The slip of a session that is being closed.
pub fn of(tx: &mut Tx<'_>, who: &Who, session: &Session, totals: &Totals, count: &Count) -> Result<Slip, Stop> {
    let Count { expected, found, left, explanation, notes } = count;
    let node = tx.node();
    let (seq, hash) = ground::audit::head(tx, node)?;
    let number = |series: &str, number| crate::store::show_number(series, number);
    let receipts = store::numbers(tx, session.id)?;
    let refunds = totals.sums.iter().filter(|s| s.kind == PaymentKind::Refunded).map(|s| s.count).sum();
    Ok(Slip {
        clinic: pay::clinic_of(who),
        cashier: session.cashier.clone(),
        closed_by: who.name.clone(),
        agreed_by: String::new(),
        pending: Pending::default(),
        drawer: session.drawer,
        day: iso_day(session.day),
        opened_at: session.opened_at,
        closed_at: tx.now(),
        float: session.float,
        float_reason: session.float_reason.clone(),
        ways: ways(totals),
        deposits: deposits(totals),
        moves: store::moved(tx, session.id)?.into_iter().map(moved).collect(),
        receipts: receipts.iter().map(|n| (number(&n.series, n.first), number(&n.series, n.last), n.count)).collect(),
        voids: store::voids(tx, session.id)?,
        refunds,
        expected: *expected,
        counted: *found,
        left: *left,
        explanation: explanation.clone(),
        notes: notes.iter().copied().filter(|(_, count)| *count > 0).collect(),
        chain: (node, seq, bricks::hex::hex(&hash)),
    })
}

/// The facts of the printed paper: blocks of labels and ready-made texts.
pub fn paper(slip: &Slip, l: Lang, zone: &Zone) -> Value {
    let at = |instant| show_instant(instant, zone, l);
    json!({
        "clinic": slip.clinic,
        "title": text::slip_title(l),
        "number": format!("{} · {}", drawer_name(l, slip.drawer), at(slip.closed_at)),
        "head": [
            [text::slip_cashier(l), slip.cashier],
            [text::slip_opened(l), at(slip.opened_at)],
            [text::slip_closed(l), at(slip.closed_at)],
        ],
        "blocks": [
            { "title": text::slip_takings(l), "rows": rows_of_ways(slip, l) },
            { "title": text::deposits(l), "rows": rows_of_deposits(slip, l) },
            { "title": text::slip_drawer(l), "rows": rows_of_drawer(slip, l) },
            { "title": text::slip_count(l), "rows": rows_of_notes(slip, l) },
            { "title": text::slip_receipts(l), "rows": rows_of_receipts(slip, l) },
            { "title": text::pending_title(l), "rows": rows_of_pending(slip, l) },
        ],
        "note": note(slip, l),
        "chain": chain(slip, l),
        "cashier": slip.cashier,
        "receiver_role": text::slip_receiver(l),
        "cashier_role": text::slip_cashier(l),
    })
}

/// Why it is off, and who agreed to that.
fn note(slip: &Slip, l: Lang) -> Option<String> {
    let explained = format!("{}: {}", text::slip_explanation(l), slip.explanation);
    match (slip.explanation.is_empty(), slip.agreed_by.is_empty()) {
        (true, _) => None,
        (false, true) => Some(explained),
        (false, false) => Some(format!("{explained}. {}", text::slip_agreed(l, &slip.agreed_by))),
    }
}

/// The head of the log as it stood at the closing; nothing where none was known.
pub fn chain(slip: &Slip, l: Lang) -> Option<String> {
    let (node, seq, hash) = &slip.chain;
    (!hash.is_empty()).then(|| format!("{} {node}:{seq} {hash}", text::slip_chain(l)))
}

fn rows_of_ways(slip: &Slip, l: Lang) -> Vec<Value> {
    let mut rows = Vec::new();
    for way in &slip.ways {
        rows.push(row(way.method.say().to(l), way.taken.show(l), false));
        if !way.voided.is_zero() {
            rows.push(row(&format!("– {}", text::slip_voided(l)), way.voided.show(l), false));
        }
        if !way.refunded.is_zero() {
            rows.push(row(&format!("– {}", text::slip_refunded(l)), way.refunded.show(l), false));
        }
    }
    let total = Money::sum(slip.ways.iter().map(|way| way.net)).unwrap_or(Money::ZERO);
    rows.push(row(text::slip_total(l), total.show_with_sign(l), true));
    rows
}

fn rows_of_deposits(slip: &Slip, l: Lang) -> Vec<Value> {
    let mut rows = Vec::new();
    for each in &slip.deposits {
        rows.push(row(each.method.say().to(l), each.taken.show(l), false));
        if !each.given_back.is_zero() {
            rows.push(row(&format!("– {}", text::slip_refunded(l)), each.given_back.show(l), false));
        }
    }
    rows
}

fn rows_of_drawer(slip: &Slip, l: Lang) -> Vec<Value> {
    let cash = slip.net(Method::Cash);
    let mut rows = vec![row(text::float(l), slip.float.show(l), false), row(text::slip_cash(l), cash.show(l), false)];
    let held = slip.cash_of_deposits();
    if !held.is_zero() {
        rows.push(row(text::slip_cash_deposits(l), held.show(l), false));
    }
    for each in &slip.moves {
        let sign = if each.kind == "in" { "+" } else { "−" };
        rows.push(row(&each.reason, format!("{sign}{}", each.amount.show(l)), false));
    }
    rows.push(row(text::slip_expected(l), slip.expected.show(l), true));
    rows.push(row(text::slip_counted(l), slip.counted.show(l), true));
    let off = slip.difference();
    let word = if off.is_negative() { text::slip_short(l) } else { text::slip_over(l) };
    if !off.is_zero() {
        rows.push(row(word, off.show_with_sign(l), true));
    }
    rows.push(row(text::slip_left(l), slip.left.show(l), false));
    if let Some(handed_in) = slip.counted.sub(slip.left).filter(|sum| !sum.is_zero()) {
        rows.push(row(text::slip_handed_in(l), handed_in.show(l), false));
    }
    rows
}

fn rows_of_notes(slip: &Slip, l: Lang) -> Vec<Value> {
    let worth = |face: i64, count: i64| Money::from_minor(face.saturating_mul(count)).show(l);
    let told = |(face, count): &(i64, i64)| {
        row(&format!("{} × {count}", Money::from_minor(*face).show(l)), worth(*face, *count), false)
    };
    slip.notes.iter().map(told).collect()
}

fn rows_of_receipts(slip: &Slip, l: Lang) -> Vec<Value> {
    let told = |(first, last, n): &(String, String, i64)| row(&format!("{first} – {last}"), n.to_string(), false);
    let mut rows: Vec<Value> = slip.receipts.iter().map(told).collect();
    rows.push(row(text::slip_voids(l), slip.voids.to_string(), false));
    rows.push(row(text::slip_refunds(l), slip.refunds.to_string(), false));
    rows
}

fn rows_of_pending(slip: &Slip, l: Lang) -> Vec<Value> {
    let open = &slip.pending;
    let rows = [
        (open.bills, text::slip_bills(l), format!("{} · {}", open.bills, open.due.show(l))),
        (open.refunds, text::slip_refunds_open(l), open.refunds.to_string()),
        (open.einvoices, text::slip_einvoices(l), open.einvoices.to_string()),
    ];
    rows.into_iter().filter(|(count, ..)| *count > 0).map(|(_, label, value)| row(label, value, false)).collect()
}

fn row(label: &str, value: impl Into<String>, strong: bool) -> Value {
    json!([label, value.into(), strong])
}

fn deposits(totals: &Totals) -> Vec<Kept> {
    let of = |method: Method, kind| {
        let rows = totals.deposits.iter().filter(|d| d.method == method && d.kind == kind);
        Money::sum(rows.map(|d| d.amount)).unwrap_or(Money::ZERO)
    };
    let kept = |method: Method| Kept {
        method,
        taken: of(method, MovementKind::Taken),
        given_back: of(method, MovementKind::GivenBack),
    };
    let used = |kept: &Kept| totals.deposits.iter().any(|d| d.method == kept.method);
    Method::MONEY.into_iter().map(kept).filter(used).collect()
}

fn ways(totals: &Totals) -> Vec<Way> {
    let way = |method: Method| Way {
        method,
        taken: totals.of(PaymentKind::Taken, Some(method)),
        voided: totals.of(PaymentKind::Voided, Some(method)),
        refunded: totals.of(PaymentKind::Refunded, Some(method)),
        net: totals.net(method),
    };
    let used = |way: &Way| way.method == Method::Cash || totals.sums.iter().any(|s| s.method == way.method);
    Method::ALL.iter().copied().map(way).filter(used).collect()
}

fn moved(moved: Moved) -> Move {
    Move { kind: moved.kind, amount: moved.amount, reason: moved.reason, at: moved.at }
}

/// What the slip of cash taken out of a drawer says; its number comes with it.
pub fn of_cash(tx: &Tx<'_>, who: &Who, drawer: i64, (amount, reason): (Money, &str)) -> Paid {
    Paid {
        number: String::new(),
        issued_at: tx.now(),
        clinic: pay::clinic_of(who),
        of: For::Drawer(drawer),
        to: None,
        reason: reason.to_owned(),
        item_vi: String::new(),
        item_en: String::new(),
        amount,
        method: Method::Cash,
        reference: String::new(),
        asked: String::new(),
        agreed: String::new(),
        cashier: who.name.clone(),
    }
}
