//! The branch's counter: what stands where a visit has its doctor, room and service, and the buyer without a name. It is
//! made with the first sale, under the branch's lock.

use bricks::id::{BranchId, PatientId, ResourceId, ServiceId};
use bricks::lang::Lang;
use bricks::text::fold;
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

use crate::{counter, text};

ground::row! {
    pub(super) struct Counter {
        pub(super) counter: ResourceId,
        pub(super) service: ServiceId,
        pub(super) buyer: PatientId,
    }
}

const OF_BRANCH: &str = "SELECT counter_id, service_id, buyer_id FROM retail_counter WHERE branch_id = $1";
const LOCK_BRANCH: &str = "SELECT id FROM branch WHERE id = $1 FOR UPDATE";
/// Not in use: nobody is booked there.
const ADD_COUNTER: &str = "INSERT INTO resource (id, branch_id, kind, name, ticket_prefix, department, position, active) \
     VALUES ($1, $2, 'room', $3, '', '', 0, FALSE)";
const ADD_SERVICE: &str = "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active) \
     VALUES ($1, 'RETAIL', $2, $3, 'consultation', '', 5, FALSE) ON CONFLICT (code) DO NOTHING";
const SERVICE: &str = "SELECT id FROM service WHERE code = 'RETAIL'";
/// Without search words: nobody finds, books or merges the buyer without a name.
const ADD_BUYER: &str = "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, address, allergies, \
     conditions, reminders_wanted, version, created_at, created_by) \
     VALUES ($1, $2, $3, $4, $5, 'other', NULL, 1900, '', '', '', FALSE, 1, $6, $7)";
const ADD: &str = "INSERT INTO retail_counter (branch_id, counter_id, service_id, buyer_id) VALUES ($1, $2, $3, $4)";

const NAMELESS: &str = "SELECT EXISTS (SELECT 1 FROM retail_counter WHERE branch_id = $1 AND buyer_id = $2)";

/// Whether somebody is a branch's buyer without a name.
pub fn is_nameless(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId) -> Result<bool, DbError> {
    Ok(tx.one(NAMELESS, &[&branch, &patient])?.unwrap_or(false))
}

/// The branch's counter, made now if nothing was sold here yet.
pub(super) fn of_branch(tx: &mut Tx<'_>, who: &Who) -> Result<Counter, Stop> {
    if let Some(found) = find(tx, who.branch)? {
        return Ok(found);
    }
    tx.one::<BranchId>(LOCK_BRANCH, &[&who.branch])?.ok_or(Stop::Missing)?;
    match find(tx, who.branch)? {
        Some(found) => Ok(found),
        None => make(tx, who),
    }
}

fn find(tx: &mut Tx<'_>, branch: BranchId) -> Result<Option<Counter>, DbError> {
    tx.one(OF_BRANCH, &[&branch])
}

/// Names as they stand on bills and receipts, in the language of the clinic's own papers.
fn make(tx: &mut Tx<'_>, who: &Who) -> Result<Counter, Stop> {
    let (counter, buyer) = (ResourceId::from_raw(tx.new_id()), PatientId::from_raw(tx.new_id()));
    let (service, now) = (ServiceId::from_raw(tx.new_id()), tx.now());
    let (name, named) = (text::retail_counter(Lang::Vi), text::retail_buyer(Lang::Vi));
    tx.run_one(ADD_COUNTER, &[&counter, &who.branch, &name])?;
    let sale = (text::retail_sale(Lang::Vi), text::retail_sale(Lang::En));
    tx.run(ADD_SERVICE, &[&service, &sale.0, &sale.1])?;
    let service: ServiceId = tx.one(SERVICE, &[])?.ok_or(Stop::Missing)?;
    let code = format!("KL-{:03}", counter::next(tx, "retail_buyer")?);
    let folded = fold(named);
    tx.run_one(ADD_BUYER, &[&buyer, &who.branch, &code, &named, &folded, &now, &who.staff])?;
    tx.run_one(ADD, &[&who.branch, &counter, &service, &buyer])?;
    who.note(tx, "open_counter", "resource", counter.raw(), None, &code)?;
    Ok(Counter { counter, service, buyer })
}
