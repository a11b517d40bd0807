//! Prescriptions that are ready for a diagnosis.

use super::chart::{chart_of, on_chart};
use crate::{acts, store, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{PrescriptionTemplateId, VisitId};
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};
use views::Part;

/// Writes a template's lines onto the visit's prescription.
pub async fn prescribe(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Prescription, move |tx, who, form, _| {
        acts::prescribe_template(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Keeps the visit's lines as a template for its diagnoses.
pub async fn keep(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Template, move |tx, who, form, lang| {
        acts::keep_prescription(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

async fn drawn(desk: &Desk, status: StatusCode, open: Option<PrescriptionTemplateId>, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        move |tx, who| {
            let all = store::prescription_templates(tx, who)?;
            let missing = open.is_some_and(|id| !all.0.iter().any(|template| template.id == id));
            if missing { Err(Stop::Missing) } else { Ok(all) }
        },
        move |face, all| views::prescription_templates(face, &all, open, &attempt),
    )
    .await
}

/// `GET /prescription-templates`
pub async fn list(desk: Desk) -> Response {
    drawn(&desk, StatusCode::OK, None, Attempt::none()).await
}

/// `GET /prescription-templates/{id}`: the same with one in the form.
pub async fn one(desk: Desk, Path(id): Path<PrescriptionTemplateId>) -> Response {
    drawn(&desk, StatusCode::OK, Some(id), Attempt::none()).await
}

pub async fn put(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::put_prescription_template(tx, who, &asked, lang)?;
        Ok("/prescription-templates".to_owned())
    });
    end(&desk, &form, done.await).await
}

pub async fn remove(desk: Desk, Path(id): Path<PrescriptionTemplateId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::remove_prescription_template(tx, who, id)?;
        Ok("/prescription-templates".to_owned())
    });
    end(&desk, &form, done.await).await
}

async fn end(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => drawn(desk, Desk::status_of(&refusal), None, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
