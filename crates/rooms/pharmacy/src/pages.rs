//! The queue, a prescription's page, dispensing, and the paper.

use crate::load::{handing_page, overview, prescription_page};
use crate::{acts, acts_back, acts_pause, scan, store, views, views_handing, views_prescription};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{DispenseId, PrescriptionId};
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form, Reading};
use serde::Deserialize;

/// What an address may ask of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    prescription: String,
}

/// `GET /pharmacy`
pub async fn queue(desk: Desk) -> Response {
    desk.show(|tx, who| overview(tx, who, None), |face, seen| views::nothing_chosen(face, &seen)).await
}

/// `GET /pharmacy/queue?prescription=`: the parts that move.
pub async fn parts(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        overview(tx, who, asked.prescription.parse().ok())
    };
    desk.fragment(load, |face, seen| views::moving_parts(face, &seen)).await
}

/// `GET /prescriptions/{id}`
pub async fn prescription(desk: Desk, Path(id): Path<PrescriptionId>) -> Response {
    page(&desk, id, Attempt::none()).await
}

async fn page(desk: &Desk, id: PrescriptionId, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let page = prescription_page(tx, who, id)?;
        Ok((reading("read_prescription", &page.head), page))
    };
    desk.show_record(status, load, |face, page| views_prescription::page(face, &page, &attempt)).await
}

pub(crate) fn reading(act: &'static str, head: &store::Head) -> Reading {
    Reading { act, subject: "prescription", subject_id: head.id.raw(), patient: head.patient }
}

/// `POST /prescriptions/{id}/dispensing`
pub async fn dispense(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::dispense(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    match done.await {
        // What was typed no longer fits the stock: the page proposes afresh.
        Err(Stop::Refused(r)) if r.kind == RefusalKind::Conflict => {
            page(&desk, id, Attempt::refused(Vec::new(), r)).await
        }
        Err(Stop::Refused(r)) => page(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// What an act did, or the prescription's page with why not.
pub(crate) async fn ended(desk: Desk, id: PrescriptionId, form: Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /prescriptions/{id}/scans`
pub async fn scan(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        scan::scan(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/pause`
pub async fn pause(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts_pause::pause(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/resumption`
pub async fn resume(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts_pause::resume(tx, who, id)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/question-withdrawal`
pub async fn withdraw(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts_pause::withdraw(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/answer`
pub async fn answer(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts_pause::answer(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `POST /prescriptions/{id}/check`
pub async fn check(desk: Desk, Path(id): Path<PrescriptionId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts_pause::check(tx, who, id)?;
        Ok(format!("/prescriptions/{id}"))
    });
    let done = done.await;
    ended(desk, id, form, done).await
}

/// `GET /dispenses/{id}`
pub async fn handing(desk: Desk, Path(id): Path<DispenseId>) -> Response {
    handing_as(&desk, id, Attempt::none()).await
}

async fn handing_as(desk: &Desk, id: DispenseId, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let page = handing_page(tx, who, id)?;
        Ok((reading("read_prescription", &page.head), page))
    };
    desk.show_record(status, load, |face, page| views_handing::page(face, &page, &attempt)).await
}

/// `POST /dispenses/{id}/undo`
pub async fn undo(desk: Desk, Path(id): Path<DispenseId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let of = acts_back::undo(tx, who, id, &asked, lang)?;
        Ok(format!("/prescriptions/{of}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => handing_as(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /dispenses/{id}/returns`
pub async fn take_in(desk: Desk, Path(id): Path<DispenseId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts_back::take_in(tx, who, id, &asked, lang)?;
        Ok(format!("/dispenses/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => handing_as(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `POST /dispenses/{id}/returns/{document}/undo`
pub async fn undo_return(desk: Desk, Path((id, document)): Path<(DispenseId, i64)>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts_back::undo_return(tx, who, (id, document), &asked, lang)?;
        Ok(format!("/dispenses/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => handing_as(&desk, id, form.attempt(r)).await,
        other => desk.end(other),
    }
}
