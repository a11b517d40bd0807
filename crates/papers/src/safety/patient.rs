//! The rules on a patient of the clinic: what is known is gathered, checked, and what somebody went on with is kept.

use super::entries::merged;
use super::gather::person;
use super::store::{self, Running};
use super::{Allergy, At, Book, Case, Finding, Level, Line, Outcome, Supply, Unchecked, check, in_words, own, supply};
use crate::prescription::{self, Prescription};
use crate::refuse::conflict;
use crate::text;
use bricks::clock::{Day, Instant, days_between};
use bricks::id::{PatientId, PrescriptionId, PrescriptionLineId, VisitId};
use bricks::lang::Lang;
use bricks::quantity::Quantity;
use bricks::refusal::Refusal;
use bricks::say::Say;
use bricks::text::says_something;
use ground::access::Who;
use ground::db::{Stop, Topic, Tx};
use std::sync::Arc;

/// After so many days pregnancy and breast-feeding are asked again.
pub(super) const ASKED_DAYS: i64 = 60;
const LAST_WEEK: i64 = 42;
/// The longest course on a line, and a day for the time zone.
const COURSE_MINUTES: i64 = (prescription::DAYS_MAX + 1) * 24 * 60;

ground::row! {
    /// What a patient does not bear.
    pub struct KnownAllergy {
        /// As [`Allergy::code`] gives it.
        pub allergen: String,
        pub reaction: String,
        pub severity: String,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

ground::row! {
    /// Facts that the rules ask for.
    pub struct Fact {
        /// On the day it was noted.
        pub pregnancy_week: Option<i64>,
        pub breastfeeding: bool,
        pub noted_on: Day,
        pub noted_at: Instant,
        pub egfr: Option<Quantity>,
        pub egfr_on: Option<Day>,
    }
}

impl Fact {
    /// The week of the pregnancy on a day; `None` when there is none, or it must be over.
    pub fn week_on(&self, day: Day) -> Option<i64> {
        let since = days_between(self.noted_on, day).max(0) / 7;
        self.pregnancy_week.map(|week| week + since).filter(|week| *week <= LAST_WEEK)
    }

    /// A pregnancy that must be over by now says that she has to be asked anew: she may breast-feed.
    pub(super) fn still_asked(&self, day: Day) -> bool {
        let over = self.pregnancy_week.is_some() && self.week_on(day).is_none();
        !over && days_between(self.noted_on, day) <= ASKED_DAYS
    }
}

ground::row! {
    /// A stop that somebody went on with.
    pub struct Override {
        /// The codes of the medicines, joined by `+`.
        pub medicines: String,
        pub rule: super::Rule,
        pub said_vi: String,
        pub said_en: String,
        pub reason: String,
        pub at: Instant,
        pub by_title: String,
        pub by_name: String,
    }
}

impl Override {
    pub fn by(&self) -> String {
        format!("{} {}", self.by_title, self.by_name).trim().to_owned()
    }
}

pub(super) struct NewOverride<'a> {
    pub(super) medicines: String,
    pub(super) finding: &'a Finding,
    pub(super) reason: &'a str,
}

/// A patient's prescription as the rules see it.
#[derive(Debug)]
pub struct Checked {
    pub book: Arc<Book>,
    /// The prescription's lines in its order.
    pub lines: Vec<PrescriptionLineId>,
    pub case: Case,
    pub known: Vec<KnownAllergy>,
    pub fact: Option<Fact>,
    pub outcome: Outcome,
    pub overrides: Vec<Override>,
    /// What the patient takes from other prescriptions, by name.
    pub current: Vec<Say>,
}

impl Checked {
    /// What is said at a line: the findings whose last new line it is, the gravest first.
    pub fn at(&self, line: PrescriptionLineId) -> Vec<&Finding> {
        let place = self.lines.iter().position(|id| *id == line);
        let last = |finding: &Finding| finding.lines.iter().filter_map(|at| new_place(*at)).max();
        self.outcome.findings.iter().filter(|finding| place.is_some() && last(finding) == place).collect()
    }

    /// Why somebody went on in spite of this finding.
    pub fn override_of(&self, finding: &Finding) -> Option<&Override> {
        if finding.is_final() {
            return None;
        }
        let medicines = self.medicines_of(finding);
        let is_it = |o: &&Override| {
            o.rule == finding.rule && o.medicines == medicines && o.said_vi == finding.reason.vi.as_ref()
        };
        self.overrides.iter().find(is_it)
    }

    /// Stops that nobody has given a reason against, and may give one.
    pub fn open_stops(&self) -> Vec<&Finding> {
        let stops = self.outcome.findings.iter().filter(|finding| finding.level == Level::Stop && !finding.is_final());
        stops.filter(|finding| self.override_of(finding).is_none()).collect()
    }

    /// Stops that no reason goes past.
    pub fn final_stops(&self) -> Vec<&Finding> {
        self.outcome.findings.iter().filter(|finding| finding.is_final()).collect()
    }

    /// Stops of the prescription as it stands that somebody went on with, with the reason.
    pub fn overridden(&self) -> Vec<(&Finding, &Override)> {
        let over = |finding| self.override_of(finding).map(|over| (finding, over));
        self.outcome.findings.iter().filter(|finding| finding.level == Level::Stop).filter_map(over).collect()
    }

    /// The lines of the prescription that a finding is about.
    pub fn new_lines<'a>(&'a self, finding: &'a Finding) -> impl Iterator<Item = PrescriptionLineId> + 'a {
        let places = finding.lines.iter().filter_map(|at| new_place(*at));
        places.filter_map(|place| self.lines.get(place).copied())
    }

    /// Everything that the patient does not bear: by name what the rules know, then what is written in the profile.
    pub fn allergies_with(&self, written: &str, l: Lang) -> String {
        allergies_listed(&self.book, &self.known, written).to(l).to_owned()
    }

    fn medicines_of(&self, finding: &Finding) -> String {
        let code = |at: &At| match at {
            At::New(place) => self.case.new.get(*place),
            At::Current(place) => self.case.current.get(*place),
        };
        let codes: Vec<&str> = finding.lines.iter().filter_map(code).map(|line| line.medicine.as_str()).collect();
        codes.join("+")
    }
}

/// All allergies for a banner, in both languages; see [`allergies_told`].
pub fn allergies_listed(book: &Book, known: &[KnownAllergy], written: &str) -> Say {
    let told = |l: Lang| merged(book, known, written, l).join("; ");
    Say::new(told(Lang::Vi), told(Lang::En))
}

/// All allergies of a patient for a banner: those known by name, then what is written in the profile; empty in both
/// languages when there are none.
pub fn allergies_told(tx: &mut Tx<'_>, patient: PatientId, written: &str) -> Result<Say, Stop> {
    Ok(allergies_listed(&*own::book(tx)?, &store::allergies(tx, patient)?, written))
}

fn new_place(at: At) -> Option<usize> {
    match at {
        At::New(place) => Some(place),
        At::Current(_) => None,
    }
}

/// Checks a patient's prescription as it stands; without one, what is known of the patient is gathered all the same.
pub fn look(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    prescription: Option<PrescriptionId>,
) -> Result<Checked, Stop> {
    look_with(tx, who, patient, prescription, Vec::new())
}

/// The same with a line (of several steps) that is still being written, which stands behind the others.
pub(super) fn look_with(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    prescription: Option<PrescriptionId>,
    typed: Vec<Line>,
) -> Result<Checked, Stop> {
    let (book, today) = (own::book(tx)?, who.day_of(tx.now()));
    let (known, fact) = (store::allergies(tx, patient)?, store::fact(tx, patient)?);
    let born = store::born(tx, patient)?;
    let person = person(tx, who, patient, (&born, fact.as_ref()))?;
    let written = match prescription {
        Some(id) => prescription::lines(tx, id)?,
        None => Vec::new(),
    };
    let after = tx.now().plus_minutes(-COURSE_MINUTES);
    let besides = prescription.unwrap_or(bricks::id::RawId::from_raw(0));
    let mut running = store::running(tx, patient, after, besides)?;
    running.retain(|line| line.lasts(who, today));
    let is_asked = !written.is_empty() || !typed.is_empty();
    let supplied = if is_asked { supplied(tx, who, patient, (prescription, &running))? } else { Vec::new() };
    let case = Case {
        person,
        allergies: {
            let coded: Vec<Allergy> = known.iter().filter_map(|row| Allergy::parse(&row.allergen)).collect();
            let told = in_words::told(&born.allergies, &book).into_iter().filter(|allergy| !coded.contains(allergy));
            coded.iter().cloned().chain(told).collect()
        },
        current: running.iter().map(|line| supply::line_of(who, line, today)).collect(),
        supplied,
        new: written.iter().map(new_line).chain(typed).collect(),
        today: Some(today),
    };
    let mut outcome = check(&book, &case);
    once(&mut outcome.findings, &case);
    if !case.new.is_empty() {
        outcome.unchecked.extend(in_words::untold(&born, &known, &book).map(|reason| Unchecked { line: None, reason }));
    }
    let overrides = match prescription {
        Some(id) => store::overrides(tx, id)?,
        None => Vec::new(),
    };
    let current = running.iter().map(Running::name).collect();
    let lines = written.iter().map(|line| line.id).collect();
    Ok(Checked { book, lines, case, known, fact, outcome, overrides, current })
}

/// What other prescriptions gave or owe, and what was bought today.
fn supplied(
    tx: &mut Tx<'_>,
    who: &Who,
    patient: PatientId,
    (prescription, running): (Option<PrescriptionId>, &[Running]),
) -> Result<Vec<Supply>, Stop> {
    let today = who.day_of(tx.now());
    let own = prescription.map(|id| store::own(tx, id)).transpose()?;
    let mut supplied = supply::of(who, running, own.as_ref(), today);
    if own.is_none_or(|own| own.is_open()) {
        supplied.extend(supply::sold(&store::sold(tx, patient, who.zone().instant_of(today, 0))?));
    }
    Ok(supplied)
}

/// The steps of a course are lines of one medicine: what the rules say to it is told at the first of them.
fn once(findings: &mut Vec<Finding>, case: &Case) {
    let medicine = |at: &At| match at {
        At::New(place) => case.new.get(*place).map(|line| line.medicine.clone()),
        At::Current(place) => case.current.get(*place).map(|line| line.medicine.clone()),
    };
    let mut told = std::collections::HashSet::new();
    findings.retain(|finding| {
        let medicines: Vec<Option<String>> = finding.lines.iter().map(medicine).collect();
        told.insert((finding.rule.code(), finding.reason.vi.to_string(), medicines))
    });
}

fn new_line(line: &prescription::Line) -> Line {
    let doses = [line.morning, line.noon, line.evening, line.night];
    taken(&line.code, doses, (line.first_day, line.days), line.weekday.is_some())
}

pub(super) fn taken(code: &str, doses: [Quantity; 4], (first_day, days): (i64, i64), weekly: bool) -> Line {
    Line {
        medicine: code.to_owned(),
        single: doses.into_iter().max().unwrap_or(Quantity::ZERO),
        daily: Quantity::sum(doses).unwrap_or(Quantity::from_milli(i64::MAX)),
        weekly,
        first_day,
        last_day: first_day.saturating_add(days) - 1,
    }
}

fn announce(tx: &mut Tx<'_>, visit: VisitId, patient: PatientId) {
    tx.announce(Topic::Visit(visit));
    tx.announce(Topic::Patient(patient));
}

/// Goes on with every open stop that is said at a line of the draft, for a written reason.
pub fn override_line(
    tx: &mut Tx<'_>,
    who: &Who,
    visit: VisitId,
    line: PrescriptionLineId,
    reason: &str,
) -> Result<(), Stop> {
    let visit = prescription::lock_to_write(tx, who, visit)?;
    let draft = prescription::by_visit(tx, visit.id)?.ok_or(Stop::Missing)?;
    let checked = look(tx, who, draft.patient, Some(draft.id))?;
    let open = checked.open_stops();
    let here: Vec<&Finding> = checked.at(line).into_iter().filter(|finding| open.contains(finding)).collect();
    if here.is_empty() {
        let never: Vec<&Finding> = checked.at(line).into_iter().filter(|finding| finding.is_final()).collect();
        if !never.is_empty() {
            return Err(final_refusal(&never).into());
        }
        return Err(conflict(text::safety_nothing_to_override_say()));
    }
    go_on(tx, who, &draft, &checked, &here, reason)
}

/// Proves that every stop of a prescription has a reason, in the transaction that issues or dispenses it, and that none
/// stands in it that no reason goes past. With a reason at hand the open ones are overridden by it. Gives what the rules
/// said, with what was gone on with before.
pub fn demand_reasons(tx: &mut Tx<'_>, who: &Who, of: &Prescription, reason: &str) -> Result<Checked, Stop> {
    store::lock_patient(tx, of.patient)?;
    let checked = look(tx, who, of.patient, Some(of.id))?;
    let never = checked.final_stops();
    if !never.is_empty() {
        return Err(final_refusal(&never).into());
    }
    let open = checked.open_stops();
    match (open.is_empty(), reason) {
        (true, _) => {}
        (false, "") => return Err(refusal(&open).into()),
        (false, reason) if !says_something(reason) => return Err(too_short(&open).into()),
        (false, reason) => go_on(tx, who, of, &checked, &open, reason)?,
    }
    Ok(checked)
}

fn reasons(of: &[&Finding], l: Lang) -> String {
    of.iter().map(|finding| finding.reason.to(l)).collect::<Vec<_>>().join(" ")
}

fn final_refusal(never: &[&Finding]) -> Refusal {
    let listed = |l| text::safety_stop_final(l, reasons(never, l));
    Refusal::field("stop", Say::new(listed(Lang::Vi), listed(Lang::En)))
}

/// A stop is gone on with for a reason that says something; all that are open are told beside one that does not.
pub(super) fn too_short(open: &[&Finding]) -> Refusal {
    all_open(open).and_field("override_reason", text::safety_reason_short_say())
}

pub(super) fn refusal(open: &[&Finding]) -> Refusal {
    all_open(open).and_field("override_reason", text::safety_reason_missing_say())
}

fn all_open(open: &[&Finding]) -> Refusal {
    let listed = |l| text::safety_reason_needed(l, reasons(open, l));
    Refusal::invalid(Say::new(listed(Lang::Vi), listed(Lang::En)))
}

fn go_on(
    tx: &mut Tx<'_>,
    who: &Who,
    of: &Prescription,
    checked: &Checked,
    findings: &[&Finding],
    reason: &str,
) -> Result<(), Stop> {
    for finding in findings {
        let new = NewOverride { medicines: checked.medicines_of(finding), finding, reason };
        if store::insert_override(tx, who, of.id, &new)? {
            let said = format!("{} · {} · {} → {reason}", finding.rule.code(), new.medicines, finding.reason.vi);
            who.note(tx, "override_safety", "prescription", of.id.raw(), Some(of.patient), &said)?;
        }
    }
    tx.announce(Topic::Pharmacy);
    announce(tx, of.visit, of.patient);
    Ok(())
}
