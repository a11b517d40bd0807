use super::branch;
use crate::rules;
use crate::store;
use crate::views::ticket::{self as view, Mine};
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bricks::clock::Instant;
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::proof::{self, Purpose};
use ground::db::{Stop, Tx};
use ground::web::{Desk, html};
use papers::journey::Facts;
use papers::queue::{self, Queues};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Spoken {
    #[serde(default)]
    lang: String,
}

/// `GET /t/{visit}/{proof}`: where the holder of a ticket stands. A link that was changed is as unknown as one that never
/// was, and a patient's person stands nowhere on it.
pub async fn show(desk: Desk, Path((visit, proof)): Path<(String, String)>, Query(spoken): Query<Spoken>) -> Response {
    let lang = Lang::parse(&spoken.lang).unwrap_or(desk.lang);
    let path = format!("/t/{visit}/{proof}");
    let read = desk.house.db.read(move |tx| load(tx, &visit, &proof));
    let drawn = read.await.and_then(|(ticket, queues, now, id)| {
        let branch = branch(&desk, ticket.branch)?;
        let today = branch.zone.day_of(now);
        let facts = Facts {
            state: ticket.state,
            vitals_taken: ticket.vitals_taken,
            orders_open: ticket.orders_open,
            orders_done: ticket.orders_done,
            prescription: ticket.prescription,
            due: ticket.due,
            owes: ticket.owes,
        };
        let (place, inside) = (queues.place_of(id), queues.inside(id));
        let said = rules::said((ticket.day, today), ticket.state, facts.station(), place, inside, now);
        let mine = Mine { branch: &branch, ticket: &ticket, said, now, path: &path };
        Ok(html(StatusCode::OK, view::page(lang, &mine)))
    });
    let mut response = drawn.unwrap_or_else(|stop| desk.stop(stop));
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    response
}

type Loaded = (store::Ticket, Queues, Instant, VisitId);

fn load(tx: &mut Tx<'_>, visit: &str, given: &str) -> Result<Loaded, Stop> {
    // The proof comes first: who guesses learns nothing, and costs one small reading.
    proof::demand(tx, Purpose::VisitPage, visit, given)?;
    let id: VisitId = visit.parse().map_err(|_| Stop::Missing)?;
    let ticket = store::ticket(tx, id)?.ok_or(Stop::Missing)?;
    let queues = queue::of_doctor(tx, ticket.branch, ticket.doctor)?;
    Ok((ticket, queues, tx.now(), id))
}
