//! What reception's other screens show: a waiting list with a time that came free, a series, a double booking, leave and a
//! device in maintenance. Done by the desk's own acts, so that every rule holds.

use super::clinic::{ADDRESS, Clinic, NAME, PHONE};
use bricks::clock::{Day, Zone, add_days};
use bricks::id::{AppointmentId, PatientId, ResourceId, ServiceId};
use ground::access::{Branch, Role, Roles, Who};
use ground::db::{Stop, Tx};
use papers::appointment::{self, How, Knowing, NewAppointment, Source, Work, nearest_free};
use papers::schedule::{LeaveKind, NewLeave, make_leave};
use papers::series::{self, Rule, Unit};
use papers::wish::{self, NewWish, weekday_bit};
use std::collections::HashSet;
use std::sync::Arc;

const SERIES_COUNT: i64 = 5;
/// So many free times are looked at for one of a series.
const OFFERED: usize = 60;
/// A day without appointments is looked for so many days ahead.
const LEAVE_AHEAD: std::ops::RangeInclusive<i64> = 2..=40;
const SEEN: i64 = 60;

const SEEN_LATELY: &str = "SELECT v.patient_id, v.service_id, v.doctor_id, v.room_id FROM visit v JOIN service s ON s.id = v.service_id \
     WHERE v.branch_id = $1 AND v.day < $2 AND v.state = 'finished' AND s.active AND NOT EXISTS (SELECT 1 FROM visit w \
     WHERE w.patient_id = v.patient_id AND w.arrived_at >= $3) ORDER BY v.day DESC, v.ticket_prefix, v.ticket_number LIMIT $4";
const EXPECTED: &str = "SELECT COUNT(*) FROM appointment WHERE patient_id = $1 AND starts_at >= $2 AND starts_at < $3 \
     AND state IN ('booked', 'arrived')";
const DURATION: &str = "SELECT duration_minutes FROM service WHERE id = $1";
const BOOKED_ON: &str =
    "SELECT COUNT(*) FROM appointment WHERE branch_id = $1 AND day = $2 AND doctor_id = $3 AND state = 'booked'";
const NEXT: &str = "SELECT id, room_id, starts_at, duration_minutes FROM appointment WHERE branch_id = $1 AND day >= $2 AND doctor_id = $3 \
     AND state = 'booked' AND starts_at > $4 ORDER BY day, starts_at LIMIT 1";
const BESIDE: &str = "UPDATE resource SET overbooking_limit = 1 WHERE branch_id = $1 AND kind = 'doctor'";
const DEVICE: &str =
    "SELECT id FROM resource WHERE branch_id = $1 AND kind = 'device' AND active ORDER BY position DESC LIMIT 1";

ground::row! {
    /// Somebody who was here lately.
    struct Seen {
        patient: PatientId,
        service: ServiceId,
        doctor: ResourceId,
        room: ResourceId,
    }
}

/// The storekeeper, as whoever acts.
pub(super) fn storekeeper(clinic: &Clinic, zone: &Zone) -> Who {
    Who { staff: clinic.storekeeper, roles: Roles::of([Role::Storekeeper]), ..desk(clinic, zone) }
}

/// The receptionist, as whoever acts.
pub(super) fn desk(clinic: &Clinic, zone: &Zone) -> Who {
    let branch = Branch {
        id: clinic.branch,
        name: NAME.to_owned(),
        address: ADDRESS.to_owned(),
        phone: PHONE.to_owned(),
        email: None,
        tax_id: None,
        zone: zone.clone(),
    };
    Who {
        staff: clinic.reception,
        name: String::new(),
        title: String::new(),
        speciality: String::new(),
        roles: Roles::of([Role::Receptionist, Role::Manager]),
        branch: clinic.branch,
        clinic: Arc::new(branch),
        request_id: String::new(),
    }
}

/// What was chosen of the clinic, to be known in the transaction.
#[derive(Clone)]
pub(super) struct Desk {
    who: Who,
    doctors: Vec<ResourceId>,
}

impl Desk {
    pub(super) fn of(clinic: &Clinic, zone: &Zone) -> Desk {
        Desk { who: desk(clinic, zone), doctors: clinic.doctors.iter().map(|doctor| doctor.resource).collect() }
    }
}

/// Fills the screens; the same people each time.
pub(super) fn fill(tx: &mut Tx<'_>, desk: &Desk) -> Result<(), Stop> {
    let who = &desk.who;
    let today = who.day_of(tx.now());
    tx.run(BESIDE, &[&who.branch])?;
    let begins = who.zone().instant_of(today, 0);
    let seen: Vec<Seen> = tx.all(SEEN_LATELY, &[&who.branch, &today, &begins, &SEEN])?;
    let mut known = HashSet::new();
    let people: Vec<Seen> = seen.into_iter().filter(|one| known.insert(one.patient)).collect();
    for (n, one) in people.iter().take(WISHES.len()).enumerate() {
        wish(tx, who, one, n, today)?;
    }
    let mut others = people.iter().skip(WISHES.len());
    if let Some(one) = others.next() {
        a_series(tx, who, one, today)?;
    }
    beside(tx, desk, others, today)?;
    away(tx, desk, today)?;
    maintenance(tx, who, today)
}

/// Weekdays (Monday is 1), the hours, whether urgent and with the same doctor, and why.
type WishFacts = (std::ops::RangeInclusive<i64>, (i64, i64), bool, bool, &'static str);

const WISHES: [WishFacts; 4] = [
    (1..=7, (0, 1_440), true, true, "Đau tăng, xin khám sớm nhất có thể"),
    (1..=5, (450, 690), false, false, "Chỉ rảnh buổi sáng"),
    (1..=5, (990, 1_080), false, false, "Sau giờ làm"),
    (6..=7, (450, 720), false, true, "Cuối tuần, xin đúng bác sĩ cũ"),
];

/// Somebody waits for a time; for the urgent one a time of the doctor has just come free.
fn wish(tx: &mut Tx<'_>, who: &Who, one: &Seen, n: usize, today: Day) -> Result<(), Stop> {
    let Some((weekdays, (from_minute, to_minute), urgent, same_doctor, note)) = WISHES.get(n).cloned() else {
        return Ok(());
    };
    let new = NewWish {
        patient: one.patient,
        service: one.service,
        doctor: same_doctor.then_some(one.doctor),
        weekdays: weekdays.map(weekday_bit).sum(),
        from_day: None,
        to_day: Some(add_days(today, 21)),
        from_minute,
        to_minute,
        urgent,
        note: note.to_owned(),
    };
    wish::add(tx, who, &new)?;
    if urgent && let Some((id, ..)) = next(tx, who, one.doctor, add_days(today, 1))? {
        appointment::cancel(tx, who, id, "Bận việc đột xuất, xin huỷ")?;
    }
    Ok(())
}

type Next = (AppointmentId, ResourceId, bricks::clock::Instant, i64);

/// The first appointment of a doctor that is still to come.
fn next(tx: &mut Tx<'_>, who: &Who, doctor: ResourceId, from: Day) -> Result<Option<Next>, Stop> {
    let now = tx.now();
    Ok(tx.one(NEXT, &[&who.branch, &from, &doctor, &now.plus_minutes(30)])?)
}

/// Whether nobody expects a patient on a day.
fn is_free_on(tx: &mut Tx<'_>, who: &Who, patient: PatientId, day: Day) -> Result<bool, Stop> {
    let (from, to) = (who.zone().instant_of(day, 0), who.zone().instant_of(add_days(day, 1), 0));
    Ok(tx.one::<i64>(EXPECTED, &[&patient, &from, &to])? == Some(0))
}

/// Somebody comes every week to the same doctor.
fn a_series(tx: &mut Tx<'_>, who: &Who, one: &Seen, today: Day) -> Result<(), Stop> {
    let duration_minutes: i64 = tx.one(DURATION, &[&one.service])?.ok_or(Stop::Missing)?;
    let work = Work::of(one.service, duration_minutes);
    let first = add_days(today, 1);
    let rule =
        Rule { first, unit: Unit::Week, every: 1, weekdays: 0, count: usize::try_from(SERIES_COUNT).ok(), until: None };
    let series = series::begin(tx, who, one.patient, &rule)?;
    for week in 0..SERIES_COUNT {
        let from = add_days(first, 7 * week);
        let free = nearest_free(tx, who.zone(), &[one.doctor], from, work, OFFERED)?;
        let mut fits = None;
        for each in free {
            if fits.is_none() && is_free_on(tx, who, one.patient, who.day_of(each.starts_at))? {
                fits = Some(each);
            }
        }
        let Some(free) = fits else { continue };
        let new = NewAppointment {
            patient: one.patient,
            doctor: one.doctor,
            room: free.room.unwrap_or(one.room),
            service: one.service,
            starts_at: free.starts_at,
            duration_minutes,
            source: Source::InPerson,
            note: "Theo dõi hằng tuần".to_owned(),
        };
        let how = How { beside: false, knowing: Knowing::ALL };
        let id = appointment::book_as(tx, who, &new, how)?;
        series::join(tx, id, series)?;
    }
    Ok(())
}

/// Somebody stands beside the next patient of the first doctor.
fn beside<'a>(tx: &mut Tx<'_>, desk: &Desk, people: impl Iterator<Item = &'a Seen>, today: Day) -> Result<(), Stop> {
    let (who, Some(doctor)) = (&desk.who, desk.doctors.first().copied()) else { return Ok(()) };
    let Some((_, room, starts_at, duration_minutes)) = next(tx, who, doctor, today)? else { return Ok(()) };
    for one in people {
        if is_free_on(tx, who, one.patient, who.day_of(starts_at))? {
            let new = NewAppointment {
                patient: one.patient,
                doctor,
                room,
                service: one.service,
                starts_at,
                duration_minutes,
                source: Source::Phone,
                note: "Chỉ xem lại kết quả, 5 phút".to_owned(),
            };
            return appointment::book_as(tx, who, &new, How { beside: true, knowing: Knowing::ALL }).map(|_| ());
        }
    }
    Ok(())
}

/// The last doctor is away on the first day that has nothing booked.
fn away(tx: &mut Tx<'_>, desk: &Desk, today: Day) -> Result<(), Stop> {
    let Some(doctor) = desk.doctors.last().copied() else { return Ok(()) };
    for day in LEAVE_AHEAD.map(|ahead| add_days(today, ahead)) {
        let booked: i64 = tx.one(BOOKED_ON, &[&desk.who.branch, &day, &doctor])?.unwrap_or(0);
        if booked == 0 && desk.who.zone().weekday_of(day) != 7 {
            return leave(tx, &desk.who, (doctor, LeaveKind::Training, "Tập huấn chuyên môn"), (day, 0, 1_440));
        }
    }
    Ok(())
}

/// A device is looked after today.
fn maintenance(tx: &mut Tx<'_>, who: &Who, today: Day) -> Result<(), Stop> {
    let device: Option<ResourceId> = tx.one(DEVICE, &[&who.branch])?;
    let what = "Bảo dưỡng định kỳ";
    device.map_or(Ok(()), |device| leave(tx, who, (device, LeaveKind::Maintenance, what), (today, 720, 1_439)))
}

fn leave(
    tx: &mut Tx<'_>,
    who: &Who,
    (resource, kind, reason): (ResourceId, LeaveKind, &str),
    (day, from, to): (Day, i64, i64),
) -> Result<(), Stop> {
    let (from, to) = (who.zone().instant_of(day, from), who.zone().instant_of(day, to));
    let new = NewLeave { resource, kind, from, to, reason: reason.to_owned() };
    if to <= tx.now() { Ok(()) } else { make_leave(tx, who, &new).map(|_| ()) }
}
