use crate::rules::likeness::{Traits, swapped};
use bricks::age::Birth;
use bricks::clock::Day;
use bricks::id::{BranchId, PatientId};
use ground::db::{DbError, Tx};

ground::row! {
    /// A patient who may be the one that is about to be made.
    pub struct AlikeRow {
        pub id: PatientId,
        pub code: String,
        pub name: String,
        pub name_fold: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
        pub national_id: Option<String>,
        pub insurance_number: Option<String>,
    }
}

impl AlikeRow {
    pub fn traits(&self) -> Traits<'_> {
        Traits {
            name_fold: &self.name_fold,
            birth: ground::people::birth(self.birth_day, self.birth_year),
            phone: self.phone.as_deref(),
            national_id: self.national_id.as_deref(),
            insurance_number: self.insurance_number.as_deref(),
        }
    }
}

/// Each branch of the union is one key with a bound. The first word of a patient is the whole folded name with the year
/// behind it.
const ALIKE: &str = "SELECT p.id, p.code, p.name, p.name_fold, p.sex, p.birth_day, p.birth_year, p.phone, p.national_id, p.insurance_number \
     FROM (SELECT patient_id AS id FROM patient_word WHERE word = $2 \
       UNION SELECT id FROM (SELECT patient_id AS id FROM patient_word WHERE word >= $3 AND word < $4 ORDER BY word LIMIT 40) n \
       UNION SELECT id FROM (SELECT id FROM patient WHERE phone = $5 ORDER BY id LIMIT 20) t \
       UNION SELECT id FROM (SELECT id FROM patient WHERE birth_day = $6 ORDER BY id LIMIT 80) b \
       UNION SELECT id FROM (SELECT id FROM patient WHERE birth_day = $7 ORDER BY id LIMIT 80) s \
       UNION SELECT id FROM (SELECT id FROM patient WHERE national_id = $8 ORDER BY id LIMIT 5) c \
       UNION SELECT id FROM (SELECT id FROM patient WHERE insurance_number = $9 ORDER BY id LIMIT 5) i) k \
     JOIN patient p ON p.id = k.id WHERE p.branch_id = $1 AND p.merged_into IS NULL";

/// Patients who share a key with somebody: the name, the phone, the day of birth (also with day and month exchanged), a
/// card's number.
pub fn alike(tx: &mut Tx<'_>, branch: BranchId, own: Traits<'_>) -> Result<Vec<AlikeRow>, DbError> {
    let whole = format!("{} {}", own.name_fold, own.birth.year());
    let (from, to) = (format!("{} ", own.name_fold), format!("{} \u{10FFFF}", own.name_fold));
    let day = match own.birth {
        Birth::Day(day) => Some(day),
        Birth::Year(_) => None,
    };
    let turned = day.and_then(swapped);
    tx.all(ALIKE, &[&branch, &whole, &from, &to, &own.phone, &day, &turned, &own.national_id, &own.insurance_number])
}
