//! Profiles that may be one person's, with the reasons.

use crate::rules::likeness::{Likeness, Reason};
use crate::rules::place;
use crate::store::AlikeRow;
use crate::text;
use bricks::id::PatientId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Button, Look, Size, Tone, alert, hidden, parts};
use ground::people::Hit;
use ground::web::Face;
use maud::{Markup, html};

/// Who may be the same person. Sending the form once more says that it is another.
pub fn before_making(face: &Face, rows: &[(Likeness, AlikeRow)], back: &str) -> Markup {
    let l = face.lang;
    html! {
        (hidden("duplicates_seen", "1"))
        (alert(Tone::Wait, "users", text::patient_maybe_known(l)))
        ul.card aria-label=(text::alike(l)) {
            @for (likeness, row) in rows {
                li.li {
                    (super::search::patient(face, &hit_of(row), ""))
                    (reasons(likeness, l))
                    (Button { text: text::take_this_one(l), href: &place::with_patient(back, row.id), size: Size::Small, look: Look::Soft, ..Button::default() })
                }
            }
        }
    }
}

/// Beside a patient's profile: others that may be the same person's.
pub fn beside(face: &Face, patient: PatientId, rows: &[(Likeness, AlikeRow)]) -> Markup {
    let l = face.lang;
    html! {
        @if !rows.is_empty() {
            section.card.mt2 aria-labelledby="alike-h" {
                (parts::card_header("alike-h", text::alike(l), html! {}))
                ul {
                    @for (likeness, row) in rows {
                        li.li {
                            (super::search::patient(face, &hit_of(row), ""))
                            (reasons(likeness, l))
                            @if face.may(Permission::MergePatients) {
                                (Button { text: text::compare(l), icon: "merge", href: &format!("/patients/{patient}/merge?with={}", row.id), size: Size::Small, look: Look::Soft, ..Button::default() })
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reasons(likeness: &Likeness, l: Lang) -> Markup {
    html! { @for reason in &likeness.reasons { (parts::badge(tone(*reason), word(*reason, l))) " " } }
}

fn tone(reason: Reason) -> Tone {
    match reason {
        Reason::SameNationalId | Reason::SameInsurance | Reason::SameName | Reason::SameBirth => Tone::Wait,
        Reason::SimilarName | Reason::SwappedBirth | Reason::SameYear | Reason::SamePhone => Tone::Info,
    }
}

fn word(reason: Reason, l: Lang) -> &'static str {
    match reason {
        Reason::SameNationalId => text::same_national_id(l),
        Reason::SameInsurance => text::same_insurance(l),
        Reason::SameName => text::same_name(l),
        Reason::SimilarName => text::similar_name(l),
        Reason::SameBirth => text::same_birth(l),
        Reason::SwappedBirth => text::swapped_birth(l),
        Reason::SameYear => text::same_year(l),
        Reason::SamePhone => text::same_phone(l),
    }
}

fn hit_of(row: &AlikeRow) -> Hit {
    Hit {
        id: row.id,
        code: row.code.clone(),
        name: row.name.clone(),
        sex_code: row.sex_code.clone(),
        birth_day: row.birth_day,
        birth_year: row.birth_year,
        phone: row.phone.clone(),
    }
}
