/// What still keeps a visit from being finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Neither a reason nor symptoms are written down.
    Note,
    /// No diagnosis.
    Diagnosis,
}

/// What is missing, in the order in which a doctor would fill it in.
pub fn gaps(reason: &str, symptoms: &str, diagnoses: usize) -> Vec<Gap> {
    let note_is_empty = reason.trim().is_empty() && symptoms.trim().is_empty();
    let missing = [(Gap::Note, note_is_empty), (Gap::Diagnosis, diagnoses == 0)];
    missing.into_iter().filter(|(_, absent)| *absent).map(|(gap, _)| gap).collect()
}

/// How many blanks (`…`) of a template stand in a text.
pub fn blanks(text: &str) -> usize {
    text.replace("...", "…").split('…').count().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blanks_of_a_template_are_counted() {
        assert_eq!(blanks("Sốt ngày thứ …, cao nhất … °C, nôn ... lần"), 3);
        assert_eq!(blanks("Sốt ngày thứ 2."), 0);
    }

    #[test]
    fn a_visit_needs_a_diagnosis_and_a_reason_or_symptoms() {
        assert_eq!(gaps("", " ", 0), [Gap::Note, Gap::Diagnosis]);
        assert_eq!(gaps("Ho", "", 0), [Gap::Diagnosis]);
        assert_eq!(gaps("", "Ho 3 ngày", 1), []);
        assert_eq!(gaps("", "", 2), [Gap::Note]);
    }
}
