//! What the clinic offers: services, medicines, diagnoses; finding them as one types.

use crate::db::{DbError, Tx};
use crate::text;
use bricks::id::{MedicineId, ServiceId};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::quantity::Quantity;
use bricks::search_words::suffixes;
use bricks::text::fold;

/// Text in the language of who looks.
pub fn in_lang<'a>(l: Lang, vi: &'a str, en: &'a str) -> &'a str {
    match l {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// In which doses are told, and in which packages medicines are counted.
pub const DOSE_UNITS: [&str; 9] = ["viên", "gói", "ống", "ml", "g", "nhát", "đơn vị", "chai", "lọ"];
pub const DISPENSE_UNITS: [&str; 14] =
    ["viên", "gói", "ống", "chai", "lọ", "tuýp", "bình", "bút", "cái", "đôi", "bộ", "cuộn", "que", "liều"];

/// Goods that are no medicine.
pub const CONSUMABLE_FORM: &str = "consumable";

/// The word for a form of medicine; an unknown one stays as it is.
pub fn medicine_form(l: Lang, code: &str) -> &str {
    match code {
        "tablet" => text::form_tablet(l),
        "capsule" => text::form_capsule(l),
        "sachet" => text::form_sachet(l),
        "syrup" => text::form_syrup(l),
        "oral drops" => text::form_oral_drops(l),
        "cream" => text::form_cream(l),
        "gel" => text::form_gel(l),
        "eye drops" => text::form_eye_drops(l),
        "ear drops" => text::form_ear_drops(l),
        "nasal drops" => text::form_nasal_drops(l),
        "nasal spray" => text::form_nasal_spray(l),
        "inhaler" => text::form_inhaler(l),
        "suppository" => text::form_suppository(l),
        "vaginal tablet" => text::form_vaginal_tablet(l),
        "injection" => text::form_injection(l),
        "infusion" => text::form_infusion(l),
        CONSUMABLE_FORM => text::form_consumable(l),
        other => other_form(l, other),
    }
}

/// Forms of the starter catalogue that are not offered for new medicines.
fn other_form(l: Lang, code: &str) -> &str {
    match code {
        "suspension" => text::form_suspension(l),
        "effervescent tablet" => text::form_effervescent(l),
        "nebuliser solution" => text::form_nebuliser(l),
        "injection pen" => text::form_pen(l),
        "solution" | "mouthwash" => text::form_solution(l),
        "oral ampoule" => text::form_oral_ampoule(l),
        "ointment" => text::form_ointment(l),
        "injection powder" => text::form_powder(l),
        other => other,
    }
}

/// The unit of a dose or of a package in the language of who looks: `viên` is `tablet`. Others stay as they are.
pub fn unit_word(l: Lang, unit: &str) -> &str {
    match (l, unit) {
        (Lang::Vi, _) => unit,
        (Lang::En, "viên") => "tablet",
        (Lang::En, "gói") => "sachet",
        (Lang::En, "chai") => "bottle",
        (Lang::En, "lọ") => "vial",
        (Lang::En, "ống") => "ampoule",
        (Lang::En, "tuýp") => "tube",
        (Lang::En, "nhát") => "puff",
        // Of insulin: it is dosed in international units, never in millilitres.
        (Lang::En, "đơn vị") => "unit",
        (Lang::En, "bình") => "inhaler",
        (Lang::En, "bút") => "pen",
        (Lang::En, "cái") => "piece",
        (Lang::En, "đôi") => "pair",
        (Lang::En, "bộ") => "set",
        (Lang::En, "cuộn") => "roll",
        (Lang::En, "que") => "strip",
        (Lang::En, "liều") => "dose",
        (Lang::En, other) => other,
    }
}

/// Whether half of it can be given out.
pub fn is_halved(unit: &str) -> bool {
    unit == "viên"
}

/// Whether so much can be taken from a shelf by this dispensing unit: pieces are whole, tablets may be halved. The database holds the
/// same (`batch_pieces`).
pub fn is_divided_rightly(quantity: Quantity, unit: &str) -> bool {
    let step = if is_halved(unit) { 500 } else { 1_000 };
    quantity.milli() % step == 0
}

/// The unit of a measured value as the language writes numbers: `mL/min/1.73 m²` in English.
pub fn measured_unit(l: Lang, unit: &str) -> String {
    match l {
        Lang::Vi => unit.to_owned(),
        Lang::En => unit.replace(',', "."),
    }
}

/// The smallest part of a dose unit that can be measured: a quarter of a tablet, a hundredth of a millilitre.
pub fn finest_dose(unit: &str) -> Quantity {
    Quantity::from_milli(match unit {
        "viên" => 250,
        "ml" | "g" => 10,
        "nhát" => 1_000,
        _ => 500,
    })
}

/// Like [`unit_word`], in the plural where the language has one: `2 tablets`, `0,5 viên`.
pub fn amount(l: Lang, quantity: Quantity, unit: &str) -> String {
    format!("{} {}", quantity.show(l), units_of(l, quantity, unit))
}

/// The unit of so much: `tablets`, `0 tablets`, but `1 tablet`, `0.5 tablet`, `15 ml`.
pub fn units_of(l: Lang, quantity: Quantity, unit: &str) -> String {
    let word = unit_word(l, unit);
    if word == unit || (quantity <= Quantity::whole(1) && !quantity.is_zero()) {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

crate::row! {
    /// A service with the price in force.
    pub struct Service {
        pub id: ServiceId,
        pub code: String,
        pub name_vi: String,
        pub name_en: String,
        pub kind: String,
        pub department: String,
        pub duration_minutes: i64,
        pub price: Money,
        /// Paid before it is done.
        pub pay_first: bool,
        /// The national insurance pays for it.
        pub insured: bool,
    }
}

impl Service {
    pub fn name(&self, l: Lang) -> &str {
        in_lang(l, &self.name_vi, &self.name_en)
    }
}

crate::row! {
    /// A medicine with what usable batches hold.
    pub struct Medicine {
        pub id: MedicineId,
        pub code: String,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub form: String,
        pub dose_unit: String,
        pub dispense_unit: String,
        pub dose_per_dispense_unit: Quantity,
        pub price: Money,
        pub instruction_vi: String,
        pub instruction_en: String,
        /// Whether the clinic keeps it; anything else is bought elsewhere.
        pub stocked: bool,
        pub on_hand: Quantity,
    }
}

impl Medicine {
    /// Generic name and strength.
    pub fn name(&self, l: Lang) -> String {
        medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }
}

/// Generic name (in both languages) and strength.
pub fn medicine_name(l: Lang, generic: (&str, &str), strength: &str) -> String {
    format!("{} {}", in_lang(l, generic.0, generic.1), strength_in(l, strength)).trim().to_owned()
}

/// A strength, whose few words are told in the language too: `50 mcg/nhát`, `50 mcg/puff`.
pub fn strength_in(l: Lang, strength: &str) -> String {
    let words = [
        text::strength_dose,
        text::strength_puff,
        text::strength_iron,
        text::strength_zinc,
        text::strength_calcium,
        text::strength_spores,
        text::strength_billion,
        text::strength_dissolved,
        text::strength_drops,
    ];
    let told = words.iter().fold(strength.to_owned(), |told, word| told.replace(word(Lang::Vi), word(l)));
    if l == Lang::En { with_points(&told) } else { told }
}

/// `0,5 ml` as English writes it; three digits behind a comma are thousands.
fn with_points(told: &str) -> String {
    let mut parts = told.split(',');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let is_decimal = said.ends_with(|c: char| c.is_ascii_digit()) && (1..3).contains(&digits);
        said.push(if is_decimal { '.' } else { ',' });
        said.push_str(part);
    }
    said
}

crate::row! {
    /// A diagnosis of ICD-10.
    pub struct Diagnosis {
        pub code: String,
        pub title_vi: String,
        pub title_en: String,
    }
}

impl Diagnosis {
    pub fn title(&self, l: Lang) -> &str {
        in_lang(l, &self.title_vi, &self.title_en)
    }
}

/// The price in force today is the latest that has begun.
const SERVICES_FOUND: &str = "SELECT s.id, s.code, s.name_vi, s.name_en, s.kind, s.department, s.duration_minutes, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $3 ORDER BY p.from_day DESC LIMIT 1), 0), s.pay_first, s.insured \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'service' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN service s ON s.code = w.item WHERE s.active ORDER BY w.best, s.code LIMIT 30";
const SERVICES_OF_KIND: &str = "SELECT s.id, s.code, s.name_vi, s.name_en, s.kind, s.department, s.duration_minutes, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $2 ORDER BY p.from_day DESC LIMIT 1), 0), s.pay_first, s.insured \
     FROM service s WHERE s.kind = $1 AND s.active ORDER BY s.code";
const SERVICE: &str = "SELECT s.id, s.code, s.name_vi, s.name_en, s.kind, s.department, s.duration_minutes, \
     COALESCE((SELECT p.price_vnd FROM service_price p WHERE p.service_id = s.id AND p.from_day <= $2 ORDER BY p.from_day DESC LIMIT 1), 0), s.pay_first, s.insured \
     FROM service s WHERE s.id = $1 AND s.active";
const MEDICINES_FOUND: &str = "SELECT m.id, m.code, m.generic_vi, m.generic_en, m.strength, m.form, m.dose_unit, m.dispense_unit, \
     m.dose_milli_per_dispense_unit, m.price_vnd, m.instruction_vi, m.instruction_en, m.stocked, \
     CAST(COALESCE((SELECT SUM(b.quantity_milli) FROM batch b WHERE b.branch_id = $3 AND b.medicine_id = m.id AND b.quantity_milli > 0 AND b.expires_on >= $4), 0) AS BIGINT) \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'medicine' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN medicine m ON m.code = w.item WHERE m.stocked ORDER BY w.best, m.generic_vi, m.code LIMIT 12";
const DIAGNOSES_FOUND: &str = "SELECT d.code, d.title_vi, d.title_en \
     FROM (SELECT item, MIN(rank) AS best FROM catalog_word WHERE kind = 'diagnosis' AND word >= $1 AND word < $2 GROUP BY item) w \
     JOIN diagnosis d ON d.code = w.item ORDER BY w.best, d.code LIMIT 12";

/// Between which words those lie that begin with what was typed; nothing for nothing.
pub fn range(typed: &str) -> Option<(String, String)> {
    let from = fold(typed);
    let to = format!("{from}\u{10FFFF}");
    (!from.is_empty()).then_some((from, to))
}

/// As [`range`], for medicines: a unit stands apart from its number there, however it was typed (`500mg`).
pub fn medicine_range(typed: &str) -> Option<(String, String)> {
    const UNITS: [&str; 6] = ["mcg", "mg", "ml", "iu", "ui", "g"];
    let apart = |word: &str| {
        let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let has_both = number.len() < word.len() && UNITS.contains(&number);
        if has_both { word.replacen(number, &format!(" {number}"), 1) } else { word.to_owned() }
    };
    range(&fold(typed).split(' ').map(apart).collect::<Vec<_>>().join(" "))
}

/// Up to 30 services whose name or code has the words typed side by side; `day` decides the price.
pub fn find_services(tx: &mut Tx<'_>, typed: &str, day: bricks::clock::Day) -> Result<Vec<Service>, DbError> {
    let Some((from, to)) = range(typed) else { return Ok(Vec::new()) };
    tx.all(SERVICES_FOUND, &[&from, &to, &day])
}

/// All active services of a kind (`consultation`, `lab`, `imaging`, `procedure`, `vaccine`) with the day's price.
pub fn services_of_kind(tx: &mut Tx<'_>, kind: &str, day: bricks::clock::Day) -> Result<Vec<Service>, DbError> {
    tx.all(SERVICES_OF_KIND, &[&kind, &day])
}

/// One active service with the day's price.
pub fn service(tx: &mut Tx<'_>, id: ServiceId, day: bricks::clock::Day) -> Result<Option<Service>, DbError> {
    tx.one(SERVICE, &[&id, &day])
}

/// Up to 12 stocked medicines, with what unexpired batches of this branch hold.
pub fn find_medicines(
    tx: &mut Tx<'_>,
    typed: &str,
    branch: bricks::id::BranchId,
    day: bricks::clock::Day,
) -> Result<Vec<Medicine>, DbError> {
    let Some((from, to)) = medicine_range(typed) else { return Ok(Vec::new()) };
    tx.all(MEDICINES_FOUND, &[&from, &to, &branch, &day])
}

/// Up to 12 diagnoses by code or by words of either language.
pub fn find_diagnoses(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<Diagnosis>, DbError> {
    let Some((from, to)) = range(typed) else { return Ok(Vec::new()) };
    tx.all(DIAGNOSES_FOUND, &[&from, &to])
}

/// A thing of the catalogue and what it is called.
pub struct Named<'a> {
    /// `service`, `medicine` or `diagnosis`.
    pub kind: &'static str,
    pub item: &'a str,
    pub rank: i64,
    pub code: &'a str,
    /// Each is found from the beginning of every word.
    pub names: Vec<String>,
}

const ADD_WORD: &str = "INSERT INTO catalog_word (kind, word, item, rank) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (kind, word, item) DO NOTHING";

/// Writes the search words of one thing: its names from each word to the end, and its code with and without marks. Words
/// of an earlier name stay: who knows the thing by that name still finds it.
pub fn add_words(tx: &mut Tx<'_>, named: &Named<'_>) -> Result<(), DbError> {
    let mut words: Vec<String> = named.names.iter().flat_map(|name| suffixes(&fold(name))).collect();
    let code = fold(named.code);
    words.push(code.replace(' ', ""));
    words.push(named.code.to_lowercase());
    words.push(code);
    words.retain(|word| word.chars().count() > 1);
    words.sort_unstable();
    words.dedup();
    for word in words {
        tx.run(ADD_WORD, &[&named.kind, &word, &named.item, &named.rank])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medicine_is_sought_with_its_unit_apart_from_the_number() {
        let from = |typed: &str| medicine_range(typed).map(|(from, _)| from);
        assert_eq!(from("Amoxicilin 500mg").as_deref(), Some("amoxicilin 500 mg"));
        assert_eq!(from("methotrexat 2,5mg"), from("methotrexat 2,5 mg"));
        assert_eq!(from("vitamin b12").as_deref(), Some("vitamin b12"));
        assert_eq!(from(" "), None);
    }

    #[test]
    fn units_have_a_plural_in_english_only() {
        for (milli, unit, vi, en) in [
            (1000, "viên", "1 viên", "1 tablet"),
            (21_000, "viên", "21 viên", "21 tablets"),
            (500, "viên", "0,5 viên", "0.5 tablet"),
            (15_000, "ml", "15 ml", "15 ml"),
        ] {
            let quantity = Quantity::from_milli(milli);
            assert_eq!(
                (amount(Lang::Vi, quantity, unit), amount(Lang::En, quantity, unit)),
                (vi.to_owned(), en.to_owned())
            );
        }
    }
}
