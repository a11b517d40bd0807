//! The diary under a crowd: one time has one winner over every way in, on both databases.

use crate::both;
use crate::harness::Clinic;
use crate::presence::two_houses;
use bricks::clock::{Day, Instant, add_days, parse_day};
use bricks::id::{AppointmentId, HoldId, PatientId, ResourceId, ServiceId, WishId};
use ground::access::{Who, house_account};
use ground::db::{Stop, Tx};
use papers::appointment::{self, Asked, How, Knowing, NewAppointment, Place, Source, hold};
use papers::{series, wish};

const AT_ONCE: usize = 50;
const BESIDE: How =
    How { beside: true, knowing: Knowing { other_doctor: false, at_once: false, unsuited: false, same_day: true } };

both!(one_free_time_has_one_winner_over_booking_moving_and_undoing, one_winner);
both!(one_free_time_has_one_winner_over_desk_move_series_waiting_list_and_website, every_way_in);
both!(one_device_has_one_winner_over_the_desk_and_the_website_of_all_doctors, one_device);
both!(a_doctor_is_overbooked_by_fifty_at_once_no_further_than_the_limit, overbooking);
both!(one_appointment_is_moved_once_by_fifty_who_saw_the_same, same_version);
both!(one_patient_is_booked_with_one_of_many_doctors_at_one_time, one_patient);
both!(a_patient_is_given_up_once_by_eight_at_once, given_up_once);

/// A doctor with a room, patients and a service of the demonstration.
#[derive(Clone)]
struct Known {
    doctor: ResourceId,
    room: ResourceId,
    service: ServiceId,
    patients: Vec<PatientId>,
    day: Day,
}

async fn act<T: Send + 'static>(
    clinic: &Clinic,
    act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Stop> {
    let branch = clinic.house.clinics.all().first().unwrap().clone();
    let done = clinic.house.db.write_locked(move |tx| {
        let who = house_account::of_house(tx, &branch, "test")?;
        act(tx, &who)
    });
    done.await
}

/// A Tuesday weeks away on which the demonstration has nothing yet.
async fn known(clinic: &Clinic) -> Known {
    let day = add_days(parse_day("2026-11-24").unwrap(), 140);
    act(clinic, move |tx, _| {
        let (doctor, room) = tx
            .one("SELECT id, room_id FROM resource WHERE kind = 'doctor' AND active AND room_id IS NOT NULL ORDER BY position LIMIT 1", &[])?
            .unwrap();
        let service = tx.one("SELECT id FROM service WHERE code = 'KB01'", &[])?.unwrap();
        let patients = tx.all("SELECT id FROM patient ORDER BY id LIMIT 55", &[])?;
        Ok(Known { doctor, room, service, patients, day })
    })
    .await
    .unwrap()
}

impl Known {
    fn at(&self, clinic: &Clinic, minute: i64) -> Instant {
        clinic.house.clinics.all().first().unwrap().zone.instant_of(self.day, minute)
    }

    fn booking(&self, patient: usize, starts_at: Instant) -> NewAppointment {
        NewAppointment {
            patient: self.patients[patient % self.patients.len()],
            doctor: self.doctor,
            room: self.room,
            service: self.service,
            starts_at,
            duration_minutes: 10,
            source: Source::Phone,
            note: String::new(),
        }
    }

    fn place(&self, starts_at: Instant) -> Place {
        Place { doctor: self.doctor, room: self.room, starts_at, duration_minutes: 10 }
    }

    async fn booked(&self, clinic: &Clinic, patient: usize, minute: i64) -> AppointmentId {
        let new = self.booking(patient, self.at(clinic, minute));
        act(clinic, move |tx, who| appointment::book(tx, who, &new)).await.unwrap()
    }
}

/// Runs acts at once; each is refused or done, and nothing else.
async fn at_once<F>(clinic: &Clinic, acts: Vec<F>) -> usize
where
    F: Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + Sync + 'static,
{
    let branch = clinic.house.clinics.all().first().unwrap().clone();
    let house = clinic.house.clone();
    let running: Vec<_> = acts
        .into_iter()
        .map(|act| {
            let (branch, house) = (branch.clone(), house.clone());
            tokio::spawn(async move {
                let one = move |tx: &mut Tx<'_>| {
                    let who = house_account::of_house(tx, &branch, "race")?;
                    act(tx, &who)
                };
                house.db.write_locked(one).await
            })
        })
        .collect();
    let mut won = 0;
    for each in running {
        match each.await.unwrap() {
            Ok(()) => won += 1,
            Err(Stop::Refused(_)) => {}
            Err(other) => panic!("neither done nor refused: {other:?}"),
        }
    }
    won
}

async fn count(clinic: &Clinic, known: &Known, minute: i64) -> i64 {
    let (doctor, at) = (known.doctor, known.at(clinic, minute));
    const BOOKED: &str =
        "SELECT COUNT(*) FROM appointment WHERE doctor_id = $1 AND starts_at = $2 AND state = 'booked'";
    act(clinic, move |tx, _| Ok(tx.one(BOOKED, &[&doctor, &at])?.unwrap())).await.unwrap()
}

type Act = Box<dyn Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + Sync>;

async fn one_winner(clinic: Clinic) {
    let known = known(&clinic).await;
    let wanted = known.at(&clinic, 540);
    let mut acts: Vec<Act> = Vec::new();
    // One who left this time and would undo that, some who would be moved to it, and many who would book it.
    let left = known.booked(&clinic, 0, 540).await;
    let away = known.place(known.at(&clinic, 900));
    act(&clinic, move |tx, who| appointment::move_to(tx, who, left, &away, Asked::default())).await.unwrap();
    acts.push(Box::new(move |tx, who| appointment::undo(tx, who, left, 1).map(|_| ())));
    for n in 0..10 {
        let (id, to) = (known.booked(&clinic, n + 1, 600 + 10 * i64::try_from(n).unwrap()).await, known.place(wanted));
        acts.push(Box::new(move |tx, who| appointment::move_to(tx, who, id, &to, Asked::default()).map(|_| ())));
    }
    for n in acts.len()..AT_ONCE {
        let new = known.booking(n, wanted);
        acts.push(Box::new(move |tx, who| appointment::book(tx, who, &new).map(|_| ())));
    }
    assert_eq!(at_once(&clinic, acts).await, 1);
    assert_eq!(count(&clinic, &known, 540).await, 1);
    clinic.prove().await;
}

/// A website visitor's hold whose five minutes have not begun to count, without a time yet.
async fn held(clinic: &Clinic, known: &Known) -> HoldId {
    const HOLD: &str = "INSERT INTO hold (id, branch_id, doctor_id, room_id, service_id, starts_at, duration_minutes, ends_at, \
         state, name, sex, birth_year, phone, reason, lang, consented_at, channel, code_hash, code_ends_at, tries, sendings, \
         sent_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, 10, $6, 'open', 'Khách', 'male', 1990, '0900000000', '', 'vi', \
         $7, 'sms', '', $6, 0, 1, $7, $7)";
    let (known, at) = (known.clone(), known.at(clinic, 540));
    let add = move |tx: &mut Tx<'_>, who: &Who| {
        let (id, now) = (HoldId::from_raw(tx.new_id()), tx.now());
        tx.run_one(HOLD, &[&id, &who.branch, &known.doctor, &known.room, &known.service, &at, &now])?;
        Ok(id)
    };
    act(clinic, add).await.unwrap()
}

async fn wished(clinic: &Clinic, known: &Known, patient: usize) -> WishId {
    let new = wish::NewWish {
        patient: known.patients[patient],
        service: known.service,
        doctor: None,
        weekdays: wish::ALL_WEEKDAYS,
        from_day: None,
        to_day: None,
        from_minute: 0,
        to_minute: 1_440,
        urgent: false,
        note: String::new(),
    };
    act(clinic, move |tx, who| wish::add(tx, who, &new)).await.unwrap()
}

async fn every_way_in(clinic: Clinic) {
    let known = known(&clinic).await;
    let wanted = known.at(&clinic, 540);
    let mut acts: Vec<Act> = Vec::new();
    for n in 0..AT_ONCE / 5 {
        let (doctor, room) = (known.doctor, known.room);
        let (new, to) = (known.booking(n, wanted), known.place(wanted));
        acts.push(Box::new(move |tx, who| appointment::book(tx, who, &new).map(|_| ())));
        let id = known.booked(&clinic, n + 10, 600 + 10 * i64::try_from(n).unwrap()).await;
        acts.push(Box::new(move |tx, who| appointment::move_to(tx, who, id, &to, Asked::default()).map(|_| ())));
        let new = known.booking(n + 20, wanted);
        let rule = series::Rule {
            first: known.day,
            unit: series::Unit::Week,
            every: 1,
            weekdays: 0,
            count: Some(1),
            until: None,
        };
        acts.push(Box::new(move |tx, who| {
            let of = series::begin(tx, who, new.patient, &rule)?;
            let booked = appointment::book(tx, who, &new)?;
            Ok(series::join(tx, booked, of)?)
        }));
        let wish = wished(&clinic, &known, n + 30).await;
        acts.push(Box::new(move |tx, who| {
            wish::fulfil(tx, who, wish, (doctor, room, wanted), papers::appointment::Source::Phone).map(|_| ())
        }));
        let (of, until) = (held(&clinic, &known).await, wanted);
        let kept = hold::Kept { doctor, room, service: known.service, starts_at: wanted, duration_minutes: 10, until };
        acts.push(Box::new(move |tx, who| hold::keep(tx, who, of, &kept)));
    }
    assert_eq!(at_once(&clinic, acts).await, 1);
    let (doctor, room) = (known.doctor, known.room);
    const TAKEN: &str =
        "SELECT COUNT(*) FROM slot WHERE resource_id IN ($1, $2) AND starts_at >= $3 AND starts_at < $4";
    let until = wanted.plus_minutes(10);
    let taken = act(&clinic, move |tx, _| Ok(tx.one::<i64>(TAKEN, &[&doctor, &room, &wanted, &until])?)).await.unwrap();
    assert_eq!(taken, Some(4), "two resources, two slots each, whoever won");
    clinic.prove().await;
}

/// Every doctor is free, and each is asked for the same patient at a time that overlaps all others.
async fn one_patient(clinic: Clinic) {
    let known = known(&clinic).await;
    const DOCTORS: &str =
        "SELECT id, room_id FROM resource WHERE kind = 'doctor' AND active AND room_id IS NOT NULL ORDER BY position";
    let doctors: Vec<(ResourceId, ResourceId)> = act(&clinic, |tx, _| Ok(tx.all(DOCTORS, &[])?)).await.unwrap();
    assert!(doctors.len() > 3, "{doctors:?}");
    let moved = known.booked(&clinic, 0, 900).await;
    let mut acts: Vec<Act> = Vec::new();
    for (n, (doctor, room)) in doctors.iter().copied().cycle().take(AT_ONCE).enumerate() {
        let starts_at = known.at(&clinic, 540 + 5 * i64::from(n % 2 == 0));
        let (new, to) = (
            NewAppointment { doctor, room, ..known.booking(0, starts_at) },
            Place { doctor, room, starts_at, duration_minutes: 10 },
        );
        if n % 5 == 0 {
            acts.push(Box::new(move |tx, who| appointment::move_to(tx, who, moved, &to, Asked::default()).map(|_| ())));
        } else {
            acts.push(Box::new(move |tx, who| appointment::book(tx, who, &new).map(|_| ())));
        }
    }
    at_once(&clinic, acts).await;
    const THERE: &str = "SELECT COUNT(*) FROM appointment WHERE patient_id = $1 AND state = 'booked' AND starts_at >= $2 AND starts_at < $3";
    let (patient, from, to) = (known.patients[0], known.at(&clinic, 540), known.at(&clinic, 600));
    let there = act(&clinic, move |tx, _| Ok(tx.one::<i64>(THERE, &[&patient, &from, &to])?)).await.unwrap();
    assert_eq!(there, Some(1), "with one doctor, whoever won");
    clinic.prove().await;
}

/// Every doctor is free at the same time; what all of them need is there once.
async fn one_device(clinic: Clinic) {
    let known = known(&clinic).await;
    let (wanted, service) = (known.at(&clinic, 540), known.service);
    let device = act(&clinic, move |tx, who| {
        let id = ResourceId::from_raw(tx.new_id());
        tx.run_one(
            "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) \
             VALUES ($1, $2, 'device', 'Máy đua', '', '', 90, TRUE)",
            &[&id, &who.branch],
        )?;
        tx.run_one("INSERT INTO service_resource (service_id, resource_id) VALUES ($1, $2)", &[&service, &id])?;
        Ok(id)
    })
    .await
    .unwrap();
    const DOCTORS: &str = "SELECT id, room_id FROM resource WHERE kind = 'doctor' AND active AND room_id IS NOT NULL";
    let doctors: Vec<(ResourceId, ResourceId)> = act(&clinic, |tx, _| Ok(tx.all(DOCTORS, &[])?)).await.unwrap();
    assert!(doctors.len() > 3, "{doctors:?}");
    let mut acts: Vec<Act> = Vec::new();
    for (n, (doctor, room)) in doctors.iter().copied().cycle().take(AT_ONCE / 2).enumerate() {
        let new = NewAppointment { doctor, room, ..known.booking(n, wanted) };
        acts.push(Box::new(move |tx, who| appointment::book(tx, who, &new).map(|_| ())));
        let of = held(&clinic, &known).await;
        let kept = hold::Kept { doctor, room, service, starts_at: wanted, duration_minutes: 10, until: wanted };
        acts.push(Box::new(move |tx, who| hold::keep(tx, who, of, &kept)));
    }
    assert_eq!(at_once(&clinic, acts).await, 1);
    const TAKEN: &str = "SELECT COUNT(*) FROM slot WHERE resource_id = $1 AND starts_at >= $2";
    let taken = act(&clinic, move |tx, _| Ok(tx.one::<i64>(TAKEN, &[&device, &wanted])?)).await.unwrap();
    assert_eq!(taken, Some(2), "ten minutes of the device, once");
    clinic.prove().await;
}

async fn overbooking(clinic: Clinic) {
    let known = known(&clinic).await;
    let doctor = known.doctor;
    const LIMIT: &str = "UPDATE resource SET overbooking_limit = 2 WHERE id = $1";
    act(&clinic, move |tx, _| Ok(tx.run_one(LIMIT, &[&doctor])?)).await.unwrap();
    known.booked(&clinic, 0, 540).await;
    let wanted = known.at(&clinic, 540);
    let acts = (0..AT_ONCE).map(|n| {
        let new = known.booking(n + 1, wanted);
        move |tx: &mut Tx<'_>, who: &Who| appointment::book_as(tx, who, &new, BESIDE).map(|_| ())
    });
    assert_eq!(at_once(&clinic, acts.collect()).await, 2);
    assert_eq!(count(&clinic, &known, 540).await, 3);
    clinic.prove().await;
}

async fn same_version(clinic: Clinic) {
    let known = known(&clinic).await;
    let id = known.booked(&clinic, 0, 480).await;
    let asked = Asked { seen_version: Some(0), ..Asked::default() };
    let acts = (0..40).map(|n| {
        let to = known.place(known.at(&clinic, 500 + 5 * n));
        move |tx: &mut Tx<'_>, who: &Who| appointment::move_to(tx, who, id, &to, asked).map(|_| ())
    });
    assert_eq!(at_once(&clinic, acts.collect()).await, 1);
    clinic.prove().await;
}

async fn given_up_once(clinic: Clinic) {
    given_up_in_both(&clinic, &clinic).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_give_up_a_patient_once() {
    let Some((first, second, _)) = two_houses().await else { return };
    given_up_in_both(&first, &second).await;
}

/// Eight jobs at once, four of each house.
async fn given_up_in_both(clinic: &Clinic, other: &Clinic) {
    const OLD: &str = "UPDATE appointment SET starts_at = $2, day = '2026-11-23' WHERE id = $1";
    let known = known(clinic).await;
    let id = known.booked(clinic, 0, 540).await;
    let yesterday = clinic.house.clinics.all().first().unwrap().zone.instant_of(parse_day("2026-11-23").unwrap(), 540);
    act(clinic, move |tx, _| Ok(tx.run_one(OLD, &[&id, &yesterday])?)).await.unwrap();
    let acts = || vec![|tx: &mut Tx<'_>, who: &Who| reception::give_up_overdue(tx, who).map(|_| ()); 4];
    let (here, there) = tokio::join!(at_once(clinic, acts()), at_once(other, acts()));
    assert_eq!(here + there, 8, "whoever comes second finds nothing left to do");
    const GIVEN_UP: &str = "SELECT COUNT(*) FROM appointment_change WHERE appointment_id = $1 AND kind = 'no_show'";
    let changes: i64 = act(clinic, move |tx, _| Ok(tx.one(GIVEN_UP, &[&id])?.unwrap())).await.unwrap();
    assert_eq!(changes, 1);
    clinic.prove().await;
}
