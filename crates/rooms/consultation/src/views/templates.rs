use crate::acts::PARTS;
use crate::store::Template;
use crate::text;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, checkbox, field, general_error, parts, post_form, select, textarea,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// What `/` offers: picking one inserts its text.
pub fn choices(face: &Face, found: &[Template]) -> Markup {
    html! {
        @for t in found {
            div.opt role="option" aria-selected="false" data-insert=(t.body) {
                b.num.brand { "/" (t.shortcut) }
                span.grow.snug { b { (t.title) } span.sm.sub.tr { (t.body.lines().next().unwrap_or_default()) } }
            }
        }
        @if found.is_empty() { div.opt.mut aria-disabled="true" { (text::template_none_found(face.lang)) } }
    }
}

/// The clinic's texts and the reader's own, and the form of a further one.
pub fn page(face: &Face, all: &[Template], attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::templates_title(l).to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href="/consultation" { (text::chart_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (general_error(attempt, l))
                (form(face, attempt))
                div.card {
                    (parts::card_header("templates-h", text::templates_title(l), parts::badge(Tone::Mute, all.len())))
                    @if all.is_empty() { p.cb.mut { (text::templates_none(l)) } }
                    ul.cb.col { @for t in all { (one(face, t)) } }
                }
            } }
        },
    }
}

fn part_word(part: &str, l: Lang) -> &'static str {
    match part {
        "symptoms" => text::note_symptoms(l),
        "findings" => text::note_findings(l),
        "advice" => text::note_advice(l),
        _ => text::template_any_part(l),
    }
}

fn form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let offered = PARTS.into_iter().map(|part| (part, part_word(part, l)));
    post_form(
        "/note-templates",
        &face.key,
        html! {
            div.card {
                div.ch { h2 { (text::templates_new(l)) } }
                div.cb.col {
                    p.sub { (text::templates_hint(l)) }
                    div.grid2 {
                        (field(Field { name: "shortcut", label: text::template_shortcut_label(l), placeholder: "vhc", required: true, maxlength: 20, autocomplete: "off", ..Field::default() }, attempt, l))
                        (select(Field { name: "part", label: text::template_part(l), ..Field::default() }, offered, attempt, l))
                    }
                    (field(Field { name: "title", label: text::template_name(l), required: true, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l))
                    (textarea(Field { name: "body", label: text::template_body(l), required: true, maxlength: 4_000, rows: 5, ..Field::default() }, attempt, l))
                    (checkbox(Field { name: "clinic", label: text::for_the_clinic(l), ..Field::default() }, false, attempt, l))
                    div.row { span.sp {} (Button { text: text::template_save(l), icon: "save", look: Look::Primary, submit: true, ..Button::default() }) }
                }
            }
        },
    )
}

fn one(face: &Face, t: &Template) -> Markup {
    let l = face.lang;
    let removes = t.made_by == face.who.staff || face.may(Permission::ManageClinic);
    let label = text::template_remove(l, &t.title);
    html! {
        li.row.at {
            div.grow {
                div.row.g1.w {
                    b.num.brand { "/" (t.shortcut) } b { (t.title) }
                    (parts::badge(Tone::Mute, part_word(&t.part, l)))
                    @if t.staff.is_none() { (parts::badge(Tone::Brand, text::of_the_clinic(l))) } @else { (parts::badge(Tone::Mute, text::own(l))) }
                }
                p.sm.sub.pre { (t.body) }
            }
            @if removes {
                (post_form(&format!("/note-templates/{}/removal", t.id), &face.key, html! {
                    (Button { icon: "trash-2", label: &label, look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}
