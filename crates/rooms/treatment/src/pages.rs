//! The worklist, an order's page, and its acts.

use crate::load::{order_page, worklist_asked};
use crate::views::{self, Tab};
use crate::{acts, extras, images, text, vaccine_earlier, views_order};
use axum::extract::{FromRequest as _, Path, Query, Request};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::OrderId;
use bricks::refusal::Refusal;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form, Reading, Upload};
use serde::Deserialize;

/// What an address may ask of the worklist.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    tab: String,
    order: String,
    /// Not empty when a given result is to be corrected.
    correct: String,
    /// What is searched.
    q: String,
}

/// `GET /treatment?kind=&tab=`
pub async fn worklist(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.show(
        move |tx, who| worklist_asked(tx, who, &asked.kind, &asked.tab, ""),
        |face, list| views::nothing_chosen(face, &list),
    )
    .await
}

/// `GET /treatment/list?kind=&tab=&order=`: the parts that move.
pub async fn list(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        worklist_asked(tx, who, &asked.kind, &asked.tab, &asked.order)
    };
    desk.fragment(load, |face, list| views::moving_parts(face, &list)).await
}

/// `GET /treatment/goods?q=`: what may have been used besides a service's list.
pub async fn goods(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.fragment(move |tx, who| extras::find(tx, who, &asked.q), |face, found| extras::choices(face, &found)).await
}

/// `GET /orders/{id}?tab=`
pub async fn order(desk: Desk, Path(id): Path<OrderId>, Query(asked): Query<Asked>) -> Response {
    let what = What { tab: Tab::parse(&asked.tab), correct: !asked.correct.is_empty() };
    page(&desk, id, what, Attempt::none(), Attempt::none()).await
}

/// Which half of the worklist stands beside an order, and whether its given result is to be corrected.
#[derive(Debug, Clone, Copy)]
struct What {
    tab: Tab,
    correct: bool,
}

impl What {
    const OPEN: What = What { tab: Tab::Open, correct: false };
    const CORRECTING: What = What { tab: Tab::Open, correct: true };
}

/// The order's page; `attempt` belongs to the result, `upload` to the pictures.
async fn page(desk: &Desk, id: OrderId, what: What, attempt: Attempt, upload: Attempt) -> Response {
    let refusal = attempt.refusal.as_ref().or(upload.refusal.as_ref());
    let status = refusal.map_or(StatusCode::OK, Desk::status_of);
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let page = order_page(tx, who, id, what.tab, what.correct)?;
        let reading = Reading { act: "read_order", subject: "order", subject_id: id.raw(), patient: page.head.patient };
        Ok((reading, page))
    };
    desk.show_record(status, load, |face, page| views_order::page(face, &page, &attempt, &upload)).await
}

/// `POST /orders/{id}/start`
pub async fn start(desk: Desk, Path(id): Path<OrderId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::start(tx, who, id)?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/result`
pub async fn result(desk: Desk, Path(id): Path<OrderId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::result(tx, who, id, &asked, lang)?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/correction`
pub async fn correct(desk: Desk, Path(id): Path<OrderId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::correct(tx, who, id, &asked, lang)?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::CORRECTING, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/withdrawal`: what was recorded as done was not.
pub async fn withdraw(desk: Desk, Path(id): Path<OrderId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::withdraw(tx, who, id, &asked, lang)?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/earlier-doses`: a dose that was given elsewhere.
pub async fn note_earlier(desk: Desk, Path(id): Path<OrderId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        vaccine_earlier::note(tx, who, id, &asked, lang)?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/earlier-doses/{dose}/removal`
pub async fn remove_earlier(desk: Desk, Path((id, dose)): Path<(OrderId, i64)>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        vaccine_earlier::remove(tx, who, (id, dose))?;
        Ok(format!("/orders/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, form.attempt(r), Attempt::none()).await,
        other => desk.end(other),
    }
}

/// `POST /orders/{id}/attachments` (multipart). Who sends and whether the order is theirs is proved before a byte of
/// the pictures is read; the act proves both again.
pub async fn attach(desk: Desk, Path(id): Path<OrderId>, request: Request) -> Response {
    let proved = desk.read(move |tx, who| papers::order::by_id(tx, who.branch, id).map(|_| ())).await;
    if let Err(stop) = proved {
        return desk.stop(stop);
    }
    let upload = match Upload::from_request(request, &desk.house).await {
        Ok(upload) => upload,
        Err(why) => return refuse_upload(&desk, id, why.status()).await,
    };
    match keep_and_attach(&desk, id, &upload).await {
        Err(Stop::Refused(r)) => page(&desk, id, What::OPEN, Attempt::none(), Attempt::refused(Vec::new(), r)).await,
        other => desk.end(other),
    }
}

async fn keep_and_attach(desk: &Desk, id: OrderId, upload: &Upload) -> Result<Response, Stop> {
    let (files, sent) = (desk.house.files.clone(), upload.files.clone());
    let kept = tokio::task::spawn_blocking(move || images::keep_all(&files, &sent)).await;
    let kept = kept.map_err(|e| Stop::fault(format!("a picture's thread ended: {e}")))??;
    let act = desk.act_locked(&upload.form, move |tx, who| {
        acts::attach(tx, who, id, &kept)?;
        Ok(format!("/orders/{id}"))
    });
    act.await
}

async fn refuse_upload(desk: &Desk, id: OrderId, why: StatusCode) -> Response {
    let say = match why {
        StatusCode::PAYLOAD_TOO_LARGE => text::image_too_heavy_say(images::MEGABYTES_MAX),
        _ => text::image_unreadable_say(),
    };
    let upload = Attempt::refused(Vec::new(), Refusal::field("image", say));
    page(desk, id, What::OPEN, Attempt::none(), upload).await
}
