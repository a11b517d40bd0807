//! Reading a list of ICD-10 as an office keeps it: one header line that names the columns, tabs, semicolons or commas
//! between them. Every wrong row is told with its line; a list with one wrong row is not taken at all.

use crate::text;
use bricks::say::Say;
use bricks::search_words::suffixes;
use bricks::text::{clean_line, fold};
use std::collections::HashMap;

/// More lines than any edition has.
const LINES_MAX: usize = 60_000;
const TITLE_CHARS: usize = 300;
const CHAPTER_CHARS: usize = 20;

/// What a column may be called, folded.
const CODE: &[&str] = &["code", "icd", "icd 10", "ma", "ma benh", "ma icd", "ma icd 10", "disease code"];
const TITLE_VI: &[&str] = &["title vi", "ten", "ten benh", "ten tieng viet", "vi", "vietnamese", "ten benh tieng viet"];
const TITLE_EN: &[&str] = &["title en", "ten tieng anh", "en", "english", "ten benh tieng anh", "disease name"];
const CHAPTER: &[&str] = &["chapter", "chuong", "ma chuong"];

/// One diagnosis of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub code: String,
    pub title_vi: String,
    pub title_en: String,
    pub chapter: String,
}

struct Columns {
    code: usize,
    vi: usize,
    en: Option<usize>,
    chapter: Option<usize>,
}

/// The diagnoses of a list, or everything that is wrong with it, line by line.
pub fn read_list(bytes: &[u8]) -> Result<Vec<Listed>, Vec<Say>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![text::import_not_text_say()])?;
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, header) = lines.next().ok_or_else(|| vec![text::import_empty_say()])?;
    let separator = separator_of(header);
    let columns = columns(&cells(header, separator))?;
    let (mut listed, mut wrong, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
    for (at, line) in lines {
        let number = at + 1;
        if listed.len() >= LINES_MAX {
            wrong.push(text::import_too_many_say(LINES_MAX));
            break;
        }
        match row(&columns, &cells(line, separator), number) {
            Ok(one) => match seen.insert(one.code.clone(), number) {
                Some(before) => wrong.push(text::import_twice_say(before, &one.code, number)),
                None => listed.push(one),
            },
            Err(say) => wrong.push(say),
        }
    }
    if listed.is_empty() && wrong.is_empty() {
        wrong.push(text::import_empty_say());
    }
    if wrong.is_empty() { Ok(listed) } else { Err(wrong) }
}

fn separator_of(header: &str) -> char {
    ['\t', ';', ','].into_iter().find(|mark| header.contains(*mark)).unwrap_or('\t')
}

/// The cells of a line; a cell in double quotes may hold the separator, two of them are one.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let (mut quoted, mut letters) = (false, line.chars().peekable());
    while let Some(letter) = letters.next() {
        let is_doubled = quoted && letter == '"' && letters.peek() == Some(&'"');
        if is_doubled {
            letters.next();
        }
        match letter {
            '"' if !is_doubled => quoted = !quoted,
            mark if mark == separator && !quoted => found.push(String::new()),
            other => {
                if let Some(cell) = found.last_mut() {
                    cell.push(other);
                }
            }
        }
    }
    found
}

fn columns(header: &[String]) -> Result<Columns, Vec<Say>> {
    let names: Vec<String> = header.iter().map(|name| fold(&name.replace('_', " "))).collect();
    let at = |of: &[&str]| names.iter().position(|name| of.contains(&name.as_str()));
    match (at(CODE), at(TITLE_VI)) {
        (Some(code), Some(vi)) => Ok(Columns { code, vi, en: at(TITLE_EN), chapter: at(CHAPTER) }),
        (code, vi) => {
            let missing = [(code, "code"), (vi, "title_vi")].into_iter().filter(|(at, _)| at.is_none());
            Err(missing.map(|(_, name)| text::import_no_column_say(name)).collect())
        }
    }
}

fn row(columns: &Columns, cells: &[String], line: usize) -> Result<Listed, Say> {
    let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
    let tidy = |at: usize, chars: usize| clean_line(cell(at), chars).map_err(|_| text::import_cell_say(line));
    let code = cell(columns.code).trim().trim_end_matches(['*', '†', '+']).to_uppercase();
    if !is_code(&code) {
        let shown: String = code.chars().take(20).collect();
        return Err(text::import_code_say(shown, line));
    }
    let title_vi = tidy(columns.vi, TITLE_CHARS)?;
    if title_vi.is_empty() {
        return Err(text::import_title_say(&code, line));
    }
    let title_en = columns.en.map_or(Ok(String::new()), |at| tidy(at, TITLE_CHARS))?;
    let chapter = columns.chapter.map_or(Ok(String::new()), |at| tidy(at, CHAPTER_CHARS))?;
    Ok(Listed { title_en: if title_en.is_empty() { title_vi.clone() } else { title_en }, code, title_vi, chapter })
}

/// `J20`, `J20.9`, `M80.08`: a letter, two digits, and up to four signs behind a point.
fn is_code(code: &str) -> bool {
    let (head, tail) = code.split_once('.').map_or((code, None), |(head, tail)| (head, Some(tail)));
    let mut signs = head.chars();
    let letter = signs.next().is_some_and(|c| c.is_ascii_uppercase());
    let digits = head.len() == 3 && signs.all(|c| c.is_ascii_digit());
    let behind = tail.is_none_or(|t| (1..=4).contains(&t.len()) && t.chars().all(|c| c.is_ascii_alphanumeric()));
    letter && digits && behind
}

/// The words under which a diagnosis is found: its titles from each word on, and its code with and without the point.
pub fn words_of(one: &Listed) -> Vec<String> {
    let mut words: Vec<String> =
        [&one.title_vi, &one.title_en].into_iter().flat_map(|title| suffixes(&fold(title))).collect();
    let code = fold(&one.code);
    words.extend([code.replace(' ', ""), one.code.to_lowercase(), code]);
    words.retain(|word| word.chars().count() > 1);
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        read_list(text.as_bytes()).unwrap_err().into_iter().map(|say| say.en.into_owned()).collect()
    }

    #[test]
    fn lists_are_read_with_their_own_names_and_marks() {
        let tabs = "code\ttitle_vi\ttitle_en\tchapter\nA00.0\tBệnh tả\tCholera\tI\n\nJ20\tViêm phế quản\t\tX\n";
        let read = read_list(tabs.as_bytes()).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[1].code.as_str(), read[1].title_en.as_str()), ("J20", "Viêm phế quản"));
        let commas = "\u{feff}Mã bệnh,Tên bệnh,Tên tiếng Anh\r\na00.1*,\"Tả, \"\"El Tor\"\"\",Cholera\r\n";
        let read = read_list(commas.as_bytes()).unwrap();
        assert_eq!((read[0].code.as_str(), read[0].title_vi.as_str()), ("A00.1", "Tả, \"El Tor\""));
    }

    #[test]
    fn every_wrong_row_is_told_with_its_line() {
        let list = "code;title_vi\nA00;Tả\nA0;x\nB00;\nA00;Tả\n1A0;y\n";
        let told = said(list);
        assert_eq!(told.len(), 4, "{told:?}");
        for (said, line) in told.iter().zip(["3", "4", "5", "6"]) {
            assert!(said.contains(&format!("Line {line}")), "{said}");
        }
        assert!(told[2].contains("line 2"), "{told:?}");
    }

    #[test]
    fn wrong_columns_and_nothing_at_all_are_told() {
        assert_eq!(said("a;b\nA00;x\n").len(), 2);
        assert_eq!(said("").len(), 1);
        assert_eq!(said("code;title_vi\n").len(), 1);
        assert_eq!(read_list(&[0xff, 0xfe]).unwrap_err().len(), 1);
    }

    #[test]
    fn codes_are_known_by_their_form() {
        for (code, good) in [
            ("A00", true),
            ("A00.0", true),
            ("M80.08", true),
            ("U07.1", true),
            ("A0", false),
            ("AA0", false),
            ("A00.", false),
            ("A00.12345", false),
            ("a00", false),
        ] {
            assert_eq!(is_code(code), good, "{code}");
        }
    }

    #[test]
    fn a_diagnosis_is_found_without_its_marks() {
        let one = Listed {
            code: "J20.9".into(),
            title_vi: "Viêm phế quản".into(),
            title_en: "Bronchitis".into(),
            chapter: String::new(),
        };
        let words = words_of(&one);
        for word in ["viem phe quan", "phe quan", "quan", "bronchitis", "j20 9", "j209", "j20.9"] {
            assert!(words.contains(&word.to_owned()), "{word}: {words:?}");
        }
    }
}
