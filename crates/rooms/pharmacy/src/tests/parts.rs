//! A prescription handed over in parts, declined, taken back, returned; on hold; by scanner; by two.

use super::*;
use crate::load::handing_page;
use crate::{acts_back, acts_pause, scan, store_given};
use bricks::id::{DispenseId, StaffId};
use ground::access::Who;

const MAKE_SAME: &str = "INSERT INTO medicine (id, code, generic_vi, generic_en, strength, form, route, dose_unit, dispense_unit, \
     dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, \
     reorder_level_milli, stocked, brand, barcode) VALUES \
     (64, 'PANA', 'Paracetamol', 'Paracetamol', '500 mg', 'tablet', 'oral', 'viên', 'viên', 1000, '', 1500, FALSE, 'none', '', '', 0, TRUE, 'Panadol', '08470006991541')";

/// The page's form with fields replaced or added.
async fn form_of(house: &House, id: PrescriptionId, fields: &[(&str, &str)]) -> Form {
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    let mut body = format!("explained=yes&version={}", page.head.version);
    for of_line in &page.lines {
        for batch in &of_line.batches {
            body.push_str(&format!("&{}={}", input_name(of_line.line.id, batch.batch), batch.take.show(Lang::Vi)));
        }
    }
    with(&body, fields)
}

fn with(body: &str, fields: &[(&str, &str)]) -> Form {
    let is_kept = |pair: &&str| !fields.iter().any(|(name, _)| pair.split('=').next() == Some(name));
    let kept = body.split('&').filter(is_kept).map(str::to_owned);
    let added = fields.iter().map(|(name, value)| format!("{name}={}", ground::web::percent(value)));
    Form::parse(kept.chain(added).collect::<Vec<_>>().join("&").as_bytes()).unwrap()
}

async fn line_of(house: &House, id: PrescriptionId) -> prescription::Line {
    house.done(move |tx, _| Ok(prescription::lines(tx, id)?)).await.remove(0)
}

async fn handing(house: &House, id: PrescriptionId, at: usize) -> DispenseId {
    house.done(move |tx, _| Ok(store_given::handings(tx, id)?)).await[at].id
}

async fn state(house: &House, id: PrescriptionId) -> prescription::State {
    house.done(move |tx, who| prescription::by_id(tx, who.branch, id)).await.state
}

#[tokio::test]
async fn a_part_is_given_the_rest_is_owed_and_taken_later() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 4).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = line_of(&house, id).await;
    let form = form_of(&house, id, &[]).await;
    assert_eq!(refusal(&house, id, form).await, text::takes_wrong(Lang::En, 1), "nothing is said of the rest");
    let rest = format!("rest-{}", line.id);
    let form = form_of(&house, id, &[(&rest, "remainder")]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, batch).await, state(&house, id).await), (0, prescription::State::Partial));
    assert_eq!(line_of(&house, id).await.remainder(), Quantity::whole(6));
    let seen = house.done(|tx, who| overview(tx, who, None)).await;
    assert_eq!((seen.queue.rows.len(), seen.remainder.len()), (0, 1), "it waits among what is remainder");
    the_books_agree(&house).await;

    let more = house.received("L2", add_days(today(), 300), 20).await;
    house.clock.advance_minutes(30 * 24 * 60);
    let form = form_of(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, more).await, state(&house, id).await), (14, prescription::State::Dispensed));
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense").await, 2);
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 5_000);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn what_is_declined_has_a_reason_and_is_owed_no_longer() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = line_of(&house, id).await;
    let batch = house.done(|tx, who| Ok(batch::available_of(tx, who.branch, PARACETAMOL, today())?)).await[0].batch;
    let (take, rest) = (input_name(line.id, batch), format!("rest-{}", line.id));
    for wrong in ["", "nonsense", "other"] {
        let form = form_of(&house, id, &[(&take, "4"), (&rest, wrong)]).await;
        assert_eq!(refusal(&house, id, form).await, text::takes_wrong(Lang::En, 1), "{wrong}");
    }
    let form = form_of(&house, id, &[(&take, "10"), (&rest, "unsafe")]).await;
    assert_eq!(refusal(&house, id, form).await, text::takes_wrong(Lang::En, 1), "declined, and taken whole");
    let form = form_of(&house, id, &[(&take, "0"), (&rest, "remainder")]).await;
    assert_eq!(refusal(&house, id, form).await, text::nothing_given(Lang::En));
    let form = form_of(&house, id, &[(&take, "4"), (&rest, "has_some")]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((state(&house, id).await, holds(&house, batch).await), (prescription::State::Dispensed, 46));
    let line = line_of(&house, id).await;
    assert_eq!((line.given, line.declined, line.remainder()), (Quantity::whole(4), Quantity::whole(6), Quantity::ZERO));
    the_books_agree(&house).await;
}

#[tokio::test]
async fn taken_back_it_is_as_if_it_had_not_been_handed_over() {
    let house = House::open().await;
    let (one, two) =
        (house.received("L1", add_days(today(), 40), 4).await, house.received("L2", add_days(today(), 300), 50).await);
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = form_of(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, one).await, holds(&house, two).await), (0, 44));
    let given = handing(&house, id, 0).await;
    let undo = |body: &'static str| {
        house.act(move |tx, who| acts_back::undo(tx, who, given, &Form::parse(body.as_bytes()).unwrap(), Lang::Vi))
    };
    assert!(undo("reason=").await.is_err(), "without a reason nothing is taken back");
    undo("reason=Nham+nguoi").await.unwrap();
    assert_eq!((holds(&house, one).await, holds(&house, two).await), (4, 50));
    assert_eq!(state(&house, id).await, prescription::State::Issued);
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM charge").await, 0);
    assert!(undo("reason=Nham+nguoi").await.is_err(), "once");
    the_books_agree(&house).await;
    let form = form_of(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    the_books_agree(&house).await;
    house.done(move |tx, _| Ok(tx.run("UPDATE charge SET invoice_id = 1", &[])?)).await;
    let paid = handing(&house, id, 1).await;
    let refused = house
        .refused(move |tx, who| acts_back::undo(tx, who, paid, &Form::parse(b"reason=ghi+nham").unwrap(), Lang::Vi));
    assert_eq!(refused.await.0, text::undo_paid(Lang::En), "what is paid is returned, not undone");
    assert_eq!((holds(&house, one).await, holds(&house, two).await), (0, 44));
}

#[tokio::test]
async fn goods_come_back_to_the_shelf_or_to_be_destroyed_and_never_more_than_went_out() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 10), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = form_of(&house, id, &[]).await;
    dispense(&house, id, form).await.unwrap();
    let given = handing(&house, id, 0).await;
    let page = house.done(move |tx, who| handing_page(tx, who, given)).await;
    let name = acts_back::return_name(&page.given[0]);
    let back = |quantity: &str, fate: &str| {
        let form = with("reason=Đổi thuốc", &[(&name, quantity), ("fate", fate)]);
        house.act(move |tx, who| acts_back::take_in(tx, who, given, &form, Lang::Vi))
    };
    for (quantity, fate) in [
        ("", "shelf"),
        ("11", "shelf"),
        ("-1", "shelf"),
        ("abc", "shelf"),
        ("1,5", "shelf"),
        ("1,000", "shelf"),
        ("0,5", "destruction"),
        ("2", "drawer"),
        ("2", ""),
    ] {
        assert!(back(quantity, fate).await.is_err(), "{quantity} {fate}");
    }
    back("2", "shelf").await.unwrap();
    assert_eq!(holds(&house, batch).await, 42);
    back("3", "destruction").await.unwrap();
    assert_eq!(holds(&house, batch).await, 42, "what is destroyed is on no shelf");
    assert_eq!(
        house.count("SELECT COUNT(*) FROM movement WHERE kind = 'disposal' AND quantity_milli = -3000").await,
        1
    );
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 2_500);
    assert!(back("6", "shelf").await.is_err(), "five are left with the patient");
    house.clock.advance_minutes(11 * 24 * 60);
    assert!(back("1", "shelf").await.is_err(), "expired goods are not put on the shelf");
    back("5", "destruction").await.unwrap();
    the_books_agree(&house).await;
    let undo = house
        .refused(move |tx, who| acts_back::undo(tx, who, given, &Form::parse(b"reason=ghi+nham").unwrap(), Lang::Vi));
    assert_eq!(undo.await.0, text::undo_gone(Lang::En));
    assert_eq!(house.count("SELECT COUNT(*) FROM stock_return").await, 3);
}

#[tokio::test]
async fn parts_come_back_as_pieces_or_as_they_went_out_whatever_the_shelf_holds_by_then() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 10), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = line_of(&house, id).await;
    let rest = format!("rest-{}", line.id);
    let form = form_of(&house, id, &[(&input_name(line.id, batch), "1,5"), (&rest, "not_wanted")]).await;
    dispense(&house, id, form).await.unwrap();
    let given = handing(&house, id, 0).await;
    let page = house.done(move |tx, who| handing_page(tx, who, given)).await;
    let name = acts_back::return_name(&page.given[0]);
    let back = |quantity: &str| {
        let form = with("reason=Đổi thuốc&fate=shelf", &[(&name, quantity)]);
        house.act(move |tx, who| acts_back::take_in(tx, who, given, &form, Lang::Vi))
    };
    for quantity in ["0,3", "1,2", "1,25"] {
        assert!(matches!(back(quantity).await, Err(Stop::Refused(_))), "{quantity} is told to be no piece");
    }
    back("0,5").await.unwrap();
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 49_000);
    // A part that went out before parts were refused comes back onto whole pieces.
    house.done(move |tx, who| batch::give_back(tx, who, batch, Quantity::from_milli(250), "TT")).await;
    assert_eq!(house.count("SELECT quantity_milli FROM batch").await, 49_250);
    house.done(move |tx, who| batch::destroy(tx, who, batch, Quantity::from_milli(250), "TT")).await;
    let part = "UPDATE batch SET quantity_milli = quantity_milli - 250";
    assert!(house.act(move |tx, _| Ok(tx.run(part, &[])?)).await.is_err(), "no other part leaves the shelf");
}

#[tokio::test]
async fn what_was_refused_whole_is_listed_as_not_given_and_a_question_as_asked() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, asked) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let ask = with("pause=question", &[("said", "Liều này đúng không?")]);
    house.done(move |tx, who| acts_pause::pause(tx, who, asked, &ask, Lang::Vi)).await;
    let listed = house.done(|tx, who| Ok(crate::store::waiting(tx, who.branch)?)).await;
    assert_eq!(listed.iter().map(|row| row.paused.as_str()).collect::<Vec<_>>(), ["question"]);
    let why = with("withdrawn=ghi+nham", &[]);
    house.done(move |tx, who| acts_pause::withdraw(tx, who, asked, &why, Lang::Vi)).await;
    let line = line_of(&house, asked).await;
    let batch = house.count("SELECT id FROM batch").await;
    let (take, rest) = (input_name(line.id, BatchId::from_raw(batch)), format!("rest-{}", line.id));
    let form = form_of(&house, asked, &[(&take, ""), (&rest, "unsafe")]).await;
    dispense(&house, asked, form).await.unwrap();
    let done = house
        .done(|tx, who| Ok(crate::store::dispensed_since(tx, who.branch, bricks::clock::Instant::from_millis(0))?));
    assert_eq!(done.await.iter().map(|row| row.nothing_given).collect::<Vec<_>>(), [true]);
    let page = house.done(move |tx, who| prescription_page(tx, who, asked)).await;
    assert!(page.lines.iter().all(|proposal| proposal.line.given.is_zero()));
}

#[tokio::test]
async fn a_prescription_is_collected_within_five_days_and_nobody_goes_on_behind_them() {
    let house = House::open().await;
    house.received("L1", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    house.clock.advance_minutes(4 * 24 * 60);
    assert!(!house.done(move |tx, who| prescription_page(tx, who, id)).await.is_over);
    house.clock.advance_minutes(24 * 60);
    assert!(house.done(move |tx, who| prescription_page(tx, who, id)).await.is_over);
    let form = form_of(&house, id, &[("override_reason", "Người bệnh ở xa")]).await;
    assert_eq!(refusal(&house, id, form).await, text::too_old(Lang::En, 5));
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_page_that_is_old_gives_nothing_and_another_batch_needs_a_reason() {
    let house = House::open().await;
    let early = house.received("L1", add_days(today(), 40), 50).await;
    let late = house.received("L2", add_days(today(), 300), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = line_of(&house, id).await;
    let (one, two, rest) = (input_name(line.id, early), input_name(line.id, late), format!("rest-{}", line.id));
    let half = form_of(&house, id, &[(&one, "4"), (&rest, "remainder")]).await;
    dispense(&house, id, half.clone()).await.unwrap();
    assert_eq!(refusal(&house, id, half).await, text::changed_meanwhile(Lang::En), "the second of two pharmacists");
    assert_eq!(holds(&house, early).await, 46);
    let other = [(one.as_str(), ""), (two.as_str(), "6")];
    let form = form_of(&house, id, &other).await;
    let (_, field) = house.refused(move |tx, who| acts::dispense(tx, who, id, &form, Lang::Vi)).await;
    assert_eq!(field, "batch_reason");
    let form = form_of(&house, id, &[other[0], other[1], ("batch_reason", "Hộp L1 bị móp")]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, early).await, holds(&house, late).await), (46, 44));
    the_books_agree(&house).await;
}

#[tokio::test]
async fn the_same_by_another_maker_stands_for_it_and_anything_else_needs_the_doctor() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run(MAKE_SAME, &[])?)).await;
    let same = house
        .done(|tx, who| {
            batch::receive(
                tx,
                who,
                &batch::NewBatch { medicine: MedicineId::from_raw(64), ..delivery("P1", add_days(today(), 300), 50) },
            )
        })
        .await;
    let syrup = house
        .done(|tx, who| {
            batch::receive(tx, who, &batch::NewBatch { medicine: SYRUP, ..delivery("S1", add_days(today(), 300), 9) })
        })
        .await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let line = line_of(&house, id).await;
    let (of_same, of_syrup, rest) =
        (input_name(line.id, same), input_name(line.id, syrup), format!("rest-{}", line.id));
    let form = form_of(&house, id, &[(&of_syrup, "1"), (&rest, "remainder")]).await;
    assert_eq!(refusal(&house, id, form).await, text::stock_changed(Lang::En), "no doctor allowed the syrup");
    let form = form_of(&house, id, &[(&of_same, "4"), (&rest, "remainder")]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!(house.count("SELECT due_vnd FROM visit").await, 6_000, "at its own price");
    let ask = with("pause=question", &[("said", "Hết viên, dùng siro được không?")]);
    house.done(move |tx, who| acts_pause::pause(tx, who, id, &ask, Lang::Vi)).await;
    let form = form_of(&house, id, &[(&of_same, "6")]).await;
    assert_eq!(refusal(&house, id, form).await, text::paused_now(Lang::En));
    house.refused(move |tx, who| acts_pause::resume(tx, who, id)).await;
    let why = with("withdrawn=", &[]);
    let told = house.refused(move |tx, who| acts_pause::withdraw(tx, who, id, &why, Lang::Vi)).await;
    assert_eq!(told.1, "withdrawn");
    let why = with("withdrawn=ghi+nham", &[]);
    let other = house.db.write_locked(move |tx| acts_pause::withdraw(tx, &second(), id, &why, Lang::Vi)).await;
    assert!(other.is_err(), "somebody else did not ask");
    let listed = house.done(|tx, who| Ok(crate::store::remainder(tx, who.branch)?)).await;
    assert_eq!(listed.iter().map(|row| row.paused.as_str()).collect::<Vec<_>>(), ["question"]);
    let why = with("withdrawn=ghi+nham", &[]);
    house.done(move |tx, who| acts_pause::withdraw(tx, who, id, &why, Lang::Vi)).await;
    let pauses = house.done(move |tx, _| Ok(store_given::pauses(tx, id)?)).await;
    assert!(pauses.iter().all(|pause| pause.withdrawn() && pause.answer == "ghi nham"));
    let ask = with("pause=question", &[("said", "Dùng siro được không?")]);
    house.done(move |tx, who| acts_pause::pause(tx, who, id, &ask, Lang::Vi)).await;
    let answer = with("medicine=62", &[("line", &line.id.to_string()), ("answer", "Được")]);
    house.done(move |tx, who| acts_pause::answer(tx, who, id, &answer, Lang::Vi)).await;
    let form = form_of(&house, id, &[(&of_syrup, "1"), (&rest, "not_wanted")]).await;
    dispense(&house, id, form).await.unwrap();
    assert_eq!((holds(&house, syrup).await, holds(&house, same).await), (8, 46));
    the_books_agree(&house).await;
}

/// Somebody else of the house.
fn second() -> Who {
    Who { staff: StaffId::from_raw(12), name: "Ngô Thị Yến".into(), ..who() }
}

#[tokio::test]
async fn controlled_medicines_are_handed_over_by_two_to_somebody_with_a_name() {
    let house = House::open().await;
    let batch = house.received("L1", add_days(today(), 300), 50).await;
    house
        .done(|tx, _| {
            tx.run("UPDATE medicine SET controlled = 'psychotropic' WHERE id = 61", &[])?;
            Ok(tx.run("INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) VALUES (12, 1, 'yen', 'Ngô Thị Yến', 'DS.', '', '', TRUE, 0)", &[])?)
        })
        .await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let form = form_of(&house, id, &[("receiver", "Trần Thị Hương")]).await;
    assert_eq!(refusal(&house, id, form.clone()).await, text::second_person_missing(Lang::En));
    house.done(move |tx, who| acts_pause::check(tx, who, id)).await;
    assert_eq!(
        refusal(&house, id, form.clone()).await,
        text::second_person_missing(Lang::En),
        "not by the same person"
    );
    house.db.write_locked(move |tx| acts_pause::check(tx, &second(), id)).await.unwrap();
    house.clock.advance_minutes(61);
    assert_eq!(refusal(&house, id, form.clone()).await, text::second_person_missing(Lang::En), "an hour ago");
    house.db.write_locked(move |tx| acts_pause::check(tx, &second(), id)).await.unwrap();
    let nameless = form_of(&house, id, &[]).await;
    let (_, field) = house.refused(move |tx, who| acts::dispense(tx, who, id, &nameless, Lang::Vi)).await;
    assert_eq!(field, "receiver");
    dispense(&house, id, form).await.unwrap();
    assert_eq!(house.count("SELECT COUNT(*) FROM dispense WHERE confirmed_by = 12").await, 1);
    assert_eq!(holds(&house, batch).await, 40);
    the_books_agree(&house).await;
}

#[tokio::test]
async fn a_scanned_pack_confirms_its_line_and_a_wrong_one_is_refused_loudly() {
    let house = House::open().await;
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET barcode = '04006381333931' WHERE id = 61", &[])?)).await;
    house.done(|tx, _| Ok(tx.run(MAKE_SAME, &[])?)).await;
    let expiry = bricks::clock::parse_day("2028-10-31").unwrap();
    house.received("L1", expiry, 50).await;
    house.received("L2", add_days(expiry, 100), 50).await;
    let (_, id) = issued(&house, HUONG, &[PARACETAMOL]).await;
    let scan = |code: &str| {
        let form = with("key=0123456789abcdef", &[("scan", code)]);
        house.act(move |tx, who| scan::scan(tx, who, id, &form, Lang::Vi))
    };
    for (code, why) in [
        ("", "empty"),
        ("DT-261124-001", "no pack"),
        ("4006381333932", "the check digit"),
        ("96385074", "a product that nobody knows"),
        ("08470006991541", "another product"),
        ("01040063813339311728103110XX", "another batch"),
        ("01040063813339311728113010L1", "another expiry"),
        ("0104006381333931172902081\u{241d}0L2", "not a code"),
        ("01040063813339311729020810L2", "a batch that is not taken from"),
        ("010400638133393110L117281031", "no separator"),
    ] {
        match scan(code).await {
            Err(Stop::Refused(r)) => assert_eq!(r.fields[0].field, "scan", "{why}"),
            other => panic!("{why}: {other:?}"),
        }
    }
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert!(!scan::is_scanned(&page.lines[0], &page.scans));
    scan("]d20104006381333931172810312112345\u{1d}10L1").await.unwrap();
    scan("]d20104006381333931172810312112345\u{1d}10L1").await.unwrap();
    let page = house.done(move |tx, who| prescription_page(tx, who, id)).await;
    assert!(scan::is_scanned(&page.lines[0], &page.scans));
    assert_eq!(house.count("SELECT COUNT(*) FROM pack_scan").await, 1);
}
