use super::booking::{self, Booking};
use super::coming::{Coming, Wish, somebody};
use super::diary::starts;
use super::history::plan;
use super::maker::Maker;
use super::plan::{Plan, Times};
use super::rows::{AppointmentEndRow, CounterRow};
use super::{MID_MORNING_MINUTE, Setup};
use bricks::clock::{Day, Instant};
use bricks::id::AppointmentId;
use ground::db::Stop;
use std::collections::HashSet;

/// Of a hundred starts of the day so many are booked.
const BOOKED_PERCENT: i64 = 72;
const WALK_INS: i64 = 3;
/// A clinic that has been open for so long is half-way through its morning.
const OPEN_FOR_MINUTES: i64 = 95;
const BEFORE_CLOSING_MINUTES: i64 = 25;
/// Nobody has been in the house for longer when the clock does not show opening hours yet.
const SQUEEZED_MINUTES: i64 = 170;
const MIDNIGHT_LEEWAY_MINUTES: i64 = 1;
const TRIES: usize = 12;
/// Those who are done came at least so far apart.
const DONE_STEP_MINUTES: i64 = 4;

/// Where a patient of today is. The later ones of the list came earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    ForVitals,
    ForDoctor,
    InRoom,
    InTests,
    WithResults,
    AtPharmacy,
    AtCashier,
    Done,
}

/// The stages of each doctor's latest patients, latest first; all before them are done.
const STAGES: [&[Stage]; 5] = {
    use Stage::{AtCashier, AtPharmacy, ForDoctor, ForVitals, InRoom, InTests, WithResults};
    [
        &[ForVitals, ForDoctor, InRoom, InTests, InTests, WithResults, AtPharmacy, AtCashier],
        &[ForVitals, ForDoctor, ForDoctor, InRoom, InTests, AtPharmacy, AtCashier],
        &[ForDoctor, InRoom, WithResults, AtPharmacy, AtCashier],
        &[ForVitals, ForDoctor, InRoom, InTests, AtPharmacy],
        &[ForDoctor, InRoom, AtCashier],
    ]
};

/// The minute up to which the day has been lived, and where its instants really lie.
struct Clock {
    minute: i64,
    /// The lived day is squeezed into this real time, when the lived minute lies in the future.
    squeezed: Option<Squeezed>,
}

struct Squeezed {
    from: Instant,
    to: Instant,
    real_from: Instant,
    real_to: Instant,
}

impl Clock {
    fn new(setup: &Setup, open: i64, close: i64) -> Clock {
        let (zone, day) = (&setup.zone, setup.today);
        let minute = zone.minute_of_day(setup.now);
        if (open + OPEN_FOR_MINUTES..=close - BEFORE_CLOSING_MINUTES).contains(&minute) {
            return Clock { minute, squeezed: None };
        }
        if minute >= MID_MORNING_MINUTE {
            return Clock { minute: MID_MORNING_MINUTE, squeezed: None };
        }
        let (from, to) = (zone.instant_of(day, open - 60), zone.instant_of(day, MID_MORNING_MINUTE));
        let midnight = zone.instant_of(day, MIDNIGHT_LEEWAY_MINUTES);
        let real_from = setup.now.plus_minutes(-SQUEEZED_MINUTES).max(midnight).min(setup.now);
        Clock { minute: MID_MORNING_MINUTE, squeezed: Some(Squeezed { from, to, real_from, real_to: setup.now }) }
    }

    /// The instant of a lived minute.
    fn at(&self, setup: &Setup, minute: i64, jitter_ms: i64) -> Instant {
        let lived = setup.zone.instant_of(setup.today, minute).plus_millis(jitter_ms);
        let Some(s) = &self.squeezed else { return lived.min(setup.now) };
        let part = |span: i64| i128::from(span) * i128::from((lived.millis() - s.from.millis()).max(0));
        let span = i128::from((s.to.millis() - s.from.millis()).max(1));
        let past = i64::try_from(part(s.real_to.millis() - s.real_from.millis()) / span).unwrap_or(0);
        s.real_from.plus_millis(past).min(s.real_to)
    }
}

/// Somebody booked for today.
struct Entry {
    wish: Wish,
    start: i64,
    /// Booked at an earlier visit, so that its row is written already.
    written: Option<AppointmentId>,
    /// To be written, for the others.
    booking: Option<Booking>,
    state: &'static str,
}

/// Lives through today as far as it has come.
pub(super) fn live(maker: &mut Maker<'_>) -> Result<(), Stop> {
    let day = maker.setup.today;
    maker.diary.forget_before(day);
    maker.keep(|stock, keep| {
        stock.morning(keep, day);
        stock.count(keep, day);
    });
    maker.register(day);
    let weekday = maker.setup.zone.weekday_of(day);
    let stretches: Vec<(i64, i64)> = maker.clinic.doctors.iter().flat_map(|doctor| doctor.stretches(weekday)).collect();
    let open = stretches.iter().map(|(from, _)| *from).min().unwrap_or(480);
    let close = stretches.iter().map(|(_, to)| *to).max().unwrap_or(690);
    let clock = Clock::new(maker.setup, open, close);
    let mut busy = maker.expected.remove(&day).unwrap_or_default();
    let mut plans = Vec::new();
    for doctor in 0..maker.clinic.doctors.len() {
        let mut entries = entries(maker, doctor, day, &mut busy);
        decide(&mut entries, doctor, &clock);
        let mut here = write(maker, entries);
        here.extend(walk_ins(maker, doctor, (day, open, &clock), &mut busy));
        here.sort_by_key(|one| std::cmp::Reverse((one.arrives, one.wish.person)));
        let stages = STAGES.get(doctor).copied().unwrap_or_default();
        for (rank, one) in here.iter().enumerate() {
            let wanted = stages.get(rank).copied().unwrap_or(Stage::Done);
            plans.extend(staged(maker, one, wanted, (rank, open, &clock)));
        }
    }
    let (tickets, prescriptions) = maker.finish_day(day, plans)?;
    count(maker, day, tickets, prescriptions);
    Ok(())
}

fn entries(maker: &mut Maker<'_>, doctor: usize, day: Day, busy: &mut HashSet<usize>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let due = maker.pending.entry(day).or_default();
    for pending in due.extract_if(.., |pending| pending.wish.doctor == doctor) {
        let (start, written) = (pending.start, Some(pending.appointment));
        entries.push(Entry { wish: pending.wish, start, written, booking: None, state: "booked" });
    }
    let Some(of) = maker.clinic.doctors.get(doctor) else { return entries };
    let weekday = maker.setup.zone.weekday_of(day);
    for start in starts(of, weekday, super::diary::STEP_MINUTES) {
        if !maker.dice.percent(BOOKED_PERCENT) {
            continue;
        }
        let Some(wish) = somebody(maker, of.department, (day, 1), busy) else { continue };
        let Some(booking) = Booking::at(maker, &wish, day, start, "booked") else { continue };
        busy.insert(wish.person);
        entries.push(Entry { wish, start, written: None, booking: Some(booking), state: "booked" });
    }
    entries.sort_by_key(|entry| entry.start);
    entries
}

/// Who has arrived, who is late, who did not come and who called it off.
fn decide(entries: &mut [Entry], doctor: usize, clock: &Clock) {
    let now = clock.minute;
    for entry in entries.iter_mut().filter(|entry| entry.start <= now + 6) {
        entry.state = "arrived";
    }
    let new = |entry: &&mut Entry, from: i64, to: i64| entry.written.is_none() && (from..=to).contains(&entry.start);
    match doctor {
        0 | 2 => {
            if let Some(late) = entries.iter_mut().rev().find(|entry| new(entry, now - 30, now - 8)) {
                late.state = "booked";
            }
        }
        1 if clock.squeezed.is_none() => {
            if let Some(absent) = entries.iter_mut().find(|entry| new(entry, 0, now - 50)) {
                absent.state = "no_show";
            }
        }
        3 => {
            if let Some(cancelled) = entries.iter_mut().rev().find(|entry| new(entry, now + 20, 24 * 60)) {
                cancelled.state = "cancelled";
            }
        }
        _ => {}
    }
}

/// Writes the day's appointments and gives those who have come.
fn write(maker: &mut Maker<'_>, entries: Vec<Entry>) -> Vec<Coming> {
    let mut here = Vec::new();
    for Entry { wish, start, written, booking, state } in entries {
        let mut appointment = written;
        if let Some(booking) = booking {
            appointment = booking::write(maker, &wish, &Booking { state, ..booking });
        } else if let Some(id) = written.filter(|_| state == "arrived") {
            let end = AppointmentEndRow { id, state, ended_at: None, ended_by: None, ended_reason: None };
            maker.out.appointment_ends.push(end);
        }
        if state == "arrived" {
            let arrives = start - maker.dice.between(2, 14);
            here.push(Coming { wish, appointment, arrives });
        }
    }
    here
}

fn walk_ins(
    maker: &mut Maker<'_>,
    doctor: usize,
    (day, open, clock): (Day, i64, &Clock),
    busy: &mut HashSet<usize>,
) -> Vec<Coming> {
    let department = maker.clinic.doctors.get(doctor).map_or("internal", |doctor| doctor.department);
    let mut here = Vec::new();
    for number in 0..WALK_INS {
        let Some(wish) = somebody(maker, department, (day, 0), busy) else { continue };
        busy.insert(wish.person);
        let arrives = (clock.minute - 12 - number * 28 - maker.dice.between(0, 20)).max(open);
        here.push(Coming { wish, appointment: None, arrives });
    }
    here
}

/// A visit that has come as far as its stage.
fn staged(
    maker: &mut Maker<'_>,
    one: &Coming,
    wanted: Stage,
    (rank, open, clock): (usize, i64, &Clock),
) -> Option<Plan> {
    let day = maker.setup.today;
    let mut made = plan(maker, one, day)?;
    for _ in 0..TRIES {
        if suits(wanted, &made) {
            break;
        }
        made = plan(maker, one, day)?;
    }
    let stage = match wanted {
        Stage::InTests | Stage::WithResults if !suits(wanted, &made) => Stage::ForDoctor,
        Stage::AtPharmacy if !suits(wanted, &made) => Stage::AtCashier,
        other => other,
    };
    set_times(maker, &mut made, stage, (rank, open, one.arrives), clock);
    if let Some(person) = maker.people.get_mut(one.wish.person) {
        person.last_day = day;
    }
    Some(made)
}

fn suits(stage: Stage, plan: &Plan) -> bool {
    match stage {
        Stage::InTests | Stage::WithResults => !plan.content.orders.is_empty(),
        Stage::AtPharmacy => !plan.content.lines.is_empty(),
        Stage::InRoom => plan.content.orders.is_empty(),
        _ => true,
    }
}

/// How many minutes ago a patient of a stage came, was measured, called, had tests ordered and done, left the doctor
/// and got the medicines.
struct Ago {
    arrived: i64,
    called: i64,
    ordered: i64,
    done: i64,
    finished: i64,
    dispensed: i64,
}

const fn ago(stage: Stage) -> Ago {
    let [arrived, called, ordered, done, finished, dispensed] = match stage {
        Stage::ForVitals => [3, 0, 0, 0, 0, 0],
        Stage::ForDoctor => [13, 0, 0, 0, 0, 0],
        Stage::InRoom => [31, 5, 0, 0, 0, 0],
        Stage::InTests => [52, 33, 28, 6, 0, 0],
        Stage::WithResults => [66, 50, 45, 7, 0, 0],
        Stage::AtPharmacy => [76, 58, 53, 18, 6, 0],
        Stage::AtCashier => [88, 70, 65, 34, 25, 8],
        Stage::Done => [104, 92, 88, 62, 56, 48],
    };
    Ago { arrived, called, ordered, done, finished, dispensed }
}

fn set_times(
    maker: &mut Maker<'_>,
    plan: &mut Plan,
    stage: Stage,
    (rank, open, arrives): (usize, i64, i64),
    clock: &Clock,
) {
    let (setup, dice, ago) = (maker.setup, &mut maker.dice, ago(stage));
    let jitter = dice.below(45_000);
    let rank = i64::try_from(rank).unwrap_or(0);
    // The done ones came when they were expected, if that is long enough ago.
    let shift = rank + i64::try_from(plan.doctor).unwrap_or(0);
    let back = match stage {
        Stage::Done => (clock.minute - ago.arrived - arrives.max(open - 10)).max(rank * DONE_STEP_MINUTES + shift),
        _ => shift,
    };
    let at = |minutes: i64| clock.at(setup, clock.minute - minutes - back, jitter);
    let reached = |from: Stage, minutes: i64| (stage as u8 >= from as u8).then(|| at(minutes));
    plan.times = Times {
        arrived: at(ago.arrived),
        vitals: reached(Stage::ForDoctor, ago.arrived - 5),
        called: reached(Stage::InRoom, ago.called),
        finished: reached(Stage::AtPharmacy, ago.finished),
        dispensed: reached(Stage::AtCashier, ago.dispensed).filter(|_| !plan.content.lines.is_empty()),
        paid: reached(Stage::Done, ago.dispensed - 7),
    };
    let all_done = (stage as u8) > (Stage::InTests as u8);
    let count = plan.content.orders.len();
    for (order, number) in plan.content.orders.iter_mut().zip(0..) {
        // Of several tests under way the first is done and the next ones are begun.
        let begun = if count == 1 { rank % 2 == 0 } else { number <= count / 2 };
        order.ordered = at(ago.ordered);
        order.started = (all_done || begun).then(|| at(ago.ordered - 9));
        order.done = (all_done || number == 0 && count > 2).then(|| at(ago.done));
    }
    if (stage as u8) < (Stage::InTests as u8) {
        plan.content.orders.clear();
    }
}

/// The counters that go on today.
fn count(maker: &mut Maker<'_>, day: Day, tickets: std::collections::BTreeMap<&'static str, i64>, prescriptions: i64) {
    let branch = maker.clinic.branch;
    let rows =
        tickets.into_iter().map(|(prefix, last)| CounterRow { name: format!("ticket:{branch}:{day}:{prefix}"), last });
    maker.out.counters.extend(rows);
    if prescriptions > 0 {
        let date = format!("{:02}{:02}{:02}", day.year().rem_euclid(100), day.month(), day.day());
        maker.out.counters.push(CounterRow { name: format!("prescription:{date}"), last: prescriptions });
    }
}
