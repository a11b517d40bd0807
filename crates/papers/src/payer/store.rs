//! The statements of payers, their plans and what they bear.

use super::split::{GroupTerms, Part, Terms};
use super::{PAYERS_MAX, ServiceGroup};
use bricks::clock::Day;
use bricks::id::{ChargeId, ClaimId, InvoiceId, PatientId, PlanId, VisitId};
use bricks::money::Money;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

ground::row! {
    /// A payer of a visit with its plan's terms.
    struct Head {
        plan: PlanId,
        by_card: bool,
        share_basis_points: i64,
        deductible: Money,
        copayment: Money,
        ceiling: Option<Money>,
        national: bool,
        level_basis_points: Option<i64>,
        base_salary: Option<Money>,
        low_cost_basis_points: Option<i64>,
    }
}

ground::row! {
    struct ChargeRow {
        charge: ChargeId,
        group: ServiceGroup,
        item: String,
        quantity: Quantity,
        amount: Money,
        discount: Money,
        insurable: bool,
        is_frozen: bool,
        first: Money,
        second: Money,
    }
}

/// A charge with what its payers bear of it.
pub struct Row {
    pub charge: ChargeId,
    group: ServiceGroup,
    item: String,
    quantity: Quantity,
    net: Money,
    insurable: bool,
    /// On an invoice.
    pub is_frozen: bool,
    pub borne: [Money; PAYERS_MAX],
}

impl Row {
    /// As the split sees it.
    pub fn part(&self) -> Part {
        Part {
            group: self.group,
            item: self.item.clone(),
            quantity: self.quantity,
            net: self.net,
            insurable: self.insurable,
            frozen: self.is_frozen.then_some(self.borne),
        }
    }
}

ground::row! {
    /// The insurance in a patient's profile, where a plan of it is taken by itself.
    pub struct Card {
        pub plan: PlanId,
        pub plan_name: String,
        pub by_card: bool,
        pub national: bool,
        pub patient: PatientId,
        pub number: String,
        pub from_day: Option<Day>,
        pub until_day: Option<Day>,
    }
}

/// A payer that is chosen for a visit.
pub struct NewPayer<'a> {
    pub visit: VisitId,
    /// 1 or 2.
    pub position: i64,
    pub plan: PlanId,
    pub card: &'a str,
    /// `1` to `5`, or empty.
    pub level: &'a str,
    pub guarantee: &'a str,
    pub from_day: Option<Day>,
    pub until_day: Option<Day>,
}

const TERMS: &str = "SELECT p.id, p.by_card, p.share_basis_points, p.deductible_vnd, p.copayment_vnd, p.ceiling_vnd, i.kind = 'national', \
     (SELECT b.share_basis_points FROM benefit_level b WHERE b.level = y.level AND b.from_day <= v.day ORDER BY b.from_day DESC LIMIT 1), \
     (SELECT r.base_salary_vnd FROM low_cost_rule r WHERE r.from_day <= v.day ORDER BY r.from_day DESC LIMIT 1), \
     (SELECT r.share_basis_points FROM low_cost_rule r WHERE r.from_day <= v.day ORDER BY r.from_day DESC LIMIT 1) \
     FROM visit_payer y JOIN visit v ON v.id = y.visit_id JOIN payer_plan p ON p.id = y.plan_id JOIN insurer i ON i.id = p.insurer_id \
     WHERE y.visit_id = $1 ORDER BY y.position";
const GROUPS: &str = "SELECT g.plan_id, g.service_group, g.share_basis_points, g.ceiling_vnd FROM visit_payer y \
     JOIN payer_plan_group g ON g.plan_id = y.plan_id WHERE y.visit_id = $1";
const ITEMS: &str = "SELECT DISTINCT e.plan_id, e.item_code, e.unit_ceiling_vnd FROM visit_payer y JOIN charge c ON c.visit_id = y.visit_id \
     JOIN payer_plan_item e ON e.plan_id = y.plan_id AND e.item_code = c.item_code WHERE y.visit_id = $1";
const PARTS: &str = "SELECT id, service_group, item_code, quantity_milli, amount_vnd, discount_vnd, insurable, invoice_id IS NOT NULL, first_vnd, \
     second_vnd FROM charge WHERE visit_id = $1 ORDER BY charged_at, id";
const BEAR: &str = "UPDATE charge SET first_vnd = $2, second_vnd = $3 WHERE id = $1 AND invoice_id IS NULL";
const OWE_LESS: &str = "UPDATE visit SET due_vnd = due_vnd - $2 WHERE id = $1 AND due_vnd >= $2";
const CARD: &str = "SELECT l.id, l.name, l.by_card, i.kind = 'national', p.id, p.insurance_number, p.insurance_from, p.insurance_until FROM visit v \
     JOIN patient p ON p.id = v.patient_id JOIN insurer i ON i.id = p.insurer_id JOIN payer_plan l ON l.insurer_id = p.insurer_id AND l.automatic AND l.active \
     AND NOT l.needs_guarantee AND l.from_day <= v.day AND (l.until_day IS NULL OR l.until_day >= v.day) \
     WHERE v.id = $1 AND p.insurance_number IS NOT NULL AND (p.insurance_from IS NULL OR p.insurance_from <= v.day) \
     AND (p.insurance_until IS NULL OR p.insurance_until >= v.day) ORDER BY l.from_day DESC, l.id LIMIT 1";
const CHOOSE: &str = "INSERT INTO visit_payer (visit_id, position, plan_id, card, level, guarantee, from_day, until_day, chosen_at, chosen_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
/// Takes the card's row, whoever it belongs to, so that one after the other is asked.
const HOLD: &str = "INSERT INTO national_card (number, patient_id) VALUES ($1, $2) ON CONFLICT (number) DO UPDATE SET number = excluded.number";
/// A card that pays for no visit of its owner any more is free.
const TAKE_OVER: &str = "UPDATE national_card SET patient_id = $2 WHERE number = $1 AND patient_id <> $2 AND NOT EXISTS \
     (SELECT 1 FROM visit_payer y JOIN visit v ON v.id = y.visit_id WHERE y.card = $1 AND y.card <> '' AND v.patient_id = national_card.patient_id)";
/// Whoever else a card is, a merged record counting as the one it was merged into.
const ANOTHERS: &str = "SELECT o.code FROM national_card c JOIN patient o ON o.id = c.patient_id JOIN patient p ON p.id = $2 \
     WHERE c.number = $1 AND COALESCE(o.merged_into, o.id) <> COALESCE(p.merged_into, p.id)";

const CLAIM: &str = "INSERT INTO claim (id, branch_id, insurer_id, plan_id, visit_id, invoice_id, position, day, card, level, guarantee, amount_vnd, state) \
     SELECT $1, v.branch_id, p.insurer_id, p.id, v.id, $3, y.position, v.day, y.card, y.level, y.guarantee, $5, 'to_send' FROM visit_payer y \
     JOIN visit v ON v.id = y.visit_id JOIN payer_plan p ON p.id = y.plan_id WHERE y.visit_id = $2 AND y.position = $4";

/// The terms of a visit's payers on the day of the visit, in their order.
pub fn terms_of(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Terms>, DbError> {
    let heads: Vec<Head> = tx.all(TERMS, &[&visit])?;
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let groups: Vec<(PlanId, ServiceGroup, Option<i64>, Option<Money>)> = tx.all(GROUPS, &[&visit])?;
    let items: Vec<(PlanId, String, Money)> = tx.all(ITEMS, &[&visit])?;
    let of_plan = |head: &Head| Terms {
        national: head.national,
        share_basis_points: head.level_basis_points.filter(|_| head.by_card).unwrap_or(head.share_basis_points),
        groups: groups
            .iter()
            .filter(|(plan, ..)| *plan == head.plan)
            .map(|(_, group, share, ceiling)| GroupTerms {
                group: *group,
                share_basis_points: *share,
                ceiling: *ceiling,
            })
            .collect(),
        items: items
            .iter()
            .filter(|(plan, ..)| *plan == head.plan)
            .map(|(_, code, most)| (code.clone(), *most))
            .collect(),
        deductible: head.deductible,
        copayment: head.copayment,
        ceiling: head.ceiling,
        whole_below: head
            .base_salary
            .zip(head.low_cost_basis_points)
            .filter(|_| head.by_card)
            .and_then(|(salary, share)| salary.percent(share)),
    };
    Ok(heads.iter().map(of_plan).collect())
}

/// The charges of a visit with what is borne of them.
pub fn parts(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Row>, Stop> {
    let rows: Vec<ChargeRow> = tx.all(PARTS, &[&visit])?;
    rows.into_iter().map(whole).collect()
}

fn whole(row: ChargeRow) -> Result<Row, Stop> {
    let ChargeRow { charge, group, item, quantity, amount, discount, insurable, is_frozen, first, second } = row;
    let net = amount.sub(discount).ok_or_else(|| Stop::fault("a charge that does not fit"))?;
    Ok(Row { charge, group, item, quantity, net, insurable, is_frozen, borne: [first, second] })
}

/// Writes what is borne of an open charge.
pub fn bear(tx: &mut Tx<'_>, charge: ChargeId, [first, second]: [Money; PAYERS_MAX]) -> Result<(), DbError> {
    tx.run_one(BEAR, &[&charge, &first, &second])
}

/// Lowers what a patient owes; false when it is less than that.
pub fn owe_less(tx: &mut Tx<'_>, visit: VisitId, amount: Money) -> Result<bool, DbError> {
    Ok(tx.run(OWE_LESS, &[&visit, &amount])? == 1)
}

/// The card in the profile of a visit's patient, valid on the day of the visit, with the plan that it stands for.
pub fn card(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Card>, DbError> {
    tx.one(CARD, &[&visit])
}

/// False when the visit has a payer at that place, or the same plan already.
pub fn choose(tx: &mut Tx<'_>, who: &Who, new: &NewPayer<'_>) -> Result<bool, DbError> {
    let now = tx.now();
    let NewPayer { visit, position, plan, card, level, guarantee, from_day, until_day } = new;
    let values: [&dyn ground::db::Param; 10] =
        [visit, position, plan, card, level, guarantee, from_day, until_day, &now, &who.staff];
    Ok(tx.run(CHOOSE, &values)? == 1)
}

/// Makes a card of the national insurance this patient's; the code of the other patient whose it is already, if it is one's.
pub fn hold_card(tx: &mut Tx<'_>, number: &str, patient: PatientId) -> Result<Option<String>, DbError> {
    tx.run(HOLD, &[&number, &patient])?;
    tx.run(TAKE_OVER, &[&number, &patient])?;
    tx.one(ANOTHERS, &[&number, &patient])
}

/// Claims of a payer what it bears of an invoice.
pub fn claim(
    tx: &mut Tx<'_>,
    (visit, invoice): (VisitId, InvoiceId),
    position: i64,
    amount: Money,
) -> Result<(), DbError> {
    let id = ClaimId::from_raw(tx.new_id());
    tx.run_one(CLAIM, &[&id, &visit, &invoice, &position, &amount])
}
