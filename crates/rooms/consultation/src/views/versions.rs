//! The signed note: who signed it, and every version of it.

use super::amendment;
use super::chart::Desk;
use super::note::{lines, rank_badge};
use crate::text;
use bricks::clock::show_instant;
use ground::html::{Tone, icon_small, parts};
use ground::web::Face;
use maud::{Markup, html};
use papers::note::Version;

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
        @if desk.amends() { (amendment::form(desk, latest)) }
    }
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
