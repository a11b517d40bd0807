use super::synonyms::Synonyms;
use crate::rows::{Insert as _, insertable};
use crate::stable;
use crate::tsv::{Line, Table};
use bricks::clock::Day;
use bricks::id::{AnalyteId, ServiceId};
use ground::catalog::{self, Named};
use ground::db::{Stop, Tx};

pub(crate) const SERVICES: &str = include_str!("../../../../data/services.tsv");
pub(crate) const LAB_TESTS: &str = include_str!("../../../../data/lab_tests.tsv");

const RANK_COMMON: i64 = 0;
const RANK_RARE: i64 = 5;

insertable! {
    Service: "INSERT INTO service (id, code, name_vi, name_en, kind, department, duration_minutes, active, for_sex, below_years) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        id: ServiceId,
        code: &'static str,
        name_vi: &'static str,
        name_en: &'static str,
        kind: &'static str,
        department: &'static str,
        duration_minutes: i64,
        active: bool,
        for_sex: Option<&'static str>,
        below_years: Option<i64>,
    }
    Price: "INSERT INTO service_price (service_id, from_day, price_vnd) VALUES ($1, $2, $3)" {
        service: ServiceId,
        from_day: Day,
        price_vnd: i64,
    }
    Analyte: "INSERT INTO analyte (id, service_id, code, name_vi, name_en, unit, decimals, kind, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" {
        id: AnalyteId,
        service: ServiceId,
        code: &'static str,
        name_vi: &'static str,
        name_en: &'static str,
        unit: String,
        decimals: i64,
        kind: &'static str,
        position: i64,
    }
    Range: "INSERT INTO reference_range (analyte_id, sex, age_from_months, age_to_months, low_milli, high_milli, critical_low_milli, critical_high_milli) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" {
        analyte: AnalyteId,
        sex: &'static str,
        age_from_months: i64,
        age_to_months: i64,
        low_milli: Option<i64>,
        high_milli: Option<i64>,
        critical_low_milli: Option<i64>,
        critical_high_milli: Option<i64>,
    }
}

pub(crate) fn service_id(code: &str) -> ServiceId {
    ServiceId::from_raw(stable::id("service", code))
}

pub(crate) fn analyte_id(service_code: &str, code: &str) -> AnalyteId {
    AnalyteId::from_raw(stable::id("analyte", &format!("{service_code}/{code}")))
}

pub(super) fn insert(tx: &mut Tx<'_>, from_day: Day, synonyms: &Synonyms) -> Result<(), Stop> {
    for line in Table::read("services", SERVICES).lines() {
        insert_service(tx, line, from_day, synonyms)?;
    }
    insert_analytes(tx)
}

fn insert_service(tx: &mut Tx<'_>, line: Line<'_>, from_day: Day, synonyms: &Synonyms) -> Result<(), Stop> {
    let (code, active) = (line.text("code")?, line.flag("common")?);
    let service = Service {
        id: service_id(code),
        code,
        name_vi: line.text("name_vi")?,
        name_en: line.text("name_en")?,
        kind: line.text("kind")?,
        department: line.text("department")?,
        duration_minutes: line.number("duration_min")?,
        active,
        for_sex: Some(line.text("for_sex")?).filter(|sex| !sex.is_empty()),
        below_years: match line.text("below_years")? {
            "" => None,
            _ => Some(line.number("below_years")?),
        },
    };
    service.insert(tx)?;
    Price { service: service.id, from_day, price_vnd: line.number("price_vnd")? }.insert(tx)?;
    let names = [service.name_vi.to_owned(), service.name_en.to_owned()];
    let named = Named {
        kind: "service",
        item: code,
        rank: if active { RANK_COMMON } else { RANK_RARE },
        code,
        names: names.into_iter().chain(synonyms.of("service", code)).collect(),
    };
    Ok(catalog::add_words(tx, &named)?)
}

fn insert_analytes(tx: &mut Tx<'_>) -> Result<(), Stop> {
    let (mut seen, mut position) = (None, 0);
    for line in Table::read("lab_tests", LAB_TESTS).lines() {
        let (service, code) = (line.text("service_code")?, line.text("analyte")?);
        if seen != Some((service, code)) {
            seen = Some((service, code));
            position += 1;
            insert_analyte(tx, line, position)?;
        }
        if kind(line.text("unit")?) == "number" {
            range(line)?.insert(tx)?;
        }
    }
    Ok(())
}

fn insert_analyte(tx: &mut Tx<'_>, line: Line<'_>, position: i64) -> Result<(), Stop> {
    let (service, code, unit) = (line.text("service_code")?, line.text("analyte")?, line.text("unit")?);
    let analyte = Analyte {
        id: analyte_id(service, code),
        service: service_id(service),
        code,
        name_vi: line.text("name_vi")?,
        name_en: line.text("name_en")?,
        unit: shown_unit(unit),
        decimals: line.number("decimals")?,
        kind: kind(unit),
        position,
    };
    Ok(analyte.insert(tx)?)
}

fn range(line: Line<'_>) -> Result<Range, Stop> {
    Ok(Range {
        analyte: analyte_id(line.text("service_code")?, line.text("analyte")?),
        sex: sex(line.text("sex")?),
        age_from_months: line.number("age_from_months")?,
        age_to_months: line.number("age_to_months")?,
        low_milli: line.milli("ref_low")?,
        high_milli: line.milli("ref_high")?,
        critical_low_milli: line.milli("critical_low")?,
        critical_high_milli: line.milli("critical_high")?,
    })
}

/// How an analyte is entered, told by its unit.
pub(crate) fn kind(unit: &str) -> &'static str {
    match unit {
        "{neg_pos}" => "neg_pos",
        "{text}" => "text",
        _ => "number",
    }
}

pub(crate) fn sex(code: &str) -> &'static str {
    match code {
        "M" => "male",
        "F" => "female",
        _ => "any",
    }
}

/// A UCUM unit as it is read: `10*9/L` as `10⁹/L`.
fn shown_unit(ucum: &str) -> String {
    match ucum {
        "{neg_pos}" | "{text}" | "[pH]" | "1" => String::new(),
        "mL/min/{1.73_m2}" => "mL/min/1,73 m²".to_owned(),
        _ => {
            let powers = ucum.replace("10*9", "10⁹").replace("10*12", "10¹²").replace("[IU]", "IU");
            if let Some(rest) = powers.strip_prefix('u') { format!("µ{rest}") } else { powers.replace("/u", "/µ") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_shown_as_laboratories_write_them() {
        for (ucum, shown) in [
            ("10*9/L", "10⁹/L"),
            ("10*12/L", "10¹²/L"),
            ("umol/L", "µmol/L"),
            ("/uL", "/µL"),
            ("m[IU]/L", "mIU/L"),
            ("g/L", "g/L"),
            ("1", ""),
            ("ug/L", "µg/L"),
        ] {
            assert_eq!(shown_unit(ucum), shown);
        }
    }
}
