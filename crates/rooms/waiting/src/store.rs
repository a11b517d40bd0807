//! The waiting room's SQL: one statement a function, nothing decided.

use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, ResourceId, StaffId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Tx};
use papers::{prescription, visit};

// Screens and their pairing ------------------------------------------------------------------------

ground::row! {
    /// A paired screen, as its token opens it.
    pub struct Screen {
        pub id: i64,
        pub branch: BranchId,
        pub shows_names: bool,
        /// The cashier before whose customers it stands; the screen is then no board.
        pub cashier: Option<StaffId>,
    }
}

ground::row! {
    /// Somebody who takes payments.
    pub struct Cashier {
        pub id: StaffId,
        pub name: String,
    }
}

ground::row! {
    /// A paired screen with one of its rooms; without rooms it is one row with none.
    pub struct ScreenRow {
        pub id: i64,
        pub name: String,
        pub shows_names: bool,
        pub paired_at: Instant,
        pub paired_by: String,
        pub room: Option<String>,
        pub cashier: Option<String>,
    }
}

const SCREEN: &str = "SELECT s.id, s.branch_id, s.shows_names, c.staff_id FROM screen s LEFT JOIN screen_cashier c ON c.screen_id = s.id WHERE s.token_hash = $1";
const SCREENS: &str = "SELECT s.id, s.name, s.shows_names, s.paired_at, f.name, r.name, k.name FROM screen s JOIN staff f ON f.id = s.paired_by \
     LEFT JOIN screen_cashier c ON c.screen_id = s.id LEFT JOIN staff k ON k.id = c.staff_id \
     LEFT JOIN screen_room x ON x.screen_id = s.id LEFT JOIN resource r ON r.id = x.room_id \
     WHERE s.branch_id = $1 ORDER BY s.paired_at, s.id, r.position";
const ADD: &str = "INSERT INTO screen (id, branch_id, token_hash, name, shows_names, paired_at, paired_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ADD_ROOM: &str = "INSERT INTO screen_room (screen_id, room_id) SELECT CAST($1 AS BIGINT), r.id FROM resource r \
     WHERE r.id = $2 AND r.branch_id = $3 AND r.kind = 'room' ON CONFLICT (screen_id, room_id) DO NOTHING";
const REMOVE_ROOMS: &str =
    "DELETE FROM screen_room WHERE screen_id IN (SELECT id FROM screen WHERE id = $1 AND branch_id = $2)";
const REMOVE: &str = "DELETE FROM screen WHERE id = $1 AND branch_id = $2 RETURNING name";
const CASHIERS: &str = "SELECT s.id, s.name FROM staff s WHERE s.branch_id = $1 AND s.active \
     AND EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = s.id AND r.role = 'cashier') ORDER BY s.name, s.id";
const ADD_CASHIER: &str = "INSERT INTO screen_cashier (screen_id, staff_id) SELECT CAST($1 AS BIGINT), s.id FROM staff s \
     WHERE s.id = $2 AND s.branch_id = $3 AND s.active AND EXISTS (SELECT 1 FROM staff_role r WHERE r.staff_id = s.id AND r.role = 'cashier')";
const REMOVE_CASHIER: &str =
    "DELETE FROM screen_cashier WHERE screen_id IN (SELECT id FROM screen WHERE id = $1 AND branch_id = $2)";
const ROOMS_OF: &str = "SELECT room_id FROM screen_room WHERE screen_id = $1";
const CODE: &str = "SELECT code FROM pairing WHERE token_hash = $1 AND ends_at > $2";
const FORGET: &str = "DELETE FROM pairing WHERE ends_at <= $1";
const ASKING: &str = "SELECT COUNT(*) FROM pairing WHERE ends_at > $1";
const ASK: &str = "INSERT INTO pairing (token_hash, code, ends_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const CLAIM: &str = "DELETE FROM pairing WHERE code = $1 AND ends_at > $2 RETURNING token_hash";
const FAILURES: &str = "SELECT COUNT(*) FROM pairing_failure WHERE staff_id = $1 AND failed_at > $2";
const FAIL: &str = "INSERT INTO pairing_failure (id, staff_id, failed_at) VALUES ($1, $2, $3)";
const FORGIVE: &str = "DELETE FROM pairing_failure WHERE staff_id = $1 AND failed_at <= $2";

/// The screen that holds a token.
pub fn screen(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Screen>, DbError> {
    tx.one(SCREEN, &[token])
}

/// All screens of a branch, in the order in which they were paired.
pub fn screens(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<ScreenRow>, DbError> {
    tx.all(SCREENS, &[&branch])
}

pub fn add_screen(tx: &mut Tx<'_>, who: &Who, token: &[u8; 32], name: &str, shows_names: bool) -> Result<i64, DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(ADD, &[&id, &who.branch, token, &name, &shows_names, &now, &who.staff])?;
    Ok(id)
}

pub fn add_room(tx: &mut Tx<'_>, branch: BranchId, screen: i64, room: ResourceId) -> Result<(), DbError> {
    tx.run(ADD_ROOM, &[&screen, &room, &branch]).map(|_| ())
}

/// Who takes payments in a branch.
pub fn cashiers(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Cashier>, DbError> {
    tx.all(CASHIERS, &[&branch])
}

/// Puts a screen before a cashier's customers; `DbError::NotOne` for somebody who takes no payments here.
pub fn add_cashier(tx: &mut Tx<'_>, branch: BranchId, screen: i64, cashier: StaffId) -> Result<(), DbError> {
    tx.run_one(ADD_CASHIER, &[&screen, &cashier, &branch])
}

/// The name of the screen that is gone now; `None` when there was none.
pub fn remove_screen(tx: &mut Tx<'_>, branch: BranchId, screen: i64) -> Result<Option<String>, DbError> {
    tx.run(REMOVE_ROOMS, &[&screen, &branch])?;
    tx.run(REMOVE_CASHIER, &[&screen, &branch])?;
    tx.one(REMOVE, &[&screen, &branch])
}

/// The rooms that a screen shows; none means all.
pub fn rooms_of(tx: &mut Tx<'_>, screen: i64) -> Result<Vec<ResourceId>, DbError> {
    tx.all(ROOMS_OF, &[&screen])
}

/// The code of the screen that holds a token and waits for its pairing.
pub fn pairing_code(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<String>, DbError> {
    let now = tx.now();
    tx.one(CODE, &[token, &now])
}

/// Forgets codes that have ended, and gives how many screens still wait.
pub fn asking(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let now = tx.now();
    tx.run(FORGET, &[&now])?;
    Ok(tx.one(ASKING, &[&now])?.unwrap_or(0))
}

/// Whether the code was free.
pub fn ask(tx: &mut Tx<'_>, token: &[u8; 32], code: &str, ends_at: Instant) -> Result<bool, DbError> {
    Ok(tx.run(ASK, &[token, &code, &ends_at])? == 1)
}

/// Takes the token of the screen that shows a code; a second one who enters it finds none.
pub fn claim(tx: &mut Tx<'_>, code: &str) -> Result<Option<[u8; 32]>, DbError> {
    let now = tx.now();
    let token: Option<Vec<u8>> = tx.one(CLAIM, &[&code, &now])?;
    Ok(token.and_then(|token| token.try_into().ok()))
}

/// How many codes of a person fitted no screen since a moment.
pub fn failures(tx: &mut Tx<'_>, who: &Who, since: Instant) -> Result<i64, DbError> {
    Ok(tx.one(FAILURES, &[&who.staff, &since])?.unwrap_or(0))
}

/// Counts a code that fitted no screen, and forgets those before `since`.
pub fn pairing_failure(tx: &mut Tx<'_>, who: &Who, since: Instant) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run(FORGIVE, &[&who.staff, &since])?;
    tx.run_one(FAIL, &[&id, &who.staff, &now])
}

// The board ----------------------------------------------------------------------------------------

ground::row! {
    /// A doctor in the room where patients are called to.
    pub struct Post {
        pub doctor: ResourceId,
        pub name: String,
        pub title: String,
        pub speciality: String,
        pub room: ResourceId,
        pub room_name: String,
    }
}

ground::row! {
    /// A call that may still be followed.
    pub struct Call {
        pub id: i64,
        pub doctor: ResourceId,
        pub room: ResourceId,
        pub called_at: Instant,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub patient_name: String,
    }
}

const POSTS: &str = "SELECT d.id, COALESCE(s.name, d.name), COALESCE(s.title, ''), COALESCE(s.speciality, d.department), r.id, r.name \
     FROM resource d JOIN resource r ON r.id = d.room_id LEFT JOIN staff s ON s.id = d.staff_id \
     WHERE d.branch_id = $1 AND d.kind = 'doctor' AND d.active ORDER BY d.position, d.id";
const CALLS: &str = "SELECT c.id, c.doctor_id, c.room_id, c.called_at, v.ticket_prefix, v.ticket_number, p.name \
     FROM call c JOIN visit v ON v.id = c.visit_id JOIN patient p ON p.id = v.patient_id \
     WHERE c.branch_id = $1 AND c.called_at > $2 AND v.state = 'in_room' AND v.last_call_at = c.called_at \
     AND (v.put_back_at IS NULL OR v.put_back_at < c.called_at) ORDER BY c.called_at DESC, c.id DESC LIMIT 40";
const AT_PHARMACY: &str = "SELECT v.ticket_prefix, v.ticket_number FROM prescription p JOIN visit v ON v.id = p.visit_id \
     WHERE p.branch_id = $1 AND p.state = 'issued' AND v.state = 'finished' AND v.day = $2 ORDER BY (v.priority = 'emergency') DESC, p.issued_at, p.id LIMIT 3";
const AT_CASHIER: &str = concat!(
    "SELECT v.ticket_prefix, v.ticket_number FROM visit v WHERE v.branch_id = $1 AND v.due_vnd > 0 \
     AND v.state = 'finished' AND v.day = $2 AND NOT EXISTS (SELECT 1 FROM prescription p WHERE p.visit_id = v.id AND p.state = 'issued') AND NOT ",
    papers::owes!(),
    " ORDER BY v.arrived_at, v.id LIMIT 3"
);

/// The doctors who have a room, in the order of their columns.
pub fn posts(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Post>, DbError> {
    tx.all(POSTS, &[&branch])
}

/// The last call of everybody who was called since a moment and not put back, the latest first.
pub fn calls(tx: &mut Tx<'_>, branch: BranchId, since: Instant) -> Result<Vec<Call>, DbError> {
    tx.all(CALLS, &[&branch, &since])
}

/// Tickets that wait for their medicines.
pub fn at_pharmacy(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Vec<(String, i64)>, DbError> {
    tx.all(AT_PHARMACY, &[&branch, &day])
}

/// Tickets that wait at the cashier.
pub fn at_cashier(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Vec<(String, i64)>, DbError> {
    tx.all(AT_CASHIER, &[&branch, &day])
}

// The patient's own page ---------------------------------------------------------------------------

ground::row! {
    /// What the page of a ticket may know of its visit: nothing of the person.
    pub struct Ticket {
        pub branch: BranchId,
        pub day: Day,
        pub doctor: ResourceId,
        pub room_name: String,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        pub owes: bool,
    }
}

const TICKET: &str = concat!(
    "SELECT v.branch_id, v.day, v.doctor_id, r.name, v.ticket_prefix, v.ticket_number, ",
    papers::facts_columns!(),
    " FROM visit v JOIN resource r ON r.id = v.room_id WHERE v.id = $1"
);

/// The ticket of a visit, of whatever branch: who asks has proved to hold it.
pub fn ticket(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Ticket>, DbError> {
    tx.one(TICKET, &[&visit])
}
