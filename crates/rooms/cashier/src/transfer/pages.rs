//! The handlers of transfers: the gateway's post, the list, the account, the patient's screen.

use super::store::{self, Account, Open, Waiting};
use super::views::{self, Screen, Tried};
use super::{acts, gateway};
use crate::{seen, text, views as room};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bricks::id::{BranchId, VisitId};
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::open_page;
use ground::web::{Desk, Form, House, Seen, html};
use std::sync::Arc;

/// After so long a bill that was paid leaves the patient's screen.
const SHOWN_MINUTES: i64 = 10;

/// `POST /hooks/bank/{id}`: transfers that the bank's gateway tells of. It holds no session: the post proves itself by the
/// secret of the branch's account, and a branch without one answers as if it were not there.
pub async fn hook(
    State(house): State<Arc<House>>,
    desk: Desk,
    Path(id): Path<BranchId>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(clinic) = house.clinics.find(id) else { return StatusCode::NOT_FOUND.into_response() };
    let account = desk.read_open(move |tx| Ok(store::account(tx, id)?)).await;
    let Ok(Some(account)) = account else { return StatusCode::NOT_FOUND.into_response() };
    if account.secret.is_empty() || !gateway::is_genuine(&headers, &body, &account.secret) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let Some(transfers) = gateway::read(&body) else { return StatusCode::UNPROCESSABLE_ENTITY.into_response() };
    for transfer in transfers {
        if !transfer.account.is_empty() && transfer.account != account.number {
            continue;
        }
        let (clinic, request) = (clinic.clone(), desk.request_id().to_owned());
        let done = desk.count_open(move |tx| acts::receive(tx, &clinic, &request, &transfer)).await;
        if let Err(stop) = done {
            return desk.stop(stop);
        }
    }
    ([(axum::http::header::CONTENT_TYPE, "application/json")], "{\"success\":true}").into_response()
}

/// What the page of transfers shows.
struct Shown {
    account: Option<Account>,
    waiting: Vec<Waiting>,
    bills: Vec<Open>,
}

pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Tried::default()).await
}

async fn page(desk: &Desk, status: StatusCode, tried: Tried) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let waiting = store::waiting(tx, who.branch)?;
        let bills = if waiting.is_empty() { Vec::new() } else { store::open_bills(tx, who.branch)? };
        Ok((seen::room(tx, who)?, Shown { account: store::account(tx, who.branch)?, waiting, bills }))
    };
    desk.show_as(status, load, |face, (room, shown)| {
        let main = views::page(face, shown.account.as_ref(), &shown.waiting, &shown.bills, &tried);
        Seen { title: text::transfers(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn assign(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let receipt = acts::assign(tx, who, id, &asked, lang)?;
        Ok(format!("/receipts/{receipt}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { list: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn dismiss(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::dismiss(tx, who, id, &asked, lang)?;
        Ok("/cashier/transfers".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { list: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn set_account(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_account(tx, who, &asked, lang)?;
        Ok("/cashier/transfers".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { account: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn show(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::show(tx, who, id)?;
        Ok(format!("/visits/{id}/bill"))
    });
    desk.end(done.await)
}

/// A bill on the patient's screen: name, what is due, its purpose.
type OnScreen = (String, Money, String);

/// `GET /pay-display`: the second screen of the cashier who is signed in on this browser.
pub async fn display(desk: Desk) -> Response {
    let read = desk.read(|tx, who| {
        let account = store::account(tx, who.branch)?;
        let shown = store::shown(tx, who)?.filter(|(_, at)| tx.now().minutes_since(*at) < SHOWN_MINUTES);
        let Some((visit, _)) = shown else { return Ok((account, None)) };
        let visit = papers::visit::by_id(tx, who.branch, visit)?;
        let name = store::patient_of(tx, visit.id)?.map(|(_, name)| name).unwrap_or_default();
        let purpose = super::purpose::of_ticket(visit.day, &visit.ticket_prefix, visit.ticket_number);
        Ok((account, Some((name, visit.due, purpose))))
    });
    let (face, (account, on_screen)): (_, (Option<Account>, Option<OnScreen>)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let screen = match &on_screen {
        None => Screen::Nothing,
        Some((name, due, _)) if due.is_zero() => Screen::Paid { name },
        Some((name, due, purpose)) => Screen::Pay { name, account: account.as_ref(), due: *due, purpose },
    };
    let main = views::display(face.lang, &face.who.clinic, &screen);
    let page =
        open_page(face.lang, face.theme, &face.who.clinic.name, text::display(face.lang), "bk", Some("/live"), &main);
    html(StatusCode::OK, page)
}
