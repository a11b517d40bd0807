use super::cases::Case;
use super::cash::{self, Cash};
use super::chunk::Chunk;
use super::clinic::Clinic;
use super::coming::Wish;
use super::diary::Diary;
use super::images::{self, DemoImage};
use super::people::{self, Person};
use super::plan::Plan;
use super::rows::{CounterRow, PatientWordRow};
use super::stock::{Keep, Stock};
use super::world::World;
use super::{Setup, ahead, bill, calendar, emit, history, today};
use crate::dice::Dice;
use bricks::clock::{Day, Instant, add_days, days_between};
use bricks::id::AppointmentId;
use bricks::search_words::patient_words;
use ground::db::Stop;
use std::collections::{BTreeMap, HashMap, HashSet};
use tokio::sync::mpsc::Sender;

const CHILD_MONTHS: i64 = 192;
const TRIES: usize = 16;
/// What is booked so many days before is booked at any distance.
const PLANNED_DAYS: i64 = 2;
/// Of a hundred patients so many were known before the history begins.
const KNOWN_BEFORE_PERCENT: usize = 40;

/// An appointment that will be kept.
pub(super) struct Pending {
    pub(super) wish: Wish,
    pub(super) appointment: AppointmentId,
    /// Minute of the day.
    pub(super) start: i64,
}

/// Patients to choose from, all registered by now.
#[derive(Default)]
struct Pools {
    children: Vec<usize>,
    women: Vec<usize>,
    men: Vec<usize>,
    ill: HashMap<&'static str, Vec<usize>>,
}

/// The generator with everything it remembers from day to day.
pub(super) struct Maker<'a> {
    pub(super) setup: &'a Setup,
    pub(super) world: &'a World,
    pub(super) clinic: &'a Clinic,
    pub(super) dice: Dice,
    pub(super) people: Vec<Person>,
    pools: Pools,
    registered: usize,
    pub(super) diary: Diary,
    pub(super) pending: BTreeMap<Day, Vec<Pending>>,
    /// Who has an appointment on which day.
    pub(super) expected: HashMap<Day, HashSet<usize>>,
    pub(super) stock: Stock,
    receipts: BTreeMap<String, i64>,
    pub(super) cash: Cash,
    pub(super) out: Chunk,
    /// Nothing that has happened is later than this.
    pub(super) latest: Instant,
    pub(super) images: Vec<DemoImage>,
    sender: &'a Sender<Chunk>,
}

/// Makes everything, day after day, and hands it over in chunks. Runs until done or until nobody takes the chunks.
pub(super) fn make_all(setup: &Setup, clinic: Clinic, sender: &Sender<Chunk>) -> Result<(), Stop> {
    let world = World::read()?;
    let mut maker = Maker {
        setup,
        world: &world,
        clinic: &clinic,
        dice: Dice::new(setup.seed),
        people: Vec::with_capacity(setup.patients),
        pools: Pools::default(),
        registered: 0,
        diary: Diary::default(),
        pending: BTreeMap::new(),
        expected: HashMap::new(),
        stock: Stock::new(setup),
        receipts: BTreeMap::new(),
        cash: Cash::default(),
        out: Chunk::default(),
        latest: setup.now,
        images: images::all(),
        sender,
    };
    let days = calendar::days(setup, &world.holidays);
    maker.make_people(&days)?;
    maker.keep(|stock, keep| stock.open(keep));
    for (day, visits) in days {
        history::live(&mut maker, day, visits)?;
        maker.hand_over_if_full()?;
    }
    today::live(&mut maker)?;
    ahead::book(&mut maker)?;
    maker.count();
    maker.hand_over()
}

impl<'a> Maker<'a> {
    /// All patients, in the order in which they will register.
    fn make_people(&mut self, days: &[(Day, i64)]) -> Result<(), Stop> {
        let total = self.setup.patients;
        let before = total * KNOWN_BEFORE_PERCENT / 100;
        let mut dice = Dice::new(self.setup.seed ^ 0x5EED);
        for index in 0..total {
            let registered = if index < before {
                let back = i64::try_from((before - index) * 700 / before.max(1)).unwrap_or(0) + 1;
                self.setup.zone.instant_of(add_days(self.setup.start, -back.min(390)), dice.between(460, 980))
            } else {
                let at = (index - before) * days.len() / (total - before).max(1);
                let day = days.get(at).map_or(self.setup.start, |(day, _)| *day);
                let open = if self.setup.zone.weekday_of(day) == 7 { (482, 650) } else { (452, 690) };
                self.setup.zone.instant_of(day, dice.between(open.0, open.1))
            };
            let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
            let (person, row) = people::make(self.setup, self.clinic, &self.world.names, &mut dice, number, registered);
            let words = patient_words(&row.name_fold, row.birth_year, &row.code, row.phone.as_deref());
            self.out.patient_words.extend(words.into_iter().map(|word| PatientWordRow { word, patient: row.id }));
            self.out.allergies.extend(person.coded(self.clinic.reception));
            self.out.patients.push(row);
            self.people.push(person);
            if self.out.is_full() {
                self.out.patient_words.sort_unstable_by(|a, b| a.word.cmp(&b.word));
                self.hand_over()?;
            }
        }
        Ok(())
    }

    /// Those who register on this day, after those of earlier days have become choosable.
    pub(super) fn register(&mut self, day: Day) -> std::ops::Range<usize> {
        let from = self.registered;
        let due = |person: &&Person| self.setup.zone.day_of(person.registered) <= day;
        let count = self.people.get(from..).unwrap_or_default().iter().take_while(due).count();
        self.registered += count;
        for index in from..self.registered {
            self.choosable(index, day);
        }
        let today =
            |index: &usize| self.people.get(*index).is_some_and(|p| self.setup.zone.day_of(p.registered) == day);
        let first = (from..self.registered).find(today).unwrap_or(self.registered);
        first..self.registered
    }

    fn choosable(&mut self, index: usize, day: Day) {
        let Some(person) = self.people.get(index) else { return };
        let pool = match (person.months(day) < CHILD_MONTHS, person.female) {
            (true, _) => &mut self.pools.children,
            (false, true) => &mut self.pools.women,
            (false, false) => &mut self.pools.men,
        };
        pool.push(index);
        for code in person.conditions() {
            self.pools.ill.entry(code).or_default().push(index);
        }
    }

    /// A registered patient for a case who is not expected on this day and was not here lately.
    pub(super) fn choose_person(&mut self, case: &Case, day: Day, busy: &HashSet<usize>) -> Option<usize> {
        for _ in 0..TRIES {
            let child = match case.months {
                (_, to) if to <= CHILD_MONTHS => true,
                (from, _) if from >= CHILD_MONTHS => false,
                _ => self.dice.percent(35),
            };
            let pool = match (self.pools.ill.get(case.condition), child, case.sex) {
                (Some(ill), ..) => ill,
                (None, true, _) => &self.pools.children,
                (None, false, "female") => &self.pools.women,
                (None, false, "male") => &self.pools.men,
                _ if self.dice.percent(58) => &self.pools.women,
                _ => &self.pools.men,
            };
            let Some(index) = self.dice.pick(pool).copied() else { continue };
            let Some(person) = self.people.get(index) else { continue };
            if fits(case, person, day) && !busy.contains(&index) && days_between(person.last_day, day) > 2 {
                return Some(index);
            }
        }
        None
    }

    /// A case of a department in season that is booked so many days before, for this patient if one is given.
    pub(super) fn choose_case(
        &mut self,
        department: &str,
        (day, ahead): (Day, i64),
        person: Option<usize>,
    ) -> Option<usize> {
        let person = person.and_then(|index| self.people.get(index));
        let weight = |case: &Case| {
            let wanted = case.department == department
                && case.booked_days >= ahead.min(PLANNED_DAYS)
                && person.is_none_or(|person| fits(case, person, day));
            if wanted { case.weight * case.season.percent(i64::from(day.month())) } else { 0 }
        };
        let numbered: Vec<(usize, i64)> =
            self.world.cases.iter().map(weight).enumerate().filter(|(_, weight)| *weight > 0).collect();
        self.dice.weighted(&numbered, |(_, weight)| *weight).map(|(case, _)| *case)
    }

    /// Tickets, prescriptions, medicines and receipts in the order in which they happened; then the rows.
    /// Gives the last ticket of each prefix and the number of prescriptions.
    pub(super) fn finish_day(
        &mut self,
        day: Day,
        mut plans: Vec<Plan>,
    ) -> Result<(BTreeMap<&'static str, i64>, i64), Stop> {
        // A cashier has one open session: yesterday's is closed before today's begins.
        if !self.out.cash_closes.is_empty() {
            self.hand_over()?;
        }
        plans.sort_by_key(|plan| (plan.times.arrived, plan.person));
        let mut tickets: BTreeMap<&'static str, i64> = BTreeMap::new();
        for plan in &mut plans {
            let prefix = self.clinic.doctors.get(plan.doctor).map_or("", |doctor| doctor.prefix);
            let last = tickets.entry(prefix).or_default();
            *last += 1;
            plan.ticket = *last;
        }
        let mut prescriptions = 0;
        for plan in in_order(&mut plans, |plan| plan.times.finished.filter(|_| plan.is_prescribed())) {
            prescriptions += 1;
            plan.prescription = prescriptions;
        }
        for plan in in_order(&mut plans, |plan| plan.times.dispensed) {
            let Some(at) = plan.times.dispensed else { continue };
            for line in &mut plan.content.lines {
                let (medicine, quantity) = (line.medicine, line.quantity_milli);
                line.taken = self.keep(|stock, keep| stock.take(keep, medicine, quantity, (day, at)));
            }
        }
        let numbers = self.receipts.entry(bill::series(day.year())).or_default();
        for plan in in_order(&mut plans, |plan| plan.times.paid) {
            *numbers += 1;
            plan.receipt = *numbers;
        }
        cash::open(self, day, &plans);
        for plan in &plans {
            emit::emit(self, plan)?;
        }
        cash::close(self, day)?;
        Ok((tickets, prescriptions))
    }

    /// Lets the storeroom work with the generator's chance and chunk.
    pub(super) fn keep<T>(&mut self, work: impl FnOnce(&mut Stock, &mut Keep<'_>) -> T) -> T {
        let (setup, world, clinic) = (self.setup, self.world, self.clinic);
        let mut keep = Keep { setup, world, clinic, dice: &mut self.dice, out: &mut self.out };
        work(&mut self.stock, &mut keep)
    }

    /// Counters as the acts of the house go on from them.
    fn count(&mut self) {
        let patients = i64::try_from(self.people.len()).unwrap_or(0);
        self.out.counters.push(CounterRow { name: "patient".to_owned(), last: patients });
        let receipts = self.receipts.iter().filter(|(_, last)| **last > 0);
        self.out
            .counters
            .extend(receipts.map(|(series, last)| CounterRow { name: format!("receipt:{series}"), last: *last }));
    }

    fn hand_over_if_full(&mut self) -> Result<(), Stop> {
        if self.out.is_full() { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<(), Stop> {
        self.stock.levels(&mut self.out);
        let chunk = std::mem::take(&mut self.out);
        self.sender.blocking_send(chunk).map_err(|_| Stop::fault("nobody writes the demonstration down"))
    }
}

/// Whether a case can be this patient's.
pub(super) fn fits(case: &Case, person: &Person, day: Day) -> bool {
    let months = person.months(day);
    let sex = case.sex == "any" || case.sex == person.sex();
    sex && (case.months.0..case.months.1).contains(&months) && person.has(case.condition)
}

/// The plans for which `when` gives an instant, earliest first.
fn in_order<'p>(plans: &'p mut [Plan], when: impl Fn(&Plan) -> Option<Instant>) -> Vec<&'p mut Plan> {
    let mut chosen: Vec<(Instant, &'p mut Plan)> =
        plans.iter_mut().filter_map(|plan| when(plan).map(|at| (at, plan))).collect();
    chosen.sort_by_key(|(at, _)| *at);
    chosen.into_iter().map(|(_, plan)| plan).collect()
}
