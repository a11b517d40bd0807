//! The medicines of a prescription, each with the batches it is given from.

use crate::load::PrescriptionPage;
use crate::rules::{directions, ends_early, expires_soon, medicine_name};
use crate::scan::is_scanned;
use crate::takings::{Mistake, Offered, Proposal, REMAINDER, Wrong, input_name, read_line};
use crate::{seen, text, views_checks};
use bricks::clock::{show_day, show_instant};
use bricks::lang::Lang;
use ground::catalog::{amount, units_of};
use ground::html::{Attempt, Tone, icon, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::background::Stopped;
use papers::prescription::{REFUSALS, State, refusal_word};
use papers::safety::Level;

/// The list with its heads; with an attempt what is taken can be typed.
pub fn list(face: &Face, page: &PrescriptionPage, attempt: Option<&Attempt>) -> Markup {
    let l = face.lang;
    html! {
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
    let open = page.is_open() && !line.remainder().is_zero();
    // A stop over two medicines is ticked with either, also when this one is given already.
    let ticks = attempt.filter(|_| page.is_open() && !page.needs_review());
    let attempt = attempt.filter(|_| open);
    let wrong = attempt.and_then(|a| wrong(a, proposal, l));
    let error_id = format!("error-{}", line.id);
    let error_at = |mistake| wrong.as_ref().filter(|wrong| wrong.at == mistake).map(|_| error_id.as_str());
    let end = End::of(page, proposal, open);
    html! {
        li.disp.done[end == End::Given] {
            (tick(page, proposal, number, end))
            div {
                b { (medicine_name(line, l)) }
                div.sub.sm { (directions(line, l)) }
                @if !line.instruction.is_empty() { div.mut.sm { (line.instruction) } }
                @for finding in page.safety.at(line.id).into_iter().filter(|finding| finding.level == Level::Stop) {
                    div.mt1 {
                        (views_checks::finding(l, page, finding))
                        @if let Some((over, attempt)) = page.safety.override_of(finding).zip(ticks.filter(|_| page.waits(finding))) { (seen::tick(l, over, attempt)) }
                    }
                }
                @if let Some(stopped) = page.stop_of(line).filter(|_| open) { (stop(face, stopped)) }
            }
            div {
                @for batch in &proposal.batches { (batch_row(face, open, proposal, batch, attempt, error_at(Mistake::Take))) }
                @if open && !proposal.missing.is_zero() {
                    div.mt1 { (parts::status(Tone::Bad, "package-x", text::short(l, amount(l, proposal.missing, &line.dispense_unit)))) }
                }
                @if line.outside { (parts::status(Tone::Info, "shopping-cart", text::outside(l))) }
                @if proposal.batches.is_empty() && open { p.mut.sm { (text::no_batch(l)) } }
                @if let Some(attempt) = attempt { (rest(l, proposal, attempt, (error_at(Mistake::Rest), error_at(Mistake::Note)))) }
                @if let Some(why) = &wrong { p.err id=(error_id) { (icon_small("circle-x")) span { (why.say.to(l)) } } }
                @if !line.declined.is_zero() { (declined(l, page, proposal)) }
            }
            (amounts(l, page, proposal, open))
        }
    }
}

/// The record says that it is taken no longer.
fn stop(face: &Face, of: &Stopped) -> Markup {
    let l = face.lang;
    html! {
        div.alert.k-bad.mt1 role="note" {
            (icon("ban")) span { b { (text::stopped_in_record(l)) } " " (text::stopped_said(l, show_instant(of.at, face.zone(), l), &of.by, &of.reason)) }
        }
    }
}

/// What became of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Something of it is still to be given.
    Open,
    /// Some of it was handed over here.
    Given,
    /// Nothing was: it is bought elsewhere, or was refused.
    None,
}

impl End {
    fn of(page: &PrescriptionPage, proposal: &Proposal, open: bool) -> End {
        match (open || page.head.state == State::Draft, proposal.line.given.is_zero()) {
            (true, _) => End::Open,
            (false, true) => End::None,
            (false, false) => End::Given,
        }
    }
}

/// The line's number, that it is scanned or given, or why nothing of it was given.
fn tick(page: &PrescriptionPage, proposal: &Proposal, number: usize, end: End) -> Markup {
    let scanned = is_scanned(proposal, &page.scans);
    html! {
        span.tick aria-hidden="true" id={ "tick-" (proposal.line.id) } {
            @if scanned { (icon("scan-barcode")) } @else {
                @match end {
                    End::Open => (number),
                    End::Given => (icon("check")),
                    End::None => (icon(if proposal.line.outside { "shopping-cart" } else { "ban" })),
                }
            }
        }
    }
}

fn amounts(l: Lang, page: &PrescriptionPage, proposal: &Proposal, open: bool) -> Markup {
    let line = &proposal.line;
    let shown = if open { line.remainder() } else { line.quantity };
    html! {
        div.r {
            b.num.qty { (shown.show(l)) }
            div.mut.sm { (units_of(l, shown, &line.dispense_unit)) }
            @if open && shown != line.quantity { div.sub.sm { (text::of_prescribed(l, line.quantity.show(l))) } }
            span id={ "scanned-" (line.id) } {
                @if is_scanned(proposal, &page.scans) { (parts::status(Tone::Ok, "scan-barcode", text::scanned(l))) }
            }
        }
    }
}

/// What is not given now: collected later, or declined for a reason. What was proposed and is declined as it stands is taken out
/// of its fields. With the errors of the choice and of the note.
fn rest(l: Lang, proposal: &Proposal, attempt: &Attempt, (error, note_error): (Option<&str>, Option<&str>)) -> Markup {
    let (line, name) = (&proposal.line, medicine_name(&proposal.line, l));
    let (rest, note) = (format!("rest-{}", line.id), format!("note-{}", line.id));
    let proposed = if proposal.missing.is_zero() { "" } else { REMAINDER };
    let chosen = attempt.value(&rest).unwrap_or(proposed);
    html! {
        div.row.g1.mt1 {
            select.in.sm name=(rest) aria-label=(text::rest_label(l, &name)) aria-invalid=[error.map(|_| "true")] aria-describedby=[error]
                data-declines={ "take-" (line.id) "-" } {
                option value="" { (text::rest_none(l)) }
                option value=(REMAINDER) selected[chosen == REMAINDER] { (text::rest_remainder(l)) }
                @for reason in REFUSALS { option value=(reason) selected[chosen == reason] { (text::rest_declined(l, refusal_word(reason, l))) } }
            }
            input.in.sm.grow name=(note) value=(attempt.value(&note).unwrap_or_default()) maxlength="200" autocomplete="off"
                placeholder=(text::rest_note(l)) aria-label=(text::rest_note_label(l, &name)) aria-invalid=[note_error.map(|_| "true")] aria-describedby=[note_error];
        }
    }
}

fn declined(l: Lang, page: &PrescriptionPage, proposal: &Proposal) -> Markup {
    let own = page.story.refused.iter().filter(|refused| refused.line == proposal.line.id);
    html! {
        @for refused in own {
            div.mt1 {
                (parts::status(Tone::Mute, "ban", text::declined(l, amount(l, refused.quantity, &proposal.line.dispense_unit), refusal_word(&refused.reason, l))))
                @if !refused.note.is_empty() { span.sm.sub { " " (refused.note) } }
            }
        }
    }
}

/// Why the figures typed for a line were refused. Nothing is kept of a refusal but what was typed, so it is read again.
fn wrong(attempt: &Attempt, proposal: &Proposal, l: Lang) -> Option<Wrong> {
    let typed = attempt.values.iter().any(|(name, _)| name.starts_with("take-"));
    typed.then(|| read_line(&proposal.line, &attempt.values, l))?.err()
}

fn batch_row(
    face: &Face,
    open: bool,
    proposal: &Proposal,
    batch: &Offered,
    attempt: Option<&Attempt>,
    error: Option<&str>,
) -> Markup {
    let l = face.lang;
    html! {
        div.lot.on[!batch.take.is_zero()] {
            span.row.g1.w {
                b { (batch.number) }
                @if open { (warning(face, proposal, batch)) }
                @if let Some(product) = &batch.instead { span.sm { (parts::badge(Tone::Info, text::instead(l))) " " (product.name.to(l)) } }
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
