//! The profile's form: a person's words, the cards they show, and what they allow.

use super::{Here, NAME_MAX};
use crate::rules::{card, identity, province};
use crate::store::Insurer;
use crate::text;
use bricks::age::Birth;
use bricks::clock::{Day, show_day};
use bricks::id::InsurerId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::html::Attempt;
use ground::people::consent::Purpose;
use ground::people::{Profile, Sex};
use ground::web::{Fields, Form};

const ADDRESS_MAX: usize = 200;
const LONG_MAX: usize = 1_000;

/// Where a profile is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// At any time.
    Anytime,
    /// Face to face at the check-in: the question about allergies has to be answered.
    CheckIn,
    /// The same, of a patient whose allergies a doctor has coded: they count as asked.
    CheckInCoded,
    /// An emergency at the check-in: it waits for no question.
    Emergency,
}

impl Moment {
    /// At the check-in of a patient of whom allergies may be coded.
    pub fn check_in(is_coded: bool) -> Moment {
        if is_coded { Moment::CheckInCoded } else { Moment::CheckIn }
    }
}

/// A profile form.
pub fn profile(form: &Form, here: Here<'_>, insurers: &[Insurer], moment: Moment) -> Result<Profile, Refusal> {
    let mut fields = Fields::new(form, here.lang);
    let name = name(&mut fields);
    let sex = fields.choice("sex", Sex::parse);
    let birth = birth(&mut fields, form, here.today);
    let (phone, email) = (fields.phone("phone"), fields.email("email"));
    let (address, province) = (fields.line("address", ADDRESS_MAX), province(&mut fields, form));
    let national_id =
        number(&mut fields, form, "national_id", identity::identity_number, text::national_id_wrong_say());
    let (insurer, insurance_number) = insurance(&mut fields, form, insurers);
    let (insurance_from, insurance_until) = (fields.day("insurance_from"), fields.day("insurance_until"));
    if insurance_from.zip(insurance_until).is_some_and(|(from, until)| until < from) {
        fields.refuse("insurance_until", text::insurance_ends_before_say());
    }
    let (guardian_name, guardian_phone) = (fields.line("guardian_name", NAME_MAX), fields.phone("guardian_phone"));
    let allergies = allergies(&mut fields, form, moment);
    if let Some(birth) = birth.filter(|_| guardian_name.is_empty()) {
        without_guardian(&mut fields, form, moment, (birth, here.today));
    }
    let conditions = fields.text("conditions", LONG_MAX);
    fields.check()?;
    let (sex, birth) = sex.zip(birth).ok_or_else(|| Refusal::invalid(text::form_incomplete_say()))?;
    Ok(Profile {
        name,
        sex,
        birth,
        phone,
        email,
        address,
        province,
        national_id,
        insurer,
        insurance_number,
        insurance_from,
        insurance_until,
        guardian_name: Some(guardian_name).filter(|name| !name.is_empty()),
        guardian_phone,
        allergies_none: allergies.is_empty() && form.has("no_allergies"),
        allergies,
        conditions,
        reminders_wanted: form.has("reminders_wanted"),
    })
}

/// A child of whom no guardian is named: written down deliberately only, and without one nothing is decided in the child's
/// name and no small child is let in.
fn without_guardian(fields: &mut Fields<'_>, form: &Form, moment: Moment, (birth, today): (Birth, Day)) {
    let say = if !identity::guardian_asked(birth, today) {
        return;
    } else if matches!(moment, Moment::CheckIn | Moment::CheckInCoded) && identity::guardian_needed(birth, today) {
        text::guardian_needed_say()
    } else if decisions(form).next().is_some() {
        text::guardian_decides_say()
    } else if moment != Moment::Emergency && !form.has("guardian_unknown") {
        text::guardian_missing_say()
    } else {
        return;
    };
    fields.refuse("guardian_name", say);
}

/// A name that search can find: some of its characters are letters.
fn name(fields: &mut Fields<'_>) -> String {
    let name = fields.required_line("name", NAME_MAX);
    if !name.is_empty() && !name.chars().any(char::is_alphabetic) {
        fields.refuse("name", text::name_without_letters_say());
    }
    if name.chars().any(|c| !stands_in_names(c)) {
        fields.refuse("name", text::name_signs_say());
    }
    name
}

/// Letters and their marks, numerals, and what joins the parts of a name.
fn stands_in_names(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || c.is_whitespace() || "'’‘`-–.,()/·".contains(c)
}

fn birth(fields: &mut Fields<'_>, form: &Form, today: Day) -> Option<Birth> {
    let typed = form.text("birth").trim();
    if typed.is_empty() {
        fields.refuse("birth", ground::text::field_required_say());
        return None;
    }
    let birth = Birth::parse(typed).map_err(|say| fields.refuse("birth", say)).ok()?;
    let future = match birth {
        Birth::Day(day) => day > today,
        Birth::Year(year) => year > i64::from(today.year()),
    };
    if future || birth.year() < 1900 {
        fields.refuse("birth", ground::text::birth_impossible_say());
        return None;
    }
    Some(birth)
}

fn province(fields: &mut Fields<'_>, form: &Form) -> Option<String> {
    let code = form.text("province");
    let known = province::by_code(code).map(|p| p.code.to_owned());
    if known.is_none() && !code.is_empty() {
        fields.refuse("province", ground::text::field_unknown_say());
    }
    known
}

/// What was answered about consent: each purpose by itself, those not asked about left out.
pub fn decisions(form: &Form) -> impl Iterator<Item = (Purpose, bool)> {
    Purpose::ALL.into_iter().filter_map(|purpose| match form.text(consent_field(purpose)) {
        "given" => Some((purpose, true)),
        "refused" => Some((purpose, false)),
        _ => None,
    })
}

pub fn consent_field(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Care => "consent_care",
        Purpose::Messages => "consent_messages",
        Purpose::Insurance => "consent_insurance",
    }
}

/// What a scanned identity card fills in: the form as it was typed, with the card's words in their fields. Nothing when no
/// card was scanned into the form; a refusal at `card` when that is none.
pub fn filled(form: &Form, lang: Lang) -> Option<Attempt> {
    let scanned = form.text("card").trim();
    if scanned.is_empty() {
        return None;
    }
    let Some(card) = card::read(scanned) else {
        return Some(form.attempt(Refusal::field("card", text::card_unreadable_say())));
    };
    let mut values = form.attempt(Refusal::invalid(text::form_incomplete_say())).values;
    values.retain(|(name, _)| name != "card");
    for (name, value) in card_values(&card, lang) {
        values.retain(|(other, _)| other != name);
        values.push((name.to_owned(), value));
    }
    Some(Attempt { values, refusal: None })
}

/// The fields of a profile that a card knows.
pub fn card_values(card: &card::Card, lang: Lang) -> Vec<(&'static str, String)> {
    let mut values = vec![("name", card.name.clone()), ("national_id", card.number.clone())];
    values.extend(card.birth.map(|day| ("birth", show_day(day, lang))));
    values.extend(card.sex.map(|sex| ("sex", sex.code().to_owned())));
    values.extend(Some(("address", card.address.clone())).filter(|(_, address)| !address.is_empty()));
    values.extend(card.province.map(|code| ("province", code.to_owned())));
    values
}

/// A number that may be missing, but not be nonsense.
fn number(
    fields: &mut Fields<'_>,
    form: &Form,
    field: &'static str,
    read: impl Fn(&str) -> Option<String>,
    wrong: bricks::say::Say,
) -> Option<String> {
    let typed = form.text(field).trim();
    if typed.is_empty() {
        return None;
    }
    let number = read(typed);
    if number.is_none() {
        fields.refuse(field, wrong);
    }
    number
}

/// An insurer and a number belong together; the national insurance's numbers have known forms.
fn insurance(fields: &mut Fields<'_>, form: &Form, insurers: &[Insurer]) -> (Option<InsurerId>, Option<String>) {
    let insurer: Option<InsurerId> = fields.id("insurer");
    let known = insurers.iter().find(|i| Some(i.id) == insurer);
    if insurer.is_some() && known.is_none() {
        fields.refuse("insurer", ground::text::field_unknown_say());
    }
    let number = if known.is_some_and(|i| i.is_national) {
        let read = papers::payer::benefit::card_number;
        number(fields, form, "insurance_number", read, text::insurance_number_wrong_say())
    } else {
        Some(fields.line("insurance_number", 40)).filter(|n| !n.is_empty())
    };
    if insurer.is_none() && number.is_some() {
        fields.refuse("insurer", text::insurer_choose_say());
    }
    if insurer.is_some() && form.text("insurance_number").trim().is_empty() {
        fields.refuse("insurance_number", text::insurance_number_missing_say());
    }
    (insurer, number)
}

/// What was answered about allergies alone: in words, or none at all; nothing when the question was left open.
pub fn allergies_answer(form: &Form, lang: Lang, moment: Moment) -> Result<Option<String>, Refusal> {
    let mut fields = Fields::new(form, lang);
    let words = allergies(&mut fields, form, moment);
    fields.check()?;
    Ok(Some(words).filter(|words| !words.is_empty() || form.has("no_allergies")))
}

/// At the check-in either allergies are named or the box says that there are none.
fn allergies(fields: &mut Fields<'_>, form: &Form, moment: Moment) -> String {
    let allergies = fields.text("allergies", LONG_MAX);
    let none = form.has("no_allergies");
    if none && !allergies.is_empty() {
        fields.refuse("allergies", text::allergies_contradict_say());
    }
    if moment == Moment::CheckIn && !none && allergies.is_empty() {
        fields.refuse("allergies", text::allergies_ask_say());
    }
    allergies
}
