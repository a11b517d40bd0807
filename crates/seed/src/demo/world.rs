use super::cases::{self, Case, Finding};
use super::names::Names;
use crate::catalogue::{
    LAB_TESTS, MEDICINES, SERVICES, analyte_id, diagnosis_titles, kind, medicine_id, service_id, sex,
};
use crate::holidays::{Closing, known};
use crate::tsv::Table;
use bricks::clock::Day;
use bricks::id::{AnalyteId, MedicineId, ServiceId};
use ground::db::Stop;
use papers::order::{Range, RangeSex};
use std::collections::{HashMap, HashSet};

/// A service as the generator uses it.
pub(super) struct Service {
    pub(super) id: ServiceId,
    pub(super) code: &'static str,
    pub(super) name_vi: &'static str,
    pub(super) name_en: &'static str,
    pub(super) kind: &'static str,
    pub(super) duration_minutes: i64,
    pub(super) price_vnd: i64,
    /// The national insurance knows it, as `insured::KNOWN` says.
    pub(super) insured: bool,
    pub(super) analytes: Vec<Analyte>,
}

/// What a laboratory service measures.
pub(super) struct Analyte {
    pub(super) id: AnalyteId,
    pub(super) code: &'static str,
    pub(super) decimals: i64,
    pub(super) kind: &'static str,
    pub(super) ranges: Vec<Range>,
}

/// A medicine as the generator uses it.
pub(super) struct Medicine {
    pub(super) id: MedicineId,
    pub(super) code: &'static str,
    pub(super) name_vi: String,
    pub(super) name_en: String,
    pub(super) dispense_unit: &'static str,
    pub(super) dose_milli_per_dispense_unit: i64,
    pub(super) price_vnd: i64,
    pub(super) stocked: bool,
    /// How it is taken, besides doses and times.
    pub(super) instruction: &'static str,
    /// Classes of its ingredients.
    pub(super) classes: HashSet<&'static str>,
}

/// All tables that the generator reads.
pub(super) struct World {
    pub(super) services: Vec<Service>,
    pub(super) medicines: Vec<Medicine>,
    pub(super) cases: Vec<Case>,
    pub(super) findings: Vec<Finding>,
    /// Of diagnoses, by code: Vietnamese, English.
    pub(super) titles: HashMap<&'static str, (&'static str, &'static str)>,
    pub(super) names: Names,
    pub(super) holidays: HashSet<Day>,
}

impl World {
    pub(super) fn read() -> Result<World, Stop> {
        let (services, medicines) = (services()?, medicines()?);
        let cases = cases::read(&services, &medicines)?;
        Ok(World {
            cases,
            findings: cases::findings()?,
            titles: diagnosis_titles()?,
            names: Names::read()?,
            holidays: holidays()?,
            services,
            medicines,
        })
    }
}

pub(super) fn position<T>(of: &[T], code: &str, code_of: impl Fn(&T) -> &'static str) -> Result<usize, Stop> {
    of.iter()
        .position(|item| code_of(item) == code)
        .ok_or_else(|| Stop::fault(format!("the demonstration names {code}, which is not in the catalogue")))
}

fn services() -> Result<Vec<Service>, Stop> {
    let mut analytes = analytes()?;
    let table = Table::read("services", SERVICES);
    let service = |line: crate::tsv::Line<'_>| {
        let code = line.text("code")?;
        Ok(Service {
            id: service_id(code),
            code,
            name_vi: line.text("name_vi")?,
            name_en: line.text("name_en")?,
            kind: line.text("kind")?,
            duration_minutes: line.number("duration_min")?,
            price_vnd: line.number("price_vnd")?,
            insured: line.text("kind")? != "vaccine",
            analytes: analytes.remove(code).unwrap_or_default(),
        })
    };
    table.lines().map(service).collect()
}

fn analytes() -> Result<HashMap<&'static str, Vec<Analyte>>, Stop> {
    let mut of: HashMap<&'static str, Vec<Analyte>> = HashMap::new();
    for line in Table::read("lab_tests", LAB_TESTS).lines() {
        let (service, code) = (line.text("service_code")?, line.text("analyte")?);
        let (id, known) = (analyte_id(service, code), of.entry(service).or_default());
        if known.last().is_none_or(|last| last.code != code) {
            let (decimals, kind) = (line.number("decimals")?, kind(line.text("unit")?));
            known.push(Analyte { id, code, decimals, kind, ranges: Vec::new() });
        }
        let range = Range {
            analyte: id,
            sex: RangeSex::parse(sex(line.text("sex")?)).unwrap_or(RangeSex::Any),
            age_from_months: line.number("age_from_months")?,
            age_to_months: line.number("age_to_months")?,
            low_milli: line.milli("ref_low")?,
            high_milli: line.milli("ref_high")?,
            critical_low_milli: line.milli("critical_low")?,
            critical_high_milli: line.milli("critical_high")?,
        };
        if let Some(analyte) = known.last_mut().filter(|analyte| analyte.kind == "number") {
            analyte.ranges.push(range);
        }
    }
    Ok(of)
}

fn medicines() -> Result<Vec<Medicine>, Stop> {
    let classes = classes()?;
    let table = Table::read("medicines", MEDICINES);
    let medicine = |line: crate::tsv::Line<'_>| {
        let (code, strength) = (line.text("id")?, line.text("strength")?);
        let ingredients = line.text("ingredients_mg_per_unit")?.split(';').filter_map(|part| part.split('=').next());
        Ok(Medicine {
            id: medicine_id(code),
            code,
            name_vi: format!("{} {strength}", line.text("generic_vi")?),
            name_en: format!("{} {strength}", line.text("generic_en")?),
            dispense_unit: line.text("dispense_unit")?,
            dose_milli_per_dispense_unit: line.milli("dose_units_per_dispense_unit")?.unwrap_or(1000),
            price_vnd: line.number("price_vnd")?,
            stocked: line.flag("stocked")?,
            instruction: line.text("instruction_vi")?,
            classes: ingredients.filter_map(|id| classes.get(id)).flat_map(|list| list.split(';')).collect(),
        })
    };
    table.lines().map(medicine).collect()
}

fn classes() -> Result<HashMap<&'static str, &'static str>, Stop> {
    let table = Table::read("ingredients", include_str!("../../../../data/ingredients.tsv"));
    table.lines().map(|line| Ok((line.text("id")?, line.text("class_ids")?))).collect()
}

/// The days on which the clinic is closed: the Lunar New Year and the first of January. On other holidays it works.
fn holidays() -> Result<HashSet<Day>, Stop> {
    let known = known(Closing::NewYears)?;
    Ok(known.into_iter().filter(|(_, _, _, closed)| *closed).map(|(day, _, _, _)| day).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads_and_names_only_what_exists() {
        let world = World::read().unwrap();
        assert!(world.cases.len() > 70 && world.services.len() > 60 && world.medicines.len() > 250);
        assert!(world.services.iter().filter(|s| s.kind == "lab").all(|s| !s.analytes.is_empty()));
    }

    #[test]
    fn usual_instructions_hold_no_amounts_and_no_times() {
        let world = World::read().unwrap();
        for medicine in &world.medicines {
            let said = medicine.instruction.to_lowercase();
            let doses = ["mỗi lần", "lần/ngày", "buổi sáng", "ngày 1 lần", "ngày 2 lần", "ngày 3 lần", "ngày 4 lần"];
            assert!(doses.iter().all(|dose| !said.contains(dose) || said.contains("sau mỗi lần")), "{said}");
        }
    }
}
