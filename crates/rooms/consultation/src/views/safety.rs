//! What the medicine rules say, once at each line, and what they need to know of the patient.

use super::chart::{Desk, Part};
use super::prescription::TARGETS;
use super::visit_path;
use crate::store::LineRow;
use crate::text;
use bricks::clock::show_day;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, checkbox, choice, combobox, field, form::post_form_to,
    general_error, hidden, icon_small, parts, select,
};
use ground::people::Sex;
use ground::web::Face;
use maud::{Markup, html};
use papers::safety::{Allergy, Checked, Finding, KnownAllergy, Level, Rule, SEVERITIES, severity_word};

/// Icon and word in the colour of the level.
pub(super) fn level(level: Level, l: Lang) -> Markup {
    parts::status(super::tone(level.tone()), level.icon(), level.word(l))
}

/// The findings at a line; empty when there are none. An open stop brings the form for its reason.
pub(super) fn at_line(desk: Desk<'_>, line: &LineRow, columns: u8) -> Markup {
    let Some(checked) = &desk.chart.safety else { return html! {} };
    let found = checked.at(line.id);
    let never = found.iter().any(|f| f.is_final());
    let is_open = |f: &&&Finding| f.level == Level::Stop && !f.is_final() && checked.override_of(f).is_none();
    let open: Vec<&&Finding> = found.iter().filter(is_open).collect();
    html! {
        @if !found.is_empty() {
            tr data-see[(!open.is_empty() || never) && desk.prescribes()] { td colspan=(columns) {
                div.col.g1 {
                    @for one in &found { (finding(checked, one, desk.face.lang)) }
                    @if never && desk.prescribes() { b.sm.bad { (papers::text::safety_stop_final_hint(desk.face.lang, in_lang(desk.face.lang, &line.generic_vi, &line.generic_en))) } }
                    @if let Some(first) = open.first() { @if desk.prescribes() { (reason_form(desk, line, first.rule)) } }
                }
            } }
        }
    }
}

fn finding(checked: &Checked, finding: &Finding, l: Lang) -> Markup {
    html! {
        div.row.g2.at {
            (level(finding.level, l))
            div.grow.sm {
                (finding.reason.to(l))
                @if let Some(over) = checked.override_of(finding) {
                    div.sub { (text::safety_overridden(l, over.by(), &over.reason)) }
                }
            }
        }
    }
}

/// What the rules say to the line that is being typed. The patient's words are told here too: they were not checked.
pub(super) fn at_draft(checked: &Checked, l: Lang) -> Markup {
    html! {
        @for one in checked.at_draft() { (finding(checked, one, l)) }
        @for one in checked.unchecked_at_draft() {
            div.row.g2.at { (parts::status(Tone::Mute, "circle-help", text::safety_unchecked(l))) span.grow.sm.sub { (one.reason.to(l)) } }
        }
    }
}

/// An example of a reason that says something about this kind of stop.
fn reason_hint(rule: Rule, l: Lang) -> &'static str {
    match rule {
        Rule::Allergy => text::safety_reason_hint_allergy(l),
        Rule::DoseDaily | Rule::DoseSingle | Rule::WeeklyOnly | Rule::Duration | Rule::Taper => {
            text::safety_reason_hint_dose(l)
        }
        Rule::Interaction | Rule::Duplicate | Rule::DuplicateClass | Rule::Repeat => {
            text::safety_reason_hint_together(l)
        }
        Rule::Pregnancy | Rule::Breastfeeding => text::safety_reason_hint_pregnancy(l),
        Rule::Age | Rule::WeightMissing | Rule::Renal => text::safety_reason_hint_watched(l),
    }
}

fn reason_form(desk: Desk<'_>, line: &LineRow, stopped: Rule) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let tried = desk.tried.of(Part::Override);
    let none = Attempt::none();
    let id = line.id.to_string();
    // A visit that was not finished for want of a reason says so here, where the reason is written.
    let closing = desk.tried.of(Part::Closure);
    let attempt = match (tried.value("line") == Some(id.as_str()), closing.error("override_reason", l)) {
        (true, _) => tried,
        (false, Some(_)) => closing,
        (false, None) => &none,
    };
    let field_id = format!("override-{id}");
    let label = text::safety_reason(l, line.name(l));
    post_form_to(
        &format!("/prescription-lines/{id}/override"),
        &face.key,
        TARGETS,
        html! {
            (hidden("visit", &desk.chart.head.id.to_string()))
            (hidden("line", &id))
            div.row.at {
                div.grow { (field(Field { name: "override_reason", id: &field_id, label: &label, maxlength: 300, required: true, placeholder: reason_hint(stopped, l), autocomplete: "off", ..Field::default() }, attempt, l)) }
                (Button { text: text::safety_override(l), icon: "shield-alert", size: Size::Small, submit: true, ..Button::default() })
            }
        },
    )
}

/// What could not be checked, and what is known of the patient, below the lines.
pub(super) fn below(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let Some(checked) = &desk.chart.safety else { return html! {} };
    html! {
        div.pb.col.g2 {
            @if !checked.lines.is_empty() { (unchecked(checked, l)) }
            @if !checked.current.is_empty() {
                div.sm.sub { (text::safety_current(l, names(&checked.current, l))) }
            }
            (known(desk, checked))
            div.sm.mut {
                (text::safety_data_of(l, show_day(checked.book.as_of, l)))
                @if desk.face.may(Permission::SeePrescriptions) {
                    " · " a.lnk href="/pharmacy/safety?show=open" { (text::safety_data_lines(l)) }
                }
            }
        }
    }
}

fn names(names: &[Say], l: Lang) -> String {
    names.iter().map(|name| name.to(l)).collect::<Vec<_>>().join(", ")
}

/// One quiet list: silence would look like a check that was passed.
fn unchecked(checked: &Checked, l: Lang) -> Markup {
    let said = &checked.outcome.unchecked;
    html! {
        @if said.is_empty() && checked.outcome.findings.is_empty() {
            div { (parts::status(Tone::Ok, "shield-check", text::safety_all_checked(l))) }
        }
        @for one in said {
            div.row.g2.at { (parts::status(Tone::Mute, "circle-help", text::safety_unchecked(l))) span.grow.sm.sub { (one.reason.to(l)) } }
        }
    }
}

fn known(desk: Desk<'_>, checked: &Checked) -> Markup {
    let (l, head) = (desk.face.lang, &desk.chart.head);
    let tried = [Part::Allergies, Part::Facts].into_iter().any(|part| desk.tried.part == Some(part));
    let unasked = checked.known.is_empty() && !head.allergies.is_empty();
    html! {
        details.box open[tried] {
            summary.row.g2 {
                (icon_small("shield-alert")) b.sm { (text::safety_known(l)) }
                @for row in &checked.known { (parts::badge(Tone::Bad, name(checked, row, l))) }
                @if unasked { (parts::status(Tone::Wait, "triangle-alert", text::safety_only_free_text(l))) }
            }
            div.col.g2.mt1 {
                @for row in &checked.known { (allergy(desk, checked, row)) }
                @if desk.writes() { (allergy_form(desk)) (facts_form(desk, checked)) }
            }
        }
    }
}

fn name(checked: &Checked, row: &KnownAllergy, l: Lang) -> String {
    let allergy = Allergy::parse(&row.allergen);
    allergy.map_or_else(|| row.allergen.clone(), |allergy| allergy.name(&checked.book).to(l).to_owned())
}

fn allergy(desk: Desk<'_>, checked: &Checked, row: &KnownAllergy) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let name = name(checked, row, l);
    html! {
        div.row.g2 {
            b.sm { (name) }
            span.grow.sm.sub {
                (severity_word(&row.severity, l)) @if !row.reaction.is_empty() { " · " (row.reaction) }
                " · " (row.recorded_by) " " (show_day(face.zone().day_of(row.recorded_at), l))
            }
            @if desk.writes() {
                (post_form_to(&visit_path(desk.chart.head.id, "allergies/removal"), &face.key, TARGETS, html! {
                    (hidden("allergen", &row.allergen))
                    (Button { icon: "x", label: &text::safety_allergy_remove(l, &name), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

fn allergy_form(desk: Desk<'_>) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let attempt = desk.tried.of(Part::Allergies);
    let severities = SEVERITIES.map(|code| (code, severity_word(code, l)));
    post_form_to(
        &visit_path(desk.chart.head.id, "allergies"),
        &face.key,
        TARGETS,
        html! {
            (combobox(Combobox {
                field: Field { name: "allergen", label: text::safety_allergen(l), placeholder: text::safety_allergen_hint(l), ..Field::default() },
                source: "/allergens/search",
                ..Combobox::default()
            }, attempt, l))
            div.row.at {
                div.grow { (field(Field { name: "reaction", label: text::safety_reaction(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l)) }
                (select(Field { name: "severity", label: text::safety_severity(l), ..Field::default() }, severities, attempt, l))
            }
            div.row { span.sp {} (Button { text: text::safety_allergy_add(l), icon: "plus", size: Size::Small, submit: true, ..Button::default() }) }
        },
    )
}

fn facts_form(desk: Desk<'_>, checked: &Checked) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let attempt = desk.tried.of(Part::Facts);
    let person = &checked.case.person;
    let week = person.pregnancy_week.map(|week| week.to_string()).unwrap_or_default();
    let rate = checked.fact.as_ref().and_then(|fact| fact.egfr).map(|rate| rate.show(l)).unwrap_or_default();
    let measured = person.egfr.map(|rate| text::safety_egfr_now(l, rate.milli().div_euclid(1_000))).unwrap_or_default();
    let noted = checked.fact.as_ref().map(|fact| text::safety_noted_on(l, show_day(fact.noted_on, l)));
    post_form_to(
        &visit_path(desk.chart.head.id, "safety-facts"),
        &face.key,
        TARGETS,
        html! {
            (hidden("seen", &papers::safety::seen(checked.fact.as_ref())))
            (general_error(attempt, l))
            div.row.at {
                @if desk.chart.head.sex() != Sex::Male {
                    (field(Field { name: "pregnancy_week", label: text::safety_pregnancy_week(l), kind: Kind::Number, value: &week, maxlength: 2, autocomplete: "off", ..Field::default() }, attempt, l))
                }
                (field(Field { name: "egfr", label: text::safety_egfr(l), kind: Kind::Decimal, value: &rate, hint: &measured, maxlength: 6, autocomplete: "off", ..Field::default() }, attempt, l))
            }
            @if person.expecting {
                (checkbox(Field { name: "not_pregnant", label: papers::text::safety_not_pregnant(l), ..Field::default() }, false, attempt, l))
            }
            @if desk.chart.head.sex() != Sex::Male {
                (checkbox(Field { name: "breastfeeding", label: text::safety_breastfeeding(l), ..Field::default() }, person.breastfeeding, attempt, l))
            }
            div.row {
                @if let Some(noted) = noted { span.sm.mut { (noted) } }
                span.sp {}
                (Button { text: text::safety_facts_save(l), icon: "save", size: Size::Small, submit: true, ..Button::default() })
            }
        },
    )
}

/// What a patient may not bear, to choose from.
pub fn allergen_choices(face: &Face, found: &[(Allergy, Say, bool)]) -> Markup {
    let l = face.lang;
    html! {
        @for (allergy, name, is_class) in found {
            (choice(&allergy.code(), name.to(l), html! {
                b.grow { (name.to(l)) }
                (parts::badge(Tone::Mute, if *is_class { text::safety_class(l) } else { text::safety_ingredient(l) }))
            }))
        }
    }
}
