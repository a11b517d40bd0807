//! The record: who it is, and the history in three columns.

use crate::chart;
use crate::history::{Prescription, Record};
use crate::rules::{self, Show};
use crate::store::AppointmentRow;
use crate::{text, views_chart, views_find, views_visit};
use bricks::age::{age_on, show_age};
use bricks::clock::{days_between, show_day, show_instant};
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Button, Look, Tone, icon, icon_small, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::appointment;
use papers::journey::Station;

/// Charts beside the whole history; the tests' own part shows all of them.
const CHARTS_MAX: usize = 6;
const ADULT_YEARS: i64 = 18;
const CARD_ENDS_SOON_DAYS: i64 = 60;

/// The whole page.
pub fn page(face: &Face, record: &Record, show: Show) -> Seen {
    let l = face.lang;
    let patient = &record.patient;
    let top = html! {
        nav.row.g1.sub.sm aria-label=(text::path_label(l)) {
            a.lnk href="/patients" { (text::path_patients(l)) }
            (icon_small("chevron-right"))
            span { (patient.code) }
        }
    };
    let main = html! {
        div.fill #record data-live={ "patient-" (patient.id) } data-src=(face.path) {
            (banner(face, record))
            (tabs(face, record, show))
            div.pat {
                div.scroll tabindex="-1" { div.col { (left(face, record)) } }
                (middle(face, record, show))
                @if has_right(show) { div.scroll tabindex="-1" { div.col { (right(face, record, show)) } } }
            }
        }
    };
    Seen { title: text::record_title(l).to_owned(), room: "records", top, main }
}

fn has_right(show: Show) -> bool {
    matches!(show, Show::All | Show::Tests)
}

fn banner(face: &Face, record: &Record) -> Markup {
    let (l, p) = (face.lang, &record.patient);
    let phone = p.phone.as_deref().map(views_find::show_phone);
    html! {
        section.pbn {
            (parts::avatar_large(&p.name))
            div.snug {
                div.row { h2.nw { (p.name) } (where_now(face, record)) }
                div.sub.nw {
                    (p.sex().word(l)) " · " b { (show_age(p.birth(), face.today(), l)) } " (" (p.birth().show(l)) ") · " (p.code)
                    @if let Some(phone) = phone { " · " span.num { (phone) } }
                    @if let Some(insurer) = insurer(face, record) { " · " (insurer) }
                }
            }
            @if p.allergies.is_empty() {
                span.mut.sm { (text::no_allergies(l)) }
            } @else {
                span.alert.k-bad role="note" title=(p.allergies) { (icon_small("octagon-alert")) span { b { (text::allergic(l, &p.allergies)) } } }
            }
            span.sp {}
            (buttons(face, record))
        }
    }
}

fn buttons(face: &Face, record: &Record) -> Markup {
    let (l, p) = (face.lang, &record.patient);
    let open = record.head.last.as_ref().filter(|v| !matches!(v.facts.station(), Station::Done | Station::Left));
    let open = open.filter(|_| face.may(Permission::SeeConsultations));
    html! {
        @if face.may(Permission::EditPatients) {
            (Button { text: text::edit(l), icon: "pencil", href: &format!("/patients/{}/profile", p.id), ..Button::default() })
        }
        @if face.may(Permission::Book) {
            (Button { text: text::book(l), icon: "calendar-plus", href: &format!("/reception?patient={}", p.id), ..Button::default() })
        }
        @if let Some(visit) = open {
            (Button { text: text::open_visit(l), icon: "stethoscope", look: Look::Primary, href: &format!("/visits/{}/chart", visit.id), ..Button::default() })
        }
    }
}

/// Where the patient is now, while a visit is under way.
fn where_now(face: &Face, record: &Record) -> Markup {
    let Some(visit) = &record.head.last else { return html! {} };
    let station = visit.facts.station();
    if matches!(station, Station::Done | Station::Left) {
        return html! {};
    }
    let chip = views_find::station(station, &visit.room, face);
    match rules::way_to(station, visit.id, &face.who) {
        Some(way) => html! { a href=(way) { (chip) } },
        None => chip,
    }
}

fn insurer<'a>(face: &Face, record: &'a Record) -> Option<&'a str> {
    let (vi, en) = (record.head.insurer_vi.as_deref()?, record.head.insurer_en.as_deref()?);
    Some(in_lang(face.lang, vi, en))
}

fn tabs(face: &Face, record: &Record, show: Show) -> Markup {
    let (l, head, id) = (face.lang, &record.head, record.patient.id);
    let word = |part: Show| match part {
        Show::All => (text::part_all(l), None),
        Show::Visits => (text::part_visits(l), Some(head.visits)),
        Show::Tests => (text::part_tests(l), Some(head.orders)),
        Show::Images => (text::part_images(l), Some(head.images)),
        Show::Prescriptions => (text::part_prescriptions(l), Some(head.prescriptions)),
        Show::Payments => (text::part_payments(l), Some(head.receipts)),
        Show::Appointments => (text::part_appointments(l), Some(head.appointments)),
    };
    html! {
        nav.tabs.top-t aria-label=(text::parts_label(l)) {
            @for part in Show::ALL {
                @let (text, count) = word(part);
                a href=(address(id, part)) aria-current=[(part == show).then_some("page")] {
                    (text) @if let Some(count) = count { " " span.bdg { (count) } }
                }
            }
        }
    }
}

fn address(id: bricks::id::PatientId, show: Show) -> String {
    match show {
        Show::All => format!("/patients/{id}"),
        _ => format!("/patients/{id}?show={}", show.code()),
    }
}

fn left(face: &Face, record: &Record) -> Markup {
    html! {
        (warnings(face, record))
        (running(face, record))
        (contact(face, record))
    }
}

fn warnings(face: &Face, record: &Record) -> Markup {
    let (l, p) = (face.lang, &record.patient);
    let end = html! {
        @if face.may(Permission::EditPatients) {
            a.btn.sm.ic.g href={ "/patients/" (p.id) "/profile" } aria-label=(text::edit_warnings(l)) { (icon("pencil")) }
        }
    };
    html! {
        section.card aria-labelledby="warnings" {
            (parts::card_header("warnings", text::warnings_title(l), end))
            ul.cb.col {
                @if p.allergies.is_empty() {
                    li.row.at { (icon("shield-check")) span.grow.mut { (text::no_allergies(l)) } }
                } @else {
                    li.row.at { span.bad { (icon("octagon-alert")) } span.grow { b.bad { (p.allergies) } } }
                }
                @for condition in p.conditions.split([';', '\n']).map(str::trim).filter(|c| !c.is_empty()) {
                    li.row.at { (icon("heart-pulse")) span.grow { b { (condition) } } }
                }
                @if p.conditions.trim().is_empty() {
                    li.row.at { (icon("heart-pulse")) span.grow.mut { (text::no_conditions(l)) } }
                }
            }
        }
    }
}

fn running(face: &Face, record: &Record) -> Markup {
    let l = face.lang;
    let lines = rules::running(&record.visits, face.today(), face.zone());
    if lines.is_empty() {
        return html! {};
    }
    html! {
        section.card aria-labelledby="running" {
            (parts::card_header("running", text::running_title(l), html! {}))
            ul.cb.col { @for (prescription, at) in lines { (running_line(face, prescription, at)) } }
        }
    }
}

fn running_line(face: &Face, prescription: &Prescription, at: usize) -> Markup {
    let Some(line) = prescription.lines.get(at) else { return html! {} };
    let until = rules::last_day(prescription, at, face.zone());
    html! {
        li.row.at {
            span.grow.snug {
                b { (views_visit::medicine(&line.row, face.lang)) } br;
                span.sub.sm { (views_visit::doses(&line.row, face.lang)) }
            }
            @if let Some(until) = until { span.mut.sm.nw { (text::until(face.lang, show_day(until, face.lang))) } }
        }
    }
}

fn contact(face: &Face, record: &Record) -> Markup {
    let (l, p) = (face.lang, &record.patient);
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
    if let Some(insurer) = insurer(face, record) {
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

fn middle(face: &Face, record: &Record, show: Show) -> Markup {
    let l = face.lang;
    let pressures = chart::pressures(&record.visits);
    let adult = age_on(record.patient.birth(), face.today()).years() >= ADULT_YEARS;
    html! {
        div.scroll.two-c[!has_right(show)] tabindex="0" role="region" aria-label=(text::history_label(l)) {
            div.col {
                @if show == Show::Appointments { (appointments(face, &record.appointments)) }
                @else {
                    @if show.shows(Show::Visits) { (views_chart::pressure(face, &pressures, adult)) }
                    @for entry in &record.visits { (views_visit::card(face, entry, show)) }
                    @if record.visits.is_empty() {
                        section.card { (parts::empty("history", text::nothing_yet(l), text::nothing_hint(l), html! {})) }
                    }
                    @if let Some(older) = record.older { (older_link(face, record, show, older)) }
                }
            }
        }
    }
}

fn older_link(face: &Face, record: &Record, show: Show, older: bricks::id::VisitId) -> Markup {
    let href = format!("/patients/{}?show={}&before={older}", record.patient.id, show.code());
    html! { div.row { span.sp {} (Button { text: text::older(face.lang), icon: "chevron-down", href: &href, ..Button::default() }) span.sp {} } }
}

fn right(face: &Face, record: &Record, show: Show) -> Markup {
    let l = face.lang;
    let series = chart::series(&record.visits);
    let shown = if show == Show::Tests { series.len() } else { CHARTS_MAX };
    html! {
        @if !record.appointments.is_empty() { (appointments(face, &record.appointments)) }
        @if show == Show::All { (views_visit::latest_results(face, &record.visits)) }
        @for (at, each) in series.iter().take(shown).enumerate() { (views_chart::analyte(face, each, &format!("series-{at}"))) }
        @if series.len() > shown {
            a.lnk.sm href=(address(record.patient.id, Show::Tests)) { (text::all_charts(l, i64::try_from(series.len()).unwrap_or(0))) }
        }
        @if show == Show::All { (views_visit::latest_images(face, &record.visits)) }
    }
}

fn appointments(face: &Face, rows: &[AppointmentRow]) -> Markup {
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
        @if face.may(Permission::SeeDiary) { a.li href={ "/appointments/" (row.id) } { (inside) } }
        @else { div.li { (inside) } }
    }
}
