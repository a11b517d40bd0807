//! One handing over: what went out, and the two ways in which it comes back.

use crate::acts_back::{FATES, left_with_patient, return_name};
use crate::load::HandingPage;
use crate::store_given::{Given, Returned};
use crate::text;
use crate::views::{self, fact};
use bricks::clock::{show_day, show_time};
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::amount;
use ground::html::{
    Attempt, Button, Field, Look, Size, Tone, field, form::post_form, general_error, hidden, icon_small, parts, radios,
};
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// The page; with an attempt something was refused before.
pub fn page(face: &Face, page: &HandingPage, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let stands = page.handing.undone_at.is_none();
    let may = stands && face.may(Permission::Dispense);
    let untouched = page.given.iter().all(|given| given.returned.is_zero());
    let beside = html! {
        section.pane aria-labelledby="handing-title" {
            (banner(face, page))
            @if attempt.refusal.is_some() { div.strip { (general_error(attempt, l)) } }
            div.scroll.sp tabindex="0" role="region" aria-label=(text::medicines_region(l)) {
                @if may && page.given.iter().any(|given| !left_with_patient(given).is_zero()) {
                    (post_form(&format!("/dispenses/{}/returns", page.handing.id), &face.key, return_form(face, page, attempt)))
                } @else {
                    (table(l, page, None))
                }
            }
        }
        aside.pane.rgt.scroll aria-labelledby="back-title" tabindex="0" {
            div.ph { h2 #back-title { (text::undo_title(l)) } }
            div.pb {
                @if may && untouched && page.is_paid { p.sm.mut { (text::undo_paid(l)) } }
                @else if may && untouched { (undo_form(face, page, attempt)) }
                @else { p.sm.mut { (text::undo_no(l)) } }
            }
            (returns(face, page, attempt))
        }
    };
    views::room(face, &page.queue, &beside)
}

fn banner(face: &Face, page: &HandingPage) -> Markup {
    let (l, head, handing) = (face.lang, &page.head, &page.handing);
    let receiver = if handing.given_to == "relative" { text::to_relative(l) } else { text::to_patient(l) };
    html! {
        div.pbn {
            div.grow.snug.tr {
                div.row {
                    span.tkt.brand.t16 { (head.ticket()) }
                    h2.tr #handing-title { (text::handing(l, handing.number)) " · " (head.patient_name) }
                    @match handing.undone_at {
                        Some(_) => (parts::status(Tone::Mute, "undo-2", text::handing_undone(l))),
                        None => (parts::status(Tone::Ok, "check", text::state_dispensed(l, show_time(handing.at, face.zone())))),
                    }
                }
                div.sub.tr {
                    a href={ "/prescriptions/" (head.id) } { (text::prescription_number(l, &head.number)) } " · " (handing.by())
                    @if !handing.confirmed_by.is_empty() { " + " (handing.confirmed_by) }
                    " · " (receiver) @if !handing.receiver.is_empty() { " " (handing.receiver) }
                }
            }
            (views::goes_back(l, page.goes_back))
            dl.facts {
                @if !handing.batch_reason.is_empty() { (fact(text::batch_reason(l), html! { (handing.batch_reason) })) }
                @if handing.stops_seen > 0 { (fact(text::seen_fact(l), html! { (handing.stops_seen) })) }
                @if handing.undone_at.is_some() { (fact(text::undo_reason(l), html! { (handing.undone_reason) " · " (handing.undone_by) })) }
            }
        }
    }
}

fn table(l: Lang, page: &HandingPage, attempt: Option<&Attempt>) -> Markup {
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::col_medicine(l)) }
                th scope="col" { (text::col_batch(l)) }
                th scope="col" { (text::col_expiry(l)) }
                th.r scope="col" { (text::col_quantity(l)) }
                th.r scope="col" { (text::col_returned(l)) }
                @if attempt.is_some() { th.r scope="col" { (text::col_back(l)) } }
            } }
            tbody { @for given in &page.given { (row(l, given, attempt)) } }
        }
    }
}

fn row(l: Lang, given: &Given, attempt: Option<&Attempt>) -> Markup {
    let name = return_name(given);
    html! {
        tr {
            td { b { (given.name(l)) } }
            td.num { (given.number) }
            td.num { (show_day(given.expires_on, l)) }
            td.r.num { (amount(l, given.quantity, &given.dispense_unit)) }
            td.r.num { @if given.returned.is_zero() { "–" } @else { (given.returned.show(l)) } }
            @if let Some(attempt) = attempt {
                td.r {
                    @if !left_with_patient(given).is_zero() {
                        input.in.sm.n name=(name) value=(attempt.value(&name).unwrap_or_default()) inputmode="decimal" autocomplete="off"
                            maxlength="10" aria-label=(text::back_label(l, &given.number, given.name(l)));
                    }
                }
            }
        }
    }
}

/// Both forms ask for a reason: what was sent with amounts is the one that takes goods in.
fn is_return(page: &HandingPage, attempt: &Attempt) -> bool {
    page.given.iter().any(|given| attempt.value(&return_name(given)).is_some())
}

fn return_form(face: &Face, page: &HandingPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let nothing = Attempt::none();
    let attempt = if is_return(page, attempt) { attempt } else { &nothing };
    let fates = FATES.map(|fate| (fate, fate_word(l, fate)));
    html! {
        (table(l, page, Some(attempt)))
        div.pb {
            h3 { (text::return_title(l)) }
            p.sm.mut { (text::return_hint(l)) }
            (radios(Field { name: "fate", label: text::return_fate(l), required: true, ..Field::default() }, fates, attempt, l))
            (field(Field { name: "reason", label: text::return_reason(l), required: true, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
            div { (Button { text: text::return_send(l), icon: "package-open", submit: true, ..Button::default() }) }
        }
    }
}

fn fate_word(l: Lang, fate: &str) -> &'static str {
    match fate {
        "shelf" => text::fate_shelf(l),
        _ => text::fate_destruction(l),
    }
}

fn undo_form(face: &Face, page: &HandingPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let nothing = Attempt::none();
    let is_other = is_return(page, attempt) || attempt.value("undo_return").is_some();
    let attempt = if is_other { &nothing } else { attempt };
    post_form(
        &format!("/dispenses/{}/undo", page.handing.id),
        &face.key,
        html! {
            p.sm.mut { (text::undo_hint(l)) }
            (field(Field { name: "reason", id: "undo-reason", label: text::undo_reason(l), required: true, maxlength: 300, autocomplete: "off", ..Field::default() }, attempt, l))
            (Button { text: text::undo_send(l), icon: "undo-2", look: Look::Danger, submit: true, ..Button::default() })
        },
    )
}

fn returns(face: &Face, page: &HandingPage, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        @if !page.returns.is_empty() {
            div.ph.bt { h2 { (text::returns_title(l)) } }
            ul.pb { @for returned in &page.returns { li.sm { (return_line(face, page, returned, attempt)) } } }
        }
    }
}

fn return_line(face: &Face, page: &HandingPage, returned: &Returned, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let is_today = face.who.day_of(returned.at) == face.today();
    let stands = page.handing.undone_at.is_none() && returned.undone_at.is_none();
    html! {
        b.num { (returned.number) } " · " (fate_word(l, &returned.fate)) " · " (show_time(returned.at, face.zone())) " · " (returned.by)
        @for (_, line, quantity) in page.brought.iter().filter(|(document, ..)| *document == returned.id) {
            @if let Some(given) = page.given.iter().find(|given| given.id == *line) {
                div { (given.name(l)) " " span.num.nw { (amount(l, *quantity, &given.dispense_unit)) } }
            }
        }
        div.sub { (returned.reason) }
        @if returned.undone_at.is_some() {
            div.row.w { (parts::status(Tone::Mute, "undo-2", text::return_undone(l))) span.sub { (returned.undone_reason) " · " (returned.undone_by) } }
        } @else if stands && is_today && face.may(Permission::Dispense) {
            (undo_return_form(face, returned, attempt))
        }
    }
}

/// The way back from a return that was typed wrongly.
fn undo_return_form(face: &Face, returned: &Returned, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let (nothing, own) = (Attempt::none(), returned.id.to_string());
    let attempt = if attempt.value("undo_return") == Some(own.as_str()) { attempt } else { &nothing };
    let id = format!("undo-return-{own}");
    let reason = Field {
        name: "undo_return_reason",
        id: &id,
        label: text::undo_reason(l),
        required: true,
        maxlength: 300,
        autocomplete: "off",
        ..Field::default()
    };
    let act = Button {
        text: text::return_undo_send(l),
        icon: "undo-2",
        look: Look::Danger,
        size: Size::Small,
        submit: true,
        ..Button::default()
    };
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("undo-2")) (text::return_undo(l)) }
            div.mt2 {
                (post_form(&format!("/dispenses/{}/returns/{own}/undo", returned.dispense), &face.key, html! {
                    (hidden("undo_return", &own))
                    p.sm.mut { (text::return_undo_hint(l)) }
                    (field(reason, attempt, l))
                    (act)
                }))
            }
        }
    }
}
