//! What of a record is shown, and what follows from it.

use crate::store::AppointmentRow;
use bricks::clock::Instant;
use bricks::id::VisitId;
use ground::access::{Permission, Who};
use papers::appointment;
use papers::journey::Station;

/// A part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    #[default]
    All,
    Visits,
    Tests,
    Images,
    Prescriptions,
    Vaccinations,
    Certificates,
    Payments,
    Appointments,
    Messages,
}

impl Show {
    pub const ALL: [Show; 10] = [
        Show::All,
        Show::Visits,
        Show::Tests,
        Show::Images,
        Show::Prescriptions,
        Show::Vaccinations,
        Show::Certificates,
        Show::Payments,
        Show::Appointments,
        Show::Messages,
    ];

    /// The word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Visits => "visits",
            Show::Tests => "tests",
            Show::Images => "images",
            Show::Prescriptions => "prescriptions",
            Show::Vaccinations => "vaccinations",
            Show::Certificates => "certificates",
            Show::Payments => "payments",
            Show::Appointments => "appointments",
            Show::Messages => "messages",
        }
    }

    /// Reads a word of an address; everything for any other word.
    pub fn of(code: &str) -> Show {
        Show::ALL.into_iter().find(|s| s.code() == code).unwrap_or_default()
    }

    /// Whether this part shows what `kind` shows.
    pub fn shows(self, kind: Show) -> bool {
        self == Show::All || self == kind
    }
}

/// From when to when the visits of a page arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub first: Instant,
    pub last: Instant,
}

/// The way to where the patient is now, for those who work there.
pub fn way_to(station: Station, visit: VisitId, who: &Who) -> Option<String> {
    let (permission, way) = match station {
        Station::Vitals => (Permission::TakeVitals, format!("/visits/{visit}/vitals")),
        Station::Doctor | Station::InRoom | Station::DoctorWithResults => {
            (Permission::SeeConsultations, format!("/visits/{visit}/chart"))
        }
        Station::Tests => (Permission::SeeOrders, "/treatment".to_owned()),
        Station::Pharmacy => (Permission::SeePrescriptions, "/pharmacy".to_owned()),
        Station::Cashier | Station::Owes => (Permission::SeeBills, format!("/visits/{visit}/bill")),
        Station::Done | Station::Left => return None,
    };
    who.may(permission).then_some(way)
}

/// Appointments to come with the soonest first, then those that were missed with the latest first.
pub fn soonest_first(mut latest_first: Vec<AppointmentRow>) -> Vec<AppointmentRow> {
    let key = |a: &AppointmentRow| match a.state {
        appointment::State::NoShow => (1, -a.starts_at.millis()),
        _ => (0, a.starts_at.millis()),
    };
    latest_first.sort_by_key(key);
    latest_first
}

/// Body mass index in tenths, of grams and millimetres; `None` when it cannot be.
pub fn bmi_tenths(weight_grams: i64, height_mm: i64) -> Option<i64> {
    let square = height_mm.checked_mul(height_mm).filter(|s| *s > 0)?;
    weight_grams.checked_mul(10_000)?.checked_add(square / 2)?.checked_div(square)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_say_anything() {
        for show in Show::ALL {
            assert_eq!(Show::of(show.code()), show);
        }
        assert_eq!(Show::of("drop table"), Show::All);
        assert!(Show::All.shows(Show::Images) && !Show::Tests.shows(Show::Images));
    }

    #[test]
    fn the_body_mass_index_is_rounded_to_a_tenth() {
        assert_eq!(bmi_tenths(60_000, 1_600), Some(234));
        assert_eq!(bmi_tenths(60_000, 0), None);
        assert_eq!(bmi_tenths(i64::MAX, 1), None);
    }
}
