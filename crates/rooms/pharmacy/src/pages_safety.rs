//! The data of medicine safety: shown, confirmed line by line, and the clinic's own lists taken in.

use crate::views_safety::{self, Asked, Data};
use crate::{acts_safety, text};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use papers::safety::{List, shown};
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Address {
    list: String,
    show: String,
    q: String,
    page: String,
}

impl Address {
    fn asked(&self) -> Asked {
        Asked {
            list: List::parse(&self.list).unwrap_or(List::Interactions),
            open_only: self.show != "all",
            q: self.q.clone(),
            page: self.page.parse().ok().filter(|page| (1..=1_000).contains(page)).unwrap_or(1),
        }
    }
}

/// `GET /pharmacy/safety`
pub async fn page(desk: Desk, Query(address): Query<Address>) -> Response {
    drawn(&desk, address.asked(), Attempt::none()).await
}

async fn drawn(desk: &Desk, asked: Asked, attempt: Attempt) -> Response {
    let status = attempt.refusal.as_ref().map_or(StatusCode::OK, Desk::status_of);
    let load = |tx: &mut ground::db::Tx<'_>, _: &ground::access::Who| {
        let tables = List::ALL.iter().map(|list| Ok((*list, shown(tx, *list)?))).collect::<Result<Vec<_>, Stop>>()?;
        Ok(Data { tables })
    };
    desk.show_as(status, load, |face, data| views_safety::page(face, &data, &asked, &attempt)).await
}

/// `POST /pharmacy/safety/confirmations`
pub async fn confirm(desk: Desk, form: Form) -> Response {
    acted(desk, form, |tx, who, form, _| acts_safety::confirm(tx, who, form)).await
}

/// `POST /pharmacy/safety/lists`
pub async fn import(desk: Desk, form: Form) -> Response {
    acted(desk, form, acts_safety::import).await
}

async fn acted<F>(desk: Desk, form: Form, act: F) -> Response
where
    F: Fn(&mut ground::db::Tx<'_>, &ground::access::Who, &Form, bricks::lang::Lang) -> Result<(), Stop>
        + Send
        + 'static,
{
    let address = Address { list: form.text("list").to_owned(), q: form.text("q").to_owned(), ..Address::default() };
    let asked = address.asked();
    let back = views_safety::address(&asked);
    let (typed, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        act(tx, who, &typed, lang)?;
        Ok(back.clone())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, asked, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

/// The name of a list.
pub(crate) fn list_word(list: List, l: bricks::lang::Lang) -> &'static str {
    match list {
        List::Ingredients => text::list_ingredients(l),
        List::Classes => text::list_classes(l),
        List::Interactions => text::list_interactions(l),
        List::Medicines => text::list_medicines(l),
    }
}
