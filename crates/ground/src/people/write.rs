//! Making and changing profiles.

use super::{Profile, by_id};
use crate::access::Who;
use crate::db::{DbError, Stop, Topic, Tx};
use crate::text;
use bricks::age::Birth;
use bricks::clock::Day;
use bricks::id::PatientId;
use bricks::refusal::Refusal;
use bricks::search_words::{code_words, patient_words};
use bricks::text::fold;

const INSERT: &str = "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, phone, email, address, province, \
     national_id, insurer_id, insurance_number, insurance_from, insurance_until, guardian_name, guardian_phone, allergies, allergies_none, \
     conditions, reminders_wanted, version, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
     $15, $16, $17, $18, $19, $20, $21, $22, $23, 1, $24, $25)";
const UPDATE: &str = "UPDATE patient SET name = $3, name_fold = $4, sex = $5, birth_day = $6, birth_year = $7, phone = $8, email = $9, \
     address = $10, province = $11, national_id = $12, insurer_id = $13, insurance_number = $14, insurance_from = $15, \
     insurance_until = $16, guardian_name = $17, guardian_phone = $18, allergies = $19, allergies_none = $20, conditions = $21, \
     reminders_wanted = $22, version = version + 1 WHERE id = $1 AND version = $2 AND merged_into IS NULL";
const ANSWER_ALLERGIES: &str = "UPDATE patient SET allergies = $2, allergies_none = $3, version = version + 1 \
     WHERE id = $1 AND allergies = '' AND NOT allergies_none AND merged_into IS NULL";
const REWRITE_ALLERGIES: &str = "UPDATE patient SET allergies = $3, version = version + 1 \
     WHERE id = $1 AND allergies = $2 AND merged_into IS NULL";
/// Without other words ($5) to come, whatever stands is kept.
const KEEP_ALLERGIES: &str = "INSERT INTO allergy_words (id, patient_id, words, asked_none, until_at, changed_by) \
     SELECT CAST($2 AS BIGINT), p.id, p.allergies, p.allergies_none, CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM patient p \
     WHERE p.id = $1 AND (CAST($5 AS TEXT) IS NULL OR p.allergies <> $5 OR p.allergies_none <> $6)";
const CONFIRM: &str = "UPDATE patient SET confirmed_at = $2 WHERE id = $1";
const NEXT_NUMBER: &str = "INSERT INTO counter (name, last) VALUES ('patient', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";
const ADD_WORD: &str =
    "INSERT INTO patient_word (word, patient_id) VALUES ($1, $2) ON CONFLICT (word, patient_id) DO NOTHING";
const DROP_WORDS: &str = "DELETE FROM patient_word WHERE patient_id = $1";
const FINDABLE: &str = "SELECT name_fold, birth_year, code, phone FROM patient WHERE id = $1 AND merged_into IS NULL";
const EARLIER_CODES: &str = "SELECT code FROM patient WHERE merged_into = $1 ORDER BY id";

/// Folded name, year of birth, code, phone.
type Findable = (String, i64, String, Option<String>);

/// Makes a profile and gives its id; the code is the next number.
pub fn create(tx: &mut Tx<'_>, who: &Who, profile: &Profile) -> Result<PatientId, Stop> {
    check(profile, who.day_of(tx.now()))?;
    let id = PatientId::from_raw(tx.new_id());
    let number: i64 = tx.one(NEXT_NUMBER, &[])?.ok_or_else(|| Stop::fault("no patient number"))?;
    let (code, name_fold, now) = (format!("BN-{number:06}"), fold(&profile.name), tx.now());
    let (birth_day, birth_year) = birth_columns(profile.birth);
    let p = profile;
    tx.run_one(
        INSERT,
        &[
            &id,
            &who.branch,
            &code,
            &p.name,
            &name_fold,
            &p.sex.code(),
            &birth_day,
            &birth_year,
            &p.phone,
            &p.email,
            &p.address,
            &p.province,
            &p.national_id,
            &p.insurer,
            &p.insurance_number,
            &p.insurance_from,
            &p.insurance_until,
            &p.guardian_name,
            &p.guardian_phone,
            &p.allergies,
            &p.allergies_none,
            &p.conditions,
            &p.reminders_wanted,
            &now,
            &who.staff,
        ],
    )?;
    rewrite_words(tx, id)?;
    who.note(tx, "create_patient", "patient", id.raw(), Some(id), "")?;
    Ok(id)
}

/// Changes a profile that is still at `version`; a conflict refusal when somebody changed it meanwhile.
pub fn update(tx: &mut Tx<'_>, who: &Who, id: PatientId, version: i64, profile: &Profile) -> Result<(), Stop> {
    check(profile, who.day_of(tx.now()))?;
    let (name_fold, p) = (fold(&profile.name), profile);
    let (birth_day, birth_year) = birth_columns(p.birth);
    keep_allergies(tx, who, id, Some((&p.allergies, p.allergies_none)))?;
    let changed = tx.run(
        UPDATE,
        &[
            &id,
            &version,
            &p.name,
            &name_fold,
            &p.sex.code(),
            &birth_day,
            &birth_year,
            &p.phone,
            &p.email,
            &p.address,
            &p.province,
            &p.national_id,
            &p.insurer,
            &p.insurance_number,
            &p.insurance_from,
            &p.insurance_until,
            &p.guardian_name,
            &p.guardian_phone,
            &p.allergies,
            &p.allergies_none,
            &p.conditions,
            &p.reminders_wanted,
        ],
    )?;
    if changed == 0 {
        by_id(tx, id)?;
        return Err(Refusal::conflict(text::patient_changed_say()).into());
    }
    rewrite_words(tx, id)?;
    who.note(tx, "update_patient", "patient", id.raw(), Some(id), "")?;
    tx.announce(Topic::Patient(id));
    tx.announce(Topic::Queue);
    Ok(())
}

/// Writes down what was answered about allergies: in words, or (with none) that there are none. A conflict refusal when the
/// profile says something about them by now.
pub fn answer_allergies(tx: &mut Tx<'_>, who: &Who, id: PatientId, words: &str) -> Result<(), Stop> {
    keep_allergies(tx, who, id, Some((words, words.is_empty())))?;
    if tx.run(ANSWER_ALLERGIES, &[&id, &words, &words.is_empty()])? == 0 {
        return Err(Refusal::conflict(text::patient_changed_say()).into());
    }
    who.note(tx, "update_patient", "patient", id.raw(), Some(id), "")?;
    tx.announce(Topic::Patient(id));
    tx.announce(Topic::Queue);
    Ok(())
}

/// Changes what is written about allergies in words from what the person saw to what is left of it. A conflict refusal when
/// it says something else by now; `detail` says in the audit what was taken.
pub fn rewrite_allergies(
    tx: &mut Tx<'_>,
    who: &Who,
    id: PatientId,
    (seen, left): (&str, &str),
    detail: &str,
) -> Result<(), Stop> {
    keep_allergies(tx, who, id, None)?;
    if tx.run(REWRITE_ALLERGIES, &[&id, &seen, &left])? == 0 {
        return Err(Refusal::conflict(text::patient_changed_say()).into());
    }
    who.note(tx, "rewrite_allergies", "patient", id.raw(), Some(id), detail)?;
    tx.announce(Topic::Patient(id));
    tx.announce(Topic::Queue);
    Ok(())
}

/// Keeps what the profile says about allergies until now, unless it will say the same; part of every act that changes it.
pub fn keep_allergies(tx: &mut Tx<'_>, who: &Who, id: PatientId, new: Option<(&str, bool)>) -> Result<(), DbError> {
    let (key, now, words, none) =
        (tx.new_id(), tx.now(), new.map(|new| new.0.to_owned()), new.is_some_and(|new| new.1));
    tx.run(KEEP_ALLERGIES, &[&id, &key, &now, &who.staff, &words, &none]).map(|_| ())
}

/// Remembers that the patient has just confirmed the profile. Part of the check-in, which writes the audit.
pub fn confirm(tx: &mut Tx<'_>, id: PatientId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(CONFIRM, &[&id, &now])
}

/// Makes the words under which a patient is found anew: none for a profile that was merged; else its own, and the codes
/// of the profiles that became a part of it. Part of the act that changed the profile.
pub fn rewrite_words(tx: &mut Tx<'_>, id: PatientId) -> Result<(), DbError> {
    tx.run(DROP_WORDS, &[&id])?;
    let row: Option<Findable> = tx.one(FINDABLE, &[&id])?;
    let Some((name_fold, year, code, phone)) = row else { return Ok(()) };
    let mut words = patient_words(&name_fold, year, &code, phone.as_deref());
    let earlier: Vec<String> = tx.all(EARLIER_CODES, &[&id])?;
    words.extend(earlier.iter().flat_map(|code| code_words(code)));
    for word in words {
        tx.run(ADD_WORD, &[&word, &id])?;
    }
    Ok(())
}

fn birth_columns(birth: Birth) -> (Option<Day>, i64) {
    match birth {
        Birth::Day(day) => (Some(day), birth.year()),
        Birth::Year(year) => (None, year),
    }
}

/// Nobody is born tomorrow, and nobody lives who was born before 1900.
fn check(profile: &Profile, today: Day) -> Result<(), Refusal> {
    let future = match profile.birth {
        Birth::Day(day) => day > today,
        Birth::Year(year) => year > i64::from(today.year()),
    };
    if future || profile.birth.year() < 1900 {
        return Err(Refusal::field("birth", text::birth_impossible_say()));
    }
    Ok(())
}
