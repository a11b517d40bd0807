//! The day grid: a column a doctor, a row every five minutes.

use super::words;
use crate::rules::coming::{Status, status};
use crate::rules::grid::Stretch;
use crate::shown::{CELL_MINUTES, Column, Diary};
use crate::store::DiaryRow;
use crate::text;
use bricks::clock::{iso_day, show_minute, show_time};
use bricks::id::ResourceId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Tone, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};

/// Shorter cards have one line.
const TWO_LINES_FROM_MINUTES: i64 = 25;
/// Closed hours that are shorter say nothing.
const WORD_FROM_MINUTES: i64 = 30;
/// Of a note so many characters stand on a card.
const ABOUT_MAX: usize = 60;
/// So many columns have a width in the style sheet.
const COLUMNS_MAX: usize = 24;

/// The grid with its counts, as a live part.
pub fn diary(face: &Face, diary: &Diary) -> Markup {
    let l = face.lang;
    let chosen =
        diary.chosen.map(|(doctor, at)| format!("&doctor={doctor}&at={}", show_minute(at))).unwrap_or_default();
    let lit = diary.lit.map(|id| format!("&appointment={id}")).unwrap_or_default();
    let source = format!("/reception/diary?day={}{chosen}{lit}", iso_day(diary.day));
    html! {
        section.fill #diary data-live="diary queue" data-every="300" data-src=(source) {
            div.tbar { (counts(l, diary)) }
            @if let Some((row, doctor)) = diary.lit_row() {
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

fn counts(l: Lang, diary: &Diary) -> Markup {
    let always = |status: Status| !matches!(status, Status::Late | Status::Left);
    html! {
        div.cnts role="group" aria-label=(text::counts(l)) {
            @for (status, n) in diary.counts.iter().filter(|(status, n)| *n > 0 || always(*status)) {
                span { span class={ "dot " (words::status_tone(*status).class()) } {} (words::status_word(*status, l)) " " b { (n) } }
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

fn grid(face: &Face, diary: &Diary) -> Markup {
    let l = face.lang;
    let columns = diary.columns.len().min(COLUMNS_MAX);
    html! {
        div class={ "cal scroll cols" (columns) } role="region" aria-label=(text::diary(l)) tabindex="0"
            data-cal data-pick="book" data-first=(diary.grid.first()) {
            div.calh.corner { span.vh { (text::hour(l)) } }
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
    html! {
        div.calh {
            span.grow { b.tr title=(doctor.titled_name()) { (doctor.name) } span.mut.sm.tr { (words::department(&doctor.department, l)) " · " (doctor.room_name) } }
            @if let Some(waiting) = column.waiting.filter(|n| *n > 0) {
                span.bdg title=(text::waiting_now(l)) { (waiting) span.vh { " " (text::waiting_now(l)) } }
            }
        }
    }
}

fn column_of(face: &Face, diary: &Diary, column: &Column) -> Markup {
    let (l, doctor) = (face.lang, column.doctor.id);
    html! {
        ol.calc aria-label=(column.doctor.name) data-column={ "doctor=" (doctor) "&day=" (iso_day(diary.day)) } {
            @for closed in diary.grid.closed(&column.doctor.open) { (shut(l, diary, column, closed)) }
            @for (_, entry) in entries(face, diary, column) { (entry) }
        }
    }
}

/// Cards and free cells in the order of time, in which the arrow keys go.
fn entries(face: &Face, diary: &Diary, column: &Column) -> Vec<(i64, Markup)> {
    let free_cells: &[i64] = if face.may(Permission::Book) { &column.free } else { &[] };
    let minute_of = |row: &DiaryRow| face.zone().minute_of_day(row.starts_at);
    let cards = column.rows.iter().map(|row| (minute_of(row), card(face, diary, row)));
    let cells = free_cells.iter().map(|minute| (*minute, free(face.lang, diary, column.doctor.id, *minute)));
    let mut entries: Vec<_> = cards.chain(cells).collect();
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

fn free(l: Lang, diary: &Diary, doctor: ResourceId, minute: i64) -> Markup {
    let is_chosen = diary.chosen == Some((doctor, minute));
    let time = show_minute(minute);
    let href = format!("/reception?day={}&doctor={doctor}&at={time}#book", iso_day(diary.day));
    html! {
        @if let Some(place) = place(diary, Stretch { from: minute, to: minute + CELL_MINUTES }) {
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

fn card(face: &Face, diary: &Diary, row: &DiaryRow) -> Markup {
    let l = face.lang;
    let status = status(row.state, row.visit_state, row.tests_open, row.starts_at, face.now);
    let from = face.zone().minute_of_day(row.starts_at);
    let about =
        if row.note.is_empty() { row.service(l).to_owned() } else { row.note.chars().take(ABOUT_MAX).collect() };
    let time = show_minute(from);
    html! {
        @if let Some(place) = place(diary, Stretch { from, to: from + row.duration_minutes }) {
            li class=(place) {
                a class={ "ev " (words::status_tone(status).class()) (look(status)) } href={ "/appointments/" (row.id) }
                    aria-current=[(diary.lit == Some(row.id)).then_some("true")]
                    title={ (time) " · " (about) " · " (words::status_word(status, l)) } {
                    b { (row.patient_name) }
                    @if row.duration_minutes >= TWO_LINES_FROM_MINUTES { span.x { (time) " · " (about) } }
                }
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
