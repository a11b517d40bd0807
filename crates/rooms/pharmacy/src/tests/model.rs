//! Random acts against a model of the shelves and the prescriptions: whatever happens in whatever order, the database and
//! the model say the same.

use super::*;
use crate::acts_back;
use crate::store_given;
use bricks::clock::Day;
use bricks::id::{DispenseId, OrderId, PrescriptionLineId, RetailSaleId, ServiceId};
use papers::{consumable, retail};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MEDICINES: &[MedicineId] = &[PARACETAMOL, SYRUP];

#[derive(Debug, Clone)]
enum Act {
    Receive {
        expires: i64,
        units: i64,
    },
    /// Takes so many units of each line from its batches in their order, half tablets too; the rest is the remainder or declined.
    Dispense {
        of: usize,
        halves: [i64; 2],
        declines: bool,
    },
    Undo {
        of: usize,
    },
    Return {
        of: usize,
        units: i64,
        destroys: bool,
    },
    /// A return was typed wrongly.
    UndoReturn {
        of: usize,
    },
    /// Sells so many units of one medicine over the counter.
    Sell {
        medicine: usize,
        units: i64,
    },
    TakeBack {
        of: usize,
    },
    /// A service is performed that uses so many units of each; what the shelves lack is told with a reason, or refused.
    Use {
        units: [i64; 2],
        tells: bool,
    },
    GiveBack {
        of: usize,
    },
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (1_i64..200, 1_i64..12).prop_map(|(expires, units)| Act::Receive { expires, units }),
        5 => (0_usize..3, [0_i64..24, 0_i64..3], any::<bool>()).prop_map(|(of, halves, declines)| Act::Dispense { of, halves, declines }),
        2 => (0_usize..8).prop_map(|of| Act::Undo { of }),
        2 => (0_usize..8, 1_i64..6, any::<bool>()).prop_map(|(of, units, destroys)| Act::Return { of, units, destroys }),
        2 => (0_usize..8).prop_map(|of| Act::UndoReturn { of }),
        3 => (0_usize..2, 1_i64..9).prop_map(|(medicine, units)| Act::Sell { medicine, units }),
        1 => (0_usize..8).prop_map(|of| Act::TakeBack { of }),
        3 => ([0_i64..9, 0_i64..3], any::<bool>()).prop_map(|(units, tells)| Act::Use { units, tells }),
        1 => (0_usize..8).prop_map(|of| Act::GiveBack { of }),
    ]
}

#[derive(Debug, Clone)]
struct Handed {
    id: DispenseId,
    /// line, batch, given, returned
    rows: Vec<(PrescriptionLineId, BatchId, i64, i64)>,
    declined: BTreeMap<PrescriptionLineId, i64>,
    undone: bool,
}

#[derive(Debug, Default)]
struct Model {
    shelves: BTreeMap<BatchId, i64>,
    /// Of each batch its medicine and its expiry, by which what is sold and used is taken.
    batches: BTreeMap<BatchId, (MedicineId, Day)>,
    handed: Vec<Handed>,
    returns: Vec<CameBack>,
    sold: Vec<Left<RetailSaleId>>,
    used: Vec<Left<consumable::Performed>>,
}

/// Goods that came back with one document.
#[derive(Debug)]
struct CameBack {
    document: i64,
    /// In `handed`, and there in its rows.
    of: (usize, usize),
    milli: i64,
    destroys: bool,
    is_undone: bool,
}

/// What left the shelves at once, and whether it has come back.
#[derive(Debug)]
struct Left<T> {
    of: T,
    before: BTreeMap<BatchId, i64>,
    after: BTreeMap<BatchId, i64>,
    is_back: bool,
}

impl Model {
    fn given(&self, line: PrescriptionLineId) -> i64 {
        let standing = self.handed.iter().filter(|h| !h.undone).flat_map(|h| &h.rows);
        standing.filter(|(of, ..)| *of == line).map(|(.., given, _)| given).sum()
    }

    /// Takes what it can of one medicine and gives what was missing; the oracle of what goes first, batch by batch.
    fn take(&mut self, medicine: MedicineId, milli: i64) -> i64 {
        let mut own: Vec<(Day, BatchId)> =
            self.batches.iter().filter(|(_, (of, _))| *of == medicine).map(|(id, (_, day))| (*day, *id)).collect();
        own.sort_unstable();
        let mut left = milli;
        for (_, batch) in own {
            let held = self.shelves.get_mut(&batch).unwrap();
            let take = left.min(*held);
            *held -= take;
            left -= take;
        }
        left
    }

    fn put_back(&mut self, (before, after): (&BTreeMap<BatchId, i64>, &BTreeMap<BatchId, i64>)) {
        for (batch, held) in before {
            *self.shelves.get_mut(batch).unwrap() += held - after[batch];
        }
    }

    fn declined(&self, line: PrescriptionLineId) -> i64 {
        self.handed.iter().filter(|h| !h.undone).filter_map(|h| h.declined.get(&line)).sum()
    }
}

async fn shelves(house: &House) -> BTreeMap<BatchId, i64> {
    house
        .done(|tx, _| Ok(tx.all::<(BatchId, i64)>("SELECT id, quantity_milli FROM batch ORDER BY id", &[])?))
        .await
        .into_iter()
        .collect()
}

async fn do_dispense(house: &House, model: &mut Model, id: PrescriptionId, halves: [i64; 2], declines: bool) {
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let mut body = format!("explained=yes&batch_reason=ghi+nham&version={}", page.head.version);
    let mut handed = Handed { id: DispenseId::from_raw(0), rows: Vec::new(), declined: BTreeMap::new(), undone: false };
    let mut possible = page.is_open();
    for (of_line, halves) in page.lines.iter().zip(halves) {
        let line = &of_line.line;
        let wanted = halves * if line.medicine == SYRUP { 1_000 } else { 500 };
        let mut left = wanted;
        let remainder = line.quantity.milli() - model.given(line.id) - model.declined(line.id);
        assert_eq!(remainder, line.remainder().milli());
        for batch in &of_line.batches {
            let take = left.min(batch.on_hand.milli());
            left -= take;
            if take > 0 {
                handed.rows.push((line.id, batch.batch, take, 0));
                body.push_str(&format!(
                    "&{}={}",
                    input_name(line.id, batch.batch),
                    Quantity::from_milli(take).show(Lang::Vi)
                ));
            }
        }
        let rest = remainder - (wanted - left);
        possible &= rest >= 0;
        if rest > 0 {
            body.push_str(&format!("&rest-{}={}", line.id, if declines { "not_wanted" } else { "remainder" }));
        }
        if rest > 0 && declines {
            handed.declined.insert(line.id, rest);
        }
    }
    possible &= !handed.rows.is_empty() || !handed.declined.is_empty();
    let done = dispense(house, id, Form::parse(body.as_bytes()).unwrap()).await;
    assert_eq!(done.is_ok(), possible, "{body}: {done:?}");
    if possible {
        handed.id = house.done(move |tx, _| Ok(store_given::handings(tx, id)?)).await.last().unwrap().id;
        for (_, batch, given, _) in &handed.rows {
            *model.shelves.get_mut(batch).unwrap() -= given;
        }
        model.handed.push(handed);
    }
}

async fn do_undo(house: &House, model: &mut Model, of: usize) {
    let Some(handed) = model.handed.get_mut(of) else { return };
    let (id, form) = (handed.id, Form::parse(b"reason=ghi+nham").unwrap());
    let possible = !handed.undone && handed.rows.iter().all(|(.., returned)| *returned == 0);
    let done = house.act(move |tx, who| acts_back::undo(tx, who, id, &form, Lang::Vi)).await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    if possible {
        handed.undone = true;
        for (_, batch, given, returned) in &mut handed.rows {
            *model.shelves.get_mut(batch).unwrap() += *given;
            *returned = *given;
        }
    }
}

async fn do_return(house: &House, model: &mut Model, (of, units, destroys): (usize, i64, bool)) {
    let Some(handed) = model.handed.get_mut(of) else { return };
    let id = handed.id;
    let page = house.done(move |tx, who| crate::load::handing_page(tx, who, id)).await;
    let Some(row) = page.given.first() else { return };
    let name = acts_back::return_name(row);
    let fate = if destroys { "destruction" } else { "shelf" };
    let form = Form::parse(format!("reason=ghi+nham&fate={fate}&{name}={units}").as_bytes()).unwrap();
    let at = handed.rows.iter().position(|(line, batch, ..)| *line == row.line && *batch == row.batch).unwrap();
    let own = &mut handed.rows[at];
    let possible = !handed.undone && own.2 - own.3 >= units * 1_000;
    let done = house.act(move |tx, who| acts_back::take_in(tx, who, id, &form, Lang::Vi)).await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    if possible {
        own.3 += units * 1_000;
        *model.shelves.get_mut(&own.1).unwrap() += if destroys { 0 } else { units * 1_000 };
        let page = house.done(move |tx, who| crate::load::handing_page(tx, who, id)).await;
        let document = page.returns.last().unwrap().id;
        model.returns.push(CameBack { document, of: (of, at), milli: units * 1_000, destroys, is_undone: false });
    }
}

async fn do_undo_return(house: &House, model: &mut Model, of: usize) {
    let Some(back) = model.returns.get_mut(of) else { return };
    let handed = &mut model.handed[back.of.0];
    let row = &mut handed.rows[back.of.1];
    let held = model.shelves.get_mut(&row.1).unwrap();
    let leaves = if back.destroys { 0 } else { back.milli };
    let possible = !back.is_undone && !handed.undone && *held >= leaves;
    let (id, document) = (handed.id, back.document);
    let form = Form::parse(b"undo_return_reason=ghi+nham").unwrap();
    let done = house.act(move |tx, who| acts_back::undo_return(tx, who, (id, document), &form, Lang::Vi)).await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    if possible {
        back.is_undone = true;
        row.3 -= back.milli;
        *held -= leaves;
    }
}

async fn do_sell(house: &House, model: &mut Model, medicine: MedicineId, units: i64) {
    let before = model.shelves.clone();
    let missing = model.take(medicine, units * 1_000);
    let item = retail::Item { medicine, batch: None, quantity: Quantity::whole(units) };
    let sale = retail::NewSale { patient: None, items: vec![item], override_reason: String::new() };
    let done = house.act(move |tx, who| retail::sell(tx, who, &sale)).await;
    assert_eq!(done.is_ok(), missing == 0, "{done:?}");
    match done {
        Ok(sold) => model.sold.push(Left { of: sold.sale, before, after: model.shelves.clone(), is_back: false }),
        Err(_) => model.shelves = before,
    }
}

async fn do_take_back(house: &House, model: &mut Model, of: usize) {
    let Some(sold) = model.sold.get_mut(of) else { return };
    let (sale, possible) = (sold.of, !sold.is_back);
    let done = house.act(move |tx, who| retail::take_back(tx, who, sale, "x")).await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    if possible {
        sold.is_back = true;
        let rows = (sold.before.clone(), sold.after.clone());
        model.put_back((&rows.0, &rows.1));
    }
}

/// Performs the service on the visit of a prescription.
async fn do_use(house: &House, model: &mut Model, visit: VisitId, (units, tells): ([i64; 2], bool)) {
    let before = model.shelves.clone();
    let wanted: Vec<consumable::Wanted> = MEDICINES
        .iter()
        .zip(units)
        .map(|(medicine, units)| consumable::Wanted {
            medicine: *medicine,
            batch: None,
            quantity: Quantity::whole(units),
        })
        .collect();
    let missing: i64 = wanted.iter().map(|one| model.take(one.medicine, one.quantity.milli())).sum();
    let possible = missing == 0 || tells;
    let done = house
        .act(move |tx, who| {
            let (order, now) = (OrderId::from_raw(tx.new_id()), tx.now());
            tx.run_one(ORDER, &[&order, &visit, &now, &who.staff])?;
            let performed = consumable::Performed::of(&papers::order::by_id(tx, who.branch, order)?);
            consumable::use_up(tx, who, &performed, (&wanted, &[]), if tells { "x" } else { " " })?;
            Ok(performed)
        })
        .await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    match done {
        Ok(of) => model.used.push(Left { of, before, after: model.shelves.clone(), is_back: false }),
        Err(_) => model.shelves = before,
    }
}

/// Given back twice is given back once.
async fn do_give_back(house: &House, model: &mut Model, of: usize) {
    let Some(used) = model.used.get_mut(of) else { return };
    let performed = used.of.clone();
    house.done(move |tx, who| consumable::give_back(tx, who, &performed, "x")).await;
    if !used.is_back {
        used.is_back = true;
        let rows = (used.before.clone(), used.after.clone());
        model.put_back((&rows.0, &rows.1));
    }
}

const SERVICE: ServiceId = ServiceId::from_raw(43);
const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, urgent, question, \
     ordered_at, ordered_by, done_at, done_by, finding, conclusion) \
     SELECT $1, v.branch_id, v.id, v.patient_id, 43, 'procedure', 'done', FALSE, '', $3, $4, $3, $4, 'x', '' FROM visit v WHERE v.id = $2";

/// A service that uses both medicines.
async fn with_a_service(house: &House) {
    let made = house.done(|tx, who| {
        tx.run(
            "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) \
             VALUES (43, 'TT11', 'Tiêm', 'Injection', 'procedure', 'general', 10, TRUE)",
            &[],
        )?;
        tx.run("UPDATE medicine SET prescription_only = FALSE, controlled = 'none' WHERE id IN (61, 62)", &[])?;
        for (medicine, charged) in MEDICINES.iter().zip([true, false]) {
            consumable::put_on_list(tx, who, SERVICE, *medicine, (Quantity::whole(1), charged, false))?;
        }
        Ok(())
    });
    made.await;
}

async fn run(acts: Vec<Act>) {
    let house = House::open().await;
    let mut model = Model::default();
    let (mut visits, mut prescriptions) = (Vec::new(), Vec::new());
    for patient in [HUONG, MINH] {
        let (visit, prescription) = issued(&house, patient, MEDICINES).await;
        visits.push(visit);
        prescriptions.push(prescription);
    }
    with_a_service(&house).await;
    for (at, act) in acts.into_iter().enumerate() {
        match act {
            Act::Receive { expires, units } => {
                let medicine = MEDICINES[at % 2];
                let new =
                    batch::NewBatch { medicine, ..delivery(&format!("L{expires}"), add_days(today(), expires), units) };
                let id = house.done(move |tx, who| batch::receive(tx, who, &new)).await;
                *model.shelves.entry(id).or_default() += units * 1_000;
                model.batches.insert(id, (medicine, add_days(today(), expires)));
            }
            Act::Dispense { of, halves, declines } => {
                let Some(id) = prescriptions.get(of) else { continue };
                do_dispense(&house, &mut model, *id, halves, declines).await;
            }
            Act::Undo { of } => do_undo(&house, &mut model, of).await,
            Act::Return { of, units, destroys } => do_return(&house, &mut model, (of, units, destroys)).await,
            Act::UndoReturn { of } => do_undo_return(&house, &mut model, of).await,
            Act::Sell { medicine, units } => do_sell(&house, &mut model, MEDICINES[medicine], units).await,
            Act::TakeBack { of } => do_take_back(&house, &mut model, of).await,
            Act::Use { units, tells } => do_use(&house, &mut model, visits[at % 2], (units, tells)).await,
            Act::GiveBack { of } => do_give_back(&house, &mut model, of).await,
        }
        assert_eq!(shelves(&house).await, model.shelves);
        assert!(model.shelves.values().all(|held| *held >= 0));
        for id in prescriptions.clone() {
            for line in house.done(move |tx, _| Ok(prescription::lines(tx, id)?)).await {
                assert_eq!(
                    (line.given.milli(), line.declined.milli()),
                    (model.given(line.id), model.declined(line.id))
                );
                assert!(line.given.milli() + line.declined.milli() <= line.quantity.milli());
            }
        }
        the_books_agree(&house).await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_done_the_shelves_and_the_papers_agree(acts in proptest::collection::vec(act(), 1..24)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run(acts));
    }
}
