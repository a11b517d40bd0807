use bricks::id::{BranchId, PatientId, ResourceId, ServiceId};
use ground::db::{Stop, Tx};

const PREFIX: &str = "SELECT CASE WHEN s.ticket_prefix <> '' THEN s.ticket_prefix ELSE d.ticket_prefix END FROM resource d, resource r, patient p, service s \
     WHERE d.id = $2 AND d.branch_id = $1 AND d.kind = 'doctor' AND d.active \
     AND r.id = $3 AND r.branch_id = $1 AND r.kind = 'room' AND r.active \
     AND p.id = $4 AND p.branch_id = $1 AND p.merged_into IS NULL AND s.id = $5 AND s.active";

/// Whoever retires one of them waits until the transaction ends, and then sees what was written.
const IN_USE: &str =
    "SELECT r.id FROM resource r, service s WHERE r.id IN ($1, $2) AND s.id = $3 ORDER BY r.id FOR KEY SHARE";

/// Who and what a booking or a check-in brings together.
pub(crate) struct Parties {
    pub(crate) patient: PatientId,
    pub(crate) doctor: ResourceId,
    pub(crate) room: ResourceId,
    pub(crate) service: ServiceId,
}

/// Held until the transaction ends, so that nothing new is written for a profile that is being merged.
const HOLD: &str = "SELECT id FROM patient WHERE id = $1 AND merged_into IS NULL FOR KEY SHARE";

/// Holds a profile that is no part of another until the transaction ends, for whoever writes something new for it;
/// `Stop::Missing` when it has been merged.
pub fn hold(tx: &mut Tx<'_>, patient: PatientId) -> Result<(), Stop> {
    tx.one::<PatientId>(HOLD, &[&patient])?.ok_or(Stop::Missing).map(|_| ())
}

/// The ticket prefix of the service or else of the doctor, once all are known to be of this branch and in use;
/// `Stop::Missing` otherwise, also for a patient whose profile was merged into another. They stay so until the transaction
/// ends.
pub(crate) fn ticket_prefix(tx: &mut Tx<'_>, branch: BranchId, of: &Parties) -> Result<String, Stop> {
    hold(tx, of.patient)?;
    tx.all::<ResourceId>(IN_USE, &[&of.doctor, &of.room, &of.service])?;
    tx.one(PREFIX, &[&branch, &of.doctor, &of.room, &of.patient, &of.service])?.ok_or(Stop::Missing)
}
