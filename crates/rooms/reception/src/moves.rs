//! Appointments that are moved, confirmed and brought back; the week; the pinboard: handlers.

use crate::asked::agreed;
use crate::pages::status_of;
use crate::rules::grid::Grid;
use crate::shown::{self, Ask, Query, Redo};
use crate::views::appointment::Refused;
use crate::views::moving::{self, RefusedMove};
use crate::visits::{detail, done_at};
use crate::{changes, store, views};
use axum::extract::{Path, Query as Read};
use axum::response::Response;
use bricks::clock::iso_day;
use bricks::id::AppointmentId;
use bricks::refusal::{Refusal, RefusalKind};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::appointment::{self, AT_ONCE, Appointment, OTHER_DOCTOR, SAME_DAY};
use std::collections::HashMap;

/// So many cards are asked for at once.
const IDS_MAX: usize = 12;
/// What a refused move keeps.
const KEPT: [&str; 6] = ["version", "day", "starts_at", "duration", "doctor", "room"];
/// What was answered before, and is not asked again.
const ANSWERED: [&str; 4] = ["beside", OTHER_DOCTOR, AT_ONCE, SAME_DAY];

/// `POST /appointments/{id}/time`
pub async fn move_to(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let after = changes::move_to(tx, who, id, &asked, lang)?;
        Ok(back(&asked, &after))
    });
    match done.await {
        Err(Stop::Refused(refusal)) if form.has("from") => moving_again(&desk, id, form, refusal).await,
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Time, form.attempt(refusal), Some(form)).await,
        other => desk.end(other),
    }
}

fn back(form: &Form, after: &Appointment) -> String {
    let view = shown::View::of(form.text("by"), form.text("grid"));
    moving::back_to(form.text("from"), &iso_day(after.day), after.id, after.version, view, &after.doctor.to_string())
}

/// The grid with the card in its old place, why it stays there, and the nearest free times.
async fn moving_again(desk: &Desk, id: AppointmentId, form: Form, refusal: Refusal) -> Response {
    let status = Desk::status_of(&refusal);
    let wants_offers = refusal.fields.iter().any(|f| f.field == "starts_at");
    let is_taken = wants_offers && refusal.kind == RefusalKind::Conflict;
    let attempt = form.attempt(refusal);
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let row = store::card(tx, who.branch, id)?.ok_or(Stop::Missing)?;
        let offers = if wants_offers { shown::load_move_offers(tx, who, id, &form)? } else { None };
        let doctor = form.text("doctor").parse().unwrap_or(row.doctor);
        let may_stand_beside = is_taken && !form.has("beside") && store::overbooking_limit(tx, doctor)? > 0;
        let sent = KEPT.iter().chain(ANSWERED.iter().filter(|name| form.has(name)));
        let sent = sent.map(|name| (*name, form.text(name).to_owned())).collect();
        let service = appointment::by_id(tx, who.branch, id)?.service;
        let agreed = agreed(&doctor.to_string(), &service.to_string());
        let refused = RefusedMove { row, attempt: attempt.clone(), offers, may_stand_beside, agreed, sent };
        let page = shown::load_day(tx, who, &Ask::of_move(&form))?;
        Ok((page, Redo { moving: Some(refused), ..Redo::default() }))
    };
    desk.show_as(status, load, |face, (page, redo)| views::day(face, &page, &redo, &Attempt::none())).await
}

/// `POST /appointments/{id}/undo`
pub async fn undo(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        let after = changes::undo(tx, who, id, &asked)?;
        Ok(back(&asked, &after))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Ending, form.attempt(refusal), None).await,
        other => desk.end(other),
    }
}

/// `POST /appointments/{id}/confirmation`
pub async fn confirm(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| Ok(done_at(&changes::confirm(tx, who, id, &asked)?)));
    match done.await {
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Ending, form.attempt(refusal), None).await,
        other => desk.end(other),
    }
}

/// `GET /reception/week`
pub async fn week(desk: Desk, Read(query): Query) -> Response {
    let ask = Ask::of(&query);
    let load = move |tx: &mut Tx<'_>, who: &Who| shown::load_week(tx, who, &ask);
    desk.show_as(status_of(&Attempt::none()), load, |face, page| views::week::week(face, &page)).await
}

/// The numbers in a query, as many as a page asks for at once.
fn ids(query: &HashMap<String, String>) -> Vec<AppointmentId> {
    let listed = query.get("ids").map(String::as_str).unwrap_or_default();
    listed.split(',').filter_map(|id| id.parse().ok()).take(IDS_MAX).collect()
}

/// `GET /reception/cards`
pub async fn cards(desk: Desk, Read(query): Query) -> Response {
    let get = |name: &str| query.get(name).map_or("", String::as_str);
    let grid = Grid::shown(get("first").parse().unwrap_or(0), get("last").parse().unwrap_or(0));
    let (ids, view) = (ids(&query), shown::View::of(get("by"), get("grid")));
    let load = move |tx: &mut Tx<'_>, who: &Who| Ok(shown::load_changed(tx, who, &ids, (grid, view))?);
    desk.fragment(load, |face, changed| views::changed(face, &changed)).await
}

/// `GET /reception/pins`
pub async fn pins(desk: Desk, Read(query): Query) -> Response {
    let ids = ids(&query);
    desk.fragment(move |tx, who| Ok(shown::load_pins(tx, who, &ids)?), |face, rows| moving::pins(face, &rows)).await
}
