//! Requests about a patient's data: on the patient's page about privacy, and the clinic's list of what is due.

use crate::acts_requests::DAYS_USUAL;
use crate::history::Top;
use crate::store::requests::{Decision, Kind, RequestRow, Restriction};
use crate::text;
use bricks::clock::{Day, days_between, show_day, show_instant};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind as Input, Look, Size, Tone, alert, field, hidden, parts, post_form, select, textarea,
};
use ground::web::Face;
use maud::{Markup, html};

const SOON_DAYS: i64 = 2;

pub fn kind(l: Lang, of: Kind) -> &'static str {
    match of {
        Kind::See => text::request_see(l),
        Kind::Copy => text::request_copy(l),
        Kind::Correct => text::request_correct(l),
        Kind::Erase => text::request_erase(l),
        Kind::Restrict => text::request_restrict(l),
        Kind::Withdraw => text::request_withdraw(l),
    }
}

fn decision(l: Lang, of: Decision) -> Markup {
    match of {
        Decision::Granted => parts::status(Tone::Ok, "check", text::decision_granted(l)),
        Decision::Refused => parts::status(Tone::Bad, "circle-x", text::decision_refused(l)),
        Decision::Restricted => parts::status(Tone::Wait, "lock", text::decision_restricted(l)),
    }
}

/// How long there is still time.
fn due(face: &Face, on: Day) -> Markup {
    let (l, left) = (face.lang, days_between(face.today(), on));
    html! {
        span.num.nw { (show_day(on, l)) } " "
        @if left < 0 { (parts::status(Tone::Bad, "clock-alert", text::due_over(l, -left))) }
        @else if left <= SOON_DAYS { (parts::status(Tone::Wait, "clock-alert", text::due_soon(l, left))) }
    }
}

/// The card on the patient's page: what was asked, and the form to register more.
pub fn of_patient(face: &Face, top: &Top, rows: &[RequestRow], attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="requests" {
            (parts::card_header("requests", text::requests_title(l), html! {}))
            @if rows.is_empty() { div.cb.mut { (text::requests_none(l)) } }
            @for row in rows { (item(face, row)) }
            @if face.may(Permission::HandleRequests) { div.cf { (register_form(face, top, attempt)) } }
        }
    }
}

fn item(face: &Face, row: &RequestRow) -> Markup {
    let l = face.lang;
    html! {
        div.li.at {
            span.grow.snug {
                b { (kind(l, row.kind)) } " " span.sub { (row.asked_by) " · " (show_day(row.received_on, l)) }
                @if !row.words.is_empty() { br; span.sm { (row.words) } }
                @if let Some(at) = row.decided_at { br; span.sm.sub { (row.decision_reason) " · " (row.decided_by.as_deref().unwrap_or_default()) " · " (show_instant(at, face.zone(), l)) } }
            }
            @match row.decision {
                Some(made) => { (decision(l, made)) }
                None => { span.r { (due(face, row.due_on)) } }
            }
        }
    }
}

fn register_form(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let kinds = Kind::ALL.iter().map(|k| (k.code(), kind(l, *k)));
    let today = bricks::clock::iso_day(face.today());
    let name = top.patient.guardian_name.as_deref().unwrap_or(&top.patient.name);
    post_form(
        &format!("/patients/{}/requests", top.patient.id),
        &face.key,
        html! {
            (select(Field { name: "kind", label: text::request_kind(l), ..Field::default() }, kinds, attempt, l))
            (field(Field { name: "asked_by", label: text::request_by(l), value: name, required: true, maxlength: 120, autocomplete: "off", ..Field::default() }, attempt, l))
            (textarea(Field { name: "words", label: text::request_words(l), maxlength: 1000, rows: 2, ..Field::default() }, attempt, l))
            div.grid2 {
                (field(Field { name: "received_on", label: text::request_received(l), kind: Input::Date, value: &today, ..Field::default() }, attempt, l))
                (field(Field { name: "due_on", label: text::request_due(l), kind: Input::Date, hint: text::request_due_hint(l), ..Field::default() }, attempt, l))
            }
            div.row { span.sp {} (Button { text: text::request_register(l), icon: "plus", submit: true, ..Button::default() }) }
        },
    )
}

/// Says that a record is restricted, and lifts that.
pub fn restricted(face: &Face, top: &Top, of: &Restriction, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let said = text::restricted_since(l, &of.by, &of.reason, show_instant(of.at, face.zone(), l));
    html! {
        section.card aria-labelledby="restriction" {
            (parts::card_header("restriction", text::restriction_title(l), html! {}))
            div.cb.col {
                (alert(Tone::Wait, "lock", said))
                @if face.may(Permission::HandleRequests) {
                    (post_form(&format!("/patients/{}/restriction/lift", top.patient.id), &face.key, html! {
                        (field(Field { name: "lift_reason", label: text::restriction_lift_reason(l), required: true, maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l))
                        div.row { span.sp {} (Button { text: text::restriction_lift(l), icon: "lock-open", size: Size::Small, submit: true, ..Button::default() }) }
                    }))
                }
            }
        }
    }
}

/// The clinic's list: what is due, and how the latest were answered.
pub fn of_clinic(face: &Face, open: &[RequestRow], decided: &[RequestRow], days: i64, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let late = open.iter().filter(|r| days_between(face.today(), r.due_on) <= SOON_DAYS).count();
    let tone = if late > 0 { Tone::Bad } else { Tone::Mute };
    html! {
        section.card aria-labelledby="due" {
            (parts::card_header("due", text::requests_open(l), parts::badge(tone, text::requests_urgent(l, i64::try_from(late).unwrap_or(0)))))
            @if open.is_empty() { (parts::empty("file-check", text::requests_all_done(l), "", html! {})) }
            @for row in open { (to_decide(face, row, attempt)) }
            @for row in decided { (with_patient(face, row)) }
            div.cf { (days_form(face, days, attempt)) }
        }
    }
}

fn with_patient(face: &Face, row: &RequestRow) -> Markup {
    let l = face.lang;
    html! {
        div.li.at {
            span.grow.snug {
                a.lnk.b href={ "/patients/" (row.patient) "/privacy" } { (row.patient_name) } " " span.mut.sm { (row.patient_code) }
                br; b.sm { (kind(l, row.kind)) } " " span.sub.sm { (row.asked_by) " · " (show_day(row.received_on, l)) }
                @if !row.words.is_empty() { br; span.sm { (row.words) } }
                @if row.decision.is_some() { br; span.sm.sub { (row.decision_reason) " · " (row.decided_by.as_deref().unwrap_or_default()) } }
            }
            @match row.decision { Some(made) => { (decision(l, made)) } None => { span.r { (due(face, row.due_on)) } } }
        }
    }
}

fn to_decide(face: &Face, row: &RequestRow, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let none = Attempt::none();
    let attempt = if attempt.has("request", &row.id.to_string()) { attempt } else { &none };
    let offered = Decision::ALL.iter().filter(|d| crate::acts_requests::fits(row.kind, **d, 0).is_ok());
    let options = offered.map(|d| {
        (
            d.code(),
            match d {
                Decision::Granted => text::decide_grant(l),
                Decision::Refused => text::decide_refuse(l),
                Decision::Restricted => text::decide_restrict(l),
            },
        )
    });
    let (decision_id, reason_id) = (format!("decision-{}", row.id), format!("reason-{}", row.id));
    html! {
        (with_patient(face, row))
        div.strip {
            (post_form(&format!("/privacy/requests/{}/decision", row.id), &face.key, html! {
                (hidden("request", &row.id.to_string()))
                div.row.at.w {
                    (select(Field { name: "decision", id: &decision_id, label: text::decide(l), ..Field::default() }, options, attempt, l))
                    div.grow { (field(Field { name: "reason", id: &reason_id, label: text::decide_reason(l), required: true, maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l)) }
                }
                div.row { span.sp {} (Button { text: text::decide_do(l), icon: "check", look: Look::Soft, size: Size::Small, submit: true, ..Button::default() }) }
            }))
        }
    }
}

fn days_form(face: &Face, days: i64, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let value = days.to_string();
    let hint = text::days_hint(l, DAYS_USUAL);
    post_form(
        "/privacy/days",
        &face.key,
        html! {
            div.row.at {
                (field(Field { name: "days", label: text::days_label(l), kind: Input::Number, value: &value, maxlength: 2, hint: &hint, ..Field::default() }, attempt, l))
                (Button { text: text::save(l), icon: "save", size: Size::Small, submit: true, ..Button::default() })
            }
        },
    )
}
