//! A vaccination: one dose of a vaccine that a patient was given, from which batch, the how-manieth of its series, and where. It is
//! written in the transaction that gives the order's result and takes the dose off the shelf; what it says never changes, and a dose
//! whose order is withdrawn counts no longer.

use crate::consumable::Performed;
use crate::refuse::invalid;
use crate::{safety, text};
use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, MedicineId, OrderId, PatientId};
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::medicine_name;
use ground::db::{DbError, Stop, Tx};
use std::collections::BTreeMap;

codes! {
    /// Where it was given.
    pub enum Site {
        LeftArm = "left_arm",
        RightArm = "right_arm",
        LeftThigh = "left_thigh",
        RightThigh = "right_thigh",
        Mouth = "mouth",
        Nose = "nose",
    }
}

impl Site {
    /// Whether a vaccine of this route is given here; one of which no route is known, anywhere.
    pub fn fits(self, route: &str) -> bool {
        match route {
            "" => true,
            "oral" => self == Site::Mouth,
            "nasal" => self == Site::Nose,
            _ => !matches!(self, Site::Mouth | Site::Nose),
        }
    }

    pub fn word(self, l: Lang) -> &'static str {
        match self {
            Site::LeftArm => text::site_left_arm(l),
            Site::RightArm => text::site_right_arm(l),
            Site::LeftThigh => text::site_left_thigh(l),
            Site::RightThigh => text::site_right_thigh(l),
            Site::Mouth => text::site_mouth(l),
            Site::Nose => text::site_nose(l),
        }
    }
}

/// The most doses that a series has.
pub const DOSES_MAX: i64 = 20;

/// What is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDose {
    pub medicine: MedicineId,
    pub batch: BatchId,
    /// Of its series, from 1 to [`DOSES_MAX`].
    pub number: i64,
    pub site: Site,
    /// Why a batch that expires earlier stays on the shelf; empty where none does.
    pub skipped_reason: String,
}

/// A dose of a vaccine that did not come from the clinic's shelves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideDose {
    pub vaccine: String,
    pub maker: String,
    pub batch: String,
    pub expires_on: Day,
    /// Of its series, from 1 to [`DOSES_MAX`].
    pub number: i64,
    pub site: Site,
}

ground::row! {
    /// A dose that was given.
    pub struct Dose {
        pub order: OrderId,
        /// None of a vaccine from elsewhere, whose name stands in `generic_vi` and whose maker in `strength`.
        pub medicine: Option<MedicineId>,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub batch: String,
        pub expires_on: Day,
        pub number: i64,
        pub site: Site,
        pub given_at: Instant,
        pub given_by: String,
    }
}

impl Dose {
    pub fn name(&self, l: Lang) -> String {
        medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

/// The joins are in the order in which SQLite takes them: from the patient's visits to the few doses.
macro_rules! doses {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT o.id, b.medicine_id, m.generic_vi, m.generic_en, m.strength, b.number, b.expires_on, x.dose_number, x.site, \
             u.used_at, s.name FROM ",
            $from,
            " JOIN vaccination x ON x.order_id = o.id \
             JOIN consumable_line l ON l.id = x.consumable_line_id JOIN consumable_use u ON u.id = l.consumable_use_id \
             JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id JOIN staff s ON s.id = u.used_by WHERE ",
            $where
        )
    };
}
macro_rules! outside {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT o.id, CAST(NULL AS BIGINT), x.vaccine, x.vaccine, x.maker, x.batch_number, x.expires_on, x.dose_number, x.site, \
             x.given_at, s.name FROM ",
            $from,
            " JOIN outside_vaccination x ON x.order_id = o.id JOIN staff s ON s.id = x.given_by WHERE ",
            $where
        )
    };
}
/// Of all profiles that are one patient's: a merge hands the visits over.
const OF_PATIENT: &str = concat!(
    doses!("visit v JOIN clinical_order o ON o.visit_id = v.id", "v.patient_id = $1 AND u.undone_at IS NULL"),
    " UNION ALL ",
    outside!("visit v JOIN clinical_order o ON o.visit_id = v.id", "v.patient_id = $1 AND o.state = 'done'"),
    " ORDER BY 10 DESC, 1 DESC LIMIT 200"
);
const OF_ORDER: &str =
    concat!(doses!("clinical_order o", "o.id = $1"), " UNION ALL ", outside!("clinical_order o", "o.id = $1"));
const INSERT: &str = "INSERT INTO vaccination (order_id, consumable_line_id, dose_number, site, skipped_reason) VALUES ($1, $2, $3, $4, $5)";
const INSERT_OUTSIDE: &str = "INSERT INTO outside_vaccination (order_id, vaccine, maker, batch_number, expires_on, dose_number, site, given_at, given_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// The doses that the patient was given here, the latest first.
pub fn of_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Dose>, DbError> {
    tx.all(OF_PATIENT, &[&patient])
}

/// What an order gave, also when it was withdrawn since.
pub fn of_order(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<Dose>, DbError> {
    tx.one(OF_ORDER, &[&order])
}

/// Refused at `dose_number` when this dose of the vaccine was given already, at `site` when the vaccine is not given there. Nobody
/// gives the patient another one until the transaction ends. Whoever asks holds the visit: visits are locked before patients.
pub fn ask(tx: &mut Tx<'_>, patient: PatientId, dose: &NewDose, route: &str) -> Result<(), Stop> {
    if !dose.site.fits(route) {
        return Err(invalid("site", text::vaccination_site_say()));
    }
    refuse_repeated(tx, patient, dose.number, |given| given.medicine == Some(dose.medicine))
}

/// The same of a vaccine from elsewhere, known by its name.
pub fn ask_outside(tx: &mut Tx<'_>, patient: PatientId, dose: &OutsideDose) -> Result<(), Stop> {
    let named = fold(&dose.vaccine);
    refuse_repeated(tx, patient, dose.number, |given| given.medicine.is_none() && fold(&given.generic_vi) == named)
}

fn refuse_repeated(
    tx: &mut Tx<'_>,
    patient: PatientId,
    number: i64,
    is_same: impl Fn(&Dose) -> bool,
) -> Result<(), Stop> {
    safety::lock_patient(tx, patient)?;
    match of_patient(tx, patient)?.iter().find(|given| given.number == number && is_same(given)) {
        Some(same) => Err(invalid("dose_number", text::vaccination_repeated_say(&same.batch, same.number))),
        None => Ok(()),
    }
}

/// Writes down the dose, whose batch `lines` (see [`crate::consumable::use_up`]) took from.
pub fn give(
    tx: &mut Tx<'_>,
    who: &Who,
    performed: &Performed,
    dose: &NewDose,
    lines: &BTreeMap<BatchId, i64>,
) -> Result<(), Stop> {
    let line = lines.get(&dose.batch).ok_or_else(|| Stop::fault("a dose that left no shelf"))?;
    tx.run_one(INSERT, &[&performed.order, line, &dose.number, &dose.site, &dose.skipped_reason])?;
    let detail = format!("{} · {} · {}", dose.batch, dose.number, dose.site.code());
    who.note(tx, "vaccinate", "order", performed.order.raw(), Some(performed.patient), &detail)?;
    Ok(())
}

/// Writes down a dose that no shelf of the clinic gave.
pub fn give_outside(tx: &mut Tx<'_>, who: &Who, performed: &Performed, dose: &OutsideDose) -> Result<(), Stop> {
    let now = tx.now();
    tx.run_one(
        INSERT_OUTSIDE,
        &[
            &performed.order,
            &dose.vaccine,
            &dose.maker,
            &dose.batch,
            &dose.expires_on,
            &dose.number,
            &dose.site,
            &now,
            &who.staff,
        ],
    )?;
    let detail = format!("{} · {} · {} · {}", dose.vaccine, dose.batch, dose.number, dose.site.code());
    Ok(who.note(tx, "vaccinate", "order", performed.order.raw(), Some(performed.patient), &detail)?)
}
