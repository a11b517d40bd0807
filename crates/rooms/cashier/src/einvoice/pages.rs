//! The handlers of e-invoices.

use super::document::Document;
use super::store::{self, Provider, Row};
use super::views::{self, Tried};
use super::{Kind, acts, xml as file};
use crate::{seen, text, views as room};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::ReceiptId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, Reading, Seen, attached};
use serde::Deserialize;

/// Which document of a receipt is wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    document: String,
}

pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Tried::default()).await
}

async fn page(desk: &Desk, status: StatusCode, tried: Tried) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let (room, provider) = (seen::room(tx, who)?, store::provider(tx, who.branch)?);
        Ok((room, provider, store::open(tx, who.branch)?))
    };
    desk.show_as(status, load, |face, (room, provider, open): (_, Option<Provider>, Vec<Row>)| {
        let main = views::page(face, provider.as_ref(), &open, &tried);
        Seen { title: text::einvoices(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn set_provider(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_provider(tx, who, &asked, lang)?;
        Ok("/cashier/einvoices".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { provider: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn retry(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::retry(tx, who, id, &asked, lang)?;
        Ok("/cashier/einvoices".to_owned())
    });
    listed(&desk, &form, done.await).await
}

pub async fn number(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::number(tx, who, id, &asked, lang)?;
        Ok("/cashier/einvoices".to_owned())
    });
    listed(&desk, &form, done.await).await
}

async fn listed(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => {
            let tried = Tried { list: form.attempt(r.clone()), ..Tried::default() };
            page(desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

/// `GET /receipts/{id}/einvoice?document=`: the document as a file for the provider.
pub async fn xml(desk: Desk, Path(id): Path<ReceiptId>, wanted: Query<Wanted>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let receipt = seen::receipt_of(tx, who, id)?;
        let document: i64 = wanted.document.parse().map_err(|_| Stop::Missing)?;
        let claimed = store::document(tx, id, document)?;
        let provider = store::provider(tx, who.branch)?.ok_or(Stop::Missing)?;
        let told: Document = serde_json::from_str(&claimed.document)
            .map_err(|e| Stop::fault(format!("e-invoice {}: {e}", claimed.id)))?;
        let text = file::file(&provider, &claimed, &told, who.zone());
        let (act, subject_id, patient) = ("export_einvoice", id.raw(), receipt.patient);
        let named = match claimed.kind {
            Kind::Original => receipt.printed.number,
            kind => format!("{}-{}-{}", receipt.printed.number, kind.code(), claimed.id),
        };
        Ok((Reading { act, subject: "receipt", subject_id, patient }, (text, named)))
    });
    match read.await {
        Ok((_, (text, named))) => attached(&format!("{named}.xml"), crate::xml::XML, text),
        Err(stop) => desk.stop(stop),
    }
}
