use super::store::ResourceRow;
use super::views_choices;
use super::views_edit::{concerned, days, leave, week};
use super::{Own, Page, Part};
use crate::shown::titled;
use crate::text;
use crate::views::{ROOM, general, room_nav, words};
use bricks::clock::{iso_day, show_day, show_day_short, show_time, weekday_name, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind as Input, Look, Size, Tone, checkbox, field, hidden, parts, post_form,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::appointment::State;
use papers::notice::CallRow;
use papers::schedule::{HolidayRow, Kind};

pub fn page(face: &Face, page: &Page, part: Part, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.two {
            (list(face, page))
            section.fill aria-labelledby="hours-h" {
                @match &page.own {
                    Some(own) => { (of_resource(face, page, own, part, attempt)) }
                    None => { (of_house(face, page, part, attempt)) }
                }
            }
        }
    };
    Seen { title: text::schedule(l).to_owned(), room: ROOM, top: room_nav(face, "/schedule"), main }
}

fn list(face: &Face, page: &Page) -> Markup {
    let l = face.lang;
    let current = page.own.as_ref().map(|own| own.id);
    html! {
        section.pane.lft aria-labelledby="resources-h" {
            (parts::pane_header("resources-h", text::schedule(l), ""))
            nav.scroll.sp aria-label=(text::schedule(l)) {
                a.li href="/schedule" aria-current=[current.is_none().then_some("true")] { span.grow { b { (text::holidays_and_calls(l)) } } }
                @for kind in Kind::ALL {
                    @let all: Vec<&ResourceRow> = page.resources.iter().filter(|r| r.kind == *kind).collect();
                    @if !all.is_empty() {
                        div.ph.bt { h3.sm.mut { (kind_word(*kind, l)) } }
                        @for row in all {
                            a.li href={ "/schedule/" (row.id) } aria-current=[(current == Some(row.id)).then_some("true")] {
                                span.grow.tr { (name_of(row, l)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn kind_word(kind: Kind, l: Lang) -> &'static str {
    match kind {
        Kind::Doctor => text::kind_doctors(l),
        Kind::Room => text::kind_rooms(l),
        Kind::Device => text::kind_devices(l),
    }
}

fn name_of(row: &ResourceRow, l: Lang) -> String {
    match row.kind {
        Kind::Room => words::room(&row.name, l),
        Kind::Doctor | Kind::Device => titled(&row.title, &row.name),
    }
}

fn of_resource(face: &Face, page: &Page, own: &Own, part: Part, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let row = page.resources.iter().find(|r| r.id == own.id);
    let title = row.map(|r| name_of(r, l)).unwrap_or_default();
    let is_doctor = row.is_some_and(|r| r.kind == Kind::Doctor);
    let none = Attempt::none();
    let of = |wanted: Part| if part == wanted { attempt } else { &none };
    html! {
        (parts::pane_header("hours-h", &title, ""))
        div.scroll.sp.pb tabindex="0" role="region" aria-labelledby="hours-h" {
            div.hours {
                (week(face, own, is_doctor, part == Part::Week, of(Part::Week)))
                div.col {
                    (leave(face, own, is_doctor, part == Part::Leave, of(Part::Leave)))
                    (days(face, own, part, attempt))
                    @if face.may(Permission::ManageClinic) {
                        (views_choices::of_resource(face, own.id, is_doctor, &own.choices, of(Part::Choices)))
                    }
                }
            }
        }
    }
}

fn of_house(face: &Face, page: &Page, part: Part, attempt: &Attempt) -> Markup {
    let (l, none) = (face.lang, Attempt::none());
    let (of_choices, of_others) = if part == Part::Choices { (attempt, &none) } else { (&none, attempt) };
    html! {
        (parts::pane_header("hours-h", text::holidays_and_calls(l), ""))
        div.scroll.sp.pb tabindex="0" role="region" aria-labelledby="hours-h" {
            div.hours {
                div.col {
                    (calls(face, &page.calls))
                    @if face.may(Permission::ManageClinic) {
                        (holiday_form(face, page, of_others))
                        (views_choices::no_show(face, page.no_show_minutes, of_choices))
                    } @else { (general(attempt, l)) }
                }
                (holidays(face, &page.holidays))
            }
        }
    }
}

fn calls(face: &Face, calls: &[CallRow]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="calls-h" {
            (parts::card_header("calls-h", text::calls(l), parts::badge(if calls.is_empty() { Tone::Mute } else { Tone::Wait }, calls.len())))
            @if calls.is_empty() { div.cb { p.mut { (text::no_calls(l)) } } }
            @else { ul { @for row in calls { (call(face, row)) } } }
        }
    }
}

fn call(face: &Face, row: &CallRow) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let day = zone.day_of(row.starts_at);
    let when = format!("{} {} {}", show_time(row.starts_at, zone), weekday_short(day, l), show_day_short(day));
    let said = match row.state {
        State::Cancelled => text::call_cancelled(l, when),
        _ => text::call_moved(l, &row.doctor_name, when),
    };
    html! {
        li.li.at {
            span.grow.snug {
                a.ink.b href={ "/appointments/" (row.appointment) } { (row.patient_name) }
                " " span.num { (row.phone.as_deref().map_or_else(|| text::no_phone(l).to_owned(), words::phone)) } br;
                span.mut.sm { (said) }
            }
            @if face.may(Permission::Book) {
                form method="post" action={ "/appointments/" (row.appointment) "/call" } data-guard {
                    (hidden("key", &face.key))
                    (Button { text: text::called(l), label: &text::called_of(l, &row.patient_name), icon: "phone", size: Size::Small, look: Look::Soft, submit: true, ..Button::default() })
                }
            }
        }
    }
}

fn holidays(face: &Face, all: &[HolidayRow]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="holidays-h" {
            (parts::card_header("holidays-h", text::holidays(l), ""))
            @if all.is_empty() { div.cb { p.mut { (text::no_holidays(l)) } } } @else {
                table.tbl {
                    thead { tr { th { (text::day(l)) } th { (text::holiday_name(l)) } th { (text::holiday_state(l)) } th { span.vh { (text::acts(l)) } } } }
                    tbody { @for row in all { (holiday(face, row)) } }
                }
            }
        }
    }
}

fn holiday(face: &Face, row: &HolidayRow) -> Markup {
    let l = face.lang;
    let name = if l == Lang::Vi { &row.name_vi } else { &row.name_en };
    let (tone, icon, word) = if row.closed {
        (Tone::Bad, "calendar-x", text::holiday_closed(l))
    } else {
        (Tone::Ok, "calendar-check", text::holiday_open(l))
    };
    html! {
        tr {
            td.num.nw { (weekday_name(row.day, l)) " " (show_day(row.day, l)) }
            td.snug { (name) }
            td.nw { (parts::status(tone, icon, word)) }
            td.r {
                @if face.may(Permission::ManageClinic) {
                    div.row.g1 { (toggle(face, row)) (removal(face, row, name)) }
                }
            }
        }
    }
}

/// Closed becomes open, and the other way round.
fn toggle(face: &Face, row: &HolidayRow) -> Markup {
    let l = face.lang;
    let word = if row.closed { text::holiday_open_act(l) } else { text::holiday_close_act(l) };
    html! {
        form method="post" action="/holidays" data-guard novalidate {
            (hidden("key", &format!("{}-{}", face.key, iso_day(row.day))))
            (hidden("day", &iso_day(row.day))) (hidden("name_vi", &row.name_vi)) (hidden("name_en", &row.name_en))
            @if !row.closed { (hidden("closed", "yes")) }
            (Button { text: word, size: Size::Small, submit: true, ..Button::default() })
        }
    }
}

fn removal(face: &Face, row: &HolidayRow, name: &str) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action="/holidays/removal" data-guard data-confirm=(text::holiday_remove_confirm(l, name)) {
            (hidden("key", &format!("{}-{}", face.key, iso_day(row.day))))
            (hidden("day", &iso_day(row.day)))
            (Button { icon: "trash-2", label: &text::holiday_remove(l, name), size: Size::Small, look: Look::Ghost, submit: true, ..Button::default() })
        }
    }
}

fn holiday_form(face: &Face, page: &Page, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="holiday-h" {
            (parts::card_header("holiday-h", text::holiday_add(l), ""))
            div.cb {
                (post_form("/holidays", &face.key, html! {
                    (general(attempt, l))
                    (field(Field { name: "day", label: text::day(l), kind: Input::Date, required: true, ..Field::default() }, attempt, l))
                    div.grid2 {
                        (field(Field { name: "name_vi", label: text::holiday_name_vi(l), maxlength: 80, required: true, ..Field::default() }, attempt, l))
                        (field(Field { name: "name_en", label: text::holiday_name_en(l), maxlength: 80, ..Field::default() }, attempt, l))
                    }
                    (checkbox(Field { name: "closed", label: text::holiday_is_closed(l), ..Field::default() }, true, attempt, l))
                    (concerned(face, &page.concerned, attempt))
                    (Button { text: text::holiday_add_act(l), icon: "calendar-plus", look: Look::Primary, submit: true, ..Button::default() })
                }))
            }
        }
    }
}
