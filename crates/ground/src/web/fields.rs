use super::form::Form;
use crate::text;
use bricks::clock::{Day, parse_day};
use bricks::lang::Lang;
use bricks::money::Money;
use bricks::phone::Phone;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;

/// Reads a form field by field and gathers every mistake, so that a person sees all of them at once. A reader that
/// refuses gives a harmless value; `check` then stops the act.
pub struct Fields<'a> {
    form: &'a Form,
    lang: Lang,
    refusal: Option<Refusal>,
}

impl<'a> Fields<'a> {
    pub fn new(form: &'a Form, lang: Lang) -> Fields<'a> {
        Fields { form, lang, refusal: None }
    }

    /// Refuses the form at one field.
    pub fn refuse(&mut self, field: &'static str, say: Say) {
        self.refusal = Some(match self.refusal.take() {
            None => Refusal::field(field, say),
            Some(before) => before.and_field(field, say),
        });
    }

    /// Stops here when any field was refused.
    pub fn check(&mut self) -> Result<(), Refusal> {
        self.refusal.take().map_or(Ok(()), Err)
    }

    fn keep<T>(&mut self, field: &'static str, read: Result<T, Say>) -> Option<T> {
        read.map_err(|say| self.refuse(field, say)).ok()
    }

    /// One line of text, cleaned; empty when nothing was typed.
    pub fn line(&mut self, field: &'static str, chars_max: usize) -> String {
        let read = bricks::text::clean_line(self.form.text(field), chars_max);
        self.keep(field, read).unwrap_or_default()
    }

    /// One line of text that has to be there.
    pub fn required_line(&mut self, field: &'static str, chars_max: usize) -> String {
        let line = self.line(field, chars_max);
        if line.is_empty() && self.form.text(field).trim().is_empty() {
            self.refuse(field, text::field_required_say());
        }
        line
    }

    /// A reason, where one is given: refused when it says nothing ([`bricks::text::says_something`]).
    pub fn reason(&mut self, field: &'static str, chars_max: usize) -> String {
        let reason = self.line(field, chars_max);
        if !reason.is_empty() && !bricks::text::says_something(&reason) {
            self.refuse(field, text::field_reason_say());
        }
        reason
    }

    /// A reason that has to be there, and has to say something.
    pub fn required_reason(&mut self, field: &'static str, chars_max: usize) -> String {
        if self.form.text(field).trim().is_empty() {
            self.refuse(field, text::field_required_say());
        }
        self.reason(field, chars_max)
    }

    /// Text of several lines, cleaned.
    pub fn text(&mut self, field: &'static str, chars_max: usize) -> String {
        let read = bricks::text::clean_text(self.form.text(field), chars_max);
        self.keep(field, read).unwrap_or_default()
    }

    /// A typed id (or anything else with a plain text form); `None` when nothing was chosen.
    pub fn id<T: std::str::FromStr>(&mut self, field: &'static str) -> Option<T> {
        let raw = self.form.text(field);
        if raw.is_empty() {
            return None;
        }
        let read = raw.parse().map_err(|_| text::field_unknown_say());
        self.keep(field, read)
    }

    /// A typed id that has to be there; the refusal says to choose.
    pub fn required_id<T: std::str::FromStr>(&mut self, field: &'static str) -> Option<T> {
        if self.form.text(field).is_empty() {
            self.refuse(field, text::field_choose_say());
            return None;
        }
        self.id(field)
    }

    /// A whole number within bounds; `None` when nothing was typed.
    pub fn whole(&mut self, field: &'static str, min: i64, max: i64) -> Option<i64> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let read = raw.parse().ok().filter(|n| (min..=max).contains(n)).ok_or_else(|| text::field_whole_say(max, min));
        self.keep(field, read)
    }

    /// A quantity in thousandths within bounds; `None` when nothing was typed.
    pub fn quantity(&mut self, field: &'static str, min: Quantity, max: Quantity) -> Option<Quantity> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let (low, high, lang) = (min.show(self.lang), max.show(self.lang), self.lang);
        let read = Quantity::parse(raw, lang);
        let read =
            read.and_then(|q| if q >= min && q <= max { Ok(q) } else { Err(text::field_between_say(high, low)) });
        self.keep(field, read)
    }

    /// An amount of money; `None` when nothing was typed.
    pub fn money(&mut self, field: &'static str) -> Option<Money> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let read = Money::parse(raw, self.lang);
        self.keep(field, read)
    }

    /// A day; `None` when nothing was typed.
    pub fn day(&mut self, field: &'static str) -> Option<Day> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let read = parse_day(raw);
        self.keep(field, read)
    }

    /// A day that has to be there.
    pub fn required_day(&mut self, field: &'static str) -> Option<Day> {
        if self.form.text(field).trim().is_empty() {
            self.refuse(field, text::field_required_say());
            return None;
        }
        self.day(field)
    }

    /// A phone number in E.164; `None` when nothing was typed.
    pub fn phone(&mut self, field: &'static str) -> Option<String> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let read = Phone::parse(raw).map(|p| p.as_e164().to_owned());
        self.keep(field, read)
    }

    /// A mail address; `None` when nothing was typed.
    pub fn email(&mut self, field: &'static str) -> Option<String> {
        let raw = self.form.text(field).trim();
        if raw.is_empty() {
            return None;
        }
        let read = bricks::email::parse_email(raw);
        self.keep(field, read)
    }

    /// A ticked box.
    pub fn ticked(&self, field: &str) -> bool {
        self.form.has(field)
    }

    /// One of a few known words; refuses any other.
    pub fn choice<T>(&mut self, field: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let read = read(self.form.text(field)).ok_or_else(text::field_choose_say);
        self.keep(field, read)
    }
}
