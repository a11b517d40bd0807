//! Labelled inputs. Each keeps what was typed, and ties its hint and its error to the control.

use bricks::clock::{add_days, parse_day, show_day, weekday_short};
use bricks::lang::Lang;
use maud::{Markup, html};

use super::attempt::Attempt;
use super::button::given;
use super::icon::icon_small;

/// What is typed into a field. Numbers are text with a numeric keyboard, because Vietnamese
/// decimals have a comma, which `type=number` refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Text,
    /// `value` and the answer are ISO days, `2026-11-24`.
    Date,
    /// `value` and the answer are `09:30`.
    Time,
    Tel,
    Email,
    /// Whole numbers.
    Number,
    /// Decimals with the comma or point of the language.
    Decimal,
    /// Whole amounts of money; the script groups the digits while they are typed.
    Money,
    Password,
    Search,
    /// A barcode or ticket number: `F2` jumps here.
    Scan,
}

/// One labelled control. Build with `Field { name, label, ..Field::default() }`; empty strings
/// and zero leave the attribute out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub kind: Kind,
    /// The value before anybody typed; an attempt's value wins over it.
    pub value: &'a str,
    pub required: bool,
    pub hint: &'a str,
    pub placeholder: &'a str,
    /// Characters.
    pub maxlength: u16,
    pub autocomplete: &'a str,
    pub autofocus: bool,
    /// Lines of a [`textarea`]; 3 when zero.
    pub rows: u8,
    /// Needed only where two forms on a page share a field name; `f-{name}` when empty.
    pub id: &'a str,
    /// Shown at the right end of the label: a unit, a duration, a price. A day and a time say themselves there.
    pub aside: &'a str,
    /// Id of the form it belongs to when it stands inside another one.
    pub form: &'a str,
    /// Of a [`textarea`] whose length nothing may cut: said at the field when there are more than `maxlength` characters,
    /// which then are not sent.
    pub says_long: &'a str,
    /// Of a [`textarea`]: answers `GET {macros}?part={name}&q=…` with texts that `/` inserts, under this name.
    pub macros: (&'a str, &'a str),
}

/// A field with its place in the page and its fate worked out.
pub(super) struct Wired<'a> {
    pub id: String,
    pub value: &'a str,
    pub error: Option<&'a str>,
    pub described_by: Option<String>,
}

impl<'a> Field<'a> {
    pub(super) fn wire(&self, attempt: &'a Attempt, lang: Lang) -> Wired<'a> {
        let id = if self.id.is_empty() { format!("f-{}", self.name) } else { self.id.to_owned() };
        let error = attempt.error(self.name, lang);
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{id}-hint"));
        }
        if error.is_some() {
            ids.push(format!("{id}-error"));
        }
        Wired {
            value: attempt.value(self.name).unwrap_or(self.value),
            error,
            described_by: Some(ids.join(" ")).filter(|ids| !ids.is_empty()),
            id,
        }
    }

    fn with_label(&self, wired: &Wired<'_>, control: &Markup) -> Markup {
        self.labelled(
            wired,
            &html! { @if !self.aside.is_empty() { span.sp {} span.mut.num { (self.aside) } } },
            control,
        )
    }

    fn labelled(&self, wired: &Wired<'_>, aside: &Markup, control: &Markup) -> Markup {
        html! {
            div.f {
                label for=(wired.id) class=[self.required.then_some("req")] {
                    (self.label)
                    (aside)
                }
                (control)
                (self.below(wired))
            }
        }
    }

    /// The hint and the error that `aria-describedby` points at.
    pub(super) fn below(&self, wired: &Wired<'_>) -> Markup {
        html! {
            @if !self.hint.is_empty() { p.hint id={ (wired.id) "-hint" } { (self.hint) } }
            @if let Some(error) = wired.error {
                p.err id={ (wired.id) "-error" } { (icon_small("circle-x")) span { (error) } }
            }
        }
    }
}

pub(super) fn invalid(wired: &Wired<'_>) -> Option<&'static str> {
    wired.error.map(|_| "true")
}

/// A one-line input.
#[must_use]
pub fn field(field: Field<'_>, attempt: &Attempt, lang: Lang) -> Markup {
    let wired = field.wire(attempt, lang);
    // A password is never written back into a page.
    let value = if field.kind == Kind::Password { "" } else { wired.value };
    let control = html! {
        input class=(class_of(field.kind)) id=(wired.id) name=(field.name)
            form=[given(field.form)] type=(type_of(field.kind)) inputmode=[inputmode_of(field.kind)] value=(value)
            required[field.required] maxlength=[length(field.maxlength)]
            placeholder=[given(field.placeholder)] autocomplete=[given(field.autocomplete)]
            autofocus[field.autofocus] aria-invalid=[invalid(&wired)]
            aria-describedby=[wired.described_by.as_deref()]
            data-money[field.kind == Kind::Money] data-scan[field.kind == Kind::Scan];
    };
    match field.kind {
        Kind::Date | Kind::Time => field.labelled(&wired, &said(field.kind, wired.value, lang), &control),
        _ => field.with_label(&wired, &control),
    }
}

/// A browser shows a day and a time as its own language writes them: beside the field they stand as this house does. The
/// script says what is picked.
fn said(kind: Kind, value: &str, lang: Lang) -> Markup {
    let day = parse_day(value).ok().filter(|_| kind == Kind::Date);
    let words = match (kind, day) {
        (Kind::Time, _) => value.to_owned(),
        (_, Some(day)) => format!("{} {}", weekday_short(day, lang), show_day(day, lang)),
        (_, None) => String::new(),
    };
    html! { span.sp {} span.mut.num.nw data-says=(weekdays(lang)) { (words) } }
}

/// The short names of the days, Sunday first.
fn weekdays(lang: Lang) -> String {
    let Ok(sunday) = parse_day("2026-11-29") else { return String::new() };
    (0..7).map(|n| weekday_short(add_days(sunday, n), lang)).collect::<Vec<_>>().join(",")
}

/// A text of several lines.
#[must_use]
pub fn textarea(field: Field<'_>, attempt: &Attempt, lang: Lang) -> Markup {
    let wired = field.wire(attempt, lang);
    let rows = if field.rows == 0 { 3 } else { field.rows };
    let control = html! {
        textarea.in id=(wired.id) name=(field.name) form=[given(field.form)] rows=(rows) required[field.required]
            maxlength=[length(field.maxlength).filter(|_| field.says_long.is_empty())]
            data-max=[length(field.maxlength).filter(|_| !field.says_long.is_empty())] data-max-says=[given(field.says_long)]
            data-macros=[given(field.macros.0)] data-macros-label=[given(field.macros.1)]
            placeholder=[given(field.placeholder)] autofocus[field.autofocus] aria-invalid=[invalid(&wired)]
            aria-describedby=[wired.described_by.as_deref()] { "\n" (wired.value) }
    };
    field.with_label(&wired, &control)
}

/// A choice of one among few, closed. `options` are value and label; an empty placeholder
/// option is added when the field has a `placeholder`.
pub fn select<V: AsRef<str>, L: AsRef<str>>(
    field: Field<'_>,
    options: impl IntoIterator<Item = (V, L)>,
    attempt: &Attempt,
    lang: Lang,
) -> Markup {
    let wired = field.wire(attempt, lang);
    let control = html! {
        select.in id=(wired.id) name=(field.name) form=[given(field.form)] required[field.required]
            autofocus[field.autofocus] aria-invalid=[invalid(&wired)]
            aria-describedby=[wired.described_by.as_deref()] {
            @if !field.placeholder.is_empty() { option value="" { (field.placeholder) } }
            @for (value, label) in options {
                option value=(value.as_ref()) selected[value.as_ref() == wired.value] { (label.as_ref()) }
            }
        }
    };
    field.with_label(&wired, &control)
}

/// A box to tick. It sends `value`, or `yes` when that is empty, and nothing when unticked.
#[must_use]
pub fn checkbox(field: Field<'_>, ticked: bool, attempt: &Attempt, lang: Lang) -> Markup {
    let wired = field.wire(attempt, lang);
    let sends = if field.value.is_empty() { "yes" } else { field.value };
    let ticked = if attempt.was_sent() { attempt.has(field.name, sends) } else { ticked };
    html! {
        div.f {
            label.chk {
                input type="checkbox" id=(wired.id) name=(field.name) value=(sends) checked[ticked]
                    required[field.required] aria-invalid=[invalid(&wired)]
                    aria-describedby=[wired.described_by.as_deref()];
                (field.label)
            }
            (field.below(&wired))
        }
    }
}

/// A choice of one among few, all in sight. `options` are value and label.
pub fn radios<V: AsRef<str>, L: AsRef<str>>(
    field: Field<'_>,
    options: impl IntoIterator<Item = (V, L)>,
    attempt: &Attempt,
    lang: Lang,
) -> Markup {
    let wired = field.wire(attempt, lang);
    html! {
        fieldset.f aria-describedby=[wired.described_by.as_deref()] {
            legend.lb.req[field.required] { (field.label) }
            div.row.w.g3 {
                @for (value, label) in options {
                    label.chk {
                        input type="radio" name=(field.name) value=(value.as_ref())
                            required[field.required] checked[value.as_ref() == wired.value]
                            aria-invalid=[invalid(&wired)];
                        (label.as_ref())
                    }
                }
            }
            (field.below(&wired))
        }
    }
}

/// A value the form carries along unseen.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

fn length(characters: u16) -> Option<u16> {
    Some(characters).filter(|characters| *characters > 0)
}

fn class_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Number | Kind::Decimal | Kind::Money => "in n",
        _ => "in",
    }
}

fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::Tel => "tel",
        Kind::Email => "email",
        Kind::Password => "password",
        Kind::Search => "search",
        Kind::Text | Kind::Number | Kind::Decimal | Kind::Money | Kind::Scan => "text",
    }
}

fn inputmode_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Number | Kind::Money => Some("numeric"),
        Kind::Decimal => Some("decimal"),
        _ => None,
    }
}
