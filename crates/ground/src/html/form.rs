//! Forms around fields, and the messages that belong to them.

use bricks::lang::Lang;
use maud::{Markup, Render, html};

use super::attempt::Attempt;
use super::field::hidden;
use super::icon::icon_small;
use super::parts::Tone;

/// A form that posts `body` to `action`. `key` is the idempotency key: the same key sent twice is
/// one act. The script swaps the answer into the page and guards against a double click. What is
/// missing is said by the answer at its field, in the page's language, not by the browser.
#[must_use]
pub fn post_form(action: &str, key: &str, body: Markup) -> Markup {
    post_form_to(action, key, "", body)
}

/// Like [`post_form`], but only the elements named in `targets` (`"#orders #bill"`) are replaced
/// by the answer, so that what is being typed elsewhere on the page stays.
#[must_use]
pub fn post_form_to(action: &str, key: &str, targets: &str, body: Markup) -> Markup {
    html! {
        form.col method="post" action=(action) data-guard novalidate
            data-target=[Some(targets).filter(|targets| !targets.is_empty())] {
            (hidden("key", key))
            (body)
        }
    }
}

/// A boxed message. `text` may be markup with `b` and links.
#[must_use]
pub fn alert(tone: Tone, icon: &str, text: impl Render) -> Markup {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    html! { div class={ "alert " (tone.class()) } role=(role) { (icon_small(icon)) span { (text) } } }
}

/// Why the whole form was refused, which comes into sight where no field is at fault; nothing for a form that was not.
#[must_use]
pub fn general_error(attempt: &Attempt, lang: Lang) -> Markup {
    html! {
        @if let Some(text) = attempt.general(lang) {
            div data-refused tabindex="-1" { (alert(Tone::Bad, "octagon-alert", text)) }
        }
    }
}
