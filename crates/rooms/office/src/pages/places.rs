use crate::acts::places as acts;
use crate::store::places as store;
use crate::views::places as view;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::ResourceId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// `/office/places`: rooms and devices.
pub(crate) async fn list(desk: Desk) -> Response {
    page(&desk, None, StatusCode::OK, Attempt::none()).await
}

/// `/office/places/{id}`: one of them to be changed.
pub(crate) async fn show(desk: Desk, Path(id): Path<ResourceId>) -> Response {
    page(&desk, Some(id), StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, chosen: Option<ResourceId>, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let places = store::places(tx, who.branch)?;
        let is_there = chosen.is_none_or(|id| places.iter().any(|place| place.id == id));
        if is_there { Ok(places) } else { Err(Stop::Missing) }
    };
    desk.show_as(status, load, move |face, places| view::page(face, &places, chosen, &attempt)).await
}

async fn answered(desk: &Desk, chosen: Option<ResourceId>, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(desk, chosen, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /office/places`: one more.
pub(crate) async fn add(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        let id = acts::add(tx, who, &sent, lang)?;
        Ok(format!("/office/places/{id}"))
    });
    answered(&desk, None, &form, done.await).await
}

/// `POST /office/places/{id}`
pub(crate) async fn change(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        acts::change(tx, who, id, &sent, lang)?;
        Ok("/office/places".to_owned())
    });
    answered(&desk, Some(id), &form, done.await).await
}

/// `POST /office/places/{id}/use`: out of use (`in_use=no`), or back.
pub(crate) async fn set_use(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    let active = form.text("in_use") != "no";
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_use(tx, who, id, active)?;
        Ok(format!("/office/places/{id}"))
    });
    answered(&desk, Some(id), &form, done.await).await
}
