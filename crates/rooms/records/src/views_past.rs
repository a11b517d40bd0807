//! The record as it was at a moment.

use crate::chart::show_milli;
use crate::history::Top;
use crate::past::Past;
use crate::store::VitalsRow;
use crate::store::past::{PastResult, PastValue};
use crate::text;
use crate::views_background::{allergy_words, facts, family_word, problem_words};
use crate::views_frame::{self, Tab};
use crate::views_visit::{self, doses_of};
use bricks::age::Birth;
use bricks::clock::{iso_day, show_day, show_instant, show_time};
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Kind, Tone, alert, field, icon, parts};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::background::Taken;
use papers::note::Version;
use papers::order::{NEGATIVE, POSITIVE, ValueKind};
use papers::safety::none_known;

/// The whole page; without a moment it asks for one.
pub fn page(face: &Face, top: &Top, past: Option<&Past>, wrong: bool) -> Seen {
    let l = face.lang;
    let body = html! {
        div.page.sp.scroll tabindex="0" role="region" aria-label=(text::past_title(l)) {
            div.col {
                (choose(face, top, past, wrong))
                @if let Some(past) = past { (everything(face, top.patient.birth(), past)) }
            }
        }
    };
    views_frame::page(face, top, Tab::Privacy, &body)
}

fn choose(face: &Face, top: &Top, past: Option<&Past>, wrong: bool) -> Markup {
    let l = face.lang;
    let at = past.map_or(face.now, |past| past.at);
    let (day, time) = (iso_day(face.zone().day_of(at)), show_time(at, face.zone()));
    let time = format!("{time:0>5}");
    html! {
        section.card aria-labelledby="moment" {
            (parts::card_header("moment", text::past_title(l), html! {}))
            div.cb.col.g2 {
                form.row.at.w method="get" action={ "/patients/" (top.patient.id) "/at" } {
                    (field(Field { name: "day", label: text::past_day(l), kind: Kind::Date, value: &day, required: true, ..Field::default() }, &Attempt::none(), l))
                    (field(Field { name: "time", label: text::past_time(l), kind: Kind::Time, value: &time, ..Field::default() }, &Attempt::none(), l))
                    (Button { text: text::past_show(l), icon: "history", submit: true, ..Button::default() })
                }
                @if wrong { (alert(Tone::Bad, "octagon-alert", text::past_wrong(l))) }
                @if let Some(past) = past { (alert(Tone::Info, "history", text::past_said(l, show_instant(past.at, face.zone(), l)))) }
            }
        }
    }
}

fn everything(face: &Face, birth: Birth, past: &Past) -> Markup {
    html! {
        (background(face, past))
        (vitals(face, birth, &past.vitals))
        (notes(face, &past.notes))
        (results(face, past))
        (prescriptions(face, &past.lines))
    }
}

fn background(face: &Face, past: &Past) -> Markup {
    let (l, of) = (face.lang, &past.background);
    html! {
        section.card aria-labelledby="known" {
            (parts::card_header("known", text::part_background(l), html! {}))
            ul.cb.col {
                @for allergy in &of.allergies { li.row.at { span.bad { (icon("octagon-alert")) } span.grow { b.bad { (of.allergen(allergy, l)) } " " span.sub.sm { (allergy_words(face, allergy)) } } } }
                @for entry in of.beside(&past.in_words.words) { li.row.at { span.bad { (icon("octagon-alert")) } span.grow { b.bad { (entry.text) } " " span.mut.sm { (text::in_own_words(l)) } } } }
                @if of.allergies.is_empty() && past.in_words.words.is_empty() {
                    li.row.at { (icon(if past.in_words.asked_none { "shield-check" } else { "circle-help" })) span.mut { (none_known(past.in_words.asked_none, l)) } }
                }
                @for problem in of.active() { li.row.at { (icon("heart-pulse")) (problem_words(face, problem)) } }
                @for one in &of.family { li.row.at { (icon("users")) (family_word(one, l)) } }
                @for line in &of.medicines { li.row.at { (icon("pill")) b { (line.name(l)) } } }
                (facts(of, face.who.day_of(past.at), l))
            }
        }
    }
}

fn vitals(face: &Face, birth: Birth, vitals: &[VitalsRow]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="vitals" {
            (parts::card_header("vitals", text::past_vitals(l), html! {}))
            @if vitals.is_empty() { div.cb.mut { (text::past_none(l)) } }
            @for taken in vitals {
                div.strip.row.w.g3 { span.sub.num { (show_day(face.zone().day_of(taken.taken_at), l)) } (views_visit::vitals_line(face, birth, taken)) }
            }
        }
    }
}

fn notes(face: &Face, notes: &[Version]) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="notes" {
            (parts::card_header("notes", text::past_notes(l), parts::badge(Tone::Mute, notes.len())))
            @if notes.is_empty() { div.cb.mut { (text::past_none(l)) } }
            @for note in notes { (one_note(face, note)) }
        }
    }
}

fn one_note(face: &Face, of: &Version) -> Markup {
    let l = face.lang;
    let texts = [
        (text::reason(l), &of.texts.reason),
        (text::symptoms(l), &of.texts.symptoms),
        (text::findings(l), &of.texts.findings),
        (text::advice(l), &of.texts.advice),
    ];
    let said = texts.into_iter().filter(|(_, words)| !words.is_empty()).map(|(name, words)| (name, html! { (words) }));
    html! {
        div.strip.col.g1 {
            div.row.w {
                b.num { (show_instant(of.signed_at, face.zone(), l)) } span.sub { (of.signer) }
                @if of.number > 1 { (parts::status(Tone::Wait, "pencil", text::past_version(l, of.number))) span.sub.sm { (of.why) } }
            }
            div.row.w { @for d in &of.diagnoses { span { b { (d.code) } " " (d.title(l)) } } }
            (parts::facts(said))
        }
    }
}

fn results(face: &Face, past: &Past) -> Markup {
    let l = face.lang;
    html! {
        section.card aria-labelledby="results" {
            (parts::card_header("results", text::past_results(l), parts::badge(Tone::Mute, past.results.len())))
            @if past.results.is_empty() { div.cb.mut { (text::past_none(l)) } }
            @for result in &past.results { (one_result(face, result, past)) }
        }
    }
}

fn one_result(face: &Face, of: &PastResult, past: &Past) -> Markup {
    let l = face.lang;
    let dose = past.doses.iter().find(|dose| dose.order == of.order);
    html! {
        div.strip.col.g1 {
            div.row.w { b { (in_lang(l, &of.service_vi, &of.service_en)) } span.sub.num { (show_instant(of.done_at, face.zone(), l)) } }
            div.row.w { @for value in past.values.iter().filter(|v| v.order == of.order) { (one_value(face, value)) } }
            @if let Some(dose) = dose { p { b { (dose.in_words(l)) } } }
            @for words in [&of.finding, &of.conclusion] { @if !words.is_empty() { p.sub { (words) } } }
        }
    }
}

fn one_value(face: &Face, value: &PastValue) -> Markup {
    let l = face.lang;
    let words = match (value.kind, value.value_milli) {
        (ValueKind::Number, Some(milli)) => format!("{} {}", show_milli(milli, value.decimals, l), value.unit),
        (ValueKind::NegPos, _) if value.value_text == POSITIVE => text::positive(l).to_owned(),
        (ValueKind::NegPos, _) if value.value_text == NEGATIVE => text::negative(l).to_owned(),
        _ => value.value_text.clone(),
    };
    html! {
        span.nw { span.mut { (in_lang(l, &value.name_vi, &value.name_en)) } " " b.num { (words.trim()) } " " @if value.flag.is_abnormal() { (views_visit::flag(l, value.flag)) } }
    }
}

fn prescriptions(face: &Face, lines: &[Taken]) -> Markup {
    let l = face.lang;
    let mut last = None;
    html! {
        section.card aria-labelledby="prescriptions" {
            (parts::card_header("prescriptions", text::part_prescriptions(l), html! {}))
            @if lines.is_empty() { div.cb.mut { (text::past_none(l)) } }
            ul.cb.col {
                @for line in lines {
                    @if last.replace(line.prescription) != Some(line.prescription) {
                        li.row.w {
                            (icon("pill")) b { (line.number) } span.sub.num { (show_instant(line.issued_at, face.zone(), l)) }
                            @if line.given { (parts::status(Tone::Ok, "check", text::past_given(l))) } @else { (parts::status(Tone::Wait, "hourglass", text::past_not_given(l))) }
                        }
                    }
                    li.snug {
                        b { (line.name(l)) } " "
                        span.sub { (doses_of([line.morning, line.noon, line.evening, line.night], &line.dose_unit, l)) " · " (text::days(l, line.days)) }
                        @if !line.instruction.is_empty() { span.mut.sm { " · " (line.instruction) } }
                        @if let Some(why) = &line.stopped_reason { " " (parts::status(Tone::Bad, "ban", text::stopped(l))) span.mut.sm { " " (why) } }
                    }
                }
            }
        }
    }
}
