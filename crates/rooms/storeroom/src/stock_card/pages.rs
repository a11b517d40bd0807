use super::{store, views};
use axum::extract::{Path, Query};
use axum::response::Response;
use bricks::clock::{Instant, add_days};
use bricks::id::{BatchId, MedicineId};
use ground::web::Desk;
use serde::Deserialize;

/// How far back the movements go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Month,
    Quarter,
    Year,
    All,
}

impl Period {
    pub const ALL: [Period; 4] = [Period::Month, Period::Quarter, Period::Year, Period::All];

    /// How many days, as in the address; 0 is all of them.
    pub const fn days(self) -> i64 {
        match self {
            Period::Month => 30,
            Period::Quarter => 90,
            Period::Year => 365,
            Period::All => 0,
        }
    }

    fn of(typed: &str) -> Period {
        Period::ALL.into_iter().find(|period| period.days().to_string() == typed).unwrap_or(Period::Month)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    batch: String,
    days: String,
}

/// `GET /storeroom/medicines/{id}?batch=&days=`
pub async fn card(desk: Desk, Path(id): Path<MedicineId>, Query(asked): Query<Asked>) -> Response {
    let (chosen, period) = (asked.batch.parse::<BatchId>().ok(), Period::of(&asked.days));
    desk.show(
        move |tx, who| {
            let today = who.day_of(tx.now());
            let from = match period {
                Period::All => Instant::from_millis(0),
                _ => who.zone().instant_of(add_days(today, -period.days()), 0),
            };
            store::card(tx, who, id, chosen, from)
        },
        move |face, card| views::page(face, &card, period),
    )
    .await
}
