//! Two profiles side by side, and the merges there were.

use super::booking::{general, patient_box};
use super::words;
use crate::rules::merging::{Part, Side, agree, is_silent, offered};
use crate::rules::province;
use crate::store::Insurer;
use crate::store::merge::MergeRow;
use crate::text;
use bricks::clock::{Instant, show_day, show_instant};
use bricks::id::MergeId;
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Look, Size, Tone, alert, hidden, parts};
use ground::people::Patient;
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// One of the two, with what hangs on it.
pub struct Half {
    pub patient: Patient,
    pub visits: i64,
    pub first: Option<Instant>,
    pub last: Option<Instant>,
}

pub struct ComparePage {
    pub winner: Half,
    pub loser: Option<Half>,
    pub insurers: Vec<Insurer>,
}

pub fn compare(face: &Face, page: &ComparePage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let main = match &page.loser {
        Some(loser) => both(face, page, loser, attempt),
        None => choose(face, &page.winner.patient, attempt),
    };
    Seen { title: text::merge(l).to_owned(), room: "records", top: html! {}, main }
}

/// Which profile is the second one.
fn choose(face: &Face, winner: &Patient, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        form.scroll.sp.page.narrow.col method="get" action={ "/patients/" (winner.id) "/merge" } {
            p { (text::merge_of(l, &winner.code, &winner.name)) }
            (general(attempt, l))
            (patient_box(l, None, "/merges", "", attempt))
            div.row { (Button { text: text::compare(l), icon: "merge", look: Look::Primary, submit: true, ..Button::default() }) }
        }
    }
}

fn both(face: &Face, page: &ComparePage, loser: &Half, attempt: &Attempt) -> Markup {
    let (l, winner) = (face.lang, &page.winner);
    let is_done = loser.patient.merged_into.is_some() || winner.patient.merged_into.is_some();
    let turned = format!("/patients/{}/merge?with={}", loser.patient.id, winner.patient.id);
    html! {
        form.scroll.sp.page #merge method="post" action={ "/patients/" (winner.patient.id) "/merge" } data-guard novalidate
            data-confirm=(text::merge_confirm(l, &loser.patient.code, &winner.patient.code)) {
            (hidden("key", &face.key))
            (hidden("with", &loser.patient.id.to_string()))
            (hidden("winner_version", &winner.patient.version.to_string()))
            (hidden("loser_version", &loser.patient.version.to_string()))
            (general(attempt, l))
            @if is_done { (alert(Tone::Wait, "merge", html! { (text::merge_done(l)) " " a.lnk href="/merges" { (text::merge_see(l)) } })) }
            @else { (alert(Tone::Info, "info", text::merge_note(l, &loser.patient.code, &winner.patient.code))) }
            div.card.mt2 {
                table.tbl {
                    thead { tr {
                        th scope="col" { (text::merge_what(l)) }
                        th scope="col" { (text::merge_winner(l)) " · " span.num { (winner.patient.code) } }
                        th scope="col" { (text::merge_loser(l)) " · " span.num { (loser.patient.code) } }
                    } }
                    tbody {
                        @for part in Part::ALL { (row(page, part, loser, attempt, l)) }
                        tr { th scope="row" { (text::merge_visits(l)) } td { (visits(face, winner)) } td { (visits(face, loser)) } }
                    }
                }
            }
        }
        div.foot {
            (Button { text: text::back(l), icon: "arrow-left", href: &format!("/patients/{}/profile", winner.patient.id), ..Button::default() })
            (Button { text: text::merge_turn(l), icon: "replace", href: &turned, ..Button::default() })
            span.sp {}
            @if !is_done { (Button { text: text::merge(l), icon: "merge", kbd: "Ctrl ↵", look: Look::Primary, size: Size::Large, submit: true, form: "merge", ..Button::default() }) }
        }
    }
}

fn row(page: &ComparePage, part: Part, loser: &Half, attempt: &Attempt, l: Lang) -> Markup {
    let (w, o) = (&page.winner.patient, &loser.patient);
    let chosen = attempt.value(part.field()).and_then(Side::parse).unwrap_or_else(|| offered(part, w, o));
    let same = agree(part, w, o);
    let cell = |patient: &Patient, side: Side| {
        let shown = said(part, patient, &page.insurers, l);
        html! {
            @if same { (shown) }
            @else { label.chk { input type="radio" name=(part.field()) value=(side.code()) checked[chosen == side]; (shown) } }
        }
    };
    html! {
        tr {
            th scope="row" { (word(part, l)) }
            td { (cell(w, Side::Winner))
                @if !same && part.can_be_both() && !is_silent(part, w) && !is_silent(part, o) {
                    label.chk { input type="radio" name=(part.field()) value=(Side::Both.code()) checked[chosen == Side::Both]; (text::merge_both(l)) }
                }
            }
            td { (cell(o, Side::Loser)) }
        }
    }
}

fn visits(face: &Face, half: &Half) -> String {
    let day = |at: Option<Instant>| at.map(|at| show_day(face.who.day_of(at), face.lang)).unwrap_or_default();
    match half.visits {
        0 => "0".to_owned(),
        count => format!("{count} · {} – {}", day(half.first), day(half.last)),
    }
}

fn word(part: Part, l: Lang) -> &'static str {
    match part {
        Part::Name => text::name(l),
        Part::Sex => text::sex(l),
        Part::Birth => text::birth(l),
        Part::Phone => text::phone(l),
        Part::Email => text::email(l),
        Part::Address => text::address(l),
        Part::NationalId => text::national_id(l),
        Part::Insurance => text::insurer(l),
        Part::Guardian => text::guardian_name(l),
        Part::Allergies => text::allergies(l),
        Part::Conditions => text::conditions(l),
        Part::Reminders => text::reminders_wanted(l),
    }
}

fn said(part: Part, p: &Patient, insurers: &[Insurer], l: Lang) -> String {
    let phone = |phone: &Option<String>| phone.as_deref().map(words::phone).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let said = match part {
        Part::Name => p.name.clone(),
        Part::Sex => p.sex().word(l).to_owned(),
        Part::Birth => p.birth().show(l),
        Part::Phone => phone(&p.phone),
        Part::Email => text(&p.email),
        Part::Address => {
            let province = p.province.as_deref().and_then(province::by_code).map_or("", |p| p.name(l));
            listed(&[&p.address, province])
        }
        Part::NationalId => text(&p.national_id),
        Part::Insurance => {
            let insurer = insurers.iter().find(|i| Some(i.id) == p.insurer);
            let name = insurer.map_or("", |i| in_lang(l, &i.name_vi, &i.name_en));
            let until = p.insurance_until.map(|day| show_day(day, l)).unwrap_or_default();
            listed(&[name, p.insurance_number.as_deref().unwrap_or_default(), &until])
        }
        Part::Guardian => listed(&[p.guardian_name.as_deref().unwrap_or_default(), &phone(&p.guardian_phone)]),
        Part::Allergies if p.allergies_none => papers::safety::none_known(true, l).to_owned(),
        Part::Allergies => p.allergies.clone(),
        Part::Conditions => p.conditions.clone(),
        Part::Reminders if p.reminders_wanted => text::consent_yes(l).to_owned(),
        Part::Reminders => text::consent_no(l).to_owned(),
    };
    if said.is_empty() { text::nothing_said(l).to_owned() } else { said }
}

fn listed(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

/// What was done a moment ago.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said {
    /// The first of the list.
    pub made: bool,
    pub undone: Option<MergeId>,
}

/// The merges there were, each with the way back. `made`: the first was made a moment ago; `tried` is the undoing that was
/// refused.
pub fn merges(face: &Face, rows: &[MergeRow], said: Said, tried: &Attempt) -> Seen {
    let l = face.lang;
    let main = html! {
        div.scroll.sp.page {
            (general(tried, l))
            @if let Some(row) = rows.first().filter(|row| said.made && row.undone_at.is_none()) {
                (alert(Tone::Ok, "circle-check", text::merge_made(l, &row.loser_code, &row.winner_code)))
            }
            @if let Some(row) = rows.iter().find(|row| said.undone == Some(row.id) && row.undone_at.is_some()) {
                (alert(Tone::Ok, "circle-check", text::merge_taken_apart(l, &row.loser_code, &row.winner_code)))
            }
            @if rows.is_empty() { (parts::empty("merge", text::merges_none(l), text::merges_none_hint(l), html! {})) } @else {
                div.card {
                    table.tbl {
                        thead { tr {
                            th scope="col" { (text::merge_winner(l)) } th scope="col" { (text::merge_loser(l)) }
                            th scope="col" { (text::merge_when(l)) } th scope="col" { (text::merge_state(l)) }
                        } }
                        tbody { @for row in rows { (one(face, row)) } }
                    }
                }
            }
        }
    };
    Seen { title: text::merges(l).to_owned(), room: "records", top: html! {}, main }
}

fn one(face: &Face, row: &MergeRow) -> Markup {
    let l = face.lang;
    let person = |name: &str, code: &str| html! { b { (name) } " " span.mut.num.nw { (code) } };
    let undo = format!("/merges/{}/reversal", row.id);
    html! {
        tr {
            td { a.ink href={ "/patients/" (row.winner) "/profile" } { (person(&row.winner_name, &row.winner_code)) } }
            td { (person(&row.loser_name, &row.loser_code)) }
            td.num { (show_instant(row.merged_at, face.zone(), l)) " · " (row.merged_by) }
            td {
                @match row.undone_at.zip(row.undone_by.as_deref()) {
                    Some((at, by)) => (parts::status(Tone::Mute, "undo-2", text::merge_undone(l, by, show_instant(at, face.zone(), l)))),
                    None => form method="post" action=(undo) data-guard data-confirm=(text::merge_undo_confirm(l, &row.loser_code, &row.winner_code)) {
                        (hidden("key", &face.key))
                        (Button { text: text::merge_undo(l), icon: "undo-2", submit: true, size: Size::Small, ..Button::default() })
                    },
                }
            }
        }
    }
}
