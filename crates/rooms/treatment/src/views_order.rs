//! An order beside the worklist: whose it is, what was asked, what was found, the pictures, and what can be done.

use crate::load::OrderPage;
use crate::rules::waiting_tone;
use crate::store::{Diagnosis, Head};
use crate::views;
use crate::{extras, text, vaccine, views_consumables, views_corrections, views_images, views_values};
use bricks::age::show_age;
use bricks::clock::show_time;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, alert, general_error, hidden, icon, icon_small, parts, post_form,
    textarea,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};
use papers::journey::Station;
use papers::order::{Kind, State};
use papers::safety::Person;

/// The page. `attempt` belongs to the result, `upload` to the pictures.
pub fn page(face: &Face, page: &OrderPage, attempt: &Attempt, upload: &Attempt) -> Seen {
    let given = (page.correcting && !attempt.was_sent()).then(|| page.as_typed(face.lang));
    let fresh = given.map(|values| Attempt { values, refusal: None });
    let attempt = fresh.as_ref().unwrap_or(attempt);
    let title = format!("{} {}", page.head.ticket(), page.head.patient_name);
    let right = html! {
        (banner(face, page))
        div.cards.scroll.sp tabindex="0" role="region" aria-label=(page.head.service_name(face.lang)) data-warns {
            (general_error(attempt, face.lang))
            (asked(face.lang, page))
            (vaccine::given(face, page, attempt))
            @if page.is_editable(face) { (form(face, page, attempt)) } @else { (outcome(face, page)) }
            (views_corrections::history(face, page))
            (views_consumables::used(face, page))
            (views_consumables::withdrawal(face, page, attempt))
            (views_images::card(face, page, upload))
        }
        (foot(face, page))
    };
    views::room(face, &page.list, title, &right)
}

fn banner(face: &Face, page: &OrderPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    html! {
        div.pbn {
            div.grow.snug {
                div.row {
                    span.tkt.brand.t16 { (head.ticket()) }
                    h2 { (name(face, head)) }
                    @if head.urgent { (views::urgent(l)) }
                    @if head.unpaid { (views::unpaid(l)) }
                    @if head.fasting { (parts::badge(Tone::Wait, text::fasting(l))) }
                    (state(l, head))
                }
                (pregnancy(l, page))
                div.sub.tr {
                    (head.sex().word(l)) " · " (show_age(head.birth(), face.today(), l)) " · " (head.patient_code)
                    @if page.allergies.to(l).is_empty() { " · " span.warn[!head.allergies_none] { (papers::safety::none_known(head.allergies_none, l)) } }
                }
            }
            dl.facts {
                (fact(text::fact_ordered(l), html! { (head.orderer()) " " span.num { (show_time(head.ordered_at, face.zone())) } }))
                @match head.done_at {
                    Some(done_at) => (fact(if is_vaccination(head) { text::fact_vaccinated(l) } else { text::fact_done(l) }, html! { (head.performer()) " " span.num { (show_time(done_at, face.zone())) } })),
                    None if head.is_open() => (fact(text::fact_waited(l), waited(face, head))),
                    None => {}
                }
                (fact(text::station_next(l), station(l, head)))
            }
        }
    }
}

/// What speaks against rays, and much else; that nobody has asked is told before a picture is taken.
fn pregnancy(l: Lang, page: &OrderPage) -> Markup {
    let person = page.person.as_ref().filter(|_| page.head.is_open());
    let unasked = page.head.kind == Kind::Imaging && person.is_some_and(Person::is_pregnancy_unasked);
    html! {
        @if let Some(word) = person.and_then(|person| person.pregnancy_word(l)) { div { (parts::status(Tone::Bad, "heart", word)) } }
        @if unasked { div { (parts::status(Tone::Wait, "circle-help", text::pregnancy_unasked(l))) } }
    }
}

fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

fn waited(face: &Face, head: &Head) -> Markup {
    let minutes = face.now.minutes_since(head.ordered_at).max(0);
    let class = match waiting_tone(minutes, head.urgent) {
        Tone::Bad => "bad",
        Tone::Wait => "warn",
        _ => "",
    };
    html! { span class=(class) { (views::waited(face.lang, minutes)) } }
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

fn is_vaccination(head: &Head) -> bool {
    head.kind == Kind::Vaccine
}

fn state(l: Lang, head: &Head) -> Markup {
    match head.state {
        State::Done if is_vaccination(head) => parts::status(Tone::Ok, "check", text::state_vaccinated(l)),
        State::Started if is_vaccination(head) => parts::status(Tone::Room, "syringe", text::state_started(l)),
        State::Ordered => parts::status(Tone::Test, "hourglass", text::state_ordered(l)),
        State::Started => parts::status(Tone::Room, "flask-conical", text::state_started(l)),
        State::Done => parts::status(Tone::Ok, "check", text::state_done(l)),
        State::Cancelled => parts::status(Tone::Mute, "ban", text::state_cancelled(l)),
    }
}

/// What is waited for in this room is told by what is done here.
fn station(l: Lang, head: &Head) -> Markup {
    let station = head.facts().station();
    let class = format!("st k-{}", station.tone());
    let (sign, word) = match station {
        Station::Tests if is_vaccination(head) && head.is_open() => ("syringe", text::station_vaccine(l)),
        _ => (station.icon(), station.text(l)),
    };
    html! { span class=(class) { (icon(sign)) (word) } }
}

/// What must be known before: allergies, what the doctor asked and suspects.
fn asked(l: Lang, page: &OrderPage) -> Markup {
    html! {
        @if !page.allergies.to(l).is_empty() { (alert(Tone::Bad, "octagon-alert", html! { b { (text::allergic(l, page.allergies.to(l))) } })) }
        @if page.head.unpaid { (alert(Tone::Bad, "wallet", text::unpaid_why(l))) }
        @if page.head.state == State::Cancelled {
            @let why = &page.head.cancelled_reason;
            (alert(Tone::Bad, "ban", if page.head.done_at.is_some() { text::withdrawn_because(l, why) } else { text::cancelled_because(l, why) }))
        }
        @if !page.head.question.is_empty() || !page.diagnoses.is_empty() {
            div.alert.k-info role="note" {
                (icon_small("message-circle"))
                span {
                    @if !page.head.question.is_empty() { b { (text::question(l)) ": " } (page.head.question) br; }
                    @if !page.diagnoses.is_empty() { b { (text::fact_diagnosis(l)) ": " } (diagnoses(l, &page.diagnoses)) }
                }
            }
        }
    }
}

fn diagnoses(l: Lang, all: &[Diagnosis]) -> String {
    let shown: Vec<String> =
        all.iter().take(3).map(|d| format!("{} {}", d.code, in_lang(l, &d.title_vi, &d.title_en))).collect();
    let rest = all.len().saturating_sub(3);
    if rest == 0 { shown.join("; ") } else { format!("{} {}", shown.join("; "), text::and_more(l, rest)) }
}

/// The form in which the result is written. Its first button is disabled, so that Enter in a field never gives the
/// result by mistake.
fn form(face: &Face, page: &OrderPage, attempt: &Attempt) -> Markup {
    let (l, head) = (face.lang, &page.head);
    let (to, title) = match page.correcting {
        true => ("correction", text::correcting(l, head.service_name(l))),
        false => ("result", title_of(l, head)),
    };
    html! {
        form.card #result method="post" action={ "/orders/" (head.id) "/" (to) } data-guard data-unsaved[attempt.refusal.is_some()] novalidate data-next {
            button type="submit" disabled hidden {}
            (hidden("key", &face.key))
            (parts::card_header("result-title", &title, count(l, page)))
            @if page.correcting { div.cf { (views_corrections::reason(l, page, attempt)) } } @else { (vaccine::inputs(face, page, attempt)) }
            @if page.analytes.is_empty() {
                div.cb.col.g3 { (finding(l, head.kind, attempt)) (conclusion(l, words_of(l, head).1, 2, attempt)) }
            } @else {
                (views_values::table(face, page, Some(attempt)))
                div.cf { (conclusion(l, text::remark(l), 1, attempt)) }
                (views_values::doubt(l, page, attempt))
            }
            @if !page.correcting { (views_consumables::inputs(face, page, attempt)) (extras::inputs(face, attempt)) (views_consumables::missing(l, attempt)) }
        }
    }
}

fn title_of(l: Lang, head: &Head) -> String {
    if is_vaccination(head) {
        text::vaccination_of(l, head.service_name(l))
    } else {
        text::result_of(l, head.service_name(l))
    }
}

/// What the two texts are called.
fn words_of(l: Lang, head: &Head) -> (&'static str, &'static str) {
    match head.kind {
        Kind::Vaccine => (text::given(l), text::remark(l)),
        Kind::Procedure => (text::given(l), text::conclusion(l)),
        _ => (text::finding(l), text::conclusion(l)),
    }
}

fn count(l: Lang, page: &OrderPage) -> Markup {
    html! { @if !page.analytes.is_empty() { (parts::badge(Tone::Mute, text::analytes(l, i64::try_from(page.analytes.len()).unwrap_or(0)))) } }
}

fn finding(l: Lang, kind: Kind, attempt: &Attempt) -> Markup {
    let (rows, hint) = if kind == Kind::Vaccine { (3, "") } else { (6, text::finding_hint(l)) };
    let label = if matches!(kind, Kind::Procedure | Kind::Vaccine) { text::given(l) } else { text::finding(l) };
    textarea(Field { name: "finding", label, rows, maxlength: 4000, hint, ..Field::default() }, attempt, l)
}

fn conclusion(l: Lang, label: &str, rows: u8, attempt: &Attempt) -> Markup {
    textarea(Field { name: "conclusion", label, rows, maxlength: 2000, ..Field::default() }, attempt, l)
}

/// What was found, for those who only read, and after the result was given.
fn outcome(face: &Face, page: &OrderPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    if head.is_open() {
        let (title, hint) = match head.kind {
            Kind::Vaccine => (text::no_vaccination(l), text::no_vaccination_hint(l)),
            _ => (text::no_result(l), text::no_result_hint(l)),
        };
        return parts::empty("hourglass", title, hint, html! {});
    }
    if head.state == State::Cancelled && head.done_at.is_none() {
        return html! {};
    }
    let (finding, conclusion) = words_of(l, head);
    let dose = page.doses.iter().find(|dose| dose.order == head.id);
    html! {
        section.card aria-labelledby="result-title" {
            (parts::card_header("result-title", &title_of(l, head), count(l, page)))
            @if !page.analytes.is_empty() { (views_values::table(face, page, None)) }
            (critical(l, page))
            @if let Some(dose) = dose { div.cb { b { (dose.in_words(l)) } } }
            @if !head.finding.is_empty() || !head.conclusion.is_empty() {
                div.cb.col {
                    (paragraph(finding, &head.finding))
                    (paragraph(conclusion, &head.conclusion))
                }
            } @else if dose.is_some() {} @else if page.analytes.is_empty() {
                div.cb.mut { (text::nothing_written(l)) }
            }
        }
    }
}

fn paragraph(label: &str, said: &str) -> Markup {
    html! {
        @if !said.is_empty() {
            div.f {
                span.lb { (label) }
                @for line in said.lines() { p { (line) } }
            }
        }
    }
}

fn critical(l: Lang, page: &OrderPage) -> Markup {
    let names: Vec<&str> = page.analytes.iter().filter(|a| a.flag.is_critical()).map(|a| a.name(l)).collect();
    html! {
        @if !names.is_empty() {
            div.cf { (alert(Tone::Bad, "siren", text::critical(l, page.head.orderer(), names.join(", ")))) }
        }
    }
}

fn foot(face: &Face, page: &OrderPage) -> Markup {
    let (l, head) = (face.lang, &page.head);
    let back = format!("/treatment?kind={}", head.kind.code());
    html! {
        footer.foot {
            a.btn.g href=(back) { (icon("arrow-left")) (text::back_to_list(l)) }
            @if page.is_editable(face) && !page.analytes.is_empty() { span.mut.sm.nw { kbd { "↵" } " " (text::enter_hint(l)) } }
            span.sp {}
            @if page.is_editable(face) {
                @if page.correcting { (views_corrections::buttons(l, page)) }
                @else {
                @if head.state == State::Ordered {
                    (post_form(&format!("/orders/{}/start", head.id), &face.key, html! {
                        (Button { text: text::start(l), icon: if is_vaccination(head) { "syringe" } else { "test-tube" }, size: Size::Large, submit: true, ..Button::default() })
                    }))
                }
                (Button { text: if is_vaccination(head) { text::finish_vaccine(l) } else { text::finish(l) }, look: Look::Primary, size: Size::Large, submit: true, form: "result", kbd: "Ctrl ↵", ..Button::default() })
                }
            } @else { @if page.is_correctable(face) { (views_corrections::buttons(l, page)) } @if let Some((id, ticket)) = &page.next {
                (Button { text: &text::next_order(l, ticket), look: Look::Primary, size: Size::Large, icon: "arrow-right",
                    href: &format!("/orders/{id}"), kbd: "Ctrl ↵", ..Button::default() })
            } }
        }
    }
}
