//! Prescriptions ready for a diagnosis: beside the lines of a visit, and the page on which they are written.

use super::chart::{Desk, Part};
use super::prescription::TARGETS;
use super::visit_path;
use crate::store::{PrescriptionTemplate, TemplateLine, Templates};
use crate::text;
use bricks::id::PrescriptionTemplateId;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, checkbox, field, form::post_form_to, general_error, hidden, icon_small,
    parts, post_form, textarea,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::prescription::{Doses, Step, write_line};

/// What suits the diagnoses, and the form that keeps these lines for the next time.
pub(super) fn beside(desk: Desk<'_>) -> Markup {
    let (l, chart) = (desk.face.lang, desk.chart);
    let attempt = desk.tried.of(Part::Template);
    let open = attempt.refusal.is_some();
    html! {
        @if !chart.templates.is_empty() {
            div.pb.row.w.g1 {
                span.sm.sub { (text::ready_for_diagnoses(l)) }
                (post_form_to(&visit_path(chart.head.id, "prescription/template"), &desk.face.key, TARGETS, html! {
                    div.row.w.g1 {
                        @for t in &chart.templates {
                            @let label = text::ready_prescribe(l, t.lines, &t.title);
                            (Button { text: &label, icon: "file-plus", size: Size::Small, name: "template", value: &t.id.to_string(), submit: true, ..Button::default() })
                        }
                    }
                }))
            }
        }
        @if !chart.lines.is_empty() {
            details.pb open[open] {
                summary.sm.sub { (text::ready_keep(l)) }
                (post_form_to(&visit_path(chart.head.id, "prescription/templates"), &desk.face.key, TARGETS, html! {
                    div.col.mt1 {
                        (field(Field { name: "template_title", label: text::ready_title(l), hint: text::ready_keep_hint(l), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
                        div.row {
                            (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l))
                            span.sp {}
                            a.sm.lnk href="/prescription-templates" { (text::ready_page(l)) }
                            (Button { text: text::ready_save(l), icon: "save", size: Size::Small, submit: true, ..Button::default() })
                        }
                    }
                }))
            }
        }
    }
}

/// The clinic's templates and the reader's own, and the form of a further one or of one that is changed.
pub fn page(face: &Face, all: &Templates, open: Option<PrescriptionTemplateId>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let templates = &all.0;
    Seen {
        title: text::ready_page(l).to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href="/consultation" { (text::chart_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (general_error(attempt, l))
                (form(face, all, open.and_then(|id| templates.iter().find(|t| t.id == id)), attempt))
                div.card {
                    (parts::card_header("ready-h", text::ready_page(l), parts::badge(Tone::Mute, templates.len())))
                    @if templates.is_empty() { p.cb.mut { (text::templates_none(l)) } }
                    ul.cb.col { @for t in templates { (one(face, all, t)) } }
                }
            } }
        },
    }
}

fn lines_of<'a>(all: &'a Templates, t: &PrescriptionTemplate) -> impl Iterator<Item = &'a TemplateLine> {
    let id = t.id;
    all.1.iter().filter(move |line| line.template == id)
}

fn codes_of(all: &Templates, t: &PrescriptionTemplate) -> String {
    all.2.iter().filter(|c| c.template == t.id).map(|c| c.code.as_str()).collect::<Vec<_>>().join(" ")
}

fn doses(line: &TemplateLine) -> Doses {
    Doses { morning: line.morning, noon: line.noon, evening: line.evening, night: line.night }
}

/// The lines as they are typed, the steps of a course on one.
fn typed(all: &Templates, t: &PrescriptionTemplate) -> String {
    let mut told: Vec<(&TemplateLine, Vec<Step>)> = Vec::new();
    for line in lines_of(all, t) {
        let step = Step { doses: doses(line), days: line.days };
        match told.iter_mut().find(|(first, _)| first.medicine == line.medicine) {
            Some((_, steps)) => steps.push(step),
            None => told.push((line, vec![step])),
        }
    }
    let written = told.iter().map(|(line, steps)| write_line(&line.code, steps, line.weekday, &line.instruction));
    written.collect::<Vec<_>>().join("\n")
}

fn form(face: &Face, all: &Templates, open: Option<&PrescriptionTemplate>, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (title, codes, lines) = match open {
        Some(t) => (t.title.clone(), codes_of(all, t), typed(all, t)),
        None => (String::new(), String::new(), String::new()),
    };
    let id = open.map(|t| t.id.to_string()).or_else(|| attempt.value("id").map(str::to_owned)).unwrap_or_default();
    post_form(
        "/prescription-templates",
        &face.key,
        html! {
            (hidden("id", &id))
            div.card {
                div.ch { h2 { (if open.is_some() { text::ready_change(l) } else { text::ready_new(l) }) } }
                div.cb.col {
                    p.sub { (text::ready_hint(l)) }
                    div.grid2 {
                        (field(Field { name: "title", label: text::ready_title(l), value: &title, required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
                        (field(Field { name: "codes", label: text::ready_codes(l), value: &codes, placeholder: "J20.9 J06", required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
                    }
                    (textarea(Field { name: "lines", label: text::ready_lines(l), value: &lines, placeholder: text::ready_lines_hint(l), required: true, maxlength: 6_000, rows: 5, ..Field::default() }, attempt, l))
                    (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, open.is_some_and(|t| t.staff.is_none()), attempt, l))
                    div.row { span.sp {} (Button { text: text::ready_save(l), icon: "save", look: Look::Primary, submit: true, ..Button::default() }) }
                }
            }
        },
    )
}

fn one(face: &Face, all: &Templates, t: &PrescriptionTemplate) -> Markup {
    let l = face.lang;
    let changes = t.made_by == face.who.staff || face.may(Permission::ManageClinic);
    html! {
        li.row.at {
            div.grow {
                div.row.g1.w {
                    b { (t.title) } span.num.brand { (codes_of(all, t)) }
                    @if t.staff.is_none() { (parts::badge(Tone::Brand, text::of_the_clinic(l))) } @else { (parts::badge(Tone::Mute, text::own(l))) }
                    span.sm.mut { (t.maker) }
                }
                @for line in lines_of(all, t) {
                    div.sm.sub { b { (line.name(l)) } " " (super::line_preview::dose_words(&doses(line), l)) " · " (text::line_for_days(l, line.days)) @if !line.instruction.is_empty() { " · " (line.instruction) } }
                }
            }
            @if changes {
                a.btn.sm.g href={ "/prescription-templates/" (t.id) } aria-label=(text::ready_change_of(l, &t.title)) { (icon_small("pencil")) }
                (super::shelf::removal_form(face, &format!("/prescription-templates/{}/removal", t.id), &t.title, &html! {}))
            }
        }
    }
}
