//! One cashier's time at one drawer: the float, what goes in and out, the count, the sealed slip.
//!
//! Every payment belongs to one session. Whoever takes money holds the session's row (`FOR SHARE`) and whoever closes it
//! takes it alone, so that nothing is taken into a session that is being counted.

pub mod acts;
pub mod pages;
pub mod slip;
pub mod store;
mod totals;
mod views;
mod views_closed;
mod views_closing;
mod views_wish;
pub mod wish;

pub use acts::{for_payout, in_drawer, next_drawer, of_bank, of_cashier};
pub use views::{chip, opening_fields, slip_links, tabs};

use crate::text;
use bricks::clock::{Day, Instant};
use bricks::id::CashSessionId;
use bricks::money::Money;
use ground::web::Fields;

ground::row! {
    /// A session that is open.
    pub struct Open {
        pub id: CashSessionId,
        pub day: Day,
        pub drawer: i64,
        pub opened_at: Instant,
        pub float: Money,
    }
}

ground::row! {
    /// What the last session of a drawer left in it.
    pub struct Left {
        pub session: CashSessionId,
        pub drawer: i64,
        pub amount: Money,
        pub by_name: String,
    }
}

/// How a session is to be opened.
#[derive(Debug, Clone)]
pub struct Opening {
    pub float: Money,
    /// Why the float is not what was left in the drawer.
    pub reason: String,
}

const REASON_CHARS_MAX: usize = 200;

impl Opening {
    /// Reads `float` and `float_reason`; nothing typed is a float of nothing.
    pub fn read(fields: &mut Fields<'_>) -> Opening {
        let float = fields.money("float").unwrap_or(Money::ZERO);
        Opening { float, reason: fields.line("float_reason", REASON_CHARS_MAX) }
    }
}

/// The name of a drawer: `Két 1`, or the bank's.
pub fn drawer_name(l: bricks::lang::Lang, drawer: i64) -> String {
    if drawer == BANK { text::drawer_bank(l).to_owned() } else { text::drawer(l, drawer) }
}

/// The drawer of what arrives at the bank by itself.
pub const BANK: i64 = 0;
