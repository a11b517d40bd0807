use crate::views_background_page::{self, Part, Tried};
use crate::{acts, history};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::{PatientId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, Reading};

/// `/patients/{id}/background`: what is known beyond one visit, and where it is written.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>) -> Response {
    draw(&desk, id, StatusCode::OK, Tried::default()).await
}

async fn draw(desk: &Desk, id: PatientId, status: StatusCode, tried: Tried) -> Response {
    desk.show_record(
        status,
        move |tx, who| {
            let top = history::top(tx, who, id)?;
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, top))
        },
        |face, top| views_background_page::page(face, &top, &tried),
    )
    .await
}

/// Runs an act of one form, and draws the page again with what was typed when it is refused.
async fn on_page<F>(desk: Desk, id: PatientId, form: Form, part: Part, act: F) -> Response
where
    F: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<(), Stop> + Send + 'static,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let way = match form.text("back") {
        "record" => format!("/patients/{id}"),
        _ => format!("/patients/{id}/background"),
    };
    let done = desk.act_locked(&form, move |tx, who| act(tx, who, &asked, lang).map(|()| way.clone())).await;
    match done {
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            draw(&desk, id, status, Tried { part: Some(part), attempt: form.attempt(refusal) }).await
        }
        other => desk.end(other),
    }
}

pub(crate) async fn add_problem(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Problem, move |tx, who, form, lang| acts::add_problem(tx, who, id, form, lang)).await
}

pub(crate) async fn end_problem(desk: Desk, Path((id, part)): Path<(PatientId, VisitId)>, form: Form) -> Response {
    let problem = part.raw();
    on_page(desk, id, form, Part::Problem, move |tx, who, form, _| acts::end_problem(tx, who, id, problem, form)).await
}

pub(crate) async fn add_relative(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Family, move |tx, who, form, lang| acts::add_relative(tx, who, id, form, lang)).await
}

pub(crate) async fn end_relative(desk: Desk, Path((id, part)): Path<(PatientId, VisitId)>, form: Form) -> Response {
    let illness = part.raw();
    on_page(desk, id, form, Part::Family, move |tx, who, _, _| acts::end_relative(tx, who, id, illness)).await
}

pub(crate) async fn stop_medicine(
    desk: Desk,
    Path((id, line)): Path<(PatientId, PrescriptionLineId)>,
    form: Form,
) -> Response {
    on_page(desk, id, form, Part::Medicine, move |tx, who, form, lang| {
        acts::stop_medicine(tx, who, (id, line), form, lang)
    })
    .await
}

pub(crate) async fn take_stop_back(
    desk: Desk,
    Path((id, line)): Path<(PatientId, PrescriptionLineId)>,
    form: Form,
) -> Response {
    on_page(desk, id, form, Part::Medicine, move |tx, who, _, _| acts::take_stop_back(tx, who, id, line)).await
}

pub(crate) async fn add_allergy(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Allergy, move |tx, who, form, lang| acts::add_allergy(tx, who, id, form, lang)).await
}

pub(crate) async fn remove_allergy(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Allergy, move |tx, who, form, _| acts::remove_allergy(tx, who, id, form)).await
}

pub(crate) async fn code_words(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Allergy, move |tx, who, form, _| acts::code_words(tx, who, id, form)).await
}

pub(crate) async fn drop_words(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Allergy, move |tx, who, form, _| acts::drop_words(tx, who, id, form)).await
}

pub(crate) async fn note_facts(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    on_page(desk, id, form, Part::Facts, move |tx, who, form, lang| acts::note_facts(tx, who, id, form, lang)).await
}
