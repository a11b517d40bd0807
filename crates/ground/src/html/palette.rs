//! The command palette behind `Ctrl K`. Its list comes from `GET /palette?q=…` as
//! [`super::combobox::link_choice`] fragments and [`group`] headings; until the answer comes it
//! shows the rooms.

use bricks::lang::Lang;
use maud::{Markup, html};

use super::icon::{icon, icon_large};
use super::shell::RailItem;
use crate::text;

pub(super) fn palette(lang: Lang, rooms: &[RailItem<'_>]) -> Markup {
    html! {
        dialog.cmd #cmd aria-label=(text::shell_palette(lang)) {
            div.q {
                (icon_large("search"))
                input role="combobox" aria-expanded="true" aria-controls="cmd-list" aria-autocomplete="list"
                    aria-label=(text::shell_palette_label(lang)) placeholder=(text::shell_palette_hint(lang))
                    autocomplete="off" spellcheck="false" data-source="/palette";
                kbd { "Esc" }
            }
            div.lst role="listbox" #cmd-list aria-label=(text::shell_results(lang)) tabindex="-1" {
                (rooms_group(lang, rooms))
            }
            div.ft {
                span { kbd { "↑" } " " kbd { "↓" } " " (text::shell_choose(lang)) }
                span { kbd { "Enter" } " " (text::shell_open(lang)) }
                span.sp {}
                span #cmd-count role="status" data-none=(text::shell_nothing_found(lang)) {}
            }
        }
    }
}

/// The rooms as palette entries.
fn rooms_group(lang: Lang, rooms: &[RailItem<'_>]) -> Markup {
    html! {
        div.grp role="presentation" { (text::shell_go_to(lang)) }
        @for room in rooms {
            a.opt role="option" aria-selected="false" tabindex="-1" href=(room.href) {
                (icon(room.icon)) span.grow { (room.label) }
                @if !room.letter.is_empty() {
                    span.mut.sm { (text::shell_go_keys(lang, room.letter.to_uppercase())) }
                }
            }
        }
    }
}
