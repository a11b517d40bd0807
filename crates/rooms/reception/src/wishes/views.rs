use super::shown::{Lists, Offered, Page, Waits};
use crate::asked::DESK_SOURCES;
use crate::rules::place;
use crate::text;
use crate::views::{ROOM, general, patient_box, patient_choices, room_nav, weekdays, words};
use bricks::clock::{show_day, show_day_short, show_minute, show_time, weekday_short};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, checkbox, field, hidden, icon_small, parts, select,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::wish::{ALL_WEEKDAYS, WishRow};

/// The hours that the form begins with.
const HOURS: (&str, &str) = ("07:00", "18:00");
/// Of those whom a time fits so many are offered it.
const OFFERED: usize = 5;

pub fn page(face: &Face, page: &Page, attempt: &Attempt) -> Seen {
    let (l, none) = (face.lang, Attempt::none());
    // What was refused is the form beside the lists, or an act in them.
    let (of_form, of_lists) = if attempt.values.is_empty() { (&none, attempt) } else { (attempt, &none) };
    let main = html! {
        div.rec {
            (freed(face, &page.lists))
            (wishes(face, &page.lists, of_lists))
            @if face.may(Permission::Book) { (form(face, page, of_form)) }
        }
    };
    Seen { title: text::waiting_list(l).to_owned(), room: ROOM, top: room_nav(face, "/waiting-list"), main }
}

/// Both live parts.
pub fn lists(face: &Face, lists: &Lists) -> Markup {
    html! { (freed(face, lists)) (wishes(face, lists, &Attempt::none())) }
}

/// The way to the list, with how many wait; it stands out when a time is free for one of them.
pub fn link(face: &Face, waits: Waits) -> Markup {
    let l = face.lang;
    let is_free = waits.offers > 0;
    let said = if is_free { text::offers_waiting(l, waits.offers) } else { text::waiting_list(l).to_owned() };
    html! {
        a.btn.sm #waits href="/waiting-list" data-live="diary" data-src="/waiting-list/link" title=(said) {
            (icon_small("hourglass"))
            span.vh { (said) }
            @if waits.waiting > 0 { span class={ "bdg " (if is_free { "k-ok" } else { "k-mute" }) } aria-hidden="true" { (waits.waiting) @if is_free { " · " (icon_small("calendar-check")) (waits.offers) } } }
        }
    }
}

fn freed(face: &Face, lists: &Lists) -> Markup {
    let l = face.lang;
    html! {
        section.pane.lft #freed aria-labelledby="freed-h" data-live="diary" data-src="/waiting-list/lists" data-every="300" {
            (parts::pane_header("freed-h", text::freed_times(l), parts::badge(Tone::Ok, lists.offers.len())))
            @if lists.offers.is_empty() {
                div.scroll.sp { (parts::empty("calendar-clock", text::no_freed_times(l), text::no_freed_times_hint(l), "")) }
            } @else {
                ol.scroll.sp tabindex="0" aria-label=(text::freed_times(l)) { @for offer in &lists.offers { (offered(face, offer)) } }
            }
        }
    }
}

fn offered(face: &Face, offer: &Offered) -> Markup {
    let (l, zone, at) = (face.lang, face.zone(), offer.freed.starts_at);
    let day = zone.day_of(at);
    html! {
        li.li.at {
            div.grow.col.g2 {
                div.row.g2 {
                    b.num.t16 { (show_time(at, zone)) }
                    span.nw { (weekday_short(day, l)) " " (show_day_short(day)) }
                    span.sp {}
                    span.mut.sm.num { (text::minutes(l, offer.freed.free_minutes.min(480))) }
                }
                span.mut.sm.tr { (offer.doctor_name) }
                @for wish in offer.wishes.iter().take(OFFERED) { (taker(face, offer, wish)) }
            }
        }
    }
}

/// One whom a time fits: a click books it.
fn taker(face: &Face, offer: &Offered, wish: &WishRow) -> Markup {
    let l = face.lang;
    let value = format!("{}@{}", offer.freed.doctor, place::local_time(offer.freed.starts_at, face.zone()));
    let label = text::book_for(l, &wish.patient_name);
    html! {
        form.col.g1 method="post" action={ "/waiting-list/" (wish.id) "/booking" } data-guard {
            (hidden("key", &format!("{}-{}-{}", face.key, wish.id, offer.freed.starts_at.millis())))
            (hidden("offer", &value))
            b.brk { (wish.patient_name) }
            span.mut.sm.row.w.g2 {
                @if wish.urgent { (urgent(l)) }
                @if let Some(phone) = &wish.phone { span.num.nw { (words::phone(phone)) } }
            }
            // Under the name: a narrow pane has no room for both, and whom to ring has to be read whole.
            @if face.may(Permission::Book) {
                div.row.g2 {
                select.in.sm.grow name="source" aria-label=(text::source(l)) {
                    @for source in DESK_SOURCES { option value=(source.code()) { (words::source(source, l)) } }
                }
                (Button { text: text::book(l), label: &label, size: Size::Small, look: Look::Soft, submit: true, ..Button::default() })
                }
            }
        }
    }
}

fn urgent(l: Lang) -> Markup {
    parts::status(Tone::Bad, "triangle-alert", text::urgent(l))
}

fn wishes(face: &Face, lists: &Lists, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.fill #wishes aria-labelledby="wishes-h" data-live="diary" data-src="/waiting-list/lists" data-every="300" {
            (parts::pane_header("wishes-h", text::waiting_list(l), parts::badge(Tone::Mute, lists.wishes.len())))
            @if let Some(said) = attempt.general(l) { div.strip { (alert(Tone::Bad, "octagon-alert", said)) } }
            @if lists.wishes.is_empty() {
                (parts::empty("hourglass", text::nobody_waits(l), text::nobody_waits_hint(l), ""))
            } @else {
                div.scroll.sp tabindex="0" role="region" aria-labelledby="wishes-h" { (table(face, lists)) }
            }
        }
    }
}

fn table(face: &Face, lists: &Lists) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead { tr { th { (text::patient(l)) } th { (text::service(l)) } th { (text::wanted(l)) } th { (text::waits_since(l)) } th { span.vh { (text::acts(l)) } } } }
            tbody { @for (wish, doctor) in &lists.wishes { (row(face, wish, doctor.as_deref())) } }
        }
    }
}

fn row(face: &Face, wish: &WishRow, doctor: Option<&str>) -> Markup {
    let l = face.lang;
    let since = face.zone().day_of(wish.created_at);
    html! {
        tr {
            td.snug {
                b { (wish.patient_name) } br;
                span.row.g2 {
                    @if wish.urgent { (urgent(l)) }
                    @if let Some(phone) = &wish.phone { span.mut.sm.num.nw { (words::phone(phone)) } }
                }
            }
            td.snug { (wish.service(l)) br; span.mut.sm { (doctor.unwrap_or(text::any_doctor(l))) } }
            td.snug {
                (wanted_days(wish, l)) " · " @if wish.from_minute == 0 && wish.to_minute == 1440 { (text::wish_any_time(l)) } @else { span.num.nw { (show_minute(wish.from_minute)) "–" (show_minute(wish.to_minute)) } }
                @if !wish.note.is_empty() { br; span.mut.sm { (wish.note) } }
            }
            td.num.nw { (show_day(since, l)) }
            td.r { @if face.may(Permission::Book) { (withdrawal(face, wish)) } }
        }
    }
}

/// `T2, T5 · từ 24/11 · đến 30/11`.
fn wanted_days(wish: &WishRow, l: Lang) -> String {
    let days =
        if wish.weekdays == ALL_WEEKDAYS { text::every_day(l).to_owned() } else { weekdays::shown(wish.weekdays, l) };
    let from = wish.from_day.map(|day| text::from_day_on(l, show_day_short(day)));
    let to = wish.to_day.map(|day| text::until_day(l, show_day_short(day)));
    [Some(days), from, to].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn withdrawal(face: &Face, wish: &WishRow) -> Markup {
    let l = face.lang;
    html! {
        form method="post" action={ "/waiting-list/" (wish.id) "/withdrawal" } data-guard data-confirm=(text::withdraw_confirm(l, &wish.patient_name)) {
            (hidden("key", &format!("{}-{}", face.key, wish.id)))
            (Button { text: text::withdraw(l), label: &text::withdraw_of(l, &wish.patient_name), size: Size::Small, look: Look::Ghost, icon: "x", submit: true, ..Button::default() })
        }
    }
}

fn form(face: &Face, page: &Page, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.pane.rgt aria-labelledby="wish-h" {
            (parts::pane_header("wish-h", text::wish_add(l), ""))
            form.scroll.sp.pb #wish method="post" action="/waiting-list" data-guard novalidate {
                (hidden("key", &face.key))
                (general(attempt, l))
                (patient_box(l, page.patient.as_ref(), "/waiting-list", "Alt+N", attempt))
                (patient_choices(face, &page.hits))
                (service_and_doctor(l, page, attempt))
                (times(l, attempt))
                (checkbox(Field { name: "urgent", label: text::urgent(l), ..Field::default() }, false, attempt, l))
                (field(Field { name: "note", label: text::wish_note(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
                @if page.services.is_empty() { (alert(Tone::Wait, "triangle-alert", text::no_services(l))) }
            }
            div.cf { (Button { text: text::wish_add_act(l), kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "wish", block: true, ..Button::default() }) }
        }
    }
}

fn service_and_doctor(l: Lang, page: &Page, attempt: &Attempt) -> Markup {
    let id = |id: Option<String>| id.unwrap_or_default();
    let service = id(page.ask.service.map(|s| s.to_string()));
    let doctor = id(page.ask.doctor.map(|d| d.to_string()));
    let services = page.services.iter().map(|s| (s.id.to_string(), s.name(l).to_owned()));
    let any = (place::ANY_DOCTOR.to_owned(), text::any_doctor(l).to_owned());
    let doctors = std::iter::once(any).chain(page.doctors.iter().map(|d| (d.id.to_string(), d.titled_name())));
    html! {
        (select(Field { name: "service", label: text::service(l), value: &service, required: true, ..Field::default() }, services, attempt, l))
        (select(Field { name: "doctor", label: text::doctor(l), value: &doctor, ..Field::default() }, doctors, attempt, l))
    }
}

fn times(l: Lang, attempt: &Attempt) -> Markup {
    let day = |name, label| Field { name, label, kind: Kind::Date, ..Field::default() };
    let time = |name, label, value| Field { name, label, kind: Kind::Time, value, required: true, ..Field::default() };
    html! {
        (weekdays::boxes(text::wanted_weekdays(l), ALL_WEEKDAYS, attempt, l))
        div.grid2 {
            (field(day("from_day", text::first_day(l)), attempt, l))
            (field(day("to_day", text::last_day(l)), attempt, l))
            (field(time("from", text::from_time(l), HOURS.0), attempt, l))
            (field(time("to", text::to_time(l), HOURS.1), attempt, l))
        }
    }
}
