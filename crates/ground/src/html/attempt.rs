//! What a person typed into a form, and why it was refused.

use bricks::lang::Lang;
use bricks::refusal::Refusal;

/// A form as it came back: the typed values, and the refusal when there was one.
///
/// A fresh form is [`Attempt::none`]. After a refusal the same view is drawn again with the
/// attempt, so nothing that was typed is lost.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    pub values: Vec<(String, String)>,
    pub refusal: Option<Refusal>,
}

impl Attempt {
    /// A form nobody has sent yet.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A form with this value chosen beforehand.
    #[must_use]
    pub fn begun(name: &str, value: String) -> Self {
        Self { values: vec![(name.to_owned(), value)], refusal: None }
    }

    /// A form that was sent and refused.
    #[must_use]
    pub fn refused(values: Vec<(String, String)>, refusal: Refusal) -> Self {
        Self { values, refusal: Some(refusal) }
    }

    /// Whether somebody has sent this form already. An unticked box sends nothing, so absence
    /// means "off" only in a form that was sent.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        !self.values.is_empty() || self.refusal.is_some()
    }

    /// What was sent, where that was the form that has a field `name`; for any other of the page's forms, as if nobody had
    /// sent one: its boxes stay as they are stored.
    #[must_use]
    pub fn of_form_with(&self, name: &str) -> Self {
        if self.value(name).is_some() { self.clone() } else { Self::none() }
    }

    /// The first value typed into the field `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether `name` was sent with exactly this value (several boxes may share a name).
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, sent)| field == name && sent == value)
    }

    /// Why the field `name` was refused.
    #[must_use]
    pub fn error(&self, name: &str, lang: Lang) -> Option<&str> {
        let refusal = self.refusal.as_ref()?;
        refusal.fields.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.say.to(lang))
    }

    /// Why the whole form was refused.
    #[must_use]
    pub fn general(&self, lang: Lang) -> Option<&str> {
        self.refusal.as_ref().map(|refusal| refusal.say.to(lang))
    }
}
