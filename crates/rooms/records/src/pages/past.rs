use crate::{history, past, views_past};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::PatientId;
use ground::web::{Desk, Reading};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Moment {
    day: String,
    time: String,
}

/// `/patients/{id}/at?day=&time=`: the record as it was.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>, Query(asked): Query<Moment>) -> Response {
    let typed = !asked.day.is_empty();
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let top = history::top(tx, who, id)?;
            let at = past::moment(who, tx.now(), &asked.day, &asked.time);
            let past = match at {
                Some((_, at)) => Some(past::load(tx, who, id, at)?),
                None => None,
            };
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, (top, past)))
        },
        move |face, (top, past)| views_past::page(face, &top, past.as_ref(), typed && past.is_none()),
    )
    .await
}
