use crate::store::{self, Head};
use crate::{acts, views};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use bricks::clock::{Day, Instant, add_days};
use bricks::id::{OrderId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Access, Desk, Form, Present, Reading};
use papers::vaccination::{self, Dose};
use papers::{note, order, prescription, queue, safety};
use serde::Deserialize;
use views::{Amending, Chart, Part, Tried};

/// What the audit says about a reading of this visit.
pub(super) fn reading(head: &Head) -> Reading {
    Reading { act: "read_chart", subject: "visit", subject_id: head.id.raw(), patient: head.patient }
}

/// The whole page in as many statements for twenty years of visits as for none: `tests::figures`.
pub(crate) fn load(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<Chart, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let (patient, before) = (head.patient, head.arrived_at);
    let versions = signed(tx, &head)?;
    let orders = store::orders(tx, id, head.day)?;
    Ok(Chart {
        taken: store::latest(tx, patient, end_of(who, head.day))?,
        diagnoses: store::diagnoses(tx, id, who.staff)?,
        earlier: store::earlier(tx, patient, before)?,
        found: store::found(tx, patient, before)?,
        doses: doses(tx, id, &orders)?,
        foreseen: foreseen(tx, who, &head, &orders)?,
        orders,
        values: store::values(tx, id)?,
        pictures: store::pictures(tx, id)?,
        lines: store::lines(tx, who, id)?,
        templates: store::offered_templates(tx, who, id)?,
        legal: papers::prescription::legal(tx, who, id)?,
        amending: amending(tx, who, &versions)?,
        versions,
        asides: if head.has_asides { store::asides(tx, who, id)? } else { Vec::new() },
        line: own_line(tx, who)?,
        questions: prescription::open_questions(tx, who)?,
        question: asked(tx, &head)?,
        refusals: refusals(tx, &head)?,
        replaced: replaced(tx, who, &head)?,
        safety: Some(safety::look(tx, who, patient, head.prescription_id)?),
        offers: Vec::new(),
        present: Present::default(),
        head,
    })
}

/// What the vaccinations of the visit gave, where one was ordered.
pub(super) fn doses(tx: &mut Tx<'_>, id: VisitId, orders: &[store::OrderRow]) -> Result<Vec<Dose>, Stop> {
    let any = orders.iter().any(|order| order.kind == "vaccine");
    if any { Ok(vaccination::of_visit(tx, id)?) } else { Ok(Vec::new()) }
}

/// What speaks today against the vaccinations that are ordered, where there are any.
pub(super) fn foreseen(
    tx: &mut Tx<'_>,
    who: &Who,
    head: &Head,
    orders: &[store::OrderRow],
) -> Result<Vec<(OrderId, Vec<Say>)>, Stop> {
    let waits = |order: &store::OrderRow| matches!(order.state, order::State::Ordered | order::State::Started);
    let any = orders.iter().any(|order| order.kind == "vaccine" && waits(order));
    if any { vaccination::foreseen(tx, who, (head.id, head.patient)) } else { Ok(Vec::new()) }
}

/// The asker's amendment that is not signed yet, with the diagnoses that the signed note does not have.
fn amending(tx: &mut Tx<'_>, who: &Who, versions: &[note::Version]) -> Result<Option<Amending>, Stop> {
    let Some(latest) = versions.last() else { return Ok(None) };
    let Some(draft) = store::amendment(tx, who, latest.visit)? else { return Ok(None) };
    let mut further = Vec::new();
    for coded in draft.codes() {
        if latest.diagnoses.iter().all(|d| d.code != coded.code) {
            further.extend(note::find_diagnosis(tx, &coded.code)?);
        }
    }
    Ok(Some(Amending { draft, further }))
}

/// What was signed; a draft has nothing to look for.
pub(super) fn signed(tx: &mut Tx<'_>, head: &Head) -> Result<Vec<note::Version>, Stop> {
    if head.note_signed.is_some() { note::versions(tx, head.id) } else { Ok(Vec::new()) }
}

/// What the pharmacy asks about the prescription; nothing can be asked before it is there.
pub(super) fn asked(tx: &mut Tx<'_>, head: &Head) -> Result<Option<prescription::Question>, Stop> {
    let waits = matches!(head.prescription_state, Some(prescription::State::Issued | prescription::State::Partial));
    match head.prescription_id.filter(|_| waits) {
        Some(id) => Ok(prescription::question(tx, id)?),
        None => Ok(None),
    }
}

/// What the pharmacy did not give of the visit's prescription.
pub(super) fn refusals(tx: &mut Tx<'_>, head: &Head) -> Result<Vec<prescription::NotGiven>, Stop> {
    let is_first = head.prescription_replaces.is_none();
    let is_draft = matches!(head.prescription_state, None | Some(prescription::State::Draft));
    if is_first && is_draft { Ok(Vec::new()) } else { Ok(prescription::not_given(tx, head.id)?) }
}

/// The lines in whose place the prescription was written.
pub(super) fn replaced(tx: &mut Tx<'_>, who: &Who, head: &Head) -> Result<Vec<store::LineRow>, Stop> {
    match head.prescription_replaces {
        Some(_) => Ok(store::replaced_lines(tx, who, head.id)?),
        None => Ok(Vec::new()),
    }
}

/// The line of the doctor who asks.
pub(super) fn own_line(tx: &mut Tx<'_>, who: &Who) -> Result<Option<queue::Queues>, Stop> {
    match queue::doctor_of(tx, who)? {
        Some(doctor) => Ok(Some(queue::of_doctor(tx, who.branch, doctor)?)),
        None => Ok(None),
    }
}

pub(super) fn end_of(who: &Who, day: Day) -> Instant {
    who.zone().instant_of(add_days(day, 1), 0)
}

async fn page(desk: &Desk, id: VisitId, status: StatusCode, tried: Tried, wished: Option<Day>) -> Response {
    desk.show_record(
        status,
        move |tx, who| {
            let mut chart = load(tx, who, id)?;
            if let Some(day) = wished {
                chart.offers = acts::offers(tx, who, &chart.head, day)?;
            }
            Ok((reading(&chart.head), chart))
        },
        {
            let house = desk.house.clone();
            move |face, mut chart: Chart| {
                chart.present = house.presence.at(&face.who, id);
                views::chart(face, &chart, &tried)
            }
        },
    )
    .await
}

/// The doctor's page; who may not write, and a visit that is not in the room, is read only.
/// After an act the script takes the parts that acts change, without the history and the queue.
pub async fn chart(desk: Desk, Path(id): Path<VisitId>, Query(asked): Query<Asked>) -> Response {
    if desk.wants_parts {
        return super::parts::acted(&desk, id).await;
    }
    let taken = asked.taken.as_deref().and_then(acts::Taken::parse);
    page(&desk, id, StatusCode::OK, Tried::taken(taken), None).await
}

/// What the address of the page says besides the visit: which of two texts was taken a moment ago.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    taken: Option<String>,
}

/// Runs an act of one form of the page, and draws the page again with what was typed when it is refused.
pub(super) async fn on_chart<F>(desk: Desk, id: VisitId, form: Form, part: Part, act: F) -> Response
where
    F: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<String, Stop> + Send + 'static,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| act(tx, who, &asked, lang)).await;
    match done {
        Err(Stop::Refused(refusal)) => again(&desk, id, &form, part, refusal).await,
        Ok(done) if desk.wants_parts && leads_to(&done, &chart_of(id)) => {
            let chart = desk.looking_at(&chart_of(id), Access::May(Permission::SeeConsultations));
            super::parts::acted(&chart, id).await
        }
        other => desk.end(other),
    }
}

fn leads_to(done: &Response, path: &str) -> bool {
    done.headers().get(LOCATION).is_some_and(|location| location == path)
}

pub(super) async fn again(desk: &Desk, id: VisitId, form: &Form, part: Part, refusal: Refusal) -> Response {
    let status = Desk::status_of(&refusal);
    let wished = wished_day(desk, form, part);
    let tried = Tried::at(part, form.attempt(refusal));
    page(desk, id, status, tried, wished).await
}

/// The day from which other days are offered for a follow-up that was refused.
fn wished_day(desk: &Desk, form: &Form, part: Part) -> Option<Day> {
    let clinics = desk.house.clinics.all();
    let zone = clinics.first().map(|c| &c.zone)?;
    let today = zone.day_of(desk.house.db.clock().now());
    let wished = (part == Part::FollowUp).then(|| acts::asked_day(form, today, desk.lang));
    wished.and_then(Result::ok)
}

pub(super) fn chart_of(id: VisitId) -> String {
    format!("/visits/{id}/chart")
}

pub async fn add_diagnosis(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Diagnoses, move |tx, who, form, _| {
        acts::add_diagnosis(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Makes a diagnosis the main one, final or a favourite.
pub async fn change_diagnosis(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Diagnoses, move |tx, who, form, _| {
        acts::change_diagnosis(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn remove_diagnosis(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Diagnoses, move |tx, who, form, _| {
        acts::remove_diagnosis(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn place_order(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Orders, move |tx, who, form, lang| {
        acts::place_order(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn cancel_order(desk: Desk, Path(order): Path<OrderId>, form: Form) -> Response {
    let Some(id) = visit_in(&form) else {
        return nowhere(&desk, &form).await;
    };
    on_chart(desk, id, form, Part::Orders, move |tx, who, form, lang| {
        acts::cancel_order(tx, who, order, form, lang).map(chart_of)
    })
    .await
}

pub async fn put_line(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Prescription, move |tx, who, form, lang| {
        acts::put_line(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn repeat_prescription(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Prescription, move |tx, who, _, _| {
        acts::repeat_prescription(tx, who, id)?;
        Ok(chart_of(id))
    })
    .await
}

/// Lets a medicine stand first in the doctor's lists, or no longer.
pub async fn favour_medicine(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Prescription, move |tx, who, form, _| {
        acts::favour_medicine(tx, who, form)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn choose_language(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Prescription, move |tx, who, form, _| {
        acts::choose_language(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn remove_line(desk: Desk, Path(line): Path<PrescriptionLineId>, form: Form) -> Response {
    let Some(id) = visit_in(&form) else {
        return nowhere(&desk, &form).await;
    };
    on_chart(desk, id, form, Part::Prescription, move |tx, who, _, _| acts::remove_line(tx, who, line).map(chart_of))
        .await
}

/// A form that names no visit: missing, once the person was proved to be allowed here.
pub(super) async fn nowhere(desk: &Desk, form: &Form) -> Response {
    desk.end(desk.act_locked(form, |_, _| Err(Stop::Missing)).await)
}

/// The visit on whose page the form stood.
pub(super) fn visit_in(form: &Form) -> Option<VisitId> {
    form.text("visit").parse().ok()
}

pub async fn book_follow_up(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::FollowUp, move |tx, who, form, lang| {
        acts::book_follow_up(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

pub async fn remove_follow_up(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::FollowUp, move |tx, who, _, _| {
        acts::remove_follow_up(tx, who, id)?;
        Ok(chart_of(id))
    })
    .await
}

/// The doctor has seen results that came after the visit.
pub async fn review(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Orders, move |tx, who, form, _| {
        acts::review(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Answers the pharmacy.
pub async fn answer(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Question, move |tx, who, form, lang| {
        acts::answer_question(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

/// The doctor has seen what the pharmacy does not give.
pub async fn see_refusals(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Question, move |tx, who, form, _| {
        acts::see_refusals(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Takes the signed prescription back.
pub async fn withdraw(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Withdrawal, move |tx, who, form, lang| {
        acts::withdraw(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

/// Begins another prescription of the finished visit.
pub async fn prescribe_after(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Withdrawal, move |tx, who, form, _| {
        acts::prescribe_after(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Hands it to the pharmacy once more.
pub async fn issue_anew(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Closure, move |tx, who, form, _| {
        acts::issue_anew(tx, who, id, form)?;
        Ok("/consultation".to_owned())
    })
    .await
}

/// Ends the consultation and leads back to the queue.
pub async fn close(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Closure, move |tx, who, form, lang| {
        acts::finish(tx, who, id, form, lang)?;
        Ok(format!("/consultation?done={id}"))
    })
    .await
}
