//! The screens: takings, what was undone, debts.

use crate::pages::{Lost, Takings};
use crate::period::{Period, Usual};
use crate::rules::{self, By, Line, Sums, change};
use crate::store::Undone;
use crate::views_chart::{DOTS, bars, ring};
use crate::{tables, text};
use bricks::clock::{days_between, iso_day, show_day, show_instant};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::chart::millions;
use ground::html::{Button, Part, Size, Tone, parts};
use ground::sheet::{Cell, Sheet};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::debt::{Agreed, Debtor, Debtors};

/// The addresses of the parts, in their order.
pub const TAKINGS: &str = "/reports";
const UNDONE: &str = "/reports/undone";
const DEBTS: &str = "/reports/debts";
/// So many debtors are drawn; the workbook has all of them.
pub(crate) const DEBTORS_SHOWN: usize = 500;
pub const SHARES: &str = "/reports/shares";

/// A part of the reports in its frame: the other parts above, the days beside them.
pub fn seen(face: &Face, current: &'static str, period: Option<Period>, main: &Markup) -> Seen {
    let l = face.lang;
    let query = period.map_or(String::new(), |period| format!("?{}", period.query()));
    let hrefs = [TAKINGS, UNDONE, DEBTS, SHARES].map(|path| (path, format!("{path}{query}")));
    let names = [text::part_takings(l), text::part_undone(l), text::part_debts(l), text::part_shares(l)];
    let shown: Vec<Part<'_>> = hrefs
        .iter()
        .zip(names)
        .map(|((path, href), text)| Part { text, href, current: *path == current, ..Part::default() })
        .collect();
    let top = html! {
        (Button { text: text::to_today(l), icon: "arrow-left", href: "/office", size: Size::Small, ..Button::default() })
        (parts::segmented(text::parts_label(l), &shown))
    };
    let main = html! {
        @if let Some(period) = period { (days(face, current, period)) }
        div.scroll.sp tabindex="0" role="region" aria-label=(text::title(l)) { (main) }
    };
    Seen { title: text::title(l).to_owned(), room: "office", top, main }
}

/// Choosing the days, and the workbook.
fn days(face: &Face, path: &str, period: Period) -> Markup {
    let l = face.lang;
    let usual = Usual::ALL.map(|usual| (word(l, usual), usual.period(face.today())));
    let hrefs = usual.map(|(_, period)| format!("{path}?{}", period.query()));
    let chips: Vec<Part<'_>> = usual
        .iter()
        .zip(&hrefs)
        .map(|((text, of), href)| Part { text, href, current: *of == period, ..Part::default() })
        .collect();
    let workbook = format!("/reports/workbook?{}", period.query());
    html! {
        div.tbar {
            (parts::chips(text::days_label(l), &chips))
            span.sp {}
            form.row method="get" action=(path) {
                input.in type="date" name="from" value=(iso_day(period.from)) aria-label=(text::field_from(l));
                "–"
                input.in type="date" name="to" value=(iso_day(period.to)) aria-label=(text::field_to(l));
                (Button { text: text::look(l), icon: "search", submit: true, ..Button::default() })
            }
            a.btn href=(workbook) download { (ground::html::icon("file-down")) (text::excel(l)) }
        }
    }
}

fn word(l: Lang, usual: Usual) -> &'static str {
    match usual {
        Usual::Today => text::days_today(l),
        Usual::Yesterday => text::days_yesterday(l),
        Usual::Week => text::days_week(l),
        Usual::Month => text::days_month(l),
        Usual::LastMonth => text::days_last_month(l),
        Usual::Year => text::days_year(l),
    }
}

/// What a period brought in.
pub fn takings(face: &Face, takings: &Takings) -> Seen {
    let (l, period) = (face.lang, takings.period);
    let rows = &takings.rows;
    let now = Sums::of(rows.iter().filter(|row| period.has(row.day)));
    let before = Sums::of(rows.iter().filter(|row| !period.has(row.day)));
    let card = |by: By, class: &str| {
        let sheet = tables::breakdown(l, &takings.names, by, &rules::lines(rows, period, by));
        table_card(l, (by_id(by), class), &sheet)
    };
    let methods = rules::lines(rows, period, By::Method);
    let main = html! {
        (figures(l, now, before))
        div.dash-g {
            section.card.two-c aria-labelledby="chart" {
                div.ch {
                    h2 #chart { (text::chart_title(l)) }
                    span.sub.sm { (text::million(l)) }
                    span.sp {}
                    div.leg { span { i.sw.s1 {} (span_of(l, period)) } span { i.sw.ghost {} (span_of(l, period.before())) } }
                }
                div.cb.plot { (bars(l, &rules::bars(rows, period))) }
            }
            (composition(l, takings, &methods, now.net()))
            (card(By::Group, "three-c"))
            (card(By::Doctor, "three-c"))
            (card(By::Cashier, "three-c"))
            (card(By::Payer, "three-c"))
            (table_card(l, ("deposits", "three-c"), &tables::deposits(l, &takings.deposits, rows, period)))
            (table_card(l, ("by-day", "three-c"), &tables::by_day(l, rows, period)))
        }
    };
    seen(face, TAKINGS, Some(period), &main)
}

fn by_id(by: By) -> &'static str {
    match by {
        By::Method => "by-method",
        By::Group => "by-group",
        By::Doctor => "by-doctor",
        By::Cashier => "by-cashier",
        By::Payer => "by-payer",
    }
}

fn span_of(l: Lang, period: Period) -> String {
    if period.from == period.to {
        return show_day(period.from, l);
    }
    format!("{} – {}", show_day(period.from, l), show_day(period.to, l))
}

fn figures(l: Lang, now: Sums, before: Sums) -> Markup {
    let money = |amount: Money| html! { (millions(amount, 2, l)) " " span.sm.sub { (text::million(l)) } };
    html! {
        div.kpis {
            (figure(text::head_net(l), &money(now.net()), &compared(l, now.net(), before.net())))
            (figure(text::head_payments(l), &html! { (now.payments) }, &html! { (text::before_count(l, before.payments)) }))
            (figure(text::figure_average(l), &html! { (now.average().show_with_sign(l)) }, &compared(l, now.average(), before.average())))
            (figure(text::head_voided(l), &money(now.voided), &html! { (text::before_sum(l, before.voided.show_with_sign(l))) }))
            (figure(text::head_refunded(l), &money(now.refunded), &html! { (text::before_sum(l, before.refunded.show_with_sign(l))) }))
        }
    }
}

pub fn figure(name: &str, value: &Markup, below: &Markup) -> Markup {
    html! { div.kpi { div.l { (name) } div.v { (value) } div.sm.sub { (below) } } }
}

/// `▲ 27 % so với 17.600.000 ₫`.
fn compared(l: Lang, now: Money, before: Money) -> Markup {
    let told = text::before_sum(l, before.show_with_sign(l));
    html! {
        @match change(now, before) {
            Some(percent @ 1..) => { span.ok.b { "▲ " (percent) "%" } " " (told) }
            Some(percent @ ..=-1) => { span.bad.b { "▼ " (percent.unsigned_abs()) "%" } " " (told) }
            _ => { (told) }
        }
    }
}

fn composition(l: Lang, takings: &Takings, methods: &[Line], whole: Money) -> Markup {
    let sum = methods.iter().map(|line| line.now.net().minor().max(0)).sum::<i64>();
    let share = |line: &Line| (line.now.net().minor().max(0) * 200 + sum).checked_div(sum * 2).unwrap_or(0);
    html! {
        section.card aria-labelledby="methods" {
            (parts::card_header("methods", text::by_method(l), html! {}))
            @if methods.is_empty() { (parts::empty("wallet", text::nothing_taken(l), "", html! {})) }
            @else {
                div.cb.row.w.g4 {
                    (ring(l, methods, whole))
                    ul.col.g2.grow {
                        @for (line, dot) in methods.iter().zip(DOTS.iter().cycle()) {
                            li.row {
                                span class={ "dot " (dot) } {}
                                span.grow { (tables::name_of(l, &takings.names, By::Method, &line.key)) }
                                span.num.b { (millions(line.now.net(), 1, l)) }
                                span.num.mut.pct { (share(line)) "%" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table of the report in its card.
pub fn table_card(l: Lang, (id, class): (&str, &str), sheet: &Sheet) -> Markup {
    html! {
        section class={ "card " (class) } aria-labelledby=(id) {
            (parts::card_header(id, &sheet.name, html! {}))
            @if sheet.rows.is_empty() { (parts::empty("chart-column", text::nothing_here(l), "", html! {})) }
            @else { (table(l, sheet)) }
        }
    }
}

fn table(l: Lang, sheet: &Sheet) -> Markup {
    let is_text =
        |column: usize| sheet.rows.iter().filter_map(|row| row.get(column)).any(|cell| matches!(cell, Cell::Text(_)));
    html! {
        table.tbl {
            thead { tr { @for (column, head) in sheet.heads.iter().enumerate() { th.r[column > 0 && !is_text(column)] { (head) } } } }
            tbody { @for row in &sheet.rows { tr { @for cell in row { (shown(l, cell)) } } } }
        }
    }
}

fn shown(l: Lang, cell: &Cell) -> Markup {
    match cell {
        Cell::Text(text) => html! { td { (text) } },
        Cell::Money(amount) => html! { td.r.num.mut[amount.is_zero()] { (amount.show(l)) } },
        Cell::Count(count) => html! { td.r.num { (count) } },
        Cell::Quantity(quantity) => html! { td.r.num { (quantity.show(l)) } },
        Cell::Day(day) => html! { td.num { (show_day(*day, l)) } },
        Cell::Share(points) => html! { td.r.num { (bricks::quantity::Quantity::from_milli(points * 10).show(l)) "%" } },
        Cell::Empty => html! { td.r.mut { "–" } },
    }
}

/// What was taken off, voided and given back, and by whom.
pub fn undone(face: &Face, lost: &Lost) -> Seen {
    let l = face.lang;
    let people = tables::undone(l, lost);
    let main = html! {
        div.stk.mt4 {
            (table_card(l, ("people", ""), &people))
            section.card aria-labelledby="latest" {
                (parts::card_header("latest", text::latest_title(l), html! {}))
                @if lost.latest.is_empty() { (parts::empty("circle-check", text::nothing_undone(l), "", html! {})) }
                ul { @for each in &lost.latest { (undone_row(face, each)) } }
            }
        }
    };
    seen(face, UNDONE, Some(lost.period), &main)
}

fn undone_row(face: &Face, each: &Undone) -> Markup {
    let l = face.lang;
    let (tone, icon, word) = match each.kind.as_str() {
        "voided" => (Tone::Bad, "ban", text::kind_voided(l)),
        _ => (Tone::Wait, "undo-2", text::kind_refunded(l)),
    };
    let number = format!("{}-{:06}", each.series, each.number);
    html! {
        li.li {
            span.grow.snug {
                span.row.g2 { a.lnk.num href={ "/receipts/" (each.receipt) } { (number) } (parts::status(tone, icon, word)) }
                span.sub.sm { (each.reason) }
                br;
                span.mut.sm { (show_instant(each.at, face.zone(), l)) " · " (each.by_name) }
            }
            b.num { (each.amount.show_with_sign(l)) }
        }
    }
}

/// Who owes.
pub fn debts(face: &Face, debts: &Debtors) -> Seen {
    let (l, today) = (face.lang, face.today());
    let of = |from: i64, to: i64| debts.sum(|day| (from..=to).contains(&days_between(day, today)));
    let (count, _) = of(i64::MIN, i64::MAX);
    let shown = debts.rows.get(..DEBTORS_SHOWN).unwrap_or(&debts.rows);
    let ages = [
        (text::debts_all(l), of(i64::MIN, i64::MAX)),
        (text::debts_week(l), of(i64::MIN, 7)),
        (text::debts_month(l), of(8, 30)),
        (text::debts_quarter(l), of(31, 90)),
        (text::debts_older(l), of(91, i64::MAX)),
    ];
    let main = html! {
        div.kpis {
            @for (name, (count, sum)) in ages {
                (figure(name, &html! { (millions(sum, 2, l)) " " span.sm.sub { (text::million(l)) } }, &html! { (text::bills_count(l, count)) }))
            }
        }
        div.page {
            section.card aria-labelledby="debtors" {
                (parts::card_header("debtors", text::debtors_title(l), html! {}))
                @if shown.is_empty() { (parts::empty("circle-check", text::debts_none(l), text::debts_none_hint(l), html! {})) }
                @else { (debtors(face, shown)) }
                @if count > DEBTORS_SHOWN as i64 { p.cb.sub { (text::debts_more(l, count, DEBTORS_SHOWN)) } }
            }
        }
    };
    seen(face, DEBTS, None, &main)
}

fn debtors(face: &Face, debts: &[(Debtor, Option<Agreed>)]) -> Markup {
    let (l, today) = (face.lang, face.today());
    html! {
        table.tbl {
            thead { tr { th { (text::head_code(l)) } th { (text::head_patient(l)) } th { (text::head_phone(l)) } th { (text::head_visit_day(l)) } th.r { (text::head_age(l)) } th { (text::head_next(l)) } th.r { (text::head_late(l)) } th.r { (text::head_due(l)) } } }
            tbody {
                @for (debt, agreed) in debts {
                    @let standing = agreed.as_ref().filter(|agreed| agreed.is_agreed()).map(|agreed| agreed.standing(today));
                    tr {
                        td.num { (debt.code) }
                        td { @if face.may(Permission::SeeBills) { a.lnk href={ "/visits/" (debt.visit) "/bill" } { (debt.name) } } @else { (debt.name) } }
                        td.num { @if let Some(phone) = &debt.phone { (phone_shown(phone)) } }
                        td.num { (show_day(debt.day, l)) }
                        td.r.num { (days_between(debt.day, today)) }
                        td.num { @if let Some(next) = standing.as_ref().and_then(|s| s.next) { (show_day(next, l)) } }
                        td.r.num { @if let Some(late) = standing.as_ref().map(|s| s.overdue).filter(|late| !late.is_zero()) { b.bad { (late.show_with_sign(l)) } } }
                        (parts::number_cell(debt.due.show_with_sign(l)))
                    }
                }
            }
        }
    }
}

fn phone_shown(phone: &str) -> String {
    bricks::phone::Phone::parse(phone).map_or_else(|_| phone.to_owned(), |phone| phone.show())
}
