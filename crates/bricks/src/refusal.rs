//! What the domain answers when it says no.

use std::fmt;

use crate::say::Say;

/// Why the domain said no, and so how an HTTP answer is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// What was sent cannot be right: 422.
    Invalid,
    /// What was sent is right but no longer fits the state of things: 409.
    Conflict,
}

/// One form field that was refused, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRefusal {
    /// The field's name in the form or in the JSON body.
    pub field: &'static str,
    /// The sentence shown beside the field.
    pub say: Say,
}

/// The domain said no, in words that a person may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Invalid or in conflict.
    pub kind: RefusalKind,
    /// The sentence shown for the whole form or act.
    pub say: Say,
    /// The fields at fault; empty when no single field is.
    pub fields: Vec<FieldRefusal>,
}

impl Refusal {
    /// What was sent cannot be right.
    pub fn invalid(say: Say) -> Self {
        Self { kind: RefusalKind::Invalid, say, fields: Vec::new() }
    }

    /// What was sent no longer fits the state of things.
    pub fn conflict(say: Say) -> Self {
        Self { kind: RefusalKind::Conflict, ..Self::invalid(say) }
    }

    /// One field cannot be right; its sentence is also the general one.
    pub fn field(field: &'static str, say: Say) -> Self {
        Self::invalid(say.clone()).and_field(field, say)
    }

    /// Adds a further field at fault.
    #[must_use]
    pub fn and_field(mut self, field: &'static str, say: Say) -> Self {
        self.fields.push(FieldRefusal { field, say });
        self
    }

    /// This and another one, said together.
    #[must_use]
    pub fn and(mut self, other: Refusal) -> Self {
        let both = |one: &str, other: &str| format!("{one} {other}");
        self.say = Say::new(both(&self.say.vi, &other.say.vi), both(&self.say.en, &other.say.en));
        self.fields.extend(other.fields);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.say.en)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_at_fault_also_gives_the_general_sentence() {
        let say = Say::fixed("Thiếu họ tên", "The name is missing");
        let refusal = Refusal::field("name", say.clone())
            .and_field("phone", Say::fixed("Thiếu số điện thoại", "The phone is missing"));
        assert_eq!(refusal.kind, RefusalKind::Invalid);
        assert_eq!(refusal.say, say);
        let fields: Vec<_> = refusal.fields.iter().map(|each| each.field).collect();
        assert_eq!(fields, ["name", "phone"]);
    }

    #[test]
    fn a_conflict_names_no_field() {
        let refusal = Refusal::conflict(Say::fixed("Đã thu tiền", "Already paid"));
        assert_eq!(refusal.kind, RefusalKind::Conflict);
        assert!(refusal.fields.is_empty());
        assert_eq!(refusal.to_string(), "Already paid");
    }
}
