//! The act against a real database: stock, movements, charges and what is due agree, whatever happens meanwhile.

mod back;
/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;
mod model;
mod parts;
mod printed;
mod retail;
mod review;
mod safety_words;
mod seen;
mod speed;
mod stopped;

use crate::load::{overview, prescription_page};
use crate::paper::{Printed, facts};
use crate::takings::{Mistake, Stock, Taking, input_name, propose_all, read_line, read_takings};
use crate::{acts, store, text};
use bricks::clock::add_days;
use bricks::id::{BatchId, MedicineId, PatientId, PrescriptionId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::db::Stop;
use ground::web::Form;
use house::*;
use papers::journey::Station;
use papers::{batch, prescription, visit};

/// A prescription of ten tablets (and one bottle), issued, the patient out of the doctor's room.
async fn issued(house: &House, patient: PatientId, medicines: &'static [MedicineId]) -> (VisitId, PrescriptionId) {
    let visit = house.in_room(patient).await;
    if patient == MINH {
        house.weighed(visit).await;
    }
    let id = house
        .done(move |tx, who| {
            for medicine in medicines {
                prescription::put_line(tx, who, visit, &line(*medicine))?;
            }
            let id = prescription::issue(tx, who, visit)?.unwrap();
            visit::finish(tx, who, visit)?;
            Ok(id)
        })
        .await;
    (visit, id)
}

/// The form as the page proposes it, ticked, with some figures changed.
async fn proposed(house: &House, id: PrescriptionId, changes: &'static [(usize, usize, &'static str)]) -> Form {
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let mut body = format!("key=0123456789abcdef&explained=yes&version={}", page.head.version);
    for (at, of_line) in page.lines.iter().enumerate() {
        for (nth, batch) in of_line.batches.iter().enumerate() {
            let changed = changes.iter().find(|(line, number, _)| (*line, *number) == (at, nth));
            let value = changed.map_or_else(|| batch.take.show(Lang::Vi), |(_, _, value)| (*value).to_owned());
            body.push_str(&format!("&{}={value}", input_name(of_line.line.id, batch.batch)));
        }
    }
    Form::parse(body.as_bytes()).unwrap()
}

async fn dispense(house: &House, id: PrescriptionId, form: Form) -> Result<(), Stop> {
    house.act(move |tx, who| acts::dispense(tx, who, id, &form, Lang::Vi)).await
}

async fn refusal(house: &House, id: PrescriptionId, form: Form) -> String {
    house.refused(move |tx, who| acts::dispense(tx, who, id, &form, Lang::Vi)).await.0
}

async fn holds(house: &House, batch: BatchId) -> i64 {
    let read = move |tx: &mut ground::db::Tx<'_>| {
        Ok(tx.one::<i64>("SELECT quantity_milli FROM batch WHERE id = $1", &[&batch])?)
    };
    house.db.read(read).await.unwrap().unwrap() / 1000
}

/// Every batch is the sum of its movements, every charge belongs to a line, and the visit owes their sum.
async fn the_books_agree(house: &House) {
    for wrong in [
        "SELECT COUNT(*) FROM batch b WHERE b.quantity_milli <> (SELECT COALESCE(SUM(m.quantity_milli), 0) FROM movement m WHERE m.batch_id = b.id)",
        "SELECT COUNT(*) FROM dispense_line l WHERE l.quantity_milli <> (SELECT COALESCE(-SUM(m.quantity_milli), 0) FROM movement m WHERE m.dispense_line_id = l.id)",
        "SELECT COUNT(*) FROM dispense_line l WHERE l.returned_milli <> (SELECT COALESCE(SUM(r.quantity_milli), 0) FROM stock_return_line r JOIN stock_return d ON d.id = r.stock_return_id WHERE r.dispense_line_id = l.id AND d.undone_at IS NULL)",
        "SELECT COUNT(*) FROM prescription_line l WHERE l.given_milli <> (SELECT COALESCE(SUM(g.quantity_milli), 0) FROM dispense_line g \
         JOIN dispense d ON d.id = g.dispense_id WHERE g.prescription_line_id = l.id AND d.undone_at IS NULL)",
        "SELECT ABS((SELECT COALESCE(SUM(quantity_milli), 0) FROM charge WHERE source_kind = 'medicine') - \
         (SELECT COALESCE(SUM(quantity_milli - returned_milli), 0) FROM dispense_line) - \
         (SELECT COALESCE(SUM(l.quantity_milli), 0) FROM retail_line l JOIN retail_sale s ON s.id = l.retail_sale_id AND s.undone_at IS NULL) - \
         (SELECT COALESCE(SUM(u.quantity_milli), 0) FROM consumable_use u JOIN service_consumable s ON s.medicine_id = u.medicine_id WHERE s.charged AND u.undone_at IS NULL))",
        "SELECT COUNT(*) FROM consumable_line l WHERE l.quantity_milli <> (SELECT COALESCE(-SUM(m.quantity_milli), 0) FROM movement m WHERE m.consumable_line_id = l.id)",
        "SELECT COUNT(*) FROM retail_line l WHERE l.quantity_milli <> (SELECT COALESCE(-SUM(m.quantity_milli), 0) FROM movement m WHERE m.retail_line_id = l.id)",
        "SELECT COUNT(*) FROM visit v WHERE v.due_vnd <> (SELECT COALESCE(SUM(c.amount_vnd), 0) FROM charge c WHERE c.visit_id = v.id)",
        "SELECT COUNT(*) FROM prescription r WHERE (r.state IN ('partial', 'dispensed')) <> EXISTS (SELECT 1 FROM dispense d WHERE d.prescription_id = r.id AND d.undone_at IS NULL)",
    ] {
        assert_eq!(house.count(wrong).await, 0, "{wrong}");
    }
}

#[tokio::test]
async fn a_prescription_is_given_out_from_the_earliest_batches_and_charged_by_line() {
    let house = House::open().await;
    let late = house.received("L2", add_days(today(), 300), 50).await;
    let early = house.received("L1", add_days(today(), 40), 4).await;
    let (visit, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, early).await, holds(&house, late).await), (0, 44));
    the_books_agree(&house).await;
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert_eq!(page.head.facts().station(), Station::Cashier);
    assert_eq!(page.head.facts().due.minor(), 5_000);
    assert_eq!(
        page.lines[0].batches.iter().map(|b| (b.number.as_str(), b.take)).collect::<Vec<_>>(),
        [("L1", Quantity::whole(4)), ("L2", Quantity::whole(6))]
    );
    let seen = house.done(|tx, who| overview(tx, who, None)).await;
    assert!(seen.queue.rows.is_empty());
    assert_eq!(seen.today.iter().map(|r| (r.id, r.medicines)).collect::<Vec<_>>(), [(id, 1)]);
    let charges = house.done(move |tx, _| Ok(papers::charge::open_charges(tx, visit)?)).await;
    assert_eq!(
        charges.iter().map(|c| (c.name_vi.as_str(), c.unit.as_str())).collect::<Vec<_>>(),
        [("Paracetamol 500 mg", "viên")]
    );
}

#[tokio::test]
async fn the_second_pharmacist_hears_who_was_first_and_nothing_is_taken_twice() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    dispense(&house, id, form.clone()).await.unwrap();
    assert_eq!(refusal(&house, id, form).await, text::already_dispensed(Lang::En, "BS. Phạm Quốc Bảo"));
    assert_eq!(holds(&house, batch).await, 40);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn the_last_box_goes_to_one_and_the_other_gets_a_fresh_proposal() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 12).await;
    let (_, first) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let (_, second) = issued(&house, MINH, &[PARACETAMOL]).await;
    let (one, two) = (proposed(&house, first, &[]).await, proposed(&house, second, &[]).await);
    dispense(&house, first, one).await.unwrap();
    assert_eq!(refusal(&house, second, two).await, text::stock_changed(Lang::En));
    let page = house.done(move |tx, who| prescription_page(tx, who, second)).await;
    assert_eq!(page.lines[0].missing, Quantity::whole(8));
    assert_eq!(holds(&house, batch).await, 2);
    let more = house.received("L2", add_days(today(), 300), 20).await;
    let again = proposed(&house, second, &[]).await;
    dispense(&house, second, again).await.unwrap();
    assert_eq!((holds(&house, batch).await, holds(&house, more).await), (2, 10), "as few batches as can be");
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_batch_that_expired_meanwhile_is_refused() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 1), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    house.clock.advance_minutes(2 * 24 * 60);
    assert_eq!(refusal(&house, id, form).await, text::stock_changed(Lang::En));
    assert_eq!(holds(&house, batch).await, 50);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn figures_that_do_not_add_up_and_a_missing_tick_change_nothing() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    for changes in [&[(0, 0, "9")], &[(0, 0, "abc")], &[(0, 0, "1e400")], &[(0, 0, "-10")], &[(0, 0, "")]] {
        let form = proposed(&house, id, changes).await;
        assert_eq!(refusal(&house, id, form).await, text::takes_wrong(Lang::En, 1));
    }
    let unticked = Form::parse(b"key=0123456789abcdef").unwrap();
    assert_eq!(refusal(&house, id, unticked).await, text::explained_missing(Lang::En));
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense").await, 0);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn one_medicine_too_few_gives_nothing_of_the_others() {
    let house = House::open().await;
    let tablets = house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL, SYRUP]).await;
    let form = proposed(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::takes_wrong(Lang::En, 1));
    assert_eq!(holds(&house, tablets).await, 50);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_medicine_that_is_taken_out_of_use_while_it_is_made_ready_is_given_to_nobody() {
    let house = House::open().await;
    let tablets = house.received("L1", add_days(today(), 300), 50).await;
    let new = batch::NewBatch { medicine: SYRUP, ..delivery("S1", add_days(today(), 300), 5) };
    let bottle = house.done(move |tx, who| batch::receive(tx, who, &new)).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL, SYRUP]).await;
    let form = proposed(&house, id, &[]).await;
    house.done(|tx, _| Ok(tx.run_one("UPDATE medicine SET stocked = FALSE WHERE id = 61", &[])?)).await;
    refusal(&house, id, form).await;
    assert_eq!((holds(&house, tablets).await, holds(&house, bottle).await), (50, 5), "nothing of the other either");
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let own = page.lines.iter().find(|of| of.line.medicine == PARACETAMOL);
    assert!(own.unwrap().batches.is_empty(), "no batch of it is proposed");
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_batch_of_another_medicine_is_refused() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[SYRUP]).await;
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let line = page.lines[0].line.clone();
    assert_eq!((page.lines[0].batches.len(), line.quantity), (0, Quantity::whole(1)));
    let available = house.done(|tx, who| Ok(batch::available_of(tx, who.branch, PARACETAMOL, today())?)).await;
    let typed = vec![(input_name(line.id, available[0].batch), "1".to_owned())];
    let stock = Stock { available, substitutes: Vec::new() };
    let refused = read_takings(&[line], &stock, &typed, Lang::Vi).unwrap_err();
    assert_eq!(refused.say, text::stock_changed_say());
}

#[tokio::test]
async fn another_branch_has_no_such_prescription() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = proposed(&house, id, &[]).await;
    let elsewhere =
        house.db.write_locked(move |tx| acts::dispense(tx, &who_of(OTHER_BRANCH), id, &form, Lang::Vi)).await;
    assert!(matches!(elsewhere, Err(Stop::Missing)));
}

#[tokio::test]
async fn figures_are_read_in_either_language_and_half_units_count() {
    let house = House::open().await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let mut line = house.done(move |tx, _| Ok(prescription::lines(tx, id)?)).await.remove(0);
    line.quantity = Quantity::from_milli(10_500);
    let (one, two) = (BatchId::from_raw(1), BatchId::from_raw(2));
    let typed = vec![(input_name(line.id, one), "0,5".to_owned()), (input_name(line.id, two), "10".to_owned())];
    let wanted = [(one, 500), (two, 10_000)].map(|(batch, milli)| Taking {
        line: line.id,
        batch,
        quantity: Quantity::from_milli(milli),
    });
    assert_eq!(read_line(&line, &typed, Lang::Vi).unwrap().takings, wanted.to_vec());
    assert_eq!(read_line(&line, &typed, Lang::En).unwrap().takings, wanted.to_vec());
    let twice = vec![typed[0].clone(), typed[0].clone()];
    assert!(read_line(&line, &twice, Lang::Vi).is_err());
    assert_eq!(propose_all(vec![line], &Stock::default(), today())[0].missing, Quantity::from_milli(10_500));
}

#[tokio::test]
async fn what_is_wrong_of_a_line_is_told_at_its_own_field() {
    let house = House::open().await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = house.done(move |tx, _| Ok(prescription::lines(tx, id)?)).await.remove(0);
    let more = line.quantity.times(2).unwrap().show(Lang::Vi);
    let whole = line.quantity.show(Lang::Vi);
    for (take, rest, note, at) in [
        (more.as_str(), "", "", Mistake::Take),
        ("x", "", "", Mistake::Take),
        ("1", "", "", Mistake::Rest),
        (&whole, "not_wanted", "", Mistake::Rest),
        ("1", "other", "", Mistake::Note),
        ("", "other", "x", Mistake::Note),
    ] {
        let field = |name: &str, value: &str| (format!("{name}-{}", line.id), value.to_owned());
        let take = (input_name(line.id, BatchId::from_raw(1)), take.to_owned());
        let typed = vec![take, field("rest", rest), field("note", note)];
        assert_eq!(read_line(&line, &typed, Lang::Vi).unwrap_err().at, at, "{typed:?}");
    }
}

#[tokio::test]
async fn the_paper_says_all_that_it_must() {
    let house = House::open().await;
    let (_, id) = issued(&house, MINH, &[PARACETAMOL, SYRUP]).await;
    let printed = house
        .done(move |tx, who| {
            let head = store::head(tx, who.branch, id)?;
            let (rest, diagnoses) = (store::rest(tx, head.visit)?, store::diagnoses(tx, head.visit)?);
            let (form, seal) = (prescription::PaperForm::Ordinary, String::new());
            let (numbered, child) = (prescription::numbered(tx, id, form)?, prescription::kept_child(tx, id)?);
            Ok(Printed { form, seal, numbered, child, rest, diagnoses, lines: prescription::lines(tx, id)?, head })
        })
        .await;
    let paper = facts(&who().clinic, &printed, Lang::Vi);
    assert_eq!(paper["number"], "DT-261124-001");
    assert_eq!(paper["date"], "Ngày 24 tháng 11 năm 2026");
    assert_eq!(paper["patient"]["age"], "khoảng 34 tháng");
    assert_eq!(paper["patient"]["weight"], "12,5 kg");
    assert_eq!(paper["patient"]["guardian"], "Lê Thị Mẹ · 0903 118 264");
    assert_eq!(paper["national_code"], serde_json::Value::Null);
    assert_eq!(paper["medicines"][0]["quantity"], "10");
    assert_eq!(paper["medicines"][0]["directions"], "Sáng 1 viên, chiều 1 viên · 5 ngày");
    assert_eq!(paper["medicines"][1]["quantity"], "01");
    assert_eq!(paper["count"], "02");
    assert_eq!(paper["doctor"], "BS. Phạm Quốc Bảo");
}
