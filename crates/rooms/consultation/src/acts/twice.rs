use crate::store::Remedy;
use crate::text;
use bricks::id::{PrescriptionId, VisitId};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::medicine_name;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::prescription::{self, Line, Step};
use papers::safety::{self, At, Checked, Rule};

/// What is said of a medicine beside those that stand on the list.
pub struct OnList {
    pub say: Say,
    /// The medicine itself stands there for some of these days: it is refused, whatever is answered.
    pub is_same: bool,
    /// The rules tell it too.
    pub is_told: bool,
}

/// Whether the medicine itself, or another one with an ingredient or its name in common, stands on the list: by the tables of
/// the rules, or by the names alone where they do not know it. `checked` is the prescription with this line.
pub fn on_list(
    tx: &mut Tx<'_>,
    id: PrescriptionId,
    (remedy, steps): (&Remedy, &[Step]),
    checked: &Checked,
) -> Result<Option<OnList>, Stop> {
    let lines = prescription::lines(tx, id)?;
    let last_day = steps.iter().map(|step| step.days).sum::<i64>().max(1);
    if lines.iter().any(|line| line.medicine == remedy.id && line.first_day <= last_day) {
        let say = papers::text::prescription_medicine_twice_say();
        return Ok(Some(OnList { say, is_same: true, is_told: false }));
    }
    let by_rule: Vec<usize> = checked
        .at_draft()
        .filter(|finding| finding.rule == Rule::Duplicate)
        .flat_map(|finding| finding.lines.iter())
        .filter_map(|at| if let At::New(place) = at { Some(*place) } else { None })
        .collect();
    let is_twice = |place: usize, line: &Line| {
        line.medicine != remedy.id && (by_rule.contains(&place) || shares_a_name(&line.generic_vi, &remedy.generic_vi))
    };
    let twice: Vec<&Line> =
        lines.iter().enumerate().filter(|(place, line)| is_twice(*place, line)).map(|(_, line)| line).collect();
    let names = |l: Lang| {
        let mut names: Vec<String> = Vec::new();
        for line in &twice {
            let name = medicine_name(l, (&line.generic_vi, &line.generic_en), &line.strength);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let say = Say::new(
        text::line_twice(Lang::Vi, remedy.name(Lang::Vi), names(Lang::Vi)),
        text::line_twice(Lang::En, remedy.name(Lang::En), names(Lang::En)),
    );
    Ok((!twice.is_empty()).then_some(OnList { say, is_same: false, is_told: !by_rule.is_empty() }))
}

/// Asks, at `sure_twice`, about a medicine that has an ingredient, or its name, in common with another one of the list, before
/// it is written there. The box answers with the sentence that was asked.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    (remedy, steps, weekly): (&Remedy, &[Step], bool),
    form: &Form,
) -> Result<(), Stop> {
    let Some(draft) = prescription::draft_with_lines(tx, visit)? else { return Ok(()) };
    let of = (draft.patient, Some(draft.id));
    let checked = safety::look_at_draft(tx, who, of, remedy.id, (steps, weekly))?;
    match on_list(tx, draft.id, (remedy, steps), &checked)? {
        // Writing the line refuses it, at its own field.
        Some(found) if !found.is_same && form.text("sure_twice") != found.say.vi.as_ref() => {
            Err(Refusal::field("sure_twice", found.say).into())
        }
        _ => Ok(()),
    }
}

/// Whether one of the ingredients that the names tell is the same: `Paracetamol + codein` and `paracetamol`.
fn shares_a_name(one: &str, other: &str) -> bool {
    let parts = |name: &str| -> Vec<String> { name.split('+').map(fold).filter(|part| !part.is_empty()).collect() };
    let of_other = parts(other);
    parts(one).iter().any(|part| of_other.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_share_an_ingredient_however_they_are_written() {
        for (one, other, shared) in [
            ("Paracetamol", "paracetamol + codein", true),
            ("Amoxicilin + acid clavulanic", "Amoxicilin", true),
            ("Paracetamol", "Ibuprofen", false),
            ("Natri clorid", "Natri bicarbonat", false),
            ("", "", false),
        ] {
            assert_eq!(shares_a_name(one, other), shared, "{one} / {other}");
        }
    }
}
