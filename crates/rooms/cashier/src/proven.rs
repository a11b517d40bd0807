//! A receipt on paper proves itself: its QR code is a link to a page that tells number, day and amount of the receipt that
//! this house issued, and whether it still counts. Nothing of the patient stands there.

use crate::text;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use bricks::clock::show_instant;
use bricks::id::ReceiptId;
use bricks::lang::Lang;
use ground::access::proof::{self, Purpose};
use ground::db::{Stop, Tx};
use ground::html::parts::{facts, status};
use ground::html::{Tone, bare_page};
use ground::web::Desk;
use maud::html;
use papers::receipt::{self, Receipt, Since};
use serde::Deserialize;

/// The language that a link of the public carries.
#[derive(Debug, Deserialize)]
pub struct Spoken {
    #[serde(default)]
    lang: String,
}

/// The address of the page that proves a receipt, below the house's public one.
pub fn path_of(tx: &mut Tx<'_>, id: ReceiptId) -> Result<String, Stop> {
    let proof = proof::prove(tx, Purpose::ReceiptPaper, &id.to_string())?;
    Ok(format!("/r/{id}/{proof}"))
}

/// `GET /r/{receipt}/{proof}`: that this house issued the receipt. A link that was changed is as unknown as one that never
/// was.
pub async fn show(desk: Desk, Path((id, given)): Path<(String, String)>, Query(spoken): Query<Spoken>) -> Response {
    let lang = Lang::parse(&spoken.lang).unwrap_or(desk.lang);
    let path = format!("/r/{id}/{given}");
    let read = desk.read_open(move |tx| load(tx, &id, &given)).await;
    let mut response = match read {
        Ok((receipt, since)) => (StatusCode::OK, Html(page(&desk, lang, &path, (&receipt, since)))).into_response(),
        Err(stop) => desk.stop(stop),
    };
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

fn load(tx: &mut Tx<'_>, id: &str, given: &str) -> Result<(Receipt, Since), Stop> {
    // The proof comes first: who guesses learns nothing, and costs one small reading.
    proof::demand(tx, Purpose::ReceiptPaper, id, given)?;
    let id: ReceiptId = id.parse().map_err(|_| Stop::Missing)?;
    Ok((receipt::by_id(tx, id)?, receipt::since(tx, id)?))
}

fn page(desk: &Desk, l: Lang, path: &str, (receipt, since): (&Receipt, Since)) -> String {
    let printed = &receipt.printed;
    let zone = desk.house.clinics.all().iter().find(|branch| branch.id == receipt.branch).cloned();
    let issued = zone.as_ref().map(|branch| show_instant(printed.issued_at, &branch.zone, l)).unwrap_or_default();
    let mut pairs = vec![
        (text::fact_number(l), printed.number.clone()),
        (text::fact_issued(l), issued),
        (text::sum_taken(l), printed.paid.show_with_sign(l)),
    ];
    if !since.refunded.is_zero() {
        pairs.push((text::slip_refunded(l), since.refunded.show_with_sign(l)));
    }
    pairs.push((text::proven_by(l), printed.clinic.name.clone()));
    let main = html! {
        section.card {
            div.ch { h1 { (text::proven(l)) } }
            div.cb.col.g3 {
                @if since.is_void { (status(Tone::Bad, "ban", text::state_voided(l))) }
                @else if !since.refunded.is_zero() { (status(Tone::Wait, "undo-2", text::proven_refunded(l))) }
                @else { (status(Tone::Ok, "shield-check", text::proven_good(l))) }
                (facts(pairs))
                p.hint { (text::proven_hint(l)) }
            }
        }
    };
    bare_page(l, desk.theme, &printed.clinic.name, text::proven(l), path, &main).into_string()
}

#[cfg(test)]
pub(crate) fn opened(tx: &mut Tx<'_>, path: &str) -> Result<(String, bool), Stop> {
    let mut parts = path.trim_start_matches("/r/").split('/');
    let (id, given) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    load(tx, id, given).map(|(receipt, since)| (receipt.printed.number, since.is_void))
}
