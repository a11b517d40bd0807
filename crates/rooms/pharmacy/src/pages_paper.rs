//! What is printed of a prescription, and the check of a printed one.

use crate::load::{prescription_page, queue};
use crate::pages::reading;
use crate::paper::{Printed, facts, forms_of, labels};
use crate::{seal, store, views_seal};
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bricks::id::PrescriptionId;
use bricks::lang::Lang;
use ground::db::Stop;
use ground::printer::Paper;
use ground::web::Desk;
use papers::prescription::{self, PaperForm, State};
use serde::Deserialize;

const TYPED_CHARS_MAX: usize = 900;

/// What an address may ask of a paper.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    form: String,
    code: String,
}

/// `GET /prescriptions/{id}/paper?form=`
pub async fn paper(desk: Desk, Path(id): Path<PrescriptionId>, Query(asked): Query<Asked>) -> Response {
    match draw(&desk, id, PaperForm::parse(&asked.form)).await {
        Ok((number, pdf)) => inline_pdf(&number, pdf),
        Err(stop) => desk.stop(stop),
    }
}

/// `GET /prescriptions/{id}/labels`
pub async fn label_sheet(desk: Desk, Path(id): Path<PrescriptionId>) -> Response {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let page = prescription_page(tx, who, id)?;
        let lang = prescription::by_id(tx, who.branch, id)?.lang();
        Ok((reading("print_prescription", &page.head), (page, lang)))
    };
    let drawn = async {
        let (face, (page, lang)) = desk.read_record(load).await?;
        let data = labels(&face.who.clinic, &page.head, &page.lines, lang);
        let pdf = print(&desk, Paper::Labels, lang, data).await?;
        Ok::<_, Stop>((format!("{}-nhan", page.head.number), pdf))
    };
    match drawn.await {
        Ok((number, pdf)) => inline_pdf(&number, pdf),
        Err(stop) => desk.stop(stop),
    }
}

/// `GET /pharmacy/papers?code=`: whether a printed prescription is one of this house, unchanged.
pub async fn check(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let typed: String = asked.code.trim().chars().take(TYPED_CHARS_MAX).collect();
    let asked = typed.clone();
    desk.show(
        move |tx, who| {
            let found = if asked.is_empty() { None } else { seal::check(tx, who.branch, &asked)? };
            Ok((queue(tx, who, found)?, found))
        },
        move |face, (queue, found)| views_seal::page(face, &queue, (&typed, found)),
    )
    .await
}

/// The number and the PDF, in the language that the patient reads: the form that was asked for, or the first that the medicines
/// need. The reading is written into the audit before they leave.
async fn draw(desk: &Desk, id: PrescriptionId, asked: Option<PaperForm>) -> Result<(String, Vec<u8>), Stop> {
    let load = move |tx: &mut ground::db::Tx<'_>, who: &ground::access::Who| {
        let mut head = store::head(tx, who.branch, id)?;
        if !matches!(head.state, State::Issued | State::Partial | State::Dispensed) {
            return Err(bricks::refusal::Refusal::conflict(crate::text::not_issued_say()).into());
        }
        // One that was written after the visit bears the day on which it was signed.
        head.day = head.issued_at.map_or(head.day, |at| who.day_of(at));
        let lines = prescription::lines(tx, id)?;
        let form = asked.or_else(|| forms_of(lines.iter()).first().copied()).unwrap_or(PaperForm::Ordinary);
        let numbered = prescription::numbered(tx, id, form)?;
        let reading = reading("print_prescription", &head);
        let lang = prescription::by_id(tx, who.branch, id)?.lang();
        let seal = seal::seal(tx, &head, (form, numbered.as_ref()), &lines)?;
        head.allergies = papers::safety::allergies_told(tx, head.patient, &head.allergies)?.to(lang).to_owned();
        let printed = Printed {
            form,
            seal,
            numbered,
            child: prescription::kept_child(tx, id)?,
            rest: store::rest(tx, head.visit)?,
            diagnoses: store::diagnoses(tx, head.visit)?,
            lines,
            head,
        };
        Ok((reading, (printed, lang)))
    };
    let (face, (printed, lang)) = desk.read_record(load).await?;
    let data = facts(&face.who.clinic, &printed, lang);
    let pdf = print(desk, Paper::PrescriptionA5, lang, data).await?;
    Ok((printed.numbered.map_or(printed.head.number, |n| n.number), pdf))
}

pub(crate) async fn print(desk: &Desk, paper: Paper, lang: Lang, data: serde_json::Value) -> Result<Vec<u8>, Stop> {
    let printer = desk.house.printer.clone();
    let drawn = tokio::task::spawn_blocking(move || printer.pdf(paper, lang, &data)).await;
    drawn.map_err(|e| Stop::fault(format!("the printer stopped: {e}")))?.map_err(Stop::fault)
}

/// `number` is of letters, digits and dashes.
pub(crate) fn inline_pdf(number: &str, pdf: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(pdf));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let named = HeaderValue::from_str(&format!("inline; filename=\"{number}.pdf\""));
    headers.insert(header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("inline")));
    response
}
