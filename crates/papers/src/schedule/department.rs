//! Which services belong to a doctor: services carry a department's code, doctors the words of their speciality.

use bricks::id::ResourceId;
use bricks::text::fold;

/// Codes of departments with the folded words by which a speciality is told.
const WORDS: [(&str, &[&str]); 7] = [
    ("paediatrics", &["nhi", "paediatrics", "pediatrics"]),
    ("ent", &["tai mui hong", "ent"]),
    ("obstetrics", &["san", "phu khoa", "phu san", "obstetrics", "gynaecology"]),
    ("dental", &["rang", "nha khoa", "dental"]),
    ("dermatology", &["da lieu", "dermatology"]),
    ("internal", &["noi", "internal"]),
    ("general", &["da khoa", "tong quat", "general"]),
];

fn tells(speciality: &str, words: &[&str]) -> bool {
    let padded = format!(" {} ", fold(speciality));
    words.iter().any(|word| padded.contains(&format!(" {word} ")))
}

/// Whether a speciality, in words or as a code, is of this department.
pub fn is_of(speciality: &str, code: &str) -> bool {
    speciality == code || WORDS.iter().any(|(known, words)| *known == code && tells(speciality, words))
}

/// The code of a speciality; nothing for one that is told in unknown words.
pub fn code_of(speciality: &str) -> Option<&'static str> {
    WORDS.iter().find(|(code, _)| is_of(speciality, code)).map(|(code, _)| *code)
}

/// Those of these doctors (with their departments) who do a service of a department: all of them when none is of it.
pub fn suited(doctors: &[(ResourceId, String)], wanted: &str) -> Vec<ResourceId> {
    let own: Vec<ResourceId> = doctors.iter().filter(|(_, d)| is_of(d, wanted)).map(|(id, _)| *id).collect();
    if own.is_empty() { doctors.iter().map(|(id, _)| *id).collect() } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speciality_is_told_by_its_words_or_its_code() {
        for (speciality, code) in [
            ("Nhi khoa", Some("paediatrics")),
            ("Tai mũi họng", Some("ent")),
            ("Sản phụ khoa", Some("obstetrics")),
            ("Da liễu", Some("dermatology")),
            ("Nội tổng quát", Some("internal")),
            ("Đa khoa", Some("general")),
            ("ent", Some("ent")),
            ("Thần kinh", None),
        ] {
            assert_eq!(code_of(speciality), code, "{speciality}");
        }
        assert!(is_of("Nội tổng quát", "general"));
        assert!(!is_of("Da liễu", "general"));
    }
}
