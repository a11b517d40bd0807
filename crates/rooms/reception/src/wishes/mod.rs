//! The waiting list: who would take a time, which times were given back, and whom they fit.

pub mod acts;
pub mod shown;

mod views;

pub use shown::{Waits, waits};
pub use views::link;

use crate::pages::status_of;
use crate::shown::{Ask, Query, attempt_of, load_hits};
use axum::extract::{Path, Query as Read};
use axum::response::Response;
use bricks::id::WishId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, saved};
use shown::{Lists, Page};

/// `GET /waiting-list`
pub async fn page(desk: Desk, Read(query): Query) -> Response {
    draw(&desk, Ask::of(&query), None, Attempt::none()).await
}

async fn draw(desk: &Desk, ask: Ask, form: Option<Form>, attempt: Attempt) -> Response {
    let status = status_of(&attempt);
    let load = move |tx: &mut Tx<'_>, who: &Who| -> Result<Page, Stop> {
        let hits = match &form {
            Some(form) => load_hits(tx, form)?,
            None => Vec::new(),
        };
        shown::load(tx, who, &ask, hits)
    };
    desk.show_as(status, load, move |face, page| views::page(face, &page, &attempt)).await
}

/// `GET /waiting-list/lists`
pub async fn lists(desk: Desk) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| -> Result<Lists, Stop> { Ok(shown::lists(tx, who)?) };
    desk.fragment(load, |face, lists| views::lists(face, &lists)).await
}

/// `GET /waiting-list/link`
pub async fn counted(desk: Desk) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| -> Result<_, Stop> { Ok(waits(tx, who)?) };
    desk.fragment(load, link).await
}

/// `POST /waiting-list`
pub async fn add(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::add(tx, who, &asked, lang)?;
        Ok(saved("/waiting-list"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let attempt = attempt_of(&form, refusal);
            draw(&desk, Ask::default(), Some(form), attempt).await
        }
        other => desk.end(other),
    }
}

/// `POST /waiting-list/{id}/booking`
pub async fn fulfil(desk: Desk, Path(id): Path<WishId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| acts::fulfil(tx, who, id, &asked));
    again(&desk, done.await).await
}

/// `POST /waiting-list/{id}/withdrawal`
pub async fn withdraw(desk: Desk, Path(id): Path<WishId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        papers::wish::withdraw(tx, who, id)?;
        Ok(saved("/waiting-list"))
    });
    again(&desk, done.await).await
}

/// The lists as they are now, with what was refused above them.
async fn again(desk: &Desk, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => {
            draw(desk, Ask::default(), None, Form::of(Vec::new(), [0; 32]).attempt(refusal)).await
        }
        other => desk.end(other),
    }
}
