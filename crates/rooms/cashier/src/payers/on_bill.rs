//! The payers on a bill: who they are, what they bear, and the form that adds one.

use super::store::{Offered, Payer, Profile};
use crate::seen::Bill;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::show_day;
use bricks::lang::Lang;
use ground::access::Permission;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::{Attempt, Button, Field, Size, Tone, alert, field, icon_small, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::payer::PAYERS_MAX;

/// The payers with what they bear, each to be taken off.
pub fn chips(face: &Face, bill: &Bill) -> Markup {
    html! {
        @for payer in &bill.open.payers {
            div.row.mb2 {
                span.mut.sm.grow.snug { (payer.plan_name) @if let Some(told) = payer.told() { " · " span.num { (told) } } }
                (chip(face, bill, payer))
            }
        }
    }
}

fn chip(face: &Face, bill: &Bill, payer: &Payer) -> Markup {
    let l = face.lang;
    let action = format!("/visits/{}/payers/removal", bill.head.visit);
    html! {
        span.chip.push title=(payer.name(l)) {
            (icon_small("shield-check")) span.tr { (in_lang(l, &payer.name_vi, &payer.name_en)) }
            b.num.nw { "−" (bill.open.borne_by(payer.position).show(l)) }
            @if face.may(Permission::TakePayment) && !bill.open.charges.is_empty() {
                (post_form(&action, &face.key, html! {
                    (hidden("position", &payer.position.to_string()))
                    button type="submit" aria-label=(text::payer_remove(l)) title=(text::payer_remove(l)) { (icon_small("x")) }
                }))
            }
        }
    }
}

/// The form that adds a payer, filled with what the patient's profile says.
pub fn form(face: &Face, bill: &Bill, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let may = face.may(Permission::TakePayment) && !bill.offered.is_empty() && bill.open.payers.len() < PAYERS_MAX;
    let action = format!("/visits/{}/payers", bill.head.visit);
    html! {
        @if may {
            details.menu.mb2 open[attempt.was_sent()] {
                summary.btn.sm { (icon_small("shield-check")) (text::payer_add(l)) }
                div.mt2 {
                    (post_form(&action, &face.key, html! {
                        (refused_whole(attempt, l))
                        (fields(l, &bill.offered, bill.profile.as_ref(), attempt))
                        (Button { text: text::payer_choose(l), submit: true, size: Size::Small, icon: "check", ..Button::default() })
                    }))
                }
            }
        }
    }
}

/// A card in the profile that does not pay for this visit yet.
pub fn card_hint(face: &Face, bill: &Bill) -> Markup {
    let l = face.lang;
    let known = bill.profile.as_ref().filter(|profile| profile.plan.is_some() && bill.open.payers.is_empty());
    let card =
        known.and_then(|profile| profile.card.as_deref().filter(|card| !card.is_empty()).map(|card| (profile, card)));
    html! {
        @if let Some((profile, card)) = card {
            @if profile.holds() {
                div.col.g2.mb2 { (alert(Tone::Wait, "shield-check", text::payer_card_unused(l, card))) (card_use(face, bill, (profile, card))) }
            }
            @else { (alert(Tone::Info, "calendar-x", text::payer_card_not_today(l, card))) }
        }
    }
}

/// One step where the card says all that is asked for.
fn card_use(face: &Face, bill: &Bill, (profile, card): (&Profile, &str)) -> Markup {
    let l = face.lang;
    let plan = bill.offered.iter().find(|each| Some(each.plan) == profile.plan && !each.needs_guarantee);
    // Of an insurer with several plans somebody chooses.
    let plan = plan.filter(|plan| bill.offered.iter().filter(|each| each.name_vi == plan.name_vi).count() == 1);
    let day = |day: Option<bricks::clock::Day>| day.map(|day| show_day(day, l)).unwrap_or_default();
    html! {
        @if let Some(plan) = plan.filter(|_| face.may(Permission::TakePayment)) {
            (post_form(&format!("/visits/{}/payers", bill.head.visit), &face.key, html! {
                (hidden("plan", &plan.plan.to_string()))
                (hidden("card", card))
                (hidden("card_from", &day(profile.from_day)))
                (hidden("card_until", &day(profile.until_day)))
                span.sm { (plan.plan_name) " " }
                (Button { text: text::payer_card_use(l), submit: true, size: Size::Small, icon: "check", ..Button::default() })
            }))
        }
    }
}

fn fields(l: Lang, offered: &[Offered], profile: Option<&Profile>, attempt: &Attempt) -> Markup {
    let name = |each: &Offered| format!("{} · {}", in_lang(l, &each.name_vi, &each.name_en), each.plan_name);
    let plans: Vec<(String, String)> = offered.iter().map(|each| (each.plan.to_string(), name(each))).collect();
    let usual = profile.and_then(|p| p.plan).map(|plan| plan.to_string()).unwrap_or_default();
    let day = |day: Option<bricks::clock::Day>| day.map(|day| show_day(day, l)).unwrap_or_default();
    let (from, until) = (day(profile.and_then(|p| p.from_day)), day(profile.and_then(|p| p.until_day)));
    let card = profile.and_then(|p| p.card.as_deref()).unwrap_or_default();
    let line =
        |name, label, value| Field { name, label, value, maxlength: 40, autocomplete: "off", ..Field::default() };
    let levels = [("", text::payer_level_of_card(l)), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")];
    html! {
        (select(Field { name: "plan", label: text::payer_plan(l), value: &usual, required: true, ..Field::default() }, plans, attempt, l))
        div.grid2 {
            (field(line("card", text::payer_card(l), card), attempt, l))
            (select(Field { name: "level", label: text::payer_level(l), ..Field::default() }, levels, attempt, l))
            (field(line("card_from", text::payer_card_from(l), &from), attempt, l))
            (field(line("card_until", text::payer_card_until(l), &until), attempt, l))
        }
        (field(line("guarantee", text::payer_guarantee(l), ""), attempt, l))
    }
}
