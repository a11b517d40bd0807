use crate::dice::Dice;

/// Says a template once: `[a|b]` is one of them, `{2-5}` a number in between, both may stand inside a choice.
pub(super) fn say(dice: &mut Dice, template: &str) -> String {
    let mut said = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find(['[', '{']) {
        let (before, from) = rest.split_at(at);
        said.push_str(before);
        let (open, close) = if from.starts_with('[') { ('[', ']') } else { ('{', '}') };
        let Some((inner, after)) = from.strip_prefix(open).and_then(|inner| inner.split_once(close)) else {
            said.push_str(from);
            return said;
        };
        if open == '[' {
            let choices: Vec<&str> = inner.split('|').collect();
            let chosen = dice.pick(&choices).copied().unwrap_or_default();
            said.push_str(&say(dice, chosen));
        } else {
            said.push_str(&number(dice, inner));
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

fn number(dice: &mut Dice, range: &str) -> String {
    let bounds = range.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    bounds.map_or_else(|| range.to_owned(), |(low, high)| dice.between(low, high).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_and_numbers_are_said_and_nothing_else_is_touched() {
        let mut dice = Dice::new(5);
        let said = say(&mut dice, "[Ho {2-2} ngày|Ho {2-2} ngày], sốt.");
        assert_eq!(said, "Ho 2 ngày, sốt.");
        assert_eq!(say(&mut dice, "dở dang [một"), "dở dang [một");
        assert_eq!(say(&mut dice, ""), "");
    }
}
