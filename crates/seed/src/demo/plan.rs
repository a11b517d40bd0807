use bricks::clock::{Day, Instant};
use bricks::id::{AnalyteId, AppointmentId, BatchId};

/// Vital signs as measured; a small child's blood pressure is not.
#[derive(Debug, Clone, Default)]
pub(super) struct Vitals {
    pub(super) systolic: Option<i64>,
    pub(super) diastolic: Option<i64>,
    pub(super) pulse: i64,
    pub(super) temperature_milli: i64,
    pub(super) saturation: i64,
    pub(super) breaths: i64,
    pub(super) weight_milli: i64,
    pub(super) height_milli: i64,
}

/// A measured value with its flag and the limits that held.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) analyte: AnalyteId,
    pub(super) milli: Option<i64>,
    pub(super) text: String,
    pub(super) flag: &'static str,
    pub(super) low_milli: Option<i64>,
    pub(super) high_milli: Option<i64>,
}

/// What was ordered and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Its place among the world's services.
    pub(super) service: usize,
    pub(super) urgent: bool,
    pub(super) values: Vec<Value>,
    pub(super) finding: String,
    pub(super) conclusion: String,
    pub(super) ordered: Instant,
    pub(super) started: Option<Instant>,
    pub(super) done: Option<Instant>,
}

/// A line of the prescription, and the batches it came from.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its place among the world's medicines.
    pub(super) medicine: usize,
    pub(super) doses: [i64; 4],
    pub(super) days: i64,
    pub(super) quantity_milli: i64,
    pub(super) instruction: &'static str,
    pub(super) taken: Vec<(BatchId, i64)>,
}

/// What a visit is about, apart from its times.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) reason: String,
    pub(super) symptoms: String,
    pub(super) findings: String,
    pub(super) advice: String,
    pub(super) diagnoses: Vec<&'static str>,
    pub(super) vitals: Vitals,
    pub(super) orders: Vec<Order>,
    pub(super) lines: Vec<Line>,
}

/// When what happened; what is not set has not happened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) arrived: Instant,
    pub(super) vitals: Option<Instant>,
    pub(super) called: Option<Instant>,
    pub(super) finished: Option<Instant>,
    pub(super) dispensed: Option<Instant>,
    pub(super) paid: Option<Instant>,
}

/// One visit, finished or not.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) person: usize,
    pub(super) doctor: usize,
    pub(super) service: usize,
    pub(super) day: Day,
    pub(super) appointment: Option<AppointmentId>,
    pub(super) content: Content,
    pub(super) times: Times,
    pub(super) ticket: i64,
    /// Of the day.
    pub(super) prescription: i64,
    /// Of the series.
    pub(super) receipt: i64,
    pub(super) follow_up: Option<AppointmentId>,
}

impl Plan {
    /// Whether the patient leaves the room with a prescription.
    pub(super) fn is_prescribed(&self) -> bool {
        self.times.finished.is_some() && !self.content.lines.is_empty()
    }
}
