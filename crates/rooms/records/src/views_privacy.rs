//! Who saw a record.

use crate::history::Top;
use crate::store::privacy::{READERS_PER_PAGE, ReaderRow};
use crate::store::requests::{RequestRow, Restriction};
use crate::text;
use crate::views_frame::{self, Tab};
use crate::views_requests;
use bricks::clock::show_instant;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{Attempt, Button, Tone, icon, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};

macro_rules! readings {
    ($($code:literal => $words:ident),* $(,)?) => {
        /// What somebody looked at; the act's own name where it has no words.
        fn reading(l: Lang, code: &str) -> &str {
            match code {
                $($code => text::$words(l),)*
                other => other,
            }
        }
    };
}

readings! {
    "export_record" => reading_export,
    "open_record" => reading_opened,
    "print_prescription" => reading_prescription_paper,
    "export_einvoice" => reading_receipt_paper,
    "print_receipt" => reading_receipt_paper,
    "print_summary" => reading_summary,
    "print_ticket" => reading_ticket,
    "print_certificate" => reading_certificate,
    "read_bill" => reading_bill,
    "read_chart" => reading_chart,
    "read_image" => reading_image,
    "read_order" => reading_order,
    "read_prescription" => reading_prescription,
    "read_profile" => reading_profile,
    "read_readers" => reading_readers,
    "read_receipt" => reading_receipt,
    "read_record" => reading_record,
    "read_vitals" => reading_vitals,
}

/// What the page shows.
pub struct Privacy {
    pub top: Top,
    pub readers: Vec<ReaderRow>,
    pub requests: Vec<RequestRow>,
    pub restriction: Option<Restriction>,
}

/// The whole page.
pub fn page(face: &Face, of: &Privacy, attempt: &Attempt) -> Seen {
    let (l, top) = (face.lang, &of.top);
    let body = html! {
        div.pat.wide {
            div.scroll tabindex="0" role="region" aria-labelledby="readers" { (readers_card(face, top, &of.readers)) }
            div.scroll tabindex="-1" {
                div.col {
                    @if let Some(restriction) = &of.restriction { (views_requests::restricted(face, top, restriction, attempt)) }
                    @if face.may(Permission::SeeRecord) {
                        section.card {
                            div.cb.row.w {
                                (Button { text: text::past_title(l), icon: "history", href: &format!("/patients/{}/at", top.patient.id), ..Button::default() })
                                @if face.may(Permission::ExportRecord) {
                                    a.btn href={ "/patients/" (top.patient.id) "/export" } download { (icon("download")) (text::export(l)) }
                                }
                            }
                        }
                    }
                    (views_requests::of_patient(face, top, &of.requests, attempt))
                }
            }
        }
    };
    views_frame::page(face, top, Tab::Privacy, &body)
}

fn readers_card(face: &Face, top: &Top, readers: &[ReaderRow]) -> Markup {
    let l = face.lang;
    let last = readers.get(READERS_PER_PAGE - 1).filter(|_| readers.len() > READERS_PER_PAGE);
    html! {
        section.card aria-labelledby="readers" {
            (parts::card_header("readers", text::readers_title(l), html! { span.sub.sm { (text::readers_hint(l)) } }))
            @if readers.is_empty() { (parts::empty("eye-off", text::readers_none(l), "", html! {})) }
            @else { table.tbl {
                thead { tr { th { (text::readers_when(l)) } th { (text::readers_who(l)) } th { (text::readers_what(l)) } th { (text::readers_why(l)) } } }
                tbody { @for row in readers.iter().take(READERS_PER_PAGE) { (reader(face, top, row)) } }
            } }
            @if let Some(last) = last {
                div.cf.row { span.sp {} (Button { text: text::readers_earlier(l), icon: "chevron-down", href: &format!("/patients/{}/privacy?before={}", top.patient.id, last.id), ..Button::default() }) span.sp {} }
            }
        }
    }
}

fn reader(face: &Face, top: &Top, row: &ReaderRow) -> Markup {
    let l = face.lang;
    let name = format!("{} {}", row.title.as_deref().unwrap_or_default(), row.name.as_deref().unwrap_or_default());
    html! {
        tr {
            td.num.nw { (show_instant(row.at, face.zone(), l)) }
            td { b { (name.trim()) } @if row.branch != top.patient.branch { " " (parts::badge(Tone::Wait, text::readers_other_branch(l))) } }
            td { @if row.act == "knock_record" { (parts::status(Tone::Wait, "lock", text::reading_knocked(l))) } @else { (reading(l, &row.act)) } }
            td.sub { @if !row.detail.is_empty() { (parts::status(Tone::Bad, "shield-alert", text::readers_opened(l))) " " (row.detail) } }
        }
    }
}
