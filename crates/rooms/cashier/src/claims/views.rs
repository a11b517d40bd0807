//! The claims of one payer in one period.

use super::pages::{SHOWN_MAX, Shown};
use super::store::{Claim, InsurerRow, Totals, Wanted};
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{iso_day, show_day};
use bricks::id::ClaimId;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::parts::{badge, card_header, empty, status};
use ground::html::{Attempt, Button, Field, Kind, Look, Size, Tone, field, icon_small, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::payer::ClaimState;

/// Tone, icon and word of a state.
pub fn state_word(l: Lang, state: ClaimState) -> (Tone, &'static str, &'static str) {
    match state {
        ClaimState::ToSend => (Tone::Wait, "hourglass", text::claim_to_send(l)),
        ClaimState::Sent => (Tone::Info, "send", text::claim_sent(l)),
        ClaimState::Settled => (Tone::Ok, "check", text::claim_settled(l)),
        ClaimState::Refused => (Tone::Bad, "ban", text::claim_refused(l)),
    }
}

/// The address of the claims that are looked at.
pub fn address(wanted: &Wanted) -> String {
    format!("/cashier/claims?{}", query(wanted))
}

fn query(wanted: &Wanted) -> String {
    let (from, until) = (iso_day(wanted.from_day), iso_day(wanted.until_day));
    format!("payer={}&from={from}&until={until}&state={}", wanted.insurer, wanted.state.map_or("", ClaimState::code))
}

pub fn page(face: &Face, shown: &Shown, (of, attempt): &(Option<ClaimId>, Attempt)) -> Markup {
    let l = face.lang;
    let none = Attempt::none();
    html! {
        div.page {
            (tabs(face, "/cashier/claims"))
            @if of.is_none() { (refused_whole(attempt, l)) }
            @match &shown.wanted {
                None => (empty("shield-check", text::claims_no_payer(l), text::claims_no_payer_hint(l), html! {})),
                Some(wanted) => {
                    (choice(l, &shown.insurers, wanted))
                    section.card #claims aria-labelledby="claims-h" data-live="cashier" data-src=(address(wanted)) {
                        (card_header("claims-h", text::claims(l), head_end(face, shown, wanted)))
                        @if shown.claims.is_empty() { (empty("shield-check", text::claims_none(l), text::claims_none_hint(l), html! {})) }
                        @else { (table(face, shown, wanted, (*of, if of.is_some() { attempt } else { &none }))) }
                    }
                },
            }
        }
    }
}

fn choice(l: Lang, insurers: &[InsurerRow], wanted: &Wanted) -> Markup {
    let none = Attempt::none();
    let names: Vec<(String, &str)> =
        insurers.iter().map(|i| (i.id.to_string(), in_lang(l, &i.name_vi, &i.name_en))).collect();
    let states: Vec<(&str, &str)> = [("", text::claims_all(l))]
        .into_iter()
        .chain(ClaimState::ALL.iter().map(|state| (state.code(), state_word(l, *state).2)))
        .collect();
    let (payer, from, until) = (wanted.insurer.to_string(), iso_day(wanted.from_day), iso_day(wanted.until_day));
    let day = |name, label, value| Field { name, label, value, kind: Kind::Date, ..Field::default() };
    html! {
        form.card.mt2.mb2 method="get" action="/cashier/claims" {
            div.cb.row.w.at {
                (select(Field { name: "payer", label: text::payer(l), value: &payer, ..Field::default() }, names, &none, l))
                (field(day("from", text::claims_from(l), &from), &none, l))
                (field(day("until", text::claims_until(l), &until), &none, l))
                (select(Field { name: "state", label: text::voucher_state(l), value: wanted.state.map_or("", ClaimState::code), ..Field::default() }, states, &none, l))
                div.f { span.lb { "\u{a0}" } (Button { text: text::claims_show(l), submit: true, icon: "list-filter", ..Button::default() }) }
            }
        }
    }
}

fn head_end(face: &Face, shown: &Shown, wanted: &Wanted) -> Markup {
    let l = face.lang;
    let (count, waiting) = shown.totals.as_ref().map_or((0, 0), |totals| (totals.count, totals.to_send));
    html! {
        (badge(Tone::Mute, count))
        @if count > 0 && face.may(Permission::ManageClinic) {
            (Button { text: text::claims_excel(l), size: Size::Small, icon: "download", href: &format!("/cashier/claims/workbook?{}", query(wanted)), ..Button::default() })
            @if shown.is_national() {
                (Button { text: text::bhyt_xml(l), size: Size::Small, icon: "download", href: &format!("/cashier/claims/bhyt?{}", query(wanted)), ..Button::default() })
                (Button { text: text::bhyt(l), size: Size::Small, icon: "settings", href: "/cashier/bhyt", ..Button::default() })
            }
        }
        @if waiting > 0 && face.may(Permission::ManageClinic) {
            (post_form("/claims/sending", &face.key, html! {
                (remember(wanted))
                (Button { text: &text::claims_send(l, waiting), look: Look::Soft, submit: true, size: Size::Small, icon: "send", ..Button::default() })
            }))
        }
    }
}

/// What is looked at, so that the same is looked at again after an act.
fn remember(wanted: &Wanted) -> Markup {
    html! {
        (hidden("payer", &wanted.insurer.to_string()))
        (hidden("from", &iso_day(wanted.from_day)))
        (hidden("until", &iso_day(wanted.until_day)))
        (hidden("state", wanted.state.map_or("", ClaimState::code)))
    }
}

fn table(face: &Face, shown: &Shown, wanted: &Wanted, tried: (Option<ClaimId>, &Attempt)) -> Markup {
    let l = face.lang;
    html! {
        @if let Some(totals) = shown.totals.as_ref().filter(|totals| totals.count > SHOWN_MAX) {
            p.cb.sub { (text::claims_more(l, totals.count, SHOWN_MAX)) }
        }
        div.scroll tabindex="0" role="region" aria-label=(text::claims(l)) {
            table.tbl {
                thead { tr {
                    th scope="col" { (text::claim_day(l)) }
                    th scope="col" { (text::paper_patient(l)) }
                    th scope="col" { (text::payer_card(l)) }
                    th.r scope="col" { (text::claim_charged(l)) }
                    th.r scope="col" { (text::claim_amount(l)) }
                    th.r scope="col" { (text::claim_paid(l)) }
                    th scope="col" { (text::voucher_state(l)) }
                } }
                tbody { @for claim in &shown.claims { (row(face, claim, wanted, tried)) } }
                @if let Some(totals) = &shown.totals { tfoot { (sums(l, totals)) } }
            }
        }
    }
}

fn sums(l: Lang, totals: &Totals) -> Markup {
    html! { tr {
        th scope="row" colspan="3" { (text::claim_sum(l)) }
        td.r.b { (totals.charged.show(l)) }
        td.r.b { (totals.amount.show(l)) }
        td.r.b { (totals.paid.show(l)) }
        td {
            @for (borne, word) in [(totals.clinic, text::claim_by_clinic(l)), (totals.patient_bears, text::claim_by_patient(l))] {
                @if !borne.is_zero() { p.sm { (word) " " b { (borne.show(l)) } } }
            }
            @if !totals.back.is_zero() { p.sm { (text::claim_back_of(l, totals.back.show(l))) } }
        }
    } }
}

fn row(face: &Face, claim: &Claim, wanted: &Wanted, (of, attempt): (Option<ClaimId>, &Attempt)) -> Markup {
    let l = face.lang;
    let (tone, symbol, word) = state_word(l, claim.state);
    let none = Attempt::none();
    let attempt = if of == Some(claim.id) { attempt } else { &none };
    let card =
        if claim.guarantee.is_empty() { claim.card.clone() } else { format!("{} · {}", claim.card, claim.guarantee) };
    html! {
        tr {
            td.num { (show_day(claim.day, l)) }
            td { a.lnk href={ "/visits/" (claim.visit) "/bill" } { (claim.patient_name) } br; span.mut.sm { (claim.patient_code) " · " (claim.plan_name) } }
            td.num { (card) }
            td.r.num { (claim.charged.show(l)) }
            td.r.num.b { (claim.amount.show(l)) }
            td.r.num { (claim.paid.map_or_else(|| "–".to_owned(), |paid| paid.show(l))) }
            td {
                (status(tone, symbol, word))
                @for (borne, word) in [(claim.clinic, text::claim_by_clinic(l)), (claim.patient_bears, text::claim_by_patient(l))] {
                    @if let Some(borne) = borne.filter(|borne| !borne.is_zero()) { p.sm.mut { (word) " " (borne.show(l)) " · " (claim.reason) } }
                }
                @if !claim.back.is_zero() { p.sm { (badge(Tone::Wait, text::claim_back_of(l, claim.back.show_with_sign(l)))) } }
                @if claim.state == ClaimState::Sent && face.may(Permission::ManageClinic) { (settle_form(face, claim, wanted, attempt)) }
            }
        }
    }
}

fn settle_form(face: &Face, claim: &Claim, wanted: &Wanted, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let ids = ["paid", "bears", "reason"].map(|name| format!("{name}-{}", claim.id));
    let [paid_id, bears_id, reason_id] = &ids;
    let all = claim.amount.sub(claim.back).unwrap_or(claim.amount).show(l);
    let paid = Field {
        name: "paid",
        id: paid_id,
        label: text::claim_paid(l),
        kind: Kind::Money,
        value: &all,
        required: true,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let bears = Field { name: "bears", id: bears_id, label: text::claim_bears(l), required: true, ..Field::default() };
    let reason =
        Field { name: "reason", id: reason_id, label: text::claim_reason(l), maxlength: 200, ..Field::default() };
    let who = [("clinic", text::claim_by_clinic(l)), ("patient", text::claim_by_patient(l))];
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("hand-coins")) (text::claim_settle(l)) }
            div.mt2 {
                (post_form(&format!("/claims/{}/settlement", claim.id), &face.key, html! {
                    (refused_whole(attempt, l))
                    (remember(wanted))
                    div.grid3 { (field(paid, attempt, l)) (select(bears, who, attempt, l)) (field(reason, attempt, l)) }
                    (Button { text: text::claim_settle(l), submit: true, size: Size::Small, icon: "check", ..Button::default() })
                }))
            }
        }
    }
}
