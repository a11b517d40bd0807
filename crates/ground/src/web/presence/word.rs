//! What the processes on one database say to each other about open pages: JSON, short enough for one notification.

use super::{Place, Sitter};
use bricks::id::{BranchId, StaffId, VisitId};
use serde_json::{Value, json};

/// A notification holds a little less than eight thousand bytes.
const BYTES_MAX: usize = 6_000;
/// So many people at one place are told.
const SITTERS_MAX: usize = 12;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A process began, or may have missed something: what it said before holds no more, and it asks what the others have.
    Hello { node: i64 },
    /// Who sits at these places now; nobody at an empty one.
    Here { node: i64, places: Vec<(Place, Vec<Sitter>)> },
}

impl Word {
    pub(super) fn node(&self) -> i64 {
        match self {
            Word::Hello { node } | Word::Here { node, .. } => *node,
        }
    }

    /// The same in as many words as it takes; none when there is nothing to tell.
    pub(super) fn here(node: i64, places: Vec<(Place, Vec<Sitter>)>) -> Vec<Word> {
        let mut words: Vec<Vec<(Place, Vec<Sitter>)>> = Vec::new();
        let mut bytes = BYTES_MAX;
        for (place, mut sitters) in places {
            sitters.truncate(SITTERS_MAX);
            let size = entry(&place, &sitters).to_string().len();
            match words.last_mut().filter(|_| bytes + size < BYTES_MAX) {
                Some(word) => word.push((place, sitters)),
                None => {
                    bytes = 0;
                    words.push(vec![(place, sitters)]);
                }
            }
            bytes += size;
        }
        words.into_iter().map(|places| Word::Here { node, places }).collect()
    }

    pub(super) fn write(&self) -> String {
        match self {
            Word::Hello { node } => json!({ "hello": node }).to_string(),
            Word::Here { node, places } => {
                let places: Vec<Value> = places.iter().map(|(place, sitters)| entry(place, sitters)).collect();
                json!({ "here": node, "at": places }).to_string()
            }
        }
    }

    /// `None` for what is not understood: a process of another version may say it.
    pub(super) fn read(text: &str) -> Option<Word> {
        let read: Value = serde_json::from_str(text).ok()?;
        if let Some(node) = read.get("hello").and_then(Value::as_i64) {
            return Some(Word::Hello { node });
        }
        let node = read.get("here").and_then(Value::as_i64)?;
        let places: Option<Vec<_>> = read.get("at")?.as_array()?.iter().map(place).collect();
        Some(Word::Here { node, places: places? })
    }
}

fn entry((branch, visit): &Place, sitters: &[Sitter]) -> Value {
    let sitters: Vec<Value> = sitters.iter().map(|sitter| json!([sitter.staff.raw(), sitter.name])).collect();
    json!([branch.raw(), visit.raw(), sitters])
}

fn place(entry: &Value) -> Option<(Place, Vec<Sitter>)> {
    let place = (BranchId::from_raw(entry.get(0)?.as_i64()?), VisitId::from_raw(entry.get(1)?.as_i64()?));
    let sitter = |of: &Value| {
        let staff = StaffId::from_raw(of.get(0)?.as_i64()?);
        Some(Sitter { staff, name: of.get(1)?.as_str()?.to_owned() })
    };
    let sitters: Option<Vec<Sitter>> = entry.get(2)?.as_array()?.iter().map(sitter).collect();
    Some((place, sitters?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_was_written_and_fits_into_one_notification() {
        let sitter = Sitter { staff: StaffId::from_raw(11), name: "BS. Nguyễn \"Lan\"".to_owned() };
        let places: Vec<_> = (0..300_i64)
            .map(|n| ((BranchId::from_raw(1), VisitId::from_raw(i64::MAX - n)), vec![sitter.clone(); 60]))
            .chain([((BranchId::from_raw(1), VisitId::from_raw(3)), Vec::new())])
            .collect();
        let words = Word::here(4, places);
        let mut seen = 0;
        for word in &words {
            let text = word.write();
            assert!(text.len() < 7_900, "{} bytes", text.len());
            assert_eq!(Word::read(&text).as_ref(), Some(word));
            let Word::Here { node: 4, places } = word else { panic!("{word:?}") };
            seen += places.len();
        }
        assert_eq!(seen, 301, "every place is told");
        assert_eq!(Word::read(&Word::Hello { node: 9 }.write()), Some(Word::Hello { node: 9 }));
        assert!(Word::here(4, Vec::new()).is_empty());
        for wrong in ["", "[]", "{\"here\":1}", "{\"here\":1,\"at\":[[1]]}", "{\"here\":1,\"at\":[[1,2,[[3]]]]}"] {
            assert_eq!(Word::read(wrong), None, "{wrong}");
        }
    }
}
