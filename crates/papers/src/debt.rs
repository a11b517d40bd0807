//! Debts: a bill that is paid later, because somebody agreed to it, on one day or in instalments.
//!
//! What is open of an agreement is stored nowhere. What was paid of the visit's invoices since goes to the earliest
//! instalments, and never more is open than the bill owes; so a payment, a void and a discount count by themselves. What
//! came onto the bill later is not agreed: it is due at the cashier's.

/// The columns of a [`Debt`].
macro_rules! debt {
    ($from:literal) => {
        concat!(
            "SELECT d.id, d.visit_id, d.amount_vnd, d.paid_before_vnd, d.reason, d.asked_at, d.asked_by, a.name, d.agreed_at, \
             COALESCE(g.name, ''), CAST((SELECT COALESCE(SUM(i.total_vnd - i.due_vnd), 0) FROM invoice i WHERE i.visit_id = d.visit_id) AS BIGINT), \
             v.due_vnd FROM ",
            $from
        )
    };
}

/// The instalments of debts, each with the debt that it is of.
macro_rules! plans {
    ($of:literal) => {
        concat!(
            "SELECT d.id, n.due_day, n.amount_vnd FROM visit v CROSS JOIN debt d CROSS JOIN debt_instalment n WHERE ",
            $of,
            " AND v.due_vnd > 0 AND d.visit_id = v.id AND d.ended_at IS NULL AND n.debt_id = d.id ORDER BY d.id, n.number"
        )
    };
}

mod debtors;

pub use debtors::{Debtor, Debtors, debtors};

use crate::text;
use bricks::clock::{Day, Instant, days_between, show_day};
use bricks::id::{BranchId, DebtId, PatientId, StaffId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::{DbError, Tx};
use std::collections::BTreeMap;

/// Whether all that a visit (which the statement calls `v`) owes is agreed to be paid later: nothing came onto the bill
/// since, so that what is owed and what is paid come to no more than then, without what was set off since.
#[macro_export]
macro_rules! owes {
    () => {
        "EXISTS (SELECT 1 FROM debt fx WHERE fx.visit_id = v.id AND fx.ended_at IS NULL AND fx.agreed_at IS NOT NULL \
         AND v.due_vnd > 0 AND v.due_vnd <= fx.amount_vnd AND v.due_vnd + (SELECT COALESCE(SUM(fy.total_vnd - fy.due_vnd), 0) \
         FROM invoice fy WHERE fy.visit_id = v.id) <= fx.amount_vnd + fx.paid_before_vnd - (SELECT COALESCE(SUM(fz.amount_vnd), 0) \
         FROM set_off fz WHERE fz.visit_id = v.id AND fz.set_off_at >= fx.agreed_at))"
    };
}

/// A part of a debt and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    pub due: Day,
    pub amount: Money,
}

ground::row! {
    /// The agreement that a visit has, asked for or agreed to.
    pub struct Debt {
        pub id: DebtId,
        pub visit: VisitId,
        pub amount: Money,
        /// What had been paid of the visit's invoices by then.
        pub paid_before: Money,
        pub reason: String,
        pub asked_at: Instant,
        pub asked_by: StaffId,
        pub asked_name: String,
        /// Nothing while a second person has still to agree.
        pub agreed_at: Option<Instant>,
        pub agreed_name: String,
        /// What is paid of the visit's invoices now.
        pub paid: Money,
        /// What the visit owes now.
        pub due: Money,
    }
}

/// A debt with its instalments in the order of their days.
#[derive(Debug, Clone)]
pub struct Agreed {
    pub debt: Debt,
    pub plan: Vec<Instalment>,
}

/// Where a debt stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Each instalment with what of it is open.
    pub parts: Vec<(Instalment, Money)>,
    /// All that is open.
    pub open: Money,
    /// The day of the first that is open.
    pub next: Option<Day>,
    /// What should have been paid before this day.
    pub overdue: Money,
    /// Since the first that is overdue; 0 while none is.
    pub overdue_days: i64,
}

impl Agreed {
    /// Where it stands on a day: what is paid goes to the earliest instalments.
    pub fn standing(&self, today: Day) -> Standing {
        let debt = &self.debt;
        let since = debt.paid.sub(debt.paid_before).unwrap_or(Money::ZERO).max(Money::ZERO);
        let left = debt.amount.sub(since).unwrap_or(Money::ZERO).max(Money::ZERO);
        let mut settled = debt.amount.sub(left.min(debt.due)).unwrap_or(Money::ZERO);
        let mut parts = Vec::with_capacity(self.plan.len());
        for part in &self.plan {
            let paid = part.amount.min(settled);
            settled = settled.sub(paid).unwrap_or(Money::ZERO);
            parts.push((*part, part.amount.sub(paid).unwrap_or(Money::ZERO)));
        }
        let sum = |of: &dyn Fn(&Instalment) -> bool| {
            let wanted = parts.iter().filter(|(part, _)| of(part)).map(|(_, open)| *open);
            Money::sum(wanted).unwrap_or(Money::ZERO)
        };
        let (open, overdue) = (sum(&|_| true), sum(&|part| part.due < today));
        let next = parts.iter().find(|(_, open)| !open.is_zero()).map(|(part, _)| part.due);
        let overdue_days = next.map_or(0, |day| days_between(day, today)).max(0);
        Standing { parts, open, next, overdue, overdue_days }
    }

    pub const fn is_agreed(&self) -> bool {
        self.debt.agreed_at.is_some()
    }
}

/// An agreement that is being made.
pub struct New<'a> {
    pub id: DebtId,
    pub visit: VisitId,
    pub amount: Money,
    pub reason: &'a str,
    pub plan: &'a [Instalment],
    /// Somebody else agrees.
    pub needs_second: bool,
}

/// What somebody owes: of earlier visits that are over, and what was agreed to be paid later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    pub due: Money,
    /// What should have been paid by an agreement, and for how many days.
    pub overdue: Money,
    pub overdue_days: i64,
    /// The day of the next instalment.
    pub next: Option<Day>,
}

const OF_VISIT: &str = debt!(
    "debt d JOIN visit v ON v.id = d.visit_id JOIN staff a ON a.id = d.asked_by LEFT JOIN staff g ON g.id = d.agreed_by \
     WHERE d.visit_id = $1 AND d.ended_at IS NULL"
);
const OF_PATIENT: &str = debt!(
    "visit v CROSS JOIN debt d JOIN staff a ON a.id = d.asked_by LEFT JOIN staff g ON g.id = d.agreed_by \
     WHERE v.patient_id = $1 AND v.due_vnd > 0 AND v.branch_id = $2 AND d.visit_id = v.id AND d.ended_at IS NULL ORDER BY d.id"
);
const DUE: &str = concat!(
    "SELECT CAST(COALESCE(SUM(v.due_vnd), 0) AS BIGINT) FROM visit v WHERE v.patient_id = $1 AND v.branch_id = $3 AND ",
    debtors::is_owing!()
);
const PLAN: &str = "SELECT due_day, amount_vnd FROM debt_instalment WHERE debt_id = $1 ORDER BY number";
const PLANS_OF_PATIENT: &str = plans!("v.patient_id = $1 AND v.branch_id = $2");
const PAID: &str = "SELECT CAST(COALESCE(SUM(total_vnd - due_vnd), 0) AS BIGINT) FROM invoice WHERE visit_id = $1";
const INSERT: &str = "INSERT INTO debt (id, branch_id, visit_id, amount_vnd, paid_before_vnd, reason, asked_at, asked_by, needs_second) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
const INSTALMENT: &str = "INSERT INTO debt_instalment (debt_id, number, due_day, amount_vnd) VALUES ($1, $2, $3, $4)";
const LOCK_PATIENT: &str = "SELECT id FROM patient WHERE id = $1 FOR UPDATE";
const BESIDES: &str =
    "SELECT CAST(COALESCE(SUM(due_vnd), 0) AS BIGINT) FROM visit WHERE patient_id = $1 AND due_vnd > 0 AND id <> $2";
const AGREE: &str =
    "UPDATE debt SET agreed_at = $2, agreed_by = $3 WHERE id = $1 AND agreed_at IS NULL AND ended_at IS NULL";
const END: &str = "UPDATE debt SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

/// The agreement of a visit, if it has one.
pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Agreed>, DbError> {
    let Some(debt) = tx.one::<Debt>(OF_VISIT, &[&visit])? else { return Ok(None) };
    let plan = plan(tx, debt.id)?;
    Ok(Some(Agreed { debt, plan }))
}

fn plan(tx: &mut Tx<'_>, id: DebtId) -> Result<Vec<Instalment>, DbError> {
    let rows: Vec<(Day, Money)> = tx.all(PLAN, &[&id])?;
    Ok(rows.into_iter().map(|(due, amount)| Instalment { due, amount }).collect())
}

/// What a patient owes a branch on a day, and how much of that is late.
pub fn balance(tx: &mut Tx<'_>, (branch, patient): (BranchId, PatientId), today: Day) -> Result<Balance, DbError> {
    let due: Money = tx.one(DUE, &[&patient, &today, &branch])?.unwrap_or(Money::ZERO);
    let mut balance = Balance { due, overdue: Money::ZERO, overdue_days: 0, next: None };
    if due.is_zero() {
        return Ok(balance);
    }
    let debts: Vec<Debt> = tx.all(OF_PATIENT, &[&patient, &branch])?;
    let parts = if debts.is_empty() { Vec::new() } else { tx.all(PLANS_OF_PATIENT, &[&patient, &branch])? };
    for agreed in with_plans(debts, parts).into_iter().filter(Agreed::is_agreed) {
        let standing = agreed.standing(today);
        balance.overdue = balance.overdue.add(standing.overdue).unwrap_or(balance.overdue);
        balance.overdue_days = balance.overdue_days.max(standing.overdue_days);
        balance.next = balance.next.into_iter().chain(standing.next).min();
    }
    Ok(balance)
}

/// Puts instalments, each with the debt that it is of, to their debts.
fn with_plans(debts: Vec<Debt>, parts: Vec<(DebtId, Day, Money)>) -> Vec<Agreed> {
    let mut plans: BTreeMap<DebtId, Vec<Instalment>> = BTreeMap::new();
    for (id, due, amount) in parts {
        plans.entry(id).or_default().push(Instalment { due, amount });
    }
    debts.into_iter().map(|debt| Agreed { plan: plans.remove(&debt.id).unwrap_or_default(), debt }).collect()
}

impl Balance {
    /// `Còn nợ 542.000 ₫, hẹn 29/12/2026`, `Còn nợ 542.000 ₫, quá hạn 3 ngày`.
    pub fn told(&self, l: Lang) -> String {
        let due = self.due.show_with_sign(l);
        match self.next {
            _ if !self.overdue.is_zero() => text::balance_overdue(l, self.overdue_days, due),
            Some(next) => text::balance_next(l, show_day(next, l), due),
            None => text::balance_due(l, due),
        }
    }
}

/// What is paid of a visit's invoices.
pub fn paid(tx: &mut Tx<'_>, visit: VisitId) -> Result<Money, DbError> {
    Ok(tx.one(PAID, &[&visit])?.unwrap_or(Money::ZERO))
}

/// What a patient owes of other visits, wherever they were. Until the transaction ends nobody else adds it up.
pub fn due_besides(tx: &mut Tx<'_>, patient: PatientId, visit: VisitId) -> Result<Money, DbError> {
    let _: Option<PatientId> = tx.one(LOCK_PATIENT, &[&patient])?;
    Ok(tx.one(BESIDES, &[&patient, &visit])?.unwrap_or(Money::ZERO))
}

/// Writes an agreement down as asked for; false when the visit has one that is not ended.
pub fn insert(tx: &mut Tx<'_>, (branch, by): (BranchId, StaffId), new: &New<'_>) -> Result<bool, DbError> {
    let (now, paid) = (tx.now(), paid(tx, new.visit)?);
    if tx.run(INSERT, &[&new.id, &branch, &new.visit, &new.amount, &paid, &new.reason, &now, &by, &new.needs_second])?
        != 1
    {
        return Ok(false);
    }
    for (number, part) in (1_i64..).zip(new.plan) {
        tx.run_one(INSTALMENT, &[&new.id, &number, &part.due, &part.amount])?;
    }
    Ok(true)
}

/// False when it is agreed to already, or ended.
pub fn agree(tx: &mut Tx<'_>, id: DebtId, by: StaffId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(AGREE, &[&id, &now, &by])? == 1)
}

/// False when it is ended already.
pub fn end(tx: &mut Tx<'_>, id: DebtId, by: StaffId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(END, &[&id, &now, &by])? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::{add_days, parse_day};
    use proptest::prelude::*;

    fn first() -> Day {
        parse_day("2026-12-01").unwrap()
    }

    /// Instalments of these amounts, a month apart.
    fn agreed(amounts: &[i64], (before, paid, due): (i64, i64, i64)) -> Agreed {
        let days = (0..).map(|month| add_days(first(), month * 30));
        let plan: Vec<Instalment> =
            days.zip(amounts).map(|(due, amount)| Instalment { due, amount: Money::from_minor(*amount) }).collect();
        let debt = Debt {
            id: DebtId::from_raw(1),
            visit: VisitId::from_raw(1),
            amount: Money::from_minor(amounts.iter().sum()),
            paid_before: Money::from_minor(before),
            reason: String::new(),
            asked_at: Instant::from_millis(0),
            asked_by: StaffId::from_raw(1),
            asked_name: String::new(),
            agreed_at: None,
            agreed_name: String::new(),
            paid: Money::from_minor(paid),
            due: Money::from_minor(due),
        };
        Agreed { debt, plan }
    }

    fn open(of: &Standing) -> Vec<i64> {
        of.parts.iter().map(|(_, open)| open.minor()).collect()
    }

    #[test]
    fn what_is_paid_goes_to_the_earliest_instalment() {
        let standing = agreed(&[100, 100, 100], (50, 200, 150)).standing(first());
        assert_eq!((open(&standing), standing.open.minor()), (vec![0, 50, 100], 150));
        assert_eq!((standing.next, standing.overdue.minor()), (Some(add_days(first(), 30)), 0));
    }

    #[test]
    fn the_day_itself_is_in_time_and_the_next_one_is_late() {
        let of = |days| agreed(&[100, 100], (0, 0, 200)).standing(add_days(first(), days));
        assert_eq!((of(0).overdue.minor(), of(0).overdue_days), (0, 0));
        assert_eq!((of(1).overdue.minor(), of(1).overdue_days), (100, 1));
        assert_eq!((of(31).overdue.minor(), of(31).overdue_days), (200, 31));
    }

    #[test]
    fn a_void_of_what_was_paid_before_leaves_the_agreement_as_it_was_and_a_discount_takes_from_the_earliest() {
        assert_eq!(open(&agreed(&[100, 100], (50, 0, 250)).standing(first())), [100, 100]);
        assert_eq!(open(&agreed(&[100, 100], (0, 0, 150)).standing(first())), [50, 100]);
        let paid = agreed(&[100, 100], (0, 200, 0)).standing(add_days(first(), 90));
        assert_eq!((open(&paid), paid.next, paid.overdue_days), (vec![0, 0], None, 0));
    }

    proptest! {
        #[test]
        fn never_more_is_open_than_was_agreed_or_is_owed(
            amounts in proptest::collection::vec(1_i64..1_000, 1..6), before in 0_i64..500, paid in 0_i64..2_000, due in 0_i64..4_000, late in 0_i64..200,
        ) {
            let agreed = agreed(&amounts, (before, paid, due));
            let standing = agreed.standing(add_days(first(), late));
            let all: i64 = open(&standing).iter().sum();
            prop_assert_eq!(all, standing.open.minor());
            prop_assert!(all <= due && all <= agreed.debt.amount.minor() && standing.overdue <= standing.open);
            prop_assert_eq!(standing.overdue.is_zero(), standing.overdue_days == 0);
        }
    }
}
