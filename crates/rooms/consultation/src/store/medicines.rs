//! Finding a medicine as a doctor types it, and what each doctor uses.

use crate::rules;
use bricks::id::MedicineId;
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::pack_code::parse_pack_code;
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::catalog;
use ground::db::{DbError, Tx};

ground::row! {
    /// A medicine to choose, with what unexpired batches of the branch hold.
    pub struct Medicine {
        pub id: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub brand: String,
        pub strength: String,
        pub route: String,
        pub dispense_unit: String,
        /// Of one `dispense_unit`.
        pub price: Money,
        /// Whether the clinic keeps it; anything else is bought elsewhere.
        pub stocked: bool,
        pub favourite: bool,
        /// How often this doctor prescribed it.
        pub uses: i64,
        pub on_hand: Quantity,
    }
}

impl Medicine {
    /// Generic name and strength.
    pub fn name(&self, l: Lang) -> String {
        catalog::medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

macro_rules! medicines {
    ($from:literal, $tail:literal) => {
        concat!(
            "SELECT m.id, m.code, m.generic_vi, m.generic_en, m.brand, m.strength, m.route, m.dispense_unit, m.price_vnd, m.stocked, \
             COALESCE(u.favourite, FALSE), COALESCE(u.uses, 0), \
             CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $2 AND b.medicine_id = m.id \
             AND b.quantity_milli > 0 AND b.expires_on >= $3), 0) AS BIGINT) FROM ",
            $from,
            " LEFT JOIN medicine_use u ON u.staff_id = $1 AND u.medicine_id = m.id ",
            $tail
        )
    };
}

/// Favourites, then what the clinic keeps, of it what this doctor uses most.
const FOUND: &str = medicines!(
    "(SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'medicine' AND word >= $4 AND word < $5 GROUP BY item) w \
     JOIN medicine m ON m.code = w.item AND m.form <> 'consumable'",
    "ORDER BY COALESCE(u.favourite, FALSE) DESC, m.stocked DESC, COALESCE(u.uses, 0) DESC, w.best, m.generic_vi, m.code LIMIT 12"
);
const USUAL: &str = medicines!(
    "medicine_use o JOIN medicine m ON m.id = o.medicine_id",
    "WHERE o.staff_id = $1 AND (o.favourite OR o.uses > 0) ORDER BY o.favourite DESC, o.uses DESC, o.last_used_at DESC, m.code LIMIT 12"
);
const BY_CODE: &str = medicines!("medicine m", "WHERE m.code = $4 AND m.form <> 'consumable'");
const BY_BARCODE: &str =
    medicines!("medicine m", "WHERE m.barcode = $4 AND m.barcode <> '' AND m.form <> 'consumable'");
const USED: &str = "INSERT INTO medicine_use (staff_id, medicine_id, uses, last_used_at, favourite) VALUES ($1, $2, 1, $3, FALSE) \
     ON CONFLICT (staff_id, medicine_id) DO UPDATE SET uses = medicine_use.uses + 1, last_used_at = excluded.last_used_at";
const FAVOUR: &str = "INSERT INTO medicine_use (staff_id, medicine_id, uses, last_used_at, favourite) \
     SELECT CAST($1 AS BIGINT), m.id, 0, CAST($3 AS BIGINT), TRUE FROM medicine m WHERE m.id = $2 \
     ON CONFLICT (staff_id, medicine_id) DO UPDATE SET favourite = NOT medicine_use.favourite";

/// Up to twelve medicines for what was typed: a name of any kind with or without marks, a code of the catalogue, or the code
/// of a pack before a scanner. Words that do not stand side by side (`para 500`, also `para500`) are looked for one by one.
/// Without a word what this doctor uses.
pub fn find_medicines(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<Medicine>, DbError> {
    let today = who.day_of(tx.now());
    if typed.trim().is_empty() {
        return tx.all(USUAL, &[&who.staff, &who.branch, &today]);
    }
    if let Ok(pack) = parse_pack_code(typed, today.year()) {
        return tx.all(BY_BARCODE, &[&who.staff, &who.branch, &today, &pack.gtin]);
    }
    let coded = tx.all(BY_CODE, &[&who.staff, &who.branch, &today, &typed.trim()])?;
    if !coded.is_empty() {
        return Ok(coded);
    }
    let found = by_words(tx, who, typed)?;
    let typed = &rules::spaced(typed);
    let Some((first, _)) = typed.split_once(' ').filter(|_| found.is_empty()) else { return Ok(found) };
    let mut apart = by_words(tx, who, first)?;
    apart.retain(|m| rules::fits_words(typed, &format!("{} {} {}", m.name(Lang::Vi), m.generic_en, m.brand)));
    Ok(apart)
}

fn by_words(tx: &mut Tx<'_>, who: &Who, typed: &str) -> Result<Vec<Medicine>, DbError> {
    let today = who.day_of(tx.now());
    let Some((from, to)) = catalog::medicine_range(typed) else { return Ok(Vec::new()) };
    tx.all(FOUND, &[&who.staff, &who.branch, &today, &from, &to])
}

/// Counts that this doctor prescribed a medicine.
pub fn used_medicine(tx: &mut Tx<'_>, who: &Who, medicine: MedicineId) -> Result<(), DbError> {
    let now = tx.now();
    tx.run_one(USED, &[&who.staff, &medicine, &now])
}

/// Lets a medicine stand first in this doctor's lists, or no longer; false when there is no such medicine.
pub fn favour_medicine(tx: &mut Tx<'_>, who: &Who, medicine: MedicineId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.run(FAVOUR, &[&who.staff, &medicine, &now])? == 1)
}
