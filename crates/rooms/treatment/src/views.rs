//! The frame of the room: the worklist on the left, an order or an invitation on the right.

use crate::rules::{KINDS, kind_word, waiting_tone};
use crate::store::Listed;
use crate::text;
use bricks::age::age_on;
use bricks::clock::show_time;
use bricks::id::OrderId;
use bricks::lang::Lang;
use ground::html::parts::{self, Part};
use ground::html::{Tone, icon};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::order::{Kind, State};

/// Which half of the worklist is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Open,
    Done,
}

impl Tab {
    pub fn parse(word: &str) -> Tab {
        if word == "done" { Tab::Done } else { Tab::Open }
    }

    fn word(self) -> &'static str {
        match self {
            Tab::Open => "open",
            Tab::Done => "done",
        }
    }
}

/// The worklist as it was asked for.
#[derive(Debug, Clone)]
pub struct Worklist {
    pub kind: Kind,
    pub tab: Tab,
    /// How many are open of each kind.
    pub counts: Vec<(Kind, i64)>,
    pub rows: Vec<Listed>,
    /// The order that is open beside the list.
    pub current: Option<OrderId>,
}

impl Worklist {
    fn count(&self, kind: Kind) -> i64 {
        self.counts.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n)
    }

    fn source(&self) -> String {
        let order = self.current.map(|id| format!("&order={id}")).unwrap_or_default();
        format!("/treatment/list?kind={}&tab={}{order}", self.kind.code(), self.tab.word())
    }

    fn tab_address(&self, tab: Tab) -> String {
        match self.current {
            Some(id) => format!("/orders/{id}?tab={}", tab.word()),
            None => format!("/treatment?kind={}&tab={}", self.kind.code(), tab.word()),
        }
    }
}

/// The whole room around what stands on the right.
pub fn room(face: &Face, list: &Worklist, title: String, right: &Markup) -> Seen {
    let main = html! {
        div.two {
            (worklist(face, list))
            section.fill #work aria-label=(title) { (right) }
        }
    };
    Seen { title: text::room_title(face.lang).to_owned(), room: "treatment", top: kinds(face.lang, list), main }
}

/// The room with no order chosen.
pub fn nothing_chosen(face: &Face, list: &Worklist) -> Seen {
    let l = face.lang;
    let right = html! {
        div.page.sp { (parts::empty("clipboard-list", text::choose_title(l), text::choose_hint(l), html! {})) }
    };
    room(face, list, text::choose_title(l).to_owned(), &right)
}

/// The parts that are fetched anew when orders move: the kinds with their counts, and the list.
pub fn moving_parts(face: &Face, list: &Worklist) -> Markup {
    html! { (kinds(face.lang, list)) (worklist(face, list)) }
}

fn kinds(l: Lang, list: &Worklist) -> Markup {
    let hrefs: Vec<String> = KINDS.iter().map(|k| format!("/treatment?kind={}", k.code())).collect();
    let each = KINDS.iter().zip(&hrefs).map(|(kind, href)| Part {
        text: kind_word(*kind, l),
        href,
        current: *kind == list.kind,
        count: Some(list.count(*kind)),
        ..Part::default()
    });
    let each: Vec<Part<'_>> = each.collect();
    html! {
        div #kinds data-live="orders" data-src=(list.source()) { (parts::segmented(text::kinds_label(l), &each)) }
    }
}

fn worklist(face: &Face, list: &Worklist) -> Markup {
    let l = face.lang;
    let (open, done) = (list.tab_address(Tab::Open), list.tab_address(Tab::Done));
    let tabs = [
        Part {
            text: text::list_open(l),
            href: &open,
            current: list.tab == Tab::Open,
            count: Some(list.count(list.kind)),
            ..Part::default()
        },
        Part { text: text::list_done(l), href: &done, current: list.tab == Tab::Done, ..Part::default() },
    ];
    html! {
        section.pane.lft #worklist aria-labelledby="worklist-title" data-live="orders cashier" data-src=(list.source()) data-every="60" {
            (parts::pane_header("worklist-title", text::list_title(l), html! { span.sub.sm { (kind_word(list.kind, l)) } }))
            (parts::tabs(text::list_tabs(l), &tabs))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::list_region(l)) {
                @for row in &list.rows { (listed(face, list, row)) }
                @if list.rows.is_empty() { (nothing(l, list.tab)) }
            }
            @if let Some(minutes) = longest_wait(face, list) {
                div.cf.sub.sm { (text::list_wait(l, waited(l, minutes))) }
            }
        }
    }
}

fn longest_wait(face: &Face, list: &Worklist) -> Option<i64> {
    let first = list.rows.iter().map(|row| row.at).min()?;
    (list.tab == Tab::Open).then(|| face.now.minutes_since(first).max(0))
}

fn nothing(l: Lang, tab: Tab) -> Markup {
    match tab {
        Tab::Open => parts::empty("circle-check", text::list_none(l), text::list_none_hint(l), html! {}),
        Tab::Done => parts::empty("clipboard-check", text::list_none_done(l), "", html! {}),
    }
}

fn listed(face: &Face, list: &Worklist, row: &Listed) -> Markup {
    let l = face.lang;
    let href = match list.tab {
        Tab::Open => format!("/orders/{}", row.id),
        Tab::Done => format!("/orders/{}?tab=done", row.id),
    };
    html! {
        a.li href=(href) aria-current=[(list.current == Some(row.id)).then_some("true")] {
            span.tkt { (row.ticket()) }
            span.grow.snug.tr {
                span.row.g2 { b.tr title=(row.patient) { (row.patient) } span.mut.sm.nw.num { (row.sex().word(l)) " · " (short_age(face, row)) } }
                span.sub.sm.tr.l { (row.service(l)) }
            }
            @if row.unpaid { (unpaid(l)) }
            @if row.fasting { span.bdg.k-wait title=(text::fasting(l)) { (icon("coffee")) span.vh { (text::fasting(l)) } } }
            @if row.urgent { (urgent(l)) }
            @if row.state == State::Started { (started(l)) }
            (when(face, list.tab, row))
        }
    }
}

/// Years as a plain number, months with their word.
fn short_age(face: &Face, row: &Listed) -> String {
    let age = age_on(row.birth(), face.today());
    if age.is_told_in_months() { age.show(face.lang) } else { age.years().to_string() }
}

fn started(l: Lang) -> Markup {
    html! { span.bdg.k-room title=(text::list_started(l)) { (icon("flask-conical")) span.vh { (text::list_started(l)) } } }
}

fn when(face: &Face, tab: Tab, row: &Listed) -> Markup {
    if tab == Tab::Done {
        return html! { span.num.sm.mut { (show_time(row.at, face.zone())) } };
    }
    let minutes = face.now.minutes_since(row.at).max(0);
    let class = match waiting_tone(minutes, row.urgent) {
        Tone::Bad => "mins num sm bad b",
        Tone::Wait => "mins num sm warn b",
        _ => "mins num sm mut",
    };
    html! {
        span class=(class) {
            span aria-hidden="true" { @if minutes < 100 { (minutes) "′" } @else { (minutes / 60) "h" } }
            span.vh { (text::waiting_for(face.lang, waited(face.lang, minutes))) }
        }
    }
}

/// A wait in words: minutes, and hours from two on.
pub fn waited(l: Lang, minutes: i64) -> String {
    if minutes < 120 { text::minutes(l, minutes) } else { text::hours(l, minutes / 60, minutes % 60) }
}

/// The badge of an order that is paid first and is not paid yet.
pub fn unpaid(l: Lang) -> Markup {
    parts::badge(Tone::Bad, html! { (icon("wallet")) (text::unpaid(l)) })
}

/// The badge of an order that goes before the others.
pub fn urgent(l: Lang) -> Markup {
    parts::badge(Tone::Bad, html! { (icon("zap")) (text::urgent(l)) })
}
