//! Glomerular filtration from creatinine.

use bricks::quantity::Quantity;

const MICROMOLS_PER_MILLIGRAM: f64 = 88.42;

/// The least filtration of a chronic kidney disease's stage, by its code of five letters (KDIGO 2012: stage 3 from 30,
/// stage 4 from 15 ml/min/1.73 m²; N18.6 is the last stage on dialysis); `None` for stages in which no dose changes.
pub fn least_of(code: &str) -> Option<Quantity> {
    match code {
        "N18.3" => Some(Quantity::whole(30)),
        "N18.4" => Some(Quantity::whole(15)),
        "N18.5" | "N18.6" => Some(Quantity::ZERO),
        _ => None,
    }
}

/// The estimated filtration of a grown-up in ml/min/1.73 m² by CKD-EPI 2021 (Inker et al., New England Journal of
/// Medicine 2021; 385: 1737), from creatinine in µmol/L. `None` under 18 years, where the formula does not hold, and
/// for what is no measurement.
pub fn egfr_milli(creatinine: Quantity, age_months: i64, female: bool) -> Option<Quantity> {
    let years = age_months / 12;
    if years < 18 || !(10_000..=3_000_000).contains(&creatinine.milli()) {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "the range above fits exactly")]
    let (creatinine, years) = (creatinine.milli() as f64 / 1_000.0 / MICROMOLS_PER_MILLIGRAM, years as f64);
    let (kappa, alpha, factor) = if female { (0.7, -0.241, 1.012) } else { (0.9, -0.302, 1.0) };
    let ratio = creatinine / kappa;
    let rate = 142.0 * ratio.min(1.0).powf(alpha) * ratio.max(1.0).powf(-1.200) * 0.9938_f64.powf(years) * factor;
    #[allow(clippy::cast_possible_truncation, reason = "between 0 and 400")]
    Some(Quantity::from_milli((rate * 1_000.0) as i64))
}
