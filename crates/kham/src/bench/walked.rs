//! The rows that a walk made.

/// What a visit came to, for those who look at it afterwards.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    pub patient: String,
    pub appointment: String,
    pub visit: String,
    pub receipt: String,
    pub orders: Vec<String>,
    pub prescription: String,
    pub dispensed: bool,
}
