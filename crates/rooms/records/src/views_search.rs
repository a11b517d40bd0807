//! What was found inside one record.

use crate::history::Top;
use crate::rules::Show;
use crate::search::{HITS_MAX, Hit, hits};
use crate::store::search::TextRow;
use crate::text;
use crate::views_frame::{self, Tab};
use bricks::clock::show_day;
use bricks::lang::Lang;
use ground::html::{icon, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The field that looks inside the record.
pub fn field(face: &Face, top: &Top, q: &str) -> Markup {
    let l = face.lang;
    html! {
        form.ig.sm.push role="search" method="get" action={ "/patients/" (top.patient.id) } {
            (icon("search"))
            input.in #inside name="q" type="search" value=(q) maxlength="80" autocomplete="off" aria-label=(text::search_inside(l)) placeholder=(text::search_inside(l));
        }
    }
}

/// The whole page.
pub fn page(face: &Face, top: &Top, texts: &[TextRow], q: &str) -> Seen {
    let l = face.lang;
    let found = hits(texts, q, l);
    let count = i64::try_from(found.len().min(HITS_MAX)).unwrap_or(0);
    let title = if found.len() > HITS_MAX { text::search_many(l, count) } else { text::search_found(l, count) };
    let body = html! {
        div.page.sp.scroll tabindex="0" role="region" aria-labelledby="found" {
            section.card aria-labelledby="found" {
                div.ch {
                    h2 #found { (title) }
                    span.sp {}
                    (field(face, top, q))
                    a.btn.sm.g href={ "/patients/" (top.patient.id) } { (text::search_all(l)) }
                }
                @if found.is_empty() { (parts::empty("search", text::search_nothing(l), text::search_hint(l), html! {})) }
                @for hit in found.iter().take(HITS_MAX) { (row(face, top, hit)) }
            }
        }
    };
    views_frame::page(face, top, Tab::Show(Show::All), &body)
}

fn row(face: &Face, top: &Top, hit: &Hit<'_>) -> Markup {
    let l = face.lang;
    let (icon_name, word) = kind(l, &hit.row.kind);
    html! {
        a.li.at href=(way(top, hit.row)) {
            span.num.nw.b { (show_day(face.zone().day_of(hit.row.at), l)) }
            span title=(word) { (icon(icon_name)) span.vh { (word) } }
            span.grow { @for piece in &hit.pieces { @if piece.found { mark { (piece.text) } } @else { (piece.text) } } }
        }
    }
}

/// The icon and the word of the part in which a hit stands.
fn kind(l: Lang, code: &str) -> (&'static str, &'static str) {
    match code {
        "tests" | "cancelled" => ("flask-conical", text::part_tests(l)),
        "images" => ("image", text::part_images(l)),
        "prescriptions" => ("pill", text::part_prescriptions(l)),
        "vaccinations" => ("syringe", text::part_vaccinations(l)),
        "certificates" => ("file-text", text::part_certificates(l)),
        "payments" => ("receipt", text::part_payments(l)),
        "appointments" | "coming" => ("calendar-days", text::part_appointments(l)),
        "messages" => ("message-circle", text::part_messages(l)),
        "background" => ("heart-pulse", text::part_background(l)),
        _ => ("stethoscope", text::part_visits(l)),
    }
}

/// Where in the record a hit stands: the part that shows it, from its row on.
fn way(top: &Top, row: &TextRow) -> String {
    let (patient, id) = (top.patient.id, row.id);
    let in_part = |anchor: &str| {
        let from = row.visit.map(|visit| format!("&from={visit}")).unwrap_or_default();
        format!("/patients/{patient}?show={}{from}#{anchor}-{id}", row.kind)
    };
    match row.kind.as_str() {
        "tests" | "vaccinations" => in_part("order"),
        "cancelled" => {
            let from = row.visit.map(|visit| format!("?from={visit}")).unwrap_or_default();
            format!("/patients/{patient}{from}#order-{id}")
        }
        "prescriptions" => in_part("line"),
        "certificates" => in_part("certificate"),
        "payments" => in_part("receipt"),
        "images" => in_part("visit"),
        "coming" => format!("/patients/{patient}?show=appointments#coming-{id}"),
        // A page begins behind its cursor.
        "appointments" | "messages" => {
            let behind = id.saturating_add(1);
            format!("/patients/{patient}?show={}&at={}&id={behind}#row-{id}", row.kind, row.at.millis())
        }
        "background" => format!("/patients/{patient}/background"),
        _ => format!("/patients/{patient}?from={id}#visit-{id}"),
    }
}
