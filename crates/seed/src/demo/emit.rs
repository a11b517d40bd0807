use super::bill::settle;
use super::chunk::Chunk;
use super::give::prescription;
use super::images;
use super::maker::Maker;
use super::plan::{Order, Plan};
use super::rows::*;
use bricks::clock::{Instant, days_between};
use bricks::id::*;
use ground::db::Stop;
use papers::note::{Signed, diagnoses_json};
use papers::visit::Priority;

/// Pictures are attached to ultrasounds of so many days before today.
const PICTURED_DAYS: i64 = 90;
const ULTRASOUNDS: [&str; 5] = ["HA01", "HA02", "HA04", "HA05", "HA06"];

/// Whose rows are being written.
pub(super) struct Of<'a> {
    pub(super) visit: VisitId,
    pub(super) patient: PatientId,
    pub(super) plan: &'a Plan,
    pub(super) doctor: StaffId,
}

/// Turns a lived-through visit into rows of every table it touches.
pub(super) fn emit(maker: &mut Maker<'_>, plan: &Plan) -> Result<(), Stop> {
    let Some((doctor, patient)) =
        maker.clinic.doctors.get(plan.doctor).map(|d| d.staff).zip(maker.people.get(plan.person).map(|p| p.id))
    else {
        return Err(Stop::fault("a visit without a doctor or a patient"));
    };
    let visit = VisitId::from_raw(maker.setup.ids.next(plan.times.arrived));
    let of = Of { visit, patient, plan, doctor };
    let mut charges = Vec::new();
    vitals(maker, &of);
    note(maker, &of);
    if let Some(at) = plan.times.finished.or(plan.times.called) {
        charges.push(service_charge(maker, &of, plan.service, ("consultation", visit.raw()), (at, doctor)));
    }
    for order in &plan.content.orders {
        charges.extend(self::order(maker, &of, order));
    }
    if plan.is_prescribed() {
        charges.extend(prescription(maker, &of));
    }
    let due = settle(maker, &of, &mut charges)?;
    maker.out.charges.append(&mut charges);
    visit_row(maker, &of, due);
    Ok(())
}

fn visit_row(maker: &mut Maker<'_>, of: &Of<'_>, due_vnd: i64) {
    let (plan, clinic) = (of.plan, maker.clinic);
    let Some((doctor, service)) = clinic.doctors.get(plan.doctor).zip(maker.world.services.get(plan.service)) else {
        return;
    };
    let state = match (plan.times.called, plan.times.finished) {
        (_, Some(_)) => "finished",
        (Some(_), None) => "in_room",
        (None, None) => "waiting",
    };
    let born = maker.people.get(plan.person).map(|person| person.born());
    let priority = born.map_or(Priority::Ordinary, |born| Priority::of(born, plan.day, false));
    maker.out.visits.push(VisitRow {
        id: of.visit,
        branch: clinic.branch,
        patient: of.patient,
        appointment: plan.appointment,
        service: service.id,
        doctor: doctor.resource,
        room: doctor.room,
        day: plan.day,
        ticket_prefix: doctor.prefix,
        ticket_number: plan.ticket,
        state,
        reason: plan.content.reason.clone(),
        arrived_at: plan.times.arrived,
        arrived_by: clinic.reception,
        called_at: plan.times.called,
        called_by: plan.times.called.map(|_| of.doctor),
        finished_at: plan.times.finished,
        finished_by: plan.times.finished.map(|_| of.doctor),
        follow_up: plan.follow_up,
        due_vnd,
        calls: i64::from(plan.times.called.is_some()),
        last_call_at: plan.times.called,
        priority,
    });
    if let Some(called_at) = plan.times.called.filter(|_| plan.day == maker.setup.today) {
        maker.out.calls.push(CallRow {
            id: maker.setup.ids.next(called_at),
            branch: clinic.branch,
            visit: of.visit,
            doctor: doctor.resource,
            room: doctor.room,
            joined_at: plan.times.arrived,
            called_at,
            called_by: of.doctor,
        });
    }
}

fn vitals(maker: &mut Maker<'_>, of: &Of<'_>) {
    let Some(taken_at) = of.plan.times.vitals else { return };
    let v = &of.plan.content.vitals;
    maker.out.vitals.push(VitalsRow {
        id: maker.setup.ids.next(taken_at),
        visit: of.visit,
        patient: of.patient,
        taken_at,
        taken_by: maker.clinic.nurse,
        systolic: v.systolic,
        diastolic: v.diastolic,
        pulse: Some(v.pulse),
        temperature_milli: Some(v.temperature_milli),
        saturation: Some(v.saturation),
        breaths: Some(v.breaths),
        weight_milli: Some(v.weight_milli),
        height_milli: Some(v.height_milli),
    });
}

/// The note; while the patient is in the room it is begun, and the diagnoses stand when tests were ordered.
fn note(maker: &mut Maker<'_>, of: &Of<'_>) {
    let (content, times) = (&of.plan.content, &of.plan.times);
    let Some(called) = times.called else { return };
    let (finished, visit) = (times.finished.is_some(), of.visit);
    let saved_at = times.finished.unwrap_or(called.plus_minutes(2).min(maker.latest));
    let later = |text: &String| if finished { text.clone() } else { String::new() };
    maker.out.notes.push(NoteRow {
        visit,
        reason: content.reason.clone(),
        symptoms: content.symptoms.clone(),
        findings: if finished || !content.orders.is_empty() { content.findings.clone() } else { String::new() },
        advice: later(&content.advice),
        version: if finished { 3 } else { 1 },
        saved_at,
        saved_by: of.doctor,
        signed: finished.then_some(1),
    });
    if let Some(signed_at) = times.finished {
        signed(maker, of, signed_at);
    }
    let known = if finished { content.diagnoses.len() } else { usize::from(!content.orders.is_empty()) };
    let rows =
        content.diagnoses.iter().take(known).zip(1..).map(|(code, position)| DiagnosisRow { visit, position, code });
    maker.out.diagnoses.extend(rows);
}

/// The note of a finished visit as it was signed.
fn signed(maker: &mut Maker<'_>, of: &Of<'_>, signed_at: Instant) {
    let content = &of.plan.content;
    let titled = |code: &&'static str| {
        let (vi, en) = maker.world.titles.get(*code).copied().unwrap_or_default();
        Signed { code: (*code).to_owned(), vi: vi.to_owned(), en: en.to_owned(), preliminary: false }
    };
    let diagnoses: Vec<Signed> = content.diagnoses.iter().map(titled).collect();
    maker.out.note_versions.push(NoteVersionRow {
        visit: of.visit,
        reason: content.reason.clone(),
        symptoms: content.symptoms.clone(),
        findings: content.findings.clone(),
        advice: content.advice.clone(),
        diagnoses: diagnoses_json(&diagnoses).unwrap_or_default(),
        signed_at,
        signed_by: of.doctor,
    });
}

fn order(maker: &mut Maker<'_>, of: &Of<'_>, order: &Order) -> Option<ChargeRow> {
    let service = maker.world.services.get(order.service)?;
    let clinic = maker.clinic;
    let by = match service.kind {
        "lab" => clinic.laboratory,
        "imaging" => clinic.imaging,
        _ => clinic.nurse,
    };
    let id = OrderId::from_raw(maker.setup.ids.next(order.ordered));
    let words = |text: &String| order.done.map_or_else(String::new, |_| text.clone());
    maker.out.orders.push(OrderRow {
        id,
        branch: clinic.branch,
        visit: of.visit,
        patient: of.patient,
        service: service.id,
        kind: service.kind,
        state: state_of(order),
        urgent: order.urgent,
        question: String::new(),
        ordered_at: order.ordered,
        ordered_by: of.doctor,
        started_at: order.started,
        started_by: order.started.map(|_| by),
        done_at: order.done,
        done_by: order.done.map(|_| by),
        finding: words(&order.finding),
        conclusion: words(&order.conclusion),
        reviewed_at: order.done,
        reviewed_by: order.done.map(|_| of.doctor),
    });
    let done = order.done?;
    maker.out.results.extend(order.values.iter().map(|value| ResultRow {
        order: id,
        analyte: value.analyte,
        value_milli: value.milli,
        value_text: value.text.clone(),
        flag: value.flag,
        low_milli: value.low_milli,
        high_milli: value.high_milli,
    }));
    if ULTRASOUNDS.contains(&service.code) {
        pictures(maker, of, id, (done, by));
    }
    Some(service_charge(maker, of, order.service, ("order", id.raw()), (done, by)))
}

fn state_of(order: &Order) -> &'static str {
    match (order.started, order.done) {
        (_, Some(_)) => "done",
        (Some(_), None) => "started",
        (None, None) => "ordered",
    }
}

fn pictures(maker: &mut Maker<'_>, of: &Of<'_>, order: OrderId, (at, by): (Instant, StaffId)) {
    if days_between(of.plan.day, maker.setup.today) > PICTURED_DAYS || !maker.dice.percent(40) {
        return;
    }
    let shown = maker.dice.between(1, 3);
    for ((sha256, bytes), (name, number)) in maker.images.clone().into_iter().zip(images::NAMES.iter().zip(1..)) {
        if number > shown {
            return;
        }
        let id = AttachmentId::from_raw(maker.setup.ids.next(at));
        let bytes = i64::try_from(bytes.len()).unwrap_or(0);
        let (width, height) = (images::WIDTH, images::HEIGHT);
        maker.out.attachments.push(AttachmentRow {
            id,
            order,
            patient: of.patient,
            name,
            mime: images::MIME,
            sha256,
            bytes,
            width,
            height,
            added_at: at,
            added_by: by,
        });
    }
}

fn service_charge(
    maker: &Maker<'_>,
    of: &Of<'_>,
    service: usize,
    (source_kind, source): (&'static str, i64),
    (at, by): (Instant, StaffId),
) -> ChargeRow {
    let service = maker.world.services.get(service);
    let price = service.map_or(0, |service| service.price_vnd);
    ChargeRow {
        id: ChargeId::from_raw(maker.setup.ids.next(at)),
        branch: maker.clinic.branch,
        visit: of.visit,
        patient: of.patient,
        source_kind,
        source,
        name_vi: service.map_or("", |service| service.name_vi).to_owned(),
        name_en: service.map_or("", |service| service.name_en).to_owned(),
        unit: "",
        quantity_milli: 1000,
        unit_price_vnd: price,
        amount_vnd: price,
        charged_at: at,
        charged_by: by,
        invoice: None,
        service_group: service.map_or("other", |service| service.kind),
        item_code: service.map_or("", |service| service.code),
        insurable: service.is_some_and(|service| service.insured),
        discount_vnd: 0,
        first_vnd: 0,
    }
}

impl Chunk {
    /// Whether it is large enough to be written.
    pub(super) fn is_full(&self) -> bool {
        self.visits.len() >= 4_000 || self.patients.len() >= 5_000
    }
}
