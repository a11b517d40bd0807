//! The patient's own page of an appointment. It says when, where and with whom, and nothing about who the patient is.

use super::Sight;
use super::choose::{Times, dock, slots, starts_of, strip};
use super::frame::{call, page, refused};
use crate::store::SeenRow;
use crate::{text, told};
use bricks::clock::iso_day;
use bricks::id::ResourceId;
use bricks::money::Money;
use ground::html::{Attempt, Button, Look, Tone, alert, hidden, icon_large, icon_small, parts};
use ground::web::percent;
use maud::{Markup, html};
use papers::appointment::{Confirmation, State};

pub struct AppointmentPage<'a> {
    pub seen: &'a SeenRow,
    pub proof: &'a str,
    pub price: Option<Money>,
    /// The address of this very page, for the code that a phone or the desk scans.
    pub url: String,
    pub may_change: bool,
    pub change_notice_hours: i64,
}

impl AppointmentPage<'_> {
    fn path(&self) -> String {
        format!("/a/{}/{}", self.seen.id, self.proof)
    }
}

pub fn page_of(sight: &Sight, of: &AppointmentPage<'_>, attempt: &Attempt) -> Markup {
    let (l, seen) = (sight.lang, of.seen);
    let (tone, symbol, title, about) = standing(sight, seen);
    let main = html! {
        div class={ "hero " (tone.class()) } {
            span.disc { (icon_large(symbol)) }
            h1 { (title) }
            @if !about.is_empty() { p.sub { (about) } }
        }
        (refused(sight, attempt))
        section.card.paper-card {
            @if seen.state == State::Booked {
                div.scan { (ground::html::qr::svg(&of.url, text::scan_label(l))) p.sub { (text::scan_hint(l)) } }
            }
            (facts(sight, of))
        }
        @if seen.state == State::Booked { (acts(sight, of)) }
        @if seen.state == State::Cancelled {
            div.inset { (Button { text: text::book_again(l), href: &sight.book(&format!("lang={}", l.code())), look: Look::Primary, block: true, ..Button::default() }) }
        }
        (call(sight))
    };
    page(sight, &title, &of.path(), &main)
}

/// How things stand: colour, icon, words.
fn standing(sight: &Sight, seen: &SeenRow) -> (Tone, &'static str, String, String) {
    let l = sight.lang;
    match seen.state {
        State::Booked if seen.awaits_desk => {
            (Tone::Wait, "calendar-clock", text::title_asked(l).to_owned(), text::about_asked(l).to_owned())
        }
        State::Booked if seen.confirmation == Confirmation::Confirmed => {
            (Tone::Ok, "calendar-check", text::title_confirmed(l).to_owned(), text::about_confirmed(l).to_owned())
        }
        State::Booked => (Tone::Ok, "calendar-check", text::title_booked(l).to_owned(), String::new()),
        State::Arrived => (Tone::Info, "map-pin-check", text::title_arrived(l).to_owned(), String::new()),
        State::Cancelled => (Tone::Mute, "calendar-x", text::title_cancelled(l).to_owned(), String::new()),
        State::NoShow => (Tone::Mute, "user-x", text::title_missed(l).to_owned(), String::new()),
    }
}

fn facts(sight: &Sight, of: &AppointmentPage<'_>) -> Markup {
    let (l, seen) = (sight.lang, of.seen);
    let mut pairs = vec![
        (text::time(l), told::when(seen.starts_at, seen.day, sight.zone(), l)),
        (text::doctor(l), seen.doctor()),
        (text::service(l), seen.service_name(l).to_owned()),
    ];
    pairs.extend(of.price.map(|price| (text::price(l), text::paid_at_desk(l, price.show_with_sign(l)))));
    pairs.push((text::room(l), seen.room_name.clone()));
    pairs.push((text::place(l), sight.clinic.address.clone()));
    parts::facts(pairs)
}

fn acts(sight: &Sight, of: &AppointmentPage<'_>) -> Markup {
    let (l, path) = (sight.lang, of.path());
    let map = format!("https://www.google.com/maps/search/?api=1&query={}", percent(&sight.clinic.address));
    let lang = l.code();
    html! {
        div.inset { (alert(Tone::Info, "info", text::come_early(l))) }
        @if of.seen.confirmation != Confirmation::Confirmed {
            form.inset method="post" action={ (path) "/confirmation" } data-plain {
                (hidden("key", &sight.key))
                (hidden("lang", lang))
                (Button { text: text::confirm_coming(l), icon: "check", look: Look::Primary, submit: true, block: true, ..Button::default() })
            }
        }
        div.inset.col.g2 {
            (Button { text: text::into_diary(l), icon: "calendar-plus", href: &format!("{path}/appointment.ics?lang={lang}"), block: true, ..Button::default() })
            (Button { text: text::directions(l), icon: "map-pin", href: &map, block: true, ..Button::default() })
        }
        @if of.may_change {
            div.inset.col.g2 {
                (Button { text: text::move_appointment(l), icon: "calendar-clock", href: &format!("{path}/time?lang={lang}"), block: true, ..Button::default() })
                details {
                    summary.lnk { (text::cancel_appointment(l)) }
                    form.col.g2.mt2 method="post" action={ (path) "/cancellation" } data-plain novalidate {
                        (hidden("key", &sight.key))
                        (hidden("lang", lang))
                        p { (text::cancel_sure(l)) }
                        (Button { text: text::cancel_yes(l), icon: "calendar-x", look: Look::Danger, submit: true, block: true, ..Button::default() })
                    }
                }
            }
        } @else {
            p.foot-note { (text::change_by_phone(l, of.change_notice_hours)) }
        }
    }
}

/// Choosing another time; a doctor who would come instead of the one booked is named.
pub fn times(
    sight: &Sight,
    of: &AppointmentPage<'_>,
    (times, names): (&Times<'_>, &[(ResourceId, String)]),
    attempt: &Attempt,
) -> Markup {
    let (l, path, free) = (sight.lang, of.path(), starts_of(times));
    let now = told::when(of.seen.starts_at, of.seen.day, sight.zone(), l);
    let main = html! {
        h1 { (text::choose_time(l)) }
        p.lead { (text::moved_from(l, &now)) }
        (refused(sight, attempt))
        (strip(sight, times))
        form method="post" action={ (path) "/time" } data-plain novalidate {
            (hidden("key", &sight.key))
            (hidden("lang", l.code()))
            (slots(l, sight.zone(), free, names))
            @if let Some(error) = attempt.error("starts_at", l) { p.err.inset { (icon_small("circle-x")) span { (error) } } }
            @if !free.is_empty() { (dock(text::move_here(l))) }
        }
        p.foot-note { a.lnk href={ (path) "?lang=" (l.code()) } { (text::keep_time(l)) } }
    };
    page(sight, text::move_appointment(l), &format!("{path}/time?day={}", iso_day(times.day)), &main)
}
