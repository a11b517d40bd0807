//! The acts against a real database.

/// Alarming vitals and results.
mod alarming;
mod certificates;
/// Main and further, preliminary and final, favourites, the imported list.
mod diagnoses;
/// How many statements.
mod figures;
/// The small clinic of the papers' own tests.
#[allow(dead_code, reason = "each crate uses its part of the clinic")]
#[path = "../../../papers/tests/it/house.rs"]
mod house;
/// What comes too late: a save over another page, a result behind the visit.
mod late;
/// The doctor's line: who is called next, who is put back, who comes back with results.
mod line;
mod one_line;
/// Lines, sets, what is paid first, what was ordered lately.
mod orders;
/// Finding medicines, templates for a diagnosis, several doctors, the patient's language.
mod prescribing;
/// What was signed stays.
mod signing;
/// What the medicine rules stop, and what no reason goes past.
mod stops;
mod templates;

use crate::{acts, store, text};
use bricks::clock::{Instant, parse_day};
use bricks::id::{PatientId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::Form;
use house::*;
use papers::visit::{self, State};

const SECOND: StaffId = StaffId::from_raw(12);

fn form(body: &str) -> Form {
    Form::parse(body.as_bytes()).unwrap()
}

/// A further doctor and a few diagnoses, in the small clinic.
async fn open() -> House {
    let house = House::open().await;
    house
        .done(|tx, _| {
            for sql in [
                "INSERT INTO staff (id, branch_id, login, name, title, speciality, password_hash, active, created_at) \
                 VALUES (12, 1, 'lan', 'Nguyễn Lan', 'BS.', 'Nhi', '', TRUE, 0)",
                "INSERT INTO diagnosis (code, title_vi, title_en, chapter, common) VALUES \
                 ('J20.9', 'Viêm phế quản cấp', 'Acute bronchitis', 'X', 1), ('I10', 'Tăng huyết áp', 'Hypertension', 'IX', 1), \
                 ('R05', 'Ho', 'Cough', 'XVIII', 1)",
                "INSERT INTO catalog_word (kind, word, item, rank) VALUES ('diagnosis', 'viem phe quan cap', 'J20.9', 1), \
                 ('diagnosis', 'j20 9', 'J20.9', 0), ('diagnosis', 'tang huyet ap', 'I10', 1), \
                 ('medicine', 'paracetamol', 'PARA', 1), ('medicine', 'paracetamol', 'SYRUP', 2), ('medicine', 'para', 'PARA', 0)",
                "UPDATE patient SET email = 'huong@example.org' WHERE id = 31",
                "UPDATE patient SET allergies_none = TRUE WHERE allergies = ''",
                "UPDATE resource SET staff_id = 11 WHERE id = 21",
            ] {
                tx.run(sql, &[])?;
            }
            Ok(())
        })
        .await;
    house
}

fn other_doctor(who: &Who) -> Who {
    Who { staff: SECOND, name: "Nguyễn Lan".into(), ..who.clone() }
}

async fn waiting(house: &House, patient: PatientId) -> VisitId {
    house.done(move |tx, who| let_in(tx, who, patient)).await
}

async fn called(house: &House, patient: PatientId) -> VisitId {
    let id = waiting(house, patient).await;
    house.done(move |tx, who| acts::call_in(tx, who, id)).await;
    id
}

async fn state(house: &House, id: VisitId) -> State {
    house.done(move |tx, who| Ok(visit::by_id(tx, who.branch, id)?.state)).await
}

#[tokio::test]
async fn the_second_call_is_told_who_was_first_and_charges_nothing() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house.clock.advance_minutes(1);
    let late = house.act(move |tx, who| acts::call_in(tx, &other_doctor(who), id)).await;
    let Err(Stop::Refused(refusal)) = late else { panic!("not refused") };
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert_eq!(refusal.say.en, "BS. Phạm Quốc Bảo called this patient in at 8:00.");
    assert_eq!(house.count("SELECT COUNT(*) FROM charge WHERE source_kind = 'consultation'").await, 1);
    assert_eq!(house.count("SELECT amount_vnd FROM charge").await, 160_000);
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE reason = 'Ho' AND version = 1").await, 1);
}

#[tokio::test]
async fn vitals_are_further_rows_and_impossible_ones_are_refused_at_their_field() {
    let house = open().await;
    let id = waiting(&house, HUONG).await;
    let take =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::record_vitals(tx, who, id, &form(body), Lang::Vi);
    for (body, field) in [
        ("", "systolic"),
        ("systolic=120", "diastolic"),
        ("systolic=1480&diastolic=92", "systolic"),
        ("systolic=148&diastolic=920", "diastolic"),
        ("pulse=7200", "pulse"),
        ("breaths=1600", "breaths"),
        ("systolic=80&diastolic=120", "diastolic"),
        ("temperature=375", "temperature"),
        ("temperature=abc", "temperature"),
        ("weight=58.500", "weight"),
        ("height=1,55", "height"),
        ("saturation=101", "saturation"),
    ] {
        assert_eq!(house.refused(take(body)).await.1, field, "{body}");
    }
    house.done(take("temperature=37%2C5&weight=58%2C5&height=155%2C2")).await;
    house.clock.advance_minutes(1);
    house.done(take("temperature=37.5&systolic=148&diastolic=92")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM vitals WHERE temperature_milli = 37500").await, 2);
    assert_eq!(house.count("SELECT height_milli FROM vitals WHERE weight_milli = 58500").await, 1_552);
    assert_eq!(house.refused(take("systolic=250&diastolic=150")).await.1, "sure", "alarming values are asked about");
    assert_eq!(house.refused(take("systolic=251&diastolic=150&sure=250%7C150%7C%7C%7C%7C%7C%7C")).await.1, "sure");
    house.done(take("systolic=250&diastolic=150&sure=250%7C150%7C%7C%7C%7C%7C%7C")).await;
    let told = house.refused(take("weight=5")).await;
    assert_eq!(told.1, "sure", "a slip of the keys is asked about");
    assert!(told.0.contains("58.5 kg the last time"), "{}", told.0);
    house.done(take("weight=5&sure=%7C%7C%7C%7C%7C%7C5%7C")).await;
    house.done(move |tx, who| visit::leave(tx, who, id, "")).await;
    assert_eq!(house.refused(take("pulse=80")).await.0, text::vitals_visit_over(Lang::En));
}

#[tokio::test]
async fn a_stale_note_is_refused_and_the_others_text_stays() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let save =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::save_note(tx, who, id, &form(body), Lang::Vi);
    house.done(save("reason=Ho&symptoms=Ba+ng%C3%A0y&findings=&advice=&version=1")).await;
    house.clock.advance_minutes(2);
    let stale = house
        .act(move |tx, who| {
            let typed = form("reason=Ho&symptoms=Khac&findings=&advice=&version=1");
            acts::save_note(tx, &other_doctor(who), id, &typed, Lang::Vi)
        })
        .await;
    let Err(Stop::Refused(refusal)) = stale else { panic!("not refused") };
    assert_eq!(refusal.kind, RefusalKind::Conflict);
    assert!(refusal.say.en.starts_with("Phạm Quốc Bảo saved this note at 8:00"), "{}", refusal.say.en);
    let saved = house.done(move |tx, _| Ok(store::saved_note(tx, id)?)).await.unwrap();
    assert_eq!((saved.symptoms.as_str(), saved.version), ("Ba ngày", 2));
    let same = "reason=Ho&symptoms=Ba+ng%C3%A0y&findings=&advice=&version=1";
    house.done(save(same)).await;
}

#[tokio::test]
async fn every_mistake_of_a_line_is_told_at_once() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let put = |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::put_line(tx, who, id, &form(body), Lang::Vi);
    let fields = async |body: &'static str| match house.act(put(body)).await {
        Err(Stop::Refused(refusal)) => refusal.fields.iter().map(|wrong| wrong.field).collect::<Vec<_>>(),
        _ => panic!("not refused"),
    };
    assert_eq!(fields("").await, ["days", "morning", "medicine"]);
    assert_eq!(fields("morning=x&days=0").await, ["morning", "days", "medicine"]);
    let against = "medicine=61&morning=1&days=5&instruction=Ng%C3%A0y+3+l%E1%BA%A7n+sau+%C4%83n";
    assert_eq!(fields(against).await, ["instruction"]);
    house.done(put("medicine=61&morning=1&days=5&instruction=Ng%C3%A0y+1+l%E1%BA%A7n+sau+%C4%83n")).await;
}

#[tokio::test]
async fn a_vital_out_of_range_is_named_with_its_range() {
    let house = open().await;
    let id = waiting(&house, HUONG).await;
    let take = move |tx: &mut Tx<'_>, who: &Who| {
        acts::record_vitals(tx, who, id, &form("systolic=abc&diastolic=80&temperature=375&pulse=7.5"), Lang::En)
    };
    let Err(Stop::Refused(refusal)) = house.act(take).await else { panic!("not refused") };
    let said: Vec<(&str, &str)> = refusal.fields.iter().map(|w| (w.field, w.say.en.as_ref())).collect();
    assert_eq!(
        said,
        [
            ("systolic", "Systolic pressure: enter a number from 30 to 300."),
            ("pulse", "Pulse: enter a number from 10 to 300."),
            ("temperature", "Temperature: enter a number from 25 to 45."),
        ]
    );
}

#[tokio::test]
async fn the_first_diagnosis_is_the_main_one_and_the_others_close_up() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    for body in ["diagnosis=R05", "diagnosis_text=j20.9", "diagnosis_text=tang+huyet"] {
        house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form(body))).await;
    }
    let twice = house.refused(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=I10"))).await;
    assert_eq!(twice.1, "diagnosis");
    house.refused(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis_text=nothing"))).await;
    house.done(move |tx, who| acts::remove_diagnosis(tx, who, id, &form("code=R05"))).await;
    let left = house.done(move |tx, who| Ok(store::diagnoses(tx, id, who.staff)?)).await;
    assert_eq!(left.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["J20.9", "I10"]);
    assert_eq!(house.count("SELECT position FROM visit_diagnosis WHERE code = 'J20.9'").await, 1);
}

#[tokio::test]
async fn halves_are_prescribed_and_the_quantity_is_whole() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    let put = |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::put_line(tx, who, id, &form(body), Lang::Vi);
    house.done(put("medicine=61&morning=1%2F2&evening=0%2C5&days=5")).await;
    assert_eq!(house.count("SELECT quantity_milli FROM prescription_line").await, 5_000);
    assert_eq!(house.count("SELECT morning_milli FROM prescription_line").await, 500);
    for (body, field) in [
        ("medicine=61&morning=1&days=5", "medicine"),
        ("medicine=62&days=5", "morning"),
        ("medicine=62&morning=1", "days"),
        ("medicine=62&morning=1/3&days=5", "morning"),
        ("medicine=62&morning=-1&days=91", "morning"),
        ("medicine_text=paracetamol&morning=1&days=5", "medicine"),
        ("morning=1&days=5", "medicine"),
    ] {
        assert_eq!(house.refused(put(body)).await.1, field, "{body}");
    }
    let line = house.done(move |tx, who| Ok(store::lines(tx, who, id)?)).await.remove(0);
    assert!(crate::rules::is_short(line.quantity, line.on_hand));
    house.done(move |tx, who| acts::remove_line(tx, who, line.id).map(|_| ())).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription_line").await, 0);
}

#[tokio::test]
async fn an_order_is_taken_back_with_a_reason_only() {
    let house = open().await;
    let id = called(&house, HUONG).await;
    house
        .done(move |tx, who| acts::place_order(tx, who, id, &form("service=42&urgent=yes&question=a"), Lang::Vi))
        .await;
    let twice = house.refused(move |tx, who| acts::place_order(tx, who, id, &form("service=42"), Lang::Vi)).await;
    assert_eq!(twice.1, "service");
    let order = house.done(move |tx, _| Ok(store::orders(tx, id, today())?)).await.remove(0);
    assert!(order.urgent);
    let order = order.id;
    let bare =
        house.refused(move |tx, who| acts::cancel_order(tx, who, order, &form("cancel_reason=+"), Lang::Vi)).await;
    assert_eq!(bare.1, "cancel_reason");
    let back =
        house.done(move |tx, who| acts::cancel_order(tx, who, order, &form("cancel_reason=Nham"), Lang::Vi)).await;
    assert_eq!(back, id);
}

fn follow_up(id: VisitId, body: &'static str) -> impl Fn(&mut Tx<'_>, &Who) -> Result<(), Stop> + Send + 'static {
    move |tx, who| acts::book_follow_up(tx, who, id, &form(body), Lang::Vi)
}

fn minute_on(day: &str, minute: i64) -> Instant {
    zone().instant_of(parse_day(day).unwrap(), minute)
}

#[tokio::test]
async fn a_follow_up_into_sunday_is_refused_with_the_nearest_days() {
    let house = open().await;
    house.clock.advance_minutes(33);
    let id = called(&house, HUONG).await;
    let sunday = house.refused(follow_up(id, "in_days=5")).await.0;
    assert!(sunday.starts_with("On Sunday 29/11/2026 the doctor does not work"), "{sunday}");
    assert!(sunday.contains("Tuesday 01/12/2026 8:30; Wednesday 02/12/2026 8:30"), "{sunday}");
    for body in [
        "in_days=0",
        "follow_day=2026-11-24",
        "follow_day=2020-02-02",
        "follow_day=2028-01-01",
        "follow_day=x",
        "follow_day=",
    ] {
        assert_eq!(
            house.refused(follow_up(id, body)).await.1,
            if body.starts_with("in") { "in_days" } else { "follow_day" }
        );
    }
    let at_night = house.refused(follow_up(id, "in_days=7&follow_time=20:00")).await.0;
    assert!(at_night.contains("Nearest days"), "{at_night}");
    assert_eq!(house.count("SELECT COUNT(*) FROM appointment").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM slot").await, 0);
}

#[tokio::test]
async fn a_follow_up_takes_the_same_time_of_day_and_reminds_without_a_diagnosis() {
    let house = open().await;
    house.clock.advance_minutes(33);
    let id = called(&house, HUONG).await;
    house.done(follow_up(id, "in_days=7")).await;
    let starts_at = minute_on("2026-12-01", 510).millis();
    assert_eq!(house.count("SELECT starts_at FROM appointment WHERE source = 'follow_up'").await, starts_at);
    assert_eq!(house.count("SELECT due_at FROM outbox").await, minute_on("2026-11-30", 480).millis());
    let body: String =
        house.done(|tx, _| Ok(tx.one("SELECT subject || body FROM outbox", &[])?.unwrap_or_default())).await;
    assert!(body.contains("8:30") && body.contains("BS. Phạm Quốc Bảo") && !body.contains("Đau"), "{body}");
    assert_eq!(house.refused(follow_up(id, "in_days=8")).await.0, text::follow_up_there(Lang::En));
    house.done(move |tx, who| acts::remove_follow_up(tx, who, id)).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM outbox WHERE state = 'cancelled'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM slot").await, 0);
    assert_eq!(house.count("SELECT COUNT(*) FROM visit WHERE follow_up_id IS NULL").await, 1);
    house.done(follow_up(id, "in_days=1&follow_time=09:05")).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM appointment WHERE state = 'booked'").await, 1);
}

/// Gives the house's tablet the code by which the tables of the rules know it.
async fn known(house: &House) {
    house.done(|tx, _| Ok(tx.run("UPDATE medicine SET code = 'paracetamol_500_tab' WHERE id = 61", &[])?)).await;
}

#[tokio::test]
async fn finishing_lists_what_is_missing_and_then_issues_what_was_prescribed() {
    let house = open().await;
    known(&house).await;
    let id = called(&house, HUONG).await;
    house.done(move |tx, who| acts::put_line(tx, who, id, &form("medicine=61&morning=1&days=3"), Lang::Vi)).await;
    let finish =
        |body: &'static str| move |tx: &mut Tx<'_>, who: &Who| acts::finish(tx, who, id, &form(body), Lang::Vi);
    let missing = house.refused(finish("reason=&symptoms=&findings=x&advice=&version=1")).await;
    let list = format!("{}; {}", text::gap_note(Lang::En), text::gap_diagnosis(Lang::En));
    assert_eq!(missing.0, text::finish_missing(Lang::En, list));
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE findings = 'x'").await, 0);
    assert_eq!(state(&house, id).await, State::InRoom);
    house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
    house.refused(finish("reason=Ho&symptoms=b&findings=&advice=&version=0")).await;
    house.done(finish("reason=Ho&symptoms=&findings=y&advice=&version=1")).await;
    assert_eq!(state(&house, id).await, State::Finished);
    assert_eq!(house.count("SELECT COUNT(*) FROM prescription WHERE state = 'issued'").await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM note WHERE findings = 'y'").await, 1);
    house.refused(finish("")).await;
    house.refused(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=I10"))).await;
}

#[tokio::test]
async fn the_chart_reads_a_long_history_in_bounded_rows() {
    let house = open().await;
    known(&house).await;
    for _ in 0..15 {
        let id = called(&house, HUONG).await;
        house.done(move |tx, who| acts::add_diagnosis(tx, who, id, &form("diagnosis=J20.9"))).await;
        house
            .done(move |tx, who| acts::put_line(tx, who, id, &form("medicine=61&morning=1%2F2&days=3"), Lang::Vi))
            .await;
        house.done(move |tx, who| acts::finish(tx, who, id, &form(""), Lang::Vi)).await;
        house.clock.advance_minutes(10);
    }
    let id = called(&house, HUONG).await;
    let (head, earlier, found) = house
        .done(move |tx, who| {
            let head = store::head(tx, who.branch, id)?;
            let earlier = store::earlier(tx, head.patient, head.arrived_at)?;
            let found = store::found(tx, head.patient, head.arrived_at)?;
            Ok((head, earlier, found))
        })
        .await;
    assert_eq!((head.visits, earlier.len(), found.len()), (16, 12, 24));
    let queue = house.done(|tx, who| Ok(store::in_house(tx, who.branch)?)).await;
    assert_eq!(queue.len(), 1);
    assert_eq!(house.done(|tx, who| Ok(store::done_today(tx, who, today())?)).await.len(), 15);
    assert!(matches!(house.db.read(move |tx| store::head(tx, OTHER_BRANCH, id)).await, Err(Stop::Missing)));
}
