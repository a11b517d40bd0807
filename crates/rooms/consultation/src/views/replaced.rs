//! Another prescription of a finished visit: the way to begin one, and what stood there before.

use super::chart::Desk;
use super::{refusals, visit_path};
use crate::store::LineRow;
use crate::text;
use bricks::id::PrescriptionId;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::amount;
use ground::html::{Button, Look, Size, Tone, alert, hidden, icon_small, parts, post_form};
use maud::{Markup, html};
use papers::prescription;
use papers::visit::State;

/// The button that begins another one, over the one that stands on the page; why it was refused is said in the footer.
pub(super) fn begin(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let words = match (head.prescription_late_by, head.prescription_declined) {
        (Some(_), _) if head.prescription_state == Some(prescription::State::Draft) => text::take_over_draft(l),
        (_, true) => text::replace(l),
        (_, false) => text::prescribe_after(l),
    };
    html! {
        @if desk.may_begin_after() {
            (post_form(&visit_path(head.id, "prescription/replacement"), &desk.face.key, html! {
                @if let Some((id, version)) = head.prescription_id.zip(head.prescription_version) {
                    (hidden("prescription", &id.to_string()))
                    (hidden("version", &version.to_string()))
                }
                (Button { text: words, icon: "pill", look: Look::Soft, size: Size::Small, submit: true, ..Button::default() })
            }))
        }
        @if desk.is_open_after() { span.sm.sub { (text::replace_open(l)) } }
    }
}

/// Who writes the prescription now: whoever began it and has the page open still would write in vain.
pub(super) fn writer(desk: Desk<'_>) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let late_by = head.prescription_late_by.filter(|by| *by != desk.face.who.staff);
    let is_draft = head.state == State::Finished && head.prescription_state == Some(prescription::State::Draft);
    let is_begun = desk.chart.lines.iter().any(|line| line.written_by.is_some_and(|writer| Some(writer) != late_by));
    let name = &head.prescription_late_name;
    let said = if is_begun { text::taken_over(l, name) } else { text::writes_now(l, name) };
    html! {
        @if late_by.is_some() && is_draft { div.pb.of-another { (alert(Tone::Wait, "users", said)) } }
    }
}

/// The prescriptions in whose place this one was written, each with its lines and what was not given of them.
pub(super) fn below(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let mut papers: Vec<(PrescriptionId, Vec<&LineRow>)> = Vec::new();
    for line in &desk.chart.replaced {
        match papers.last_mut().filter(|(id, _)| *id == line.prescription) {
            Some((_, lines)) => lines.push(line),
            None => papers.push((line.prescription, vec![line])),
        }
    }
    html! {
        @for (id, lines) in &papers { @if let Some(first) = lines.first() {
            details.box.mx open[desk.prescribes()] {
                summary.row.g2.sm {
                    (icon_small("history"))
                    b { (if lines.iter().any(|line| line.given > Quantity::ZERO) { text::replaced_in_part(l, &first.number) } else { text::replaced(l, &first.number) }) }
                }
                div.col.g2.mt1 {
                    @for line in lines { (row(desk, line)) }
                    @if desk.face.may(Permission::SeePrescriptions) {
                        div { a.lnk.sm href={ "/prescriptions/" (id) "/paper" } { (text::replaced_paper(l)) } }
                    }
                }
            }
        } }
    }
}

fn row(desk: Desk<'_>, line: &LineRow) -> Markup {
    let l = desk.face.lang;
    html! {
        div.snug {
            div.row.g2.w {
                b.sm { (line.name(l)) }
                @if line.given > Quantity::ZERO { (parts::status(Tone::Ok, "check", text::replaced_given(l, amount(l, line.given, &line.dispense_unit)))) }
            }
            @if !line.instruction.is_empty() { div.sm.sub { (line.instruction) } }
            (refusals::at_line(desk, line.id))
        }
    }
}
