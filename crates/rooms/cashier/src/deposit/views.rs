//! Deposits on the screen: what is held, taking one, one with all that happened to it.

use super::acts::SURE_OF;
use super::pages::{List, One};
use crate::rules::as_typed;
use crate::seen::Till;
use crate::session::{self, tabs};
use crate::text;
use crate::views::refused_whole;
use bricks::clock::show_instant;
use bricks::id::DepositId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::phone::Phone;
use ground::access::Permission;
use ground::html::parts::{badge, card_header, empty, facts, status};
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Tone, alert, checkbox, combobox, field, hidden, icon, post_form,
    select,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::deposit::{Deposit, Step};
use papers::receipt::Method;

/// Everything that is held, and the form that takes a deposit.
pub fn list(face: &Face, list: &List, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let all = Money::sum(list.open.iter().map(|each| each.held)).unwrap_or(Money::ZERO);
    html! {
        div.page {
            (tabs(face, "/cashier/deposits"))
            div.two-col {
                section.card #deposits aria-labelledby="deposits-h" data-live="cashier" data-src="/cashier/deposits" {
                    (card_header("deposits-h", text::deposits_held(l), badge(Tone::Mute, all.show_with_sign(l))))
                    @if list.open.is_empty() { (empty("wallet", text::deposits_none(l), text::deposits_none_hint(l), html! {})) }
                    @else { (table(face, &list.open)) }
                }
                @if face.may(Permission::TakePayment) { (taking(face, list, till, attempt)) }
            }
        }
    }
}

fn table(face: &Face, open: &[Deposit]) -> Markup {
    let l = face.lang;
    let phone = |typed: &str| Phone::parse(typed).map_or_else(|_| typed.to_owned(), |phone| phone.show());
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::fact_number(l)) }
                th scope="col" { (text::deposit_of(l)) }
                th scope="col" { (text::deposit_purpose(l)) }
                th.r scope="col" { (text::deposit_amount(l)) }
                th.r scope="col" { (text::deposit_left(l)) }
            } }
            tbody { @for each in open {
                tr {
                    td.nw { a.lnk.num href={ "/deposits/" (each.id) } { (each.shown()) } br; span.mut.sm.num { (show_instant(each.taken_at, face.zone(), l)) } }
                    td { (each.patient_name) br; span.mut.sm.num { (each.patient_code) @if let Some(typed) = &each.patient_phone { " · " span.nw { (phone(typed)) } } } }
                    td { (each.purpose) @if each.back.is_some() { br; (asked_state(l, each)) } }
                    td.r.num { (each.amount.show(l)) }
                    td.r.num.b { (each.held.show(l)) }
                }
            } }
        }
    }
}

fn asked_state(l: Lang, deposit: &Deposit) -> Markup {
    if deposit.back_agreed_by.is_some() {
        status(Tone::Info, "check", text::refund_approved(l))
    } else {
        status(Tone::Wait, "hourglass", text::refund_asked(l))
    }
}

fn taking(face: &Face, list: &List, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (id, name) = list.chosen.as_ref().map(|(id, name)| (id.to_string(), name.clone())).unwrap_or_default();
    let patient = Field { name: "patient", label: text::deposit_of(l), value: &id, required: true, ..Field::default() };
    let amount = money(l);
    let sure = as_typed(SURE_OF, |name| attempt.value(name).unwrap_or_default());
    let purpose = Field {
        name: "purpose",
        label: text::deposit_purpose(l),
        placeholder: text::deposit_purpose_example(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        section.card aria-labelledby="deposit-take" {
            (card_header("deposit-take", text::deposit_take(l), html! {}))
            div.cb {
                (post_form("/cashier/deposits", &face.key, html! {
                    (refused_whole(attempt, l))
                    @if let Till::Closed(left) = till { (session::opening_fields(l, left.as_ref(), attempt)) }
                    (combobox(Combobox { field: patient, source: "/patients/search", shown: &name, icon: "user-search", ..Combobox::default() }, attempt, l))
                    (field(amount, attempt, l))
                    @if attempt.error("sure", l).is_some() {
                        (checkbox(Field { name: "sure", label: text::amount_sure(l), value: &sure, ..Field::default() }, false, attempt, l))
                    }
                    (field(purpose, attempt, l))
                    (way(l, attempt))
                    (Button { text: text::deposit_take(l), look: Look::Primary, submit: true, icon: "wallet", kbd: "Ctrl ↵", ..Button::default() })
                }))
            }
        }
    }
}

fn money(l: Lang) -> Field<'static> {
    Field {
        name: "amount",
        label: text::deposit_amount(l),
        kind: Kind::Money,
        required: true,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    }
}

/// In which way money comes or goes, and who else says so.
fn way(l: Lang, attempt: &Attempt) -> Markup {
    let words: Vec<(&str, String)> =
        Method::MONEY.into_iter().map(|method| (method.code(), method.say().to(l).to_owned())).collect();
    let method = Field { name: "method", label: text::fact_method(l), value: "cash", ..Field::default() };
    let reference = Field {
        name: "reference",
        label: text::fact_reference(l),
        hint: text::deposit_reference_hint(l),
        maxlength: 60,
        autocomplete: "off",
        ..Field::default()
    };
    html! { div.grid2 { (select(method, words, attempt, l)) (field(reference, attempt, l)) } }
}

/// One deposit.
pub fn one(face: &Face, one: &One, till: &Till, attempt: &Attempt) -> Markup {
    let (l, deposit) = (face.lang, &one.deposit);
    let print = |size: &str| format!("/deposits/{}/paper?size={size}", deposit.id);
    let state = if deposit.held.is_zero() {
        status(Tone::Mute, "check", text::deposit_used_up(l))
    } else {
        status(Tone::Ok, "wallet", deposit.held.show_with_sign(l))
    };
    html! {
        div.page.narrow {
            (tabs(face, "/cashier/deposits"))
            section.card aria-labelledby="deposit-h" {
                (card_header("deposit-h", &deposit.shown(), state))
                div.cb.col.g3 {
                    (facts([
                        (text::deposit_of(l), format!("{} · {}", deposit.patient_name, deposit.patient_code)),
                        (text::deposit_purpose(l), deposit.purpose.clone()),
                        (text::deposit_amount(l), deposit.amount.show_with_sign(l)),
                        (text::deposit_left(l), deposit.held.show_with_sign(l)),
                        (text::fact_issued(l), show_instant(deposit.taken_at, face.zone(), l)),
                        (text::fact_cashier(l), deposit.taken_by_name.clone()),
                    ]))
                    div.row.w {
                        a.btn.p href=(print("80mm")) target="_blank" rel="noopener" { (icon("printer")) (text::print_80(l)) }
                        a.btn href=(print("a4")) target="_blank" rel="noopener" { (icon("printer")) (text::print_a4(l)) }
                        (Button { text: text::deposits(l), href: "/cashier/deposits", look: Look::Ghost, ..Button::default() })
                    }
                }
            }
            (steps(face, deposit.id, &one.steps))
            @if !deposit.held.is_zero() { (going_back(face, one, till, attempt)) }
        }
    }
}

fn steps(face: &Face, deposit: DepositId, steps: &[Step]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="deposit-steps" {
            (card_header("deposit-steps", text::deposit_steps(l), badge(Tone::Mute, steps.len())))
            ul.cb.col.g2 {
                @for step in steps {
                    li.row {
                        span.mut.num.nw { (show_instant(step.at, face.zone(), l)) }
                        span.grow.tr {
                            (word(l, &step.kind)) " "
                            @if let Some(receipt) = step.receipt { a.lnk.num href={ "/receipts/" (receipt) } { (crate::store::show_number(&step.series, step.number)) } }
                            @else { span.mut { (step.method.say().to(l)) @if !step.reason.is_empty() { " · " (step.reason) } } }
                        }
                        span.mut.sm.tr { (step.by_name) }
                        b.num.nw { @if !step.amount.is_negative() { "+" } (step.amount.show(l)) }
                        @if step.movement > 0 { (session::slip_links(l, &format!("/deposits/{deposit}/returns/{}/paper", step.movement))) }
                    }
                }
            }
        }
    }
}

fn word(l: Lang, kind: &str) -> &'static str {
    match kind {
        "taken" => text::deposit_step_taken(l),
        "given_back" => text::deposit_step_back(l),
        "voided_bill" => text::deposit_step_voided(l),
        _ => text::deposit_step_used(l),
    }
}

fn going_back(face: &Face, one: &One, till: &Till, attempt: &Attempt) -> Markup {
    let (l, deposit) = (face.lang, &one.deposit);
    let agreed = deposit.back == Some(deposit.held) && deposit.back_agreed_by.is_some();
    let waits = deposit.back == Some(deposit.held) && !agreed;
    let asks = deposit.held > one.limit && !agreed;
    html! {
        section.card aria-labelledby="deposit-back" {
            (card_header("deposit-back", text::deposit_back(l), html! { @if deposit.back.is_some() { (asked_state(l, deposit)) } }))
            div.cb.col.g3 {
                (refused_whole(attempt, l))
                @if deposit.back.is_some() { p { (deposit.back_reason) } }
                @if waits && face.may(Permission::ApproveRefund) && deposit.back_asked_by != Some(face.who.staff) {
                    (post_form(&format!("/deposits/{}/approval", deposit.id), &face.key, html! {
                        (Button { text: text::refund_approve(l), look: Look::Primary, submit: true, icon: "check", ..Button::default() })
                    }))
                } @else if waits { (alert(Tone::Wait, "hourglass", text::refund_waits(l))) }
                @if face.may(Permission::TakePayment) && !waits { (back_form(face, deposit, asks, till, attempt)) }
            }
        }
    }
}

fn back_form(face: &Face, deposit: &Deposit, asks: bool, till: &Till, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let reason = Field {
        name: "reason",
        label: text::refund_reason(l),
        value: &deposit.back_reason,
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    let act = if asks { text::refund_ask(l) } else { text::deposit_back_act(l) };
    html! {
        (post_form(&format!("/deposits/{}/return", deposit.id), &face.key, html! {
            (hidden("held", &deposit.held.minor().to_string()))
            @if let Till::Closed(left) = till { (session::opening_fields(l, left.as_ref(), attempt)) }
            @if asks { p.hint { (text::deposit_back_second(l)) } }
            div.row { span.sec.grow { (text::deposit_left(l)) } b.num.t18 { (deposit.held.show_with_sign(l)) } }
            (field(reason, attempt, l))
            (way(l, attempt))
            (Button { text: act, look: Look::Soft, submit: true, icon: "undo-2", ..Button::default() })
        }))
    }
}
