//! What performing an order uses up: proposed from the service's list while it is open, told by batch when it is done; and
//! taking back what was recorded by mistake.

use crate::acts::read_use;
use crate::load::{OrderPage, use_name};
use crate::text;
use bricks::clock::show_day;
use bricks::id::MedicineId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::{amount, medicine_name, units_of};
use ground::html::{Attempt, Button, Field, Kind, Look, Tone, alert, field, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::consumable::{Listed, Used, Wanted, plan};
use papers::order::State;

/// The list as inputs, within the form of the result. What the shelves lack is said before it is sent.
pub fn inputs(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let listed = || page.consumables.iter().filter(|one| !one.vaccine);
    if listed().next().is_none() {
        return html! {};
    }
    html! {
        div.cf.col.g2 #consumables {
            div.row { h3.b.t14 { (text::consumables(l)) } span.mut.sm { (text::consumables_hint(l)) } }
            table.tbl {
                thead { tr { th { (text::col_goods(l)) } th { (text::col_from(l)) } th.r { (text::col_used(l)) } th { span.vh { (text::col_unit(l)) } } } }
                tbody { @for one in listed() { (input_row(face, page, one, attempt)) } }
            }
        }
    }
}

fn input_row(face: &Face, page: &OrderPage, one: &Listed, attempt: &Attempt) -> Markup {
    let (l, name) = (face.lang, use_name(one.medicine));
    let called = medicine_name(l, (&one.generic_vi, &one.generic_en), &one.strength);
    let typed = attempt.value(&name).map_or_else(|| one.quantity.show(l), str::to_owned);
    let read = read_use(&typed, &one.dispense_unit, l);
    let wanted = read.as_ref().map_or(one.quantity, |quantity| *quantity);
    let error = if attempt.was_sent() { read.err() } else { None };
    let id = format!("f-{name}");
    html! {
        tr {
            td { b { (called) } @if one.charged { " " (parts::badge(Tone::Info, text::charged_apart(l, one.price.show_with_sign(l)))) } }
            td.sm { (from_batches(face, page, one, wanted)) }
            td.val.r { input.in.n #(id) name=(name) value=(typed) inputmode="decimal" autocomplete="off" maxlength="8" aria-label=(text::used_of(l, &called)) aria-invalid=[error.is_some().then_some("true")]; }
            td.mut.sm { (units_of(l, wanted, &one.dispense_unit)) }
        }
        @if let Some(error) = error { tr { td.err colspan="4" { (error.to(l)) } } }
    }
}

/// The batches in the order of their expiry, and what they lack.
fn from_batches(face: &Face, page: &OrderPage, one: &Listed, wanted: Quantity) -> Markup {
    let l = face.lang;
    let planned =
        plan(&[Wanted { medicine: one.medicine, batch: None, quantity: wanted }], &page.available, face.today());
    let held = held(page, one.medicine);
    html! {
        @for taking in &planned {
            @for take in &taking.takes {
                div.nw.num { b { (take.number) } " " span.mut { (show_day(take.expires_on, l)) } " × " (take.quantity.show(l)) }
            }
            @if !taking.missing.is_zero() { span.bad.b { (text::lacks(l, amount(l, taking.missing, &one.dispense_unit))) } " " }
        }
        span.mut { (text::on_hand(l, held.show(l))) }
    }
}

fn held(page: &OrderPage, medicine: MedicineId) -> Quantity {
    let own = page.available.iter().filter(|batch| batch.medicine == medicine);
    Quantity::sum(own.map(|batch| batch.quantity)).unwrap_or(Quantity::ZERO)
}

/// Why it is recorded though the shelves do not hold what was used.
pub fn missing(l: Lang, attempt: &Attempt) -> Markup {
    let refused = attempt.error("missing_reason", l);
    let typed = attempt.value("missing_reason").is_some_and(|typed| !typed.is_empty());
    html! {
        @if refused.is_some() || typed {
            div.cf { (field(Field { name: "missing_reason", label: text::missing_reason(l), hint: text::missing_reason_hint(l), maxlength: 300,
                autofocus: true, ..Field::default() }, attempt, l)) }
        }
    }
}

/// What was used, by batch.
pub fn used(face: &Face, page: &OrderPage) -> Markup {
    let l = face.lang;
    if page.used.is_empty() {
        return html! {};
    }
    let given_back = page.used.iter().any(|used| used.undone_at.is_some());
    html! {
        section.card aria-labelledby="used-title" {
            (parts::card_header("used-title", text::consumables(l), html! { @if given_back { (parts::badge(Tone::Mute, text::given_back(l))) } }))
            table.tbl {
                thead { tr { th { (text::col_goods(l)) } th { (text::col_from(l)) } th.r { (text::col_used(l)) } } }
                tbody { @for (at, used) in page.used.iter().enumerate() { (used_row(l, used, is_first(&page.used, at))) } }
            }
        }
    }
}

fn is_first(all: &[Used], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    before.map(|used| used.medicine) != all.get(at).map(|used| used.medicine)
}

fn used_row(l: Lang, used: &Used, first: bool) -> Markup {
    html! {
        tr {
            td { @if first { b { (medicine_name(l, (&used.generic_vi, &used.generic_en), &used.strength)) } } }
            td.sm {
                @if let (Some(number), Some(expires)) = (&used.number, used.expires_on) {
                    span.num { b { (number) } " " span.mut { (show_day(expires, l)) } " × " (used.taken.unwrap_or(Quantity::ZERO).show(l)) }
                }
                @if first && !used.missing.is_zero() {
                    div.bad { (text::lacked(l, amount(l, used.missing, &used.dispense_unit), &used.missing_reason)) }
                }
            }
            td.r.num { @if first { (amount(l, used.quantity, &used.dispense_unit)) } }
        }
    }
}

/// Taking back what was recorded as done by mistake, folded away.
pub fn withdrawal(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    if page.head.state != State::Done || page.correcting || !face.may(Permission::PerformOrders) {
        return html! {};
    }
    let reason = Field {
        name: "withdraw_reason",
        label: text::withdraw_reason(l),
        kind: Kind::Text,
        required: true,
        maxlength: 300,
        ..Field::default()
    };
    html! {
        details.card open[attempt.error("withdraw_reason", l).is_some()] {
            summary.cb { (text::withdraw(l)) }
            div.cb.col {
                (alert(Tone::Wait, "triangle-alert", text::withdraw_hint(l)))
                (post_form(&format!("/orders/{}/withdrawal", page.head.id), &face.key, html! {
                    (field(reason, attempt, l))
                    (Button { text: text::withdraw_send(l), icon: "undo-2", look: Look::Danger, submit: true, ..Button::default() })
                }))
            }
        }
    }
}
