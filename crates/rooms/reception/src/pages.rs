//! The day's page, its live parts, and booking.

use crate::shown::{self, Ask, DayPage, Query, Redo};
use crate::{acts, views};
use axum::extract::Query as Read;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use bricks::refusal::{Refusal, RefusalKind};
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people;
use ground::web::{Desk, Form};

/// `GET /reception`
pub async fn day(desk: Desk, Read(query): Query) -> Response {
    let ask = Ask::of(&query);
    desk.show(
        move |tx, who| shown::load_day(tx, who, &ask),
        |face, page| views::day(face, &page, &Redo::default(), &Attempt::none()),
    )
    .await
}

/// `GET /reception/queue`
pub async fn queue(desk: Desk, Read(query): Query) -> Response {
    let ask = Ask::of(&query);
    desk.fragment(
        move |tx, who| shown::load_house(tx, who, &ask),
        |face, house| views::queue(face, &house, &Attempt::none()),
    )
    .await
}

/// `GET /reception/diary`
pub async fn diary(desk: Desk, Read(query): Query) -> Response {
    let ask = Ask::of(&query);
    desk.fragment(move |tx, who| shown::load_diary(tx, who, &ask), |face, diary| views::diary(face, &diary)).await
}

/// `GET /reception/times`
pub async fn times(desk: Desk, Read(query): Query) -> Response {
    let ask = Ask::of(&query);
    let load = move |tx: &mut Tx<'_>, who: &Who| shown::load_times(tx, who, &ask);
    desk.fragment(load, |face, times| views::times(face, &times, &Attempt::none())).await
}

/// `GET /reception/patient?patient=`: whom the search of the booking found.
pub async fn picked(desk: Desk, Read(query): Query) -> Response {
    let patient = Ask::of(&query).patient;
    let load = move |tx: &mut Tx<'_>, who: &Who| match patient {
        Some(id) => shown::load_picked(tx, who, id),
        None => Ok(None),
    };
    desk.fragment(load, |face, picked| views::picked(face, picked.as_ref(), &Attempt::none())).await
}

/// `POST /appointments`
pub async fn book(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| acts::book(tx, who, &asked, lang)).await;
    match done {
        Err(Stop::Refused(refusal)) => booking_again(&desk, form, refusal).await,
        other => desk.end(other),
    }
}

/// The page with everything that was typed, and with other times when the one asked for was taken.
async fn booking_again(desk: &Desk, form: Form, refusal: Refusal) -> Response {
    let status = Desk::status_of(&refusal);
    let at_time = refusal.fields.iter().any(|f| f.field == "starts_at");
    let wants_offers = at_time && (refusal.kind == RefusalKind::Conflict || !form.text("starts_at").is_empty());
    let is_taken = at_time && refusal.kind == RefusalKind::Conflict;
    let attempt = shown::attempt_of(&form, refusal);
    let load = move |tx: &mut Tx<'_>, who: &Who| -> Result<(DayPage, Redo), Stop> {
        let ask = Ask::of_booking(&form, who.zone());
        let offers = if wants_offers { shown::load_offers(tx, who, &ask)? } else { None };
        let beside = if is_taken && offers.is_some() { shown::load_beside(tx, who, &ask)? } else { None };
        let redo = Redo { offers, beside, hits: shown::load_hits(tx, &form)?, ..Redo::default() };
        Ok((shown::load_day(tx, who, &ask)?, redo))
    };
    desk.show_as(status, load, move |face, (page, redo)| views::day(face, &page, &redo, &attempt)).await
}

/// The page with what was typed beside a patient who waits: why they leave, or become an emergency.
pub async fn departing_again(desk: &Desk, visit: VisitId, departure: Attempt) -> Response {
    let status = status_of(&departure);
    let ask = Ask { visit: Some(visit), ..Ask::default() };
    let redo = Redo { departure, ..Redo::default() };
    let load = move |tx: &mut Tx<'_>, who: &Who| shown::load_day(tx, who, &ask);
    desk.show_as(status, load, move |face, page| views::day(face, &page, &redo, &Attempt::none())).await
}

/// `GET /patients/search`
pub async fn search(desk: Desk, Read(query): Query) -> Response {
    let typed = query.get("q").map(|q| q.trim().to_owned()).unwrap_or_default();
    let back = query.get("back").cloned().unwrap_or_else(|| "/reception".to_owned());
    let wanted = typed.clone();
    let load = move |tx: &mut Tx<'_>, _: &Who| Ok(people::search(tx, &wanted)?);
    desk.fragment(load, move |face, hits| views::search::choices(face, &hits, &typed, &back)).await
}

/// `GET /palette`
pub async fn palette(desk: Desk, Read(query): Query) -> Response {
    let typed = query.get("q").map(|q| q.trim().to_owned()).unwrap_or_default();
    let (wanted, rooms) = (typed.clone(), desk.house.rail.rooms);
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let may = who.may(Permission::SeePatients);
        if may { Ok(people::search(tx, &wanted)?) } else { Ok(Vec::new()) }
    };
    desk.fragment(load, move |face, hits| views::search::palette(face, &hits, &typed, rooms)).await
}

/// The status of a page that is drawn for the first time, or again after a refusal.
pub fn status_of(attempt: &Attempt) -> StatusCode {
    attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of)
}
