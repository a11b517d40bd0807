//! The reception's screens: plain values in, markup out.

mod alike;
pub mod appointment;
mod booking;
mod card;
mod change;
mod consent;
mod diary;
mod inside;
pub mod merge;
pub mod moving;
mod picked;
mod profile;
mod questions;
mod queue;
pub mod scan;
pub mod search;
mod signs;
mod urgency;
pub mod walk_in;
pub mod week;
pub mod weekdays;
pub mod words;

pub use booking::{general, patient_box, patient_choices, source, times};
pub use card::changed;
pub use diary::diary;
pub use picked::card as picked;
pub use profile::{ProfilePage, profile_page};
pub use questions::questions;
pub use queue::queue;
pub use words::room as room_word;

use crate::shown::{DayPage, Redo};
use crate::text;
use bricks::clock::{add_days, iso_day, show_day, weekday_name};
use ground::access::Permission;
use ground::html::{Attempt, Button, Look, Part, Size, icon_small, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The key of this room in the rail.
pub const ROOM: &str = "reception";

/// The day's page. `redo` helps after a refused booking.
pub fn day(face: &Face, page: &DayPage, redo: &Redo, attempt: &Attempt) -> Seen {
    let main = html! {
        div.rec {
            (queue(face, &page.house, &redo.departure))
            (diary::middle(face, &page.diary, &above(face, page, redo)))
            @if face.may(Permission::Book) { (booking::pane(face, &page.desk, redo, attempt)) }
        }
    };
    Seen { title: text::reception(face.lang).to_owned(), room: ROOM, top: day_nav(face, page), main }
}

/// The pages of the room beside the day's.
pub fn room_nav(face: &Face, current: &str) -> Markup {
    let l = face.lang;
    let pages = [
        ("/reception", text::diary_short(l), "calendar-days"),
        ("/waiting-list", text::waiting_list(l), "hourglass"),
        ("/schedule", text::schedule(l), "calendar-clock"),
    ];
    let parts = pages.map(|(href, text, icon)| Part { text, href, icon, current: href == current, ..Part::default() });
    parts::segmented(text::room_pages(l), &parts)
}

/// What was done just now, or why it was not.
fn above(face: &Face, page: &DayPage, redo: &Redo) -> Markup {
    let name_of = |free: &papers::appointment::Free| {
        let doctor = page.desk.doctors.iter().find(|d| d.id == free.doctor);
        doctor.map_or(String::new(), |d| d.name.clone())
    };
    html! {
        @if let Some(of) = &redo.moving { (moving::refused(face, &page.diary, of, name_of)) }
        @if let Some(done) = &page.done { (moving::done(face, &page.diary, done)) }
    }
}

fn day_nav(face: &Face, page: &DayPage) -> Markup {
    let (l, day, today) = (face.lang, page.diary.day, face.today());
    let query = page.diary.view.query();
    let to = |days| format!("/reception?day={}{query}", iso_day(add_days(day, days)));
    let (before, after) = (to(-1), to(1));
    html! {
        (scan::scan_box(face))
        nav.row.g1 aria-label=(text::day_nav(l)) {
            (Button { icon: "chevron-left", label: text::day_before(l), href: &before, size: Size::Small, look: Look::Ghost, ..Button::default() })
            details.menu data-menu {
                summary.btn.sm {
                    @if day == today { b { (text::today(l)) } " · " }
                    (weekday_name(day, l)) " " span.num { (show_day(day, l)) } " " (icon_small("chevron-down"))
                }
                div.drop-menu {
                    form.row.g2.pb method="get" action="/reception" {
                        label.vh for="to-day" { (text::day_choose(l)) }
                        input.in.sm #to-day type="date" name="day" required value=(iso_day(day));
                        (Button { text: text::show(l), submit: true, size: Size::Small, ..Button::default() })
                    }
                    @if day != today { a.opt href="/reception" { (text::back_to_today(l)) } }
                }
            }
            (Button { icon: "chevron-right", label: text::day_after(l), href: &after, size: Size::Small, look: Look::Ghost, ..Button::default() })
        }
        (crate::wishes::link(face, page.waits))
        (Button { icon: "calendar-clock", label: text::schedule(l), href: "/schedule", size: Size::Small, ..Button::default() })
    }
}
