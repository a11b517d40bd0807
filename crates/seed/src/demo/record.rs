use bricks::clock::{Day, add_days};
use bricks::id::{BranchId, PatientId, StaffId};
use ground::db::{Stop, Tx};

/// Those who are in the house today, so that their records show life.
const TODAY: &str =
    "SELECT DISTINCT v.patient_id FROM visit v WHERE v.branch_id = $1 AND v.day = $2 ORDER BY v.patient_id LIMIT 40";
const LASTING: &str = "SELECT x.code, MIN(v.day) FROM visit v JOIN visit_diagnosis x ON x.visit_id = v.id WHERE v.patient_id = $1 \
     AND x.code IN ('I10', 'E11.9', 'J45.9', 'E78.5', 'K21.9', 'M17.9', 'N18.9') GROUP BY x.code ORDER BY 1";
const STAFF: &str = "SELECT id FROM staff WHERE login = $1";
const NAME: &str = "SELECT name FROM patient WHERE id = $1";
const PROBLEM: &str = "INSERT INTO problem (id, branch_id, patient_id, code, words, onset, recorded_at, recorded_by) \
     VALUES ($1, $2, $3, $4, '', $5, $6, $7)";
const FAMILY: &str = "INSERT INTO family_illness (id, branch_id, patient_id, relative, words, age_years, recorded_at, recorded_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const REQUEST: &str = "INSERT INTO data_request (id, branch_id, patient_id, kind, asked_by, words, received_on, due_on, registered_at, registered_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const OPENING: &str = "INSERT INTO record_opening (id, branch_id, patient_id, staff_id, why, reason, opened_at, ends_at) \
     VALUES ($1, $2, $3, $4, 'role', $5, $6, $7)";

const RELATIVES: [(&str, &str, i64); 3] =
    [("mother", "Đái tháo đường típ 2", 51), ("father", "Tăng huyết áp", 45), ("sibling", "Nhồi máu cơ tim", 52)];
const REQUESTS: [(&str, &str, i64, i64); 2] =
    [("copy", "Xin bản sao hồ sơ để khám ở tuyến trên", -8, 2), ("correct", "Địa chỉ và năm sinh chưa đúng", -1, 9)];
/// So long ago the manager opened a record.
const OPENED_MINUTES: i64 = 55;
const OPEN_MINUTES: i64 = 30;

/// Lasting illnesses and the families of those who are in the house, two requests, and one record that was opened.
pub(super) fn write(tx: &mut Tx<'_>, branch: BranchId, today: Day) -> Result<(), Stop> {
    let patients: Vec<PatientId> = tx.all(TODAY, &[&branch, &today])?;
    let doctor: StaffId = tx.one(STAFF, &[&"bacsi1"])?.ok_or(Stop::Missing)?;
    let manager: StaffId = tx.one(STAFF, &[&"quanly"])?.ok_or(Stop::Missing)?;
    let now = tx.now();
    for (place, patient) in patients.iter().enumerate() {
        let lasting: Vec<(String, Day)> = tx.all(LASTING, &[patient])?;
        for (code, first) in lasting {
            let (id, onset) = (tx.new_id(), (first.year() - 2).to_string());
            tx.run_one(PROBLEM, &[&id, &branch, patient, &code, &onset, &now, &doctor])?;
        }
        if let Some((relative, words, age)) = RELATIVES.get(place % 5) {
            let id = tx.new_id();
            tx.run_one(FAMILY, &[&id, &branch, patient, relative, words, age, &now, &doctor])?;
        }
    }
    for ((kind, words, received, due), patient) in REQUESTS.iter().zip(&patients) {
        let (id, name): (i64, String) = (tx.new_id(), tx.one(NAME, &[patient])?.ok_or(Stop::Missing)?);
        let (received, due) = (add_days(today, *received), add_days(today, *due));
        tx.run_one(REQUEST, &[&id, &branch, patient, kind, &name, words, &received, &due, &now, &manager])?;
    }
    if let Some(patient) = patients.last() {
        let (id, opened) = (tx.new_id(), now.plus_minutes(-OPENED_MINUTES));
        let reason = "Người nhà hỏi thuốc đang dùng, bác sĩ vắng";
        tx.run_one(OPENING, &[&id, &branch, patient, &manager, &reason, &opened, &opened.plus_minutes(OPEN_MINUTES)])?;
    }
    Ok(())
}
