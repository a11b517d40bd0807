use super::{House, at, booking, form, refused, zone};
use crate::shown::{self, Ask};
use crate::{acts, store};
use bricks::id::{AppointmentId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use papers::appointment::State;
use papers::visit;

const CONFLICT: RefusalKind = RefusalKind::Conflict;
const INVALID: RefusalKind = RefusalKind::Invalid;

#[tokio::test]
async fn a_booking_takes_its_time_and_shows_on_its_day() {
    let house = House::open().await;
    let location = house.book(booking("starts_at=2026-11-24T09:00&note=Ho&remind=yes")).await.unwrap();
    assert!(location.starts_with("/reception?day=2026-11-24&appointment="), "{location}");
    assert_eq!(house.number("SELECT COUNT(*) FROM slot").await, 8);
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox").await, 0, "nobody is reminded of today");
}

#[tokio::test]
async fn a_booking_of_a_later_day_is_reminded_of_by_email_when_that_is_wished() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-12-01T09:00&remind=yes")).await;
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await, 1);
    house.booked(booking("starts_at=2026-12-01T10:00")).await;
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox").await, 1);
    let cancel = form("reason=Ban+viec");
    house.act(move |tx, who| acts::cancel(tx, who, id, &cancel, Lang::Vi)).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE state = 'cancelled'").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM slot").await, 8);
}

#[tokio::test]
async fn a_taken_time_is_refused_at_its_field_and_the_nearest_free_ones_are_offered() {
    let house = House::open().await;
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let both_internal = "UPDATE resource SET department = 'internal' WHERE id = 22";
    house.act(move |tx, _| Ok(tx.run(both_internal, &[])?)).await.unwrap();
    let again = form("patient=32&service=41&doctor=21&source=phone&starts_at=2026-11-24T09:00");
    let (kind, fields, _) = refused(house.book(again.clone()).await);
    assert_eq!((kind, fields), (CONFLICT, vec!["starts_at"]));
    let offers = house.act(move |tx, who| shown::load_offers(tx, who, &Ask::of_booking(&again, who.zone()))).await;
    let offers = offers.unwrap().unwrap();
    let minutes = |all: &[papers::appointment::Free]| -> Vec<i64> {
        all.iter().map(|f| zone().minute_of_day(f.starts_at)).collect()
    };
    assert_eq!(minutes(&offers.same), [495, 510, 570, 585]);
    assert!(minutes(&offers.others).contains(&540));
}

#[tokio::test]
async fn when_any_doctor_will_do_the_nearest_times_of_all_suitable_ones_are_offered_and_booked() {
    let house = House::open().await;
    house.booked(form("patient=32&service=42&doctor=22&starts_at=2026-11-24T08:00")).await;
    let any = form("patient=31&service=42&doctor=any&day=2026-11-24");
    let (_, fields, _) = refused(house.book(any.clone()).await);
    assert_eq!(fields, ["starts_at"]);
    let ask = Ask::of_booking(&any, &zone());
    let page = house.act(move |tx, who| shown::load_day(tx, who, &ask)).await.unwrap();
    let offered = page.desk.times.of_any.unwrap();
    let first = offered.first().map(|o| (o.free.doctor.raw(), zone().minute_of_day(o.free.starts_at)));
    assert_eq!(
        first,
        Some((22, 495)),
        "only the paediatrician is suitable, and she is busy until a quarter past eight"
    );
    let id = house.booked(form("patient=31&service=42&doctor=any&starts_at=22@2026-11-24T08:15")).await;
    let row = house.act(move |tx, who| store::detail(tx, who.branch, id)).await.unwrap();
    assert_eq!((row.doctor_name.as_str(), row.starts_at), ("Nguyễn Thị Hạnh", at(495)));
    let taken = form("patient=32&service=42&doctor=any&starts_at=22@2026-11-24T08:15");
    assert_eq!(refused(house.book(taken.clone()).await).0, CONFLICT);
    let offers = house.act(move |tx, who| shown::load_offers(tx, who, &Ask::of_booking(&taken, who.zone()))).await;
    assert!(!offers.unwrap().unwrap().same.is_empty());
}

#[tokio::test]
async fn an_offered_time_is_booked_with_its_own_doctor() {
    let house = House::open().await;
    let offered = "starts_at=2026-11-24T09:00&offer=22@2026-11-24T09:30&other_doctor=22@41";
    let id = house.booked(booking(offered)).await;
    let row = house.act(move |tx, who| store::detail(tx, who.branch, id)).await.unwrap();
    assert_eq!((row.doctor_name.as_str(), row.starts_at), ("Nguyễn Thị Hạnh", at(570)));
}

#[tokio::test]
async fn a_booking_that_cannot_be_is_refused_at_the_field_at_fault() {
    let house = House::open().await;
    for (fields, wanted) in [
        ("patient=31&service=41&doctor=21&starts_at=", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=9.15", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&day=2026-11-23&starts_at=09:00", vec!["day"]),
        ("patient=31&service=41&doctor=21&day=2027-02-29&starts_at=09:00", vec!["day", "starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=2026-11-23T09:00", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=2026-11-24T07:45", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=2026-11-24T12:30", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=2026-11-24T09:03", vec!["starts_at"]),
        ("patient=31&service=41&doctor=21&starts_at=2099-11-24T09:00", vec!["day"]),
        ("patient=31&service=43&doctor=21&starts_at=2026-11-24T09:00", vec!["service"]),
        ("patient=31&service=41&doctor=25&starts_at=2026-11-24T09:00", vec!["doctor"]),
        ("patient=31&service=41&doctor=23&starts_at=2026-11-24T09:00", vec!["doctor"]),
        ("patient=33&service=41&doctor=21&starts_at=2026-11-24T09:00", vec!["patient"]),
        ("patient=&patient_text=huong&service=41&doctor=21&starts_at=2026-11-24T09:00", vec!["patient"]),
        (
            "patient=x&service=-1&doctor=9223372036854775808&starts_at=2026-11-24T09:00",
            vec!["patient", "service", "doctor"],
        ),
        ("patient=31&service=41&doctor=21&source=fax&starts_at=2026-11-24T09:00", vec!["source"]),
    ] {
        let (kind, at, _) = refused(house.book(form(fields)).await);
        assert_eq!((kind, at), (INVALID, wanted), "{fields}");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 0);
}

#[tokio::test]
async fn book_and_check_in_is_one_act_of_today() {
    let house = House::open().await;
    house.answered(31).await;
    let location = house.book(booking("starts_at=2026-11-24T08:00&then=check_in&seen=31")).await.unwrap();
    assert!(location.starts_with("/reception?visit="), "{location}");
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment WHERE state = 'arrived'").await, 1);
    let (_, fields, _) = refused(house.book(booking("patient=32&starts_at=2026-12-01T09:00&then=check_in")).await);
    assert_eq!(fields, ["starts_at"]);
    let (kind, _, _) = refused(house.book(booking("starts_at=2026-11-24T09:00&then=check_in&seen=31")).await);
    assert_eq!(kind, CONFLICT, "the patient is in the house");
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 1, "a refused check-in books nothing");
}

#[tokio::test]
async fn the_questions_of_a_check_in_are_answered_beside_the_booking() {
    let house = House::open().await;
    let ask = |fields: &str| booking(&format!("starts_at=2026-11-24T08:00&then=check_in&{fields}"));
    let unseen = house.book(ask("no_allergies=yes&emergency=yes")).await.unwrap();
    assert!(unseen.starts_with("/appointments/"), "nobody saw the questions: {unseen}");
    let house = House::open().await;
    assert_eq!(refused(house.book(ask("seen=31")).await).1, ["allergies"]);
    assert_eq!(refused(house.book(ask("seen=31&allergies=Penicillin&no_allergies=yes")).await).1, ["allergies"]);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 0, "what is refused books nothing");
    let inside = house.book(ask("seen=31&allergies=Penicillin&pregnant=yes")).await.unwrap();
    assert!(inside.starts_with("/reception?visit="), "{inside}");
    assert_eq!(house.number("SELECT COUNT(*) FROM visit WHERE priority = 'pregnant'").await, 1);
    let told = "SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies = 'Penicillin' AND NOT allergies_none";
    assert_eq!(house.number(told).await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM audit WHERE act = 'update_patient' AND patient_id = 31").await, 1);
}

#[tokio::test]
async fn what_was_said_about_allergies_by_phone_is_kept_and_never_overwritten() {
    let house = House::open().await;
    let ask = |time: &str, fields: &str| booking(&format!("starts_at={time}&seen=31&{fields}"));
    house.book(ask("2026-11-24T09:00", "")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies_none").await, 0);
    house.book(ask("2026-11-25T09:00", "no_allergies=yes")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies_none").await, 1);
    house.book(ask("2026-11-25T10:00", "allergies=Aspirin")).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies = ''").await, 1);
    let late = house.act(|tx, who| ground::people::answer_allergies(tx, who, PatientId::from_raw(31), "Aspirin"));
    assert_eq!(refused(late.await).0, CONFLICT, "somebody else has asked meanwhile");
}

#[tokio::test]
async fn nobody_is_let_in_before_allergies_and_guardian_are_asked_about() {
    let house = House::open().await;
    let location = house.book(booking("starts_at=2026-11-24T08:00&then=check_in")).await.unwrap();
    let id = house.number("SELECT id FROM appointment WHERE state = 'booked'").await;
    assert_eq!(location, format!("/appointments/{id}"), "the check-in asks what the profile leaves open");
    let walk_in = |fields: &str| {
        let form = form(fields);
        house.act(move |tx, who| acts::walk_in(tx, who, &form, Lang::Vi))
    };
    assert_eq!(refused(walk_in("patient=31&seen=31&service=41&doctor=21&bookings_seen=31").await).1, ["patient"]);
    house
        .act(|tx, _| {
            Ok(tx.run(
                "UPDATE patient SET guardian_name = NULL, allergies = '', allergies_none = FALSE WHERE id = 32",
                &[],
            )?)
        })
        .await
        .unwrap();
    assert_eq!(refused(walk_in("patient=32&seen=32&service=42&doctor=22").await).1, ["patient"]);
    assert_eq!(house.number("SELECT COUNT(*) FROM visit").await, 0);
    walk_in("patient=32&seen=32&service=42&doctor=22&emergency=yes").await.unwrap();
    assert_eq!(
        house.number("SELECT COUNT(*) FROM patient WHERE id = 32 AND allergies_none").await,
        0,
        "not asked stays not asked"
    );
    house.answered(31).await;
    walk_in("patient=31&seen=31&service=41&doctor=21&bookings_seen=31").await.unwrap();
}

async fn arrive(house: &House, id: AppointmentId, fields: &str) -> Result<VisitId, ground::db::Stop> {
    let form = form(fields);
    house.act(move |tx, who| acts::arrive(tx, who, id, &form, Lang::Vi)).await
}

#[tokio::test]
async fn a_patient_is_checked_in_once() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00&note=Ho")).await;
    let visit = arrive(&house, id, "").await.unwrap();
    let (kind, _, refusal) = refused(arrive(&house, id, "").await);
    assert_eq!(kind, CONFLICT);
    assert!(refusal.say.vi.contains("đã được tiếp đón"), "{}", refusal.say.vi);
    let seen = house.act(move |tx, who| visit::by_id(tx, who.branch, visit)).await.unwrap();
    assert_eq!((seen.ticket().as_str(), seen.reason.as_str()), ("A001", "Ho"));
}

#[tokio::test]
async fn who_comes_early_gives_the_reserved_time_back() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-12-01T09:00&remind=yes")).await;
    arrive(&house, id, "").await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM slot").await, 0);
    assert_eq!(house.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await, 0);
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-12-01T09:00")).await;
}

#[tokio::test]
async fn a_day_that_is_over_cannot_be_checked_in() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    house.clock.advance_minutes(24 * 60);
    assert_eq!(refused(arrive(&house, id, "").await).0, CONFLICT);
}

const HUONG: &str = "name=Tr%E1%BA%A7n+Th%E1%BB%8B+H%C6%B0%C6%A1ng&sex=female&birth=12/03/1972&phone=0903+118+264&email=huong@example.com\
     &reminders_wanted=yes&version=1";

#[tokio::test]
async fn the_check_in_asks_about_allergies_and_keeps_what_changed() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let (_, fields, _) = refused(arrive(&house, id, HUONG).await);
    assert_eq!(fields, ["allergies"]);
    arrive(&house, id, &format!("{HUONG}&allergies=Penicillin")).await.unwrap();
    assert_eq!(house.number("SELECT version FROM patient WHERE id = 31").await, 2);
    assert_eq!(
        house
            .number("SELECT COUNT(*) FROM patient WHERE id = 31 AND allergies = 'Penicillin' AND confirmed_at > 0")
            .await,
        1
    );
}

#[tokio::test]
async fn a_confirmed_profile_without_change_keeps_its_version() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    house.act(|tx, _| Ok(tx.run("UPDATE patient SET allergies_none = TRUE WHERE id = 31", &[])?)).await.unwrap();
    arrive(&house, id, &format!("{HUONG}&no_allergies=on")).await.unwrap();
    assert_eq!(house.number("SELECT version FROM patient WHERE id = 31").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM patient WHERE confirmed_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_profile_changed_by_somebody_else_meanwhile_stops_the_check_in() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    house.act(|tx, _| Ok(tx.run("UPDATE patient SET version = 2 WHERE id = 31", &[])?)).await.unwrap();
    let (kind, _, _) = refused(arrive(&house, id, &format!("{HUONG}&allergies=Penicillin")).await);
    assert_eq!(kind, CONFLICT);
    let row = house.act(move |tx, who| store::detail(tx, who.branch, id)).await.unwrap();
    assert_eq!((row.state, row.visit), (State::Booked, None));
}

#[tokio::test]
async fn a_small_child_is_checked_in_with_a_guardian() {
    let house = House::open().await;
    let id = house.booked(form("patient=32&service=42&doctor=22&starts_at=2026-11-24T09:00")).await;
    let child = "name=L%C3%AA+Minh&sex=male&birth=2024&reminders_wanted=yes&version=1&no_allergies=on";
    let (_, fields, _) = refused(arrive(&house, id, child).await);
    assert_eq!(fields, ["guardian_name"]);
    arrive(&house, id, &format!("{child}&guardian_name=L%C3%AA+Lan")).await.unwrap();
}

#[tokio::test]
async fn a_walk_in_gets_a_ticket_without_an_appointment() {
    let house = House::open().await;
    let walk_in = |fields: &str| {
        let form = form(fields);
        house.act(move |tx, who| acts::walk_in(tx, who, &form, Lang::Vi))
    };
    let visit = walk_in("patient=32&seen=32&service=42&doctor=22&reason=S%E1%BB%91t").await.unwrap();
    let seen = house.act(move |tx, who| visit::by_id(tx, who.branch, visit)).await.unwrap();
    assert_eq!((seen.ticket().as_str(), seen.appointment), ("N001", None));
    assert_eq!(refused(walk_in("patient=32&seen=32&service=42&doctor=22").await).0, CONFLICT);
    let (_, fields, _) = refused(walk_in("patient=&service=41&doctor=").await);
    assert_eq!(fields, ["patient", "doctor"]);
    for unseen in ["patient=32&service=42&doctor=22", "patient=32&seen=31&service=42&doctor=22"] {
        assert_eq!(refused(walk_in(unseen).await).1, ["patient"], "nobody looked at the card of {unseen}");
    }
    let departed = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        acts::depart(tx, who, visit, &form("reason=Ch%E1%BB%9D+l%C3%A2u"), Lang::Vi)
    };
    house.act(departed).await.unwrap();
    assert_eq!(refused(house.act(departed).await).0, CONFLICT);
    walk_in("patient=32&seen=32&service=42&doctor=22").await.unwrap();
}

#[tokio::test]
async fn leaving_and_cancelling_have_a_reason() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let (_, fields, _) =
        refused(house.act(move |tx, who| acts::cancel(tx, who, id, &form("reason=++"), Lang::Vi)).await);
    assert_eq!(fields, ["reason"]);
}

#[tokio::test]
async fn nobody_is_absent_before_the_time() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    assert_eq!(refused(house.act(move |tx, who| acts::mark_absent(tx, who, id)).await).0, CONFLICT);
    house.clock.set(at(560));
    house.act(move |tx, who| acts::mark_absent(tx, who, id)).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM slot").await, 0);
}

#[tokio::test]
async fn a_service_for_others_and_a_doctor_who_does_not_give_it_are_asked_about_before_it_is_saved() {
    let house = House::open().await;
    let children = "UPDATE service SET below_years = 16 WHERE id = 42";
    house.act(move |tx, _| Ok(tx.run(children, &[]).map(|_| ())?)).await.unwrap();
    let asking = "patient=31&service=42&doctor=21&starts_at=2026-11-24T09:00";
    let (kind, fields, refusal) = refused(house.book(form(asking)).await);
    assert_eq!((kind, fields), (RefusalKind::Conflict, vec!["unsuited", "other_doctor"]), "all at once");
    assert!(refusal.say.vi.contains("dưới 16 tuổi"), "{}", refusal.say.vi);
    let (_, fields, _) = refused(house.book(form(&format!("{asking}&unsuited=42"))).await);
    assert_eq!(fields, ["other_doctor"], "what was answered is not asked again");
    // An answer holds for what was asked: another doctor is asked about anew.
    let (_, fields, _) = refused(house.book(form(&format!("{asking}&unsuited=42&other_doctor=22@42"))).await);
    assert_eq!(fields, ["other_doctor"]);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 0);
    house.booked(form(&format!("{asking}&unsuited=42&other_doctor=21@42"))).await;
    let again =
        "patient=31&service=41&doctor=21&starts_at=2026-11-24T09:10&offer=22@2026-11-24T09:10&other_doctor=22@41";
    let (_, fields, _) = refused(house.book(form(again)).await);
    assert_eq!(fields, ["at_once"]);
    house.booked(form(&format!("{again}&at_once=yes"))).await;
}
