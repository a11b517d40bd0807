use super::orders::services_of_line;
use crate::{store, text};
use bricks::id::{OrderSetId, ServiceId};
use bricks::lang::Lang;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};

const NAME_CHARS: usize = 80;

/// Makes a set of the services on a line, for the doctor alone or for the clinic.
pub fn make(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let name = fields.required_line("name", NAME_CHARS);
    let services = match services_of_line(tx, who, form.text("services"), lang)? {
        Ok(found) => found.into_iter().map(|(_, service)| service.id).collect(),
        Err(say) => {
            fields.refuse("services", say);
            Vec::<ServiceId>::new()
        }
    };
    fields.check()?;
    let id = store::insert_set(tx, who, (&name, fields.ticked("clinic")), &services)?;
    who.note(tx, "make_order_set", "order_set", id.raw(), None, &name)?;
    Ok(())
}

/// Takes a set away: its maker's, or any by who manages the clinic. What was ordered by it stays.
pub fn remove(tx: &mut Tx<'_>, who: &Who, id: OrderSetId) -> Result<(), Stop> {
    let set = store::order_set(tx, who, id)?.ok_or(Stop::Missing)?;
    if set.made_by != who.staff && !who.may(Permission::ManageClinic) {
        return Err(bricks::refusal::Refusal::conflict(text::set_not_yours_say(set.maker)).into());
    }
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
