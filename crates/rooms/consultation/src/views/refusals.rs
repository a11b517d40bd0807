//! What the pharmacy does not give: on the chart until a doctor has seen it, beside its line for good, and in the queue.

use super::chart::Desk;
use super::{replaced, visit_path};
use crate::text;
use bricks::clock::show_time;
use bricks::id::{PrescriptionLineId, VisitId};
use ground::access::Permission;
use ground::catalog::amount;
use ground::html::form::post_form_to;
use ground::html::{Button, Size, Tone, alert, hidden, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::NotGiven;

/// Above what is planned, while no doctor has seen it.
pub(super) fn told(desk: Desk<'_>) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let open: Vec<&NotGiven> = desk.chart.refusals.iter().filter(|one| one.is_open()).collect();
    html! {
        div #refused data-live={ "visit-" (id) } data-src=(visit_path(id, "parts")) {
            @if let Some(last) = open.last() {
                div.pb.col {
                    (alert(Tone::Bad, "ban", html! {
                        b { (text::refused(l)) " · " (last.by) " " (show_time(last.at, face.zone())) }
                        @for one in &open { div { (one.name(l)) " · " (amount(l, one.quantity, &one.unit)) " · " (one.why(l)) } }
                    }))
                    @if face.may(Permission::Consult) { div.row {
                        span.sp {}
                        (replaced::begin(desk))
                        (post_form_to(&visit_path(id, "refusals"), &face.key, "#refused #rx", html! {
                            (hidden("shown", &last.number.to_string()))
                            (Button { text: text::refused_seen(l), icon: "check", size: Size::Small, submit: true, ..Button::default() })
                        }))
                    } }
                }
            }
        }
    }
}

/// Beside a line of the prescription.
pub(super) fn at_line(desk: Desk<'_>, line: PrescriptionLineId) -> Markup {
    let l = desk.face.lang;
    let own = desk.chart.refusals.iter().filter(|one| one.line == line);
    html! {
        @for one in own {
            @let tone = if one.is_of_pharmacy() { Tone::Bad } else { Tone::Mute };
            div.sm { (parts::status(tone, "ban", text::refused_line(l, amount(l, one.quantity, &one.unit), one.why(l)))) }
        }
    }
}

/// Those of the reader's own patients, or all of them.
fn own<'a>(face: &Face, refusals: &'a [NotGiven], all: bool) -> Vec<&'a NotGiven> {
    let shown = |one: &&NotGiven| face.may(Permission::Consult) && (all || one.doctor == Some(face.who.staff));
    refusals.iter().filter(shown).collect()
}

/// The list in the queue, one entry a visit.
pub(super) fn pane(face: &Face, refusals: &[NotGiven], all: bool) -> Markup {
    let (l, own) = (face.lang, own(face, refusals, all));
    let mut visits: Vec<Vec<&NotGiven>> = Vec::new();
    for one in own {
        match visits.iter_mut().find(|of| of.first().is_some_and(|first| first.visit == one.visit)) {
            Some(of) => of.push(one),
            None => visits.push(vec![one]),
        }
    }
    html! {
        @if !visits.is_empty() {
            (parts::pane_header("refused-h", text::refused(l), parts::badge(Tone::Bad, visits.len())))
            ol aria-labelledby="refused-h" {
                @for of in &visits { @if let Some(first) = of.first() {
                    li { a.li.at href={ (visit_path(first.visit, "chart")) "#refused" } {
                        (icon_small("ban"))
                        span.grow {
                            b.tr { (first.patient) }
                            div.sm.sub { @if of.len() > 1 { (text::refused_more(l, of.len() - 1, first.name(l))) } @else { (first.name(l)) } }
                            div.sm.bad { (first.why(l)) }
                        }
                        span.num.sm.mut { (show_time(first.at, face.zone())) }
                    } }
                } }
            }
        }
    }
}

/// At a patient's row in the queue.
pub(super) fn mark(face: &Face, refusals: &[NotGiven], visit: VisitId) -> Markup {
    let count = refusals.iter().filter(|one| one.visit == visit).count();
    html! {
        @if count > 0 && face.may(Permission::Consult) {
            div.sm { (parts::status(Tone::Bad, "ban", text::refused_count(face.lang, count))) }
        }
    }
}
