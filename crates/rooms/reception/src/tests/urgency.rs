//! Who gets worse while waiting.

use super::{House, at, booking, form, refused};
use crate::acts;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use papers::visit::{self, Priority};

async fn set(house: &House, id: VisitId, fields: &str) -> Result<(), Stop> {
    let form = form(fields);
    house.act(move |tx, who| acts::set_urgency(tx, who, id, &form, Lang::Vi)).await
}

async fn priority(house: &House, id: VisitId) -> Priority {
    house.act(move |tx, who| Ok(visit::by_id(tx, who.branch, id)?.priority)).await.unwrap()
}

async fn let_in(house: &House, fields: &'static str) -> VisitId {
    house.act(move |tx, who| acts::walk_in(tx, who, &form(fields), Lang::Vi)).await.unwrap()
}

#[tokio::test]
async fn an_emergency_that_is_taken_back_leaves_the_priority_of_before() {
    let house = House::open().await;
    house.answered(31).await;
    for (fields, before) in [
        ("patient=31&seen=31&service=41&doctor=21&pregnant=yes", Priority::Pregnant),
        ("patient=32&seen=32&service=42&doctor=22&emergency=yes&reason=S%E1%BB%91t", Priority::YoungChild),
    ] {
        let id = let_in(&house, fields).await;
        if before == Priority::Pregnant {
            assert_eq!(priority(&house, id).await, before);
            set(&house, id, "as=emergency&why=ng%E1%BA%A5t").await.unwrap();
        }
        assert_eq!(priority(&house, id).await, Priority::Emergency);
        set(&house, id, "as=usual&why=b%C3%A1c+s%C4%A9+%C4%91%C3%A3+xem").await.unwrap();
        assert_eq!(priority(&house, id).await, before, "{fields}");
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM audit WHERE act IN ('set_emergency', 'end_emergency')").await, 4);
    assert_eq!(
        house.number("SELECT COUNT(*) FROM visit WHERE priority_before IS NOT NULL OR emergency_reason <> ''").await,
        0
    );
}

#[tokio::test]
async fn an_emergency_says_why_and_is_set_and_taken_back_once() {
    let house = House::open().await;
    let id = let_in(&house, "patient=32&seen=32&service=42&doctor=22").await;
    for wrong in ["as=emergency&why=", "as=emergency&why=aaaaaa", "as=emergency"] {
        let (kind, fields, _) = refused(set(&house, id, wrong).await);
        assert_eq!((kind, fields), (RefusalKind::Invalid, vec!["why"]), "{wrong}");
    }
    assert_eq!(refused(set(&house, id, "as=usual&why=nh%E1%BA%A7m").await).0, RefusalKind::Conflict, "it is none");
    assert!(set(&house, id, "as=anything&why=nh%E1%BA%A7m").await.is_err());
    set(&house, id, "as=emergency&why=t%C3%ADm").await.unwrap();
    assert_eq!(refused(set(&house, id, "as=emergency&why=t%C3%ADm").await).0, RefusalKind::Conflict);
    house.act(move |tx, who| visit::leave(tx, who, id, "đưa đi bệnh viện")).await.unwrap();
    assert_eq!(
        refused(set(&house, id, "as=usual&why=nh%E1%BA%A7m").await).0,
        RefusalKind::Conflict,
        "the visit is over"
    );
}

async fn put_first(house: &House, fields: &'static str) -> Result<String, Stop> {
    house.act(move |tx, who| acts::walk_in_or_put_first(tx, who, &form(fields), Lang::Vi)).await
}

#[tokio::test]
async fn an_emergency_who_waits_already_is_put_first_without_another_visit() {
    let house = House::open().await;
    let id = let_in(&house, "patient=32&seen=32&service=42&doctor=22").await;
    let unseen = refused(put_first(&house, "patient=32&seen=31&emergency=yes").await);
    assert_eq!(
        (unseen.0, unseen.1.contains(&"patient")),
        (RefusalKind::Invalid, true),
        "another card stood on the page"
    );
    for _ in 0..2 {
        let place = put_first(&house, "patient=32&seen=32&emergency=yes&reason=Co+gi%E1%BA%ADt").await.unwrap();
        assert_eq!(place, format!("/reception?visit={id}&first=yes"));
    }
    assert_eq!(priority(&house, id).await, Priority::Emergency);
    let kept = "SELECT COUNT(*) FROM audit WHERE act = 'set_emergency' AND detail = 'Co giật'";
    assert_eq!((house.number(kept).await, house.number("SELECT COUNT(*) FROM visit").await), (1, 1));
}

#[tokio::test]
async fn an_emergency_with_a_booking_is_put_first_where_they_wait_and_stays_booked() {
    let house = House::open().await;
    house.answered(31).await;
    let id = house.booked(booking("starts_at=2026-11-24T09:00")).await;
    let waits = let_in(&house, "patient=31&seen=31&service=42&doctor=22&bookings_seen=31&other_doctor=22@42").await;
    let arrived = form("emergency=yes");
    let place = house.act(move |tx, who| acts::arrive_or_ask(tx, who, id, &arrived, Lang::Vi)).await.unwrap();
    assert_eq!(place, format!("/reception?visit={waits}&first=yes"));
    assert_eq!(priority(&house, waits).await, Priority::Emergency);
    let quick = booking("starts_at=2026-11-24T10:00&seen=31&then=check_in&emergency=yes&same_day=yes");
    let place = house.act(move |tx, who| acts::book(tx, who, &quick, Lang::Vi)).await.unwrap();
    assert_eq!(place, format!("/reception?visit={waits}&first=yes"));
    assert_eq!(
        house.number("SELECT COUNT(*) FROM appointment WHERE state = 'booked'").await,
        1,
        "and nothing is booked twice"
    );
    // Left open since yesterday, the visit stands in no line: nobody is put first there.
    house.clock.set(at(14 * 60 + 24 * 60));
    set(&house, waits, "as=usual&why=%C4%91%C3%A3+%C4%91%E1%BB%A1").await.unwrap();
    let late = put_first(&house, "patient=31&seen=31&emergency=yes&service=42&doctor=22&other_doctor=22@42").await;
    assert_eq!(refused(late).0, RefusalKind::Conflict);
    assert_eq!(house.number("SELECT COUNT(*) FROM visit WHERE priority = 'emergency'").await, 0);
}

#[tokio::test]
async fn an_emergency_is_one_at_the_next_visit_of_the_day_and_not_on_the_next_day() {
    let house = House::open().await;
    let first = let_in(&house, "patient=32&seen=32&service=42&doctor=22&emergency=yes&reason=S%E1%BB%91t").await;
    house.act(move |tx, who| visit::call_in(tx, who, first)).await.unwrap();
    house.act(move |tx, who| visit::finish(tx, who, first)).await.unwrap();
    let second = let_in(&house, "patient=32&seen=32&service=42&doctor=22&emergency=yes").await;
    assert_eq!(priority(&house, second).await, Priority::Emergency);
    let reason = "SELECT COUNT(*) FROM visit WHERE emergency_reason = 'Sốt' AND priority_before = 'under_6'";
    assert_eq!(house.number(reason).await, 2, "with the reason of the first visit");
    house.act(move |tx, who| visit::leave(tx, who, second, "về")).await.unwrap();
    house.clock.set(at(9 * 60 + 24 * 60));
    let next = let_in(&house, "patient=32&seen=32&service=42&doctor=22").await;
    assert_eq!(priority(&house, next).await, Priority::YoungChild);
}
