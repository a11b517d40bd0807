use super::{House, at, booking, form, refused, zone};
use crate::rules::coming::Status;
use crate::shown::{self, Ask, View};
use crate::{changes, store};
use bricks::clock::{Instant, parse_day};
use bricks::id::{AppointmentId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::web::Form;
use papers::appointment::{Appointment, Confirmation, State};

async fn moved(house: &House, id: AppointmentId, fields: &str) -> Result<Appointment, ground::db::Stop> {
    let form = form(fields);
    house.act(move |tx, who| changes::move_to(tx, who, id, &form, Lang::Vi)).await
}

fn to(fields: &str) -> String {
    format!("doctor=21&duration=20&{fields}")
}

async fn reminder(house: &House) -> Vec<(Instant, papers::message::State)> {
    const DUE: &str = "SELECT due_at, state FROM outbox WHERE kind = 'reminder' ORDER BY id";
    house.act(|tx, _| Ok(tx.all(DUE, &[])?)).await.unwrap()
}

async fn card(house: &House, id: AppointmentId) -> store::DiaryRow {
    house.act(move |tx, who| Ok(store::card(tx, who.branch, id)?)).await.unwrap().unwrap()
}

async fn give_up(house: &House) -> usize {
    house.act(changes::give_up_overdue).await.unwrap()
}

#[tokio::test]
async fn a_moved_appointment_keeps_its_room_unless_the_doctor_changes() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let after = moved(&house, id, &to("day=2026-11-24&starts_at=9:30")).await.unwrap();
    assert_eq!((after.starts_at, after.room.raw()), (at(570), 23));
    let (_, fields, refusal) = refused(moved(&house, id, "doctor=22&duration=30&day=2026-11-24&starts_at=10:00").await);
    assert_eq!(fields, ["other_doctor"]);
    assert!(refusal.say.vi.contains("Nguyễn Thị Hạnh không nhận dịch vụ Khám nội"), "{}", refusal.say.vi);
    let agreed = "doctor=22&duration=30&day=2026-11-24&starts_at=10:00&other_doctor=22@41";
    let other = moved(&house, id, agreed).await.unwrap();
    assert_eq!((other.room.raw(), other.duration_minutes), (24, 30));
    let room = moved(&house, id, "doctor=22&room=23&duration=30&day=2026-11-24&starts_at=10:00").await.unwrap();
    assert_eq!((room.room.raw(), room.doctor.raw()), (23, 22));
}

#[tokio::test]
async fn a_reminder_follows_its_appointment_there_and_back() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-12-01T09:00&remind=yes")).await;
    let after = moved(&house, id, &to("day=2026-12-08&starts_at=9:30")).await.unwrap();
    let due = zone().instant_of(parse_day("2026-12-07").unwrap(), 480);
    let all = reminder(&house).await;
    assert_eq!(
        all.iter().filter(|(_, s)| *s == papers::message::State::Waiting).map(|(at, _)| *at).collect::<Vec<_>>(),
        [due]
    );
    assert_eq!(all.len(), 2);
    let back = form(&format!("version={}", after.version));
    house.act(move |tx, who| changes::undo(tx, who, id, &back)).await.unwrap();
    let due = zone().instant_of(parse_day("2026-11-30").unwrap(), 480);
    let waiting: Vec<_> =
        reminder(&house).await.into_iter().filter(|(_, s)| *s == papers::message::State::Waiting).collect();
    assert_eq!(waiting, [(due, papers::message::State::Waiting)]);
}

#[tokio::test]
async fn a_move_that_cannot_be_is_refused_at_its_field_and_offers_the_nearest_times() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-11-24T10:00")).await;
    for (fields, field) in [
        ("doctor=21&duration=20&day=2026-11-24&starts_at=7:00", "starts_at"),
        ("doctor=21&duration=20&day=2026-11-24&starts_at=9:07", "starts_at"),
        ("doctor=21&duration=20&day=2026-11-24&starts_at=25:00", "starts_at"),
        ("doctor=21&duration=20&day=2026-02-29&starts_at=9:00", "day"),
        ("doctor=21&duration=20&day=2026-11-23&starts_at=9:00", "day"),
        ("doctor=21&duration=0&day=2026-11-24&starts_at=9:00", "duration"),
        ("doctor=21&duration=&day=2026-11-24&starts_at=9:00", "duration"),
        ("doctor=99&duration=20&day=2026-11-24&starts_at=9:00", "doctor"),
        ("doctor=25&duration=20&day=2026-11-24&starts_at=9:00", "doctor"),
    ] {
        let (_, named, _) = refused(moved(&house, id, fields).await);
        assert!(named.contains(&field), "{fields}: {named:?}");
    }
    let wanted: Form = form(&to("day=2026-11-24&starts_at=10:00"));
    let asked = wanted.clone();
    let (kind, _, _) = refused(house.act(move |tx, who| changes::move_to(tx, who, id, &asked, Lang::Vi)).await);
    assert_eq!(kind, RefusalKind::Conflict);
    let offers = house.act(move |tx, who| shown::load_move_offers(tx, who, id, &wanted)).await.unwrap().unwrap();
    assert_eq!(offers.same.len(), 4);
    assert!(offers.same.iter().all(|free| free.starts_at != at(600)));
}

#[tokio::test]
async fn the_grid_shows_rooms_and_steps_of_five_minutes() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let ask = Ask { view: View::of("room", "5"), ..Ask::default() };
    let diary = house.act(move |tx, who| shown::load_diary(tx, who, &ask)).await.unwrap();
    assert_eq!(diary.columns.len(), 2, "rooms in which a doctor works");
    assert_eq!(diary.columns[0].rows.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
    assert!(diary.columns[0].free.contains(&535) && diary.columns[0].free.contains(&560));
    assert!(!diary.columns[0].free.contains(&555));
}

#[tokio::test]
async fn a_week_has_seven_days_of_one_doctor() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-25T09:00")).await;
    let ask = Ask { doctor: Some(ResourceId::from_raw(21)), ..Ask::default() };
    let page = house.act(move |tx, who| shown::load_week(tx, who, &ask)).await.unwrap();
    let days: Vec<String> = page.diary.columns.iter().map(|c| c.day.to_string()).collect();
    assert_eq!((days.len(), days[0].as_str(), days[6].as_str()), (7, "2026-11-23", "2026-11-29"));
    assert_eq!(page.diary.columns[2].rows.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
    assert!(page.diary.columns[0].free.is_empty(), "Monday is over");
    assert!(page.diary.columns[1].free.contains(&480) && !page.diary.columns[2].free.contains(&540));
}

#[tokio::test]
async fn a_card_knows_first_visits_confirmations_and_what_is_owed() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let said = form("confirmation=confirmed");
    house.act(move |tx, who| changes::confirm(tx, who, id, &said)).await.unwrap();
    let row = card(&house, id).await;
    assert_eq!((row.first_visit, row.unpaid, row.confirmation), (true, false, Confirmation::Confirmed));
    const OWES: &str = "INSERT INTO visit (id, branch_id, patient_id, service_id, doctor_id, room_id, day, ticket_prefix, ticket_number, \
         state, reason, arrived_at, arrived_by, finished_at, due_vnd) \
         VALUES (9, 1, 31, 41, 21, 23, '2026-11-20', 'A', 1, 'finished', '', 1, 11, 2, 150000)";
    house.act(|tx, _| Ok(tx.run(OWES, &[])?)).await.unwrap();
    let row = card(&house, id).await;
    assert_eq!((row.first_visit, row.unpaid), (false, true));
}

#[tokio::test]
async fn a_card_marks_an_emergency_who_came_and_the_list_of_rooms_begins_with_them() {
    let house = House::open().await;
    house.answered(31).await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    assert!(!card(&house, id).await.is_emergency);
    let arrive =
        |id, fields: &'static str| house.act(move |tx, who| crate::acts::arrive(tx, who, id, &form(fields), Lang::Vi));
    let walk_in = form("patient=32&seen=32&service=42&doctor=22");
    let first = house.act(move |tx, who| crate::acts::walk_in(tx, who, &walk_in, Lang::Vi)).await.unwrap();
    let second = arrive(id, "emergency=yes").await.unwrap();
    assert!(card(&house, id).await.is_emergency);
    for visit in [first, second] {
        house.act(move |tx, who| papers::visit::call_in(tx, who, visit)).await.unwrap();
    }
    let inside = house.act(|tx, who| shown::load_house(tx, who, &Ask::default())).await.unwrap();
    assert_eq!(inside.inside().iter().map(|row| row.id).collect::<Vec<_>>(), [second, first]);
    house.act(move |tx, who| papers::visit::finish(tx, who, second)).await.unwrap();
    const OWES: &str = "UPDATE visit SET due_vnd = 1000 WHERE patient_id = 31";
    house.act(|tx, _| Ok(tx.run(OWES, &[])?)).await.unwrap();
    let of = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        shown::load_house(tx, who, &Ask { visit: Some(second), ..Ask::default() })
    };
    let after = house.act(of).await.unwrap();
    assert_eq!(after.inside().iter().map(|row| row.id).collect::<Vec<_>>(), [second, first], "still here, and first");
    assert!(after.may_be_seen_again(after.inside()[0]) && !after.may_be_seen_again(after.inside()[1]));
    const PAID: &str = "UPDATE visit SET due_vnd = 0 WHERE patient_id = 31";
    house.act(|tx, _| Ok(tx.run(PAID, &[])?)).await.unwrap();
    let gone = house.act(of).await.unwrap();
    assert_eq!(gone.inside().iter().map(|row| row.id).collect::<Vec<_>>(), [first], "through with everything");
    assert!(gone.chosen_row().is_some_and(|row| gone.may_be_seen_again(row)), "and may be seen again all the same");
}

#[tokio::test]
async fn who_does_not_come_is_given_up_an_hour_after_the_end_or_when_the_clinic_chose() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T08:00&remind=yes")).await;
    house.clock.set(at(480 + 79));
    assert_eq!(give_up(&house).await, 0);
    house
        .act(|tx, _| Ok(tx.run("INSERT INTO setting (key, value) VALUES ('no_show_after_minutes', '30')", &[])?))
        .await
        .unwrap();
    assert_eq!(give_up(&house).await, 1);
    assert_eq!(give_up(&house).await, 0);
    let page = house.act(|tx, who| shown::load_day(tx, who, &Ask::default())).await.unwrap();
    assert!(page.diary.counts.contains(&(Status::Absent, 1)));
    let back = form("version=1");
    let after = house.act(move |tx, who| changes::undo(tx, who, id, &back)).await.unwrap();
    assert_eq!(after.state, State::Booked);
}
