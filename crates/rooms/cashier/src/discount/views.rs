//! Discounts that wait, vouchers, and their forms on a bill.

use super::rules::{self, Voucher};
use super::store::Wish;
use crate::limits::Limits;
use crate::payers::views::group_word;
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, checkbox, field, icon_small, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::payer::ServiceGroup;

/// The forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub list: Attempt,
    pub voucher: Attempt,
    pub limits: Attempt,
}

/// The page of the discounts that wait, and of the vouchers.
pub fn page(face: &Face, (wishes, vouchers, limits): (&[Wish], &[Voucher], &Limits), tried: &Tried) -> Markup {
    let l = face.lang;
    html! {
        div.page {
            (tabs(face, "/cashier/discounts"))
            (refused_whole(&tried.list, l))
            section.card #discounts aria-labelledby="discounts-h" data-live="cashier" data-src="/cashier/discounts" {
                (card_header("discounts-h", text::wishes(l), badge(if wishes.is_empty() { Tone::Mute } else { Tone::Wait }, wishes.len())))
                @if wishes.is_empty() { (empty("percent", text::wishes_none(l), text::wishes_none_hint(l), html! {})) }
                @else { div.cb.col.g3 { @for wish in wishes { (waiting(face, wish, "list")) } } }
            }
            section.card.mt2 aria-labelledby="vouchers-h" {
                (card_header("vouchers-h", text::vouchers(l), badge(Tone::Mute, vouchers.len())))
                @if !vouchers.is_empty() { (table(face, vouchers)) }
                @if face.may(Permission::ManageClinic) { (voucher_form(face, &tried.voucher)) }
            }
            @if face.may(Permission::ManageClinic) { (limits_card(face, limits, &tried.limits)) }
        }
    }
}

/// What one person does alone.
fn limits_card(face: &Face, limits: &Limits, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let share = Quantity::from_milli(limits.discount_basis_points.saturating_mul(10)).show(l);
    let (refund, debt, loss) = (limits.refund.show(l), limits.debt.show(l), limits.stock_loss.show(l));
    let difference = limits.difference.show(l);
    let of = |name, label, kind, value| Field {
        name,
        label,
        kind,
        value,
        required: true,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        section.card.mt2 #limits aria-labelledby="limits-h" {
            (card_header("limits-h", text::limits(l), html! {}))
            div.cb {
                (post_form("/cashier/limits", &face.key, html! {
                    (hidden("version", &limits.version.to_string()))
                    p.sub.mb2 { (text::limits_how(l)) }
                    (refused_whole(attempt, l))
                    div.grid2 {
                        (field(of("limit_discount", text::limit_discount(l), Kind::Text, share.as_str()), attempt, l))
                        (field(of("limit_refund", text::limit_refund(l), Kind::Money, refund.as_str()), attempt, l))
                        (field(of("limit_debt", text::limit_debt(l), Kind::Money, debt.as_str()), attempt, l))
                        (field(of("limit_stock_loss", text::limit_stock_loss(l), Kind::Money, loss.as_str()), attempt, l))
                        (field(of("limit_difference", text::limit_difference(l), Kind::Money, difference.as_str()), attempt, l))
                    }
                    (Button { text: text::limits_save(l), submit: true, icon: "save", ..Button::default() })
                }))
            }
        }
    }
}

/// One discount that waits, with the decision for those who may take it.
pub fn waiting(face: &Face, wish: &Wish, from: &'static str) -> Markup {
    let l = face.lang;
    let form = |way: &str, button: Button<'_>| {
        post_form(
            &format!("/visits/{}/discount/{way}", wish.visit),
            &face.key,
            html! { (hidden("from", from)) (button) },
        )
    };
    html! {
        div.box.col.g2 {
            div.row.w {
                (status(Tone::Wait, "hourglass", text::wish_waits(l)))
                b.num { "−" (wish.amount.show_with_sign(l)) }
                @if let Some(part) = rules::part_of(wish.amount, wish.of, l) { span.num { (text::wish_of(l, part, wish.of.show_with_sign(l))) } }
                @if wish.charge.is_some() { span { (in_lang(l, &wish.line_vi, &wish.line_en)) } }
                @if from == "list" { a.grow.tr href={ "/visits/" (wish.visit) "/bill" } { (wish.patient_name) } }
                span.mut.sm { (text::wish_by(l, show_time(wish.asked_at, face.zone()), &wish.asked_name)) }
            }
            p { (wish.reason) }
            @if face.may(Permission::ApproveDiscount) {
                div.row.w {
                    (form("approval", Button { text: text::refund_approve(l), look: Look::Soft, submit: true, icon: "check", size: Size::Small, ..Button::default() }))
                    (form("refusal", Button { text: text::refund_refuse(l), submit: true, icon: "x", size: Size::Small, ..Button::default() }))
                }
            }
        }
    }
}

/// The field of a voucher on a bill.
pub fn on_bill(face: &Face, visit: bricks::id::VisitId, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let attempt_code = attempt.value("code").is_some();
    let none = Attempt::none();
    let attempt = if attempt_code { attempt } else { &none };
    let code = Field {
        name: "code",
        label: text::voucher_code(l),
        required: true,
        maxlength: 24,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        details.menu.mb2 open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("ticket-percent")) (text::voucher(l)) }
            div.mt2 {
                (post_form(&format!("/visits/{visit}/voucher"), &face.key, html! {
                    (refused_whole(attempt, l))
                    (field(code, attempt, l))
                    (Button { text: text::voucher_use(l), submit: true, size: Size::Small, icon: "check", ..Button::default() })
                }))
            }
        }
    }
}

fn table(face: &Face, vouchers: &[Voucher]) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::voucher_code(l)) }
                th.r scope="col" { (text::voucher_value(l)) }
                th scope="col" { (text::voucher_days_of(l)) }
                th.r scope="col" { (text::voucher_used(l)) }
                th scope="col" { (text::voucher_state(l)) }
            } }
            tbody { @for voucher in vouchers { (row(face, voucher)) } }
        }
    }
}

fn row(face: &Face, voucher: &Voucher) -> Markup {
    let l = face.lang;
    let today = face.today();
    let (tone, symbol, word) = if !voucher.active {
        (Tone::Mute, "ban", text::voucher_off(l))
    } else if today > voucher.until_day || voucher.used >= voucher.uses_max {
        (Tone::Mute, "clock-alert", text::voucher_over(l))
    } else {
        (Tone::Ok, "check", text::voucher_on(l))
    };
    let switch = if voucher.active { text::voucher_switch_off(l) } else { text::voucher_switch_on(l) };
    html! {
        tr {
            td {
                b { (voucher.code) }
                @if let Some(group) = voucher.group { br; span.mut.sm { (group_word(l, group)) } }
                @if voucher.stackable { br; span.mut.sm { (text::voucher_stackable(l)) } }
            }
            td.r.num { (worth(l, voucher)) }
            td.num { (show_day(voucher.from_day, l)) " – " (show_day(voucher.until_day, l)) }
            td.r.num { (voucher.used) " / " (voucher.uses_max) }
            td { div.row {
                (status(tone, symbol, word))
                @if face.may(Permission::ManageClinic) {
                    (post_form(&format!("/vouchers/{}/switch", voucher.id), &face.key, html! {
                        (Button { text: switch, size: Size::Small, submit: true, ..Button::default() })
                    }))
                }
            } }
        }
    }
}

/// `50.000 ₫`, `7,5 %`.
fn worth(l: Lang, voucher: &Voucher) -> String {
    let share = voucher.share_basis_points.map(|share| format!("{} %", Quantity::from_milli(share * 10).show(l)));
    share.unwrap_or_else(|| voucher.amount.unwrap_or(Money::ZERO).show_with_sign(l))
}

fn voucher_form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let text_field = |name, label, maxlength| Field {
        name,
        label,
        required: true,
        maxlength,
        autocomplete: "off",
        ..Field::default()
    };
    let day = |name, label| Field { name, label, kind: Kind::Date, required: true, ..Field::default() };
    let number = |name, label, hint| Field { name, label, hint, kind: Kind::Number, maxlength: 7, ..Field::default() };
    let groups = std::iter::once(("", text::voucher_whole(l)))
        .chain(ServiceGroup::ALL.iter().map(|group| (group.code(), group_word(l, *group))));
    let value =
        Field { placeholder: text::discount_amount_example(l), ..text_field("value", text::voucher_value(l), 24) };
    html! {
        div.cb {
            (post_form("/vouchers", &face.key, html! {
                (refused_whole(attempt, l))
                div.grid2 {
                    (field(text_field("code", text::voucher_code(l), 24), attempt, l))
                    (field(value, attempt, l))
                    (field(day("from_day", text::voucher_from(l)), attempt, l))
                    (field(day("until_day", text::voucher_until(l)), attempt, l))
                    (field(number("uses_max", text::voucher_uses(l), text::voucher_empty(l)), attempt, l))
                    (field(number("per_patient_max", text::voucher_per_patient(l), text::voucher_empty(l)), attempt, l))
                    (select(Field { name: "group", label: text::voucher_group(l), ..Field::default() }, groups, attempt, l))
                }
                (checkbox(Field { name: "stackable", label: text::voucher_stackable(l), ..Field::default() }, false, attempt, l))
                (Button { text: text::voucher_make(l), submit: true, icon: "plus", ..Button::default() })
            }))
        }
    }
}
