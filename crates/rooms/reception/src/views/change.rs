//! Another time for an appointment, and what became of it before.

use super::appointment::AppointmentPage;
use super::booking::general;
use super::{moving, words};
use crate::store::ChangeRow;
use crate::text;
use bricks::clock::{iso_day, show_day, show_instant, show_minute, show_time};
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, checkbox, field, hidden, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::appointment::{Free, State};

/// Day, time, doctor and length: what a drag on the grid sends, without one.
pub fn form(face: &Face, page: &AppointmentPage, attempt: &Attempt) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let minute = show_minute(face.zone().minute_of_day(row.starts_at));
    let (day, minutes, doctor) = (iso_day(row.day), row.duration_minutes.to_string(), row.doctor.to_string());
    let of = |name, label, kind, value| Field { name, label, kind, value, required: true, ..Field::default() };
    let doctors = page.doctors.iter().map(|d| (d.id.to_string(), d.titled_name()));
    html! {
        details open[attempt.refusal.is_some()] {
            summary.mut { (text::change_time(l)) }
            (post_form(&format!("/appointments/{}/time", row.id), &face.key, html! {
                (hidden("version", &row.version.to_string()))
                (general(attempt, l))
                div.grid2 {
                    (field(of("day", text::day(l), Kind::Date, day.as_str()), attempt, l))
                    (field(Field { placeholder: "9:15", autocomplete: "off", ..of("starts_at", text::hour(l), Kind::Text, minute.as_str()) }, attempt, l))
                }
                (select(of("doctor", text::doctor(l), Kind::Text, doctor.as_str()), doctors, attempt, l))
                (field(of("duration", text::length_minutes(l), Kind::Number, minutes.as_str()), attempt, l))
                @if page.overbooking_limit > 0 || row.overbooked {
                    (checkbox(Field { name: "beside", label: text::stand_beside(l), ..Field::default() }, row.overbooked, attempt, l))
                }
                (super::questions(l, attempt, &doctor, &row.service_id.to_string()))
                (checkbox(Field { name: "said", label: text::said(l), ..Field::default() }, false, attempt, l))
                @if let Some(offers) = &page.offers { div.row.w.g1 { (moving::offered(face, offers, name_of(page))) } }
                (Button { text: text::change_time(l), icon: "calendar-clock", submit: true, ..Button::default() })
            }))
        }
    }
}

fn name_of(page: &AppointmentPage) -> impl Fn(&Free) -> String {
    |free| page.doctors.iter().find(|d| d.id == free.doctor).map_or(String::new(), |d| d.name.clone())
}

/// The last change can be taken back as long as the patient is not here.
fn last<'a>(face: &Face, page: &'a AppointmentPage) -> Option<&'a ChangeRow> {
    let row = &page.row;
    let last = page.changes.first()?;
    let may = row.state != State::Arrived && last.version == row.version && face.may(Permission::Book);
    may.then_some(last)
}

/// Takes back that a patient was given up.
pub fn reopen(face: &Face, page: &AppointmentPage) -> Markup {
    let look = Look::Primary;
    html! { @if let Some(last) = last(face, page) { (undo(face, page, last, text::reopen(face.lang), look)) } }
}

fn undo(face: &Face, page: &AppointmentPage, last: &ChangeRow, text: &str, look: Look) -> Markup {
    post_form(
        &format!("/appointments/{}/undo", page.row.id),
        &face.key,
        html! {
            (hidden("version", &last.version.to_string()))
            (Button { text, icon: "undo-2", size: Size::Small, submit: true, look, ..Button::default() })
        },
    )
}

/// Every change with what was before, the last one first.
pub fn history(face: &Face, page: &AppointmentPage) -> Markup {
    let l = face.lang;
    html! {
        @if !page.changes.is_empty() {
            details open {
                summary.mut { (text::history(l)) }
                ol.tl {
                    @for change in &page.changes {
                        li {
                            time { (show_instant(change.changed_at, face.zone(), l)) " · " (change.by) }
                            p { b { (words::change(change.kind, l)) } " · " (text::was(l)) " " (was(face, change)) }
                        }
                    }
                }
                @if let Some(last) = last(face, page) { (undo(face, page, last, text::undo_last(l), Look::Normal)) }
            }
        }
    }
}

/// What an appointment was: time, length and doctor, or the word that was changed.
fn was(face: &Face, change: &ChangeRow) -> String {
    use papers::appointment::ChangeKind;
    let (l, zone) = (face.lang, face.zone());
    if change.kind == ChangeKind::Confirmation {
        return words::confirmation(change.was_confirmation, l).to_owned();
    }
    let day = show_day(zone.day_of(change.was_starts_at), l);
    let time = show_time(change.was_starts_at, zone);
    let state = match change.was_state {
        State::Cancelled => text::status_cancelled(l),
        State::NoShow => text::status_absent(l),
        State::Booked | State::Arrived => text::status_booked(l),
    };
    format!("{day} {time} · {} · {} · {state}", text::minutes(l, change.was_duration_minutes), change.was_doctor)
}
