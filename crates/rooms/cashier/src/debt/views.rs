//! Who owes: on the screen and as a workbook.

use super::on_bill::state;
use super::pages::Debtors;
use crate::session::tabs;
use crate::text;
use bricks::clock::{Day, add_days, days_between, show_day};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::phone::Phone;
use ground::html::parts::{badge, card_header, empty, number_cell, status};
use ground::html::{Button, Size, Tone};
use ground::sheet::{Cell, Sheet};
use ground::web::Face;
use maud::{Markup, html};
use papers::debt::{Agreed, Debtor, Instalment, Standing};

/// One who owes, with how the debt stands.
pub type Row = (Debtor, Option<(Agreed, Standing)>);

/// So many debtors are drawn; the workbook has all of them.
pub const SHOWN_MAX: usize = 500;
/// What is due within so many days stands in the list of what is due.
const SOON_DAYS: i64 = 7;

/// An instalment that is due: of whom, and what of it is open.
pub type Due<'a> = (&'a Debtor, Instalment, Money);

/// The instalments that are late or due within a week, in the order of their days.
pub fn due_soon(rows: &[Row], today: Day) -> Vec<Due<'_>> {
    let until = add_days(today, SOON_DAYS);
    let agreed = rows.iter().filter_map(|(debtor, debt)| {
        let (_, standing) = debt.as_ref().filter(|(agreed, _)| agreed.is_agreed())?;
        Some((debtor, standing))
    });
    let mut due: Vec<Due<'_>> = agreed
        .flat_map(|(debtor, standing)| standing.parts.iter().map(move |(part, open)| (debtor, *part, *open)))
        .filter(|(_, part, open)| part.due <= until && !open.is_zero())
        .collect();
    due.sort_by_key(|(debtor, part, _)| (part.due, debtor.visit));
    due
}

/// What is due now and soon, with the telephone under which it is reminded of.
fn due_list(face: &Face, rows: &[Row]) -> Markup {
    let (l, today) = (face.lang, face.today());
    let due = due_soon(rows, today);
    html! {
        @if !due.is_empty() {
            section.card.mb2 #due aria-labelledby="due-h" {
                (card_header("due-h", text::debts_due(l), badge(if due.iter().any(|(_, part, _)| part.due < today) { Tone::Bad } else { Tone::Wait }, due.len())))
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::debt_day(l)) }
                        th scope="col" { (text::deposit_of(l)) }
                        th scope="col" { (text::debt_phone(l)) }
                        th.r scope="col" { (text::debt_amount(l)) }
                        th.r scope="col" { (text::debt_open(l)) }
                    } }
                    tbody {
                        @for (debtor, part, open) in &due {
                            tr {
                                td.nw { span.num { (show_day(part.due, l)) } " " (when(l, part.due, today)) }
                                td { a.lnk href={ "/visits/" (debtor.visit) "/bill" } { (debtor.name) } " " span.mut.sm.num { (debtor.code) } }
                                td.num.nw { @if let Some(phone) = &debtor.phone { (shown_phone(phone)) } }
                                td.r.num { (part.amount.show_with_sign(l)) }
                                (number_cell(open.show_with_sign(l)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn when(l: Lang, due: Day, today: Day) -> Markup {
    match days_between(today, due) {
        0 => status(Tone::Wait, "clock", text::debt_today(l)),
        days if days < 0 => status(Tone::Bad, "clock-alert", text::debt_overdue(l, -days)),
        days => status(Tone::Info, "clock", text::debt_in_days(l, days)),
    }
}

/// The list of debtors, those who are late first.
pub fn list(face: &Face, debtors: &Debtors) -> Markup {
    let l = face.lang;
    let to_workbook = Button {
        text: text::debts_workbook(l),
        icon: "file-down",
        href: "/cashier/debts/workbook",
        size: Size::Small,
        ..Button::default()
    };
    html! {
        div.page {
            (tabs(face, "/cashier/debts"))
        }
        (figures(l, debtors))
        div.page {
            (due_list(face, &debtors.rows))
            section.card #debts aria-labelledby="debts-h" data-live="cashier" data-src="/cashier/debts" {
                (card_header("debts-h", text::debts(l), html! { (badge(Tone::Mute, debtors.count)) " " (to_workbook) }))
                @if debtors.rows.is_empty() { (empty("hand-coins", text::debts_none(l), text::debts_none_hint(l), html! {})) }
                @else {
                    (table(l, debtors.rows.get(..SHOWN_MAX).unwrap_or(&debtors.rows)))
                    @if debtors.count > SHOWN_MAX as i64 { p.cb.sub { (text::debts_more(l, debtors.count, SHOWN_MAX)) } }
                }
            }
        }
    }
}

fn figures(l: Lang, debtors: &Debtors) -> Markup {
    let sum = |of: &dyn Fn(&Row) -> Money| Money::sum(debtors.rows.iter().map(of)).unwrap_or(Money::ZERO);
    let standing = |row: &Row, of: fn(&Standing) -> Money| match &row.1 {
        Some((agreed, standing)) if agreed.is_agreed() => of(standing),
        _ => Money::ZERO,
    };
    let all = debtors.due;
    let late = sum(&|row| standing(row, |s| s.overdue));
    let agreed = sum(&|row| standing(row, |s| s.open));
    let figures = [
        (text::debts_all(l), all),
        (text::debts_late(l), late),
        (text::debts_agreed(l), agreed),
        (text::debts_unagreed(l), all.sub(agreed).unwrap_or(Money::ZERO)),
    ];
    html! {
        div.kpis {
            @for (name, sum) in figures { div.kpi { div.l { (name) } div.v.num { (sum.show_with_sign(l)) } } }
        }
    }
}

fn table(l: Lang, rows: &[Row]) -> Markup {
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::deposit_of(l)) }
                th scope="col" { (text::debt_visit_day(l)) }
                th scope="col" { (text::debt(l)) }
                th scope="col" { (text::debt_next_day(l)) }
                th.r scope="col" { (text::debt_late(l)) }
                th.r scope="col" { (text::debt_open(l)) }
            } }
            tbody { @for row in rows { (line(l, row)) } }
        }
    }
}

fn line(l: Lang, (debtor, debt): &Row) -> Markup {
    let phone = debtor.phone.as_deref().map(shown_phone);
    html! {
        tr {
            td {
                a.lnk href={ "/visits/" (debtor.visit) "/bill" } { (debtor.name) }
                br; span.mut.sm.num { (debtor.code) @if let Some(phone) = phone { " · " span.nw { (phone) } } }
            }
            td.num { (show_day(debtor.day, l)) }
            @match debt {
                Some((agreed, standing)) => {
                    td { (state(l, agreed, standing)) br; span.mut.sm { (agreed.debt.reason) } }
                    td.num { @if let Some(next) = standing.next { (show_day(next, l)) } }
                    td.r.num { @if !standing.overdue.is_zero() { b.bad { (standing.overdue.show_with_sign(l)) } br; span.mut.sm { (text::debt_days(l, standing.overdue_days)) } } }
                }
                None => { td { (status(Tone::Mute, "minus", text::debt_not_agreed(l))) } td {} td {} }
            }
            (number_cell(debtor.due.show_with_sign(l)))
        }
    }
}

fn shown_phone(typed: &str) -> String {
    Phone::parse(typed).map_or_else(|_| typed.to_owned(), |phone| phone.show())
}

/// The list as a table of a workbook.
pub fn sheet(l: Lang, rows: &[Row]) -> Sheet {
    let heads = [
        text::debt_code(l),
        text::deposit_of(l),
        text::debt_phone(l),
        text::debt_visit_day(l),
        text::debt_next_day(l),
        text::debt_late(l),
        text::debt_late_days(l),
        text::debt_reason(l),
        text::debt_open(l),
    ];
    let row = |(debtor, debt): &Row| {
        let standing = debt.as_ref().filter(|(agreed, _)| agreed.is_agreed()).map(|(_, standing)| standing);
        vec![
            Cell::text(debtor.code.as_str()),
            Cell::text(debtor.name.as_str()),
            Cell::text(debtor.phone.as_deref().map(shown_phone).unwrap_or_default()),
            Cell::Day(debtor.day),
            standing.and_then(|s| s.next).map_or(Cell::Empty, Cell::Day),
            standing.map_or(Cell::Empty, |s| Cell::Money(s.overdue)),
            standing.map_or(Cell::Empty, |s| Cell::Count(s.overdue_days)),
            debt.as_ref().map_or(Cell::Empty, |(agreed, _)| Cell::text(agreed.debt.reason.as_str())),
            Cell::Money(debtor.due),
        ]
    };
    Sheet {
        name: text::debts(l).to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}
