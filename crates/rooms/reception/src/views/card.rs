//! One appointment on the grid: who, how it stands, and the small marks.

use super::words;
use crate::rules::coming::{Status, status};
use crate::rules::grid::{Lane, Stretch};
use crate::shown::{Card, Changed, Diary, Head};
use crate::store::DiaryRow;
use crate::text;
use bricks::clock::{iso_day, show_day_short, show_minute, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::web::Face;
use maud::{Markup, html};
use papers::appointment::{Confirmation, State};
use papers::queue::{Rule, Wait};

/// Shorter cards have one line.
const TWO_LINES_FROM_MINUTES: i64 = 25;
/// Of a note so many characters stand on a card.
const ABOUT_MAX: usize = 60;

/// The card at its place on the grid; nothing for one that lies outside of it.
pub fn card(face: &Face, diary: &Diary, head: &Head, (card, lane): (&Card, Option<Lane>)) -> Markup {
    let row = &card.row;
    html! {
        @if let Some((first, rows)) = diary.grid.rows(card.at) {
            li class={ "gr" (first) " sp" (rows) @if row.overbooked { " ob" } @if let Some(lane) = lane { " l" (lane.at) "of" (lane.of) } } { (face_of(face, head, (row, card.at.from), diary.lit == Some(row.id), &diary.rule)) }
        }
    }
}

/// Cards that changed, each for its place on a grid that stands already; one without a place there is gone from it.
pub fn changed(face: &Face, changed: &Changed) -> Markup {
    html! {
        @for (id, row) in &changed.rows {
            @match row.as_ref().filter(|row| row.state != State::Cancelled) {
                Some(row) => (one_changed(face, changed, row)),
                None => li data-card=(id) {},
            }
        }
        @for (doctor, day, waiting) in &changed.waiting {
            div data-waits={ "doctor=" (doctor) "&day=" (iso_day(*day)) } { (super::diary::waiting_badge(face.lang, Some(*waiting))) }
        }
    }
}

fn one_changed(face: &Face, changed: &Changed, row: &DiaryRow) -> Markup {
    let from = face.zone().minute_of_day(row.starts_at);
    let to = from + row.duration_minutes;
    let day = iso_day(row.day);
    let (column, head) = if changed.view.by_room {
        (format!("day={day}&room={}", row.room), Head::Room(row.room, String::new()))
    } else {
        (format!("doctor={}&day={day}", row.doctor), Head::Doctor)
    };
    let shown = changed.grid.holds(Stretch { from, to }).then(|| changed.grid.rows(Stretch { from, to })).flatten();
    html! {
        @if let Some((first, rows)) = shown {
            li class={ "gr" (first) " sp" (rows) @if row.overbooked { " ob" } } data-card=(row.id) data-in=(column) data-day=(day) {
                (face_of(face, &head, (row, from), false, &changed.rule))
            }
        } @else {
            li data-card=(row.id) data-whole {}
        }
    }
}

/// A card that waits beside the grid for another day.
pub fn pin(face: &Face, row: &DiaryRow) -> Markup {
    let day = format!("{} {}", weekday_short(row.day, face.lang), show_day_short(row.day));
    let minute = face.zone().minute_of_day(row.starts_at);
    html! { li { (face_of(face, &Head::Day, (row, minute), false, &Rule::default())) span.sm.mut { (day) } } }
}

/// A card with the minute of its day at which it begins.
fn face_of(face: &Face, head: &Head, (row, minute): (&DiaryRow, i64), lit: bool, rule: &Rule) -> Markup {
    let l = face.lang;
    let status = status(row.state, row.visit_state, row.tests_open, row.starts_at, face.now);
    let movable = row.state == State::Booked && face.may(Permission::Book);
    let time = show_minute(minute);
    let about = about(head, row, l);
    let waited = row.arrived_at.filter(|_| status == Status::Arrived).map(|at| face.now.minutes_since(at).max(0));
    html! {
        a class={ "ev " (words::status_tone(status).class()) (look(status)) } href={ "/appointments/" (row.id) }
            data-v=[movable.then_some(row.version)] data-n=[movable.then_some(row.duration_minutes)]
            aria-current=[lit.then_some("true")] title=(told(row, status, &time, &about, l)) {
            b { (row.patient_name) }
            (marks(row, waited.map(|minutes| (minutes, rule.wait(minutes)))))
            @if row.duration_minutes >= TWO_LINES_FROM_MINUTES { span.x { (time) " · " (about) } }
        }
    }
}

fn about(head: &Head, row: &DiaryRow, l: Lang) -> String {
    let note: String = row.note.chars().take(ABOUT_MAX).collect();
    let about = if note.is_empty() { row.service(l).to_owned() } else { format!("{} · {note}", row.service(l)) };
    match head {
        Head::Room(..) => format!("{} · {about}", row.doctor_name),
        Head::Doctor | Head::Day => about,
    }
}

/// Everything that the colour and the marks say, in words.
fn told(row: &DiaryRow, status: Status, time: &str, about: &str, l: Lang) -> String {
    let mut parts = vec![time, about, words::status_word(status, l)];
    parts.extend(row.overbooked.then(|| text::mark_overbooked(l)));
    parts.extend(row.awaits_desk.then(|| text::mark_awaits_desk(l)));
    parts.extend((row.confirmation != Confirmation::None).then(|| words::confirmation(row.confirmation, l)));
    parts.extend(row.first_visit.then(|| text::mark_first(l)));
    parts.extend(row.unpaid.then(|| text::mark_unpaid(l)));
    parts.extend((!row.note.is_empty()).then(|| text::mark_note(l)));
    parts.join(" · ")
}

/// The marks are drawn by the style sheet: a full day has seven hundred cards.
fn marks(row: &DiaryRow, waited: Option<(i64, Wait)>) -> Markup {
    let confirmation = match row.confirmation {
        Confirmation::None => None,
        Confirmation::Asked => Some("mk ask"),
        Confirmation::Confirmed => Some("mk yes"),
        Confirmation::Declined => Some("mk no"),
    };
    let marks = [
        row.awaits_desk.then_some("mk web"),
        row.overbooked.then_some("mk two"),
        row.unpaid.then_some("mk due"),
        row.first_visit.then_some("mk new"),
        confirmation,
        (!row.note.is_empty()).then_some("mk nte"),
    ];
    let any = waited.is_some() || marks.iter().any(Option::is_some);
    html! {
        @if any {
            span.mks {
                @for class in marks.iter().flatten() { i class=(class) {} }
                @if let Some((minutes, wait)) = waited { span class=(words::wait_class(wait)) { (minutes) "′" } }
            }
        }
    }
}

fn look(status: Status) -> &'static str {
    match status {
        Status::Done => " s-d",
        Status::Left | Status::Absent => " s-n",
        Status::InRoom => " s-r",
        Status::Booked | Status::Late | Status::Arrived | Status::Tests => "",
    }
}
