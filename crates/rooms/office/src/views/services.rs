//! What is offered, one kind at a time, and one service to be changed.

use super::places::use_form;
use super::{consumables, prices, submit};
use crate::acts::services::price_as_typed;
use crate::rules::{DEPARTMENTS, SERVICE_KINDS};
use crate::store::prices::Terms;
use crate::store::services::{ServiceRow, TickRow};
use crate::{text, words};
use bricks::clock::{Day, iso_day, show_day};
use bricks::id::{ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::catalog::in_lang;
use ground::html::{
    Attempt, Button, Field, Kind, Look, Part, Size, Tone, checkbox, field, general_error, hidden, icon_small, parts,
    post_form, select,
};
use ground::web::{Face, Seen, office_bar};
use maud::{Markup, html};
use papers::charge::price::PriceRule;
use papers::consumable::Listed;

/// A service, or none for a new one, and what it may take.
#[derive(Default)]
pub struct One {
    pub service: Option<ServiceRow>,
    /// The latest first.
    pub prices: Vec<(Day, Money)>,
    /// Exceptions to them, the latest first.
    pub rules: Vec<PriceRule>,
    pub terms: Terms,
    /// Whose price an exception may be.
    pub doctors: Vec<(ResourceId, String)>,
    /// What a package may be made of.
    pub parts: Vec<(ServiceId, String, String)>,
    pub ticks: Vec<TickRow>,
    /// What performing it uses up.
    pub consumables: Vec<Listed>,
}

pub fn list(face: &Face, kind: &str, services: &[ServiceRow]) -> Seen {
    let l = face.lang;
    let hrefs = SERVICE_KINDS.map(|kind| format!("/office/services?kind={kind}"));
    let kinds: Vec<Part<'_>> = SERVICE_KINDS
        .iter()
        .zip(&hrefs)
        .map(|(each, href)| Part {
            text: words::service_kind(l, each),
            href,
            current: *each == kind,
            ..Part::default()
        })
        .collect();
    let add = Button {
        text: text::add_service(l),
        icon: "plus",
        look: Look::Primary,
        href: "/office/services/new",
        ..Button::default()
    };
    let main = html! {
        div.tbar { (parts::segmented(text::column_kind(l), &kinds)) span.sp {} (add) }
        div.scroll.sp tabindex="0" role="region" aria-label=(text::services_page(l)) {
            table.tbl {
                thead {
                    tr { th { (text::field_code(l)) } th { (text::column_service(l)) } th { (text::field_department(l)) } th.r { (text::field_duration(l)) } th.r { (text::field_price(l)) } th { (text::field_prefix(l)) } th { (text::column_booking(l)) } th { (text::column_state(l)) } }
                }
                tbody { @for service in services { (row(l, service)) } }
            }
        }
    };
    Seen { title: text::services_page(l).to_owned(), room: "office", top: office_bar(face, "/office/services"), main }
}

fn row(l: Lang, s: &ServiceRow) -> Markup {
    let name = in_lang(l, &s.name_vi, &s.name_en);
    html! {
        tr {
            td.num { (s.code) }
            td { a.lnk href={ "/office/services/" (s.id) } { (name) } }
            td.sub { (words::department(l, &s.department)) }
            (parts::number_cell(text::minutes(l, s.duration_minutes)))
            (parts::number_cell(s.price.map_or_else(String::new, |price| price.show_with_sign(l))))
            td.num { (s.ticket_prefix) }
            td.sub {
                @if s.bookable > 0 { (text::bookable_with(l, s.bookable)) }
                @if s.bookable > 0 && s.needs > 0 { " · " }
                @if s.needs > 0 { (text::needs_count(l, s.needs)) }
            }
            td {
                @if s.active { (parts::status(Tone::Ok, "check", text::in_use(l))) }
                @else { (parts::status(Tone::Mute, "ban", text::out_of_use(l))) }
            }
        }
    }
}

pub fn page(face: &Face, one: &One, attempt: &Attempt) -> Seen {
    let l = face.lang;
    let title = one.service.as_ref().map_or(text::add_service(l), |s| in_lang(l, &s.name_vi, &s.name_en));
    let action = one.service.as_ref().map_or("/office/services".to_owned(), |s| format!("/office/services/{}", s.id));
    let is_consultation = one.service.as_ref().is_none_or(|s| s.kind == "consultation");
    let own = &attempt.of_form_with("name_vi");
    let main = html! {
        div.stk.mt4 {
            section.card aria-labelledby="service" {
                (parts::card_header("service", title, html! { (Button { text: text::all_services(l), icon: "arrow-left", href: "/office/services", size: Size::Small, ..Button::default() }) }))
                div.cb.col.scroll.sp tabindex="-1" {
                    (general_error(attempt, l))
                    (post_form(&action, &face.key, html! {
                        (facts(l, one, own))
                        @if is_consultation { (choices(l, &one.ticks, own)) }
                        (submit(text::save(l), "save"))
                    }))
                }
            }
            @if let Some(service) = &one.service {
                div.col.scroll.g3 {
                    (beside(face, service, &one.prices, &attempt.of_form_with("from_day")))
                    (prices::price_rules(face, service, one, &attempt.of_form_with("rule_price")))
                    @if !is_consultation { (consumables::card(face, service, one, attempt)) }
                    (prices::terms(face, service, one, attempt))
                }
            }
        }
    };
    Seen { title: text::services_page(l).to_owned(), room: "office", top: office_bar(face, "/office/services"), main }
}

fn facts(l: Lang, one: &One, attempt: &Attempt) -> Markup {
    let s = one.service.as_ref();
    let of = |value: Option<&String>| value.cloned().unwrap_or_default();
    let duration = s.map_or(15, |s| s.duration_minutes).to_string();
    let (vi, en) = (of(s.map(|s| &s.name_vi)), of(s.map(|s| &s.name_en)));
    let (department, prefix) = (of(s.map(|s| &s.department)), of(s.map(|s| &s.ticket_prefix)));
    let departments = DEPARTMENTS.map(|code| (code, words::department(l, code)));
    html! {
        @if s.is_none() { (first_facts(l, attempt)) }
        div.grid2 {
            (field(Field { name: "name_vi", label: text::field_name_vi(l), value: &vi, required: true, maxlength: 120, ..Field::default() }, attempt, l))
            (field(Field { name: "name_en", label: text::field_name_en(l), value: &en, hint: text::name_en_hint(l), maxlength: 120, ..Field::default() }, attempt, l))
        }
        div.grid3 {
            (select(Field { name: "department", label: text::field_department(l), value: &department, required: true, ..Field::default() }, departments, attempt, l))
            (field(Field { name: "duration_minutes", label: text::field_duration_minutes(l), kind: Kind::Number, value: &duration, required: true, maxlength: 3, ..Field::default() }, attempt, l))
            (field(Field { name: "ticket_prefix", label: text::field_prefix(l), value: &prefix, hint: text::service_prefix_hint(l), maxlength: 3, ..Field::default() }, attempt, l))
        }
        (audience(l, s, attempt))
    }
}

/// Whom the service is for; nothing chosen sets no bound.
fn audience(l: Lang, s: Option<&ServiceRow>, attempt: &Attempt) -> Markup {
    let for_sex = s.and_then(|s| s.for_sex.clone()).unwrap_or_default();
    let years = |of: Option<i64>| of.map(|years| years.to_string()).unwrap_or_default();
    let (from, below) = (years(s.and_then(|s| s.from_years)), years(s.and_then(|s| s.below_years)));
    let sexes = [("", text::for_all(l)), ("female", text::for_women(l)), ("male", text::for_men(l))];
    html! {
        div.grid3 {
            (select(Field { name: "for_sex", label: text::field_for_sex(l), value: &for_sex, ..Field::default() }, sexes, attempt, l))
            (field(Field { name: "from_years", label: text::field_from_years(l), kind: Kind::Number, value: &from, maxlength: 3, ..Field::default() }, attempt, l))
            (field(Field { name: "below_years", label: text::field_below_years(l), kind: Kind::Number, value: &below, hint: text::audience_hint(l), maxlength: 3, ..Field::default() }, attempt, l))
        }
    }
}

/// What never changes of a service, and its first price.
fn first_facts(l: Lang, attempt: &Attempt) -> Markup {
    let kinds = SERVICE_KINDS.map(|kind| (kind, words::service_kind(l, kind)));
    html! {
        div.grid3 {
            (field(Field { name: "code", label: text::field_code(l), hint: text::code_hint(l), required: true, maxlength: 12, ..Field::default() }, attempt, l))
            (select(Field { name: "kind", label: text::column_kind(l), required: true, ..Field::default() }, kinds, attempt, l))
            (field(Field { name: "price", label: text::field_price_vnd(l), kind: Kind::Money, required: true, maxlength: 15, ..Field::default() }, attempt, l))
        }
    }
}

fn choices(l: Lang, ticks: &[TickRow], attempt: &Attempt) -> Markup {
    let (doctors, places): (Vec<_>, Vec<_>) = ticks.iter().partition(|tick| tick.kind == "doctor");
    html! {
        (boxes(l, ("need", text::needs_title(l), text::needs_hint(l)), &places, attempt))
        (boxes(l, ("doctor", text::bookable_title(l), text::bookable_hint(l)), &doctors, attempt))
    }
}

fn boxes(l: Lang, (name, title, hint): (&str, &str, &str), ticks: &[&TickRow], attempt: &Attempt) -> Markup {
    html! {
        @if !ticks.is_empty() {
            fieldset.f {
                legend.lb { (title) }
                p.hint { (hint) }
                div.grid3 {
                    @for tick in ticks {
                        @let (id, value) = (format!("{name}-{}", tick.id), tick.id.to_string());
                        (checkbox(Field { name, label: &tick.name, value: &value, id: &id, ..Field::default() }, tick.ticked, attempt, l))
                    }
                }
            }
        }
    }
}

/// The prices, and whether it is offered at all.
fn beside(face: &Face, service: &ServiceRow, prices: &[(Day, Money)], attempt: &Attempt) -> Markup {
    let (l, path) = (face.lang, format!("/office/services/{}", service.id));
    let today = face.today();
    let in_force = prices.iter().map(|(from, _)| *from).find(|from| *from <= today);
    let from = iso_day(today);
    let sure = price_as_typed(|name| attempt.value(name).unwrap_or_default());
    html! {
        section.card aria-labelledby="prices" {
            (parts::card_header("prices", text::prices_title(l), html! {}))
            div.cb.col {
                ul.col.g2 {
                    @for (from, price) in prices {
                        li.row {
                            span.grow { (text::price_from(l, show_day(*from, l))) @if Some(*from) == in_force { " " (parts::badge(Tone::Ok, text::price_now(l))) } @else if *from > today { " " (parts::badge(Tone::Info, text::price_later(l))) } }
                            b.num { (price.show_with_sign(l)) }
                            @if *from > today {
                                (post_form(&format!("{path}/price/removal"), &face.key, html! {
                                    (hidden("price_day", &iso_day(*from)))
                                    button.btn.sm type="submit" aria-label=(text::price_remove(l)) title=(text::price_remove(l)) { (icon_small("x")) }
                                }))
                            }
                        }
                    }
                }
                (post_form(&format!("{path}/price"), &face.key, html! {
                    div.col.g2 {
                        (field(Field { name: "from_day", label: text::field_from_day(l), kind: Kind::Date, value: &from, required: true, ..Field::default() }, attempt, l))
                        (field(Field { name: "price", label: text::field_price_vnd(l), kind: Kind::Money, required: true, maxlength: 15, ..Field::default() }, attempt, l))
                    }
                    @if attempt.error("sure", l).is_some() {
                        (checkbox(Field { name: "sure", label: text::price_sure(l), value: &sure, ..Field::default() }, false, attempt, l))
                    }
                    (Button { text: text::set_price(l), icon: "tag", submit: true, block: true, ..Button::default() })
                }))
                (use_form(face, &format!("{path}/use"), service.active, &text::retire_service_confirm(l, in_lang(l, &service.name_vi, &service.name_en))))
            }
        }
    }
}
