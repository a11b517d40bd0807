//! What becomes of news that could not be sent: another channel, or a call.

use super::many::call_all;
use super::store::{self, Noticed};
use super::words::News;
use super::{Telling, news, remind_person, tell};
use crate::appointment::State;
use crate::message::reach::{self, channels};
use crate::message::{self, Channel, Claimed, Kind};
use bricks::id::AppointmentId;
use ground::access::{Who, house_account};
use ground::db::{Stop, Tx};
use ground::people::consent::{self, Purpose};
use std::sync::Arc;

/// Takes up to `limit` messages of a channel that are due, as [`message::claim`], but none to a patient who has refused
/// messages since: that one is cancelled, and somebody calls.
pub fn claim(
    tx: &mut Tx<'_>,
    channel: Channel,
    limit: i64,
    branches: &[Arc<ground::access::Branch>],
) -> Result<Vec<Claimed>, Stop> {
    let mut open = Vec::new();
    for message in message::claim(tx, channel, limit)? {
        let patient = message.patient.filter(|_| message.kind != Kind::Code);
        let is_refused = match patient {
            Some(patient) => consent::is_refused(tx, patient, Purpose::Messages)?,
            None => false,
        };
        if !is_refused {
            open.push(message);
            continue;
        }
        message::mark_refused(tx, message.id)?;
        if let Some(branch) = branches.iter().find(|b| b.id == message.branch) {
            let who = house_account::of_house(tx, branch, "messages")?;
            let told = store::of_message(tx, message.id)?;
            call_all(tx, &who, &told)?;
        }
    }
    Ok(open)
}

/// A message is given up for good by its channel: the next one that reaches the patient is tried, and after the last
/// somebody calls. A code goes by SMS, where that is on. Whether it was waiting for that answer.
pub fn gave_up(tx: &mut Tx<'_>, who: &Who, (message, channel): (&Claimed, Channel), error: &str) -> Result<bool, Stop> {
    store::lock_appointments(tx, message.id)?;
    if !message::mark_failed(tx, message.id, error, None)? {
        return Ok(false);
    }
    go_on(tx, who, (message, channel))?;
    Ok(true)
}

fn go_on(tx: &mut Tx<'_>, who: &Who, (message, channel): (&Claimed, Channel)) -> Result<(), Stop> {
    match message.kind {
        Kind::Receipt => Ok(()),
        Kind::Code => {
            if channel == Channel::Zalo && reach::read(tx)?.is_on(Channel::Sms, Kind::Code) {
                message::send_by_sms(tx, message.id)?;
            }
            Ok(())
        }
        Kind::Reminder => remind_otherwise(tx, who, AppointmentId::from_raw(message.occurrence_id)),
        Kind::Confirmation | Kind::Change | Kind::Cancellation => {
            let told = store::of_message(tx, message.id)?;
            match told.as_slice() {
                [one] => tell_otherwise(tx, who, one, channel),
                all => call_all(tx, who, all),
            }
        }
    }
}

fn remind_otherwise(tx: &mut Tx<'_>, who: &Who, id: AppointmentId) -> Result<(), Stop> {
    let tried = message::channels_of(tx, Kind::Reminder, id.raw())?;
    match store::find(tx, id)?.filter(|person| person.state == State::Booked) {
        Some(person) => remind_person(tx, who, &person, &tried),
        None => Ok(()),
    }
}

fn tell_otherwise(tx: &mut Tx<'_>, who: &Who, one: &Noticed, channel: Channel) -> Result<(), Stop> {
    let person = store::person(tx, one.appointment)?;
    let Some(told) = news(one.knew(), &person) else { return Ok(()) };
    let mut tried = channels(&one.tried);
    tried.push(channel);
    let telling = Telling { news: told, knew: one.knew(), cause: one.cause, tried: &tried, to: None };
    if !tell(tx, who, &person, telling)? && told != News::Booked {
        store::add_call(tx, who.branch, one.appointment)?;
    }
    Ok(())
}
