//! `/book/{hold}/{proof}`: the code.

use super::{Query, answer, is_about_time, lost, sight, speaking, text_of};
use crate::rules::time::Start;
use crate::store::{self, HoldRow};
use crate::views::choose::Others;
use crate::views::code::{CodePage, booked, page_of};
use crate::{acts, asked, limits, offer, settings, text};
use axum::extract::{Path, Query as Read};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bricks::id::{AppointmentId, HoldId};
use bricks::refusal::{Refusal, RefusalKind};
use ground::access::{Branch, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Caller, Desk, Form, redirect};
use std::sync::Arc;

/// A hold that its link proved, with its clinic.
async fn found(desk: &Desk, id: &str, proof: &str) -> Result<(HoldRow, Arc<Branch>), Stop> {
    let id: HoldId = id.parse().map_err(|_| Stop::Missing)?;
    let proof = proof.to_owned();
    let row = desk.read_open(move |tx| acts::hold_of(tx, id, &proof)).await?;
    let clinic = desk.house.clinics.find(row.branch).ok_or(Stop::Missing)?;
    Ok((row, clinic))
}

/// Whether a page may stand in the frame of another site; a browser that does not say so is believed to.
fn is_framed(desk: &Desk, headers: &HeaderMap) -> bool {
    let told = headers.get("sec-fetch-dest").and_then(|value| value.to_str().ok());
    !desk.house.outside.embed_origins.is_empty() && told != Some("document")
}

/// `GET /book/{hold}/{proof}`: of a booking that is made already, the way to its page.
pub async fn show(
    desk: Desk,
    headers: HeaderMap,
    Path((id, proof)): Path<(String, String)>,
    Read(query): Query,
) -> Response {
    let desk = speaking(desk, text_of(&query, "lang"));
    match found(&desk, &id, &proof).await {
        Ok((HoldRow { appointment: Some(made), .. }, clinic)) => {
            let here = format!("/book/{id}/{proof}");
            made_already(&desk, (&clinic, &here), made, is_framed(&desk, &headers)).await
        }
        Ok((row, clinic)) => drawn(&desk, (&row, &clinic, &proof), StatusCode::OK, &Attempt::none()).await,
        Err(stop) => lost(&desk, stop),
    }
}

async fn made_already(
    desk: &Desk,
    (clinic, here): (&Arc<Branch>, &str),
    made: AppointmentId,
    framed: bool,
) -> Response {
    let lang = desk.lang;
    let load = move |tx: &mut Tx<'_>| {
        Ok((acts::appointment_path(tx, made, lang)?, store::seen(tx, made)?.ok_or(Stop::Missing)?))
    };
    match desk.read_open(load).await {
        Ok((path, _)) if !framed => redirect(&path),
        Ok((path, seen)) => {
            let page = sight(desk, clinic).map(|sight| booked(&sight, &seen, (here, &path)));
            answer(desk, StatusCode::OK, page)
        }
        Err(stop) => lost(desk, stop),
    }
}

async fn drawn(
    desk: &Desk,
    (row, clinic, proof): (&HoldRow, &Arc<Branch>, &str),
    status: StatusCode,
    attempt: &Attempt,
) -> Response {
    let refusal = attempt.refusal.as_ref();
    let wants_others = refusal.is_some_and(|r| r.kind == RefusalKind::Conflict && is_about_time(r));
    let (at, id) = (clinic.clone(), row.id);
    let load = move |tx: &mut Tx<'_>| {
        let row = store::hold(tx, id)?.ok_or(Stop::Missing)?;
        let service = if wants_others { offer::service(tx, &at, row.service)? } else { None };
        let Some(service) = service else { return Ok((row, None)) };
        let settings = settings::read(tx)?;
        let day = at.zone.day_of(row.starts_at).max(at.zone.day_of(tx.now()));
        let doctors = service.doctors_after(row.doctor);
        let starts = offer::others(tx, &at, &settings, (&service, &doctors), day)?;
        let names = service.names_but(Some(row.doctor));
        Ok((row, Some(Others { starts, names })))
    };
    let page = desk.read_open(load).await.and_then(|(row, others)| {
        let again_from = acts::again_from(&row);
        Ok(page_of(&sight(desk, clinic)?, &CodePage { row: &row, proof, others, again_from }, attempt))
    });
    answer(desk, status, page)
}

/// `POST /book/{hold}/{proof}`
pub async fn confirm(
    desk: Desk,
    caller: Caller,
    headers: HeaderMap,
    Path((id, proof)): Path<(String, String)>,
    form: Form,
) -> Response {
    let desk = speaking(desk, form.text("lang"));
    let (row, clinic) = match found(&desk, &id, &proof).await {
        Ok(found) => found,
        Err(stop) => return lost(&desk, stop),
    };
    let framed = is_framed(&desk, &headers);
    match tried(&desk, &caller, (&row, &clinic, framed), &form).await {
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            drawn(&desk, (&row, &clinic, &proof), status, &form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

async fn tried(
    desk: &Desk,
    caller: &Caller,
    (row, clinic, framed): (&HoldRow, &Arc<Branch>, bool),
    form: &Form,
) -> Result<Response, Stop> {
    let id = row.id;
    if row.appointment.is_none() {
        let (code, caller) = (asked::code(form)?, caller.0.clone());
        if !desk.count_open(move |tx| acts::spend_try(tx, id, (&code, &caller))).await? {
            return Err(Refusal::conflict(text::no_more_tries_say()).into());
        }
    }
    let (code, other) = (asked::code(form)?, form.text("starts_at").parse::<Start>().ok());
    let lang = desk.lang;
    let act = move |tx: &mut Tx<'_>, who: &Who| {
        let path = acts::confirm(tx, who, (id, &code), other, lang)?;
        if framed { acts::hold_path(tx, id, lang) } else { Ok(path) }
    };
    desk.act_open(form, clinic, act).await
}

/// `POST /book/{hold}/{proof}/code`
pub async fn send_again(desk: Desk, caller: Caller, Path((id, proof)): Path<(String, String)>, form: Form) -> Response {
    let desk = speaking(desk, form.text("lang"));
    let (row, clinic) = match found(&desk, &id, &proof).await {
        Ok(found) => found,
        Err(stop) => return lost(&desk, stop),
    };
    match resent(&desk, caller, (&row, &clinic), &form).await {
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            drawn(&desk, (&row, &clinic, &proof), status, &form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

async fn resent(
    desk: &Desk,
    caller: Caller,
    (row, clinic): (&HoldRow, &Arc<Branch>),
    form: &Form,
) -> Result<Response, Stop> {
    let (id, lang) = (row.id, desk.lang);
    let (from, phone) = (caller.clone(), row.phone.clone());
    desk.count_open(move |tx| limits::spend_post(tx, &from.0, Some(&phone))).await?;
    desk.act_open(form, clinic, move |tx, who| acts::send_again(tx, who, id, (&caller.0, lang))).await
}
