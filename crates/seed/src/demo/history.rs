use super::content;
use super::diary::slot_offsets;
use super::maker::{Maker, Pending};
use super::plan::{Order, Plan, Times};
use super::rows::{AppointmentRow, SlotRow};
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::id::AppointmentId;
use ground::db::Stop;
use std::collections::HashSet;

/// Of a hundred returning patients so many have booked.
const BOOKED_PERCENT: i64 = 48;
/// One more appointment comes to nothing for every so many visits.
const VISITS_PER_LOST: i64 = 16;
const FOLLOW_UP_SERVICE: &str = "KB09";
const FOLLOW_UP_DAYS: i64 = 7;
const SOURCES: [&str; 6] = ["phone", "phone", "phone", "in_person", "website", "website"];
const CANCEL_REASONS: [&str; 4] =
    ["Bận việc, xin dời lịch", "Đã đỡ, không khám nữa", "Người nhà hủy qua điện thoại", "Đặt nhầm ngày"];

/// Somebody who comes on a day.
pub(super) struct Coming {
    pub(super) person: usize,
    pub(super) doctor: usize,
    pub(super) case: usize,
    pub(super) service: usize,
    pub(super) appointment: Option<AppointmentId>,
    /// Minute of the day.
    pub(super) arrives: i64,
    /// Comes again for the same.
    pub(super) again: bool,
}

/// Lives through one finished day.
pub(super) fn live(maker: &mut Maker<'_>, day: Day, visits: i64) -> Result<(), Stop> {
    maker.diary.forget_before(day);
    maker.keep(|stock, keep| stock.morning(keep, day));
    let mut busy = HashSet::new();
    let mut coming = follow_ups(maker, day, &mut busy);
    let new = maker.register(day);
    for person in new.take(usize::try_from(visits).unwrap_or(0)) {
        coming.extend(first_visit(maker, person, day, &mut busy));
    }
    let returning = visits - i64::try_from(coming.len()).unwrap_or(0);
    for _ in 0..returning {
        coming.extend(return_visit(maker, day, &mut busy));
    }
    for _ in 0..visits / VISITS_PER_LOST {
        lost(maker, day, &mut busy);
    }
    let plans = plans(maker, day, coming);
    maker.finish_day(day, plans)?;
    Ok(())
}

fn follow_ups(maker: &mut Maker<'_>, day: Day, busy: &mut HashSet<usize>) -> Vec<Coming> {
    let due = maker.pending.remove(&day).unwrap_or_default();
    let mut coming = Vec::with_capacity(due.len());
    for p in due {
        busy.insert(p.person);
        let arrives = p.start - maker.dice.between(-4, 16);
        coming.push(Coming {
            person: p.person,
            doctor: p.doctor,
            case: p.case,
            service: p.service,
            appointment: Some(p.appointment),
            arrives,
            again: true,
        });
    }
    coming
}

/// A new patient walks in right after registering.
fn first_visit(maker: &mut Maker<'_>, person: usize, day: Day, busy: &mut HashSet<usize>) -> Option<Coming> {
    let (months, female, registered) = maker.people.get(person).map(|p| (p.months(day), p.female, p.registered))?;
    let shares: &[(&str, i64)] = match (months, female) {
        (..192, _) => &[("paediatrics", 74), ("ent", 17), ("dermatology", 9)],
        (192..540, true) => &[("obstetrics", 42), ("internal", 24), ("ent", 16), ("dermatology", 18)],
        _ => &[("internal", 60), ("ent", 24), ("dermatology", 16)],
    };
    let wanted = maker.dice.weighted(shares, |(_, share)| *share).map_or("internal", |(department, _)| *department);
    let found = [wanted, "internal", "paediatrics", "ent"]
        .into_iter()
        .find_map(|department| maker.choose_case(department, day, Some(person)));
    let case = found?;
    busy.insert(person);
    let arrives = maker.setup.zone.minute_of_day(registered) + 2;
    let (doctor, service) = doctor_and_service(maker, case)?;
    Some(Coming { person, doctor, case, service, appointment: None, arrives, again: false })
}

fn doctor_and_service(maker: &Maker<'_>, case: usize) -> Option<(usize, usize)> {
    let case = maker.world.cases.get(case)?;
    let doctor = maker.clinic.doctors.iter().position(|doctor| doctor.department == case.department)?;
    Some((doctor, case.service))
}

/// Who comes by what a department sees: case, patient, doctor and service.
pub(super) fn somebody(
    maker: &mut Maker<'_>,
    department: &str,
    day: Day,
    busy: &HashSet<usize>,
) -> Option<(usize, usize, usize, usize)> {
    for _ in 0..6 {
        let index = maker.choose_case(department, day, None)?;
        let case = maker.world.cases.get(index)?;
        if let Some(person) = maker.choose_person(case, day, busy) {
            let (doctor, service) = doctor_and_service(maker, index)?;
            return Some((index, person, doctor, service));
        }
    }
    None
}

fn return_visit(maker: &mut Maker<'_>, day: Day, busy: &mut HashSet<usize>) -> Option<Coming> {
    let department = maker.dice.weighted(&maker.clinic.doctors, |doctor| doctor.share)?.department;
    let (case, person, doctor, service) =
        somebody(maker, department, day, busy).or_else(|| somebody(maker, "internal", day, busy))?;
    busy.insert(person);
    let booked = if maker.dice.percent(BOOKED_PERCENT) { booking(maker, (person, doctor, service), day) } else { None };
    let (appointment, arrives) = match booked {
        Some((id, start)) => (Some(id), start - maker.dice.between(-5, 16)),
        None => (None, walk_in_minute(maker, doctor, day)),
    };
    Some(Coming { person, doctor, case, service, appointment, arrives, again: false })
}

fn walk_in_minute(maker: &mut Maker<'_>, doctor: usize, day: Day) -> i64 {
    let weekday = maker.setup.zone.weekday_of(day);
    let stretches: Vec<(i64, i64)> =
        maker.clinic.doctors.get(doctor).map(|d| d.stretches(weekday).collect()).unwrap_or_default();
    let (from, to) = maker.dice.weighted(&stretches, |(from, to)| to - from).copied().unwrap_or((480, 690));
    maker.dice.between(from - 10, to - 25)
}

/// An appointment that was kept, booked some days before.
fn booking(
    maker: &mut Maker<'_>,
    (person, doctor, service): (usize, usize, usize),
    day: Day,
) -> Option<(AppointmentId, i64)> {
    let duration = maker.world.services.get(service)?.duration_minutes;
    let of = maker.clinic.doctors.get(doctor)?;
    let free = maker.diary.free(&maker.setup.zone, (doctor, of), day, duration);
    let start = maker.dice.pick(&free).copied()?;
    let created_at = booked_at(maker, person, day)?;
    maker.diary.take(doctor, day, start, duration);
    let id = write_appointment(
        maker,
        &Booking {
            person,
            doctor,
            service,
            day,
            start,
            duration,
            state: "arrived",
            source: None,
            created_at,
            note: String::new(),
        },
    )?;
    Some((id, start))
}

/// Some days before, but not before the patient was known.
pub(super) fn booked_at(maker: &mut Maker<'_>, person: usize, day: Day) -> Option<Instant> {
    let registered = maker.people.get(person)?.registered;
    if maker.setup.zone.day_of(registered) >= day {
        return None;
    }
    let back = maker.dice.between(1, 9);
    let at = maker.setup.zone.instant_of(add_days(day, -back), maker.dice.between(460, 1_010));
    let lately = maker.latest.plus_minutes(-maker.dice.between(20, 2_880));
    Some(if at < maker.latest { at } else { lately }.max(registered.plus_minutes(3)))
}

/// What an appointment is made of.
pub(super) struct Booking {
    pub(super) person: usize,
    pub(super) doctor: usize,
    pub(super) service: usize,
    pub(super) day: Day,
    pub(super) start: i64,
    pub(super) duration: i64,
    pub(super) state: &'static str,
    /// By chance when not given.
    pub(super) source: Option<&'static str>,
    pub(super) created_at: Instant,
    pub(super) note: String,
}

/// Writes an appointment, with its slots unless it was given up.
pub(super) fn write_appointment(maker: &mut Maker<'_>, of: &Booking) -> Option<AppointmentId> {
    let (doctor, service) = maker.clinic.doctors.get(of.doctor).zip(maker.world.services.get(of.service))?;
    let patient = maker.people.get(of.person)?.id;
    let starts_at = maker.setup.zone.instant_of(of.day, of.start);
    let id = AppointmentId::from_raw(maker.setup.ids.next(of.created_at));
    let given_up = matches!(of.state, "cancelled" | "no_show");
    let ended_at = match of.state {
        "cancelled" => Some(of.created_at.plus_minutes(maker.dice.between(60, 1_200)).min(starts_at.plus_minutes(-20))),
        "no_show" => Some(starts_at.plus_minutes(maker.dice.between(35, 90))),
        _ => None,
    };
    let ended_at = ended_at.map(|at| at.min(maker.latest));
    let source = of.source.unwrap_or_else(|| maker.dice.word(&SOURCES));
    maker.out.appointments.push(AppointmentRow {
        id,
        branch: maker.clinic.branch,
        patient,
        doctor: doctor.resource,
        room: doctor.room,
        service: service.id,
        day: of.day,
        starts_at,
        duration_minutes: of.duration,
        state: of.state,
        source,
        note: of.note.clone(),
        created_at: of.created_at,
        created_by: if source == "follow_up" { doctor.staff } else { maker.clinic.reception },
        ended_at,
        ended_by: given_up.then_some(maker.clinic.reception),
        ended_reason: given_up
            .then(|| if of.state == "cancelled" { maker.dice.word(&CANCEL_REASONS).to_owned() } else { String::new() }),
    });
    if !given_up {
        let resources = [doctor.resource, doctor.room];
        let slots = slot_offsets(of.duration).map(|offset| starts_at.plus_minutes(offset));
        maker.out.slots.extend(
            slots.flat_map(|starts_at| resources.map(|resource| SlotRow { resource, starts_at, appointment: id })),
        );
    }
    Some(id)
}

/// An appointment that came to nothing.
fn lost(maker: &mut Maker<'_>, day: Day, busy: &mut HashSet<usize>) {
    let doctor = maker
        .dice
        .weighted(&maker.clinic.doctors, |doctor| doctor.share)
        .map_or("internal", |doctor| doctor.department);
    let Some((_, person, doctor, service)) = somebody(maker, doctor, day, busy) else { return };
    let Some((duration, of)) =
        maker.world.services.get(service).map(|s| s.duration_minutes).zip(maker.clinic.doctors.get(doctor))
    else {
        return;
    };
    let free = maker.diary.free(&maker.setup.zone, (doctor, of), day, duration);
    let (Some(start), Some(created_at)) = (maker.dice.pick(&free).copied(), booked_at(maker, person, day)) else {
        return;
    };
    busy.insert(person);
    let state = if maker.dice.percent(55) { "no_show" } else { "cancelled" };
    write_appointment(
        maker,
        &Booking {
            person,
            doctor,
            service,
            day,
            start,
            duration,
            state,
            source: None,
            created_at,
            note: String::new(),
        },
    );
}

/// Everybody's day, doctor by doctor.
fn plans(maker: &mut Maker<'_>, day: Day, coming: Vec<Coming>) -> Vec<Plan> {
    let mut plans = Vec::with_capacity(coming.len());
    let mut by_doctor: Vec<Vec<Coming>> = maker.clinic.doctors.iter().map(|_| Vec::new()).collect();
    for one in coming {
        if let Some(queue) = by_doctor.get_mut(one.doctor) {
            queue.push(one);
        }
    }
    for (doctor, mut queue) in by_doctor.into_iter().enumerate() {
        queue.sort_by_key(|one| (one.arrives, one.person));
        let mut desk = Desk::new(maker, doctor, day, queue.len());
        for one in queue {
            let Some(mut plan) = plan(maker, &one, day) else { continue };
            desk.see(maker, &mut plan, one.arrives);
            plan.follow_up = follow_up(maker, &plan, &one);
            if let Some(person) = maker.people.get_mut(one.person) {
                person.last_day = day;
            }
            plans.push(plan);
        }
    }
    plans
}

/// The content of a visit with times still open.
pub(super) fn plan(maker: &mut Maker<'_>, one: &Coming, day: Day) -> Option<Plan> {
    let case = maker.world.cases.get(one.case)?;
    let person = maker.people.get(one.person)?;
    let mut content = content::make(maker.world, &mut maker.dice, case, person, day);
    if one.again && !content.reason.starts_with("Tái khám") {
        content.reason = format!("Tái khám: {}", lower_first(&content.reason));
    }
    let arrived = maker.setup.zone.instant_of(day, one.arrives);
    let times = Times { arrived, vitals: None, called: None, finished: None, dispensed: None, paid: None };
    let (person, doctor, service, appointment) = (one.person, one.doctor, one.service, one.appointment);
    Some(Plan {
        person,
        doctor,
        service,
        day,
        appointment,
        content,
        times,
        ticket: 0,
        prescription: 0,
        receipt: 0,
        follow_up: None,
    })
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    // An abbreviation keeps its capitals.
    match (letters.next(), text.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// A doctor's door on one day.
struct Desk {
    day: Day,
    stretches: Vec<(i64, i64)>,
    /// When the doctor is free again, in minutes.
    free: i64,
    /// How long a consultation takes when many wait.
    minutes: i64,
}

impl Desk {
    fn new(maker: &Maker<'_>, doctor: usize, day: Day, waiting: usize) -> Desk {
        let weekday = maker.setup.zone.weekday_of(day);
        let stretches: Vec<(i64, i64)> =
            maker.clinic.doctors.get(doctor).map(|d| d.stretches(weekday).collect()).unwrap_or_default();
        let open: i64 = stretches.iter().map(|(from, to)| to - from).sum();
        let minutes = (open * 9 / 10 / i64::try_from(waiting.max(1)).unwrap_or(1)).clamp(3, 12);
        Desk { day, stretches, free: 0, minutes }
    }

    /// Lets a patient wait, be seen, tested, given medicines and pay.
    fn see(&mut self, maker: &mut Maker<'_>, plan: &mut Plan, arrives: i64) {
        let (day, dice) = (self.day, &mut maker.dice);
        let called = self.open_from((arrives + dice.between(7, 12)).max(self.free));
        let leaves = called + self.minutes + dice.between(0, 3);
        self.free = leaves;
        let zone = &maker.setup.zone;
        let last_done = plan.content.orders.iter_mut().map(|order| test(order, maker, (zone, day), called + 4)).max();
        let dice = &mut maker.dice;
        let finished = last_done.map_or(leaves, |done| leaves.max(done + dice.between(3, 9)));
        let given = (!plan.content.lines.is_empty()).then(|| finished + dice.between(4, 13));
        let paid = given.unwrap_or(finished) + dice.between(3, 10);
        let at =
            |minute: i64, dice: &mut crate::dice::Dice| zone.instant_of(day, minute).plus_millis(dice.below(59_000));
        plan.times = Times {
            arrived: at(arrives, dice),
            vitals: Some(at(arrives + 4, dice)),
            called: Some(at(called, dice)),
            finished: Some(at(finished, dice)),
            dispensed: given.map(|minute| at(minute, dice)),
            paid: Some(at(paid, dice)),
        };
    }

    /// The first minute from `minute` on in which the doctor works; late in the day the doctor stays on.
    fn open_from(&self, minute: i64) -> i64 {
        let next = self.stretches.iter().find(|(_, to)| minute < *to);
        next.map_or(minute, |(from, _)| minute.max(*from))
    }
}

/// Performs an order from `ordered` on and gives the minute at which it is done.
fn test(order: &mut Order, maker: &Maker<'_>, (zone, day): (&Zone, Day), ordered: i64) -> i64 {
    let kind = maker.world.services.get(order.service).map_or("", |service| service.kind);
    let (waits, takes) = match kind {
        "lab" => (6, 27),
        "imaging" => (8, 14),
        _ => (5, 11),
    };
    // The same order always takes as long; what differs is when it was asked for.
    let started = ordered + waits + ordered % 4;
    let done = started + takes + ordered % 7;
    order.ordered = zone.instant_of(day, ordered);
    order.started = Some(zone.instant_of(day, started));
    order.done = Some(zone.instant_of(day, done));
    done
}

/// Books the next visit, if the case wants one; it is kept, cancelled or forgotten.
fn follow_up(maker: &mut Maker<'_>, plan: &Plan, one: &Coming) -> Option<AppointmentId> {
    let case = maker.world.cases.get(one.case)?;
    let (days, percent) = case.follow_up?;
    if !maker.dice.percent(if one.again { percent * 7 / 10 } else { percent }) {
        return None;
    }
    let soon = days <= FOLLOW_UP_DAYS;
    let service =
        if soon { maker.world.services.iter().position(|s| s.code == FOLLOW_UP_SERVICE)? } else { case.service };
    let duration = maker.world.services.get(service)?.duration_minutes;
    let wanted = add_days(plan.day, days + if soon { 0 } else { maker.dice.between(-1, 3) });
    let doctor = maker.clinic.doctors.get(plan.doctor)?;
    let (zone, holidays) = (&maker.setup.zone, &maker.world.holidays);
    let (day, start) =
        maker.diary.take_any(&mut maker.dice, (zone, holidays), (plan.doctor, doctor), wanted, duration)?;
    let state = match maker.dice.below(100) {
        _ if day >= maker.setup.today => "booked",
        0..82 => "arrived",
        82..92 => "no_show",
        _ => "cancelled",
    };
    let created_at = plan.times.finished?;
    let note = format!("Tái khám: {}", lower_first(&plan.content.reason.replace("Tái khám: ", "")));
    let booking = Booking {
        person: plan.person,
        doctor: plan.doctor,
        service,
        day,
        start,
        duration,
        state,
        source: Some("follow_up"),
        created_at,
        note,
    };
    let id = write_appointment(maker, &booking)?;
    if state == "arrived" || day == maker.setup.today {
        maker.pending.entry(day).or_default().push(Pending {
            person: plan.person,
            doctor: plan.doctor,
            case: one.case,
            service,
            appointment: id,
            start,
            duration,
        });
    }
    Some(id)
}
