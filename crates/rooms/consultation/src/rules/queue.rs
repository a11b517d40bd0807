use bricks::clock::Instant;
use papers::journey::Station;

/// Where a patient stands in the list: those in the line by their places, then those in the room, then those away. For
/// who takes vitals, those without come before all.
fn group(station: Station, in_line: bool, calls_in: bool) -> u8 {
    match station {
        Station::Vitals if !calls_in => 0,
        _ if in_line => 1,
        Station::InRoom | Station::DoctorWithResults => 2,
        _ => 3,
    }
}

/// What sorts the queue: own patients before others, then the group, in it emergencies, then the place in the line (of
/// those who have one), then who has been there longest.
pub fn order(
    (is_own, is_emergency): (bool, bool),
    station: Station,
    place: Option<i64>,
    since: Instant,
    calls_in: bool,
) -> (bool, u8, bool, i64, Instant) {
    (!is_own, group(station, place.is_some(), calls_in), !is_emergency, place.unwrap_or(0), since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(calls_in: bool) -> Vec<&'static str> {
        let at = Instant::from_millis;
        let mut rows = [
            ("away", true, Station::Tests, None, at(1)),
            ("third", true, Station::Vitals, Some(3), at(2)),
            ("second", true, Station::Doctor, Some(2), at(4)),
            ("in the room", true, Station::InRoom, None, at(3)),
            ("first", true, Station::DoctorWithResults, Some(1), at(5)),
            ("another doctor's", false, Station::DoctorWithResults, Some(1), at(0)),
        ];
        rows.sort_by_key(|(_, own, station, place, since)| order((*own, false), *station, *place, *since, calls_in));
        rows.map(|r| r.0).to_vec()
    }

    #[test]
    fn the_line_comes_first_by_its_places_then_the_room_then_those_away() {
        assert_eq!(sorted(true), ["first", "second", "third", "in the room", "away", "another doctor's"]);
    }

    #[test]
    fn an_emergency_of_any_doctor_is_measured_before_all_others() {
        let vitals = |emergency, place, since| {
            order((true, emergency), Station::Vitals, Some(place), Instant::from_millis(since), false)
        };
        assert!(vitals(true, 2, 9) < vitals(false, 1, 1));
    }

    #[test]
    fn who_takes_vitals_sees_those_without_first() {
        assert_eq!(sorted(false).first(), Some(&"third"));
    }
}
