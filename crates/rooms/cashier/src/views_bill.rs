//! The open bill: its lines, its sums, its discount.

use crate::seen::{Bill, Head};
use crate::store::{Discount, Paid};
use crate::views::{beside, refused_whole, station};
use crate::{discount, pay, text, views_pay, views_receipt};
use bricks::clock::{show_instant, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::catalog::unit_word;
use ground::html::parts::{empty, status};
use ground::html::{Attempt, Button, Field, Size, Tone, field, icon_small, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::receipt::{Group, Line};
use papers::visit::show_ticket;

/// The two forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub discount: Attempt,
    pub payment: Attempt,
}

/// The page of a visit's bill.
pub fn page(face: &Face, bill: &Bill, tried: &Tried) -> Seen {
    let panes = html! {
        (bill_pane(face, bill, &tried.discount))
        @if bill.open.is_closed() { (paid_pane(face, bill, &tried.payment)) } @else { (views_pay::pane(face, bill, &tried.payment)) }
        (views_receipt::preview(face, bill))
    };
    let source = format!("/visits/{}/bill", bill.head.visit);
    beside(face, &bill.room, bill.head.visit, ("cashier-bill", &source), &panes)
}

/// Ticket, name and state of the patient whose bill it is.
pub fn banner(face: &Face, head: &Head, chip: &Markup) -> Markup {
    let arrived = show_time(head.arrived_at, face.zone());
    html! {
        div.pbn {
            div.grow.snug {
                div.row {
                    span.tkt.brand.t16 { (show_ticket(&head.ticket_prefix, head.ticket_number)) }
                    h2.tr #cashier-patient { (head.patient_name) }
                }
                div.sub.tr { (head.patient_code) " · " (head.doctor) " · " (arrived) }
            }
            (chip)
        }
    }
}

fn bill_pane(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let lines: Vec<Line> = bill.open.lines().map(pay::line).collect();
    let paid = bill.open.is_closed() && !bill.paid.is_empty();
    let chip = if paid { status(Tone::Ok, "check", text::state_paid(l)) } else { station(bill.station(), l) };
    html! {
        section.pane aria-labelledby="cashier-patient" {
            (banner(face, &bill.head, &chip))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::bill_lines(l)) {
                @if lines.is_empty() { (nothing_open(face, bill)) } @else {
                    (table(l, &lines))
                    @if !bill.paid.is_empty() { div.pb.col { h3.sec { (text::receipts_before(l)) } (paid_list(face, &bill.paid)) } }
                }
            }
            @if !lines.is_empty() {
                div.sums {
                    (discount_row(face, bill, attempt))
                    (sums(l, &Sums::of_bill(bill)))
                }
            }
        }
    }
}

fn nothing_open(face: &Face, bill: &Bill) -> Markup {
    let l = face.lang;
    let (title, hint) =
        if bill.paid.is_empty() { (text::bill_empty(l), text::bill_empty_hint(l)) } else { (text::bill_paid(l), "") };
    empty("receipt", title, hint, paid_list(face, &bill.paid))
}

fn paid_list(face: &Face, paid: &[Paid]) -> Markup {
    let l = face.lang;
    html! {
        @for each in paid {
            a.row.w href={ "/receipts/" (each.receipt) } {
                b { (each.number) } span.num { (each.total.show_with_sign(l)) }
                span.mut { (show_instant(each.at, face.zone(), l)) " · " (each.by_name) }
                @if each.voided { (status(Tone::Bad, "ban", text::state_voided(l))) }
            }
        }
    }
}

fn paid_pane(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.pane.rgt aria-label=(text::payment(l)) {
            div.ph { h2 { (text::payment(l)) } }
            div.scroll.sp.pb tabindex="-1" {
                (refused_whole(attempt, l))
                @if let Some(last) = bill.paid.first() {
                    (Button { text: text::receipt_open(l), href: &format!("/receipts/{}", last.receipt), icon: "receipt", ..Button::default() })
                } @else {
                    p.sub { (text::bill_empty_hint(l)) }
                }
            }
        }
    }
}

/// The lines of a bill or receipt, services first.
pub fn table(l: Lang, lines: &[Line]) -> Markup {
    html! {
        table.tbl {
            thead {
                tr {
                    th scope="col" { (text::col_item(l)) }
                    th.r scope="col" { (text::col_quantity(l)) }
                    th.r scope="col" { (text::col_price(l)) }
                    th.r scope="col" { (text::col_amount(l)) }
                }
            }
            tbody {
                (group(l, lines, Group::Service, text::group_services(l)))
                (group(l, lines, Group::Medicine, text::group_medicines(l)))
            }
        }
    }
}

fn group(l: Lang, lines: &[Line], of: Group, title: &str) -> Markup {
    let mut rows = lines.iter().filter(|line| line.group == of).peekable();
    html! {
        @if rows.peek().is_some() {
            tr { td.grp colspan="4" { (title) } }
            @for line in rows {
                tr {
                    td { (line.name(l)) }
                    td.r.nw { (line.quantity.show(l)) @if !line.unit.is_empty() { " " span.mut.sm { (unit_word(l, &line.unit)) } } }
                    td.r { (line.unit_price.show(l)) }
                    td.r.b { (line.amount.show(l)) }
                }
            }
        }
    }
}

/// What stands below the lines of a bill or receipt.
pub struct Sums {
    pub charged: Money,
    pub discount: Money,
    pub reason: String,
    /// Paid of it before.
    pub earlier: Money,
    pub due: Money,
}

impl Sums {
    fn of_bill(bill: &Bill) -> Sums {
        let totals = bill.totals;
        let (charged, discount, earlier, due) = (totals.charged, totals.discount, totals.earlier, totals.due);
        Sums { charged, discount, reason: bill.open.discount_reason(), earlier, due }
    }
}

/// Charged, discount, paid before and what the patient pays.
pub fn sums(l: Lang, sums: &Sums) -> Markup {
    html! {
        dl.tot {
            dt.sub { (text::sum_charged(l)) } dd { (sums.charged.show(l)) }
            @if !sums.discount.is_zero() {
                dt.sub.tr title=(sums.reason) { (text::sum_discount(l)) " · " (sums.reason) } dd.ok { "−" (sums.discount.show(l)) }
            }
            @if !sums.earlier.is_zero() { dt.sub { (text::sum_earlier(l)) } dd.ok { "−" (sums.earlier.show(l)) } }
            dt.big { (text::sum_due(l)) } dd.big { (sums.due.show_with_sign(l)) }
        }
    }
}

fn discount_row(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    html! {
        @if let Some(refused) = attempt.general(face.lang).filter(|_| bill.open.discount.is_some()) {
            div.mb2 { (ground::html::alert(Tone::Bad, "octagon-alert", refused)) }
        }
        @match &bill.open.discount {
            Some(discount) => (discount_chip(face, bill, discount)),
            None if face.may(Permission::GiveDiscount) && !bill.open.charges.is_empty() => {
                @if let Some(wish) = &bill.wish { div.mb2 { (discount::views::waiting(face, wish, "bill")) } }
                (discount_form(face, bill, attempt))
                (discount::views::on_bill(face, bill.head.visit, attempt))
            },
            None => {}
        }
    }
}

fn discount_chip(face: &Face, bill: &Bill, discount: &Discount) -> Markup {
    let l = face.lang;
    let action = format!("/visits/{}/discount/removal", bill.head.visit);
    html! {
        div.row.mb2 {
            span.mut.sm.tr { (text::discount_by(l, &discount.by_name)) }
            span.chip.push {
                (icon_small("ticket-percent")) (text::sum_discount(l)) b.num.nw { "−" (discount.amount.show(l)) }
                @if face.may(Permission::GiveDiscount) {
                    (post_form(&action, &face.key, html! {
                        button type="submit" aria-label=(text::discount_remove(l)) title=(text::discount_remove(l)) { (icon_small("x")) }
                    }))
                }
            }
        }
    }
}

fn discount_form(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let none = Attempt::none();
    let attempt = if attempt.value("code").is_some() { &none } else { attempt };
    let amount = Field {
        name: "amount",
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
                    div.grid2 { (field(amount, attempt, l)) (field(reason, attempt, l)) }
                    div.row { span.mut.sm { (text::discount_hint(l)) } span.sp {} (give) }
                }))
            }
        }
    }
}
