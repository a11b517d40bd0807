//! Messages and appointments: between the visits of the history, and as lists of their own.

use crate::history::Record;
use crate::rules::Show;
use crate::store::loose::Loose;
use crate::text;
use crate::views_frame::address;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Button, Tone, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::appointment;
use papers::message;

/// One line between two visits.
fn line(face: &Face, row: &Loose) -> Markup {
    let l = face.lang;
    html! {
        div.card.li {
            (icon_small(if row.is_message { "message-circle" } else { "calendar-days" }))
            span.num.sub.nw { (show_instant(row.at, face.zone(), l)) }
            span.grow.tr { (title(l, row)) }
            (state(l, row))
        }
    }
}

/// What happened between two visits: appointments one by one, and how many messages went out, which have a list of their own.
pub fn gap(face: &Face, record: &Record, rows: &[&Loose]) -> Markup {
    let l = face.lang;
    let messages: Vec<&&Loose> = rows.iter().filter(|row| row.is_message).collect();
    html! {
        @for row in rows.iter().filter(|row| !row.is_message) { (line(face, row)) }
        @if let Some(latest) = messages.first() {
            a.card.li.sm href=(address(record.top.patient.id, Show::Messages)) {
                (icon_small("message-circle"))
                span.num.sub.nw { (show_instant(latest.at, face.zone(), l)) }
                span.grow.tr.sub { (text::messages_sent(l, i64::try_from(messages.len()).unwrap_or(0))) }
            }
        }
    }
}

fn title(l: Lang, row: &Loose) -> Markup {
    html! {
        @if row.is_message {
            b { (kind(l, &row.kind)) } " " span.sub { (channel(l, &row.channel)) @if !row.title_vi.is_empty() { " · " (row.title_vi) } }
        } @else {
            b { (in_lang(l, &row.title_vi, &row.title_en)) } " " span.sub { (row.words) }
        }
    }
}

fn kind(l: Lang, code: &str) -> &'static str {
    match message::Kind::parse(code) {
        Some(message::Kind::Reminder) => text::message_reminder(l),
        Some(message::Kind::Receipt) => text::message_receipt(l),
        Some(message::Kind::Confirmation) => text::message_confirmation(l),
        Some(message::Kind::Change) => text::message_change(l),
        Some(message::Kind::Cancellation) => text::message_cancellation(l),
        _ => text::message_other(l),
    }
}

fn channel(l: Lang, code: &str) -> &'static str {
    match message::Channel::parse(code) {
        Some(message::Channel::Sms) => text::channel_sms(l),
        Some(message::Channel::Zalo) => text::channel_zalo(l),
        _ => text::channel_email(l),
    }
}

fn state(l: Lang, row: &Loose) -> Markup {
    if row.is_message {
        return match message::State::parse(&row.state) {
            Some(message::State::Sent) => parts::status(Tone::Ok, "check", text::message_sent(l)),
            Some(message::State::Failed) => parts::status(Tone::Bad, "circle-x", text::message_failed(l)),
            Some(message::State::Unknown) => parts::status(Tone::Wait, "circle-help", text::message_unknown(l)),
            Some(message::State::Cancelled) => parts::status(Tone::Mute, "ban", text::message_cancelled(l)),
            _ => parts::status(Tone::Info, "hourglass", text::message_waiting(l)),
        };
    }
    match appointment::State::parse(&row.state) {
        Some(appointment::State::NoShow) => parts::status(Tone::Mute, "calendar-x", text::missed(l)),
        Some(appointment::State::Cancelled) => parts::status(Tone::Mute, "ban", text::appointment_cancelled(l)),
        Some(appointment::State::Arrived) => parts::status(Tone::Ok, "check", text::appointment_arrived(l)),
        _ => parts::status(Tone::Wait, "circle-help", text::appointment_open(l)),
    }
}

/// All messages, or all past appointments, a page of them.
pub fn list(face: &Face, record: &Record, show: Show) -> Markup {
    let l = face.lang;
    let title = if show == Show::Messages { text::messages_title(l) } else { text::past_appointments(l) };
    html! {
        section.card aria-labelledby="loose" {
            (parts::card_header("loose", title, html! {}))
            @if record.loose.is_empty() { (parts::empty("history", text::nothing_yet(l), "", html! {})) }
            div #rows {
                @for row in &record.loose { (item(face, row)) }
                @if let Some(older) = record.older_loose {
                    @let href = format!("{}&at={}&id={}", address(record.top.patient.id, show), older.at.millis(), older.id);
                    (more(&href, text::older_rows(l)))
                }
            }
        }
    }
}

fn item(face: &Face, row: &Loose) -> Markup {
    let l = face.lang;
    let inside = html! {
        span.grow.snug {
            span.num.b { (show_instant(row.at, face.zone(), l)) } " · " (title(l, row))
            @if row.is_message && !row.words.is_empty() { br; span.sub.sm { (row.words) } }
        }
        (state(l, row))
    };
    html! {
        @if !row.is_message && face.may(Permission::SeeDiary) { a.li.at id={ "row-" (row.id) } href={ "/appointments/" (row.id) } { (inside) } }
        @else { div.li.at id={ "row-" (row.id) } { (inside) } }
    }
}

/// The way to older rows; the script follows it when it comes into sight.
pub fn more(href: &str, words: &str) -> Markup {
    html! {
        div.row data-more="#rows" {
            span.sp {}
            (Button { text: words, icon: "chevron-down", href, ..Button::default() })
            span.sp {}
        }
    }
}
