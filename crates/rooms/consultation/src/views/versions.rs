//! The signed note: who signed it, every version of it, and the form of an amendment.

use super::chart::{Desk, Part};
use super::note::{lines, rank_badge};
use super::visit_path;
use crate::text;
use bricks::clock::show_instant;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Combobox, Field, Look, Tone, alert, combobox, field, hidden, icon_small, parts, post_form,
    textarea,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::note::Version;
use papers::visit::State;

/// Beneath a note that is signed; nothing while it is a draft.
pub(super) fn section(desk: Desk<'_>) -> Markup {
    let (face, versions) = (desk.face, &desk.chart.versions);
    let Some(latest) = versions.last() else { return html! {} };
    let l = face.lang;
    html! {
        p.row.g1.w.sm.sub #signed role="status" {
            (parts::status(Tone::Ok, "lock", text::note_signed_by(l, show_instant(latest.signed_at, face.zone(), l), &latest.signer)))
            @if versions.len() > 1 { (parts::badge(Tone::Wait, text::note_version(l, latest.number))) }
        }
        @if !latest.why.is_empty() { p.sm { b { (text::note_why(l)) ": " } (latest.why) } }
        @if versions.len() > 1 {
            details.box {
                summary { (icon_small("history")) (text::note_versions(l, versions.len())) }
                @for version in versions.iter().rev() { (one(face, version)) }
            }
        }
        @if amends(desk) { (form(desk, latest)) }
    }
}

fn amends(desk: Desk<'_>) -> bool {
    desk.face.may(Permission::Consult) && desk.chart.head.state == State::Finished
}

/// One version as it was signed.
fn one(face: &Face, version: &Version) -> Markup {
    let l = face.lang;
    let texts = &version.texts;
    let parts = [
        (text::note_reason(l), &texts.reason),
        (text::note_symptoms(l), &texts.symptoms),
        (text::note_findings(l), &texts.findings),
        (text::note_advice(l), &texts.advice),
    ];
    html! {
        section.col.g1.mt2 aria-label=(text::note_version(l, version.number)) {
            h3.row.g1 { (parts::badge(Tone::Mute, text::note_version(l, version.number)))
                span.sm.sub { (show_instant(version.signed_at, face.zone(), l)) " · " (version.signer) } }
            @if !version.why.is_empty() { p.sm { b { (text::note_why(l)) ": " } (version.why) } }
            @for (label, said) in parts { @if !said.is_empty() {
                div.f { span.lb { (label) } @for line in lines(Some(said)) { p { (line) } } }
            } }
            @for (place, d) in version.diagnoses.iter().enumerate() {
                div.dx { code { (d.code) } span.grow.tr { (d.title(l)) } (rank_badge(place, d.preliminary, l)) }
            }
        }
    }
}

/// The whole note once more, to be said anew with a reason.
fn form(desk: Desk<'_>, latest: &Version) -> Markup {
    let (l, id, attempt) = (desk.face.lang, desk.chart.head.id, desk.tried.of(Part::Amendment));
    let texts = &latest.texts;
    let area = |name, label, value, rows| {
        textarea(
            Field { name, id: name_of(name), label, value, rows, maxlength: 4_000, ..Field::default() },
            attempt,
            l,
        )
    };
    let why = Field {
        name: "why",
        label: text::note_why(l),
        placeholder: text::note_why_hint(l),
        required: true,
        maxlength: 300,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        details.box #amendment open[attempt.was_sent()] {
            summary { (icon_small("pencil")) (text::note_amend(l)) }
            @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
            p.hint { (text::note_amend_hint(l)) }
            (post_form(&visit_path(id, "amendment"), &desk.face.key, html! {
                (hidden("over", &latest.number.to_string()))
                (field(Field { name: "reason", id: "a-reason", label: text::note_reason(l), value: &texts.reason, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
                (area("symptoms", text::note_symptoms(l), texts.symptoms.as_str(), 3))
                (area("findings", text::note_findings(l), texts.findings.as_str(), 2))
                (diagnoses(desk, latest, attempt))
                (area("advice", text::note_advice(l), texts.advice.as_str(), 2))
                (field(why, attempt, l))
                div.row { span.sp {} (Button { text: text::note_amend_sign(l), icon: "lock", look: Look::Primary, submit: true, ..Button::default() }) }
            }))
        }
    }
}

fn name_of(name: &str) -> &'static str {
    match name {
        "symptoms" => "a-symptoms",
        "findings" => "a-findings",
        _ => "a-advice",
    }
}

/// Ticked ones stay; one more may be added.
fn diagnoses(desk: Desk<'_>, latest: &Version, attempt: &Attempt) -> Markup {
    let l = desk.face.lang;
    let stays = |code: &str| !attempt.was_sent() || attempt.has("keep", code);
    let add = Combobox {
        field: Field {
            name: "diagnosis",
            id: "a-diagnosis",
            label: text::diagnosis_add(l),
            placeholder: text::diagnosis_hint(l),
            ..Field::default()
        },
        source: "/diagnoses/search",
        ..Combobox::default()
    };
    html! {
        fieldset.f {
            legend.lb { (text::diagnosis_keep(l)) }
            @for d in &latest.diagnoses {
                label.chk { input type="checkbox" name="keep" value=(d.code) checked[stays(&d.code)]; span { code { (d.code) } " " (d.title(l)) } }
            }
        }
        (combobox(add, attempt, l))
    }
}
