//! The payers with their plans, and the rules that hold from a day on.

use super::plan::fields_of;
use super::plans::{Dated, GroupRow, InsurerRow, PlanRow};
use crate::session::tabs;
use crate::text;
use crate::views::refused_whole;
use bricks::clock::{iso_day, show_day};
use bricks::id::InsurerId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::catalog::in_lang;
use ground::html::field::hidden;
use ground::html::parts::{badge, card_header, status};
use ground::html::{
    Attempt, Button, Field, Kind, Look, Size, Tone, checkbox, field, icon_small, post_form, select, textarea,
};
use ground::web::Face;
use maud::{Markup, html};
use papers::payer::ServiceGroup;
use papers::receipt::vat_word;

/// What the page shows.
pub struct Shown {
    pub insurers: Vec<InsurerRow>,
    pub plans: Vec<PlanRow>,
    pub dated: Dated,
}

/// The forms of the page as they came back.
#[derive(Default)]
pub struct Tried {
    pub insurer: Attempt,
    pub plan: Option<(InsurerId, Attempt)>,
    pub rule: Attempt,
}

/// The word of a class.
pub fn group_word(l: Lang, group: ServiceGroup) -> &'static str {
    match group {
        ServiceGroup::Consultation => text::group_consultation(l),
        ServiceGroup::Lab => text::group_lab(l),
        ServiceGroup::Imaging => text::group_imaging(l),
        ServiceGroup::Procedure => text::group_procedure(l),
        ServiceGroup::Vaccine => text::group_vaccine(l),
        ServiceGroup::Medicine => text::group_medicine(l),
        ServiceGroup::Retail => text::group_retail(l),
        ServiceGroup::Other => text::group_other(l),
    }
}

/// `80 %`.
pub fn share_word(l: Lang, basis_points: i64) -> String {
    format!("{}\u{a0}%", Quantity::from_milli(basis_points * 10).show(l))
}

pub fn page(face: &Face, shown: &Shown, tried: &Tried) -> Markup {
    let l = face.lang;
    html! {
        div.page {
            (tabs(face, "/cashier/payers"))
            @for insurer in &shown.insurers { (insurer_card(face, insurer, shown, tried)) }
            section.card.mt2 aria-labelledby="payer-new" {
                (card_header("payer-new", text::payer_new(l), html! {}))
                div.cb { (insurer_form(face, &tried.insurer)) }
            }
            (rules(face, &shown.dated, &tried.rule))
        }
    }
}

fn insurer_card(face: &Face, insurer: &InsurerRow, shown: &Shown, tried: &Tried) -> Markup {
    let l = face.lang;
    let heading = format!("payer-{}", insurer.id);
    let plans: Vec<&PlanRow> = shown.plans.iter().filter(|plan| plan.insurer == insurer.id).collect();
    let kind = match (insurer.national, insurer.company) {
        (true, _) => text::payer_national(l),
        (false, true) => text::payer_company(l),
        (false, false) => text::payer_private(l),
    };
    let none = Attempt::none();
    let attempt = tried.plan.as_ref().filter(|(id, _)| *id == insurer.id).map_or(&none, |(_, attempt)| attempt);
    let (id, label) = (format!("plan-name-{}", insurer.id), text::plan_name(l));
    let name = Field {
        name: "plan_name",
        id: &id,
        label,
        required: true,
        maxlength: 80,
        autocomplete: "off",
        ..Field::default()
    };
    html! {
        section.card.mt2 aria-labelledby=(heading) {
            (card_header(&heading, in_lang(l, &insurer.name_vi, &insurer.name_en), badge(Tone::Mute, kind)))
            @if !plans.is_empty() { (plan_table(l, &plans)) }
            div.cb {
                details.menu open[attempt.was_sent()] {
                    summary.btn.sm { (icon_small("plus")) (text::plan_new(l)) }
                    div.mt2 {
                        (post_form(&format!("/payers/{}/plans", insurer.id), &face.key, html! {
                            (refused_whole(attempt, l))
                            (field(name, attempt, l))
                            (Button { text: text::plan_new(l), submit: true, size: Size::Small, icon: "plus", ..Button::default() })
                        }))
                    }
                }
            }
        }
    }
}

fn plan_table(l: Lang, plans: &[&PlanRow]) -> Markup {
    html! {
        table.tbl {
            thead { tr {
                th scope="col" { (text::plan_name(l)) }
                th.r scope="col" { (text::plan_share(l)) }
                th.r scope="col" { (text::plan_ceiling(l)) }
                th scope="col" { (text::voucher_days_of(l)) }
                th scope="col" { (text::voucher_state(l)) }
            } }
            tbody { @for plan in plans { tr {
                td { a.lnk href={ "/payer-plans/" (plan.id) } { (plan.name) } }
                td.r.num { @if plan.by_card { (text::plan_by_card_short(l)) } @else { (share_word(l, plan.share_basis_points)) } }
                td.r.num { (plan.ceiling.map_or_else(|| "–".to_owned(), |most| most.show_with_sign(l))) }
                td.num { (show_day(plan.from_day, l)) " – " (plan.until_day.map(|day| show_day(day, l)).unwrap_or_default()) }
                td { div.row.w {
                    @if plan.active { (status(Tone::Ok, "check", text::plan_in_use(l))) } @else { (status(Tone::Mute, "ban", text::plan_out_of_use(l))) }
                    @if plan.automatic { (status(Tone::Info, "id-card", text::plan_automatic_short(l))) }
                } }
            } } }
        }
    }
}

fn insurer_form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let line = |name, label, maxlength| Field { name, label, maxlength, autocomplete: "off", ..Field::default() };
    let kinds = [
        ("private", text::payer_private(l)),
        ("company", text::payer_company(l)),
        ("national", text::payer_national(l)),
    ];
    post_form(
        "/payers",
        &face.key,
        html! {
            (refused_whole(attempt, l))
            div.grid2 {
                (field(Field { required: true, ..line("name_vi", text::payer_name_vi(l), 120) }, attempt, l))
                (field(line("name_en", text::payer_name_en(l), 120), attempt, l))
                (select(Field { name: "kind", label: text::payer_kind(l), required: true, ..Field::default() }, kinds, attempt, l))
                (field(line("tax_id", text::payer_tax_id(l), 20), attempt, l))
            }
            (field(line("address", text::payer_address(l), 200), attempt, l))
            (Button { text: text::payer_new(l), submit: true, icon: "plus", ..Button::default() })
        },
    )
}

fn rules(face: &Face, dated: &Dated, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let today = face.today();
    let rule = |id: &'static str, title: &'static str, hint: &'static str, lines: Markup, form: Markup| {
        html! {
            section.card.mt2 aria-labelledby=(id) {
                (card_header(id, title, html! {}))
                div.cb.col.g2 { p.hint { (hint) } (lines) (form) }
            }
        }
    };
    let of = |rule: &str| if attempt.value("rule") == Some(rule) { attempt.clone() } else { Attempt::none() };
    html! {
        (rule("rule-level", text::rule_level(l), text::rule_level_hint(l), html! {
            ul.col { @for (level, from, share) in &dated.levels { li.row { b { (text::payer_level(l)) " " (level) } span.num { (share_word(l, *share)) } span.mut.sm { (text::rule_from(l, show_day(*from, l))) } } } }
        }, level_form(face, &iso_day(today), &of("level"))))
        (rule("rule-low-cost", text::rule_low_cost(l), text::rule_low_cost_hint(l), html! {
            ul.col { @for (from, salary, share) in &dated.low_cost { li.row {
                b.num { (salary.percent(*share).unwrap_or(Money::ZERO).show_with_sign(l)) }
                span.num { (share_word(l, *share)) " × " (salary.show_with_sign(l)) }
                span.mut.sm { (text::rule_from(l, show_day(*from, l))) }
            } } }
        }, low_cost_form(face, &of("low_cost"))))
        (rule("rule-vat", text::rule_vat(l), text::rule_vat_hint(l), html! {
            ul.col { @for (group, from, rate) in &dated.vat { li.row { b { (group_word(l, *group)) } span { (vat_word(l, *rate)) } span.mut.sm { (text::rule_from(l, show_day(*from, l))) } } } }
        }, vat_form(face, &of("vat"))))
    }
}

fn rule_form(face: &Face, rule: &str, fields: &Markup, attempt: &Attempt) -> Markup {
    let l = face.lang;
    html! {
        details.menu open[attempt.was_sent()] {
            summary.btn.sm { (icon_small("plus")) (text::rule_new(l)) }
            div.mt2 {
                (post_form("/payer-rules", &face.key, html! {
                    (refused_whole(attempt, l))
                    (hidden("rule", rule))
                    div.grid3 { (fields) }
                    (Button { text: text::rule_save(l), submit: true, size: Size::Small, icon: "check", ..Button::default() })
                }))
            }
        }
    }
}

fn day_field<'a>(id: &'a str, l: Lang, value: &'a str) -> Field<'a> {
    Field {
        name: "from_day",
        id,
        label: text::voucher_from(l),
        kind: Kind::Date,
        value,
        required: true,
        ..Field::default()
    }
}

fn share_field<'a>(id: &'a str, label: &'a str) -> Field<'a> {
    Field { name: "share", id, label, placeholder: "80", maxlength: 8, autocomplete: "off", ..Field::default() }
}

fn level_form(face: &Face, today: &str, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let levels = ["1", "2", "3", "4", "5"].map(|level| (level, level));
    let fields = html! {
        (select(Field { name: "level", id: "rule-level-level", label: text::payer_level(l), required: true, ..Field::default() }, levels, attempt, l))
        (field(share_field("rule-level-share", text::plan_share(l)), attempt, l))
        (field(day_field("rule-level-from", l, today), attempt, l))
    };
    rule_form(face, "level", &fields, attempt)
}

fn low_cost_form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let salary = Field {
        name: "base_salary",
        id: "rule-salary",
        label: text::rule_salary(l),
        kind: Kind::Money,
        required: true,
        maxlength: 15,
        ..Field::default()
    };
    let fields = html! {
        (field(salary, attempt, l))
        (field(Field { value: "15", ..share_field("rule-salary-share", text::plan_share(l)) }, attempt, l))
        (field(day_field("rule-salary-from", l, ""), attempt, l))
    };
    rule_form(face, "low_cost", &fields, attempt)
}

fn vat_form(face: &Face, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let groups: Vec<(&str, &str)> =
        ServiceGroup::ALL.iter().map(|group| (group.code(), group_word(l, *group))).collect();
    let fields = html! {
        (select(Field { name: "group", id: "rule-vat-group", label: text::rule_group(l), required: true, ..Field::default() }, groups, attempt, l))
        (field(Field { hint: text::rule_vat_empty(l), placeholder: "5", ..share_field("rule-vat-share", text::rule_rate(l)) }, attempt, l))
        (field(day_field("rule-vat-from", l, ""), attempt, l))
    };
    rule_form(face, "vat", &fields, attempt)
}

/// One plan with all its terms.
pub fn plan(face: &Face, plan: &PlanRow, groups: &[GroupRow], items: &[(String, Money)], attempt: &Attempt) -> Markup {
    let l = face.lang;
    let listed: Vec<String> = items.iter().map(|(code, most)| format!("{code} = {}", most.show(l))).collect();
    let listed = listed.join("\n");
    let items = Field {
        name: "items",
        label: text::plan_items(l),
        hint: text::plan_items_hint(l),
        value: &listed,
        rows: 6,
        ..Field::default()
    };
    let back = Button {
        text: text::payers(l),
        icon: "arrow-left",
        href: "/cashier/payers",
        size: Size::Small,
        ..Button::default()
    };
    html! {
        div.page {
            section.card aria-labelledby="plan-h" {
                (card_header("plan-h", &plan.name, back))
                div.cb {
                    (post_form(&format!("/payer-plans/{}", plan.id), &face.key, html! {
                        (refused_whole(attempt, l))
                        (hidden("version", &plan.version.to_string()))
                        (terms(l, plan, attempt))
                        (choices(l, plan, attempt))
                        (classes(l, groups, attempt))
                        (textarea(items, attempt, l))
                        (Button { text: text::plan_save(l), look: Look::Primary, submit: true, icon: "save", kbd: "Ctrl ↵", ..Button::default() })
                    }))
                }
            }
        }
    }
}

fn terms(l: Lang, plan: &PlanRow, attempt: &Attempt) -> Markup {
    let shown = |amount: Money| if amount.is_zero() { String::new() } else { amount.show(l) };
    let share = Quantity::from_milli(plan.share_basis_points * 10).show(l);
    let (deductible, copayment) = (shown(plan.deductible), shown(plan.copayment));
    let ceiling = plan.ceiling.map(shown).unwrap_or_default();
    let (from, until) = (iso_day(plan.from_day), plan.until_day.map(iso_day).unwrap_or_default());
    let money = |name, label, value| Field {
        name,
        label,
        value,
        kind: Kind::Money,
        maxlength: 20,
        autocomplete: "off",
        ..Field::default()
    };
    let day = |name, label, value| Field { name, label, value, kind: Kind::Date, ..Field::default() };
    html! {
        div.grid2 {
            (field(Field { name: "name", label: text::plan_name(l), value: &plan.name, required: true, maxlength: 80, ..Field::default() }, attempt, l))
            (field(Field { name: "share", label: text::plan_share(l), value: &share, required: true, maxlength: 8, ..Field::default() }, attempt, l))
        }
        div.grid3 {
            (field(money("deductible", text::plan_deductible(l), &deductible), attempt, l))
            (field(money("copayment", text::plan_copayment(l), &copayment), attempt, l))
            (field(money("ceiling", text::plan_ceiling(l), &ceiling), attempt, l))
        }
        div.grid2 {
            (field(Field { required: true, ..day("from_day", text::voucher_from(l), &from) }, attempt, l))
            (field(day("until_day", text::voucher_until(l), &until), attempt, l))
        }
    }
}

fn choices(l: Lang, plan: &PlanRow, attempt: &Attempt) -> Markup {
    let ticks = [
        ("by_card", text::plan_by_card(l), plan.by_card),
        ("automatic", text::plan_automatic(l), plan.automatic),
        ("needs_guarantee", text::plan_needs_guarantee(l), plan.needs_guarantee),
        ("active", text::plan_in_use(l), plan.active),
    ];
    html! { @for (name, label, ticked) in ticks { (checkbox(Field { name, label, ..Field::default() }, ticked, attempt, l)) } }
}

fn classes(l: Lang, groups: &[GroupRow], attempt: &Attempt) -> Markup {
    html! {
        fieldset.box {
            legend { (text::plan_classes(l)) }
            p.hint { (text::plan_classes_hint(l)) }
            @for group in ServiceGroup::ALL {
                @let (share_field, ceiling_field) = fields_of(*group);
                @let row = groups.iter().find(|(of, ..)| of == group);
                @let share = row.and_then(|(_, share, _)| *share).map(|share| Quantity::from_milli(share * 10).show(l)).unwrap_or_default();
                @let most = row.and_then(|(.., most)| *most).map(|most| most.show(l)).unwrap_or_default();
                @let (share_label, most_label) = (format!("{} · {}", group_word(l, *group), text::plan_share(l)), text::plan_class_ceiling(l));
                div.grid2 {
                    (field(Field { name: share_field, label: &share_label, value: &share, maxlength: 8, autocomplete: "off", ..Field::default() }, attempt, l))
                    (field(Field { name: ceiling_field, label: most_label, value: &most, kind: Kind::Money, maxlength: 20, autocomplete: "off", ..Field::default() }, attempt, l))
                }
            }
        }
    }
}
