//! Reading what the public types.

use crate::rules::time::Start;
use crate::text;
use bricks::age::Birth;
use bricks::clock::Day;
use bricks::id::ServiceId;
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::people::Sex;
use ground::web::{Fields, Form};

const NAME_MAX: usize = 100;
const REASON_MAX: usize = 200;
const OLDEST_YEAR: i64 = 1900;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub service: ServiceId,
    pub start: Start,
    pub name: String,
    pub sex: Sex,
    pub birth: Birth,
    /// E.164.
    pub phone: String,
    pub email: Option<String>,
    pub reason: String,
}

/// All mistakes at once. `email_needed` where no other channel would reach the person.
pub fn read(form: &Form, lang: Lang, today: Day, email_needed: bool) -> Result<Asked, Refusal> {
    let mut fields = Fields::new(form, lang);
    let service = fields.required_id("service");
    let start = fields.choice("starts_at", |typed| typed.parse::<Start>().ok());
    let name = name(&mut fields);
    let sex = fields.choice("sex", Sex::parse);
    let birth = birth(form, &mut fields, today);
    let phone = fields.phone("phone");
    if phone.is_none() && form.text("phone").trim().is_empty() {
        fields.refuse("phone", ground::text::field_required_say());
    }
    let email = fields.email("email");
    if email.is_none() && email_needed && form.text("email").trim().is_empty() {
        fields.refuse("email", text::email_needed_say());
    }
    let reason = fields.line("reason", REASON_MAX);
    if !fields.ticked("consent") {
        fields.refuse("consent", text::consent_needed_say());
    }
    fields.check()?;
    let whole = || Refusal::invalid(text::form_incomplete_say());
    Ok(Asked {
        service: service.ok_or_else(whole)?,
        start: start.ok_or_else(whole)?,
        name,
        sex: sex.ok_or_else(whole)?,
        birth: birth.ok_or_else(whole)?,
        phone: phone.ok_or_else(whole)?,
        email,
        reason,
    })
}

fn name(fields: &mut Fields<'_>) -> String {
    let name = fields.required_line("name", NAME_MAX);
    if !name.is_empty() && !name.chars().any(char::is_alphabetic) {
        fields.refuse("name", text::name_without_letters_say());
    } else if !name.chars().all(is_in_names) {
        fields.refuse("name", text::name_with_signs_say());
    }
    name
}

/// Letters with their marks, spaces, and the few signs that stand in names.
fn is_in_names(c: char) -> bool {
    c.is_alphabetic() || c.is_whitespace() || ".,'’-()".contains(c) || ('\u{300}'..='\u{36f}').contains(&c)
}

/// A day, or the year alone; nobody is born tomorrow.
fn birth(form: &Form, fields: &mut Fields<'_>, today: Day) -> Option<Birth> {
    let typed = form.text("birth").trim();
    if typed.is_empty() {
        fields.refuse("birth", ground::text::field_required_say());
        return None;
    }
    let birth = match Birth::parse(typed) {
        Ok(birth) => birth,
        Err(say) => {
            fields.refuse("birth", say);
            return None;
        }
    };
    let is_future = match birth {
        Birth::Day(day) => day > today,
        Birth::Year(year) => year > i64::from(today.year()),
    };
    if is_future || birth.year() < OLDEST_YEAR {
        fields.refuse("birth", ground::text::birth_impossible_say());
        return None;
    }
    Some(birth)
}

/// The six digits, however they were spaced.
pub fn code(form: &Form) -> Result<String, Refusal> {
    let digits: String = form.text("code").chars().filter(|c| !c.is_whitespace()).take(12).collect();
    let sound = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { Ok(digits) } else { Err(Refusal::field("code", text::code_six_digits_say())) }
}

/// Whether a field that people do not see was filled in.
pub fn is_machine(form: &Form) -> bool {
    !form.text("website").is_empty()
}
