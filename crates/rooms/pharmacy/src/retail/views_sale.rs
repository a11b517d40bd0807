//! One sale: the ticket for the cashier, what went over the counter, and the way back.

use super::store::{self, Listed, Sale, SaleLine};
use super::views::{buyer_name, sales, state};
use crate::text;
use crate::views::{fact, top};
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::catalog::amount;
use ground::html::{Attempt, Button, Field, Look, Tone, alert, field, form::post_form, general_error};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::visit::show_ticket;

/// The page; with an attempt the way back was refused before.
pub fn page(face: &Face, (sale, lines): (&Sale, &[SaleLine]), today: &[Listed], attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.ph3 {
            (sales(face, today, Some(sale.id)))
            section.pane #sale aria-labelledby="sale-title" data-live={ "visit-" (sale.visit) } data-src={ "/retail-sales/" (sale.id) } {
                (banner(face, sale))
                div.strip { (next(face, sale)) }
                div.scroll.sp tabindex="0" role="region" aria-label=(text::retail_basket(l)) { (table(l, lines)) }
            }
            aside.pane.rgt.scroll aria-labelledby="undo-title" tabindex="0" {
                div.ph { h2 #undo-title { (text::retail_undo_title(l)) } }
                div.pb.col {
                    (general_error(attempt, l))
                    @if sale.undone_at.is_none() { (undo_form(face, sale, attempt)) }
                    @else { p.sm { (text::retail_undone_by(l, &sale.undone_by, &sale.undone_reason)) } }
                }
            }
        }
    };
    Seen { title: text::retail_title(l).to_owned(), room: "pharmacy", top: top(face), main }
}

fn banner(face: &Face, sale: &Sale) -> Markup {
    let l = face.lang;
    html! {
        div.pbn {
            div.grow.snug.tr {
                div.row {
                    span.tkt.brand.t16 { (show_ticket(&sale.ticket_prefix, sale.ticket_number)) }
                    h2.tr #sale-title { (buyer_name(l, &sale.buyer, sale.unnamed)) }
                    (state(l, sale.due, sale.undone_at.is_some()))
                }
                div.sub.tr { (sale.buyer_code) " · " (show_time(sale.at, face.zone())) " · " (format!("{} {}", sale.by_title, sale.by_name).trim()) }
            }
            dl.facts { @if !sale.override_reason.is_empty() { (fact(text::retail_override(l), html! { (sale.override_reason) })) } }
        }
    }
}

/// Where the buyer goes now.
fn next(face: &Face, sale: &Sale) -> Markup {
    let l = face.lang;
    let ticket = show_ticket(&sale.ticket_prefix, sale.ticket_number);
    if sale.undone_at.is_some() {
        return alert(Tone::Mute, "undo-2", text::retail_undone_now(l));
    }
    if sale.due.is_zero() {
        return alert(Tone::Ok, "circle-check", text::retail_paid_now(l));
    }
    html! {
        (alert(Tone::Wait, "wallet", html! { b { (text::retail_to_cashier(l, sale.due.show_with_sign(l), &ticket)) } }))
        @if face.may(Permission::SeeBills) {
            div.mt1 { (Button { text: text::retail_bill(l), icon: "receipt", href: &format!("/visits/{}/bill", sale.visit), ..Button::default() }) }
        }
    }
}

fn table(l: Lang, lines: &[SaleLine]) -> Markup {
    let of = |line: &SaleLine| line.price.times(line.quantity).unwrap_or(Money::ZERO);
    let total = Money::sum(lines.iter().map(of)).unwrap_or(Money::ZERO);
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::col_medicine_only(l)) }
                th scope="col" { (text::col_batch(l)) }
                th scope="col" { (text::col_expiry(l)) }
                th.r scope="col" { (text::col_quantity(l)) }
                th.r scope="col" { (text::col_price(l)) }
                th.r scope="col" { (text::col_amount(l)) }
            } }
            tbody {
                @for line in lines {
                    tr {
                        td { b { (store::name(l, (&line.generic_vi, &line.generic_en), &line.strength, &line.brand)) } }
                        td.num { (line.number) }
                        td.num { (show_day(line.expires_on, l)) }
                        td.r.num { (amount(l, line.quantity, &line.dispense_unit)) }
                        td.r.num { (line.price.show(l)) }
                        td.r.num { (of(line).show(l)) }
                    }
                }
                tr { td colspan="5" { b { (text::retail_total(l)) } } td.r.num.b { (total.show_with_sign(l)) } }
            }
        }
    }
}

fn undo_form(face: &Face, sale: &Sale, attempt: &Attempt) -> Markup {
    let l = face.lang;
    post_form(
        &format!("/retail-sales/{}/undo", sale.id),
        &face.key,
        html! {
            p.sm.mut { (text::retail_undo_hint(l)) }
            (field(Field { name: "reason", label: text::undo_reason(l), required: true, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
            (Button { text: text::retail_undo_send(l), icon: "undo-2", look: Look::Danger, submit: true, ..Button::default() })
        },
    )
}
