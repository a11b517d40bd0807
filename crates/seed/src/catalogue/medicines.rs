use super::synonyms::Synonyms;
use crate::rows::{Insert as _, insertable};
use crate::stable;
use crate::tsv::{Line, Table};
use bricks::id::MedicineId;
use ground::catalog::{self, Named};
use ground::db::{Stop, Tx};

pub(crate) const MEDICINES: &str = include_str!("../../../../data/medicines.tsv");
pub(crate) const CONSUMABLES: &str = include_str!("../../../../data/consumables.tsv");

const RANK_STOCKED: i64 = 0;
const RANK_NOT_STOCKED: i64 = 5;
const RANK_CONSUMABLE: i64 = 3;
/// The form of what services use up and nobody prescribes.
const CONSUMABLE: &str = "consumable";
const REORDER_CONSUMABLES_MILLI: i64 = 20_000;
/// The unit of a vaccine.
const DOSE: &str = "liều";
const REORDER_DOSES_MILLI: i64 = 5_000;
/// What is given out by the piece is reordered below so many thousandths, what comes in a bottle or tube below fewer.
const REORDER_PIECES_MILLI: i64 = 200_000;
const REORDER_PACKS_MILLI: i64 = 12_000;

insertable! {
    Medicine: "INSERT INTO medicine (id, code, generic_vi, generic_en, strength, form, route, dose_unit, dispense_unit, dose_milli_per_dispense_unit, pack, price_vnd, prescription_only, controlled, instruction_vi, instruction_en, reorder_level_milli, stocked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" {
        id: MedicineId,
        code: &'static str,
        generic_vi: &'static str,
        generic_en: &'static str,
        strength: &'static str,
        form: &'static str,
        route: &'static str,
        dose_unit: &'static str,
        dispense_unit: &'static str,
        dose_milli_per_dispense_unit: i64,
        pack: &'static str,
        price_vnd: i64,
        prescription_only: bool,
        controlled: String,
        instruction_vi: &'static str,
        instruction_en: &'static str,
        reorder_level_milli: i64,
        stocked: bool,
    }
}

pub(crate) fn medicine_id(code: &str) -> MedicineId {
    MedicineId::from_raw(stable::id("medicine", code))
}

pub(super) fn insert(tx: &mut Tx<'_>, synonyms: &Synonyms) -> Result<(), Stop> {
    for line in Table::read("medicines", MEDICINES).lines() {
        let medicine = medicine(line)?;
        medicine.insert(tx)?;
        let names = [medicine.generic_vi, medicine.generic_en].map(|name| format!("{name} {}", medicine.strength));
        let named = Named {
            kind: "medicine",
            item: medicine.code,
            rank: if medicine.stocked { RANK_STOCKED } else { RANK_NOT_STOCKED },
            code: medicine.code,
            names: names.into_iter().chain(synonyms.of("medicine", medicine.code)).collect(),
        };
        catalog::add_words(tx, &named)?;
    }
    Ok(())
}

/// What services use up.
pub(super) fn insert_consumables(tx: &mut Tx<'_>) -> Result<(), Stop> {
    for line in Table::read("consumables", CONSUMABLES).lines() {
        let goods = consumable(line)?;
        goods.insert(tx)?;
        let names = [goods.generic_vi, goods.generic_en].map(|name| format!("{name} {}", goods.strength));
        let (item, code) = (goods.code, goods.code);
        catalog::add_words(tx, &Named { kind: "medicine", item, rank: RANK_CONSUMABLE, code, names: names.to_vec() })?;
    }
    Ok(())
}

fn consumable(line: Line<'_>) -> Result<Medicine, Stop> {
    let (code, unit) = (line.text("id")?, line.text("dispense_unit")?);
    Ok(Medicine {
        id: medicine_id(code),
        code,
        generic_vi: line.text("name_vi")?,
        generic_en: line.text("name_en")?,
        strength: line.text("size")?,
        form: CONSUMABLE,
        route: line.text("route")?,
        dose_unit: unit,
        dispense_unit: unit,
        dose_milli_per_dispense_unit: 1_000,
        pack: line.text("pack")?,
        price_vnd: line.number("price_vnd")?,
        prescription_only: false,
        controlled: String::new(),
        instruction_vi: "",
        instruction_en: "",
        reorder_level_milli: if unit == DOSE { REORDER_DOSES_MILLI } else { REORDER_CONSUMABLES_MILLI },
        stocked: true,
    })
}

fn medicine(line: Line<'_>) -> Result<Medicine, Stop> {
    let (code, stocked) = (line.text("id")?, line.flag("stocked")?);
    let doses = line.milli("dose_units_per_dispense_unit")?;
    Ok(Medicine {
        id: medicine_id(code),
        code,
        generic_vi: line.text("generic_vi")?,
        generic_en: line.text("generic_en")?,
        strength: line.text("strength")?,
        form: line.text("form")?,
        route: line.text("route")?,
        dose_unit: line.text("dose_unit")?,
        dispense_unit: line.text("dispense_unit")?,
        dose_milli_per_dispense_unit: doses.ok_or_else(|| line.wrong("dose_units_per_dispense_unit"))?,
        pack: line.text("pack")?,
        price_vnd: line.number("price_vnd")?,
        prescription_only: line.flag("rx_only")?,
        controlled: controlled(line)?,
        instruction_vi: line.text("instruction_vi")?,
        instruction_en: line.text("instruction_en")?,
        reorder_level_milli: reorder_level(line.text("dispense_unit")?, stocked),
        stocked,
    })
}

/// Empty, or the kind of control: `narcotic`, `psychotropic`, `precursor`, with ` combination` behind it for a product
/// that holds such a substance together with others.
fn controlled(line: Line<'_>) -> Result<String, Stop> {
    Ok(match (line.text("controlled")?, line.text("controlled_kind")?) {
        ("none", _) => String::new(),
        (control, "combination") => format!("{control} combination"),
        (control, _) => control.to_owned(),
    })
}

fn reorder_level(dispense_unit: &str, stocked: bool) -> i64 {
    match (stocked, dispense_unit) {
        (false, _) => 0,
        (true, "viên" | "gói" | "ống") => REORDER_PIECES_MILLI,
        (true, _) => REORDER_PACKS_MILLI,
    }
}
