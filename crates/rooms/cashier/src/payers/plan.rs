//! What is read of a plan's form: pure.

use crate::rules::basis_points;
use crate::text;
use bricks::clock::Day;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::web::{Fields, Form};
use papers::payer::ServiceGroup;

const NAME_CHARS_MAX: usize = 80;
const ITEMS_CHARS_MAX: usize = 60_000;

/// One class of a plan: another share, or the most of it in one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLine {
    pub group: ServiceGroup,
    pub share_basis_points: Option<i64>,
    pub ceiling: Option<Money>,
}

/// A plan as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub name: String,
    pub by_card: bool,
    pub share_basis_points: i64,
    pub deductible: Money,
    pub copayment: Money,
    pub ceiling: Option<Money>,
    pub needs_guarantee: bool,
    pub automatic: bool,
    pub from_day: Day,
    pub until_day: Option<Day>,
    pub active: bool,
    pub groups: Vec<GroupLine>,
    /// Code and the most that counts of one unit.
    pub items: Vec<(String, Money)>,
}

/// The fields of a class: its share, its ceiling.
pub const fn fields_of(group: ServiceGroup) -> (&'static str, &'static str) {
    match group {
        ServiceGroup::Consultation => ("share_consultation", "ceiling_consultation"),
        ServiceGroup::Lab => ("share_lab", "ceiling_lab"),
        ServiceGroup::Imaging => ("share_imaging", "ceiling_imaging"),
        ServiceGroup::Procedure => ("share_procedure", "ceiling_procedure"),
        ServiceGroup::Vaccine => ("share_vaccine", "ceiling_vaccine"),
        ServiceGroup::Medicine => ("share_medicine", "ceiling_medicine"),
        ServiceGroup::Retail => ("share_retail", "ceiling_retail"),
        ServiceGroup::Other => ("share_other", "ceiling_other"),
    }
}

impl Asked {
    /// Reads the form; refuses every field that cannot be right.
    pub fn read(form: &Form, lang: Lang) -> Result<Asked, Refusal> {
        let mut fields = Fields::new(form, lang);
        let name = fields.required_line("name", NAME_CHARS_MAX);
        let share = share(&mut fields, form, "share", lang).unwrap_or(0);
        let amount = |fields: &mut Fields<'_>, field| fields.money(field).filter(|amount| !amount.is_zero());
        let (deductible, copayment) = (amount(&mut fields, "deductible"), amount(&mut fields, "copayment"));
        let ceiling = amount(&mut fields, "ceiling");
        let (from, until_day) = (fields.required_day("from_day"), fields.day("until_day"));
        if from.zip(until_day).is_some_and(|(from, until)| from > until) {
            fields.refuse("until_day", text::voucher_days_say());
        }
        let mut groups = Vec::new();
        for group in ServiceGroup::ALL {
            let (share_field, ceiling_field) = fields_of(*group);
            let share_basis_points = share_or_none(&mut fields, form, share_field, lang);
            let ceiling = amount(&mut fields, ceiling_field);
            if share_basis_points.is_some() || ceiling.is_some() {
                groups.push(GroupLine { group: *group, share_basis_points, ceiling });
            }
        }
        let items = match items(&fields.text("items", ITEMS_CHARS_MAX), lang) {
            Ok(items) => items,
            Err(say) => {
                fields.refuse("items", say);
                Vec::new()
            }
        };
        let ticked = |field| form.has(field);
        let (by_card, needs_guarantee) = (ticked("by_card"), ticked("needs_guarantee"));
        let (automatic, active) = (ticked("automatic"), ticked("active"));
        fields.check()?;
        let from_day = from.ok_or_else(|| Refusal::field("from_day", ground::text::field_required_say()))?;
        let (deductible, copayment) = (deductible.unwrap_or(Money::ZERO), copayment.unwrap_or(Money::ZERO));
        let share_basis_points = share;
        Ok(Asked {
            name,
            by_card,
            share_basis_points,
            deductible,
            copayment,
            ceiling,
            needs_guarantee,
            automatic,
            from_day,
            until_day,
            active,
            groups,
            items,
        })
    }
}

/// A share that has to be there: `80`, `80%`, `7,5 %`.
pub fn share(fields: &mut Fields<'_>, form: &Form, field: &'static str, lang: Lang) -> Option<i64> {
    if form.text(field).trim().is_empty() {
        fields.refuse(field, ground::text::field_required_say());
    }
    share_or_none(fields, form, field, lang)
}

fn share_or_none(fields: &mut Fields<'_>, form: &Form, field: &'static str, lang: Lang) -> Option<i64> {
    let typed = form.text(field).trim();
    if typed.is_empty() {
        return None;
    }
    basis_points(typed.trim_end_matches('%').trim_end(), lang).map_err(|say| fields.refuse(field, say)).ok()
}

/// One item a line: `CODE = 150.000`, or `CODE = 0` for what is excluded.
fn items(typed: &str, lang: Lang) -> Result<Vec<(String, Money)>, Say> {
    let mut found: Vec<(String, Money)> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (code, amount) = line.split_once('=').ok_or_else(text::plan_items_wrong_say)?;
        let (code, amount) = (code.trim().to_uppercase(), Money::parse(amount, lang)?);
        if code.is_empty() || found.iter().any(|(known, _)| *known == code) {
            return Err(text::plan_items_wrong_say());
        }
        found.push((code, amount));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str, lang: Lang) -> Result<Asked, Refusal> {
        Asked::read(&Form::parse(body.as_bytes()).unwrap(), lang)
    }

    #[test]
    fn a_plan_is_read_with_its_classes_and_items() {
        let body = "name=Ngo%E1%BA%A1i+tr%C3%BA&share=80%25&ceiling=5.000.000&from_day=2026-01-01&share_lab=50&ceiling_lab=1.000.000&share_vaccine=0&items=xn01+%3D+90.000%0AKH02%3D0&active=yes";
        let plan = read(body, Lang::Vi).unwrap();
        assert_eq!(
            (plan.share_basis_points, plan.ceiling, plan.groups.len()),
            (8_000, Some(Money::from_minor(5_000_000)), 2)
        );
        assert_eq!(plan.items, [("XN01".to_owned(), Money::from_minor(90_000)), ("KH02".to_owned(), Money::ZERO)]);
        assert!(plan.active && !plan.by_card && !plan.automatic);
    }

    #[test]
    fn what_no_plan_can_say_is_refused_at_its_field() {
        let good = "name=A&share=80&from_day=2026-01-01";
        for (more, field) in [
            ("&share_lab=101%25", "share_lab"),
            ("&share_lab=-1", "share_lab"),
            ("&deductible=0,5", "deductible"),
            ("&ceiling=1,000", "ceiling"),
            ("&copayment=99999999999999999999", "copayment"),
            ("&until_day=2025-12-31", "until_day"),
            ("&items=XN01", "items"),
            ("&items=XN01%3D1%0Axn01%3D2", "items"),
            ("&items=XN01%3D1,5", "items"),
        ] {
            let refused = read(&format!("{good}{more}"), Lang::Vi).unwrap_err();
            assert!(refused.fields.iter().any(|at| at.field == field), "{more}");
        }
        for share in ["", "101", "-1", "80,001", "x"] {
            let refused = read(&format!("name=A&share={share}&from_day=2026-01-01"), Lang::Vi).unwrap_err();
            assert!(refused.fields.iter().any(|at| at.field == "share"), "{share}");
        }
        assert!(read("name=A&share=80&from_day=2026-01-01&ceiling=1.000", Lang::En).is_err(), "the other mark");
    }
}
