//! Choosing: the service, the doctor, the day and the time.

use super::frame::{call, head, page};
use super::{Sight, speciality};
use crate::offer::{FreeDay, Service};
use crate::rules::time::Start;
use crate::store::OfferRow;
use crate::text;
use bricks::clock::{Day, Zone, add_days, iso_day, show_day_short, show_time, weekday_name};
use bricks::id::ResourceId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::access::Branch;
use ground::html::{Attempt, Button, Look, Size, Tone, alert, hidden, icon, icon_small, parts};
use maud::{Markup, html};
use std::sync::Arc;

const NOON: i64 = 12 * 60;

/// Where to go, in a clinic of several branches.
pub fn branches(sight: &Sight, branches: &[Arc<Branch>]) -> Markup {
    let l = sight.lang;
    let main = html! {
        (head(l, 1, text::choose_branch(l)))
        ul.choices {
            @for branch in branches {
                li {
                    a.pick href={ "/book?branch=" (branch.id) "&lang=" (l.code()) } {
                        span.av.l aria-hidden="true" { (icon("map-pin")) }
                        span.grow { b { (branch.name) } br; span.sub { (branch.address) } }
                        (icon("chevron-right"))
                    }
                }
            }
        }
    };
    page(sight, text::booking(l), "/book", &main)
}

/// Nothing can be booked here now.
pub fn closed(sight: &Sight) -> Markup {
    let l = sight.lang;
    let main = html! {
        h1 { (text::booking(l)) }
        div.inset { (alert(Tone::Info, "info", text::closed(l))) }
        (call(sight))
    };
    page(sight, text::booking(l), "/book", &main)
}

pub fn services(sight: &Sight, services: &[Service]) -> Markup {
    let l = sight.lang;
    let main = html! {
        (head(l, 1, text::choose_service(l)))
        @if sight.branch.is_some() { (chosen(sight, &sight.clinic.name, &sight.clinic.address, "/book")) }
        ul.choices {
            @for service in services {
                @if let Some(row) = service.rows.first() {
                    @let one = Some(row).filter(|_| service.rows.len() == 1);
                    li {
                        a.pick href=(address(sight, service, one.map(|r| r.doctor))) {
                            span.grow {
                                b { (row.service_name(l)) } br;
                                span.sub { (text::minutes(l, service.duration_minutes)) " · " (service.price.show_with_sign(l)) }
                            }
                            (icon("chevron-right"))
                        }
                    }
                }
            }
        }
        (call(sight))
    };
    page(sight, text::booking(l), &sight.book(""), &main)
}

/// `doctor` empty leads to the choice of a doctor.
fn address(sight: &Sight, service: &Service, doctor: Option<ResourceId>) -> String {
    let lang = sight.lang.code();
    match doctor {
        Some(doctor) => sight.book(&format!("service={}&doctor={doctor}&lang={lang}", service.id)),
        None => sight.book(&format!("service={}&lang={lang}", service.id)),
    }
}

pub fn doctors(sight: &Sight, service: &Service) -> Markup {
    let l = sight.lang;
    let name = service.rows.first().map_or("", |row| row.service_name(l));
    let main = html! {
        (head(l, 1, text::choose_doctor(l)))
        (chosen(sight, name, &facts(l, service), &sight.book("")))
        ul.choices {
            li {
                a.pick href=(sight.book(&format!("service={}&doctor=any&lang={}", service.id, l.code()))) {
                    span.av.l aria-hidden="true" { (icon("users")) }
                    span.grow { b { (text::any_doctor(l)) } br; span.sub { (text::any_doctor_hint(l)) } }
                    (icon("chevron-right"))
                }
            }
            @for row in &service.rows {
                li {
                    a.pick href=(address(sight, service, Some(row.doctor))) {
                        (parts::avatar_large(&row.doctor_name))
                        span.grow { b { (row.doctor()) } br; span.sub { (speciality(l, &row.speciality)) } }
                        (icon("chevron-right"))
                    }
                }
            }
        }
    };
    page(sight, text::booking(l), &sight.book(&format!("service={}", service.id)), &main)
}

fn facts(l: Lang, service: &Service) -> String {
    format!("{} · {}", text::minutes(l, service.duration_minutes), service.price.show_with_sign(l))
}

/// The branch within a form, where there are several.
pub fn branch_field(sight: &Sight) -> Markup {
    html! { @if let Some(branch) = sight.branch { (hidden("branch", &branch.to_string())) } }
}

/// What was chosen so far, with the way back.
pub fn chosen(sight: &Sight, title: &str, about: &str, back: &str) -> Markup {
    let l = sight.lang;
    let joint = if back.contains('?') { '&' } else { '?' };
    html! {
        div.pick {
            span.grow { b { (title) } br; span.sub { (about) } }
            (Button { text: text::change(l), href: &format!("{back}{joint}lang={}", l.code()), label: &text::change_what(l, title), ..Button::default() })
        }
    }
}

/// The doctor and the service in two lines.
pub fn names(l: Lang, service: &Service, doctor: Option<ResourceId>) -> (String, String) {
    let row: Option<&OfferRow> = doctor.and_then(|id| service.row_of(id)).or(service.rows.first());
    let title = match (doctor, row) {
        (Some(_), Some(row)) => row.doctor(),
        _ => text::any_doctor(l).to_owned(),
    };
    let service_name = row.map_or("", |r| r.service_name(l));
    (title, format!("{service_name} · {}", facts(l, service)))
}

/// Times to choose another from.
pub struct Others {
    pub starts: Vec<Start>,
    /// The doctors whose names are said.
    pub names: Vec<(ResourceId, String)>,
}

/// A form or a link in which times are chosen.
pub struct Times<'a> {
    pub days: &'a [FreeDay],
    /// The day whose times are shown.
    pub day: Day,
    pub first: Day,
    pub last: Day,
    /// Without `day` and `from`.
    pub address: String,
    /// The form was sent without a time.
    pub missed: bool,
}

pub fn times(sight: &Sight, service: &Service, doctor: Option<ResourceId>, times: &Times<'_>) -> Markup {
    let (l, free) = (sight.lang, starts_of(times));
    let (title, about) = names(l, service, doctor);
    let back = if service.rows.len() > 1 { format!("service={}", service.id) } else { String::new() };
    let main = html! {
        (head(l, 2, text::choose_time(l)))
        (chosen(sight, &title, &about, &sight.book(&back)))
        (strip(sight, times))
        form method="get" action="/book" data-plain novalidate {
            (branch_field(sight))
            (hidden("service", &service.id.to_string()))
            (hidden("doctor", &doctor.map_or("any".to_owned(), |d| d.to_string())))
            (hidden("day", &iso_day(times.day)))
            (hidden("lang", l.code()))
            (hidden("asked", "time"))
            (slots(l, sight.zone(), free, &[]))
            @if times.missed { p.err.inset role="alert" { (icon_small("circle-x")) span { (text::choose_a_time(l)) } } }
            @if !free.is_empty() { (dock(text::go_on(l))) }
        }
    };
    page(sight, text::booking(l), &format!("{}&day={}", times.address, iso_day(times.day)), &main)
}

pub fn starts_of<'a>(times: &Times<'a>) -> &'a [Start] {
    times.days.iter().find(|d| d.day == times.day).map_or(&[], |d| d.starts.as_slice())
}

/// The button at the lower end of the screen.
pub fn dock(said: &str) -> Markup {
    html! {
        div.dock { div { (Button { text: said, look: Look::Primary, size: Size::Huge, submit: true, block: true, ..Button::default() }) } }
    }
}

/// The days side by side; a link each, so that it works without script.
pub fn strip(sight: &Sight, times: &Times<'_>) -> Markup {
    let l = sight.lang;
    let at = |day: Day| format!("{}&day={}&lang={}", times.address, iso_day(day), l.code());
    let (before, after) =
        (times.days.first().map(|d| add_days(d.day, -1)), times.days.last().map(|d| add_days(d.day, 1)));
    html! {
        nav aria-label=(text::choose_day(l)) {
            p.grp { (icon("calendar-days")) (months(l, times.days)) }
            ol.days tabindex="0" {
                @for of in times.days {
                    li {
                        @if of.starts.is_empty() {
                            span.day.full { (day_inside(l, of)) }
                        } @else {
                            a.day href=(at(of.day)) aria-current=[(of.day == times.day).then_some("date")] { (day_inside(l, of)) }
                        }
                    }
                }
            }
            p.weeks {
                @if let Some(day) = before.filter(|day| *day >= times.first) { a.lnk href=(at_from(times, l, day, true)) { (text::earlier(l)) } }
                span.sp {}
                @if let Some(day) = after.filter(|day| *day <= times.last) { a.lnk href=(at_from(times, l, day, false)) { (text::later(l)) } }
            }
        }
    }
}

/// The month of the days side by side, or the two that they lie in.
fn months(l: Lang, days: &[FreeDay]) -> String {
    let month = |day: Day| text::month(l, i64::from(day.month()), day.year());
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first.day.month() != last.day.month() => {
            format!("{} – {}", month(first.day), month(last.day))
        }
        (Some(first), _) => month(first.day),
        (None, _) => String::new(),
    }
}

/// The stretch of days that ends or begins with a day.
fn at_from(times: &Times<'_>, l: Lang, day: Day, ends: bool) -> String {
    let from = if ends { add_days(day, 1 - crate::offer::DAYS_SHOWN).max(times.first) } else { day };
    format!("{}&from={}&lang={}", times.address, iso_day(from), l.code())
}

fn count(of: &FreeDay) -> i64 {
    i64::try_from(of.starts.len()).unwrap_or(i64::MAX)
}

fn day_inside(l: Lang, of: &FreeDay) -> Markup {
    let (weekday, date) = (weekday_name(of.day, l), show_day_short(of.day));
    html! {
        span aria-hidden="true" { (text::weekday_short(l, i64::from(of.day.weekday().to_monday_one_offset()))) }
        span.vh { (weekday) " " (date) }
        b aria-hidden="true" { (of.day.day()) @if of.day.day() == 1 { span.sm { "/" (of.day.month()) } } }
        span { @if of.starts.is_empty() { (text::no_place(l)) } @else { (text::places(l, count(of))) } }
    }
}

/// The name of the doctor of a time, where it is among those to be said.
fn named<'a>(names: &'a [(ResourceId, String)], start: &Start) -> Option<&'a str> {
    names.iter().find(|(id, _)| *id == start.doctor).map(|(_, name)| name.as_str())
}

/// Free times as radios, before and after noon; with the names of those doctors who are given.
pub fn slots(l: Lang, zone: &Zone, starts: &[Start], names: &[(ResourceId, String)]) -> Markup {
    let wide = starts.iter().any(|start| named(names, start).is_some());
    let (morning, afternoon): (Vec<&Start>, Vec<&Start>) =
        starts.iter().partition(|start| zone.minute_of_day(start.at) < NOON);
    html! {
        @if starts.is_empty() { p.inset.sub { (text::nothing_free(l)) } }
        @for (symbol, name, part) in [("sun", text::morning(l), morning), ("sunset", text::afternoon(l), afternoon)] {
            @if !part.is_empty() {
                fieldset {
                    legend.grp { (icon(symbol)) (name) }
                    div.slots.wide[wide] {
                        @for start in part {
                            label {
                                input type="radio" name="starts_at" value=(start) required;
                                span {
                                    (show_time(start.at, zone))
                                    @if let Some(name) = named(names, start) { br; (name) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Times of several days as radios, for one that is gone, with the names of the doctors who would come instead.
pub fn others(sight: &Sight, of: &Others, attempt: &Attempt) -> Markup {
    let (l, zone, starts) = (sight.lang, sight.zone(), &of.starts);
    // That a time is gone is said above; that none was chosen belongs here.
    let missed = attempt.refusal.as_ref().is_some_and(|refusal| refusal.kind == RefusalKind::Invalid);
    let error = attempt.error("starts_at", l).filter(|_| missed);
    html! {
        fieldset aria-describedby=[error.map(|_| "f-starts_at-error")] {
            legend.grp { (icon("calendar-clock")) (text::other_times(l)) }
            @if starts.is_empty() { p.inset.sub { (text::nothing_free(l)) } }
            div.slots.wide {
                @for start in starts {
                    @let day = zone.day_of(start.at);
                    label {
                        input type="radio" name="starts_at" value=(start) required;
                        span { (show_time(start.at, zone)) " · " (text::weekday_short(l, i64::from(day.weekday().to_monday_one_offset()))) " " (show_day_short(day))
                            @if let Some(name) = named(&of.names, start) { br; (name) }
                        }
                    }
                }
            }
            @if let Some(error) = error { p.err.inset #f-starts_at-error { (icon_small("circle-x")) span { (error) } } }
        }
    }
}
