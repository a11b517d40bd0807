//! The record: who it is, and the history in three columns.

use crate::chart;
use crate::history::{Asked, Record};
use crate::rules::Show;
use crate::store::AppointmentRow;
use crate::views_frame::{self, Tab, address, insurer};
use crate::{text, views_background, views_chart, views_dose, views_find, views_loose, views_search, views_visit};
use bricks::age::age_on;
use bricks::clock::{days_between, show_day, show_instant};
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Tone, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::appointment;

/// Charts beside the whole history; the tests' own part shows all of them.
const CHARTS_MAX: usize = 6;
/// Appointments beside the whole history.
const APPOINTMENTS_MAX: usize = 3;
const ADULT_YEARS: i64 = 18;
const CARD_ENDS_SOON_DAYS: i64 = 60;

/// The whole page. Each column moves by itself when the patient's papers do.
pub fn page(face: &Face, record: &Record, asked: Asked) -> Seen {
    let (l, show) = (face.lang, asked.show);
    let face = &views_frame::without_ways(face, &record.top);
    let topic = format!("patient-{}", record.top.patient.id);
    let body = html! {
        div.pat {
            div.scroll #known tabindex="-1" data-live=(topic) data-src=(face.path) { div.col { (left(face, record)) } }
            div.scroll.two-c[!has_right(show)] #history tabindex="0" role="region" aria-label=(text::history_label(l)) data-live=(topic) data-src=(face.path) {
                (middle(face, record, asked))
            }
            @if has_right(show) {
                div.scroll #beside tabindex="-1" data-live=(topic) data-src=(face.path) { div.col { (right(face, record, show)) } }
            }
        }
    };
    views_frame::page(face, &record.top, Tab::Show(show), &body)
}

fn has_right(show: Show) -> bool {
    matches!(show, Show::All | Show::Tests)
}

fn left(face: &Face, record: &Record) -> Markup {
    html! {
        (views_background::summary(face, record))
        (contact(face, record))
    }
}

fn contact(face: &Face, record: &Record) -> Markup {
    let (l, p) = (face.lang, &record.top.patient);
    let mut pairs: Vec<(&str, Markup)> = Vec::new();
    if let Some(phone) = &p.phone {
        pairs.push((text::phone(l), html! { a.num href={ "tel:" (phone) } { (views_find::show_phone(phone)) } }));
    }
    if let Some(email) = &p.email {
        pairs.push((text::email(l), html! { span { (email) } }));
    }
    if !p.address.is_empty() {
        pairs.push((text::address(l), html! { (p.address) }));
    }
    if let Some(insurer) = insurer(face, &record.top) {
        pairs.push((
            text::insurance(l),
            html! { (insurer) @if let Some(number) = &p.insurance_number { " · " span.num { (number) } } },
        ));
    }
    if let Some(until) = p.insurance_until {
        pairs.push((text::insured_until(l), insured_until(face, until)));
    }
    if let Some(name) = &p.guardian_name {
        let phone = p.guardian_phone.as_deref().map(views_find::show_phone);
        pairs.push((text::guardian(l), html! { (name) @if let Some(phone) = phone { " · " span.num { (phone) } } }));
    }
    html! {
        section.card aria-labelledby="contact" {
            (parts::card_header("contact", text::contact_title(l), html! {}))
            div.cb {
                @if pairs.is_empty() { span.mut { (text::no_contact(l)) } } @else { (parts::facts(pairs)) }
            }
        }
    }
}

fn insured_until(face: &Face, until: bricks::clock::Day) -> Markup {
    let (l, left) = (face.lang, days_between(face.today(), until));
    html! {
        (show_day(until, l)) " "
        @if left < 0 { (parts::badge(Tone::Bad, text::insurance_over(l))) }
        @else if left <= CARD_ENDS_SOON_DAYS { (parts::badge(Tone::Wait, text::days_left(l, left))) }
    }
}

fn middle(face: &Face, record: &Record, asked: Asked) -> Markup {
    let (l, show) = (face.lang, asked.show);
    let pressures = chart::pressures(&record.visits);
    let adult = age_on(record.top.patient.birth(), face.today()).years() >= ADULT_YEARS;
    html! {
        div.col {
            @match show {
                Show::Appointments => {
                    div.row { (views_search::field(face, &record.top, "")) }
                    @if asked.cursor.is_none() { (appointments(face, &to_come(&record.appointments))) }
                    (views_loose::list(face, record, show))
                }
                Show::Messages => {
                    div.row { (views_search::field(face, &record.top, "")) }
                    (views_loose::list(face, record, show))
                }
                _ => {
                    div.row {
                        @if asked.from.is_some() { a.lnk href=(address(record.top.patient.id, show)) { (text::to_latest(l)) } }
                        (views_search::field(face, &record.top, ""))
                    }
                    @if show.shows(Show::Visits) { (views_chart::pressure(face, &pressures, adult)) }
                    (rows(face, record, show))
                }
            }
        }
    }
}

/// Without those that were missed, which stand among the past ones.
fn to_come(all: &[AppointmentRow]) -> Vec<&AppointmentRow> {
    all.iter().filter(|row| row.state == appointment::State::Booked).collect()
}

/// Visits, and what lies between them, latest first.
fn rows(face: &Face, record: &Record, show: Show) -> Markup {
    let l = face.lang;
    let mut loose = record.loose.iter().peekable();
    let entries = record.visits.iter().map(|entry| {
        let mut before = Vec::new();
        while let Some(row) = loose.next_if(|row| row.at > entry.visit.arrived_at) {
            before.push(row);
        }
        (before, entry)
    });
    let entries: Vec<_> = entries.collect();
    let after: Vec<_> = loose.collect();
    html! {
        div.col #rows {
            (views_dose::earlier(l, &record.earlier_doses))
            @for (before, entry) in entries {
                (views_loose::gap(face, record, &before))
                (views_visit::card(face, record.top.patient.birth(), entry, show))
            }
            (views_loose::gap(face, record, &after))
            @if record.visits.is_empty() && record.loose.is_empty() && record.earlier_doses.is_empty() {
                section.card { (parts::empty("history", text::nothing_yet(l), text::nothing_hint(l), html! {})) }
            }
            @if let Some(older) = record.older {
                @let href = format!("/patients/{}?show={}&before={older}", record.top.patient.id, show.code());
                (views_loose::more(&href, text::older(l)))
            }
        }
    }
}

fn right(face: &Face, record: &Record, show: Show) -> Markup {
    let l = face.lang;
    let series = chart::series(&record.visits);
    let shown = if show == Show::Tests { series.len() } else { CHARTS_MAX };
    html! {
        @if show == Show::All { (views_visit::latest_results(face, &record.visits)) }
        @if !record.appointments.is_empty() { (next_appointments(face, record)) }
        @for (at, each) in series.iter().take(shown).enumerate() { (views_chart::analyte(face, each, &format!("series-{at}"))) }
        @if series.len() > shown {
            a.lnk.sm href=(address(record.top.patient.id, Show::Tests)) { (text::all_charts(l, i64::try_from(series.len()).unwrap_or(0))) }
        }
        @if show == Show::All { (views_visit::latest_images(face, &record.visits)) }
    }
}

/// The next few; the others have a list of their own.
fn next_appointments(face: &Face, record: &Record) -> Markup {
    let rows: Vec<&AppointmentRow> = record.appointments.iter().take(APPOINTMENTS_MAX).collect();
    let all = address(record.top.patient.id, Show::Appointments);
    html! {
        (appointments(face, &rows))
        @if record.appointments.len() > rows.len() {
            a.lnk.sm href=(all) { (text::all_appointments(face.lang, i64::try_from(record.appointments.len()).unwrap_or(0))) }
        }
    }
}

fn appointments(face: &Face, rows: &[&AppointmentRow]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="appointments" {
            (parts::card_header("appointments", text::appointments_title(l), html! {}))
            @if rows.is_empty() { (parts::empty("calendar-days", text::no_appointments(l), "", html! {})) }
            @for row in rows { (appointment_row(face, row)) }
        }
    }
}

fn appointment_row(face: &Face, row: &AppointmentRow) -> Markup {
    let l = face.lang;
    let chip = match row.state {
        appointment::State::NoShow => parts::status(Tone::Mute, "calendar-x", text::missed(l)),
        _ => parts::status(Tone::Info, "calendar-days", text::booked(l)),
    };
    let inside = html! {
        span.grow.snug {
            b.num { (show_instant(row.starts_at, face.zone(), l)) } br;
            span.sub.sm { (in_lang(l, &row.service_vi, &row.service_en)) " · " (row.doctor) }
            @if !row.note.is_empty() { br; span.mut.sm { (row.note) } }
        }
        (chip)
    };
    html! {
        @if face.may(Permission::SeeDiary) { a.li id={ "coming-" (row.id) } href={ "/appointments/" (row.id) } { (inside) } }
        @else { div.li id={ "coming-" (row.id) } { (inside) } }
    }
}
