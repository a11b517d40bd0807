use crate::rules::{self, Level, Sign};
use crate::store::{self, Taken};
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::visit::{self, State};

/// In thousandths of a degree.
const FEVER_ASKED_MILLI: i64 = 40_000;
const COLD_ASKED_MILLI: i64 = 35_000;

/// Records one taking of vitals as a further row, for a patient who waits or is in the room. At least one value;
/// blood pressure has both of its numbers; every value outside what a body can have is refused at its field, and an
/// alarming one at `sure` until somebody says of just these values that they were measured again.
pub fn record(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let taken = read(tx, who, id, form, lang)?;
    let visit = visit::lock(tx, who.branch, id)?;
    if !matches!(visit.state, State::Waiting | State::InRoom) {
        return Err(Refusal::conflict(text::vitals_visit_over_say()).into());
    }
    ask_again(tx, who, id, &taken, form)?;
    store::insert_vitals(tx, who, visit.patient, &taken)?;
    who.note(tx, "take_vitals", "visit", id.raw(), Some(visit.patient), "")?;
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(visit.patient));
    Ok(())
}

/// What is judged, its name, and what was measured.
type Judged = (Sign, fn(Lang) -> &'static str, Option<i64>);

fn ask_again(tx: &mut Tx<'_>, who: &Who, id: VisitId, taken: &Taken, form: &Form) -> Result<(), Stop> {
    if form.text("sure") == rules::vitals_as_typed(|name| form.text(name)) {
        return Ok(());
    }
    let head = store::head(tx, who.branch, id)?;
    let age = bricks::age::months(head.birth(), who.day_of(tx.now()));
    let judged: [Judged; 6] = [
        (Sign::Systolic, text::vitals_systolic, taken.systolic),
        (Sign::Diastolic, text::vitals_diastolic, taken.diastolic),
        (Sign::Pulse, text::vitals_pulse, taken.pulse),
        (Sign::Temperature, text::vitals_temperature, taken.temperature.map(Quantity::milli)),
        (Sign::Saturation, text::vitals_saturation, taken.saturation),
        (Sign::Breaths, text::vitals_breaths, taken.breaths),
    ];
    let alarming = judged.iter().filter_map(|(sign, name, value)| Some((*sign, *name, (*value)?)));
    let asks = |sign: Sign, value: i64| match sign {
        // A fever is seen every day; from here on a slip of the fingers is as likely as the fever.
        Sign::Temperature => value >= FEVER_ASKED_MILLI || value <= COLD_ASKED_MILLI,
        _ => rules::level_of(sign, value, age) == Level::Alarming,
    };
    let alarming: Vec<_> = alarming.filter(|(sign, _, value)| asks(*sign, *value)).collect();
    if alarming.is_empty() {
        return Ok(());
    }
    let told = |l: Lang| {
        let shown = |sign: Sign, value: i64| match sign {
            Sign::Temperature => Quantity::from_milli(value).show(l),
            _ => value.to_string(),
        };
        let all: Vec<String> =
            alarming.iter().map(|(sign, name, v)| format!("{} {}", name(l), shown(*sign, *v))).collect();
        text::vitals_alarming(l, all.join(", "))
    };
    Err(Refusal::field("sure", Say::new(told(Lang::Vi), told(Lang::En))).into())
}

/// The form as typed: height in centimetres becomes thousandths of a metre.
fn read(tx: &Tx<'_>, who: &Who, visit: VisitId, form: &Form, lang: Lang) -> Result<Taken, Refusal> {
    let mut form = Measured { fields: Fields::new(form, lang), form, lang };
    let taken = Taken {
        visit,
        at: tx.now(),
        by: who.name.clone(),
        systolic: form.whole("systolic", text::vitals_systolic, (30, 300)),
        diastolic: form.whole("diastolic", text::vitals_diastolic, (10, 200)),
        pulse: form.whole("pulse", text::vitals_pulse, (10, 300)),
        temperature: form.exact("temperature", text::vitals_temperature, (25_000, 45_000)),
        saturation: form.whole("saturation", text::vitals_saturation, (30, 100)),
        breaths: form.whole("breaths", text::vitals_breaths, (3, 120)),
        weight: form.exact("weight", text::vitals_weight, (200, 400_000)),
        height: form.exact("height", text::vitals_height, (20_000, 250_000)).map(metres),
    };
    let mut fields = form.fields;
    check_pressure(&mut fields, form.form, &taken);
    fields.check()?;
    if is_empty(&taken) {
        fields.refuse("systolic", text::vitals_none_say());
    }
    fields.check()?;
    Ok(taken)
}

/// Reads measured values; a refusal says which value it is and what is possible.
struct Measured<'a> {
    fields: Fields<'a>,
    form: &'a Form,
    lang: Lang,
}

impl Measured<'_> {
    fn whole(&mut self, field: &'static str, name: fn(Lang) -> &'static str, (min, max): (i64, i64)) -> Option<i64> {
        let read = self.exact(field, name, (min * 1000, max * 1000))?;
        if !read.is_whole() {
            self.refuse(field, name, (min * 1000, max * 1000));
            return None;
        }
        Some(read.milli() / 1000)
    }

    /// Bounds in thousandths.
    fn exact(&mut self, field: &'static str, name: fn(Lang) -> &'static str, bounds: (i64, i64)) -> Option<Quantity> {
        let typed = self.form.text(field).trim();
        let read = Quantity::parse(typed, self.lang).ok().filter(|q| (bounds.0..=bounds.1).contains(&q.milli()));
        if read.is_none() && !typed.is_empty() {
            self.refuse(field, name, bounds);
        }
        read
    }

    fn refuse(&mut self, field: &'static str, name: fn(Lang) -> &'static str, (min, max): (i64, i64)) {
        let said = |l: Lang| {
            let bound = |milli| Quantity::from_milli(milli).show(l);
            text::vitals_out_of_range(l, bound(max), bound(min), name(l))
        };
        self.fields.refuse(field, Say::new(said(Lang::Vi), said(Lang::En)));
    }
}

fn metres(centimetres: Quantity) -> Quantity {
    Quantity::from_milli(centimetres.milli() / 100)
}

/// Both numbers, the upper above the lower; a number that was typed wrongly has its own refusal.
fn check_pressure(fields: &mut Fields<'_>, form: &Form, taken: &Taken) {
    let is_empty = |field| form.text(field).trim().is_empty();
    match (taken.systolic, taken.diastolic) {
        (Some(_), None) if is_empty("diastolic") => fields.refuse("diastolic", text::vitals_both_pressures_say()),
        (None, Some(_)) if is_empty("systolic") => fields.refuse("systolic", text::vitals_both_pressures_say()),
        (Some(above), Some(below)) if above <= below => {
            fields.refuse("diastolic", text::vitals_pressures_swapped_say());
        }
        _ => {}
    }
}

fn is_empty(t: &Taken) -> bool {
    let whole = [t.systolic, t.diastolic, t.pulse, t.saturation, t.breaths];
    let measured = [t.temperature, t.weight, t.height];
    whole.iter().all(Option::is_none) && measured.iter().all(Option::is_none)
}
