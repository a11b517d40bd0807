//! Which words a profile has after a merge.

use ground::people::{Patient, Profile};

/// What is chosen as a whole: a card's number belongs to its insurer, a guardian's phone to the guardian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    Sex,
    Birth,
    Phone,
    Email,
    Address,
    NationalId,
    Insurance,
    Guardian,
    Allergies,
    Conditions,
    Reminders,
}

impl Part {
    pub const ALL: [Part; 12] = [
        Part::Name,
        Part::Sex,
        Part::Birth,
        Part::Phone,
        Part::Email,
        Part::Address,
        Part::NationalId,
        Part::Insurance,
        Part::Guardian,
        Part::Allergies,
        Part::Conditions,
        Part::Reminders,
    ];

    /// The name of its field in the form.
    pub fn field(self) -> &'static str {
        match self {
            Part::Name => "name",
            Part::Sex => "sex",
            Part::Birth => "birth",
            Part::Phone => "phone",
            Part::Email => "email",
            Part::Address => "address",
            Part::NationalId => "national_id",
            Part::Insurance => "insurance",
            Part::Guardian => "guardian",
            Part::Allergies => "allergies",
            Part::Conditions => "conditions",
            Part::Reminders => "reminders",
        }
    }

    /// Whether both sides can be written one behind the other.
    pub fn can_be_both(self) -> bool {
        matches!(self, Part::Allergies | Part::Conditions)
    }
}

/// Whose words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Winner,
    Loser,
    Both,
}

impl Side {
    pub fn code(self) -> &'static str {
        match self {
            Side::Winner => "winner",
            Side::Loser => "loser",
            Side::Both => "both",
        }
    }

    pub fn parse(code: &str) -> Option<Side> {
        [Side::Winner, Side::Loser, Side::Both].into_iter().find(|side| side.code() == code)
    }
}

/// Whether two profiles say the same about a part.
pub fn agree(part: Part, one: &Patient, other: &Patient) -> bool {
    match part {
        Part::Name => one.name == other.name,
        Part::Sex => one.sex_code == other.sex_code,
        Part::Birth => one.birth() == other.birth(),
        Part::Phone => one.phone == other.phone,
        Part::Email => one.email == other.email,
        Part::Address => (&one.address, &one.province) == (&other.address, &other.province),
        Part::NationalId => one.national_id == other.national_id,
        Part::Insurance => insurance(one) == insurance(other),
        Part::Guardian => (&one.guardian_name, &one.guardian_phone) == (&other.guardian_name, &other.guardian_phone),
        Part::Allergies => (&one.allergies, one.allergies_none) == (&other.allergies, other.allergies_none),
        Part::Conditions => one.conditions == other.conditions,
        Part::Reminders => one.reminders_wanted == other.reminders_wanted,
    }
}

type Insurance<'a> =
    (Option<bricks::id::InsurerId>, &'a Option<String>, Option<bricks::clock::Day>, Option<bricks::clock::Day>);

fn insurance(p: &Patient) -> Insurance<'_> {
    (p.insurer, &p.insurance_number, p.insurance_from, p.insurance_until)
}

/// Whether a profile says nothing about a part.
pub fn is_silent(part: Part, p: &Patient) -> bool {
    match part {
        Part::Name | Part::Sex | Part::Birth | Part::Reminders => false,
        Part::Phone => p.phone.is_none(),
        Part::Email => p.email.is_none(),
        Part::Address => p.address.is_empty() && p.province.is_none(),
        Part::NationalId => p.national_id.is_none(),
        Part::Insurance => p.insurer.is_none() && p.insurance_number.is_none(),
        Part::Guardian => p.guardian_name.is_none() && p.guardian_phone.is_none(),
        Part::Allergies => p.allergies.is_empty() && !p.allergies_none,
        Part::Conditions => p.conditions.is_empty(),
    }
}

/// What is offered: the words of the one that goes on, unless it says nothing; allergies and illnesses of both, since
/// one that is lost may cost a life. A birth known to the day is worth more than its year, and no reminders are sent to
/// who once refused them.
pub fn offered(part: Part, winner: &Patient, loser: &Patient) -> Side {
    if is_silent(part, loser) || agree(part, winner, loser) {
        return Side::Winner;
    }
    let loser_is_better = match part {
        Part::Birth => winner.birth_day.is_none() && loser.birth_day.is_some(),
        Part::Reminders => !loser.reminders_wanted,
        Part::Allergies => winner.allergies.is_empty() && !loser.allergies.is_empty(),
        _ => is_silent(part, winner),
    };
    let both = part.can_be_both() && [winner, loser].iter().all(|p| has_words(part, p));
    match (both, loser_is_better) {
        (true, _) => Side::Both,
        (false, true) => Side::Loser,
        (false, false) => Side::Winner,
    }
}

fn has_words(part: Part, p: &Patient) -> bool {
    !(if part == Part::Allergies { &p.allergies } else { &p.conditions }).is_empty()
}

/// The profile that goes on, put together as chosen.
pub fn merged(winner: &Patient, loser: &Patient, choice: impl Fn(Part) -> Side) -> Profile {
    let of = |part| if choice(part) == Side::Loser { loser } else { winner };
    let text = |part, read: fn(&Patient) -> &str| match choice(part) {
        Side::Both => joined(read(winner), read(loser)),
        _ => read(of(part)).to_owned(),
    };
    let (insured, guarded, placed) = (of(Part::Insurance), of(Part::Guardian), of(Part::Address));
    let allergies = text(Part::Allergies, |p| &p.allergies);
    Profile {
        name: of(Part::Name).name.clone(),
        sex: of(Part::Sex).sex(),
        birth: of(Part::Birth).birth(),
        phone: of(Part::Phone).phone.clone(),
        email: of(Part::Email).email.clone(),
        address: placed.address.clone(),
        province: placed.province.clone(),
        national_id: of(Part::NationalId).national_id.clone(),
        insurer: insured.insurer,
        insurance_number: insured.insurance_number.clone(),
        insurance_from: insured.insurance_from,
        insurance_until: insured.insurance_until,
        guardian_name: guarded.guardian_name.clone(),
        guardian_phone: guarded.guardian_phone.clone(),
        allergies_none: allergies.is_empty() && of(Part::Allergies).allergies_none,
        allergies,
        conditions: text(Part::Conditions, |p| &p.conditions),
        reminders_wanted: of(Part::Reminders).reminders_wanted,
    }
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one.to_owned(),
        (true, _) => other.to_owned(),
        _ if one.contains(other) => one.to_owned(),
        _ => format!("{one}; {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricks::id::{BranchId, PatientId};

    fn patient(id: i64) -> Patient {
        Patient {
            id: PatientId::from_raw(id),
            branch: BranchId::from_raw(1),
            code: format!("BN-{id:06}"),
            name: "Nguyễn Thị Lan".into(),
            sex_code: "female".into(),
            birth_day: None,
            birth_year: 1972,
            phone: None,
            email: None,
            address: String::new(),
            province: None,
            national_id: None,
            insurer: None,
            insurance_number: None,
            insurance_from: None,
            insurance_until: None,
            guardian_name: None,
            guardian_phone: None,
            allergies: String::new(),
            allergies_none: false,
            conditions: String::new(),
            reminders_wanted: true,
            version: 1,
            merged_into: None,
        }
    }

    #[test]
    fn nothing_that_only_one_side_knows_is_lost() {
        let winner = Patient { allergies: "Penicillin".into(), ..patient(1) };
        let loser = Patient {
            phone: Some("+84903118264".into()),
            birth_day: bricks::clock::parse_day("1972-03-12").ok(),
            allergies: "Hải sản".into(),
            conditions: "Hen".into(),
            reminders_wanted: false,
            ..patient(2)
        };
        let profile = merged(&winner, &loser, |part| offered(part, &winner, &loser));
        assert_eq!(profile.allergies, "Penicillin; Hải sản");
        assert_eq!((profile.conditions.as_str(), profile.phone.as_deref()), ("Hen", Some("+84903118264")));
        assert_eq!((profile.birth, profile.reminders_wanted), (loser.birth(), false));
    }

    #[test]
    fn no_allergy_never_takes_the_place_of_one() {
        let none = Patient { allergies_none: true, ..patient(1) };
        let allergic = Patient { allergies: "Penicillin".into(), ..patient(2) };
        for (winner, loser) in [(&none, &allergic), (&allergic, &none)] {
            let profile = merged(winner, loser, |part| offered(part, winner, loser));
            assert_eq!((profile.allergies.as_str(), profile.allergies_none), ("Penicillin", false));
        }
    }

    #[test]
    fn what_is_chosen_is_kept() {
        let winner = patient(1);
        let loser = Patient { name: "Nguyễn Thị Lân".into(), ..patient(2) };
        assert_eq!(merged(&winner, &loser, |_| Side::Loser).name, "Nguyễn Thị Lân");
        assert_eq!(merged(&winner, &loser, |_| Side::Winner).name, "Nguyễn Thị Lan");
    }
}
