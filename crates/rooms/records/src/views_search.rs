//! What was found inside one record.

use crate::history::Top;
use crate::rules::Show;
use crate::search::{HITS_MAX, Hit, hits};
use crate::store::search::TextRow;
use crate::text;
use crate::views_frame::{self, Tab};
use bricks::clock::show_day;
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
    let (l, visit) = (face.lang, hit.row.visit);
    let (icon_name, word) = match Show::of(&hit.row.kind) {
        Show::Tests => ("flask-conical", text::part_tests(l)),
        Show::Prescriptions => ("pill", text::part_prescriptions(l)),
        _ => ("stethoscope", text::part_visits(l)),
    };
    html! {
        a.li.at href={ "/patients/" (top.patient.id) "?from=" (visit) "#visit-" (visit) } {
            span.num.nw.b { (show_day(face.zone().day_of(hit.row.at), l)) }
            span title=(word) { (icon(icon_name)) span.vh { (word) } }
            span.grow { @for piece in &hit.pieces { @if piece.found { mark { (piece.text) } } @else { (piece.text) } } }
        }
    }
}
