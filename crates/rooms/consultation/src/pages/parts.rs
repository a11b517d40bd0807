use super::chart::{end_of, own_line, reading};
use crate::{acts, store, views};
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{MedicineId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, html};
use views::{Chart, Draft};

/// The parts of the page that others change while it is open; the reading is audited like that of the page.
pub async fn parts(desk: Desk, Path(id): Path<VisitId>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let chart = moving(tx, who, id)?;
        Ok((reading(&chart.head), chart))
    });
    match read.await {
        Ok((face, chart)) => html(StatusCode::OK, views::parts(&face, &chart)),
        Err(stop) => desk.stop(stop),
    }
}

fn moving(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Chart, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let (today, before) = (who.day_of(tx.now()), end_of(who, head.day));
    Ok(Chart {
        taken: store::latest(tx, head.patient, before)?,
        diagnoses: store::diagnoses(tx, id, who.staff)?,
        orders: store::orders(tx, id, head.day)?,
        values: store::values(tx, id)?,
        pictures: store::pictures(tx, id)?,
        lines: store::lines(tx, id, who.branch, today)?,
        safety: Some(papers::safety::look(tx, who, head.patient, head.prescription_id)?),
        versions: super::chart::signed(tx, &head)?,
        ..Chart::bare(head)
    })
}

/// How many wait, and who comes next.
pub async fn next(desk: Desk, Path(id): Path<VisitId>) -> Response {
    desk.fragment(own_line, move |face, line| views::next(face, id, line.as_ref())).await
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
    let doses = typed.as_ref().map(|t| t.doses).filter(|d| !d.are_none());
    let Some(remedy) = remedy else { return Ok(None) };
    let days = typed.and_then(|t| t.days).unwrap_or(0);
    let of = (head.patient, head.prescription_id);
    let checked = papers::safety::look_at_draft(tx, who, of, medicine, (doses, days))?;
    Ok(Some(Draft { remedy, doses, days, checked }))
}
