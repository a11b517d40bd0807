//! What the law wants on a prescription: at its lines, and the page of what the clinic itself decides.

use super::chart::{Desk, Part};
use super::prescription::TARGETS;
use super::visit_path;
use crate::acts::limit_field;
use crate::text;
use bricks::lang::Lang;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, alert, field, form::post_form_to, general_error, icon_small, parts,
    post_form, textarea,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::prescription::{Child, Limit, PaperForm};

/// Courses that are too long, and a child's data.
pub(super) fn beside(desk: Desk<'_>) -> Markup {
    let (l, legal) = (desk.face.lang, &desk.chart.legal);
    html! {
        @if !desk.chart.lines.is_empty() {
            @for course in &legal.too_long {
                div.pb { (alert(Tone::Bad, "calendar-x", course.too_long().to(l))) }
            }
            @if let Some(child) = &legal.child { (child_box(desk, child)) }
        }
    }
}

fn child_box(desk: Desk<'_>, child: &Child) -> Markup {
    let l = desk.face.lang;
    let closure = desk.tried.of(Part::Closure);
    let attempt = if desk.tried.part == Some(Part::Closure) { closure } else { desk.tried.of(Part::Child) };
    let is_open = desk.chart.legal.child_is_open();
    let weight = child.weight.map(|weight| weight.show(l)).unwrap_or_default();
    html! {
        div.pb {
            details.box open[is_open || desk.tried.part == Some(Part::Child)] {
                summary.row.g2 {
                    (icon_small("baby")) b.sm { (text::law_child(l, child.months)) }
                    @if is_open { (parts::status(Tone::Wait, "triangle-alert", text::law_child_missing(l))) }
                    @else { span.sm.sub { (text::law_child_known(l, &child.companion, &weight)) } }
                }
                @if desk.prescribes() {
                    (post_form_to(&visit_path(desk.chart.head.id, "prescription/child"), &desk.face.key, TARGETS, html! {
                        div.col.mt1 {
                            div.row.at {
                                (field(Field { name: "child_weight", label: text::law_child_weight(l), kind: Kind::Decimal, value: &weight, maxlength: 6, autocomplete: "off", ..Field::default() }, attempt, l))
                                div.grow { (field(Field { name: "companion", label: text::law_companion(l), value: &child.companion, maxlength: 80, autocomplete: "off", ..Field::default() }, attempt, l)) }
                                div.grow { (field(Field { name: "companion_identity", label: text::law_companion_identity(l), value: &child.identity, maxlength: 30, autocomplete: "off", ..Field::default() }, attempt, l)) }
                            }
                            div.row { span.sp {} (Button { text: text::law_child_save(l), icon: "save", size: Size::Small, submit: true, ..Button::default() }) }
                        }
                    }))
                }
            }
        }
    }
}

/// What the clinic decides about prescriptions.
pub struct Rules {
    pub facility: String,
    pub limits: Vec<Limit>,
    pub long_term: Vec<String>,
    /// By which anybody checks a printed prescription, in hexadecimal digits.
    pub public_key: String,
}

fn form_word(form: PaperForm, l: Lang) -> &'static str {
    match form {
        PaperForm::Ordinary => text::law_form_ordinary(l),
        PaperForm::Narcotic => text::law_form_narcotic(l),
        PaperForm::Psychotropic => text::law_form_psychotropic(l),
    }
}

pub fn page(face: &Face, rules: &Rules, attempt: &Attempt) -> Seen {
    let l = face.lang;
    Seen {
        title: text::law_title(l).to_owned(),
        room: "office",
        top: html! { a.btn.sm.g href="/office/settings" { (text::law_back(l)) } },
        main: html! {
            div.scroll.sp tabindex="-1" { div.page.narrow {
                (general_error(attempt, l))
                (post_form("/prescribing", &face.key, html! {
                    div.card {
                        (parts::card_header("law-h", text::law_title(l), html! {}))
                        div.cb.col {
                            (field(Field { name: "facility", label: text::law_facility(l), hint: text::law_facility_hint(l), value: &rules.facility, maxlength: 5, autocomplete: "off", ..Field::default() }, attempt, l))
                            (limits(rules, attempt, l))
                            (textarea(Field { name: "long_term", label: text::law_long_term(l), hint: text::law_long_term_hint(l), value: &rules.long_term.join(" "), maxlength: 4_000, rows: 5, ..Field::default() }, attempt, l))
                        }
                        div.cf.row { span.sp {} (Button { text: text::law_save(l), icon: "save", look: Look::Primary, submit: true, kbd: "Ctrl ↵", ..Button::default() }) }
                    }
                }))
                div.card {
                    (parts::card_header("key-h", text::law_key(l), html! {}))
                    div.cb.col {
                        p.sub { (text::law_key_hint(l)) }
                        code.num.wrap { (rules.public_key) }
                        div.row { a.lnk.sm href="/prescription-check" { (text::law_check_page(l)) } a.lnk.sm href="/prescription-key" { (text::law_key_page(l)) } }
                    }
                }
            } }
        },
    }
}

fn limits(rules: &Rules, attempt: &Attempt, l: Lang) -> Markup {
    let days = |form: PaperForm, long_term: bool| {
        let limit = rules.limits.iter().find(|limit| limit.form == form && limit.long_term == long_term);
        let value = limit.map(|limit| limit.days.to_string()).unwrap_or_default();
        let label = if long_term { text::law_days_long(l) } else { text::law_days_short(l) };
        field(
            Field {
                name: limit_field(form, long_term),
                label,
                kind: Kind::Number,
                value: &value,
                required: true,
                maxlength: 2,
                autocomplete: "off",
                ..Field::default()
            },
            attempt,
            l,
        )
    };
    html! {
        @for form in PaperForm::ALL {
            fieldset.col.g1 {
                legend.b { (form_word(*form, l)) }
                div.grid2 { (days(*form, false)) (days(*form, true)) }
            }
        }
    }
}
