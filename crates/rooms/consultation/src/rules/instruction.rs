//! How a medicine is taken stands beside its doses, and never speaks against them.

use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::text::fold;
use papers::prescription::Doses;

/// What patients read: the clinic's papers for them are Vietnamese.
pub const PATIENTS_LANG: Lang = Lang::Vi;

/// The medicine's usual instruction as far as it fits the doses: `Trước khi ngủ` is left out of a medicine for the day.
pub fn usual_instruction(usual: &str, doses: Option<&Doses>, weekly: bool) -> String {
    let by_day = |d: &Doses| !d.morning.is_zero() || !d.noon.is_zero();
    let fits = |part: &&str| {
        doses.is_none_or(|d| contradiction(part, d, weekly).is_none() && !(by_day(d) && is_for_bedtime(&words(part))))
    };
    usual.split(", ").filter(fits).collect::<Vec<_>>().join(", ")
}

/// What is said so often that it is typed without marks, one a line; longer ones first where one begins another.
const PHRASES: &str = include_str!("phrases.txt");
/// What follows a figure, one a line.
const UNITS: &str = include_str!("units.txt");

/// An instruction with the marks of what is well known, for patients who read Vietnamese: `Sau an` is `Sau ăn`, `truoc
/// an 30 phut` is `trước ăn 30 phút`. What has marks already, or is not known, stays as it was typed.
pub fn with_marks(typed: &str) -> String {
    let words: Vec<&str> = typed.split(' ').collect();
    let (mut out, mut at): (Vec<String>, usize) = (Vec::new(), 0);
    while let Some(word) = words.get(at) {
        let (bare, end) = word.split_at(word.trim_end_matches([',', '.', ';']).len());
        let follows_figure = at > 0 && words.get(at - 1).is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
        let unit = UNITS.lines().find(|unit| follows_figure && is_bare_of(bare, unit));
        if let Some((phrase, count, end)) = PHRASES.lines().find_map(|phrase| said_here(&words, at, phrase)) {
            out.push(format!("{}{end}", like(bare, phrase)));
            at += count;
        } else {
            out.push(unit.map_or_else(|| (*word).to_owned(), |unit| format!("{unit}{end}")));
            at += 1;
        }
    }
    out.join(" ")
}

/// Whether a word was typed as another one without its marks.
fn is_bare_of(typed: &str, word: &str) -> bool {
    typed.is_ascii() && typed.to_lowercase() == fold(word)
}

/// The phrase, of how many words it is, and the mark behind it, where it begins at a word.
fn said_here<'p, 'w>(words: &[&'w str], at: usize, phrase: &'p str) -> Option<(&'p str, usize, &'w str)> {
    let count = phrase.split(' ').count();
    let typed = words.get(at..at + count)?;
    let last = typed.last()?;
    let (bare, end) = last.split_at(last.trim_end_matches([',', '.', ';']).len());
    let says = |(n, (typed, word)): (usize, (&&str, &str))| is_bare_of(if n + 1 == count { bare } else { typed }, word);
    typed.iter().zip(phrase.split(' ')).enumerate().all(says).then_some((phrase, count, end))
}

/// The phrase with a capital where the typed word has one.
fn like(typed: &str, phrase: &str) -> String {
    let mut letters = phrase.chars();
    match letters.next() {
        Some(first) if typed.starts_with(|c: char| c.is_uppercase()) => first.to_uppercase().chain(letters).collect(),
        _ => phrase.to_owned(),
    }
}

/// The words of an instruction that say something else than the doses: other times a day, an amount that no dose is, a
/// part of the day without a dose; or once a week of what is taken every day, and the other way round.
pub fn contradiction(instruction: &str, doses: &Doses, weekly: bool) -> Option<String> {
    let words = words(instruction);
    let rest = |at: usize| words.get(at..).unwrap_or_default();
    (0..words.len()).find_map(|at| against(rest(at), doses).or_else(|| against_days(rest(at), weekly)))
}

/// Whether the words that begin here name other days than the line: `mỗi tuần một lần`, `hằng ngày`.
fn against_days(words: &[String], weekly: bool) -> Option<String> {
    let folded: Vec<String> = words.iter().take(4).map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let (count, of_week) = match *folded.as_slice() {
        ["moi", "tuan", "mot" | "1", "lan", ..] | ["mot" | "1", "lan", "moi" | "mot", "tuan", ..] => (4, true),
        ["tuan", "mot" | "1", "lan", ..] | ["mot" | "1", "lan", "tuan", ..] | ["once", "a", "week", ..] => (3, true),
        ["once", "weekly", ..] => (2, true),
        ["hang" | "moi", "ngay", ..] | ["every" | "once", "day" | "daily", ..] => (2, false),
        _ => return None,
    };
    (of_week != weekly).then(|| words.iter().take(count).cloned().collect::<Vec<_>>().join(" "))
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')' | ':' | ';'));
    parts.map(|word| word.trim_matches([',', '.']).to_lowercase()).filter(|word| !word.is_empty()).collect()
}

/// Whether the words that begin here, compared without their marks, speak against the doses; the words then.
fn against(words: &[String], doses: &Doses) -> Option<String> {
    let said = |count: usize| Some(words.iter().take(count).cloned().collect::<Vec<_>>().join(" "));
    let folded: Vec<String> = words.iter().take(4).map(|word| fold(word)).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let times = doses.given().len();
    let other_times = |typed: &str| typed.parse::<usize>().is_ok_and(|n| n != times);
    // The amount stands behind two words; its comma would be lost by folding.
    let amount = words.get(2).and_then(|typed| Quantity::parse(typed, PATIENTS_LANG).ok());
    match *folded.as_slice() {
        ["ngay", n, "lan", ..] | [n, "lan", "ngay", ..] if other_times(n) => said(3),
        [n, "lan", "moi" | "mot", "ngay", ..] | [n, "times", "a", "day", ..] if other_times(n) => said(4),
        [n, "times", "daily", ..] if other_times(n) => said(3),
        ["once", "a", "day", ..] if times != 1 => said(3),
        ["twice", "a", "day", ..] if times != 2 => said(3),
        ["moi", "lan", ..] if amount.is_some_and(|q| !doses.given().contains(&q)) => said(3),
        ["buoi", "sang", ..] if doses.morning.is_zero() => said(2),
        ["buoi", "trua", ..] if doses.noon.is_zero() => said(2),
        ["buoi", "chieu" | "toi", ..] if !has_late_dose(doses) => said(2),
        ["in", "the", "morning", ..] if doses.morning.is_zero() => said(3),
        ["truoc", "ngu", ..] | ["at", "bedtime", ..] if !has_late_dose(doses) => said(2),
        ["truoc", "khi", "ngu", ..] if !has_late_dose(doses) => said(3),
        _ => None,
    }
}

fn has_late_dose(doses: &Doses) -> bool {
    !doses.evening.is_zero() || !doses.night.is_zero()
}

fn is_for_bedtime(words: &[String]) -> bool {
    words.iter().any(|word| fold(word) == "ngu" || word == "bedtime")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doses(milli: [i64; 4]) -> Doses {
        let [morning, noon, evening, night] = milli.map(Quantity::from_milli);
        Doses { morning, noon, evening, night }
    }

    #[test]
    fn once_a_week_stands_beside_a_weekly_line_only() {
        let once = doses([1000, 0, 0, 0]);
        for (typed, daily, weekly) in [
            ("Mỗi tuần một lần, theo y lệnh", Some("mỗi tuần một lần"), None),
            ("Uống 1 lần/tuần", Some("1 lần tuần"), None),
            ("Once a week, as ordered", Some("once a week"), None),
            ("Uống hằng ngày", None, Some("hằng ngày")),
            ("Theo dõi INR hằng tuần", None, None),
        ] {
            assert_eq!(contradiction(typed, &once, false).as_deref(), daily, "{typed}");
            assert_eq!(contradiction(typed, &once, true).as_deref(), weekly, "{typed}");
        }
        assert_eq!(usual_instruction("Mỗi tuần một lần, theo y lệnh", Some(&once), false), "theo y lệnh");
        assert_eq!(
            usual_instruction("Mỗi tuần một lần, theo y lệnh", Some(&once), true),
            "Mỗi tuần một lần, theo y lệnh"
        );
    }

    #[test]
    fn an_instruction_that_says_other_doses_is_found() {
        let twice = doses([1000, 0, 500, 0]);
        for (typed, said) in [
            ("Uống mỗi lần 2 viên, sau ăn", Some("mỗi lần 2")),
            ("Uống mỗi lần 0,5 viên", None),
            ("Sau ăn, ngày 3 lần", Some("ngày 3 lần")),
            ("Ngày 2 lần sau ăn", None),
            ("3 lần/ngày", Some("3 lần ngày")),
            ("Take 3 times a day", Some("3 times a day")),
            ("Once a day", Some("once a day")),
            ("Uống buổi trưa", Some("buổi trưa")),
            ("Khi cần, cách nhau ít nhất 6 giờ", None),
            ("Trước khi ngủ", None),
            ("", None),
        ] {
            assert_eq!(contradiction(typed, &twice, false).as_deref(), said, "{typed}");
        }
        assert_eq!(contradiction("Trước khi ngủ", &doses([1000, 0, 0, 0]), false).as_deref(), Some("trước khi ngủ"));
    }

    #[test]
    fn well_known_words_get_their_marks_and_others_stay() {
        for (typed, written) in [
            ("Sau an", "Sau ăn"),
            ("sau an", "sau ăn"),
            ("truoc an 30 phut", "trước ăn 30 phút"),
            ("Truoc khi ngu, uong nhieu nuoc", "Trước khi ngủ, uống nhiều nước"),
            ("khi sot tren 38,5, cach nhau it nhat 6 gio", "khi sốt trên 38,5, cách nhau ít nhất 6 giờ"),
            ("Sau ăn", "Sau ăn"),
            ("sau ân", "sau ân"),
            ("theo loi dan", "theo loi dan"),
            ("uong an toan", "uong an toan"),
            ("", ""),
        ] {
            assert_eq!(with_marks(typed), written);
            assert_eq!(with_marks(&with_marks(typed)), written, "twice is once");
        }
    }

    #[test]
    fn the_usual_instruction_keeps_what_fits() {
        let morning = doses([1000, 0, 0, 0]);
        assert_eq!(usual_instruction("Trước khi ngủ, liều duy nhất", Some(&morning), false), "liều duy nhất");
        assert_eq!(usual_instruction("Trước khi ngủ", Some(&doses([0, 0, 0, 1000])), false), "Trước khi ngủ");
        assert_eq!(usual_instruction("Trước khi ngủ", Some(&doses([1000, 0, 0, 1000])), false), "");
        assert_eq!(usual_instruction("Sau ăn", None, false), "Sau ăn");
    }
}
