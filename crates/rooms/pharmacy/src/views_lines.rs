//! The medicines of a prescription, each with the batches it is given from.

use crate::load::PrescriptionPage;
use crate::rules::{Offered, Proposal, directions, ends_early, expires_soon, input_name, medicine_name, read_line};
use crate::text;
use bricks::clock::show_day;
use bricks::lang::Lang;
use ground::catalog::{amount, units_of};
use ground::html::{Attempt, Tone, icon, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::State;

/// The list with its heads; with an attempt what is taken can be typed.
pub fn list(face: &Face, page: &PrescriptionPage, attempt: Option<&Attempt>) -> Markup {
    let l = face.lang;
    html! {
        @if attempt.is_some() { div.tbar { span.sub.sm.row.g1 { (icon_small("info")) (text::fefo(l)) } } }
        div.disp.h {
            span {}
            span { (text::col_medicine(l)) }
            span.lot.h {
                span { (text::col_batch(l)) }
                span { (text::col_expiry(l)) }
                span.r { (text::col_on_hand(l)) }
                span.r { (text::col_take(l)) }
            }
            span.r { (text::col_quantity(l)) }
        }
        ol.scroll.sp tabindex="0" aria-label=(text::medicines_region(l)) {
            @for (index, proposal) in page.lines.iter().enumerate() { (item(face, page, proposal, index + 1, attempt)) }
        }
    }
}

fn item(face: &Face, page: &PrescriptionPage, proposal: &Proposal, number: usize, attempt: Option<&Attempt>) -> Markup {
    let (l, line) = (face.lang, &proposal.line);
    let done = page.head.state == State::Dispensed;
    let wrong = attempt.and_then(|a| wrong(a, proposal, l));
    let error_id = format!("error-{}", line.id);
    html! {
        li.disp.done[done] {
            span.tick aria-hidden="true" { @if done { (icon("check")) } @else { (number) } }
            div {
                b { (medicine_name(line, l)) }
                div.sub.sm { (directions(line, l)) }
                @if !line.instruction.is_empty() { div.mut.sm { (line.instruction) } }
            }
            div {
                @for batch in &proposal.batches { (batch_row(face, page, proposal, batch, attempt, wrong.as_ref().map(|_| error_id.as_str()))) }
                @if !proposal.missing.is_zero() {
                    div.mt1 { (parts::status(Tone::Bad, "package-x", text::short(l, amount(l, proposal.missing, &line.dispense_unit)))) }
                }
                @if proposal.batches.is_empty() && !done { p.mut.sm { (text::no_batch(l)) } }
                @if let Some(why) = &wrong { p.err id=(error_id) { (icon_small("circle-x")) span { (why) } } }
            }
            div.r {
                b.num.qty { (line.quantity.show(l)) }
                div.mut.sm { (units_of(l, line.quantity, &line.dispense_unit)) }
            }
        }
    }
}

/// Why the figures typed for a line were refused. Nothing is kept of a refusal but what was typed, so it is read again.
fn wrong(attempt: &Attempt, proposal: &Proposal, l: Lang) -> Option<String> {
    let typed = attempt.values.iter().any(|(name, _)| name.starts_with("take-"));
    let read = typed.then(|| read_line(&proposal.line, &attempt.values, l))?;
    read.err().map(|say| say.to(l).to_owned())
}

fn batch_row(
    face: &Face,
    page: &PrescriptionPage,
    proposal: &Proposal,
    batch: &Offered,
    attempt: Option<&Attempt>,
    error: Option<&str>,
) -> Markup {
    let l = face.lang;
    let open = matches!(page.head.state, State::Issued | State::Draft);
    html! {
        div.lot.on[!batch.take.is_zero()] {
            span.row.g1.w {
                b { (batch.number) }
                @if open { (warning(face, proposal, batch)) }
            }
            span.nw { (show_day(batch.expires_on, l)) }
            span.r.sub { @if open { (batch.on_hand.show(l)) } @else { "—" } }
            @match attempt {
                Some(attempt) => (input(l, proposal, batch, attempt, error)),
                None => span.r.b { @if batch.take.is_zero() { "–" } @else { (batch.take.show(l)) } },
            }
        }
    }
}

fn warning(face: &Face, proposal: &Proposal, batch: &Offered) -> Markup {
    let (l, today) = (face.lang, face.today());
    html! {
        @if ends_early(batch.expires_on, today, proposal.line.days) {
            (parts::badge(Tone::Bad, text::ends_early(l)))
        } @else if expires_soon(batch.expires_on, today) {
            (parts::badge(Tone::Wait, text::near_expiry(l)))
        }
    }
}

fn input(l: Lang, proposal: &Proposal, batch: &Offered, attempt: &Attempt, error: Option<&str>) -> Markup {
    let name = input_name(proposal.line.id, batch.batch);
    let proposed = if batch.take.is_zero() { String::new() } else { batch.take.show(l) };
    let value = attempt.value(&name).unwrap_or(&proposed);
    let label = text::take_label(l, &batch.number, medicine_name(&proposal.line, l));
    html! {
        input.in.sm.n name=(name) value=(value) inputmode="decimal" autocomplete="off" maxlength="10" aria-label=(label)
            aria-invalid=[error.map(|_| "true")] aria-describedby=[error];
    }
}
