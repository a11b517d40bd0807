//! Voids and refunds on the screen.

use super::State;
use super::paid::{self, Paid};
use super::store::{Refund, WentBack};
use crate::pages::Tried;
use crate::seen::{Issued, Till};
use crate::session::{self, tabs};
use crate::store::show_number;
use crate::text;
use crate::views::{name_told, refused_whole};
use bricks::clock::show_instant;
use bricks::id::{ReceiptId, RefundId};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::{in_lang, units_of};
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, hidden, icon_small, post_form, select,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::refusal_told;
use papers::receipt::Method;

/// The queue shows so many refunds.
const WAITING_MOST: usize = 8;

/// That a receipt was voided, by whom and why.
pub fn voided(face: &Face, issued: &Issued) -> Markup {
    let l = face.lang;
    html! {
        @if let Some(void) = &issued.void {
            (alert(Tone::Bad, "ban", text::voided_by(l, &void.reason, show_instant(void.at, face.zone(), l), &void.by_name)))
        }
    }
}

/// The refunds of a receipt, those that wait with the way to pay them.
pub fn refunds(face: &Face, issued: &Issued, attempt: &Attempt) -> Markup {
    html! {
        @if !issued.refunds.is_empty() { ul.col.g2 { @for refund in &issued.refunds { (refund_line(face, issued, refund, attempt)) } } }
    }
}

/// The ways to void a receipt and to give money back.
pub fn ways_back(face: &Face, issued: &Issued, tried: &Tried) -> Markup {
    html! {
        @if face.may(Permission::VoidReceipt) && issued.voidable { (void_form(face, issued, &tried.void)) }
        @if face.may(Permission::TakePayment) && !issued.refundable.is_zero() { (refund_form(face, issued, &tried.refund)) }
    }
}

fn refund_line(face: &Face, issued: &Issued, refund: &Refund, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (tone, symbol, word) = refund.shown(l);
    let pays = refund.state == State::Approved && face.may(Permission::TakePayment);
    html! {
        li.col.g2 {
            div.row.w {
                (status(tone, symbol, word)) b.num { (refund.amount.show_with_sign(l)) } span.mut.sm.grow.snug { (what_for(l, refund)) }
                @if refund.state == State::Paid { (print_links(l, refund.receipt, refund.id)) }
            }
            @if !refund.refused_reason.is_empty() { p.sub.sm { (text::refund_refused_by(l, &refund.decided_name, &refund.refused_reason)) } }
            @if pays { (pay_form(face, refund, &issued.room.till, attempt, Some(issued.id))) }
        }
    }
}

/// `Paracetamol 500 mg · TT-261130-001 · Dị ứng`.
fn what_for(l: Lang, refund: &Refund) -> String {
    of_what(l, refund.of.to(l), &refund.reason)
}

/// The reason in the reader's language, behind the name of what it is for where that is known.
pub fn of_what(l: Lang, of: &str, reason: &str) -> String {
    let reason = refusal_told(reason, l);
    if of.is_empty() { reason } else { format!("{of} · {reason}") }
}

/// What came back of what was paid, below its lines: how much, and where the money stands.
pub fn went_back(l: Lang, rows: &[WentBack]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h3.strip.sec { (text::went_back(l)) }
            @for row in rows { div.li { (went_back_row(l, row)) } }
        }
    }
}

fn went_back_row(l: Lang, row: &WentBack) -> Markup {
    let slip = if row.number > 0 { show_number(&row.series, row.number) } else { String::new() };
    let states = [
        (row.set_off, Tone::Info, "undo-2", text::sum_set_off(l).to_owned()),
        (row.waiting, Tone::Wait, "hourglass", text::went_back_waits(l).to_owned()),
        (row.paid, Tone::Ok, "hand-coins", format!("{} {slip}", text::refund_paid(l)).trim_end().to_owned()),
    ];
    html! {
        span.grow.snug {
            (in_lang(l, &row.name_vi, &row.name_en)) " " span.mut.sm.num { (row.quantity.show(l)) " " (units_of(l, row.quantity, &row.unit)) }
            br;
            span.row.w.g2 {
                @for (amount, tone, symbol, word) in &states {
                    @if !amount.is_zero() { (status(*tone, symbol, format!("{word} {}", amount.show_with_sign(l)))) }
                }
            }
        }
        b.num.nw { "−" (row.amount.show_with_sign(l)) }
    }
}

/// On top of the room's queue: what waits to be paid out or decided, each leading to its receipt, where it is paid.
pub fn waiting(face: &Face, refunds: &[Refund]) -> Markup {
    let l = face.lang;
    html! {
        @if !refunds.is_empty() {
            h3.strip.sec.row #cashier-refunds { span.grow { (text::refunds_to_pay(l)) } a.lnk.num href="/cashier/refunds" { (refunds.len()) } }
            @for refund in refunds.iter().take(WAITING_MOST) { (waiting_row(l, refund)) }
            @if refunds.len() > WAITING_MOST { a.li.sub.sm href="/cashier/refunds" { (text::pending_more(l, refunds.len() - WAITING_MOST)) } }
        }
    }
}

fn waiting_row(l: Lang, refund: &Refund) -> Markup {
    let (tone, symbol, word) = refund.shown(l);
    html! {
        a.li.at href={ "/receipts/" (refund.receipt) } {
            span.grow.snug {
                b { (name_told(l, &refund.patient_name)) }
                br;
                span.sub.sm { (what_for(l, refund)) }
                span.row.mt { b.num { (refund.amount.show_with_sign(l)) } span.sp {} span.mut.sm.num { (refund.number) } }
                @if refund.state == State::Asked { span.row.mt { (status(tone, symbol, word)) } }
            }
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
pub fn list(
    face: &Face,
    (refunds, refused, paid): (&[Refund], &[Refund], &[Paid]),
    till: &Till,
    attempt: &Attempt,
) -> Markup {
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
            (refused_card(face, refused))
            (paid::card(face, paid))
        }
    }
}

/// What somebody said no to: who, when and why.
fn refused_card(face: &Face, refused: &[Refund]) -> Markup {
    let l = face.lang;
    html! {
        @if !refused.is_empty() {
            section.card.mt2 #refunds-refused aria-labelledby="refunds-refused-h" data-live="cashier" data-src="/cashier/refunds" {
                (card_header("refunds-refused-h", text::refunds_refused(l), badge(Tone::Mute, refused.len())))
                ul { @for refund in refused { li.li { (refused_row(face, refund)) } } }
            }
        }
    }
}

fn refused_row(face: &Face, refund: &Refund) -> Markup {
    let l = face.lang;
    let when = refund.decided_at.map(|at| show_instant(at, face.zone(), l)).unwrap_or_default();
    html! {
        span.grow.snug {
            b { (name_told(l, &refund.patient_name)) } " · " a.lnk.num href={ "/receipts/" (refund.receipt) } { (refund.number) } " · " (what_for(l, refund))
            br;
            span.sub.sm { (text::refund_refused_by(l, &refund.decided_name, &refund.refused_reason)) " · " span.num { (when) } }
        }
        b.num.nw { (refund.amount.show_with_sign(l)) }
    }
}

fn open_refund(face: &Face, refund: &Refund, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (tone, symbol, word) = refund.shown(l);
    html! {
        div.box.col.g2 {
            div.row.w {
                (status(tone, symbol, word))
                @if refund.needs_second && refund.state == State::Asked { (badge(Tone::Info, text::refund_second(l))) }
                b.num.t18 { (refund.amount.show_with_sign(l)) }
                a href={ "/receipts/" (refund.receipt) } { (refund.number) }
                span.grow { (name_told(l, &refund.patient_name)) }
                span.mut.sm { (text::refund_asked_by(l, show_instant(refund.asked_at, face.zone(), l), &refund.asked_name)) }
            }
            p { (what_for(l, refund)) }
            @if refund.state == State::Asked { (decision(face, refund)) }
            @if refund.state == State::Approved && face.may(Permission::TakePayment) { (pay_form(face, refund, till, attempt, None)) }
            @if face.may(Permission::ApproveRefund) { (refusal(face, refund, attempt)) }
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
    let approve = Button {
        text: text::refund_approve(l),
        look: Look::Soft,
        submit: true,
        icon: "check",
        size: Size::Small,
        ..Button::default()
    };
    html! {
        @if refund.asked_by != face.who.staff {
            (post_form(&format!("/refunds/{}/approval", refund.id), &face.key, html! { (approve) }))
        }
    }
}

/// Whoever refuses says why.
fn refusal(face: &Face, refund: &Refund, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (own, nothing) = (refund.id.to_string(), Attempt::none());
    let attempt = if attempt.value("refused") == Some(own.as_str()) { attempt } else { &nothing };
    let id = format!("refusal-{own}");
    let reason = Field {
        name: "refusal_reason",
        id: &id,
        label: text::refund_refusal_why(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    let act = Button { text: text::refund_refuse(l), look: Look::Danger, submit: true, icon: "x", ..Button::default() };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("x")) (text::refund_refuse(l)) }
            div.mt2 {
                (post_form(&format!("/refunds/{own}/refusal"), &face.key, html! {
                    (hidden("refused", &own))
                    p.hint { (text::refund_refusal_hint(l)) }
                    (field(reason, attempt, l))
                    (act)
                }))
            }
        }
    }
}

/// `at` is the receipt on whose page it stands, where a refusal is told.
fn pay_form(face: &Face, refund: &Refund, till: &Till, attempt: &Attempt, at: Option<ReceiptId>) -> Markup {
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
            @if let Some(at) = at { (hidden("at", &at.to_string())) @if mine { (refused_whole(attempt, l)) } }
            @if let Till::Closed(left) = till { (session::opening_fields(l, left.as_ref(), attempt)) }
            div.row.w.at {
                (select(method, words, attempt, l))
                (field(reference, attempt, l))
                (Button { text: text::refund_pay(l), look: Look::Soft, submit: true, icon: "hand-coins", ..Button::default() })
            }
        }))
    }
}
