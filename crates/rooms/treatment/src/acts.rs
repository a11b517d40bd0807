//! What is done here, each act within one transaction: begin, give the result, add pictures.

use crate::extras;
use crate::images::Stored;
use crate::load::{input_name, use_name};
use crate::rules::{read_value, show_value};
use crate::vaccine::Given;
use crate::{store, text, vaccine};
use bricks::id::{AnalyteId, AttachmentId, OrderId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::catalog::{in_lang, is_divided_rightly};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::batch;
use papers::charge::{self, Source, SourceKind};
use papers::consumable::{self, Listed, Performed, Wanted};
use papers::order::{self, Analyte, Corrected, Flag, NEGATIVE, NewValue, Order, POSITIVE, State, ValueKind};
use papers::refund;
use papers::vaccination::{self, NewDose};
use papers::visit::{self, Visit};

const FINDING_CHARS_MAX: usize = 4_000;
const CONCLUSION_CHARS_MAX: usize = 2_000;
const VALUE_CHARS_MAX: usize = 500;
pub const REASON_CHARS_MAX: usize = 300;
/// Of one product for one order.
const USED_MAX: i64 = 1_000;
/// So many names of analytes are told in a question; the others are counted.
const NAMES_TOLD: usize = 4;

/// Somebody begins to perform an order.
pub fn start(tx: &mut Tx<'_>, who: &Who, id: OrderId) -> Result<(), Stop> {
    order::start(tx, who, id)
}

/// Gives the result, exactly once: the values with their flags, the words, what was used up out of stock, and the charge at
/// today's price; of a vaccination also the dose. What was typed wrongly is refused before anything is written; critical and missing values are refused at
/// `sure` until somebody says of just these that they were looked at again; goods that the shelves do not hold at
/// `missing_reason` until somebody says why.
pub fn result(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let asked = order::by_id(tx, who.branch, id)?;
    let typed = typed(tx, &asked, form, lang, false)?;
    refuse_closed(asked.state)?;
    let list = consumable::of_service(tx, asked.service)?;
    let today = who.day_of(tx.now());
    let available = consumable::available(tx, who.branch, asked.service, today)?;
    let given = vaccine::read(asked.kind, (&list, &available, today), form, lang)?;
    let dose = if let Some(Given::Shelf(dose)) = &given { Some(dose) } else { None };
    let used = read_uses(&list, dose, form, lang)?;
    let extras = extras::read(tx, |medicine| list.iter().any(|one| one.medicine == medicine), form, lang)?;
    let missing_reason = missing_reason(form, lang)?;
    let performed = Performed::of(&asked);
    let goods = (used.as_slice(), extras.as_slice());
    // No vaccination ends before its dose is written down, so that comes first, while nobody else ends the order.
    let is_vaccination = asked.kind == order::Kind::Vaccine;
    if is_vaccination {
        refuse_closed(store::lock(tx, who.branch, id)?.state)?;
        give_dose(tx, who, (&asked, &list), given.as_ref(), (goods, &missing_reason))?;
    }
    let flags = order::complete(tx, who, id, &typed.finding, &typed.conclusion, &typed.values)?;
    ask_again(&typed, &flags, form)?;
    if !is_vaccination {
        consumable::use_up(tx, who, &performed, goods, &missing_reason)?;
    }
    let source = Source { kind: SourceKind::Order, id: id.raw() };
    charge::post_service(tx, who, (asked.visit, asked.patient), source, asked.service)?;
    Ok(())
}

/// What was used of the list, and besides it.
type Goods<'a> = (&'a [Wanted], &'a [Listed]);

/// Asks whether the patient may have the dose, takes it off the shelf and writes it down; or that none is given. The visit is
/// locked before the patient, as by everybody who locks both.
fn give_dose(
    tx: &mut Tx<'_>,
    who: &Who,
    (asked, list): (&Order, &[Listed]),
    given: Option<&Given>,
    (goods, missing_reason): (Goods<'_>, &str),
) -> Result<(), Stop> {
    let performed = Performed::of(asked);
    // Whose visit it is by now: a merge may have handed it over since the order was read.
    let visit = visit::lock(tx, who.branch, asked.visit)?;
    let patient = visit.patient;
    let doubts = match given {
        Some(Given::Shelf(dose)) => {
            let goods = list.iter().find(|one| one.vaccine);
            let goods = goods.map_or(("", ""), |one| (one.route.as_str(), one.code.as_str()));
            vaccination::ask(tx, who, patient, dose, goods)?
        }
        Some(Given::Outside(dose)) => vaccination::ask_outside(tx, who, patient, dose)?,
        None => Vec::new(),
    };
    if let Some(given) = given {
        keep_temperature(tx, who, &visit, given.giving().temperature)?;
    }
    let lines = consumable::use_up(tx, who, &performed, goods, missing_reason)?;
    match given {
        Some(Given::Shelf(dose)) => vaccination::give(tx, who, &performed, (dose, &doubts), &lines),
        Some(Given::Outside(dose)) => vaccination::give_outside(tx, who, &performed, (dose, &doubts)),
        None => vaccination::give_none(tx, who, &performed),
    }
}

/// What was measured before the dose stands among the vital signs, unless it is what stands there. Who still waits for the nurse is
/// measured as a whole by her.
fn keep_temperature(tx: &mut Tx<'_>, who: &Who, visit: &Visit, measured: Quantity) -> Result<(), Stop> {
    if visit.state == visit::State::Waiting || vaccination::temperature(tx, visit.id)? == Some(measured) {
        return Ok(());
    }
    store::measured(tx, who, (visit.id, visit.patient), measured)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(())
}

/// Takes back what was recorded as done and was not: what it used goes back to its batches, what it cost
/// off the bill, or is asked to be given back.
pub fn withdraw(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.required_reason("withdraw_reason", REASON_CHARS_MAX);
    fields.check()?;
    let done = order::by_id(tx, who.branch, id)?;
    order::withdraw(tx, who, id, &reason)?;
    consumable::give_back(tx, who, &Performed::of(&done), &reason)?;
    if !refund::take_back(tx, who, Source { kind: SourceKind::Order, id: id.raw() }, &reason)? {
        return Err(Refusal::conflict(papers::text::order_charge_paid_say()).into());
    }
    Ok(())
}

/// What was used of each product of the service's list; a product of which the form says nothing as the list says, and the vaccine
/// from the batch of the dose.
fn read_uses(list: &[Listed], dose: Option<&NewDose>, form: &Form, lang: Lang) -> Result<Vec<Wanted>, Stop> {
    let read = list.iter().map(|one| {
        if let Some(dose) = dose.filter(|_| one.vaccine) {
            return Ok(Wanted { medicine: one.medicine, batch: Some(dose.batch), quantity: one.quantity });
        }
        let name = use_name(one.medicine);
        let quantity =
            if form.has(&name) { read_use(form.text(&name), &one.dispense_unit, lang)? } else { one.quantity };
        Ok::<Wanted, Say>(Wanted { medicine: one.medicine, batch: None, quantity })
    });
    let (good, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    match i64::try_from(wrong.len()) {
        Ok(0) => Ok(good.into_iter().flatten().collect()),
        wrong => Err(Refusal::invalid(text::uses_wrong_say(wrong.unwrap_or(i64::MAX))).into()),
    }
}

/// What was used of one product as typed, by its dispensing unit; nothing typed is nothing used.
pub fn read_use(typed: &str, unit: &str, lang: Lang) -> Result<Quantity, Say> {
    if typed.trim().is_empty() {
        return Ok(Quantity::ZERO);
    }
    let quantity = Quantity::parse(typed, lang)?;
    if !is_divided_rightly(quantity, unit) {
        return Err(batch::part_of(unit));
    }
    let fits = (Quantity::ZERO..=Quantity::whole(USED_MAX)).contains(&quantity);
    if fits { Ok(quantity) } else { Err(text::use_too_much_say(USED_MAX)) }
}

fn missing_reason(form: &Form, lang: Lang) -> Result<String, Refusal> {
    let mut fields = Fields::new(form, lang);
    let reason = fields.reason("missing_reason", REASON_CHARS_MAX);
    fields.check().map(|()| reason)
}

/// Corrects a given result: `reason` is asked, and the same questions as for a first one.
pub fn correct(tx: &mut Tx<'_>, who: &Who, id: OrderId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let asked = order::by_id(tx, who.branch, id)?;
    let typed = typed(tx, &asked, form, lang, true)?;
    let seen = form.text("seen").parse().unwrap_or(-1);
    let (reason, finding, conclusion) = (&typed.reason, &typed.finding, &typed.conclusion);
    let flags = order::correct(tx, who, id, &Corrected { reason, seen, finding, conclusion, values: &typed.values })?;
    ask_again(&typed, &flags, form)?;
    Ok(())
}

/// What stands in the form of a result.
struct Typed {
    reason: String,
    finding: String,
    conclusion: String,
    analytes: Vec<Analyte>,
    values: Vec<NewValue>,
}

fn typed(tx: &mut Tx<'_>, asked: &Order, form: &Form, lang: Lang, corrects: bool) -> Result<Typed, Stop> {
    let mut fields = Fields::new(form, lang);
    let reason = if corrects { fields.required_reason("reason", REASON_CHARS_MAX) } else { String::new() };
    let finding = fields.text("finding", FINDING_CHARS_MAX);
    let conclusion = fields.text("conclusion", CONCLUSION_CHARS_MAX);
    fields.check()?;
    let analytes = if asked.kind == order::Kind::Lab { order::analytes(tx, asked.service)? } else { Vec::new() };
    let values = read_values(&analytes, form)?;
    Ok(Typed { reason, finding, conclusion, analytes, values })
}

/// Refuses at `sure` what is critical or left out, until the form says of exactly this that it was looked at again.
/// Where no value is given at all the words are the result.
fn ask_again(typed: &Typed, flags: &[Flag], form: &Form) -> Result<(), Refusal> {
    let doubts = Doubts::of(typed, flags);
    let said = fingerprint(typed.analytes.iter().map(|a| a.id), |name| form.text(name));
    if doubts.are_none() || form.text("sure") == said {
        return Ok(());
    }
    Err(Refusal::field("sure", doubts.say()))
}

/// What a slip of the fingers would look like.
struct Doubts<'a> {
    critical: Vec<(&'a Analyte, &'a NewValue)>,
    missing: Vec<&'a Analyte>,
}

impl Doubts<'_> {
    fn of<'a>(typed: &'a Typed, flags: &[Flag]) -> Doubts<'a> {
        let analyte = |id: AnalyteId| typed.analytes.iter().find(|a| a.id == id);
        let critical = typed.values.iter().zip(flags).filter(|(_, flag)| flag.is_critical());
        let critical = critical.filter_map(|(value, _)| Some((analyte(value.analyte)?, value))).collect();
        let is_missing = |a: &&Analyte| typed.values.iter().all(|v| v.analyte != a.id);
        let missing =
            if typed.values.is_empty() { Vec::new() } else { typed.analytes.iter().filter(is_missing).collect() };
        Doubts { critical, missing }
    }

    fn are_none(&self) -> bool {
        self.critical.is_empty() && self.missing.is_empty()
    }

    fn say(&self) -> Say {
        let told = |l: Lang| {
            let value = |v: &NewValue, a: &Analyte| show_value(v.value_milli.unwrap_or(0), a.decimals, l);
            let critical: Vec<String> = self
                .critical
                .iter()
                .map(|(a, v)| format!("{} {}", in_lang(l, &a.name_vi, &a.name_en), value(v, a)))
                .collect();
            let missing: Vec<String> =
                self.missing.iter().map(|a| in_lang(l, &a.name_vi, &a.name_en).to_owned()).collect();
            let critical = (!critical.is_empty()).then(|| text::doubt_critical(l, listed(l, &critical)));
            let missing = (!missing.is_empty())
                .then(|| text::doubt_missing(l, i64::try_from(self.missing.len()).unwrap_or(0), listed(l, &missing)));
            critical.into_iter().chain(missing).collect::<Vec<_>>().join(" ")
        };
        Say::new(told(Lang::Vi), told(Lang::En))
    }
}

fn listed(l: Lang, names: &[String]) -> String {
    let told = names.get(..NAMES_TOLD).unwrap_or(names).join(", ");
    match names.len().saturating_sub(NAMES_TOLD) {
        0 => told,
        others => text::doubt_others(l, others, told),
    }
}

/// All typed values as one line, which the ticked box sends back: other values are another doubt.
pub fn fingerprint<'t>(analytes: impl Iterator<Item = AnalyteId>, typed: impl Fn(&str) -> &'t str) -> String {
    let each = analytes.map(input_name).map(|name| format!("{name}={}", typed(&name).trim()));
    each.collect::<Vec<_>>().join(";")
}

/// A result or a picture comes too late for an order that is done or cancelled.
/// Refused when the order is no longer open.
pub fn refuse_closed(state: State) -> Result<(), Refusal> {
    match state {
        State::Ordered | State::Started => Ok(()),
        State::Done => Err(Refusal::conflict(text::closed_done_say())),
        State::Cancelled => Err(Refusal::conflict(text::closed_cancelled_say())),
    }
}

/// All typed values, or how many of them are wrong; the page says beside each why (see [`read_one`]).
fn read_values(analytes: &[Analyte], form: &Form) -> Result<Vec<NewValue>, Refusal> {
    let typed = |analyte: &Analyte| form.text(&input_name(analyte.id)).to_owned();
    let read = analytes.iter().map(|a| read_one(a.id, a.kind, a.decimals, &typed(a)));
    let (good, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
    match i64::try_from(wrong.len()) {
        Ok(0) => Ok(good.into_iter().flatten().flatten().collect()),
        wrong => Err(Refusal::invalid(text::values_wrong_say(wrong.unwrap_or(i64::MAX)))),
    }
}

/// One typed value; `None` when nothing was typed, else why it is refused.
pub fn read_one(analyte: AnalyteId, kind: ValueKind, decimals: i64, typed: &str) -> Result<Option<NewValue>, Say> {
    let word =
        |value_text: String| (!value_text.is_empty()).then_some(NewValue { analyte, value_milli: None, value_text });
    match (kind, typed.trim()) {
        (ValueKind::Number, typed) => {
            let milli = read_value(typed, decimals)?;
            Ok(milli.map(|milli| NewValue { analyte, value_milli: Some(milli), value_text: String::new() }))
        }
        (ValueKind::NegPos, "" | NEGATIVE | POSITIVE) => Ok(word(typed.trim().to_owned())),
        (ValueKind::NegPos, _) => Err(text::value_unknown_say()),
        (ValueKind::Text, words) => Ok(word(bricks::text::clean_text(words, VALUE_CHARS_MAX)?)),
    }
}

/// Puts pictures, whose bytes are kept already, to an open order.
pub fn attach(tx: &mut Tx<'_>, who: &Who, id: OrderId, pictures: &[Stored]) -> Result<(), Stop> {
    let asked = store::lock(tx, who.branch, id)?;
    refuse_closed(asked.state)?;
    for picture in pictures {
        let attachment = AttachmentId::from_raw(tx.new_id());
        store::insert_attachment(tx, who.staff, attachment, &asked, picture)?;
        who.note(tx, "attach_image", "order", id.raw(), Some(asked.patient), &picture.name)?;
    }
    tx.announce(Topic::Orders);
    tx.announce(Topic::Visit(asked.visit));
    tx.announce(Topic::Patient(asked.patient));
    Ok(())
}
