//! The page where a patient's background is written.

use crate::history::Top;
use crate::text;
use crate::views_background::{allergy_words, facts, family_word, problem_words, taken_words, told};
use crate::views_frame::{self, Tab};
use bricks::clock::{show_day, show_instant};
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, checkbox, combobox, field, general_error, hidden, icon,
    parts, post_form, select,
};
use ground::people::Sex;
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::background::{Problem, Relative, Taken};
use papers::safety::{Entry, SEVERITIES, codes_of, entries, none_known, severity_word};

/// The form that was refused, by its part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Allergy,
    Facts,
    Problem,
    Family,
    Medicine,
}

/// What was typed into a form that was refused.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    pub part: Option<Part>,
    pub attempt: Attempt,
}

impl Tried {
    fn of(&self, part: Part) -> Attempt {
        if self.part == Some(part) { self.attempt.clone() } else { Attempt::none() }
    }
}

/// The page where the background is written.
pub fn page(face: &Face, top: &Top, tried: &Tried) -> Seen {
    let l = face.lang;
    let face = &views_frame::without_ways(face, top);
    let body = html! {
        div.pat {
            div.scroll tabindex="-1" { div.col { (allergies_card(face, top, &tried.of(Part::Allergy))) (facts_card(face, top, &tried.of(Part::Facts))) } }
            div.scroll tabindex="0" role="region" aria-label=(text::part_background(l)) {
                div.col { (problems_card(face, top, &tried.of(Part::Problem))) (medicines_edit(face, top, &tried.of(Part::Medicine))) }
            }
            div.scroll tabindex="-1" { div.col { (family_card(face, top, &tried.of(Part::Family))) } }
        }
    };
    views_frame::page(face, top, Tab::Background, &body)
}

fn writes(face: &Face) -> bool {
    face.may(Permission::EditBackground)
}

fn path(top: &Top, rest: &str) -> String {
    format!("/patients/{}/{rest}", top.patient.id)
}

fn allergies_card(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let (l, of) = (face.lang, &top.background);
    html! {
        section.card aria-labelledby="allergies" {
            (parts::card_header("allergies", text::allergies_title(l), html! {}))
            ul.cb.col {
                @if attempt.was_sent() { li { (general_error(attempt, l)) } }
                @for allergy in &of.allergies {
                    li.row.at {
                        span.grow.snug { b.bad { (of.allergen(allergy, l)) } br; span.sub.sm { (allergy_words(face, allergy)) " · " (allergy.recorded_by) } }
                        @if writes(face) {
                            (post_form(&path(top, "allergies/removal"), &face.key, html! {
                                (hidden("allergen", &allergy.allergen))
                                (Button { icon: "x", label: &text::remove(l, of.allergen(allergy, l)), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                            }))
                        }
                    }
                }
                @if of.allergies.is_empty() && top.patient.allergies.is_empty() { li.mut[top.patient.allergies_none].warn[!top.patient.allergies_none] { (none_known(top.patient.allergies_none, l)) } }
                @for entry in entries(&top.patient.allergies) { (in_words(face, top, entry)) }
            }
            @if writes(face) { div.cf { (allergy_form(face, top, attempt)) } }
        }
    }
}

/// One thing that the profile says in words: all that it names is coded by one click, or it is taken off.
fn in_words(face: &Face, top: &Top, entry: Entry<'_>) -> Markup {
    let l = face.lang;
    let named = top.background.book.as_ref().map(|book| (entry.named(book), book));
    let coded = named.filter(|(all, _)| !all.is_empty()).map(|(all, book)| {
        (codes_of(&all), all.iter().map(|a| a.name(book).to(l).to_owned()).collect::<Vec<_>>().join(", "))
    });
    let seen = html! { (hidden("words", &top.patient.allergies)) (hidden("entry", entry.text)) };
    html! {
        li.row.at {
            span.grow.snug { b.bad { (entry.text) } br; span.mut.sm { (text::in_own_words(l)) } }
            @if writes(face) {
                @if let Some((code, name)) = coded {
                    (post_form(&path(top, "allergies/coding"), &face.key, html! {
                        (hidden("allergen", &code)) (seen)
                        (Button { text: &text::code_words(l, &name), icon: "check", size: Size::Small, submit: true, ..Button::default() })
                    }))
                }
                form method="post" action=(path(top, "allergies/words")) data-guard data-confirm=(text::drop_words_confirm(l, entry.text)) {
                    (hidden("key", &face.key)) (seen)
                    (Button { icon: "x", label: &text::remove(l, entry.text), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }
            }
        }
    }
}

fn allergy_form(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let severities = SEVERITIES.map(|code| (code, severity_word(code, l)));
    post_form(
        &path(top, "allergies"),
        &face.key,
        html! {
            (combobox(Combobox {
                field: Field { name: "allergen", label: text::allergen(l), placeholder: text::allergen_hint(l), ..Field::default() },
                source: "/allergens/search",
                ..Combobox::default()
            }, attempt, l))
            (field(Field { name: "reaction", label: text::reaction(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
            (select(Field { name: "severity", label: text::severity(l), ..Field::default() }, severities, attempt, l))
            (Button { text: text::add_allergy(l), icon: "plus", size: Size::Small, submit: true, ..Button::default() })
        },
    )
}

fn facts_card(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let (l, fact) = (face.lang, &top.background.fact);
    let female = top.patient.sex() != Sex::Male;
    let week = fact.as_ref().and_then(|f| f.week_on(face.today())).map(|w| w.to_string()).unwrap_or_default();
    let rate = fact.as_ref().and_then(|f| f.egfr).map(|rate| rate.show(l)).unwrap_or_default();
    let feeds = fact.as_ref().is_some_and(|f| f.breastfeeding);
    let noted = fact.as_ref().map(|f| text::noted_on(l, show_day(f.noted_on, l)));
    html! {
        section.card aria-labelledby="facts" {
            (parts::card_header("facts", text::facts_title(l), html! {}))
            div.cb.col {
                @if let Some(noted) = &noted { span.sm.mut { (noted) } } @else { span.sm.mut { (text::facts_unknown(l)) } }
                @if writes(face) {
                    (post_form(&path(top, "safety-facts"), &face.key, html! {
                        (hidden("seen", &papers::safety::seen(fact.as_ref())))
                        (general_error(attempt, l))
                        @if female { (field(Field { name: "pregnancy_week", label: text::pregnancy_week(l), kind: Kind::Number, value: &week, maxlength: 2, autocomplete: "off", ..Field::default() }, attempt, l)) }
                        (field(Field { name: "egfr", label: text::egfr(l), kind: Kind::Decimal, value: &rate, aside: text::egfr_unit(l), maxlength: 6, autocomplete: "off", ..Field::default() }, attempt, l))
                        @if female { (checkbox(Field { name: "not_pregnant", label: papers::text::safety_not_pregnant(l), ..Field::default() }, false, attempt, l)) }
                        @if female { (checkbox(Field { name: "breastfeeding", label: text::breastfeeding(l), ..Field::default() }, feeds, attempt, l)) }
                        (Button { text: text::save(l), icon: "save", size: Size::Small, submit: true, ..Button::default() })
                    }))
                } @else {
                    ul { (facts(&top.background, face.today(), l)) }
                }
            }
        }
    }
}

fn problems_card(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let (l, of) = (face.lang, &top.background);
    html! {
        section.card aria-labelledby="problems" {
            (parts::card_header("problems", text::problems_title(l), html! {}))
            ul.cb.col {
                @for problem in &of.problems { (problem_item(face, top, problem)) }
                @for condition in told(top) {
                    li.row.at { (icon("heart-pulse")) span.grow { b { (condition) } br; span.mut.sm { (text::in_own_words(l)) } } }
                }
                @if of.problems.is_empty() && top.patient.conditions.trim().is_empty() { li.mut { (text::no_conditions(l)) } }
            }
            @if writes(face) { div.cf { (problem_form(face, top, attempt)) } }
        }
    }
}

fn problem_item(face: &Face, top: &Top, of: &Problem) -> Markup {
    let l = face.lang;
    let active = of.is_active(top.background.at);
    let end = |how: &str, text: &str, icon: &str| {
        post_form(
            &path(top, &format!("problems/{}/end", of.id)),
            &face.key,
            html! {
                (hidden("how", how))
                (Button { text, icon, label: &format!("{text}: {}", of.name(l)), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
            },
        )
    };
    html! {
        li.row.at {
            (icon("heart-pulse"))
            (problem_words(face, of))
            @if active {
                span.mut.sm { (of.recorded_by) " · " (show_instant(of.recorded_at, face.zone(), l)) }
                @if writes(face) { (end("resolved", text::resolved(l), "check")) (end("mistake", text::by_mistake(l), "x")) }
            } @else {
                @if let Some(ended) = of.ended_at { span.mut.sm.num { (show_day(face.zone().day_of(ended), l)) } }
                (views_frame::over(text::resolved_on(l)))
            }
        }
    }
}

fn problem_form(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let l = face.lang;
    post_form(
        &path(top, "problems"),
        &face.key,
        html! {
            (general_error(attempt, l))
            (combobox(Combobox {
                field: Field { name: "problem", label: text::problem(l), placeholder: text::problem_hint(l), ..Field::default() },
                source: "/diagnoses/search",
                ..Combobox::default()
            }, attempt, l))
            div.grid2 {
                (field(Field { name: "words", label: text::problem_words(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
                (field(Field { name: "onset", label: text::onset(l), placeholder: "03/2019", maxlength: 7, autocomplete: "off", ..Field::default() }, attempt, l))
            }
            div.row { span.sp {} (Button { text: text::add_problem(l), icon: "plus", look: Look::Primary, submit: true, ..Button::default() }) }
        },
    )
}

fn medicines_edit(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let (l, taken) = (face.lang, &top.background.medicines);
    let none = Attempt::none();
    html! {
        section.card aria-labelledby="medicines" {
            (parts::card_header("medicines", text::running_title(l), html! {}))
            ul.cb.col {
                @if attempt.was_sent() { li { (general_error(attempt, l)) @if !taken.iter().any(|line| attempt.has("line", &line.line.to_string())) { p.mut.sm { (attempt.value("reason").unwrap_or_default()) } } } }
                @if taken.is_empty() { li.mut { (text::no_medicines(l)) } }
                @for line in taken {
                    @let tried = if attempt.has("line", &line.line.to_string()) { attempt } else { &none };
                    li.row.at.w { (taken_words(face, line)) @if face.may(Permission::Consult) { (stop_form(face, top, line, tried)) } }
                }
                @for line in &top.background.stopped { (stopped_item(face, top, line)) }
            }
        }
    }
}

/// Stopped, though its course would still run: a wrong stop is taken back here.
fn stopped_item(face: &Face, top: &Top, line: &Taken) -> Markup {
    let l = face.lang;
    let (by, why) =
        (line.stopped_by.as_deref().unwrap_or_default(), line.stopped_reason.as_deref().unwrap_or_default());
    html! {
        li.row.at.w {
            span.grow.snug {
                b { (line.name(l)) } " " (parts::status(Tone::Bad, "ban", text::stopped(l))) br;
                span.sub.sm { (why) " · " (by) @if let Some(at) = line.stopped_at { " · " (show_instant(at, face.zone(), l)) } }
            }
            @if face.may(Permission::Consult) {
                (post_form(&path(top, &format!("medicines/{}/resumption", line.line)), &face.key, html! {
                    (Button { text: text::stop_back(l), icon: "undo-2", label: &format!("{}: {}", text::stop_back(l), line.name(l)), size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

fn stop_form(face: &Face, top: &Top, line: &Taken, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (id, name) = (format!("stop-{}", line.line), line.name(l));
    html! {
        details open[attempt.was_sent()] {
            summary.sm.lnk { (text::stop(l)) span.vh { " " (name) } }
            (post_form(&path(top, &format!("medicines/{}/stop", line.line)), &face.key, html! {
                (hidden("line", &line.line.to_string()))
                (field(Field { name: "reason", id: &id, label: text::stop_reason(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
                (Button { text: text::stop_now(l), icon: "ban", look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
            }))
        }
    }
}

fn family_card(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let (l, family) = (face.lang, &top.background.family);
    html! {
        section.card aria-labelledby="family" {
            (parts::card_header("family", text::family_title(l), html! {}))
            ul.cb.col {
                @if attempt.was_sent() { li { (general_error(attempt, l)) } }
                @if family.is_empty() { li.mut { (text::no_family(l)) } }
                @for one in family {
                    li.row.at {
                        span.grow { (family_word(one, l)) }
                        @if writes(face) {
                            (post_form(&path(top, &format!("family/{}/end", one.id)), &face.key, html! {
                                (Button { icon: "x", label: &text::remove(l, family_word(one, l)), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                            }))
                        }
                    }
                }
            }
            @if writes(face) { div.cf { (family_form(face, top, attempt)) } }
        }
    }
}

fn family_form(face: &Face, top: &Top, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let relatives = Relative::ALL.iter().map(|r| (r.code(), r.word(l)));
    post_form(
        &path(top, "family"),
        &face.key,
        html! {
            (select(Field { name: "relative", label: text::relative(l), ..Field::default() }, relatives, attempt, l))
            (field(Field { name: "illness", label: text::illness(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
            (field(Field { name: "age", label: text::age_then(l), kind: Kind::Number, maxlength: 3, autocomplete: "off", ..Field::default() }, attempt, l))
            (Button { text: text::add_relative(l), icon: "plus", size: Size::Small, submit: true, ..Button::default() })
        },
    )
}
