//! What is taken off a bill, and the forms that take something off.

use super::store::Off;
use super::views;
use crate::seen::Bill;
use crate::views::refused_whole;
use crate::views_bill::Tried;
use crate::{payers, text};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::{Attempt, Button, Field, Size, Tone, field, icon_small, post_form, select};
use ground::web::Face;
use maud::{Markup, html};

/// What is taken off already, each to be taken back.
pub fn discounts(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let refused = attempt.general(face.lang).filter(|_| !bill.open.discounts.is_empty() && !names_a_form(attempt));
    html! {
        @if let Some(refused) = refused { div.mb2 { (ground::html::alert(Tone::Bad, "octagon-alert", refused)) } }
        @for off in &bill.open.discounts { (chip(face, bill, off)) }
    }
}

/// Whether what came back is of one of the forms that show their own refusal.
fn names_a_form(attempt: &Attempt) -> bool {
    attempt.value("code").is_some() || attempt.value("amount").is_some()
}

fn chip(face: &Face, bill: &Bill, off: &Off) -> Markup {
    let l = face.lang;
    let action = format!("/visits/{}/discount/removal", bill.head.visit);
    let line = off.charge.and_then(|id| bill.open.charges.iter().find(|charge| charge.id == id));
    let of = line.map_or(text::sum_discount(l), |line| in_lang(l, &line.name_vi, &line.name_en));
    html! {
        div.row.mb2 {
            span.mut.sm.tr { (text::discount_by(l, &off.by_name)) " · " (off.reason) }
            span.chip.push {
                (icon_small("ticket-percent")) span.tr { (of) } b.num.nw { "−" (off.amount.show(l)) }
                @if face.may(Permission::GiveDiscount) {
                    (post_form(&action, &face.key, html! {
                        (hidden("discount", &off.id.to_string()))
                        button type="submit" aria-label=(text::discount_remove(l)) title=(text::discount_remove(l)) { (icon_small("x")) }
                    }))
                }
            }
        }
    }
}

/// The ways to lower what the patient pays: another payer, a discount, a voucher.
pub fn ways(face: &Face, bill: &Bill, tried: &Tried) -> Markup {
    let may = face.may(Permission::GiveDiscount);
    html! {
        @if !bill.open.charges.is_empty() {
            @if let Some(wish) = &bill.wish { div.mb2 { (views::waiting(face, wish, "bill")) } }
            (payers::on_bill::card_hint(face, bill))
            div.row.w.at {
                (payers::on_bill::form(face, bill, &tried.payer))
                @if may {
                    (form(face, bill, &tried.discount))
                    (views::on_bill(face, bill.head.visit, &tried.discount))
                }
            }
        }
    }
}

fn form(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let none = Attempt::none();
    let attempt = if attempt.value("amount").is_some() { attempt } else { &none };
    let amount = Field {
        name: "amount",
        id: "discount-amount",
        label: text::discount_amount(l),
        placeholder: text::discount_amount_example(l),
        required: true,
        maxlength: 24,
        autocomplete: "off",
        ..Field::default()
    };
    let reason = Field {
        name: "reason",
        label: text::discount_reason(l),
        placeholder: text::discount_reason_example(l),
        hint: text::discount_hint(l),
        required: true,
        maxlength: 120,
        ..Field::default()
    };
    let give =
        Button { text: text::discount_give(l), submit: true, size: Size::Small, icon: "check", ..Button::default() };
    html! {
        details.menu.mb2 open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("percent")) (text::discount(l)) }
            div.mt2 {
                (post_form(&format!("/visits/{}/discount", bill.head.visit), &face.key, html! {
                    (refused_whole(attempt, l))
                    (select(Field { name: "line", label: text::discount_of(l), ..Field::default() }, lines(l, bill), attempt, l))
                    div.grid2 { (field(amount, attempt, l)) (field(reason, attempt, l)) }
                    (give)
                }))
            }
        }
    }
}

/// The whole bill, or one of its lines.
fn lines(l: Lang, bill: &Bill) -> Vec<(String, String)> {
    let line = |charge: &papers::charge::Charge| {
        (charge.id.to_string(), format!("{} · {}", in_lang(l, &charge.name_vi, &charge.name_en), charge.amount.show(l)))
    };
    let whole = (String::new(), text::discount_of_bill(l).to_owned());
    std::iter::once(whole).chain(bill.open.charges.iter().map(line)).collect()
}
