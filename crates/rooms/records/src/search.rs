//! Words looked for inside one record, without diacritics: which texts have all of them, and where.

use crate::history::Top;
use crate::store::search::{self, ReceiptText, TextRow, ValueText};
use crate::views_visit::value_words;
use bricks::clock::Instant;
use bricks::lang::Lang;
use bricks::text::{fold, words};
use ground::db::{Stop, Tx};
use papers::background::Background;
use papers::certificate::{self, Certificate};
use papers::safety::KnownAllergy;
use std::collections::HashMap;

/// So many hits are shown.
pub const HITS_MAX: usize = 60;
/// So many characters around the first word.
const BEFORE: usize = 40;
const AFTER: usize = 140;

/// A text that has all the words.
pub struct Hit<'a> {
    pub row: &'a TextRow,
    /// Stretches of the text, in turn beside and on the words.
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub found: bool,
}

/// Every text of a record, the latest first. `today` is the first moment of the clinic's day. Five statements.
pub fn texts(tx: &mut Tx<'_>, top: &Top, today: Instant) -> Result<Vec<TextRow>, Stop> {
    let (patient, branch) = (top.patient.id, top.patient.branch);
    let mut all = search::texts(tx, patient, branch, today)?;
    all.extend(search::values(tx, patient, branch)?.iter().map(of_value));
    all.extend(search::receipts(tx, patient, branch)?.iter().map(of_receipt));
    all.extend(certificate::of_patient(tx, branch, patient)?.iter().map(of_certificate));
    all.extend(top.background.allergies.iter().map(|allergy| of_allergy(&top.background, allergy)));
    all.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    Ok(all)
}

/// `WBC Bạch cầu 12,6 G/L H · Tổng phân tích tế bào máu`.
fn of_value(v: &ValueText) -> TextRow {
    let say = |l: Lang, name: &str, service: &str| {
        let value = value_words(l, v.kind, v.value_milli, v.decimals, &v.unit, &v.value_text);
        format!("{} {name} {value} {} · {service}", v.code, v.flag.code())
    };
    TextRow {
        at: v.at,
        kind: "tests".to_owned(),
        id: v.order,
        visit: Some(v.visit),
        vi: say(Lang::Vi, &v.name_vi, &v.service_vi),
        en: say(Lang::En, &v.name_en, &v.service_en),
    }
}

fn of_allergy(known: &Background, allergy: &KnownAllergy) -> TextRow {
    let say = |l: Lang| format!("{} · {}", known.allergen(allergy, l), allergy.reaction);
    TextRow {
        at: allergy.recorded_at,
        kind: "background".to_owned(),
        id: 0,
        visit: None,
        vi: say(Lang::Vi),
        en: say(Lang::En),
    }
}

fn of_receipt(r: &ReceiptText) -> TextRow {
    TextRow {
        at: r.at,
        kind: "payments".to_owned(),
        id: r.id,
        visit: Some(r.visit),
        vi: format!("{}-{:06} · {}", r.series, r.number, r.words),
        en: String::new(),
    }
}

fn of_certificate(c: &Certificate) -> TextRow {
    let says = &c.printed.says;
    let say = |l: Lang| {
        let diagnoses: Vec<String> = c.printed.diagnoses.iter().map(|d| format!("{} {}", d.code, d.title(l))).collect();
        let diagnoses = diagnoses.join(", ");
        let why = c.voided_why.as_deref().unwrap_or_default();
        let parts = [
            c.kind.text(l),
            &c.printed.number,
            &says.place,
            &says.reason,
            &diagnoses,
            &says.summary,
            &says.conclusion,
            &c.printed.doctor,
            why,
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    TextRow {
        at: c.issued_at,
        kind: "certificates".to_owned(),
        id: c.id.raw(),
        visit: Some(c.visit),
        vi: say(Lang::Vi),
        en: say(Lang::En),
    }
}

/// The texts with all the words typed, latest first, at most [`HITS_MAX`] and one more.
pub fn hits<'a>(texts: &'a [TextRow], typed: &str, l: Lang) -> Vec<Hit<'a>> {
    let words = words(typed);
    if words.is_empty() {
        return Vec::new();
    }
    let has_all = |text: &str| {
        let folded = fold(text);
        words.iter().all(|word| folded.contains(word.as_str()))
    };
    let found = |row: &'a TextRow| {
        let own = if l == Lang::En && !row.en.is_empty() { &row.en } else { &row.vi };
        let other = if l == Lang::En { &row.vi } else { &row.en };
        [own, other].into_iter().find(|text| has_all(text)).map(|text| (row, text))
    };
    let mut found: Vec<(&TextRow, &String)> = texts.iter().filter_map(found).collect();
    // A line that was handed over is told once, as it was prescribed; a batch's number alone finds the handing over.
    let first: HashMap<i64, Instant> = found.iter().filter(|f| is_line(f.0)).map(|(row, _)| (row.id, row.at)).collect();
    found.retain(|(row, _)| !is_line(row) || first.get(&row.id) == Some(&row.at));
    let hit = |(row, text): (&'a TextRow, &String)| {
        // Parts that a paper leaves empty leave no marks behind.
        let parts: Vec<&str> =
            text.split(" · ").map(str::trim).filter(|part| !part.is_empty() && *part != "·").collect();
        Hit { row, pieces: pieces(&parts.join(" · "), &words) }
    };
    found.into_iter().take(HITS_MAX + 1).map(hit).collect()
}

fn is_line(row: &TextRow) -> bool {
    row.kind == "prescriptions"
}

/// The text around its first found word, cut into found and other stretches.
fn pieces(text: &str, words: &[String]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let folded: Vec<String> = chars.iter().map(|c| fold_one(*c)).collect();
    let mut marked = vec![false; chars.len()];
    for word in words {
        for start in 0..chars.len() {
            if let Some(end) = ends_at(&folded, start, word) {
                marked.iter_mut().take(end).skip(start).for_each(|mark| *mark = true);
            }
        }
    }
    let first = marked.iter().position(|mark| *mark).unwrap_or(0);
    let from = first.saturating_sub(BEFORE);
    let mut out: Vec<Piece> = Vec::new();
    for (c, found) in chars.iter().zip(&marked).skip(from).take(first - from + AFTER) {
        match out.last_mut().filter(|piece| piece.found == *found) {
            Some(piece) => piece.text.push(*c),
            None => out.push(Piece { text: c.to_string(), found: *found }),
        }
    }
    out
}

/// A space stays one: `fold` of a lone space is nothing.
fn fold_one(c: char) -> String {
    if c.is_whitespace() { " ".to_owned() } else { fold(&c.to_string()) }
}

/// Where a word that begins at a character ends; characters that fold to nothing (loose marks) are passed over.
fn ends_at(folded: &[String], start: usize, word: &str) -> Option<usize> {
    let mut rest = word;
    for (offset, piece) in folded.iter().enumerate().skip(start) {
        if offset == start && piece.is_empty() {
            return None;
        }
        rest = rest.strip_prefix(piece.as_str())?;
        if rest.is_empty() {
            return Some(offset + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(vi: &str, en: &str) -> TextRow {
        TextRow { at: Instant::from_millis(0), kind: "visits".into(), id: 1, visit: None, vi: vi.into(), en: en.into() }
    }

    #[test]
    fn words_are_found_without_diacritics_and_marked_in_the_text() {
        let texts = [row("Đau họng 2 ngày, sốt nhẹ", ""), row("I10 Tăng huyết áp", "I10 Hypertension")];
        let found = hits(&texts, "dau hong", Lang::Vi);
        assert_eq!(found.len(), 1);
        let marked: Vec<&str> = found[0].pieces.iter().filter(|p| p.found).map(|p| p.text.as_str()).collect();
        assert_eq!(marked, ["Đau", "họng"]);
        let whole: String = found[0].pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(whole, "Đau họng 2 ngày, sốt nhẹ");
        assert_eq!(hits(&texts, "huyết ÁP", Lang::Vi).len(), 1);
        assert_eq!(
            hits(&texts, "tang huyet", Lang::En)[0].pieces[0].text,
            "I10 ",
            "the other language is searched too"
        );
        let gaps = [row("Nghiệm pháp · Đường huyết ·  ·  · ", "")];
        let shown: String = hits(&gaps, "duong", Lang::Vi)[0].pieces.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(shown, "Nghiệm pháp · Đường huyết");
        assert!(hits(&texts, "dau hypertension", Lang::Vi).is_empty());
        assert!(hits(&texts, "  ", Lang::Vi).is_empty());
        assert!(hits(&texts, "%_<b>", Lang::Vi).is_empty());
    }

    #[test]
    fn a_line_that_was_handed_over_is_told_once() {
        let line = |at, vi: &str| TextRow {
            at: Instant::from_millis(at),
            kind: "prescriptions".into(),
            id: 7,
            visit: None,
            vi: vi.into(),
            en: String::new(),
        };
        let texts = [line(2, "Paracetamol 500 mg · L123"), line(1, "Paracetamol 500 mg · Uống sau ăn")];
        let told = |typed| hits(&texts, typed, Lang::Vi).into_iter().map(|hit| hit.row.at.millis()).collect::<Vec<_>>();
        assert_eq!(told("paracetamol"), [1], "as it was prescribed");
        assert_eq!(told("l123"), [2], "a batch is found by its number");
    }
}
