//! The code that proves the phone or the address.

use super::Sight;
use super::choose::{Others, dock, others};
use super::frame::{call, head, page, refused};
use crate::store::{HoldRow, SeenRow};
use crate::{text, told};
use bricks::clock::{Instant, show_time};
use bricks::phone::Phone;
use ground::html::{Attempt, Button, Tone, alert, hidden, icon_large, icon_small, parts};
use maud::{Markup, html};
use papers::message::Channel;

pub struct CodePage<'a> {
    pub row: &'a HoldRow,
    pub proof: &'a str,
    /// Other times, when the held one is gone.
    pub others: Option<Others>,
    /// From when on the code may be asked for again.
    pub again_from: Option<Instant>,
}

pub fn page_of(sight: &Sight, of: &CodePage<'_>, attempt: &Attempt) -> Markup {
    let (l, row) = (sight.lang, of.row);
    let here = format!("/book/{}/{}", row.id, of.proof);
    let main = html! {
        (head(l, 4, text::enter_code(l)))
        div.inset.col.g3 { (kept(sight, of)) }
        (refused(sight, attempt))
        @if row.is_open() {
            form method="post" action=(here) data-plain novalidate {
                (hidden("key", &sight.key))
                (hidden("lang", l.code()))
                @if let Some(of) = &of.others { (others(sight, of, attempt)) }
                div.inset { (input(sight, attempt)) }
                (dock(text::confirm_booking(l)))
            }
            @if of.again_from.is_some() { (again(sight, &here)) }
        } @else {
            div.inset { (alert(Tone::Wait, "clock-alert", text::hold_over(l))) }
            div.inset { (Button { text: text::begin_again(l), href: &sight.book(&format!("service={}&doctor={}&lang={}", row.service, row.doctor, l.code())), block: true, ..Button::default() }) }
        }
        (call(sight))
    };
    page(sight, text::enter_code(l), &here, &main)
}

/// What stands in the frame of another site once the code was right: the appointment's own page is never shown within
/// another, so its link opens beside.
pub fn booked(sight: &Sight, seen: &SeenRow, (here, path): (&str, &str)) -> Markup {
    let l = sight.lang;
    let title = if seen.awaits_desk { text::title_asked(l) } else { text::title_booked(l) };
    let pairs = vec![
        (text::time(l), told::when(seen.starts_at, seen.day, sight.zone(), l)),
        (text::doctor(l), seen.doctor()),
        (text::service(l), seen.service_name(l).to_owned()),
        (text::place(l), sight.clinic.address.clone()),
    ];
    let main = html! {
        div class={ "hero " (Tone::Ok.class()) } {
            span.disc { (icon_large("calendar-check")) }
            h1 { (title) }
            p.sub { (text::booked_within(l)) }
        }
        section.card.paper-card { (parts::facts(pairs)) }
        div.inset {
            a.btn.p.xl.blk href=(path) target="_blank" rel="noopener" { (icon_small("external-link")) (text::open_appointment(l)) }
        }
        (call(sight))
    };
    page(sight, title, here, &main)
}

/// What is kept until when, and where the code went.
fn kept(sight: &Sight, of: &CodePage<'_>) -> Markup {
    let (l, zone, row) = (sight.lang, sight.zone(), of.row);
    let when = told::when(row.starts_at, zone.day_of(row.starts_at), zone, l);
    let to = match row.channel {
        Channel::Email => row.address().to_owned(),
        Channel::Sms | Channel::Zalo => {
            Phone::parse(row.address()).map_or_else(|_| row.address().to_owned(), |p| p.show())
        }
    };
    let sent = match row.channel {
        Channel::Email => text::sent_email(l, to),
        Channel::Sms => text::sent_sms(l, to),
        Channel::Zalo => text::sent_zalo(l, to),
    };
    html! {
        p { (sent) }
        @if row.is_open() && row.ends_at > sight.now {
            (alert(Tone::Info, "clock", html! { b { (when) } " · " (text::kept_until(l, show_time(row.ends_at, zone))) }))
        } @else if row.is_open() {
            (alert(Tone::Wait, "clock-alert", html! { b { (when) } " · " (text::kept_no_longer(l)) }))
        }
    }
}

/// The field that phones fill in by themselves from a message.
fn input(sight: &Sight, attempt: &Attempt) -> Markup {
    let l = sight.lang;
    let error = attempt.error("code", l);
    html! {
        div.f {
            label.req for="f-code" { (text::code(l)) }
            input.in.code #f-code type="text" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus
                aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "f-code-error")];
            @if let Some(error) = error { p.err #f-code-error { (icon_small("circle-x")) span { (error) } } }
        }
    }
}

fn again(sight: &Sight, here: &str) -> Markup {
    let l = sight.lang;
    html! {
        form.inset method="post" action={ (here) "/code" } data-plain {
            (hidden("key", &sight.key))
            (hidden("lang", l.code()))
            (Button { text: text::send_again(l), icon: "refresh-cw", submit: true, block: true, ..Button::default() })
        }
    }
}
