//! The handlers of discounts and vouchers.

use super::rules::Voucher;
use super::store::Wish;
use super::views::{self, Tried};
use super::{acts, store, vouchers};
use crate::limits::{self, Limits};
use crate::pages::bill_page;
use crate::views_bill::Tried as BillTried;
use crate::{seen, text, views as room};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, Seen};

pub async fn give(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::give_discount(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/bill"))
    });
    answered(&desk, id, &form, done.await).await
}

pub async fn use_voucher(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::use_voucher(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/bill"))
    });
    answered(&desk, id, &form, done.await).await
}

pub async fn remove(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let off = form.text("discount").parse().ok();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_discount(tx, who, id, off)?;
        Ok(format!("/visits/{id}/bill"))
    });
    answered(&desk, id, &form, done.await).await
}

async fn answered(desk: &Desk, id: VisitId, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => {
            let tried = BillTried { discount: form.attempt(r.clone()), ..BillTried::default() };
            bill_page(desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn approve(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    decide(desk, id, form, true).await
}

pub async fn refuse(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    decide(desk, id, form, false).await
}

async fn decide(desk: Desk, id: VisitId, form: Form, approved: bool) -> Response {
    let back = if form.text("from") == "bill" { format!("/visits/{id}/bill") } else { "/cashier/discounts".to_owned() };
    let done = desk.act_locked(&form, move |tx, who| {
        acts::decide(tx, who, id, approved)?;
        Ok(back.clone())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { list: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Tried::default()).await
}

/// What the page shows.
type Shown = (Vec<Wish>, Vec<Voucher>, Limits);

async fn page(desk: &Desk, status: StatusCode, tried: Tried) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let shown: Shown = (store::wishes(tx, who)?, store::vouchers(tx)?, limits::read(tx)?);
        Ok((seen::room(tx, who)?, shown))
    };
    desk.show_as(status, load, |face, (room, (wishes, vouchers, limits))| {
        let main = views::page(face, (&wishes, &vouchers, &limits), &tried);
        Seen { title: text::discounts(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn make_voucher(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        vouchers::make(tx, who, &asked, lang)?;
        Ok("/cashier/discounts".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { voucher: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

/// `POST /cashier/limits`.
pub async fn set_limits(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        limits::save(tx, who, &asked, lang)?;
        Ok("/cashier/discounts".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { limits: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn switch_voucher(desk: Desk, Path(id): Path<i64>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        vouchers::switch(tx, who, id)?;
        Ok("/cashier/discounts".to_owned())
    });
    desk.end(done.await)
}
