//! The scanner's field, and what is said when it leads nowhere.

use super::ROOM;
use crate::text;
use ground::access::Permission;
use ground::html::{Attempt, Button, Field, Kind, Look, Size, field, hidden, icon, parts};
use ground::people::Hit;
use ground::web::{Face, Seen, percent};
use maud::{Markup, html};

/// The field in the top bar of the reception's pages.
pub fn scan_box(face: &Face) -> Markup {
    let l = face.lang;
    html! {
        @if face.may(Permission::CheckIn) {
            form.row.g1 method="post" action="/scan" novalidate {
                (hidden("key", &face.key))
                label.vh for="scan" { (text::scan(l)) }
                span.ig.sm {
                    (icon("scan-line"))
                    input.in.sm #scan type="text" name="scan" placeholder=(text::scan_placeholder(l)) autocomplete="off" data-scan;
                    kbd { "F2" }
                }
            }
        }
    }
}

/// What was found for a text that is no single patient's.
pub struct ScanPage {
    pub typed: String,
    pub hits: Vec<Hit>,
}

pub fn scan_page(face: &Face, page: &ScanPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let scan = Field {
        name: "scan",
        id: "scan-again",
        label: text::scan(l),
        kind: Kind::Scan,
        hint: text::scan_hint(l),
        required: true,
        autofocus: true,
        autocomplete: "off",
        ..Field::default()
    };
    let new = format!("/patients/new?name={}", percent(&page.typed));
    let main = html! {
        div.scroll.sp.page.narrow {
            form.col method="post" action="/scan" novalidate {
                (hidden("key", &face.key))
                (field(scan, attempt, l))
                div.row { (Button { text: text::scan_go(l), icon: "arrow-right", look: Look::Primary, submit: true, ..Button::default() }) }
            }
            @if !page.hits.is_empty() {
                section.card.mt2 aria-labelledby="hits-h" {
                    (parts::card_header("hits-h", text::scan_several(l), html! {}))
                    ul { @for hit in &page.hits { (choice(face, hit)) } }
                }
            }
            @if face.may(Permission::EditPatients) && attempt.was_sent() {
                p.mt2 { (Button { text: text::create_patient(l), icon: "user-plus", href: &new, size: Size::Small, ..Button::default() }) }
            }
        }
    };
    Seen { title: text::scan(l).to_owned(), room: ROOM, top: html! {}, main }
}

/// Its button sends the patient's code, as if that had been scanned.
fn choice(face: &Face, hit: &Hit) -> Markup {
    html! {
        li.li {
            (super::search::patient(face, hit, ""))
            form method="post" action="/scan" novalidate {
                (hidden("key", &face.key))
                (hidden("scan", &hit.code))
                (Button { text: text::take_this_one(face.lang), submit: true, size: Size::Small, look: Look::Soft, ..Button::default() })
            }
        }
    }
}
