//! The right pane: a booking in one go.

use super::words;
use crate::asked::DESK_SOURCES;
use crate::rules::place;
use crate::shown::{Desk, OfAny, Offers, Redo, Times};
use crate::text;
use bricks::clock::{Instant, iso_day, show_day_short, show_minute, show_time, weekday_name, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, alert, checkbox, combobox, field, general_error, hidden,
    icon_small, parts, radios, select,
};
use ground::people::{Hit, Patient};
use ground::web::Face;
use maud::{Markup, html};
use papers::appointment::{Free, Source};

/// So many free times are in sight; the others are behind a fold.
const IN_SIGHT: usize = 12;
/// Of those in sight, so many lie before the one that is chosen.
const BEFORE_CHOSEN: usize = 3;

pub fn pane(face: &Face, desk: &Desk, redo: &Redo, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.pane.rgt aria-labelledby="book-h" {
            (parts::pane_header("book-h", text::quick_booking(l), html! { a.lnk.sm href="/series/new" { (text::repeat(l)) } " " kbd { "Alt N" } }))
            form.scroll.sp.pb #book method="post" action="/appointments" data-guard novalidate {
                (hidden("key", &face.key))
                (general(attempt, l))
                @if let Some(picked) = desk.picked.as_ref().filter(|_| desk.made) { (super::profile::saved(&picked.patient, face.today(), l)) }
                (patient_box(l, desk.picked.as_ref().map(|picked| &picked.patient), "/reception", "Alt+N", attempt))
                (patient_choices(face, &redo.hits))
                (super::picked::card(face, desk.picked.as_ref(), attempt))
                (service(l, desk, attempt))
                (doctor(l, desk, attempt))
                (day(l, desk, attempt))
                @if let Some(offers) = &redo.offers { (offered(face, desk, offers, redo.beside.as_ref(), attempt)) }
                (times(face, &desk.times, attempt))
                (super::questions(l, attempt, "", ""))
                (about(l, attempt))
            }
            (buttons(face))
        }
    }
}

/// The sentence of the whole form, unless a field says it already.
pub fn general(attempt: &Attempt, l: Lang) -> Markup {
    let is_said = attempt.refusal.as_ref().is_some_and(|refusal| !refusal.fields.is_empty());
    html! { @if !is_said { (general_error(attempt, l)) } }
}

/// The typeahead over the patients; `back` is where a new patient comes back to.
pub fn patient_box(l: Lang, patient: Option<&Patient>, back: &str, key: &str, attempt: &Attempt) -> Markup {
    let id = patient.map(|p| p.id.to_string()).unwrap_or_default();
    let shown = patient.map(|p| format!("{} · {}", p.name, p.birth_year)).unwrap_or_default();
    let source = format!("/patients/search?back={back}");
    let field = Field {
        name: "patient",
        label: text::patient(l),
        value: &id,
        required: true,
        placeholder: text::patient_hint(l),
        ..Field::default()
    };
    combobox(Combobox { field, source: &source, shown: &shown, key, ..Combobox::default() }, attempt, l)
}

/// Patients for words that were sent without picking one: each button sends the form with its patient.
pub fn patient_choices(face: &Face, hits: &[Hit]) -> Markup {
    html! {
        @if !hits.is_empty() {
            div.col.g1 role="group" aria-label=(text::patient_pick(face.lang)) {
                @for hit in hits.iter().take(6) {
                    button.opt type="submit" formnovalidate name="patient_choice" value=(hit.id) { (super::search::patient(face, hit, "")) }
                }
            }
        }
    }
}

fn service(l: Lang, desk: &Desk, attempt: &Attempt) -> Markup {
    let value = desk.service.map(|id| id.to_string()).unwrap_or_default();
    let options = desk.services.iter().map(|s| {
        let label = text::service_option(l, s.duration_minutes, s.name(l), s.price.show_with_sign(l));
        (s.id.to_string(), label)
    });
    let field = Field { name: "service", label: text::service(l), value: &value, required: true, ..Field::default() };
    select(field, options, attempt, l)
}

fn doctor(l: Lang, desk: &Desk, attempt: &Attempt) -> Markup {
    let value = match desk.times.of_any {
        Some(_) => place::ANY_DOCTOR.to_owned(),
        None => desk.doctor.map(|id| id.to_string()).unwrap_or_default(),
    };
    let each = desk.doctors.iter().map(|d| {
        let label = format!("{} · {}", d.titled_name(), words::room(&d.room_name, l));
        (d.id.to_string(), label)
    });
    let any = (place::ANY_DOCTOR.to_owned(), text::any_doctor(l).to_owned());
    let options = std::iter::once(any).chain(each);
    let field = Field { name: "doctor", label: text::doctor(l), value: &value, required: true, ..Field::default() };
    select(field, options, attempt, l)
}

fn day(l: Lang, desk: &Desk, attempt: &Attempt) -> Markup {
    let value = iso_day(desk.times.day);
    let typed = attempt.value("day").is_some_and(|day| attempt.error("day", l).is_none() && day != value);
    // A time that was offered may lie on another day than the one typed.
    let attempt = if typed { &Attempt::none() } else { attempt };
    let aside = weekday_name(desk.times.day, l);
    let hint = if desk.beside_past { text::day_shown_past(l) } else { "" };
    field(
        Field { name: "day", label: text::day(l), kind: Kind::Date, value: &value, aside, hint, ..Field::default() },
        attempt,
        l,
    )
}

/// The free times as choices: also what `/reception/times` answers when service, doctor or day change.
pub fn times(face: &Face, times: &Times, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let chosen = times.chosen;
    let at = chosen.and_then(|at| times.free.iter().position(|free| *free == at));
    let first = at.unwrap_or(0).saturating_sub(BEFORE_CHOSEN);
    let first = first.min(times.free.len().saturating_sub(IN_SIGHT));
    let is_in_sight = |index: usize| (first..first + IN_SIGHT).contains(&index);
    let (near, far): (Vec<_>, Vec<_>) =
        times.free.iter().copied().enumerate().partition(|(index, _)| is_in_sight(*index));
    let lost = chosen.filter(|_| at.is_none());
    let error = attempt.error("starts_at", l);
    // With the first free time chosen, a known patient is booked by the keys alone.
    let ticked = chosen.or(times.free.first().copied()).filter(|_| error.is_none() || at.is_some());
    let doctor =
        if times.of_any.is_some() { Some(place::ANY_DOCTOR.to_owned()) } else { times.doctor.map(|id| id.to_string()) };
    let asked =
        [("service", times.service.map(|id| id.to_string())), ("doctor", doctor), ("day", Some(iso_day(times.day)))];
    let asked = asked.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let source = format!("/reception/times?{}", asked.collect::<Vec<_>>().join("&"));
    html! {
        fieldset.f.later[times.day != times.today] #times data-live="diary hours" data-depends="service doctor day time" data-src=(source) {
            legend.lb { (text::free_times(l, show_day_short(times.day), weekday_name(times.day, l))) }
            input type="hidden" name="time" value=[chosen.map(|at| show_time(at, face.zone()))];
            @if let Some(all) = &times.of_any { (of_any(face, all, error)) } @else {
            div.slots {
                @if let Some(lost) = lost { label.x { input type="radio" disabled; span { (show_time(lost, face.zone())) } } }
                @for (index, free) in &near { (slot(face, *free, ticked, error.is_some() && *index == first)) }
            }
            @if times.free.is_empty() { p.hint { (text::no_free_times(l)) } }
            @if !far.is_empty() {
                details {
                    summary.sm.mut { (text::more_free_times(l, far.len())) }
                    div.slots.mt1 { @for (_, free) in &far { (slot(face, *free, ticked, false)) } }
                }
            }
            }
            @if let Some(error) = error {
                p.err #f-starts_at-error { (icon_small("circle-x")) span { (error) } }
            }
        }
    }
}

/// The nearest times of all suitable doctors: day, time and doctor in one choice.
fn of_any(face: &Face, all: &[OfAny], error: Option<&str>) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let value = |each: &OfAny| format!("{}@{}", each.free.doctor, place::local_time(each.free.starts_at, zone));
    html! {
        div.slots.any {
            @for (index, each) in all.iter().enumerate() {
                @let day = zone.day_of(each.free.starts_at);
                label {
                    input type="radio" name="starts_at" value=(value(each)) required checked[error.is_none() && index == 0]
                        aria-invalid=[(error.is_some() && index == 0).then_some("true")]
                        aria-describedby=[(error.is_some() && index == 0).then_some("f-starts_at-error")];
                    span { b { (show_time(each.free.starts_at, zone)) } " " (weekday_short(day, l)) " " (show_day_short(day)) br; span.sm.tr { (each.doctor_name) } }
                }
            }
        }
        @if all.is_empty() { p.hint { (text::no_free_times_of_any(l)) " " a.lnk href="/waiting-list" { (text::waiting_list(l)) } } }
    }
}

fn slot(face: &Face, at: Instant, chosen: Option<Instant>, is_wrong: bool) -> Markup {
    html! {
        label {
            input type="radio" name="starts_at" value=(place::local_time(at, face.zone())) required checked[chosen == Some(at)]
                aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("f-starts_at-error")];
            span { (show_time(at, face.zone())) }
        }
    }
}

/// Instead of a time that was taken: the nearest free ones, each booked with one click.
fn offered(face: &Face, desk: &Desk, offers: &Offers, beside: Option<&Free>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let then = if attempt.value("then") == Some("check_in") { "@check_in" } else { "" };
    html! {
        div.col.g2 role="group" aria-label=(text::offers(l)) {
            (alert(Tone::Wait, "calendar-clock", text::offers(l)))
            div.row.w.g1 { @for free in &offers.same { (offer(face, desk, free, then, false)) } }
            @if !offers.others.is_empty() {
                span.sm.mut { (text::offers_of_others(l)) }
                div.row.w.g1 { @for free in &offers.others { (offer(face, desk, free, then, true)) } }
            }
            @if let Some(taken) = beside { (stand_beside(face, taken, then)) }
        }
    }
}

fn offer(face: &Face, desk: &Desk, free: &Free, then: &str, with_doctor: bool) -> Markup {
    let day = face.zone().day_of(free.starts_at);
    let mut words = show_minute(face.zone().minute_of_day(free.starts_at));
    if day != desk.times.day {
        words = format!("{} {words}", show_day_short(day));
    }
    if let Some(doctor) = desk.doctors.iter().find(|d| with_doctor && d.id == free.doctor) {
        words = format!("{} · {words}", doctor.name);
    }
    let then = if day == face.today() { then } else { "" };
    let value = format!("{}@{}{then}", free.doctor, place::local_time(free.starts_at, face.zone()));
    // Not validated: the time is the button's own.
    html! { button.btn.sm.soft type="submit" formnovalidate name="offer" value=(value) { (words) } }
}

/// The taken time itself, with the mark that the card will bear.
fn stand_beside(face: &Face, taken: &Free, then: &str) -> Markup {
    let value = format!("{}@{}@beside{then}", taken.doctor, place::local_time(taken.starts_at, face.zone()));
    html! {
        button.btn.sm type="submit" formnovalidate name="offer" value=(value) {
            (icon_small("copy")) (text::stand_beside(face.lang)) " · " (show_time(taken.starts_at, face.zone()))
        }
    }
}

/// How the patient asked for it.
pub fn source(l: Lang, attempt: &Attempt) -> Markup {
    let field = Field { name: "source", label: text::source(l), value: Source::Phone.code(), ..Field::default() };
    html! { (radios(field, DESK_SOURCES.map(|s| (s.code(), words::source(s, l))), attempt, l)) }
}

fn about(l: Lang, attempt: &Attempt) -> Markup {
    let note = Field { name: "note", label: text::reason(l), maxlength: 200, autocomplete: "off", ..Field::default() };
    html! {
        (field(note, attempt, l))
        (source(l, attempt))
        (checkbox(Field { name: "tell", label: text::tell(l), ..Field::default() }, true, attempt, l))
        (checkbox(Field { name: "remind", label: text::remind(l), ..Field::default() }, true, attempt, l))
    }
}

fn buttons(face: &Face) -> Markup {
    let l = face.lang;
    html! {
        div.cf.row {
            (Button { text: text::book(l), kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "book", block: true, ..Button::default() })
            @if face.may(Permission::CheckIn) {
                span.now-only {
                    (Button { text: text::book_and_check_in(l), size: Size::Large, submit: true, form: "book", name: "then", value: "check_in", ..Button::default() })
                }
            }
        }
    }
}
