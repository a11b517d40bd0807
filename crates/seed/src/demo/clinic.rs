use super::Setup;
use crate::accounts::{DemoAccount, accounts};
use crate::rows::{Insert as _, insert_all, insertable};
use bricks::clock::{Instant, Zone};
use bricks::id::{BranchId, ResourceId, StaffId};
use ground::db::{Stop, Tx};

pub(super) const NAME: &str = "Phòng khám Đa khoa Minh An";
pub(super) const ADDRESS: &str = "12 đường Hoa Mai, phường Minh An, TP. Hồ Chí Minh";
pub(super) const PHONE: &str = "028 0000 0000";
pub(super) const TAX_ID: &str = "0000000000";

const SUNDAY: i64 = 7;
/// Weekday hours as (first weekday, last weekday, from minute, to minute).
type Hours = &'static [(i64, i64, i64, i64)];

const USUAL: Hours = &[(1, 6, 450, 720), (1, 6, 810, 1020), (7, 7, 480, 690)];
const EARLY: Hours = &[(1, 6, 420, 705), (1, 5, 795, 1005), (7, 7, 480, 690)];
const NO_SATURDAY_AFTERNOON: Hours = &[(1, 6, 450, 720), (1, 5, 810, 1020), (7, 7, 480, 690)];
const LATE: Hours = &[(1, 6, 480, 720), (1, 6, 810, 1050), (7, 7, 480, 690)];

/// What a doctor of the demonstration is known by besides the account.
struct Practice {
    login: &'static str,
    department: &'static str,
    room: &'static str,
    prefix: &'static str,
    /// Of a hundred patients so many come to this doctor.
    share: i64,
    hours: Hours,
}

const PRACTICES: [Practice; 5] = [
    Practice { login: "bacsi1", department: "internal", room: "101", prefix: "A", share: 31, hours: USUAL },
    Practice { login: "bacsi2", department: "paediatrics", room: "102", prefix: "N", share: 26, hours: EARLY },
    Practice { login: "bacsi3", department: "ent", room: "103", prefix: "T", share: 18, hours: USUAL },
    Practice {
        login: "bacsi4",
        department: "obstetrics",
        room: "201",
        prefix: "S",
        share: 14,
        hours: NO_SATURDAY_AFTERNOON,
    },
    Practice { login: "bacsi5", department: "dermatology", room: "202", prefix: "D", share: 11, hours: LATE },
];
/// Rooms without a doctor, with what is done there.
const OTHER_ROOMS: [(&str, &str); 4] =
    [("XN", "Xét nghiệm"), ("SA1", "Siêu âm"), ("XQ", "X-quang"), ("TT", "Thủ thuật, tiêm chủng")];
const DEVICES: [(&str, &str); 3] =
    [("Máy siêu âm 1", "Siêu âm"), ("Máy X-quang", "X-quang"), ("Máy huyết học", "Xét nghiệm")];

insertable! {
    BranchRow: "INSERT INTO branch (id, name, address, phone, email, tax_id, time_zone, currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" {
        id: BranchId, name: &'static str, address: &'static str, phone: &'static str, email: Option<&'static str>,
        tax_id: &'static str, time_zone: String, currency: &'static str,
    }
    StaffRow: "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" {
        id: StaffId, branch: BranchId, login: &'static str, name: &'static str, title: &'static str, speciality: &'static str,
        password_hash: String, active: bool, created_at: Instant,
    }
    RoleRow: "INSERT INTO staff_role (staff_id, role) VALUES ($1, $2)" {
        staff: StaffId, role: &'static str,
    }
    ResourceRow: "INSERT INTO resource (id, branch_id, kind, name, staff_id, room_id, ticket_prefix, department, position, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        id: ResourceId, branch: BranchId, kind: &'static str, name: String, staff: Option<StaffId>, room: Option<ResourceId>,
        prefix: &'static str, department: &'static str, position: i64, active: bool,
    }
    HoursRow: "INSERT INTO working_hours (resource_id, weekday, from_minute, to_minute) VALUES ($1, $2, $3, $4)" {
        resource: ResourceId, weekday: i64, from_minute: i64, to_minute: i64,
    }
}

/// A doctor with everything a visit needs to know.
pub(super) struct Doctor {
    pub(super) staff: StaffId,
    pub(super) resource: ResourceId,
    pub(super) room: ResourceId,
    pub(super) prefix: &'static str,
    pub(super) department: &'static str,
    pub(super) share: i64,
    hours: Hours,
}

impl Doctor {
    /// The stretches of a weekday (1 is Monday) in minutes of the day.
    pub(super) fn stretches(&self, weekday: i64) -> impl Iterator<Item = (i64, i64)> {
        let of_day = self.hours.iter().filter(move |(first, last, _, _)| (*first..=*last).contains(&weekday));
        of_day.map(|(_, _, from, to)| (*from, *to))
    }
}

/// Who acts in the demonstration.
pub(super) struct Clinic {
    pub(super) branch: BranchId,
    pub(super) doctors: Vec<Doctor>,
    pub(super) reception: StaffId,
    pub(super) nurse: StaffId,
    pub(super) laboratory: StaffId,
    pub(super) imaging: StaffId,
    pub(super) pharmacist: StaffId,
    pub(super) cashier: StaffId,
    pub(super) cashier_name: &'static str,
    pub(super) storekeeper: StaffId,
    pub(super) manager: StaffId,
}

/// Rows of the clinic itself, ready to be written.
pub(super) struct ClinicRows {
    branch: BranchRow,
    staff: Vec<StaffRow>,
    roles: Vec<RoleRow>,
    resources: Vec<ResourceRow>,
    hours: Vec<HoursRow>,
}

impl ClinicRows {
    pub(super) fn insert(&self, tx: &mut Tx<'_>) -> Result<(), Stop> {
        self.branch.insert(tx)?;
        insert_all(tx, &self.staff)?;
        insert_all(tx, &self.roles)?;
        insert_all(tx, &self.resources)?;
        Ok(insert_all(tx, &self.hours)?)
    }
}

/// Builds the clinic; rooms come before the doctors who have them.
pub(super) fn build(setup: &Setup, zone: &Zone, password_hash: &str) -> Result<(Clinic, ClinicRows), Stop> {
    let (ids, at) = (&setup.ids, setup.founded);
    let branch = BranchId::from_raw(ids.next(at));
    let people: Vec<(DemoAccount, StaffId)> =
        accounts().into_iter().map(|a| (a, StaffId::from_raw(ids.next(at)))).collect();
    let mut rows = ClinicRows {
        branch: branch_row(branch, zone),
        staff: people.iter().map(|(a, id)| staff_row(a, *id, branch, password_hash, at)).collect(),
        roles: people.iter().map(|(a, id)| RoleRow { staff: *id, role: a.role }).collect(),
        resources: Vec::new(),
        hours: Vec::new(),
    };
    let mut doctors = Vec::new();
    for (practice, position) in PRACTICES.iter().zip(1..) {
        let found = people.iter().find(|(a, _)| a.login == practice.login);
        let (account, staff) = found.ok_or_else(|| Stop::fault("a doctor without an account"))?;
        let room = ResourceId::from_raw(ids.next(at));
        let resource = ResourceId::from_raw(ids.next(at));
        rows.resources.push(room_row(room, branch, practice.room, account.speciality, position));
        rows.resources.push(doctor_row(resource, (branch, *staff, room), account, practice, position));
        let doctor = Doctor {
            staff: *staff,
            resource,
            room,
            prefix: practice.prefix,
            department: practice.department,
            share: practice.share,
            hours: practice.hours,
        };
        rows.hours.extend(hours_rows(&doctor));
        doctors.push(doctor);
    }
    for ((name, department), position) in OTHER_ROOMS.iter().zip(10..) {
        rows.resources.push(room_row(ResourceId::from_raw(ids.next(at)), branch, name, department, position));
    }
    for ((name, department), position) in DEVICES.iter().zip(1..) {
        let device = room_row(ResourceId::from_raw(ids.next(at)), branch, name, department, position);
        rows.resources.push(ResourceRow { kind: "device", ..device });
    }
    Ok((clinic(branch, doctors, &people)?, rows))
}

fn clinic(branch: BranchId, doctors: Vec<Doctor>, people: &[(DemoAccount, StaffId)]) -> Result<Clinic, Stop> {
    let staff = |login: &str| {
        let found = people.iter().find(|(a, _)| a.login == login);
        found.map(|(a, id)| (*id, a.name)).ok_or_else(|| Stop::fault(format!("no account {login}")))
    };
    let (cashier, cashier_name) = staff("thungan")?;
    Ok(Clinic {
        branch,
        doctors,
        reception: staff("letan")?.0,
        nurse: staff("dieuduong")?.0,
        laboratory: staff("ktv")?.0,
        imaging: staff("ktv2")?.0,
        pharmacist: staff("duocsi")?.0,
        cashier,
        cashier_name,
        storekeeper: staff("thukho")?.0,
        manager: staff("quanly")?.0,
    })
}

fn branch_row(id: BranchId, zone: &Zone) -> BranchRow {
    BranchRow {
        id,
        name: NAME,
        address: ADDRESS,
        phone: PHONE,
        email: Some("minhan@example.com"),
        tax_id: TAX_ID,
        time_zone: zone.name().to_owned(),
        currency: "VND",
    }
}

fn staff_row(of: &DemoAccount, id: StaffId, branch: BranchId, password_hash: &str, created_at: Instant) -> StaffRow {
    let password_hash = password_hash.to_owned();
    StaffRow {
        id,
        branch,
        login: of.login,
        name: of.name,
        title: of.title,
        speciality: of.speciality,
        password_hash,
        active: true,
        created_at,
    }
}

fn room_row(id: ResourceId, branch: BranchId, name: &str, department: &'static str, position: i64) -> ResourceRow {
    ResourceRow {
        id,
        branch,
        kind: "room",
        name: name.to_owned(),
        staff: None,
        room: None,
        prefix: "",
        department,
        position,
        active: true,
    }
}

fn doctor_row(
    id: ResourceId,
    (branch, staff, room): (BranchId, StaffId, ResourceId),
    account: &DemoAccount,
    practice: &Practice,
    position: i64,
) -> ResourceRow {
    let name = format!("{} {}", account.title, account.name);
    let department = account.speciality;
    ResourceRow {
        id,
        branch,
        kind: "doctor",
        name,
        staff: Some(staff),
        room: Some(room),
        prefix: practice.prefix,
        department,
        position,
        active: true,
    }
}

fn hours_rows(doctor: &Doctor) -> Vec<HoursRow> {
    let days = (1..=SUNDAY).flat_map(|weekday| doctor.stretches(weekday).map(move |stretch| (weekday, stretch)));
    days.map(|(weekday, (from_minute, to_minute))| HoursRow {
        resource: doctor.resource,
        weekday,
        from_minute,
        to_minute,
    })
    .collect()
}
