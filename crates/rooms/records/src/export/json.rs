//! The shape of `record.json`. Instants are milliseconds since 1970 UTC, days are the clinic's, quantities and values are decimals as
//! text, money is whole đồng.

use crate::history::{OrderEntry, Prescription, Top, VisitEntry};
use crate::store::loose::Loose;
use crate::store::requests::RequestRow;
use crate::store::{ReceiptRow, ValueRow, VitalsRow};
use bricks::clock::{Instant, iso_day};
use bricks::id::AttachmentId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::people::consent::Consent;
use ground::web::Face;
use serde_json::{Value, json};

/// Counted up when a key changes its meaning or goes.
const FORMAT: &str = "kham-record/1";

fn at(instant: Instant) -> i64 {
    instant.millis()
}

fn decimal(quantity: Quantity) -> String {
    quantity.show(Lang::En).replace(',', "")
}

/// Where a picture lies in the zip.
pub fn file_name(id: AttachmentId, mime: &str) -> String {
    let ending = match mime {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    };
    format!("files/{id}.{ending}")
}

/// Who it is, and what is known beyond one visit.
pub fn head(face: &Face, top: &Top, consents: &[Consent], requests: &[RequestRow]) -> Value {
    let (p, of) = (&top.patient, &top.background);
    json!({
        "format": FORMAT,
        "exported_at": at(face.now),
        "time_zone": face.zone().name(),
        "exported_by": face.who.titled_name(),
        "clinic": face.who.clinic.name,
        "patient": {
            "id": p.id, "code": p.code, "name": p.name, "sex": p.sex().code(),
            "birth_day": p.birth_day.map(iso_day), "birth_year": p.birth_year,
            "phone": p.phone, "email": p.email, "address": p.address, "province": p.province, "national_id": p.national_id,
            "insurance_number": p.insurance_number, "insurance_until": p.insurance_until.map(iso_day),
            "guardian_name": p.guardian_name, "guardian_phone": p.guardian_phone,
            "allergies_in_words": p.allergies, "asked_and_none": p.allergies_none, "conditions_in_words": p.conditions,
        },
        "allergies": of.allergies.iter().map(|a| json!({
            "allergen": a.allergen, "name_vi": of.allergen(a, Lang::Vi), "name_en": of.allergen(a, Lang::En),
            "reaction": a.reaction, "severity": a.severity, "recorded_at": at(a.recorded_at), "recorded_by": a.recorded_by,
        })).collect::<Vec<_>>(),
        "problems": of.problems.iter().map(|one| json!({
            "code": one.code, "name_vi": one.name(Lang::Vi), "name_en": one.name(Lang::En), "onset": one.onset,
            "recorded_at": at(one.recorded_at), "recorded_by": one.recorded_by, "resolved_at": one.ended_at.map(at),
        })).collect::<Vec<_>>(),
        "family": of.family.iter().map(|one| json!({
            "relative": one.relative.code(), "illness": one.words, "age_years": one.age_years,
        })).collect::<Vec<_>>(),
        "facts": of.fact.as_ref().map(|fact| json!({
            "pregnancy_week": fact.pregnancy_week, "breastfeeding": fact.breastfeeding, "noted_on": iso_day(fact.noted_on),
            "egfr": fact.egfr.map(decimal), "egfr_on": fact.egfr_on.map(iso_day),
        })),
        "consents": consents.iter().map(|one| json!({
            "purpose": one.purpose.code(), "given": one.given, "decided_by": one.decided_by, "recorded_at": at(one.recorded_at),
        })).collect::<Vec<_>>(),
        "requests": requests.iter().map(|one| json!({
            "kind": one.kind.code(), "asked_by": one.asked_by, "words": one.words, "received_on": iso_day(one.received_on),
            "due_on": iso_day(one.due_on), "decision": one.decision.map(|d| d.code()), "reason": one.decision_reason,
        })).collect::<Vec<_>>(),
    })
}

/// A visit with all that hangs on it.
pub fn visit(of: &VisitEntry) -> Value {
    let v = &of.visit;
    json!({
        "id": v.id, "day": iso_day(v.day), "arrived_at": at(v.arrived_at), "state": v.state.code(),
        "service_vi": v.service_vi, "service_en": v.service_en, "doctor": v.doctor,
        "note": { "reason": v.reason, "symptoms": v.symptoms, "findings": v.findings, "advice": v.advice },
        "diagnoses": of.diagnoses.iter().map(|d| json!({ "code": d.code, "title_vi": d.title_vi, "title_en": d.title_en })).collect::<Vec<_>>(),
        "vitals": of.vitals.iter().map(vitals).collect::<Vec<_>>(),
        "orders": of.orders.iter().map(order).collect::<Vec<_>>(),
        "images": of.images.iter().map(|i| json!({
            "order": i.order, "id": i.id, "name": i.name, "width": i.width, "height": i.height, "added_at": at(i.added_at),
        })).collect::<Vec<_>>(),
        "prescriptions": of.prescriptions.iter().map(prescription).collect::<Vec<_>>(),
        "receipts": of.receipts.iter().map(receipt).collect::<Vec<_>>(),
    })
}

fn vitals(v: &VitalsRow) -> Value {
    json!({
        "taken_at": at(v.taken_at), "systolic_mmhg": v.systolic_mmhg, "diastolic_mmhg": v.diastolic_mmhg, "pulse_per_minute": v.pulse,
        "temperature_celsius": v.temperature.map(decimal), "saturation_percent": v.saturation, "breaths_per_minute": v.breaths,
        "weight_kg": v.weight.map(decimal), "height_m": v.height.map(decimal),
    })
}

fn order(of: &OrderEntry) -> Value {
    let o = &of.order;
    json!({
        "id": o.id, "service_vi": o.service_vi, "service_en": o.service_en, "kind": o.kind.code(), "state": o.state.code(),
        "done_at": o.done_at.map(at), "cancelled_reason": o.cancelled_reason, "finding": o.finding, "conclusion": o.conclusion,
        "values": of.values.iter().map(value).collect::<Vec<_>>(),
    })
}

fn value(v: &ValueRow) -> Value {
    let number = |milli: i64| decimal(Quantity::from_milli(milli));
    json!({
        "name_vi": v.name_vi, "name_en": v.name_en, "unit": v.unit, "value": v.value_milli.map(number), "text": v.value_text,
        "flag": v.flag.code(), "low": v.low_milli.map(number), "high": v.high_milli.map(number),
    })
}

fn prescription(p: &Prescription) -> Value {
    json!({
        "number": p.number, "state": p.state.code(), "replaced_by": p.replaced_by,
        "lines": p.lines.iter().map(|line| {
            let r = &line.row;
            json!({
                "generic_vi": r.generic_vi, "generic_en": r.generic_en, "strength": r.strength, "dose_unit": r.dose_unit,
                "morning": decimal(r.morning), "noon": decimal(r.noon), "evening": decimal(r.evening), "night": decimal(r.night),
                "days": r.days, "quantity": decimal(r.quantity), "unit": r.dispense_unit, "instruction": r.instruction,
                "given": line.given.iter().map(|g| json!({
                    "batch": g.number, "expires_on": iso_day(g.expires_on), "quantity": decimal(g.quantity),
                })).collect::<Vec<_>>(),
            })
        }).collect::<Vec<_>>(),
    })
}

fn receipt(r: &ReceiptRow) -> Value {
    json!({
        "number": format!("{}-{:06}", r.series, r.number), "total_vnd": r.total.minor(), "method": r.method, "issued_at": at(r.issued_at),
    })
}

/// A message or an appointment.
pub fn loose(row: &Loose) -> Value {
    if row.is_message {
        return json!({
            "at": at(row.at), "kind": row.kind, "channel": row.channel, "state": row.state, "subject": row.title_vi, "text": row.words,
        });
    }
    json!({ "starts_at": at(row.at), "state": row.state, "service_vi": row.title_vi, "service_en": row.title_en, "doctor": row.words })
}
