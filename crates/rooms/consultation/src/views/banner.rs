use super::chart::Desk;
use super::{station_chip, visit_path};
use crate::store::Head;
use crate::text;
use bricks::age::{Birth, age_on};
use bricks::clock::{show_day, show_day_short};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::phone::Phone;
use bricks::quantity::Quantity;
use ground::catalog::in_lang;
use ground::html::{Tone, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::visit::{Priority, State, emergency_reason};

/// Below so many ml/min many doses change.
const WEAK_KIDNEYS: Quantity = Quantity::whole(60);

/// Who sits here: name, age, what must not be overlooked, insurance, visits.
pub(super) fn banner(desk: Desk<'_>) -> Markup {
    let (face, head, l) = (desk.face, &desk.chart.head, desk.face.lang);
    html! {
        section.pbn aria-label=(text::chart_patient(l)) {
            (parts::avatar_large(&head.name))
            div.snug {
                div.row {
                    h2.nw { (head.name) } span.tkt.brand { (head.ticket()) }
                    (station(desk))
                    (super::aside::presence(face, head.id, &desk.chart.present))
                }
                (who(face, head))
            }
            (warnings(desk))
            span.sp {}
            (facts(desk))
        }
    }
}

/// Whom nobody lets wait is marked on every page of the visit.
pub(super) fn emergency(head: &Head, l: Lang) -> Markup {
    html! {
        @if head.priority == Priority::Emergency {
            (parts::status(Tone::Bad, papers::queue::priority_icon(head.priority), papers::queue::priority_text(head.priority, l)))
            @if !head.emergency_reason.is_empty() { b.bad.sm { (emergency_reason(l, &head.emergency_reason, &head.emergency_reason_en)) } }
        }
    }
}

/// Where the patient is, and whether nobody lets them wait; follows the visit.
pub(super) fn station(desk: Desk<'_>) -> Markup {
    let id = desk.chart.head.id;
    html! {
        span #station data-live={ "visit-" (id) } data-src=(visit_path(id, "parts")) {
            (station_chip(desk.chart.facts().station(), desk.face.lang)) " " (emergency(&desk.chart.head, desk.face.lang))
            (handed_over(desk))
        }
    }
}

/// Who has the page open still after the patient went to another doctor is told by whom they are seen now.
fn handed_over(desk: Desk<'_>) -> Markup {
    let head = &desk.chart.head;
    let to_another = head.handed_over_at.is_some() && head.doctor_staff != Some(desk.face.who.staff);
    html! {
        @if to_another && head.state != State::Finished {
            " " (parts::status(Tone::Wait, "split", text::handed_over_to(desk.face.lang, &head.doctor_name)))
        }
    }
}

/// The parts of it that others change.
pub(super) fn moving(desk: Desk<'_>) -> Markup {
    html! { (station(desk)) (warnings(desk)) }
}

fn who(face: &Face, head: &Head) -> Markup {
    let l = face.lang;
    let age = age_on(head.birth(), face.today());
    let born = match head.birth() {
        Birth::Day(day) => format!(" ({})", show_day(day, l)),
        Birth::Year(_) => String::new(),
    };
    let phone = head.phone.as_deref().and_then(|p| Phone::parse(p).ok());
    html! {
        div.sub.nw {
            (head.sex().word(l)) " · " b { (age.show(l)) } (born) " · " (head.code)
            @if let Some(phone) = phone { " · " span.num { (phone.show()) } }
        }
    }
}

/// That there are none is calm, that nobody asked is not.
pub(super) fn no_allergies(asked: bool, l: Lang) -> Markup {
    let (tone, icon) = if asked { (Tone::Mute, "shield-check") } else { (Tone::Wait, "circle-help") };
    parts::status(tone, icon, papers::safety::none_known(asked, l))
}

fn warnings(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let safety = desk.chart.safety.as_ref();
    let allergies = safety.map_or_else(|| head.allergies.clone(), |s| s.allergies_with(&head.allergies, l));
    let note = |tone: Tone, icon: &str, label: &str, said: &str| {
        html! {
            span class={ "alert " (tone.class()) } role="note" {
                (icon_small(icon)) span { b { (label) } " " (said) }
            }
        }
    };
    html! {
        div.row.g2.w #warnings data-live={ "patient-" (head.patient) } data-src=(visit_path(head.id, "parts")) {
            @if allergies.is_empty() {
                (no_allergies(head.allergies_none, l))
            } @else {
                (note(Tone::Bad, "octagon-alert", text::chart_allergies(l), &allergies))
            }
            @if !head.conditions.is_empty() {
                (note(Tone::Wait, "triangle-alert", text::chart_conditions(l), &head.conditions))
            }
            (alerts(desk))
        }
    }
}

/// What changes a prescription: pregnancy, breast-feeding, weak kidneys.
fn alerts(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let fact = desk.chart.safety.as_ref().and_then(|s| s.fact.as_ref());
    let pregnant = desk.chart.safety.as_ref().and_then(|s| s.case.person.pregnancy_word(l));
    let rate = desk.chart.safety.as_ref().and_then(|s| s.case.person.egfr).filter(|rate| *rate < WEAK_KIDNEYS);
    html! {
        @if let Some(pregnant) = pregnant { (parts::status(Tone::Bad, "heart", pregnant)) }
        @if fact.is_some_and(|f| f.breastfeeding) { (parts::status(Tone::Wait, "baby", text::chart_breastfeeding(l))) }
        @if let Some(rate) = rate { (parts::status(Tone::Wait, "droplet", text::chart_kidneys(l, rate.show(l)))) }
    }
}

fn facts(desk: Desk<'_>) -> Markup {
    let (face, head, l) = (desk.face, &desk.chart.head, desk.face.lang);
    let insurer = head.insurer_vi.as_deref().zip(head.insurer_en.as_deref());
    let lapsed = head.insured_until.is_some_and(|day| day < face.today());
    let latest = desk.chart.earlier.first().map(|e| e.day);
    let guardian = head.guardian.as_deref().filter(|_| age_on(head.birth(), face.today()).is_told_in_months());
    html! {
        dl.facts {
            @if let Some(name) = guardian { div { dt { (text::chart_guardian(l)) } dd { (name) } } }
            @if let Some((vi, en)) = insurer {
                div {
                    dt { (in_lang(l, vi, en)) }
                    dd class=[lapsed.then_some("bad")] {
                        @if let Some(day) = head.insured_until {
                            (if lapsed { text::chart_lapsed(l, show_day(day, l)) } else { text::chart_until(l, show_day(day, l)) })
                        } @else { (text::chart_insured(l)) }
                    }
                }
            }
            @if head.due_elsewhere > Money::ZERO {
                div { dt { (text::chart_due_elsewhere(l)) } dd.num.bad { (head.due_elsewhere.show(l)) } }
            }
            div {
                dt { (text::chart_visits(l)) }
                dd.num { (head.visits) @if let Some(day) = latest { " · " (text::chart_latest(l, show_day_short(day))) } }
            }
        }
    }
}
