//! The frame of the room: the queue at the left, and what stands beside it.

use crate::seen::{Part, Room, Waiting};
use crate::undo::{self, store::Refund};
use crate::{session, text};
use bricks::clock::show_day_short;
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::parts::{badge, empty, pane_header, status};
use ground::html::{Attempt, Tone, general_error, icon_small};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;
use papers::queue::{priority_icon, priority_text};

/// The room without an open bill.
pub fn idle(face: &Face, room: &Room) -> Seen {
    let l = face.lang;
    let hint = if room.queue.is_empty() { text::idle_nobody(l) } else { text::idle_hint(l) };
    let rest = html! {
        section.fill aria-label=(text::bill(l)) { (empty("wallet", text::idle_title(l), hint, html! {})) }
    };
    frame(face, room, html! { div.two { (queue(face, (&room.queue, &room.refunds), None)) (rest) } })
}

/// A patient's name; in the reader's language where a buyer has none.
pub fn name_told(l: Lang, name: &str) -> &str {
    if name == papers::text::retail_buyer(Lang::Vi) { papers::text::retail_buyer(l) } else { name }
}

/// The page of one bill or receipt: the queue, then three panes.
pub fn beside(face: &Face, room: &Room, visit: VisitId, live: (&str, &str), panes: &Markup) -> Seen {
    let topic = format!("visit-{visit}");
    let main = html! {
        div.pay id=(live.0) data-live=(topic) data-src=(live.1) { (queue(face, (&room.queue, &room.refunds), Some(visit))) (panes) }
    };
    frame(face, room, main)
}

/// A page of the room: at the top the drawer at which the reader is.
pub fn frame(face: &Face, room: &Room, main: Markup) -> Seen {
    let top = if face.may(Permission::TakePayment) {
        session::chip(face, &room.till)
    } else {
        html! { a.btn.sm href="/cashier/sessions" { (text::sessions(face.lang)) } }
    };
    Seen { title: text::room(face.lang).to_owned(), room: "cashier", top, main }
}

/// The refunds and the bills that wait. The count is of those who can pay now, as on the rail: all but who is still in the house.
pub fn queue(face: &Face, (rows, refunds): (&[Waiting], &[Refund]), current: Option<VisitId>) -> Markup {
    let l = face.lang;
    let source = current.map_or("/cashier/queue".to_owned(), |visit| format!("/cashier/queue?visit={visit}"));
    let ready = rows.iter().filter(|row| row.part(face.today()) != Part::InHouse).count();
    let count = badge(if ready > 0 { Tone::Wait } else { Tone::Mute }, ready);
    html! {
        section.pane.lft #cashier-queue aria-labelledby="cashier-queue-h" data-live="cashier queue" data-src=(source) {
            (pane_header("cashier-queue-h", text::queue(l), count))
            div.scroll.sp tabindex="0" role="region" aria-label=(text::queue_list(l)) {
                (undo::views::waiting(face, refunds))
                @if rows.is_empty() { (empty("circle-check", text::queue_empty(l), "", html! {})) }
                @for part in [Part::Ready, Part::InHouse, Part::Earlier] { (queue_part(face, rows, part, current)) }
            }
        }
    }
}

fn queue_part(face: &Face, rows: &[Waiting], part: Part, current: Option<VisitId>) -> Markup {
    let rows: Vec<&Waiting> = rows.iter().filter(|row| row.part(face.today()) == part).collect();
    let heading = match part {
        Part::Ready => None,
        Part::InHouse => Some(text::queue_in_house(face.lang)),
        Part::Earlier => Some(text::queue_earlier(face.lang)),
    };
    html! {
        @if !rows.is_empty() {
            @if let Some(heading) = heading { h3.strip.sec.row { span.grow { (heading) } span.num { (rows.len()) } } }
            @for row in rows { (queue_row(face, row, part, current)) }
        }
    }
}

fn queue_row(face: &Face, row: &Waiting, part: Part, current: Option<VisitId>) -> Markup {
    let l = face.lang;
    let here = (current == Some(row.visit)).then_some("true");
    html! {
        a.li.at href={ "/visits/" (row.visit) "/bill" } aria-current=[here] {
            (ground::html::parts::ticket(&row.ticket()))
            span.grow.snug {
                b { (name_told(l, &row.patient_name)) }
                br;
                span.sub.sm { (contents(l, row)) }
                span.row.mt {
                    b.num { (row.due.show_with_sign(l)) }
                    span.sp {}
                    @match part {
                        Part::Ready => { span.mut.sm.num title=(text::waits_for(l)) { (face.now.minutes_since(row.since())) "′" } }
                        Part::InHouse => {}
                        Part::Earlier => { span.mut.sm.num { (show_day_short(row.day)) } }
                    }
                }
                @if row.is_emergency(face.today()) { (emergency(l, row)) }
                @if may_grow(row.station()) { span.row.mt { (station(row.station(), l)) } }
            }
        }
    }
}

/// Who goes before all others, and why.
fn emergency(l: Lang, row: &Waiting) -> Markup {
    html! {
        span.row.w.g2.mt {
            (status(Tone::Bad, priority_icon(row.priority), priority_text(row.priority, l)))
            @if !row.emergency_words(l).is_empty() { b.bad.sm { (row.emergency_words(l)) } }
        }
    }
}

/// `Khám nội, cận lâm sàng, thuốc`.
fn contents(l: Lang, row: &Waiting) -> String {
    let mut parts = vec![in_lang(l, &row.service_vi, &row.service_en)];
    if row.has_orders {
        parts.push(text::contents_orders(l));
    }
    if row.has_medicines {
        parts.push(text::contents_medicines(l));
    }
    parts.join(", ")
}

/// Whether the patient has a way to go on which more may come onto the bill.
pub fn may_grow(station: Station) -> bool {
    !matches!(station, Station::Cashier | Station::Owes | Station::Done | Station::Left)
}

/// Where the patient is or goes next.
pub fn station(station: Station, l: Lang) -> Markup {
    status(tone_of(station), station.icon(), html! { span.tr { (station.text(l)) } })
}

fn tone_of(station: Station) -> Tone {
    match station.tone() {
        "info" => Tone::Info,
        "wait" => Tone::Wait,
        "room" => Tone::Room,
        "test" => Tone::Test,
        "ok" => Tone::Ok,
        _ => Tone::Mute,
    }
}

/// Why a form was refused as a whole; what is wrong with one field stands beside that field.
pub fn refused_whole(attempt: &Attempt, l: Lang) -> Markup {
    let whole = attempt.refusal.as_ref().is_some_and(|refusal| refusal.fields.is_empty());
    html! { @if whole { (general_error(attempt, l)) } }
}

/// One error under a control that is drawn by hand.
pub fn error_below(id: &str, error: Option<&str>) -> Markup {
    html! { @if let Some(error) = error { p.err id=(id) { (icon_small("circle-x")) span { (error) } } } }
}
