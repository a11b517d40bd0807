//! The forms of one resource's hours, and what a change of them concerns.

use super::acts::{CANCEL, choice_of, version_of};
use super::asked::{STRETCHES, stretch_fields};
use super::concerned::Concerned;
use super::{Own, Part};
use crate::rules::place;
use crate::text;
use crate::views::{general, questions, weekdays, words};
use bricks::clock::{Instant, iso_day, show_day, show_day_short, show_instant, show_minute, show_time, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, hidden, icon_small, parts, post_form, select,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::schedule::{DayHoursRow, DayKind, LeaveKind, LeaveRow, show_end};

/// `07:30`, as time fields want it; midnight at the end of a day is `00:00`.
fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

pub fn week(face: &Face, own: &Own, is_doctor: bool, is_refused: bool, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let may = face.may(Permission::ManageClinic);
    html! {
        section.card.wide[is_refused && !own.concerned.is_empty()] aria-labelledby="week-h" {
            (parts::card_header("week-h", text::weekly_hours(l), ""))
            div.cb.col {
                @if own.weekly.is_empty() { p.hint { (if is_doctor { text::no_hours_doctor(l) } else { text::no_hours_room(l) }) } }
                @if may {
                    (post_form(&format!("/schedule/{}/hours", own.id), &face.key, html! {
                        (general(attempt, l))
                        @if let Some(error) = attempt.error("hours", l) { p.err #f-hours-error { (icon_small("circle-x")) span { (error) } } }
                        (week_table(l, own, attempt))
                        @if is_refused { (concerned(face, &own.concerned, attempt)) }
                        (Button { text: text::save_hours(l), icon: "save", look: Look::Primary, submit: true, ..Button::default() })
                    }))
                } @else { (week_shown(l, own)) }
            }
        }
    }
}

fn week_table(l: Lang, own: &Own, attempt: &Attempt) -> Markup {
    html! {
        table.tbl.week {
            thead { tr { th { (text::weekday(l)) } @for number in 1..=STRETCHES { th { (text::stretch(l, number)) } } } }
            tbody {
                @for weekday in 1..=7 {
                    @let of_day: Vec<_> = own.weekly.iter().filter(|w| w.weekday == weekday).collect();
                    tr {
                        th scope="row" { (weekdays::name(weekday, l)) }
                        @for (number, stored) in (1..=STRETCHES).zip(of_day.iter().map(Some).chain(std::iter::repeat(None))) {
                            @let (from, to) = stretch_fields(weekday, number);
                            td { div.row.g1 {
                                (time(&from, stored.map(|w| clock(w.from_minute)), &text::from_of(l, weekdays::name(weekday, l)), attempt))
                                "–"
                                (time(&to, stored.map(|w| clock(w.to_minute)), &text::to_of(l, weekdays::name(weekday, l)), attempt))
                            } }
                        }
                    }
                }
            }
        }
    }
}

fn time(name: &str, stored: Option<String>, label: &str, attempt: &Attempt) -> Markup {
    let stored = stored.unwrap_or_default();
    let value = attempt.value(name).unwrap_or(&stored);
    html! { input.in.sm type="time" name=(name) value=(value) aria-label=(label) step="300"; }
}

fn week_shown(l: Lang, own: &Own) -> Markup {
    let of = |weekday: i64| {
        let all = own.weekly.iter().filter(|w| w.weekday == weekday);
        let words: Vec<String> =
            all.map(|w| format!("{}–{}", show_minute(w.from_minute), show_minute(w.to_minute))).collect();
        if words.is_empty() { "–".to_owned() } else { words.join(" · ") }
    };
    parts::facts((1..=7).map(|n| (weekdays::name(n, l), of(n))))
}

pub fn leave(face: &Face, own: &Own, is_doctor: bool, is_refused: bool, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="leave-h" {
            (parts::card_header("leave-h", if is_doctor { text::leave_of_doctor(l) } else { text::leave_of_room(l) }, parts::badge(Tone::Mute, own.leave.len())))
            @if own.leave.is_empty() { div.cb { p.mut { (text::no_leave(l)) } } }
            @else { ul { @for row in &own.leave { (leave_row(face, own, row)) } } }
            @if face.may(Permission::ManageClinic) {
                div.cb { (post_form(&format!("/schedule/{}/leave", own.id), &face.key, html! {
                    (general(attempt, l))
                    (leave_fields(l, is_doctor, attempt))
                    @if is_refused { (concerned(face, &own.concerned, attempt)) }
                    (Button { text: text::make_leave(l), icon: "calendar-x", look: Look::Soft, submit: true, ..Button::default() })
                })) }
            }
        }
    }
}

fn leave_fields(l: Lang, is_doctor: bool, attempt: &Attempt) -> Markup {
    let kinds = LeaveKind::ALL.iter().filter(|kind| is_doctor != (**kind == LeaveKind::Maintenance));
    let kinds = kinds.filter(|kind| is_doctor || matches!(kind, LeaveKind::Maintenance | LeaveKind::Other));
    let first = if is_doctor { LeaveKind::Annual } else { LeaveKind::Maintenance };
    let day = |name, label| Field { name, label, kind: Kind::Date, required: true, ..Field::default() };
    let time = |name, label, hint| Field { name, label, kind: Kind::Time, hint, ..Field::default() };
    html! {
        (select(Field { name: "kind", label: text::leave_kind(l), value: first.code(), required: true, ..Field::default() }, kinds.map(|k| (k.code(), k.word(l))), attempt, l))
        div.grid2 {
            (field(day("from_day", text::first_day(l)), attempt, l))
            (field(time("from_time", text::from_time(l), text::whole_day_hint(l)), attempt, l))
            (field(day("to", text::last_day(l)), attempt, l))
            (field(time("to_time", text::to_time(l), text::whole_day_hint(l)), attempt, l))
        }
        (field(Field { name: "reason", label: text::leave_reason(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
    }
}

fn leave_row(face: &Face, own: &Own, row: &LeaveRow) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let from = if zone.minute_of_day(row.from) == 0 {
        show_day(zone.day_of(row.from), l)
    } else {
        show_instant(row.from, zone, l)
    };
    html! {
        li.li.at {
            span.grow.snug {
                b { (row.kind.word(l)) } @if row.from <= face.now { " " (parts::badge(Tone::Wait, text::leave_now(l))) } br;
                span.num { (from) } " → " span.num { (show_end(row.to, zone, l)) }
                @if !row.reason.is_empty() { br; span.mut.sm { (row.reason) } }
            }
            @if face.may(Permission::ManageClinic) {
                form method="post" action={ "/schedule/" (own.id) "/leave/" (row.id) "/removal" } data-guard data-confirm=(text::leave_remove_confirm(l)) {
                    (hidden("key", &face.key))
                    (Button { icon: "trash-2", label: text::leave_remove(l), size: Size::Small, look: Look::Ghost, submit: true, ..Button::default() })
                }
            }
        }
    }
}

pub fn days(face: &Face, own: &Own, part: Part, attempt: &Attempt) -> Markup {
    let (l, none) = (face.lang, Attempt::none());
    let of_form = if part == Part::Day { attempt } else { &none };
    html! {
        section.card aria-labelledby="days-h" {
            (parts::card_header("days-h", text::single_days(l), parts::badge(Tone::Mute, own.days.len())))
            @if part == Part::UsualDay { div.cb { (usual_day(face, own, attempt)) } }
            @if own.days.is_empty() { div.cb { p.mut { (text::no_single_days(l)) } } }
            @else { ul { @for row in &own.days { (day_row(face, own, row)) } } }
            @if face.may(Permission::ManageClinic) {
                div.cb { (post_form(&format!("/schedule/{}/days", own.id), &face.key, html! {
                    (general(of_form, l))
                    (day_fields(l, of_form))
                    @if part == Part::Day { (concerned(face, &own.concerned, attempt)) }
                    (Button { text: text::add_single_day(l), icon: "calendar-plus", look: Look::Soft, submit: true, ..Button::default() })
                })) }
            }
        }
    }
}

fn day_fields(l: Lang, attempt: &Attempt) -> Markup {
    let kinds = [(DayKind::Extra.code(), text::day_extra(l)), (DayKind::Instead.code(), text::day_instead(l))];
    let time = |name, label, value| Field { name, label, kind: Kind::Time, value, required: true, ..Field::default() };
    html! {
        div.grid2 {
            (field(Field { name: "day", label: text::day(l), kind: Kind::Date, required: true, ..Field::default() }, attempt, l))
            (select(Field { name: "day_kind", label: text::day_kind(l), required: true, ..Field::default() }, kinds, attempt, l))
            (field(time("day_from", text::from_time(l), "17:00"), attempt, l))
            (field(time("day_to", text::to_time(l), "19:00"), attempt, l))
        }
    }
}

/// A day that goes back to its usual hours while appointments lie outside of those.
fn usual_day(face: &Face, own: &Own, attempt: &Attempt) -> Markup {
    let l = face.lang;
    post_form(
        &format!("/schedule/{}/days/removal", own.id),
        &face.key,
        html! {
            (general(attempt, l))
            (hidden("day", attempt.value("day").unwrap_or_default()))
            (concerned(face, &own.concerned, attempt))
            @if !own.concerned.is_empty() { (Button { text: text::day_remove(l), look: Look::Soft, submit: true, ..Button::default() }) }
        },
    )
}

fn day_row(face: &Face, own: &Own, row: &DayHoursRow) -> Markup {
    let l = face.lang;
    let (tone, word) = match row.kind {
        DayKind::Extra => (Tone::Ok, text::day_extra(l)),
        DayKind::Instead => (Tone::Info, text::day_instead(l)),
    };
    html! {
        li.li {
            span.grow { (weekday_short(row.day, l)) " " span.num { (show_day(row.day, l)) " · " (show_minute(row.from_minute)) "–" (show_minute(row.to_minute)) } " " (parts::badge(tone, word)) }
            @if face.may(Permission::ManageClinic) {
                form method="post" action={ "/schedule/" (own.id) "/days/removal" } data-guard {
                    (hidden("key", &format!("{}-{}-{}", face.key, iso_day(row.day), row.from_minute)))
                    (hidden("day", &iso_day(row.day)))
                    (Button { icon: "trash-2", label: &text::day_remove_of(l, show_day(row.day, l)), size: Size::Small, look: Look::Ghost, submit: true, ..Button::default() })
                }
            }
        }
    }
}

/// The appointments that a change concerns: each is moved to one of its nearest free times, or cancelled.
pub fn concerned(face: &Face, all: &[Concerned], attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        @if !all.is_empty() {
            (alert(Tone::Wait, "users", text::concerned_hint(l)))
            ul.concerned aria-label=(text::concerned_list(l)) { @for each in all { (concerned_row(face, each, attempt)) } }
            (questions(l, attempt, "", ""))
        }
    }
}

fn concerned_row(face: &Face, each: &Concerned, attempt: &Attempt) -> Markup {
    let (l, row) = (face.lang, &each.row);
    let name = choice_of(row.id);
    let offers = each.offers.iter().map(|free| {
        let value = format!("{}@{}", free.free.doctor, place::local_time(free.free.starts_at, face.zone()));
        (value, text::move_to(l, &free.doctor_name, when(face, free.free.starts_at)))
    });
    let offers: Vec<(String, String)> =
        offers.chain([(CANCEL.to_owned(), text::cancel_appointment(l).to_owned())]).collect();
    let chosen = attempt.value(&name).filter(|v| offers.iter().any(|(value, _)| value == v));
    let first = offers.first().map_or("", |(value, _)| value.as_str());
    let value = chosen.unwrap_or(first);
    html! {
        li.row.g2.w {
            span.grow.snug { b { (row.patient_name) } br; span.mut.sm { span.num { (when(face, row.starts_at)) } " · " (row.service_name(l)) " · " (each.told_by.map_or_else(|| text::told_by_phone(l).to_owned(), |by| text::told_by_message(l, words::channel(by, l)))) } }
            (hidden(&version_of(row.id), &row.version.to_string()))
            select.in.sm name=(name) aria-label=(text::choice_for(l, &row.patient_name)) {
                @for (offered, words) in &offers { option value=(offered) selected[offered == value] { (words) } }
            }
        }
    }
}

fn when(face: &Face, at: Instant) -> String {
    let day = face.zone().day_of(at);
    format!("{} {} {}", show_time(at, face.zone()), weekday_short(day, face.lang), show_day_short(day))
}
