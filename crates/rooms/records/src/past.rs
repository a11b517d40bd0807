//! The record as it was at a moment: what was signed, found, prescribed and known by then, and nothing later.

use crate::store::VitalsRow;
use crate::store::past::{self, InWords, PastResult, PastValue};
use bricks::clock::{Day, Instant, parse_day};
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use papers::background::{self, Background, Taken};
use papers::note::{self, Version};
use papers::vaccination::Dose;

/// Everything that was there.
pub struct Past {
    pub at: Instant,
    pub notes: Vec<Version>,
    pub results: Vec<PastResult>,
    pub values: Vec<PastValue>,
    pub doses: Vec<Dose>,
    pub lines: Vec<Taken>,
    pub vitals: Vec<VitalsRow>,
    pub background: Background,
    /// What the profile said about allergies in words, and whether somebody had asked and there were none.
    pub in_words: InWords,
}

/// Reads the record as it was at a moment, in a fixed number of statements.
pub fn load(tx: &mut Tx<'_>, who: &Who, patient: PatientId, at: Instant) -> Result<Past, Stop> {
    let results = past::results(tx, patient, at)?;
    let first = results.last().map_or(at, |result| result.done_at);
    Ok(Past {
        at,
        notes: note::of_patient_as_of(tx, patient, at)?,
        values: past::values(tx, patient, (first, at))?,
        results,
        doses: papers::vaccination::of_patient(tx, patient)?,
        lines: background::prescribed(tx, patient, (Instant::from_millis(0), at))?,
        vitals: past::vitals(tx, patient, at)?,
        background: background::load_at(tx, who, patient, at)?,
        in_words: past::in_words(tx, patient, at)?.ok_or(Stop::Missing)?,
    })
}

/// Reads a day and a time as typed; nothing when they are none, or not yet.
pub fn moment(who: &Who, now: Instant, day: &str, time: &str) -> Option<(Day, Instant)> {
    let day = parse_day(day.trim()).ok()?;
    let minute = match time.trim() {
        "" => 24 * 60 - 1,
        time => {
            let (hours, minutes) = time.split_once(':')?;
            let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
            ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)?
        }
    };
    // The whole minute belongs to it.
    let at = who.zone().instant_of(day, minute).plus_millis(59_999);
    Some((day, at.min(now))).filter(|_| who.zone().instant_of(day, minute) <= now || time.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::house::{at, who};

    #[test]
    fn a_moment_is_a_day_and_a_minute_that_have_been() {
        let read = |day: &str, time: &str| moment(&who(), at(600), day, time).map(|(_, at)| at);
        assert_eq!(read("2026-11-24", "9:00"), Some(at(540).plus_millis(59_999)));
        assert_eq!(read("2026-11-24", ""), Some(at(600)), "the day so far");
        assert_eq!(read("2026-11-23", ""), Some(at(-1).plus_millis(59_999)));
        for (day, time) in [
            ("", ""),
            ("29/02/2025", ""),
            ("2026-11-24", "24:00"),
            ("2026-11-24", "9:60"),
            ("2026-11-24", "11:00"),
            ("2026-11-24", "x"),
        ] {
            assert_eq!(read(day, time), None, "{day} {time}");
        }
    }
}
