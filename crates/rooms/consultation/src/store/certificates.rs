use bricks::clock::Day;
use bricks::id::{PatientId, VisitId};
use bricks::lang::Lang;
use ground::db::{DbError, Tx};
use ground::people::birth;
use papers::certificate::Person;
use papers::note::Signed;

const PERSON: &str = "SELECT name, code, sex, birth_day, birth_year, address, insurance_number, guardian_name FROM patient WHERE id = $1";
const DIAGNOSES: &str = "SELECT d.code, d.title_vi, d.title_en FROM visit_diagnosis x JOIN diagnosis d ON d.code = x.code \
     WHERE x.visit_id = $1 AND NOT x.preliminary ORDER BY x.position";

type Row = (String, String, String, Option<Day>, i64, String, Option<String>, Option<String>);

/// Whom a certificate is about, as the profile says today.
pub fn person(tx: &mut Tx<'_>, id: PatientId) -> Result<Option<Person>, DbError> {
    let row: Option<Row> = tx.one(PERSON, &[&id])?;
    Ok(row.map(|(name, code, sex, day, year, address, insurance, guardian)| Person {
        name,
        code,
        sex,
        birth: birth(day, year).show(Lang::Vi),
        address,
        insurance,
        guardian,
    }))
}

/// The final diagnoses of a visit, the main one first.
pub fn signed_diagnoses(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Signed>, DbError> {
    let rows: Vec<(String, String, String)> = tx.all(DIAGNOSES, &[&visit])?;
    Ok(rows.into_iter().map(|(code, vi, en)| Signed { code, vi, en, preliminary: false }).collect())
}
