//! One line that orders several services: `ctm, gm*, sa bụng! ? sỏi mật`. The grammar stands in docs/order-line.md.

use bricks::text::fold;

/// More on one line is no line.
pub const ITEMS_MAX: usize = 20;

/// One service as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    pub words: String,
    pub urgent: bool,
    pub fasting: bool,
    /// What the doctor wants to know; may be empty.
    pub question: String,
}

/// Whether what was typed is a line of several services, or says more than a name.
pub fn is_line(typed: &str) -> bool {
    typed.contains([',', ';', '\n', '?', '!', '*'])
}

/// The services of a line in their order; what is named twice counts once.
pub fn read_line(typed: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for part in typed.split([',', ';', '\n']) {
        let item = read_item(part);
        let known = items.iter().any(|other| fold(&other.words) == fold(&item.words));
        if !item.words.is_empty() && !known {
            items.push(item);
        }
    }
    items
}

fn read_item(part: &str) -> Item {
    let (name, question) = part.split_once('?').unwrap_or((part, ""));
    let words = name.replace(['!', '*'], " ");
    Item {
        words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        urgent: name.contains('!'),
        fasting: name.contains('*'),
        question: question.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// What the catalogue answers to the words of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant<T> {
    One(T),
    /// The person has to choose.
    Several(Vec<T>),
    Nothing,
}

/// The one service that is called just so, or else the only one whose name begins so. `found` says of each whether a
/// name or a code of it is exactly what was typed.
pub fn meant<T>(found: Vec<(T, bool)>) -> Meant<T> {
    let exact = found.iter().filter(|(_, exact)| *exact).count();
    let mut kept: Vec<T> =
        found.into_iter().filter(|(_, is_exact)| exact != 1 || *is_exact).map(|(one, _)| one).collect();
    match kept.len() {
        0 => Meant::Nothing,
        1 => kept.pop().map_or(Meant::Nothing, Meant::One),
        _ => Meant::Several(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line, and what it is read as: `words!*?question` joined by bars.
    const LINES: &str = include_str!("order_lines.txt");

    fn shown(item: &Item) -> String {
        let mark = |is: bool, mark: &'static str| if is { mark } else { "" };
        let question = if item.question.is_empty() { String::new() } else { format!("?{}", item.question) };
        format!("{}{}{}{question}", item.words, mark(item.urgent, "!"), mark(item.fasting, "*"))
    }

    #[test]
    fn a_hundred_lines_are_read_as_they_are_meant() {
        let mut read = 0;
        for line in LINES.lines().filter(|line| !line.is_empty()) {
            let (typed, expected) = line.split_once(" => ").expect(line);
            let items: Vec<String> = read_line(&typed.replace("\\n", "\n")).iter().map(shown).collect();
            assert_eq!(items.join("|"), expected.trim(), "{typed}");
            read += 1;
        }
        assert!(read >= 100, "only {read} lines");
    }

    #[test]
    fn what_is_called_just_so_wins_and_what_is_not_clear_asks() {
        assert_eq!(meant(vec![(1, false), (2, true), (3, false)]), Meant::One(2));
        assert_eq!(meant(vec![(1, false)]), Meant::One(1));
        assert_eq!(meant(vec![(1, false), (2, false)]), Meant::Several(vec![1, 2]));
        assert_eq!(meant(vec![(1, true), (2, true), (3, false)]), Meant::Several(vec![1, 2, 3]));
        assert_eq!(meant::<i64>(Vec::new()), Meant::Nothing);
    }
}
