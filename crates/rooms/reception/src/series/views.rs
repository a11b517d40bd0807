use super::acts::{Booked, KEEP, NEAREST, PLANNED, Planned, SKIP, choice_of};
use super::{NewPage, Plan, SeriesPage};
use crate::rules::place;
use crate::shown::count;
use crate::text;
use crate::views::{ROOM, general, patient_box, patient_choices, questions, room_nav, source, weekdays};
use bricks::clock::{Instant, iso_day, show_day, show_day_short, show_minute, show_time, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, general_error, hidden, parts, post_form,
    radios, select,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::appointment::State;
use papers::series::{Fit, MemberRow, Unit};

pub fn new(face: &Face, page: &NewPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        form.two #series method="post" action="/series" data-guard novalidate {
            section.pane.lft aria-labelledby="series-h" {
                (parts::pane_header("series-h", text::series_new(l), ""))
                div.scroll.sp.pb.col {
                    (hidden("key", &face.key))
                    (general(attempt, l))
                    (patient_box(l, page.patient.as_ref(), "/series/new", "Alt+N", attempt))
                    (patient_choices(face, &page.hits))
                    (what(l, page, attempt))
                    (questions(l, attempt, "", ""))
                    (rule(face, page, attempt))
                    (field(Field { name: "note", label: text::reason(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
                    (source(l, attempt))
                    (checkbox(Field { name: "tell", label: text::tell_series(l), ..Field::default() }, true, attempt, l))
                }
                div.cf { (Button { text: text::series_book(l), kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, block: true, ..Button::default() }) }
            }
            (plan(face, &page.plan, attempt))
        }
    };
    Seen { title: text::series_new(l).to_owned(), room: ROOM, top: room_nav(face, ""), main }
}

fn what(l: Lang, page: &NewPage, attempt: &Attempt) -> Markup {
    let id = |id: Option<String>| id.unwrap_or_default();
    let (service, doctor) = (page.ask.service.map(|s| s.to_string()), page.ask.doctor.map(|d| d.to_string()));
    let (service, doctor) = (id(service), id(doctor));
    let services = page.services.iter().map(|s| (s.id.to_string(), s.name(l).to_owned()));
    let doctors = page.doctors.iter().map(|d| (d.id.to_string(), d.titled_name()));
    html! {
        (select(Field { name: "service", label: text::service(l), value: &service, required: true, ..Field::default() }, services, attempt, l))
        (select(Field { name: "doctor", label: text::doctor(l), value: &doctor, required: true, ..Field::default() }, doctors, attempt, l))
    }
}

fn rule(face: &Face, page: &NewPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let day = iso_day(page.ask.day.unwrap_or(face.today()));
    let time = page.ask.at.map_or("08:00".to_owned(), |m| format!("{:02}:{:02}", m / 60, m % 60));
    let units = [(Unit::Week.code(), text::unit_week(l)), (Unit::Day.code(), text::unit_day(l))];
    html! {
        div.grid2 {
            (field(Field { name: "day", label: text::first_day(l), kind: Kind::Date, value: &day, required: true, ..Field::default() }, attempt, l))
            (field(Field { name: "time", label: text::hour(l), kind: Kind::Time, value: &time, required: true, ..Field::default() }, attempt, l))
            (field(Field { name: "every", label: text::every(l), kind: Kind::Number, value: "1", required: true, ..Field::default() }, attempt, l))
            (select(Field { name: "unit", label: text::unit(l), value: Unit::Week.code(), required: true, ..Field::default() }, units, attempt, l))
        }
        (weekdays::boxes(text::series_weekdays(l), 0, attempt, l))
        div.grid2 {
            (field(Field { name: "count", label: text::series_count(l), kind: Kind::Number, value: "10", ..Field::default() }, attempt, l))
            (field(Field { name: "until", label: text::series_until(l), kind: Kind::Date, ..Field::default() }, attempt, l))
        }
    }
}

/// The days as they would be booked: also what `/series/plan` answers when the form changes.
pub fn plan(face: &Face, plan: &Plan, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let open = count(plan.days.iter().filter(|p| !p.fits()));
    let choice = Choice { keeps: true, skip: text::series_skip(l), nearest: plan.nearest };
    // What was chosen for another plan is chosen no more.
    let none = Attempt::none();
    let attempt = if attempt.value(PLANNED) == Some(plan.planned_for.as_str()) { attempt } else { &none };
    html! {
        section.fill #plan aria-labelledby="plan-h" data-form="series" data-depends="patient service doctor day time every unit weekday count until" data-src="/series/plan" {
            (hidden(PLANNED, &plan.planned_for))
            (parts::pane_header("plan-h", text::series_plan(l), parts::badge(Tone::Mute, plan.days.len())))
            @if plan.days.is_empty() { (parts::empty("calendar-range", text::series_no_plan(l), text::series_no_plan_hint(l), "")) } @else {
                @if open > 0 { div.strip { (conflicts(l, open)) } }
                ol.scroll.sp tabindex="0" aria-labelledby="plan-h" { @for each in &plan.days { (planned(face, each, &choice, attempt)) } }
            }
        }
    }
}

/// How many days cannot be as they are wanted, and the button that chooses the nearest time for each of them.
fn conflicts(l: Lang, open: i64) -> Markup {
    let nearest = Button {
        text: text::series_nearest(l),
        icon: "calendar-clock",
        size: Size::Small,
        submit: true,
        name: NEAREST,
        value: "yes",
        ..Button::default()
    };
    alert(Tone::Wait, "calendar-clock", html! { (text::series_conflicts(l, open)) " " (nearest) })
}

/// What may be chosen where a day does not fit.
struct Choice<'a> {
    /// Whether the patient may be with two doctors at once.
    keeps: bool,
    skip: &'a str,
    /// Whether the nearest time is chosen beforehand.
    nearest: bool,
}

fn planned(face: &Face, each: &Planned, choice: &Choice<'_>, attempt: &Attempt) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let name = choice_of(each.day);
    let (tone, icon, word) = match (&each.fit, &each.elsewhere) {
        (Fit::Free, Some(say)) => (Tone::Wait, "copy", say.to(l).to_owned()),
        (Fit::Free, None) => (Tone::Ok, "circle-check", text::fit_free(l).to_owned()),
        (Fit::Taken, _) => (Tone::Bad, "calendar-x", text::fit_taken(l).to_owned()),
        (Fit::Closed(say), _) => (Tone::Wait, "ban", say.to(l).to_owned()),
    };
    let first = if each.fits() { text::series_as_planned(l) } else { text::series_choose(l) };
    let keep = (choice.keeps && each.elsewhere.is_some()).then(|| (KEEP.to_owned(), text::series_keep(l).to_owned()));
    let others = each.offers.iter().map(|at| (place::local_time(*at, zone), text::series_at(l, when(face, *at))));
    let others: Vec<(String, String)> = others.collect();
    let nearest = others.first().map(|(value, _)| value.clone()).filter(|_| choice.nearest && !each.fits());
    let options: Vec<(String, String)> = std::iter::once((String::new(), first.to_owned()))
        .chain(others)
        .chain(keep)
        .chain([(SKIP.to_owned(), choice.skip.to_owned())])
        .collect();
    let typed = attempt.value(&name).filter(|v| !v.is_empty() && options.iter().any(|(o, _)| o == v));
    let chosen = typed.or(nearest.as_deref()).unwrap_or_default();
    let is_open = !each.fits() && chosen.is_empty();
    html! {
        li.li.at {
            span.tkt { (show_minute(zone.minute_of_day(each.at))) }
            span.grow.snug { b { (weekday_short(each.day, l)) " " span.num { (show_day(each.day, l)) } } br; (parts::status(tone, icon, word)) }
            select.in.sm.choice name=(name) aria-label=(text::series_choice(l, show_day(each.day, l))) aria-invalid=[is_open.then_some("true")] {
                @for (value, words) in &options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

fn when(face: &Face, at: Instant) -> String {
    let day = face.zone().day_of(at);
    format!("{} {} {}", show_time(at, face.zone()), weekday_short(day, face.lang), show_day_short(day))
}

pub fn series(face: &Face, page: &SeriesPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.two {
            section.pane.lft aria-labelledby="change-h" {
                (parts::pane_header("change-h", &page.patient.name, ""))
                div.scroll.sp.pb.col {
                    @if let Some(booked) = page.booked { (made(l, booked)) }
                    (general_error(attempt, l))
                    (about(l, page))
                    @if face.may(Permission::Book) { (changes(face, page, attempt)) }
                }
            }
            section.fill aria-labelledby="members-h" {
                (parts::pane_header("members-h", text::series_title(l), parts::badge(Tone::Mute, page.members.len())))
                ol.scroll.sp tabindex="0" aria-labelledby="members-h" { @for row in &page.members { (member(face, page, row)) } }
            }
        }
    };
    Seen { title: text::series_title(l).to_owned(), room: ROOM, top: room_nav(face, ""), main }
}

/// What was saved just now.
fn made(l: Lang, booked: Booked) -> Markup {
    let others = if booked.others > 0 { text::series_made_others(l, booked.others) } else { String::new() };
    alert(Tone::Ok, "calendar-check", html! { (text::series_made(l, booked.sessions)) " " (others) })
}

/// What it is booked for.
fn about(l: Lang, page: &SeriesPage) -> Markup {
    let service = page.service.as_ref().map(|s| (text::service(l), s.name(l).to_owned()));
    let note = Some((text::reason(l), page.note.clone())).filter(|(_, note)| !note.is_empty());
    parts::facts(service.into_iter().chain(note))
}

fn member(face: &Face, page: &SeriesPage, row: &MemberRow) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let (tone, icon, word) = match row.state {
        State::Booked => (Tone::Info, "calendar-check", text::status_booked(l)),
        State::Arrived => (Tone::Ok, "user-check", text::status_arrived(l)),
        State::Cancelled => (Tone::Mute, "calendar-x", text::status_cancelled(l)),
        State::NoShow => (Tone::Mute, "user-x", text::status_absent(l)),
    };
    let doctor = page.doctors.iter().find(|d| d.id == row.doctor).map(|d| d.titled_name()).unwrap_or_default();
    let day = zone.day_of(row.starts_at);
    html! {
        li.li.at aria-current=[(page.chosen == Some(row.id)).then_some("true")] {
            span.tkt { (show_time(row.starts_at, zone)) }
            span.grow.snug { a.ink.b href={ "/appointments/" (row.id) } { (weekday_short(day, l)) " " span.num { (show_day(day, l)) } } br; span.mut.sm { (doctor) } }
            (parts::status(tone, icon, word))
        }
    }
}

fn changes(face: &Face, page: &SeriesPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let to_come: Vec<&MemberRow> =
        page.members.iter().filter(|m| m.state == State::Booked && m.starts_at >= face.now).collect();
    let first = page.chosen.and_then(|id| to_come.iter().find(|m| m.id == id)).or(to_come.first());
    let Some(first) = first.copied() else { return html! { p.mut { (text::series_over(l)) } } };
    let reason =
        Field { name: "reason", label: text::cancel_reason(l), required: true, maxlength: 200, ..Field::default() };
    let none = Attempt::none();
    let (of_move, of_cancel) = if page.is_cancelling { (&none, attempt) } else { (attempt, &none) };
    html! {
        (move_form(face, page, (&to_come, first), of_move))
        details open[of_cancel.refusal.is_some()] {
            summary.mut { (text::series_cancel(l)) }
            (post_form(&format!("/series/{}/cancellation", page.id), &face.key, html! {
                (reach(face, &to_come, first, "cancel", of_cancel))
                (field(reason, of_cancel, l))
                (Button { text: text::series_cancel(l), icon: "calendar-x", look: Look::Danger, submit: true, ..Button::default() })
            }))
        }
    }
}

fn move_form(
    face: &Face,
    page: &SeriesPage,
    (to_come, first): (&[&MemberRow], &MemberRow),
    attempt: &Attempt,
) -> Markup {
    let l = face.lang;
    let time = place::local_time(first.starts_at, face.zone());
    let time = time.split_once('T').map_or("", |(_, time)| time);
    let doctors = page.doctors.iter().map(|d| (d.id.to_string(), d.titled_name()));
    let doctor = first.doctor.to_string();
    let choice = Choice { keeps: false, skip: text::series_stay(l), nearest: false };
    html! {
        (post_form(&format!("/series/{}/time", page.id), &face.key, html! {
            h3 { (text::series_move(l)) }
            (reach(face, to_come, first, "move", attempt))
            (field(Field { name: "time", label: text::series_new_time(l), kind: Kind::Time, value: time, required: true, ..Field::default() }, attempt, l))
            (select(Field { name: "doctor", label: text::doctor(l), value: &doctor, required: true, ..Field::default() }, doctors, attempt, l))
            (questions(l, attempt, &doctor, &first.service.to_string()))
            @if !page.conflicts.is_empty() {
                (alert(Tone::Wait, "calendar-clock", text::series_conflicts(l, count(page.conflicts.iter()))))
                ol.concerned aria-label=(text::series_conflict_list(l)) {
                    @for each in &page.conflicts { (planned(face, each, &choice, attempt)) }
                }
            }
            (Button { text: text::series_move_act(l), icon: "calendar-clock", look: Look::Primary, submit: true, ..Button::default() })
        }))
    }
}

/// Which of the appointments, counted from which.
fn reach(face: &Face, to_come: &[&MemberRow], first: &MemberRow, form: &str, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let members = to_come.iter().map(|m| (m.id.to_string(), when(face, m.starts_at)));
    let (value, id) = (first.id.to_string(), format!("f-member-{form}"));
    let kinds = [("one", text::reach_one(l)), ("following", text::reach_following(l)), ("all", text::reach_all(l))];
    html! {
        (select(Field { name: "member", id: &id, label: text::series_member(l), value: &value, ..Field::default() }, members, attempt, l))
        (radios(Field { name: "reach", label: text::reach(l), value: "one", required: true, ..Field::default() }, kinds, attempt, l))
    }
}
