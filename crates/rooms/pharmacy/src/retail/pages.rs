//! The counter's pages.

use super::{acts, basket, store, views, views_sale};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{PatientId, RetailSaleId};
use ground::db::Stop;
use ground::html::Attempt;
use ground::people;
use ground::web::{Desk, Form, Reading};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    /// The buyer, when a patient was chosen.
    patient: String,
}

/// `GET /pharmacy/retail?patient=`
pub async fn counter(desk: Desk, Query(asked): Query<Asked>) -> Response {
    page(&desk, asked.patient.parse().ok(), Attempt::none()).await
}

async fn page(desk: &Desk, buyer: Option<PatientId>, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    match buyer {
        Some(patient) => {
            let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
                let reading = Reading { act: "read_allergies", subject: "patient", subject_id: raw(patient), patient };
                Ok((reading, basket::load(tx, who, Some(patient))?))
            };
            desk.show_record(status, load, |face, counter| views::page(face, &counter, &attempt)).await
        }
        None => {
            desk.show_as(
                status,
                |tx, who| basket::load(tx, who, None),
                |face, counter| views::page(face, &counter, &attempt),
            )
            .await
        }
    }
}

fn raw(patient: PatientId) -> i64 {
    patient.raw()
}

/// `GET /pharmacy/retail/medicines?q=`: the typeahead; what needs a prescription is said to.
pub async fn medicines(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.fragment(move |tx, who| Ok(store::find(tx, who, &asked.q)?), |face, found| views::medicines(face, &found))
        .await
}

/// `GET /pharmacy/retail/buyers?q=`: the typeahead of patients.
pub async fn buyers(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.fragment(move |tx, _| Ok(people::search(tx, &asked.q)?), |face, hits| views::buyers(face, &hits)).await
}

/// Where the page is gone back to: with its buyer.
fn back(form: &Form) -> String {
    match form.text("patient").parse::<PatientId>() {
        Ok(patient) => format!("/pharmacy/retail?patient={patient}"),
        Err(_) => "/pharmacy/retail".to_owned(),
    }
}

/// What an act did, or the counter with why not.
async fn ended(desk: Desk, form: Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(&desk, form.text("patient").parse().ok(), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /pharmacy/retail/lines`
pub async fn add(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| acts::add(tx, who, &asked, lang).map(|()| back(&asked))).await;
    ended(desk, form, done).await
}

/// `POST /pharmacy/retail/scans`
pub async fn scan(desk: Desk, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| acts::scan(tx, who, &asked).map(|()| back(&asked))).await;
    ended(desk, form, done).await
}

/// `POST /retail-basket/{id}`
pub async fn change(desk: Desk, Path(line): Path<i64>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| acts::change(tx, who, line, &asked, lang).map(|()| back(&asked)));
    let done = done.await;
    ended(desk, form, done).await
}

/// `POST /pharmacy/retail/sales`
pub async fn sell(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let sale = acts::sell(tx, who, &asked, lang)?;
        Ok(format!("/retail-sales/{sale}"))
    });
    let done = done.await;
    ended(desk, form, done).await
}

/// `GET /retail-sales/{id}`
pub async fn sale(desk: Desk, Path(id): Path<RetailSaleId>) -> Response {
    sale_as(&desk, id, Attempt::none()).await
}

async fn sale_as(desk: &Desk, id: RetailSaleId, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let sale = store::sale(tx, who.branch, id)?;
        let lines = store::sale_lines(tx, id)?;
        let midnight = who.zone().instant_of(who.day_of(tx.now()), 0);
        let patient = papers::visit::by_id(tx, who.branch, sale.visit)?.patient;
        let reading = Reading { act: "read_sale", subject: "retail_sale", subject_id: id.raw(), patient };
        Ok((reading, (sale, lines, store::sales(tx, who.branch, midnight)?)))
    };
    desk.show_record(status, load, |face, (sale, lines, today)| {
        views_sale::page(face, (&sale, &lines), &today, &attempt)
    })
    .await
}

/// `POST /retail-sales/{id}/undo`
pub async fn take_back(desk: Desk, Path(id): Path<RetailSaleId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::take_back(tx, who, id, &asked, lang)?;
        Ok(format!("/retail-sales/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => sale_as(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}
