use super::{House, at, booking, form, refused};
use crate::wishes::{self, Waits};
use bricks::id::WishId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;

const WISH: &str = "service=41&doctor=any&weekday=2&from=07:00&to=12:00";

async fn wish(house: &House, patient: &str, more: &'static str) -> Result<(), Stop> {
    let form = form(&format!("patient={patient}&{WISH}{more}"));
    house.act(move |tx, who| wishes::acts::add(tx, who, &form, Lang::Vi)).await
}

async fn offers(house: &House) -> Vec<(i64, Vec<String>)> {
    let lists = house.act(|tx, who| Ok(wishes::shown::lists(tx, who)?)).await.unwrap();
    let names = |o: &wishes::shown::Offered| o.wishes.iter().map(|w| w.patient_name.clone()).collect();
    lists.offers.iter().map(|o| (o.freed.starts_at.minutes_since(at(0)), names(o))).collect()
}

async fn first_wish(house: &House) -> WishId {
    WishId::from_raw(house.number("SELECT MIN(id) FROM wish").await)
}

#[tokio::test]
async fn a_cancelled_time_is_offered_to_those_whom_it_fits_the_urgent_first() {
    let house = House::open().await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    wish(&house, "31", "").await.unwrap();
    house.clock.advance_minutes(1);
    wish(&house, "32", "&urgent=yes").await.unwrap();
    wish(&house, "32", "&from_day=2026-11-25").await.unwrap();
    assert!(offers(&house).await.is_empty());
    let reason = form("reason=B%E1%BA%ADn");
    house.act(move |tx, who| crate::acts::cancel(tx, who, id, &reason, Lang::Vi)).await.unwrap();
    assert_eq!(offers(&house).await, [(540, vec!["Lê Minh".to_owned(), "Trần Thị Hương".to_owned()])]);
    let waits = house.act(|tx, who| Ok(wishes::waits(tx, who)?)).await.unwrap();
    assert_eq!(waits, Waits { waiting: 3, offers: 1 });
    house.booked(form("patient=32&service=41&doctor=21&starts_at=2026-11-24T09:10")).await;
    assert!(offers(&house).await.is_empty(), "ten minutes are left, and a consultation takes twenty");
}

#[tokio::test]
async fn one_click_books_and_takes_the_patient_off_the_list_once() {
    let house = House::open().await;
    wish(&house, "31", "").await.unwrap();
    let id = first_wish(&house).await;
    let offer = form("offer=21@2026-11-24T09:00");
    let again = offer.clone();
    let place = house.act(move |tx, who| wishes::acts::fulfil(tx, who, id, &offer)).await.unwrap();
    assert!(place.starts_with("/reception?day=2026-11-24&appointment="), "{place}");
    assert_eq!(
        house.number("SELECT COUNT(*) FROM wish WHERE state = 'booked' AND appointment_id IS NOT NULL").await,
        1
    );
    let (kind, _, _) = refused(house.act(move |tx, who| wishes::acts::fulfil(tx, who, id, &again)).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert_eq!(house.number("SELECT COUNT(*) FROM appointment").await, 1);
}

#[tokio::test]
async fn a_time_that_is_taken_leaves_the_wish_on_the_list() {
    let house = House::open().await;
    wish(&house, "32", "").await.unwrap();
    house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let id = first_wish(&house).await;
    let offer = form("offer=21@2026-11-24T09:00");
    let (kind, _, _) = refused(house.act(move |tx, who| wishes::acts::fulfil(tx, who, id, &offer)).await);
    assert_eq!(kind, RefusalKind::Conflict);
    assert_eq!(house.number("SELECT COUNT(*) FROM wish WHERE state = 'waiting'").await, 1);
    house.act(move |tx, who| papers::wish::withdraw(tx, who, id)).await.unwrap();
    refused(house.act(move |tx, who| papers::wish::withdraw(tx, who, id)).await);
}

#[tokio::test]
async fn a_wish_that_nothing_could_fulfil_is_refused_at_its_field() {
    let house = House::open().await;
    for (fields, wanted) in [
        ("patient=31&service=41&doctor=any&from=07:00&to=12:00", vec!["weekday"]),
        ("patient=31&service=41&weekday=1&from=12:00&to=07:00", vec!["to"]),
        ("patient=31&service=41&weekday=1&from=7&to=", vec!["from", "to"]),
        ("patient=31&service=41&weekday=1&from=07:00&to=12:00&to_day=2026-11-23", vec!["to_day"]),
        ("patient=31&service=41&weekday=1&from=07:00&to=12:00&to_day=2027-02-29", vec!["to_day"]),
        ("patient=33&service=41&weekday=1&from=07:00&to=12:00", vec!["patient"]),
        ("patient=&service=&weekday=1&from=07:00&to=12:00", vec!["patient", "service"]),
    ] {
        let form = form(fields);
        let (_, at, _) = refused(house.act(move |tx, who| wishes::acts::add(tx, who, &form, Lang::Vi)).await);
        assert_eq!(at, wanted, "{fields}");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM wish").await, 0);
}
