//! What the typeahead and the palette answer.

use super::words;
use crate::rules::unchanged::marked;
use crate::text;
use bricks::text::fold;
use ground::access::Permission;
use ground::html::combobox::link_choice;
use ground::html::{choice, icon, parts};
use ground::people::Hit;
use ground::web::{Face, RailRoom, percent};
use maud::{Markup, html};

/// One patient in a list: name with the typed letters marked; sex, birth and phone (or the code) below.
pub fn patient(face: &Face, hit: &Hit, typed: &str) -> Markup {
    let l = face.lang;
    let phone = hit.phone.as_deref().map(words::phone);
    html! {
        (parts::avatar_small(&hit.name))
        span.grow {
            @for (piece, is_typed) in marked(&hit.name, typed) {
                @if is_typed { mark { (piece) } } @else { (piece) }
            }
            br;
            span.sm.sub.num.nw {
                (hit.sex().word(l)) " · " (hit.birth().show(l)) " · " (phone.as_deref().unwrap_or(&hit.code))
            }
        }
    }
}

/// The choices of the typeahead, last of them to make the patient.
pub fn choices(face: &Face, hits: &[Hit], typed: &str, back: &str) -> Markup {
    let l = face.lang;
    let new = format!("/patients/new?name={}&back={}", percent(typed), percent(back));
    html! {
        @for hit in hits.iter().take(8) {
            (choice(&hit.id.to_string(), &format!("{} · {}", hit.name, hit.birth_year), patient(face, hit, typed)))
        }
        @if face.may(Permission::EditPatients) && !typed.is_empty() {
            (link_choice(&new, html! { (icon("plus")) span.grow { (text::create_named(l, typed)) } }))
        }
    }
}

struct Action {
    word: &'static str,
    href: &'static str,
    icon: &'static str,
    keys: &'static str,
    permission: Permission,
}

/// The palette: patients first once something is typed, then what can be done, then where one can go.
pub fn palette(face: &Face, hits: &[Hit], typed: &str, rooms: &[RailRoom]) -> Markup {
    let l = face.lang;
    let actions = [
        Action {
            word: text::walk_in_long(l),
            href: "/walk-in",
            icon: "user-plus",
            keys: "Alt V",
            permission: Permission::CheckIn,
        },
        Action {
            word: text::book_new(l),
            href: "/reception#book",
            icon: "calendar-plus",
            keys: "Alt N",
            permission: Permission::Book,
        },
        Action {
            word: text::create_patient(l),
            href: "/patients/new",
            icon: "contact-round",
            keys: "",
            permission: Permission::EditPatients,
        },
        Action { word: text::scan(l), href: "/scan", icon: "scan-line", keys: "F2", permission: Permission::CheckIn },
        Action {
            word: text::merges(l),
            href: "/merges",
            icon: "merge",
            keys: "",
            permission: Permission::MergePatients,
        },
    ];
    let wanted = fold(typed);
    let fits = |word: &str| wanted.is_empty() || fold(word).contains(&wanted);
    let actions: Vec<&Action> = actions.iter().filter(|a| face.may(a.permission) && fits(a.word)).collect();
    let found: Vec<_> = hits.iter().filter_map(|hit| Some((hit, way(face, hit)?))).take(8).collect();
    let doors: Vec<&RailRoom> = rooms.iter().filter(|r| face.may(r.permission) && fits((r.label)(l))).collect();
    html! {
        @if !found.is_empty() {
            (group(text::patients(l)))
            @for (hit, way) in &found { (record(hit, way)) }
        }
        @if !actions.is_empty() {
            (group(text::actions(l)))
            @for action in &actions { (entry(action.href, action.icon, action.word, action.keys)) }
        }
        @if !doors.is_empty() {
            (group(text::go_to(l)))
            @for room in &doors { (entry(room.href, room.icon, (room.label)(l), &text::go_keys(l, room.letter.to_uppercase()))) }
        }
    }
}

fn group(title: &str) -> Markup {
    html! { div.grp role="presentation" { (title) } }
}

fn entry(href: &str, icon_name: &str, word: &str, keys: &str) -> Markup {
    link_choice(href, html! { (icon(icon_name)) span.grow { (word) } @if !keys.is_empty() { span.mut.sm { (keys) } } })
}

/// Where a patient leads to for who looks: the record, the profile, or nowhere.
fn way(face: &Face, hit: &Hit) -> Option<String> {
    if face.may(Permission::SeeRecord) {
        return Some(format!("/patients/{}", hit.id));
    }
    face.may(Permission::EditPatients).then(|| format!("/patients/{}/profile", hit.id))
}

fn record(hit: &Hit, way: &str) -> Markup {
    let phone = hit.phone.as_deref().map(words::phone);
    let body = html! {
        (icon("contact-round"))
        span.grow.num { (hit.name) " · " (hit.birth_year) @if let Some(phone) = &phone { " · " (phone) } }
        span.mut.sm.num { (hit.code) }
    };
    link_choice(way, body)
}
