//! What the pharmacy asks: the question and the place of its answer, the doctor's list of them, and the sign on every chart.

use super::chart::{Desk, Part};
use super::visit_path;
use crate::text;
use bricks::clock::show_time;
use ground::access::Permission;
use ground::html::form::post_form_to;
use ground::html::{Button, Field, Size, Tone, alert, hidden, icon_small, parts, textarea};
use ground::web::Face;
use maud::{Markup, html};
use papers::prescription::Question;

/// Above everything that is planned: what is asked about the prescription, to be answered here.
pub(super) fn asked(desk: Desk<'_>) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let attempt = desk.tried.of(Part::Question);
    let answer = Field {
        name: "answer",
        label: text::question_answer(l),
        required: true,
        maxlength: 500,
        rows: 2,
        ..Field::default()
    };
    html! {
        div #question data-live={ "visit-" (id) } data-src=(visit_path(id, "parts")) {
            @if let Some(question) = &desk.chart.question {
                div.pb.col {
                    @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
                    (alert(Tone::Wait, "circle-help", html! {
                        b { (text::question_of(l, show_time(question.at, face.zone()), &question.by)) } div { (question.said) }
                    }))
                    @if face.may(Permission::Consult) {
                        (post_form_to(&visit_path(id, "answer"), &face.key, "#question #rx", html! {
                            (hidden("prescription", &question.prescription.to_string()))
                            (textarea(answer, attempt, l))
                            div.row { span.sp {} (Button { text: text::question_send(l), icon: "send", size: Size::Small, submit: true, ..Button::default() }) }
                        }))
                    }
                }
            } @else if let Some(said) = attempt.general(l) {
                div.pb { (alert(Tone::Bad, "octagon-alert", said)) }
            }
        }
    }
}

/// Those of the reader's own patients, or all of them.
pub(super) fn own<'a>(face: &Face, questions: &'a [Question], all: bool) -> Vec<&'a Question> {
    let shown = |q: &&Question| face.may(Permission::Consult) && (all || q.doctor == Some(face.who.staff));
    questions.iter().filter(shown).collect()
}

/// The list in the queue.
pub(super) fn pane(face: &Face, questions: &[Question], all: bool) -> Markup {
    let (l, own) = (face.lang, own(face, questions, all));
    html! {
        @if !own.is_empty() {
            (parts::pane_header("questions-h", text::questions(l), parts::badge(Tone::Wait, own.len())))
            ol aria-labelledby="questions-h" {
                @for q in own { li { a.li.at href=(visit_path(q.visit, "chart")) {
                    (icon_small("circle-help"))
                    span.grow { b.tr { (q.patient) } div.sm.sub { (q.said) } }
                    span.num.sm.mut { (show_time(q.at, face.zone())) }
                } } }
            }
        }
    }
}

/// Beside the heading of every chart: somebody waits for an answer.
pub(super) fn sign(face: &Face, questions: &[Question]) -> Markup {
    let own = own(face, questions, false);
    html! {
        @if let Some(first) = own.first() {
            a.btn.sm.k-wait href={ (visit_path(first.visit, "chart")) "#question" } title=(first.said) {
                (icon_small("circle-help")) (text::questions_count(face.lang, own.len()))
            }
        }
    }
}
