use crate::load::PrescriptionPage;
use crate::text;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, alert, form::post_form, parts, radios};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// Above the medicines: what is waited for, and the way back.
pub fn bar(face: &Face, page: &PrescriptionPage) -> Markup {
    let l = face.lang;
    html! {
        @if page.waits_for_payment() {
            div.strip.row.w {
                div.grow { (alert(Tone::Wait, "wallet", html! { b { (text::review_waits(l, page.head.due.show_with_sign(l), page.head.ticket())) } })) }
                @if face.may(Permission::Dispense) {
                    (post_form(&format!("/prescriptions/{}/review-withdrawal", page.head.id), &face.key, html! {
                        (Button { text: text::review_withdraw(l), icon: "undo-2", size: Size::Small, submit: true, ..Button::default() })
                    }))
                }
            }
        } @else if page.is_open() && page.is_paid() {
            div.strip { (alert(Tone::Ok, "circle-check", text::review_paid_now(l))) }
        } @else if page.needs_review() {
            div.strip { (alert(Tone::Info, "wallet", text::review_hint(l))) }
        }
    }
}

/// In the queue: whether a reviewed prescription waits for its money.
pub fn badge(l: Lang, reviewed: bool, paid: bool) -> Markup {
    html! {
        @if reviewed && paid { (parts::status(Tone::Ok, "circle-check", text::queue_paid(l))) }
        @else if reviewed { (parts::status(Tone::Wait, "wallet", text::queue_unpaid(l))) }
    }
}

/// The clinic's choice.
pub fn settings(face: &Face, pays_first: bool) -> Seen {
    let l = face.lang;
    let choices = [("no", text::settings_dispense_first(l)), ("yes", text::settings_pay_first(l))];
    let chosen = if pays_first { "yes" } else { "no" };
    let main = html! {
        div.page.narrow {
            section.card aria-labelledby="payment-title" {
                (parts::card_header("payment-title", text::settings_title(l), html! {}))
                div.cb {
                    (post_form("/pharmacy/settings", &face.key, html! {
                        (radios(Field { name: "medicines_pay_first", label: text::settings_label(l), value: chosen, ..Field::default() }, choices, &Attempt::none(), l))
                        p.sm.mut { (text::settings_hint(l)) }
                        div { (Button { text: text::settings_save(l), look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() }) }
                    }))
                }
            }
        }
    };
    Seen { title: text::settings_title(l).to_owned(), room: "office", top: html! {}, main }
}
