//! The small parts screens are made of.

use maud::{Markup, Render, html};

use super::button::given;
use super::icon::{icon, icon_large};

/// What a colour means. It never stands alone: an icon and a word say the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    Info,
    Wait,
    Room,
    Test,
    Ok,
    Bad,
    #[default]
    Mute,
    Brand,
}

impl Tone {
    /// The class that sets the tone's colours (`--k`, `--ks`, `--km`, `--kl`) for what is inside.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Tone::Info => "k-info",
            Tone::Wait => "k-wait",
            Tone::Room => "k-room",
            Tone::Test => "k-test",
            Tone::Ok => "k-ok",
            Tone::Bad => "k-bad",
            Tone::Mute => "k-mute",
            Tone::Brand => "k-brand",
        }
    }
}

/// A status: colour, icon and word.
#[must_use]
pub fn status(tone: Tone, icon_name: &str, text: impl Render) -> Markup {
    html! { span class={ "st " (tone.class()) } { (icon(icon_name)) (text) } }
}

/// A small label or count.
#[must_use]
pub fn badge(tone: Tone, text: impl Render) -> Markup {
    html! { span class={ "bdg " (tone.class()) } { (text) } }
}

/// The first letters of the last two words of a name, as Vietnamese name people: `MH` for
/// `Trần Thị Mai Hương`.
#[must_use]
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last_two = words.iter().rev().take(2).rev();
    last_two.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// The round badge with a person's initials; the name stands beside it.
#[must_use]
pub fn avatar(name: &str) -> Markup {
    html! { span.av aria-hidden="true" { (initials(name)) } }
}

/// Like [`avatar`], 24 px, for lists of suggestions.
#[must_use]
pub fn avatar_small(name: &str) -> Markup {
    html! { span.av.s aria-hidden="true" { (initials(name)) } }
}

/// Like [`avatar`], 40 px, for the banner of a patient.
#[must_use]
pub fn avatar_large(name: &str) -> Markup {
    html! { span.av.l aria-hidden="true" { (initials(name)) } }
}

/// The head of a pane. `id` is for the pane's `aria-labelledby`; `end` stands at the right.
#[must_use]
pub fn pane_header(id: &str, title: &str, end: impl Render) -> Markup {
    html! { div.ph { h2 id=(id) { (title) } span.sp {} (end) } }
}

/// The head of a card.
#[must_use]
pub fn card_header(id: &str, title: &str, end: impl Render) -> Markup {
    html! { div.ch { h2 id=(id) { (title) } span.sp {} (end) } }
}

/// What stands where a list is empty: what is missing, what may be done about it.
#[must_use]
pub fn empty(icon_name: &str, title: &str, hint: &str, action: impl Render) -> Markup {
    html! {
        div.empty {
            (icon_large(icon_name))
            b { (title) }
            @if !hint.is_empty() { span { (hint) } }
            (action)
        }
    }
}

/// One part of a page to choose: of [`tabs`], [`segmented`] or [`chips`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Part<'a> {
    pub text: &'a str,
    pub href: &'a str,
    pub current: bool,
    pub icon: &'a str,
    pub count: Option<i64>,
    /// Elements to replace without leaving the page, such as `"#queue"`; the whole page when empty.
    pub target: &'a str,
}

fn part_link(part: &Part<'_>, class: Option<&str>) -> Markup {
    html! {
        a class=[class] href=(part.href) aria-current=[part.current.then_some("true")]
            data-target=[given(part.target)] {
            @if !part.icon.is_empty() { (icon(part.icon)) }
            (part.text)
            @if let Some(count) = part.count { " " span.num { (count) } }
        }
    }
}

/// Parts of a page behind links, underlined.
#[must_use]
pub fn tabs(label: &str, parts: &[Part<'_>]) -> Markup {
    html! { nav.tabs aria-label=(label) { @for part in parts { (part_link(part, None)) } } }
}

/// Two to four ways to see the same thing, joined in a control.
#[must_use]
pub fn segmented(label: &str, parts: &[Part<'_>]) -> Markup {
    html! { nav.seg aria-label=(label) { @for part in parts { (part_link(part, None)) } } }
}

/// Filters that stand side by side.
#[must_use]
pub fn chips(label: &str, parts: &[Part<'_>]) -> Markup {
    html! { nav.chips aria-label=(label) { @for part in parts { (part_link(part, Some("chip"))) } } }
}

/// Names and values in two columns.
pub fn facts<N: AsRef<str>, V: Render>(pairs: impl IntoIterator<Item = (N, V)>) -> Markup {
    html! { dl.dl { @for (name, value) in pairs { dt { (name.as_ref()) } dd { (value) } } } }
}

/// A table cell that holds a number or an amount.
#[must_use]
pub fn number_cell(value: impl Render) -> Markup {
    html! { td.r.num { (value) } }
}

/// A bar filled to `percent` (0 to 100), with an optional mark at `mark` percent. `label` says
/// the value in words.
#[must_use]
pub fn meter(tone: Tone, percent: u8, mark: Option<u8>, label: &str) -> Markup {
    html! {
        span class={ "meter " (tone.class()) } role="img" aria-label=(label) {
            i class={ "w" (percent.min(100)) } {}
            @if let Some(mark) = mark { b class={ "x" (mark.min(100)) } {} }
        }
    }
}

/// A passing message. `action` is usually the form that undoes the act.
#[must_use]
pub fn toast(icon_name: &str, text: &str, action: impl Render) -> Markup {
    html! { div.toast data-toast { (icon(icon_name)) span.grow { (text) } (action) } }
}

/// A ticket or queue number.
#[must_use]
pub fn ticket(number: &str) -> Markup {
    html! { span.tkt { (number) } }
}

/// A page's only message: what happened, and the way on (address, words).
#[must_use]
pub fn notice(title: &str, said: &str, way_on: (&str, &str)) -> Markup {
    html! {
        section.notice {
            h1 { (title) }
            p { (said) }
            p { a.btn.p href=(way_on.0) { (way_on.1) } }
        }
    }
}
