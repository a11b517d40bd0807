//! What the law wants on a prescription: a child's data, and the page of what the clinic itself decides.

use super::chart::{chart_of, on_chart};
use crate::{acts, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::hex::hex;
use bricks::id::VisitId;
use ground::access::paper_key;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::prescription;
use views::{Part, Rules};

pub async fn note_child(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Child, move |tx, who, form, lang| {
        acts::note_child(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

async fn drawn(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| {
            Ok(Rules {
                facility: prescription::facility(tx, who.branch)?.unwrap_or_default(),
                limits: prescription::limits(tx)?,
                long_term: prescription::long_term(tx)?,
                public_key: hex(&paper_key::public_key(tx)?),
            })
        },
        move |face, rules| views::prescribing_rules(face, &rules, &attempt),
    )
    .await
}

/// `GET /prescribing`
pub async fn rules(desk: Desk) -> Response {
    drawn(&desk, StatusCode::OK, Attempt::none()).await
}

pub async fn set_rules(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_rules(tx, who, &asked, lang)?;
        Ok("/prescribing".to_owned())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
