//! Stock documents: a count of a batch, goods that were destroyed or went back to their supplier, a delivery put right; numbered,
//! with what the batch held before and after.

mod acts;
pub mod pages;
mod store;
mod views;
mod views_wish;
pub mod wish;

pub use views::word;
#[cfg(test)]
pub use {acts::make, store::documents, store::find};

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Count,
    Destruction,
    /// Back to the supplier.
    Return,
    /// Of a delivery that was taken in wrongly.
    Correction,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Count, Kind::Destruction, Kind::Return, Kind::Correction];

    /// The word in the database, in forms and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Destruction => "destruction",
            Kind::Return => "return",
            Kind::Correction => "correction",
        }
    }

    pub fn of(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What its numbers begin with.
    const fn prefix(self) -> &'static str {
        match self {
            Kind::Count => "KK",
            Kind::Destruction => "HY",
            Kind::Return => "TH",
            Kind::Correction => "SN",
        }
    }

    /// Whether the quantity is what is there, not what went.
    const fn tells_what_is_there(self) -> bool {
        matches!(self, Kind::Count | Kind::Correction)
    }
}
