//! The slip of a closed cash session: one JSON, written once, from which the screen and the papers are made.

use crate::receipt::{Clinic, Method};
use bricks::clock::Instant;
use bricks::money::Money;
use serde::{Deserialize, Serialize};

/// What was taken in one way, and what of it was voided and given back (both negative). `net` is their sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub method: Method,
    pub taken: Money,
    pub voided: Money,
    pub refunded: Money,
    pub net: Money,
}

/// What was taken as deposits in one way, and what of deposits was given back (negative).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub method: Method,
    pub taken: Money,
    pub given_back: Money,
}

/// Cash that went in or out besides the payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// `in` or `out`.
    pub kind: String,
    pub amount: Money,
    pub reason: String,
    pub at: Instant,
}

/// What is still open in a branch when a drawer is closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Bills that wait at the cashier, and what they come to.
    pub bills: i64,
    pub due: Money,
    /// Refunds that are asked for or agreed to, and not paid.
    pub refunds: i64,
    /// Electronic invoices that have no number yet.
    pub einvoices: i64,
}

impl Pending {
    pub const fn is_nothing(&self) -> bool {
        self.bills == 0 && self.refunds == 0 && self.einvoices == 0
    }
}

/// All that the slip shows. `expected = float + cash net + cash of deposits + in - out`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    pub clinic: Clinic,
    pub cashier: String,
    pub closed_by: String,
    /// Who agreed to a count that is off by more than the limit; nobody where none had to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agreed_by: String,
    /// What was still open then.
    #[serde(default, skip_serializing_if = "Pending::is_nothing")]
    pub pending: Pending,
    pub drawer: i64,
    /// `2026-11-24`.
    pub day: String,
    pub opened_at: Instant,
    pub closed_at: Instant,
    pub float: Money,
    pub float_reason: String,
    pub ways: Vec<Way>,
    /// Nothing on slips of before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deposits: Vec<Kept>,
    pub moves: Vec<Move>,
    /// First and last number and how many, series by series.
    pub receipts: Vec<(String, String, i64)>,
    pub voids: i64,
    pub refunds: i64,
    pub expected: Money,
    pub counted: Money,
    pub left: Money,
    pub explanation: String,
    /// Face and count of every note that was there.
    pub notes: Vec<(i64, i64)>,
    /// The head of the audit's chain: node, number, hash.
    pub chain: (i64, i64, String),
}

/// The notes and coins of the đồng that are counted, in đồng.
pub const NOTES: [i64; 12] = [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];

impl Slip {
    /// What is missing (negative) or too much.
    pub fn difference(&self) -> Money {
        self.counted.sub(self.expected).unwrap_or(Money::ZERO)
    }

    /// What deposits brought in cash, less what was given back of them.
    pub fn cash_of_deposits(&self) -> Money {
        let cash = self.deposits.iter().find(|kept| kept.method == Method::Cash);
        cash.and_then(|kept| kept.taken.add(kept.given_back)).unwrap_or(Money::ZERO)
    }

    /// What one way brought in the end.
    pub fn net(&self, method: Method) -> Money {
        self.ways.iter().find(|way| way.method == method).map_or(Money::ZERO, |way| way.net)
    }
}
