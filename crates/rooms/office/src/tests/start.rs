use super::house::{at, today, zone};
use crate::acts::start::{self, Asked, Secrets};
use crate::store::start as store;
use bricks::clock::{Clock as _, FixedClock};
use bricks::lang::Lang;
use ground::access::session::token_hash;
use ground::db::{Db, Place, Stop};
use ground::web::Form;
use std::sync::Arc;

const TYPED: &str = "clinic=Ph%C3%B2ng+kh%C3%A1m+An&address=12+Hoa+Mai&phone=0903118264&email=&tax_id=&time_zone=Asia/Ho_Chi_Minh\
     &room=1&name=Tr%E1%BA%A7n+An&title=BS.&speciality=N%E1%BB%99i&login=BsAn&password=mot+mat+khau&again=mot+mat+khau\
     &role=doctor&role=nurse&role=receptionist&prefix=a";

struct Empty {
    db: Db,
    clock: Arc<FixedClock>,
    _folder: tempfile::TempDir,
}

async fn empty() -> Empty {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::new(at(480)));
    let db = Db::open(&Place::Sqlite(folder.path().join("kham.db")), clock.clone()).unwrap();
    Empty { db, clock, _folder: folder }
}

impl Empty {
    async fn link(&self, token: &'static str) {
        self.db.write(move |tx| start::make_link(tx, &token_hash(token))).await.unwrap();
    }

    async fn works(&self, token: &'static str) -> bool {
        self.db.read(move |tx| Ok(store::link_works(tx, &token_hash(token))?)).await.unwrap()
    }

    async fn start(&self, token: &'static str, session: &'static str) -> Result<(), Stop> {
        let asked = Asked::read(&Form::parse(TYPED.as_bytes()).unwrap(), Lang::Vi).unwrap();
        let secrets = Secrets { link: token_hash(token), password: "phc".into(), session: token_hash(session) };
        self.db.write(move |tx| start::start(tx, &asked, &secrets, "test").map(|_| ())).await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.db.read(move |tx| Ok(tx.one(sql, &[])?.unwrap_or(-1))).await.unwrap()
    }
}

#[tokio::test]
async fn two_people_with_one_link_make_one_clinic() {
    let empty = empty().await;
    empty.link("link").await;
    let (one, other) = tokio::join!(empty.start("link", "first"), empty.start("link", "second"));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(one.and(other), Err(Stop::Refused(_))));
    assert_eq!(empty.count("SELECT COUNT(*) FROM branch").await, 1);
    assert_eq!(empty.count("SELECT COUNT(*) FROM staff").await, 1);
    assert_eq!(empty.count("SELECT COUNT(*) FROM session").await, 1);
    assert_eq!(empty.count("SELECT COUNT(*) FROM audit WHERE act = 'first_start'").await, 1);
    assert!(!empty.works("link").await);
}

#[tokio::test]
async fn a_clinic_of_one_person_can_work_on_its_first_day() {
    let empty = empty().await;
    empty.link("link").await;
    empty.start("link", "session").await.unwrap();
    assert_eq!(
        empty
            .count(
                "SELECT COUNT(*) FROM staff_role WHERE role IN ('owner', 'manager', 'doctor', 'nurse', 'receptionist')"
            )
            .await,
        5
    );
    assert_eq!(empty.count("SELECT COUNT(*) FROM staff_role").await, 5);
    let doctor = "SELECT COUNT(*) FROM resource d JOIN resource r ON r.id = d.room_id JOIN staff s ON s.id = d.staff_id \
         WHERE d.kind = 'doctor' AND d.name = 'BS. Trần An' AND d.ticket_prefix = 'A' AND r.kind = 'room' AND r.name = '1' AND s.login = 'bsan'";
    assert_eq!(empty.count(doctor).await, 1);
    assert_eq!(empty.count("SELECT COUNT(*) FROM resource WHERE kind = 'room'").await, 1);
    assert_eq!(empty.count("SELECT COUNT(*) FROM working_hours WHERE from_minute = 450 AND to_minute = 1020").await, 6);
    assert!(empty.count("SELECT COUNT(*) FROM service s JOIN service_price p ON p.service_id = s.id").await > 20);
    assert!(empty.count("SELECT COUNT(*) FROM medicine").await > 50);
    assert_eq!(empty.count("SELECT COUNT(*) FROM supplier").await, 0);
    let from = "SELECT COUNT(*) FROM service_price WHERE from_day > '2026-11-24'";
    assert_eq!((zone().day_of(empty.clock.now()), empty.count(from).await), (today(), 0));
}

#[tokio::test]
async fn a_link_ends_after_an_hour_and_with_the_next_one() {
    let empty = empty().await;
    empty.link("old").await;
    empty.link("new").await;
    assert!(!empty.works("old").await && empty.works("new").await);
    assert!(matches!(empty.start("old", "s").await, Err(Stop::Refused(_))));
    empty.clock.advance_minutes(60);
    assert!(!empty.works("new").await);
    assert!(matches!(empty.start("new", "s").await, Err(Stop::Refused(_))));
    assert!(matches!(empty.start("never made", "s").await, Err(Stop::Refused(_))));
    assert_eq!(empty.count("SELECT COUNT(*) FROM branch").await, 0);
}

#[tokio::test]
async fn a_second_link_makes_no_second_clinic() {
    let empty = empty().await;
    empty.link("one").await;
    empty.start("one", "s").await.unwrap();
    empty.link("two").await;
    assert!(matches!(empty.start("two", "t").await, Err(Stop::Refused(_))));
    assert_eq!(empty.count("SELECT COUNT(*) FROM branch").await, 1);
    assert!(empty.works("two").await, "a refused start uses nothing up");
}

#[test]
fn every_mistake_of_the_form_is_told_at_its_field() {
    let refused = Asked::read(
        &Form::parse(b"time_zone=Mars/Olympus&login=x&password=short&role=doctor&prefix=1&phone=12").unwrap(),
        Lang::Vi,
    );
    let fields: Vec<&str> = refused.unwrap_err().fields.iter().map(|f| f.field).collect();
    for field in ["clinic", "address", "phone", "time_zone", "room", "name", "login", "password", "prefix"] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
}
