//! Making and correcting profiles: handlers.

use crate::pages::status_of;
use crate::rules::likeness::{Likeness, Traits};
use crate::rules::{identity, place};
use crate::shown::Query;
use crate::store::merge as merge_store;
use crate::views::{ProfilePage, profile_page};
use crate::{acts, asked, store};
use axum::extract::{Path, Query as Read};
use axum::response::Response;
use bricks::age::Birth;
use bricks::id::PatientId;
use bricks::phone::Phone;
use bricks::refusal::RefusalKind;
use bricks::text::fold;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::people::{Patient, consent};
use ground::web::{Desk, Form, Reading, saved};

/// `GET /patients/new`
pub async fn new(desk: Desk, Read(query): Query) -> Response {
    let get = |name: &str| query.get(name).cloned().unwrap_or_default();
    let (name, back) = (get("name"), get("back"));
    let name = bricks::text::clean_line(&name, crate::asked::NAME_MAX).unwrap_or_default();
    // Who typed a phone number or a code has not typed a name.
    let name = if name.chars().any(|c| c.is_ascii_digit()) { String::new() } else { name };
    let back = place::own_path(&back).unwrap_or_default().to_owned();
    let load = move |tx: &mut Tx<'_>, _: &Who| Ok(store::insurers(tx)?);
    desk.show(load, move |face, insurers| {
        let page = ProfilePage {
            patient: None,
            insurers,
            name,
            back,
            alike: Vec::new(),
            consent: Vec::new(),
            unverified: false,
            has_merged: false,
        };
        profile_page(face, &page, &Attempt::none())
    })
    .await
}

/// `POST /patients`
pub async fn create(desk: Desk, form: Form) -> Response {
    if let Some(filled) = asked::filled(&form, desk.lang) {
        return creating_again(&desk, false, form, filled).await;
    }
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act(&form, move |tx, who| {
        let id = acts::create_patient(tx, who, &asked, lang)?;
        Ok(place::with_new_patient(asked.text("back"), id))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let known = refusal.kind == RefusalKind::Conflict;
            creating_again(&desk, known, form.clone(), form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

/// The form of a new profile as it was typed. `known`: with those who are alike.
pub async fn creating_again(desk: &Desk, known: bool, form: Form, attempt: Attempt) -> Response {
    let back = place::own_path(form.text("back")).unwrap_or_default().to_owned();
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let alike = if known { alike(tx, who, &form)? } else { Vec::new() };
        Ok((store::insurers(tx)?, alike))
    };
    desk.show_as(status_of(&attempt), load, move |face, (insurers, alike)| {
        let page = ProfilePage {
            patient: None,
            insurers,
            name: String::new(),
            back,
            alike,
            consent: Vec::new(),
            unverified: false,
            has_merged: false,
        };
        profile_page(face, &page, &attempt)
    })
    .await
}

fn alike(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<Vec<(Likeness, store::AlikeRow)>, Stop> {
    let name = bricks::text::clean_line(form.text("name"), crate::asked::NAME_MAX).unwrap_or_default();
    let (name_fold, phone) = (fold(&name), Phone::parse(form.text("phone")).ok());
    let national_id = identity::identity_number(form.text("national_id").trim());
    let insurance_number = identity::plain(form.text("insurance_number"));
    let own = Traits {
        name_fold: &name_fold,
        birth: Birth::parse(form.text("birth")).unwrap_or(Birth::Year(0)),
        phone: phone.as_ref().map(Phone::as_e164),
        national_id: national_id.as_deref(),
        insurance_number: Some(insurance_number.as_str()).filter(|n| !n.is_empty()),
    };
    acts::alike(tx, who, own, None)
}

/// Others that may be the same person as one who is known.
fn alike_of(tx: &mut Tx<'_>, who: &Who, patient: &Patient) -> Result<Vec<(Likeness, store::AlikeRow)>, Stop> {
    if patient.merged_into.is_some() {
        return Ok(Vec::new());
    }
    let name_fold = fold(&patient.name);
    let own = Traits {
        name_fold: &name_fold,
        birth: patient.birth(),
        phone: patient.phone.as_deref(),
        national_id: patient.national_id.as_deref(),
        insurance_number: patient.insurance_number.as_deref(),
    };
    acts::alike(tx, who, own, Some(patient.id))
}

/// `GET /patients/{id}/profile`
pub async fn show(desk: Desk, Path(id): Path<PatientId>, Read(query): Query) -> Response {
    let back = query.get("back").and_then(|b| place::own_path(b)).unwrap_or_default().to_owned();
    profile(&desk, id, back, Attempt::none()).await
}

/// `POST /patients/{id}/profile`
pub async fn change(desk: Desk, Path(id): Path<PatientId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let back = place::own_path(form.text("back")).unwrap_or_default().to_owned();
    if let Some(filled) = asked::filled(&form, desk.lang) {
        return profile(&desk, id, back, filled).await;
    }
    let lead = if back.is_empty() { format!("/patients/{id}/profile") } else { back.clone() };
    let done = desk.act_locked(&form, move |tx, who| {
        acts::change_profile(tx, who, id, &asked, lang)?;
        Ok(saved(&lead))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => profile(&desk, id, back, form.attempt(refusal)).await,
        other => desk.end(other),
    }
}

async fn profile(desk: &Desk, id: PatientId, back: String, attempt: Attempt) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let patient = acts::patient(tx, who, id)?;
        let reading = Reading { act: "read_profile", subject: "patient", subject_id: id.raw(), patient: id };
        let (alike, consent) = (alike_of(tx, who, &patient)?, consent::of_patient(tx, id)?);
        let known = (store::unverified(tx, id)?, merge_store::has_merged(tx, id)?);
        Ok((reading, (patient, store::insurers(tx)?, alike, (consent, known))))
    };
    desk.show_record(
        status_of(&attempt),
        load,
        move |face, (patient, insurers, alike, (consent, (unverified, has_merged)))| {
            let page = ProfilePage {
                patient: Some(patient),
                insurers,
                name: String::new(),
                back,
                alike,
                consent,
                unverified,
                has_merged,
            };
            profile_page(face, &page, &attempt)
        },
    )
    .await
}
