//! Appointments one by one, the check-in, walk-ins and departures: handlers.

use crate::pages::{departing_again, status_of};
use crate::shown::{self, Ask, Query};
use crate::views::appointment::{AppointmentPage, Refused, appointment};
use crate::views::walk_in::{WalkInPage, at_desk, walk_in as walk_in_view};
use crate::{acts, asked, store};
use axum::extract::{Path, Query as Read};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{AppointmentId, ResourceId, VisitId};
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people::{consent, opening};
use ground::web::{Desk, Form, Reading, html, saved};
use papers::appointment::Appointment;
use papers::message::{Kind, reach};
use papers::notice;
use papers::safety;

/// `GET /appointments/{id}`
pub async fn show(desk: Desk, Path(id): Path<AppointmentId>, Read(query): Query) -> Response {
    let Ask { done, retracted, .. } = Ask::of(&query);
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let (reading, page) = load_detail(tx, who, id, None)?;
        let is_done = done == Some(page.row.version);
        let is_retracted = retracted && page.row.visit.is_none();
        Ok((reading, AppointmentPage { is_done, is_retracted, ..page }))
    };
    let none = Attempt::none();
    desk.show_record(status_of(&none), load, move |face, page| appointment(face, &page, Refused::None, &none)).await
}

/// `moved` is the form of a move that was refused.
pub async fn detail(
    desk: &Desk,
    id: AppointmentId,
    refused: Refused,
    attempt: Attempt,
    moved: Option<Form>,
) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| load_detail(tx, who, id, moved.as_ref());
    desk.show_record(status_of(&attempt), load, move |face, page| appointment(face, &page, refused, &attempt)).await
}

/// The appointment with its patient; `moved` as in [`detail`].
fn load_detail(
    tx: &mut Tx<'_>,
    who: &Who,
    id: AppointmentId,
    moved: Option<&Form>,
) -> Result<(Reading, AppointmentPage), Stop> {
    let row = store::detail(tx, who.branch, id)?;
    let patient = acts::patient(tx, who, row.patient)?;
    let is_restricted = opening::is_restricted(tx, who, patient.id)?;
    let offers = match moved {
        Some(form) => shown::load_move_offers(tx, who, id, form)?,
        None => None,
    };
    let doctors = shown::doctors(tx, who, row.day)?;
    let limit = store::overbooking_limit(tx, row.doctor)?;
    let (insurers, changes) = (store::insurers(tx)?, store::changes(tx, id)?);
    let reading = Reading { act: "read_profile", subject: "appointment", subject_id: id.raw(), patient: patient.id };
    let consent = consent::of_patient(tx, patient.id)?;
    let unverified = store::unverified(tx, patient.id)?;
    let series = papers::series::of_appointment(tx, who.branch, id)?;
    let told = notice::of_appointment(tx, id)?;
    let is_coded = safety::has_coded_allergy(tx, patient.id)?;
    let phone = patient.phone.as_deref().or(patient.guardian_phone.as_deref());
    let here = if row.visit.is_none() { shown::load_here(tx, who, patient.id)? } else { None };
    let emergency = papers::visit::emergency_of_day(tx, patient.id, who.day_of(tx.now()))?;
    let reached = reach::read(tx)?.to(Kind::Reminder, phone, patient.email.as_deref(), &[]);
    Ok((
        reading,
        AppointmentPage {
            row,
            patient: shown::as_told(patient, is_restricted),
            is_restricted,
            is_done: false,
            is_retracted: false,
            insurers,
            consent,
            changes,
            doctors,
            offers,
            overbooking_limit: limit,
            series,
            told,
            is_coded,
            is_reached: reached.is_some(),
            unverified,
            here,
            emergency,
        },
    ))
}

/// `POST /appointments/{id}/arrival`
pub async fn arrive(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    if let Some(filled) = asked::filled(&form, desk.lang) {
        return detail(&desk, id, Refused::Arrival, filled, None).await;
    }
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| acts::arrive_or_ask(tx, who, id, &asked, lang));
    match done.await {
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Arrival, form.attempt(refusal), None).await,
        other => desk.end(other),
    }
}

/// The appointment's page, which says what was done.
pub fn done_at(after: &Appointment) -> String {
    format!("/appointments/{}?done={}", after.id, after.version)
}

/// `POST /appointments/{id}/cancellation`
pub async fn cancel(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| Ok(done_at(&acts::cancel(tx, who, id, &asked, lang)?)));
    match done.await {
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Ending, form.attempt(refusal), None).await,
        other => desk.end(other),
    }
}

/// `POST /appointments/{id}/absence`
pub async fn mark_absent(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| Ok(done_at(&acts::mark_absent(tx, who, id)?)));
    match done.await {
        Err(Stop::Refused(refusal)) => detail(&desk, id, Refused::Ending, form.attempt(refusal), None).await,
        other => desk.end(other),
    }
}

/// `GET /walk-in`
pub async fn walk_in(desk: Desk, Read(query): Query) -> Response {
    walk_in_page(&desk, Ask::of(&query), None, Attempt::none()).await
}

/// `POST /visits`
pub async fn check_in_walk_in(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| acts::walk_in_or_put_first(tx, who, &asked, lang));
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let attempt = shown::attempt_of(&form, refusal);
            let ask = Ask { patient: shown::picked_patient(&form).parse().ok(), ..Ask::default() };
            walk_in_page(&desk, ask, Some(form), attempt).await
        }
        other => desk.end(other),
    }
}

/// With a patient it is a page of that patient's profile, and its reading is written down.
async fn walk_in_page(desk: &Desk, ask: Ask, form: Option<Form>, attempt: Attempt) -> Response {
    let status = status_of(&attempt);
    let with_patient = ask.patient;
    let load = move |tx: &mut Tx<'_>, who: &Who| load_walk_in(tx, who, &ask, form.as_ref());
    let Some(patient) = with_patient else {
        return desk.show_as(status, load, move |face, page| walk_in_view(face, &page, &attempt)).await;
    };
    let reading = Reading { act: "read_profile", subject: "patient", subject_id: patient.raw(), patient };
    let load = move |tx: &mut Tx<'_>, who: &Who| Ok((reading, load(tx, who)?));
    desk.show_record(status, load, move |face, page| walk_in_view(face, &page, &attempt)).await
}

/// `GET /walk-in/patient?patient=`: the card of whom the search found.
pub async fn walk_in_patient(desk: Desk, Read(query): Query) -> Response {
    let Some(patient) = Ask::of(&query).patient else {
        return desk.fragment(|_, _| Ok(()), |face, ()| at_desk(face, None, &Attempt::none())).await;
    };
    let reading = Reading { act: "read_profile", subject: "patient", subject_id: patient.raw(), patient };
    let load = move |tx: &mut Tx<'_>, who: &Who| Ok((reading, shown::load_at_desk(tx, who, patient)?));
    match desk.read_record(load).await {
        Ok((face, at)) => html(StatusCode::OK, at_desk(&face, Some(&at), &Attempt::none())),
        Err(stop) => desk.stop(stop),
    }
}

fn load_walk_in(tx: &mut Tx<'_>, who: &Who, ask: &Ask, form: Option<&Form>) -> Result<WalkInPage, Stop> {
    let today = who.day_of(tx.now());
    let at_desk = ask.patient.map(|id| shown::load_at_desk(tx, who, id)).transpose()?;
    let at_desk = at_desk.map(|at| shown::AtDesk { made: ask.made, ..at });
    let (doctors, waiting) = (shown::doctors(tx, who, today)?, store::waiting(tx, who.branch)?);
    let services = catalog::services_of_kind(tx, "consultation", today)?;
    let (service, doctor) = shown::defaults(ask, &services, &doctors);
    let hits = match form {
        Some(form) => shown::load_hits(tx, form)?,
        None => Vec::new(),
    };
    let doctor: Option<ResourceId> = doctor.filter(|_| ask.doctor.is_some());
    Ok(WalkInPage { at_desk, services, service, doctors, doctor, waiting, hits })
}

/// `POST /visits/{id}/retraction`: the check-in was a mistake.
pub async fn take_back(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        let appointment = acts::take_back(tx, who, id)?;
        Ok(appointment.map_or_else(|| saved("/reception"), |id| format!("/appointments/{id}?retracted=yes")))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => departing_again(&desk, id, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// `POST /visits/{id}/departure`
pub async fn depart(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::depart(tx, who, id, &asked, lang)?;
        Ok(saved("/reception"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => departing_again(&desk, id, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// `POST /visits/{id}/urgency`
pub async fn set_urgency(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_urgency(tx, who, id, &asked, lang)?;
        Ok(saved(&format!("/reception?visit={id}")))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => departing_again(&desk, id, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// `POST /visits/{id}/again`: who became an emergency after the doctor had finished stands in the doctor's line again.
pub async fn see_again(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        let visit = acts::see_again(tx, who, id)?;
        Ok(saved(&format!("/reception?visit={visit}")))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => departing_again(&desk, id, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// `POST /visits/{id}/left-open`
pub async fn close_left_open(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::close_left_open(tx, who, id, &asked, lang)?;
        Ok(saved("/reception?tab=open"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => departing_again(&desk, id, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
