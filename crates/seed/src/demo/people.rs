use super::clinic::Clinic;
use super::insured::is_valid;
use super::names::Names;
use super::rows::{AllergyRow, PatientRow};
use super::{Setup, address};
use crate::catalogue::insurer_id;
use crate::dice::Dice;
use bricks::age::Birth;
use bricks::clock::{Day, Instant, add_days, days_between};
use bricks::id::{PatientId, StaffId};
use bricks::text::fold;

/// Lasting illnesses: the ICD-10 code, in words, the age in years from which it occurs, and its share among the ill.
const CONDITIONS: [(&str, &str, i64, i64); 12] = [
    ("I10", "Tăng huyết áp", 35, 40),
    ("E11.9", "Đái tháo đường típ 2", 35, 22),
    ("E78.5", "Rối loạn lipid máu", 30, 16),
    ("K21.9", "Trào ngược dạ dày thực quản", 20, 10),
    ("M17.9", "Thoái hóa khớp gối", 50, 12),
    ("J45.9", "Hen phế quản", 5, 8),
    ("B18.1", "Viêm gan B mạn", 22, 9),
    ("M10.9", "Gút", 35, 7),
    ("J44.9", "Bệnh phổi tắc nghẽn mạn tính", 50, 4),
    ("E04.1", "Nhân giáp", 25, 5),
    ("N18.3", "Bệnh thận mạn giai đoạn 3", 50, 3),
    ("I25.9", "Bệnh tim thiếu máu cục bộ mạn", 50, 4),
];

/// Allergies: the class of medicines that is then avoided (empty for others), in words, and the share.
pub(super) const ALLERGIES: [(&str, &str, i64); 8] = [
    ("penicillin", "Penicillin (nổi mề đay)", 30),
    ("nsaid", "NSAID (phù mí mắt)", 12),
    ("sulfonamide_antibiotic", "Co-trimoxazol (phát ban)", 8),
    ("cephalosporin", "Cephalosporin (nổi mẩn ngứa)", 8),
    ("", "Hải sản (nổi mề đay)", 24),
    ("", "Đậu phộng (phù môi)", 6),
    ("", "Thuốc cản quang (nôn, mẩn đỏ)", 4),
    ("", "Phấn hoa, bụi nhà (hắt hơi)", 8),
];

/// Shares of ages in years: from, to, share.
const AGES: [(i64, i64, i64); 8] =
    [(0, 1, 7), (2, 5, 13), (6, 14, 10), (15, 24, 11), (25, 34, 20), (35, 49, 18), (50, 64, 13), (65, 88, 8)];
const MOBILE_PREFIXES: [&str; 14] =
    ["032", "035", "037", "039", "070", "077", "079", "083", "086", "090", "093", "096", "097", "098"];
const CHILD_YEARS: i64 = 16;

/// What the generator keeps of a patient.
pub(super) struct Person {
    pub(super) id: PatientId,
    pub(super) number: i64,
    pub(super) name: Box<str>,
    pub(super) female: bool,
    pub(super) birth: Day,
    pub(super) year_only: bool,
    pub(super) registered: Instant,
    /// Bits of [`CONDITIONS`].
    conditions: u16,
    /// A bit of [`ALLERGIES`].
    allergies: u8,
    /// The last day on which a visit or an appointment was planned.
    pub(super) last_day: Day,
    /// Of the national insurance, while it is valid.
    pub(super) card: Option<Box<str>>,
}

impl Person {
    pub(super) fn code(&self) -> String {
        format!("BN-{:06}", self.number)
    }

    pub(super) fn sex(&self) -> &'static str {
        if self.female { "female" } else { "male" }
    }

    /// Completed months on a day, as reference ranges count them.
    pub(super) fn months(&self, on: Day) -> i64 {
        bricks::age::months(self.born(), on)
    }

    /// The birth as far as the clinic knows it.
    pub(super) fn born(&self) -> Birth {
        if self.year_only { Birth::Year(i64::from(self.birth.year())) } else { Birth::Day(self.birth) }
    }

    /// The codes of this person's lasting illnesses.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &'static str> {
        let bits = self.conditions;
        CONDITIONS.iter().zip(0..).filter(move |(_, bit)| bits >> bit & 1 == 1).map(|((code, ..), _)| *code)
    }

    pub(super) fn has(&self, condition: &str) -> bool {
        condition.is_empty() || self.conditions().any(|code| code == condition)
    }

    /// The class of medicines that this person must not get.
    pub(super) fn avoided(&self) -> impl Iterator<Item = &'static str> {
        let bits = self.allergies;
        let known = ALLERGIES.iter().zip(0..).filter(move |(_, bit)| bits >> bit & 1 == 1);
        known.map(|((class, ..), _)| *class).filter(|class| !class.is_empty())
    }
}

impl Person {
    /// Two of three allergies against medicines are written down with their class; the others in words alone.
    pub(super) fn coded(&self, recorded_by: StaffId) -> impl Iterator<Item = AllergyRow> {
        let classes = self.avoided().filter(|_| self.number % 3 != 0).collect::<Vec<_>>();
        let (patient, recorded_at) = (self.id, self.registered);
        classes.into_iter().map(move |class| {
            let words = ALLERGIES.iter().find(|(of, ..)| *of == class).map_or("", |(_, words, _)| *words);
            let reaction = words.split_once('(').map_or("", |(_, reaction)| reaction.trim_end_matches(')'));
            let (allergen, reaction) = (format!("class:{class}"), reaction.to_owned());
            AllergyRow { patient, allergen, reaction, severity: "moderate", recorded_at, recorded_by }
        })
    }
}

/// Makes one patient, registered at `registered`.
pub(super) fn make(
    setup: &Setup,
    clinic: &Clinic,
    names: &Names,
    dice: &mut Dice,
    number: i64,
    registered: Instant,
) -> (Person, PatientRow) {
    let today = setup.today;
    let born = birth(dice, setup.zone.day_of(registered));
    let years = days_between(born, today) / 365;
    let female = dice.percent(if (18..45).contains(&years) { 64 } else { 53 });
    let year_only = years >= 55 && dice.percent(30);
    let name = names.full(dice, female, i64::from(born.year()));
    let person = Person {
        id: PatientId::from_raw(setup.ids.next(setup.founded)),
        number,
        name: name.as_str().into(),
        female,
        birth: born,
        year_only,
        registered,
        conditions: conditions(dice, years),
        allergies: if dice.percent(8) { one_allergy(dice) } else { 0 },
        last_day: add_days(setup.start, -1),
        card: None,
    };
    let row = row(setup, clinic, names, dice, &person, name);
    let is_national = row.insurer == Some(insurer_id(0)) && is_valid(row.insurance_until, today);
    let card = row.insurance_number.as_deref().filter(|_| is_national).map(Box::from);
    let person = Person { card, ..person };
    (person, row)
}

fn birth(dice: &mut Dice, registered: Day) -> Day {
    let (from, to, _) = dice.weighted(&AGES, |(_, _, share)| *share).copied().unwrap_or((30, 40, 1));
    add_days(registered, -dice.between(from * 365 + 45, to * 365 + 364))
}

fn conditions(dice: &mut Dice, years: i64) -> u16 {
    let chance = match years {
        ..5 => 0,
        5..20 => 3,
        20..40 => 8,
        40..60 => 28,
        _ => 52,
    };
    let mut bits = 0;
    if !dice.percent(chance) {
        return bits;
    }
    for _ in 0..dice.between(1, 3) {
        let wanted = |(_, _, from, share): &(&str, &str, i64, i64)| if *from <= years { *share } else { 0 };
        let chosen = dice.weighted(&CONDITIONS, wanted).map(|(code, ..)| *code);
        bits |= CONDITIONS
            .iter()
            .zip(0..)
            .find(|((code, _, from, _), _)| Some(*code) == chosen && *from <= years)
            .map_or(0, |(_, bit)| 1 << bit);
    }
    bits
}

fn one_allergy(dice: &mut Dice) -> u8 {
    let chosen = dice.weighted(&ALLERGIES, |(_, _, share)| *share).map(|(_, words, _)| *words);
    ALLERGIES.iter().zip(0..).find(|((_, words, _), _)| Some(*words) == chosen).map_or(0, |(_, bit)| 1 << bit)
}

fn row(setup: &Setup, clinic: &Clinic, names: &Names, dice: &mut Dice, person: &Person, name: String) -> PatientRow {
    let years = days_between(person.birth, setup.today) / 365;
    let child = years < CHILD_YEARS;
    let guardian = child.then(|| guardian(names, dice, &name, i64::from(person.birth.year())));
    let own_phone = phone(dice);
    let insured = dice.percent(60);
    let private = !insured && dice.percent(20);
    let name_fold = fold(&name);
    PatientRow {
        id: person.id,
        branch: clinic.branch,
        code: person.code(),
        sex: person.sex(),
        birth_day: (!person.year_only).then_some(person.birth),
        birth_year: i64::from(person.birth.year()),
        phone: (child || dice.percent(96)).then(|| own_phone.clone()),
        email: (!child && dice.percent(14)).then(|| email(&name_fold, person)),
        address: address::invent(dice),
        national_id: (years >= 15 && dice.percent(55)).then(|| national_id(dice, person)),
        insurer: (insured || private).then(|| insurer_id(if insured { 0 } else { 1 + dice.index(2) })),
        insurance_number: (insured || private).then(|| insurance_number(dice, years, insured)),
        insurance_until: (insured || private).then(|| insurance_until(dice, setup.today)),
        guardian_phone: guardian.as_ref().map(|_| own_phone),
        guardian_name: guardian,
        allergies: words(&ALLERGIES.map(|(_, words, _)| words), u16::from(person.allergies)),
        conditions: words(&CONDITIONS.map(|(_, words, _, _)| words), person.conditions),
        reminders_wanted: dice.percent(72),
        created_at: person.registered,
        created_by: clinic.reception,
        name,
        name_fold,
    }
}

fn words(of: &[&'static str], bits: u16) -> String {
    let chosen = of.iter().zip(0..).filter(|(_, bit)| bits >> bit & 1 == 1).map(|(words, _)| *words);
    chosen.collect::<Vec<_>>().join("; ")
}

fn guardian(names: &Names, dice: &mut Dice, child: &str, born: i64) -> String {
    let mother = dice.percent(74);
    let year = born - dice.between(22, 38);
    if mother {
        format!("{} (mẹ)", names.full(dice, true, year))
    } else {
        let family = child.split(' ').next().unwrap_or("Nguyễn");
        format!("{} (cha)", names.of_family(dice, family, false, year))
    }
}

/// A number of a mobile network's form whose subscriber part begins with zeros: nobody's.
fn phone(dice: &mut Dice) -> String {
    let prefix = dice.word(&MOBILE_PREFIXES);
    format!("+84{}000{:04}", prefix.trim_start_matches('0'), dice.below(10_000))
}

fn email(name_fold: &str, person: &Person) -> String {
    let last_two: Vec<&str> = name_fold.rsplit(' ').take(2).collect();
    format!("{}.{}@example.com", last_two.join("."), person.number)
}

fn national_id(dice: &mut Dice, person: &Person) -> String {
    let year = i64::from(person.birth.year());
    let century = if year >= 2000 { 2 } else { 0 } + i64::from(person.female);
    format!("079{century}{:02}000{:03}", year.rem_euclid(100), dice.below(1000))
}

fn insurance_number(dice: &mut Dice, years: i64, national: bool) -> String {
    let serial = dice.below(10_000_000);
    if !national {
        return format!("ML-{serial:07}");
    }
    let group = match years {
        ..6 => "TE1",
        6..18 => "HS4",
        18..60 => dice.word(&["DN4", "DN4", "GD4", "HC4"]),
        _ => dice.word(&["HT3", "GD4", "BT2", "CN3"]),
    };
    if dice.percent(25) { format!("079{serial:07}") } else { format!("{group}79000{serial:07}") }
}

fn insurance_until(dice: &mut Dice, today: Day) -> Day {
    add_days(today, dice.between(-60, 420))
}
