use super::chart::{Desk, Part};
use super::line_preview::{Preview, preview};
use super::{law, prescription_templates, refusals, replaced, safety, visit_path};
use crate::rules;
use crate::store::LineRow;
use crate::text;
use bricks::clock::weekday_word;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::catalog::unit_word;
use ground::html::{
    Attempt, Button, Combobox, Field, Kind, Look, Size, Tone, alert, combobox, field, form::post_form_to, hidden,
    icon_small, parts, post_form,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::State;
use papers::safety::Rule;

pub(super) const TARGETS: &str = "#rx #rx-form #finish";

/// The prescription as it stands.
pub(super) fn list(desk: Desk<'_>) -> Markup {
    let (l, chart) = (desk.face.lang, desk.chart);
    html! {
        div #rx data-live={ "visit-" (desk.chart.head.id) } data-src=(visit_path(desk.chart.head.id, "parts")) {
            div.ph.bt {
                h2 { (text::prescription_title(l)) } (parts::badge(Tone::Mute, chart.lines.len()))
                span.sp {}
                @if desk.prescribes() { (language(desk)) (repeat(desk)) }
                (print_link(desk))
                (withdraw(desk))
                @if desk.chart.refusals.iter().all(|one| !one.is_open()) { (replaced::begin(desk)) }
            }
            (replaced::writer(desk))
            @if chart.lines.is_empty() { p.pb.mut { (text::prescription_none(l)) } } @else { (table(desk)) }
            @if desk.prescribes() { (prescription_templates::beside(desk)) }
            (law::beside(desk))
            (replaced::below(desk))
            (safety::below(desk))
        }
    }
}

/// The way to take back what was signed, with the reason.
fn withdraw(desk: Desk<'_>) -> Markup {
    let (l, attempt) = (desk.face.lang, desk.tried.of(Part::Withdrawal));
    let reason = Field {
        name: "withdraw_reason",
        label: text::withdraw_reason(l),
        required: true,
        maxlength: 200,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        @if desk.takes_back() {
            details.menu data-menu open[attempt.was_sent()] {
                summary.btn.sm { (icon_small("undo-2")) (text::withdraw(l)) }
                div.drop-menu.pb {
                    (post_form(&visit_path(desk.chart.head.id, "prescription/withdrawal"), &desk.face.key, html! {
                        (field(reason, attempt, l))
                        (Button { text: text::withdraw_do(l), icon: "undo-2", look: Look::Danger, submit: true, block: true, ..Button::default() })
                    }))
                }
            }
        }
    }
}

/// What the patient reads: the other language by a click.
fn language(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    let now = desk.chart.head.prescription_lang();
    post_form_to(
        &visit_path(desk.chart.head.id, "prescription/language"),
        &desk.face.key,
        TARGETS,
        html! {
            @let other = if now == Lang::Vi { Lang::En } else { Lang::Vi };
            @let said = if now == Lang::Vi { text::patient_reads_vi(l) } else { text::patient_reads_en(l) };
            (Button { text: said, label: &format!("{said} · {}", text::patient_reads_other(l)), icon: "languages", look: Look::Ghost, size: Size::Small, name: "lang", value: other.code(), submit: true, ..Button::default() })
        },
    )
}

/// The latest prescription once more.
fn repeat(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    post_form_to(
        &visit_path(desk.chart.head.id, "prescription/repeat"),
        &desk.face.key,
        TARGETS,
        html! { (Button { text: text::repeat(l), icon: "history", look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() }) },
    )
}

fn print_link(desk: Desk<'_>) -> Markup {
    let head = &desk.chart.head;
    let issued = matches!(head.prescription_state, Some(State::Issued | State::Partial | State::Dispensed));
    html! {
        @if let Some(id) = head.prescription_id.filter(|_| issued && desk.face.may(Permission::SeePrescriptions)) {
            (Button { text: text::prescription_print(desk.face.lang), icon: "printer", look: Look::Ghost, size: Size::Small, href: &format!("/prescriptions/{id}/paper"), ..Button::default() })
        }
    }
}

fn table(desk: Desk<'_>) -> Markup {
    let l = desk.face.lang;
    html! {
        table.tbl.rx {
            thead { tr {
                th scope="col" { (text::prescription_medicine(l)) }
                th scope="col" { span.vh { (text::prescription_doses(l)) } span.d {
                    abbr title=(text::prescription_morning(l)) { (text::prescription_morning_short(l)) }
                    abbr title=(text::prescription_noon(l)) { (text::prescription_noon_short(l)) }
                    abbr title=(text::prescription_evening(l)) { (text::prescription_evening_short(l)) }
                    abbr title=(text::prescription_night(l)) { (text::prescription_night_short(l)) }
                } }
                th.r scope="col" { (text::prescription_days(l)) }
                th.r scope="col" { (text::prescription_quantity(l)) }
                th.r scope="col" { (text::prescription_stock(l)) }
                @if desk.prescribes() { th scope="col" { span.vh { (text::queue_actions(l)) } } }
            } }
            tbody { @for line in &desk.chart.lines { (row(desk, line)) } }
        }
    }
}

fn row(desk: Desk<'_>, line: &LineRow) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let short = !line.outside && rules::is_short(line.quantity, line.on_hand);
    let allergic = is_only_in_words(desk, line);
    html! {
        tr data-line=(line.id) {
            td {
                b { (line.name(l)) }
                @if allergic { " " (parts::badge(Tone::Bad, text::prescription_allergy_short(l))) }
                @if line.first_day > 1 { div.sm.sub { (text::line_from_day(l, line.first_day)) } }
                @if let Some(day) = line.weekday { div.sm.sub { (text::line_weekday(l, weekday_word(day, l))) } }
                div.sm.sub { (line.instruction) }
                (refusals::at_line(desk, line.id))
                @if line.written_by.is_some_and(|writer| writer != face.who.staff) { div.sm.mut { (text::line_written_by(l, &line.writer)) } }
            }
            td { span.d { (dose(line.morning, l)) (dose(line.noon, l)) (dose(line.evening, l)) (dose(line.night, l)) }
                @if line.dose_unit != line.dispense_unit { div.sm.sub { (unit_word(l, &line.dose_unit)) } } }
            td.r.num { (line.days) }
            td.r.num title=(unit_word(l, &line.dispense_unit)) { b { (line.quantity.show(l)) } }
            td class=(if short { "r num sm warn b" } else { "r num sm ok" }) {
                @if short { span.vh { (text::prescription_short(l)) " " } }
                @if line.outside { (text::line_outside(l)) } @else { (line.on_hand.show(l)) }
            }
            @if desk.prescribes() { td { div.row.g0.nw { (star(face, desk.chart.head.id, line)) (removal(face, desk.chart.head.id, line)) } } }
        }
        (safety::at_line(desk, line, if desk.prescribes() { 6 } else { 5 }))
    }
}

/// Pins the medicine to the head of this doctor's lists.
fn star(face: &Face, visit: VisitId, line: &LineRow) -> Markup {
    let label = text::medicine_favour(face.lang, line.name(face.lang));
    post_form_to(
        &visit_path(visit, "prescription/favourite"),
        &face.key,
        TARGETS,
        html! {
            (hidden("medicine", &line.medicine.to_string()))
            span.star.on[line.favourite] { (Button { icon: "star", label: &label, look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() }) }
        },
    )
}

fn removal(face: &Face, visit: VisitId, line: &LineRow) -> Markup {
    let l = face.lang;
    let label = text::prescription_remove(l, line.name(l));
    post_form_to(
        &format!("/prescription-lines/{}/removal", line.id),
        &face.key,
        TARGETS,
        html! {
            (hidden("visit", &visit.to_string()))
            (Button { icon: "x", label: &label, look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() })
        },
    )
}

fn dose(dose: Quantity, l: Lang) -> Markup {
    let class = dose.is_zero().then_some("z");
    html! { span class=[class] { (dose.show(l)) } }
}

/// Whether the name stands in the words of the allergies while the rules say nothing of it.
fn is_only_in_words(desk: Desk<'_>, line: &LineRow) -> bool {
    let found = desk.chart.safety.as_ref().map(|checked| checked.at(line.id)).unwrap_or_default();
    !found.iter().any(|finding| finding.rule == Rule::Allergy)
        && rules::is_in_allergies(&desk.chart.head.allergies, &[&line.generic_vi, &line.generic_en])
}

/// The form of a further line.
pub(super) fn form(desk: Desk<'_>) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let attempt = desk.tried.of(Part::Prescription);
    html! {
        div.rxc #rx-form {
            (post_form_to(&visit_path(id, "prescription"), &face.key, TARGETS, html! {
                @if attempt.refusal.is_some() { div.col.g1 data-until-typed { (refused(attempt, l)) (sure_twice(attempt, l)) } }
                (one_line(attempt, l))
                (preview(face, id, &Preview::Nothing))
                div.row.w {
                    (by_fields(face, id, attempt))
                    (Button { text: text::prescription_put(l), icon: "plus", size: Size::Small, submit: true, ..Button::default() })
                }
            }))
        }
    }
}

/// The same field by field, folded away until somebody wants it.
fn by_fields(face: &Face, id: VisitId, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let open = attempt.refusal.is_some() && attempt.value("line").is_none_or(str::is_empty);
    html! {
        details.grow open[open] {
            summary.sm.sub { (text::by_fields(l)) }
            div.col.mt1 {
                (combobox(Combobox {
                    field: Field { name: "medicine", label: text::prescription_add(l), placeholder: text::prescription_add_hint(l), ..Field::default() },
                    source: "/medicines/search",
                    icon: "pill",
                    usual: true,
                    ..Combobox::default()
                }, attempt, l))
                (doses_row(face, id, attempt))
                p.sm.mut { (text::by_fields_weekly(l)) }
            }
        }
    }
}

/// The whole line typed at once; the preview behind it says how it is read, and Enter writes it.
fn one_line(attempt: &Attempt, l: Lang) -> Markup {
    let value = attempt.value("line").unwrap_or_default();
    html! {
        div.f {
            label for="f-line" { (text::one_line(l)) span.sp {} span.mut.num { "Alt T" } }
            div.rxin {
                (icon_small("terminal"))
                input #f-line type="text" name="line" value=(value) maxlength="400" autocomplete="off" spellcheck="false" placeholder=(text::one_line_hint(l))
                    aria-invalid=[attempt.error("line", l).map(|_| "true")] aria-describedby="rx-line" data-key="Alt+T";
                kbd { "Enter" }
            }
        }
    }
}

/// The box that answers what was asked about a medicine that has its ingredient on the list already.
fn sure_twice(attempt: &Attempt, l: Lang) -> Markup {
    html! {
        @if let Some(asked) = attempt.error("sure_twice", Lang::Vi) {
            label.chk { input type="checkbox" name="sure_twice" value=(asked) autofocus; b { (text::line_twice_sure(l)) } }
        }
    }
}

/// Every mistake in one box: the doses' fields are too narrow for a sentence.
fn refused(attempt: &Attempt, l: Lang) -> Markup {
    let named = |field: &str| match field {
        "morning" => text::prescription_morning(l),
        "noon" => text::prescription_noon(l),
        "evening" => text::prescription_evening(l),
        "night" => text::prescription_night(l),
        "days" => text::prescription_days(l),
        "instruction" => text::prescription_instruction(l),
        "line" => text::one_line(l),
        _ => text::prescription_medicine(l),
    };
    let Some(refusal) = &attempt.refusal else { return html! {} };
    let said = html! {
        @if refusal.fields.is_empty() { (refusal.say.to(l)) }
        @for wrong in &refusal.fields { div { b { (named(wrong.field)) ":" } " " (wrong.say.to(l)) } }
    };
    alert(Tone::Bad, "octagon-alert", said)
}

fn doses_row(face: &Face, id: VisitId, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let dose = |name, label| {
        let box_of = Field { name, label, kind: Kind::Decimal, maxlength: 7, autocomplete: "off", ..Field::default() };
        field(box_of, attempt, l)
    };
    html! {
        div.rxf {
            (dose("morning", text::prescription_morning_short(l)))
            (dose("noon", text::prescription_noon_short(l)))
            (dose("evening", text::prescription_evening_short(l)))
            (dose("night", text::prescription_night_short(l)))
            (field(Field { name: "days", label: text::prescription_days(l), kind: Kind::Number, maxlength: 2, autocomplete: "off", ..Field::default() }, attempt, l))
            (instruction(face, id, attempt.value("instruction").unwrap_or_default(), attempt.error("instruction", l).is_some()))
        }
    }
}

/// The instruction follows the medicine that is picked.
pub(super) fn instruction(face: &Face, id: VisitId, value: &str, refused: bool) -> Markup {
    html! {
        div.f #rx-instruction data-depends="medicine" data-src=(visit_path(id, "prescription/line")) {
            label for="f-instruction" { (text::prescription_instruction(face.lang)) }
            input.in #f-instruction name="instruction" value=(value) maxlength="300" autocomplete="off" aria-invalid=[refused.then_some("true")];
        }
    }
}
