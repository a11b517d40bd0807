//! The day grid: a column a doctor, a row every five minutes.

use super::card::card;
use super::words;
use crate::rules::coming::Status;
use crate::rules::grid::{Lane, Stretch, lanes};
use crate::shown::{Card, Column, Diary, Head, View};
use crate::store::DiaryRow;
use crate::text;
use bricks::clock::{iso_day, show_day_short, show_minute, show_time, weekday_name};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Tone, icon_small, parts, parts::Part};
use ground::web::Face;
use maud::{Markup, html};

/// Closed hours that are shorter say nothing.
const WORD_FROM_MINUTES: i64 = 30;
/// So many columns have a width in the style sheet.
const COLUMNS_MAX: usize = 24;

/// What was asked for or done just now, the pinboard, and the grid with its counts as a live part.
pub fn middle(face: &Face, diary_seen: &Diary, above: &Markup) -> Markup {
    html! {
        section.fill aria-label=(text::diary(face.lang)) {
            (above)
            (diary(face, diary_seen))
            @if face.may(Permission::Book) { (super::moving::tools(face, diary_seen)) }
        }
    }
}

/// The grid with its counts, as a live part.
pub fn diary(face: &Face, diary: &Diary) -> Markup {
    let l = face.lang;
    let chosen =
        diary.chosen.map(|(doctor, at)| format!("&doctor={doctor}&at={}", show_minute(at))).unwrap_or_default();
    let lit = diary.lit.map(|id| format!("&appointment={id}")).unwrap_or_default();
    let changed = diary.changed_to.map(|version| format!("&done={version}")).unwrap_or_default();
    let source = format!("/reception/diary?day={}{chosen}{lit}{changed}{}", iso_day(diary.day), diary.view.query());
    html! {
        div.fill #diary data-live="diary queue hours" data-every="300" data-src=(source) data-cards=(cards_source(diary)) data-today=(iso_day(face.today())) {
            div.tbar { (switches(face, diary)) (counts(l, diary)) }
            @if let Some((row, doctor)) = diary.lit_row().filter(|_| diary.changed_to.is_none()) {
                div.strip { (booked(face, row, &doctor.titled_name())) }
            }
            @if diary.columns.is_empty() {
                (parts::empty("calendar-x", text::no_doctors(l), text::no_doctors_hint(l), ""))
            } @else {
                (grid(face, diary))
            }
        }
    }
}

/// Day or week, doctors or rooms, and the step of the grid.
fn switches(face: &Face, diary: &Diary) -> Markup {
    let (l, day, view) = (face.lang, iso_day(diary.day), diary.view);
    let to = |path: &str, view: View| format!("{path}?day={day}{}", view.query());
    let other = |by_room, fine| to("/reception", View { by_room, fine });
    let (by_doctor, by_room) = (other(false, view.fine), other(true, view.fine));
    let week = to("/reception/week", View { by_room: false, ..view });
    let step = to("/reception", View { fine: !view.fine, ..view });
    let part = |text, href, current| Part { text, href, current, ..Part::default() };
    html! {
        (parts::segmented(text::diary_views(l), &[
            part(text::by_doctor(l), &by_doctor, !view.by_room),
            part(text::by_room(l), &by_room, view.by_room),
            part(text::week(l), &week, false),
        ]))
        a.btn.sm href=(step) title=(text::grid_step_hint(l)) { (text::minutes_short(l, view.step_minutes())) }
    }
}

/// Where single cards are fetched for this grid.
pub(super) fn cards_source(diary: &Diary) -> String {
    format!("/reception/cards?first={}&last={}{}", diary.grid.first(), diary.grid.last(), diary.view.query())
}

/// The class by which the cards of a status are counted; the two that look alike are not.
fn tone_of(status: Status) -> Option<&'static str> {
    Some(words::status_tone(status).class()).filter(|_| !matches!(status, Status::Left | Status::Absent))
}

pub(super) fn counts(l: Lang, diary: &Diary) -> Markup {
    let always = |status: Status| !matches!(status, Status::Late | Status::Left);
    html! {
        div.cnts role="group" aria-label=(text::counts(l)) {
            @for (status, n) in diary.counts.iter().filter(|(status, n)| *n > 0 || always(*status)) {
                span data-tone=[tone_of(*status)] { span class={ "dot " (words::status_tone(*status).class()) } {} (words::status_word(*status, l)) " " b { (n) } }
            }
        }
    }
}

fn booked(face: &Face, row: &DiaryRow, doctor: &str) -> Markup {
    let l = face.lang;
    let time = show_time(row.starts_at, face.zone());
    ground::html::alert(
        Tone::Ok,
        "calendar-check",
        html! {
            b { (text::booked(l)) } " " (time) " · " (row.patient_name) " · " (doctor) " · "
            a.lnk href={ "/appointments/" (row.id) } { (text::open(l)) }
        },
    )
}

pub(super) fn grid(face: &Face, diary: &Diary) -> Markup {
    let l = face.lang;
    let columns = diary.columns.len().min(COLUMNS_MAX);
    let fine = if diary.view.fine { " fine" } else { "" };
    html! {
        div class={ "cal scroll cols" (columns) (fine) } role="region" aria-label=(text::diary(l)) tabindex="0"
            aria-describedby="moving-keys" data-cal data-pick="book" data-first=(diary.grid.first()) data-last=(diary.grid.last()) data-step=(diary.view.step_minutes()) {
            div.calh.corner { span.vh { (text::hour(l)) } @if face.may(Permission::Book) { (super::moving::keys_button(l)) } }
            @for column in diary.columns.iter().take(COLUMNS_MAX) { (head(l, column)) }
            div.calt aria-hidden="true" {
                @for minute in diary.grid.hours() {
                    span class={ "gr" (diary.grid.row(minute).unwrap_or(1)) " sp12" } { (show_minute(minute)) }
                }
            }
            @for column in diary.columns.iter().take(COLUMNS_MAX) { (column_of(face, diary, column)) }
            @if let Some((minute, row)) = diary.now_minute.and_then(|minute| Some((minute, diary.grid.row(minute)?))) {
                div class={ "now gr" (row) } aria-hidden="true" { span { (show_minute(minute)) } }
            }
        }
    }
}

fn head(l: Lang, column: &Column) -> Markup {
    let doctor = &column.doctor;
    let (name, under) = match &column.head {
        Head::Doctor => {
            (doctor.name.clone(), format!("{} · {}", doctor.room_name, words::department(&doctor.department, l)))
        }
        Head::Room(_, name) => (words::room(name, l), doctor.name.clone()),
        Head::Day => (weekday_name(column.day, l).to_owned(), show_day_short(column.day)),
    };
    html! {
        div.calh {
            span.grow { b.tr title=(name) { (name) } span.mut.sm.tr title=(under) { (under) } }
            (waiting_badge(l, column.waiting))
        }
    }
}

pub(super) fn waiting_badge(l: Lang, waiting: Option<i64>) -> Markup {
    html! {
        @if let Some(waiting) = waiting.filter(|n| *n > 0) {
            span.bdg title=(text::waiting_now(l)) { (waiting) span.vh { " " (text::waiting_now(l)) } }
        }
    }
}

fn column_of(face: &Face, diary: &Diary, column: &Column) -> Markup {
    let (l, doctor) = (face.lang, column.doctor.id);
    let (label, room) = match &column.head {
        Head::Doctor => (column.doctor.name.clone(), String::new()),
        Head::Room(room, name) => (words::room(name, l), format!("&room={room}")),
        Head::Day => (weekday_name(column.day, l).to_owned(), String::new()),
    };
    html! {
        ol.calc aria-label=(label) data-column={ "doctor=" (doctor) "&day=" (iso_day(column.day)) (room) } {
            @for closed in diary.grid.closed(&column.doctor.open) { (shut(l, diary, column, closed)) }
            @for (_, entry) in entries(face, column) {
                @match entry {
                    Entry::Card(each, lane) => { (card(face, diary, &column.head, (each, lane))) }
                    Entry::Held(at, until) => { (held(l, diary, at, until)) }
                    Entry::Free(minute) => { (free(l, diary, column, minute)) }
                }
            }
        }
    }
}

/// What stands in a column.
enum Entry<'a> {
    Card(&'a Card, Option<Lane>),
    Held(Stretch, i64),
    Free(i64),
}

/// Cards and free cells in the order of time, in which the arrow keys go.
fn entries<'a>(face: &Face, column: &'a Column) -> Vec<(i64, Entry<'a>)> {
    let free_cells: &[i64] = if face.may(Permission::Book) { &column.free } else { &[] };
    let lanes = lanes(&column.rows.iter().map(|card| card.at).collect::<Vec<_>>());
    let cards = column.rows.iter().zip(lanes);
    let cards = cards.map(|(each, lane)| (each.at.from, Entry::Card(each, lane)));
    let kept = column.held.iter().map(|(at, until)| (at.from, Entry::Held(*at, *until)));
    let cells = free_cells.iter().map(|minute| (*minute, Entry::Free(*minute)));
    let mut entries: Vec<_> = cards.chain(kept).chain(cells).collect();
    entries.sort_by_key(|(minute, _)| *minute);
    entries
}

fn place(diary: &Diary, stretch: Stretch) -> Option<String> {
    let (row, rows) = diary.grid.rows(stretch)?;
    Some(format!("gr{row} sp{rows}"))
}

/// Closed hours: a leave, a holiday, or a break between two stretches of work says so.
fn shut(l: Lang, diary: &Diary, column: &Column, closed: Stretch) -> Markup {
    let open = &column.doctor.open;
    let away = column.doctor.away.iter().find(|(at, _)| at.overlaps(closed)).map(|(_, why)| why.word(l));
    let is_break = open.iter().any(|work| work.to == closed.from) && open.iter().any(|work| work.from == closed.to);
    let usual = if is_break {
        text::pause(l)
    } else if open.is_empty() && closed.from == diary.grid.first() {
        text::off_duty(l)
    } else {
        ""
    };
    let word = away.unwrap_or_else(|| usual.to_owned());
    let word = if closed.to - closed.from >= WORD_FROM_MINUTES { word } else { String::new() };
    html! {
        @if let Some(place) = place(diary, closed) {
            li class={ "off " (place) } { @if !word.is_empty() { span { (word) } } }
        }
    }
}

/// A time that somebody is booking on the website at this moment.
fn held(l: Lang, diary: &Diary, at: Stretch, until: i64) -> Markup {
    html! {
        @if let Some(place) = place(diary, at) {
            li class={ "kept " (place) } title=(text::held_until(l, show_minute(at.from), show_minute(until))) {
                span { (icon_small("clock")) (text::held(l)) span.vh { " " (text::held_until(l, show_minute(at.from), show_minute(until))) } }
            }
        }
    }
}

fn free(l: Lang, diary: &Diary, column: &Column, minute: i64) -> Markup {
    let doctor = column.doctor.id;
    let is_chosen = diary.chosen == Some((doctor, minute));
    let time = show_minute(minute);
    let href = format!("/reception?day={}&doctor={doctor}&at={time}{}#book", iso_day(column.day), diary.view.query());
    html! {
        @if let Some(place) = place(diary, Stretch { from: minute, to: minute + diary.view.step_minutes() }) {
            li class=(place) {
                @if is_chosen {
                    a.slot.sel href=(href) { (icon_small("plus")) (time) " · " (text::chosen(l)) }
                } @else {
                    a.slot.free href=(href) { (time) }
                }
            }
        }
    }
}
