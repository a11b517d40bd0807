//! The leak finder on the screen.

use super::acts::DAYS;
use super::pages::Leaks;
use super::store::{Closed, GoesBack, Unbilled, Undone};
use crate::text;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::{amount, in_lang};
use ground::html::{Attempt, Button, Field, Size, Tone, field, general_error, hidden, parts, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::charge::SourceKind;

pub fn page(face: &Face, leaks: &Leaks, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.page {
            p.sub { (text::leaks_hint(l, DAYS)) }
            (general_error(attempt, l))
            section.card aria-labelledby="unbilled" {
                (parts::card_header("unbilled", text::unbilled_title(l), count(leaks.unbilled.len())))
                @if leaks.unbilled.is_empty() { (parts::empty("circle-check", text::unbilled_none(l), "", html! {})) }
                ul { @for leak in &leaks.unbilled { (unbilled_row(face, leak)) } }
            }
            section.card aria-labelledby="undone" {
                (parts::card_header("undone", text::undone_title(l), count(leaks.undone.len())))
                @if leaks.undone.is_empty() { (parts::empty("circle-check", text::undone_none(l), "", html! {})) }
                ul { @for leak in &leaks.undone { (undone_row(face, leak)) } }
            }
            section.card #back aria-labelledby="back-h" data-live="cashier" data-src="/leaks" {
                (parts::card_header("back-h", text::back_title(l), count(leaks.back.len())))
                @if leaks.back.is_empty() { (parts::empty("circle-check", text::back_none(l), "", html! {})) }
                ul { @for row in &leaks.back { (back_row(face, row, attempt)) } }
            }
            (closed_card(face, &leaks.closed))
        }
    };
    let back = Button {
        text: text::to_cashier(l),
        icon: "arrow-left",
        href: "/cashier",
        size: Size::Small,
        ..Button::default()
    };
    Seen { title: text::leaks(l).to_owned(), room: "cashier", top: html! { (back) }, main }
}

/// What somebody said is not owed: who, when, why and how much.
fn closed_card(face: &Face, closed: &[Closed]) -> Markup {
    let l = face.lang;
    html! {
        @if !closed.is_empty() {
            section.card #back-closed aria-labelledby="back-closed-h" {
                (parts::card_header("back-closed-h", text::back_closed_title(l), parts::badge(Tone::Mute, closed.len())))
                ul {
                    @for row in closed {
                        li.li {
                            span.grow.snug {
                                b { (in_lang(l, &row.name_vi, &row.name_en)) } " · " a.lnk href={ "/visits/" (row.visit) "/bill" } { (row.patient_name) }
                                br;
                                span.sub.sm { (row.reason) " · " (row.by_name) " · " span.num { (show_instant(row.at, face.zone(), l)) } }
                            }
                            b.num { (row.amount.show_with_sign(l)) }
                        }
                    }
                }
            }
        }
    }
}

fn count(count: usize) -> Markup {
    html! { @if count > 0 { (parts::badge(Tone::Wait, count)) } }
}

fn kind_word(l: Lang, kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Consultation => text::group_consultation(l),
        SourceKind::Order => text::kind_order(l),
        SourceKind::Medicine => text::group_medicine(l),
    }
}

fn mends(face: &Face) -> bool {
    face.may(Permission::MendBills)
}

fn act(face: &Face, path: &str, (kind, id): (SourceKind, i64), button: &Button<'_>) -> Markup {
    html! {
        (post_form(path, &face.key, html! { (hidden("kind", kind.code())) (hidden("id", &id.to_string())) (button) }))
    }
}

fn unbilled_row(face: &Face, leak: &Unbilled) -> Markup {
    let l = face.lang;
    let charge =
        Button { text: text::charge_now(l), icon: "plus", submit: true, size: Size::Small, ..Button::default() };
    html! {
        li.li {
            span.grow.snug {
                b { (in_lang(l, &leak.name_vi, &leak.name_en)) }
                @if leak.medicine.is_some() { " · " span.num { (amount(l, leak.quantity, &leak.unit)) } }
                br;
                span.sub.sm { (kind_word(l, leak.kind)) " · " a.lnk href={ "/visits/" (leak.visit) "/bill" } { (leak.patient_name) } " · " (show_instant(leak.done_at, face.zone(), l)) }
            }
            @if mends(face) { (act(face, "/leaks/charge", (leak.kind, leak.id), &charge)) }
        }
    }
}

fn undone_row(face: &Face, leak: &Undone) -> Markup {
    let l = face.lang;
    let word = if leak.is_paid { text::ask_back(l) } else { text::take_off(l) };
    let remove = Button { text: word, icon: "undo-2", submit: true, size: Size::Small, ..Button::default() };
    let why = match (leak.cancelled, leak.is_reviewed) {
        (true, _) => text::was_taken_back(l),
        (false, true) => text::not_collected(l),
        (false, false) => text::never_begun(l),
    };
    let by_hand = leak.is_paid && !leak.cancelled && !leak.is_reviewed;
    html! {
        li.li {
            span.grow.snug {
                b { (in_lang(l, &leak.name_vi, &leak.name_en)) } " " (parts::badge(Tone::Mute, why))
                br;
                span.sub.sm { a.lnk href={ "/visits/" (leak.visit) "/bill" } { (leak.patient_name) } " · " (show_instant(leak.charged_at, face.zone(), l)) }
            }
            b.num { (leak.amount.show_with_sign(l)) }
            @if by_hand { a.btn.sm href={ "/visits/" (leak.visit) "/bill" } { (text::give_back(l)) } }
            @else if mends(face) { (act(face, "/leaks/removal", (leak.kind, leak.source), &remove)) }
        }
    }
}

/// What came back, and how far its money is.
fn back_row(face: &Face, row: &GoesBack, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let ask = Button { text: text::ask_back(l), icon: "send", submit: true, size: Size::Small, ..Button::default() };
    html! {
        li.li {
            span.grow.snug {
                b { (in_lang(l, &row.name_vi, &row.name_en)) }
                @if !row.unit.is_empty() { " · " span.num { (amount(l, row.returned, &row.unit)) } }
                br;
                span.sub.sm {
                    a.lnk href={ "/visits/" (row.visit) "/bill" } { (row.patient_name) }
                    @if !row.paid.is_zero() { " · " (text::back_paid(l, row.paid.show_with_sign(l))) }
                    @if !row.untold.is_zero() { " · " (text::back_untold(l, row.untold.show_with_sign(l))) }
                    @if !row.refused.is_empty() { " · " (text::back_refused(l, &row.refused)) }
                }
            }
            b.num { (row.back.show_with_sign(l)) }
            @if row.is_open { (parts::badge(Tone::Mute, text::back_open(l))) }
            @else if row.asked >= row.back { a.btn.sm href="/cashier/refunds" { (text::back_asked(l)) } }
            @else if mends(face) {
                (post_form("/leaks/refund", &face.key, html! { (hidden("charge", &row.charge.to_string())) (ask) }))
                @if face.may(Permission::ApproveRefund) { (no_return(face, row, attempt)) }
            }
        }
    }
}

/// Nothing of it is to go back after all: a person says why.
fn no_return(face: &Face, row: &GoesBack, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let charge = row.charge.to_string();
    let nothing = Attempt::none();
    let attempt = if attempt.value("charge") == Some(charge.as_str()) { attempt } else { &nothing };
    let id = format!("why-{charge}");
    let reason =
        Field { name: "no_return_reason", id: &id, label: text::no_return_why(l), required: true, ..Field::default() };
    let close = Button { text: text::no_return(l), submit: true, size: Size::Small, ..Button::default() };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (text::no_return(l)) }
            div.mt2 {
                (post_form("/leaks/closing", &face.key, html! { (hidden("charge", &charge)) (field(reason, attempt, l)) (close) }))
            }
        }
    }
}
