//! The table of a laboratory result: one row an analyte, to be filled in or to be read.

use crate::acts::{fingerprint, read_one};
use crate::load::{Measured, OrderPage};
use crate::rules::{bar, flag_chip, flag_of_typed, show_range, show_value};
use crate::store::Earlier;
use crate::text;
use bricks::age::show_age;
use bricks::clock::Instant;
use bricks::lang::Lang;
use ground::catalog::measured_unit;
use ground::html::{Attempt, Tone, alert, icon, icon_small};
use ground::people::Sex;
use ground::web::Face;
use maud::{Markup, html};
use papers::order::{Flag, NEGATIVE, POSITIVE, ValueKind};

/// The table; with an attempt it has inputs.
pub fn table(face: &Face, page: &OrderPage, attempt: Option<&Attempt>) -> Markup {
    let l = face.lang;
    html! {
        table.tbl.labt {
            thead {
                tr {
                    th { (text::col_analyte(l)) }
                    th.r { (text::col_value(l)) }
                    th { (text::col_unit(l)) }
                    th { (range_for(face, page)) }
                    th { span.vh { (text::col_position(l)) } }
                    th.c { (text::col_flag(l)) }
                    th.r { (text::col_before(l)) }
                }
            }
            tbody { @for (index, analyte) in page.analytes.iter().enumerate() { (row(face, page, analyte, attempt, index == 0)) (error_row(l, analyte, attempt)) } }
        }
    }
}

/// Whose range it is: `nam · 47 tuổi`.
fn range_for(face: &Face, page: &OrderPage) -> String {
    let (l, head) = (face.lang, &page.head);
    let age = show_age(head.birth(), face.today(), l);
    match head.sex() {
        Sex::Other => text::col_range_for(l, age),
        sex => text::col_range_for(l, format!("{} · {age}", sex.word(l).to_lowercase())),
    }
}

fn row(face: &Face, page: &OrderPage, analyte: &Measured, attempt: Option<&Attempt>, first: bool) -> Markup {
    let (l, name) = (face.lang, analyte.name(face.lang));
    if analyte.kind == ValueKind::Text {
        return words_row(face, page, analyte, attempt, first);
    }
    let shown = attempt.is_none().then_some(analyte);
    html! {
        tr {
            td { b { (name) } " " @if analyte.code != name { span.mut.sm { (analyte.code) } } }
            td.val.r {
                @match attempt {
                    Some(attempt) => (input(l, analyte, name, attempt, first)),
                    None => (value(l, analyte)),
                }
            }
            td.mut.sm.nw { (measured_unit(l, &analyte.unit)) }
            td.num.sm.nw { (show_range(analyte.low_milli, analyte.high_milli, analyte.decimals, l)) }
            td.pos { (position(analyte, shown.and_then(|a| a.value_milli))) }
            td.flag.c {
                @if let Some(attempt) = attempt { (flags_while_typing(l, analyte, attempt.value(&analyte.input_name()).unwrap_or_default())) }
                @else { @match shown.and_then(|a| flag_chip(a.flag, l)) {
                    Some((tone, sign, word)) => span class={ "bdg " (tone.class()) } { (icon(sign)) (word) },
                    None => span.mut { "—" },
                } }
            }
            td.r.num.mut.sm.nw { (before(face, page.earlier.iter().find(|e| e.analyte_code == analyte.code), analyte)) }
        }
    }
}

/// All flags that a number can have, the one of what is typed shown; the page's script does the same while it is typed.
fn flags_while_typing(l: Lang, analyte: &Measured, typed: &str) -> Markup {
    let flags = [Flag::CriticalLow, Flag::Low, Flag::Normal, Flag::High, Flag::CriticalHigh];
    let is_number = analyte.kind == ValueKind::Number;
    let now = if is_number { flag_of_typed(typed, analyte.decimals, &analyte.limits()) } else { Flag::None };
    html! {
        span.mut data-flag="" hidden[now != Flag::None] { "—" }
        @if is_number {
            @for (flag, (tone, sign, word)) in flags.into_iter().filter_map(|flag| Some((flag, flag_chip(flag, l)?))) {
                span class={ "bdg " (tone.class()) } data-flag=(flag.code()) hidden[flag != now] { (icon(sign)) (word) }
            }
        }
    }
}

/// The question whether an unlikely result is right, with the box that answers it.
pub fn doubt(l: Lang, page: &OrderPage, attempt: &Attempt) -> Markup {
    let Some(doubt) = attempt.error("sure", l) else { return html! {} };
    let typed = fingerprint(page.analytes.iter().map(|a| a.id), |name| attempt.value(name).unwrap_or_default());
    html! {
        div.cf #doubt {
            (alert(Tone::Bad, "siren", html! { b { (doubt) } }))
            label.chk.mt1 { input type="checkbox" name="sure" value=(typed) autofocus; (text::sure(l)) }
        }
    }
}

/// Words take the whole width, with those of the time before below them.
fn words_row(face: &Face, page: &OrderPage, analyte: &Measured, attempt: Option<&Attempt>, first: bool) -> Markup {
    let (l, name) = (face.lang, analyte.name(face.lang));
    let earlier = page.earlier.iter().find(|e| e.analyte_code == analyte.code);
    html! {
        tr {
            td { b { (name) } }
            td colspan="6" {
                @match attempt {
                    Some(attempt) => (input(l, analyte, name, attempt, first)),
                    None => (value(l, analyte)),
                }
                @if earlier.is_some() { p.mut.sm.mt1 { (text::col_before(l)) ": " (before(face, earlier, analyte)) } }
            }
        }
    }
}

fn position(analyte: &Measured, value: Option<i64>) -> Markup {
    let tone = match flag_chip(analyte.flag, Lang::Vi) {
        Some((Tone::Ok, ..)) => Tone::Ok,
        _ => Tone::Bad,
    };
    html! {
        @if let Some(bar) = bar(analyte.low_milli, analyte.high_milli, value) {
            span.rng aria-hidden="true" {
                i class={ "x" (bar.from) " w" (bar.width) } {}
                @if let Some(at) = bar.at { b class={ (tone.class()) " x" (at) } {} }
            }
        }
    }
}

/// A value that was given.
fn value(l: Lang, analyte: &Measured) -> Markup {
    let hot = matches!(flag_chip(analyte.flag, l), Some((Tone::Bad | Tone::Info, ..)));
    html! {
        @match (analyte.value_milli, analyte.value_text.as_str()) {
            (Some(milli), _) => b.num.bad[hot] { (show_value(milli, analyte.decimals, l)) },
            (None, "") => span.mut { "—" },
            (None, text) => b.bad[hot] { (word(l, text)) },
        }
    }
}

/// What a text value says: the two codes of a rapid test in words, free text as it is.
pub fn word(l: Lang, value: &str) -> &str {
    match value {
        NEGATIVE => text::negative(l),
        POSITIVE => text::positive(l),
        other => other,
    }
}

fn input(l: Lang, analyte: &Measured, name: &str, attempt: &Attempt, first: bool) -> Markup {
    let field = analyte.input_name();
    let typed = attempt.value(&field).unwrap_or_default();
    let label = text::value_label(l, name);
    let error = wrong(analyte, typed, l);
    let (id, error_id) = (format!("f-{field}"), error_id(analyte));
    let described = error.as_ref().map(|_| error_id.as_str());
    let invalid = error.as_ref().map(|_| "true");
    html! {
        @match analyte.kind {
            ValueKind::Number => {
                input id=(id) class={ "in sm n" @if error.is_some() { " hot" } } name=(field) value=(typed) inputmode="decimal" autocomplete="off"
                    data-ll=[analyte.critical_low_milli] data-low=[analyte.low_milli] data-high=[analyte.high_milli] data-hh=[analyte.critical_high_milli]
                    data-flags maxlength="14" aria-label=(label) aria-invalid=[invalid] aria-describedby=[described] autofocus[first && !attempt.was_sent()];
            }
            ValueKind::NegPos => {
                select.in.sm id=(id) name=(field) aria-label=(label) aria-invalid=[invalid] aria-describedby=[described]
                    autofocus[first && !attempt.was_sent()] {
                    option value="" { "—" }
                    option value=(NEGATIVE) selected[typed == NEGATIVE] { (text::negative(l)) }
                    option value=(POSITIVE) selected[typed == POSITIVE] { (text::positive(l)) }
                }
            }
            ValueKind::Text => {
                textarea.in id=(id) name=(field) rows="2" maxlength="500" aria-label=(label) aria-invalid=[invalid] aria-describedby=[described]
                    autofocus[first && !attempt.was_sent()] { "\n" (typed) }
            }
        }
    }
}

fn error_id(analyte: &Measured) -> String {
    format!("f-{}-error", analyte.input_name())
}

/// The row below a refused value, which says why over the whole width.
fn error_row(l: Lang, analyte: &Measured, attempt: Option<&Attempt>) -> Markup {
    let typed = attempt.and_then(|a| a.value(&analyte.input_name())).unwrap_or_default();
    html! {
        @if let Some(error) = wrong(analyte, typed, l) {
            tr { td colspan="7" { p.err id=(error_id(analyte)) { (icon_small("circle-x")) span { (error) } } } }
        }
    }
}

/// Why a typed value was refused. Nothing is kept of a refusal but what was typed, so it is read once more.
fn wrong(analyte: &Measured, typed: &str, l: Lang) -> Option<String> {
    read_one(analyte.id, analyte.kind, analyte.decimals, typed).err().map(|say| say.to(l).to_owned())
}

/// The value before this one with the day it was measured: `7,4 · 03/26`.
fn before(face: &Face, earlier: Option<&Earlier>, analyte: &Measured) -> Markup {
    let l = face.lang;
    html! {
        @match earlier {
            Some(Earlier { value_milli: Some(milli), at, .. }) => { (show_value(*milli, analyte.decimals, l)) " · " (day(face, *at)) }
            Some(e) if !e.value_text.is_empty() => { (word(l, &e.value_text)) " · " (day(face, e.at)) }
            _ => { "—" }
        }
    }
}

/// Day and month when this year, else month and year.
fn day(face: &Face, at: Instant) -> String {
    let (day, today) = (face.who.day_of(at), face.today());
    if day.year() == today.year() {
        format!("{:02}/{:02}", day.day(), day.month())
    } else {
        format!("{:02}/{}", day.month(), day.year())
    }
}
