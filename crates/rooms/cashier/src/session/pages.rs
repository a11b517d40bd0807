//! The handlers of sessions.

use super::acts::Closed;
use super::store::{self, Session};
use super::views::{self, Shown, Tried};
use super::{BANK, Left, Open, acts, next_drawer, slip as paper_of, views_closed, wish};
use crate::pages::{payout_pdf, pdf};
use crate::seen::Room;
use crate::{seen, text, views as room};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::add_days;
use bricks::id::{CashSessionId, ClosingWishId};
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::printer::Paper;
use ground::web::{Desk, Form, Seen};
use papers::cash::Slip;
use papers::payout;
use serde::Deserialize;

/// The list goes back so many days.
const DAYS: i64 = 31;

/// What this person's page shows.
enum Mine {
    Open(Box<Shown>),
    Not(Option<Left>),
}

fn shown(tx: &mut Tx<'_>, who: &Who, open: Open, room: &Room) -> Result<Shown, Stop> {
    let totals = store::totals(tx, open.id, open.float)?;
    let moved = store::moved(tx, open.id)?;
    let waits = wish::open(tx, who)?.into_iter().find(|wish| wish.session == open.id);
    let pending = acts::pending(tx, who, &room.queue)?;
    Ok(Shown { open, totals, moved, waits, pending })
}

fn mine(tx: &mut Tx<'_>, who: &Who, room: &Room) -> Result<Mine, Stop> {
    let Some(open) = store::mine(tx, who)? else { return Ok(Mine::Not(next_drawer(tx, who)?)) };
    Ok(Mine::Open(Box::new(shown(tx, who, open, room)?)))
}

pub async fn show(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Tried::default()).await
}

async fn page(desk: &Desk, status: StatusCode, tried: Tried) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let room = seen::room(tx, who)?;
        let mine = mine(tx, who, &room)?;
        Ok((room, mine))
    };
    desk.show_as(status, load, |face, (room, mine)| {
        let main = match &mine {
            Mine::Open(shown) => views::open_page(face, &room, shown, &tried),
            Mine::Not(left) => views::not_open(face, left.as_ref(), &tried.opening),
        };
        Seen { title: text::session_mine(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn open(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::open_now(tx, who, &asked, lang)?;
        Ok("/cashier/session".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { opening: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn move_cash(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::move_cash(tx, who, &asked, lang)?;
        Ok("/cashier/session".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { moving: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn close(desk: Desk, Path(id): Path<CashSessionId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        Ok(match acts::close(tx, who, id, &asked, lang)? {
            Closed::Sealed => format!("/cashier/sessions/{id}"),
            Closed::Waits => "/cashier/session".to_owned(),
        })
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let (status, attempt) = (Desk::status_of(&r), form.attempt(r));
            let mine = desk.read(move |tx, who| Ok(store::by_id(tx, who, id)?.opened_by == who.staff)).await;
            match mine {
                Ok((_, true)) => page(&desk, status, Tried { closing: attempt, ..Tried::default() }).await,
                Ok((_, false)) => one_page(&desk, id, status, attempt).await,
                Err(stop) => desk.stop(stop),
            }
        }
        other => desk.end(other),
    }
}

pub async fn list(desk: Desk) -> Response {
    list_page(&desk, StatusCode::OK, Attempt::none()).await
}

pub async fn agree(desk: Desk, Path(id): Path<ClosingWishId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| Ok(format!("/cashier/sessions/{}", wish::agree(tx, who, id)?)));
    match done.await {
        Err(Stop::Refused(r)) => list_page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

pub async fn refuse(desk: Desk, Path(id): Path<ClosingWishId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        wish::refuse(tx, who, id)?;
        let back = if who.may(Permission::ManageClinic) { "/cashier/sessions" } else { "/cashier/session" };
        Ok(back.to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => list_page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

async fn list_page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let from = add_days(who.day_of(tx.now()), -DAYS);
        Ok((seen::room(tx, who)?, store::since(tx, who, from)?, wish::open(tx, who)?))
    };
    desk.show_as(status, load, move |face, (room, sessions, wishes)| {
        let main = views_closed::list(face, &sessions, &wishes, &attempt);
        Seen { title: text::sessions(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn one(desk: Desk, Path(id): Path<CashSessionId>) -> Response {
    one_page(&desk, id, StatusCode::OK, Attempt::none()).await
}

/// A session as its slip tells it, or, while it is open, what is in it: a manager counts one that was forgotten.
async fn one_page(desk: &Desk, id: CashSessionId, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let session = store::by_id(tx, who, id)?;
        let slip = slip_of(&session)?;
        let Session { day, drawer, opened_at, float, .. } = session;
        let room = seen::room(tx, who)?;
        let shown = shown(tx, who, Open { id, day, drawer, opened_at, float }, &room)?;
        Ok((room, session, slip, shown))
    };
    desk.show_as(status, load, move |face, (room, session, slip, shown)| {
        let counts = slip.is_none() && session.drawer != BANK && face.may(Permission::ManageClinic);
        let main = if counts {
            views::of_other(face, &room, (&session.cashier, &shown), &attempt)
        } else {
            views_closed::page(face, &session, slip.as_ref())
        };
        Seen { title: text::slip_title(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

fn slip_of(session: &Session) -> Result<Option<Slip>, Stop> {
    let read = session.slip.as_deref().map(serde_json::from_str).transpose();
    read.map_err(|e| Stop::fault(format!("slip of session {}: {e}", session.id)))
}

/// Which paper is wanted.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub size: String,
}

/// The slip of a closed session as PDF.
pub async fn slip(desk: Desk, Path(id): Path<CashSessionId>, wanted: Query<Wanted>) -> Response {
    let read = desk.read(move |tx, who| {
        let session = store::by_id(tx, who, id)?;
        slip_of(&session)?.ok_or(Stop::Missing)
    });
    let (face, slip) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let paper = if wanted.size == "a4" { Paper::SessionA4 } else { Paper::Session80mm };
    pdf(&desk, paper, paper_of::paper(&slip, desk.lang, face.zone()), &format!("ca-{}", slip.day)).await
}

/// The slip of cash that was taken out of a drawer.
pub async fn out_slip(desk: Desk, Path(id): Path<i64>, wanted: Query<Wanted>) -> Response {
    let read = desk.export(move |tx, who| {
        let (kept, slip) = payout::of_cash(tx, who, id)?.ok_or(Stop::Missing)?;
        who.note(tx, "print_payout", "cash_movement", id, None, &slip.number)?;
        let is_copy = !payout::print(tx, who, kept)?;
        Ok((slip, is_copy))
    });
    match read.await {
        Ok((face, slip)) => payout_pdf(&desk, &face, &slip, &wanted.size).await,
        Err(stop) => desk.stop(stop),
    }
}
