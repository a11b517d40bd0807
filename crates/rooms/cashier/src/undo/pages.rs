//! The handlers of voids and refunds.

use super::{acts, paid, store, views};
use crate::pages::{Tried, payout_pdf, receipt_page};
use crate::{seen, text, views as room};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{ReceiptId, RefundId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Reading, Seen};
use papers::payout;

pub async fn void(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::void(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { void: form.attempt(r.clone()), ..Tried::default() };
            receipt_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn ask(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::ask(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { refund: form.attempt(r.clone()), ..Tried::default() };
            receipt_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let room = seen::room(tx, who)?;
        Ok((room, store::open(tx, who)?, store::refused(tx, who)?, paid::latest(tx, who)?))
    };
    desk.show_as(status, load, |face, (room, refunds, refused, paid)| {
        let main = views::list(face, (&refunds, &refused, &paid), &room.till, &attempt);
        Seen { title: text::refunds(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn approve(desk: Desk, Path(id): Path<RefundId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::approve(tx, who, id)?;
        Ok("/cashier/refunds".to_owned())
    });
    answered(&desk, &form, done.await).await
}

pub async fn refuse(desk: Desk, Path(id): Path<RefundId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::refuse(tx, who, id, &asked, lang)?;
        Ok("/cashier/refunds".to_owned())
    });
    answered(&desk, &form, done.await).await
}

async fn answered(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => page(desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

pub async fn withdraw(desk: Desk, Path(id): Path<RefundId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::withdraw(tx, who, id)?;
        Ok("/cashier/refunds".to_owned())
    });
    answered(&desk, &form, done.await).await
}

/// Paid out on the list, or on the page of its receipt (`at`), which then tells what was wrong.
pub async fn pay(desk: Desk, Path(id): Path<RefundId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let receipt = acts::pay(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{receipt}"))
    });
    match (done.await, form.text("at").parse::<ReceiptId>()) {
        (Err(Stop::Refused(r)), Ok(receipt)) => {
            let tried = Tried { pay_out: form.attempt(r.clone()), ..Tried::default() };
            receipt_page(&desk, receipt, Desk::status_of(&r), tried).await
        }
        (done, _) => answered(&desk, &form, done).await,
    }
}

/// The slip that the patient signs for money that went back.
pub async fn slip(
    desk: Desk,
    Path((receipt, id)): Path<(ReceiptId, RefundId)>,
    wanted: Query<crate::session::pages::Wanted>,
) -> Response {
    let lang = desk.lang;
    let read = desk.read_record(move |tx, who| {
        let patient = seen::receipt_of(tx, who, receipt)?.patient;
        let (paid, clinic) = paid::one(tx, who, receipt, id)?;
        let slip = match payout::of_refund(tx, who, id)? {
            Some((kept, slip)) => (slip, !payout::print(tx, who, kept)?),
            None => (paid.slip(clinic, lang), false),
        };
        Ok((Reading { act: "print_refund", subject: "refund", subject_id: id.raw(), patient }, slip))
    });
    match read.await {
        Ok((face, slip)) => payout_pdf(&desk, &face, &slip, &wanted.size).await,
        Err(stop) => desk.stop(stop),
    }
}
