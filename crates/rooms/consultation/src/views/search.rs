use crate::acts::{LINE_PREFIX, SET_PREFIX};
use crate::rules::{self, Item, Meant};
use crate::store::{Colleague, Medicine, Offered, OrderSet, Orderable};
use crate::text;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::{in_lang, unit_word};
use ground::html::{Tone, choice, icon_small, parts};
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

/// What is offered to somebody who types an order.
pub enum Suggested {
    Services(Vec<OrderSet>, Vec<Orderable>),
    /// A line as it was typed, and what each of its items means.
    Line(String, Vec<(Item, Meant<Orderable>)>),
}

/// Sets and services with their prices; or a line as it would be ordered, which Enter takes when all of it is clear.
pub fn services(face: &Face, found: &Suggested) -> Markup {
    let l = face.lang;
    match found {
        Suggested::Services(sets, services) => html! {
            @for set in sets {
                (choice(&format!("{SET_PREFIX}{}", set.id), &set.name, html! {
                    (icon_small("list")) b.grow { (set.name) } (parts::badge(Tone::Brand, text::order_set(l)))
                }))
            }
            @for s in services { (choice(&s.id.to_string(), s.name(l), html! { b.grow { (s.name(l)) } (payment(face, s)) })) }
        },
        Suggested::Line(typed, items) => line(face, typed, items),
    }
}

fn payment(face: &Face, s: &Orderable) -> Markup {
    let l = face.lang;
    html! {
        @if s.insured { (parts::badge(Tone::Ok, text::service_insured(l))) }
        @if s.pay_first { (parts::badge(Tone::Wait, text::service_pay_first(l))) }
        span.num.sub.nw { (s.price.show(l)) }
    }
}

fn line(face: &Face, typed: &str, items: &[(Item, Meant<Orderable>)]) -> Markup {
    let l = face.lang;
    let clear: Vec<(&Item, &Orderable)> = items
        .iter()
        .filter_map(|(item, meant)| match meant {
            Meant::One(service) => Some((item, service)),
            Meant::Several(_) | Meant::Nothing => None,
        })
        .collect();
    let total = Money::sum(clear.iter().map(|(_, service)| service.price)).unwrap_or(Money::ZERO);
    let body = html! {
        span.col.g1.grow {
            @for (item, service) in &clear { (line_item(face, item, service)) }
        }
        b.num.nw { (total.show(l)) }
    };
    html! {
        @if clear.len() == items.len() && !clear.is_empty() {
            // All of it is said and shown: choosing it orders it.
            div.opt role="option" aria-selected="false" data-value={ (LINE_PREFIX) (typed) } data-label=(typed) data-submit { (body) }
        } @else {
            div.opt.at aria-disabled="true" { (body) }
            @for (item, meant) in items { (unclear(face, item, meant)) }
        }
    }
}

fn line_item(face: &Face, item: &Item, service: &Orderable) -> Markup {
    let l = face.lang;
    html! {
        span.row.g1.w {
            b { (service.name(l)) }
            @if item.urgent { (parts::badge(Tone::Bad, text::order_urgent(l))) }
            @if item.fasting { (parts::badge(Tone::Wait, text::order_fasting(l))) }
            @if !item.question.is_empty() { span.sm.sub { (item.question) } }
            (payment(face, service))
        }
    }
}

/// Why a line cannot be taken yet: what one of its items may mean.
fn unclear(face: &Face, item: &Item, meant: &Meant<Orderable>) -> Markup {
    let l = face.lang;
    match meant {
        Meant::One(_) => html! {},
        Meant::Nothing => {
            html! { div.opt.bad aria-disabled="true" { (icon_small("circle-help")) (text::line_unknown(l, &item.words)) } }
        }
        Meant::Several(all) => {
            let names: Vec<&str> = all.iter().take(5).map(|s| s.name(l)).collect();
            html! { div.opt.warn aria-disabled="true" { (icon_small("circle-help")) (text::line_unclear(l, names.join(", "), &item.words)) } }
        }
    }
}

/// Medicines with what the pharmacy holds; a name that stands in the patient's allergies is not known here, the form
/// says it once one is picked.
pub fn medicines(face: &Face, found: &[Medicine]) -> Markup {
    let l = face.lang;
    html! {
        @for m in found {
            (choice(&m.id.to_string(), &m.name(l), html! {
                span.grow.snug {
                    b { (m.name(l)) } @if !m.brand.is_empty() { " " span.sub { (m.brand) } }
                    span.sm.mut { " · " (route_word(&m.route, l)) }
                }
                @if m.favourite { (icon_small("star")) } @else if m.uses > 0 { span.sm.mut.nw { (text::diagnosis_used(l)) } }
                span.num.sub.nw { (m.price.show(l)) "/" (unit_word(l, &m.dispense_unit)) }
                @if m.stocked { (stock(face, m)) } @else { (parts::badge(parts::Tone::Info, text::line_outside(l))) }
            }))
        }
    }
}

/// The way into the body.
pub(super) fn route_word(route: &str, l: Lang) -> &str {
    match route {
        "oral" => text::route_oral(l),
        "topical" => text::route_topical(l),
        "ophthalmic" => text::route_ophthalmic(l),
        "otic" => text::route_otic(l),
        "nasal" => text::route_nasal(l),
        "inhaled" => text::route_inhaled(l),
        "im" => text::route_im(l),
        "iv" => text::route_iv(l),
        "subcutaneous" => text::route_subcutaneous(l),
        "rectal" => text::route_rectal(l),
        "vaginal" => text::route_vaginal(l),
        "oromucosal" => text::route_oromucosal(l),
        "local" => text::route_local(l),
        other => other,
    }
}

fn stock(face: &Face, m: &Medicine) -> Markup {
    let none = rules::is_short(bricks::quantity::Quantity::whole(1), m.on_hand);
    let tone = if none { Tone::Wait } else { Tone::Ok };
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
