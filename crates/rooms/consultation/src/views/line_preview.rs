//! The line that is being typed, as it will be: doses, days, what the pharmacy gives out, its stock and price, and what the rules
//! say to it.

use super::prescription::instruction;
use super::{safety, visit_path};
use crate::acts::OnList;
use crate::rules;
use crate::store::Remedy;
use crate::text;
use bricks::clock::weekday_word;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::catalog::{amount, in_lang, unit_word};
use ground::html::{Tone, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::{Doses, Step, days_taken, quantity_needed};
use papers::safety::Checked;

/// What is said to the form as it is.
pub enum Preview {
    Nothing,
    /// Something is missing, or can be meant in two ways.
    Asked(Say),
    Line(Box<Draft>),
}

/// What the form says so far.
pub struct Draft {
    pub remedy: Remedy,
    /// None while there are no doses.
    pub steps: Vec<Step>,
    pub weekday: Option<i64>,
    /// Of a line typed as one; field by field it has its own field.
    pub instruction: Option<String>,
    /// What the patient reads.
    pub patients: Lang,
    /// The prescription with this line.
    pub checked: Checked,
    pub on_list: Option<OnList>,
}

/// The line as it will be.
pub fn preview(face: &Face, id: VisitId, preview: &Preview) -> Markup {
    let fields = match preview {
        Preview::Line(draft) if draft.instruction.is_none() => Some(draft),
        _ => None,
    };
    let own = fields.map_or_else(String::new, |d| {
        let own = in_lang(d.patients, &d.remedy.instruction_vi, &d.remedy.instruction_en);
        rules::usual_instruction(own, d.steps.first().map(|step| &step.doses), d.weekday.is_some())
    });
    html! {
        div.parse #rx-line role="status" data-depends="line medicine morning noon evening night days" data-src=(visit_path(id, "prescription/line")) data-beside="#rx [data-line]" {
            @match preview {
                Preview::Nothing => {}
                Preview::Asked(say) => { span.warn.row.g1 { (icon_small("circle-help")) (say.to(face.lang)) } }
                Preview::Line(draft) => (words(face, draft)),
            }
        }
        @if fields.is_some() { (instruction(face, id, &own, false)) }
    }
}

fn words(face: &Face, draft: &Draft) -> Markup {
    let (l, remedy) = (face.lang, &draft.remedy);
    let quantity = quantity(draft);
    let short = rules::is_short(quantity.unwrap_or(Quantity::whole(1)), remedy.on_hand);
    let measurable = draft.steps.iter().all(|step| step.doses.are_measurable(&remedy.dose_unit));
    html! {
        (icon_small("corner-down-right"))
        b.nw { (remedy.name(l)) }
        @if let Some(quantity) = quantity {
            @for (at, step) in draft.steps.iter().enumerate() {
                span.nw { @if at > 0 { "→ " } (dose_words(&step.doses, l)) " " (unit_word(l, &remedy.dose_unit)) " · " (text::line_for_days(l, step.days)) }
            }
            @if let Some(day) = draft.weekday { span.nw { (text::line_weekday(l, weekday_word(day, l))) } }
            span { "=" }
            b.nw { (amount(l, quantity, &remedy.dispense_unit)) }
            @if remedy.stocked { @if let Some(cost) = remedy.price.times(quantity) { span.num.sub.nw { (cost.show_with_sign(l)) } } }
        }
        @if let Some(said) = draft.instruction.as_ref().filter(|said| !said.is_empty()) { (parts::badge(Tone::Mute, said)) }
        @if remedy.stocked {
            (parts::badge(if short { Tone::Wait } else { Tone::Ok }, text::line_stock(l, remedy.on_hand.show(l))))
        } @else {
            (parts::badge(Tone::Info, text::line_outside(l)))
        }
        @if !measurable { span.bad { (papers::text::prescription_dose_unmeasurable(l)) } }
        @if let Some(there) = draft.on_list.as_ref().filter(|there| !there.is_told) {
            @let (tone, icon) = if there.is_same { (Tone::Bad, "octagon-alert") } else { (Tone::Wait, "triangle-alert") };
            div.row.g2.at { (parts::status(tone, icon, text::line_on_list(l))) span.grow.sm { (there.say.to(l)) } }
        }
        (safety::at_draft(&draft.checked, l))
    }
}

/// Whole dispensing units for each step, as the pharmacy gives them out.
fn quantity(draft: &Draft) -> Option<Quantity> {
    let per_unit = draft.remedy.dose_per_dispense_unit.milli();
    let needed = draft.steps.iter().map(|s| quantity_needed(s.doses, days_taken(s.days, draft.weekday), per_unit));
    let needed: Option<Vec<Quantity>> = needed.collect();
    Quantity::sum(needed.filter(|all| !all.is_empty())?)
}

/// `S 1 · C 0,5`.
pub(super) fn dose_words(d: &Doses, l: Lang) -> String {
    let named = [
        (text::prescription_morning_short(l), d.morning),
        (text::prescription_noon_short(l), d.noon),
        (text::prescription_evening_short(l), d.evening),
        (text::prescription_night_short(l), d.night),
    ];
    let given = named.iter().filter(|(_, dose)| !dose.is_zero());
    given.map(|(name, dose)| format!("{name} {}", dose.show(l))).collect::<Vec<_>>().join(" · ")
}
