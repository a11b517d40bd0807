//! Finding a patient.

use crate::store::Present;
use crate::text;
use bricks::age::show_age;
use bricks::clock::show_time;
use bricks::id::PatientId;
use bricks::phone::Phone;
use ground::access::Permission;
use ground::html::{Button, Look, Tone, combobox, icon, parts};
use ground::people::{Hit, Sex, birth};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;

/// The search page: what was found, or who is in the house while nothing was typed.
pub fn page(face: &Face, q: &str, hits: &[Hit], present: &[Present]) -> Seen {
    let l = face.lang;
    let title = if q.is_empty() { text::find_present(l) } else { text::find_found(l) };
    let count = if q.is_empty() { present.len() } else { hits.len() };
    let main = html! {
        div.page.sp {
            (search_form(face, q))
            section.card.grow aria-labelledby="found" {
                (parts::card_header("found", title, parts::badge(Tone::Mute, count)))
                div.scroll.sp tabindex="0" role="region" aria-labelledby="found" {
                    @if count == 0 { (nothing(face, q)) }
                    @for hit in hits { (hit_row(face, hit)) }
                    @for each in present { (present_row(face, each)) }
                }
            }
        }
    };
    Seen { title: text::room_title(l).to_owned(), room: "records", top: html! {}, main }
}

fn search_form(face: &Face, q: &str) -> Markup {
    let l = face.lang;
    html! {
        form.row method="get" action="/patients" role="search" {
            div.combo.grow data-combo {
                div.ig {
                    (icon("search"))
                    input.in #f-q name="q" value=(q) role="combobox" aria-expanded="false" aria-controls="f-q-list" aria-autocomplete="list"
                        autocomplete="off" spellcheck="false" maxlength="80" data-source="/patients/choices" data-scan autofocus
                        aria-label=(text::find_label(l)) placeholder=(text::find_placeholder(l));
                    kbd { "F2" }
                }
                div.lbx #f-q-list role="listbox" aria-label=(text::find_label(l)) hidden {}
            }
            (Button { text: text::find_button(l), icon: "search", submit: true, ..Button::default() })
            @if face.may(Permission::HandleRequests) {
                (Button { text: text::review_title(l), icon: "shield-check", href: "/privacy", ..Button::default() })
            }
            @if face.may(Permission::EditPatients) {
                (Button { text: text::new_patient(l), icon: "user-plus", look: Look::Primary, href: "/patients/new", ..Button::default() })
            }
        }
    }
}

fn nothing(face: &Face, q: &str) -> Markup {
    let l = face.lang;
    if q.is_empty() {
        return parts::empty("user-search", text::find_nobody(l), text::find_hint(l), html! {});
    }
    parts::empty("user-x", text::find_nothing(l), text::find_hint(l), html! {})
}

/// Where a row of the list leads for who looks: the record, the profile, or nowhere.
fn way(face: &Face, id: PatientId) -> Option<String> {
    if face.may(Permission::SeeRecord) {
        return Some(format!("/patients/{id}"));
    }
    let profile = face.may(Permission::EditPatients).then(|| format!("/patients/{id}/profile"));
    profile.or_else(|| face.may(Permission::OpenRecord).then(|| format!("/patients/{id}/opening")))
}

fn row(way: Option<String>, inside: &Markup) -> Markup {
    match way {
        Some(way) => html! { a.li href=(way) { (inside) } },
        None => html! { div.li { (inside) } },
    }
}

fn hit_row(face: &Face, hit: &Hit) -> Markup {
    row(way(face, hit.id), &hit_body(face, hit))
}

fn hit_body(face: &Face, hit: &Hit) -> Markup {
    let l = face.lang;
    html! {
        (parts::avatar(&hit.name))
        span.grow.snug {
            b.tr.l { (hit.name) }
            span.sub.sm.tr.l { (hit.sex().word(l)) " · " (show_age(hit.birth(), face.today(), l)) " (" (hit.birth().show(l)) ")" }
        }
        @if let Some(phone) = &hit.phone { span.num.sub.nw { (show_phone(phone)) } }
        span.num.mut.nw { (hit.code) }
    }
}

fn present_row(face: &Face, p: &Present) -> Markup {
    let l = face.lang;
    let sex = Sex::parse(&p.sex_code).unwrap_or(Sex::Other);
    let born = birth(p.birth_day, p.birth_year);
    let inside = html! {
        (parts::avatar(&p.name))
        span.grow.snug {
            b.tr.l { (p.name) }
            span.sub.sm.tr.l { (sex.word(l)) " · " (show_age(born, face.today(), l)) " (" (born.show(l)) ")" }
        }
        (station(p.facts().station(), &p.room, face))
        span.num.sub.sm.nw { (text::since(l, show_time(p.arrived_at, face.zone()))) }
        span.num.mut.nw { (p.code) }
    };
    row(way(face, p.id), &inside)
}

/// Where the patient is: colour, icon, word and, where a doctor is in play, the room.
pub fn station(station: Station, room: &str, face: &Face) -> Markup {
    let at_doctor = matches!(station, Station::Doctor | Station::InRoom | Station::DoctorWithResults);
    let room = if at_doctor && !room.is_empty() {
        format!(" · {}", text::room_short(face.lang, room))
    } else {
        String::new()
    };
    parts::status(tone(station), station.icon(), format!("{}{room}", station.text(face.lang)))
}

fn tone(station: Station) -> Tone {
    match station.tone() {
        "info" => Tone::Info,
        "wait" => Tone::Wait,
        "room" => Tone::Room,
        "test" => Tone::Test,
        "ok" => Tone::Ok,
        _ => Tone::Mute,
    }
}

/// The typeahead's options, each leading straight to its patient.
pub fn choices(face: &Face, hits: &[Hit]) -> Markup {
    html! {
        @for hit in hits {
            @if let Some(way) = way(face, hit.id) { (combobox::link_choice(&way, hit_body(face, hit))) }
        }
    }
}

/// A stored number as people read it.
pub fn show_phone(e164: &str) -> String {
    Phone::parse(e164).map_or_else(|_| e164.to_owned(), |p| p.show())
}
