//! Bookings from the website that wait for the desk.

use crate::store::{RequestRow, titled};
use crate::text;
use bricks::clock::{show_day, show_instant, show_time, weekday_name};
use bricks::id::AppointmentId;
use bricks::phone::Phone;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Look, Size, Tone, field, general_error, hidden, parts, post_form};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The rail's room in which the page stands.
const ROOM: &str = "reception";

/// `refused`: the request whose form was refused.
pub fn page(face: &Face, rows: &[RequestRow], refused: Option<AppointmentId>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! { div.page { (list(face, rows, refused, attempt)) } };
    let top = html! { (Button { text: text::to_diary(l), icon: "arrow-left", href: "/reception", size: Size::Small, ..Button::default() }) };
    Seen { title: text::requests(l).to_owned(), room: ROOM, top, main }
}

/// The part that keeps itself up to date.
pub fn list(face: &Face, rows: &[RequestRow], refused: Option<AppointmentId>, attempt: &Attempt) -> Markup {
    let (l, none) = (face.lang, Attempt::none());
    html! {
        section.card #requests aria-labelledby="requests-h" data-live="diary" data-src="/website/requests/list" {
            (parts::card_header("requests-h", text::requests(l), parts::badge(Tone::Wait, rows.len())))
            @if attempt.refusal.as_ref().is_some_and(|refusal| refusal.fields.is_empty()) { div.cb { (general_error(attempt, l)) } }
            @if rows.is_empty() { (parts::empty("calendar-check", text::no_requests(l), text::no_requests_hint(l), html! {})) }
            @else { ul.cb.col.g3 { @for row in rows { (request(face, row, if refused == Some(row.id) { attempt } else { &none })) } } }
        }
    }
}

fn request(face: &Face, row: &RequestRow, attempt: &Attempt) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    let day = zone.day_of(row.starts_at);
    let phone = row.phone.as_deref().map(|p| Phone::parse(p).map_or_else(|_| p.to_owned(), |p| p.show()));
    html! {
        li.row.at.w.g3 {
            div.grow {
                p.row.w.g2 {
                    b { (show_time(row.starts_at, zone)) ", " (weekday_name(day, l)) " " (show_day(day, l)) }
                    span.mut { (text::minutes(l, row.duration_minutes)) }
                    (parts::status(Tone::Wait, "calendar-clock", text::status_asked(l)))
                }
                p.row.w.g2 {
                    a.lnk href={ "/appointments/" (row.id) } { (row.patient_name) }
                    span.mut.num { (row.patient_code) }
                    @if let Some(phone) = &phone { span.num { (phone) } }
                    @if row.is_new { (parts::status(Tone::Info, "user-plus", text::status_unverified(l))) }
                }
                p.sub { (titled(&row.doctor_title, &row.doctor_name)) " · " (in_lang(l, &row.service_vi, &row.service_en)) }
                @if !row.note.is_empty() { p { (row.note) } }
                p.mut.sm { (text::asked_at(l, show_instant(row.created_at, zone, l))) }
            }
            @if face.may(Permission::Book) { (answers(face, row, attempt)) }
        }
    }
}

fn answers(face: &Face, row: &RequestRow, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let id = format!("f-reason-{}", row.id);
    let reason = Field {
        name: "reason",
        label: text::decline_reason(l),
        id: &id,
        required: true,
        maxlength: 200,
        ..Field::default()
    };
    let is_refused = attempt.refusal.is_some();
    html! {
        div.col.g2 {
            (post_form(&format!("/website/requests/{}/acceptance", row.id), &face.key, html! {
                (Button { text: text::accept(l), icon: "check", look: Look::Soft, submit: true, block: true, ..Button::default() })
            }))
            details open[is_refused] {
                summary.mut { (text::decline(l)) }
                // The browser would ask in its own language, and in a bubble.
                form.col method="post" action={ "/website/requests/" (row.id) "/decline" } data-guard novalidate {
                    (hidden("key", &face.key))
                    (field(reason, attempt, l))
                    (Button { text: text::decline(l), icon: "calendar-x", look: Look::Danger, submit: true, ..Button::default() })
                }
            }
        }
    }
}
