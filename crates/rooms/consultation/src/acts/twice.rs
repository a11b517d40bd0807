use crate::store::Remedy;
use crate::text;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::fold;
use ground::access::Who;
use ground::catalog::medicine_name;
use ground::db::{Stop, Tx};
use ground::web::Form;
use papers::prescription::{self, Line, Step};
use papers::safety::{self, At, Rule};

/// Asks, at `sure_twice`, about a medicine that has an ingredient, or its name, in common with another one of the list, before
/// it is written there: by the tables of the rules, or by the names alone where they do not know it. The box answers with the
/// sentence that was asked.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    (remedy, steps, weekly): (&Remedy, &[Step], bool),
    form: &Form,
) -> Result<(), Stop> {
    let Some(draft) = prescription::draft_with_lines(tx, visit)? else { return Ok(()) };
    let lines = prescription::lines(tx, draft.id)?;
    let of = (draft.patient, Some(draft.id));
    let checked = safety::look_at_draft(tx, who, of, remedy.id, (steps, weekly))?;
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
    if twice.is_empty() || form.text("sure_twice") == say.vi.as_ref() {
        return Ok(());
    }
    Err(Refusal::field("sure_twice", say).into())
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
