//! Who gets worse while waiting.

use super::{House, form, refused};
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
