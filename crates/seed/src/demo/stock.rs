use super::Setup;
use super::chunk::Chunk;
use super::clinic::Clinic;
use super::rows::{BatchLevel, BatchRow, MovementRow};
use super::world::World;
use crate::catalogue::supplier_ids;
use crate::dice::Dice;
use bricks::clock::{Day, Instant, add_days, days_between};
use bricks::id::{BatchId, MovementId, SupplierId};
use std::collections::HashMap;

const MORNING_MINUTE: i64 = 405;
/// A delivery is for so many days of the usual use.
const DELIVERY_DAYS: i64 = 45;
/// It is ordered when less than so many days are left.
const REORDER_DAYS: i64 = 12;
/// For so many days before today nothing is ordered of the medicines that are to run low.
const STARVED_DAYS: i64 = 60;
/// How many medicines are to be low today.
const LOW_COUNT: usize = 4;
/// Days from today on which batches of medicines that nobody prescribed expire: one has expired.
const EXPIRIES: [i64; 5] = [-9, 12, 26, 48, 76];
/// One of so many medicines that nobody prescribed has such a batch.
const UNUSED_STEP: usize = 11;

struct Batch {
    id: BatchId,
    expires: Day,
    left: i64,
    touched: bool,
}

/// One medicine's batches. Quantities are in thousandths of the dispensing unit.
struct Shelf {
    batches: Vec<Batch>,
    /// Given out so far.
    used: i64,
    /// To be low today.
    starved: bool,
    /// Pieces are many, bottles and tubes few.
    pieces: bool,
}

/// The storeroom as it lives through the days.
pub(super) struct Stock {
    shelves: HashMap<usize, Shelf>,
    suppliers: Vec<SupplierId>,
    numbered: i64,
    opened: Day,
}

impl Stock {
    pub(super) fn new(setup: &Setup) -> Stock {
        Stock { shelves: HashMap::new(), suppliers: supplier_ids(), numbered: 0, opened: setup.start }
    }

    /// Fills the empty shelves before the first day.
    pub(super) fn open(&mut self, keep: &mut Keep<'_>) {
        let used: Vec<usize> =
            keep.world.cases.iter().flat_map(|case| &case.medicines).map(|dose| dose.medicine).collect();
        let (mut low, mut unused, mut expiring) = (0, 0, EXPIRIES.iter());
        let at = keep.setup.zone.instant_of(add_days(self.opened, -20), MORNING_MINUTE);
        for (medicine, of) in keep.world.medicines.iter().enumerate().filter(|(_, of)| of.stocked) {
            let pieces = matches!(of.dispense_unit, "viên" | "gói" | "ống");
            let prescribed = used.iter().filter(|m| **m == medicine).count();
            let starved = prescribed == 1 && pieces && low < LOW_COUNT;
            low += usize::from(starved);
            self.shelves.insert(medicine, Shelf { batches: Vec::new(), used: 0, starved, pieces });
            unused += usize::from(prescribed == 0);
            let special = if prescribed == 0 && unused % UNUSED_STEP == 1 { expiring.next() } else { None };
            match special {
                Some(days) => {
                    let quantity = if pieces { 40_000 } else { 6_000 };
                    self.deliver(keep, medicine, (at, Some(add_days(keep.setup.today, *days))), quantity);
                    self.deliver(keep, medicine, (at, None), quantity * 8);
                }
                None => self.deliver(keep, medicine, (at, None), if pieces { 600_000 } else { 30_000 }),
            }
        }
    }

    fn deliver(
        &mut self,
        keep: &mut Keep<'_>,
        medicine: usize,
        (at, expires): (Instant, Option<Day>),
        quantity_milli: i64,
    ) {
        let Some(of) = keep.world.medicines.get(medicine) else { return };
        let Some(supplier) = keep.dice.pick(&self.suppliers).copied() else { return };
        let (setup, clinic) = (keep.setup, keep.clinic);
        let id = BatchId::from_raw(setup.ids.next(at));
        let day = setup.zone.day_of(at);
        let expires = expires.unwrap_or_else(|| add_days(day, keep.dice.between(440, 900)));
        self.numbered += 1;
        let letters: String = of.code.chars().filter(char::is_ascii_alphabetic).take(2).collect();
        let number = format!(
            "{}{:02}{:02}-{:04}",
            letters.to_uppercase(),
            day.year().rem_euclid(100),
            day.month(),
            self.numbered
        );
        let cost_vnd = (of.price_vnd * keep.dice.between(68, 80) / 100).max(1);
        let (branch, received_by) = (clinic.branch, clinic.storekeeper);
        keep.out.batches.push(BatchRow {
            id,
            branch,
            medicine: of.id,
            supplier,
            number,
            expires_on: expires,
            quantity_milli,
            cost_vnd,
            received_at: at,
            received_by,
        });
        keep.out.movements.push(movement(setup, clinic, id, ("receipt", quantity_milli, ""), at));
        if let Some(shelf) = self.shelves.get_mut(&medicine) {
            shelf.batches.push(Batch { id, expires, left: quantity_milli, touched: false });
            shelf.batches.sort_by_key(|batch| (batch.expires, batch.id));
        }
    }

    /// The storekeeper's morning: what runs low is delivered, what has expired is thrown away once a month.
    pub(super) fn morning(&mut self, keep: &mut Keep<'_>, day: Day) {
        let at = keep.setup.zone.instant_of(day, MORNING_MINUTE);
        let mut medicines: Vec<usize> = self.shelves.keys().copied().collect();
        medicines.sort_unstable();
        for medicine in medicines {
            if day.day() == 1 {
                self.throw_away(keep, medicine, day, at);
            }
            let Some(shelf) = self.shelves.get(&medicine) else { continue };
            let days_open = days_between(self.opened, day).max(7);
            let floor = if shelf.pieces { 260_000 } else { 15_000 };
            let wanted = (shelf.used / days_open * REORDER_DAYS).max(floor);
            let usable: i64 = shelf.batches.iter().filter(|batch| batch.expires >= day).map(|batch| batch.left).sum();
            let starved = shelf.starved && days_between(day, keep.setup.today) <= STARVED_DAYS;
            if usable < wanted && !starved {
                let quantity = delivery(shelf, days_open);
                self.deliver(keep, medicine, (at, None), quantity);
            }
        }
    }

    /// Today's morning: what is to be low was counted and found to be less.
    pub(super) fn count(&mut self, keep: &mut Keep<'_>, day: Day) {
        let at = keep.setup.zone.instant_of(day, MORNING_MINUTE).plus_minutes(-24 * 60);
        let mut medicines: Vec<usize> =
            self.shelves.iter().filter(|(_, shelf)| shelf.starved).map(|(medicine, _)| *medicine).collect();
        medicines.sort_unstable();
        for medicine in medicines {
            let (kept, (setup, clinic)) = (keep.dice.between(3, 15) * 10_000, (keep.setup, keep.clinic));
            let Some(shelf) = self.shelves.get_mut(&medicine) else { continue };
            let mut surplus = usable(shelf, day) - kept;
            for batch in shelf.batches.iter_mut().rev().filter(|batch| batch.expires >= day) {
                let less = surplus.min(batch.left);
                if less > 0 {
                    keep.out.movements.push(movement(
                        setup,
                        clinic,
                        batch.id,
                        ("adjustment", -less, "Kiểm kê: chuyển sang tủ trực"),
                        at,
                    ));
                    batch.left -= less;
                    batch.touched = true;
                    surplus -= less;
                }
            }
        }
    }

    fn throw_away(&mut self, keep: &mut Keep<'_>, medicine: usize, day: Day, at: Instant) {
        let (setup, clinic) = (keep.setup, keep.clinic);
        // What expires around today is there to be seen.
        let shown = add_days(setup.today, -30);
        let Some(shelf) = self.shelves.get_mut(&medicine) else { return };
        for batch in
            shelf.batches.iter_mut().filter(|batch| batch.left > 0 && batch.expires < day && batch.expires < shown)
        {
            keep.out.movements.push(movement(
                setup,
                clinic,
                batch.id,
                ("disposal", -batch.left, "Hết hạn, hủy theo biên bản"),
                at,
            ));
            batch.left = 0;
            batch.touched = true;
        }
    }

    /// Takes from the batches that expire first; what is missing is brought in the same hour.
    pub(super) fn take(
        &mut self,
        keep: &mut Keep<'_>,
        medicine: usize,
        quantity_milli: i64,
        (day, at): (Day, Instant),
    ) -> Vec<(BatchId, i64)> {
        let usable = self.shelves.get(&medicine).map_or(0, |shelf| usable(shelf, day));
        if usable < quantity_milli {
            let starved = self.shelves.get(&medicine).is_some_and(|shelf| shelf.starved);
            let days_open = days_between(self.opened, day).max(7);
            let usual = self.shelves.get(&medicine).map_or(0, |shelf| delivery(shelf, days_open));
            let missing = quantity_milli - usable;
            let quantity = if starved { missing + 20_000 } else { usual.max(missing) };
            self.deliver(keep, medicine, (at.plus_minutes(-1), None), quantity);
        }
        let Some(shelf) = self.shelves.get_mut(&medicine) else { return Vec::new() };
        shelf.used += quantity_milli;
        let (mut missing, mut taken) = (quantity_milli, Vec::new());
        for batch in shelf.batches.iter_mut().filter(|batch| batch.left > 0 && batch.expires >= day) {
            let part = batch.left.min(missing);
            if part > 0 {
                batch.left -= part;
                batch.touched = true;
                missing -= part;
                taken.push((batch.id, part));
            }
        }
        shelf.batches.retain(|batch| batch.left > 0 || batch.touched);
        taken
    }

    /// What the touched batches hold now.
    pub(super) fn levels(&mut self, out: &mut Chunk) {
        let mut levels = Vec::new();
        for shelf in self.shelves.values_mut() {
            for batch in shelf.batches.iter_mut().filter(|batch| batch.touched) {
                batch.touched = false;
                levels.push(BatchLevel { batch: batch.id, quantity_milli: batch.left });
            }
            shelf.batches.retain(|batch| batch.left > 0);
        }
        levels.sort_by_key(|level| level.batch);
        out.batch_levels.extend(levels);
    }
}

/// What the storeroom needs while it works.
pub(super) struct Keep<'a> {
    pub(super) setup: &'a Setup,
    pub(super) world: &'a World,
    pub(super) clinic: &'a Clinic,
    pub(super) dice: &'a mut Dice,
    pub(super) out: &'a mut Chunk,
}

fn usable(shelf: &Shelf, day: Day) -> i64 {
    shelf.batches.iter().filter(|batch| batch.expires >= day).map(|batch| batch.left).sum()
}

/// A delivery for the usual use, in whole packs of ten.
fn delivery(shelf: &Shelf, days_open: i64) -> i64 {
    let least = if shelf.pieces { 400_000 } else { 24_000 };
    let wanted = (shelf.used / days_open * DELIVERY_DAYS).max(least);
    let pack = if shelf.pieces { 100_000 } else { 6_000 };
    (wanted + pack - 1) / pack * pack
}

fn movement(
    setup: &Setup,
    clinic: &Clinic,
    batch: BatchId,
    (kind, quantity_milli, reason): (&'static str, i64, &'static str),
    at: Instant,
) -> MovementRow {
    let id = MovementId::from_raw(setup.ids.next(at));
    MovementRow {
        id,
        branch: clinic.branch,
        batch,
        kind,
        quantity_milli,
        dispense_line: None,
        reason,
        moved_at: at,
        moved_by: clinic.storekeeper,
    }
}
