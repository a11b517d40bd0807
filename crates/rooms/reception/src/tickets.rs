//! The ticket on paper: handler.

use crate::shown::titled;
use crate::store::{self, TicketRow};
use crate::views::room_word;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bricks::clock::{Zone, show_instant};
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::Branch;
use ground::access::proof::{Purpose, prove};
use ground::catalog::in_lang;
use ground::db::Stop;
use ground::printer::Paper;
use ground::web::{Desk, Reading};
use papers::queue;
use papers::visit::{Priority, show_ticket};
use serde_json::{Value, json};

/// `GET /visits/{id}/ticket`: the ticket as PDF, with the way to the patient's own page of this visit. The reading is
/// written down before the paper is drawn.
pub async fn paper(desk: Desk, Path(id): Path<VisitId>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let row = store::ticket(tx, who.branch, id)?;
        let ahead = queue::of_doctor(tx, who.branch, row.doctor)?.place_of(id).map(|place| place.number - 1);
        let proof = prove(tx, Purpose::VisitPage, &id.to_string())?;
        let reading = Reading { act: "print_ticket", subject: "visit", subject_id: id.raw(), patient: row.patient };
        Ok((reading, (row, ahead, proof)))
    });
    let (face, (row, ahead, proof)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let link = format!("{}/t/{id}/{proof}", desk.house.public_url);
    let (printer, lang) = (desk.house.printer.clone(), desk.lang);
    let facts = facts((&row, ahead), &face.who.clinic, face.zone(), &link, lang);
    let number = show_ticket(&row.ticket_prefix, row.ticket_number);
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(Paper::Ticket80mm, lang, &facts)).await;
    match drawn {
        Ok(Ok(pdf)) => inline_pdf(&number, pdf),
        Ok(Err(why)) => desk.stop(Stop::fault(why)),
        Err(_) => desk.stop(Stop::fault("the printer stopped")),
    }
}

/// `ahead` are called before, as the queue stands now; nothing for who is not in the line any more.
/// Neither the patient's name nor why they go first is on it: a ticket is lost easily.
fn facts((row, ahead): (&TicketRow, Option<i64>), clinic: &Branch, zone: &Zone, link: &str, l: Lang) -> Value {
    let mut facts = json!({
        "clinic": { "name": clinic.name, "address": clinic.address },
        "number": show_ticket(&row.ticket_prefix, row.ticket_number),
        "room": room_word(&row.room_name, l),
        "service": in_lang(l, &row.service_vi, &row.service_en),
        "doctor": titled(&row.doctor_title, &row.doctor_name),
        "date": show_instant(row.arrived_at, zone, l),
        "qr": link,
        "qr_note": crate::text::ticket_qr_note(l),
    });
    let priority = (row.priority != Priority::Ordinary).then(|| ("class", crate::text::priority(l).to_owned()));
    let ahead = ahead.map(|ahead| ("ahead", ahead.to_string()));
    if let Some(map) = facts.as_object_mut() {
        map.extend(priority.into_iter().chain(ahead).map(|(key, said)| (key.to_owned(), Value::from(said))));
    }
    facts
}

/// `number` is of letters and digits.
fn inline_pdf(number: &str, pdf: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let named = HeaderValue::from_str(&format!("inline; filename=\"{number}.pdf\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("inline")));
    response
}
