//! `/website/requests`: what waits for the desk.

use crate::{acts, store, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::AppointmentId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

const HERE: &str = "/website/requests";

fn rows(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<store::RequestRow>, Stop> {
    Ok(store::requests(tx, who.branch)?)
}

/// `GET /website/requests`
pub async fn show(desk: Desk) -> Response {
    desk.show(rows, |face, rows| views::requests::page(face, &rows, None, &Attempt::none())).await
}

/// `GET /website/requests/list`
pub async fn list(desk: Desk) -> Response {
    desk.fragment(rows, |face, rows| views::requests::list(face, &rows, None, &Attempt::none())).await
}

/// Back to the appointment's own page when the answer was given there.
fn lead(form: &Form, id: AppointmentId) -> String {
    let page = format!("/appointments/{id}");
    if form.text("back") == page { page } else { HERE.to_owned() }
}

/// `POST /website/requests/{appointment}/acceptance`
pub async fn accept(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let lead = lead(&form, id);
    let done = desk.act_locked(&form, move |tx, who| acts::accept(tx, who, id).map(|()| lead.clone())).await;
    answered(&desk, id, &form, done).await
}

/// `POST /website/requests/{appointment}/decline`
pub async fn decline(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let (sent, lang, lead) = (form.clone(), desk.lang, lead(&form, id));
    let done =
        desk.act_locked(&form, move |tx, who| acts::decline(tx, who, id, &sent, lang).map(|()| lead.clone())).await;
    answered(&desk, id, &form, done).await
}

async fn answered(desk: &Desk, id: AppointmentId, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => {
            let status: StatusCode = Desk::status_of(&refusal);
            let attempt = form.attempt(refusal);
            desk.show_as(status, rows, move |face, rows| views::requests::page(face, &rows, Some(id), &attempt)).await
        }
        other => desk.end(other),
    }
}
