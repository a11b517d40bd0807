//! What stands around the grid while appointments are moved: the form that a drag sends, the pinboard, the way back, and
//! why a move was refused.

use super::words;
use crate::rules::place;
use crate::shown::{Diary, Done, Offers, View};
use crate::store::DiaryRow;
use crate::text;
use bricks::clock::{show_day_short, show_time, weekday_short};
use bricks::id::AppointmentId;
use bricks::lang::Lang;
use ground::html::{Attempt, Button, Look, Size, Tone, alert, hidden, icon_small, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::appointment::{AT_ONCE, Free, OTHER_DOCTOR, SAME_DAY};

/// The form that a drag and the keys fill in, what they say while they go, and the board for another day.
pub fn tools(face: &Face, diary: &Diary) -> Markup {
    let l = face.lang;
    html! {
        section.strip.pins #pins hidden aria-label=(text::pinboard(l)) data-src="/reception/pins" {
            span.mut.sm.full { (text::pinboard_hint(l)) }
            span.mut.sm.none { (text::pinboard_drop(l)) }
            ol.row.w.g1 {}
        }
        form #move hidden method="post" action="/appointments/0/time" {
            (hidden("key", &face.key))
            (hidden("version", ""))
            (hidden("day", ""))
            (hidden("starts_at", ""))
            (hidden("duration", ""))
            (hidden("doctor", ""))
            (hidden("room", ""))
            (view(diary.path, diary.view))
        }
        p.vh #moving role="status" {}
        p.vh #moving-keys { (text::moving_says(l)) }
        (keys_help(l))
    }
}

/// What opens the list of the keys, for the corner of the grid.
pub fn keys_button(l: Lang) -> Markup {
    html! { (Button { icon: "circle-help", label: text::keys_title(l), open: "keys-help", look: Look::Ghost, size: Size::Small, ..Button::default() }) }
}

/// All keys of the diary.
fn keys_help(l: Lang) -> Markup {
    let keys: [(&str, &str); 10] = [
        ("Alt N", text::key_book(l)),
        ("Alt V", text::key_walk_in(l)),
        ("F2", text::key_scan(l)),
        ("← ↑ → ↓", text::key_go(l)),
        ("M", text::key_move(l)),
        ("⇧ ↑ ↓", text::key_stretch(l)),
        ("Enter", text::key_drop(l)),
        ("P", text::key_pin(l)),
        ("Esc", text::key_leave(l)),
        ("Ctrl ↵", text::key_save(l)),
    ];
    html! {
        dialog.sheet #keys-help aria-labelledby="keys-help-h" {
            (parts::card_header("keys-help-h", text::keys_title(l), html! { button.btn.sm type="button" data-close { (text::close(l)) } }))
            div.cb {
                dl.dl { @for (key, does) in keys { dt { kbd { (key) } } dd { (does) } } }
                p.hint { (text::keys_mouse(l)) }
            }
        }
    }
}

/// Where an act on an appointment leads back to.
fn view(path: &str, view: View) -> Markup {
    html! {
        (hidden("from", if path == "/reception" { "day" } else { "week" }))
        (hidden("by", if view.by_room { "room" } else { "" }))
        (hidden("grid", if view.fine { "5" } else { "" }))
    }
}

/// What was done, with the button that undoes it.
pub fn done(face: &Face, diary: &Diary, done: &Done) -> Markup {
    let (l, row) = (face.lang, &done.row);
    let what = words::change(done.kind, l);
    let said = format!("{what}: {} · {}", row.patient_name, when(face, row));
    let undo = post_form(
        &format!("/appointments/{}/undo", row.id),
        &face.key,
        html! {
            (hidden("version", &row.version.to_string()))
            (view(diary.path, diary.view))
            (Button { text: text::undo(l), icon: "undo-2", size: Size::Small, submit: true, ..Button::default() })
        },
    );
    html! { div.strip { div class={ "alert " (Tone::Ok.class()) } role="status" { (icon_small("calendar-check")) span.grow { (said) } (undo) } } }
}

fn when(face: &Face, row: &DiaryRow) -> String {
    let (l, zone) = (face.lang, face.zone());
    let day = zone.day_of(row.starts_at);
    format!(
        "{} {} {} · {}",
        show_time(row.starts_at, zone),
        weekday_short(day, l),
        show_day_short(day),
        row.doctor_name
    )
}

/// A move that was refused: why, and the nearest free times, each taken with one click.
pub struct RefusedMove {
    pub row: DiaryRow,
    pub attempt: Attempt,
    pub offers: Option<Offers>,
    /// The doctor whose time was wanted has places beside taken times.
    pub may_stand_beside: bool,
    /// What is sent when the doctor takes the service all the same.
    pub agreed: String,
    /// The form as it was sent.
    pub sent: Vec<(&'static str, String)>,
}

pub fn refused(face: &Face, diary: &Diary, of: &RefusedMove, name_of: impl Fn(&Free) -> String) -> Markup {
    let l = face.lang;
    let why = of.attempt.refusal.as_ref().map(|r| r.fields.first().map_or(&r.say, |f| &f.say).to(l).to_owned());
    let why = why.unwrap_or_default();
    html! {
        div.strip role="alert" {
            (alert(Tone::Bad, "calendar-x", html! { b { (text::not_moved(l, &of.row.patient_name)) } " " (why) }))
            (post_form(&format!("/appointments/{}/time", of.row.id), &face.key, html! {
                @for (name, value) in &of.sent { (hidden(name, value)) }
                (view(diary.path, diary.view))
                div.row.w.g1.mt1 {
                    @if let Some(offers) = &of.offers { (offered(face, offers, name_of)) }
                    @for (name, value, label) in [(OTHER_DOCTOR, of.agreed.as_str(), text::move_other_doctor(l)), (AT_ONCE, "yes", text::move_at_once(l)), (SAME_DAY, "yes", text::move_same_day(l))] {
                        @if of.attempt.error(name, l).is_some() {
                            (Button { text: label, icon: "check", size: Size::Small, submit: true, name, value, ..Button::default() })
                        }
                    }
                    @if of.may_stand_beside {
                        (Button { text: text::stand_beside(l), icon: "copy", size: Size::Small, submit: true, name: "beside", value: "on", ..Button::default() })
                    }
                }
            }))
        }
    }
}

/// The nearest free times as buttons of a form.
pub fn offered(face: &Face, offers: &Offers, name_of: impl Fn(&Free) -> String) -> Markup {
    let all = offers.same.iter().chain(&offers.others);
    html! {
        @if !offers.same.is_empty() || !offers.others.is_empty() { span.sm.mut { (text::nearest_free(face.lang)) } }
        @for free in all {
            button.btn.sm.soft type="submit" formnovalidate name="offer" value=(offer_value(face, free)) { (words_of(face, free, &name_of)) }
        }
    }
}

fn offer_value(face: &Face, free: &Free) -> String {
    format!("{}@{}", free.doctor, place::local_time(free.starts_at, face.zone()))
}

fn words_of(face: &Face, free: &Free, name_of: &impl Fn(&Free) -> String) -> String {
    let (l, zone) = (face.lang, face.zone());
    let day = zone.day_of(free.starts_at);
    let day =
        if day == face.today() { String::new() } else { format!("{} {} ", weekday_short(day, l), show_day_short(day)) };
    format!("{day}{} · {}", show_time(free.starts_at, zone), name_of(free))
}

/// The cards of the pinboard.
pub fn pins(face: &Face, rows: &[DiaryRow]) -> Markup {
    html! { ol.row.w.g1 { @for row in rows { (super::card::pin(face, row)) } } }
}

/// Where an act leads back to: the grid that it came from, or the appointment's page.
pub fn back_to(from: &str, day: &str, id: AppointmentId, version: i64, view: View, doctor: &str) -> String {
    let query = view.query();
    match from {
        "day" => format!("/reception?day={day}&appointment={id}&done={version}{query}"),
        "week" => format!("/reception/week?day={day}&doctor={doctor}&appointment={id}&done={version}{query}"),
        _ => format!("/appointments/{id}?done={version}"),
    }
}
