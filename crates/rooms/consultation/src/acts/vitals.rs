use crate::store::{self, Taken};
use crate::{alarm, rules, text};
use bricks::clock::days_between;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::db::{Stop, Topic, Tx};
use ground::web::{Fields, Form};
use papers::visit::{self, Priority, State, Visit};
use papers::{payer, queue};

/// Records one taking of vitals as a further row, for a patient who waits, is in the room, or is an emergency of today after the
/// doctor has finished. At least one value;
/// blood pressure has both of its numbers; every value outside what a body can have is refused at its field, and an
/// alarming one at `sure` until somebody says of just these values that they were measured again.
pub fn record(tx: &mut Tx<'_>, who: &Who, id: VisitId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let taken = read(tx, who, id, form, lang)?;
    let visit = visit::lock(tx, who.branch, id)?;
    let is_after =
        visit.state == State::Finished && visit.priority == Priority::Emergency && visit.day == who.day_of(tx.now());
    if !is_after && !matches!(visit.state, State::Waiting | State::InRoom) {
        return Err(Refusal::conflict(text::vitals_visit_over_say()).into());
    }
    ask_again(tx, who, &visit, &taken, form)?;
    store::insert_vitals(tx, who, visit.patient, &taken)?;
    who.note(tx, "take_vitals", "visit", id.raw(), Some(visit.patient), "")?;
    tx.announce(Topic::Queue);
    tx.announce(Topic::Visit(id));
    tx.announce(Topic::Patient(visit.patient));
    Ok(())
}

/// Asks whether alarming values, or a weight that looks mistyped, are right, until somebody says of just these that they were measured again.
fn ask_again(tx: &mut Tx<'_>, who: &Who, visit: &Visit, taken: &Taken, form: &Form) -> Result<(), Stop> {
    if form.text("sure") == rules::vitals_as_typed(|name| form.text(name)) {
        return Ok(());
    }
    let (head, today) = (store::head(tx, who.branch, visit.id)?, who.day_of(tx.now()));
    let age = bricks::age::months(head.birth(), today);
    let earlier = store::latest(tx, visit.patient, tx.now().plus_minutes(1))?;
    let known = |of: fn(&Taken) -> Option<Quantity>| earlier.iter().find_map(|t| Some((of(t)?, t.at)));
    let before = known(|t| t.weight).map(|(weight, at)| (weight, days_between(who.day_of(at), today)));
    let height = taken.height.or(known(|t| t.height).map(|(height, _)| height));
    let odd = rules::odd_weight((taken.weight, height), before, age);
    let told = |l: Lang| {
        let alarming = alarm::told(taken, age, l).map(|values| text::vitals_alarming(l, values));
        let said = [alarming, odd.zip(taken.weight).map(|(odd, weight)| words_of(odd, weight, l))];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let say = Say::new(told(Lang::Vi), told(Lang::En));
    if say.vi.is_empty() { Ok(()) } else { Err(Refusal::field("sure", say).into()) }
}

fn words_of(odd: rules::Odd, weight: Quantity, l: Lang) -> String {
    match odd {
        rules::Odd::Since(last) => text::vitals_odd_weight(l, last.show(l), weight.show(l)),
        rules::Odd::Index(index) => text::vitals_odd_index(l, index.show(l)),
        rules::Odd::Age => text::vitals_odd_age(l, weight.show(l)),
    }
}

/// Lets a patient in once more who became an emergency after the doctor had finished: for the doctor who asks, or, where the nurse
/// does, for the one who saw them.
pub fn see_again(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<VisitId, Stop> {
    let by = if who.may(Permission::Consult) { queue::doctor_of(tx, who)? } else { None };
    let visit = visit::see_again(tx, who, id, by)?;
    payer::take_from_card(tx, who, visit)?;
    Ok(visit)
}

/// Lets a patient whose values are alarming go before all others. A conflict where nothing alarming is measured.
pub fn put_first(tx: &mut Tx<'_>, who: &Who, id: VisitId) -> Result<(), Stop> {
    let visit = visit::lock(tx, who.branch, id)?;
    let head = store::head(tx, who.branch, id)?;
    let taken = store::latest(tx, visit.patient, tx.now().plus_minutes(1))?;
    let age = bricks::age::months(head.birth(), who.day_of(tx.now()));
    let taken = store::of_visit(&taken, id);
    let told = |l| taken.as_ref().and_then(|t| alarm::told(t, age, l));
    let (vi, en) = told(Lang::Vi).zip(told(Lang::En)).ok_or_else(|| Refusal::conflict(text::alarm_gone_say()))?;
    visit::set_emergency(tx, who, id, &Say::new(vi, en))
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
