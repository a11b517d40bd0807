use bricks::id::{BranchId, ServiceId};
use ground::db::{Stop, Tx};
use papers::appointment::suitable;

/// Everything but a follow-up within a week.
const CONSULTATIONS: &str = "SELECT id FROM service WHERE kind = 'consultation' AND active AND code <> 'KB09'";
const ALLOW: &str =
    "INSERT INTO bookable (doctor_id, service_id) VALUES ($1, $2) ON CONFLICT (doctor_id, service_id) DO NOTHING";
/// Some of what came from the website for the next hours has not been looked at.
const AWAIT: &str = "UPDATE appointment SET awaits_desk = TRUE WHERE id IN (SELECT id FROM appointment WHERE state = 'booked' \
     AND branch_id = $1 AND starts_at > $2 AND starts_at < $3 AND source = 'website' AND starts_at % 1800000 = 0 ORDER BY starts_at, id LIMIT 6)";
const HOURS: i64 = 26;

/// Whoever of them was never here has a profile that nobody has verified.
const UNVERIFIED: &str = "UPDATE patient SET from_website = TRUE, confirmed_at = NULL WHERE id IN (SELECT a.patient_id FROM appointment a \
     WHERE a.branch_id = $1 AND a.awaits_desk AND a.starts_at > $2 AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.patient_id = a.patient_id))";

/// Every doctor may be booked for what suits, and some bookings wait for the desk.
pub(super) fn open(tx: &mut Tx<'_>, branch: BranchId) -> Result<(), Stop> {
    let now = tx.now();
    let consultations: Vec<ServiceId> = tx.all(CONSULTATIONS, &[])?;
    for service in consultations {
        for doctor in suitable(tx, branch, service)? {
            tx.run(ALLOW, &[&doctor, &service])?;
        }
    }
    tx.run(AWAIT, &[&branch, &now, &now.plus_minutes(HOURS * 60)])?;
    tx.run(UNVERIFIED, &[&branch, &now])?;
    Ok(())
}
