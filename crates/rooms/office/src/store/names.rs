//! What services and medicines are called, of those that a page of the log tells by a number or a code.

use crate::told::{Names, Unnamed};
use bricks::lang::Lang;
use bricks::say::Say;
use ground::catalog::medicine_name;
use ground::db::{DbError, Param, Tx};

/// So many are looked up at once; where there are fewer, the last stands for the rest.
const AT_ONCE: usize = 16;

ground::row! {
    struct Medicine {
        id: i64,
        code: String,
        generic_vi: String,
        generic_en: String,
        strength: String,
    }
}

macro_rules! one_of_them {
    () => {
        " IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    };
}

const SERVICES: &str = concat!("SELECT id, name_vi, name_en FROM service WHERE id", one_of_them!());
const BY_ID: &str = concat!("SELECT id, code, generic_vi, generic_en, strength FROM medicine WHERE id", one_of_them!());
const BY_CODE: &str =
    concat!("SELECT id, code, generic_vi, generic_en, strength FROM medicine WHERE code", one_of_them!());

/// The names of all that is asked for and known.
pub fn of(tx: &mut Tx<'_>, asked: &Unnamed) -> Result<Names, DbError> {
    let (services, ids): (Vec<i64>, Vec<i64>) =
        (asked.services.iter().copied().collect(), asked.medicines.iter().copied().collect());
    let codes: Vec<String> = asked.codes.iter().cloned().collect();
    let mut names = Names::new();
    for (id, vi, en) in self::services(tx, &services)? {
        names.insert(id.to_string(), Say::new(vi, en));
    }
    let medicines = by_id(tx, &ids)?.into_iter().map(|each| (each.id.to_string(), each));
    let coded = by_code(tx, &codes)?.into_iter().map(|each| (each.code.clone(), each));
    for (key, each) in medicines.chain(coded) {
        let name = |l| medicine_name(l, (&each.generic_vi, &each.generic_en), &each.strength);
        names.insert(key, Say::new(name(Lang::Vi), name(Lang::En)));
    }
    Ok(names)
}

fn services(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64, String, String)>, DbError> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        found.extend(tx.all::<(i64, String, String)>(SERVICES, &filled(some))?);
    }
    Ok(found)
}

fn by_id(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Medicine>, DbError> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        found.extend(tx.all::<Medicine>(BY_ID, &filled(some))?);
    }
    Ok(found)
}

fn by_code(tx: &mut Tx<'_>, codes: &[String]) -> Result<Vec<Medicine>, DbError> {
    let mut found = Vec::new();
    for some in codes.chunks(AT_ONCE) {
        found.extend(tx.all::<Medicine>(BY_CODE, &filled(some))?);
    }
    Ok(found)
}

fn filled<P: Param>(some: &[P]) -> Vec<&dyn Param> {
    (0..AT_ONCE).filter_map(|at| some.get(at).or_else(|| some.last())).map(|each| each as &dyn Param).collect()
}
