use super::chart::{Desk, Part};
use super::{aside, sheet, versions, visit_path};
use crate::store::{Diagnosed, Head, Texts};
use crate::text;
use bricks::clock::show_time;
use bricks::lang::Lang;
use ground::html::{
    Attempt, Button, Combobox, Field, Look, Size, Tone, alert, combobox, field, icon_small, parts, textarea,
};
use ground::web::Face;
use maud::{Markup, html};

/// The middle column: vitals, the note with the diagnoses in it.
pub(super) fn column(desk: Desk<'_>) -> Markup {
    html! {
        (aside::boxes(desk))
        @if desk.writes_note() { (form(desk)) } @else { (read_only(desk)) div.note { (versions::section(desk)) } }
    }
}

/// The note's form carries its own fields only: the diagnoses inside it belong to forms of their own.
fn form(desk: Desk<'_>) -> Markup {
    let (face, head) = (desk.face, &desk.chart.head);
    html! {
        form.note #note method="post" action=(visit_path(head.id, "note")) data-guard novalidate data-target="#draft #dx #finish"
            data-draft=(visit_path(head.id, "draft")) data-keep=(aside::kept_name(face, head.id)) {
            input type="hidden" name="key" value=(face.key);
            input type="hidden" name="page" value=(face.key);
            input type="hidden" name="turn" value="0";
            input type="hidden" name="staff" value=(face.who.staff);
            (sheet::strip(face, head, &desk.chart.taken))
            (before_diagnoses(desk))
            (diagnoses(desk))
            (advice(desk))
            div.row.at {
                div.grow #draft { (state(desk)) }
                a.sm.lnk.nw href={ "/note-templates?visit=" (head.id) } { (text::templates_title(face.lang)) }
                (Button { text: text::note_save(face.lang), icon: "save", size: Size::Small, submit: true, ..Button::default() })
            }
        }
    }
}

/// The parts of the column that others change: all of it for those who only read.
pub(super) fn moving(desk: Desk<'_>) -> Markup {
    html! {
        @if desk.writes_note() { (sheet::strip(desk.face, &desk.chart.head, &desk.chart.taken)) } @else { (read_only(desk)) }
    }
}

/// The note's attempt: the finishing form brings the same fields.
fn attempt<'a>(desk: Desk<'a>) -> &'a Attempt {
    let tried = desk.tried;
    if tried.part == Some(Part::Closure) { tried.of(Part::Closure) } else { tried.of(Part::Note) }
}

fn before_diagnoses(desk: Desk<'_>) -> Markup {
    let (l, head, attempt) = (desk.face.lang, &desk.chart.head, attempt(desk));
    let reason = head.note_reason.as_deref().unwrap_or(&head.reason);
    html! {
        (field(Field { name: "reason", label: text::note_reason(l), value: reason, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
        (area(desk, "symptoms", text::note_symptoms(l), head.note_symptoms.as_deref(), 3))
        (area(desk, "findings", text::note_findings(l), head.note_findings.as_deref(), 2))
    }
}

fn advice(desk: Desk<'_>) -> Markup {
    area(desk, "advice", text::note_advice(desk.face.lang), desk.chart.head.note_advice.as_deref(), 2)
}

fn area(desk: Desk<'_>, name: &str, label: &str, value: Option<&str>, rows: u8) -> Markup {
    let l = desk.face.lang;
    let says_long = &text::note_too_long(l);
    let value = value.unwrap_or_default();
    let macros = ("/note-templates/search", text::templates_title(l));
    let aside = text::note_macros(l);
    textarea(
        Field { name, label, value, aside, maxlength: 4_000, says_long, macros, rows, ..Field::default() },
        attempt(desk),
        l,
    )
}

/// What the note's form says about itself: refusal, the other text, the version that it is written over. A refusal to
/// finish stands beside the button that finishes.
fn state(desk: Desk<'_>) -> Markup {
    let (face, head) = (desk.face, &desk.chart.head);
    let tried = attempt(desk);
    let own = desk.tried.of(Part::Note).general(face.lang);
    html! {
        (version(head, tried))
        @if let Some(said) = own { (alert(Tone::Bad, "octagon-alert", said)) }
        @if tried.refusal.is_some() { (aside::beside(face, &standing(head), tried)) } @else { (saved(face, head)) }
    }
}

/// What was refused keeps the version that it was written over, so that going on typing replaces nothing. Where both texts
/// are shown, `over` lets the next saving, which a person asks for, take the place of the one that stands.
fn version(head: &Head, tried: &Attempt) -> Markup {
    let stands = head.note_version.unwrap_or(0).to_string();
    let seen = if tried.refusal.is_some() { tried.value("version").unwrap_or("0") } else { &stands };
    html! {
        input type="hidden" name="version" value=(seen);
        @if aside::is_conflict(tried) { input type="hidden" name="over" value=(stands); }
    }
}

pub(super) fn standing(head: &Head) -> Texts {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Texts {
        reason: text(&head.note_reason),
        symptoms: text(&head.note_symptoms),
        findings: text(&head.note_findings),
        advice: text(&head.note_advice),
    }
}

fn saved(face: &Face, head: &Head) -> Markup {
    let by = head.note_saved_by.as_deref().zip(head.note_saved_at);
    html! {
        @if let Some((name, at)) = by {
            p.row.g1.sm.mut role="status" { (icon_small("cloud-check")) (text::note_saved(face.lang, show_time(at, face.zone()), name)) }
        }
    }
}

/// The diagnoses: the first is the main one.
fn diagnoses(desk: Desk<'_>) -> Markup {
    let (l, attempt) = (desk.face.lang, desk.tried.of(Part::Diagnoses));
    let missing = desk.tried.of(Part::Closure).error("diagnosis", l);
    let add = Combobox {
        field: Field {
            name: "diagnosis",
            label: text::diagnosis_title(l),
            aside: "Alt B",
            placeholder: text::diagnosis_hint(l),
            form: "dx-add",
            ..Field::default()
        },
        source: "/diagnoses/search",
        usual: true,
        submits: true,
        key: "Alt+B",
        ..Combobox::default()
    };
    html! {
        div.col.g1 #dx {
            (combobox(add, attempt, l))
            @if let Some(error) = missing { p.err { (icon_small("circle-x")) span { (error) } } }
            @for (place, d) in desk.chart.diagnoses.iter().enumerate() { (diagnosis(desk, place, d)) }
        }
    }
}

fn diagnosis(desk: Desk<'_>, place: usize, d: &Diagnosed) -> Markup {
    let l = desk.face.lang;
    let (remove, star) = (text::diagnosis_remove(l, &d.code), text::diagnosis_favour(l, &d.code));
    let small = |icon, label, form, name| Button {
        icon,
        label,
        look: Look::Ghost,
        size: Size::Small,
        submit: true,
        form,
        name,
        value: &d.code,
        ..Button::default()
    };
    html! {
        div.dx {
            code { (d.code) } span.grow.tr title=(d.title(l)) { (d.title(l)) }
            (ranks(l, place, d))
            span.star.on[d.favourite] { (small("star", &star, "dx-change", "favourite")) }
            (small("x", &remove, "dx-remove", "code"))
        }
    }
}

/// Main or further, supposed or found: a further one becomes the main one by a click, and the other way to say it too.
fn ranks(l: Lang, place: usize, d: &Diagnosed) -> Markup {
    let stage = if d.preliminary { text::diagnosis_confirm(l) } else { text::diagnosis_suppose(l) };
    html! {
        button.bdg.as-b.k-wait[d.preliminary].k-ok[!d.preliminary] type="submit" form="dx-change" name="stage" value=(d.code) title=(stage) {
            (if d.preliminary { text::diagnosis_preliminary(l) } else { text::diagnosis_final(l) })
        }
        @if place == 0 { (parts::badge(Tone::Brand, text::diagnosis_main(l))) } @else {
            button.bdg.as-b type="submit" form="dx-change" name="main" value=(d.code) title=(text::diagnosis_make_main(l, &d.code)) { (text::diagnosis_other(l)) }
        }
    }
}

/// Main or further; or only supposed so far.
pub(super) fn rank_badge(place: usize, preliminary: bool, l: Lang) -> Markup {
    if preliminary {
        parts::badge(Tone::Wait, text::diagnosis_preliminary(l))
    } else if place == 0 {
        parts::badge(Tone::Brand, text::diagnosis_main(l))
    } else {
        parts::badge(Tone::Mute, text::diagnosis_other(l))
    }
}

/// The same for those who only read.
fn read_only(desk: Desk<'_>) -> Markup {
    let (face, head, l) = (desk.face, &desk.chart.head, desk.face.lang);
    let reason = head.note_reason.as_deref().unwrap_or(&head.reason);
    let parts = [
        (text::note_reason(l), Some(reason)),
        (text::note_symptoms(l), head.note_symptoms.as_deref()),
        (text::note_findings(l), head.note_findings.as_deref()),
        (text::note_advice(l), head.note_advice.as_deref()),
    ];
    html! {
        div.note #note data-live={ "visit-" (head.id) } data-src=(visit_path(head.id, "parts")) {
            (sheet::strip(face, head, &desk.chart.taken))
            @for (label, said) in parts {
                div.f { span.lb { (label) } @for line in lines(said) { p { (line) } } }
            }
            div.f {
                span.lb { (text::diagnosis_title(l)) }
                div.col.g1 {
                    @for (n, d) in desk.chart.diagnoses.iter().enumerate() {
                        div.dx { code { (d.code) } span.grow.tr { (d.title(l)) } (rank_badge(n, d.preliminary, l)) }
                    }
                    @if desk.chart.diagnoses.is_empty() { p.mut { "–" } }
                }
            }
            @if desk.chart.versions.is_empty() { p.row.g1.sm.mut { (icon_small("lock")) (text::note_read_only(l)) } }
        }
    }
}

pub(super) fn lines(said: Option<&str>) -> Vec<&str> {
    match said.filter(|s| !s.trim().is_empty()) {
        Some(said) => said.lines().collect(),
        None => vec!["–"],
    }
}
