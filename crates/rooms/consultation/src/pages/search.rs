use crate::{acts, rules, store, views};
use axum::extract::Query;
use axum::response::Response;
use ground::web::Desk;
use serde::Deserialize;
use views::Suggested;

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

/// Services that a doctor can order, sets, and what a line of several means.
pub async fn services(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| {
            if rules::is_line(&typed.q) {
                let items = acts::look_up(tx, who, rules::read_line(&typed.q))?;
                return Ok(Suggested::Line(typed.q.clone(), items));
            }
            let sets = store::find_order_sets(tx, who, &typed.q)?;
            Ok(Suggested::Services(sets, store::orderable(tx, &typed.q, who.day_of(tx.now()))?))
        },
        |face, found| views::service_choices(face, &found),
    )
    .await
}

/// Medicines by any name or the code of a pack, with stock and price; without a word what this doctor uses.
pub async fn medicines(desk: Desk, Query(typed): Query<Typed>) -> Response {
    desk.fragment(
        move |tx, who| Ok(store::find_medicines(tx, who, &typed.q)?),
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
