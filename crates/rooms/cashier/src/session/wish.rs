//! A count that is off by more than the clinic's limit: it waits for somebody else than whose session it is.

use super::acts::{self, Count};
use super::store;
use crate::pay::in_both;
use crate::text;
use bricks::clock::Instant;
use bricks::id::{CashSessionId, ClosingWishId, StaffId};
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::{Permission, Who};
use ground::db::{DbError, Stop, Topic, Tx};

ground::row! {
    /// A count that waits.
    pub struct Wish {
        pub id: ClosingWishId,
        pub session: CashSessionId,
        pub drawer: i64,
        pub opened_by: StaffId,
        pub cashier: String,
        pub expected: Money,
        pub counted: Money,
        pub left: Money,
        /// Face and count of every note, as JSON.
        pub notes: String,
        pub explanation: String,
        pub asked_at: Instant,
        pub asked_by: StaffId,
        /// What has to be in the drawer by now.
        pub now: Money,
    }
}

impl Wish {
    /// Below nothing where cash is missing.
    pub fn off(&self) -> Money {
        self.counted.sub(self.expected).unwrap_or(Money::ZERO)
    }

    /// Something was taken or given back since it was counted, so that nobody can agree to it.
    pub fn is_stale(&self) -> bool {
        self.now != self.expected
    }
}

macro_rules! wish {
    ($of:literal) => {
        concat!(
            "SELECT w.id, w.session_id, c.drawer, c.opened_by, s.name, w.expected_vnd, w.counted_vnd, w.left_vnd, w.notes, w.explanation, \
             w.asked_at, w.asked_by, ",
            store::in_drawer!(),
            " FROM closing_wish w JOIN cash_session c ON c.id = w.session_id JOIN staff s ON s.id = c.opened_by \
             WHERE w.branch_id = $1 AND w.decided_at IS NULL",
            $of
        )
    };
}

const OPEN: &str = wish!(" ORDER BY w.id");
const BY_ID: &str = wish!(" AND w.id = $2");
const ASK: &str = "INSERT INTO closing_wish (id, branch_id, session_id, expected_vnd, counted_vnd, left_vnd, notes, explanation, asked_at, asked_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const DECIDE: &str =
    "UPDATE closing_wish SET decided_at = $2, decided_by = $3, agreed = $4 WHERE id = $1 AND decided_at IS NULL";
const DROP: &str = "UPDATE closing_wish SET decided_at = $2, decided_by = $3, agreed = FALSE WHERE session_id = $1 AND decided_at IS NULL";

/// What waits in a branch, the oldest first.
pub fn open(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Wish>, DbError> {
    tx.all(OPEN, &[&who.branch])
}

/// A count that was made again takes the place of the one that waits. Whoever calls holds the session.
pub fn drop(tx: &mut Tx<'_>, who: &Who, session: CashSessionId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run(DROP, &[&session, &now, &who.staff]).map(|_| ())
}

/// Writes a count down that waits. Whoever calls holds the session and has dropped what waited.
pub fn ask(tx: &mut Tx<'_>, who: &Who, session: CashSessionId, count: &Count) -> Result<(), Stop> {
    let (id, now) = (ClosingWishId::from_raw(tx.new_id()), tx.now());
    let notes = serde_json::to_string(&count.notes).map_err(|e| Stop::fault(format!("notes that are no JSON: {e}")))?;
    let Count { expected, found, left, explanation, .. } = count;
    tx.run_one(ASK, &[&id, &who.branch, &session, expected, found, left, &notes, explanation, &now, &who.staff])?;
    let detail = format!("{} ₫ / {} ₫ {explanation}", found.minor(), expected.minor());
    who.note(tx, "ask_closing", "cash_session", session.raw(), None, &detail)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

/// Agrees to a count: the session is closed as it was counted, by who counted it. Refused to whose session it is, and when
/// something was taken or given back since.
pub fn agree(tx: &mut Tx<'_>, who: &Who, id: ClosingWishId) -> Result<CashSessionId, Stop> {
    let wish = by_id(tx, who, id)?;
    let session = store::lock(tx, who, wish.session)?;
    if session.opened_by == who.staff || wish.asked_by == who.staff {
        return Err(Refusal::conflict(text::closing_own_say()).into());
    }
    let totals = store::totals(tx, wish.session, session.float)?;
    let expected = totals.expected().ok_or_else(|| Stop::fault("a drawer that does not fit"))?;
    if expected != wish.expected {
        return Err(Refusal::conflict(in_both(expected, text::closing_moved)).into());
    }
    decide(tx, who, id, true)?;
    let notes = serde_json::from_str(&wish.notes).map_err(|e| Stop::fault(format!("notes of {id}: {e}")))?;
    let Wish { counted: found, left, explanation, .. } = wish;
    let count = Count { expected, found, left, explanation, notes };
    acts::seal(tx, who, &session, &totals, &count, Some((wish.asked_by, who)))?;
    Ok(wish.session)
}

/// Sends a count back, or takes one's own back: the session stays open and is counted again.
pub fn refuse(tx: &mut Tx<'_>, who: &Who, id: ClosingWishId) -> Result<(), Stop> {
    let wish = by_id(tx, who, id)?;
    if wish.asked_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Stop::Denied);
    }
    decide(tx, who, id, false)?;
    who.note(tx, "refuse_closing", "cash_session", wish.session.raw(), None, &wish.explanation)?;
    tx.announce(Topic::Cashier);
    Ok(())
}

fn by_id(tx: &mut Tx<'_>, who: &Who, id: ClosingWishId) -> Result<Wish, Stop> {
    tx.one(BY_ID, &[&who.branch, &id])?.ok_or_else(|| Refusal::conflict(text::closing_decided_say()).into())
}

fn decide(tx: &mut Tx<'_>, who: &Who, id: ClosingWishId, agreed: bool) -> Result<(), Stop> {
    let now = tx.now();
    if tx.run(DECIDE, &[&id, &now, &who.staff, &agreed])? == 1 {
        return Ok(());
    }
    Err(Refusal::conflict(text::closing_decided_say()).into())
}
