//! What a page needs, gathered statement by statement within one snapshot.

use crate::rules::{kind_named, type_value};
use crate::store::{self, Attachment, Diagnosis, Earlier, Head};
use crate::views::{Tab, Worklist};
use bricks::age;
use bricks::id::{AnalyteId, MedicineId, OrderId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use ground::access::{Permission, Who};
use ground::catalog::in_lang;
use ground::db::{DbError, Stop, Tx};
use ground::web::Face;
use papers::batch::Available;
use papers::consumable::{self, Listed, Used};
use papers::order::{self, Analyte, CorrectedValue, Correction, Flag, Kind, Range, ResultValue, State, ValueKind};
use papers::safety::{self, Person};
use papers::vaccination::{self, Dose, EarlierDose};

/// All that an order's page shows.
pub struct OrderPage {
    pub list: Worklist,
    pub head: Head,
    /// All that are known; empty in both languages when there are none.
    pub allergies: Say,
    /// What is known of who is not only measured.
    pub person: Option<Person>,
    pub diagnoses: Vec<Diagnosis>,
    /// What is to be measured, or what was.
    pub analytes: Vec<Measured>,
    pub earlier: Vec<Earlier>,
    pub images: Vec<Attachment>,
    /// The order to go on with when this one is closed.
    pub next: Option<(OrderId, String)>,
    /// What the result said before, the latest correction first.
    pub corrections: Vec<Correction>,
    pub corrected: Vec<CorrectedValue>,
    /// The given result is being corrected.
    pub correcting: bool,
    /// What performing it uses up, while it is open, and what the shelves hold of that.
    pub consumables: Vec<Listed>,
    pub available: Vec<Available>,
    /// What performing it used.
    pub used: Vec<Used>,
    /// Of a vaccination: what the patient was given here, the latest first.
    pub doses: Vec<Dose>,
    /// What was given elsewhere, as far as it is known.
    pub earlier_doses: Vec<EarlierDose>,
    /// Measured in this visit, the last time.
    pub temperature: Option<Quantity>,
}

impl OrderPage {
    /// Whether results may be typed in: the order is open, or its result is being corrected, and who looks may perform it.
    pub fn is_editable(&self, face: &Face) -> bool {
        (self.head.is_open() || self.correcting) && face.may(Permission::PerformOrders)
    }

    /// Whether pictures may be added: only to an open order.
    pub fn takes_images(&self, face: &Face) -> bool {
        self.head.is_open() && face.may(Permission::PerformOrders)
    }

    /// Whether a given result can be corrected by who looks.
    pub fn is_correctable(&self, face: &Face) -> bool {
        self.head.state == State::Done && !self.correcting && face.may(Permission::PerformOrders)
    }

    /// The given result as somebody would have typed it.
    pub fn as_typed(&self, l: Lang) -> Vec<(String, String)> {
        let words = [("finding", &self.head.finding), ("conclusion", &self.head.conclusion)];
        let words = words.into_iter().map(|(name, text)| (name.to_owned(), text.clone()));
        let values = self.analytes.iter().map(|a| {
            let number = a.value_milli.map(|milli| type_value(milli, l));
            (a.input_name(), number.unwrap_or_else(|| a.value_text.clone()))
        });
        words.chain(values).collect()
    }
}

/// An analyte with the limits for this patient and, once given, its value. Figures are in thousandths of the unit.
#[derive(Debug, Clone)]
pub struct Measured {
    pub id: AnalyteId,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub unit: String,
    pub decimals: i64,
    pub kind: ValueKind,
    pub low_milli: Option<i64>,
    pub high_milli: Option<i64>,
    pub critical_low_milli: Option<i64>,
    pub critical_high_milli: Option<i64>,
    pub value_milli: Option<i64>,
    pub value_text: String,
    pub flag: Flag,
}

impl Measured {
    pub fn name(&self, l: Lang) -> &str {
        in_lang(l, &self.name_vi, &self.name_en)
    }

    /// The name of its input.
    pub fn input_name(&self) -> String {
        input_name(self.id)
    }

    pub fn limits(&self) -> order::Limits {
        order::Limits {
            low_milli: self.low_milli,
            high_milli: self.high_milli,
            critical_low_milli: self.critical_low_milli,
            critical_high_milli: self.critical_high_milli,
        }
    }

    fn to_measure(analyte: Analyte, limits: order::Limits) -> Measured {
        Measured {
            id: analyte.id,
            code: analyte.code,
            name_vi: analyte.name_vi,
            name_en: analyte.name_en,
            unit: analyte.unit,
            decimals: analyte.decimals,
            kind: analyte.kind,
            low_milli: limits.low_milli,
            high_milli: limits.high_milli,
            critical_low_milli: limits.critical_low_milli,
            critical_high_milli: limits.critical_high_milli,
            value_milli: None,
            value_text: String::new(),
            flag: Flag::None,
        }
    }

    fn given(value: ResultValue) -> Measured {
        Measured {
            id: value.analyte,
            code: value.code,
            name_vi: value.name_vi,
            name_en: value.name_en,
            unit: value.unit,
            decimals: value.decimals,
            kind: value.kind,
            low_milli: value.low_milli,
            high_milli: value.high_milli,
            critical_low_milli: None,
            critical_high_milli: None,
            value_milli: value.value_milli,
            value_text: value.value_text,
            flag: value.flag,
        }
    }
}

/// The name of the input of what is used of a product.
pub fn use_name(medicine: MedicineId) -> String {
    format!("use-{medicine}")
}

/// The name of the input of an analyte.
pub fn input_name(analyte: AnalyteId) -> String {
    format!("value-{analyte}")
}

/// The worklist of a kind, its open or its done half.
pub fn worklist(tx: &mut Tx<'_>, who: &Who, kind: Kind, tab: Tab, current: Option<OrderId>) -> Result<Worklist, Stop> {
    let rows = match tab {
        Tab::Open => store::open(tx, who.branch, kind)?,
        Tab::Done => {
            let midnight = who.zone().instant_of(who.day_of(tx.now()), 0);
            store::done_since(tx, who.branch, kind, midnight)?
        }
    };
    Ok(Worklist { kind, tab, counts: store::counts(tx, who.branch)?, rows, current })
}

/// The worklist as an address asks for it; anything unknown in it is left aside.
pub fn worklist_asked(tx: &mut Tx<'_>, who: &Who, kind: &str, tab: &str, current: &str) -> Result<Worklist, Stop> {
    worklist(tx, who, kind_named(kind), Tab::parse(tab), current.parse().ok())
}

/// An order's page; `Stop::Missing` for another branch's. With `correct` a given result stands in its form again.
pub fn order_page(tx: &mut Tx<'_>, who: &Who, id: OrderId, tab: Tab, correct: bool) -> Result<OrderPage, Stop> {
    let head = store::head(tx, who.branch, id)?;
    let is_done = head.state == State::Done;
    let correcting = correct && is_done && who.may(Permission::PerformOrders);
    let mut analytes = analytes(tx, who, &head)?;
    if correcting && head.kind == Kind::Lab {
        let given = std::mem::replace(&mut analytes, to_measure(tx, who, &head)?);
        for analyte in &mut analytes {
            if let Some(given) = given.iter().find(|g| g.id == analyte.id) {
                (analyte.value_milli, analyte.value_text) = (given.value_milli, given.value_text.clone());
            }
        }
    }
    let corrections = if is_done { order::corrections(tx, id)? } else { Vec::new() };
    let corrected = if corrections.is_empty() { Vec::new() } else { order::corrected_values(tx, id)? };
    let earlier = if analytes.is_empty() { Vec::new() } else { store::earlier(tx, &head)? };
    let (consumables, available) = if head.is_open() {
        let list = consumable::of_service(tx, head.service)?;
        let today = who.day_of(tx.now());
        let held =
            if list.is_empty() { Vec::new() } else { consumable::available(tx, who.branch, head.service, today)? };
        (list, held)
    } else {
        Default::default()
    };
    let used = if head.is_open() { Vec::new() } else { consumable::used(tx, id)? };
    let doses = if head.kind == Kind::Vaccine { vaccination::of_patient(tx, head.patient)? } else { Vec::new() };
    let is_vaccination = head.kind == Kind::Vaccine;
    let earlier_doses = if is_vaccination { vaccination::earlier(tx, head.patient)? } else { Vec::new() };
    let temperature = if is_vaccination { vaccination::temperature(tx, head.visit)? } else { None };
    let next = if head.is_open() { None } else { store::next(tx, who.branch, head.kind)? };
    let person = if head.kind == Kind::Lab { None } else { Some(safety::person_of(tx, who, head.patient)?) };
    Ok(OrderPage {
        person,
        list: worklist(tx, who, head.kind, tab, Some(id))?,
        allergies: safety::allergies_told(tx, head.patient, &head.allergies)?,
        diagnoses: store::diagnoses(tx, head.visit)?,
        images: store::attachments(tx, id)?,
        analytes,
        earlier,
        next,
        corrections,
        corrected,
        correcting,
        consumables,
        available,
        used,
        doses,
        earlier_doses,
        temperature,
        head,
    })
}

/// Only the laboratory measures: the analytes to fill in with this patient's limits, or the values that were given.
fn analytes(tx: &mut Tx<'_>, who: &Who, head: &Head) -> Result<Vec<Measured>, DbError> {
    match (head.kind, head.state) {
        (Kind::Lab, State::Done | State::Cancelled) => {
            Ok(order::results(tx, head.id)?.into_iter().map(Measured::given).collect())
        }
        (Kind::Lab, State::Ordered | State::Started) => to_measure(tx, who, head),
        _ => Ok(Vec::new()),
    }
}

fn to_measure(tx: &mut Tx<'_>, who: &Who, head: &Head) -> Result<Vec<Measured>, DbError> {
    let months = age::months(head.birth(), who.day_of(tx.now()));
    let ranges = order::ranges(tx, head.service)?;
    let limits = |analyte: AnalyteId| {
        let own: Vec<Range> = ranges.iter().filter(|r| r.analyte == analyte).copied().collect();
        order::limits_for(&own, &head.sex_code, months)
    };
    let analytes = order::analytes(tx, head.service)?;
    Ok(analytes
        .into_iter()
        .map(|a| {
            let limits = limits(a.id);
            Measured::to_measure(a, limits)
        })
        .collect())
}
