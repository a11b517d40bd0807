//! Two profiles of one person made one, and that taken back: handlers.

use crate::acts;
use crate::pages::status_of;
use crate::shown::Query;
use crate::store::{self, merge as merge_store};
use crate::views::merge::{ComparePage, Half, Said, compare as compare_view, merges as merges_view};
use axum::extract::{Path, Query as Read};
use axum::response::Response;
use bricks::id::{MergeId, PatientId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Reading};

/// `GET /patients/{id}/merge`
pub async fn compare(desk: Desk, Path(id): Path<PatientId>, Read(query): Query) -> Response {
    // A page without script sends the words of the typeahead beside an empty choice.
    let with = ["with", "patient"].iter().find_map(|name| query.get(*name)?.parse().ok());
    comparing(&desk, id, with, Attempt::none()).await
}

async fn comparing(desk: &Desk, winner: PatientId, with: Option<PatientId>, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let loser = match with.filter(|loser| *loser != winner) {
            Some(loser) => Some(half(tx, who, loser)?),
            None => None,
        };
        let page = ComparePage { winner: half(tx, who, winner)?, loser, insurers: store::insurers(tx)? };
        let reading = Reading { act: "read_profile", subject: "patient", subject_id: winner.raw(), patient: winner };
        Ok((reading, page))
    };
    desk.show_record(status_of(&attempt), load, move |face, page| compare_view(face, &page, &attempt)).await
}

fn half(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Half, Stop> {
    let patient = acts::patient(tx, who, id)?;
    let (visits, first, last) = merge_store::visited(tx, who.branch, id)?;
    Ok(Half { patient, visits, first, last })
}

/// `POST /patients/{id}/merge`
pub async fn merge(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::merge::merge(tx, who, id, &asked)?;
        Ok("/merges?made=1".to_owned())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let with = form.text("with").parse().ok();
            comparing(&desk, id, with, form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

/// `GET /merges`
pub async fn list(desk: Desk, Read(query): Query) -> Response {
    let said = Said { made: query.contains_key("made"), undone: query.get("undone").and_then(|id| id.parse().ok()) };
    listed(&desk, said, Attempt::none()).await
}

async fn listed(desk: &Desk, said: Said, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok(merge_store::recent(tx, who.branch)?);
    desk.show_as(status_of(&attempt), load, move |face, rows| merges_view(face, &rows, said, &attempt)).await
}

/// `POST /merges/{id}/reversal`
pub async fn undo(desk: Desk, Path(id): Path<MergeId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::merge::undo(tx, who, id)?;
        Ok(format!("/merges?undone={id}"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => listed(&desk, Said::default(), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
