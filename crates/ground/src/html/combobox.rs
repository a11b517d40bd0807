//! Typeahead over the server's data (APG pattern: list autocomplete with `aria-activedescendant`).

use bricks::lang::Lang;
use maud::{Markup, Render, html};

use crate::catalog::{Medicine, unit_word};
use crate::text;

use super::attempt::Attempt;
use super::button::given;
use super::field::{Field, invalid};
use super::icon::icon;

/// A typeahead. `field.value` is the chosen id, `shown` the words for it. The form sends the id
/// as `field.name` and the typed words as `{field.name}_text`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Combobox<'a> {
    pub field: Field<'a>,
    /// Answers `GET {source}?q=…` with [`choice`] fragments, best first.
    pub source: &'a str,
    pub shown: &'a str,
    /// Icon at the left end; `search` when empty.
    pub icon: &'a str,
    /// Sends the form as soon as something is picked.
    pub submits: bool,
    /// `F2` jumps here.
    pub scans: bool,
    /// The arrow down shows what is usual before anything is typed.
    pub usual: bool,
    /// Shortcut that jumps here, such as `Alt+N`.
    pub key: &'a str,
}

/// Draws the typeahead with its label, empty list, hint and error.
#[must_use]
pub fn combobox(combobox: Combobox<'_>, attempt: &Attempt, lang: Lang) -> Markup {
    let field = combobox.field;
    let wired = field.wire(attempt, lang);
    let text_name = format!("{}_text", field.name);
    let shown = attempt.value(&text_name).unwrap_or(combobox.shown);
    let list = format!("{}-list", wired.id);
    html! {
        div.f.combo data-combo data-submit[combobox.submits] {
            label for=(wired.id) class=[field.required.then_some("req")] {
                (field.label)
                @if !field.aside.is_empty() { span.sp {} span.mut.num { (field.aside) } }
            }
            div.ig {
                (icon(if combobox.icon.is_empty() { "search" } else { combobox.icon }))
                input.in id=(wired.id) name=(text_name) form=[given(field.form)] value=(shown) role="combobox"
                    aria-expanded="false" aria-controls=(list) aria-autocomplete="list"
                    autocomplete="off" spellcheck="false" data-source=(combobox.source)
                    placeholder=[given(field.placeholder)] required[field.required]
                    autofocus[field.autofocus] data-scan[combobox.scans] data-usual[combobox.usual] data-key=[given(combobox.key)]
                    aria-invalid=[invalid(&wired)] aria-describedby=[wired.described_by.as_deref()];
            }
            input type="hidden" name=(field.name) form=[given(field.form)] value=(wired.value) data-picked;
            div.lbx role="listbox" id=(list) aria-label=(field.label) data-none=(text::combobox_none(lang)) hidden {}
            (field.below(&wired))
        }
    }
}

/// One option of a typeahead: picking it puts `value` into the form and `label` into the input.
#[must_use]
pub fn choice(value: &str, label: &str, body: impl Render) -> Markup {
    html! {
        div.opt role="option" aria-selected="false" data-value=(value) data-label=(label) { (body) }
    }
}

/// A medicine as an option: its name, its unit, and what is said of it at the end of the line.
#[must_use]
pub fn medicine_choice(l: Lang, medicine: &Medicine, said: &str) -> Markup {
    let (name, unit) = (medicine.name(l), unit_word(l, &medicine.dispense_unit));
    let body = html! {
        span.grow.snug { b { (name) } " " span.mut { (unit) } }
        span.num.sub.sm.nw { (said) }
    };
    choice(&medicine.id.to_string(), &format!("{name} · {unit}"), body)
}

/// One option that leads to another page when picked.
#[must_use]
pub fn link_choice(href: &str, body: impl Render) -> Markup {
    html! { a.opt role="option" aria-selected="false" tabindex="-1" href=(href) { (body) } }
}
