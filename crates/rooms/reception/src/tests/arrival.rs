use super::{House, at, booking, form, refused};
use crate::acts;
use bricks::id::{AppointmentId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use ground::people::consent;
use papers::visit::{self, Priority};

const HUONG: &str = "name=Tr%E1%BA%A7n+Th%E1%BB%8B+H%C6%B0%C6%A1ng&sex=female&birth=12/03/1972&phone=0903118264&email=huong@example.com&reminders_wanted=yes&version=1";

async fn arrive(house: &House, id: AppointmentId, fields: &str) -> Result<VisitId, Stop> {
    let form = form(fields);
    house.act(move |tx, who| acts::arrive(tx, who, id, &form, Lang::Vi)).await
}

async fn walk_in(house: &House, fields: &str) -> Result<VisitId, Stop> {
    let form = form(fields);
    house.act(move |tx, who| acts::walk_in(tx, who, &form, Lang::Vi)).await
}

async fn take_back(house: &House, id: VisitId) -> Result<Option<AppointmentId>, Stop> {
    house.act(move |tx, who| acts::take_back(tx, who, id)).await
}

#[tokio::test]
async fn a_check_in_that_is_taken_back_leaves_the_booking_as_it_was() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-25T09:00&remind=yes")).await;
    let sum = "SELECT COALESCE(SUM(starts_at), 0) + COUNT(*) FROM slot";
    let (slots, waiting) = (house.number(sum).await, "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'");
    assert_eq!(house.number(waiting).await, 1);
    let visit = arrive(&house, id, "").await.unwrap();
    assert_eq!((house.number("SELECT COUNT(*) FROM slot").await, house.number(waiting).await), (0, 0));
    assert_eq!(take_back(&house, visit).await.unwrap(), Some(id));
    assert_eq!((house.number(sum).await, house.number(waiting).await), (slots, 1));
    assert_eq!(house.number("SELECT COUNT(*) FROM visit").await, 0);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment WHERE state = 'booked' AND ended_at IS NULL").await, 1);
    let again = arrive(&house, id, "").await.unwrap();
    let seen = house.act(move |tx, who| visit::by_id(tx, who.branch, again)).await.unwrap();
    assert_eq!(seen.ticket(), "A002", "a ticket number is never given twice");
}

#[tokio::test]
async fn a_check_in_is_not_taken_back_once_its_time_was_given_away_or_something_was_done() {
    let house = House::open().await;
    let early = house.booked(booking("starts_at=2026-11-25T09:00")).await;
    let visit = arrive(&house, early, "").await.unwrap();
    house.booked(form("patient=32&service=41&doctor=21&source=phone&starts_at=2026-11-25T09:10")).await;
    assert_eq!(refused(take_back(&house, visit).await).0, RefusalKind::Conflict);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment WHERE state = 'arrived'").await, 1);
    let other = walk_in(&house, "patient=32&seen=32&service=42&doctor=22").await.unwrap();
    const VITALS: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by) VALUES (71, $1, 32, 0, 11)";
    house.act(move |tx, _| Ok(tx.run(VITALS, &[&other])?)).await.unwrap();
    assert_eq!(refused(take_back(&house, other).await).0, RefusalKind::Conflict);
    house.act(move |tx, who| visit::call_in(tx, who, visit)).await.unwrap();
    assert_eq!(refused(take_back(&house, visit).await).0, RefusalKind::Conflict);
}

#[tokio::test]
async fn a_booked_patient_is_no_walk_in_unless_it_is_meant() {
    let house = House::open().await;
    house.answered(31).await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    assert_eq!(refused(walk_in(&house, "patient=31&seen=31&service=41&doctor=21").await).0, RefusalKind::Conflict);
    assert_eq!(
        refused(walk_in(&house, "patient=31&seen=31&service=41&doctor=21&bookings_seen=32").await).0,
        RefusalKind::Conflict,
        "the bookings of somebody else were shown"
    );
    walk_in(&house, "patient=31&seen=31&service=41&doctor=21&bookings_seen=31").await.unwrap();
}

/// The doctor has finished, and a test is open.
async fn seen_with_a_test_open(house: &House, visit: VisitId) {
    const ORDER: &str = "INSERT INTO clinical_order (id, branch_id, visit_id, patient_id, service_id, kind, state, ordered_at, ordered_by, urgent, question, finding, conclusion) \
         VALUES (81, 1, $1, 31, 43, 'lab', 'ordered', 0, 11, FALSE, '', '', '')";
    house.act(move |tx, _| Ok(tx.run(ORDER, &[&visit])?)).await.unwrap();
    house.act(move |tx, who| visit::call_in(tx, who, visit)).await.unwrap();
    house.act(move |tx, who| visit::finish(tx, who, visit)).await.unwrap();
}

#[tokio::test]
async fn who_is_in_the_house_is_let_in_once_more_only_when_that_is_meant() {
    let house = House::open().await;
    house.answered(31).await;
    let first = walk_in(&house, "patient=31&seen=31&service=41&doctor=21").await.unwrap();
    let again = "patient=31&seen=31&service=41&doctor=21";
    let waiting = refused(walk_in(&house, again).await);
    assert_eq!((waiting.0, waiting.1.len()), (RefusalKind::Conflict, 0), "who waits is not let in again");
    seen_with_a_test_open(&house, first).await;
    assert_eq!(refused(walk_in(&house, again).await).1, ["beside_visit"]);
    let asked = [
        (booking("starts_at=2026-11-24T09:00"), "same_day", "in the house for this doctor"),
        (
            form(
                "patient=31&service=41&doctor=21&source=phone&starts_at=2026-11-24T09:00&same_day=yes&seen=31&then=check_in",
            ),
            "beside_visit",
            "booked and let in",
        ),
    ];
    for (booked, field, why) in asked {
        let done = house.act(move |tx, who| acts::book(tx, who, &booked, Lang::Vi)).await;
        assert_eq!(refused(done).1, [field], "{why}");
    }
    let id = house
        .booked(form("patient=31&service=41&doctor=21&source=phone&starts_at=2026-11-24T09:00&same_day=yes"))
        .await;
    assert_eq!(refused(arrive(&house, id, "").await).1, ["beside_visit"]);
    assert_eq!(refused(arrive(&house, id, "beside_visit=77").await).1, ["beside_visit"], "another visit was told");
    arrive(&house, id, &format!("beside_visit={first}")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM visit WHERE patient_id = 31").await, 2);
}

#[tokio::test]
async fn a_booking_of_who_waits_in_the_house_is_not_given_up() {
    let house = House::open().await;
    house.answered(31).await;
    house
        .booked(form("patient=31&service=41&doctor=22&source=phone&other_doctor=22%4041&starts_at=2026-11-24T09:00"))
        .await;
    let waits = walk_in(&house, "patient=31&seen=31&service=41&doctor=21&bookings_seen=31").await.unwrap();
    house.clock.set(at(14 * 60));
    assert_eq!(house.act(crate::give_up_overdue).await.unwrap(), 0, "the patient is here, with the first doctor");
    house.act(move |tx, who| visit::leave(tx, who, waits, "về")).await.unwrap();
    assert_eq!(house.act(crate::give_up_overdue).await.unwrap(), 1);
}

#[tokio::test]
async fn all_that_is_asked_before_a_booking_is_asked_at_once() {
    let house = House::open().await;
    house.booked(form("patient=32&service=42&doctor=22&source=phone&starts_at=2026-11-24T09:00")).await;
    house.act(|tx, _| Ok(tx.run("UPDATE service SET for_sex = 'female' WHERE id = 42", &[])?)).await.unwrap();
    let twice = form("patient=32&service=42&doctor=21&source=phone&starts_at=2026-11-24T09:00");
    let asked = house.act(move |tx, who| acts::book(tx, who, &twice, Lang::Vi)).await;
    assert_eq!(refused(asked).1, ["unsuited", "other_doctor", "at_once"]);
}

#[tokio::test]
async fn a_second_time_with_one_doctor_on_one_day_is_asked_about() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let twice = booking("starts_at=2026-11-24T10:00");
    let refusal = house.act(move |tx, who| acts::book(tx, who, &twice, Lang::Vi)).await;
    assert_eq!(refused(refusal).1, ["same_day"]);
    let tomorrow = house.booked(booking("starts_at=2026-11-25T10:00")).await;
    let moved = |more: &str| {
        let form = form(&format!("doctor=21&starts_at=2026-11-24T10:00&duration=20{more}"));
        house.act(move |tx, who| crate::changes::move_to(tx, who, tomorrow, &form, Lang::Vi).map(|after| after.day))
    };
    assert_eq!(refused(moved("").await).1, ["same_day"], "moved to the day of the other");
    moved("&same_day=yes").await.unwrap();
}

#[tokio::test]
async fn who_comes_without_a_booking_is_asked_whether_the_doctor_gives_the_service() {
    let house = House::open().await;
    house.answered(31).await;
    let elsewhere = "patient=31&seen=31&service=42&doctor=21";
    assert_eq!(refused(walk_in(&house, elsewhere).await).1, ["other_doctor"]);
    assert_eq!(refused(walk_in(&house, &format!("{elsewhere}&other_doctor=22@42")).await).1, ["other_doctor"]);
    walk_in(&house, &format!("{elsewhere}&other_doctor=21@42")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM audit WHERE act = 'book_other_doctor'").await, 1);
}

#[tokio::test]
async fn who_may_go_first_is_told_by_age_and_by_the_ticks() {
    let house = House::open().await;
    let priority = |visit: VisitId| house.act(move |tx, who| visit::by_id(tx, who.branch, visit).map(|v| v.priority));
    let child = walk_in(&house, "patient=32&seen=32&service=42&doctor=22").await.unwrap();
    assert_eq!(priority(child).await.unwrap(), Priority::YoungChild);
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let born = HUONG.replace("12/03/1972", "12/03/1942");
    let visit = arrive(&house, id, &format!("{born}&no_allergies=yes")).await.unwrap();
    assert_eq!(priority(visit).await.unwrap(), Priority::Elderly, "by the birth as it was just corrected");
    take_back(&house, visit).await.unwrap();
    let visit = arrive(&house, id, "emergency=yes&pregnant=yes").await.unwrap();
    assert_eq!(priority(visit).await.unwrap(), Priority::Emergency);
}

#[tokio::test]
async fn a_service_with_a_prefix_numbers_its_own_tickets() {
    let house = House::open().await;
    house.act(|tx, _| Ok(tx.run("UPDATE service SET ticket_prefix = 'V' WHERE id = 42", &[])?)).await.unwrap();
    let ticket = |visit: VisitId| house.act(move |tx, who| visit::by_id(tx, who.branch, visit).map(|v| v.ticket()));
    let vaccine = walk_in(&house, "patient=32&seen=32&service=42&doctor=22").await.unwrap();
    house.answered(31).await;
    let other = walk_in(&house, "patient=31&seen=31&service=41&doctor=22&other_doctor=22@41").await.unwrap();
    assert_eq!((ticket(vaccine).await.unwrap(), ticket(other).await.unwrap()), ("V001".into(), "N001".into()));
}

#[tokio::test]
async fn that_there_is_no_allergy_is_asked_once_and_remembered() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    assert_eq!(refused(arrive(&house, id, HUONG).await).1, ["allergies"]);
    arrive(&house, id, &format!("{HUONG}&no_allergies=yes")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies_none").await, 1);
}

#[tokio::test]
async fn consent_is_written_down_by_purpose_and_never_overwritten() {
    let house = House::open().await;
    let change = |fields: String| {
        let form = form(&fields);
        house.act(move |tx, who| acts::change_profile(tx, who, bricks::id::PatientId::from_raw(31), &form, Lang::Vi))
    };
    change(format!("{HUONG}&consent_care=given&consent_messages=given")).await.unwrap();
    change(format!("{HUONG}&consent_care=given&consent_messages=refused")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM consent").await, 3);
    let held = house.act(|tx, _| Ok(consent::of_patient(tx, bricks::id::PatientId::from_raw(31))?)).await.unwrap();
    let held: Vec<_> = held.iter().map(|c| (c.purpose, c.given, c.by_guardian)).collect();
    assert_eq!(held, [(consent::Purpose::Care, true, false), (consent::Purpose::Messages, false, false)]);
}

#[tokio::test]
async fn a_childs_consent_is_the_guardians() {
    let house = House::open().await;
    let child = "name=L%C3%AA+Minh&sex=male&birth=2024&reminders_wanted=yes&version=1&consent_care=given";
    let change = |fields: String| {
        let form = form(&fields);
        house.act(move |tx, who| acts::change_profile(tx, who, bricks::id::PatientId::from_raw(32), &form, Lang::Vi))
    };
    assert_eq!(refused(change(child.to_owned()).await).1, ["guardian_name"]);
    change(format!("{child}&guardian_name=L%C3%AA+Lan")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM consent WHERE by_guardian AND decided_by = 'Lê Lan'").await, 1);
}

#[tokio::test]
async fn every_mistake_of_a_check_in_is_told_at_once() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let bad = "name=&sex=x&birth=25/11/2026&phone=1&email=x&national_id=1&insurer=91&insurance_number=1&insurance_from=x&insurance_until=31/02/2027&province=00&version=1";
    let (_, fields, _) = refused(arrive(&house, id, bad).await);
    for field in [
        "name",
        "sex",
        "birth",
        "phone",
        "email",
        "province",
        "national_id",
        "insurance_number",
        "insurance_from",
        "insurance_until",
        "allergies",
    ] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
    house.clock.set(at(541));
    let turned = format!("{HUONG}&no_allergies=yes&insurance_from=2027-01-01&insurance_until=2026-01-01");
    assert_eq!(refused(arrive(&house, id, &turned).await).1, ["insurance_until"]);
}
