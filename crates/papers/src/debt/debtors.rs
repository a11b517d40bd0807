//! Who owes. One definition for every list and every sum: what was agreed, or asked, to be paid later, and what of an earlier
//! day was left unpaid. Whoever is on the way to the cashier today is no debtor.

use super::{Agreed, Debt, with_plans};
use bricks::clock::Day;
use bricks::id::{BranchId, PatientId, VisitId};
use bricks::money::Money;
use ground::db::{DbError, Tx};
use std::collections::BTreeMap;

/// Whether a visit (which the statement calls `v`) owes on the day `$2`.
macro_rules! is_owing {
    () => {
        "v.due_vnd > 0 AND ((v.state IN ('finished', 'left') AND v.day < $2) \
         OR EXISTS (SELECT 1 FROM debt dx WHERE dx.visit_id = v.id AND dx.ended_at IS NULL))"
    };
}
pub(super) use is_owing;

macro_rules! debtor {
    ($of:literal) => {
        concat!(
            "SELECT v.id, v.day, p.id, p.code, p.name, p.phone, v.due_vnd FROM visit v JOIN patient p ON p.id = v.patient_id \
             WHERE v.branch_id = $1 AND ",
            is_owing!(),
            $of
        )
    };
}

ground::row! {
    /// Somebody who owes, agreed or not.
    pub struct Debtor {
        pub visit: VisitId,
        /// Of the visit.
        pub day: Day,
        pub patient: PatientId,
        pub code: String,
        pub name: String,
        pub phone: Option<String>,
        pub due: Money,
    }
}

/// Those who owe a branch.
#[derive(Debug, Clone, Default)]
pub struct Debtors {
    /// Each with the agreement, the oldest first: all with whom there is one, and of the others the oldest, as many as were asked
    /// for.
    pub rows: Vec<(Debtor, Option<Agreed>)>,
    /// All of them, day by day of their visits: how many, and what they owe.
    pub days: Vec<(Day, i64, Money)>,
}

impl Debtors {
    /// How many owe, of visits on days that a test lets in, and how much.
    pub fn sum(&self, of: impl Fn(Day) -> bool) -> (i64, Money) {
        let wanted = self.days.iter().filter(|(day, ..)| of(*day));
        wanted.fold((0, Money::ZERO), |(count, sum), (_, more, due)| (count + more, sum.add(*due).unwrap_or(sum)))
    }
}

const OF_BRANCH: &str = debt!(
    "visit v CROSS JOIN debt d JOIN staff a ON a.id = d.asked_by LEFT JOIN staff g ON g.id = d.agreed_by \
     WHERE v.branch_id = $1 AND v.due_vnd > 0 AND d.visit_id = v.id AND d.ended_at IS NULL"
);
const AGREED: &str = debtor!(
    " AND EXISTS (SELECT 1 FROM debt ax WHERE ax.visit_id = v.id AND ax.ended_at IS NULL) ORDER BY v.arrived_at"
);
const OTHERS: &str = debtor!(
    " AND NOT EXISTS (SELECT 1 FROM debt ax WHERE ax.visit_id = v.id AND ax.ended_at IS NULL) ORDER BY v.arrived_at LIMIT $3"
);
/// The days are told apart as texts, so that the index of those who owe serves, and not that of all visits by day.
const DAYS: &str = concat!(
    "SELECT MIN(v.day), COUNT(*), CAST(SUM(v.due_vnd) AS BIGINT) FROM visit v WHERE v.branch_id = $1 AND ",
    is_owing!(),
    " GROUP BY CAST(v.day AS TEXT) ORDER BY 1"
);
const PLANS_OF_BRANCH: &str = plans!("v.branch_id = $1");

/// Who owes a branch on a day; of those with whom nothing was agreed at most so many are named.
pub fn debtors(tx: &mut Tx<'_>, branch: BranchId, today: Day, most: usize) -> Result<Debtors, DbError> {
    let debts: Vec<Debt> = tx.all(OF_BRANCH, &[&branch])?;
    let mut rows: Vec<(Debtor, Option<Agreed>)> = Vec::new();
    if !debts.is_empty() {
        let parts = tx.all(PLANS_OF_BRANCH, &[&branch])?;
        let mut agreed: BTreeMap<VisitId, Agreed> =
            with_plans(debts, parts).into_iter().map(|agreed| (agreed.debt.visit, agreed)).collect();
        let found: Vec<Debtor> = tx.all(AGREED, &[&branch, &today])?;
        rows.extend(found.into_iter().map(|row| {
            let agreed = agreed.remove(&row.visit);
            (row, agreed)
        }));
    }
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let others: Vec<Debtor> = tx.all(OTHERS, &[&branch, &today, &most])?;
    rows.extend(others.into_iter().map(|row| (row, None)));
    rows.sort_by_key(|(row, _)| (row.day, row.visit));
    Ok(Debtors { rows, days: tx.all(DAYS, &[&branch, &today])? })
}
