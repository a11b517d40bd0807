//! Sessions of the last days, and the sealed slip of one.

use super::store::Session;
use super::views::tabs;
use super::wish::Wish;
use super::{BANK, drawer_name, slip as paper, views_wish};
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{show_day, show_instant, show_time};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::html::parts::{card_header, empty, facts, status};
use ground::html::{Attempt, Button, Look, Tone};
use ground::web::Face;
use maud::{Markup, html};
use papers::cash::Slip;

/// The list of sessions.
pub fn list(face: &Face, sessions: &[Session], wishes: &[Wish], attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        div.page {
            (tabs(face, "/cashier/sessions"))
            (refused_whole(attempt, l))
            (views_wish::card(face, wishes))
            section.card #sessions aria-labelledby="sessions-h" data-live="cashier" data-src="/cashier/sessions" {
                (card_header("sessions-h", text::sessions(l), html! {}))
                @if sessions.is_empty() { (empty("coins", text::sessions_none(l), "", html! {})) } @else { (table(face, sessions)) }
            }
        }
    }
}

fn table(face: &Face, sessions: &[Session]) -> Markup {
    let l = face.lang;
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::slip_cashier(l)) }
                th scope="col" { (text::slip_drawer(l)) }
                th scope="col" { (text::slip_opened(l)) }
                th scope="col" { (text::slip_closed(l)) }
                th.r scope="col" { (text::slip_expected(l)) }
                th.r scope="col" { (text::slip_counted(l)) }
                th scope="col" { (text::slip_difference(l)) }
            } }
            tbody { @for session in sessions { (row(face, session)) } }
        }
    }
}

fn row(face: &Face, session: &Session) -> Markup {
    let l = face.lang;
    let shown = |amount: Option<Money>| amount.map(|amount| amount.show(l)).unwrap_or_default();
    html! {
        tr {
            td { a.b href={ "/cashier/sessions/" (session.id) } { (session.cashier) } }
            td { (drawer_name(l, session.drawer)) }
            td.num { (show_instant(session.opened_at, face.zone(), l)) }
            td.num { @if let Some(at) = session.closed_at { (show_time(at, face.zone())) } @else { (status(Tone::Ok, "lock-open", text::session_open(l))) } }
            td.r.num { (shown(session.expected)) }
            td.r.num { (shown(session.counted)) }
            td { (difference(l, session.counted.zip(session.expected).and_then(|(c, e)| c.sub(e)))) }
        }
    }
}

/// Exact, missing or too much.
fn difference(l: Lang, off: Option<Money>) -> Markup {
    match off {
        None => html! {},
        Some(off) if off.is_zero() => status(Tone::Ok, "check", text::count_exact(l)),
        Some(off) if off.is_negative() => {
            status(Tone::Bad, "triangle-alert", html! { (text::slip_short(l)) " " (off.neg().unwrap_or(off).show(l)) })
        }
        Some(off) => status(Tone::Wait, "circle-alert", html! { (text::slip_over(l)) " " (off.show(l)) }),
    }
}

/// The page of one session: its slip, or that it is open.
pub fn page(face: &Face, session: &Session, slip: Option<&Slip>) -> Markup {
    let l = face.lang;
    let title = format!("{} · {}", session.cashier, show_day(session.day, l));
    html! {
        div.page.narrow {
            (tabs(face, "/cashier/sessions"))
            section.card aria-labelledby="session-h" {
                (card_header("session-h", &title, difference(l, slip.map(Slip::difference))))
                @match slip {
                    Some(slip) => (sealed(face, session, slip)),
                    None if session.drawer == BANK => { (empty("landmark", text::session_open(l), text::session_bank_hint(l), html! {})) }
                    None => { (empty("lock-open", text::session_open(l), text::session_open_hint(l), html! {})) }
                }
            }
        }
    }
}

fn sealed(face: &Face, session: &Session, slip: &Slip) -> Markup {
    let l = face.lang;
    let shown = paper::paper(slip, l, face.zone());
    let blocks = shown.get("blocks").and_then(|b| b.as_array()).cloned().unwrap_or_default();
    let print = |size: &str| format!("/cashier/sessions/{}/slip?size={size}", session.id);
    html! {
        div.cb.col.g3 {
            (facts([
                (text::slip_opened(l), show_instant(slip.opened_at, face.zone(), l)),
                (text::slip_closed(l), show_instant(slip.closed_at, face.zone(), l)),
            ]))
            @for block in &blocks { (block_of(block)) }
            @if !slip.explanation.is_empty() { p { b { (text::slip_explanation(l)) ": " } (slip.explanation) } }
            @if !slip.agreed_by.is_empty() { p { (text::slip_agreed(l, &slip.agreed_by)) } }
            @if let Some(chain) = paper::chain(slip, l) { p.mut.sm { code { (chain) } } }
            div.row.w {
                a.btn.p href=(print("80mm")) target="_blank" rel="noopener" { (ground::html::icon("printer")) (text::print_80(l)) }
                a.btn href=(print("a4")) target="_blank" rel="noopener" { (ground::html::icon("printer")) (text::print_a4(l)) }
                (Button { text: text::back_to_queue(l), href: "/cashier", look: Look::Ghost, ..Button::default() })
            }
        }
    }
}

/// A block of the slip, as the paper has it.
fn block_of(block: &serde_json::Value) -> Markup {
    let word =
        |value: &serde_json::Value, at: usize| value.get(at).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let rows = block.get("rows").and_then(|r| r.as_array()).cloned().unwrap_or_default();
    html! {
        @if !rows.is_empty() {
            div {
                h3.sec { (block.get("title").and_then(|t| t.as_str()).unwrap_or_default()) }
                dl.tot.plain {
                    @for row in &rows {
                        @if row.get(2).and_then(serde_json::Value::as_bool) == Some(true) { dt.b { (word(row, 0)) } dd.b { (word(row, 1)) } }
                        @else { dt.sub { (word(row, 0)) } dd { (word(row, 1)) } }
                    }
                }
            }
        }
    }
}
