use super::orders::services_of_line;
use crate::store::{self, Changed, OrderSet};
use crate::text;
use bricks::id::{OrderSetId, ServiceId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};

const NAME_CHARS: usize = 80;

/// Makes a set of the services on a line, for the doctor alone or for the clinic; or, with its `id`, changes one: what is
/// ticked to `keep` stays, what is on the line comes behind it. Refused at the name when another set of the clinic or of the
/// doctor has it; a conflict when somebody changed the set meanwhile.
pub fn put(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<OrderSetId, Stop> {
    let mut fields = Fields::new(form, lang);
    let name = fields.required_line("name", NAME_CHARS);
    let (there, version) = (fields.id("id"), form.text("version").parse().unwrap_or(0));
    let kept = form.all("keep").filter_map(|id| id.parse().ok()).filter(|_| there.is_some());
    let mut services: Vec<ServiceId> = kept.collect();
    if services.is_empty() || !form.text("services").trim().is_empty() {
        match services_of_line(tx, who, form.text("services"), lang)? {
            Ok(found) => services.extend(found.into_iter().map(|(_, service)| service.id)),
            Err(say) => fields.refuse("services", say),
        }
    }
    if store::is_set_named(tx, who, &name, there)? {
        fields.refuse("name", text::set_taken_say(&name));
    }
    fields.check()?;
    let taken = || Refusal::field("name", text::set_taken_say(&name));
    let id = match there {
        Some(id) => {
            let stands = own(tx, who, id)?;
            match store::change_set(tx, (id, version), &name, &services)? {
                Changed::Done => id,
                Changed::Moved => return Err(Refusal::conflict(text::template_moved_say(stands.name)).into()),
                Changed::Taken => return Err(taken().into()),
            }
        }
        None => store::insert_set(tx, who, (&name, fields.ticked("clinic")), &services)?.ok_or_else(taken)?,
    };
    who.note(tx, "make_order_set", "order_set", id.raw(), None, &name)?;
    Ok(id)
}

/// A set that the person may change: an own one, or any for who manages the clinic.
fn own(tx: &mut Tx<'_>, who: &Who, id: OrderSetId) -> Result<OrderSet, Stop> {
    let set = store::order_set(tx, who, id)?.ok_or(Stop::Missing)?;
    if set.made_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(Refusal::conflict(text::set_not_yours_say(set.maker)).into());
    }
    Ok(set)
}

/// Takes a set away: its maker's, or any by who manages the clinic. What was ordered by it stays.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: OrderSetId) -> Result<(), Stop> {
    let set = own(tx, who, id)?;
    store::remove_set(tx, id)?;
    who.note(tx, "remove_order_set", "order_set", id.raw(), None, &set.name)?;
    Ok(())
}

/// How every service is paid: ticked boxes `first-ID` and `insured-ID`.
pub fn set_payment(tx: &mut Tx<'_>, who: &Who, form: &Form) -> Result<(), Stop> {
    for service in store::services(tx)? {
        let (first, insured) =
            (form.has(&format!("first-{}", service.id)), form.has(&format!("insured-{}", service.id)));
        if store::set_service(tx, service.id, first, insured)? {
            let detail = format!("{}: {first} {insured}", service.code);
            who.note(tx, "set_service_payment", "service", service.id.raw(), None, &detail)?;
        }
    }
    Ok(())
}
