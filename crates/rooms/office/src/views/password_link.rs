//! The page of a link for a new password.

use super::submit;
use crate::text;
use bricks::lang::Lang;
use ground::access::password::PASSWORD_CHARS_MIN;
use ground::html::{Attempt, Field, Kind, field, general_error};
use maud::{Markup, html};

pub fn form(l: Lang, action: &str, login: &str, attempt: &Attempt) -> Markup {
    let least = i64::try_from(PASSWORD_CHARS_MIN).unwrap_or(0);
    let hint = text::field_password_hint(l, least);
    let secret = |name, label| Field {
        name,
        label,
        kind: Kind::Password,
        autocomplete: "new-password",
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        div.sign-in {
            section.card {
                div.ch { h1 { (text::password_link_title(l)) } }
                div.cb.col.g3 {
                    p.sub { (text::password_link_for(l, login)) }
                    (general_error(attempt, l))
                    form.col.g3 method="post" action=(action) data-plain data-guard novalidate {
                        input type="hidden" name="username" autocomplete="username" value=(login);
                        (field(Field { hint: &hint, autofocus: true, ..secret("password", text::password_new(l)) }, attempt, l))
                        (field(secret("again", text::field_again(l)), attempt, l))
                        (submit(text::password_link_button(l), "check"))
                    }
                }
            }
        }
    }
}
