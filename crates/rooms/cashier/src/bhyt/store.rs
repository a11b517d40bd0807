//! The statements of the exchange: what a period's claims stand on, and what the insurance calls it.

use super::rules::{Given, Shares, shares};
use crate::claims::store::Wanted;
use bricks::clock::{Day, Instant};
use bricks::id::{ChargeId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog::CONSUMABLE_FORM;
use ground::db::{DbError, Param, Stop, Tx};
use papers::charge::SourceKind;
use papers::payer::{ClaimState, ServiceGroup, left_over};
use papers::prescription;
use std::collections::BTreeMap;

ground::row! {
    /// A visit of which something is claimed.
    pub struct Head {
        pub visit: VisitId,
        pub patient_code: String,
        pub patient_name: String,
        pub national_id: Option<String>,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub sex: String,
        pub address: String,
        pub province: Option<String>,
        pub phone: Option<String>,
        pub card: String,
        pub card_from: Option<Day>,
        pub card_until: Option<Day>,
        /// Why the patient came.
        pub reason: String,
        pub arrived_at: Instant,
        pub finished_at: Option<Instant>,
        pub advice: Option<String>,
        pub weight_kg: Option<Quantity>,
        pub follow_up: Option<Instant>,
        /// When the last of it was paid; `None` while something is due.
        pub paid_at: Option<Instant>,
        /// What the card or the plan is worth.
        pub share_basis_points: i64,
    }
}

ground::row! {
    pub struct Diagnosis {
        pub visit: VisitId,
        pub code: String,
        pub title: String,
        pub preliminary: bool,
    }
}

ground::row! {
    /// A charge of an invoice of which something is claimed.
    pub struct Line {
        pub charge: ChargeId,
        pub visit: VisitId,
        pub source: SourceKind,
        pub name: String,
        pub group: ServiceGroup,
        pub unit: String,
        pub quantity: Quantity,
        pub unit_price: Money,
        amount: Money,
        discount: Money,
        first: Money,
        second: Money,
        /// At which place the national insurance pays.
        position: i64,
        insurable: bool,
        unit_ceiling: Option<Money>,
        /// Another share than the card's, for this class.
        pub group_basis_points: Option<i64>,
        pub national_code: Option<String>,
        pub route: Option<String>,
        pub registration: Option<String>,
        pub tender: Option<String>,
        pub strength: Option<String>,
        pub form: Option<String>,
        pub dose_unit: Option<String>,
        /// Of a dose: morning, noon, evening, night.
        pub morning: Option<Quantity>,
        pub noon: Option<Quantity>,
        pub evening: Option<Quantity>,
        pub night: Option<Quantity>,
        pub days: Option<i64>,
        pub instruction: Option<String>,
        pub ordered_at: Instant,
        pub done_at: Instant,
        pub result_at: Option<Instant>,
        pub doctor_code: Option<String>,
        pub performer_code: Option<String>,
    }
}

impl Line {
    /// Goods that are no medicine.
    pub fn is_supply(&self) -> bool {
        self.form.as_deref() == Some(CONSUMABLE_FORM)
    }

    /// Whether it stands in table 2.
    pub fn is_medicine(&self) -> bool {
        self.source == SourceKind::Medicine && !self.is_supply()
    }

    /// Whether the insurance pays for it at all.
    pub fn is_covered(&self) -> bool {
        self.insurable && self.group_basis_points != Some(0) && self.unit_ceiling != Some(Money::ZERO)
    }

    /// The most that counts of one unit.
    pub fn unit_counts(&self) -> Money {
        if self.is_covered() {
            self.unit_ceiling.map_or(self.unit_price, |most| most.min(self.unit_price))
        } else {
            Money::ZERO
        }
    }

    /// Who bears what of it.
    pub fn shares(&self) -> Option<Shares> {
        let (before, borne, after) = match self.position {
            1 => (Money::ZERO, self.first, self.second),
            _ => (self.first, self.second, Money::ZERO),
        };
        shares(&Given {
            amount: self.amount,
            discount: self.discount,
            before,
            borne,
            after,
            is_covered: self.is_covered(),
            unit_ceiling: self.unit_ceiling,
            quantity: self.quantity,
        })
    }
}

ground::row! {
    /// What the insurance calls the clinic.
    pub struct Clinic {
        pub department: String,
        pub entitlement: String,
        pub care: String,
        pub payment: String,
        pub head: String,
        pub version: i64,
    }
}

ground::row! {
    /// What it calls a service or a medicine.
    pub struct Item {
        pub code: String,
        pub national_code: String,
        pub route: String,
        pub registration: String,
        pub tender: String,
    }
}

/// What stands in every file.
#[derive(Debug, Clone)]
pub struct Settings {
    pub facility: String,
    pub clinic: Clinic,
    /// Class and its cost group.
    pub groups: Vec<(String, String)>,
}

/// The claims of a period by which a statement begins; those of a visit are told together, whatever their states.
macro_rules! of_claims {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM (SELECT a.visit_id, a.invoice_id, a.position, a.plan_id FROM claim a WHERE a.branch_id = $1 AND a.insurer_id = $2 \
             AND a.day >= $3 AND a.day <= $4 AND ($5 = '' OR EXISTS (SELECT 1 FROM claim z WHERE z.visit_id = a.visit_id AND z.insurer_id = $2 \
             AND z.state = $5))) x ",
            $rest
        )
    };
}

const HEADS: &str = of_claims!(
    "SELECT v.id, p.code, p.name, p.national_id, p.birth_day, p.birth_year, p.sex, p.address, p.province, p.phone, y.card, y.from_day, y.until_day, \
     v.reason, v.arrived_at, v.finished_at, n.advice, (SELECT t.weight_milli FROM vitals t WHERE t.visit_id = v.id AND t.weight_milli IS NOT NULL \
     ORDER BY t.taken_at DESC LIMIT 1), f.starts_at, CASE WHEN v.due_vnd = 0 THEN (SELECT MAX(r.issued_at) FROM receipt r WHERE r.visit_id = v.id) END, \
     COALESCE(CASE WHEN l.by_card THEN (SELECT b.share_basis_points FROM benefit_level b WHERE b.level = y.level AND b.from_day <= v.day \
     ORDER BY b.from_day DESC LIMIT 1) END, l.share_basis_points)",
    "JOIN visit v ON v.id = x.visit_id JOIN patient p ON p.id = v.patient_id JOIN visit_payer y ON y.visit_id = v.id AND y.position = x.position \
     JOIN payer_plan l ON l.id = x.plan_id LEFT JOIN note n ON n.visit_id = v.id LEFT JOIN appointment f ON f.id = v.follow_up_id AND f.state = 'booked' \
     ORDER BY v.day, v.id, x.position"
);
const DIAGNOSES: &str = of_claims!(
    "SELECT DISTINCT d.visit_id, d.code, g.title_vi, d.preliminary, d.position",
    "JOIN visit_diagnosis d ON d.visit_id = x.visit_id JOIN diagnosis g ON g.code = d.code ORDER BY d.visit_id, d.position"
);
const LINES: &str = of_claims!(
    "SELECT c.id, c.visit_id, c.source_kind, c.name_vi, c.service_group, c.unit, c.quantity_milli - c.returned_milli, c.unit_price_vnd, \
     ((c.quantity_milli - c.returned_milli) * c.unit_price_vnd + 500) / 1000, \
     c.discount_vnd - (c.discount_vnd * c.returned_milli * 2 + c.quantity_milli) / (c.quantity_milli * 2), \
     c.first_vnd - c.first_back_vnd, c.second_vnd - c.second_back_vnd, x.position, c.insurable, e.unit_ceiling_vnd, g.share_basis_points, b.national_code, b.route, b.registration, b.tender, \
     m.strength, m.form, m.dose_unit, q.morning_milli, q.noon_milli, q.evening_milli, q.night_milli, q.days, q.instruction, \
     COALESCE(o.ordered_at, r.issued_at, c.charged_at), COALESCE(o.started_at, w.dispensed_at, (SELECT MIN(h.dispensed_at) FROM dispense_line n JOIN dispense h ON h.id = n.dispense_id \
     WHERE n.reviewed_line_id = k.id AND h.undone_at IS NULL), c.charged_at), o.done_at, s.code, t.code",
    "JOIN charge c ON c.invoice_id = x.invoice_id AND c.returned_milli < c.quantity_milli LEFT JOIN payer_plan_item e ON e.plan_id = x.plan_id AND e.item_code = c.item_code \
     LEFT JOIN payer_plan_group g ON g.plan_id = x.plan_id AND g.service_group = c.service_group \
     LEFT JOIN bhyt_item b ON b.item_code = c.item_code LEFT JOIN medicine m ON m.code = c.item_code AND c.source_kind = 'medicine' \
     LEFT JOIN clinical_order o ON o.id = c.source_id AND c.source_kind = 'order' \
     LEFT JOIN dispense_line d ON d.id = c.source_id AND c.source_kind = 'medicine' LEFT JOIN dispense w ON w.id = d.dispense_id \
     LEFT JOIN reviewed_line k ON k.id = c.source_id AND c.source_kind = 'medicine' \
     LEFT JOIN prescription_line q ON q.id = COALESCE(d.prescription_line_id, k.prescription_line_id) LEFT JOIN prescription r ON r.id = q.prescription_id \
     LEFT JOIN bhyt_staff s ON s.staff_id = COALESCE(o.ordered_by, r.issued_by, c.charged_by) \
     LEFT JOIN bhyt_staff t ON t.staff_id = COALESCE(o.done_by, c.charged_by) ORDER BY c.visit_id, c.charged_at, c.id, x.position"
);
const CLINIC: &str =
    "SELECT department, entitlement, care, payment, head, version FROM bhyt_clinic WHERE branch_id = $1";
const GROUPS: &str = "SELECT service_group, code FROM bhyt_group ORDER BY service_group";
const ITEMS: &str = "SELECT item_code, national_code, route, registration, tender FROM bhyt_item ORDER BY item_code";
const STAFF: &str = "SELECT s.login, b.code FROM bhyt_staff b JOIN staff s ON s.id = b.staff_id ORDER BY s.login";
const NAMELESS: &str = "SELECT code, name_vi FROM (SELECT s.code, s.name_vi FROM service s WHERE s.insured AND s.active UNION ALL \
     SELECT m.code, m.generic_vi || ' ' || m.strength FROM medicine m WHERE m.stocked) k \
     WHERE NOT EXISTS (SELECT 1 FROM bhyt_item b WHERE b.item_code = k.code) ORDER BY code";
const KNOWN: &str = "SELECT code FROM service UNION SELECT code FROM medicine";
const FIRST: &str = "INSERT INTO bhyt_clinic (branch_id, department, entitlement, care, payment, head, version) \
     VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING";
const CHANGE: &str = "UPDATE bhyt_clinic SET department = $2, entitlement = $3, care = $4, payment = $5, head = $6, version = version + 1 \
     WHERE branch_id = $1 AND version = $7";
const SET_GROUP: &str = "UPDATE bhyt_group SET code = $2 WHERE service_group = $1";
const NO_ITEM: &str = "DELETE FROM bhyt_item WHERE item_code = $1";
const SET_ITEM: &str = "INSERT INTO bhyt_item (item_code, national_code, route, registration, tender) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (item_code) DO UPDATE SET national_code = excluded.national_code, route = excluded.route, \
     registration = excluded.registration, tender = excluded.tender";
const NO_STAFF: &str = "DELETE FROM bhyt_staff WHERE staff_id IN (SELECT id FROM staff WHERE login = $1)";
const ADD_STAFF: &str = "INSERT INTO bhyt_staff (staff_id, code) SELECT id, $2 FROM staff WHERE login = $1";

fn claimed<T: ground::db::FromRow>(
    tx: &mut Tx<'_>,
    who: &Who,
    sql: &'static str,
    wanted: &Wanted,
) -> Result<Vec<T>, DbError> {
    let state = wanted.state.map_or("", ClaimState::code);
    tx.all(sql, &[&who.branch, &wanted.insurer, &wanted.from_day, &wanted.until_day, &state])
}

/// The visits of the claims, each once, the earliest first.
pub fn heads(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<Vec<Head>, DbError> {
    let mut heads: Vec<Head> = claimed(tx, who, HEADS, wanted)?;
    heads.dedup_by_key(|head| head.visit);
    Ok(heads)
}

/// Their diseases, the main one first.
pub fn diagnoses(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<Vec<Diagnosis>, DbError> {
    claimed(tx, who, DIAGNOSES, wanted)
}

/// The charges of the invoices that are claimed of. One of which the insurance bears at both places is told once.
pub fn lines(tx: &mut Tx<'_>, who: &Who, wanted: &Wanted) -> Result<Vec<Line>, DbError> {
    let mut lines: Vec<Line> = claimed(tx, who, LINES, wanted)?;
    lines.dedup_by(|later, kept| {
        let same = later.charge == kept.charge;
        if same {
            kept.first = kept.first.add(kept.second).unwrap_or(kept.first);
            kept.second = Money::ZERO;
        }
        same
    });
    for line in &mut lines {
        let insured = line.first.add(line.second).unwrap_or(line.first);
        (line.amount, line.discount) = left_over(line.amount, line.discount, insured);
    }
    Ok(lines)
}

/// What stands in every file; `None` until the clinic has said it.
pub fn settings(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Settings>, DbError> {
    let facility = prescription::facility(tx, who.branch)?;
    let clinic = clinic(tx, who)?;
    let groups = groups(tx)?;
    Ok(facility.zip(clinic).map(|(facility, clinic)| Settings { facility, clinic, groups }))
}

pub fn clinic(tx: &mut Tx<'_>, who: &Who) -> Result<Option<Clinic>, DbError> {
    tx.one(CLINIC, &[&who.branch])
}

pub fn groups(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DbError> {
    tx.all(GROUPS, &[])
}

pub fn items(tx: &mut Tx<'_>) -> Result<Vec<Item>, DbError> {
    tx.all(ITEMS, &[])
}

/// Login and code.
pub fn staff(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DbError> {
    tx.all(STAFF, &[])
}

/// Insured services and medicines of the shelves for which the insurance's name is not known: code and name.
pub fn nameless(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DbError> {
    tx.all(NAMELESS, &[])
}

/// The codes of the clinic's catalogue.
pub fn known(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.all(KNOWN, &[])
}

/// False when somebody else has written it since version `seen` (0: never written).
pub fn set_clinic(tx: &mut Tx<'_>, who: &Who, clinic: &Clinic, seen: i64) -> Result<bool, DbError> {
    let Clinic { department, entitlement, care, payment, head, .. } = clinic;
    let told: [&dyn Param; 6] = [&who.branch, department, entitlement, care, payment, head];
    if seen == 0 {
        return Ok(tx.run(FIRST, &told)? == 1);
    }
    Ok(tx.run(CHANGE, &[&who.branch, department, entitlement, care, payment, head, &seen])? == 1)
}

pub fn set_group(tx: &mut Tx<'_>, class: &str, code: &str) -> Result<(), DbError> {
    tx.run_one(SET_GROUP, &[&class, &code])
}

impl Item {
    /// All that it says, in the order of a line.
    pub fn parts(&self) -> [&str; 5] {
        [&self.code, &self.national_code, &self.route, &self.registration, &self.tender]
    }
}

/// Writes the items, as far as they are others than before; gives how many rows changed.
pub fn set_items(tx: &mut Tx<'_>, items: &[Item]) -> Result<usize, DbError> {
    let mut before: BTreeMap<String, Item> =
        self::items(tx)?.into_iter().map(|item| (item.code.clone(), item)).collect();
    let mut changed = 0;
    for item in items {
        if before.remove(&item.code).is_some_and(|was| was.parts() == item.parts()) {
            continue;
        }
        tx.run_one(SET_ITEM, &[&item.code, &item.national_code, &item.route, &item.registration, &item.tender])?;
        changed += 1;
    }
    for code in before.keys() {
        tx.run_one(NO_ITEM, &[code])?;
    }
    Ok(changed + before.len())
}

/// Writes the codes of people, as far as they are others than before; the first login that nobody has, if there is one. Codes
/// may change hands, so what goes goes first.
pub fn set_staff<'a>(tx: &mut Tx<'_>, staff: &'a [(String, String)]) -> Result<Option<&'a str>, Stop> {
    let before = self::staff(tx)?;
    for (login, _) in before.iter().filter(|row| !staff.contains(row)) {
        tx.run_one(NO_STAFF, &[login])?;
    }
    for (login, code) in staff.iter().filter(|row| !before.contains(row)) {
        if tx.run(ADD_STAFF, &[login, code])? != 1 {
            return Ok(Some(login));
        }
    }
    Ok(None)
}
