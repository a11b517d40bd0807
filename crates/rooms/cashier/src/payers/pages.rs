//! The handlers of payers.

use super::views::{self, Tried};
use super::{acts, plans};
use crate::pages::bill_page;
use crate::views_bill::Tried as BillTried;
use crate::{seen, text, views as room};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{InsurerId, PlanId, VisitId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Seen};

pub async fn choose(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::choose(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/bill"))
    });
    answered(&desk, id, &form, done.await).await
}

pub async fn remove(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove(tx, who, id, &asked)?;
        Ok(format!("/visits/{id}/bill"))
    });
    answered(&desk, id, &form, done.await).await
}

async fn answered(desk: &Desk, id: VisitId, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(r)) => {
            let tried = BillTried { payer: form.attempt(r.clone()), ..BillTried::default() };
            bill_page(desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Tried::default()).await
}

async fn page(desk: &Desk, status: StatusCode, tried: Tried) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let shown = views::Shown { insurers: plans::insurers(tx)?, plans: plans::plans(tx)?, dated: plans::dated(tx)? };
        Ok((seen::room(tx, who)?, shown))
    };
    desk.show_as(status, load, |face, (room, shown)| {
        let main = views::page(face, &shown, &tried);
        Seen { title: text::payers(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn add_insurer(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        plans::add_insurer(tx, who, &asked, lang)?;
        Ok("/cashier/payers".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { insurer: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn add_plan(desk: Desk, Path(id): Path<InsurerId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let plan = plans::add_plan(tx, who, id, &asked, lang)?;
        Ok(format!("/payer-plans/{plan}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { plan: Some((id, form.attempt(r.clone()))), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn set_rule(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        plans::set_rule(tx, who, &asked, lang)?;
        Ok("/cashier/payers".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { rule: form.attempt(r.clone()), ..Tried::default() };
            page(&desk, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}

pub async fn plan(desk: Desk, Path(id): Path<PlanId>) -> Response {
    plan_page(&desk, id, StatusCode::OK, Attempt::none()).await
}

async fn plan_page(desk: &Desk, id: PlanId, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, plans::whole(tx, id)?));
    desk.show_as(status, load, |face, (room, (plan, groups, items))| {
        let main = views::plan(face, &plan, &groups, &items, &attempt);
        Seen { title: text::payers(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn change(desk: Desk, Path(id): Path<PlanId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        plans::change(tx, who, id, &asked, lang)?;
        Ok("/cashier/payers".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => plan_page(&desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}
