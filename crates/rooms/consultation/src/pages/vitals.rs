use crate::store::{self, Head, Taken};
use crate::{acts, rules, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Reading};
use papers::visit::State;
use serde::Deserialize;

type Page = (Head, Vec<Taken>, Say);

fn load(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(Reading, Page), Stop> {
    let head = store::head(tx, who.branch, id)?;
    let taken = store::latest(tx, head.patient, tx.now().plus_minutes(1))?;
    let reading = Reading { act: "read_vitals", subject: "visit", subject_id: id.raw(), patient: head.patient };
    let allergies = papers::safety::allergies_told(tx, head.patient, &head.allergies)?;
    Ok((reading, (head, taken, allergies)))
}

async fn page(desk: &Desk, id: VisitId, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_record(
        status,
        move |tx, who| load(tx, who, id),
        |face, (head, taken, allergies)| views::vitals(face, (&head, allergies.to(face.lang)), &taken, &attempt),
    )
    .await
}

/// The nurse's form.
pub async fn vitals(desk: Desk, Path(id): Path<VisitId>) -> Response {
    page(&desk, id, StatusCode::OK, Attempt::none()).await
}

/// Records, and leads back: the nurse to the queue, the doctor to the chart.
pub async fn record(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk
        .act_locked(&form, move |tx, who| {
            acts::record_vitals(tx, who, id, &asked, lang)?;
            way_back(tx, who, id)
        })
        .await;
    match done {
        Err(Stop::Refused(r)) => page(&desk, id, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// Lets who is measured alarming go before all others; the queue is drawn again when that came too late.
pub async fn put_first(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk
        .act_locked(&form, move |tx, who| {
            acts::put_first(tx, who, id)?;
            Ok("/consultation".to_owned())
        })
        .await;
    match done {
        Err(Stop::Refused(r)) => super::queue::again(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// Puts who became an emergency after the doctor had finished back into a line: the nurse measures at once, the doctor calls.
pub async fn see_again(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk
        .act_locked(&form, move |tx, who| {
            let visit = acts::see_again(tx, who, id)?;
            let calls = who.may(Permission::Consult);
            Ok(if calls { "/consultation".to_owned() } else { format!("/visits/{visit}/vitals") })
        })
        .await;
    match done {
        Err(Stop::Refused(r)) => super::queue::again(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

fn way_back(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<String, Stop> {
    let visit = papers::visit::by_id(tx, who.branch, id)?;
    let to_chart = who.may(Permission::Consult) && visit.state != State::Waiting;
    Ok(if to_chart { format!("/visits/{id}/chart") } else { "/consultation".to_owned() })
}

#[derive(Debug, Default, Deserialize)]
pub struct Body {
    #[serde(default)]
    weight: String,
    #[serde(default)]
    height: String,
}

/// The body mass index of a weight in kilograms and a height in centimetres: nobody's data.
pub async fn body_mass(desk: Desk, Query(body): Query<Body>) -> Response {
    let lang = desk.lang;
    let weight = Quantity::parse(&body.weight, lang).ok();
    let height = Quantity::parse(&body.height, lang).ok();
    let height = height.map(|h| Quantity::from_milli(h.milli() / 100));
    let index = rules::body_mass(weight, height);
    desk.fragment(|_, _| Ok(()), move |face, ()| views::body_mass_output(face, index)).await
}
