use bricks::refusal::Refusal;
use bricks::say::Say;
use ground::db::Stop;

/// What was asked no longer fits the state of things.
pub(crate) fn conflict(say: Say) -> Stop {
    Refusal::conflict(say).into()
}

/// What was asked no longer fits, and one field shows why.
pub(crate) fn conflict_at(field: &'static str, say: Say) -> Stop {
    Refusal::conflict(say.clone()).and_field(field, say).into()
}

/// One field cannot be right.
pub(crate) fn invalid(field: &'static str, say: Say) -> Stop {
    Refusal::field(field, say).into()
}
