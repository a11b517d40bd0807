//! Beside a service: exceptions to its price, and what of it costs nothing.

use super::services::One;
use crate::acts::prices::PAYERS;
use crate::store::services::ServiceRow;
use crate::text;
use bricks::clock::{Day, iso_day, show_day, show_minute, weekday_word};
use bricks::lang::Lang;
use ground::catalog::in_lang;
use ground::html::{Attempt, Button, Field, Kind, Size, Tone, checkbox, field, parts, post_form, select};
use ground::web::Face;
use maud::{Markup, html};
use papers::charge::price::{EVERY_WEEKDAY, PriceRule};

/// Whose price it is, in words.
fn payer_word(l: Lang, payer: &str) -> &'static str {
    match payer {
        "self" => text::payer_self(l),
        "national" => text::payer_national(l),
        "private" => text::payer_private(l),
        _ => text::payer_any(l),
    }
}

/// The exceptions that hold or will, and the form for one more.
pub fn price_rules(face: &Face, service: &ServiceRow, one: &One, attempt: &Attempt) -> Markup {
    let (l, today) = (face.lang, face.today());
    let live = one.rules.iter().filter(|rule| rule.until_day.is_none_or(|until| until >= today));
    let rules: Vec<&PriceRule> = live.collect();
    html! {
        section.card aria-labelledby="exceptions" {
            (parts::card_header("exceptions", text::price_rules_title(l), html! {}))
            div.cb.col {
                p.hint { (text::price_rules_hint(l)) }
                ul.col.g2 { @for rule in rules { (rule_row(face, one, rule, today)) } }
                details open[attempt.was_sent()] {
                    summary.btn { (ground::html::icon("plus")) (text::add_rule(l)) }
                    (rule_form(face, service, one, attempt))
                }
            }
        }
    }
}

fn rule_row(face: &Face, one: &One, rule: &PriceRule, today: Day) -> Markup {
    let l = face.lang;
    let named = rule.doctor.and_then(|doctor| one.doctors.iter().find(|(id, _)| *id == doctor));
    let doctor = named.map(|(_, name)| name.as_str());
    let until = rule.until_day.map(|until| format!(" – {}", show_day(until, l))).unwrap_or_default();
    let hours = (rule.from_minute, rule.to_minute) != (0, 1_440);
    html! {
        li.row.at {
            span.grow.snug {
                b { (payer_word(l, &rule.payer_kind)) }
                @if let Some(doctor) = doctor { " · " (doctor) }
                @if rule.branch.is_some() { " · " (text::only_here(l)) }
                @if rule.weekdays != EVERY_WEEKDAY { " · " (weekdays(l, rule.weekdays)) }
                @if hours { " · " span.num { (show_minute(rule.from_minute)) "–" (show_minute(rule.to_minute)) } }
                br;
                span.mut.sm { (text::price_from(l, show_day(rule.from_day, l))) (until) }
                @if rule.from_day > today { " " (parts::badge(Tone::Info, text::price_later(l))) }
            }
            b.num { (rule.price.show_with_sign(l)) }
            (post_form(&format!("/office/price-rules/{}/end", rule.id), &face.key, html! {
                (Button { text: text::end_rule(l), icon: "x", submit: true, size: Size::Small, ..Button::default() })
            }))
        }
    }
}

fn weekdays(l: Lang, mask: i64) -> String {
    let named = (1..=7).filter(|day| mask & (1 << (day - 1)) != 0).map(|day| weekday_word(day, l));
    named.collect::<Vec<_>>().join(", ")
}

fn rule_form(face: &Face, service: &ServiceRow, one: &One, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let from = iso_day(face.today());
    let ids: Vec<(String, &str)> = one.doctors.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let doctors = ids.iter().map(|(id, name)| (id.as_str(), *name));
    let doctors = std::iter::once(("", text::any_doctor(l))).chain(doctors);
    let payers = PAYERS.map(|payer| (payer, payer_word(l, payer)));
    let time =
        |name, label| field(Field { name, label, kind: Kind::Time, maxlength: 5, ..Field::default() }, attempt, l);
    html! {
        (post_form(&format!("/office/services/{}/price-rules", service.id), &face.key, html! {
            div.grid3 {
                (field(Field { name: "rule_price", label: text::field_price_vnd(l), kind: Kind::Money, required: true, maxlength: 15, ..Field::default() }, attempt, l))
                (field(Field { name: "rule_from", label: text::field_from_day(l), kind: Kind::Date, value: &from, required: true, ..Field::default() }, attempt, l))
                (field(Field { name: "rule_until", label: text::field_until_day(l), kind: Kind::Date, ..Field::default() }, attempt, l))
            }
            div.grid2 {
                (select(Field { name: "rule_payer", label: text::field_payer(l), ..Field::default() }, payers, attempt, l))
                (select(Field { name: "rule_doctor", label: text::field_of_doctor(l), ..Field::default() }, doctors, attempt, l))
            }
            fieldset.f {
                legend.lb { (text::field_weekdays(l)) }
                div.row.w {
                    @for day in 1..=7_i64 {
                        @let (id, value) = (format!("weekday-{day}"), day.to_string());
                        (checkbox(Field { name: "rule_weekday", label: weekday_word(day, l), value: &value, id: &id, ..Field::default() }, false, attempt, l))
                    }
                }
                p.hint { (text::weekdays_hint(l)) }
            }
            div.grid2 { (time("rule_start", text::field_start(l))) (time("rule_end", text::field_end(l))) }
            (checkbox(Field { name: "rule_here", label: text::only_here(l), ..Field::default() }, false, attempt, l))
            (Button { text: text::add_rule(l), icon: "tag", submit: true, block: true, ..Button::default() })
        }))
    }
}

/// Free re-visits of a consultation; sessions of another service for a package.
pub fn terms(face: &Face, service: &ServiceRow, one: &One, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let (days, sessions, lasts) =
        (number(one.terms.free_days), number(one.terms.package_sessions), number(one.terms.package_days));
    let part = one.terms.package_of.map(|id| id.to_string()).unwrap_or_default();
    let ids: Vec<(String, &str)> = one.parts.iter().map(|(id, vi, en)| (id.to_string(), in_lang(l, vi, en))).collect();
    let services = std::iter::once(("", text::no_package(l))).chain(ids.iter().map(|(id, name)| (id.as_str(), *name)));
    let whole = |name, label, value, hint| {
        field(Field { name, label, kind: Kind::Number, value, hint, maxlength: 4, ..Field::default() }, attempt, l)
    };
    html! {
        section.card aria-labelledby="terms" {
            (parts::card_header("terms", if service.kind == "consultation" { text::free_visit_title(l) } else { text::package_title(l) }, html! {}))
            div.cb.col {
                (post_form(&format!("/office/services/{}/terms", service.id), &face.key, html! {
                    @if service.kind == "consultation" {
                        (whole("revisit_free_days", text::field_free_days(l), days.as_str(), text::free_visit_hint(l)))
                    } @else {
                        p.hint { (text::package_hint(l)) }
                        (select(Field { name: "package_of", label: text::field_package_of(l), value: &part, ..Field::default() }, services, attempt, l))
                        div.grid2 {
                            (whole("package_sessions", text::field_sessions(l), sessions.as_str(), ""))
                            (whole("package_days", text::field_lasts(l), lasts.as_str(), text::lasts_hint(l)))
                        }
                    }
                    (Button { text: text::save(l), icon: "save", submit: true, block: true, ..Button::default() })
                }))
            }
        }
    }
}
