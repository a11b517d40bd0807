use bricks::clock::{Day, Instant};
use bricks::id::{BranchId, PatientId, VisitId};
use bricks::quantity::Quantity;
use ground::access::Who;
use ground::db::{DbError, Tx};

ground::row! {
    /// One taking of vitals. Weight in thousandths of a kilogram, height of a metre, temperature of a degree Celsius.
    pub struct Taken {
        pub visit: VisitId,
        pub at: Instant,
        pub by: String,
        pub systolic: Option<i64>,
        pub diastolic: Option<i64>,
        pub pulse: Option<i64>,
        pub temperature: Option<Quantity>,
        pub saturation: Option<i64>,
        pub breaths: Option<i64>,
        pub weight: Option<Quantity>,
        pub height: Option<Quantity>,
    }
}

impl Taken {
    /// `148/92`.
    pub fn pressure(&self) -> String {
        match (self.systolic, self.diastolic) {
            (Some(above), Some(below)) => format!("{above}/{below}"),
            _ => "–".to_owned(),
        }
    }
}

const INSERT: &str = "INSERT INTO vitals (id, visit_id, patient_id, taken_at, taken_by, systolic_mmhg, diastolic_mmhg, pulse_per_minute, \
     temperature_milli, saturation_percent, breaths_per_minute, weight_milli, height_milli) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const LATEST: &str = "SELECT t.visit_id, t.taken_at, s.name, t.systolic_mmhg, t.diastolic_mmhg, t.pulse_per_minute, t.temperature_milli, \
     t.saturation_percent, t.breaths_per_minute, t.weight_milli, t.height_milli \
     FROM vitals t JOIN staff s ON s.id = t.taken_by WHERE t.patient_id = $1 AND t.taken_at < $2 \
     ORDER BY t.taken_at DESC LIMIT 24";

macro_rules! of_visits {
    ($which:literal) => {
        concat!(
            "SELECT t.visit_id, t.taken_at, s.name, t.systolic_mmhg, t.diastolic_mmhg, t.pulse_per_minute, t.temperature_milli, \
             t.saturation_percent, t.breaths_per_minute, t.weight_milli, t.height_milli \
             FROM visit v JOIN vitals t ON t.visit_id = v.id JOIN staff s ON s.id = t.taken_by WHERE v.branch_id = $1 AND ",
            $which,
            " ORDER BY t.taken_at DESC LIMIT 1000"
        )
    };
}

/// Begins at the few who wait or are in the room.
const IN_HOUSE: &str = of_visits!("v.state IN ('waiting', 'in_room')");
/// Begins at the latest ends of the day.
const AFTER: &str = of_visits!(
    "v.finished_at >= $3 AND v.day = $2 AND v.state = 'finished' AND v.kind = 'consultation' AND v.priority = 'emergency'"
);

/// What was measured of those who are in the house, the last first.
pub fn in_house(tx: &mut Tx<'_>, branch: BranchId) -> Result<Vec<Taken>, DbError> {
    tx.all(IN_HOUSE, &[&branch])
}

/// What was measured of the emergencies of a day whom the doctor has finished with, the last first.
pub fn after_the_doctor(tx: &mut Tx<'_>, who: &Who, day: Day) -> Result<Vec<Taken>, DbError> {
    tx.all(AFTER, &[&who.branch, &day, &who.zone().instant_of(day, 0)])
}

/// Writes a further row: earlier ones stay.
pub fn insert(tx: &mut Tx<'_>, who: &Who, patient: PatientId, taken: &Taken) -> Result<(), DbError> {
    let (id, t) = (tx.new_id(), taken);
    tx.run_one(
        INSERT,
        &[
            &id,
            &t.visit,
            &patient,
            &t.at,
            &who.staff,
            &t.systolic,
            &t.diastolic,
            &t.pulse,
            &t.temperature,
            &t.saturation,
            &t.breaths,
            &t.weight,
            &t.height,
        ],
    )
}

/// A patient's latest vitals before an instant, the last first; at most twenty-four.
pub fn latest(tx: &mut Tx<'_>, patient: PatientId, before: Instant) -> Result<Vec<Taken>, DbError> {
    tx.all(LATEST, &[&patient, &before])
}

/// The vitals of one visit among those of its patient, the last first: who took them last and when, and of each value
/// the last one. A second taking of the pressure alone hides no fever.
pub fn of_visit(taken: &[Taken], visit: VisitId) -> Option<Taken> {
    let mut of_visit = taken.iter().filter(|t| t.visit == visit);
    let last = of_visit.next()?.clone();
    Some(of_visit.fold(last, |last, before| {
        let (systolic, diastolic) = match (last.systolic, last.diastolic) {
            (None, None) => (before.systolic, before.diastolic),
            both => both,
        };
        Taken {
            systolic,
            diastolic,
            pulse: last.pulse.or(before.pulse),
            temperature: last.temperature.or(before.temperature),
            saturation: last.saturation.or(before.saturation),
            breaths: last.breaths.or(before.breaths),
            weight: last.weight.or(before.weight),
            height: last.height.or(before.height),
            ..last
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taking_of_the_pressure_alone_hides_no_fever() {
        let visit = VisitId::from_raw(1);
        let none = Taken {
            visit,
            at: Instant::from_millis(0),
            by: "Hằng".into(),
            systolic: None,
            diastolic: None,
            pulse: None,
            temperature: None,
            saturation: None,
            breaths: None,
            weight: None,
            height: None,
        };
        let fever = Some(Quantity::whole(38));
        let first = Taken { temperature: fever, systolic: Some(128), diastolic: Some(80), ..none.clone() };
        let second = Taken { systolic: Some(151), diastolic: Some(95), at: Instant::from_millis(9), ..none.clone() };
        let other = Taken { visit: VisitId::from_raw(2), pulse: Some(70), ..none };
        let shown = of_visit(&[second, first, other], visit).unwrap();
        assert_eq!((shown.systolic, shown.temperature, shown.pulse), (Some(151), fever, None));
        assert_eq!(shown.at, Instant::from_millis(9));
    }
}
