//! What was issued on a visit, and the forms of the three papers.

use super::visit_path;
use crate::store::Head;
use crate::text;
use bricks::clock::{iso_day, show_instant};
use bricks::id::CertificateId;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Kind as Input, Look, Size, Tone, alert, checkbox, field, hidden, icon_small, parts,
    post_form, textarea,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::certificate::{Certificate, Kind};
use papers::visit::State;

/// The page of one visit's papers; `done` is what was issued or voided a moment ago.
pub fn page(face: &Face, head: &Head, issued: &[Certificate], done: Option<CertificateId>, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let seen = matches!(head.state, State::InRoom | State::Finished);
    Seen {
        title: text::certificates_title(l).to_owned(),
        room: "consultation",
        top: html! { a.btn.sm.g href=(visit_path(head.id, "chart")) { (icon_small("arrow-left")) (text::certificates_back(l)) } },
        main: html! {
            section.pbn aria-label=(text::chart_patient(l)) {
                (parts::avatar_large(&head.name))
                div.snug { h2.nw { (head.name) } div.sub.nw { (super::sex_and_age(head.sex(), head.birth(), face.today(), l)) " · " (head.code) } }
            }
            div.scroll.sp tabindex="-1" { div.page.narrow {
                @for one in issued.iter().filter(|one| Some(one.id) == done) { (done_toast(face, one)) }
                @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
                (list(face, head, issued))
                @if seen && face.may(Permission::Consult) { @for kind in Kind::ALL { (form(face, head, *kind, attempt)) } }
            } }
        },
    }
}

/// What has just been done, with the way to print it.
fn done_toast(face: &Face, one: &Certificate) -> Markup {
    let (l, number) = (face.lang, &one.printed.number);
    if one.voided_why.is_some() {
        return parts::toast("ban", &text::certificate_done_void(l, number), html! {});
    }
    let print = html! { a.lnk href={ "/certificates/" (one.id) } target="_blank" rel="noopener" { (text::certificate_print(l)) } };
    parts::toast("file-check", &text::certificate_done(l, number), print)
}

fn list(face: &Face, head: &Head, issued: &[Certificate]) -> Markup {
    let l = face.lang;
    html! {
        div.card {
            (parts::card_header("issued-h", text::certificates_issued(l), parts::badge(Tone::Mute, issued.len())))
            @if issued.is_empty() { p.cb.mut { (text::certificates_none(l)) } }
            ul.cb.col { @for one in issued { (row(face, head, one)) } }
        }
    }
}

fn row(face: &Face, head: &Head, one: &Certificate) -> Markup {
    let l = face.lang;
    let (href, number) = (format!("/certificates/{}", one.id), &one.printed.number);
    let id = format!("f-void-{}", one.id);
    let voids = one.voided_why.is_none() && face.may(Permission::Consult);
    html! {
        li.row.at {
            div.grow {
                div.row.g1.w {
                    b { (one.kind.text(l)) } span.num { (number) }
                    @if one.voided_why.is_some() { (parts::status(Tone::Bad, "ban", text::certificate_void(l))) }
                }
                p.sm { (one.about(l)) }
                p.sm.sub { (show_instant(one.issued_at, face.zone(), l)) " · " (one.printed.doctor) }
                @if let Some(why) = &one.voided_why { p.sm { (text::certificate_void_why(l)) ": " (why) } }
                @if voids {
                    details {
                        summary.sm.mut { (text::certificate_void_do(l)) }
                        (post_form(&format!("/certificates/{}/void", one.id), &face.key, html! {
                            (hidden("visit", &head.id.to_string()))
                            div.row {
                                div.grow { (field(Field { name: "why", id: &id, label: text::certificate_void_why(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, &Attempt::none(), l)) }
                                (Button { text: text::certificate_void_do(l), look: Look::Danger, size: Size::Small, submit: true, ..Button::default() })
                            }
                        }))
                    }
                }
            }
            a.btn.sm href=(href) target="_blank" rel="noopener" { (icon_small("printer")) (text::certificate_print(l)) }
        }
    }
}

/// One paper's form, folded until it is wanted or was refused.
fn form(face: &Face, head: &Head, kind: Kind, tried: &Attempt) -> Markup {
    let l = face.lang;
    let (none, is_this) = (Attempt::none(), tried.value("kind") == Some(kind.code()));
    let attempt = if is_this { tried } else { &none };
    html! {
        details.box open[is_this] {
            summary { (icon_small("file-plus")) (kind.text(l)) }
            (post_form(&visit_path(head.id, "certificates"), &face.key, html! {
                (hidden("kind", kind.code()))
                @if let Some(error) = attempt.error("kind", l) { p.err { (icon_small("circle-x")) span { (error) } } }
                @match kind {
                    Kind::SickLeave => (sick_leave(face, head, attempt)),
                    Kind::Transfer => (transfer(face, head, attempt)),
                    Kind::Health => (health(face, attempt)),
                }
                div.row { span.sp {} (Button { text: text::certificate_issue(l), icon: "file-check", look: Look::Primary, submit: true, ..Button::default() }) }
            }))
        }
    }
}

fn sick_leave(face: &Face, head: &Head, attempt: &Attempt) -> Markup {
    let (l, day) = (face.lang, iso_day(head.day));
    let date =
        |name, id, label| Field { name, id, label, kind: Input::Date, value: &day, required: true, ..Field::default() };
    html! {
        div.grid2 {
            (field(date("from_day", "c-from", text::certificate_from_label(l)), attempt, l))
            (field(date("to_day", "c-to", text::certificate_to_label(l)), attempt, l))
        }
        @if attempt.error("overlap", l).is_some() {
            div.alert.k-wait { (checkbox(Field { name: "overlap", id: "c-overlap", label: text::certificate_overlap(l), ..Field::default() }, false, attempt, l)) }
        }
        (field(Field { name: "summary", id: "c-note", label: text::certificate_note_label(l), maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
    }
}

fn transfer(face: &Face, head: &Head, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let said = [head.note_symptoms.as_deref(), head.note_findings.as_deref()];
    let summary = said.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n");
    html! {
        (field(Field { name: "place", id: "r-place", label: text::certificate_place_label(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
        (field(Field { name: "reason", id: "r-reason", label: text::certificate_reason_label(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
        p.hint { (text::certificate_carries(l)) }
        (textarea(Field { name: "summary", id: "r-summary", label: text::certificate_summary_label(l), value: &summary, maxlength: 2_000, rows: 4, ..Field::default() }, attempt, l))
    }
}

fn health(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        (field(Field { name: "reason", id: "h-reason", label: text::certificate_purpose_label(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
        (textarea(Field { name: "summary", id: "h-summary", label: text::certificate_found_label(l), maxlength: 2_000, rows: 4, ..Field::default() }, attempt, l))
        (field(Field { name: "conclusion", id: "h-conclusion", label: text::certificate_conclusion_label(l), required: true, maxlength: 200, autocomplete: "off", ..Field::default() }, attempt, l))
    }
}
