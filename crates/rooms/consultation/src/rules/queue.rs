use bricks::clock::Instant;
use papers::journey::Station;

/// The place of a station in the list of who calls patients in: those whose results are back, those in the room, those
/// who wait with vitals, those without, those away at tests.
fn place_for_doctor(station: Station) -> u8 {
    match station {
        Station::DoctorWithResults => 0,
        Station::InRoom => 1,
        Station::Doctor => 2,
        Station::Vitals => 3,
        _ => 4,
    }
}

/// The place of a station in the list of who takes vitals.
fn place_for_nurse(station: Station) -> u8 {
    match station {
        Station::Vitals => 0,
        Station::Doctor => 1,
        Station::DoctorWithResults => 2,
        Station::InRoom => 3,
        _ => 4,
    }
}

/// What sorts the queue: own patients before others, then the station, then who has waited longest. `since` is when the
/// patient came, or when the last result came.
pub fn order(is_own: bool, station: Station, since: Instant, calls_in: bool) -> (bool, u8, Instant) {
    let place = if calls_in { place_for_doctor(station) } else { place_for_nurse(station) };
    (!is_own, place, since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(calls_in: bool) -> Vec<&'static str> {
        let at = Instant::from_millis;
        let mut rows = [
            ("away", true, Station::Tests, at(1)),
            ("no vitals", true, Station::Vitals, at(2)),
            ("ready, late", true, Station::Doctor, at(4)),
            ("ready, early", true, Station::Doctor, at(3)),
            ("results", true, Station::DoctorWithResults, at(5)),
            ("another doctor's", false, Station::DoctorWithResults, at(0)),
        ];
        rows.sort_by_key(|(_, own, station, since)| order(*own, *station, *since, calls_in));
        rows.map(|r| r.0).to_vec()
    }

    #[test]
    fn results_come_first_then_vitals_then_none_then_those_away() {
        assert_eq!(sorted(true), ["results", "ready, early", "ready, late", "no vitals", "away", "another doctor's"]);
    }

    #[test]
    fn who_takes_vitals_sees_those_without_first() {
        assert_eq!(sorted(false).first(), Some(&"no vitals"));
    }
}
