//! The form of an amendment: the whole note once more, to be said anew with a reason. It is kept while it is typed, and
//! shown beside what somebody else signed meanwhile.

use super::aside::{Pair, kept_box, side_by_side};
use super::chart::{Chart, Desk, Part};
use super::visit_path;
use crate::acts::{ADDED, AmendmentDrafted};
use crate::store::AmendmentDraft;
use crate::text;
use bricks::clock::show_instant;
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::html::{
    Attempt, Button, Combobox, Field, Look, Tone, alert, combobox, field, hidden, icon_small, textarea,
};
use ground::web::{Face, Form};
use maud::{Markup, html};
use papers::note::{Signed, Texts, Version};

/// An amendment that its author did not sign yet.
pub struct Amending {
    pub draft: AmendmentDraft,
    /// The diagnoses that the signed version does not have.
    pub further: Vec<Signed>,
}

/// The name under which this browser keeps what this person types here.
fn kept_name(face: &Face, visit: VisitId) -> String {
    format!("{}.{visit}.amendment", face.who.staff)
}

/// What stands in the form when it is drawn, but for what was typed and refused.
struct Begun<'a> {
    texts: Texts,
    why: &'a str,
    over: i64,
    version: i64,
    page: &'a str,
    turn: i64,
    rows: Vec<Row<'a>>,
}

/// A diagnosis of the form.
struct Row<'a> {
    signed: &'a Signed,
    stays: bool,
    supposed: bool,
    main: bool,
}

/// As it was typed so far, or as the newest version says it.
fn begun<'a>(chart: &'a Chart, latest: &'a Version) -> Begun<'a> {
    let Some(Amending { draft, further }) = &chart.amending else {
        let row = |(place, signed): (usize, &'a Signed)| Row {
            signed,
            stays: true,
            supposed: signed.preliminary,
            main: place == 0,
        };
        let rows = latest.diagnoses.iter().enumerate().map(row).collect();
        let texts = latest.texts.clone();
        return Begun { texts, why: "", over: latest.number, version: 0, page: "", turn: 0, rows };
    };
    let codes = draft.codes();
    let row = |signed: &'a Signed| {
        let coded = codes.iter().find(|c| c.code == signed.code);
        Row {
            signed,
            stays: coded.is_some(),
            supposed: coded.map_or(signed.preliminary, |c| c.preliminary),
            main: codes.first().is_some_and(|c| c.code == signed.code),
        }
    };
    Begun {
        texts: draft.texts(),
        why: &draft.why,
        over: draft.over,
        version: draft.version,
        page: &draft.page,
        turn: draft.turn,
        rows: latest.diagnoses.iter().chain(further).map(row).collect(),
    }
}

/// The form, closed until it is asked for; open where something was typed into it before.
pub(super) fn form(desk: Desk<'_>, latest: &Version) -> Markup {
    let (face, l, id) = (desk.face, desk.face.lang, desk.chart.head.id);
    let attempt = desk.tried.of(Part::Amendment);
    let begun = begun(desk.chart, latest);
    let over: i64 = attempt.value("over").and_then(|over| over.parse().ok()).unwrap_or(begun.over);
    let page = if begun.page.is_empty() { face.key.as_str() } else { begun.page };
    html! {
        (kept_box(&kept_name(face, id), "kept-amendment", l, true))
        details.box #amendment open[attempt.was_sent() || desk.chart.amending.is_some()] {
            summary { (icon_small("pencil")) (text::note_amend(l)) }
            @if let Some(said) = attempt.general(l) { (alert(Tone::Bad, "octagon-alert", said)) }
            p.hint.mb2 { (text::note_amend_hint(l)) }
            form.col method="post" action=(visit_path(id, "amendment")) data-draft=(visit_path(id, "amendment/draft")) data-keep=(kept_name(face, id)) {
                (hidden("key", &face.key)) (hidden("page", page)) (hidden("turn", &begun.turn.to_string()))
                (hidden("staff", &face.who.staff.to_string())) (hidden("over", &over.to_string()))
                (fields(desk, &begun, attempt))
                @if over < latest.number { (beside(desk, latest, &begun, attempt)) }
                div.row.at {
                    div.grow #draft { (kept_since(desk, &begun)) }
                    @if desk.chart.amending.is_some() { (discard(desk)) }
                    (Button { text: text::note_amend_sign(l), icon: "lock", look: Look::Primary, submit: true, ..Button::default() })
                }
            }
        }
    }
}

/// Leaves without the fields that the signature needs.
fn discard(desk: Desk<'_>) -> Markup {
    html! {
        button.btn.sm.g type="submit" formaction=(visit_path(desk.chart.head.id, "amendment/removal")) formnovalidate {
            (icon_small("x")) (text::amend_discard(desk.face.lang))
        }
    }
}

fn kept_since(desk: Desk<'_>, begun: &Begun<'_>) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    html! {
        (hidden("version", &begun.version.to_string()))
        @if let Some(amending) = &desk.chart.amending {
            p.row.g1.sm.mut role="status" { (icon_small("cloud-check")) (text::amend_kept(l, show_instant(amending.draft.saved_at, face.zone(), l))) }
        }
    }
}

fn fields(desk: Desk<'_>, begun: &Begun<'_>, attempt: &Attempt) -> Markup {
    let l = desk.face.lang;
    let says_long = &text::note_too_long(l);
    let texts = &begun.texts;
    let area = |name, id, label, value, rows| {
        textarea(Field { name, id, label, value, rows, maxlength: 4_000, says_long, ..Field::default() }, attempt, l)
    };
    let why = Field {
        name: "why",
        label: text::note_why(l),
        value: begun.why,
        placeholder: text::note_why_hint(l),
        required: true,
        maxlength: 300,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        (field(Field { name: "reason", id: "a-reason", label: text::note_reason(l), value: &texts.reason, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
        (area("symptoms", "a-symptoms", text::note_symptoms(l), texts.symptoms.as_str(), 3))
        (area("findings", "a-findings", text::note_findings(l), texts.findings.as_str(), 2))
        (diagnoses(l, begun, attempt))
        (area("advice", "a-advice", text::note_advice(l), texts.advice.as_str(), 2))
        (field(why, attempt, l))
    }
}

/// Ticked ones stay, one of them or the added one is the main one, each is final or supposed.
fn diagnoses(l: Lang, begun: &Begun<'_>, attempt: &Attempt) -> Markup {
    let sent = attempt.was_sent();
    let is = |name: &str, code: &str, begun: bool| if sent { attempt.has(name, code) } else { begun };
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
    let main = |code: &str, begun: bool| {
        html! { label.chk.nw { input type="radio" name="main" value=(code) checked[is("main", code, begun)]; (text::diagnosis_main(l)) } }
    };
    html! {
        fieldset.f {
            legend.lb { (text::diagnosis_keep(l)) }
            @for row in &begun.rows {
                div.row.w {
                    label.chk.grow { input type="checkbox" name="keep" value=(row.signed.code) checked[is("keep", &row.signed.code, row.stays)]; span { code { (row.signed.code) } " " (row.signed.title(l)) } }
                    (main(&row.signed.code, row.main))
                    label.chk.nw { input type="checkbox" name="supposed" value=(row.signed.code) checked[is("supposed", &row.signed.code, row.supposed)]; (text::diagnosis_preliminary(l)) }
                }
            }
        }
        div.row.at { div.grow { (combobox(add, attempt, l)) } div.mt2 { (main(ADDED, false)) } }
    }
}

/// What somebody else signed meanwhile, beside what was typed; it is signed over only when it was read.
fn beside(desk: Desk<'_>, latest: &Version, begun: &Begun<'_>, attempt: &Attempt) -> Markup {
    let (face, l) = (desk.face, desk.face.lang);
    let number = latest.number.to_string();
    let text = |name: &str, kept: &str| attempt.value(name).unwrap_or(kept).replace("\r\n", "\n");
    let typed = Texts {
        reason: text("reason", &begun.texts.reason),
        symptoms: text("symptoms", &begun.texts.symptoms),
        findings: text("findings", &begun.texts.findings),
        advice: text("advice", &begun.texts.advice),
    };
    let signed: Vec<String> = latest.diagnoses.iter().map(|d| coded(&d.code, d.preliminary)).collect();
    let ours: Vec<String> = chosen(begun, attempt);
    let codes = Pair { label: text::diagnosis_title(l), typed: &ours.join(", "), stands: &signed.join(", ") };
    html! {
        fieldset.box.k-wait.mt1 {
            legend.lb { (text::amend_other(l, &latest.signer, latest.number)) }
            p.sm { (show_instant(latest.signed_at, face.zone(), l)) @if !latest.why.is_empty() { " · " b { (text::note_why(l)) ": " } (latest.why) } }
            (side_by_side(l, (text::kept_here(l), &text::note_version(l, latest.number)), &typed, &latest.texts, &[codes]))
            label.chk { input type="checkbox" name="seen" value=(number) required checked[attempt.has("seen", &number)]; span { (text::amend_seen(l, latest.number)) } }
        }
    }
}

fn coded(code: &str, preliminary: bool) -> String {
    if preliminary { format!("{code} ?") } else { code.to_owned() }
}

/// The codes as the form says them, the main one first.
fn chosen(begun: &Begun<'_>, attempt: &Attempt) -> Vec<String> {
    let sent = attempt.was_sent();
    let is = |name: &str, code: &str, begun: bool| if sent { attempt.has(name, code) } else { begun };
    let mut rows: Vec<&Row<'_>> = begun.rows.iter().filter(|r| is("keep", &r.signed.code, r.stays)).collect();
    rows.sort_by_key(|r| !is("main", &r.signed.code, r.main));
    let mut codes: Vec<String> =
        rows.iter().map(|r| coded(&r.signed.code, is("supposed", &r.signed.code, r.supposed))).collect();
    let added = attempt.value("diagnosis").filter(|code| !code.is_empty()).map(str::to_owned);
    let place = if attempt.has("main", ADDED) { 0 } else { codes.len() };
    codes.splice(place..place, added);
    codes
}

/// The answer while somebody types: since when it is kept, and whether somebody else amended meanwhile.
pub fn drafted(face: &Face, drafted: &AmendmentDrafted, form: &Form) -> Markup {
    let l = face.lang;
    match drafted {
        AmendmentDrafted::Nothing => html! {},
        AmendmentDrafted::Saved { version, at, newer } => html! {
            (hidden("version", &version.to_string()))
            p.row.g1.sm.mut role="status" { (icon_small("cloud-check")) (text::amend_kept(l, show_instant(*at, face.zone(), l))) }
            @if let Some(number) = newer { (alert(Tone::Wait, "triangle-alert", text::amend_newer(l, *number))) }
        },
        AmendmentDrafted::Aside => html! {
            (hidden("version", form.text("version")))
            (alert(Tone::Wait, "triangle-alert", text::amend_elsewhere(l)))
        },
    }
}
