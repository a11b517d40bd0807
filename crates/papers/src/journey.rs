//! Where the patient goes next is a pure function of facts, never a flag that someone must remember to set.
//!
//! A room's list reads the facts beside its own columns, in one statement with indexed subqueries:
//! `concat!("SELECT v.id, p.name, ", papers::facts_columns!(), " FROM visit v JOIN patient p ON …")` with the visit
//! called `v`; the seven columns fill `state`, `vitals_taken`, `orders_open`, `orders_done`, `prescription`, `due` and
//! `owes` of its row, in this order, from which it makes [`Facts`].

use crate::{prescription, text, visit};
use bricks::id::{BranchId, VisitId};
use bricks::lang::Lang;
use bricks::money::Money;
use ground::db::{Stop, Tx};

/// The seven columns of [`Facts`](journey::Facts), of a visit that the statement calls `v`. What the pharmacist reviewed and put on
/// a bill that is neither paid nor agreed to be paid later counts like a part that is collected later: the patient goes to the cashier first.
#[macro_export]
macro_rules! facts_columns {
    () => {
        concat!(
            "v.state, EXISTS (SELECT 1 FROM vitals fv WHERE fv.visit_id = v.id), \
         (SELECT COUNT(*) FROM clinical_order fo WHERE fo.visit_id = v.id AND fo.state IN ('ordered', 'started')), \
         (SELECT COUNT(*) FROM clinical_order fd WHERE fd.visit_id = v.id AND fd.state = 'done' \
         AND (v.state <> 'finished' OR ",
            $crate::waits_for_a_look!("fd"),
            ")), \
         (SELECT CASE WHEN fp.reviewed_at IS NOT NULL AND fp.state = 'issued' AND v.due_vnd > 0 AND NOT ",
            $crate::owes!(),
            " THEN 'partial' ELSE fp.state END FROM prescription fp WHERE fp.visit_id = v.id AND fp.replaced_at IS NULL), v.due_vnd, ",
            $crate::owes!()
        )
    };
}

const FACTS: &str = concat!("SELECT ", facts_columns!(), " FROM visit v WHERE v.id = $1 AND v.branch_id = $2");

ground::row! {
    /// What decides where a patient goes.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Facts {
        pub state: visit::State,
        pub vitals_taken: bool,
        /// Ordered or started.
        pub orders_open: i64,
        /// After the visit only those that no doctor has seen yet.
        pub orders_done: i64,
        pub prescription: Option<prescription::State>,
        pub due: Money,
        /// All of that is agreed to be paid later.
        pub owes: bool,
    }
}

/// The facts of one visit of this branch, in one statement; `Stop::Missing` otherwise.
pub fn facts_of(tx: &mut Tx<'_>, branch: BranchId, id: VisitId) -> Result<Facts, Stop> {
    tx.one(FACTS, &[&id, &branch])?.ok_or(Stop::Missing)
}

codes! {
    /// Where a patient is or goes to.
    pub enum Station {
        /// Waits for the nurse.
        Vitals = "vitals",
        /// Waits for the doctor.
        Doctor = "doctor",
        /// Is with the doctor.
        InRoom = "in-room",
        /// Has open orders.
        Tests = "tests",
        /// Waits for the doctor to read the results.
        DoctorWithResults = "results",
        Pharmacy = "pharmacy",
        Cashier = "cashier",
        /// Through with everything; what is not paid is agreed to be paid later.
        Owes = "owes",
        Done = "done",
        Left = "left",
    }
}

/// Where the patient goes next.
pub fn next_station(facts: &Facts) -> Station {
    match facts.state {
        visit::State::Waiting if facts.vitals_taken => Station::Doctor,
        visit::State::Waiting => Station::Vitals,
        visit::State::InRoom if facts.orders_open > 0 => Station::Tests,
        visit::State::InRoom if facts.orders_done > 0 => Station::DoctorWithResults,
        visit::State::InRoom => Station::InRoom,
        visit::State::Finished => after_the_doctor(facts),
        visit::State::Left => Station::Left,
    }
}

fn after_the_doctor(facts: &Facts) -> Station {
    if facts.orders_open > 0 {
        Station::Tests
    } else if facts.orders_done > 0 {
        Station::DoctorWithResults
    } else if facts.prescription == Some(prescription::State::Issued) {
        Station::Pharmacy
    } else if facts.due > Money::ZERO && facts.owes {
        Station::Owes
    } else if facts.due > Money::ZERO {
        Station::Cashier
    } else {
        Station::Done
    }
}

impl Facts {
    /// [`next_station`] of these.
    pub fn station(&self) -> Station {
        next_station(self)
    }
}

impl Station {
    /// `Chờ khám`, `Waiting for the doctor`.
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Station::Vitals => text::station_vitals(lang),
            Station::Doctor => text::station_doctor(lang),
            Station::InRoom => text::station_in_room(lang),
            Station::Tests => text::station_tests(lang),
            Station::DoctorWithResults => text::station_results(lang),
            Station::Pharmacy => text::station_pharmacy(lang),
            Station::Cashier => text::station_cashier(lang),
            Station::Owes => text::station_owes(lang),
            Station::Done => text::station_done(lang),
            Station::Left => text::station_left(lang),
        }
    }

    /// The name of its icon in the sprite.
    pub const fn icon(self) -> &'static str {
        match self {
            Station::Vitals => "activity",
            Station::Doctor => "map-pin-check",
            Station::InRoom => "stethoscope",
            Station::Tests => "flask-conical",
            Station::DoctorWithResults => "chart-column",
            Station::Pharmacy => "pill",
            Station::Cashier => "wallet",
            Station::Owes => "hand-coins",
            Station::Done => "check",
            Station::Left => "user-x",
        }
    }

    /// The name of its tone: `info`, `wait`, `room`, `test`, `ok` or `mute`.
    pub const fn tone(self) -> &'static str {
        match self {
            Station::Vitals | Station::Doctor | Station::Pharmacy | Station::Cashier => "wait",
            Station::InRoom => "room",
            Station::Tests => "test",
            Station::DoctorWithResults | Station::Owes => "info",
            Station::Done => "ok",
            Station::Left => "mute",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_combination() -> Vec<Facts> {
        let prescriptions = prescription::State::ALL.iter().copied().map(Some).chain([None]).collect::<Vec<_>>();
        let mut all = Vec::new();
        for state in visit::State::ALL {
            for vitals_taken in [false, true] {
                for (orders_open, orders_done) in [(0, 0), (0, 2), (1, 0), (1, 2)] {
                    for prescription in &prescriptions {
                        for (due, owes) in [(0, false), (150_000, false), (150_000, true)] {
                            all.push(Facts {
                                state: *state,
                                vitals_taken,
                                orders_open,
                                orders_done,
                                prescription: *prescription,
                                due: Money::from_minor(due),
                                owes,
                            });
                        }
                    }
                }
            }
        }
        all
    }

    #[test]
    fn a_waiting_patient_goes_to_the_nurse_and_then_to_the_doctor_whatever_else() {
        for facts in every_combination().iter().filter(|f| f.state == visit::State::Waiting) {
            let wanted = if facts.vitals_taken { Station::Doctor } else { Station::Vitals };
            assert_eq!(next_station(facts), wanted, "{facts:?}");
        }
    }

    #[test]
    fn a_patient_in_the_room_follows_the_orders() {
        for facts in every_combination().iter().filter(|f| f.state == visit::State::InRoom) {
            let wanted = match (facts.orders_open, facts.orders_done) {
                (0, 0) => Station::InRoom,
                (0, _) => Station::DoctorWithResults,
                _ => Station::Tests,
            };
            assert_eq!(next_station(facts), wanted, "{facts:?}");
        }
    }

    #[test]
    fn after_the_doctor_come_tests_and_results_nobody_saw_then_medicines_then_the_bill() {
        for facts in every_combination().iter().filter(|f| f.state == visit::State::Finished) {
            let issued = facts.prescription == Some(prescription::State::Issued);
            let wanted = match (facts.orders_open, facts.orders_done, issued, facts.due.is_zero()) {
                (1, ..) => Station::Tests,
                (_, 2, ..) => Station::DoctorWithResults,
                (_, _, true, _) => Station::Pharmacy,
                (.., false) if facts.owes => Station::Owes,
                (.., false) => Station::Cashier,
                _ => Station::Done,
            };
            assert_eq!(next_station(facts), wanted, "{facts:?}");
        }
    }

    #[test]
    fn who_left_stays_gone() {
        let all = every_combination();
        let mut left = all.iter().filter(|f| f.state == visit::State::Left);
        assert!(left.all(|facts| facts.station() == Station::Left));
    }

    #[test]
    fn every_station_has_its_words_icon_and_tone() {
        for station in Station::ALL {
            for lang in Lang::ALL {
                assert!(!station.text(lang).is_empty());
            }
            assert!(!station.icon().is_empty() && !station.tone().is_empty());
        }
    }
}
