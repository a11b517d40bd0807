use bricks::quantity::Quantity;

/// The body mass index in kg/m² to one decimal; `None` when one value is missing or below what a body can have.
/// `weight` in thousandths of a kilogram, `height` in thousandths of a metre.
pub fn body_mass(weight: Option<Quantity>, height: Option<Quantity>) -> Option<Quantity> {
    let (grams, millimetres) = (weight?.milli(), height?.milli());
    if grams <= 0 || millimetres < 100 {
        return None;
    }
    let square = millimetres.checked_mul(millimetres)?;
    let tenths = grams.checked_mul(10_000)?.checked_add(square / 2)? / square;
    tenths.checked_mul(100).map(Quantity::from_milli)
}

/// The judged fields of the form with what is typed in them, as the ticked box sends them: other values ask anew.
pub fn vitals_as_typed<'t>(typed: impl Fn(&str) -> &'t str) -> String {
    let fields = ["systolic", "diastolic", "pulse", "temperature", "saturation", "breaths"];
    fields.map(|name| typed(name).trim().to_owned()).join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bmi(grams: i64, millimetres: i64) -> Option<i64> {
        let index = body_mass(Some(Quantity::from_milli(grams)), Some(Quantity::from_milli(millimetres)));
        index.map(Quantity::milli)
    }

    #[test]
    fn the_body_mass_index_is_rounded_to_one_decimal() {
        assert_eq!(bmi(58_500, 1_552), Some(24_300));
        assert_eq!(bmi(11_000, 820), Some(16_400));
        assert_eq!(bmi(400_000, 200), Some(10_000_000));
        assert_eq!(bmi(70_000, 0), None);
        assert_eq!(body_mass(None, Some(Quantity::from_milli(1_500))), None);
    }
}
