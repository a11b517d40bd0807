//! The handlers of transfers: the gateway's post, the list, the account, the patient's screen.

use super::store::{self, Account, Open, Waiting};
use super::views::{self, Screen, Tried};
use super::{acts, gateway};
use crate::pages::bill_page;
use crate::views_bill::Tried as BillTried;
use crate::{seen, text, views as room};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bricks::id::{BranchId, VisitId};
use bricks::money::Money;
use bricks::text::mask_name;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::open_page;
use ground::web::{Desk, Form, House, Seen, html, screen_token};
use papers::receipt::Method;
use std::sync::Arc;

/// So long it says that a bill was paid.
const THANKS_MINUTES: i64 = 2;

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
        Ok(format!("/visits/{id}/bill?way={}", Method::Transfer.code()))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = BillTried { payment: form.attempt(r.clone()), ..BillTried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn hide(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::hide(tx, who, id)?;
        Ok(format!("/visits/{id}/bill?way={}", Method::Transfer.code()))
    });
    desk.end(done.await)
}

/// `GET /visits/{id}/display`: the page of a bill that is shown says that it is still open.
pub async fn hold(desk: Desk, Path(id): Path<VisitId>) -> Response {
    match desk.draft(move |tx, who| Ok(store::hold(tx, who, id)?)).await {
        Ok((face, is_shown)) => html(StatusCode::OK, views::on_screen(&face, id, is_shown)),
        Err(stop) => desk.stop(stop),
    }
}

/// A bill on the customer's screen.
struct OnScreen {
    /// Masked.
    name: String,
    due: Money,
    /// By the receipt that was issued last, when nothing is due any more.
    paid: Money,
    purpose: String,
}

/// What a screen's token opens.
struct Opened {
    branch: BranchId,
    account: Option<Account>,
    bill: Option<OnScreen>,
}

/// `GET /pay-display`: the screen before a cashier's customers. It holds no session, but the token with which it was paired
/// as the waiting room's screens are, and sees an amount, a code and a masked name.
pub async fn display(State(house): State<Arc<House>>, headers: HeaderMap, desk: Desk) -> Response {
    let token = screen_token(&house, &headers);
    let read = desk.read_open(move |tx| match &token {
        Some(token) => opened(tx, token),
        None => Ok(None),
    });
    let opened = match read.await {
        Ok(opened) => opened,
        Err(stop) => return desk.stop(stop),
    };
    let clinic = opened.as_ref().and_then(|opened| house.clinics.find(opened.branch));
    let name = clinic.map_or_else(|| house.clinics.name(), |branch| branch.name.clone());
    let screen = match &opened {
        None => Screen::Unpaired,
        Some(Opened { bill: None, .. }) => Screen::Nothing,
        Some(Opened { bill: Some(bill), .. }) if bill.due.is_zero() => {
            Screen::Paid { name: &bill.name, amount: bill.paid }
        }
        Some(Opened { bill: Some(bill), account, .. }) => {
            Screen::Pay { name: &bill.name, account: account.as_ref(), due: bill.due, purpose: &bill.purpose }
        }
    };
    let main = views::display(desk.lang, &name, &screen);
    let page = open_page(desk.lang, desk.theme, &name, text::display(desk.lang), "bk", Some("/tv/live"), &main);
    html(StatusCode::OK, page)
}

fn opened(tx: &mut Tx<'_>, token: &[u8; 32]) -> Result<Option<Opened>, Stop> {
    let Some((branch, visit, shown_at)) = store::shown(tx, token)? else { return Ok(None) };
    let (account, now) = (store::account(tx, branch)?, tx.now());
    let Some((visit, shown_at)) = visit.zip(shown_at) else { return Ok(Some(Opened { branch, account, bill: None })) };
    let visit = papers::visit::by_id(tx, branch, visit)?;
    let last = if visit.due.is_zero() { papers::receipt::last_of(tx, visit.id)? } else { None };
    let just_paid = last.as_ref().is_some_and(|receipt| {
        let at = receipt.printed.issued_at;
        at >= shown_at && now.minutes_since(at) < THANKS_MINUTES
    });
    if !just_paid && (visit.due.is_zero() || !store::is_fresh(shown_at, now)) {
        return Ok(Some(Opened { branch, account, bill: None }));
    }
    let paid = last.map_or(Money::ZERO, |receipt| receipt.printed.paid);
    let name = store::patient_of(tx, visit.id)?.map(|(_, name)| mask_name(&name)).unwrap_or_default();
    let purpose = super::purpose::of_ticket(visit.day, &visit.ticket_prefix, visit.ticket_number);
    Ok(Some(Opened { branch, account, bill: Some(OnScreen { name, due: visit.due, paid, purpose }) }))
}
