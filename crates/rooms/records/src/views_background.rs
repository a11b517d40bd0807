//! What is known of a patient beyond one visit, as it stands beside the history.

use crate::history::{Record, Top};
use crate::text;
use crate::views_visit::doses_of;
use bricks::clock::{Day, show_day};
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{hidden, icon, icon_small, parts, post_form};
use ground::web::Face;
use maud::{Markup, html};
use papers::background::{Background, FamilyIllness, Problem, Taken};
use papers::safety::{KnownAllergy, none_known, severity_word};
use std::collections::HashSet;

const SUGGESTIONS_MAX: usize = 4;

/// Allergies, problems, family and current medicines, as they stand beside the history.
pub fn summary(face: &Face, record: &Record) -> Markup {
    let (l, top) = (face.lang, &record.top);
    let of = &top.background;
    let end = html! {
        a.btn.sm.ic.g href={ "/patients/" (top.patient.id) "/background" } aria-label=(text::edit_warnings(l)) { (icon("pencil")) }
    };
    html! {
        section.card aria-labelledby="warnings" {
            (parts::card_header("warnings", text::warnings_title(l), end))
            ul.cb.col {
                @for allergy in &of.allergies { (allergy_item(face, top, allergy)) }
                @for entry in of.beside(&top.patient.allergies) {
                    li.row.at { span.bad { (icon("octagon-alert")) } span.grow { b.bad { (entry.text) } } }
                }
                @if of.allergies.is_empty() && top.patient.allergies.is_empty() {
                    li.row.at { (icon(if top.patient.allergies_none { "shield-check" } else { "circle-help" })) span.grow.mut[top.patient.allergies_none].warn[!top.patient.allergies_none] { (none_known(top.patient.allergies_none, l)) } }
                }
                (facts(&top.background, face.today(), l))
                @for problem in of.active() { li.row.at { (icon("heart-pulse")) (problem_words(face, problem)) } }
                @for condition in told(top) {
                    li.row.at { (icon("heart-pulse")) span.grow { b { (condition) } br; span.mut.sm { (text::in_own_words(l)) } } }
                }
                @if of.active().next().is_none() && top.patient.conditions.trim().is_empty() {
                    li.row.at { (icon("heart-pulse")) span.grow.mut { (text::no_conditions(l)) } }
                }
                @if !of.family.is_empty() {
                    li.row.at { (icon("users")) span.grow.snug { b { (text::family_title(l)) } br; span.sub.sm { (family_words(&of.family, l)) } } }
                }
            }
            @if face.may(Permission::EditBackground) { (suggestions(face, record)) }
        }
        (medicines_card(face, top))
    }
}

/// The profile's own words, one illness each, but for those that are followed under the same name.
pub fn told(top: &Top) -> impl Iterator<Item = &str> {
    let known: String = top.background.active().map(|p| fold(&p.name(Lang::Vi)) + ";").collect();
    let words = top.patient.conditions.split([';', '\n']).map(str::trim).filter(|c| !c.is_empty());
    words.filter(move |words| !known.contains(&fold(words)))
}

fn allergy_item(face: &Face, top: &Top, of: &KnownAllergy) -> Markup {
    let l = face.lang;
    html! {
        li.row.at {
            span.bad { (icon("octagon-alert")) }
            span.grow.snug { b.bad { (top.background.allergen(of, l)) } br; span.sub.sm { (allergy_words(face, of)) } }
        }
    }
}

/// `Mề đay · nặng · 24/11/2026`.
pub fn allergy_words(face: &Face, of: &KnownAllergy) -> String {
    let l = face.lang;
    let day = show_day(face.zone().day_of(of.recorded_at), l);
    let words = [of.reaction.as_str(), severity_word(&of.severity, l), &day];
    words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Pregnancy, breast-feeding and the kidneys' filtration, as they were noted, on a day.
pub fn facts(of: &Background, day: Day, l: Lang) -> Markup {
    let Some(fact) = &of.fact else { return html! {} };
    html! {
        @if let Some(week) = fact.week_on(day) {
            li.row.at { span.warn { (icon("baby")) } span.grow { b { (text::pregnant(l, week)) } } }
        } @else if fact.breastfeeding {
            li.row.at { span.warn { (icon("baby")) } span.grow { b { (text::breastfeeding(l)) } } }
        }
        @if let Some((rate, on)) = fact.egfr.zip(fact.egfr_on) {
            li.row.at { (icon("activity")) span.grow { (text::egfr(l)) " " b.num { (rate.show(l)) } " " (text::egfr_unit(l)) " " span.mut.sm { (show_day(on, l)) } } }
        }
    }
}

pub fn problem_words(face: &Face, of: &Problem) -> Markup {
    let l = face.lang;
    html! {
        span.grow.snug {
            b { (of.name(l)) } @if let Some(code) = &of.code { " " span.sub { (code) } }
            @if !of.onset.is_empty() { br; span.sub.sm { (text::since_onset(l, of.show_onset())) } }
        }
    }
}

fn family_words(family: &[FamilyIllness], l: Lang) -> String {
    family.iter().map(|f| family_word(f, l)).collect::<Vec<_>>().join(" · ")
}

/// `Mẹ: đái tháo đường típ 2, 51 tuổi`.
pub fn family_word(of: &FamilyIllness, l: Lang) -> String {
    let age = of.age_years.map(|age| format!(", {}", text::at_age(l, age))).unwrap_or_default();
    format!("{}: {}{age}", of.relative.word(l), of.words)
}

/// Diagnoses of the page's visits that are not followed yet, each a click away from it.
fn suggestions(face: &Face, record: &Record) -> Markup {
    let (l, top) = (face.lang, &record.top);
    let mut seen: HashSet<&str> = top.background.active().filter_map(|p| p.code.as_deref()).collect();
    let found = record.visits.iter().flat_map(|v| v.diagnoses.iter().map(move |d| (v.visit.id, d)));
    let new: Vec<_> = found.filter(|(_, d)| seen.insert(d.code.as_str())).take(SUGGESTIONS_MAX).collect();
    html! {
        @if !new.is_empty() {
            div.cf.col.g1 {
                span.sm.mut { (text::follow_from(l)) }
                @for (visit, d) in new {
                    @let title = in_lang(l, &d.title_vi, &d.title_en);
                    (post_form(&format!("/patients/{}/problems", top.patient.id), &face.key, html! {
                        (hidden("problem", &d.code))
                        (hidden("visit", &visit.to_string()))
                        (hidden("back", "record"))
                        button.chip.snug type="submit" title=(title) { (icon_small("plus")) span.tr { b { (d.code) } " " (title) } }
                    }))
                }
            }
        }
    }
}

fn medicines_card(face: &Face, top: &Top) -> Markup {
    let (l, taken) = (face.lang, &top.background.medicines);
    html! {
        @if !taken.is_empty() {
            section.card aria-labelledby="running" {
                (parts::card_header("running", text::running_title(l), html! {}))
                ul.cb.col { @for line in taken { li.row.at { (taken_words(face, line)) } } }
            }
        }
    }
}

pub fn taken_words(face: &Face, line: &Taken) -> Markup {
    let l = face.lang;
    let doses = doses_of([line.morning, line.noon, line.evening, line.night], &line.dose_unit, l);
    html! {
        span.grow.snug { b { (line.name(l)) } br; span.sub.sm { (doses) } }
        span.mut.sm.nw { (text::until(l, show_day(line.last_day(&face.who), l))) }
    }
}
