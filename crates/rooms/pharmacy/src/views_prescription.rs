//! A prescription beside the queue: whose it is, what is given from which batch, and the button that gives it out.

use crate::load::PrescriptionPage;
use crate::paper::forms_of;
use crate::scan::is_scanned;
use crate::store::Head;
use crate::views::{self, fact};
use crate::{review, text, views_checks, views_lines};
use bricks::age::show_age;
use bricks::clock::show_time;
use bricks::id::PrescriptionId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, alert, checkbox, field, general_error, hidden, icon, icon_small, parts,
    radios,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;
use papers::prescription::{COLLECT_DAYS, PaperForm, State};

/// The page; with an attempt it was refused before.
pub fn page(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let beside = html! {
        section.pane aria-labelledby="patient-title" {
            (banner(face, page))
            @if attempt.refusal.is_some() { div.strip { (general_error(attempt, l)) } }
            @if page.is_over { div.strip { (alert(Tone::Bad, "calendar-x", text::too_old(l, COLLECT_DAYS))) } }
            (review::bar(face, page))
            @if page.is_dispensable(face) { (form(face, page, attempt)) } @else { (shown(face, page)) }
        }
        (views_checks::aside(face, page, attempt))
    };
    views::room(face, &page.queue, &beside)
}

fn banner(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        div.pbn {
            div.grow.snug {
                div.row.w {
                    span.tkt.brand.t16 { (head.ticket()) }
                    h2 #patient-title { (name(face, head)) }
                    @if head.emergency { (parts::status(Tone::Bad, "siren", text::emergency(l))) }
                    @if let Some(pregnant) = page.safety.case.person.pregnancy_word(l) { (parts::status(Tone::Bad, "heart", pregnant)) }
                    (state(face, page))
                }
                div.sub {
                    (head.sex().word(l)) " · " (show_age(head.birth(), face.today(), l)) " · " (weight(l, head)) " · "
                    span.nw { (text::prescription_number(l, &head.number)) } " · " (head.doctor())
                }
            }
            (beside(l, head))
            (views::goes_back(l, page.goes_back))
            (allergies(l, &page.safety.allergies_with(&head.allergies, l)))
            dl.facts {
                @if head.dispensed_at.is_some() { (fact(text::dispensed_by(l), html! { (head.dispenser()) })) }
                (fact(text::station_next(l), station(l, head.facts().station())))
            }
        }
    }
}

/// What it was written in place of, and what was written in place of it.
fn beside(l: Lang, head: &Head) -> Markup {
    let link = |id: PrescriptionId, number: &str| html! { a.lnk.nw href={ "/prescriptions/" (id) } { (number) } };
    html! {
        @if let Some((id, number)) = head.replaces.zip(head.replaces_number.as_deref()) {
            div.row.g1.sub { (icon_small("history")) (text::replaces(l)) " " (link(id, number)) }
        }
        @if let Some((id, number)) = head.replaced_by.zip(head.replaced_by_number.as_deref()) {
            (alert(Tone::Info, "history", html! { (text::replaced_by(l)) " " (link(id, number)) }))
        }
    }
}

fn weight(l: Lang, head: &Head) -> String {
    head.weight.map_or_else(|| text::no_weight(l).to_owned(), |weight| text::weight(l, weight.show(l)))
}

/// The name; who may see the record reaches it here.
fn name(face: &Face, head: &Head) -> Markup {
    html! {
        @if face.may(Permission::SeeRecord) {
            a.ink href={ "/patients/" (head.patient) } title=(text::record(face.lang, &head.patient_name)) { (head.patient_name) }
        } @else {
            (head.patient_name)
        }
    }
}

fn state(face: &Face, page: &PrescriptionPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    if let Some(pause) = page.open_pause() {
        return views::paused(l, &pause.reason);
    }
    let time = || head.dispensed_at.map(|at| show_time(at, face.zone())).unwrap_or_default();
    match head.state {
        State::Draft => parts::status(Tone::Mute, "pencil", text::state_draft(l)),
        State::Issued => parts::status(Tone::Wait, "hourglass", text::state_issued(l)),
        State::Partial => parts::status(Tone::Wait, "package", text::state_partial(l)),
        State::Dispensed if page.lines.iter().all(|p| p.line.given.is_zero()) => {
            parts::status(Tone::Bad, "ban", text::state_none_given(l, time()))
        }
        State::Dispensed => parts::status(Tone::Ok, "check", text::state_dispensed(l, time())),
        State::Cancelled => parts::status(Tone::Mute, "ban", text::state_cancelled(l)),
    }
}

fn station(l: Lang, station: Station) -> Markup {
    let class = format!("st k-{}", station.tone());
    html! { span class=(class) { (icon(station.icon())) (station.text(l)) } }
}

/// In red what the patient does not bear; that nothing is known is said among the checks.
fn allergies(l: Lang, allergies: &str) -> Markup {
    html! {
        @if !allergies.is_empty() {
            div.alert.k-bad role="note" { (icon_small("octagon-alert")) b { (text::allergic(l, allergies)) } }
        }
    }
}

/// The form that gives it out. Its first button is disabled, so that Enter in a field never gives out by mistake.
fn form(face: &Face, page: &PrescriptionPage, attempt: &Attempt) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        form.fill.sp #dispensing method="post" action={ "/prescriptions/" (head.id) (if page.needs_review() { "/review" } else { "/dispensing" }) } data-guard novalidate data-next {
            button type="submit" disabled hidden {}
            (hidden("key", &face.key))
            (hidden("version", &head.version.to_string()))
            (scan_bar(page, attempt, l))
            (views_lines::list(face, page, Some(attempt)))
            div.strip.row.at.w.g3 {
                @if !page.needs_review() { (receiver(attempt, l)) }
                @if attempt.error("batch_reason", l).is_some() || attempt.value("batch_reason").is_some_and(|v| !v.is_empty()) { (batch_reason(attempt, l)) }
                @if !page.safety.open_stops().is_empty() { (reason(attempt, l)) }
                @if page.lines.iter().any(|p| page.stop_of(&p.line).is_some()) { (stopped_reason(attempt, l)) }
            }
            footer.foot {
                @if page.needs_review() {
                    span.sp {}
                    (print(l, page))
                    (Button { text: text::review(l), icon: "wallet", look: Look::Primary, size: Size::Large, submit: true, kbd: "Ctrl ↵", ..Button::default() })
                } @else {
                    (checkbox(Field { name: "explained", label: text::explained(l), required: true, ..Field::default() }, false, attempt, l))
                    span.sp {}
                    (print(l, page))
                    (Button { text: text::dispense(l), look: Look::Primary, size: Size::Large, submit: true, kbd: "Ctrl ↵", ..Button::default() })
                }
            }
        }
    }
}

/// The scanner's field; its code is sent alone, and what was typed elsewhere stays.
fn scan_bar(page: &PrescriptionPage, attempt: &Attempt, l: Lang) -> Markup {
    let lines: Vec<_> = page.lines.iter().filter(|p| !p.line.remainder().is_zero()).collect();
    let done = lines.iter().filter(|p| is_scanned(p, &page.scans)).count();
    let parts = lines.iter().map(|p| format!(" #tick-{0} #scanned-{0}", p.line.id)).collect::<String>();
    let error = attempt.error("scan", l);
    html! {
        div.tbar.w #scan-bar {
            div.ig.scan.grow {
                (icon("scan-barcode"))
                input.in #f-scan type="text" name="scan" value="" maxlength="200" autocomplete="off" placeholder=(text::scan_placeholder(l)) aria-label=(text::scan_label(l))
                    aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "scan-error")] data-scan data-sends="scan-send";
                kbd { "F2" }
            }
            button.btn.sm #scan-send type="submit" formnovalidate formaction={ "/prescriptions/" (page.head.id) "/scans" } data-target={ "#scan-bar" (parts) } { (text::scan_send(l)) }
            span.sub.sm.nw role="status" { (text::scan_count(l, lines.len(), done)) }
            @if let Some(error) = error { div.alert.k-bad.grow #scan-error role="alert" { (icon_small("octagon-alert")) b { (error) } } }
        }
    }
}

/// Who takes the medicines along.
fn receiver(attempt: &Attempt, l: Lang) -> Markup {
    let to = [("patient", text::to_patient(l)), ("relative", text::to_relative(l))];
    html! {
        (radios(Field { name: "given_to", label: text::given_to(l), value: "patient", ..Field::default() }, to, attempt, l))
        (field(Field { name: "receiver", label: text::receiver(l), maxlength: 120, autocomplete: "off", ..Field::default() }, attempt, l))
    }
}

/// Why it is not taken by the earliest expiry.
fn batch_reason(attempt: &Attempt, l: Lang) -> Markup {
    field(
        Field {
            name: "batch_reason",
            label: text::batch_reason(l),
            maxlength: 300,
            autocomplete: "off",
            ..Field::default()
        },
        attempt,
        l,
    )
}

/// Why a medicine is given out that the record says is stopped.
fn stopped_reason(attempt: &Attempt, l: Lang) -> Markup {
    let label = text::stopped_reason(l);
    field(Field { name: "stopped_reason", label, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l)
}

/// Why a medicine is given out in spite of a stop that the doctor gave no reason against.
fn reason(attempt: &Attempt, l: Lang) -> Markup {
    field(
        Field {
            name: "override_reason",
            label: text::override_reason(l),
            hint: text::override_hint(l),
            required: true,
            maxlength: 300,
            autocomplete: "off",
            ..Field::default()
        },
        attempt,
        l,
    )
}

/// The same without inputs: given out already, not enough there, or somebody else's work.
fn shown(face: &Face, page: &PrescriptionPage) -> Markup {
    let l = face.lang;
    html! {
        (views_lines::list(face, page, None))
        footer.foot {
            @if page.is_open() && !face.may(Permission::Dispense) { span.mut.sm { (text::only_pharmacist(l)) } }
            span.sp {}
            (print(l, page))
            @if let Some((id, ticket)) = page.next.as_ref().filter(|_| face.may(Permission::Dispense)) {
                (Button { text: &text::next_prescription(l, ticket), look: Look::Primary, size: Size::Large, icon: "arrow-right",
                    href: &format!("/prescriptions/{id}"), kbd: "Ctrl ↵", ..Button::default() })
            }
        }
    }
}

/// Each form that the law wants for these medicines, and the labels.
fn print(l: Lang, page: &PrescriptionPage) -> Markup {
    let (id, forms) = (page.head.id, forms_of(page.lines.iter().map(|p| &p.line)));
    html! {
        @for form in &forms {
            a.btn.lg href={ "/prescriptions/" (id) "/paper?form=" (form.code()) } target="_blank" rel="noopener" {
                (icon("printer"))
                @if *form == PaperForm::Ordinary { (text::print(l)) } @else { (text::print_form(l, form.code().to_uppercase())) }
            }
        }
        a.btn.lg href={ "/prescriptions/" (id) "/labels" } target="_blank" rel="noopener" { (icon("tag")) (text::print_labels(l)) }
    }
}
