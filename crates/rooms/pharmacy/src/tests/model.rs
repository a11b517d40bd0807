//! Random acts against a model of the shelves and the prescriptions: whatever happens in whatever order, the database and
//! the model say the same.

use super::*;
use crate::acts_back;
use crate::store_given;
use bricks::id::{DispenseId, PrescriptionLineId};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MEDICINES: &[MedicineId] = &[PARACETAMOL, SYRUP];

#[derive(Debug, Clone)]
enum Act {
    Receive {
        expires: i64,
        units: i64,
    },
    /// Takes so many units of each line from its batches in their order, half units too; the rest is the remainder or declined.
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
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (1_i64..200, 1_i64..12).prop_map(|(expires, units)| Act::Receive { expires, units }),
        5 => (0_usize..3, [0_i64..24, 0_i64..3], any::<bool>()).prop_map(|(of, halves, declines)| Act::Dispense { of, halves, declines }),
        2 => (0_usize..8).prop_map(|of| Act::Undo { of }),
        2 => (0_usize..8, 1_i64..6, any::<bool>()).prop_map(|(of, units, destroys)| Act::Return { of, units, destroys }),
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
    handed: Vec<Handed>,
}

impl Model {
    fn given(&self, line: PrescriptionLineId) -> i64 {
        let standing = self.handed.iter().filter(|h| !h.undone).flat_map(|h| &h.rows);
        standing.filter(|(of, ..)| *of == line).map(|(.., given, _)| given).sum()
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
    let mut body = format!("explained=yes&batch_reason=x&version={}", page.head.version);
    let mut handed = Handed { id: DispenseId::from_raw(0), rows: Vec::new(), declined: BTreeMap::new(), undone: false };
    let mut possible = page.is_open();
    for (of_line, halves) in page.lines.iter().zip(halves) {
        let (line, mut left) = (&of_line.line, halves * 500);
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
        let rest = remainder - (halves * 500 - left);
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
    let (id, form) = (handed.id, Form::parse(b"reason=x").unwrap());
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
    let form = Form::parse(format!("reason=x&fate={fate}&{name}={units}").as_bytes()).unwrap();
    let own = handed.rows.iter_mut().find(|(line, batch, ..)| *line == row.line && *batch == row.batch).unwrap();
    let possible = !handed.undone && own.2 - own.3 >= units * 1_000;
    let done = house.act(move |tx, who| acts_back::take_in(tx, who, id, &form, Lang::Vi)).await;
    assert_eq!(done.is_ok(), possible, "{done:?}");
    if possible {
        own.3 += units * 1_000;
        *model.shelves.get_mut(&own.1).unwrap() += if destroys { 0 } else { units * 1_000 };
    }
}

async fn run(acts: Vec<Act>) {
    let house = House::open().await;
    let mut model = Model::default();
    let mut prescriptions = Vec::new();
    for patient in [HUONG, MINH] {
        prescriptions.push(issued(&house, patient, MEDICINES).await.1);
    }
    for (at, act) in acts.into_iter().enumerate() {
        match act {
            Act::Receive { expires, units } => {
                let medicine = MEDICINES[at % 2];
                let new =
                    batch::NewBatch { medicine, ..delivery(&format!("L{expires}"), add_days(today(), expires), units) };
                let id = house.done(move |tx, who| batch::receive(tx, who, &new)).await;
                *model.shelves.entry(id).or_default() += units * 1_000;
            }
            Act::Dispense { of, halves, declines } => {
                let Some(id) = prescriptions.get(of) else { continue };
                do_dispense(&house, &mut model, *id, halves, declines).await;
            }
            Act::Undo { of } => do_undo(&house, &mut model, of).await,
            Act::Return { of, units, destroys } => do_return(&house, &mut model, (of, units, destroys)).await,
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
