//! The reception's acts on a real SQLite file, at a small clinic on Tuesday 24/11/2026 at eight o'clock.

mod acts;
mod arrival;
mod day;
mod hours;
mod merge;
mod moves;
mod profiles;
mod series;
mod urgency;
mod wishes;

use bricks::clock::{Day, FixedClock, Instant, Zone, parse_day};
use bricks::id::{AppointmentId, BranchId, StaffId};
use bricks::lang::Lang;
use bricks::refusal::{Refusal, RefusalKind};
use ground::access::{Branch, Role, Roles, Who};
use ground::db::{Db, Place, Stop, Tx};
use ground::web::Form;
use std::sync::Arc;

const EIGHT: i64 = 480;
/// Two doctors with rooms, one without; three patients; two consultations and a test.
const SEED: &[&str] = &[
    "INSERT INTO branch (id, name, address, phone, time_zone, currency) VALUES \
     (1, 'Minh An', 'Huế', '0234', 'Asia/Ho_Chi_Minh', 'VND'), (2, 'Khác', 'Hà Nội', '024', 'Asia/Ho_Chi_Minh', 'VND')",
    "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
     VALUES (11, 1, 'letan', 'Lê Thu Trang', '', '', '', TRUE, 0)",
    "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) VALUES \
     (23, 1, 'room', '101', '', '', 3, TRUE), (24, 1, 'room', '102', '', '', 4, TRUE)",
    "INSERT INTO resource (id, branch_id, kind, name, room_id, ticket_prefix, department, position, active) VALUES \
     (21, 1, 'doctor', 'Phạm Quốc Bảo', 23, 'A', 'internal', 1, TRUE), (22, 1, 'doctor', 'Nguyễn Thị Hạnh', 24, 'N', 'paediatrics', 2, TRUE), \
     (25, 1, 'doctor', 'Chưa Có Phòng', NULL, 'X', 'general', 5, TRUE)",
    "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES \
     (21, 2, 450, 720), (21, 2, 810, 1020), (21, 3, 450, 720), (22, 2, 480, 720), (25, 2, 480, 720)",
    "INSERT INTO insurer (id, name_vi, name_en, kind) VALUES (91, 'BHYT', 'National', 'national'), (92, 'Bảo Việt', 'Bao Viet', 'private')",
    "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, phone, email, address, allergies, conditions, \
     reminders_wanted, version, created_at, created_by, guardian_name, allergies_none) VALUES \
     (31, 1, 'BN-000001', 'Trần Thị Hương', 'tran thi huong', 'female', '1972-03-12', 1972, '+84903118264', 'huong@example.com', '', '', '', TRUE, 1, 0, 11, NULL, FALSE), \
     (32, 1, 'BN-000002', 'Lê Minh', 'le minh', 'male', NULL, 2024, NULL, NULL, '', '', '', TRUE, 1, 0, 11, 'Lê Lan', TRUE), \
     (33, 2, 'BN-000003', 'Xa Lạ', 'xa la', 'male', NULL, 1980, NULL, NULL, '', '', '', TRUE, 1, 0, 11, NULL, FALSE)",
    "INSERT INTO patient_word (word, patient_id) VALUES ('tran thi huong 1972', 31), ('huong 1972', 31), ('le minh 2024', 32)",
    "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) VALUES \
     (41, 'KB06', 'Khám nội', 'Consultation', 'consultation', 'internal', 20, TRUE), \
     (42, 'KB02', 'Khám nhi', 'Paediatrics', 'consultation', 'paediatrics', 15, TRUE), \
     (43, 'XN01', 'Công thức máu', 'Blood count', 'lab', 'laboratory', 10, TRUE)",
    "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES (41, '2026-01-01', 200000), (42, '2026-01-01', 180000)",
    "INSERT INTO counter (name, last) VALUES ('patient', 3)",
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
    let clinic = Branch {
        id: BranchId::from_raw(1),
        name: "Minh An".into(),
        address: "Huế".into(),
        phone: "0234".into(),
        email: None,
        tax_id: None,
        zone: zone(),
    };
    Who {
        staff: StaffId::from_raw(11),
        name: "Lê Thu Trang".into(),
        title: String::new(),
        speciality: String::new(),
        roles: Roles::of([Role::Receptionist]),
        branch: clinic.id,
        clinic: Arc::new(clinic),
        request_id: "test".into(),
    }
}

/// A form as a browser sends it.
pub fn form(fields: &str) -> Form {
    Form::parse(fields.as_bytes()).unwrap()
}

/// A booking of patient 31 with doctor 21 for a consultation of twenty minutes, with further fields.
pub fn booking(more: &str) -> Form {
    form(&format!("patient=31&service=41&doctor=21&source=phone&{more}"))
}

impl House {
    pub async fn open() -> House {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::new(at(EIGHT)));
        let db = Db::open(&Place::Sqlite(folder.path().join("kham.db")), clock.clone()).unwrap();
        let house = House { db, clock, _folder: folder };
        let seed = house.act(|tx, _| SEED.iter().try_for_each(|sql| tx.run(sql, &[]).map(|_| ()).map_err(Stop::from)));
        seed.await.unwrap();
        house
    }

    /// Runs an act in its own transaction.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.db.write_locked(move |tx| act(tx, &who())).await
    }

    /// What is asked about a second time with one doctor on one day is known.
    pub async fn book(&self, form: Form) -> Result<String, Stop> {
        let known = [("same_day".to_owned(), "yes".to_owned())];
        let form = Form::of(form.pairs().iter().cloned().chain(known).collect(), *form.hash());
        self.act(move |tx, who| crate::acts::book(tx, who, &form, Lang::Vi)).await
    }

    /// Writes down that a patient has no allergies, as asked at the desk.
    pub async fn answered(&self, patient: i64) {
        const NONE: &str = "UPDATE patient SET allergies_none = TRUE WHERE id = $1";
        self.act(move |tx, _| Ok(tx.run_one(NONE, &[&patient])?)).await.unwrap();
    }

    /// Books and gives the appointment.
    pub async fn booked(&self, form: Form) -> AppointmentId {
        let location = self.book(form).await.unwrap();
        location.rsplit('=').next().unwrap().parse().unwrap()
    }

    /// The one number that a statement gives.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.act(move |tx, _| Ok(tx.one::<i64>(sql, &[])?.unwrap())).await.unwrap()
    }
}

/// The refusal, its kind and the fields it names.
pub fn refused<T: std::fmt::Debug>(result: Result<T, Stop>) -> (RefusalKind, Vec<&'static str>, Refusal) {
    match result {
        Err(Stop::Refused(refusal)) => (refusal.kind, refusal.fields.iter().map(|f| f.field).collect(), refusal),
        other => panic!("not refused: {other:?}"),
    }
}
