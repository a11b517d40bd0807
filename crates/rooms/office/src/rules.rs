//! Who may give which role, what a login looks like, and the days that are shown.

use crate::store::figures::{DoctorDay, Taking};
use crate::text;
use bricks::clock::{Day, Instant, Zone, add_days};
use bricks::money::Money;
use bricks::say::Say;
use ground::access::password::PASSWORD_CHARS_MIN;
use ground::access::{Role, Roles};
use papers::receipt::Method;

pub const LOGIN_CHARS_MAX: usize = 40;
const LOGIN_CHARS_MIN: usize = 3;
pub const PASSWORD_CHARS_MAX: usize = 200;
/// Kinds of services, in the order in which they are shown.
pub const SERVICE_KINDS: [&str; 5] = ["consultation", "lab", "imaging", "procedure", "vaccine"];
/// Codes of the departments that services belong to.
pub const DEPARTMENTS: [&str; 10] = [
    "general",
    "internal",
    "paediatrics",
    "ent",
    "obstetrics",
    "dermatology",
    "dental",
    "laboratory",
    "imaging",
    "vaccination",
];
/// Days of takings in the chart.
pub const TAKINGS_DAYS: i64 = 14;
/// Without a day of its own the list of one person's acts goes back so far.
const PERSON_DAYS: i64 = 7;

/// Roles that a person who is no owner may not give.
pub fn may_give(giver: Roles, role: Role) -> bool {
    role != Role::Owner || giver.has(Role::Owner)
}

/// Whether somebody with these roles may change a person with those: nobody changes who stands above.
pub fn may_edit(mine: Roles, theirs: Roles) -> bool {
    mine.has(Role::Owner) || !theirs.has(Role::Owner)
}

/// The roles that are given, and those that are taken away.
pub fn difference(had: Roles, wanted: Roles) -> (Vec<Role>, Vec<Role>) {
    let given = Role::ALL.into_iter().filter(|role| wanted.has(*role) && !had.has(*role)).collect();
    let taken = Role::ALL.into_iter().filter(|role| had.has(*role) && !wanted.has(*role)).collect();
    (given, taken)
}

/// Forms of medicines with the route by which they are taken.
pub const MEDICINE_FORMS: [(&str, &str); 17] = [
    ("tablet", "oral"),
    ("capsule", "oral"),
    ("sachet", "oral"),
    ("syrup", "oral"),
    ("oral drops", "oral"),
    ("cream", "topical"),
    ("gel", "topical"),
    ("eye drops", "ophthalmic"),
    ("ear drops", "otic"),
    ("nasal drops", "nasal"),
    ("nasal spray", "nasal"),
    ("inhaler", "inhaled"),
    ("suppository", "rectal"),
    ("vaginal tablet", "vaginal"),
    ("injection", "im"),
    ("infusion", "iv"),
    (CONSUMABLE, ""),
];
/// The form of what is no medicine: it is used up by services and never prescribed.
pub const CONSUMABLE: &str = ground::catalog::CONSUMABLE_FORM;
/// Kinds of control; the first is none.
pub const CONTROLS: [&str; 4] = ["none", "narcotic", "psychotropic", "precursor"];

/// A form with its route.
pub fn medicine_form(typed: &str) -> Option<(&'static str, &'static str)> {
    MEDICINE_FORMS.into_iter().find(|(form, _)| *form == typed)
}

/// The kind of control as stored: empty for none.
pub fn control(typed: &str) -> Option<&'static str> {
    CONTROLS.into_iter().find(|kind| *kind == typed).map(|kind| if kind == "none" { "" } else { kind })
}

/// A barcode as stored: fourteen digits, of which shorter ones fill the end; empty when there is none.
pub fn barcode(typed: &str) -> Result<String, Say> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    match digits.len() {
        0 => Ok(digits),
        8..=14 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(format!("{digits:0>14}")),
        _ => Err(text::barcode_wrong_say()),
    }
}

/// The code of a department.
pub fn department(typed: &str) -> Option<&'static str> {
    DEPARTMENTS.into_iter().find(|code| *code == typed)
}

/// A login as stored: small letters, digits, dot, dash, underscore.
pub fn login(typed: &str) -> Result<String, Say> {
    let login = typed.trim().to_lowercase();
    let fits = (LOGIN_CHARS_MIN..=LOGIN_CHARS_MAX).contains(&login.len());
    let plain = login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if fits && plain { Ok(login) } else { Err(text::login_wrong_say()) }
}

/// A ticket prefix as stored: one to three capital letters.
pub fn prefix(typed: &str) -> Result<String, Say> {
    let prefix = typed.trim().to_uppercase();
    let fits = (1..=3).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
    if fits { Ok(prefix) } else { Err(text::prefix_wrong_say()) }
}

/// Why a new password cannot be one: at `password`, or at `again` when the second does not match.
pub fn password(typed: &str, again: &str) -> Result<(), (&'static str, Say)> {
    let chars = typed.chars().count();
    let least = i64::try_from(PASSWORD_CHARS_MIN).unwrap_or(0);
    if chars < PASSWORD_CHARS_MIN {
        Err(("password", text::password_short_say(least)))
    } else if chars > PASSWORD_CHARS_MAX {
        Err(("password", text::password_long_say()))
    } else if typed != again {
        Err(("again", text::password_again_say()))
    } else {
        Ok(())
    }
}

/// From when to when acts are listed: one day, or everything until now; a person's acts alone go back a week.
pub fn stretch(day: Option<Day>, of_one: bool, now: Instant, zone: &Zone) -> (Instant, Instant) {
    match day {
        Some(day) => (zone.instant_of(day, 0), zone.instant_of(add_days(day, 1), 0)),
        None if of_one => (zone.instant_of(add_days(zone.day_of(now), -PERSON_DAYS), 0), now.plus_minutes(1)),
        None => (Instant::from_millis(0), now.plus_minutes(1)),
    }
}

/// One day's takings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTakings {
    pub day: Day,
    pub cash: Money,
    /// Everything that was no cash: transfers, cards, wallets.
    pub transfer: Money,
    pub payments: i64,
}

impl DayTakings {
    pub fn total(&self) -> Money {
        self.cash.add(self.transfer).unwrap_or(Money::ZERO)
    }
}

/// The takings of every day of the chart, also of days without any; the last is today.
pub fn days(takings: &[Taking], today: Day) -> Vec<DayTakings> {
    let of = |day: Day, cash: bool| {
        let found = takings.iter().filter(|t| t.day == day && (t.method == Method::Cash.code()) == cash);
        found.fold((Money::ZERO, 0), |(sum, count), t| (sum.add(t.amount).unwrap_or(sum), count + t.payments))
    };
    let day = |back: i64| {
        let day = add_days(today, -back);
        let ((cash, by_cash), (transfer, by_transfer)) = (of(day, true), of(day, false));
        DayTakings { day, cash, transfer, payments: by_cash + by_transfer }
    };
    (0..TAKINGS_DAYS).rev().map(day).collect()
}

/// All doctors' visits together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Visits {
    pub all: i64,
    pub waiting: i64,
    pub in_room: i64,
    pub finished: i64,
}

pub fn visits(doctors: &[DoctorDay]) -> Visits {
    doctors.iter().fold(Visits::default(), |sum, d| Visits {
        all: sum.all + d.visits,
        waiting: sum.waiting + d.waiting,
        in_room: sum.in_room + d.in_room,
        finished: sum.finished + d.finished,
    })
}

/// Rounded percent of a whole, 0 for none.
pub fn percent(part: i64, whole: i64) -> u8 {
    let rounded = part.max(0).saturating_mul(200).saturating_add(whole.max(0));
    let percent = rounded.checked_div(whole.saturating_mul(2)).unwrap_or(0);
    u8::try_from(percent).unwrap_or(100).min(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::clock::parse_day;

    #[test]
    fn only_an_owner_makes_an_owner() {
        assert!(!may_give(Roles::of([Role::Manager]), Role::Owner));
        assert!(may_give(Roles::of([Role::Manager]), Role::Manager));
        assert!(may_give(Roles::of([Role::Owner]), Role::Owner));
    }

    #[test]
    fn nobody_changes_who_stands_above() {
        let (manager, owner) = (Roles::of([Role::Manager]), Roles::of([Role::Owner]));
        assert!(!may_edit(manager, owner) && may_edit(owner, owner) && may_edit(manager, manager));
        let both = Roles::of([Role::Nurse, Role::Cashier]);
        let wanted = Roles::of([Role::Cashier, Role::Doctor]);
        assert_eq!(difference(both, wanted), (vec![Role::Doctor], vec![Role::Nurse]));
    }

    #[test]
    fn logins_and_prefixes_are_plain() {
        assert_eq!(login(" BacSi.1 "), Ok("bacsi.1".to_owned()));
        for wrong in ["", "ab", "bác sĩ", "a b c", "x' OR 1=1", &"a".repeat(41)] {
            assert!(login(wrong).is_err(), "{wrong}");
        }
        assert_eq!(prefix("a"), Ok("A".to_owned()));
        for wrong in ["", "ABCD", "1", "Đ", "A-"] {
            assert!(prefix(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_long_enough_and_typed_twice() {
        assert_eq!(password("mười chữ cái", "mười chữ cái"), Ok(()));
        assert_eq!(password("ngắn", "ngắn").unwrap_err().0, "password");
        assert_eq!(password("mười chữ cái", "mười chữ cai").unwrap_err().0, "again");
        let long = "a".repeat(201);
        assert_eq!(password(&long, &long).unwrap_err().0, "password");
    }

    #[test]
    fn days_without_takings_stand_in_the_chart() {
        let today = parse_day("2026-11-24").unwrap();
        let taking = |day, method: &str, amount| Taking {
            day,
            method: method.into(),
            amount: Money::from_minor(amount),
            payments: 2,
        };
        let days = days(
            &[taking(today, "cash", 100), taking(today, "transfer", 50), taking(add_days(today, -13), "cash", 7)],
            today,
        );
        assert_eq!(days.len(), 14);
        assert_eq!((days[13].total(), days[13].payments), (Money::from_minor(150), 4));
        assert_eq!((days[0].total(), days[1].total()), (Money::from_minor(7), Money::ZERO));
    }

    #[test]
    fn a_share_never_leaves_its_frame() {
        assert_eq!([percent(1, 2), percent(2, 3), percent(0, 0), percent(9, 3), percent(-1, 3)], [50, 67, 0, 100, 0]);
    }
}
