//! What the clinic has to answer and to look at: requests about data, and records that were opened without access.

use crate::store::requests::RequestRow;
use crate::{text, views_requests};
use bricks::clock::{show_instant, show_time};
use ground::html::{Attempt, Button, Field, Size, Tone, field, general_error, parts, post_form};
use ground::people::opening::{Barrier, OpeningRow};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What has to be looked at and answered.
pub struct Duties {
    pub openings: Vec<OpeningRow>,
    pub open: Vec<RequestRow>,
    pub decided: Vec<RequestRow>,
    /// Within how many days a request is answered.
    pub days: i64,
}

/// The whole page.
pub fn page(face: &Face, of: &Duties, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.page.sp.scroll tabindex="0" role="region" aria-label=(text::review_title(l)) {
            div.col {
                (general_error(attempt, l))
                (views_requests::of_clinic(face, &of.open, &of.decided, of.days, attempt))
                (openings(face, &of.openings))
            }
        }
    };
    Seen { title: text::review_title(l).to_owned(), room: "records", top: html! {}, main }
}

fn openings(face: &Face, rows: &[OpeningRow]) -> Markup {
    let l = face.lang;
    let open = rows.iter().filter(|row| row.reviewed_at.is_none()).count();
    html! {
        section.card aria-labelledby="openings" {
            (parts::card_header("openings", text::openings_title(l), parts::badge(if open > 0 { Tone::Wait } else { Tone::Mute }, text::openings_open(l, i64::try_from(open).unwrap_or(0)))))
            @if rows.is_empty() { (parts::empty("shield-check", text::openings_none(l), "", html! {})) }
            @else {
                table.tbl {
                    thead { tr { th { (text::readers_when(l)) } th { (text::readers_who(l)) } th { (text::openings_patient(l)) } th { (text::readers_why(l)) } th { (text::openings_review(l)) } } }
                    tbody { @for row in rows { (opening(face, row)) } }
                }
            }
        }
    }
}

fn opening(face: &Face, row: &OpeningRow) -> Markup {
    let (l, zone) = (face.lang, face.zone());
    html! {
        tr {
            td.num.nw { (show_instant(row.opened_at, zone, l)) "–" (show_time(row.ends_at, zone)) }
            td { b { (row.staff_name) } }
            td.nw { a.lnk href={ "/patients/" (row.patient) "/privacy" } { (row.patient_name) } br; span.mut.sm { (row.patient_code) } }
            td { (row.reason) br; span.mut.sm { (why(face, row.why)) } }
            td { (reviewed(face, row)) }
        }
    }
}

/// What stood between them and the record.
fn why(face: &Face, barrier: Barrier) -> &'static str {
    let l = face.lang;
    match barrier {
        Barrier::Role => text::why_role(l),
        Barrier::Branch => text::why_branch(l),
        Barrier::Restricted => text::why_restricted(l),
    }
}

fn reviewed(face: &Face, row: &OpeningRow) -> Markup {
    let l = face.lang;
    let (id, field_id) = (row.id, format!("review-{}", row.id));
    html! {
        @if let (Some(at), Some(by)) = (row.reviewed_at, &row.reviewed_by) {
            (parts::status(Tone::Ok, "check", text::openings_reviewed(l)))
            div.sub.sm { (by) " · " (show_instant(at, face.zone(), l)) @if !row.review.is_empty() { br; (row.review) } }
        } @else if row.staff == face.who.staff {
            (parts::status(Tone::Wait, "hourglass", text::openings_by_another(l)))
        } @else {
            (post_form(&format!("/privacy/openings/{id}/review"), &face.key, html! {
                div.row.at {
                    div.grow { (field(Field { name: "review", id: &field_id, label: text::openings_words(l), maxlength: 300, autocomplete: "off", ..Field::default() }, &Attempt::none(), l)) }
                    (Button { text: text::openings_mark(l), icon: "check", size: Size::Small, submit: true, ..Button::default() })
                }
            }))
        }
    }
}
