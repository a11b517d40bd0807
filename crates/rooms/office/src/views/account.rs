//! One's own account.

use super::submit;
use crate::{text, words};
use bricks::lang::Lang;
use ground::access::Role;
use ground::access::password::PASSWORD_CHARS_MIN;
use ground::html::{Attempt, Field, Kind, Theme, Tone, alert, field, general_error, hidden, parts, post_form};
use ground::web::{Face, Seen, role_text};
use maud::{Markup, html};

pub struct Account {
    pub login: String,
    /// This one among them.
    pub sessions: i64,
}

pub fn page(face: &Face, account: &Account, attempt: &Attempt, changed: bool) -> Seen {
    let l = face.lang;
    let main = html! {
        div.scroll.sp tabindex="0" role="region" aria-label=(text::account_title(l)) {
            div.page.narrow {
                (person(face, account))
                (preferences(face))
                (password(face, account, attempt, changed))
            }
        }
    };
    Seen { title: text::account_title(l).to_owned(), room: "account", top: html! {}, main }
}

fn person(face: &Face, account: &Account) -> Markup {
    let l = face.lang;
    let roles: Vec<&str> = Role::ALL.into_iter().filter(|r| face.who.has(*r)).map(|r| role_text(r, l)).collect();
    let pairs = [
        (text::field_name(l), face.who.titled_name()),
        (text::field_login(l), account.login.clone()),
        (text::field_roles(l), roles.join(", ")),
        (text::field_speciality(l), words::speciality(l, &face.who.speciality).to_owned()),
        (text::account_sessions(l), text::sessions_count(l, account.sessions)),
    ];
    html! {
        section.card aria-labelledby="person" {
            (parts::card_header("person", text::account_person(l), html! {}))
            div.cb { (parts::facts(pairs.into_iter().filter(|(_, value)| !value.is_empty()))) }
        }
    }
}

fn preferences(face: &Face) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="preferences" {
            (parts::card_header("preferences", text::account_preferences(l), html! {}))
            div.cb.row.w.g4 {
                (choice(face, text::account_language(l), "lang", &[Lang::Vi, Lang::En].map(|each| (each.code(), language(each), each == l))))
                (choice(face, text::account_theme(l), "theme", &[
                    (Theme::Light.word(), text::theme_light(l), face.theme == Theme::Light),
                    (Theme::Dark.word(), text::theme_dark(l), face.theme == Theme::Dark),
                ]))
            }
        }
    }
}

/// A language in its own words.
fn language(l: Lang) -> &'static str {
    match l {
        Lang::Vi => "Tiếng Việt",
        Lang::En => "English",
    }
}

fn choice(face: &Face, label: &str, name: &str, options: &[(&str, &str, bool)]) -> Markup {
    html! {
        div.row {
            span.sub { (label) }
            form.seg method="post" action="/preferences" data-plain aria-label=(label) {
                (hidden("back", &face.path))
                @for (value, word, now) in options {
                    button type="submit" name=(name) value=(value) aria-pressed=(if *now { "true" } else { "false" }) { (word) }
                }
            }
        }
    }
}

fn password(face: &Face, account: &Account, attempt: &Attempt, changed: bool) -> Markup {
    let l = face.lang;
    let least = i64::try_from(PASSWORD_CHARS_MIN).unwrap_or(0);
    let hint = text::field_password_hint(l, least);
    let secret = |name, label, autocomplete| Field {
        name,
        label,
        autocomplete,
        kind: Kind::Password,
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        section.card aria-labelledby="password" {
            (parts::card_header("password", text::password_title(l), html! {}))
            div.cb.col {
                @if changed { (alert(Tone::Ok, "circle-check", text::password_done(l))) }
                (general_error(attempt, l))
                (post_form("/account/password", &face.key, html! {
                    input.vh type="text" name="username" autocomplete="username" value=(account.login) readonly tabindex="-1" aria-hidden="true";
                    (field(secret("current", text::password_current(l), "current-password"), attempt, l))
                    div.grid2 {
                        (field(Field { hint: &hint, ..secret("password", text::password_new(l), "new-password") }, attempt, l))
                        (field(secret("again", text::field_again(l), "new-password"), attempt, l))
                    }
                    p.hint { (text::password_ends_sessions(l)) }
                    div.row { (submit(text::password_button(l), "key-round")) }
                }))
            }
        }
    }
}
