//! The page on which the clinic says how its receipts look.

use super::acts::{HEAD_CHARS_MAX, NOTE_CHARS_MAX};
use super::{ADDRESS, Look};
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::lang::Lang;
use ground::html::field::hidden;
use ground::html::parts::card_header;
use ground::html::{
    Attempt, Button, Field, Look as Weight, Size as ButtonSize, Tone, alert, checkbox, post_form, radios, textarea,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::receipt::template::Size;

pub fn page(face: &Face, look: &Look, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        div.page.narrow {
            (tabs(face, ADDRESS))
            section.card aria-labelledby="template-h" {
                (card_header("template-h", text::template(l), html! {
                    @for size in Size::ALL {
                        a.btn.sm href={ (ADDRESS) "/paper?size=" (size.code()) } target="_blank" rel="noopener" aria-label={ (text::receipt_note_see(l)) " " (size.name()) } { (size.name()) } " "
                    }
                }))
                div.cb.col.g3 {
                    p.sub { (text::template_how(l)) }
                    @if look.is_broken { (alert(Tone::Bad, "triangle-alert", text::template_broken(l))) }
                    (refused_whole(attempt, l))
                    (logo(face, look, attempt))
                    (post_form(ADDRESS, &face.key, form(l, look, attempt)))
                }
            }
        }
    }
}

fn logo(face: &Face, look: &Look, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let error = attempt.error("logo", l);
    html! {
        div.row.g3.w {
            @if !look.template.logo.is_empty() {
                img src={ (ADDRESS) "/logo?" (look.template.logo.get(..8).unwrap_or_default()) } alt=(text::template_logo(l)) height="48";
                (post_form(&format!("{ADDRESS}/logo/removal"), &face.key, html! {
                    (Button { text: text::template_logo_remove(l), submit: true, size: ButtonSize::Small, icon: "trash-2", ..Button::default() })
                }))
            }
            form.row.g2.w method="post" enctype="multipart/form-data" action={ (ADDRESS) "/logo" } {
                (hidden("key", &face.key))
                div.f {
                    label.lb for="logo" { (text::template_logo(l)) }
                    input #logo type="file" name="logo" required accept="image/png,image/jpeg,image/webp" aria-invalid[error.is_some()] aria-describedby="logo-hint";
                    @if let Some(error) = error { p.err { (error) } }
                    p.hint #logo-hint { (text::template_logo_hint(l)) }
                }
                (Button { text: text::template_logo_save(l), submit: true, size: ButtonSize::Small, icon: "upload", ..Button::default() })
            }
        }
    }
}

fn form(l: Lang, look: &Look, attempt: &Attempt) -> Markup {
    let template = &look.template;
    let long = |name, label, value, maxlength| Field { name, label, value, maxlength, rows: 3, ..Field::default() };
    let head = u16::try_from(HEAD_CHARS_MAX).unwrap_or(u16::MAX);
    let note = u16::try_from(NOTE_CHARS_MAX).unwrap_or(u16::MAX);
    let sizes = Size::ALL.map(|size| (size.code(), size.name()));
    let tick = |name, label| Field { name, label, ..Field::default() };
    html! {
        (hidden("version", &look.version.to_string()))
        div.grid2 {
            (textarea(long("head_vi", text::template_head_vi(l), template.head_vi.as_str(), head), attempt, l))
            (textarea(long("head_en", text::template_head_en(l), template.head_en.as_str(), head), attempt, l))
        }
        (radios(Field { name: "size", label: text::template_size(l), value: template.size.code(), ..Field::default() }, sizes, attempt, l))
        fieldset {
            legend.lb { (text::template_columns(l)) }
            div.row.g3.w {
                (checkbox(tick("discount", text::template_discount(l)), template.discount, attempt, l))
                (checkbox(tick("insurance", text::template_insurance(l)), template.insurance, attempt, l))
                (checkbox(tick("vat", text::template_vat(l)), template.vat, attempt, l))
            }
        }
        div.grid2 {
            (textarea(long("note_vi", text::receipt_note_vi(l), look.note_vi.as_str(), note), attempt, l))
            (textarea(long("note_en", text::receipt_note_en(l), look.note_en.as_str(), note), attempt, l))
        }
        div { (Button { text: text::receipt_note_save(l), look: Weight::Primary, submit: true, icon: "save", ..Button::default() }) }
    }
}
