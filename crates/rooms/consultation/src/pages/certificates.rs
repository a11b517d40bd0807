//! Certificates and letters: issuing, voiding, the paper.

use super::chart::reading;
use crate::{acts, store, views};
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::id::{CertificateId, VisitId};
use ground::db::Stop;
use ground::html::Attempt;
use ground::printer::Paper;
use ground::web::{Desk, Form, Reading};
use papers::certificate;
use serde::Deserialize;

/// What the address of the page says besides the visit: the certificate that was issued or voided a moment ago.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

async fn drawn(
    desk: &Desk,
    id: VisitId,
    status: StatusCode,
    done: Option<CertificateId>,
    attempt: Attempt,
) -> Response {
    desk.show_record(
        status,
        move |tx, who| {
            let head = store::head(tx, who.branch, id)?;
            Ok((reading(&head), (certificate::of_visit(tx, id)?, head)))
        },
        move |face, (issued, head)| views::certificates(face, &head, &issued, done, &attempt),
    )
    .await
}

/// `GET /visits/{id}/certificates`
pub async fn list(desk: Desk, Path(id): Path<VisitId>, Query(asked): Query<Asked>) -> Response {
    let done = asked.done.and_then(|id| id.parse().ok());
    drawn(&desk, id, StatusCode::OK, done, Attempt::none()).await
}

pub async fn issue(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let issued = acts::issue_certificate(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/certificates?done={issued}"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, id, Desk::status_of(&refusal), None, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

pub async fn void(desk: Desk, Path(id): Path<CertificateId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let visit = acts::void_certificate(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{visit}/certificates?done={id}"))
    });
    match (done.await, super::chart::visit_in(&form)) {
        (Err(Stop::Refused(refusal)), Some(visit)) => {
            drawn(&desk, visit, Desk::status_of(&refusal), None, form.attempt(refusal)).await
        }
        (other, _) => desk.end(other),
    }
}

/// `GET /certificates/{id}`: the paper; the reading is written into the audit before it leaves.
pub async fn paper(desk: Desk, Path(id): Path<CertificateId>) -> Response {
    match draw(&desk, id).await {
        Ok((number, pdf)) => inline_pdf(&number, pdf),
        Err(stop) => desk.stop(stop),
    }
}

async fn draw(desk: &Desk, id: CertificateId) -> Result<(String, Vec<u8>), Stop> {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let found = certificate::by_id(tx, who.branch, id)?;
        let patient = found.patient;
        Ok((Reading { act: "print_certificate", subject: "certificate", subject_id: id.raw(), patient }, found))
    };
    let (face, found) = desk.read_record(load).await?;
    let (printer, lang) = (desk.house.printer.clone(), desk.lang);
    let data = found.paper(lang, face.zone());
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(Paper::CertificateA5, lang, &data)).await;
    let pdf = drawn.map_err(|e| Stop::fault(format!("the printer stopped: {e}")))?.map_err(Stop::fault)?;
    Ok((found.printed.number, pdf))
}

/// `number` is of letters, digits and dashes.
fn inline_pdf(number: &str, pdf: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let named = HeaderValue::from_str(&format!("inline; filename=\"{number}.pdf\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("inline")));
    response
}
