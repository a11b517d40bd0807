use crate::export::{Sources, stream};
use crate::history::{self, Asked};
use crate::paper;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bricks::id::PatientId;
use ground::db::Stop;
use ground::printer::Paper;
use ground::web::{Desk, Reading};

/// `/patients/{id}/summary`: the summary as PDF. The reading is written down before the paper is drawn.
pub(crate) async fn summary(desk: Desk, Path(id): Path<PatientId>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let record = history::load(tx, who, id, Asked::default())?;
        Ok((Reading { act: "print_summary", subject: "patient", subject_id: id.raw(), patient: id }, record))
    });
    let (face, record) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let (printer, lang) = (desk.house.printer.clone(), desk.lang);
    let (facts, code) = (paper::facts(&face, &record), record.top.patient.code.clone());
    match tokio::task::spawn_blocking(move || printer.pdf(Paper::SummaryA5, lang, &facts)).await {
        Ok(Ok(pdf)) => file(Body::from(pdf), "application/pdf", &format!("inline; filename=\"{code}.pdf\"")),
        Ok(Err(why)) => desk.stop(Stop::fault(why)),
        Err(_) => desk.stop(Stop::fault("the printer stopped")),
    }
}

/// `/patients/{id}/export`: everything as one zip, written while it is sent.
pub(crate) async fn export(desk: Desk, Path(id): Path<PatientId>) -> Response {
    let read = desk.read_record(move |tx, who| {
        let top = history::top(tx, who, id)?;
        Ok((Reading { act: "export_record", subject: "patient", subject_id: id.raw(), patient: id }, top))
    });
    let (face, top) = match read.await {
        Ok(read) => read,
        Err(stop) => return desk.stop(stop),
    };
    let house = &desk.house;
    let sources = Sources {
        db: house.db.clone(),
        files: house.files.clone(),
        printer: house.printer.clone(),
        runtime: tokio::runtime::Handle::current(),
        face,
        patient: id,
    };
    let named = format!("attachment; filename=\"{}.zip\"", top.patient.code);
    file(stream(move |pipe| sources.write(pipe)), "application/zip", &named)
}

/// The code in `named` is of letters, digits and dashes.
fn file(body: Body, kind: &'static str, named: &str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(named).unwrap_or(HeaderValue::from_static("attachment")),
    );
    response
}
