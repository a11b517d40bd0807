use super::shelf::{self, At, Row, Shelf};
use crate::acts::PARTS;
use crate::store::Template;
use crate::text;
use bricks::lang::Lang;
use ground::html::{Attempt, Button, Field, Look, Tone, checkbox, field, parts, select, textarea};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What `/` offers: picking one inserts its text.
pub fn choices(face: &Face, found: &[Template]) -> Markup {
    html! {
        @for t in found {
            div.opt role="option" aria-selected="false" data-insert=(t.body) {
                b.num.brand { "/" (t.shortcut) }
                span.grow.snug { b.tr.l { (t.title) } span.sm.sub.tr.l { (t.body.lines().next().unwrap_or_default()) } }
            }
        }
        @if found.is_empty() { div.opt.mut aria-disabled="true" { (text::template_none_found(face.lang)) } }
    }
}

/// The clinic's texts and the reader's own, and the form of a further one or of one that is changed.
pub fn page(face: &Face, all: &[Template], at: At, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let open = all.iter().find(|t| Some(t.id.raw()) == at.open);
    let shelf = Shelf {
        title: text::templates_title(l),
        new: text::templates_new(l),
        change: text::template_change(l),
        none: text::templates_none(l),
        path: "/note-templates",
        at,
        version: open.map(|t| t.version),
        fields: fields(l, open, attempt),
        save: Button {
            text: text::template_save(l),
            icon: "save",
            look: Look::Primary,
            submit: true,
            ..Button::default()
        },
        rows: all.iter().map(|t| row(l, t)).collect(),
    };
    shelf::page(face, &shelf, attempt)
}

fn part_word(part: &str, l: Lang) -> &'static str {
    match part {
        "symptoms" => text::note_symptoms(l),
        "findings" => text::note_findings(l),
        "advice" => text::note_advice(l),
        _ => text::template_any_part(l),
    }
}

/// Whose a text is stays as it was made.
fn fields(l: Lang, open: Option<&Template>, attempt: &Attempt) -> Markup {
    let of = |part: fn(&Template) -> &str| open.map(part).unwrap_or_default();
    let offered = PARTS.into_iter().map(|part| (part, part_word(part, l)));
    html! {
        p.sub { (text::templates_hint(l)) }
        div.grid2 {
            (field(Field { name: "shortcut", label: text::template_shortcut_label(l), value: of(|t| &t.shortcut), placeholder: "vhc", required: true, maxlength: 20, autocomplete: "off", ..Field::default() }, attempt, l))
            (select(Field { name: "part", label: text::template_part(l), value: of(|t| &t.part), ..Field::default() }, offered, attempt, l))
        }
        (field(Field { name: "title", label: text::template_name(l), value: of(|t| &t.title), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
        (textarea(Field { name: "body", label: text::template_body(l), value: of(|t| &t.body), required: true, maxlength: 4_000, rows: 5, ..Field::default() }, attempt, l))
        @if open.is_none() { (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l)) }
    }
}

fn row(l: Lang, t: &Template) -> Row {
    Row {
        id: t.id.raw(),
        name: format!("/{} {}", t.shortcut, t.title),
        head: html! { b.num.brand { "/" (t.shortcut) } b { (t.title) } (parts::badge(Tone::Mute, part_word(&t.part, l))) },
        body: html! { p.sm.sub.pre { (t.body) } },
        owner: t.staff,
        made_by: t.made_by,
    }
}
