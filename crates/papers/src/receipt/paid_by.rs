//! Who pays instead of the patient or besides, and in which ways a receipt was paid.

use super::{Borne, Printed};
use crate::text;
use bricks::lang::Lang;
use bricks::money::Money;
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

/// What each of the payers bears, as `told` names it; what a receipt of before tells of nobody by name stands last.
pub fn borne(payers: &[Borne], insured: Money, lang: Lang, told: impl Fn(&Borne) -> String) -> Vec<(String, Money)> {
    let mut all: Vec<_> = payers.iter().map(|payer| (told(payer), payer.amount)).collect();
    let named = Money::sum(payers.iter().map(|payer| payer.amount)).unwrap_or(insured);
    let rest = insured.sub(named).unwrap_or(Money::ZERO);
    if !rest.is_zero() {
        all.push((text::receipt_insured(lang).to_owned(), rest));
    }
    all
}

impl Printed {
    /// One line a payer, as the paper prints it.
    pub(super) fn borne(&self, lang: Lang) -> Vec<[String; 2]> {
        let all = borne(&self.payers, self.insured, lang, |payer| payer.pays(lang));
        all.into_iter().map(|(who, amount)| [who, format!("−{}", amount.show(lang))]).collect()
    }

    /// Each way of paying with its sum, where there are several.
    pub(super) fn ways(&self, lang: Lang) -> Vec<[String; 2]> {
        let several = if self.parts.len() > 1 { self.parts.as_slice() } else { &[] };
        several.iter().map(|part| [part.method.say().to(lang).to_owned(), part.amount.show(lang)]).collect()
    }
}
