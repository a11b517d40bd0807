//! The whole document: rail, top bar, main part, palette, passing messages.

use bricks::clock::{Zone, show_time};
use bricks::lang::Lang;
use maud::{DOCTYPE, Markup, html};

use super::asset;
use super::button::given;
use super::field::hidden;
use super::form::post_form;
use super::icon::icon;
use super::palette::palette;
use crate::people::opening::Opened;
use crate::text;

const STYLES: [&str; 6] = ["tokens", "base", "components", "screens", "steps", "public"];
/// `kit` first: the others take their tools from it.
const SCRIPTS: [&str; 9] = ["kit", "keep", "pages", "live", "macros", "typeahead", "diary", "keys", "counter"];

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    /// The word in the cookie, in the form of `/preferences` and in `data-theme`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a cookie's word; light for any other word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        if word == "dark" { Theme::Dark } else { Theme::Light }
    }

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        }
    }
}

/// Who is signed in, as the top bar shows it.
#[derive(Debug, Clone, Copy, Default)]
pub struct StaffBadge<'a> {
    pub id: i64,
    pub name: &'a str,
    pub role_text: &'a str,
    pub initials: &'a str,
}

/// One room in the rail.
#[derive(Debug, Clone, Copy, Default)]
pub struct RailItem<'a> {
    /// Compared with [`Shell::room`].
    pub key: &'a str,
    pub href: &'a str,
    pub icon: &'a str,
    pub label: &'a str,
    /// How many wait there; zero shows nothing.
    pub count: i64,
    /// `G` then this letter moves here; empty for none.
    pub letter: &'a str,
    /// Stands at the lower end of the rail.
    pub at_end: bool,
}

/// Everything around a page's own content.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    pub lang: Lang,
    pub theme: Theme,
    /// The clinic's short name, after the title.
    pub clinic: &'a str,
    pub title: &'a str,
    /// Key of the current rail item.
    pub room: &'a str,
    /// Path and query of this page, to return to after a change of language or theme.
    pub path: &'a str,
    pub staff: Option<StaffBadge<'a>>,
    pub rail: &'a [RailItem<'a>],
    /// What stands beside the heading in the top bar.
    pub top: Markup,
    /// Messages left by the act that led here; see [`super::parts::toast`].
    pub toasts: Markup,
    /// Whether the page listens to the server's events.
    pub live: bool,
}

/// The address the rail's counts are fetched from when a queue moves.
pub const RAIL_SOURCE: &str = "/rail";

/// A full page with rail and top bar.
#[must_use]
pub fn page(shell: &Shell<'_>, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(shell.lang.code()) data-theme=(shell.theme.word()) {
            (head(shell.title, shell.clinic))
            body data-live-stream[shell.live] {
                a.skip href="#main" { (text::shell_skip(shell.lang)) }
                div.app {
                    (rail(shell.lang, shell.clinic, shell.room, shell.rail))
                    (top_bar(shell))
                    main.main #main tabindex="-1" { (lost_bar(shell.lang)) (main) }
                }
                (palette(shell.lang, shell.rail))
                (toasts(shell.lang, &shell.toasts))
            }
        }
    }
}

/// A page without rail: signing in, the first start, a fault. `path` as in [`Shell::path`].
#[must_use]
pub fn bare_page(lang: Lang, theme: Theme, clinic: &str, title: &str, path: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) data-theme=(theme.word()) {
            (head(title, clinic))
            body.bare {
                a.skip href="#main" { (text::shell_skip(lang)) }
                header.bare-top {
                    (mark()) b.grow.tr { (clinic) }
                    (theme_form(lang, theme, path))
                    (language_form(lang, path))
                }
                main.bare-main #main tabindex="-1" { (main) }
                (toasts(lang, &html! {}))
            }
        }
    }
}

fn head(title: &str, clinic: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            title { (title) " · " (clinic) }
            link rel="preload" href=(asset("fonts/inter-latin-wght-normal.woff2")) as="font" type="font/woff2" crossorigin;
            link rel="icon" href=(asset("img/mark.svg"));
            @for style in STYLES { link rel="stylesheet" href=(asset(&format!("css/{style}.css"))); }
            link rel="stylesheet" href=(asset("css/print.css")) media="print";
            @for script in SCRIPTS { script src=(asset(&format!("js/{script}.js"))) defer {} }
        }
    }
}

fn mark() -> Markup {
    html! { img src=(asset("img/mark-rail.svg")) width="30" height="30" alt=""; }
}

/// The rail alone: also the answer to `GET /rail?room=…`, with which the counts keep up.
#[must_use]
pub fn rail(lang: Lang, clinic: &str, room: &str, items: &[RailItem<'_>]) -> Markup {
    html! {
        nav.rail #rail aria-label=(text::shell_rooms(lang)) data-live="rail"
            data-src={ (RAIL_SOURCE) "?room=" (room) } {
            a.logo href="/" aria-label=(clinic) { (mark()) }
            @for item in items.iter().filter(|item| !item.at_end) { (rail_item(lang, room, item)) }
            div.end {
                @for item in items.iter().filter(|item| item.at_end) { (rail_item(lang, room, item)) }
            }
        }
    }
}

fn rail_item(lang: Lang, room: &str, item: &RailItem<'_>) -> Markup {
    html! {
        a.navi href=(item.href) aria-current=[(item.key == room).then_some("page")]
            data-go=[given(item.letter)] {
            (icon(item.icon))
            span { (item.label) }
            @if item.count > 0 {
                span.cnt { (item.count) span.vh { " " (text::shell_waiting(lang)) } }
            }
        }
    }
}

fn top_bar(shell: &Shell<'_>) -> Markup {
    let lang = shell.lang;
    html! {
        header.top {
            h1 { (shell.title) }
            (shell.top)
            span.sp {}
            button.gsearch type="button" data-cmd aria-haspopup="dialog" {
                (icon("search")) span { (text::shell_search(lang)) } kbd { "Ctrl K" }
            }
            @if shell.live {
                span.live #live role="status" data-on=(text::shell_live(lang)) data-off=(text::shell_live_lost(lang)) {
                    (text::shell_live(lang))
                }
            }
            (theme_form(lang, shell.theme, shell.path))
            (language_form(lang, shell.path))
            @if let Some(staff) = &shell.staff { (staff_menu(lang, staff)) }
        }
    }
}

fn theme_form(lang: Lang, theme: Theme, path: &str) -> Markup {
    html! {
        form method="post" action="/preferences" data-theme-form {
            input type="hidden" name="back" value=(path);
            button.btn.g.ic type="submit" name="theme" value=(theme.other().word())
                aria-label=(text::shell_theme(lang)) title=(text::shell_theme(lang)) { (icon("moon")) }
        }
    }
}

fn language_form(lang: Lang, path: &str) -> Markup {
    html! {
        form.seg method="post" action="/preferences" data-plain aria-label=(text::shell_language(lang)) {
            input type="hidden" name="back" value=(path);
            @for (each, name, short) in [(Lang::Vi, "Tiếng Việt", "VI"), (Lang::En, "English", "EN")] {
                button type="submit" name="lang" value=(each.code()) lang=(each.code()) title=(name)
                    aria-pressed=(if each == lang { "true" } else { "false" }) { (short) }
            }
        }
    }
}

fn staff_menu(lang: Lang, staff: &StaffBadge<'_>) -> Markup {
    html! {
        details.menu data-menu {
            summary.row {
                span.av aria-hidden="true" { (staff.initials) }
                span.who { b.nw { (staff.name) } span.mut.sm.nw { (staff.role_text) } }
            }
            div.drop-menu {
                a.opt href="/account" { (icon("user-cog")) (text::shell_account(lang)) }
                // What this browser keeps for somebody bears the number.
                form.col method="post" action="/sign-out" data-staff=(staff.id) data-loses=(text::shell_loses(lang)) {
                    (hidden("key", ""))
                    button.opt type="submit" { (icon("log-out")) (text::shell_sign_out(lang)) }
                }
            }
        }
    }
}

/// Stands on every page of a record that is open for a reason, while it lasts.
#[must_use]
pub fn opened_bar(lang: Lang, opened: &Opened, zone: &Zone, key: &str) -> Markup {
    let until = match opened.until {
        Some(until) => text::opened_until(lang, show_time(until, zone)),
        None => text::opened_for_visit(lang).to_owned(),
    };
    html! {
        div.alert.k-bad.opened role="note" {
            (icon("shield-alert"))
            span.grow { b { (until) } " " (text::opened_because(lang, &opened.reason)) }
            (post_form(&format!("/patients/{}/opening/end", opened.patient), key, html! {
                button.btn.sm type="submit" { (text::opened_close(lang)) }
            }))
        }
    }
}

/// Shown while the stream of events is broken.
fn lost_bar(lang: Lang) -> Markup {
    html! {
        div.offl #lost role="alert" hidden {
            (icon("wifi-off"))
            span.grow { b { (text::shell_lost(lang)) } " " (text::shell_lost_hint(lang)) }
            button.btn.sm type="button" data-retry { (text::shell_retry(lang)) }
        }
    }
}

fn toasts(lang: Lang, first: &Markup) -> Markup {
    html! {
        div.toasts #toasts role="status" aria-live="polite"
            data-failed=(text::shell_failed(lang)) data-unsaved-says=(text::shell_unsaved(lang)) data-ended=(text::ended_toast(lang)) data-ended-link=(text::ended_sign_in(lang)) { (first) }
    }
}

/// A page for the public: the television of the waiting room, a patient's own page, booking by phone. `body_class`
/// chooses the styles of `public.css`; `stream` is the address of its events, which it follows even while hidden.
#[must_use]
pub fn open_page(
    lang: Lang,
    theme: Theme,
    clinic: &str,
    title: &str,
    body_class: &str,
    stream: Option<&str>,
    body: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) data-theme=(theme.word()) {
            (head(title, clinic))
            body class=(body_class) data-live-stream=[stream] data-live-always[stream.is_some()] {
                (body)
                (toasts(lang, &html! {}))
            }
        }
    }
}
