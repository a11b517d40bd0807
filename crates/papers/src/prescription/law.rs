//! What the law wants before a prescription leaves the room: the data of a child, courses no longer than allowed, and for each
//! paper form a number and the national code. Limits, the list of long-term diseases and the facility's code are the clinic's data.

use super::{Prescription, law_store as store};
use crate::counter;
use crate::text;
use crate::visit::Visit;
use bricks::age;
use bricks::clock::days_between;
use bricks::id::{PrescriptionId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::access::{Who, proof};
use ground::db::{Stop, Topic, Tx};
use ground::people;

pub use super::law_store::{
    Course, Kept, Limit, Numbered, facility, kept_child, limits, long_term, numbered, set_facility, set_limit,
    set_long_term,
};

/// Below so many completed months a child's weight and the accompanying adult stand on the paper.
pub const CHILD_MONTHS: i64 = 72;
/// A child's weight older than this says nothing any more.
const WEIGHT_DAYS: i64 = 30;
/// Letters of the national code that nobody chooses, between the facility's five and the type.
const RANDOM_LETTERS: usize = 7;
/// How often another code is tried where one is taken.
const CODE_TRIES: usize = 5;

codes! {
    /// The law knows three forms; what is of another one is not printed on it.
    pub enum PaperForm {
        Ordinary = "c",
        /// `N`, for narcotics.
        Narcotic = "n",
        /// `H`, for psychotropics and precursors.
        Psychotropic = "h",
    }
}

impl PaperForm {
    /// The form of a medicine by how it is controlled. A product that holds such a substance together with others is
    /// prescribed like any other.
    pub fn of(controlled: &str) -> PaperForm {
        match controlled {
            "narcotic" => PaperForm::Narcotic,
            "psychotropic" | "precursor" => PaperForm::Psychotropic,
            _ => PaperForm::Ordinary,
        }
    }

    /// What is printed behind the title.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            PaperForm::Ordinary => None,
            PaperForm::Narcotic => Some("N"),
            PaperForm::Psychotropic => Some("H"),
        }
    }
}

/// A child below 72 months, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    pub months: i64,
    /// In kilograms, of the last thirty days.
    pub weight: Option<Quantity>,
    /// The adult who came along: as written for this prescription, or else the guardian of the profile.
    pub companion: String,
    /// Identity number or phone of that adult.
    pub identity: String,
}

/// What the law asks about a prescription that is not issued yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legal {
    pub child: Option<Child>,
    /// Courses that are longer than their form and the diagnoses allow.
    pub too_long: Vec<Course>,
}

impl Legal {
    /// Whether a child's data are missing.
    pub fn child_is_open(&self) -> bool {
        self.child.as_ref().is_some_and(|child| child.weight.is_none() || child.companion.is_empty())
    }
}

/// Asks the law about the prescription of a visit of this branch; nothing of a visit without one.
pub fn legal(tx: &mut Tx<'_>, who: &Who, visit: VisitId) -> Result<Legal, Stop> {
    let Some(found) = store::patient(tx, who.branch, visit)? else { return Ok(Legal::default()) };
    let months = age::months_at_least(people::birth(found.birth_day, found.birth_year), found.day);
    let recent = |at| days_between(who.day_of(at), found.day).abs() <= WEIGHT_DAYS;
    let child = (months < CHILD_MONTHS).then(|| Child {
        months: months.max(0),
        weight: found.weight.filter(|_| found.weighed_at.is_some_and(recent)),
        companion: if found.companion.is_empty() { found.guardian } else { found.companion },
        identity: if found.identity.is_empty() { found.guardian_phone } else { found.identity },
    });
    Ok(Legal { child, too_long: store::too_long(tx, found.prescription)? })
}

/// Writes who came along with a child on the visit's draft, begun if there is none.
pub fn accompanied(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    (companion, identity): (&str, &str),
) -> Result<Visit, Stop> {
    let visit = super::lock_to_write(tx, who, visit)?;
    let id = super::acts::draft(tx, who, &visit)?;
    store::accompany(tx, id, companion, identity)?;
    who.note(tx, "note_companion", "prescription", id.raw(), Some(visit.patient), companion)?;
    tx.announce(Topic::Visit(visit.id));
    Ok(visit)
}

/// Proves all that the law wants of a draft with lines and keeps what the paper will say. Refused at `child_weight`,
/// `companion` and `days`.
pub fn demand(tx: &mut Tx<'_>, who: &Who, draft: &Prescription) -> Result<(), Stop> {
    let legal = legal(tx, who, draft.visit)?;
    let mut missing: Vec<(&'static str, Say)> = Vec::new();
    if let Some(child) = &legal.child {
        if child.weight.is_none() {
            missing.push(("child_weight", text::child_weight_missing_say()));
        }
        if child.companion.is_empty() {
            missing.push(("companion", text::child_companion_missing_say()));
        }
    }
    if let Some(course) = legal.too_long.first() {
        missing.push(("days", course.too_long()));
    }
    if !missing.is_empty() {
        let said = |l: Lang| missing.iter().map(|(_, say)| say.to(l).to_owned()).collect::<Vec<_>>().join(" ");
        let refusal = Refusal::invalid(Say::new(said(Lang::Vi), said(Lang::En)));
        return Err(missing.into_iter().fold(refusal, |r, (field, say)| r.and_field(field, say)).into());
    }
    if let Some(child) = &legal.child {
        store::keep_child(tx, draft.id, child)?;
    }
    Ok(())
}

impl Course {
    /// Why it cannot be prescribed so.
    pub fn too_long(&self) -> Say {
        let told = |l: Lang| text::course_too_long(l, self.days, self.limit, self.name(l));
        Say::new(told(Lang::Vi), told(Lang::En))
    }
}

/// Gives each form of a prescription its number and, where the facility's code is known, its national code. The ordinary form
/// has the prescription's own number; the others count by year without a gap.
pub(super) fn number_forms(tx: &mut Tx<'_>, who: &Who, draft: &Prescription) -> Result<(), Stop> {
    let year = who.day_of(tx.now()).year();
    let facility = store::facility(tx, who.branch)?;
    let mut forms: Vec<PaperForm> =
        super::store::lines(tx, draft.id)?.iter().map(|line| PaperForm::of(&line.controlled)).collect();
    forms.sort_unstable_by_key(|form| form.code());
    forms.dedup();
    for form in forms {
        let number = match form.mark() {
            None => draft.number.clone(),
            Some(mark) => {
                let next = counter::next(tx, &format!("prescription:{mark}:{year}"))?;
                format!("DT{mark}-{year}-{next:05}")
            }
        };
        keep_form(tx, draft.id, form, (&number, facility.as_deref()))?;
    }
    Ok(())
}

fn keep_form(
    tx: &mut Tx<'_>,
    id: PrescriptionId,
    form: PaperForm,
    (number, facility): (&str, Option<&str>),
) -> Result<(), Stop> {
    for _ in 0..CODE_TRIES {
        let code = facility.map(|facility| national_code(facility, form)).transpose()?;
        if store::insert_form(tx, id, form, (number, code.as_deref()))? {
            return Ok(());
        }
    }
    Err(Stop::fault(format!("no free number for form {} of {id}", form.code())))
}

/// `FFFFFrrrrrrr-t`: the facility, seven random letters and digits, the type of the form.
fn national_code(facility: &str, form: PaperForm) -> Result<String, Stop> {
    Ok(format!("{facility}{}-{}", proof::letters(RANDOM_LETTERS)?, form.code()))
}

/// Whether a code of a facility has the national form: five letters and digits.
pub fn is_facility_code(code: &str) -> bool {
    code.len() == 5 && code.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a code names a category of ICD-10 or one of its diseases: `E11`, `B18.1`.
pub fn is_disease_code(code: &str) -> bool {
    match *code.as_bytes() {
        [letter, a, b] => letter.is_ascii_uppercase() && a.is_ascii_digit() && b.is_ascii_digit(),
        [letter, a, b, b'.', c] => letter.is_ascii_uppercase() && [a, b, c].iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_code_has_fourteen_characters_of_the_given_form() {
        for (form, tail) in [(PaperForm::Ordinary, "-c"), (PaperForm::Narcotic, "-n"), (PaperForm::Psychotropic, "-h")]
        {
            let code = national_code("79A01", form).unwrap();
            assert_eq!(code.len(), 14, "{code}");
            assert!(code.starts_with("79A01") && code.ends_with(tail), "{code}");
            assert!(code[5..12].bytes().all(|b| b.is_ascii_alphanumeric()), "{code}");
            assert_ne!(code, national_code("79A01", form).unwrap());
        }
    }

    #[test]
    fn codes_of_facilities_and_diseases_are_read() {
        assert!(is_facility_code("79A01") && !is_facility_code("79A0") && !is_facility_code("79A0đ"));
        for (code, is) in [
            ("E11", true),
            ("B18.1", true),
            ("B18.", false),
            ("E1", false),
            ("11E", false),
            ("E11.12", false),
            ("", false),
        ] {
            assert_eq!(is_disease_code(code), is, "{code}");
        }
    }
}
