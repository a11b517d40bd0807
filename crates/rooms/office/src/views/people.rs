//! Who works here.

use super::{person, roles, submit};
use crate::store::people::PersonRow;
use crate::{rules, text, words};
use bricks::id::StaffId;
use ground::access::Role;
use ground::access::password::PASSWORD_CHARS_MIN;
use ground::html::{Attempt, Button, Field, Kind, Size, Tone, field, general_error, parts, post_form};
use ground::web::{Face, Seen, office_bar, role_text};
use maud::{Markup, html};

/// A person with all roles.
pub struct Person {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub speciality: String,
    pub active: bool,
    pub roles: Vec<Role>,
    /// Prefix and room of a doctor, and whether patients can still be booked there.
    pub practice: Option<(String, String, bool)>,
}

/// Gathers the rows of each person, in the order of the rows.
pub fn gathered(rows: Vec<PersonRow>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let role = Role::parse(&row.role);
        if let Some(last) = people.last_mut().filter(|p| p.id == row.id) {
            last.roles.extend(role);
            continue;
        }
        people.push(Person {
            id: row.id,
            login: row.login,
            name: format!("{} {}", row.title, row.name).trim().to_owned(),
            speciality: row.speciality,
            active: row.active,
            roles: role.into_iter().collect(),
            practice: row.prefix.map(|prefix| (prefix, row.room.unwrap_or_default(), row.bookable.unwrap_or(false))),
        });
    }
    people
}

pub use super::person::Shown;

pub fn page(face: &Face, people: &[Person], chosen: Option<&Shown>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let working = people.iter().filter(|p| p.active).count();
    let main = html! {
        div.stk.mt4 {
            section.card aria-labelledby="people" {
                (parts::card_header("people", text::people_title(l), parts::badge(Tone::Mute, working)))
                div.scroll.sp tabindex="0" role="region" aria-labelledby="people" {
                    table.tbl {
                        thead {
                            tr {
                                th { (text::field_name(l)) }
                                th { (text::field_login(l)) }
                                th { (text::field_roles(l)) }
                                th { (text::column_practice(l)) }
                                th { span.vh { (text::column_acts(l)) } }
                            }
                        }
                        tbody { @for person in people { (row(face, person, chosen.is_some_and(|c| c.person.id == person.id))) } }
                    }
                }
            }
            @match chosen {
                Some(shown) => { (person::card(face, shown, attempt)) }
                None => { (add_card(face, attempt)) }
            }
        }
    };
    Seen { title: text::people_page(l).to_owned(), room: "office", top: office_bar(face, "/office/staff"), main }
}

fn row(face: &Face, p: &Person, is_chosen: bool) -> Markup {
    let l = face.lang;
    let roles: Vec<&str> = Role::ALL.into_iter().filter(|r| p.roles.contains(r)).map(|r| role_text(r, l)).collect();
    html! {
        tr aria-current=[is_chosen.then_some("true")] {
            td.snug.brk {
                div.row { (parts::avatar_small(&p.name)) span { b { (p.name) } @if !p.speciality.is_empty() { br; span.mut.sm { (words::speciality(l, &p.speciality)) } } } }
            }
            td.num { (p.login) }
            td { (roles.join(", ")) }
            td.nw {
                @if let Some((prefix, room, bookable)) = &p.practice {
                    span.row.g2 {
                        b.num { (prefix) } span.sub { (text::room(l, room)) }
                        @if !p.active && *bookable { (parts::badge(Tone::Wait, text::still_bookable(l))) }
                    }
                }
            }
            td.r.nw {
                @if !p.active { (parts::status(Tone::Mute, "ban", text::disabled(l))) " " }
                (Button { text: text::change(l), icon: "pencil", href: &format!("/office/staff/{}", p.id), label: &text::change_named(l, &p.name), size: Size::Small, ..Button::default() })
            }
        }
    }
}

fn add_card(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="add" {
            (parts::card_header("add", text::add_title(l), html! {}))
            div.cb.col.scroll.sp tabindex="-1" {
                (general_error(attempt, l))
                (post_form("/office/staff", &face.key, add_fields(face, attempt)))
            }
        }
    }
}

fn add_fields(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let least = i64::try_from(PASSWORD_CHARS_MIN).unwrap_or(0);
    let hint = text::field_password_hint(l, least);
    let named = |name, label, maxlength| Field { name, label, maxlength, required: true, ..Field::default() };
    let secret = |name, label| Field { kind: Kind::Password, autocomplete: "new-password", ..named(name, label, 200) };
    let offered: Vec<Role> = Role::ALL.into_iter().filter(|r| rules::may_give(face.who.roles, *r)).collect();
    html! {
        div.grid2 {
            (field(named("name", text::field_name(l), 120), attempt, l))
            (field(Field { required: false, placeholder: text::field_title_example(l), ..named("title", text::field_title(l), 20) }, attempt, l))
        }
        div.grid2 {
            (field(Field { required: false, ..named("speciality", text::field_speciality(l), 120) }, attempt, l))
            (field(Field { autocomplete: "off", ..named("login", text::field_login(l), 40) }, attempt, l))
        }
        (roles(l, &offered, &[], attempt))
        div.grid2 {
            (field(Field { required: false, hint: text::only_doctor(l), ..named("room", text::field_room(l), 40) }, attempt, l))
            (field(Field { required: false, ..named("prefix", text::field_prefix(l), 3) }, attempt, l))
        }
        div.grid2 {
            (field(Field { hint: &hint, ..secret("password", text::field_first_password(l)) }, attempt, l))
            (field(secret("again", text::field_again(l)), attempt, l))
        }
        (submit(text::add_button(l), "user-plus"))
    }
}
