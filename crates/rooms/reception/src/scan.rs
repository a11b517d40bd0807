//! What was scanned or typed into the scanner's field leads to a page: handlers. Nothing is changed here, so a text may be
//! sent as often as one likes.

use crate::pages::status_of;
use crate::rules::card::Card;
use crate::rules::scan::{Scanned, read};
use crate::views::scan::{ScanPage, scan_page};
use crate::{asked, profiles, store, text};
use axum::response::Response;
use bricks::id::{AppointmentId, PatientId, VisitId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people::{self, Hit};
use ground::web::{Desk, Form, redirect};
use papers::{appointment, visit};

/// Where a text leads.
enum Found {
    Path(String),
    Several(Vec<Hit>),
    /// A card of somebody who has no profile yet.
    NewCard(Card),
    /// Nowhere, with the reason.
    Nowhere(Refusal),
}

/// `GET /scan`
pub async fn page(desk: Desk) -> Response {
    let load = |_: &mut Tx<'_>, _: &Who| Ok(());
    desk.show(load, |face, ()| scan_page(face, &ScanPage { typed: String::new(), hits: Vec::new() }, &Attempt::none()))
        .await
}

/// `POST /scan`
pub async fn go(desk: Desk, form: Form) -> Response {
    let typed = form.text("scan").to_owned();
    let asked = typed.clone();
    let found = desk.read(move |tx, who| find(tx, who, &asked)).await;
    match found {
        Err(stop) => desk.stop(stop),
        Ok((_, Found::Path(path))) => redirect(&path),
        Ok((_, Found::NewCard(card))) => {
            let values = asked::card_values(&card, desk.lang);
            let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            profiles::creating_again(&desk, false, form, Attempt { values, refusal: None }).await
        }
        Ok((_, Found::Several(hits))) => {
            let attempt = Attempt { values: vec![("scan".to_owned(), typed.clone())], refusal: None };
            nowhere(&desk, typed, hits, attempt).await
        }
        Ok((_, Found::Nowhere(refusal))) => nowhere(&desk, typed, Vec::new(), form.attempt(refusal)).await,
    }
}

async fn nowhere(desk: &Desk, typed: String, hits: Vec<Hit>, attempt: Attempt) -> Response {
    let load = |_: &mut Tx<'_>, _: &Who| Ok(());
    desk.show_as(status_of(&attempt), load, move |face, ()| scan_page(face, &ScanPage { typed, hits }, &attempt)).await
}

fn find(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Found, Stop> {
    match read(typed) {
        Scanned::Nothing => Ok(nowhere_of(ground::text::field_required_say())),
        Scanned::Code(code) => match people::by_code(tx, who.branch, &code)? {
            Some(patient) => of_patient(tx, who, patient),
            None => Ok(nowhere_of(text::scan_no_code_say(code))),
        },
        Scanned::Appointment(id) => of_appointment(tx, who, id),
        Scanned::Visit(id) => of_visit(tx, who, id),
        Scanned::Ticket { prefix, number } => {
            let today = who.day_of(tx.now());
            match store::visit_of_ticket(tx, who.branch, today, (&prefix, number))? {
                Some(id) => of_visit(tx, who, id),
                None => of_words(tx, who, typed),
            }
        }
        Scanned::Card(card) => match people::by_number(tx, who.branch, &card.number)?.as_slice() {
            [patient] => of_patient(tx, who, *patient),
            [] => Ok(Found::NewCard(card)),
            _ => of_words(tx, who, &card.name),
        },
        Scanned::Number(number) => match people::by_number(tx, who.branch, &number)?.as_slice() {
            [patient] => of_patient(tx, who, *patient),
            [] => Ok(nowhere_of(text::scan_no_number_say())),
            [first, ..] => Ok(Found::Path(format!("/patients/{first}/profile"))),
        },
        Scanned::Words(words) => of_words(tx, who, &words),
    }
}

fn nowhere_of(say: bricks::say::Say) -> Found {
    Found::Nowhere(Refusal::field("scan", say))
}

/// In the house: the place in the queue. Booked for today: the check-in. Else the profile, from which one books or checks in.
fn of_patient(tx: &mut Tx<'_>, who: &Who, id: PatientId) -> Result<Found, Stop> {
    if let Some(visit) = store::open_visit_of(tx, id)? {
        return Ok(Found::Path(format!("/reception?visit={visit}")));
    }
    let today = who.day_of(tx.now());
    let path = match store::booked_on(tx, who.branch, id, today)?.first() {
        Some(booked) => format!("/appointments/{}", booked.id),
        None => format!("/patients/{id}/profile?back=/reception"),
    };
    Ok(Found::Path(path))
}

fn of_appointment(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<Found, Stop> {
    match appointment::by_id(tx, who.branch, id) {
        Ok(_) => Ok(Found::Path(format!("/appointments/{id}"))),
        Err(Stop::Missing) => Ok(nowhere_of(text::scan_no_appointment_say())),
        Err(stop) => Err(stop),
    }
}

fn of_visit(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Found, Stop> {
    match visit::by_id(tx, who.branch, id) {
        Ok(visit) if matches!(visit.state, visit::State::Waiting | visit::State::InRoom) => {
            Ok(Found::Path(format!("/reception?visit={id}")))
        }
        Ok(visit) => Ok(Found::Path(format!("/patients/{}/profile?back=/reception", visit.patient))),
        Err(Stop::Missing) => Ok(nowhere_of(text::scan_no_ticket_say())),
        Err(stop) => Err(stop),
    }
}

fn of_words(tx: &mut Tx<'_>, who: &Who, words: &str) -> Result<Found, Stop> {
    let hits = people::search(tx, words)?;
    match hits.as_slice() {
        [] => Ok(nowhere_of(text::scan_nobody_say())),
        [only] => of_patient(tx, who, only.id),
        _ => Ok(Found::Several(hits)),
    }
}
