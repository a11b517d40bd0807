use super::{Signed, Texts, Version, diagnoses_json};
use bricks::clock::Instant;
use bricks::id::{PatientId, StaffId, VisitId};
use ground::access::Who;
use ground::db::{DbError, Stop, Tx};

macro_rules! versions {
    ($tail:literal) => {
        concat!(
            "SELECT v.visit_id, v.number, v.reason, v.symptoms, v.findings, v.advice, v.diagnoses, v.why, v.signed_at, v.signed_by, \
             s.title, s.name FROM note_version v JOIN staff s ON s.id = v.signed_by ",
            $tail
        )
    };
}

ground::row! {
    struct Row {
        visit: VisitId,
        number: i64,
        reason: String,
        symptoms: String,
        findings: String,
        advice: String,
        diagnoses: String,
        why: String,
        signed_at: Instant,
        signed_by: StaffId,
        title: String,
        name: String,
    }
}

ground::row! {
    struct Diagnosed {
        code: String,
        vi: String,
        en: String,
        preliminary: bool,
    }
}

const DRAFT: &str = "SELECT reason, symptoms, findings, advice FROM note WHERE visit_id = $1";
const LATEST: &str = "SELECT signed FROM note WHERE visit_id = $1 AND signed IS NOT NULL";
const UNSIGNED_AUTHOR: &str = "SELECT saved_by FROM note WHERE visit_id = $1 AND signed IS NULL";
const DIAGNOSES: &str = "SELECT d.code, d.title_vi, d.title_en, x.preliminary FROM visit_diagnosis x \
     JOIN diagnosis d ON d.code = x.code WHERE x.visit_id = $1 ORDER BY x.position";
const DIAGNOSIS: &str = "SELECT code, title_vi, title_en, FALSE FROM diagnosis WHERE code = $1";
const VERSIONS: &str = versions!("WHERE v.visit_id = $1 ORDER BY v.number");
const AS_OF: &str = versions!("WHERE v.visit_id = $1 AND v.signed_at <= $2 ORDER BY v.number DESC LIMIT 1");
const OF_PATIENT_AS_OF: &str = versions!(
    "JOIN visit w ON w.id = v.visit_id WHERE w.patient_id = $1 AND v.number = \
     (SELECT MAX(x.number) FROM note_version x WHERE x.visit_id = v.visit_id AND x.signed_at <= $2) \
     ORDER BY w.arrived_at DESC, v.visit_id"
);
const INSERT: &str = "INSERT INTO note_version (visit_id, number, reason, symptoms, findings, advice, diagnoses, why, signed_at, signed_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (visit_id, number) DO NOTHING";
const SIGN: &str = "UPDATE note SET signed = 1 WHERE visit_id = $1 AND signed IS NULL";
const AMEND: &str = "UPDATE note SET reason = $3, symptoms = $4, findings = $5, advice = $6, version = version + 1, saved_at = $7, \
     saved_by = $8, saved_in = '', signed = $2 WHERE visit_id = $1 AND signed = $2 - 1";
const CLEAR_DIAGNOSES: &str = "DELETE FROM visit_diagnosis WHERE visit_id = $1";
const PUT_DIAGNOSIS: &str =
    "INSERT INTO visit_diagnosis (visit_id, position, code, preliminary) VALUES ($1, $2, $3, $4)";

/// The texts as they stand, signed or not.
pub fn draft(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<Texts>, DbError> {
    tx.one(DRAFT, &[&visit])
}

/// The number of the version that the note says; `None` while it is not signed.
pub fn latest(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<i64>, DbError> {
    tx.one(LATEST, &[&visit])
}

/// Who wrote last on a note that nobody signed; `None` for a signed one and where there is none.
pub(super) fn unsigned_author(tx: &mut Tx<'_>, visit: VisitId) -> Result<Option<StaffId>, DbError> {
    tx.one(UNSIGNED_AUTHOR, &[&visit])
}

/// Every version of a visit's note, the first one first.
pub fn versions(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Version>, Stop> {
    read_all(tx.all(VERSIONS, &[&visit])?)
}

/// What the note of a visit said at an instant; `None` when it was not signed then.
pub fn as_of(tx: &mut Tx<'_>, visit: VisitId, at: Instant) -> Result<Option<Version>, Stop> {
    let row: Option<Row> = tx.one(AS_OF, &[&visit, &at])?;
    row.map(read).transpose()
}

/// What all notes of a patient said at an instant, the latest visit first, in one statement.
pub fn of_patient_as_of(tx: &mut Tx<'_>, patient: PatientId, at: Instant) -> Result<Vec<Version>, Stop> {
    read_all(tx.all(OF_PATIENT_AS_OF, &[&patient, &at])?)
}

fn read_all(rows: Vec<Row>) -> Result<Vec<Version>, Stop> {
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Version, Stop> {
    let wrong = |e: serde_json::Error| Stop::fault(format!("version {} of note {}: {e}", row.number, row.visit));
    let diagnoses = serde_json::from_str(&row.diagnoses).map_err(wrong)?;
    Ok(Version {
        visit: row.visit,
        number: row.number,
        texts: Texts { reason: row.reason, symptoms: row.symptoms, findings: row.findings, advice: row.advice },
        diagnoses,
        why: row.why,
        signed_at: row.signed_at,
        signed_by: row.signed_by,
        signer: format!("{} {}", row.title, row.name).trim().to_owned(),
    })
}

/// The diagnoses of the visit as they stand.
pub(super) fn diagnoses(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Signed>, DbError> {
    Ok(tx.all(DIAGNOSES, &[&visit])?.into_iter().map(signed).collect())
}

/// One code of the catalogue with its titles of today.
pub fn diagnosis(tx: &mut Tx<'_>, code: &str) -> Result<Option<Signed>, DbError> {
    Ok(tx.one(DIAGNOSIS, &[&code])?.map(signed))
}

fn signed(row: Diagnosed) -> Signed {
    Signed { code: row.code, vi: row.vi, en: row.en, preliminary: row.preliminary }
}

/// What one version says.
pub(super) struct New<'a> {
    pub(super) number: i64,
    pub(super) texts: &'a Texts,
    pub(super) diagnoses: &'a [Signed],
    pub(super) why: &'a str,
}

/// Whether there was no version of this number.
pub(super) fn insert(tx: &mut Tx<'_>, who: &Who, visit: VisitId, new: &New<'_>) -> Result<bool, Stop> {
    let json = diagnoses_json(new.diagnoses).map_err(|e| Stop::fault(format!("diagnoses: {e}")))?;
    let (now, t) = (tx.now(), new.texts);
    let made = tx.run(
        INSERT,
        &[&visit, &new.number, &t.reason, &t.symptoms, &t.findings, &t.advice, &json, &new.why, &now, &who.staff],
    )?;
    Ok(made == 1)
}

pub(super) fn sign(tx: &mut Tx<'_>, visit: VisitId) -> Result<(), DbError> {
    tx.run_one(SIGN, &[&visit])
}

/// The note and the diagnoses follow the version that was just written.
pub(super) fn follow(tx: &mut Tx<'_>, who: &Who, visit: VisitId, new: &New<'_>) -> Result<(), DbError> {
    tx.run(CLEAR_DIAGNOSES, &[&visit])?;
    for (d, position) in new.diagnoses.iter().zip(1_i64..) {
        tx.run_one(PUT_DIAGNOSIS, &[&visit, &position, &d.code, &d.preliminary])?;
    }
    let (now, t) = (tx.now(), new.texts);
    tx.run_one(AMEND, &[&visit, &new.number, &t.reason, &t.symptoms, &t.findings, &t.advice, &now, &who.staff])
}
