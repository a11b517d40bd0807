//! The printed summary of a record: the facts that the press asks for, each a ready-made text.

use crate::history::{Record, VisitEntry};
use crate::text;
use crate::views_background::{allergy_words, family_word, told};
use crate::views_find::show_phone;
use crate::views_visit::{doses, doses_of, medicine, words_of};
use bricks::age::show_age;
use bricks::clock::{show_day, show_instant};
use ground::catalog::in_lang;
use ground::web::Face;
use serde_json::{Value, json};

/// The latest visits that a summary tells of.
const VISITS_MAX: usize = 10;

/// The facts of `Paper::SummaryA5`.
pub fn facts(face: &Face, record: &Record) -> Value {
    let (l, top) = (face.lang, &record.top);
    let (clinic, p, of) = (&face.who.clinic, &top.patient, &top.background);
    let written = of.beside(&p.allergies).into_iter().map(|entry| entry.text.to_owned());
    let allergies = of.allergies.iter().map(|a| format!("{} · {}", of.allergen(a, l), allergy_words(face, a)));
    let problems = of.active().map(|problem| {
        let code = problem.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
        let since = problem.show_onset();
        let since = if since.is_empty() { String::new() } else { format!(" · {}", text::since_onset(l, since)) };
        format!("{code}{}{since}", problem.name(l))
    });
    let told = told(top).map(str::to_owned);
    let medicines = of.medicines.iter().map(|line| {
        let doses = doses_of([line.morning, line.noon, line.evening, line.night], &line.dose_unit, l);
        format!("{} · {doses} · {}", line.name(l), text::until(l, show_day(line.last_day(&face.who), l)))
    });
    let now = show_instant(face.now, face.zone(), l);
    json!({
        "clinic": { "name": clinic.name, "address": clinic.address, "phone": clinic.phone, "tax_id": clinic.tax_id },
        "title": text::summary_title(l),
        "date": now,
        "patient": {
            "name": p.name, "code": p.code, "sex": p.sex().code(), "birth": p.birth().show(l),
            "age": show_age(p.birth(), face.today(), l), "address": p.address,
            "phone": p.phone.as_deref().map(show_phone), "insurance": p.insurance_number, "guardian": p.guardian_name,
        },
        "allergies": allergies.chain(written).collect::<Vec<_>>(),
        "no_allergies": papers::safety::none_known(p.allergies_none, l),
        "problems": problems.chain(told).collect::<Vec<_>>(),
        "family": of.family.iter().map(|one| family_word(one, l)).collect::<Vec<_>>(),
        "medicines": medicines.collect::<Vec<_>>(),
        "visits": record.visits.iter().take(VISITS_MAX).map(|visit| one_visit(face, visit)).collect::<Vec<_>>(),
        "printed": text::summary_printed(l, face.who.titled_name(), now),
    })
}

fn one_visit(face: &Face, of: &VisitEntry) -> Value {
    let (l, v) = (face.lang, &of.visit);
    let diagnoses: Vec<String> =
        of.diagnoses.iter().map(|d| format!("{} {}", d.code, in_lang(l, &d.title_vi, &d.title_en))).collect();
    let mut lines = vec![diagnoses.join("; "), v.symptoms.clone(), v.findings.clone()];
    for order in &of.orders {
        let values: Vec<String> = order
            .values
            .iter()
            .map(|value| format!("{} {}", in_lang(l, &value.name_vi, &value.name_en), words_of(l, value)))
            .collect();
        let name = in_lang(l, &order.order.service_vi, &order.order.service_en);
        let found = [values.join(", "), order.order.conclusion.clone()].join(" ");
        lines.push(match found.trim() {
            "" => name.to_owned(),
            found => format!("{name}: {found}"),
        });
    }
    let prescribed = of.prescriptions.iter().flat_map(|p| p.taken());
    lines.extend(prescribed.map(|line| format!("{} · {}", medicine(&line.row, l), doses(&line.row, l))));
    lines.push(v.advice.clone());
    lines.retain(|line| !line.is_empty());
    json!({ "date": show_day(v.day, l), "service": in_lang(l, &v.service_vi, &v.service_en), "doctor": v.doctor, "lines": lines })
}
