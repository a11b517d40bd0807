//! Figures of a day.

use bricks::clock::Day;
use bricks::id::BranchId;
use bricks::money::Money;
use ground::db::{DbError, Tx};

ground::row! {
    /// How far one doctor's day has come.
    pub struct DoctorDay {
        pub name: String,
        pub visits: i64,
        pub waiting: i64,
        pub in_room: i64,
        pub finished: i64,
    }
}

ground::row! {
    /// What is not counted by visits or payments.
    #[derive(Copy, Default)]
    pub struct Rest {
        pub missed: i64,
        pub appointments: i64,
        /// Finished visits that have not paid.
        pub unpaid: i64,
        pub unpaid_amount: Money,
        /// Medicines at their reorder level or below.
        pub low: i64,
        /// Batches that have expired and are still here.
        pub expired: i64,
        /// What waits for a second person: losses of the shelves, counts of a drawer, refunds, discounts.
        pub losses: i64,
        pub counts: i64,
        pub refunds: i64,
        pub discounts: i64,
    }
}

ground::row! {
    /// What was taken on a day in one way.
    pub struct Taking {
        pub day: Day,
        pub method: String,
        pub amount: Money,
        pub payments: i64,
    }
}

const BY_DOCTOR: &str = "SELECT d.name, COUNT(*), \
     CAST(SUM(CASE WHEN v.state = 'waiting' THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN v.state = 'in_room' THEN 1 ELSE 0 END) AS BIGINT), \
     CAST(SUM(CASE WHEN v.state = 'finished' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM visit v JOIN resource d ON d.id = v.doctor_id WHERE v.branch_id = $1 AND v.day = $2 AND v.kind = 'consultation' \
     GROUP BY d.id, d.name, d.position ORDER BY d.position, d.id";
const REST: &str = "SELECT \
     (SELECT COUNT(*) FROM appointment a WHERE a.branch_id = $1 AND a.day = $2 AND a.state = 'no_show'), \
     (SELECT COUNT(*) FROM appointment a WHERE a.branch_id = $1 AND a.day = $2 AND a.state <> 'cancelled'), \
     (SELECT COUNT(*) FROM visit v WHERE v.branch_id = $1 AND v.due_vnd > 0 AND v.state = 'finished'), \
     (SELECT CAST(COALESCE(SUM(v.due_vnd), 0) AS BIGINT) FROM visit v WHERE v.branch_id = $1 AND v.due_vnd > 0 AND v.state = 'finished'), \
     (SELECT COUNT(*) FROM medicine m WHERE m.stocked AND m.reorder_level_milli >= COALESCE((SELECT SUM(b.quantity_milli) FROM batch b \
       WHERE b.branch_id = $1 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $2), 0)), \
     (SELECT COUNT(*) FROM batch b WHERE b.branch_id = $1 AND b.quantity_milli > 0 AND b.expires_on < $2), \
     (SELECT COUNT(*) FROM stock_wish w WHERE w.branch_id = $1 AND w.decided_at IS NULL), \
     (SELECT COUNT(*) FROM closing_wish w WHERE w.branch_id = $1 AND w.decided_at IS NULL), \
     (SELECT COUNT(*) FROM refund r WHERE r.branch_id = $1 AND r.state = 'asked' AND r.needs_second), \
     (SELECT COUNT(*) FROM discount_wish w CROSS JOIN visit v WHERE v.id = w.visit_id AND v.branch_id = $1)";
const TAKINGS: &str = "SELECT day, method, CAST(SUM(amount_vnd) AS BIGINT), \
     CAST(SUM(CASE WHEN kind = 'taken' THEN 1 ELSE 0 END) AS BIGINT) FROM payment \
     WHERE branch_id = $1 AND day >= $2 AND day <= $3 GROUP BY day, method ORDER BY day, method";

/// The day's visits, doctor by doctor.
pub fn by_doctor(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Vec<DoctorDay>, DbError> {
    tx.all(BY_DOCTOR, &[&branch, &day])
}

pub fn rest(tx: &mut Tx<'_>, branch: BranchId, day: Day) -> Result<Rest, DbError> {
    Ok(tx.one(REST, &[&branch, &day])?.unwrap_or_default())
}

/// What was taken from one day to another, both included.
pub fn takings(tx: &mut Tx<'_>, branch: BranchId, from: Day, to: Day) -> Result<Vec<Taking>, DbError> {
    tx.all(TAKINGS, &[&branch, &from, &to])
}
