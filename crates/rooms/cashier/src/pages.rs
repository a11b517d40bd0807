//! The handlers: each reads or acts in one transaction and draws one view.

use crate::session::pages::Wanted;
use crate::views_bill::Tried as BillTried;
use crate::{acts, asked, pay, proven, seen, session, store, text, transfer, undo, views, views_bill, views_receipt};
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bricks::id::{ReceiptId, VisitId};
use ground::db::{Stop, Topic};
use ground::html::Attempt;
use ground::printer::Paper;
use ground::web::{Desk, Face, Form, Reading};
use papers::payout::Printed as Slip;
use papers::receipt::template::Size;
use papers::receipt::{self, template};
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
    let load = |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        Ok((seen::queue(tx, who)?, undo::store::open(tx, who)?))
    };
    desk.fragment(load, |face, (rows, refunds)| views::queue(face, (&rows, &refunds), current)).await
}

/// The drawer in the top bar, as it is by now.
pub async fn till(desk: Desk) -> Response {
    desk.fragment(seen::till, |face, till| session::chip(face, &till)).await
}

/// The way of paying that is open on a bill's page.
#[derive(Debug, Deserialize)]
pub struct Way {
    way: Option<String>,
}

pub async fn bill(desk: Desk, Path(id): Path<VisitId>, Query(Way { way }): Query<Way>) -> Response {
    let payment = way.map_or_else(Attempt::none, |way| Attempt::begun("method", way));
    bill_page(&desk, id, StatusCode::OK, BillTried { payment, ..BillTried::default() }).await
}

/// The page of a bill, drawn anew after a refusal.
pub async fn bill_page(desk: &Desk, id: VisitId, status: StatusCode, tried: BillTried) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let bill = seen::bill(tx, who, id)?;
        if transfer::store::leave(tx, who, id)? {
            tx.announce(Topic::Cashier);
        }
        let reading = Reading { act: "read_bill", subject: "visit", subject_id: id.raw(), patient: bill.head.patient };
        Ok((reading, bill))
    };
    desk.show_record(status, load, |face, bill| views_bill::page(face, &bill, &tried)).await
}

pub async fn settle(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let asked = asked::Asked::read(&asked, lang)?;
        let receipt = pay::settle(tx, who, id, &asked)?;
        Ok(format!("/receipts/{receipt}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = BillTried { payment: form.attempt(r.clone()), ..BillTried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

/// The forms of a receipt's page as they came back.
#[derive(Default)]
pub struct Tried {
    pub mail: Attempt,
    pub void: Attempt,
    pub refund: Attempt,
    /// A refund that is paid out.
    pub pay_out: Attempt,
}

pub async fn receipt(desk: Desk, Path(id): Path<ReceiptId>) -> Response {
    receipt_page(&desk, id, StatusCode::OK, Tried::default()).await
}

/// The page of an issued receipt.
pub async fn receipt_page(desk: &Desk, id: ReceiptId, status: StatusCode, tried: Tried) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let issued = seen::issued(tx, who, id)?;
        let reading =
            Reading { act: "read_receipt", subject: "receipt", subject_id: id.raw(), patient: issued.head.patient };
        Ok((reading, issued))
    };
    desk.show_record(status, load, |face, issued| views_receipt::page(face, &issued, &tried)).await
}

pub async fn send_by_mail(desk: Desk, Path(id): Path<ReceiptId>, form: Form) -> Response {
    let asked = form.clone();
    let lang = desk.lang;
    let done = desk.act_locked(&form, move |tx, who| {
        acts::send_by_mail(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { mail: form.attempt(r.clone()), ..Tried::default() };
            receipt_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

/// The receipt as PDF on A5, A4 or a roll. The reading is written down before the paper is drawn; every printing but the
/// first is marked as a copy.
pub async fn paper(desk: Desk, Path(id): Path<ReceiptId>, wanted: Query<Wanted>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let receipt = seen::receipt_of(tx, who, id)?;
        let copy = !store::print(tx, who, id)?;
        let since = receipt::since(tx, id)?;
        let (subject_id, patient) = (id.raw(), receipt.patient);
        let path = proven::path_of(tx, id)?;
        let later = seen::head(tx, who, receipt.visit)?.medicines_to_collect();
        let logo = template::logo(tx, &receipt.printed.template)?;
        let reading = Reading { act: "print_receipt", subject: "receipt", subject_id, patient };
        Ok((reading, (receipt, copy, since, later, path, logo)))
    });
    let (face, (receipt, copy, since, later, path, logo)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let size = Size::parse(&wanted.size).unwrap_or(receipt.printed.template.size);
    let mut facts = receipt.printed.paper(desk.lang, face.zone());
    if let Some(facts) = facts.as_object_mut() {
        if later {
            let told = [
                text::paper_medicines_later(desk.lang),
                facts.get("note").and_then(|n| n.as_str()).unwrap_or_default(),
            ];
            facts.insert("note".into(), told.join("\n").trim().into());
        }
        facts.insert("qr".into(), format!("{}{path}", desk.house.public_url).into());
        facts.insert("qr_note".into(), text::proven_scan(desk.lang).into());
        facts.insert("copy".into(), copy.into());
        facts.insert("logo".into(), logo.into());
        facts.insert("size".into(), size.code().into());
    }
    since.tell(&mut facts, desk.lang, face.zone());
    pdf(&desk, paper_of(size), facts, &receipt.printed.number).await
}

/// On A5 and A4 the same paper, which is told its size.
pub const fn paper_of(size: Size) -> Paper {
    match size {
        Size::Roll => Paper::Receipt80mm,
        Size::A5 | Size::A4 => Paper::ReceiptA5,
    }
}

/// Draws a paper and answers with it. `name` is of letters, digits and dashes.
pub async fn pdf(desk: &Desk, paper: Paper, facts: serde_json::Value, name: &str) -> Response {
    let (printer, lang) = (desk.house.printer.clone(), desk.lang);
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(paper, lang, &facts)).await;
    match drawn {
        Ok(Ok(pdf)) => inline_pdf(name, pdf),
        Ok(Err(why)) => desk.stop(Stop::fault(why)),
        Err(_) => desk.stop(Stop::fault("the printer stopped")),
    }
}

/// A slip of money that was paid out, on a roll unless A4 is wanted.
pub async fn payout_pdf(desk: &Desk, face: &Face, (slip, is_copy): &(Slip, bool), size: &str) -> Response {
    let paper = if size == "a4" { Paper::SessionA4 } else { Paper::Session80mm };
    pdf(desk, paper, slip.paper(desk.lang, face.zone(), *is_copy), &slip.number).await
}

fn inline_pdf(name: &str, pdf: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let named = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("inline")));
    response
}
