//! The dose that an order for a vaccination gives: which batch, the how-manieth of its series, where; and those given before.

use crate::acts::REASON_CHARS_MAX;
use crate::load::OrderPage;
use crate::vaccine_giving::{Asked, giving, read_giving};
use crate::{text, vaccine_earlier, vaccine_outside};
use bricks::age::months;
use bricks::clock::{Day, show_day, show_instant};
use bricks::id::{BatchId, MedicineId};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::catalog::{amount, medicine_name};
use ground::db::Stop;
use ground::html::{Attempt, Field, Tone, alert, field, parts, select};
use ground::web::{Face, Fields, Form};
use maud::{Markup, html};
use papers::batch::Available;
use papers::consumable::Listed;
use papers::order;
use papers::vaccination::{self, DOSES_MAX, Dose, Giving, NewDose, OutsideDose, Route, schedule};

/// What the form of a vaccination says was given.
pub enum Given {
    /// Of the clinic's shelves.
    Shelf(NewDose),
    Outside(OutsideDose),
}

impl Given {
    pub fn giving(&self) -> &Giving {
        match self {
            Given::Shelf(dose) => &dose.giving,
            Given::Outside(dose) => &dose.giving,
        }
    }
}

/// The dose that the form of a vaccination tells of: from the shelf where the service's list names a vaccine, else as typed by hand,
/// unless the form says that this service gives none. Refused at each field that says nothing, at `screened` until somebody looked
/// whether the patient may have it, and at `skipped_reason` while a batch that expires earlier stays on the shelf for no reason.
pub fn read(
    kind: order::Kind,
    (list, available, today): (&[Listed], &[Available], Day),
    form: &Form,
    lang: Lang,
) -> Result<Option<Given>, Stop> {
    match list.iter().find(|one| one.vaccine) {
        Some(vaccine) => shelf(vaccine, available, form, lang).map(|dose| Some(Given::Shelf(dose))),
        None if kind == order::Kind::Vaccine => Ok(vaccine_outside::read(form, lang, today)?.map(Given::Outside)),
        None => Ok(None),
    }
}

fn shelf(vaccine: &Listed, available: &[Available], form: &Form, lang: Lang) -> Result<NewDose, Stop> {
    let mut fields = Fields::new(form, lang);
    let batch = fields.required_id::<BatchId>("batch");
    let giving = read_giving(&mut fields, form);
    let skipped_reason = fields.reason("skipped_reason", REASON_CHARS_MAX);
    let earlier = batch.and_then(|batch| earlier_than(batch, vaccine, available));
    if let Some(earlier) = earlier.filter(|_| skipped_reason.is_empty()) {
        let told = |l: Lang| text::skipped_missing(l, &earlier.number, show_day(earlier.expires_on, l));
        fields.refuse("skipped_reason", Say::new(told(Lang::Vi), told(Lang::En)));
    }
    fields.check()?;
    match (batch, giving) {
        (Some(batch), Some(giving)) => {
            let skipped_reason = if earlier.is_some() { skipped_reason } else { String::new() };
            Ok(NewDose { medicine: vaccine.medicine, batch, giving, skipped_reason })
        }
        _ => Err(Stop::fault("a dose without its fields")),
    }
}

/// The batch that expires before the chosen one and could have given the dose.
fn earlier_than<'a>(batch: BatchId, vaccine: &Listed, available: &'a [Available]) -> Option<&'a Available> {
    let own = || available.iter().filter(|held| held.medicine == vaccine.medicine);
    let chosen = own().find(|held| held.batch == batch)?;
    own()
        .filter(|held| held.expires_on < chosen.expires_on && held.quantity >= vaccine.quantity)
        .min_by_key(|held| held.expires_on)
}

/// The fields of the dose, within the form of the result.
pub fn inputs(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    if page.head.kind != order::Kind::Vaccine {
        return html! {};
    }
    let Some(vaccine) = page.consumables.iter().find(|one| one.vaccine) else {
        return vaccine_outside::inputs(face, page, attempt);
    };
    let own: Vec<&Available> = page.available.iter().filter(|held| held.medicine == vaccine.medicine).collect();
    let name = medicine_name(l, (&vaccine.generic_vi, &vaccine.generic_en), &vaccine.strength);
    html! {
        div.cf.col.g2 #dose {
            div.row { h3.b.t14 { (name) } span.mut.sm { (text::dose_hint(l, amount(l, vaccine.quantity, &vaccine.dispense_unit))) } }
            @if own.is_empty() { (alert(Tone::Bad, "package", text::no_batch(l, &name))) }
            (rows(face, page, vaccine, &own, attempt))
        }
    }
}

fn rows(face: &Face, page: &OrderPage, vaccine: &Listed, own: &[&Available], attempt: &Attempt) -> Markup {
    let (l, today) = (face.lang, face.today());
    // A single batch is no choice; of several somebody reads the number on the vial.
    let only = if let [one] = own { one.batch.to_string() } else { String::new() };
    let batch = Field {
        name: "batch",
        label: text::field_batch(l),
        required: true,
        value: &only,
        placeholder: if only.is_empty() { text::batch_choose(l) } else { "" },
        ..Field::default()
    };
    let batches = own.iter().map(|held| {
        let (expires, left) = (show_day(held.expires_on, l), amount(l, held.quantity, &vaccine.dispense_unit));
        (held.batch.to_string(), text::batch_of(l, &held.number, expires, left))
    });
    let known = schedule::probable(&vaccine.code, months(page.head.birth(), today)).map_or("", |known| &known.vaccine);
    let next = next_number(face, page, (vaccine.medicine, known));
    let skipped = attempt.error("skipped_reason", l).is_some()
        || attempt.value("skipped_reason").is_some_and(|typed| !typed.is_empty());
    let asked = Asked { next: &next, route: &vaccine.route, schedule: known, required: true };
    html! {
        (select(batch, batches, attempt, l))
        @if skipped { (field(Field { name: "skipped_reason", label: text::field_skipped(l), required: true, maxlength: 300, ..Field::default() }, attempt, l)) }
        (giving(&asked, page, attempt, l))
    }
}

/// The dose behind the last that is known; nothing where none is, as others may have been given elsewhere.
fn next_number(face: &Face, page: &OrderPage, (vaccine, schedule): (MedicineId, &str)) -> String {
    let same = |dose: &Dose| dose.medicine == Some(vaccine) || !schedule.is_empty() && dose.counted() == schedule;
    let given = (page.doses.as_slice(), page.earlier_doses.as_slice());
    let day_of = |at| face.zone().day_of(at);
    let (_, known) = vaccination::known(schedule, face.today(), given, day_of, same);
    schedule::next_number(schedule, &known).map(|next| next.min(DOSES_MAX).to_string()).unwrap_or_default()
}

/// The doses that the patient was given here: what is known before the next one.
pub fn given(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    if page.head.kind != order::Kind::Vaccine {
        return html! {};
    }
    html! {
        section.card aria-labelledby="doses-title" {
            (parts::card_header("doses-title", text::doses(l), html! {}))
            @if page.doses.is_empty() { div.cb.mut { (text::doses_none(l)) } }
            @else {
                table.tbl {
                    thead { tr {
                        th { (text::col_vaccine(l)) } th.r { (text::field_dose_number(l)) } th { (text::field_batch(l)) }
                        th { (text::field_site(l)) } th { (text::col_given(l)) }
                    } }
                    tbody { @for dose in &page.doses { (row(face, page, dose)) } }
                }
            }
            (vaccine_earlier::card(face, page, attempt))
        }
    }
}

fn row(face: &Face, page: &OrderPage, dose: &Dose) -> Markup {
    let l = face.lang;
    html! {
        tr aria-current=[(dose.order == page.head.id).then_some("true")] {
            td { b { (dose.name(l)) } }
            td.r.num { (dose.number) }
            td.num { (dose.batch) " " span.mut.sm { (show_day(dose.expires_on, l)) } }
            td {
                (dose.site.word(l)) @if let Some(route) = Route::parse(&dose.route) { " · " span.sub.sm { (route.word(l)) } }
                @if !dose.doubts.is_empty() {
                    div.sm { (parts::status(Tone::Wait, "triangle-alert", text::given_despite(l, &dose.despite))) div.sub { (dose.doubts_in(l)) } }
                }
            }
            td.sm { span.num { (show_instant(dose.given_at, face.zone(), l)) } " · " (dose.given_by) }
        }
    }
}
