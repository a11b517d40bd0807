//! The left pane: who waits, who is in a room, who is still to come.

use super::booking::general;
use super::{signs, words};
use crate::rules::coming::{Coming, Status, coming};
use crate::shown::{House, Tab, count};
use crate::store::{DiaryRow, OpenRow};
use crate::text;
use bricks::clock::{iso_day, show_day_short, show_time};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Look, Part, Size, Tone, alert, field, icon, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::journey::Station;
use papers::queue::Place;
use papers::visit::{Priority, State};

/// So many rows of a list are drawn; the counts tell of all.
const ROWS_MAX: usize = 60;

/// The pane as a live part: it follows the queue and the diary, and its minutes go on.
pub fn queue(face: &Face, house: &House, departure: &Attempt) -> Markup {
    let l = face.lang;
    let of_visit = house.chosen.as_ref().map(|(id, _)| format!("&visit={id}")).unwrap_or_default();
    let source = format!("/reception/queue?day={}&tab={}{of_visit}", iso_day(house.day), house.tab.code());
    let inside = i64::try_from(house.open.len()).unwrap_or(0);
    html! {
        section.pane.lft #queue aria-labelledby="house-h" data-live="queue diary" data-every="60" data-src=(source) {
            (parts::pane_header("house-h", text::house(l), html! { a.btn.g.sm.ic href="/queue-rule" title=(text::queue_why(l)) { (icon("circle-help")) } (parts::badge(Tone::Wait, inside)) }))
            @if let Some(row) = house.chosen_row() { (chosen(face, house, row, departure)) } @else { (general(departure, l)) }
            @if house.requests > 0 {
                a.strip.row.g2.k-wait href="/website/requests" { (icon("globe")) b.grow { (text::website_requests(l, house.requests)) } (icon("chevron-right")) }
            }
            (tabs(l, house))
            (list(face, house))
            @if face.may(Permission::CheckIn) {
                div.cf {
                    (Button { text: text::walk_in(l), icon: "user-plus", href: "/walk-in", kbd: "Alt V", key: "Alt+V", block: true,
                        look: Look::Soft, ..Button::default() })
                }
            }
        }
    }
}

fn tabs(l: Lang, house: &House) -> Markup {
    let counts = [
        (Tab::Waiting, text::tab_waiting(l), count(house.in_line().iter())),
        (Tab::InRoom, text::tab_in_room(l), count(house.inside().iter())),
        (Tab::Coming, text::tab_coming(l), house.coming_count),
        (Tab::LeftOpen, text::tab_left_open(l), count(house.left_open())),
    ];
    // Nobody needs a list that is nearly always empty.
    let counts = counts.into_iter().filter(|(tab, _, n)| *tab != Tab::LeftOpen || *n > 0 || house.tab == *tab);
    let counts: Vec<_> = counts.collect();
    let href = |tab: &Tab| format!("/reception?day={}&tab={}", iso_day(house.day), tab.code());
    let hrefs: Vec<String> = counts.iter().map(|(tab, _, _)| href(tab)).collect();
    let parts: Vec<Part<'_>> = counts
        .iter()
        .zip(&hrefs)
        .map(|((tab, word, n), href)| Part {
            text: word,
            href,
            current: *tab == house.tab,
            count: Some(*n),
            target: "#queue",
            ..Part::default()
        })
        .collect();
    parts::tabs(text::house_lists(l), &parts)
}

fn list(face: &Face, house: &House) -> Markup {
    let l = face.lang;
    let is_empty = match house.tab {
        Tab::Coming => house.coming.is_empty(),
        Tab::Waiting => house.in_line().is_empty(),
        Tab::InRoom => house.inside().is_empty(),
        Tab::LeftOpen => house.left_open().next().is_none(),
    };
    if is_empty {
        return html! { div.scroll.sp { (parts::empty("coffee", text::house_empty(l), "", "")) } };
    }
    html! {
        ol.scroll.sp tabindex="0" aria-label=(text::house(l)) {
            @match house.tab {
                Tab::Coming => { @for (row, room) in house.coming.iter().take(ROWS_MAX) { (expected(face, row, room)) } }
                Tab::Waiting => { @for (row, place) in house.in_line().into_iter().take(ROWS_MAX) { (inside(face, house, row, Some(place))) } }
                Tab::InRoom => { @for row in house.inside().into_iter().take(ROWS_MAX) { (inside(face, house, row, None)) } }
                Tab::LeftOpen => { @for row in house.left_open().take(ROWS_MAX) { (left_open(face, house, row)) } }
            }
        }
    }
}

/// How long somebody waits, or is with the doctor.
fn minutes(face: &Face, row: &OpenRow, place: Option<&Place>) -> i64 {
    let since = match place {
        Some(place) if place.has_results => place.joined_at,
        Some(_) => row.arrived_at,
        None => row.called_at.unwrap_or(row.arrived_at),
    };
    face.now.minutes_since(since).max(0)
}

fn inside(face: &Face, house: &House, row: &OpenRow, place: Option<&Place>) -> Markup {
    let (l, minutes) = (face.lang, minutes(face, row, place));
    let station = match row.facts().station() {
        Station::DoctorWithResults if place.is_none() => Station::InRoom,
        station => station,
    };
    let is_chosen = house.chosen.as_ref().is_some_and(|(id, _)| *id == row.id);
    let day = if house.day == face.today() { String::new() } else { format!("day={}&", iso_day(house.day)) };
    let href = format!("/reception?{day}visit={}", row.id);
    let class = place.map_or("num sm mut", |_| words::wait_class(house.queues.rule.wait(minutes)));
    html! {
        li.li.at aria-current=[is_chosen.then_some("true")] {
            span.tkt { (row.ticket()) }
            span.grow {
                span.row.g1 {
                    a.ink.b.grow href=(href) data-target="#queue" { (row.patient_name) }
                    span class=(class) { (minutes) "′" }
                }
                span.row.w.g2.mt {
                    (parts::status(words::station_tone(station), station.icon(), words::station(station, l)))
                    (signs::badge(row.priority, l))
                    @if !row.emergency_reason.is_empty() { b.bad.sm { (row.emergency_words(l)) } }
                    @if place.is_none() { span.mut.sm.num.nw { (words::room(&row.room_name, l)) } }
                }
                @if let Some(place) = place { span.row.sm.mut { (standing(place, l)) " · " (words::room(&row.room_name, l)) } }
            }
        }
    }
}

/// One of an earlier day: since when, and the way to close it.
fn left_open(face: &Face, house: &House, row: &OpenRow) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let since = format!("{} {}", show_time(row.arrived_at, zone), show_day_short(zone.day_of(row.arrived_at)));
    let is_chosen = house.chosen.as_ref().is_some_and(|(id, _)| *id == row.id);
    html! {
        li.li.at aria-current=[is_chosen.then_some("true")] {
            span.tkt { (row.ticket()) }
            span.grow {
                a.ink.b.tr href={ "/reception?tab=open&visit=" (row.id) } data-target="#queue" { (row.patient_name) }
                span.row.w.g2.mt {
                    (parts::status(Tone::Bad, "triangle-alert", text::left_open(l)))
                    span.mut.sm.num.nw { (since) }
                }
            }
        }
    }
}

/// How a visit that was left open ended: seen, or gone.
fn closing(face: &Face, row: &OpenRow, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let reason = Field {
        name: "reason",
        id: "f-closing",
        label: text::closing_reason(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        (general(attempt, l))
        (post_form(&format!("/visits/{}/left-open", row.id), &face.key, html! {
            (field(reason, attempt, l))
            div.row.w.g2 {
                @if row.state == State::InRoom {
                    (Button { text: text::close_seen(l), name: "as", value: "finished", icon: "circle-check", submit: true, look: Look::Soft, ..Button::default() })
                }
                (Button { text: text::close_unseen(l), name: "as", value: "left", icon: "user-x", submit: true, ..Button::default() })
            }
        }))
    }
}

/// `Thứ 3, 10–20′ · Theo giờ đến`.
fn standing(place: &Place, l: Lang) -> String {
    let promise = place.promise;
    text::standing(l, promise.from_minutes, place.number, place.reason.text(l), promise.to_minutes)
}

fn expected(face: &Face, row: &DiaryRow, room: &str) -> Markup {
    let (l, when) = (face.lang, coming(row.starts_at, face.now));
    let status = if when == Coming::Late { Status::Late } else { Status::Booked };
    let href = format!("/appointments/{}", row.id);
    let label = text::check_in_of(l, &row.patient_name);
    html! {
        li.li.at {
            span.tkt { (show_time(row.starts_at, face.zone())) }
            span.grow {
                span.row.g1 {
                    a.ink.b.tr.grow href=(href) { (row.patient_name) }
                    span.mut.sm.num { (words::room(room, l)) }
                }
                span.row.g2.mt {
                    (parts::status(words::status_tone(status), words::status_icon(status), words::status_word(status, l)))
                    span.sp {}
                    @if when != Coming::Later && face.may(Permission::CheckIn) {
                        (Button { text: text::check_in(l), label: &label, href: &href, size: Size::Small, look: Look::Soft, ..Button::default() })
                    }
                }
            }
        }
    }
}

/// The ticket just given, large: what the receptionist tells the patient.
fn chosen(face: &Face, house: &House, row: &OpenRow, departure: &Attempt) -> Markup {
    let l = face.lang;
    let doctor = house.chosen.as_ref().map_or("", |(_, doctor)| doctor.as_str());
    let (waits, is_emergency) = (row.state == State::Waiting, row.priority == Priority::Emergency);
    html! {
        div.strip.col.g2 {
            @if house.is_put_first && is_emergency { (alert(Tone::Bad, "siren", text::put_first_where_open(l, row.ticket()))) }
            div.alert.k-ok[!is_emergency].k-bad[is_emergency] role="status" {
                (icon(if is_emergency { "siren" } else { "circle-check" }))
                span.grow {
                    b.t22.num { (row.ticket()) } " " (signs::badge(row.priority, l)) @if !row.emergency_reason.is_empty() { " " (row.emergency_words(l)) } br;
                    b { (row.patient_name) } br;
                    (words::room(&row.room_name, l)) " · " (doctor) br;
                    @if let Some(place) = house.place(row) { (text::waits_before(l, place.number - 1)) " · " (standing(place, l)) } @else { (words::station(row.facts().station(), l)) }
                }
            }
            @if face.may(Permission::CheckIn) && house.is_left_open(row) { (closing(face, row, departure)) }
            @else if face.may(Permission::CheckIn) {
                (general(departure, l))
                @if house.may_be_seen_again(row) { (again(face, row)) }
                div.row.w.g2 { (printing(l, row)) @if waits { (taking_back(face, row)) } }
                (super::urgency::urgency(face, row, departure))
                @if waits { (leaving(face, row, departure)) }
            }
        }
    }
}

/// The ticket on paper: it stands under the finger right after the check-in.
fn printing(l: Lang, row: &OpenRow) -> Markup {
    html! {
        a.btn.soft href={ "/visits/" (row.id) "/ticket" } target="_blank" rel="noopener" autofocus data-key="F9" {
            (icon("printer")) (text::print_ticket(l)) kbd { "F9" }
        }
    }
}

/// Who became an emergency after the doctor had finished goes back into that doctor's line.
fn again(face: &Face, row: &OpenRow) -> Markup {
    let l = face.lang;
    let act = Button {
        text: text::see_again(l),
        icon: "undo-2",
        submit: true,
        block: true,
        look: Look::Danger,
        ..Button::default()
    };
    html! {
        (post_form(&format!("/visits/{}/again", row.id), &face.key, html! { (act) p.hint { (text::see_again_hint(l)) } }))
    }
}

/// The check-in was a mistake.
fn taking_back(face: &Face, row: &OpenRow) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action={ "/visits/" (row.id) "/retraction" } data-guard data-confirm=(text::take_back_confirm(l, row.ticket())) {
            (ground::html::hidden("key", &face.key))
            (Button { text: text::take_back(l), icon: "undo-2", submit: true, ..Button::default() })
        }
    }
}

fn leaving(face: &Face, row: &OpenRow, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let reason = Field {
        name: "reason",
        id: "f-departure",
        label: text::departure_reason(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        details open[attempt.value("reason").is_some()] {
            summary.sm.mut { (text::departure(l)) }
            (post_form(&format!("/visits/{}/departure", row.id), &face.key, html! {
                (field(reason, attempt, l))
                (Button { text: text::departure_act(l), submit: true, size: Size::Small, look: Look::Danger, ..Button::default() })
            }))
        }
    }
}
