//! How often strangers may ask. The desk has no such limits.

use crate::text;
use bricks::refusal::Refusal;
use ground::access::throttle;
use ground::db::{Stop, Tx};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Codes to one phone.
    Phone,
    /// Codes to one email address.
    Email,
    /// Codes asked for from one address of the network.
    Caller,
    /// Codes tried from one address of the network.
    Try,
    /// Moves of one appointment.
    Move,
    /// Anything asked for one phone or one appointment, whether it is done or refused.
    Asked,
    /// Anything asked for from one address of the network, whether it is done or refused.
    Post,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Phone => "phone",
            What::Email => "email",
            What::Caller => "caller",
            What::Try => "try",
            What::Move => "move",
            What::Asked => "asked",
            What::Post => "post",
        }
    }

    /// So many an hour.
    fn limit(self) -> i64 {
        match self {
            What::Phone | What::Email => 5,
            What::Caller => 20,
            What::Try => 60,
            What::Move => 6,
            What::Asked => 30,
            What::Post => 120,
        }
    }
}

/// Counts one more, or refuses. The sentence does not say which limit it was.
pub fn throttle(tx: &mut Tx<'_>, what: What, whose: &str) -> Result<(), Stop> {
    if !throttle::count_up(tx, &format!("{}:{whose}", what.name()), what.limit())? {
        return Err(Refusal::conflict(text::too_often_say()).into());
    }
    Ok(())
}

/// Counts a post of the public in a transaction of its own, before the act that may be refused.
pub fn spend_post(tx: &mut Tx<'_>, caller: &str, whose: Option<&str>) -> Result<(), Stop> {
    if !caller.is_empty() {
        throttle(tx, What::Post, caller)?;
    }
    whose.map_or(Ok(()), |whose| throttle(tx, What::Asked, whose))
}
