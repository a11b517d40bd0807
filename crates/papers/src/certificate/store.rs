use super::{Kind, New, Printed};
use bricks::clock::Instant;
use bricks::id::{BranchId, CertificateId, PatientId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

macro_rules! certificates {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.visit_id, v.patient_id, c.kind, c.printed, c.issued_at, x.why FROM certificate c \
             JOIN visit v ON v.id = c.visit_id LEFT JOIN certificate_void x ON x.certificate_id = c.id WHERE ",
            $tail
        )
    };
}

ground::row! {
    struct Row {
        id: CertificateId,
        visit: VisitId,
        patient: PatientId,
        kind: Kind,
        printed: String,
        issued_at: Instant,
        voided_why: Option<String>,
    }
}

/// An issued certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub id: CertificateId,
    pub visit: VisitId,
    /// Whose visit it is today: a merged profile's papers are the winner's.
    pub patient: PatientId,
    pub kind: Kind,
    pub printed: Printed,
    pub issued_at: Instant,
    /// Why it was voided, when it was.
    pub voided_why: Option<String>,
}

const BY_ID: &str = certificates!("c.id = $1 AND c.branch_id = $2");
const OF_VISIT: &str = certificates!("c.visit_id = $1 ORDER BY c.id");
const OF_PATIENT: &str =
    certificates!("v.patient_id = $1 AND c.branch_id = $2 ORDER BY c.issued_at DESC, c.id LIMIT 200");
const INSERT: &str = "INSERT INTO certificate (id, branch_id, visit_id, patient_id, kind, series, number, printed, issued_at, issued_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const VOID: &str = "INSERT INTO certificate_void (certificate_id, why, voided_at, voided_by) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (certificate_id) DO NOTHING";

/// One certificate of this branch; `Stop::Missing` otherwise.
pub fn by_id(tx: &mut Tx<'_>, branch: BranchId, id: CertificateId) -> Result<Certificate, Stop> {
    let row: Row = tx.one(BY_ID, &[&id, &branch])?.ok_or(Stop::Missing)?;
    read(row)
}

/// What was issued on a visit, the first one first.
pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Certificate>, Stop> {
    tx.all(OF_VISIT, &[&visit])?.into_iter().map(read).collect()
}

/// What was issued to a patient in this branch, the latest first.
pub fn of_patient(tx: &mut Tx<'_>, branch: BranchId, patient: PatientId) -> Result<Vec<Certificate>, Stop> {
    tx.all(OF_PATIENT, &[&patient, &branch])?.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Certificate, Stop> {
    let printed =
        serde_json::from_str(&row.printed).map_err(|e| Stop::fault(format!("certificate {}: {e}", row.id)))?;
    Ok(Certificate {
        id: row.id,
        visit: row.visit,
        patient: row.patient,
        kind: row.kind,
        printed,
        issued_at: row.issued_at,
        voided_why: row.voided_why,
    })
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    who: &Who,
    id: CertificateId,
    new: &New,
    (series, number, printed): (&str, i64, &Printed),
) -> Result<(), Stop> {
    let json = serde_json::to_string(printed).map_err(|e| Stop::fault(format!("a certificate: {e}")))?;
    let now = tx.now();
    tx.run_one(
        INSERT,
        &[&id, &who.branch, &new.visit, &new.patient, &new.kind, &series, &number, &json, &now, &who.staff],
    )?;
    Ok(())
}

/// Whether it stood until now.
pub(super) fn void(tx: &mut Tx<'_>, who: &Who, id: CertificateId, why: &str) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(VOID, &[&id, &why, &now, &who.staff])? == 1)
}
