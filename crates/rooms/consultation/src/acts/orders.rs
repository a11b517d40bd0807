use crate::rules::{self, ITEMS_MAX, Item, Meant};
use crate::store::{self, Orderable};
use crate::text;
use bricks::clock::{add_days, show_day};
use bricks::id::{OrderId, OrderSetId, ServiceId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::has_as_marked;
use ground::access::Who;
use ground::catalog::in_lang;
use ground::db::{Stop, Tx};
use ground::web::{Fields, Form};
use papers::charge::{self, Source, SourceKind, price};
use papers::order::{self, NewOrder};
use papers::refund;
use papers::visit::{self, Visit};

const QUESTION_CHARS: usize = 300;
const REASON_CHARS: usize = 200;
/// What was ordered so many days ago or later is asked about before it is ordered again.
const AGAIN_DAYS: i64 = 7;
/// How a choice names a set, and a line of several services.
pub const SET_PREFIX: &str = "set-";
pub const LINE_PREFIX: &str = "line-";

/// What one form orders.
struct Asked {
    orders: Vec<NewOrder>,
    /// Of a set: what is open on the visit already is passed over.
    is_set: bool,
}

/// Orders a service, a set, or everything on a line. What was ordered for the patient within the last days is told once
/// and then ordered when the doctor means it; what is paid first is charged at once.
pub fn place(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let asked = asked(tx, who, &mut fields, form, lang)?;
    fields.check()?;
    let visit = visit::lock_in_room(tx, who, id)?;
    if !form.has("again") {
        refuse_repeated(tx, who, &visit, &asked.orders)?;
    }
    for new in &asked.orders {
        match order::place(tx, who, id, new) {
            Err(Stop::Refused(_)) if asked.is_set => {}
            Err(stop) => return Err(stop),
            Ok(order) => charge_first(tx, who, &visit, order, new.service)?,
        }
    }
    Ok(())
}

/// Charges what is paid first. A package is bought by ordering it: there is nothing else to be done.
fn charge_first(tx: &mut Tx<'_>, who: &Who, visit: &Visit, id: OrderId, service: ServiceId) -> Result<(), Stop> {
    let is_package = price::is_package(tx, service)?;
    if is_package || order::pays_first(tx, id)? {
        charge::post_service(tx, who, (visit.id, visit.patient), source(id), service)?;
    }
    if is_package {
        order::complete(tx, who, id, "", text::package_sold(Lang::Vi), &[])?;
    }
    Ok(())
}

fn source(id: OrderId) -> Source {
    Source { kind: SourceKind::Order, id: id.raw() }
}

fn asked(tx: &mut Tx<'_>, who: &Who, fields: &mut Fields<'_>, form: &Form, lang: Lang) -> Result<Asked, Stop> {
    let question = fields.line("question", QUESTION_CHARS);
    let (urgent, fasting) = (fields.ticked("urgent"), fields.ticked("fasting"));
    let order = |service, item: &Item| NewOrder {
        service,
        urgent: urgent || item.urgent,
        fasting: fasting || item.fasting,
        question: if item.question.is_empty() { question.clone() } else { item.question.clone() },
    };
    let (picked, typed) = (form.text("service"), form.text("service_text"));
    if let Some(set) = picked.strip_prefix(SET_PREFIX) {
        let services = of_set(tx, who, set)?;
        return Ok(Asked { orders: services.iter().map(|id| order(*id, &Item::default())).collect(), is_set: true });
    }
    let mut orders = Vec::new();
    if let Ok(service) = picked.parse::<ServiceId>() {
        orders.push(order(service, &Item::default()));
    } else {
        let line = picked.strip_prefix(LINE_PREFIX).unwrap_or(typed);
        match services_of_line(tx, who, line, lang)? {
            Ok(found) => orders.extend(found.iter().map(|(item, service)| order(service.id, item))),
            Err(say) => fields.refuse("service", say),
        }
    }
    Ok(Asked { orders, is_set: false })
}

fn of_set(tx: &mut Tx<'_>, who: &Who, id: &str) -> Result<Vec<ServiceId>, Stop> {
    let id: OrderSetId = id.parse().map_err(|_| Stop::Missing)?;
    let set = store::order_set(tx, who, id)?.ok_or(Stop::Missing)?;
    let items = store::set_items(tx, who, who.day_of(tx.now()))?;
    Ok(items.into_iter().filter(|item| item.set == set.id).map(|item| item.service).collect())
}

/// What each item of a line means; the first that is not clear is the answer, with what it may be.
pub fn services_of_line(
    tx: &mut Tx<'_>,
    who: &Who,
    line: &str,
    lang: Lang,
) -> Result<Result<Vec<(Item, Orderable)>, Say>, Stop> {
    let items = rules::read_line(line);
    if items.is_empty() {
        return Ok(Err(text::service_unknown_say()));
    }
    if items.len() > ITEMS_MAX {
        return Ok(Err(text::line_too_long_say(ITEMS_MAX)));
    }
    let mut found = Vec::with_capacity(items.len());
    for (item, meant) in look_up(tx, who, items)? {
        match meant {
            Meant::One(service) => found.push((item, service)),
            Meant::Nothing => return Ok(Err(text::line_unknown_say(item.words))),
            Meant::Several(all) => {
                let names: Vec<&str> = all.iter().take(5).map(|s| s.name(lang)).collect();
                return Ok(Err(text::line_unclear_say(names.join(", "), item.words)));
            }
        }
    }
    Ok(Ok(found))
}

/// What the catalogue answers to every item. Marks that were typed choose among names that differ by them.
pub fn look_up(tx: &mut Tx<'_>, who: &Who, items: Vec<Item>) -> Result<Vec<(Item, Meant<Orderable>)>, Stop> {
    let day = who.day_of(tx.now());
    let mut all = Vec::with_capacity(items.len());
    for item in items.into_iter().take(ITEMS_MAX) {
        let mut found = store::orderable(tx, &item.words, day)?;
        if found.iter().any(|service| has_as_marked(&service.name_vi, &item.words)) {
            found.retain(|service| has_as_marked(&service.name_vi, &item.words));
        }
        let found = found.into_iter().map(|service| {
            let exact = service.exact;
            (service, exact)
        });
        all.push((item, rules::meant(found.collect())));
    }
    Ok(all)
}

/// Told once, at the box that says that it is meant.
fn refuse_repeated(tx: &mut Tx<'_>, who: &Who, visit: &Visit, orders: &[NewOrder]) -> Result<(), Stop> {
    let since = who.zone().instant_of(add_days(who.day_of(tx.now()), -AGAIN_DAYS), 0);
    let mut repeated = Vec::new();
    for new in orders {
        repeated.extend(order::recent(tx, (visit.patient, visit.id), new.service, since)?);
    }
    if repeated.is_empty() {
        return Ok(());
    }
    let told = |l: Lang| {
        let each = repeated.iter().map(|r| {
            let name = in_lang(l, &r.name_vi, &r.name_en);
            let day = show_day(who.day_of(r.ordered_at), l);
            if r.state == order::State::Done { text::again_done(l, day, name) } else { text::again_open(l, day, name) }
        });
        text::again_why(l, each.collect::<Vec<_>>().join("; "))
    };
    Err(Refusal::field("again", Say::new(told(Lang::Vi), told(Lang::En))).into())
}

/// Takes back an order that nobody has started, with a reason; gives its visit. What was charged for it is taken
/// back too, or asked to be given back where it is paid.
pub fn cancel(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<VisitId, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_line("cancel_reason", REASON_CHARS);
    fields.check()?;
    let order = order::by_id(tx, who.branch, id)?;
    visit::lock(tx, who.branch, order.visit)?;
    order::cancel(tx, who, id, &reason)?;
    if order::pays_first(tx, id)? && !refund::take_back(tx, who, source(id), &reason)? {
        return Err(Refusal::conflict(text::cancel_discounted_say()).into());
    }
    Ok(order.visit)
}
