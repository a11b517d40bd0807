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
use ground::html::escaped;
use ground::web::Face;
use maud::{Markup, Render, html};
use papers::appointment::{Confirmation, State};
use papers::queue::{Rule, Wait};

/// Shorter cards have one line.
const TWO_LINES_FROM_MINUTES: i64 = 25;
const BETWEEN: &str = " · ";
/// Of a note so many characters stand on a card.
const ABOUT_MAX: usize = 60;

/// The card at its place on the grid; nothing for one that lies outside of it.
pub fn card(face: &Face, diary: &Diary, head: &Head, (card, lane): (&Card, Option<Lane>)) -> Markup {
    let row = &card.row;
    html! {
        @if let Some((first, rows)) = diary.grid.rows(card.at) {
            li class={ "gr" (first) " sp" (rows) @if row.overbooked { " ob" } @if let Some(lane) = lane { " l" (lane.at) "of" (lane.of) } } { (of(face, head, (row, card.at.from), diary.lit == Some(row.id), &diary.rule)) }
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
                (of(face, &head, (row, from), false, &changed.rule))
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
    html! { li { (of(face, &Head::Day, (row, minute), false, &Rule::default())) span.sm.mut { (day) } } }
}

/// A card as it is written into the page: a full day has seven hundred, so that nothing is written twice.
struct Of<'a> {
    l: Lang,
    row: &'a DiaryRow,
    /// Above a room's column the doctor is not known.
    doctor: Option<&'a str>,
    minute: i64,
    status: Status,
    is_movable: bool,
    lit: bool,
    waited: Option<(i64, Wait)>,
}

/// A card with the minute of its day at which it begins.
fn of<'a>(face: &Face, head: &Head, (row, minute): (&'a DiaryRow, i64), lit: bool, rule: &Rule) -> Of<'a> {
    let status = status(row.state, row.visit_state, row.tests_open, row.starts_at, face.now);
    let waited = row.arrived_at.filter(|_| status == Status::Arrived).map(|at| face.now.minutes_since(at).max(0));
    Of {
        l: face.lang,
        row,
        doctor: matches!(head, Head::Room(..)).then_some(&*row.doctor_name),
        minute,
        status,
        is_movable: row.state == State::Booked && face.may(Permission::Book),
        lit,
        waited: waited.map(|minutes| (minutes, rule.wait(minutes))),
    }
}

impl Render for Of<'_> {
    fn render_to(&self, page: &mut String) {
        let row = self.row;
        page.push_str("<a class=\"ev ");
        page.push_str(words::status_tone(self.status).class());
        page.push_str(look(self.status));
        page.push_str("\" href=\"/appointments/");
        number(page, row.id.raw());
        if self.is_movable {
            page.push_str("\" data-v=\"");
            number(page, row.version);
            page.push_str("\" data-n=\"");
            number(page, row.duration_minutes);
        }
        page.push_str(if self.lit { "\" aria-current=\"true\" title=\"" } else { "\" title=\"" });
        self.time_and_about(page);
        self.told(page);
        page.push_str("\"><b>");
        escaped(&row.patient_name).render_to(page);
        page.push_str("</b>");
        self.marks(page);
        if row.duration_minutes >= TWO_LINES_FROM_MINUTES {
            page.push_str("<span class=\"x\">");
            self.time_and_about(page);
            page.push_str("</span>");
        }
        page.push_str("</a>");
    }
}

impl Of<'_> {
    fn time_and_about(&self, page: &mut String) {
        let (row, l) = (self.row, self.l);
        let note = row
            .note
            .char_indices()
            .nth(ABOUT_MAX)
            .map_or(row.note.as_str(), |(end, _)| row.note.get(..end).unwrap_or_default());
        let said = [self.doctor.unwrap_or_default(), row.service(l), note];
        page.push_str(&show_minute(self.minute));
        for part in said.into_iter().filter(|part| !part.is_empty()) {
            page.push_str(BETWEEN);
            escaped(part).render_to(page);
        }
    }

    /// Everything that the colour and the marks say, in words.
    fn told(&self, page: &mut String) {
        let (row, l) = (self.row, self.l);
        let words = [
            row.is_emergency.then(|| text::priority_emergency(l)),
            Some(words::status_word(self.status, l)),
            row.overbooked.then(|| text::mark_overbooked(l)),
            row.awaits_desk.then(|| text::mark_awaits_desk(l)),
            (row.confirmation != Confirmation::None).then(|| words::confirmation(row.confirmation, l)),
            row.first_visit.then(|| text::mark_first(l)),
            row.unpaid.then(|| text::mark_unpaid(l)),
            (!row.note.is_empty()).then(|| text::mark_note(l)),
        ];
        for word in words.into_iter().flatten() {
            page.push_str(BETWEEN);
            escaped(word).render_to(page);
        }
    }

    /// The marks are drawn by the style sheet.
    fn marks(&self, page: &mut String) {
        let row = self.row;
        let confirmation = match row.confirmation {
            Confirmation::None => None,
            Confirmation::Asked => Some("mk ask"),
            Confirmation::Confirmed => Some("mk yes"),
            Confirmation::Declined => Some("mk no"),
        };
        let marks = [
            row.is_emergency.then_some("mk sos"),
            row.awaits_desk.then_some("mk web"),
            row.overbooked.then_some("mk two"),
            row.unpaid.then_some("mk due"),
            row.first_visit.then_some("mk new"),
            confirmation,
            (!row.note.is_empty()).then_some("mk nte"),
        ];
        if self.waited.is_none() && marks.iter().all(Option::is_none) {
            return;
        }
        page.push_str("<span class=\"mks\">");
        for class in marks.iter().flatten() {
            page.push_str("<i class=\"");
            page.push_str(class);
            page.push_str("\"></i>");
        }
        if let Some((minutes, wait)) = self.waited {
            page.push_str("<span class=\"");
            page.push_str(words::wait_class(wait));
            page.push_str("\">");
            number(page, minutes);
            page.push_str("′</span>");
        }
        page.push_str("</span>");
    }
}

fn number(page: &mut String, number: i64) {
    number.render_to(page);
}

fn look(status: Status) -> &'static str {
    match status {
        Status::Done => " s-d",
        Status::Left | Status::Absent => " s-n",
        Status::InRoom => " s-r",
        Status::Booked | Status::Late | Status::Arrived | Status::Tests => "",
    }
}
