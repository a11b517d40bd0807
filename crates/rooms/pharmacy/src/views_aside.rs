//! Beside a prescription: what holds it up, what was handed over, and what to tell the patient.

use crate::acts_pause::{PAUSES, QUESTION};
use crate::load::PrescriptionPage;
use crate::rules::medicine_name;
use crate::store_given::{Handing, Pause};
use crate::text;
use bricks::clock::show_time;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Combobox, Field, Size, Tone, alert, combobox, field, form::post_form, parts, select, textarea,
};
use ground::web::Face;
use maud::{Markup, html};

/// What the pharmacy waits for, with the way on; or the form that makes it wait.
pub fn pauses(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        @for pause in &page.pauses { @if pause.ended_at.is_some() && pause.reason == QUESTION { (answered(l, pause)) } }
        @if page.is_open() {
            @match page.open_pause() {
                Some(pause) => (open_pause(face, page, pause, attempt)),
                None if face.may(Permission::Dispense) => (pause_form(face, page, attempt)),
                None => {}
            }
        }
    }
}

fn answered(l: Lang, pause: &Pause) -> Markup {
    html! {
        div.alert.k-info role="note" {
            span {
                b { (text::pause_asked(l)) ": " } (pause.said)
                div {
                    b { (pause.ended_by()) @if pause.withdrawn() { " (" (text::pause_withdrawn(l)) ")" } ": " }
                    (pause.answer)
                }
            }
        }
    }
}

fn open_pause(face: &Face, page: &PrescriptionPage, pause: &Pause, attempt: &Attempt) -> Markup {
    let (l, question) = (face.lang, pause.reason == QUESTION);
    let said = html! {
        b { (pause_word(l, &pause.reason)) } " · " (pause.by()) " " (show_time(pause.at, face.zone()))
        @if !pause.said.is_empty() { div { (pause.said) } }
    };
    html! {
        (alert(Tone::Wait, if question { "circle-help" } else { "hourglass" }, said))
        @if question && face.may(Permission::Consult) { (answer_form(face, page, attempt)) }
        @if question && !face.may(Permission::Consult) { p.sm.mut { (text::pause_for_doctor(l, page.head.doctor())) } }
        @if question && pause.paused_by == face.who.staff && face.may(Permission::Dispense) { (withdraw_form(face, page, attempt)) }
        @if !question && face.may(Permission::Dispense) {
            (post_form(&format!("/prescriptions/{}/resumption", page.head.id), &face.key, html! {
                (Button { text: text::pause_end(l), icon: "arrow-right", size: Size::Small, submit: true, ..Button::default() })
            }))
        }
    }
}

/// Who asked may take the question back.
fn withdraw_form(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let why = Field {
        name: "withdrawn",
        label: text::pause_why(l),
        hint: text::pause_why_hint(l),
        required: true,
        maxlength: 500,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        details open[attempt.value("withdrawn").is_some()] {
            summary.btn.sm { (text::pause_withdraw(l)) }
            div.mt1 {
                (post_form(&format!("/prescriptions/{}/question-withdrawal", page.head.id), &face.key, html! {
                    (field(why, attempt, l))
                    (Button { text: text::pause_withdraw(l), icon: "undo-2", size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

/// The doctor's answer; another product may be allowed for a line.
fn answer_form(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let lines: Vec<(String, String)> =
        page.lines.iter().map(|p| (p.line.id.to_string(), medicine_name(&p.line, l))).collect();
    post_form(
        &format!("/prescriptions/{}/answer", page.head.id),
        &face.key,
        html! {
            (textarea(Field { name: "answer", label: text::answer(l), required: true, maxlength: 500, rows: 2, ..Field::default() }, attempt, l))
            (select(Field { name: "line", label: text::answer_line(l), placeholder: text::answer_line_none(l), ..Field::default() }, lines, attempt, l))
            (combobox(Combobox {
                field: Field { name: "medicine", label: text::answer_substitute(l), placeholder: text::answer_substitute_hint(l), ..Field::default() },
                source: "/medicines/search",
                icon: "pill",
                ..Combobox::default()
            }, attempt, l))
            (Button { text: text::answer_send(l), icon: "send", size: Size::Small, submit: true, ..Button::default() })
        },
    )
}

fn pause_form(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let reasons = PAUSES.map(|code| (code, pause_word(l, code)));
    let open = attempt.value("pause").is_some();
    html! {
        details open[open] {
            summary.btn.sm { (text::pause_title(l)) }
            div.mt1 {
                (post_form(&format!("/prescriptions/{}/pause", page.head.id), &face.key, html! {
                    (select(Field { name: "pause", label: text::pause_reason(l), placeholder: text::pause_choose(l), required: true, ..Field::default() }, reasons, attempt, l))
                    (field(Field { name: "said", label: text::pause_said(l), hint: text::pause_said_hint(l), maxlength: 500, autocomplete: "off", ..Field::default() }, attempt, l))
                    (Button { text: text::pause_send(l), icon: "hourglass", size: Size::Small, submit: true, ..Button::default() })
                }))
            }
        }
    }
}

/// Why the pharmacy waits.
pub fn pause_word(l: Lang, code: &str) -> &'static str {
    match code {
        QUESTION => text::pause_question(l),
        "patient_away" => text::pause_away(l),
        "stock" => text::pause_stock(l),
        "payment" => text::pause_payment(l),
        _ => text::pause_other(l),
    }
}

/// The second look at controlled medicines: who did it, or the button for somebody else.
pub fn second_look(face: &Face, page: &PrescriptionPage) -> Markup {
    let l = face.lang;
    html! {
        @if page.is_controlled() && page.is_open() {
            @match &page.second_person {
                Some(name) => (alert(Tone::Ok, "user-check", text::second_done(l, name))),
                None => (alert(Tone::Wait, "users", text::second_wanted(l))),
            }
            (post_form(&format!("/prescriptions/{}/check", page.head.id), &face.key, html! {
                (Button { text: text::second_check(l), icon: "user-check", size: Size::Small, submit: true, ..Button::default() })
            }))
        }
    }
}

/// Every handing over, each with the way to its document.
pub fn handings(face: &Face, page: &PrescriptionPage) -> Markup {
    let l = face.lang;
    html! {
        @if !page.story.handings.is_empty() {
            div.ph.bt { h2 { (text::handings_title(l)) } }
            ul.pb { @for handing in &page.story.handings { li.sm { (handing_line(face, handing)) } } }
        }
    }
}

fn handing_line(face: &Face, handing: &Handing) -> Markup {
    let l = face.lang;
    html! {
        a.lnk href={ "/dispenses/" (handing.id) } { (text::handing(l, handing.number)) }
        " · " (show_time(handing.at, face.zone())) " · " (handing.by())
        @if handing.undone_at.is_some() { " " (parts::badge(Tone::Mute, text::handing_undone(l))) }
    }
}
