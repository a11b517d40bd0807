//! The open bill: its lines, its sums, its discount.

use crate::bill::Totals;
use crate::discount::on_bill::{discounts, ways};
use crate::seen::{Bill, Head};
use crate::store::Paid;
use crate::views::{beside, name_told, refused_whole, station};
use crate::{debt, pay, payers, text, undo, views_pay, views_receipt};
use bricks::clock::{show_instant, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::units_of;
use ground::html::parts::{empty, status};
use ground::html::{Attempt, Button, Tone};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::receipt::{Group, Line, borne, vat_word};
use papers::visit::show_ticket;

/// The two forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub discount: Attempt,
    pub payer: Attempt,
    pub payment: Attempt,
    pub debt: Attempt,
}

/// The page of a visit's bill.
pub fn page(face: &Face, bill: &Bill, tried: &Tried) -> Seen {
    let panes = html! {
        (bill_pane(face, bill, tried))
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
                    h2 #cashier-patient { (name_told(face.lang, &head.patient_name)) }
                }
                div.sub.tr { (head.patient_code) " · " (head.doctor) " · " (arrived) }
            }
            (chip)
        }
    }
}

fn bill_pane(face: &Face, bill: &Bill, tried: &Tried) -> Markup {
    let l = face.lang;
    let lines: Vec<Line> = bill.open.lines().map(|(charge, off)| pay::line(charge, off)).collect();
    let paid = bill.open.is_closed() && !bill.paid.is_empty();
    let chip = if paid { status(Tone::Ok, "check", text::state_paid(l)) } else { station(bill.station(), l) };
    html! {
        section.pane aria-labelledby="cashier-patient" {
            (banner(face, &bill.head, &chip))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::bill_lines(l)) {
                (debt::on_bill::agreement(face, bill, &tried.debt))
                @if lines.is_empty() { (nothing_open(face, bill)) } @else {
                    (table(l, &lines))
                    (debt::on_bill::form(face, bill, &tried.debt))
                    @if !bill.paid.is_empty() { div.pb.col { h3.sec { (text::receipts_before(l)) } (paid_list(face, &bill.paid)) } }
                }
            }
            @if !lines.is_empty() {
                div.sums {
                    @if !bill.held.is_zero() { p.row.mb2 { (ground::html::icon_small("wallet")) span.grow { (text::deposit_held(l)) } b.num { (bill.held.show_with_sign(l)) } } }
                    (payers::on_bill::chips(face, bill))
                    (discounts(face, bill, &tried.discount))
                    (ways(face, bill, tried))
                    (sums(l, &Sums::of_bill(l, bill)))
                }
            }
        }
    }
}

fn nothing_open(face: &Face, bill: &Bill) -> Markup {
    let l = face.lang;
    let (title, hint) =
        if bill.paid.is_empty() { (text::bill_empty(l), text::bill_empty_hint(l)) } else { (text::bill_paid(l), "") };
    let below = paid_list(face, &bill.paid);
    html! { (empty("receipt", title, hint, below)) (undo::views::went_back(l, &bill.went_back)) }
}

fn paid_list(face: &Face, paid: &[Paid]) -> Markup {
    let l = face.lang;
    html! {
        @for each in paid {
            a.row.w href={ "/receipts/" (each.receipt) } {
                b { (each.number) } span.num { (each.total.show_with_sign(l)) }
                span.mut { (show_instant(each.at, face.zone(), l)) " · " (each.by_name) }
                @if each.voided { (status(Tone::Bad, "ban", text::state_voided(l))) }
                @if !each.refunded.is_zero() { (status(Tone::Wait, "undo-2", text::receipt_refunded(l, each.refunded.show_with_sign(l)))) }
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
                @if !bill.held.is_zero() { p.row.mb2 { (ground::html::icon_small("wallet")) span.grow { (text::deposit_held(l)) } b.num { (bill.held.show_with_sign(l)) } } }
                @if let Some(last) = bill.paid.first() {
                    (Button { text: text::receipt_open(l), href: &format!("/receipts/{}", last.receipt), icon: "receipt", ..Button::default() })
                } @else {
                    p.sub { (text::bill_empty_hint(l)) }
                }
            }
        }
    }
}

/// The lines of a bill or receipt, services first; each with who did it and its class of the tax.
pub fn table(l: Lang, lines: &[Line]) -> Markup {
    let has = |of: fn(&Line) -> Money| lines.iter().any(|line| !of(line).is_zero());
    let columns = Columns { discount: has(|line| line.discount), insured: has(|line| line.insured) };
    html! {
        table.tbl {
            thead {
                tr {
                    th scope="col" { (text::col_item(l)) }
                    th.r scope="col" { (text::col_quantity(l)) }
                    th.r scope="col" { (text::col_price(l)) }
                    @if columns.discount { th.r scope="col" { (text::col_discount(l)) } }
                    @if columns.insured { th.r scope="col" { (text::col_insured(l)) } }
                    th.r scope="col" { @if columns.any() { (text::col_patient(l)) } @else { (text::col_amount(l)) } }
                }
            }
            tbody {
                (group(l, lines, columns, Group::Service, text::group_services(l)))
                (group(l, lines, columns, Group::Medicine, text::group_medicines(l)))
            }
        }
    }
}

/// The columns that only some bills have.
#[derive(Clone, Copy)]
struct Columns {
    discount: bool,
    insured: bool,
}

impl Columns {
    const fn any(self) -> bool {
        self.discount || self.insured
    }

    fn count(self) -> usize {
        4 + usize::from(self.discount) + usize::from(self.insured)
    }
}

fn group(l: Lang, lines: &[Line], columns: Columns, of: Group, title: &str) -> Markup {
    let mut rows = lines.iter().filter(|line| line.group == of).peekable();
    let minus = |amount: Money| if amount.is_zero() { "–".to_owned() } else { format!("−{}", amount.show(l)) };
    html! {
        @if rows.peek().is_some() {
            tr { td.grp colspan=(columns.count()) { (title) } }
            @for line in rows {
                tr {
                    td { (line.name(l)) (under(l, line)) }
                    td.r.nw { (line.quantity.show(l)) @if !line.unit.is_empty() { " " span.mut.sm { (units_of(l, line.quantity, &line.unit)) } } }
                    td.r { (line.unit_price.show(l)) }
                    @if columns.discount { td.r.sub { (minus(line.discount)) } }
                    @if columns.insured { td.r.sub { (minus(line.insured)) } }
                    td.r.b { (line.patient().show(l)) }
                }
            }
        }
    }
}

/// Who did it, and the class of the tax.
fn under(l: Lang, line: &Line) -> Markup {
    html! {
        @if !line.by.is_empty() {
            br; span.mut.sm { (line.by) " · " (papers::text::receipt_vat(l, vat_word(l, line.vat_basis_points))) }
        }
    }
}

/// What stands below the lines of a bill or receipt.
pub struct Sums {
    pub charged: Money,
    /// What each other payer bears, in words.
    pub borne: Vec<(String, Money)>,
    pub discount: Money,
    pub reason: String,
    /// Paid of it before.
    pub earlier: Money,
    pub due: Money,
}

impl Sums {
    fn of_bill(l: Lang, bill: &Bill) -> Sums {
        let Totals { charged, discount, insured, earlier, due } = bill.totals;
        let borne = borne(&pay::borne(&bill.open), insured, l, |payer| payer.told(l));
        Sums { charged, borne, discount, reason: bill.open.discount_reason(), earlier, due }
    }
}

/// Charged, discount, paid before and what the patient pays.
pub fn sums(l: Lang, sums: &Sums) -> Markup {
    html! {
        dl.tot {
            dt.sub { (text::sum_charged(l)) } dd { (sums.charged.show(l)) }
            @for (who, amount) in &sums.borne { dt.sub { (who) } dd.ok { "−" (amount.show(l)) } }
            @if !sums.discount.is_zero() {
                dt.sub.tr title=(sums.reason) { (text::sum_discount(l)) " · " (sums.reason) } dd.ok { "−" (sums.discount.show(l)) }
            }
            @if !sums.earlier.is_zero() { dt.sub { (text::sum_earlier(l)) } dd.ok { "−" (sums.earlier.show(l)) } }
            dt.big { (text::sum_due(l)) } dd.big { (sums.due.show_with_sign(l)) }
        }
    }
}
