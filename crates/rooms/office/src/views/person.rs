//! One person's form: name and roles, a doctor's place, the password, in and out.

use super::{roles, submit};
use crate::store::person::{PersonRow, PracticeRow};
use crate::{rules, text};
use bricks::clock::{Instant, show_instant};
use ground::access::{Role, Roles};
use ground::html::{Attempt, Button, Field, Look, Size, Tone, alert, field, general_error, hidden, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};

/// A person to be changed.
pub struct Shown {
    pub person: PersonRow,
    pub roles: Roles,
    pub practice: Option<PracticeRow>,
    /// Until when a link for a new password works: its address for who made it, else who did.
    pub link: Option<(Instant, Result<String, String>)>,
}

pub fn card(face: &Face, shown: &Shown, attempt: &Attempt) -> Markup {
    let (l, person) = (face.lang, &shown.person);
    let path = format!("/office/staff/{}", person.id);
    let more = html! { (Button { text: text::add_title(l), icon: "user-plus", href: "/office/staff", size: Size::Small, ..Button::default() }) };
    html! {
        section.card aria-labelledby="change" {
            (parts::card_header("change", &person.name, more))
            div.cb.col.g3.scroll.sp tabindex="-1" {
                (general_error(attempt, l))
                @if rules::may_edit(face.who.roles, shown.roles) {
                    @if !person.active { (alert(Tone::Mute, "ban", text::disabled_hint(l))) }
                    (post_form(&path, &face.key, fields(face, shown, attempt)))
                    @if shown.roles.has(Role::Doctor) || shown.practice.as_ref().is_some_and(|p| p.active) { (practice(face, shown, &path, attempt)) }
                    @if person.active && person.id != face.who.staff { (password(face, shown, &path)) }
                    @if person.id != face.who.staff { (in_and_out(face, shown, &path)) }
                } @else {
                    (alert(Tone::Info, "info", text::person_above(l)))
                }
            }
        }
    }
}

fn fields(face: &Face, shown: &Shown, attempt: &Attempt) -> Markup {
    let (l, person) = (face.lang, &shown.person);
    let named =
        |name, label, value, maxlength| Field { name, label, value, maxlength, required: true, ..Field::default() };
    let offered: Vec<Role> =
        Role::ALL.into_iter().filter(|r| rules::may_give(face.who.roles, *r) || shown.roles.has(*r)).collect();
    let held: Vec<Role> = Role::ALL.into_iter().filter(|r| shown.roles.has(*r)).collect();
    html! {
        (hidden("version", &person.version.to_string()))
        p.sub { (text::field_login(l)) ": " b.num { (person.login) } }
        div.grid2 {
            (field(named("name", text::field_name(l), &person.name, 120), attempt, l))
            (field(Field { required: false, placeholder: text::field_title_example(l), ..named("title", text::field_title(l), &person.title, 20) }, attempt, l))
        }
        (field(Field { required: false, ..named("speciality", text::field_speciality(l), &person.speciality, 120) }, attempt, l))
        (roles(l, &offered, &held, attempt))
        (submit(text::save(l), "save"))
    }
}

/// A doctor's place in the diary, and the ways to what else is decided of it.
fn practice(face: &Face, shown: &Shown, path: &str, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let place = shown.practice.as_ref().filter(|p| p.active);
    let (room, prefix) = shown.practice.as_ref().map_or(("", ""), |p| (p.room.as_deref().unwrap_or(""), &p.prefix));
    let is_doctor = shown.person.active && shown.roles.has(Role::Doctor);
    html! {
        div.row.g2.mt1 { h3.grow { (text::practice_title(l)) } @if place.is_none() { (parts::badge(Tone::Wait, text::not_in_diary(l))) } }
        @if is_doctor {
            (post_form(&format!("{path}/practice"), &face.key, html! {
                div.grid2 {
                    (field(Field { name: "room", label: text::field_room(l), value: room, maxlength: 40, required: true, ..Field::default() }, attempt, l))
                    (field(Field { name: "prefix", label: text::field_prefix(l), value: prefix, maxlength: 3, required: true, hint: text::field_prefix_hint(l), ..Field::default() }, attempt, l))
                }
                p.hint { (text::practice_hint(l)) }
                div { (Button { text: if place.is_some() { text::practice_save(l) } else { text::practice_open(l) }, icon: "calendar-clock", look: Look::Soft, submit: true, ..Button::default() }) }
            }))
        }
        @if let Some(place) = place {
            (parts::facts([
                (text::overbooking_of(l), html! { a href={ "/schedule/" (place.resource) } { (place.overbooking_limit) } }),
                (text::part_website(l), html! { a href="/website/settings" { @if place.bookable > 0 { (text::bookable_services(l, place.bookable)) } @else { (text::bookable_none(l)) } } }),
            ]))
            div.row.w.g2 {
                (Button { text: text::part_hours(l), icon: "calendar-clock", href: &format!("/schedule/{}", place.resource), ..Button::default() })
                form method="post" action={ (path) "/practice/removal" } data-guard data-confirm=(text::practice_close_confirm(l, &shown.person.name)) {
                    (hidden("key", &face.key))
                    (Button { text: text::practice_close(l), icon: "calendar-x", look: Look::Danger, submit: true, ..Button::default() })
                }
            }
        }
    }
}

fn password(face: &Face, shown: &Shown, path: &str) -> Markup {
    let l = face.lang;
    html! {
        h3.mt1 { (text::forgotten_title(l)) }
        @match &shown.link {
            Some((ends_at, Ok(address))) => {
                (field(Field { name: "link", label: text::link_label(l), value: address, hint: &text::link_hint(l, show_instant(*ends_at, face.who.zone(), l)), ..Field::default() }, &Attempt::none(), l))
            }
            Some((ends_at, Err(who))) => { p.hint { (text::link_of(l, who, show_instant(*ends_at, face.who.zone(), l))) } }
            None => { p.hint { (text::forgotten_hint(l)) } }
        }
        form method="post" action={ (path) "/password-link" } data-guard data-confirm=(text::link_confirm(l, &shown.person.name)) {
            (hidden("key", &face.key))
            (Button { text: text::link_make(l), icon: "key-round", look: Look::Soft, submit: true, ..Button::default() })
        }
    }
}

fn in_and_out(face: &Face, shown: &Shown, path: &str) -> Markup {
    let l = face.lang;
    html! {
        @if shown.person.active {
            form method="post" action={ (path) "/disabling" } data-guard data-confirm=(text::disable_confirm(l, &shown.person.name)) {
                (hidden("key", &face.key))
                (Button { text: text::disable(l), icon: "user-x", look: Look::Danger, submit: true, block: true, ..Button::default() })
            }
        } @else {
            form method="post" action={ (path) "/enabling" } data-guard {
                (hidden("key", &face.key))
                (Button { text: text::enable(l), icon: "check", look: Look::Soft, submit: true, block: true, ..Button::default() })
            }
        }
    }
}
