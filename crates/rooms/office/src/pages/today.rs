use crate::rules::{self, TAKINGS_DAYS};
use crate::store::{figures, log, names};
use crate::told;
use crate::views::today;
use axum::extract::Query;
use axum::response::Response;
use bricks::clock::{add_days, parse_day};
use bricks::id::StaffId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::Desk;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    day: String,
    staff: String,
}

/// `/office?day=&staff=`: today's figures, and what was done.
pub(crate) async fn office(desk: Desk, Query(typed): Query<Typed>) -> Response {
    let asked = today::Asked { day: parse_day(&typed.day).ok(), staff: typed.staff.parse::<StaffId>().ok() };
    desk.show(move |tx, who| load(tx, who, asked), move |face, office| today::page(face, &office, asked)).await
}

fn load(tx: &mut Tx<'_>, who: &Who, asked: today::Asked) -> Result<today::Office, Stop> {
    let (now, today) = (tx.now(), who.day_of(tx.now()));
    let stretch = rules::stretch(asked.day, asked.staff.is_some(), now, who.zone());
    let acts = log::acts(tx, who.branch, stretch, asked.staff)?;
    let unnamed = told::unnamed(acts.iter().map(|each| (each.act.as_str(), each.detail.as_str())));
    let takings = figures::takings(tx, who.branch, add_days(today, 1 - TAKINGS_DAYS), today)?;
    Ok(today::Office {
        doctors: figures::by_doctor(tx, who.branch, today)?,
        rest: figures::rest(tx, who.branch, today)?,
        days: rules::days(&takings, today),
        names: names::of(tx, &unnamed)?,
        acts,
        people: log::people(tx, who.branch)?,
    })
}
