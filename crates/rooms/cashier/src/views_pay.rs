//! The pane in which the money is taken.

use crate::rules::quick_notes;
use crate::seen::Bill;
use crate::text;
use crate::views::{error_below, may_grow, refused_whole};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::field::hidden;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, alert, field, icon};
use ground::web::Face;
use maud::{Markup, html};
use papers::receipt::Method;

/// The payment of an open bill.
pub fn pane(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.pane.rgt aria-label=(text::payment(l)) {
            @if face.may(Permission::TakePayment) { (form(face, bill, attempt)) } @else {
                div.ph { h2 { (text::payment(l)) } }
                div.pb { (alert(Tone::Info, "info", text::payment_not_yours(l))) }
            }
        }
    }
}

fn form(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let (l, due) = (face.lang, bill.sums.due);
    let action = format!("/visits/{}/payment", bill.head.visit);
    let confirm = if due.is_zero() { text::payment_confirm_nothing(l) } else { text::payment_confirm(l) };
    html! {
        form.fill.way method="post" action=(action) data-guard {
            (hidden("key", &face.key))
            (hidden("due", &due.minor().to_string()))
            div.ph { @if due.is_zero() { h2 { (text::payment(l)) } } @else { (methods(l, attempt)) } }
            div.scroll.sp.pb tabindex="-1" {
                (refused_whole(attempt, l))
                @if may_grow(bill.station()) {
                    (alert(Tone::Wait, "hourglass", text::payment_may_grow(l, bill.station().text(l))))
                }
                @if due.is_zero() { (nothing_due(l)) } @else {
                    div.col.if-cash { (cash(l, due, attempt)) }
                    div.col.if-transfer { (transfer(l, due, attempt)) }
                }
            }
            div.cf.col {
                (Button { text: confirm, look: Look::Primary, size: Size::Huge, submit: true, block: true, kbd: "Ctrl ↵", ..Button::default() })
            }
        }
    }
}

fn nothing_due(l: Lang) -> Markup {
    html! { (hidden("method", Method::Cash.code())) (alert(Tone::Info, "info", text::payment_nothing_due(l))) }
}

fn methods(l: Lang, attempt: &Attempt) -> Markup {
    let chosen = attempt.value("method").and_then(Method::parse).unwrap_or(Method::Cash);
    html! {
        div.seg.blk.grow role="radiogroup" aria-label=(text::payment_method(l)) {
            @for (method, symbol) in [(Method::Cash, "banknote"), (Method::Transfer, "landmark")] {
                label {
                    input.vh type="radio" name="method" value=(method.code()) checked[method == chosen];
                    (icon(symbol)) (method.say().to(l))
                }
            }
        }
    }
}

fn cash(l: Lang, due: Money, attempt: &Attempt) -> Markup {
    let error = attempt.error("tendered", l);
    html! {
        div.row { span.sec.grow { (text::tendered_question(l)) } kbd { "F8" } }
        div.grid2 {
            div.f {
                label for="f-tendered" { (text::tendered(l)) }
                input.in.lg.n.b #f-tendered name="tendered" inputmode="numeric" autocomplete="off" maxlength="20"
                    value=(attempt.value("tendered").unwrap_or_default()) data-tender data-total=(due.minor()) data-key="F8"
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "f-tendered-error")];
            }
            div.f {
                span.lb #f-change-label { (text::change(l)) }
                output.in.lg.n.out for="f-tendered" aria-labelledby="f-change-label" data-change data-short=(text::change_short(l)) {}
            }
        }
        (error_below("f-tendered-error", error))
        div.cashk role="group" aria-label=(text::quick_notes(l)) {
            (quick(due, text::quick_exact(l)))
            @for note in quick_notes(due) { (quick(note, &note.show(l))) }
            (quick(Money::ZERO, text::quick_clear(l)))
        }
    }
}

fn quick(amount: Money, words: &str) -> Markup {
    html! { button.btn type="button" data-cash=(amount.minor()) { (words) } }
}

fn transfer(l: Lang, due: Money, attempt: &Attempt) -> Markup {
    let reference = Field {
        name: "reference",
        label: text::reference(l),
        hint: text::reference_hint(l),
        maxlength: 60,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        div.row { span.sec.grow { (text::transfer_amount(l)) } b.num.t18 { (due.show_with_sign(l)) } }
        (field(reference, attempt, l))
    }
}
