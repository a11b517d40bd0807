//! What the cashier's screens show, read in one snapshot.

use crate::bill::{self, Totals};
use crate::discount::store::{self as discount, Wish};
use crate::einvoice;
use crate::payers::store::{self as payers, Offered, Profile};
use crate::session::{self, Open};
use crate::store::{self, Paid};
use crate::transfer::{self, store::Account};
use crate::undo::store::{self as undo, Refund, Voided, WentBack};
use bricks::clock::{Day, Instant};
use bricks::id::*;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};
use papers::debt::{self, Agreed};
use papers::journey::{Facts, Station};
use papers::receipt::{self, Printed, Since};
use papers::{facts_columns, prescription, visit};

ground::row! {
    /// A visit that owes something, as the queue shows it.
    pub struct Waiting {
        pub visit: VisitId,
        pub patient_name: String,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub day: Day,
        pub arrived_at: Instant,
        pub finished_at: Option<Instant>,
        pub state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        pub owes: bool,
        pub service_vi: String,
        pub service_en: String,
        pub has_orders: bool,
        pub has_medicines: bool,
        pub priority: visit::Priority,
        pub emergency_reason: String,
        pub emergency_reason_en: String,
    }
}

ground::row! {
    /// The head of a bill.
    pub struct Head {
        pub visit: VisitId,
        pub patient: PatientId,
        pub patient_code: String,
        pub patient_name: String,
        pub patient_email: Option<String>,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub doctor: String,
        pub arrived_at: Instant,
        pub follow_up: Option<Instant>,
        pub state: visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        pub owes: bool,
    }
}

impl Head {
    /// Some of the prescription was not there yet: the patient collects it later.
    pub fn medicines_to_collect(&self) -> bool {
        self.prescription == Some(prescription::State::Partial) && self.state == visit::State::Finished
    }

    /// What decides where the patient goes next.
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        }
    }
}

ground::row! {
    /// The mail that carries a receipt.
    pub struct Mail {
        pub address: String,
        pub state: String,
        pub sent_at: Option<Instant>,
    }
}

/// The queue, what waits to be paid out, and this person's drawer.
pub struct Room {
    pub queue: Vec<Waiting>,
    pub refunds: Vec<Refund>,
    pub till: Till,
}

/// The drawer at which this person is, or how one would be opened.
pub enum Till {
    /// The session, and the cash that has to be in its drawer.
    Open(Open, Money),
    /// What the last session left in the drawer that would be opened.
    Closed(Option<session::Left>),
}

/// An open (or just paid) bill with all around it.
pub struct Bill {
    pub room: Room,
    pub head: Head,
    pub open: bill::Bill,
    pub totals: Totals,
    /// The receipts of this visit, voided ones among them.
    pub paid: Vec<Paid>,
    /// What came back of what is on a receipt.
    pub went_back: Vec<WentBack>,
    pub last: Option<Printed>,
    /// Where the patient can transfer to.
    pub account: Option<Account>,
    /// Whether this person has a customer's screen, and shows the bill there.
    pub has_screen: bool,
    pub is_shown: bool,
    /// What is held for the patient and can pay this bill.
    pub held: Money,
    /// A discount that waits for a manager.
    pub wish: Option<Wish>,
    /// What was agreed to be paid later.
    pub debt: Option<Agreed>,
    /// Sold at the counter to somebody without a name, who cannot owe.
    pub is_nameless: bool,
    /// The plans that may be chosen, and what the patient's profile says; read only while something is open.
    pub offered: Vec<Offered>,
    pub profile: Option<Profile>,
}

impl Bill {
    /// Where the patient goes next. A bill that is discounted to nothing is still to be confirmed here.
    pub fn station(&self) -> Station {
        match self.head.facts().station() {
            Station::Done if !self.open.charges.is_empty() => Station::Cashier,
            station => station,
        }
    }
}

/// An issued receipt with all around it.
pub struct Issued {
    pub room: Room,
    pub head: Head,
    pub id: ReceiptId,
    pub printed: Printed,
    pub mail: Option<Mail>,
    pub void: Option<Voided>,
    pub since: Since,
    pub went_back: Vec<WentBack>,
    pub refunds: Vec<Refund>,
    /// What may still be given back.
    pub refundable: Money,
    /// Whether it may still be voided: of today, in sessions that are open.
    pub voidable: bool,
    /// How often it was printed.
    pub prints: i64,
    /// What a provider was told of it.
    pub einvoices: Vec<einvoice::store::Row>,
}

macro_rules! waiting_columns {
    () => {
        concat!(
            "v.id, p.name, v.ticket_prefix, v.ticket_number, v.day, v.arrived_at, v.finished_at, ",
            facts_columns!(),
            ", s.name_vi, s.name_en, \
             EXISTS (SELECT 1 FROM charge c WHERE c.visit_id = v.id AND c.invoice_id IS NULL AND c.source_kind = 'order'), \
             EXISTS (SELECT 1 FROM charge c WHERE c.visit_id = v.id AND c.invoice_id IS NULL AND c.source_kind = 'medicine'), \
             v.priority, v.emergency_reason, v.emergency_reason_en"
        )
    };
}

const QUEUE: &str = concat!(
    "SELECT ",
    waiting_columns!(),
    " FROM visit v JOIN patient p ON p.id = v.patient_id JOIN service s ON s.id = v.service_id \
     WHERE v.branch_id = $1 AND v.due_vnd > 0 AND NOT ",
    papers::owes!(),
    " ORDER BY v.arrived_at DESC LIMIT 200"
);
/// A bill of which discounts and payers leave nothing to the patient still waits for its receipt. The index holds open
/// charges only, and the cross join makes SQLite begin with it.
const WAIVED: &str = concat!(
    "SELECT ",
    waiting_columns!(),
    " FROM (SELECT DISTINCT visit_id FROM charge WHERE branch_id = $1 AND invoice_id IS NULL AND amount_vnd > 0) o \
     CROSS JOIN visit v JOIN patient p ON p.id = v.patient_id \
     JOIN service s ON s.id = v.service_id WHERE v.id = o.visit_id AND v.due_vnd = 0 ORDER BY v.arrived_at DESC LIMIT 50"
);
const HEAD: &str = concat!(
    "SELECT v.id, p.id, p.code, p.name, p.email, v.ticket_prefix, v.ticket_number, d.name, v.arrived_at, f.starts_at, ",
    facts_columns!(),
    " FROM visit v JOIN patient p ON p.id = v.patient_id JOIN resource d ON d.id = v.doctor_id \
     LEFT JOIN appointment f ON f.id = v.follow_up_id AND f.state = 'booked' WHERE v.id = $1 AND v.branch_id = $2"
);
const MAIL: &str =
    "SELECT address, state, sent_at FROM outbox WHERE kind = 'receipt' AND channel = 'email' AND occurrence_id = $1";
const PRINTS: &str = "SELECT COUNT(*) FROM receipt_print WHERE receipt_id = $1";

/// Every bill that waits, in the order in which they should be called: today's finished visits as they finished, those
/// still in the house as they came, emergencies before others in both, then debts of earlier days, the latest first.
pub fn queue(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Waiting>, DbError> {
    let mut rows: Vec<Waiting> = tx.all(QUEUE, &[&who.branch])?;
    rows.extend(tx.all::<Waiting>(WAIVED, &[&who.branch])?);
    let today = who.day_of(tx.now());
    rows.sort_by_key(|row| row.place(today));
    Ok(rows)
}

/// Where a bill stands in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Through with the doctor: may pay now.
    Ready,
    /// Still in the house: more may come onto the bill.
    InHouse,
    /// Left unpaid on an earlier day.
    Earlier,
}

impl Waiting {
    pub fn part(&self, today: Day) -> Part {
        match self.state {
            visit::State::Waiting | visit::State::InRoom => Part::InHouse,
            _ if self.day < today => Part::Earlier,
            _ => Part::Ready,
        }
    }

    /// Where the patient is meanwhile.
    pub fn station(&self) -> Station {
        let facts = Facts {
            state: self.state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        };
        facts.station()
    }

    /// `A021`.
    pub fn ticket(&self) -> String {
        visit::show_ticket(&self.ticket_prefix, self.ticket_number)
    }

    /// Since when the bill waits.
    pub fn since(&self) -> Instant {
        self.finished_at.unwrap_or(self.arrived_at)
    }

    /// Whether the patient goes before all others: an emergency of today.
    pub fn is_emergency(&self, today: Day) -> bool {
        self.priority == visit::Priority::Emergency && self.day == today
    }

    /// Why, as the reader reads it; may be empty.
    pub fn emergency_words(&self, l: Lang) -> &str {
        visit::emergency_reason(l, &self.emergency_reason, &self.emergency_reason_en)
    }

    fn place(&self, today: Day) -> (Part, bool, i64) {
        let (part, since) = (self.part(today), self.since().millis());
        (part, !self.is_emergency(today), if part == Part::Earlier { -since } else { since })
    }
}

/// The queue and the drawer.
pub fn room(tx: &mut Tx<'_>, who: &Who) -> Result<Room, Stop> {
    let till = till(tx, who)?;
    Ok(Room { queue: queue(tx, who)?, refunds: undo::open(tx, who)?, till })
}

/// The drawer at which this person is.
pub fn till(tx: &mut Tx<'_>, who: &Who) -> Result<Till, Stop> {
    Ok(match session::store::mine_with_cash(tx, who)? {
        Some((open, cash)) => Till::Open(open, cash),
        None => Till::Closed(session::next_drawer(tx, who)?),
    })
}

/// The bill of a visit of this branch.
pub fn bill(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Bill, Stop> {
    let head = head(tx, who, visit)?;
    let open = bill::load(tx, visit)?;
    let totals = open.totals().ok_or_else(|| Stop::fault("a bill that does not fit"))?;
    let closed = open.is_closed();
    let last = if closed { receipt::last_of(tx, visit)? } else { None };
    let (paid, went_back) = (store::paid(tx, visit)?, undo::went_back_of_visit(tx, visit)?);
    let account = if closed { None } else { transfer::store::account(tx, who.branch)? };
    let wish = if open.charges.is_empty() { None } else { discount::of_visit(tx, visit)? };
    let profile = if open.charges.is_empty() { None } else { payers::profile(tx, visit)? };
    let offered = profile.as_ref().map(|of| payers::offered(tx, of.day)).transpose()?.unwrap_or_default();
    let (room, last) = (room(tx, who)?, last.map(|r| r.printed));
    let held = crate::deposit::held(tx, who, head.patient)?;
    let debt = if totals.due.is_zero() { None } else { debt::of_visit(tx, visit)? };
    let has_screen = account.is_some() && transfer::store::has_screen(tx, who.staff)?;
    let is_shown = has_screen && transfer::store::is_shown(tx, who, visit)?;
    let is_nameless = papers::retail::is_nameless(tx, who.branch, head.patient)?;
    Ok(Bill {
        debt,
        is_nameless,
        has_screen,
        is_shown,
        held,
        room,
        head,
        open,
        totals,
        paid,
        went_back,
        last,
        account,
        wish,
        offered,
        profile,
    })
}

/// A receipt of this branch.
pub fn issued(tx: &mut Tx<'_>, who: &Who, id: ReceiptId) -> Result<Issued, Stop> {
    let receipt = receipt_of(tx, who, id)?;
    let head = head(tx, who, receipt.visit)?;
    let mail = tx.one(MAIL, &[&id])?;
    let taken = undo::taken(tx, id)?;
    let void = undo::voided(tx, id)?;
    let today = who.day_of(tx.now());
    let voidable = void.is_none() && taken.iter().all(|payment| !payment.closed && payment.day == today);
    let refundable =
        if void.is_none() { papers::refund::most(&papers::refund::of_receipt(tx, id)?) } else { Money::ZERO };
    let (refunds, prints) = (undo::of_receipt(tx, id)?, tx.one(PRINTS, &[&id])?.unwrap_or(0));
    let (room, einvoices) = (room(tx, who)?, einvoice::store::of_receipt(tx, id)?);
    let (printed, since, went_back) = (receipt.printed, receipt::since(tx, id)?, undo::went_back(tx, id)?);
    Ok(Issued {
        room,
        head,
        id,
        printed,
        mail,
        void,
        since,
        went_back,
        refunds,
        refundable,
        voidable,
        prints,
        einvoices,
    })
}

/// A receipt, when it is of this branch.
pub fn receipt_of(tx: &mut Tx<'_>, who: &Who, id: ReceiptId) -> Result<receipt::Receipt, Stop> {
    let receipt = receipt::by_id(tx, id)?;
    if receipt.branch == who.branch { Ok(receipt) } else { Err(Stop::Missing) }
}

/// The head of a bill of this branch.
pub fn head(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Head, Stop> {
    tx.one(HEAD, &[&visit, &who.branch])?.ok_or(Stop::Missing)
}
