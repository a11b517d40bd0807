//! A vaccination: one dose of a vaccine that a patient was given, from which batch, the how-manieth of its series, and where. It is
//! written in the transaction that gives the order's result and takes the dose off the shelf; what it says never changes, and a dose
//! whose order is withdrawn counts no longer.

mod elsewhere;
mod foreseen;
mod route;
pub mod schedule;

pub use elsewhere::{EarlierDose, NewEarlier, earlier, known, note_earlier, remove_earlier};
pub use foreseen::{foreseen, temperature};
pub use route::{Route, Site, Way};
pub use schedule::{Facts, Known};

use crate::consumable::Performed;
use crate::refuse::invalid;
use crate::{safety, text};
use bricks::clock::{Day, Instant};
use bricks::id::{BatchId, MedicineId, OrderId, PatientId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::say::Say;
use bricks::text::{fold, says_something};
use ground::access::Who;
use ground::catalog::medicine_name;
use ground::db::{DbError, Stop, Tx};
use std::collections::BTreeMap;

/// The most doses that a series has.
pub const DOSES_MAX: i64 = 20;

/// How a dose is given, and what is known of the patient at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giving {
    /// Of its series, from 1 to [`DOSES_MAX`].
    pub number: i64,
    pub site: Site,
    pub route: Route,
    /// By which schedule it is judged ([`schedule`]); empty where the tables have none.
    pub schedule: String,
    /// In °C.
    pub temperature: Quantity,
    /// Acutely ill today.
    pub ill: bool,
    /// Why it is given in spite of what speaks against it; may be empty where nothing does, and is refused when it says nothing.
    pub despite: String,
    /// What spoke against it when that was written ([`doubts_of`]): a reason counts for just that.
    pub seen: String,
}

/// What is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDose {
    pub medicine: MedicineId,
    pub batch: BatchId,
    pub giving: Giving,
    /// Why a batch that expires earlier stays on the shelf; empty where none does.
    pub skipped_reason: String,
}

/// A dose of a vaccine that did not come from the clinic's shelves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideDose {
    pub vaccine: String,
    pub maker: String,
    pub batch: String,
    pub expires_on: Day,
    pub giving: Giving,
}

ground::row! {
    /// A dose that was given.
    pub struct Dose {
        pub order: OrderId,
        /// None of a vaccine from elsewhere, whose name stands in `generic_vi` and whose maker in `strength`.
        pub medicine: Option<MedicineId>,
        pub generic_vi: String,
        pub generic_en: String,
        pub strength: String,
        pub batch: String,
        pub expires_on: Day,
        pub number: i64,
        pub site: Site,
        pub given_at: Instant,
        pub given_by: String,
        /// By which schedule it was judged; empty where none was chosen.
        pub schedule: String,
        /// A code of [`Route`]; empty of doses from before it was asked.
        pub route: String,
        /// What spoke against it and was gone on with, for the reason behind it; in English empty where it was not kept so.
        pub doubts: String,
        pub doubts_en: String,
        pub despite: String,
        /// Of the goods; empty of a vaccine from elsewhere.
        pub code: String,
    }
}

impl Dose {
    pub fn name(&self, l: Lang) -> String {
        medicine_name(l, (&self.generic_vi, &self.generic_en), &self.strength)
    }

    /// What spoke against it, as the reader reads it; empty where nothing did.
    pub fn doubts_in(&self, l: Lang) -> &str {
        if l == Lang::En && !self.doubts_en.is_empty() { &self.doubts_en } else { &self.doubts }
    }

    /// `Mũi 2, tay trái.`: what stands as the result where nobody wrote any words.
    pub fn in_words(&self, l: Lang) -> String {
        match self.medicine {
            Some(_) => text::dose_given(l, self.number, self.site.word(l)),
            None => {
                text::outside_given(l, &self.batch, &self.strength, self.number, self.site.word(l), &self.generic_vi)
            }
        }
    }

    /// By which schedule it counts; empty where none is known.
    pub fn counted(&self) -> &str {
        schedule::counted(&self.schedule, &self.code)
    }
}

/// The joins are in the order in which SQLite takes them: from the patient's visits to the few doses.
macro_rules! doses {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT o.id, b.medicine_id, m.generic_vi, m.generic_en, m.strength, b.number, b.expires_on, x.dose_number, x.site, \
             u.used_at, s.name, x.schedule, x.route, x.doubts, x.doubts_en, x.despite, m.code FROM ",
            $from,
            " JOIN vaccination x ON x.order_id = o.id \
             JOIN consumable_line l ON l.id = x.consumable_line_id JOIN consumable_use u ON u.id = l.consumable_use_id \
             JOIN batch b ON b.id = l.batch_id JOIN medicine m ON m.id = b.medicine_id JOIN staff s ON s.id = u.used_by WHERE ",
            $where
        )
    };
}
macro_rules! outside {
    ($from:literal, $where:literal) => {
        concat!(
            "SELECT o.id, CAST(NULL AS BIGINT), x.vaccine, x.vaccine, x.maker, x.batch_number, x.expires_on, x.dose_number, x.site, \
             x.given_at, s.name, x.schedule, x.route, x.doubts, x.doubts_en, x.despite, CAST('' AS TEXT) FROM ",
            $from,
            " JOIN outside_vaccination x ON x.order_id = o.id JOIN staff s ON s.id = x.given_by WHERE ",
            $where
        )
    };
}
/// Of all profiles that are one patient's: a merge hands the visits over.
const OF_PATIENT: &str = concat!(
    doses!("visit v JOIN clinical_order o ON o.visit_id = v.id", "v.patient_id = $1 AND u.undone_at IS NULL"),
    " UNION ALL ",
    outside!("visit v JOIN clinical_order o ON o.visit_id = v.id", "v.patient_id = $1 AND o.state = 'done'"),
    " ORDER BY 10 DESC, 1 DESC LIMIT 200"
);
const OF_VISIT: &str = concat!(
    doses!("clinical_order o", "o.visit_id = $1 AND o.state = 'done'"),
    " UNION ALL ",
    outside!("clinical_order o", "o.visit_id = $1 AND o.state = 'done'")
);
const OF_ORDER: &str =
    concat!(doses!("clinical_order o", "o.id = $1"), " UNION ALL ", outside!("clinical_order o", "o.id = $1"));
const INSERT: &str = "INSERT INTO vaccination (order_id, consumable_line_id, dose_number, site, skipped_reason, schedule, route, temperature_milli, \
     ill, doubts, doubts_en, despite) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const INSERT_OUTSIDE: &str = "INSERT INTO outside_vaccination (order_id, vaccine, maker, batch_number, expires_on, dose_number, site, given_at, given_by, \
     schedule, route, temperature_milli, ill, doubts, doubts_en, despite) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
const INSERT_NONE: &str = "INSERT INTO no_dose (order_id, noted_at, noted_by) VALUES ($1, $2, $3)";
const BORN: &str = "SELECT birth_day, birth_year FROM patient WHERE id = $1";

/// The doses that the patient was given here, the latest first.
pub fn of_patient(tx: &mut Tx<'_>, patient: PatientId) -> Result<Vec<Dose>, DbError> {
    tx.all(OF_PATIENT, &[&patient])
}

/// What the finished orders of a visit gave.
pub fn of_visit(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Dose>, DbError> {
    tx.all(OF_VISIT, &[&visit])
}

/// What an order gave, also when it was withdrawn since.
pub fn of_order(tx: &mut Tx<'_>, order: OrderId) -> Result<Option<Dose>, DbError> {
    tx.one(OF_ORDER, &[&order])
}

/// Refused at `dose_number` when this dose of the vaccine was given already, at `route` and `site` when the vaccine is not given so, at
/// `despite` when something speaks against it today and nobody says of just that why it is given all the same. `route` and `code` are
/// those of the goods. Gives what speaks against it, to be kept. Nobody gives the patient another one until the transaction ends.
/// Whoever asks holds the visit: visits are locked before patients.
pub fn ask(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    dose: &NewDose,
    (route, code): (&str, &str),
) -> Result<Vec<Say>, Stop> {
    let giving = &dose.giving;
    if !giving.route.way().fits(route) {
        return Err(invalid("route", text::vaccination_route_say()));
    }
    if !giving.site.way().fits(route) {
        return Err(invalid("site", text::vaccination_site_say()));
    }
    let label = schedule::other_than_label(&giving.schedule, (route, giving.route));
    judge(tx, who, patient, (giving, code, label), |given| given.medicine == Some(dose.medicine))
}

/// The same of a vaccine from elsewhere, known by its name.
pub fn ask_outside(tx: &mut Tx<'_>, who: &Who, patient: PatientId, dose: &OutsideDose) -> Result<Vec<Say>, Stop> {
    let named = fold(&dose.vaccine);
    judge(tx, who, patient, (&dose.giving, "", None), |given| {
        given.medicine.is_none() && fold(&given.generic_vi) == named
    })
}

fn judge(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (giving, code, other_than_label): (&Giving, &str, Option<Say>),
    is_same: impl Fn(&Dose) -> bool,
) -> Result<Vec<Say>, Stop> {
    if giving.site.way() != giving.route.way() {
        return Err(invalid("site", text::vaccination_site_say()));
    }
    let other_route = schedule::other_route(&giving.schedule, giving.route)?;
    safety::lock_patient(tx, patient)?;
    let (given, elsewhere) = (of_patient(tx, patient)?, earlier(tx, patient)?);
    let counted = schedule::counted(&giving.schedule, code);
    let (today, same) =
        (who.day_of(tx.now()), |dose: &Dose| is_same(dose) || !counted.is_empty() && counted == dose.counted());
    let (since, known) = known(counted, today, (&given, &elsewhere), |at| who.day_of(at), same);
    let again = |dose: &&Dose| dose.number == giving.number && who.day_of(dose.given_at) >= since && same(dose);
    if let Some(same) = given.iter().find(again) {
        return Err(invalid("dose_number", text::vaccination_repeated_say(&same.batch, same.number)));
    }
    let facts = Facts {
        today,
        born: born(tx, patient)?,
        pregnant: safety::is_pregnant(tx, who, patient)?,
        known,
        temperature: giving.temperature,
        ill: giving.ill,
    };
    let mut doubts = schedule::doubts(&giving.schedule, giving.number, &facts);
    let mut own = schedule::of_goods(code).peekable();
    if let Some(first) = own.peek().copied().filter(|_| !own.any(|one| one.vaccine == giving.schedule)) {
        let said = |l: Lang| text::vaccine_other_schedule(l, first.name.to(l));
        doubts.insert(0, Say::new(said(Lang::Vi), said(Lang::En)));
    }
    doubts.extend(other_route.or(other_than_label));
    let is_short = !giving.despite.is_empty() && !says_something(&giving.despite);
    if doubts.is_empty() && is_short {
        return Err(invalid("despite", text_of_short()));
    }
    if doubts.is_empty() || !is_short && !giving.despite.is_empty() && giving.seen == in_words(&doubts, Lang::Vi) {
        return Ok(doubts);
    }
    // A reason that says nothing hides nothing of what speaks against the dose as it was typed now.
    let short = |l| if is_short { format!(" {}", text_of_short().to(l)) } else { String::new() };
    let said = |l: Lang| text::vaccine_doubts(l, in_words(&doubts, l)) + &short(l);
    Err(invalid("despite", Say::new(said(Lang::Vi), said(Lang::En))))
}

fn text_of_short() -> Say {
    ground::text::field_reason_say()
}

/// What speaks against a dose, out of the words with which it was refused: whoever says why sends it along as what they saw.
pub fn doubts_of(refused: &str, l: Lang) -> Option<&str> {
    let told = refused.strip_prefix(text::vaccine_doubts(l, "").trim_end())?.trim();
    Some(told.strip_suffix(text_of_short().to(l)).unwrap_or(told).trim())
}

/// The first and the last day on which a patient can have been born.
fn born(tx: &mut Tx<'_>, patient: PatientId) -> Result<(Day, Day), Stop> {
    let (day, year): (Option<Day>, i64) = tx.one(BORN, &[&patient])?.ok_or(Stop::Missing)?;
    let of_year = |month, day| i16::try_from(year).ok().and_then(|year| Day::new(year, month, day).ok());
    match (day, of_year(1, 1), of_year(12, 31)) {
        (Some(day), ..) => Ok((day, day)),
        (None, Some(first), Some(last)) => Ok((first, last)),
        _ => Err(Stop::fault("a patient without a year of birth")),
    }
}

fn in_words(doubts: &[Say], l: Lang) -> String {
    doubts.iter().map(|say| say.to(l)).collect::<Vec<_>>().join(" ")
}

/// What is said of it in the audit besides its batch.
fn detail(giving: &Giving, doubts: &[Say]) -> String {
    let plain = format!("{} · {} · {}", giving.number, giving.site.code(), giving.route.code());
    if doubts.is_empty() { plain } else { format!("{plain} · {} → {}", in_words(doubts, Lang::Vi), giving.despite) }
}

/// Writes down the dose, whose batch `lines` (see [`crate::consumable::use_up`]) took from, with what spoke against it.
pub fn give(
    tx: &mut Tx<'_>,
    who: &Who,
    performed: &Performed,
    (dose, doubts): (&NewDose, &[Say]),
    lines: &BTreeMap<BatchId, i64>,
) -> Result<(), Stop> {
    let line = lines.get(&dose.batch).ok_or_else(|| Stop::fault("a dose that left no shelf"))?;
    let (g, said, said_en) = (&dose.giving, in_words(doubts, Lang::Vi), in_words(doubts, Lang::En));
    tx.run_one(
        INSERT,
        &[
            &performed.order,
            line,
            &g.number,
            &g.site,
            &dose.skipped_reason,
            &g.schedule,
            &g.route,
            &g.temperature,
            &g.ill,
            &said,
            &said_en,
            &g.despite,
        ],
    )?;
    let detail = format!("{} · {}", dose.batch, detail(g, doubts));
    who.note(tx, "vaccinate", "order", performed.order.raw(), Some(performed.patient), &detail)?;
    Ok(())
}

/// Writes down a dose that no shelf of the clinic gave.
pub fn give_outside(
    tx: &mut Tx<'_>,
    who: &Who,
    performed: &Performed,
    (dose, doubts): (&OutsideDose, &[Say]),
) -> Result<(), Stop> {
    let (now, g) = (tx.now(), &dose.giving);
    let (said, said_en) = (in_words(doubts, Lang::Vi), in_words(doubts, Lang::En));
    tx.run_one(
        INSERT_OUTSIDE,
        &[
            &performed.order,
            &dose.vaccine,
            &dose.maker,
            &dose.batch,
            &dose.expires_on,
            &g.number,
            &g.site,
            &now,
            &who.staff,
            &g.schedule,
            &g.route,
            &g.temperature,
            &g.ill,
            &said,
            &said_en,
            &g.despite,
        ],
    )?;
    let detail = format!("{} · {} · {}", dose.vaccine, dose.batch, detail(g, doubts));
    Ok(who.note(tx, "vaccinate", "order", performed.order.raw(), Some(performed.patient), &detail)?)
}

/// Writes down that a vaccination gives no dose (a screening, a fee).
pub fn give_none(tx: &mut Tx<'_>, who: &Who, performed: &Performed) -> Result<(), Stop> {
    let now = tx.now();
    Ok(tx.run_one(INSERT_NONE, &[&performed.order, &now, &who.staff])?)
}
