use crate::dice::Dice;
use crate::tsv::Table;
use ground::db::Stop;

/// In thousandths of a percent, so that the table's shares stay whole.
struct Share {
    name: &'static str,
    sex: &'static str,
    from_year: i64,
    weight: i64,
}

/// Vietnamese names by sex and year of birth.
pub(super) struct Names {
    family: Vec<Share>,
    middle: Vec<Share>,
    given: Vec<Share>,
}

impl Names {
    pub(super) fn read() -> Result<Names, Stop> {
        let table = Table::read("names", include_str!("../../../../data/names.tsv"));
        let mut names = Names { family: Vec::new(), middle: Vec::new(), given: Vec::new() };
        for line in table.lines() {
            let from_year = match line.text("birth_decade_from")? {
                "" => 0,
                _ => line.number("birth_decade_from")?,
            };
            let weight = line.milli("share_percent")?.unwrap_or(0);
            let share = Share { name: line.text("name")?, sex: line.text("sex")?, from_year, weight };
            match line.text("part")? {
                "family" => names.family.push(share),
                "middle" => names.middle.push(share),
                _ => names.given.push(share),
            }
        }
        Ok(names)
    }

    /// A whole name: family, one or two middle words, given.
    pub(super) fn full(&self, dice: &mut Dice, female: bool, birth_year: i64) -> String {
        let family = dice.weighted(&self.family, |share| share.weight).map_or("Nguyễn", |share| share.name);
        self.of_family(dice, family, female, birth_year)
    }

    /// A name in a family, for a child or a parent.
    pub(super) fn of_family(&self, dice: &mut Dice, family: &str, female: bool, birth_year: i64) -> String {
        let sex = if female { "F" } else { "M" };
        let given = self.given(dice, sex, birth_year);
        let known = |share: &Share| if share.sex == sex && share.from_year <= birth_year { share.weight } else { 0 };
        let middle = dice.weighted(&self.middle, known).map_or("", |share| share.name);
        let second = dice.percent(if female { 30 } else { 12 }).then(|| self.given(dice, sex, birth_year));
        match second.filter(|second| *second != given && *second != middle) {
            Some(second) => format!("{family} {middle} {second} {given}"),
            None if middle == given => format!("{family} {given}"),
            None => format!("{family} {middle} {given}"),
        }
    }

    fn given(&self, dice: &mut Dice, sex: &str, birth_year: i64) -> &'static str {
        let of_sex = || self.given.iter().filter(|share| share.sex == sex);
        let earliest = of_sex().map(|share| share.from_year).min().unwrap_or(0);
        let decade = of_sex().map(|share| share.from_year).filter(|from| *from <= birth_year).max().unwrap_or(earliest);
        let fits = |share: &Share| if share.sex == sex && share.from_year == decade { share.weight } else { 0 };
        dice.weighted(&self.given, fits).map_or("An", |share| share.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_two_to_four_words() {
        let names = Names::read().unwrap();
        let mut dice = Dice::new(3);
        for year in [1935, 1972, 1999, 2024] {
            for _ in 0..200 {
                let female = dice.percent(50);
                let words = names.full(&mut dice, female, year).split(' ').count();
                assert!((2..=4).contains(&words));
            }
        }
    }
}
