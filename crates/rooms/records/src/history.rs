//! A page of a record: read with a fixed number of statements, put together visit by visit.

use crate::rules::{self, Show, Window};
use crate::store::loose::{self, Cursor, Loose};
use crate::store::{self, *};
use bricks::clock::Instant;
use bricks::id::*;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::people::{self, Patient};
use papers::background::{self, Background};
use papers::debt::{self, Balance};
use papers::order::Kind;
use papers::vaccination::{self, Dose, EarlierDose};
use papers::{deposit, prescription, safety};
use std::collections::HashMap;
use std::hash::Hash;

/// What stands above every page of a record.
pub struct Top {
    pub patient: Patient,
    pub head: Head,
    pub background: Background,
    /// What the patient owes, and what is held for them.
    pub balance: Balance,
    pub held: Money,
}

/// Everything a page of a record shows.
pub struct Record {
    pub top: Top,
    pub visits: Vec<VisitEntry>,
    /// The visit after which the next page begins, when there are older ones.
    pub older: Option<VisitId>,
    pub appointments: Vec<AppointmentRow>,
    /// Messages and appointments that led to no visit, latest first.
    pub loose: Vec<Loose>,
    /// Where the next page of those begins, on a page of them alone.
    pub older_loose: Option<Cursor>,
    /// Doses of vaccines that were given elsewhere, on the page of vaccinations.
    pub earlier_doses: Vec<EarlierDose>,
}

/// What of a record is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    pub show: Show,
    pub from: Option<From>,
    pub cursor: Option<Cursor>,
}

/// A visit with all that hangs on it.
pub struct VisitEntry {
    pub visit: VisitRow,
    pub vitals: Vec<VitalsRow>,
    pub diagnoses: Vec<DiagnosisRow>,
    pub orders: Vec<OrderEntry>,
    pub images: Vec<ImageRow>,
    /// In the order in which they were written: one counts, the others were replaced.
    pub prescriptions: Vec<Prescription>,
    pub certificates: Vec<CertificateRow>,
    pub receipts: Vec<ReceiptRow>,
}

pub struct OrderEntry {
    pub order: OrderRow,
    pub values: Vec<ValueRow>,
    /// What a vaccination gave.
    pub dose: Option<Dose>,
}

pub struct Prescription {
    pub id: PrescriptionId,
    pub number: String,
    pub state: prescription::State,
    /// The number of the one that was written in its place.
    pub replaced_by: Option<String>,
    pub lines: Vec<LineEntry>,
}

pub struct LineEntry {
    pub row: LineRow,
    pub given: Vec<GivenRow>,
}

/// The first moment of the clinic's day.
pub fn start_of_day(tx: &Tx<'_>, who: &Who) -> Instant {
    who.zone().instant_of(who.day_of(tx.now()), 0)
}

/// Who it is and what is known beyond one visit; [`Stop::Merged`] for a profile that became a part of another. Whether the record is open to who asks, the desk asks.
pub fn top(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Top, Stop> {
    let patient = people::by_id(tx, id)?;
    if let Some(winner) = patient.merged_into {
        return Err(Stop::Merged(winner));
    }
    let today = start_of_day(tx, who);
    let (head, mut background) = (store::head(tx, id, today)?, background::load(tx, who, id)?);
    if background.book.is_none() && !patient.allergies.is_empty() {
        background.book = Some(safety::book(tx)?);
    }
    let balance = debt::balance(tx, (patient.branch, id), who.day_of(tx.now()))?;
    let held = deposit::balance(tx, patient.branch, id)?;
    Ok(Top { patient, head, background, balance, held })
}

/// One page of a record, of the visits at the patient's own branch. At most twenty statements.
pub fn load(tx: &mut Tx<'_>, who: &Who, id: PatientId, asked: Asked) -> Result<Record, Stop> {
    let (show, from) = (asked.show, asked.from);
    let top = top(tx, who, id)?;
    let (today, branch) = (start_of_day(tx, who), top.patient.branch);
    let appointments = if show.shows(Show::Appointments) && from.is_none() && asked.cursor.is_none() {
        rules::soonest_first(store::appointments(tx, id, branch, today)?)
    } else {
        Vec::new()
    };
    let (visits, older) = match show {
        Show::Appointments | Show::Messages => (Vec::new(), None),
        _ => page_of(store::visits(tx, id, branch, from, show)?),
    };
    let mut loose = match show {
        Show::All => between(tx, &top, from, visits.last().filter(|_| older.is_some()), today)?,
        Show::Appointments | Show::Messages => {
            loose::page(tx, &of(&top, today), show, asked.cursor.unwrap_or(Cursor::LATEST))?
        }
        _ => Vec::new(),
    };
    let mut older_loose = None;
    if show != Show::All && loose.len() > loose::PER_PAGE {
        loose.truncate(loose::PER_PAGE);
        older_loose = loose.last().map(|l| Cursor { at: l.at, id: l.id });
    }
    let earlier_doses = match (show, from) {
        (Show::Vaccinations, None) => vaccination::earlier(tx, id)?,
        _ => Vec::new(),
    };
    let visits = fill(tx, id, visits, show)?;
    Ok(Record { top, visits, older, appointments, loose, older_loose, earlier_doses })
}

fn of(top: &Top, today: Instant) -> loose::Of {
    loose::Of { patient: top.patient.id, branch: top.patient.branch, today }
}

/// What happened between the visits of a page, and after the last of them until the next page.
fn between(
    tx: &mut Tx<'_>,
    top: &Top,
    from: Option<From>,
    last: Option<&VisitRow>,
    today: Instant,
) -> Result<Vec<Loose>, Stop> {
    let begins = match from {
        Some(from) => store::arrived(tx, top.patient.id, from.visit)?.map_or(Cursor::LATEST, |at| Cursor { at, id: 0 }),
        None => Cursor::LATEST,
    };
    let ends = last.map_or(Instant::from_millis(0), |visit| visit.arrived_at);
    Ok(loose::between(tx, &of(top, today), begins, ends)?)
}

/// Cuts the one visit too many, which says that there are older ones.
fn page_of(mut visits: Vec<VisitRow>) -> (Vec<VisitRow>, Option<VisitId>) {
    let more = visits.len() > VISITS_PER_PAGE;
    visits.truncate(VISITS_PER_PAGE);
    let older = visits.last().filter(|_| more).map(|v| v.id);
    (visits, older)
}

/// Reads the papers of the page's visits, each kind at once, and lays them to their visits.
fn fill(tx: &mut Tx<'_>, id: PatientId, visits: Vec<VisitRow>, show: Show) -> Result<Vec<VisitEntry>, Stop> {
    let (Some(last), Some(first)) = (visits.first(), visits.last()) else { return Ok(Vec::new()) };
    let of = Window { first: first.arrived_at, last: last.arrived_at };
    let wanted = |kind: Show| show.shows(kind);
    let mut vitals = grouped(if wanted(Show::Visits) { store::vitals(tx, id, of)? } else { Vec::new() }, |r| r.visit);
    let mut diagnoses = grouped(store::diagnoses(tx, id, of)?, |r| r.visit);
    let ordered = wanted(Show::Tests) || show == Show::Vaccinations;
    let orders = if ordered { store::orders(tx, id, of)? } else { Vec::new() };
    let values = if wanted(Show::Tests) { store::values(tx, id, of)? } else { Vec::new() };
    let mut images = grouped(if wanted(Show::Images) { store::images(tx, id, of)? } else { Vec::new() }, |r| r.visit);
    let lines = if wanted(Show::Prescriptions) { store::lines(tx, id, of)? } else { Vec::new() };
    let given = if wanted(Show::Prescriptions) { store::given(tx, id, of)? } else { Vec::new() };
    let certificates = if wanted(Show::Certificates) { store::certificates(tx, id, of)? } else { Vec::new() };
    let mut certificates = grouped(certificates, |r| r.visit);
    let receipts = if wanted(Show::Payments) { store::receipts(tx, id, of)? } else { Vec::new() };
    let mut receipts = grouped(receipts, |r| r.visit);
    let vaccinated = orders.iter().any(|order| order.kind == Kind::Vaccine);
    let doses = if vaccinated { vaccination::of_patient(tx, id)? } else { Vec::new() };
    let mut orders = orders_by_visit(orders, values, doses);
    let mut prescriptions = prescriptions_by_visit(lines, given);
    let entry = |visit: VisitRow| VisitEntry {
        vitals: vitals.remove(&visit.id).unwrap_or_default(),
        diagnoses: diagnoses.remove(&visit.id).unwrap_or_default(),
        orders: orders.remove(&visit.id).unwrap_or_default(),
        images: images.remove(&visit.id).unwrap_or_default(),
        prescriptions: prescriptions.remove(&visit.id).unwrap_or_default(),
        certificates: certificates.remove(&visit.id).unwrap_or_default(),
        receipts: receipts.remove(&visit.id).unwrap_or_default(),
        visit,
    };
    Ok(visits.into_iter().map(entry).collect())
}

fn grouped<K: Eq + Hash, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn orders_by_visit(
    orders: Vec<OrderRow>,
    values: Vec<ValueRow>,
    doses: Vec<Dose>,
) -> HashMap<VisitId, Vec<OrderEntry>> {
    let mut values = grouped(values, |v| v.order);
    let mut doses: HashMap<OrderId, Dose> = doses.into_iter().map(|dose| (dose.order, dose)).collect();
    let entry = |order: OrderRow| OrderEntry {
        values: values.remove(&order.id).unwrap_or_default(),
        dose: doses.remove(&order.id),
        order,
    };
    grouped(orders.into_iter().map(entry).collect(), |e| e.order.visit)
}

fn prescriptions_by_visit(lines: Vec<LineRow>, given: Vec<GivenRow>) -> HashMap<VisitId, Vec<Prescription>> {
    let mut given = grouped(given, |g| g.line);
    let mut found: HashMap<VisitId, Vec<Prescription>> = HashMap::new();
    for row in lines {
        let (of, id) = (found.entry(row.visit).or_default(), row.prescription);
        let line = LineEntry { given: given.remove(&row.line).unwrap_or_default(), row };
        match of.iter_mut().find(|begun| begun.id == id) {
            Some(begun) => begun.lines.push(line),
            None => of.push(Prescription {
                id,
                number: line.row.number.clone(),
                state: line.row.state,
                replaced_by: line.row.replaced_by.clone(),
                lines: vec![line],
            }),
        }
    }
    found
}

impl Prescription {
    /// What the patient takes or took of it: of one that was replaced only what was given.
    pub fn taken(&self) -> impl Iterator<Item = &LineEntry> {
        self.lines.iter().filter(|line| self.replaced_by.is_none() || !line.given.is_empty())
    }
}
