//! What must not be lost: the answer to a draft, texts that came too late beside the one that stands, what the browser
//! kept, and who else is writing here.

use super::chart::Desk;
use super::note::lines;
use super::visit_path;
use crate::acts::Drafted;
use crate::store::{Aside, Saved, Texts};
use crate::text;
use bricks::clock::show_time;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::refusal::RefusalKind;
use ground::html::form::post_form_to;
use ground::html::{Attempt, Button, Look, Size, Tone, alert, hidden, icon_small, parts};
use ground::web::{Face, Form, Present};
use maud::{Markup, html};

/// The name under which this browser keeps what this person types here.
pub(super) fn kept_name(face: &Face, visit: VisitId) -> String {
    format!("{}.{visit}", face.who.staff)
}

/// Who else has the page open, and whether it is open twice.
pub fn presence(face: &Face, visit: VisitId, present: &Present) -> Markup {
    let l = face.lang;
    html! {
        span.row.g1.w #presence data-at=(visit) data-live={ "presence-" (visit) } data-src=(visit_path(visit, "presence")) {
            @if !present.others.is_empty() {
                (parts::status(Tone::Wait, "users", text::presence_others(l, present.others.join(", "))))
            }
            @if present.own > 1 { (parts::status(Tone::Mute, "copy", text::presence_own(l))) }
        }
    }
}

/// Above the note: what this browser kept, and what came too late.
pub(super) fn boxes(desk: Desk<'_>) -> Markup {
    let (face, head) = (desk.face, &desk.chart.head);
    let writes = desk.writes();
    html! {
        (kept_box(face, head.id, writes))
        @for aside in &desk.chart.asides { (choice(desk, aside, writes)) }
    }
}

/// Drawn empty and hidden; the script fills it when the browser has a text that the server has not.
fn kept_box(face: &Face, visit: VisitId, writes: bool) -> Markup {
    let l = face.lang;
    html! {
        section.box.k-wait.aside #kept data-kept=(kept_name(face, visit)) aria-label=(text::kept_title(l)) hidden {
            p.row.g1 { (icon_small("history")) b { (text::kept_title(l)) } span.num.sub data-kept-at { } }
            div.grid2 {
                div { b.sm { (text::kept_here(l)) } div data-kept-text {} }
                @if writes { div { b.sm { (text::kept_stands(l)) } div data-kept-stored {} } }
            }
            div.row {
                @if writes { button.btn.sm.s type="button" data-kept-use { (text::kept_use(l)) } }
                button.btn.sm.g type="button" data-kept-drop { (text::kept_drop(l)) }
            }
        }
    }
}

/// Two texts side by side, with the choice between them.
fn choice(desk: Desk<'_>, aside: &Aside, writes: bool) -> Markup {
    let (face, head) = (desk.face, &desk.chart.head);
    let (l, at) = (face.lang, show_time(aside.kept_at, face.zone()));
    let standing = super::note::standing(head);
    let kept = aside.clone().texts();
    let act = |choice: &'static str, button: Button<'_>| {
        post_form_to(
            &visit_path(head.id, "aside"),
            &face.key,
            "#main",
            html! {
                (hidden("choice", choice)) (hidden("page", &aside.page)) (hidden("version", &head.note_version.unwrap_or(0).to_string()))
                (button)
            },
        )
    };
    html! {
        section.box.k-wait.aside aria-label=(text::aside_title(l, &at)) {
            p.row.g1 { (icon_small("triangle-alert")) b { (text::aside_title(l, &at)) } }
            (side_by_side(l, &kept, &standing))
            div.row {
                @if writes { (act("kept", Button { text: text::aside_use(l), icon: "check", size: Size::Small, submit: true, ..Button::default() })) }
                (act("standing", Button { text: text::aside_drop(l), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() }))
            }
        }
    }
}

/// The parts in which two texts differ: what was typed, and what stands.
fn side_by_side(l: Lang, typed: &Texts, stands: &Texts) -> Markup {
    let parts = [
        (text::note_reason(l), &typed.reason, &stands.reason),
        (text::note_symptoms(l), &typed.symptoms, &stands.symptoms),
        (text::note_findings(l), &typed.findings, &stands.findings),
        (text::note_advice(l), &typed.advice, &stands.advice),
    ];
    html! {
        div.grid2 {
            b.sm { (text::kept_here(l)) } b.sm { (text::kept_stands(l)) }
            @for (label, typed, stands) in parts {
                @if typed.trim() != stands.trim() {
                    div { span.lb { (label) } @for line in lines(Some(typed)) { p { (line) } } }
                    div { span.lb { (label) } @for line in lines(Some(stands)) { p { (line) } } }
                }
            }
        }
    }
}

fn typed(tried: impl Fn(&str) -> String) -> Texts {
    let text = |name: &str| tried(name).replace("\r\n", "\n");
    Texts { reason: text("reason"), symptoms: text("symptoms"), findings: text("findings"), advice: text("advice") }
}

pub(super) fn is_conflict(tried: &Attempt) -> bool {
    tried.refusal.as_ref().is_some_and(|r| r.kind == RefusalKind::Conflict)
}

/// Beneath a note that was refused because somebody else saved: both texts.
pub(super) fn beside(face: &Face, standing: &Texts, tried: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        @if is_conflict(tried) {
            fieldset.box.k-wait.mt1 {
                legend.lb { (text::note_other(l)) }
                (side_by_side(l, &typed(|name| tried.value(name).unwrap_or_default().to_owned()), standing))
                p.hint { (text::note_other_hint(l)) }
            }
        }
    }
}

/// The answer to a draft: since when it stands, or both texts. A late one keeps the version it was written over, so that
/// nothing of another person's is overwritten unseen.
pub fn draft_state(face: &Face, visit: VisitId, drafted: &Drafted, form: &Form, tried: &Attempt) -> Markup {
    let l = face.lang;
    match drafted {
        Drafted::Nothing => html! {},
        Drafted::Saved(number, at) => html! {
            input type="hidden" name="version" value=(number);
            p.row.g1.sm.mut role="status" { (icon_small("cloud-check")) (text::note_saved(l, show_time(*at, face.zone()), &face.who.name)) }
        },
        Drafted::Aside(stands) => html! {
            (seen(form))
            (late(face, visit, stands, form))
            @if let Some(said) = tried.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
        },
    }
}

/// The versions that the form was sent over.
fn seen(form: &Form) -> Markup {
    html! {
        input type="hidden" name="version" value=(form.text("version"));
        @if form.has("over") { input type="hidden" name="over" value=(form.text("over")); }
    }
}

fn late(face: &Face, visit: VisitId, stands: &Saved, form: &Form) -> Markup {
    let (l, at) = (face.lang, show_time(stands.saved_at, face.zone()));
    let said = if stands.saved_by == face.who.staff {
        text::note_aside_own(l, &at)
    } else {
        text::note_aside(l, &stands.saved_by_name, &at)
    };
    let standing = Texts {
        reason: stands.reason.clone(),
        symptoms: stands.symptoms.clone(),
        findings: stands.findings.clone(),
        advice: stands.advice.clone(),
    };
    html! {
        (alert(Tone::Wait, "triangle-alert", &said))
        fieldset.box.k-wait.mt1 {
            legend.lb { (text::note_other(l)) }
            (side_by_side(l, &typed(|name| form.text(name).to_owned()), &standing))
            div.row { (Button { text: text::aside_look(l), icon: "eye", size: Size::Small, href: &visit_path(visit, "chart"), ..Button::default() }) }
        }
    }
}

/// Why a draft was not saved: what was typed stays in the page and in the browser.
pub fn draft_refused(l: Lang, form: &Form, tried: &Attempt) -> Markup {
    html! {
        (seen(form))
        @if let Some(said) = tried.general(l) { (alert(Tone::Wait, "triangle-alert", said)) }
    }
}
