//! Who comes next, and calling: the first of the line, and again those who did not come.

use super::queue::{Queue, alarm_of, calls_in, is_own, priority_badge, promised, station};
use super::{sex_and_age, station_chip, visit_path};
use crate::store::Waiting;
use crate::text;
use bricks::clock::show_time;
use ground::catalog::in_lang;
use ground::html::{Button, Look, Size, Tone, alert, hidden, parts, post_form};
use ground::people::Sex;
use ground::web::Face;
use maud::{Markup, html};
use papers::journey::Station;
use papers::queue::{Inside, Place, priority_icon};
use papers::visit::{Priority, show_ticket};

/// So long after a call the patient may still not have come.
const MAY_BE_MISSING_MINUTES: i64 = 15;

/// The one who should come next, with the screen's one big button.
pub(super) fn next_pane(face: &Face, queue: &Queue, rows: &[&Waiting]) -> Markup {
    let l = face.lang;
    html! {
        section.pane.rgt aria-labelledby="next-h" {
            (parts::pane_header("next-h", text::queue_next(l), html! { a.sm href="/queue-rule" { (text::queue_why(l)) } }))
            @match rows.iter().find(|row| is_next(face, queue, row)) {
                Some(row) => {
                    div.scroll.sp.pb tabindex="0" role="region" aria-labelledby="next-h" { (next_card(face, queue, row)) }
                    div.cf.col { (next_button(face, queue, row)) }
                }
                None => { (parts::empty("circle-check", text::queue_next_none(l), text::queue_next_none_hint(l), html! {})) }
            }
        }
    }
}

fn is_next(face: &Face, queue: &Queue, row: &Waiting) -> bool {
    if !calls_in(face) {
        return row.station() == Station::Vitals;
    }
    is_own(face, row) && queue.queues.place_of(row.id).is_some_and(|place| place.number == 1)
}

fn next_card(face: &Face, queue: &Queue, row: &Waiting) -> Markup {
    let l = face.lang;
    let sex = Sex::parse(&row.sex_code).unwrap_or(Sex::Other);
    let place = queue.queues.place_of(row.id);
    html! {
        div.row { span.tkt.t28.brand { (show_ticket(&row.ticket_prefix, row.ticket_number)) } span.sp {} (station_chip(station(queue, row), l)) }
        div { b.t16 { (row.name) } div.sub { (sex_and_age(sex, row.birth(), face.today(), l)) } }
        @if let Some(told) = alarm_of(face, queue, row) { (alert(Tone::Bad, "siren", html! { b { (told) } })) }
        @else if !row.emergency_reason.is_empty() { (alert(Tone::Bad, "siren", html! { b { (row.emergency_words(l)) } })) }
        @if let Some(place) = place { div.row.w { (priority_badge(place, l)) span.sm.mut { (place.reason.text(l)) " · " (promised(place, l)) } } }
        (parts::facts([
            (text::queue_reason(l), html! { (if row.reason.is_empty() { "–" } else { &row.reason }) }),
            (text::queue_service(l), html! { (in_lang(l, &row.service_vi, &row.service_en)) }),
            (text::queue_doctor(l), html! { (row.doctor) " · " (row.room) }),
            (text::queue_arrived(l), html! { (show_time(row.arrived_at, face.zone())) }),
        ]))
    }
}

fn next_button(face: &Face, queue: &Queue, row: &Waiting) -> Markup {
    let l = face.lang;
    let ticket = show_ticket(&row.ticket_prefix, row.ticket_number);
    if !calls_in(face) {
        let (text, href) = (text::queue_vitals_of(l, &ticket), visit_path(row.id, "vitals"));
        return html! { (Button { text: &text, icon: "activity", href: &href, ..primary() }) };
    }
    let Some(place) = queue.queues.place_of(row.id) else { return html! {} };
    let text = if place.has_results { text::queue_results_of(l, &ticket) } else { text::queue_call_of(l, &ticket) };
    next_form(face, place, Button { text: &text, icon: call_icon(place), key: "Alt+G", ..primary() })
}

/// Who goes before all others is called with a sign of it.
pub(super) fn call_icon(place: &Place) -> &'static str {
    if place.priority == Priority::Emergency { priority_icon(place.priority) } else { "megaphone" }
}

fn primary() -> Button<'static> {
    Button { look: Look::Primary, size: Size::Huge, block: true, kbd: "Ctrl ↵", ..Button::default() }
}

/// Calls the first of the line; it names who that was when the page was drawn, so that nobody else is called by mistake.
pub(super) fn next_form(face: &Face, first: &Place, button: Button<'_>) -> Markup {
    let visit = first.visit.to_string();
    post_form("/consultation/next", &face.key, html! { (hidden("visit", &visit)) (Button { submit: true, ..button }) })
}

/// Another call for who was called and may not have come; after the last of them the way back into the line. `on_list`:
/// the act leads back to the list.
pub(super) fn call_again(face: &Face, inside: &Inside, calls_max: i64, on_list: bool) -> Markup {
    let l = face.lang;
    let recent = face.now.minutes_since(inside.last_call_at) < MAY_BE_MISSING_MINUTES;
    if inside.is_away || !recent || inside.calls == 0 {
        return html! {};
    }
    if inside.calls >= calls_max {
        let button = Button {
            text: text::queue_put_back(l),
            icon: "undo-2",
            size: Size::Small,
            submit: true,
            ..Button::default()
        };
        return post_form(&visit_path(inside.visit, "put-back"), &face.key, html! { (button) });
    }
    let text = text::queue_call_again(l, inside.calls + 1);
    let button = Button { text: &text, icon: "megaphone", size: Size::Small, submit: true, ..Button::default() };
    post_form(&visit_path(inside.visit, "calls"), &face.key, html! { @if on_list { (hidden("list", "1")) } (button) })
}
