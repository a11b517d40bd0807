//! The list of messages.

use crate::sender::{Delivery, delivery};
use crate::store::{List, Listed, Part};
use crate::text;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use bricks::phone::Phone;
use ground::access::Permission;
use ground::html::parts::{self, empty, status, tabs};
use ground::html::{Button, Size, Tone, alert};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::message::{Channel, Kind, State};

/// The page of the room.
pub fn page(face: &Face, list: &List) -> Seen {
    let l = face.lang;
    let main = html! {
        div.fill {
            @if let Some(notice) = notice(l, &delivery()) { div.strip { (notice) } }
            (self::list(face, list))
        }
    };
    let top = html! {
        span.sub.sm.tr { (text::about(l)) }
        @if face.may(Permission::ManageClinic) {
            span.push {}
            (Button { text: text::settings(l), icon: "settings", href: "/messages/settings", size: Size::Small, ..Button::default() })
        }
    };
    Seen { title: text::room(l).to_owned(), room: "messages", top, main }
}

/// Why nothing is sent, if nothing is.
fn notice(l: Lang, delivery: &Delivery) -> Option<Markup> {
    match delivery {
        Delivery::On => None,
        Delivery::Off => Some(alert(Tone::Wait, "mail", text::not_configured(l))),
        Delivery::Demo => Some(alert(Tone::Info, "mail", text::demo_sends_nothing(l))),
        Delivery::Wrong => Some(alert(Tone::Bad, "mail", text::wrongly_configured(l))),
    }
}

/// The part of the page that keeps itself up to date.
pub fn list(face: &Face, list: &List) -> Markup {
    let l = face.lang;
    let source = format!("/messages/list?part={}", list.part.code());
    html! {
        section.pane.fill #message-list aria-label=(text::room(l)) data-live="messages" data-src=(source) {
            (parts_of(l, list))
            div.scroll.sp tabindex="0" role="region" aria-label=(part_name(l, list.part)) {
                @if list.rows.is_empty() { (nothing(l, list.part)) } @else { (table(face, list)) }
                @if let Some(older) = list.older {
                    div.pb {
                        (Button { text: text::older(l), icon: "arrow-down", href: &format!("/messages?part={}&before={older}", list.part.code()), ..Button::default() })
                    }
                }
            }
        }
    }
}

fn parts_of(l: Lang, list: &List) -> Markup {
    let part = |part: Part, href: &'static str, icon: &'static str, count: Option<i64>| parts::Part {
        text: part_name(l, part),
        href,
        current: list.part == part,
        icon,
        count,
        target: "#message-list",
    };
    let every = [
        part(Part::Waiting, "/messages?part=waiting", "clock", Some(list.counts.waiting)),
        part(Part::Trouble, "/messages?part=trouble", "circle-alert", Some(list.counts.trouble)),
        part(Part::All, "/messages?part=all", "list", None),
    ];
    tabs(text::room(l), &every)
}

fn part_name(l: Lang, part: Part) -> &'static str {
    match part {
        Part::Waiting => text::part_waiting(l),
        Part::Trouble => text::part_trouble(l),
        Part::All => text::part_all(l),
    }
}

fn nothing(l: Lang, part: Part) -> Markup {
    let (symbol, title) = match part {
        Part::Waiting => ("clock", text::none_waiting(l)),
        Part::Trouble => ("circle-check", text::none_trouble(l)),
        Part::All => ("mail", text::none(l)),
    };
    empty(symbol, title, "", html! {})
}

fn table(face: &Face, list: &List) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead {
                tr {
                    th scope="col" { (text::col_due(l)) }
                    th scope="col" { (text::col_kind(l)) }
                    th scope="col" { (text::col_patient(l)) }
                    th scope="col" { (text::col_address(l)) }
                    th scope="col" { (text::col_state(l)) }
                    th scope="col" { (text::col_note(l)) }
                }
            }
            tbody { @for row in &list.rows { (message(face, row, list.demo)) } }
        }
    }
}

fn message(face: &Face, row: &Listed, demo: bool) -> Markup {
    let l = face.lang;
    html! {
        tr {
            td.nw.num { (show_instant(row.due_at, face.zone(), l)) }
            td.nw { (kind(face, row)) }
            td {
                @match (&row.patient_name, &row.patient_code) {
                    (Some(name), Some(code)) => { b { (name) } " " span.mut.sm.nw { (code) } }
                    _ => { span.mut { (text::nobody_yet(l)) } }
                }
            }
            td { (address(row)) " " span.mut.sm.nw { (channel(l, row.channel)) } }
            td.nw { (state(l, row.state)) }
            td.sub.sm { (note(face, row)) @if demo { " " b.ink { (row.code_body) } } }
        }
    }
}

fn kind(face: &Face, row: &Listed) -> Markup {
    let l = face.lang;
    let word = kind_word(l, row.kind);
    html! {
        @match row.receipt {
            Some(id) if face.may(Permission::SeeBills) => { a href={ "/receipts/" (id) } { (word) } }
            _ => { (word) }
        }
    }
}

pub fn kind_word(l: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Reminder => text::kind_reminder(l),
        Kind::Receipt => text::kind_receipt(l),
        Kind::Code => text::kind_code(l),
        Kind::Confirmation => text::kind_confirmation(l),
        Kind::Change => text::kind_change(l),
        Kind::Cancellation => text::kind_cancellation(l),
    }
}

/// A phone as people read it, an email address as it is.
fn address(row: &Listed) -> String {
    Phone::parse(&row.address).map_or_else(|_| row.address.clone(), |phone| phone.show())
}

pub fn channel(l: Lang, channel: Channel) -> &'static str {
    match channel {
        Channel::Email => text::channel_email(l),
        Channel::Sms => text::channel_sms(l),
        Channel::Zalo => text::channel_zalo(l),
    }
}

fn state(l: Lang, state: State) -> Markup {
    let (tone, symbol, word) = match state {
        State::Waiting => (Tone::Wait, "clock", text::state_waiting(l)),
        State::Sending => (Tone::Info, "send", text::state_sending(l)),
        State::Sent => (Tone::Ok, "check", text::state_sent(l)),
        State::Failed => (Tone::Bad, "circle-x", text::state_failed(l)),
        State::Unknown => (Tone::Bad, "circle-help", text::state_unknown(l)),
        State::Cancelled => (Tone::Mute, "ban", text::state_cancelled(l)),
    };
    status(tone, symbol, word)
}

/// When it was sent, or what went wrong.
fn note(face: &Face, row: &Listed) -> Markup {
    let l = face.lang;
    html! {
        @match (row.state, row.sent_at) {
            (State::Sent, Some(at)) => { (text::note_sent(l, show_instant(at, face.zone(), l))) }
            (State::Unknown, _) => { (text::note_unknown(l)) }
            (State::Waiting, _) if row.attempts > 0 => { (text::note_tries(l, row.attempts)) }
            (State::Failed, _) => { (text::note_tries(l, row.attempts)) }
            (State::Cancelled, _) if row.last_error.as_deref() == Some("consent") => { (text::note_refused(l)) }
            _ => {}
        }
        @if let Some(error) = row.last_error.as_deref().filter(|_| !matches!(row.state, State::Sent | State::Cancelled)) { " " span.mut { (error) } }
    }
}
