//! Icons of the sprite `assets/icons/sprite.svg`. They are decoration: the word beside them, or
//! the `aria-label` of the button around them, says what they mean.

use maud::{Markup, html};

use super::asset;

/// 16 px icon; `name` is a Lucide name that the sprite holds, such as `calendar-days`.
#[must_use]
pub fn icon(name: &str) -> Markup {
    sized("i", name)
}

/// 14 px icon, for small buttons and hints.
#[must_use]
pub fn icon_small(name: &str) -> Markup {
    sized("i s", name)
}

/// 20 px icon, for empty states.
#[must_use]
pub fn icon_large(name: &str) -> Markup {
    sized("i l", name)
}

fn sized(class: &str, name: &str) -> Markup {
    html! {
        svg class=(class) aria-hidden="true" {
            use href={ (asset("icons/sprite.svg")) "#i-" (name) } {}
        }
    }
}
