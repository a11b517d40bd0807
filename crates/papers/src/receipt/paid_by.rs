//! Who pays instead of the patient.

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
