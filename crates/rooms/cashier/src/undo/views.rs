//! Voids and refunds on the screen.

use super::State;
use super::paid::{self, Paid};
use super::store::Refund;
use crate::seen::{Issued, Till};
use crate::session::{self, tabs};
use crate::text;
use crate::views::refused_whole;
use bricks::clock::show_instant;
use bricks::id::{ReceiptId, RefundId};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, hidden, icon_small, post_form, select,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::receipt::Method;

/// That a receipt was voided, by whom and why.
pub fn voided(face: &Face, issued: &Issued) -> Markup {
    let l = face.lang;
    html! {
        @if let Some(void) = &issued.void {
            (alert(Tone::Bad, "ban", text::voided_by(l, &void.reason, show_instant(void.at, face.zone(), l), &void.by_name)))
        }
    }
}

/// The refunds of a receipt, with the ways to void it and to give money back.
pub fn ways_back(face: &Face, issued: &Issued, void: &Attempt, refund: &Attempt) -> Markup {
    html! {
        @if !issued.refunds.is_empty() { ul.col.g2 { @for refund in &issued.refunds { (refund_line(face.lang, refund)) } } }
        @if face.may(Permission::VoidReceipt) && issued.voidable { (void_form(face, issued, void)) }
        @if face.may(Permission::TakePayment) && !issued.refundable.is_zero() { (refund_form(face, issued, refund)) }
    }
}

fn refund_line(l: Lang, refund: &Refund) -> Markup {
    let (tone, symbol, word) = refund.state.shown(l);
    html! {
        li.row.w {
            (status(tone, symbol, word)) b.num { (refund.amount.show_with_sign(l)) } span.mut.sm.tr { (refund.reason) }
            @if refund.state == State::Paid { (print_links(l, refund.receipt, refund.id)) }
        }
    }
}

/// The slip that is signed for money that went back.
pub fn print_links(l: Lang, receipt: ReceiptId, refund: RefundId) -> Markup {
    session::slip_links(l, &format!("/receipts/{receipt}/refunds/{refund}/paper"))
}

fn void_form(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let reason =
        Field { name: "void_reason", label: text::void_reason(l), required: true, maxlength: 200, ..Field::default() };
    let act = Button { text: text::void_act(l), look: Look::Danger, submit: true, icon: "ban", ..Button::default() };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("ban")) (text::void(l)) }
            div.mt2 {
                (post_form(&format!("/receipts/{}/void", issued.id), &face.key, html! {
                    (refused_whole(attempt, l))
                    p.hint { (text::void_hint(l)) }
                    (field(reason, attempt, l))
                    (act)
                }))
            }
        }
    }
}

fn refund_form(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let most = text::refund_most(l, issued.refundable.show_with_sign(l));
    let amount = Field {
        name: "refund_amount",
        label: text::refund_amount(l),
        hint: &most,
        kind: Kind::Money,
        required: true,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let reason = Field {
        name: "refund_reason",
        label: text::refund_reason(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("undo-2")) (text::refund(l)) }
            div.mt2 {
                (post_form(&format!("/receipts/{}/refunds", issued.id), &face.key, html! {
                    (refused_whole(attempt, l))
                    (field(amount, attempt, l))
                    (field(reason, attempt, l))
                    (Button { text: text::refund_ask(l), submit: true, icon: "send", ..Button::default() })
                }))
            }
        }
    }
}

/// The refunds that wait for a decision or for their money.
pub fn list(face: &Face, (refunds, paid): (&[Refund], &[Paid]), till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        div.page {
            (tabs(face, "/cashier/refunds"))
            (refused_whole(attempt, l))
            section.card #refunds aria-labelledby="refunds-h" data-live="cashier" data-src="/cashier/refunds" {
                (card_header("refunds-h", text::refunds(l), badge(if refunds.is_empty() { Tone::Mute } else { Tone::Wait }, refunds.len())))
                @if refunds.is_empty() { (empty("hand-coins", text::refunds_none(l), text::refunds_none_hint(l), html! {})) }
                @else { div.cb.col.g3 { @for refund in refunds { (open_refund(face, refund, till, attempt)) } } }
            }
            (paid::card(face, paid))
        }
    }
}

fn open_refund(face: &Face, refund: &Refund, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (tone, symbol, word) = refund.state.shown(l);
    html! {
        div.box.col.g2 {
            div.row.w {
                (status(tone, symbol, word))
                @if refund.needs_second && refund.state == State::Asked { (badge(Tone::Info, text::refund_second(l))) }
                b.num.t18 { (refund.amount.show_with_sign(l)) }
                a href={ "/receipts/" (refund.receipt) } { (refund.number) }
                span.grow.tr { (refund.patient_name) }
                span.mut.sm { (text::refund_asked_by(l, show_instant(refund.asked_at, face.zone(), l), &refund.asked_name)) }
            }
            p { (refund.reason) }
            @match refund.state {
                State::Asked => (decision(face, refund)),
                State::Approved if face.may(Permission::TakePayment) => (pay_form(face, refund, till, attempt)),
                _ => {}
            }
            @if face.may(Permission::TakePayment) && refund.asked_by == face.who.staff { (withdrawal(face, refund)) }
        }
    }
}

/// Takes back what this person asked for by mistake.
fn withdrawal(face: &Face, refund: &Refund) -> Markup {
    let act = Button {
        text: text::refund_withdraw(face.lang),
        submit: true,
        icon: "undo-2",
        size: Size::Small,
        look: Look::Ghost,
        ..Button::default()
    };
    post_form(&format!("/refunds/{}/withdrawal", refund.id), &face.key, html! { (act) })
}

fn decision(face: &Face, refund: &Refund) -> Markup {
    let l = face.lang;
    if !face.may(Permission::ApproveRefund) {
        return html! { p.hint { (text::refund_waits(l)) } };
    }
    let form = |way: &str, button: Button<'_>| {
        post_form(&format!("/refunds/{}/{way}", refund.id), &face.key, html! { (button) })
    };
    html! {
        div.row.w {
            @if refund.asked_by != face.who.staff {
                (form("approval", Button { text: text::refund_approve(l), look: Look::Soft, submit: true, icon: "check", size: Size::Small, ..Button::default() }))
            }
            (form("refusal", Button { text: text::refund_refuse(l), submit: true, icon: "x", size: Size::Small, ..Button::default() }))
        }
    }
}

fn pay_form(face: &Face, refund: &Refund, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (method_id, reference_id) = (format!("method-{}", refund.id), format!("reference-{}", refund.id));
    let method =
        Field { name: "method", id: &method_id, label: text::fact_method(l), value: "cash", ..Field::default() };
    let reference = Field {
        name: "reference",
        id: &reference_id,
        label: text::refund_reference(l),
        maxlength: 60,
        autocomplete: "off",
        ..Field::default()
    };
    let words: Vec<(&str, String)> =
        [Method::Cash, Method::Transfer].into_iter().map(|m| (m.code(), m.say().to(l).to_owned())).collect();
    let mine = attempt.value("refund") == Some(refund.id.to_string().as_str());
    let none = Attempt::none();
    let attempt = if mine { attempt } else { &none };
    html! {
        (post_form(&format!("/refunds/{}/payment", refund.id), &face.key, html! {
            (hidden("refund", &refund.id.to_string()))
            @if let Till::Closed(left) = till { (session::opening_fields(l, left.as_ref(), attempt)) }
            div.row.w.at {
                (select(method, words, attempt, l))
                (field(reference, attempt, l))
                (Button { text: text::refund_pay(l), look: Look::Soft, submit: true, icon: "hand-coins", ..Button::default() })
            }
        }))
    }
}
