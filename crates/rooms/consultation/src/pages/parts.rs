use super::chart::reading;
use crate::{acts, store, views};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{MedicineId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, html};
use papers::prescription::Doses;
use views::{Chart, Draft, Tried};

/// The orders with their results, which follow the visit; the reading is audited like that of the page.
pub async fn orders(desk: Desk, Path(id): Path<VisitId>) -> Response {
    let read = desk.read(move |tx, who| {
        let head = store::head(tx, who.branch, id)?;
        let orders = store::orders(tx, id, head.day)?;
        let (values, pictures) = (store::values(tx, id)?, store::pictures(tx, id)?);
        Ok((head, orders, values, pictures))
    });
    let (face, (head, orders, values, pictures)) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    match desk.log_reading(&face.who, reading(&head)).await {
        Ok(()) => {
            let list = views::orders(&face, &head, &orders, &values, &pictures, &Tried::nothing());
            html(StatusCode::OK, list)
        }
        Err(stop) => desk.stop(stop),
    }
}

/// Where the patient is and goes next, which follows the visit. It tells nothing of the record.
pub async fn station(desk: Desk, Path(id): Path<VisitId>) -> Response {
    desk.fragment(move |tx, who| way(tx, who, id), |face, chart| views::station(face, &chart)).await
}

fn way(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Chart, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let (today, now) = (who.day_of(tx.now()), tx.now().plus_minutes(1));
    Ok(Chart {
        taken: store::latest(tx, head.patient, now)?,
        orders: store::orders(tx, id, head.day)?,
        lines: store::lines(tx, id, who.branch, today)?,
        ..Chart::bare(head)
    })
}

/// The line that is being written, as it would be.
pub async fn line(desk: Desk, Path(id): Path<VisitId>, RawQuery(query): RawQuery) -> Response {
    let lang = desk.lang;
    let form = Form::parse(query.unwrap_or_default().as_bytes());
    desk.fragment(
        move |tx, who| drafted(tx, who, id, form.as_ref(), lang),
        |face, draft| views::line_preview(face, id, draft.as_ref()),
    )
    .await
}

fn drafted(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: Option<&Form>, lang: Lang) -> Result<Option<Draft>, Stop> {
    let Some(form) = form else { return Ok(None) };
    let Ok(medicine) = form.text("medicine").parse::<MedicineId>() else {
        return Ok(None);
    };
    let head = store::head(tx, who.branch, id)?;
    let today = who.day_of(tx.now());
    let remedy = store::remedy(tx, medicine, who.branch, today)?;
    let typed = acts::typed_line(form, lang).ok();
    let doses = typed.as_ref().map(|t| Doses { morning: t.morning, noon: t.noon, evening: t.evening, night: t.night });
    Ok(remedy.map(|remedy| Draft {
        remedy,
        doses,
        days: typed.and_then(|t| t.days).unwrap_or(0),
        allergies: head.allergies,
    }))
}
