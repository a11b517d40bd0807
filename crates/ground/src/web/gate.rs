//! The gate before every patient's data: a property of the route table, so that no route can forget it.
//!
//! A route's permission says how deep it goes ([`depth_of`]), its address whose paper it is about. Both are asked in the
//! transaction of every reading and every act, before the handler sees it.

use super::routes::{Access, RouteRow};
use crate::access::{Permission, Who};
use crate::db::{Stop, Tx};
use crate::people::opening::{self, About, Depth, Opened};
use bricks::clock::Instant;
use bricks::id::PatientId;

/// Finds whose paper an address is about: by its first part (`visits`) and its id. Nothing: there is no such paper.
pub type Whose = fn(&mut Tx<'_>, &Who, &str, i64) -> Result<Option<About>, Stop>;

/// How deep into a patient's data a route goes; nothing where it tells and writes no health data. Every permission is
/// named here: who adds one has to say it.
pub const fn depth_of(access: Access) -> Option<Depth> {
    use Permission::*;
    match access {
        Access::Public | Access::Staff => None,
        Access::Record => Some(Depth::Record),
        Access::May(permission) => match permission {
            ExportRecord => Some(Depth::Record),
            // The profile holds allergies and illnesses in words.
            SeeConsultations | Consult | EditBackground | EditPatients | MergePatients => Some(Depth::Chart),
            SeeDiary | Book | TakeVitals | SeeOrders | PerformOrders | SeePrescriptions | Dispense | ReviewSafety
            | SeeRecord | SeeBills | TakePayment | GiveDiscount | VoidReceipt | ApproveRefund | ApproveDiscount
            | AgreeDebt | ApproveDebt | MendBills => Some(Depth::Work),
            // Finding a person, letting them in, and what the clinic owes them by law.
            SeePatients | CheckIn | SeeMessages | OpenRecord | OpenRestricted | SeeReaders | HandleRequests => None,
            SeeStock | ReceiveStock | PairScreens | SeeActivity | SeeReports | ManageClinic => None,
        },
    }
}

impl RouteRow {
    /// The first part of the address: which kind of paper it is about.
    pub fn head(&self) -> &'static str {
        self.path.split('/').nth(1).unwrap_or_default()
    }
}

/// What stands at a route's gate for one request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    pub depth: Option<Depth>,
    pub head: &'static str,
    /// The first id of the address.
    pub id: Option<i64>,
}

impl Gate {
    /// Whose data it is, and by which opening who asks comes in; stops with [`Stop::Closed`].
    pub fn pass(&self, tx: &mut Tx<'_>, who: &Who, whose: Whose) -> Result<(Option<About>, Option<Opened>), Stop> {
        let (Some(depth), Some(id)) = (self.depth, self.id) else { return Ok((None, None)) };
        let Some(about) = whose(tx, who, self.head, id)? else { return Ok((None, None)) };
        Ok((Some(about), opening::admit(tx, who, about, depth)?))
    }

    /// Lets a reading be of nobody else than the address says.
    pub fn check(&self, tx: &mut Tx<'_>, who: &Who, (at_gate, read): (Option<About>, PatientId)) -> Result<(), Stop> {
        match self.depth {
            Some(depth) if at_gate.map(|about| about.patient) != Some(read) => {
                opening::admit(tx, who, About::only(read), depth).map(|_| ())
            }
            _ => Ok(()),
        }
    }
}

const OPENED_BEFORE: &str =
    "SELECT COUNT(*) FROM audit WHERE patient_id = $1 AND at >= $5 AND staff_id = $2 AND act = $3 AND subject_id = $4";

/// Whether a page that keeps up by itself was opened by the same person since `since`, and stands in the log.
pub(super) fn is_known(
    tx: &mut Tx<'_>,
    who: &Who,
    (patient, act, subject): (PatientId, &str, i64),
    since: Instant,
) -> Result<bool, Stop> {
    let count: Option<i64> = tx.one(OPENED_BEFORE, &[&patient, &who.staff, &act, &subject, &since])?;
    Ok(count.unwrap_or(0) > 0)
}
