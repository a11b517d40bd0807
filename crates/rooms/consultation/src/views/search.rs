use crate::rules;
use crate::store::{Colleague, Offered};
use crate::text;
use ground::catalog::{Medicine, Service, in_lang, unit_word};
use ground::html::{choice, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};

/// Diagnoses to choose: the form sends the code. Favourites carry a star, those used before say so.
pub fn diagnoses(face: &Face, found: &[Offered]) -> Markup {
    let l = face.lang;
    html! {
        @for d in found {
            @let title = in_lang(l, &d.title_vi, &d.title_en);
            (choice(&d.code, &format!("{} {title}", d.code), html! {
                b.num.brand { (d.code) } span.grow { (title) }
                @if d.favourite { (icon_small("star")) } @else if d.uses > 0 { span.sm.mut { (text::diagnosis_used(l)) } }
            }))
        }
    }
}

/// Services that can be ordered, with their prices.
pub fn services(face: &Face, found: &[Service]) -> Markup {
    let l = face.lang;
    html! {
        @for s in found {
            (choice(&s.id.to_string(), s.name(l), html! {
                span.grow { b { (s.name(l)) } " " span.mut.sm { (kind_word(face, &s.kind)) } }
                span.num.sub.nw { (s.price.show(l)) }
            }))
        }
    }
}

fn kind_word(face: &Face, kind: &str) -> &'static str {
    let l = face.lang;
    match kind {
        "lab" => text::kind_lab(l),
        "imaging" => text::kind_imaging(l),
        "vaccine" => text::kind_vaccine(l),
        _ => text::kind_procedure(l),
    }
}

/// Medicines with what the pharmacy holds; a name that stands in the patient's allergies is not known here, the form
/// says it once one is picked.
pub fn medicines(face: &Face, found: &[Medicine]) -> Markup {
    let l = face.lang;
    html! {
        @for m in found {
            (choice(&m.id.to_string(), &m.name(l), html! {
                b.grow { (m.name(l)) }
                span.num.sub.nw { (m.price.show(l)) "/" (unit_word(l, &m.dispense_unit)) }
                (stock(face, m))
            }))
        }
    }
}

fn stock(face: &Face, m: &Medicine) -> Markup {
    let none = rules::is_short(bricks::quantity::Quantity::whole(1), m.on_hand);
    let tone = if none { parts::Tone::Wait } else { parts::Tone::Ok };
    parts::badge(tone, text::line_stock(face.lang, m.on_hand.show(face.lang)))
}

/// Doctors with how many are in their care.
pub fn doctor_choices(face: &Face, found: &[Colleague]) -> Markup {
    html! {
        @for doctor in found {
            (choice(&doctor.id.to_string(), &doctor.name, html! {
                span.grow { b { (doctor.name) } " " span.mut.sm { (doctor.department) } }
                span.num.sub.nw { (text::hand_over_waiting(face.lang, doctor.waiting)) }
            }))
        }
    }
}
