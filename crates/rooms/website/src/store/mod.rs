//! The room's SQL: one statement a function, nothing decided.

use bricks::clock::{Day, Instant};
use bricks::id::{AppointmentId, BranchId, HoldId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use papers::appointment;
use papers::message::Channel;

mod desk;
pub use desk::*;

const SETTINGS: &str = "SELECT key, value FROM setting WHERE key IN ('website_open', 'website_days', 'website_notice_minutes', \
     'website_change_notice_minutes', 'website_desk_accepts')";
const SET: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

pub fn settings(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DbError> {
    tx.all(SETTINGS, &[])
}

pub fn set(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<(), DbError> {
    tx.run_one(SET, &[&key, &value])
}

ground::row! {
    /// A doctor who may be booked for a service; ordered by service and doctor.
    pub struct OfferRow {
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub duration_minutes: i64,
        /// In force today.
        pub price: Money,
        pub doctor: ResourceId,
        pub doctor_title: String,
        pub doctor_name: String,
        pub speciality: String,
    }
}

impl OfferRow {
    pub fn service_name(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }

    pub fn doctor(&self) -> String {
        titled(&self.doctor_title, &self.doctor_name)
    }
}

pub fn titled(title: &str, name: &str) -> String {
    format!("{title} {name}").trim().to_owned()
}

const OFFERS: &str = "SELECT s.id, s.name_vi, s.name_en, s.duration_minutes, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $2 ORDER BY p.from_day DESC LIMIT 1), 0), \
     d.id, COALESCE(f.title, ''), COALESCE(f.name, d.name), COALESCE(f.speciality, d.department) FROM bookable b JOIN service s ON s.id = b.service_id JOIN resource d ON d.id = b.doctor_id \
     LEFT JOIN staff f ON f.id = d.staff_id WHERE d.branch_id = $1 AND d.active AND d.room_id IS NOT NULL AND s.active \
     ORDER BY s.code, d.position, d.id";

pub fn offers(tx: &mut Tx<'_>, branch: BranchId, today: Day) -> Result<Vec<OfferRow>, DbError> {
    tx.all(OFFERS, &[&branch, &today])
}

const OFFERING: &str = "SELECT DISTINCT d.branch_id FROM bookable b JOIN service s ON s.id = b.service_id \
     JOIN resource d ON d.id = b.doctor_id WHERE d.active AND d.room_id IS NOT NULL AND s.active";

/// The branches in which the public may book anything.
pub fn offering(tx: &mut Tx<'_>) -> Result<Vec<BranchId>, DbError> {
    tx.all(OFFERING, &[])
}

ground::row! {
    /// Everything that stands in a hold.
    pub struct HoldRow {
        pub id: HoldId,
        pub branch: BranchId,
        pub doctor: ResourceId,
        pub room: ResourceId,
        pub service: ServiceId,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub ends_at: Instant,
        pub state: String,
        pub name: String,
        pub sex: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: String,
        pub email: Option<String>,
        pub reason: String,
        pub lang: String,
        pub channel: Channel,
        pub code_hash: String,
        pub code_ends_at: Instant,
        pub tries: i64,
        pub sendings: i64,
        pub sent_at: Instant,
        pub appointment: Option<AppointmentId>,
    }
}

impl HoldRow {
    pub fn lang(&self) -> Lang {
        Lang::parse(&self.lang).unwrap_or_default()
    }

    /// Where the code went.
    pub fn address(&self) -> &str {
        match self.channel {
            Channel::Email => self.email.as_deref().unwrap_or_default(),
            Channel::Sms | Channel::Zalo => &self.phone,
        }
    }

    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

macro_rules! hold_columns {
    () => {
        "SELECT id, branch_id, doctor_id, room_id, service_id, starts_at, duration_minutes, ends_at, state, name, sex, birth_day, \
         birth_year, phone, email, reason, lang, channel, code_hash, code_ends_at, tries, sendings, sent_at, appointment_id \
         FROM hold WHERE id = $1"
    };
}

const HOLD: &str = hold_columns!();
const LOCK_HOLD: &str = concat!(hold_columns!(), " FOR UPDATE");
const ADD_HOLD: &str = "INSERT INTO hold (id, branch_id, doctor_id, room_id, service_id, starts_at, duration_minutes, ends_at, state, \
     name, sex, birth_day, birth_year, phone, email, reason, lang, consented_at, channel, code_hash, code_ends_at, tries, sendings, \
     sent_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $12, $13, $14, $15, $16, $19, $17, $18, $20, \
     0, 1, $19, $19)";
const TRY: &str = "UPDATE hold SET tries = tries + 1 WHERE id = $1 AND state = 'open' AND tries < 5";
const NEW_CODE: &str = "UPDATE hold SET code_hash = $2, code_ends_at = $3, sent_at = $4, sendings = sendings + 1, ends_at = $5 \
     WHERE id = $1 AND state = 'open' AND sendings < 3";
const END: &str = "UPDATE hold SET state = 'ended' WHERE id = $1 AND state = 'open'";
const CONFIRM: &str = "UPDATE hold SET state = 'confirmed', appointment_id = $2 WHERE id = $1 AND state = 'open'";
const END_OLD: &str = "UPDATE hold SET state = 'ended' WHERE state = 'open' AND code_ends_at < $1";
const FORGET_HOLDS: &str = "DELETE FROM hold WHERE created_at < $1";

pub fn hold(tx: &mut Tx<'_>, id: HoldId) -> Result<Option<HoldRow>, DbError> {
    tx.one(HOLD, &[&id])
}

pub fn lock_hold(tx: &mut Tx<'_>, id: HoldId) -> Result<Option<HoldRow>, DbError> {
    tx.one(LOCK_HOLD, &[&id])
}

pub fn add_hold(tx: &mut Tx<'_>, h: &HoldRow) -> Result<(), DbError> {
    tx.run_one(
        ADD_HOLD,
        &[
            &h.id,
            &h.branch,
            &h.doctor,
            &h.room,
            &h.service,
            &h.starts_at,
            &h.duration_minutes,
            &h.ends_at,
            &h.name,
            &h.sex,
            &h.birth_day,
            &h.birth_year,
            &h.phone,
            &h.email,
            &h.reason,
            &h.lang,
            &h.channel,
            &h.code_hash,
            &h.sent_at,
            &h.code_ends_at,
        ],
    )
}

/// Takes one of the five tries; 0 when there is none left or the hold is over.
pub fn take_try(tx: &mut Tx<'_>, id: HoldId) -> Result<u64, DbError> {
    tx.run(TRY, &[&id])
}

pub fn new_code(
    tx: &mut Tx<'_>,
    id: HoldId,
    hash: &str,
    ends_at: Instant,
    held_until: Instant,
) -> Result<u64, DbError> {
    let now = tx.now();
    tx.run(NEW_CODE, &[&id, &hash, &ends_at, &now, &held_until])
}

pub fn end_hold(tx: &mut Tx<'_>, id: HoldId) -> Result<u64, DbError> {
    tx.run(END, &[&id])
}

pub fn confirm_hold(tx: &mut Tx<'_>, id: HoldId, appointment: AppointmentId) -> Result<(), DbError> {
    tx.run_one(CONFIRM, &[&id, &appointment])
}

/// Ends holds whose last code was worth nothing any more before an instant.
pub fn end_old_holds(tx: &mut Tx<'_>, before: Instant) -> Result<u64, DbError> {
    tx.run(END_OLD, &[&before])
}

/// Takes what was typed out of the house again.
pub fn forget_holds(tx: &mut Tx<'_>, before: Instant) -> Result<u64, DbError> {
    tx.run(FORGET_HOLDS, &[&before])
}

const ROOM_OF: &str = "SELECT room_id FROM resource WHERE id = $1 AND branch_id = $2 AND kind = 'doctor' AND active AND room_id IS NOT NULL";
const SAME_PATIENT: &str = "SELECT COALESCE(merged_into, id) FROM patient WHERE phone = $1 AND branch_id = $2 AND name_fold = $3 \
     AND birth_year = $4 AND (birth_day = $5 OR (birth_day IS NULL AND CAST($5 AS DATE) IS NULL)) \
     ORDER BY CASE WHEN merged_into IS NULL THEN 0 ELSE 1 END, id LIMIT 1";
const FROM_WEBSITE: &str = "UPDATE patient SET from_website = TRUE WHERE id = $1";
const AWAIT: &str = "UPDATE appointment SET awaits_desk = TRUE WHERE id = $1 AND state = 'booked'";
const ACCEPT: &str =
    "UPDATE appointment SET awaits_desk = FALSE WHERE id = $1 AND branch_id = $2 AND awaits_desk AND state = 'booked'";
const NO_LONGER_AWAITS: &str = "UPDATE appointment SET awaits_desk = FALSE WHERE id = $1 AND awaits_desk";

pub fn room_of(tx: &mut Tx<'_>, branch: BranchId, doctor: ResourceId) -> Result<Option<ResourceId>, DbError> {
    tx.one(ROOM_OF, &[&doctor, &branch])
}

/// The patient whose phone, folded name and birth are all the same; of a profile that was merged, the one it went into. A
/// bare year is the same as the same bare year only.
pub fn same_patient(tx: &mut Tx<'_>, h: &HoldRow, name_fold: &str) -> Result<Option<PatientId>, DbError> {
    tx.one(SAME_PATIENT, &[&h.phone, &h.branch, &name_fold, &h.birth_year, &h.birth_day])
}

pub fn mark_from_website(tx: &mut Tx<'_>, id: PatientId) -> Result<(), DbError> {
    tx.run_one(FROM_WEBSITE, &[&id])
}

pub fn await_desk(tx: &mut Tx<'_>, id: AppointmentId) -> Result<(), DbError> {
    tx.run_one(AWAIT, &[&id])
}

/// 0 when it waits no longer.
pub fn accept(tx: &mut Tx<'_>, branch: BranchId, id: AppointmentId) -> Result<u64, DbError> {
    tx.run(ACCEPT, &[&id, &branch])
}

pub fn no_longer_awaits(tx: &mut Tx<'_>, id: AppointmentId) -> Result<u64, DbError> {
    tx.run(NO_LONGER_AWAITS, &[&id])
}

ground::row! {
    /// An appointment as the patient's page and the messages say it.
    pub struct SeenRow {
        pub id: AppointmentId,
        pub branch: BranchId,
        pub patient: PatientId,
        pub doctor: ResourceId,
        pub doctor_title: String,
        pub doctor_name: String,
        pub room_name: String,
        pub service: ServiceId,
        pub service_vi: String,
        pub service_en: String,
        pub day: Day,
        pub starts_at: Instant,
        pub duration_minutes: i64,
        pub state: appointment::State,
        pub awaits_desk: bool,
        pub confirmation: appointment::Confirmation,
        /// How often it was changed.
        pub version: i64,
    }
}

impl SeenRow {
    pub fn service_name(&self, l: Lang) -> &str {
        in_lang(l, &self.service_vi, &self.service_en)
    }

    pub fn doctor(&self) -> String {
        titled(&self.doctor_title, &self.doctor_name)
    }
}

const SEEN: &str = "SELECT a.id, a.branch_id, a.patient_id, a.doctor_id, COALESCE(f.title, ''), COALESCE(f.name, d.name), r.name, \
     a.service_id, s.name_vi, s.name_en, a.day, a.starts_at, a.duration_minutes, a.state, a.awaits_desk, a.confirmation, \
     a.version FROM appointment a JOIN resource d ON d.id = a.doctor_id LEFT JOIN staff f ON f.id = d.staff_id \
     JOIN resource r ON r.id = a.room_id JOIN service s ON s.id = a.service_id WHERE a.id = $1";

pub fn seen(tx: &mut Tx<'_>, id: AppointmentId) -> Result<Option<SeenRow>, DbError> {
    tx.one(SEEN, &[&id])
}
