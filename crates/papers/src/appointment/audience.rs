//! For whom a service is: an examination of children is not for a grown-up, an obstetric one not for a man.

use crate::text;
use bricks::age::{Birth, months, months_at_least};
use bricks::clock::Day;
use bricks::id::ServiceId;
use bricks::lang::Lang;
use bricks::say::Say;
use ground::catalog::in_lang;
use ground::db::{DbError, Tx};
use ground::people::Sex;

ground::row! {
    /// For whom a service is; what is empty sets no bound.
    pub struct Audience {
        pub service_vi: String,
        pub service_en: String,
        pub for_sex: Option<String>,
        pub from_years: Option<i64>,
        pub below_years: Option<i64>,
    }
}

/// Why a service is not for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    Sex,
    Age,
}

const AUDIENCE: &str = "SELECT name_vi, name_en, for_sex, from_years, below_years FROM service WHERE id = $1";

pub fn audience(tx: &mut Tx<'_>, service: ServiceId) -> Result<Option<Audience>, DbError> {
    tx.one(AUDIENCE, &[&service])
}

impl Audience {
    /// Why the service is not for somebody of this sex and birth on a day. A year of birth alone is given the benefit of the
    /// doubt, and so is a sex that is neither.
    pub fn misfit(&self, sex: Sex, birth: Birth, on: Day) -> Option<Misfit> {
        let wrong_sex = self.for_sex.as_deref().is_some_and(|wanted| sex != Sex::Other && sex.code() != wanted);
        let too_young = self.from_years.is_some_and(|years| months(birth, on) < years * 12);
        let too_old = self.below_years.is_some_and(|years| months_at_least(birth, on) >= years * 12);
        match (wrong_sex, too_young || too_old) {
            (true, _) => Some(Misfit::Sex),
            (false, true) => Some(Misfit::Age),
            (false, false) => None,
        }
    }

    /// For whom it is, and that this person is none of them.
    pub fn say(&self, why: Misfit) -> Say {
        let say = |l: Lang| {
            let service = in_lang(l, &self.service_vi, &self.service_en);
            match (why, self.from_years, self.below_years) {
                (Misfit::Sex, _, _) if self.for_sex.as_deref() == Some("male") => text::service_for_men(l, service),
                (Misfit::Sex, _, _) => text::service_for_women(l, service),
                (Misfit::Age, Some(from), Some(below)) => text::service_for_ages(l, below, from, service),
                (Misfit::Age, Some(from), None) => text::service_from_age(l, service, from),
                (Misfit::Age, None, below) => text::service_below_age(l, service, below.unwrap_or(0)),
            }
        };
        Say::new(say(Lang::Vi), say(Lang::En))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    fn of(for_sex: Option<&str>, from_years: Option<i64>, below_years: Option<i64>) -> Audience {
        let for_sex = for_sex.map(str::to_owned);
        Audience { service_vi: "Khám nhi".into(), service_en: "Paediatrics".into(), for_sex, from_years, below_years }
    }

    #[test]
    fn a_service_for_children_ends_with_the_sixteenth_birthday() {
        let (children, on) = (of(None, None, Some(16)), parse_day("2026-11-24").unwrap());
        let born = |text: &str| children.misfit(Sex::Male, Birth::parse(text).unwrap(), on);
        assert_eq!(born("25/11/2010"), None);
        assert_eq!(born("24/11/2010"), Some(Misfit::Age));
        assert_eq!(born("2010"), None, "perhaps not yet sixteen");
        assert_eq!(born("2009"), Some(Misfit::Age));
        assert_eq!(born("1950"), Some(Misfit::Age));
        assert!(children.say(Misfit::Age).vi.contains("dưới 16 tuổi"));
    }

    #[test]
    fn a_service_for_one_sex_is_not_for_the_other() {
        let (women, on) = (of(Some("female"), Some(12), None), parse_day("2026-11-24").unwrap());
        let grown = Birth::parse("1990").unwrap();
        assert_eq!(women.misfit(Sex::Female, grown, on), None);
        assert_eq!(women.misfit(Sex::Other, grown, on), None);
        assert_eq!(women.misfit(Sex::Male, grown, on), Some(Misfit::Sex));
        assert_eq!(women.misfit(Sex::Female, Birth::parse("2020").unwrap(), on), Some(Misfit::Age));
        assert!(women.say(Misfit::Sex).en.contains("women"));
    }
}
