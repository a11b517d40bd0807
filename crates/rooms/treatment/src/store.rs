//! What the worklist and an order's page show: one statement a function.

use crate::images::Stored;
use bricks::age::Birth;
use bricks::clock::{Day, Instant};
use bricks::id::{AttachmentId, BranchId, OrderId, PatientId, ServiceId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use ground::people::{self, Sex};
use papers::journey::Facts;
use papers::order::{Kind, State};
use papers::visit::show_ticket;

/// What is ordered for an emergency is urgent, said or not. Longer lists are not worked off in a day; the rest shows up as the first are done.
const OPEN: &str = concat!(
    "SELECT o.id, v.ticket_prefix, v.ticket_number, p.name, p.sex, p.birth_day, p.birth_year, s.name_vi, s.name_en, \
     (o.urgent OR v.priority = 'emergency') AS pressing, o.state, o.ordered_at, o.fasting, ",
    papers::unpaid!(),
    " FROM clinical_order o JOIN visit v ON v.id = o.visit_id JOIN patient p ON p.id = o.patient_id \
     JOIN service s ON s.id = o.service_id WHERE o.branch_id = $1 AND o.state IN ('ordered', 'started') AND o.kind = $2 \
     ORDER BY pressing DESC, o.ordered_at, o.id LIMIT 300"
);
const DONE: &str = "SELECT o.id, v.ticket_prefix, v.ticket_number, p.name, p.sex, p.birth_day, p.birth_year, s.name_vi, s.name_en, \
     o.urgent, o.state, o.done_at, o.fasting, FALSE FROM clinical_order o JOIN visit v ON v.id = o.visit_id JOIN patient p ON p.id = o.patient_id \
     JOIN service s ON s.id = o.service_id WHERE o.branch_id = $1 AND o.state = 'done' AND o.done_at >= $3 AND o.kind = $2 \
     ORDER BY o.done_at DESC LIMIT 30";
const COUNTS: &str = "SELECT o.kind, COUNT(*) FROM clinical_order o WHERE o.branch_id = $1 AND o.state IN ('ordered', 'started') GROUP BY o.kind";
const HEAD: &str = concat!(
    "SELECT o.id, o.visit_id, o.patient_id, o.service_id, o.kind, o.state, o.urgent OR v.priority = 'emergency', o.question, o.ordered_at, \
     ob.title, ob.name, o.started_at, o.done_at, COALESCE(db.title, ''), COALESCE(db.name, ''), COALESCE(o.cancelled_reason, ''), \
     o.finding, o.conclusion, v.ticket_prefix, v.ticket_number, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.allergies, p.allergies_none, \
     s.name_vi, s.name_en, o.fasting, ",
    papers::unpaid!(),
    ", ",
    papers::facts_columns!(),
    " FROM clinical_order o JOIN visit v ON v.id = o.visit_id JOIN patient p ON p.id = o.patient_id \
     JOIN service s ON s.id = o.service_id JOIN staff ob ON ob.id = o.ordered_by LEFT JOIN staff db ON db.id = o.done_by \
     WHERE o.id = $1 AND o.branch_id = $2"
);
const DIAGNOSES: &str = "SELECT d.code, d.title_vi, d.title_en FROM visit_diagnosis vd JOIN diagnosis d ON d.code = vd.code \
     WHERE vd.visit_id = $1 ORDER BY vd.position";
/// The values of the same analytes in the patient's last 40 visits, latest first.
const EARLIER: &str = "SELECT a.code, r.value_milli, r.value_text, o.done_at FROM \
     (SELECT id FROM visit WHERE patient_id = $1 ORDER BY arrived_at DESC LIMIT 40) v \
     JOIN clinical_order o ON o.visit_id = v.id JOIN result_value r ON r.order_id = o.id JOIN analyte a ON a.id = r.analyte_id \
     WHERE o.state = 'done' AND o.id <> $2 AND o.done_at < $4 AND a.code IN (SELECT code FROM analyte WHERE service_id = $3) \
     ORDER BY o.done_at DESC LIMIT 200";
const MEASURED: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, temperature_milli) VALUES ($1, $2, $3, $4, $5, $6)";
const ATTACHMENTS: &str =
    "SELECT id, name, mime, bytes, width, height, added_at FROM attachment WHERE order_id = $1 ORDER BY id";
const ATTACHMENT: &str = "SELECT a.id, a.name, a.mime, a.sha256, a.patient_id FROM attachment a JOIN clinical_order o ON o.id = a.order_id \
     WHERE a.id = $1 AND o.branch_id = $2";
const LOCK: &str =
    "SELECT id, visit_id, patient_id, state FROM clinical_order WHERE id = $1 AND branch_id = $2 FOR UPDATE";
const INSERT_ATTACHMENT: &str = "INSERT INTO attachment (id, order_id, patient_id, name, mime, sha256, bytes, width, height, added_at, added_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const NEXT: &str = "SELECT o.id, v.ticket_prefix, v.ticket_number FROM clinical_order o JOIN visit v ON v.id = o.visit_id \
     WHERE o.branch_id = $1 AND o.state IN ('ordered', 'started') AND o.kind = $2 \
     ORDER BY (o.urgent OR v.priority = 'emergency') DESC, o.ordered_at, o.id LIMIT 1";

ground::row! {
    /// An order as the worklist shows it; `at` is when it was ordered, or done.
    pub struct Listed {
        pub id: OrderId,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub patient: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub service_vi: String,
        pub service_en: String,
        pub urgent: bool,
        pub state: State,
        pub at: Instant,
        pub fasting: bool,
        /// Paid first, and not paid yet.
        pub unpaid: bool,
    }
}

impl Listed {
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }
    pub fn birth(&self) -> Birth {
        people::birth(self.birth_day, self.birth_year)
    }
    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
    pub fn service(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }
}

ground::row! {
    /// An order with everything its banner says.
    pub struct Head {
        pub id: OrderId,
        pub visit: VisitId,
        pub patient: PatientId,
        pub service: ServiceId,
        pub kind: Kind,
        pub state: State,
        pub urgent: bool,
        pub question: String,
        pub ordered_at: Instant,
        pub orderer_title: String,
        pub orderer_name: String,
        pub started_at: Option<Instant>,
        pub done_at: Option<Instant>,
        pub performer_title: String,
        pub performer_name: String,
        pub cancelled_reason: String,
        pub finding: String,
        pub conclusion: String,
        pub ticket_prefix: String,
        pub ticket_number: i64,
        pub patient_code: String,
        pub patient_name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        /// As they are written in the profile.
        pub allergies: String,
        /// Somebody asked, and there are none.
        pub allergies_none: bool,
        pub service_vi: String,
        pub service_en: String,
        pub fasting: bool,
        /// Paid first, and not paid yet.
        pub unpaid: bool,
        pub visit_state: papers::visit::State,
        pub vitals_taken: bool,
        pub orders_open: i64,
        pub orders_done: i64,
        pub prescription: Option<papers::prescription::State>,
        pub due: Money,
        pub owes: bool,
    }
}

impl Head {
    pub fn ticket(&self) -> String {
        show_ticket(&self.ticket_prefix, self.ticket_number)
    }
    /// What decides where the patient goes next.
    pub fn facts(&self) -> Facts {
        Facts {
            state: self.visit_state,
            vitals_taken: self.vitals_taken,
            orders_open: self.orders_open,
            orders_done: self.orders_done,
            prescription: self.prescription,
            due: self.due,
            owes: self.owes,
        }
    }
    pub fn birth(&self) -> Birth {
        people::birth(self.birth_day, self.birth_year)
    }
    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
    pub fn service_name(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Ordered | State::Started)
    }
    /// `BS. Bảo`: title and given name, as colleagues say it.
    pub fn orderer(&self) -> String {
        short_name(&self.orderer_title, &self.orderer_name)
    }
    pub fn performer(&self) -> String {
        short_name(&self.performer_title, &self.performer_name)
    }
}

/// The given name is the last word of a Vietnamese name.
fn short_name(title: &str, name: &str) -> String {
    format!("{title} {}", name.split_whitespace().next_back().unwrap_or_default()).trim().to_owned()
}

ground::row! {
    pub struct Diagnosis {
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
    }
}

ground::row! {
    /// A value of the same analyte, measured earlier.
    pub struct Earlier {
        pub analyte_code: String,
        pub value_milli: Option<i64>,
        pub value_text: String,
        pub at: Instant,
    }
}

ground::row! {
    pub struct Attachment {
        pub id: AttachmentId,
        pub name: String,
        pub mime: String,
        pub bytes: i64,
        pub width: i64,
        pub height: i64,
        pub added_at: Instant,
    }
}

ground::row! {
    /// Where an attachment's bytes are kept, and whose they are.
    pub struct Kept {
        pub id: AttachmentId,
        pub name: String,
        pub mime: String,
        pub sha256: Vec<u8>,
        pub patient: PatientId,
    }
}

/// The open orders of a kind: urgent ones first, then who waits longest.
pub fn open(tx: &mut Tx<'_>, branch: BranchId, kind: Kind) -> Result<Vec<Listed>, DbError> {
    tx.all(OPEN, &[&branch, &kind])
}

/// Up to 30 orders of a kind that were done since an instant, the latest first.
pub fn done_since(tx: &mut Tx<'_>, branch: BranchId, kind: Kind, since: Instant) -> Result<Vec<Listed>, DbError> {
    tx.all(DONE, &[&branch, &kind, &since])
}

/// How many orders of each kind are open; kinds without any are left out.
pub fn counts(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<(Kind, i64)>, DbError> {
    tx.all(COUNTS, &[&branch])
}

/// One order of this branch; `Stop::Missing` otherwise.
pub fn head(tx: &mut Tx<'_>, branch: BranchId, id: OrderId) -> Result<Head, Stop> {
    tx.one(HEAD, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// What the doctor suspects in this visit.
pub fn diagnoses(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Diagnosis>, DbError> {
    tx.all(DIAGNOSES, &[&visit])
}

/// Writes down a temperature that was measured before a vaccination, as a further vital sign.
pub fn measured(
    tx: &mut Tx<'_>,
    who: &Who,
    (visit, patient): (VisitId, PatientId),
    temperature: Quantity,
) -> Result<(), DbError> {
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(MEASURED, &[&id, &visit, &patient, &now, &who.staff, &temperature])
}

/// Earlier values of the analytes of an order's service, the latest first.
pub fn earlier(tx: &mut Tx<'_>, head: &Head) -> Result<Vec<Earlier>, DbError> {
    let before = head.done_at.unwrap_or(tx.now());
    tx.all(EARLIER, &[&head.patient, &head.id, &head.service, &before])
}

/// The pictures of an order, the first added first.
pub fn attachments(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<Attachment>, DbError> {
    tx.all(ATTACHMENTS, &[&order])
}

/// One attachment of this branch; `Stop::Missing` otherwise.
pub fn attachment(tx: &mut Tx<'_>, branch: BranchId, id: AttachmentId) -> Result<Kept, Stop> {
    tx.one(ATTACHMENT, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// The order that comes next in a worklist, with its ticket.
pub fn next(tx: &mut Tx<'_>, branch: BranchId, kind: Kind) -> Result<Option<(OrderId, String)>, DbError> {
    let next: Option<(OrderId, String, i64)> = tx.one(NEXT, &[&branch, &kind])?;
    Ok(next.map(|(id, prefix, number)| (id, show_ticket(&prefix, number))))
}

ground::row! {
    /// An order that pictures are put to.
    pub struct Locked {
        pub id: OrderId,
        pub visit: VisitId,
        pub patient: PatientId,
        pub state: State,
    }
}

/// One order of this branch, and nobody else changes it until the transaction ends.
pub fn lock(tx: &mut Tx<'_>, branch: BranchId, id: OrderId) -> Result<Locked, Stop> {
    tx.one(LOCK, &[&id, &branch])?.ok_or(Stop::Missing)
}

/// Writes down a picture whose bytes are kept.
pub fn insert_attachment(
    tx: &mut Tx<'_>,
    staff: StaffId,
    id: AttachmentId,
    order: &Locked,
    picture: &Stored,
) -> Result<(), DbError> {
    let now = tx.now();
    let p = picture;
    tx.run_one(
        INSERT_ATTACHMENT,
        &[&id, &order.id, &order.patient, &p.name, &p.mime, &p.sha256, &p.bytes, &p.width, &p.height, &now, &staff],
    )
}
