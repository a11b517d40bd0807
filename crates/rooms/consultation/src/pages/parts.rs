use super::chart::{end_of, own_line, reading};
use crate::{acts, store, views};
use axum::extract::{Path, Query, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::Instant;
use bricks::id::{MedicineId, PrescriptionId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, html};
use papers::prescription::Step;
use papers::safety::Checked;
use serde::Deserialize;
use views::{Chart, Draft, Preview};

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

/// Everything that an act of one of the page's forms changes.
pub(super) async fn acted(desk: &Desk, id: VisitId) -> Response {
    let read = desk.read_record(move |tx, who| {
        let chart = moving(tx, who, id)?;
        Ok((reading(&chart.head), chart))
    });
    match read.await {
        Ok((face, chart)) => html(StatusCode::OK, views::acted(&face, &chart)),
        Err(stop) => desk.stop(stop),
    }
}

fn moving(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Chart, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let before = end_of(who, head.day);
    let orders = store::orders(tx, id, head.day)?;
    Ok(Chart {
        taken: store::latest(tx, head.patient, before)?,
        diagnoses: store::diagnoses(tx, id, who.staff)?,
        doses: super::chart::doses(tx, id, &orders)?,
        foreseen: super::chart::foreseen(tx, who, &head, &orders)?,
        orders,
        values: store::values(tx, id)?,
        pictures: store::pictures(tx, id)?,
        lines: store::lines(tx, who, id)?,
        templates: store::offered_templates(tx, who, id)?,
        legal: papers::prescription::legal(tx, who, id)?,
        safety: Some(papers::safety::look(tx, who, head.patient, head.prescription_id)?),
        versions: super::chart::signed(tx, &head)?,
        question: super::chart::asked(tx, &head)?,
        refusals: super::chart::refusals(tx, &head)?,
        replaced: super::chart::replaced(tx, who, &head)?,
        ..Chart::bare(head)
    })
}

/// How many wait, and who comes next.
pub async fn next(desk: Desk, Path(id): Path<VisitId>) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok((own_line(tx, who)?, papers::prescription::open_questions(tx, who)?));
    desk.fragment(load, move |face, (line, questions)| views::next(face, id, line.as_ref(), &questions)).await
}

/// The line that is being written, as it would be.
pub async fn line(desk: Desk, Path(id): Path<VisitId>, RawQuery(query): RawQuery) -> Response {
    let lang = desk.lang;
    let form = Form::parse(query.unwrap_or_default().as_bytes());
    desk.fragment(
        move |tx, who| drafted(tx, who, id, form.as_ref(), lang),
        |face, draft| views::line_preview(face, id, &draft),
    )
    .await
}

fn drafted(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: Option<&Form>, lang: Lang) -> Result<Preview, Stop> {
    let Some(form) = form else { return Ok(Preview::Nothing) };
    let head = store::head(tx, who.branch, id)?;
    let of = (head.patient, head.prescription_id);
    let patients = acts::patients_lang(tx, id)?;
    if !form.text("line").trim().is_empty() {
        let read = match acts::read_line(tx, who, form.text("line"), (lang, patients))? {
            Ok(read) => read,
            Err(say) => return Ok(Preview::Asked(say)),
        };
        let acts::ReadLine { remedy, written } = read;
        let (steps, weekday) = (written.steps, written.weekday);
        let checked = papers::safety::look_at_draft(tx, who, of, remedy.id, (&steps, weekday.is_some()))?;
        let (instruction, on_list) = (Some(written.instruction), on_list(tx, of.1, (&remedy, &steps), &checked)?);
        return Ok(Preview::Line(Box::new(Draft { remedy, steps, weekday, instruction, patients, checked, on_list })));
    }
    let Ok(medicine) = form.text("medicine").parse::<MedicineId>() else {
        return Ok(Preview::Nothing);
    };
    let Some(remedy) = store::remedy(tx, medicine, who.branch, who.day_of(tx.now()))? else {
        return Ok(Preview::Nothing);
    };
    let typed = acts::typed_line(form, lang).ok();
    let step = typed.and_then(|t| Some(Step { doses: t.doses, days: t.days? })).filter(|s| !s.doses.are_none());
    let steps: Vec<Step> = step.into_iter().collect();
    let checked = papers::safety::look_at_draft(tx, who, of, medicine, (&steps, false))?;
    let on_list = on_list(tx, of.1, (&remedy, &steps), &checked)?;
    let (weekday, instruction) = (None, None);
    Ok(Preview::Line(Box::new(Draft { remedy, steps, weekday, instruction, patients, checked, on_list })))
}

/// What stands on the list already is told before it is written a second time.
fn on_list(
    tx: &mut Tx<'_>,
    prescription: Option<PrescriptionId>,
    line: (&store::Remedy, &[Step]),
    checked: &Checked,
) -> Result<Option<acts::OnList>, Stop> {
    prescription.map_or(Ok(None), |id| acts::on_list(tx, id, line, checked))
}

/// From when on older visits are asked for, in milliseconds.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    before: Option<i64>,
}

/// Visits before those that the chart shows.
pub async fn history(desk: Desk, Path(id): Path<VisitId>, Query(asked): Query<Before>) -> Response {
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let head = store::head(tx, who.branch, id)?;
            let before = asked.before.map_or(head.arrived_at, Instant::from_millis).min(head.arrived_at);
            let (earlier, found) = (store::earlier(tx, head.patient, before)?, store::found(tx, head.patient, before)?);
            Ok((reading(&head), Chart { earlier, found, ..Chart::bare(head) }))
        },
        |face, chart| views::older_visits(face, &chart),
    )
    .await
}
