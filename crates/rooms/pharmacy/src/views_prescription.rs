//! A prescription beside the queue: whose it is, what is given from which batch, and the button that gives it out.

use crate::load::PrescriptionPage;
use crate::store::Head;
use crate::views::{self, fact};
use crate::{text, views_checks, views_lines};
use bricks::age::show_age;
use bricks::clock::show_time;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, checkbox, field, general_error, hidden, icon, icon_small, parts,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;
use papers::prescription::State;

/// The page; with an attempt it was refused before.
pub fn page(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Seen {
    let beside = html! {
        section.pane aria-labelledby="patient-title" {
            (banner(face, page))
            @if attempt.refusal.is_some() { div.strip { (general_error(attempt, face.lang)) } }
            @if page.is_dispensable(face) && !page.is_short() { (form(face, page, attempt)) } @else { (shown(face, page)) }
        }
        (views_checks::aside(face, page))
    };
    views::room(face, &page.queue, &beside)
}

fn banner(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        div.pbn {
            div.grow.snug.tr {
                div.row {
                    span.tkt.brand.t16 { (head.ticket()) }
                    h2.tr #patient-title { (name(face, head)) }
                    (state(face, head))
                }
                div.sub.tr {
                    (head.sex().word(l)) " · " (show_age(head.birth(), face.today(), l)) " · " (weight(l, head)) " · "
                    (text::prescription_number(l, &head.number)) " · " (head.doctor())
                }
            }
            (allergies(l, &page.safety.allergies_with(&head.allergies, l)))
            dl.facts {
                @if head.dispensed_at.is_some() { (fact(text::dispensed_by(l), html! { (head.dispenser()) })) }
                (fact(text::station_next(l), station(l, head.facts().station())))
            }
        }
    }
}

fn weight(l: Lang, head: &Head) -> String {
    head.weight.map_or_else(|| text::no_weight(l).to_owned(), |weight| text::weight(l, weight.show(l)))
}

/// The name; who may see the record reaches it here.
fn name(face: &Face, head: &Head) -> Markup {
    html! {
        @if face.may(Permission::SeeRecord) {
            a.ink href={ "/patients/" (head.patient) } title=(text::record(face.lang, &head.patient_name)) { (head.patient_name) }
        } @else {
            (head.patient_name)
        }
    }
}

fn state(face: &Face, head: &Head) -> Markup {
    let l = face.lang;
    match head.state {
        State::Draft => parts::status(Tone::Mute, "pencil", text::state_draft(l)),
        State::Issued => parts::status(Tone::Wait, "hourglass", text::state_issued(l)),
        State::Dispensed => {
            let time = head.dispensed_at.map(|at| show_time(at, face.zone())).unwrap_or_default();
            parts::status(Tone::Ok, "check", text::state_dispensed(l, time))
        }
        State::Cancelled => parts::status(Tone::Mute, "ban", text::state_cancelled(l)),
    }
}

fn station(l: Lang, station: Station) -> Markup {
    let class = format!("st k-{}", station.tone());
    html! { span class=(class) { (icon(station.icon())) (station.text(l)) } }
}

/// In red what the patient does not bear; that nothing is known is said among the checks.
fn allergies(l: Lang, allergies: &str) -> Markup {
    html! {
        @if !allergies.is_empty() {
            div.alert.k-bad role="note" { (icon_small("octagon-alert")) b { (text::allergic(l, allergies)) } }
        }
    }
}

/// The form that gives it out. Its first button is disabled, so that Enter in a field never gives out by mistake.
fn form(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        form.fill.sp method="post" action={ "/prescriptions/" (head.id) "/dispensing" } data-guard data-next {
            button type="submit" disabled hidden {}
            (hidden("key", &face.key))
            (views_lines::list(face, page, Some(attempt)))
            @if !page.safety.open_stops().is_empty() { div.strip { (reason(attempt, l)) } }
            footer.foot {
                (checkbox(Field { name: "explained", label: text::explained(l), required: true, ..Field::default() }, false, attempt, l))
                span.sp {}
                (print(l, head))
                (Button { text: text::dispense(l), look: Look::Primary, size: Size::Large, submit: true, kbd: "Ctrl ↵", ..Button::default() })
            }
        }
    }
}

/// Why a medicine is given out in spite of a stop that the doctor gave no reason against.
fn reason(attempt: &Attempt, l: Lang) -> Markup {
    field(
        Field {
            name: "override_reason",
            label: text::override_reason(l),
            hint: text::override_hint(l),
            required: true,
            maxlength: 300,
            autocomplete: "off",
            ..Field::default()
        },
        attempt,
        l,
    )
}

/// The same without inputs: given out already, not enough there, or somebody else's work.
fn shown(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        (views_lines::list(face, page, None))
        footer.foot {
            @if head.state == State::Issued && !face.may(Permission::Dispense) { span.mut.sm { (text::only_pharmacist(l)) } }
            span.sp {}
            (print(l, head))
            @if let Some((id, ticket)) = page.next.as_ref().filter(|_| face.may(Permission::Dispense)) {
                (Button { text: &text::next_prescription(l, ticket), look: Look::Primary, size: Size::Large, icon: "arrow-right",
                    href: &format!("/prescriptions/{id}"), kbd: "Ctrl ↵", ..Button::default() })
            }
        }
    }
}

fn print(l: Lang, head: &Head) -> Markup {
    html! { a.btn.lg href={ "/prescriptions/" (head.id) "/paper" } target="_blank" rel="noopener" { (icon("printer")) (text::print(l)) } }
}
