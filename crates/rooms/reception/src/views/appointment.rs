//! One appointment: what was booked, and the check-in with the profile to confirm.

use super::booking::general;
use super::profile::{Shown, banner, fields, unverified};
use super::{ROOM, change, words};
use crate::asked::Moment;
use crate::rules::coming::{Status, status};
use crate::shown::{Doctor, Here, Offers, titled};
use crate::store::{ChangeRow, DetailRow, Insurer};
use crate::text;
use bricks::clock::{iso_day, show_day, show_instant, show_time, weekday_name};
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, alert, checkbox, field, hidden, parts, post_form};
use ground::people::Patient;
use ground::people::consent::{Consent, Purpose};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::appointment::{ChangeKind, Confirmation, State};
use papers::message;
use papers::notice::Sent;

/// An appointment with its patient.
pub struct AppointmentPage {
    pub row: DetailRow,
    pub patient: Patient,
    pub insurers: Vec<Insurer>,
    /// What the patient allowed until now.
    pub consent: Vec<Consent>,
    pub changes: Vec<ChangeRow>,
    /// Whom it can be moved to.
    pub doctors: Vec<Doctor>,
    /// Instead of a time that was refused.
    pub offers: Option<Offers>,
    pub overbooking_limit: i64,
    /// The series to which it belongs.
    pub series: Option<bricks::id::SeriesId>,
    /// How the patient was told of the last change.
    pub told: Option<Sent>,
    /// It was changed just now, and nobody changed it after.
    pub is_done: bool,
    /// The check-in was taken back just now.
    pub is_retracted: bool,
    /// The record is kept and not used: the desk sees who it is and lets them in.
    pub is_restricted: bool,
    /// Whether a doctor has coded allergies.
    pub is_coded: bool,
    /// Whether a message reaches the patient.
    pub is_reached: bool,
    /// The profile came from the website and nobody has confirmed it.
    pub unverified: bool,
    /// The patient is in the house for another visit.
    pub here: Option<Here>,
    /// The patient is an emergency today.
    pub emergency: Option<papers::visit::Emergency>,
}

/// Which of the page's forms was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    None,
    Arrival,
    Ending,
    Time,
}

pub fn appointment(face: &Face, page: &AppointmentPage, refused: Refused, attempt: &Attempt) -> Seen {
    let (l, none) = (face.lang, Attempt::none());
    let of = |form: Refused| if refused == form { attempt } else { &none };
    let end = html! {
        (unverified(page.unverified, l))
        @if !page.is_restricted { (Button { text: text::profile(l), icon: "pencil", href: &format!("/patients/{0}/profile?back=/appointments/{1}", page.patient.id, page.row.id),
            size: Size::Small, ..Button::default() }) }
    };
    let main = html! {
        (banner(&page.patient, face.today(), l, &end))
        div.two {
            (booked(face, page, of(Refused::Ending), of(Refused::Time)))
            @if may_check_in(face, page) { (check_in(face, page, of(Refused::Arrival))) } @else { (outcome(face, page, of(Refused::Arrival))) }
        }
    };
    Seen { title: text::appointment(l).to_owned(), room: ROOM, top: super::scan::scan_box(face), main }
}

/// Today's and later ones: who comes early is let in today.
fn may_check_in(face: &Face, page: &AppointmentPage) -> bool {
    page.row.state == State::Booked && page.row.day >= face.today() && face.may(Permission::CheckIn)
}

fn booked(face: &Face, page: &AppointmentPage, attempt: &Attempt, moving: &Attempt) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let at = status(row.state, row.visit_state, false, row.starts_at, face.now);
    let (icon, word) = match row.state {
        State::Cancelled => ("calendar-x", text::status_cancelled(l)),
        _ => (words::status_icon(at), words::status_word(at, l)),
    };
    html! {
        section.pane.lft aria-labelledby="booked-h" {
            (parts::pane_header("booked-h", text::appointment(l), parts::status(words::status_tone(at), icon, word)))
            div.scroll.sp.pb {
                @if page.is_done { (done(face, page)) }
                @if page.is_retracted { (alert(Tone::Ok, "undo-2", text::check_in_taken_back(l))) }
                (facts(face, row))
                (told(face, page))
                (reminder(face, page))
                (general(attempt, l))
                @if row.awaits_desk { (request(face, row)) }
                @if row.state == State::Booked && face.may(Permission::Book) {
                    (confirmation(face, row))
                    (change::form(face, page, moving))
                    (endings(face, page, attempt))
                }
                (change::history(face, page))
            }
            div.cf { (Button { text: text::back_to_day(l), icon: "arrow-left", href: &format!("/reception?day={}", iso_day(row.day)), ..Button::default() }) }
        }
    }
}

/// What was done just now.
fn done(face: &Face, page: &AppointmentPage) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let when =
        format!("{} {} {}", show_time(row.starts_at, face.zone()), weekday_name(row.day, l), show_day(row.day, l));
    let said = match page.changes.first().map(|change| change.kind) {
        Some(ChangeKind::Move) | None => text::moved_to(l, when),
        Some(ChangeKind::Confirmation) => {
            format!("{}: {}", text::change_confirmation(l), words::confirmation(row.confirmation, l))
        }
        Some(kind) => format!("{}: {when}", words::change(kind, l)),
    };
    alert(Tone::Ok, "calendar-check", said)
}

fn facts(face: &Face, row: &DetailRow) -> Markup {
    let l = face.lang;
    let time = format!("{} · {}", show_time(row.starts_at, face.zone()), text::minutes(l, row.duration_minutes));
    let mut pairs = vec![
        (text::day(l), format!("{} {}", weekday_name(row.day, l), show_day(row.day, l))),
        (text::hour(l), time),
        (text::doctor(l), titled(&row.doctor_title, &row.doctor_name)),
        (text::room(l), words::room(&row.room_name, l)),
        (text::service(l), row.service(l).to_owned()),
        (text::source(l), words::source(row.source, l).to_owned()),
    ];
    pairs.extend(row.device_name.clone().map(|name| (text::device(l), name)));
    pairs.extend(row.overbooked.then(|| (text::beside(l), text::mark_overbooked(l).to_owned())));
    pairs.extend(Some((text::reason(l), row.note.clone())).filter(|(_, note)| !note.is_empty()));
    let ended = row.ended_reason.clone().filter(|reason| !reason.is_empty());
    pairs.extend(ended.map(|reason| (text::cancel_reason(l), reason)));
    parts::facts(pairs)
}

/// How the patient was told of what was done last, and whether that may be done at all.
fn told(face: &Face, page: &AppointmentPage) -> Markup {
    let l = face.lang;
    let refused = page.consent.iter().any(|c| c.purpose == Purpose::Messages && !c.given);
    let sent = page.told.as_ref().and_then(|sent| {
        let channel = words::channel(sent.channel, l);
        let at = |at| show_instant(at, face.zone(), l);
        match sent.state {
            message::State::Waiting | message::State::Sending => Some(text::notice_waits(l, channel, at(sent.due_at))),
            message::State::Sent => sent.sent_at.map(|when| text::notice_sent(l, channel, at(when))),
            message::State::Failed | message::State::Unknown => Some(text::notice_failed(l, channel)),
            message::State::Cancelled => None,
        }
    });
    html! {
        @if refused { p.hint { (text::messages_refused(l)) } }
        @if let Some(said) = sent { p.hint { (said) } }
    }
}

fn reminder(face: &Face, page: &AppointmentPage) -> Markup {
    let l = face.lang;
    let due = page.row.reminder_due.map(|at| show_instant(at, face.zone(), l)).unwrap_or_default();
    let said = match page.row.reminder_state {
        Some(message::State::Waiting | message::State::Sending) => text::reminder_waits(l, due),
        Some(message::State::Sent) => text::reminder_sent(l).to_owned(),
        Some(message::State::Failed | message::State::Unknown) => text::reminder_failed(l).to_owned(),
        None if !page.is_reached && page.row.state == State::Booked && page.row.day > face.today() => {
            text::reminder_unreached(l).to_owned()
        }
        Some(message::State::Cancelled) | None => return html! {},
    };
    html! { p.hint { (said) } }
}

/// A booking from the website that waits for the desk, with the two answers.
fn request(face: &Face, row: &DetailRow) -> Markup {
    let (l, id) = (face.lang, row.id);
    let back = hidden("back", &format!("/appointments/{id}"));
    let reason = Field {
        name: "reason",
        id: "f-decline-reason",
        label: text::decline_reason(l),
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    html! {
        (alert(Tone::Wait, "globe", text::awaits_desk_note(l)))
        @if face.may(Permission::Book) {
            (post_form(&format!("/website/requests/{id}/acceptance"), &face.key, html! {
                (back)
                (Button { text: text::accept_request(l), icon: "check", look: Look::Soft, submit: true, block: true, ..Button::default() })
            }))
            details {
                summary.mut { (text::decline_request(l)) }
                (post_form(&format!("/website/requests/{id}/decline"), &face.key, html! {
                    (back)
                    (field(reason, &Attempt::none(), l))
                    (Button { text: text::decline_request(l), icon: "calendar-x", look: Look::Danger, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

/// What the patient said about coming: each answer is one click.
fn confirmation(face: &Face, row: &DetailRow) -> Markup {
    let l = face.lang;
    post_form(
        &format!("/appointments/{}/confirmation", row.id),
        &face.key,
        html! {
            fieldset.f {
                legend.lb { (text::confirmation(l)) }
                div.row.w.g1 {
                    @for each in Confirmation::ALL {
                        button.btn.sm.soft[*each == row.confirmation] type="submit" name="confirmation" value=(each.code())
                            aria-pressed=(*each == row.confirmation) { (words::confirmation(*each, l)) }
                    }
                }
            }
        },
    )
}

/// The way to the series of an appointment, or to a new one like it.
fn repeated(face: &Face, page: &AppointmentPage) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let (text, href) = match page.series {
        Some(id) => (text::series_title(l), format!("/series/{id}?appointment={}", row.id)),
        None => {
            let (day, time) = (iso_day(row.day), show_time(row.starts_at, face.zone()));
            (text::repeat(l), format!("/series/new?patient={}&doctor={}&day={day}&at={time}", row.patient, row.doctor))
        }
    };
    html! { (Button { text, icon: "calendar-range", href: &href, block: true, ..Button::default() }) }
}

/// The two ways in which a booking ends without the patient.
fn endings(face: &Face, page: &AppointmentPage, attempt: &Attempt) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let reason =
        Field { name: "reason", label: text::cancel_reason(l), required: true, maxlength: 200, ..Field::default() };
    let is_refused = attempt.refusal.is_some();
    html! {
        (repeated(face, page))
        @if row.starts_at <= face.now {
            (post_form(&format!("/appointments/{}/absence", row.id), &face.key, html! {
                (Button { text: text::mark_absent(l), icon: "user-x", submit: true, block: true, ..Button::default() })
            }))
        }
        details open[is_refused] {
            summary.mut { (text::cancel_appointment(l)) }
            (post_form(&format!("/appointments/{}/cancellation", row.id), &face.key, html! {
                (field(reason, attempt, l))
                (checkbox(Field { name: "said", id: "f-said-cancel", label: text::said(l), ..Field::default() }, false, attempt, l))
                (Button { text: text::cancel_appointment(l), icon: "calendar-x", submit: true, look: Look::Danger, ..Button::default() })
            }))
        }
    }
}

fn check_in(face: &Face, page: &AppointmentPage, attempt: &Attempt) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let is_early = row.day > face.today();
    let act = if is_early { text::check_in_early(l) } else { text::check_in(l) };
    let hint = if page.is_restricted { "" } else { text::confirm_profile_hint(l) };
    let shown = Shown {
        patient: Some(&page.patient),
        name: "",
        insurers: &page.insurers,
        consent: &page.consent,
        moment: Moment::check_in(page.is_coded),
    };
    html! {
        section.fill aria-labelledby="confirm-h" {
            (parts::pane_header("confirm-h", text::confirm_profile(l), html! { span.mut.sm { (hint) } }))
            form.scroll.sp.pb #arrival method="post" action={ "/appointments/" (row.id) "/arrival" } data-guard novalidate {
                (hidden("key", &face.key))
                @if is_early { (alert(Tone::Info, "info", text::early_note(l, show_day(row.day, l)))) }
                (general(attempt, l))
                (super::inside::told(face, page.here.as_ref(), None, attempt))
                (super::signs::asked((&page.patient, page.emergency.as_ref(), page.here.as_ref()), face, attempt))
                @if page.is_restricted { (alert(Tone::Wait, "shield-alert", text::restricted_at_desk(l))) } @else { (fields(face, shown, attempt)) }
            }
            div.foot {
                span.sp {}
                (Button { text: act, icon: "user-check", kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "arrival", ..Button::default() })
            }
        }
    }
}

/// What became of an appointment that nobody can be checked in for.
fn outcome(face: &Face, page: &AppointmentPage, attempt: &Attempt) -> Markup {
    let (l, row) = (face.lang, &page.row);
    let walk_in = format!("/walk-in?patient={}", row.patient);
    let again = html! {
        @if face.may(Permission::CheckIn) {
            (Button { text: text::walk_in_long(l), icon: "user-plus", href: &walk_in, ..Button::default() })
        }
    };
    let said = match (row.state, row.ticket()) {
        (State::Arrived, Some(ticket)) => arrived(face, row, &ticket),
        (State::Cancelled, _) => parts::empty(
            "calendar-x",
            text::status_cancelled(l),
            row.ended_reason.as_deref().unwrap_or_default(),
            again,
        ),
        (State::NoShow, _) => {
            let both = html! { div.row.w.g2 { (change::reopen(face, page)) (again) } };
            parts::empty("user-x", text::status_absent(l), text::came_after_all(l), both)
        }
        (State::Booked, _) if row.day < face.today() => {
            parts::empty("calendar-clock", text::day_is_over(l), text::day_is_over_hint(l), again)
        }
        _ => parts::empty("calendar-check", words::status_word(Status::Booked, l), "", html! {}),
    };
    html! { section.fill { div.pb { (general(attempt, l)) } (said) } }
}

fn arrived(face: &Face, row: &DetailRow, ticket: &str) -> Markup {
    let l = face.lang;
    let at = status(row.state, row.visit_state, false, row.starts_at, face.now);
    let link = row.visit.map(|id| format!("/reception?visit={id}"));
    html! {
        div.empty {
            (parts::status(words::status_tone(at), words::status_icon(at), words::status_word(at, l)))
            b.t28.num.ink { (ticket) }
            span { (text::ticket_of(l, words::room(&row.room_name, l))) }
            @if let Some(link) = &link { (Button { text: text::show_in_queue(l), icon: "list", href: link, ..Button::default() }) }
        }
    }
}
