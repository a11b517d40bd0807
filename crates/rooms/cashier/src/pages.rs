//! The handlers: each reads or acts in one transaction and draws one view.

use crate::views_bill::Tried;
use crate::{acts, seen, views, views_bill, views_receipt};
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::id::{ReceiptId, VisitId};
use ground::db::Stop;
use ground::html::Attempt;
use ground::printer::Paper;
use ground::web::{Desk, Form, Reading};
use serde::Deserialize;

/// Which bill is open beside the queue.
#[derive(Debug, Deserialize)]
pub struct Beside {
    #[serde(default)]
    visit: String,
}

pub async fn room(desk: Desk) -> Response {
    desk.show(seen::room, |face, room| views::idle(face, &room)).await
}

pub async fn queue(desk: Desk, beside: Query<Beside>) -> Response {
    let current = beside.visit.parse().ok();
    desk.fragment(|tx, who| Ok(seen::queue(tx, who)?), |face, rows| views::queue(face, &rows, current)).await
}

pub async fn bill(desk: Desk, Path(id): Path<VisitId>) -> Response {
    bill_page(&desk, id, StatusCode::OK, Tried::default()).await
}

async fn bill_page(desk: &Desk, id: VisitId, status: StatusCode, tried: Tried) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let bill = seen::bill(tx, who, id)?;
        let reading = Reading { act: "read_bill", subject: "visit", subject_id: id.raw(), patient: bill.head.patient };
        Ok((reading, bill))
    };
    desk.show_record(status, load, |face, bill| views_bill::page(face, &bill, &tried)).await
}

pub async fn give_discount(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::give_discount(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/bill"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { discount: form.attempt(r.clone()), ..Tried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn remove_discount(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_discount(tx, who, id)?;
        Ok(format!("/visits/{id}/bill"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { discount: Attempt::refused(Vec::new(), r.clone()), ..Tried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn settle(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let asked = acts::Asked::read(&asked, lang)?;
        let receipt = acts::settle(tx, who, id, &asked)?;
        Ok(format!("/receipts/{receipt}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { payment: form.attempt(r.clone()), ..Tried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn receipt(desk: Desk, Path(id): Path<ReceiptId>) -> Response {
    receipt_page(&desk, id, StatusCode::OK, Attempt::none()).await
}

async fn receipt_page(desk: &Desk, id: ReceiptId, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let issued = seen::issued(tx, who, id)?;
        let reading =
            Reading { act: "read_receipt", subject: "receipt", subject_id: id.raw(), patient: issued.head.patient };
        Ok((reading, issued))
    };
    desk.show_record(status, load, |face, issued| views_receipt::page(face, &issued, &attempt)).await
}

pub async fn send_by_mail(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let asked = form.clone();
    let lang = desk.lang;
    let done = desk.act_locked(&form, move |tx, who| {
        acts::send_by_mail(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => receipt_page(&desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// The receipt as PDF. The reading is written down before the paper is drawn.
pub async fn paper(desk: Desk, Path(id): Path<ReceiptId>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let receipt = seen::receipt_of(tx, who, id)?;
        let (subject_id, patient) = (id.raw(), receipt.patient);
        Ok((Reading { act: "print_receipt", subject: "receipt", subject_id, patient }, receipt))
    });
    let (face, receipt) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let (printer, lang) = (desk.house.printer.clone(), desk.lang);
    let facts = receipt.printed.paper(lang, face.zone());
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(Paper::ReceiptA5, lang, &facts)).await;
    match drawn {
        Ok(Ok(pdf)) => inline_pdf(&receipt.printed.number, pdf),
        Ok(Err(why)) => desk.stop(Stop::fault(why)),
        Err(_) => desk.stop(Stop::fault("the printer stopped")),
    }
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
