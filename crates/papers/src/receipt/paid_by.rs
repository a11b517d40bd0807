//! Who pays instead of the patient, and in which ways a receipt was paid.

use super::Printed;
use bricks::lang::Lang;
use bricks::phone::Phone;
use serde::{Deserialize, Serialize};

/// Somebody of the family, or another, who pays for a patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidBy {
    pub name: String,
    pub phone: String,
}

impl PaidBy {
    /// `Lê Thị Bình · 0912 345 678`.
    pub fn told(&self) -> String {
        let phone = Phone::parse(&self.phone).map_or_else(|_| self.phone.clone(), |phone| phone.show());
        format!("{} · {phone}", self.name)
    }
}

impl Printed {
    /// Each way of paying with its sum, where there are several.
    pub(super) fn ways(&self, lang: Lang) -> Vec<[String; 2]> {
        let several = if self.parts.len() > 1 { self.parts.as_slice() } else { &[] };
        several.iter().map(|part| [part.method.say().to(lang).to_owned(), part.amount.show(lang)]).collect()
    }
}
