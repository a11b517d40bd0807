//! A small clinic: one branch, two doctors with their rooms, three patients, a few services and medicines.

use bricks::clock::{Day, FixedClock, Instant, Zone, parse_day};
use bricks::id::{
    AppointmentId, BatchId, BranchId, MedicineId, PatientId, ResourceId, ServiceId, StaffId, SupplierId, VisitId,
};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::{Branch, Role, Roles, Who};
use ground::db::{Db, Place, Stop, Tx};
use papers::appointment::{self, NewAppointment, Source};
use papers::batch::{self, NewBatch};
use papers::prescription::NewLine;
use papers::visit::{self, CheckIn, Priority};
use std::sync::Arc;

pub const BRANCH: BranchId = BranchId::from_raw(1);
pub const OTHER_BRANCH: BranchId = BranchId::from_raw(2);
pub const STAFF: StaffId = StaffId::from_raw(11);
pub const DOCTOR: ResourceId = ResourceId::from_raw(21);
pub const SECOND_DOCTOR: ResourceId = ResourceId::from_raw(22);
pub const ROOM: ResourceId = ResourceId::from_raw(23);
pub const SECOND_ROOM: ResourceId = ResourceId::from_raw(24);
pub const HUONG: PatientId = PatientId::from_raw(31);
pub const MINH: PatientId = PatientId::from_raw(32);
pub const STRANGER: PatientId = PatientId::from_raw(33);
pub const CONSULTATION: ServiceId = ServiceId::from_raw(41);
pub const BLOOD_COUNT: ServiceId = ServiceId::from_raw(42);
pub const PARACETAMOL: MedicineId = MedicineId::from_raw(61);
pub const SYRUP: MedicineId = MedicineId::from_raw(62);
pub const FOREIGN: MedicineId = MedicineId::from_raw(63);
pub const SUPPLIER: SupplierId = SupplierId::from_raw(71);

/// Tuesday 24/11/2026 at 8:00 in the clinic.
const EIGHT: i64 = 480;

const SEED: &[&str] = &[
    "INSERT INTO branch (id, name, address, phone, time_zone, currency) \
     VALUES (1, 'Minh An', 'Huế', '0234', 'Asia/Ho_Chi_Minh', 'VND'), (2, 'Other', 'Hà Nội', '024', 'Asia/Ho_Chi_Minh', 'VND')",
    "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
     VALUES (11, 1, 'bao', 'Phạm Quốc Bảo', 'BS.', 'Nội', '', TRUE, 0)",
    "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) VALUES \
     (23, 1, 'room', 'P.101', '', '', 3, TRUE), (24, 1, 'room', 'P.102', '', '', 4, TRUE)",
    "INSERT INTO resource (id, branch_id, kind, name, room_id, ticket_prefix, department, position, active) VALUES \
     (21, 1, 'doctor', 'BS. Bảo', 23, 'A', 'Nội', 1, TRUE), (22, 1, 'doctor', 'BS. Lan', 24, 'B', 'Nhi', 2, TRUE)",
    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES \
     (21, 2, 480, 720), (21, 2, 780, 1020), (21, 3, 480, 720), (22, 2, 480, 720)",
    "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, address, allergies, conditions, \
     reminders_wanted, version, created_at, created_by) VALUES \
     (31, 1, 'BN-1', 'Trần Thị Hương', 'tran thi huong', 'female', '1972-03-12', 1972, '', '', '', TRUE, 1, 0, 11), \
     (32, 1, 'BN-2', 'Lê Minh', 'le minh', 'male', NULL, 2024, '', '', '', TRUE, 1, 0, 11), \
     (33, 2, 'BN-3', 'Xa Lạ', 'xa la', 'male', NULL, 1980, '', '', '', TRUE, 1, 0, 11)",
    "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) VALUES \
     (41, 'KH01', 'Khám nội', 'Consultation', 'consultation', 'Nội', 15, TRUE), \
     (42, 'XN01', 'Công thức máu', 'Blood count', 'lab', 'XN', 10, TRUE)",
    "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES \
     (41, '2026-01-01', 150000), (41, '2026-11-24', 160000), (41, '2026-12-01', 200000)",
    "INSERT INTO analyte (id, service_id, code, name_vi, name_en, unit, decimals, kind, position) VALUES \
     (51, 42, 'HGB', 'Huyết sắc tố', 'Haemoglobin', 'g/L', 0, 'number', 1), \
     (52, 42, 'MAL', 'Ký sinh trùng sốt rét', 'Malaria', '', 0, 'neg_pos', 2)",
    "INSERT INTO reference_range (analyte_id, sex, age_from_months, age_to_months, low_milli, high_milli, critical_low_milli, \
     critical_high_milli) VALUES (51, 'female', 216, 1800, 120000, 160000, 70000, 200000), \
     (51, 'any', 0, 216, 110000, 140000, 70000, 200000)",
    "INSERT INTO medicine (id, code, generic_vi, generic_en, strength, form, route, dose_unit, dispense_unit, \
     dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, \
     reorder_level_milli, stocked) VALUES \
     (61, 'PARA', 'Paracetamol', 'Paracetamol', '500 mg', 'tablet', 'oral', 'viên', 'viên', 1000, '', 500, FALSE, 'none', '', '', 0, TRUE), \
     (62, 'SYRUP', 'Paracetamol', 'Paracetamol', '120 mg/5 ml', 'syrup', 'oral', 'ml', 'chai', 60000, '', 30000, FALSE, 'none', '', '', 0, TRUE), \
     (63, 'FAR', 'Thuốc lạ', 'Foreign', '1 mg', 'tablet', 'oral', 'viên', 'viên', 1000, '', 1, FALSE, 'none', '', '', 0, FALSE)",
    "INSERT INTO supplier (id, name, phone) VALUES (71, 'Dược Huế', '0234')",
];

pub struct House {
    pub db: Db,
    pub clock: Arc<FixedClock>,
    _folder: tempfile::TempDir,
}

pub fn zone() -> Zone {
    Zone::named("Asia/Ho_Chi_Minh").unwrap()
}

pub fn today() -> Day {
    parse_day("2026-11-24").unwrap()
}

pub fn at(minute: i64) -> Instant {
    zone().instant_of(today(), minute)
}

pub fn who() -> Who {
    who_of(BRANCH)
}

pub fn who_of(branch: BranchId) -> Who {
    let clinic = Branch {
        id: branch,
        name: "Minh An".into(),
        address: "Huế".into(),
        phone: "0234".into(),
        email: None,
        tax_id: None,
        zone: zone(),
    };
    Who {
        staff: STAFF,
        name: "Phạm Quốc Bảo".into(),
        title: "BS.".into(),
        speciality: "Nội".into(),
        roles: Roles::of(Role::ALL),
        branch,
        clinic: Arc::new(clinic),
        request_id: "test".into(),
    }
}

impl House {
    /// Opens at eight o'clock.
    pub async fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::new(at(EIGHT)));
        let place = Place::Sqlite(folder.path().join("kham.db"));
        let db = Db::open(&place, clock.clone()).unwrap();
        let house = House { db, clock, _folder: folder };
        house
            .done(|tx, _| {
                for sql in SEED {
                    tx.run(sql, &[])?;
                }
                Ok(())
            })
            .await;
        house
    }

    /// Runs an act in its own transaction.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.db.write_locked(move |tx| act(tx, &who())).await
    }

    /// Runs an act that succeeds.
    pub async fn done<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> T {
        self.act(act).await.unwrap()
    }

    /// Runs an act that is refused, and gives the English sentence and the first field.
    pub async fn refused<T: Send + std::fmt::Debug + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> (String, &'static str) {
        match self.act(act).await {
            Err(Stop::Refused(r)) => {
                assert!(!r.say.vi.is_empty());
                (r.say.en.into_owned(), r.fields.first().map_or("", |f| f.field))
            }
            other => panic!("not refused: {other:?}"),
        }
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        self.db.read(move |tx| Ok(tx.one(sql, &[])?.unwrap_or(-1))).await.unwrap()
    }

    /// The child with its mother, weighed at a visit: what the law wants on a prescription.
    pub async fn weighed(&self, visit: VisitId) {
        self.done(move |tx, _| {
            let now = tx.now();
            tx.run_one(
                "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, weight_milli) VALUES ($1, $2, 32, $3, 11, 12500)",
                &[&tx.new_id(), &visit, &now],
            )?;
            let mother = "UPDATE patient SET guardian_name = 'Lê Thị Mẹ', guardian_phone = '+84903118264' WHERE id = 32";
            Ok(tx.run_one(mother, &[])?)
        })
        .await;
    }

    /// A patient in the doctor's room.
    pub async fn in_room(&self, patient: PatientId) -> VisitId {
        self.done(move |tx, who| {
            let id = let_in(tx, who, patient)?;
            visit::call_in(tx, who, id)?;
            Ok(id)
        })
        .await
    }

    pub async fn booked(&self, patient: PatientId, minute: i64) -> AppointmentId {
        self.done(move |tx, who| appointment::book(tx, who, &booking(patient, minute))).await
    }

    pub async fn received(&self, number: &'static str, expires_on: Day, units: i64) -> BatchId {
        self.done(move |tx, who| batch::receive(tx, who, &delivery(number, expires_on, units))).await
    }
}

pub fn booking(patient: PatientId, minute: i64) -> NewAppointment {
    NewAppointment {
        patient,
        doctor: DOCTOR,
        room: ROOM,
        service: CONSULTATION,
        starts_at: at(minute),
        duration_minutes: 15,
        source: Source::Phone,
        note: String::new(),
    }
}

/// A walk-in, beside whatever the patient is in the house for.
pub fn let_in(tx: &mut Tx<'_>, who: &Who, patient: PatientId) -> Result<VisitId, Stop> {
    let here = papers::appointment::inside(tx, patient, who.day_of(tx.now()))?;
    let beside = here.map(|here| here.visit);
    Ok(visit::check_in(tx, who, &CheckIn { beside, ..walk_in(patient) })?.0)
}

pub fn walk_in(patient: PatientId) -> CheckIn {
    CheckIn {
        patient,
        appointment: None,
        service: CONSULTATION,
        doctor: DOCTOR,
        room: ROOM,
        reason: "Ho".into(),
        priority: Priority::Ordinary,
        beside: None,
    }
}

pub fn delivery(number: &str, expires_on: Day, units: i64) -> NewBatch {
    NewBatch {
        medicine: PARACETAMOL,
        supplier: SUPPLIER,
        number: number.into(),
        expires_on,
        quantity: Quantity::whole(units),
        cost: Money::from_minor(300),
    }
}

/// One in the morning and one in the evening for five days.
pub fn line(medicine: MedicineId) -> NewLine {
    NewLine {
        medicine,
        morning: Quantity::whole(1),
        noon: Quantity::ZERO,
        evening: Quantity::whole(1),
        night: Quantity::ZERO,
        days: 5,
        instruction: "Sau ăn".into(),
        first_day: 1,
        weekday: None,
    }
}
