use crate::text;
use bricks::id::{OrderId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::order::{self, NewOrder};

const QUESTION_CHARS: usize = 300;
const REASON_CHARS: usize = 200;

/// Orders a service: the one that was picked, or the only one that fits what was typed.
pub fn place(tx: &mut Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let picked: Option<ServiceId> = fields.id("service");
    let question = fields.line("question", QUESTION_CHARS);
    let urgent = fields.ticked("urgent");
    let service = match picked {
        Some(id) => Ok(id),
        None => only_match(tx, who, form, lang)?,
    };
    let service = service.map_err(|say| fields.refuse("service", say)).ok();
    fields.check()?;
    let Some(service) = service else { return Err(Stop::Missing) };
    let new = NewOrder { service, urgent, question };
    order::place(tx, who, visit, &new)?;
    Ok(())
}

fn only_match(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<Result<ServiceId, Say>, Stop> {
    let (typed, today) = (form.text("service_text"), who.day_of(tx.now()));
    let mut found = catalog::find_services(tx, typed, today)?;
    found.retain(|s| s.kind != "consultation");
    Ok(match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(text::service_unknown_say()),
        several => {
            let names: Vec<&str> = several.iter().take(4).map(|s| s.name(lang)).collect();
            Err(text::choose_one_say(names.join(", ")))
        }
    })
}

/// Takes back an order that nobody has started, with a reason; gives its visit.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<VisitId, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("cancel_reason", REASON_CHARS);
    fields.check()?;
    let order = order::by_id(tx, who.branch, id)?;
    order::cancel(tx, who, id, &reason)?;
    Ok(order.visit)
}
