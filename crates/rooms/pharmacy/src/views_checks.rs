//! Beside a prescription: what to check before handing over, and what to tell the patient.

use crate::load::PrescriptionPage;
use crate::rules::{expires_soon, medicine_name};
use crate::text;
use crate::views::some;
use crate::views_aside;
use bricks::age::age_on;
use bricks::clock::show_day;
use bricks::lang::Lang;
use ground::catalog::amount;
use ground::html::{Attempt, Tone, icon_small};
use ground::web::Face;
use maud::{Markup, Render, html};
use papers::prescription::{Line, State};
use papers::safety::{Finding, Level, none_known};

/// The pane on the right.
pub fn aside(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        aside.pane.rgt.scroll aria-labelledby="checks-title" tabindex="0" {
            div.ph { h2 #checks-title { (text::checks_title(l)) } }
            div.pb {
                (views_aside::second_look(face, page))
                (allergy(l, &page.safety.allergies_with(&page.head.allergies, l), page.head.allergies_none))
                @if !page.head.conditions.is_empty() { (note(Tone::Info, "heart-pulse", text::check_conditions(l, &page.head.conditions))) }
                (child(face, page))
                (safety(l, page))
                (controlled(l, page))
                @if page.is_open() || page.head.state == State::Draft { (stock(face, page)) }
                (views_aside::pauses(face, page, attempt))
            }
            div.ph.bt { h2 { (text::advise_title(l)) } }
            (advice(face, page))
            (views_aside::handings(face, page))
            div.ph.bt { h2 { (text::total(l)) } span.sp {} b.num { (page.total().show_with_sign(l)) } }
        }
    }
}

fn note(tone: Tone, sign: &str, said: impl Render) -> Markup {
    html! { div class={ "alert " (tone.class()) } role="note" { (icon_small(sign)) span { (said) } } }
}

fn allergy(l: Lang, allergies: &str, asked: bool) -> Markup {
    match (allergies.is_empty(), asked) {
        (false, _) => note(Tone::Bad, "octagon-alert", text::check_allergy(l, allergies)),
        (true, true) => note(Tone::Mute, "shield-check", none_known(true, l)),
        (true, false) => note(Tone::Wait, "triangle-alert", text::check_no_allergy(l, none_known(false, l))),
    }
}

fn child(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, age) = (face.lang, age_on(page.head.birth(), face.today()));
    html! {
        @if age.is_told_in_months() {
            @match page.head.weight {
                Some(weight) => (note(Tone::Wait, "baby", text::check_child(l, age.show(l), text::weight(l, weight.show(l))))),
                None => (note(Tone::Bad, "baby", text::check_child_no_weight(l, age.show(l)))),
            }
        }
    }
}

/// One finding, with the reason of whoever went on.
pub fn finding(l: Lang, page: &PrescriptionPage, finding: &Finding) -> Markup {
    html! {
        div class={ "alert k-" (finding.level.tone()) } role="note" {
            (icon_small(finding.level.icon()))
            span {
                b { (finding.level.word(l)) ": " } (finding.reason.to(l))
                @if let Some(over) = page.safety.override_of(finding) { div.sm { (text::check_overridden(l, over.by(), &over.reason)) } }
            }
        }
    }
}

/// What the rules say today: how many stops stand at their lines, each other finding, then what could not be checked.
fn safety(l: Lang, page: &PrescriptionPage) -> Markup {
    let checked = &page.safety;
    html! {
        @let stops = checked.outcome.findings.iter().filter(|finding| finding.level == Level::Stop).count();
        @if stops > 0 { (note(Tone::Bad, "octagon-alert", text::check_stops(l, i64::try_from(stops).unwrap_or(i64::MAX)))) }
        @for one in checked.outcome.findings.iter().filter(|finding| finding.level != Level::Stop) { (finding(l, page, one)) }
        @if checked.outcome.findings.is_empty() && checked.outcome.unchecked.is_empty() { (note(Tone::Ok, "shield-check", text::check_no_warnings(l))) }
        @for one in &checked.outcome.unchecked { (note(Tone::Mute, "circle-help", html! { b { (text::check_unchecked(l)) ": " } (one.reason.to(l)) })) }
        p.sm.mut { (text::check_data_of(l, show_day(checked.book.as_of, l))) }
    }
}

fn controlled(l: Lang, page: &PrescriptionPage) -> Markup {
    let lines = page.lines.iter().filter(|p| !matches!(p.line.controlled.as_str(), "" | "none"));
    let names: Vec<String> = lines.map(|p| medicine_name(&p.line, l)).collect();
    html! { @if !names.is_empty() { (note(Tone::Bad, "lock", text::check_controlled(l, some(l, &names)))) } }
}

fn stock(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, today) = (face.lang, face.today());
    let short = page.lines.iter().filter(|p| !p.missing.is_zero());
    let short: Vec<String> = short
        .map(|p| format!("{} ({})", medicine_name(&p.line, l), amount(l, p.missing, &p.line.dispense_unit)))
        .collect();
    let taken = page.lines.iter().flat_map(|p| &p.batches).filter(|b| !b.take.is_zero());
    let near: Vec<String> = taken.filter(|b| expires_soon(b.expires_on, today)).map(|b| b.number.clone()).collect();
    html! {
        @if short.is_empty() {
            (note(Tone::Ok, "shield-check", text::check_enough(l)))
        } @else {
            (note(Tone::Bad, "package-x", text::check_short(l, page.head.doctor(), short.join(", "))))
        }
        @if !near.is_empty() { (note(Tone::Wait, "calendar-clock", text::check_near(l, near.join(", ")))) }
    }
}

/// What to tell, each to be ticked while it is handed over.
fn advice(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, ticks) = (face.lang, page.is_dispensable(face));
    // What was declined whole is taken by nobody.
    let is_declined = |line: &Line| line.given.is_zero() && line.remainder().is_zero() && !line.outside;
    let told = || page.lines.iter().filter(|p| !p.line.instruction.is_empty() && !is_declined(&p.line));
    html! {
        @if told().next().is_none() {
            p.pb.mut.sm { (text::advise_none(l)) }
        } @else {
            ul.pb {
                @for proposal in told() {
                    li.sm {
                        @if ticks && !proposal.line.remainder().is_zero() {
                            label.chk {
                                input type="checkbox" name="told" value=(proposal.line.id) form="dispensing";
                                span { b { (medicine_name(&proposal.line, l)) ": " } (proposal.line.instruction) }
                            }
                        } @else {
                            b { (medicine_name(&proposal.line, l)) ": " } (proposal.line.instruction)
                        }
                    }
                }
            }
        }
    }
}
