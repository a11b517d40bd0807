//! What is a doctor's, and the rules for it.

use crate::acts::GROUPS;
use crate::pages::Shares;
use crate::shares::{Earned, Rule};
use crate::store::Names;
use crate::views::{SHARES, figure, seen, table_card};
use crate::{tables, text};
use bricks::clock::{iso_day, show_day};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Permission;
use ground::html::chart::millions;
use ground::html::{Attempt, Button, Field, Kind, Look, field, general_error, parts, post_form, select};
use ground::sheet::Sheet;
use ground::web::{Face, Seen};
use maud::{Markup, html};

pub fn page(face: &Face, shares: &Shares, (sheet, earned): (&Sheet, &[Earned]), attempt: &Attempt) -> Seen {
    let l = face.lang;
    let sum = |of: fn(&Earned) -> Money| Money::sum(earned.iter().map(of)).unwrap_or(Money::ZERO);
    let money = |amount: Money| html! { (millions(amount, 2, l)) " " span.sm.sub { (text::million(l)) } };
    // What is nobody's is no doctor's work, and no doctor.
    let of_doctors = earned.iter().filter(|e| e.doctor != 0);
    let base = Money::sum(of_doctors.clone().map(|e| e.net)).unwrap_or(Money::ZERO);
    let doctors: std::collections::BTreeSet<i64> = of_doctors.map(|e| e.doctor).collect();
    let main = html! {
        div.kpis {
            (figure(text::figure_base(l), &money(base), &html! { (text::doctors_count(l, i64::try_from(doctors.len()).unwrap_or(0))) }))
            (figure(text::head_earned(l), &money(sum(|e| e.amount)), &html! { (text::earned_hint(l)) }))
        }
        div.stk {
            (table_card(l, ("earned", ""), sheet))
            section.card aria-labelledby="rules" {
                (parts::card_header("rules", text::rules_title(l), html! {}))
                div.cb.col.scroll.sp tabindex="-1" {
                    p.hint { (text::rules_hint(l)) }
                    @if shares.rules.is_empty() { (parts::empty("percent", text::rules_none(l), "", html! {})) }
                    ul.col.g2 { @for rule in &shares.rules { (rule_row(l, &shares.takings.names, rule)) } }
                    @if face.may(Permission::ManageClinic) { (rule_form(face, &shares.takings.names, attempt)) }
                }
            }
        }
    };
    seen(face, SHARES, Some(shares.takings.period), &main)
}

fn rule_row(l: Lang, names: &Names, rule: &Rule) -> Markup {
    let doctor =
        if rule.doctor == 0 { text::every_doctor(l).to_owned() } else { tables::doctor_name(l, names, rule.doctor) };
    let group = if rule.group.is_empty() { text::every_group(l) } else { tables::group_word(l, &rule.group) };
    html! {
        li.row {
            span.grow.snug { b { (doctor) } " · " (group) br; span.mut.sm { (text::rule_from(l, show_day(rule.from_day, l))) } }
            b.num { (Quantity::from_milli(rule.share * 10).show(l)) "%" }
        }
    }
}

fn rule_form(face: &Face, names: &Names, attempt: &Attempt) -> Markup {
    let l = face.lang;
    let ids: Vec<(String, &str)> = names.doctors.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let doctors = std::iter::once(("", text::every_doctor(l))).chain(ids.iter().map(|(id, name)| (id.as_str(), *name)));
    let groups =
        std::iter::once(("", text::every_group(l))).chain(GROUPS.map(|group| (group, tables::group_word(l, group))));
    let today = iso_day(face.today());
    html! {
        (post_form(SHARES, &face.key, html! {
            (general_error(attempt, l))
            div.grid2 {
                (select(Field { name: "doctor", label: text::head_doctor(l), ..Field::default() }, doctors, attempt, l))
                (select(Field { name: "group", label: text::head_group(l), ..Field::default() }, groups, attempt, l))
            }
            div.grid2 {
                (field(Field { name: "share", label: text::field_share(l), required: true, maxlength: 6, ..Field::default() }, attempt, l))
                (field(Field { name: "from_day", label: text::rule_from_day(l), kind: Kind::Date, value: &today, required: true, ..Field::default() }, attempt, l))
            }
            (Button { text: text::set_share(l), icon: "percent", look: Look::Primary, submit: true, block: true, ..Button::default() })
        }))
    }
}
