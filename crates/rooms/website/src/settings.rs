//! What the manager decides about booking on the website.

use crate::store;
use ground::db::{DbError, Tx};
use papers::message::reach::{self, Reach};

/// The choices, with what holds until somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub open: bool,
    /// So many days from today on may be booked.
    pub days: i64,
    /// So many minutes before its start a time is no longer offered.
    pub notice_minutes: i64,
    /// So many minutes before its start an appointment is no longer moved or cancelled by the patient.
    pub change_notice_minutes: i64,
    /// Whether the desk accepts each booking.
    pub desk_accepts: bool,
    /// How people are reached.
    pub reach: Reach,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            open: true,
            days: 30,
            notice_minutes: 120,
            change_notice_minutes: 240,
            desk_accepts: true,
            reach: Reach::default(),
        }
    }
}

pub const DAYS_MAX: i64 = 90;
pub const NOTICE_HOURS_MAX: i64 = 168;

const OPEN: &str = "website_open";
const DAYS: &str = "website_days";
const NOTICE: &str = "website_notice_minutes";
const CHANGE_NOTICE: &str = "website_change_notice_minutes";
const DESK: &str = "website_desk_accepts";

pub fn read(tx: &mut Tx<'_>) -> Result<Settings, DbError> {
    let mut settings = Settings { reach: reach::read(tx)?, ..Settings::default() };
    for (key, value) in store::settings(tx)? {
        let number = || value.parse::<i64>().ok().filter(|n| *n >= 0);
        match key.as_str() {
            OPEN => settings.open = value == "yes",
            DAYS => settings.days = number().unwrap_or(settings.days),
            NOTICE => settings.notice_minutes = number().unwrap_or(settings.notice_minutes),
            CHANGE_NOTICE => settings.change_notice_minutes = number().unwrap_or(settings.change_notice_minutes),
            DESK => settings.desk_accepts = value == "yes",
            _ => {}
        }
    }
    Ok(settings)
}

pub fn write(tx: &mut Tx<'_>, settings: &Settings) -> Result<(), DbError> {
    let yes = |on: bool| if on { "yes" } else { "no" }.to_owned();
    for (key, value) in [
        (OPEN, yes(settings.open)),
        (DAYS, settings.days.to_string()),
        (NOTICE, settings.notice_minutes.to_string()),
        (CHANGE_NOTICE, settings.change_notice_minutes.to_string()),
        (DESK, yes(settings.desk_accepts)),
    ] {
        store::set(tx, key, &value)?;
    }
    Ok(())
}
