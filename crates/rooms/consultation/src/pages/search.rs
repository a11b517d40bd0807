use crate::{store, views};
use axum::extract::Query;
use axum::response::Response;
use ground::catalog;
use ground::web::Desk;
use serde::Deserialize;

const SHOWN: usize = 12;

#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
}

/// Diagnoses of ICD-10 by code or words.
pub async fn diagnoses(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| Ok(store::offered(tx, who, &typed.q)?),
        |face, found| views::diagnosis_choices(face, &found),
    )
    .await
}

/// Services that a doctor can order.
pub async fn services(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| {
            let mut found = catalog::find_services(tx, &typed.q, who.day_of(tx.now()))?;
            found.retain(|s| s.kind != "consultation");
            found.truncate(SHOWN);
            Ok(found)
        },
        |face, found| views::service_choices(face, &found),
    )
    .await
}

/// Medicines that the clinic keeps, with its stock.
pub async fn medicines(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| Ok(store::find_medicines(tx, &typed.q, who.branch, who.day_of(tx.now()))?),
        |face, found| views::medicine_choices(face, &found),
    )
    .await
}

/// The other doctors of the branch.
pub async fn doctors(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| {
            let mut found = store::doctors(tx, who.branch)?;
            found.retain(|doctor| typed.q.trim().is_empty() || crate::rules::fits_words(&typed.q, &doctor.name));
            Ok(found)
        },
        |face, found| views::doctor_choices(face, &found),
    )
    .await
}
