//! The handlers of deposits.

use super::{acts, views};
use crate::pages::{payout_pdf, pdf};
use crate::session::pages::Wanted as Paper80;
use crate::{seen, text, views as room};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{DepositId, PatientId};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::printer::Paper;
use ground::web::{Desk, Form, Reading, Seen};
use papers::deposit::{self as paper, Deposit, Step};
use papers::payout;
use serde::Deserialize;

/// For whom one is to be taken.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    patient: String,
}

/// All that is held, and for whom one is being taken.
pub struct List {
    pub open: Vec<Deposit>,
    pub chosen: Option<(PatientId, String)>,
}

/// One deposit, with all that happened to it.
pub struct One {
    pub deposit: Deposit,
    pub steps: Vec<Step>,
    /// Above this a second person agrees.
    pub limit: bricks::money::Money,
}

pub async fn list(desk: Desk, wanted: Query<Wanted>) -> Response {
    list_page(&desk, StatusCode::OK, wanted.0.patient, Attempt::none()).await
}

async fn list_page(desk: &Desk, status: StatusCode, wanted: String, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let wanted: Option<PatientId> = wanted.parse().ok();
        let chosen = wanted.map(|id| crate::store::payer(tx, id).map(|payer| (id, payer.name))).transpose()?;
        Ok((seen::room(tx, who)?, List { open: paper::open(tx, who.branch)?, chosen }))
    };
    desk.show_as(status, load, |face, (room, list)| {
        let main = views::list(face, &list, &room.till, &attempt);
        Seen { title: text::deposits(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn take(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        let id = acts::take(tx, who, &asked, lang)?;
        Ok(format!("/deposits/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            list_page(&desk, Desk::status_of(&r), form.text("patient").to_owned(), form.attempt(r)).await
        }
        other => desk.end(other),
    }
}

pub async fn one(desk: Desk, Path(id): Path<DepositId>) -> Response {
    one_page(&desk, id, StatusCode::OK, Attempt::none()).await
}

async fn one_page(desk: &Desk, id: DepositId, status: StatusCode, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let deposit = paper::by_id(tx, who.branch, id)?;
        let reading =
            Reading { act: "read_deposit", subject: "deposit", subject_id: id.raw(), patient: deposit.patient };
        let one = One { deposit, steps: paper::steps(tx, id)?, limit: crate::limits::read(tx)?.refund };
        Ok((reading, (seen::room(tx, who)?, one)))
    };
    desk.show_record(status, load, |face, (room, one)| {
        let main = views::one(face, &one, &room.till, &attempt);
        Seen { title: text::deposits(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn give_back(desk: Desk, Path(id): Path<DepositId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::give_back(tx, who, id, &asked, lang)?;
        Ok(format!("/deposits/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => one_page(&desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

pub async fn agree(desk: Desk, Path(id): Path<DepositId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::agree(tx, who, id)?;
        Ok(format!("/deposits/{id}"))
    });
    match done.await {
        Err(Stop::Refused(r)) => one_page(&desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// The paper that the patient takes home, as it was issued; what went back since is stamped on it, and every printing but the first
/// is marked as a copy.
pub async fn print(desk: Desk, Path(id): Path<DepositId>, wanted: Query<Paper80>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let deposit = paper::by_id(tx, who.branch, id)?;
        let (printed, back) = (paper::printed(tx, id)?, paper::given_back(tx, id)?);
        let is_copy = !paper::print(tx, who.staff, id)?;
        let (subject_id, patient) = (id.raw(), deposit.patient);
        let reading = Reading { act: "print_deposit", subject: "deposit", subject_id, patient };
        Ok((reading, (printed, is_copy, back)))
    });
    let (face, (printed, is_copy, back)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let facts = printed.paper(desk.lang, face.zone(), (is_copy, back));
    let paper = if wanted.size == "80mm" { Paper::Session80mm } else { Paper::SessionA4 };
    pdf(&desk, paper, facts, &printed.number).await
}

/// The slip that the patient signs for a deposit that went back.
pub async fn slip(desk: Desk, Path((id, movement)): Path<(DepositId, i64)>, wanted: Query<Paper80>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let patient = paper::by_id(tx, who.branch, id)?.patient;
        let (slip, printed) = payout::of_deposit(tx, who, id, movement)?.ok_or(Stop::Missing)?;
        let is_copy = !payout::print(tx, who, slip)?;
        let reading = Reading { act: "print_payout", subject: "deposit", subject_id: id.raw(), patient };
        Ok((reading, (printed, is_copy)))
    });
    match read.await {
        Ok((face, slip)) => payout_pdf(&desk, &face, &slip, &wanted.size).await,
        Err(stop) => desk.stop(stop),
    }
}
