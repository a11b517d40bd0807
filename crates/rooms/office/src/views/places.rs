//! Rooms and devices.

use super::submit;
use crate::store::places::PlaceRow;
use crate::{text, words};
use bricks::id::ResourceId;
use bricks::lang::Lang;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, field, general_error, hidden, icon, parts, post_form, radios,
};
use ground::web::{Face, Seen, office_bar};
use maud::{Markup, html};

pub fn page(face: &Face, places: &[PlaceRow], chosen: Option<ResourceId>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let in_use = places.iter().filter(|place| place.active).count();
    let main = html! {
        div.stk.mt4 {
            section.card aria-labelledby="places" {
                (parts::card_header("places", text::places_title(l), parts::badge(Tone::Mute, in_use)))
                div.scroll.sp tabindex="0" role="region" aria-labelledby="places" {
                    table.tbl {
                        thead {
                            tr { th { (text::field_place(l)) } th { (text::column_kind(l)) } th { (text::column_taken_by(l)) } th { (text::column_state(l)) } th { span.vh { (text::column_acts(l)) } } }
                        }
                        tbody { @for place in places { (row(l, place, chosen)) } }
                    }
                }
            }
            @match places.iter().find(|place| Some(place.id) == chosen) {
                Some(place) => { (change_card(face, place, attempt)) }
                None => { (add_card(face, attempt)) }
            }
        }
    };
    Seen { title: text::places_page(l).to_owned(), room: "office", top: office_bar(face, "/office/places"), main }
}

fn kind_word(l: Lang, kind: &str) -> &'static str {
    if kind == "room" { text::kind_room(l) } else { text::kind_device(l) }
}

fn row(l: Lang, place: &PlaceRow, chosen: Option<ResourceId>) -> Markup {
    let symbol = if place.kind == "room" { "door-open" } else { "monitor" };
    html! {
        tr aria-current=[(Some(place.id) == chosen).then_some("true")] {
            td.snug { div.row.g2 { (icon(symbol)) span { b { (place.name) } @if !place.department.is_empty() { br; span.mut.sm { (words::speciality(l, &place.department)) } } } } }
            td { (kind_word(l, &place.kind)) }
            td.sub {
                @if place.doctors > 0 { (text::doctors_here(l, place.doctors)) br; }
                @if place.services > 0 { (text::services_need(l, place.services)) }
            }
            td {
                @if !place.active { (parts::status(Tone::Mute, "ban", text::out_of_use(l))) }
                @else if place.closed { (parts::status(Tone::Wait, "wrench", text::in_maintenance(l))) }
                @else { (parts::status(Tone::Ok, "check", text::in_use(l))) }
            }
            td.r { (Button { text: text::change(l), icon: "pencil", href: &format!("/office/places/{}", place.id), label: &text::change_named(l, &place.name), size: Size::Small, ..Button::default() }) }
        }
    }
}

fn fields(l: Lang, name: &str, department: &str, attempt: &Attempt) -> Markup {
    html! {
        (field(Field { name: "name", label: text::field_place(l), value: name, required: true, maxlength: 40, ..Field::default() }, attempt, l))
        (field(Field { name: "department", label: text::field_speciality(l), value: department, maxlength: 120, ..Field::default() }, attempt, l))
    }
}

fn add_card(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let kinds = [("room", text::kind_room(l)), ("device", text::kind_device(l))];
    html! {
        section.card aria-labelledby="add" {
            (parts::card_header("add", text::add_place_title(l), html! {}))
            div.cb.col.scroll.sp tabindex="-1" {
                (general_error(attempt, l))
                (post_form("/office/places", &face.key, html! {
                    (radios(Field { name: "kind", label: text::column_kind(l), value: "room", required: true, ..Field::default() }, kinds, attempt, l))
                    (fields(l, "", "", attempt))
                    p.hint { (text::add_place_hint(l)) }
                    (submit(text::add_button(l), "plus"))
                }))
            }
        }
    }
}

fn change_card(face: &Face, place: &PlaceRow, attempt: &Attempt) -> Markup {
    let (l, path) = (face.lang, format!("/office/places/{}", place.id));
    html! {
        section.card aria-labelledby="change" {
            (parts::card_header("change", &place.name, html! { (Button { text: text::add_place_title(l), icon: "plus", href: "/office/places", size: Size::Small, ..Button::default() }) }))
            div.cb.col.scroll.sp tabindex="-1" {
                (general_error(attempt, l))
                @if place.active {
                    (post_form(&path, &face.key, html! {
                        (fields(l, &place.name, &place.department, attempt))
                        (submit(text::save(l), "save"))
                    }))
                    (Button { text: text::hours_and_maintenance(l), icon: "calendar-clock", href: &format!("/schedule/{}", place.id), block: true, ..Button::default() })
                }
                (use_form(face, &format!("{path}/use"), place.active, &text::retire_place_confirm(l, &place.name)))
            }
        }
    }
}

/// Takes something out of use, or back.
pub fn use_form(face: &Face, action: &str, active: bool, confirm: &str) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action=(action) data-guard data-confirm=[active.then_some(confirm)] {
            (hidden("key", &face.key))
            (hidden("in_use", if active { "no" } else { "yes" }))
            @if active { (Button { text: text::retire(l), icon: "ban", look: Look::Danger, submit: true, block: true, ..Button::default() }) }
            @else { (Button { text: text::use_again(l), icon: "check", look: Look::Soft, submit: true, block: true, ..Button::default() }) }
        }
    }
}
