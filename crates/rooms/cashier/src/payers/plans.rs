//! The statements and acts of payers, their plans and the dated rules.

use super::plan::{self, Asked};
use crate::text;
use bricks::clock::Day;
use bricks::id::{InsurerId, PlanId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{DbError, Param, Stop, Tx};
use ground::web::{Fields, Form};
use papers::payer::ServiceGroup;

ground::row! {
    pub struct PlanRow {
        pub id: PlanId,
        pub insurer: InsurerId,
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
        pub version: i64,
    }
}

ground::row! {
    pub struct InsurerRow {
        pub id: InsurerId,
        pub name_vi: String,
        pub name_en: String,
        pub national: bool,
        pub company: bool,
        pub tax_id: String,
    }
}

/// A class of a plan: its share, its ceiling.
pub type GroupRow = (ServiceGroup, Option<i64>, Option<Money>);

/// The dated rules: benefit levels, base salary with its share, classes of the value-added tax.
pub struct Dated {
    pub levels: Vec<(String, Day, i64)>,
    pub low_cost: Vec<(Day, Money, i64)>,
    pub vat: Vec<(ServiceGroup, Day, Option<i64>)>,
}

macro_rules! plan {
    ($rest:literal) => {
        concat!(
            "SELECT id, insurer_id, name, by_card, share_basis_points, deductible_vnd, copayment_vnd, ceiling_vnd, needs_guarantee, automatic, from_day, \
             until_day, active, version FROM payer_plan ",
            $rest
        )
    };
}

const PLANS: &str = plan!("ORDER BY active DESC, name");
const PLAN: &str = plan!("WHERE id = $1");
const GROUPS: &str = "SELECT service_group, share_basis_points, ceiling_vnd FROM payer_plan_group WHERE plan_id = $1";
const ITEMS: &str = "SELECT item_code, unit_ceiling_vnd FROM payer_plan_item WHERE plan_id = $1 ORDER BY item_code";
const INSURERS: &str =
    "SELECT id, name_vi, name_en, kind = 'national', company, tax_id FROM insurer ORDER BY kind, name_vi";
const ADD_INSURER: &str =
    "INSERT INTO insurer (id, name_vi, name_en, kind, company, tax_id, address) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ADD_PLAN: &str = "INSERT INTO payer_plan (id, insurer_id, name, by_card, share_basis_points, deductible_vnd, copayment_vnd, needs_guarantee, \
     automatic, from_day, active) SELECT $1, i.id, $3, i.kind = 'national', 8000, 0, 0, FALSE, FALSE, $4, FALSE FROM insurer i WHERE i.id = $2 \
     ON CONFLICT (insurer_id, name) DO NOTHING";
const CHANGE: &str = "UPDATE payer_plan SET name = $3, by_card = $4, share_basis_points = $5, deductible_vnd = $6, copayment_vnd = $7, ceiling_vnd = $8, \
     needs_guarantee = $9, automatic = $10, from_day = $11, until_day = $12, active = $13, version = version + 1 WHERE id = $1 AND version = $2";
const DROP_GROUPS: &str = "DELETE FROM payer_plan_group WHERE plan_id = $1";
const ADD_GROUP: &str =
    "INSERT INTO payer_plan_group (plan_id, service_group, share_basis_points, ceiling_vnd) VALUES ($1, $2, $3, $4)";
const DROP_ITEMS: &str = "DELETE FROM payer_plan_item WHERE plan_id = $1";
const ADD_ITEM: &str = "INSERT INTO payer_plan_item (plan_id, item_code, unit_ceiling_vnd) VALUES ($1, $2, $3)";
const SAME_NAME: &str = "SELECT EXISTS (SELECT 1 FROM payer_plan p JOIN payer_plan o ON o.insurer_id = p.insurer_id WHERE o.id = $1 AND p.id <> $1 AND p.name = $2)";
const LEVELS: &str = "SELECT level, from_day, share_basis_points FROM benefit_level ORDER BY level, from_day DESC";
const LOW_COST: &str = "SELECT from_day, base_salary_vnd, share_basis_points FROM low_cost_rule ORDER BY from_day DESC";
const VAT: &str =
    "SELECT service_group, from_day, rate_basis_points FROM vat_class ORDER BY service_group, from_day DESC";
const SET_LEVEL: &str = "INSERT INTO benefit_level (level, from_day, share_basis_points) VALUES ($1, $2, $3) \
     ON CONFLICT (level, from_day) DO UPDATE SET share_basis_points = excluded.share_basis_points";
const SET_LOW_COST: &str = "INSERT INTO low_cost_rule (from_day, base_salary_vnd, share_basis_points) VALUES ($1, $2, $3) \
     ON CONFLICT (from_day) DO UPDATE SET base_salary_vnd = excluded.base_salary_vnd, share_basis_points = excluded.share_basis_points";
const SET_VAT: &str = "INSERT INTO vat_class (service_group, from_day, rate_basis_points, set_by) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (service_group, from_day) DO UPDATE SET rate_basis_points = excluded.rate_basis_points, set_by = excluded.set_by";

pub fn plans(tx: &mut Tx<'_>) -> Result<Vec<PlanRow>, DbError> {
    tx.all(PLANS, &[])
}

pub fn insurers(tx: &mut Tx<'_>) -> Result<Vec<InsurerRow>, DbError> {
    tx.all(INSURERS, &[])
}

/// A plan with its classes and the most that it pays for items, by their codes.
pub type WholePlan = (PlanRow, Vec<GroupRow>, Vec<(String, Money)>);

/// A plan with its classes and items; `Stop::Missing` when there is none.
pub fn whole(tx: &mut Tx<'_>, id: PlanId) -> Result<WholePlan, Stop> {
    let plan: PlanRow = tx.one(PLAN, &[&id])?.ok_or(Stop::Missing)?;
    Ok((plan, tx.all(GROUPS, &[&id])?, tx.all(ITEMS, &[&id])?))
}

pub fn dated(tx: &mut Tx<'_>) -> Result<Dated, DbError> {
    Ok(Dated { levels: tx.all(LEVELS, &[])?, low_cost: tx.all(LOW_COST, &[])?, vat: tx.all(VAT, &[])? })
}

/// Adds a payer: `kind` is `national`, `private` or `company`.
pub fn add_insurer(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let name_vi = fields.required_line("name_vi", 120);
    let name_en = fields.line("name_en", 120);
    let kind = fields.choice("kind", |kind| match kind {
        "national" => Some(("national", false)),
        "private" => Some(("private", false)),
        "company" => Some(("private", true)),
        _ => None,
    });
    let (tax_id, address) = (fields.line("tax_id", 20), fields.line("address", 200));
    fields.check()?;
    let (kind, company) = kind.ok_or_else(|| Stop::fault("a form that was checked is not whole"))?;
    let name_en = if name_en.is_empty() { name_vi.clone() } else { name_en };
    let id = InsurerId::from_raw(tx.new_id());
    tx.run_one(ADD_INSURER, &[&id, &name_vi, &name_en, &kind, &company, &tax_id, &address])?;
    Ok(who.note(tx, "add_payer", "insurer", id.raw(), None, &name_vi)?)
}

/// Adds a plan, out of use until its terms are written.
pub fn add_plan(tx: &mut Tx<'_>, who: &Who, insurer: InsurerId, form: &Form, lang: Lang) -> Result<PlanId, Stop> {
    let mut fields = Fields::new(form, lang);
    let name = fields.required_line("plan_name", 80);
    fields.check()?;
    let (id, today) = (PlanId::from_raw(tx.new_id()), who.day_of(tx.now()));
    if tx.run(ADD_PLAN, &[&id, &insurer, &name, &today])? != 1 {
        return Err(Refusal::conflict(text::plan_exists_say()).and_field("plan_name", text::plan_exists_say()).into());
    }
    who.note(tx, "add_plan", "plan", id.raw(), None, &name)?;
    Ok(id)
}

/// Writes a plan's terms anew, unless somebody else did meanwhile. Bills that are open take them with their next change.
pub fn change(tx: &mut Tx<'_>, who: &Who, id: PlanId, form: &Form, lang: Lang) -> Result<(), Stop> {
    let asked = Asked::read(form, lang)?;
    let version: i64 = form.text("version").parse().unwrap_or(-1);
    if tx.one::<bool>(SAME_NAME, &[&id, &asked.name])?.unwrap_or(false) {
        return Err(Refusal::conflict(text::plan_exists_say()).and_field("name", text::plan_exists_say()).into());
    }
    let values: [&dyn Param; 13] = [
        &id,
        &version,
        &asked.name,
        &asked.by_card,
        &asked.share_basis_points,
        &asked.deductible,
        &asked.copayment,
        &asked.ceiling,
        &asked.needs_guarantee,
        &asked.automatic,
        &asked.from_day,
        &asked.until_day,
        &asked.active,
    ];
    if tx.run(CHANGE, &values)? != 1 {
        return Err(Refusal::conflict(text::plan_changed_say()).into());
    }
    tx.run(DROP_GROUPS, &[&id])?;
    for line in &asked.groups {
        tx.run_one(ADD_GROUP, &[&id, &line.group, &line.share_basis_points, &line.ceiling])?;
    }
    tx.run(DROP_ITEMS, &[&id])?;
    for (code, most) in &asked.items {
        tx.run_one(ADD_ITEM, &[&id, code, most])?;
    }
    let detail = format!("{} {} {} {}", asked.name, asked.share_basis_points, asked.groups.len(), asked.items.len());
    Ok(who.note(tx, "change_plan", "plan", id.raw(), None, &detail)?)
}

/// Sets a rule from a day on: `rule` says which.
pub fn set_rule(tx: &mut Tx<'_>, who: &Who, form: &Form, lang: Lang) -> Result<(), Stop> {
    let mut fields = Fields::new(form, lang);
    let rule = form.text("rule");
    let from_day = fields.required_day("from_day");
    let detail = match rule {
        "level" => {
            let level = fields.choice("level", |level| ("1"..="5").contains(&level).then(|| level.to_owned()));
            let share = plan::share(&mut fields, form, "share", lang);
            fields.check()?;
            tx.run_one(SET_LEVEL, &[&level, &from_day, &share])?;
            format!("{level:?} {share:?}")
        }
        "low_cost" => {
            let salary = fields.money("base_salary");
            if salary.is_none_or(Money::is_zero) {
                fields.refuse("base_salary", ground::text::field_required_say());
            }
            let share = plan::share(&mut fields, form, "share", lang);
            fields.check()?;
            tx.run_one(SET_LOW_COST, &[&from_day, &salary, &share])?;
            format!("{salary:?} {share:?}")
        }
        "vat" => {
            let group = fields.choice("group", ServiceGroup::parse);
            let typed = form.text("share").trim();
            let rate = if typed.is_empty() { None } else { plan::share(&mut fields, form, "share", lang) };
            fields.check()?;
            tx.run_one(SET_VAT, &[&group, &from_day, &rate, &who.staff])?;
            format!("{group:?} {rate:?}")
        }
        _ => return Err(Stop::Missing),
    };
    let detail = format!("{rule} {}: {detail}", from_day.map(|day| day.to_string()).unwrap_or_default());
    Ok(who.note(tx, "set_payer_rule", "branch", who.branch.raw(), None, &detail)?)
}
