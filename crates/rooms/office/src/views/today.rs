//! Today: figures, the takings of two weeks, and what was done.

use crate::rules::{self, DayTakings, percent};
use crate::store::figures::{DoctorDay, Rest};
use crate::store::log::Act;
use crate::{text, told, words};
use bricks::clock::{Day, iso_day, show_day, show_day_short, show_instant, show_time};
use bricks::id::StaffId;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Permission;
use ground::html::chart::{Bars, HEIGHT, WIDTH, millions};
use ground::html::{Button, Tone, icon, parts};
use ground::web::{Face, Seen, office_bar};
use maud::{Markup, html};

/// What the list of acts is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub day: Option<Day>,
    pub staff: Option<StaffId>,
}

/// What the page is drawn from.
pub struct Office {
    pub doctors: Vec<DoctorDay>,
    pub rest: Rest,
    /// The last is today.
    pub days: Vec<DayTakings>,
    pub acts: Vec<Act>,
    /// What the acts tell by codes and numbers.
    pub names: told::Names,
    pub people: Vec<(StaffId, String)>,
}

pub fn page(face: &Face, office: &Office, asked: Asked) -> Seen {
    let l = face.lang;
    let main = html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::office_title(l)) {
            div #today data-live="queue cashier diary stock" data-src=(face.path) {
                (figures(face, office))
                div.dash-g {
                    (takings(face, &office.days))
                    (attention(face, &office.rest))
                    (activity(face, office, asked))
                    div.col { (methods(face, &office.days)) (doctors(face, &office.doctors)) }
                }
            }
        }
    };
    let top = html! { (office_bar(face, "/office")) span.sub.sm.nw.roomy { (show_day(face.today(), l)) " · " (text::updated(l, show_time(face.now, face.zone()))) } };
    Seen { title: text::office_title(l).to_owned(), room: "office", top, main }
}

fn figures(face: &Face, office: &Office) -> Markup {
    let (l, visits, rest) = (face.lang, rules::visits(&office.doctors), &office.rest);
    let today = office.days.last();
    let total = today.map_or(Money::ZERO, DayTakings::total);
    let payments = today.map_or(0, |d| d.payments);
    html! {
        div.kpis {
            (figure(text::figure_takings(l), html! { (millions(total, 1, l)) " " span.sm.sub { (text::million(l)) } }, "", &text::payments_count(l, payments)))
            (figure(text::figure_visits(l), html! { (visits.all) }, "", &text::visits_finished(l, visits.finished)))
            (figure(text::figure_waiting(l), html! { (visits.waiting) }, "", &text::visits_in_room(l, visits.in_room)))
            (figure(text::figure_unpaid(l), html! { (millions(rest.unpaid_amount, 2, l)) " " span.sm.sub { (text::million(l)) } }, warn(rest.unpaid), &text::bills_count(l, rest.unpaid)))
            (figure(text::figure_missed(l), html! { (rest.missed) }, warn(rest.missed), &text::of_appointments(l, rest.appointments)))
        }
    }
}

fn warn(count: i64) -> &'static str {
    if count > 0 { "warn" } else { "" }
}

fn figure(name: &str, value: Markup, class: &str, below: &str) -> Markup {
    html! { div.kpi { div.l { (name) } div class={ "v " (class) } { (value) } div.sm.sub { (below) } } }
}

fn takings(face: &Face, days: &[DayTakings]) -> Markup {
    let l = face.lang;
    let bars = Bars::of(days.iter().map(DayTakings::total));
    let sum = Money::sum(days.iter().map(DayTakings::total)).unwrap_or(Money::ZERO);
    html! {
        section.card.two-c aria-labelledby="takings" {
            div.ch {
                h2 #takings { (text::takings_title(l)) }
                span.sub.sm { (text::takings_unit(l)) }
                span.sp {}
                div.leg { span { i.sw.s1 {} (text::cash(l)) } span { i.sw.s2 {} (text::transfer(l)) } }
            }
            div.cb.plot {
                svg.chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(text::takings_said(l, sum.show_with_sign(l))) {
                    @for tick in bars.ticks() {
                        line.gl x1=(bars.left()) x2=(WIDTH) y1=(place(bars.y(tick))) y2=(place(bars.y(tick))) {}
                        text.ax.e x=(bars.left() - 6) y=(place(bars.y(tick) + 4.0)) { (millions(Money::from_minor(tick), 2, l)) }
                    }
                    @for (index, day) in days.iter().enumerate() { (bar(bars, index, day, l)) }
                }
            }
        }
    }
}

/// Cash below, transfers on top, the day's total above.
fn bar(bars: Bars, index: usize, day: &DayTakings, l: Lang) -> Markup {
    let (x, width) = bars.bar(index);
    let (cash, total) = (day.cash.minor(), day.total().minor());
    let said = format!("{}: {}", show_day(day.day, l), day.total().show_with_sign(l));
    let middle = place(x + width / 2.0);
    html! {
        @if cash > 0 {
            rect.f1 x=(place(x)) y=(place(bars.y(cash))) width=(place(width)) height=(place(bars.floor() - bars.y(cash))) rx="3" { title { (said) } }
        }
        @if total > cash {
            rect.f2 x=(place(x)) y=(place(bars.y(total))) width=(place(width)) height=(place(bars.y(cash) - bars.y(total))) rx="3" { title { (said) } }
        }
        @if total > 0 { text.ax.c.b x=(middle) y=(place(bars.y(total) - 5.0)) { (millions(day.total(), 1, l)) } }
        text.ax.c x=(middle) y=(HEIGHT - 6) { (show_day_short(day.day)) }
    }
}

fn place(at: f64) -> String {
    format!("{at:.1}")
}

/// A line of what needs a hand: how many, its picture, what, why, where, and who may go there.
type Row = (i64, &'static str, String, &'static str, &'static str, Permission);

/// What waits for a second person.
fn second(l: Lang, rest: &Rest) -> [Row; 4] {
    [
        (
            rest.losses,
            "package-open",
            text::losses_title(l, rest.losses),
            text::second_hint(l),
            "/storeroom/documents",
            Permission::SeeStock,
        ),
        (
            rest.counts,
            "wallet",
            text::counts_title(l, rest.counts),
            text::second_hint(l),
            "/cashier/sessions",
            Permission::SeeBills,
        ),
        (
            rest.refunds,
            "undo-2",
            text::refunds_title(l, rest.refunds),
            text::second_hint(l),
            "/cashier/refunds",
            Permission::SeeBills,
        ),
        (
            rest.discounts,
            "percent",
            text::discounts_title(l, rest.discounts),
            text::second_hint(l),
            "/cashier/discounts",
            Permission::SeeBills,
        ),
    ]
}

fn usual(l: Lang, rest: &Rest) -> [Row; 4] {
    [
        (
            rest.low,
            "package-x",
            text::low_title(l, rest.low),
            text::low_hint(l),
            "/storeroom?show=low",
            Permission::SeeStock,
        ),
        (
            rest.expired,
            "calendar-x",
            text::expired_title(l, rest.expired),
            text::expired_hint(l),
            "/storeroom?show=expired",
            Permission::SeeStock,
        ),
        (
            rest.unpaid,
            "wallet",
            text::unpaid_title(l, rest.unpaid),
            text::unpaid_hint(l),
            "/cashier",
            Permission::SeeBills,
        ),
        (
            rest.missed,
            "user-x",
            text::missed_title(l, rest.missed),
            text::missed_hint(l),
            "/reception",
            Permission::SeeDiary,
        ),
    ]
}

fn attention(face: &Face, rest: &Rest) -> Markup {
    let l = face.lang;
    let rows = second(l, rest).into_iter().chain(usual(l, rest));
    let open: Vec<_> = rows.filter(|(count, ..)| *count > 0).collect();
    html! {
        section.card aria-labelledby="attention" {
            (parts::card_header("attention", text::attention_title(l), html! { @if !open.is_empty() { (parts::badge(Tone::Wait, open.len())) } }))
            @if open.is_empty() { (parts::empty("circle-check", text::attention_none(l), "", html! {})) }
            ul {
                @for (_, icon_name, title, hint, href, permission) in &open {
                    li.li {
                        (icon(icon_name))
                        span.grow.snug { b { (title) } br; span.sub.sm { (hint) } }
                        @if face.may(*permission) { a.btn.sm href=(href) { (text::look(l)) } }
                    }
                }
            }
        }
    }
}

fn methods(face: &Face, days: &[DayTakings]) -> Markup {
    let l = face.lang;
    let Some(today) = days.last() else { return html! {} };
    let total = today.total();
    let row = |class: &str, name: &str, amount: Money| {
        html! {
            li.row {
                span class={ "dot " (class) } {}
                span.grow { (name) }
                span.num.b { (amount.show(l)) }
                span.num.mut.pct { (percent(amount.minor(), total.minor())) "%" }
            }
        }
    };
    html! {
        section.card aria-labelledby="methods" {
            (parts::card_header("methods", text::methods_title(l), html! { b.num { (total.show_with_sign(l)) } }))
            ul.cb.col.g2 { (row("s1", text::cash(l), today.cash)) (row("s2", text::transfer(l), today.transfer)) }
        }
    }
}

fn doctors(face: &Face, doctors: &[DoctorDay]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="doctors" {
            (parts::card_header("doctors", text::doctors_title(l), html! { span.sub.sm { (text::doctors_hint(l)) } }))
            @if doctors.is_empty() { (parts::empty("stethoscope", text::doctors_none(l), "", html! {})) }
            ul.cb.col.g2 {
                @for d in doctors {
                    li.row {
                        span.grow.tr { (d.name) }
                        span.row.nw {
                            (parts::meter(Tone::Brand, percent(d.finished, d.visits), None, &text::doctor_said(l, d.finished, d.visits)))
                            span.num.sm.sub { (d.finished) " / " (d.visits) }
                        }
                    }
                }
            }
        }
    }
}

fn activity(face: &Face, office: &Office, asked: Asked) -> Markup {
    let l = face.lang;
    html! {
        section.card.two-c aria-labelledby="activity" {
            div.ch {
                h2 #activity { (text::activity_title(l)) }
                span.sp {}
                (filter(face, &office.people, asked))
            }
            @if office.acts.is_empty() { (parts::empty("history", text::activity_none(l), "", html! {})) }
            @else {
                table.tbl {
                    thead { tr { th { (text::column_when(l)) } th { (text::column_who(l)) } th { (text::column_what(l)) } th { (text::column_patient(l)) } } }
                    tbody { @for act in &office.acts { (act_row(face, act, &office.names)) } }
                }
            }
        }
    }
}

fn filter(face: &Face, people: &[(StaffId, String)], asked: Asked) -> Markup {
    let l = face.lang;
    let day = asked.day.map(iso_day).unwrap_or_default();
    html! {
        form.row method="get" action="/office" {
            select.in #f-staff name="staff" aria-label=(text::filter_person(l)) {
                option value="" { (text::everybody(l)) }
                @for (id, name) in people { option value=(id) selected[asked.staff == Some(*id)] { (name) } }
            }
            input.in #f-day type="date" name="day" value=(day) aria-label=(text::filter_day(l));
            (Button { text: text::filter_button(l), icon: "list-filter", submit: true, ..Button::default() })
        }
    }
}

fn act_row(face: &Face, act: &Act, names: &told::Names) -> Markup {
    let l = face.lang;
    let today = face.zone().day_of(act.at) == face.today();
    let when = if today { show_time(act.at, face.zone()) } else { show_instant(act.at, face.zone(), l) };
    let what = words::act(l, &act.act).unwrap_or(&act.act);
    let detail = told::detail(l, &act.act, &act.detail, names);
    html! {
        tr {
            td.nw.num.sub { (when) }
            td.nw { (act.staff.as_deref().unwrap_or(text::the_system(l))) }
            td.brk { (what) @if !detail.is_empty() { " " span.mut { (detail) } } }
            td.nw.num { @if let (Some(id), Some(code)) = (act.patient, &act.patient_code) { (patient(face, id, code)) } }
        }
    }
}

fn patient(face: &Face, id: bricks::id::PatientId, code: &str) -> Markup {
    if face.may(Permission::SeeRecord) {
        return html! { a.lnk href={ "/patients/" (id) } { (code) } };
    }
    html! { @if face.may(Permission::EditPatients) { a.lnk href={ "/patients/" (id) "/profile" } { (code) } } @else { (code) } }
}
