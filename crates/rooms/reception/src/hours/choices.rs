//! What a clinic chooses about its diary: how far a doctor is double-booked, which services need a room or device, and
//! when somebody who did not come is given up.

use super::{Part, again, store};
use crate::changes::{NO_SHOW_SETTING, no_show_after};
use axum::extract::Path;
use axum::response::Response;
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::catalog::{self, Service};
use ground::db::{DbError, Stop, Topic, Tx};
use ground::web::{Desk, Fields, Form, saved};
use papers::schedule::{self, Kind};

/// The database allows no more.
const OVERBOOKING_MAX: i64 = 9;
/// At most a day.
const NO_SHOW_MAX: i64 = 1_440;

/// What is chosen of one resource.
pub struct Choices {
    /// A doctor's.
    pub overbooking_limit: i64,
    /// The services of the booking form, and whether they need this room or device.
    pub services: Vec<(Service, bool)>,
}

pub fn load(tx: &mut Tx<'_>, who: &Who, resource: ResourceId) -> Result<Choices, DbError> {
    let overbooking_limit = crate::store::overbooking_limit(tx, resource)?;
    let mut services = Vec::new();
    for service in bookable(tx, who)? {
        let is_needed = store::is_needed(tx, service.id, resource)?;
        services.push((service, is_needed));
    }
    Ok(Choices { overbooking_limit, services })
}

fn bookable(tx: &mut Tx<'_>, who: &Who) -> Result<Vec<Service>, DbError> {
    let today = who.day_of(tx.now());
    catalog::services_of_kind(tx, "consultation", today)
}

/// The field of a service that may need a room or device.
pub fn field_of(service: ServiceId) -> String {
    format!("service-{service}")
}

/// So many appointments may stand beside a booked one of a doctor.
pub fn set_overbooking(tx: &mut Tx<'_>, who: &Who, doctor: ResourceId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let limit = fields.whole("overbooking_limit", 0, OVERBOOKING_MAX).unwrap_or(0);
    fields.check()?;
    if schedule::lock(tx, who.branch, doctor)? != Kind::Doctor {
        return Err(Stop::Missing);
    }
    store::set_overbooking_limit(tx, doctor, limit)?;
    who.note(tx, "set_overbooking", "resource", doctor.raw(), None, &limit.to_string())?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// Which services are done in a room or with a device from now on; what is booked stays as it is.
pub fn set_services(tx: &mut Tx<'_>, who: &Who, resource: ResourceId, form: &Form) -> Result<(), Stop> {
    if schedule::lock(tx, who.branch, resource)? == Kind::Doctor {
        return Err(Stop::Missing);
    }
    let mut codes = Vec::new();
    for service in bookable(tx, who)? {
        let is_needed = form.has(&field_of(service.id));
        store::set_needed(tx, service.id, resource, is_needed)?;
        codes.extend(is_needed.then_some(service.code));
    }
    who.note(tx, "set_services", "resource", resource.raw(), None, &codes.join(", "))?;
    tx.announce(Topic::Diary);
    Ok(())
}

/// After how many minutes somebody who did not come is given up.
pub fn set_no_show(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let minutes = fields.whole("no_show_minutes", 0, NO_SHOW_MAX);
    if minutes.is_none() && form.text("no_show_minutes").trim().is_empty() {
        fields.refuse("no_show_minutes", ground::text::field_required_say());
    }
    fields.check()?;
    let minutes = minutes.ok_or_else(|| Refusal::invalid(crate::text::form_incomplete_say()))?;
    let before = no_show_after(tx)?;
    crate::store::set_setting(tx, NO_SHOW_SETTING, &minutes.to_string())?;
    who.note(tx, "set_no_show", "branch", who.branch.raw(), None, &format!("{before} → {minutes}"))?;
    Ok(())
}

/// `POST /schedule/{id}/overbooking`
pub async fn overbooking(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        set_overbooking(tx, who, id, &asked, lang)?;
        Ok(saved(&format!("/schedule/{id}")))
    });
    again(&desk, Some(id), Part::Choices, &form, done.await).await
}

/// `POST /schedule/{id}/services`
pub async fn services(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        set_services(tx, who, id, &asked)?;
        Ok(saved(&format!("/schedule/{id}")))
    });
    again(&desk, Some(id), Part::Choices, &form, done.await).await
}

/// `POST /schedule/no-show`
pub async fn no_show(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        set_no_show(tx, who, &asked, lang)?;
        Ok(saved("/schedule"))
    });
    again(&desk, None, Part::Choices, &form, done.await).await
}
