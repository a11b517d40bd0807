//! What must not be lost: the answer to a draft, texts that came too late beside the one that stands, what the browser
//! kept, and who else is writing here.

use super::chart::{Desk, Part};
use super::note::lines;
use super::visit_path;
use crate::acts::{Drafted, Taken};
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
    let writes = desk.writes_note();
    html! {
        @if let Some(taken) = desk.tried.taken { (parts::toast("check", said(taken, face.lang), html! {})) }
        @if let Some(said) = desk.tried.of(Part::Aside).general(face.lang) { (alert(Tone::Bad, "octagon-alert", said)) }
        (kept_box(&kept_name(face, head.id), "kept", face.lang, writes))
        @for aside in &desk.chart.asides { (choice(desk, aside)) }
    }
}

/// Which of two texts was taken, said truly.
fn said(taken: Taken, l: Lang) -> &'static str {
    match taken {
        Taken::Kept => text::aside_taken(l),
        Taken::Amendment => text::aside_amending(l),
        Taken::Standing => text::aside_dropped(l),
    }
}

/// Drawn empty and hidden; the script fills it when the browser has a text that the server has not.
pub(super) fn kept_box(name: &str, id: &str, l: Lang, writes: bool) -> Markup {
    html! {
        section.box.k-wait.aside id=(id) data-kept=(name) aria-label=(text::kept_title(l)) hidden {
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

/// Two texts side by side, with the choice between them as they are shown here.
fn choice(desk: Desk<'_>, aside: &Aside) -> Markup {
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
                (hidden("choice", choice)) (hidden("page", &aside.page)) (hidden("kept_at", &aside.kept_at.millis().to_string()))
                (hidden("version", &head.note_version.unwrap_or(0).to_string()))
                (button)
            },
        )
    };
    let uses = match (desk.writes_note(), desk.amends()) {
        (true, _) => Some(text::aside_use(l)),
        (false, true) => Some(text::aside_amend(l)),
        (false, false) => None,
    };
    html! {
        section.box.k-wait.aside aria-label=(text::aside_title(l, &at)) {
            p.row.g1 { (icon_small("triangle-alert")) b { (text::aside_title(l, &at)) } }
            (side_by_side(l, (text::kept_here(l), text::kept_stands(l)), &kept, &standing, &[]))
            div.row {
                @if let Some(uses) = uses { (act("kept", Button { text: uses, icon: "check", size: Size::Small, submit: true, ..Button::default() })) }
                (act("standing", Button { text: text::aside_drop(l), look: Look::Ghost, size: Size::Small, submit: true, ..Button::default() }))
            }
        }
    }
}

/// A part of two texts.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub label: &'a str,
    pub typed: &'a str,
    pub stands: &'a str,
}

/// The parts in which two texts differ, under a heading of each; `further` are parts that are no texts of the note.
pub(super) fn side_by_side(
    l: Lang,
    (ours, theirs): (&str, &str),
    typed: &Texts,
    stands: &Texts,
    further: &[Pair<'_>],
) -> Markup {
    let pair = |label, typed, stands| Pair { label, typed, stands };
    let parts = [
        pair(text::note_reason(l), &typed.reason, &stands.reason),
        pair(text::note_symptoms(l), &typed.symptoms, &stands.symptoms),
        pair(text::note_findings(l), &typed.findings, &stands.findings),
        pair(text::note_advice(l), &typed.advice, &stands.advice),
    ];
    html! {
        div.grid2 {
            b.sm { (ours) } b.sm { (theirs) }
            @for part in parts.iter().chain(further) {
                @if part.typed.trim() != part.stands.trim() {
                    div { span.lb { (part.label) } @for line in lines(Some(part.typed)) { p { (line) } } }
                    div { span.lb { (part.label) } @for line in lines(Some(part.stands)) { p { (line) } } }
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
                (side_by_side(l, (text::kept_here(l), text::kept_stands(l)), &typed(|name| tried.value(name).unwrap_or_default().to_owned()), standing, &[]))
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
            (side_by_side(l, (text::kept_here(l), text::kept_stands(l)), &typed(|name| form.text(name).to_owned()), &standing, &[]))
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
