use super::coming::{Wish, somebody};
use super::diary::slot_offsets;
use super::maker::{Maker, Pending};
use super::plan::Plan;
use super::rows::{AppointmentRow, SlotRow};
use bricks::clock::{Day, Instant, add_days};
use bricks::id::AppointmentId;
use std::collections::HashSet;

const FOLLOW_UP_SERVICE: &str = "KB09";
const FOLLOW_UP_DAYS: i64 = 7;
const AGAIN: &str = "Tái khám";
const SOURCES: [&str; 6] = ["phone", "phone", "phone", "in_person", "website", "website"];
const CANCEL_REASONS: [&str; 4] =
    ["Bận việc, xin dời lịch", "Đã đỡ, không khám nữa", "Người nhà hủy qua điện thoại", "Đặt nhầm ngày"];

/// When somebody is expected, and what came of it.
pub(super) struct Booking {
    pub(super) day: Day,
    /// Minute of the day.
    pub(super) start: i64,
    pub(super) duration: i64,
    pub(super) state: &'static str,
    pub(super) source: &'static str,
    pub(super) created_at: Instant,
}

impl Booking {
    /// Takes a free start of the doctor's day, booked some days before.
    pub(super) fn at_any_time(maker: &mut Maker<'_>, wish: &Wish, day: Day, state: &'static str) -> Option<Booking> {
        let duration = maker.world.services.get(wish.service)?.duration_minutes;
        let doctor = maker.clinic.doctors.get(wish.doctor)?;
        let free = maker.diary.free(&maker.setup.zone, (wish.doctor, doctor), day, duration);
        let start = maker.dice.pick(&free).copied()?;
        Booking::take(maker, wish, (day, start, duration), state)
    }

    /// Takes this start, if it is free.
    pub(super) fn at(maker: &mut Maker<'_>, wish: &Wish, day: Day, start: i64, state: &'static str) -> Option<Booking> {
        let duration = maker.world.services.get(wish.service)?.duration_minutes;
        let doctor = maker.clinic.doctors.get(wish.doctor)?;
        let free = maker.diary.free(&maker.setup.zone, (wish.doctor, doctor), day, duration);
        if !free.contains(&start) {
            return None;
        }
        Booking::take(maker, wish, (day, start, duration), state)
    }

    fn take(
        maker: &mut Maker<'_>,
        wish: &Wish,
        (day, start, duration): (Day, i64, i64),
        state: &'static str,
    ) -> Option<Booking> {
        let created_at = booked_at(maker, wish, day)?;
        maker.diary.take(wish.doctor, day, start, duration);
        Some(Booking { day, start, duration, state, source: maker.dice.word(&SOURCES), created_at })
    }
}

/// Some days before, but neither before the patient was known nor after now.
fn booked_at(maker: &mut Maker<'_>, wish: &Wish, day: Day) -> Option<Instant> {
    let registered = maker.people.get(wish.person)?.registered;
    let booked_days = maker.world.cases.get(wish.case)?.booked_days;
    if booked_days == 0 || maker.setup.zone.day_of(registered) >= day {
        return None;
    }
    let back = maker.dice.between(1, booked_days);
    let at = maker.setup.zone.instant_of(add_days(day, -back), maker.dice.between(460, 1_010));
    let lately = maker.latest.plus_minutes(-maker.dice.between(20, 2_880));
    Some(if at < maker.latest { at } else { lately }.max(registered.plus_minutes(3)))
}

/// Writes an appointment, with its slots unless it was given up.
pub(super) fn write(maker: &mut Maker<'_>, wish: &Wish, of: &Booking) -> Option<AppointmentId> {
    let (doctor, service) = maker.clinic.doctors.get(wish.doctor).zip(maker.world.services.get(wish.service))?;
    let patient = maker.people.get(wish.person)?.id;
    let starts_at = maker.setup.zone.instant_of(of.day, of.start);
    let id = AppointmentId::from_raw(maker.setup.ids.next(of.created_at));
    let ended_at = ended_at(maker, of, starts_at);
    let cancelled = of.state == "cancelled";
    let reason = if cancelled { maker.dice.word(&CANCEL_REASONS) } else { "" };
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
        source: of.source,
        note: wish.reason.clone(),
        created_at: of.created_at,
        created_by: if of.source == "follow_up" { doctor.staff } else { maker.clinic.reception },
        ended_at,
        ended_by: ended_at.map(|_| maker.clinic.reception),
        ended_reason: ended_at.map(|_| reason.to_owned()),
    });
    if ended_at.is_none() {
        let resources = [doctor.resource, doctor.room];
        let slots = slot_offsets(of.duration).map(|offset| starts_at.plus_minutes(offset));
        let rows =
            slots.flat_map(|starts_at| resources.map(|resource| SlotRow { resource, starts_at, appointment: id }));
        maker.out.slots.extend(rows);
    }
    Some(id)
}

fn ended_at(maker: &mut Maker<'_>, of: &Booking, starts_at: Instant) -> Option<Instant> {
    let at = match of.state {
        "cancelled" => of
            .created_at
            .plus_minutes(maker.dice.between(60, 1_200))
            .min(starts_at.plus_minutes(-20))
            .max(of.created_at),
        "no_show" => starts_at.plus_minutes(maker.dice.between(35, 90)),
        _ => return None,
    };
    Some(at.min(maker.latest))
}

/// An appointment that came to nothing.
pub(super) fn lost(maker: &mut Maker<'_>, day: Day, busy: &mut HashSet<usize>) {
    let department = maker.dice.weighted(&maker.clinic.doctors, |doctor| doctor.share);
    let department = department.map_or("internal", |doctor| doctor.department);
    let Some(wish) = somebody(maker, department, (day, 1), busy) else { return };
    let state = if maker.dice.percent(55) { "no_show" } else { "cancelled" };
    if let Some(booking) = Booking::at_any_time(maker, &wish, day, state) {
        busy.insert(wish.person);
        write(maker, &wish, &booking);
    }
}

/// Books the next visit at the end of one, if the case wants it; it is kept, cancelled or forgotten.
pub(super) fn follow_up(maker: &mut Maker<'_>, plan: &Plan, now: &Wish) -> Option<AppointmentId> {
    let case = maker.world.cases.get(now.case)?;
    let (days, percent) = case.follow_up?;
    if !maker.dice.percent(if now.again { percent * 7 / 10 } else { percent }) {
        return None;
    }
    let soon = days <= FOLLOW_UP_DAYS;
    let short = || maker.world.services.iter().position(|service| service.code == FOLLOW_UP_SERVICE);
    let service = if soon { short()? } else { case.service };
    let duration = maker.world.services.get(service)?.duration_minutes;
    let wanted = add_days(plan.day, days + if soon { 0 } else { maker.dice.between(-1, 3) });
    let doctor = maker.clinic.doctors.get(plan.doctor)?;
    let open = (&maker.setup.zone, &maker.world.holidays);
    let (day, start) = maker.diary.take_any(&mut maker.dice, open, (plan.doctor, doctor), wanted, duration)?;
    if !maker.expected.entry(day).or_default().insert(now.person) {
        return None;
    }
    let state = match maker.dice.below(100) {
        _ if day >= maker.setup.today => "booked",
        0..82 => "arrived",
        82..92 => "no_show",
        _ => "cancelled",
    };
    let wish = Wish { service, reason: once_more(&plan.content.reason), again: true, ..now.clone() };
    let booking = Booking { day, start, duration, state, source: "follow_up", created_at: plan.times.finished? };
    let id = write(maker, &wish, &booking)?;
    if state == "arrived" || day == maker.setup.today {
        maker.pending.entry(day).or_default().push(Pending { wish, appointment: id, start });
    }
    Some(id)
}

/// `Tái khám: ho, sốt` of `Ho, sốt`.
fn once_more(reason: &str) -> String {
    if reason.starts_with(AGAIN) {
        return reason.to_owned();
    }
    let mut letters = reason.chars();
    let first = letters.next();
    // An abbreviation keeps its capitals.
    let is_word = letters.clone().next().is_none_or(|second| !second.is_uppercase());
    let first =
        first.into_iter().flat_map(|letter| if is_word { letter.to_lowercase().collect() } else { vec![letter] });
    let reason: String = first.chain(letters).collect();
    format!("{AGAIN}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::once_more;

    #[test]
    fn a_second_visit_names_the_first_reason() {
        assert_eq!(once_more("Ho, sốt"), "Tái khám: ho, sốt");
        assert_eq!(once_more("Tái khám THA"), "Tái khám THA");
        assert_eq!(once_more("COPD"), "Tái khám: COPD");
    }
}
