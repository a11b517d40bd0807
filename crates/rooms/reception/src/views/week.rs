//! One doctor's week: a column a day.

use super::diary::{cards_source, counts, grid};
use super::{ROOM, moving};
use crate::shown::{View, WeekPage};
use crate::text;
use bricks::clock::{add_days, iso_day, show_day_short};
use ground::access::Permission;
use ground::html::{Button, Look, Size, parts, parts::Part};
use ground::web::{Face, Seen};
use maud::{Markup, html};

pub fn week(face: &Face, page: &WeekPage) -> Seen {
    let (l, diary) = (face.lang, &page.diary);
    let doctor = page.doctor.as_ref().map(|d| d.id.to_string()).unwrap_or_default();
    let source = format!("/reception/week?day={}&doctor={doctor}{}", iso_day(diary.day), diary.view.query());
    let main = html! {
        section.fill aria-label=(text::week_of(l)) {
            @if let Some(done) = &page.done { (moving::done(face, diary, done)) }
            div.fill #diary data-live="diary queue hours" data-every="300" data-src=(source) data-cards=(cards_source(diary)) data-today=(iso_day(face.today())) {
                div.tbar { (switches(face, page)) (counts(l, diary)) }
                @if diary.columns.is_empty() {
                    (parts::empty("calendar-x", text::no_doctors(l), text::no_doctors_hint(l), ""))
                } @else {
                    (grid(face, diary))
                }
            }
            @if face.may(Permission::Book) { (moving::tools(face, diary)) }
        }
    };
    Seen { title: text::reception(l).to_owned(), room: ROOM, top: week_nav(face, page), main }
}

fn switches(face: &Face, page: &WeekPage) -> Markup {
    let (l, view) = (face.lang, page.diary.view);
    let doctor = page.doctor.as_ref().map(|d| d.id.to_string()).unwrap_or_default();
    let day = iso_day(page.diary.day);
    let to_day = |by_room| format!("/reception?day={day}{}", View { by_room, ..view }.query());
    let (by_doctor, by_room) = (to_day(false), to_day(true));
    let step = View { fine: !view.fine, ..view }.query();
    let step = format!("/reception/week?day={day}&doctor={doctor}{step}");
    let part = |text, href, current| Part { text, href, current, ..Part::default() };
    html! {
        (parts::segmented(text::diary_views(l), &[
            part(text::by_doctor(l), &by_doctor, false),
            part(text::by_room(l), &by_room, false),
            part(text::week(l), "", true),
        ]))
        a.btn.sm href=(step) title=(text::grid_step_hint(l)) { (text::minutes_short(l, view.step_minutes())) }
        form.row.g1 method="get" action="/reception/week" {
            input type="hidden" name="day" value=(day);
            label.vh for="week-doctor" { (text::doctor(l)) }
            select.in.sm #week-doctor name="doctor" {
                @for each in &page.doctors {
                    option value=(each.id) selected[each.id.to_string() == doctor] { (each.titled_name()) }
                }
            }
            (Button { text: text::show(l), submit: true, size: Size::Small, ..Button::default() })
        }
    }
}

fn week_nav(face: &Face, page: &WeekPage) -> Markup {
    let (l, monday) = (face.lang, page.diary.day);
    let doctor = page.doctor.as_ref().map(|d| d.id.to_string()).unwrap_or_default();
    let to = |days| {
        format!("/reception/week?day={}&doctor={doctor}{}", iso_day(add_days(monday, days)), page.diary.view.query())
    };
    let (before, after) = (to(-7), to(7));
    let span = format!("{} – {}", show_day_short(monday), show_day_short(add_days(monday, 6)));
    html! {
        nav.row.g1 aria-label=(text::week_nav(l)) {
            (Button { icon: "chevron-left", label: text::week_before(l), href: &before, size: Size::Small, look: Look::Ghost, ..Button::default() })
            b.num { (span) }
            (Button { icon: "chevron-right", label: text::week_after(l), href: &after, size: Size::Small, look: Look::Ghost, ..Button::default() })
        }
    }
}
