#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop where they fail"
)]

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../../../papers/tests/it/house.rs"]
mod small_clinic;

mod bad_input;
mod booking;

use crate::acts;
use crate::rules::time::Start;
use bricks::id::{AppointmentId, HoldId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::{Refusal, RefusalKind};
use ground::access::{Who, proof};
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::message::reach;
use small_clinic::{DOCTOR, House, at};

/// The small clinic with its first doctor's consultation on the website.
struct Site(House);

fn start(minute: i64) -> Start {
    Start { doctor: DOCTOR, at: at(minute) }
}

/// What Hương types, with further or other fields behind, which win.
fn typed(start: Start, more: &str) -> Form {
    let base = format!(
        "service=41&doctor=any&starts_at={start}&name=Tr%E1%BA%A7n+Th%E1%BB%8B+H%C6%B0%C6%A1ng&sex=female&birth=12/03/1972&phone=0903118264\
         &email=&reason=Ho&consent=yes"
    );
    let changed: Vec<&str> = more.split('&').filter_map(|pair| pair.split('=').next()).collect();
    let kept = base.split('&').filter(|pair| !changed.contains(&pair.split('=').next().unwrap()));
    Form::parse(format!("{}&{more}", kept.collect::<Vec<_>>().join("&")).as_bytes()).unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Stop>) -> (RefusalKind, Vec<&'static str>, Refusal) {
    match result {
        Err(Stop::Refused(refusal)) => (refusal.kind, refusal.fields.iter().map(|f| f.field).collect(), refusal),
        other => panic!("not refused: {other:?}"),
    }
}

/// The id in a path like `/book/7/…` or `/a/7/…`.
fn id_in(path: &str) -> i64 {
    path.split('/').nth(2).unwrap().parse().unwrap()
}

impl Site {
    async fn open() -> Site {
        let house = House::open().await;
        house
            .done(|tx, _| {
                proof::keep_secret(tx)?;
                reach::keep_configured(tx, true, true, Some("https://clinic.example"))?;
                Ok(tx.run("INSERT INTO bookable (doctor_id, service_id) VALUES (21, 41)", &[])?)
            })
            .await;
        Site(house)
    }

    async fn act<T: Send + 'static>(
        &self,
        act: impl Fn(&mut Tx<'_>, &Who) -> Result<T, Stop> + Send + 'static,
    ) -> Result<T, Stop> {
        self.0.act(act).await
    }

    async fn hold(&self, form: Form) -> Result<HoldId, Stop> {
        let path = self.act(move |tx, who| acts::hold(tx, who, &form, Lang::Vi, "203.0.113.9")).await?;
        Ok(HoldId::from_raw(id_in(&path)))
    }

    async fn held(&self, minute: i64) -> HoldId {
        self.hold(typed(start(minute), "")).await.unwrap()
    }

    /// The code that was sent last.
    async fn code(&self) -> String {
        let sql = "SELECT body FROM outbox WHERE kind = 'code' ORDER BY id DESC LIMIT 1";
        let body: Option<String> = self.0.done(move |tx, _| Ok(tx.one(sql, &[])?)).await;
        let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        body.unwrap().split([' ', ',']).find(digits).unwrap().to_owned()
    }

    async fn try_code(&self, id: HoldId, code: &str, other: Option<Start>) -> Result<AppointmentId, Stop> {
        let code = code.to_owned();
        let typed = code.clone();
        let left = self.act(move |tx, _| acts::spend_try(tx, id, (&typed, "203.0.113.9"))).await?;
        assert!(left, "no try is left");
        let confirm = move |tx: &mut Tx<'_>, who: &Who| acts::confirm(tx, who, (id, &code), other, Lang::Vi);
        Ok(AppointmentId::from_raw(id_in(&self.act(confirm).await?)))
    }

    async fn booked(&self, minute: i64) -> AppointmentId {
        let id = self.held(minute).await;
        let code = self.code().await;
        self.try_code(id, &code, None).await.unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.0.count(sql).await
    }

    async fn desk_books(&self, minute: i64) -> Result<AppointmentId, Stop> {
        let new = small_clinic::booking(small_clinic::MINH, minute);
        self.act(move |tx, who| papers::appointment::book(tx, who, &new)).await
    }
}

const SLOTS: &str = "SELECT COUNT(*) FROM slot";
const OTHER: ResourceId = small_clinic::SECOND_DOCTOR;
