//! The pane in which the money is taken.

use crate::asked::{MIXED, MIXED_CODE, SURE_OF, reference_field};
use crate::rules::{as_typed, quick_notes};
use crate::seen::{Bill, Till};
use crate::views::{error_below, may_grow, refused_whole};
use crate::{session, text, transfer};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, icon, icon_small};
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
    let (l, due) = (face.lang, bill.totals.due);
    let action = format!("/visits/{}/payment", bill.head.visit);
    let confirm = if due.is_zero() { text::payment_confirm_nothing(l) } else { text::payment_confirm(l) };
    html! {
        form.fill.way method="post" action=(action) data-guard novalidate {
            (hidden("key", &face.key))
            (hidden("due", &due.minor().to_string()))
            div.ph { @if due.is_zero() { h2 { (text::payment(l)) } } @else { (methods(l, bill.held, attempt)) } }
            div.scroll.sp.pb tabindex="-1" {
                (refused_whole(attempt, l))
                @if let Till::Closed(left) = &bill.room.till { (session::opening_fields(l, left.as_ref(), attempt)) }
                @if let Some(wish) = &bill.wish { (alert(Tone::Wait, "hourglass", text::payment_discount_waits(l, wish.amount.show_with_sign(l)))) }
                @if may_grow(bill.station()) {
                    (alert(Tone::Wait, "hourglass", text::payment_may_grow(l, bill.station().text(l))))
                }
                @if due.is_zero() { (nothing_due(l, bill)) } @else { (ways(face, bill, attempt)) }
            }
            div.cf.col {
                (Button { text: confirm, look: Look::Primary, size: Size::Huge, submit: true, block: true, kbd: "Ctrl ↵", ..Button::default() })
            }
        }
    }
}

fn nothing_due(l: Lang, bill: &Bill) -> Markup {
    let payers = bill.open.payers.iter().map(|payer| in_lang(l, &payer.name_vi, &payer.name_en)).collect::<Vec<_>>();
    let why = match (bill.totals.insured.is_zero(), bill.totals.discount.is_zero()) {
        (false, true) => text::payment_borne_whole(l, payers.join(", ")),
        (false, false) => text::payment_borne_and_discounted(l, payers.join(", ")),
        (true, false) => text::payment_nothing_due(l).to_owned(),
        (true, true) => text::payment_costs_nothing(l).to_owned(),
    };
    html! { (hidden("method", Method::Cash.code())) (alert(Tone::Info, "info", why)) }
}

fn methods(l: Lang, held: Money, attempt: &Attempt) -> Markup {
    let chosen = attempt.value("method").unwrap_or(Method::Cash.code());
    let ways = [
        (Method::Cash.code(), "banknote", text::way_cash(l)),
        (Method::Transfer.code(), "qr-code", text::way_transfer(l)),
        (Method::Card.code(), "credit-card", text::way_card(l)),
        (Method::Wallet.code(), "smartphone", text::way_wallet(l)),
        (Method::Deposit.code(), "wallet", text::way_deposit(l)),
        (MIXED_CODE, "split", text::way_mixed(l)),
    ];
    let ways = ways.into_iter().filter(|(code, _, _)| *code != Method::Deposit.code() || !held.is_zero());
    html! {
        div.seg.blk.grow.stack role="radiogroup" aria-label=(text::payment_method(l)) {
            @for (code, symbol, word) in ways {
                label {
                    input.vh type="radio" name="method" value=(code) checked[code == chosen];
                    (icon(symbol)) (word)
                }
            }
        }
    }
}

fn ways(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let (l, due) = (face.lang, bill.totals.due);
    html! {
        div.col.if-cash { (cash(l, due, attempt)) }
        div.col.if-transfer {
            (transfer::views::of_bill(face, bill.account.as_ref(), &bill.head, due))
            @if bill.has_screen { (transfer::views::on_screen(face, bill.head.visit, bill.is_shown)) }
            (told(l, due, Method::Transfer, attempt))
        }
        div.col.if-card { (told(l, due, Method::Card, attempt)) }
        div.col.if-wallet { (told(l, due, Method::Wallet, attempt)) }
        @if !bill.held.is_zero() { div.col.if-deposit { (of_deposit(l, due, bill.held, attempt)) } }
        div.col.if-mixed { (mixed(l, due, bill.held, attempt)) }
        (in_part(l, due, attempt))
        (of_other(l, attempt))
    }
}

/// Somebody of the family, or another, who pays this or a part of it.
fn of_other(l: Lang, attempt: &Attempt) -> Markup {
    let name = Field {
        name: "payer_name",
        label: text::paid_by_name(l),
        maxlength: 120,
        autocomplete: "off",
        ..Field::default()
    };
    let phone = Field {
        name: "payer_phone",
        label: text::debt_phone(l),
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let is_open =
        ["payer_name", "payer_phone"].iter().any(|field| attempt.value(field).is_some_and(|typed| !typed.is_empty()));
    html! {
        details.menu open[is_open] {
            summary.btn.sm { (icon_small("users")) (text::paid_by_other(l)) }
            div.mt2 { p.hint { (text::paid_by_hint(l)) } div.grid2 { (field(name, attempt, l)) (field(phone, attempt, l)) } }
        }
    }
}

fn cash(l: Lang, due: Money, attempt: &Attempt) -> Markup {
    let error = attempt.error("tendered", l);
    let sure = as_typed(SURE_OF, |name| attempt.value(name).unwrap_or_default());
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
        @if attempt.error("sure", l).is_some() {
            (checkbox(Field { name: "sure", label: text::amount_sure(l), value: &sure, ..Field::default() }, false, attempt, l))
        }
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

/// A way in which somebody else says that the money came.
fn told(l: Lang, due: Money, method: Method, attempt: &Attempt) -> Markup {
    let (label, hint, question) = match method {
        Method::Card => (text::card_reference(l), text::card_reference_hint(l), text::card_amount(l)),
        Method::Wallet => (text::wallet_reference(l), text::wallet_reference_hint(l), text::wallet_amount(l)),
        Method::Cash | Method::Transfer | Method::Deposit => (text::reference(l), text::reference_hint(l), ""),
    };
    let reference =
        Field { name: reference_field(method), label, hint, maxlength: 60, autocomplete: "off", ..Field::default() };
    html! {
        @if method != Method::Transfer { div.row { span.sec.grow { (question) } b.num.t18 { (due.show_with_sign(l)) } } }
        (field(reference, attempt, l))
    }
}

/// Out of what is held for the patient: as much of the bill as that is.
fn of_deposit(l: Lang, due: Money, held: Money, attempt: &Attempt) -> Markup {
    let taken = due.min(held);
    let left = due.sub(taken).unwrap_or(Money::ZERO);
    html! {
        div.row { span.sec.grow { (text::deposit_held(l)) } b.num.t18 { (held.show_with_sign(l)) } }
        dl.tot {
            dt.sub { (text::deposit_pays(l)) } dd { (taken.show_with_sign(l)) }
            dt.sub { (text::sum_left(l)) } dd { (left.show_with_sign(l)) }
        }
        (error_below("f-deposit-error", attempt.error("mixed_deposit", l)))
    }
}

/// Several ways at once: an amount and, but for cash, a reference each.
fn mixed(l: Lang, due: Money, held: Money, attempt: &Attempt) -> Markup {
    html! {
        div.row { span.sec.grow { (text::mixed_question(l)) } b.num.t18 { (due.show_with_sign(l)) } }
        @for (method, amount_field, reference_field) in MIXED.into_iter().filter(|way| way.0 != Method::Deposit || !held.is_zero()) {
            div.grid2 {
                (mixed_amount(l, method, amount_field, attempt))
                @if !reference_field.is_empty() { (mixed_reference(l, method, reference_field, attempt)) }
            }
        }
        div.row { span.sec.grow { (text::sum_left(l)) } output.b.num #f-mixed-left data-mixed-left=(due.minor()) { (due.show_with_sign(l)) } }
        (checkbox(Field { name: "mixed_part", label: text::mixed_part(l), ..Field::default() }, false, attempt, l))
    }
}

fn mixed_amount(l: Lang, method: Method, name: &'static str, attempt: &Attempt) -> Markup {
    let say = method.say();
    let amount =
        Field { name, label: say.to(l), kind: Kind::Money, maxlength: 20, autocomplete: "off", ..Field::default() };
    field(amount, attempt, l)
}

fn mixed_reference(l: Lang, method: Method, name: &'static str, attempt: &Attempt) -> Markup {
    let label = match method {
        Method::Card => text::card_reference(l),
        Method::Wallet => text::wallet_reference(l),
        Method::Cash | Method::Transfer | Method::Deposit => text::reference(l),
    };
    field(Field { name, label, maxlength: 60, autocomplete: "off", ..Field::default() }, attempt, l)
}

/// A part of what is due; hidden until somebody wants it.
fn in_part(l: Lang, due: Money, attempt: &Attempt) -> Markup {
    let open = attempt.value("amount").is_some_and(|typed| !typed.is_empty());
    let placeholder = due.show(l);
    let amount = Field {
        name: "amount",
        id: "part-amount",
        label: text::amount_part(l),
        hint: text::amount_part_hint(l),
        kind: Kind::Money,
        placeholder: &placeholder,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        details.menu.not-mixed open[open] {
            summary.btn.sm { (text::amount_part_open(l)) }
            div.mt2 { (field(amount, attempt, l)) }
        }
    }
}
