//! The patients: who they are, and finding them as one types.

use crate::access::Who;
use crate::db::{DbError, Stop, Topic, Tx};
use crate::text;
use bricks::age::Birth;
use bricks::clock::Day;
use bricks::id::{BranchId, InsurerId, PatientId};
use bricks::refusal::Refusal;
use bricks::search_words::patient_words;
use bricks::text::fold;

/// A patient's sex, as records and reference ranges need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
    Other,
}

impl Sex {
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::Other => "other",
        }
    }

    pub fn parse(code: &str) -> Option<Sex> {
        [Sex::Male, Sex::Female, Sex::Other].into_iter().find(|s| s.code() == code)
    }

    /// The word on screens and papers.
    pub fn word(self, l: bricks::lang::Lang) -> &'static str {
        match self {
            Sex::Male => text::sex_male(l),
            Sex::Female => text::sex_female(l),
            Sex::Other => text::sex_other(l),
        }
    }
}

crate::row! {
    /// A whole profile.
    pub struct Patient {
        pub id: PatientId,
        pub branch: BranchId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
        pub email: Option<String>,
        pub address: String,
        pub national_id: Option<String>,
        pub insurer: Option<InsurerId>,
        pub insurance_number: Option<String>,
        pub insurance_until: Option<Day>,
        pub guardian_name: Option<String>,
        pub guardian_phone: Option<String>,
        pub allergies: String,
        pub conditions: String,
        pub reminders_wanted: bool,
        pub version: i64,
    }
}

impl Patient {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
}

/// A date of birth of which perhaps only the year is known.
pub fn birth(day: Option<Day>, year: i64) -> Birth {
    day.map_or(Birth::Year(year), Birth::Day)
}

crate::row! {
    /// A patient as a list shows one.
    pub struct Hit {
        pub id: PatientId,
        pub code: String,
        pub name: String,
        pub sex_code: String,
        pub birth_day: Option<Day>,
        pub birth_year: i64,
        pub phone: Option<String>,
    }
}

impl Hit {
    pub fn birth(&self) -> Birth {
        birth(self.birth_day, self.birth_year)
    }

    pub fn sex(&self) -> Sex {
        Sex::parse(&self.sex_code).unwrap_or(Sex::Other)
    }
}

/// What a person fills in about a patient.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub sex: Sex,
    pub birth: Birth,
    /// E.164.
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: String,
    pub national_id: Option<String>,
    pub insurer: Option<InsurerId>,
    pub insurance_number: Option<String>,
    pub insurance_until: Option<Day>,
    pub guardian_name: Option<String>,
    pub guardian_phone: Option<String>,
    pub allergies: String,
    pub conditions: String,
    pub reminders_wanted: bool,
}

const COLUMNS_BY_ID: &str = "SELECT id, branch_id, code, name, sex, birth_day, birth_year, phone, email, address, national_id, insurer_id, \
     insurance_number, insurance_until, guardian_name, guardian_phone, allergies, conditions, reminders_wanted, version \
     FROM patient WHERE id = $1";
const INSERT: &str = "INSERT INTO patient (id, branch_id, code, name, name_fold, sex, birth_day, birth_year, phone, email, address, national_id, \
     insurer_id, insurance_number, insurance_until, guardian_name, guardian_phone, allergies, conditions, reminders_wanted, version, \
     created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $22)";
const UPDATE: &str = "UPDATE patient SET name = $3, name_fold = $4, sex = $5, birth_day = $6, birth_year = $7, phone = $8, email = $9, \
     address = $10, national_id = $11, insurer_id = $12, insurance_number = $13, insurance_until = $14, guardian_name = $15, \
     guardian_phone = $16, allergies = $17, conditions = $18, reminders_wanted = $19, version = version + 1 WHERE id = $1 AND version = $2";
const CONFIRM: &str = "UPDATE patient SET confirmed_at = $2 WHERE id = $1";
const NEXT_NUMBER: &str = "INSERT INTO counter (name, last) VALUES ('patient', 1) ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";
const ADD_WORD: &str =
    "INSERT INTO patient_word (word, patient_id) VALUES ($1, $2) ON CONFLICT (word, patient_id) DO NOTHING";
const DROP_WORDS: &str = "DELETE FROM patient_word WHERE patient_id = $1";
/// One word (or several words that stand side by side in the name): a range of the key, nothing else.
const FIND: &str = "SELECT DISTINCT p.id, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.phone FROM \
     (SELECT patient_id FROM patient_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 60) w JOIN patient p ON p.id = w.patient_id LIMIT 20";
/// Words that stand apart: the range of the last of them, looked through for the others up to a bound.
const FIND_APART: &str = "SELECT DISTINCT p.id, p.code, p.name, p.sex, p.birth_day, p.birth_year, p.phone FROM \
     (SELECT patient_id FROM patient_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT 1500) w JOIN patient p ON p.id = w.patient_id \
     WHERE (' ' || p.name_fold || ' ' || CAST(p.birth_year AS TEXT)) LIKE $3 AND (' ' || p.name_fold || ' ' || CAST(p.birth_year AS TEXT)) LIKE $4 LIMIT 20";

/// One profile; `Stop::Missing` when there is none.
pub fn by_id(tx: &mut Tx<'_>, id: PatientId) -> Result<Patient, Stop> {
    tx.one(COLUMNS_BY_ID, &[&id])?.ok_or(Stop::Missing)
}

/// Up to 20 patients for what was typed: words of the name without diacritics in any order, the code, the tail of the
/// phone (three digits or more), the year of birth. Empty for less than two characters.
pub fn search(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<Hit>, DbError> {
    let folded = fold(typed);
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let only_digits = typed.chars().all(|c| c.is_ascii_digit() || " .-+".contains(c));
    if folded.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    if only_digits && digits.len() >= 3 {
        let national =
            digits.strip_prefix("84").filter(|rest| rest.len() == 9).unwrap_or(digits.trim_start_matches('0'));
        let backwards: String = ['~'].into_iter().chain(national.chars().rev()).collect();
        merge(&mut hits, find(tx, &backwards)?);
        merge(&mut hits, find(tx, digits.trim_start_matches('0'))?);
    }
    let joined_code = folded.replace(' ', "");
    if joined_code.starts_with("bn") && joined_code != folded {
        merge(&mut hits, find(tx, &joined_code)?);
    }
    merge(&mut hits, find(tx, &folded)?);
    if hits.len() < 20 && folded.contains(' ') {
        merge(&mut hits, find_apart(tx, &folded)?);
    }
    hits.truncate(20);
    Ok(hits)
}

fn merge(hits: &mut Vec<Hit>, more: Vec<Hit>) {
    for hit in more {
        if !hits.iter().any(|h| h.id == hit.id) {
            hits.push(hit);
        }
    }
}

fn find(tx: &mut Tx<'_>, prefix: &str) -> Result<Vec<Hit>, DbError> {
    if prefix.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(FIND, &[&prefix, &past(prefix)])
}

/// Drives by the last two words side by side, then by the last word alone; the first two others have to occur too.
fn find_apart(tx: &mut Tx<'_>, folded: &str) -> Result<Vec<Hit>, DbError> {
    let words: Vec<&str> = folded.split(' ').collect();
    let mut hits = Vec::new();
    for together in [2, 1] {
        let Some(cut) = words.len().checked_sub(together).filter(|cut| *cut > 0) else { continue };
        let (others, driver) = words.split_at(cut);
        let driver = driver.join(" ");
        let like = |index: usize| others.get(index).or(others.first()).map_or("%".to_owned(), |w| format!("% {w}%"));
        merge(&mut hits, tx.all(FIND_APART, &[&driver, &past(&driver), &like(0), &like(1)])?);
        if !hits.is_empty() {
            break;
        }
    }
    Ok(hits)
}

/// The end of the range of words with a prefix.
fn past(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

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
            &p.national_id,
            &p.insurer,
            &p.insurance_number,
            &p.insurance_until,
            &p.guardian_name,
            &p.guardian_phone,
            &p.allergies,
            &p.conditions,
            &p.reminders_wanted,
            &now,
            &who.staff,
        ],
    )?;
    write_words(tx, id, &name_fold, birth_year, &code, p.phone.as_deref())?;
    who.note(tx, "create_patient", "patient", id.raw(), Some(id), "")?;
    Ok(id)
}

/// Changes a profile that is still at `version`; a conflict refusal when somebody changed it meanwhile.
pub fn update(tx: &mut Tx<'_>, who: &Who, id: PatientId, version: i64, profile: &Profile) -> Result<(), Stop> {
    check(profile, who.day_of(tx.now()))?;
    let (name_fold, p) = (fold(&profile.name), profile);
    let (birth_day, birth_year) = birth_columns(p.birth);
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
            &p.national_id,
            &p.insurer,
            &p.insurance_number,
            &p.insurance_until,
            &p.guardian_name,
            &p.guardian_phone,
            &p.allergies,
            &p.conditions,
            &p.reminders_wanted,
        ],
    )?;
    if changed == 0 {
        by_id(tx, id)?;
        return Err(Refusal::conflict(text::patient_changed_say()).into());
    }
    let code = by_id(tx, id)?.code;
    tx.run(DROP_WORDS, &[&id])?;
    write_words(tx, id, &name_fold, birth_year, &code, p.phone.as_deref())?;
    who.note(tx, "update_patient", "patient", id.raw(), Some(id), "")?;
    tx.announce(Topic::Patient(id));
    tx.announce(Topic::Queue);
    Ok(())
}

/// Remembers that the patient has just confirmed the profile. Part of the check-in, which writes the audit.
pub fn confirm(tx: &mut Tx<'_>, id: PatientId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(CONFIRM, &[&id, &now])
}

fn write_words(
    tx: &mut Tx<'_>,
    id: PatientId,
    name_fold: &str,
    year: i64,
    code: &str,
    phone: Option<&str>,
) -> Result<(), DbError> {
    for word in patient_words(name_fold, year, code, phone) {
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
