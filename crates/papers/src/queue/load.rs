use super::pace::{Pace, Promise, pace, promise};
use super::rule::{Called, InLine, Reason, Rule, Turn, order};
use super::store::{self, Fact, Turned};
use crate::visit::{LEFT_OPEN_MINUTES, Priority, State, show_ticket};
use bricks::clock::Instant;
use bricks::id::{BranchId, ResourceId, VisitId};
use ground::db::{DbError, Tx};
use std::collections::HashMap;

/// Calls of the last hours say how fast a doctor works.
const LOOKED_BACK_MINUTES: i64 = 4 * 60;

/// A place in a doctor's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub visit: VisitId,
    /// `A021`.
    pub ticket: String,
    /// From 1: who has it is called next.
    pub number: i64,
    pub reason: Reason,
    pub priority: Priority,
    pub joined_at: Instant,
    /// Comes back with results, so the visit began before.
    pub has_results: bool,
    /// Did not come when called.
    pub was_put_back: bool,
    pub promise: Promise,
}

/// A patient who was called in and is not in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    pub visit: VisitId,
    pub ticket: String,
    /// Calls of this turn.
    pub calls: i64,
    pub last_call_at: Instant,
    /// Away at tests; otherwise in the doctor's room.
    pub is_away: bool,
}

/// One doctor's queue.
#[derive(Debug, Clone)]
pub struct Line {
    pub doctor: ResourceId,
    pub pace: Pace,
    /// In the order of the calls to come.
    pub places: Vec<Place>,
    /// The latest call first.
    pub inside: Vec<Inside>,
}

/// The queues of a branch.
#[derive(Debug, Clone)]
pub struct Queues {
    pub rule: Rule,
    pub lines: Vec<Line>,
    /// Where each visit stands: its line, and its place there.
    index: HashMap<VisitId, (usize, usize)>,
}

impl Queues {
    pub fn line_of(&self, doctor: ResourceId) -> Option<&Line> {
        self.lines.iter().find(|line| line.doctor == doctor)
    }

    /// The place of a visit that waits for its doctor.
    pub fn place_of(&self, visit: VisitId) -> Option<&Place> {
        let (line, place) = self.index.get(&visit)?;
        self.lines.get(*line)?.places.get(*place)
    }

    /// A visit whose patient was called in.
    pub fn inside(&self, visit: VisitId) -> Option<&Inside> {
        self.lines.iter().flat_map(|line| &line.inside).find(|inside| inside.visit == visit)
    }
}

/// The queues of the asker's branch, in three statements.
pub fn load(tx: &mut Tx<'_>, branch: BranchId) -> Result<Queues, DbError> {
    let (rule, now) = (store::rule(tx)?, tx.now());
    let facts = store::facts(tx, branch, now.plus_minutes(-LEFT_OPEN_MINUTES))?;
    let turns = if facts.is_empty() { Vec::new() } else { store::turns(tx, branch, looked_back(now, &facts))? };
    Ok(queues(rule, now, &facts, &turns))
}

/// The queue of one doctor alone.
pub fn of_doctor(tx: &mut Tx<'_>, branch: BranchId, doctor: ResourceId) -> Result<Queues, DbError> {
    let (rule, now) = (store::rule(tx)?, tx.now());
    let facts = store::facts_of(tx, branch, doctor, now.plus_minutes(-LEFT_OPEN_MINUTES))?;
    let turns = store::turns_of(tx, doctor, looked_back(now, &facts))?;
    Ok(queues(rule, now, &facts, &turns))
}

/// Since when calls say how fast a doctor works, and since when they say who passed the one who waits longest, however long
/// ago that was.
fn looked_back(now: Instant, facts: &[Fact]) -> (Instant, Instant) {
    let waiting = facts.iter().filter_map(in_line).map(|each| each.joined_at).fold(now, Instant::min);
    (now.plus_minutes(-LOOKED_BACK_MINUTES), waiting)
}

fn queues(rule: Rule, now: Instant, facts: &[Fact], turns: &[Turned]) -> Queues {
    let mut doctors: Vec<ResourceId> = facts.iter().map(|f| f.doctor).collect();
    doctors.sort_unstable();
    doctors.dedup();
    let lines: Vec<Line> = doctors.into_iter().map(|doctor| line(&rule, now, doctor, facts, turns)).collect();
    let mut index = HashMap::new();
    for (number, line) in lines.iter().enumerate() {
        index.extend(line.places.iter().enumerate().map(|(at, place)| (place.visit, (number, at))));
    }
    Queues { rule, lines, index }
}

/// Why and since when somebody stands in the line; `None` for who is in the room or away at tests.
fn in_line(fact: &Fact) -> Option<InLine> {
    let turn = match fact.state {
        State::Waiting => match (fact.put_back_at, fact.booked_at) {
            (Some(at), _) => (back_in_line(fact, at), at),
            (None, Some(booked)) => (Turn::Booked(booked), fact.arrived_at),
            (None, None) => (Turn::WalkIn, fact.arrived_at),
        },
        State::InRoom if !fact.has_open_orders => {
            let called = fact.last_call_at.unwrap_or(fact.arrived_at);
            let done = fact.last_done_at?;
            match fact.put_back_at {
                Some(at) if at > called && at > done => (back_in_line(fact, at), at),
                _ if done > called => (Turn::Results, done),
                _ => return None,
            }
        }
        State::InRoom | State::Finished | State::Left => return None,
    };
    Some(InLine { visit: fact.visit, turn: turn.0, joined_at: turn.1, priority: fact.priority })
}

/// Put back for not coming, or given to this doctor by another.
fn back_in_line(fact: &Fact, at: Instant) -> Turn {
    if fact.handed_over_at == Some(at) { Turn::HandedOver } else { Turn::PutBack }
}

fn line(rule: &Rule, now: Instant, doctor: ResourceId, facts: &[Fact], turns: &[Turned]) -> Line {
    let own: Vec<&Fact> = facts.iter().filter(|f| f.doctor == doctor).collect();
    let turns: Vec<&Turned> = turns.iter().filter(|t| t.doctor == doctor).collect();
    let waiting: Vec<InLine> = own.iter().filter_map(|f| in_line(f)).collect();
    let called: Vec<Called> =
        turns.iter().map(|t| Called { joined_at: t.joined_at, called_at: t.called_at, priority: t.priority }).collect();
    let usual = own.first().map_or(15, |f| f.usual_minutes);
    let pace = pace(&consultations(&turns), usual);
    let inside = inside(&own, &waiting);
    let since =
        inside.iter().find(|i| !i.is_away).map(|i| now.millis().saturating_sub(i.last_call_at.millis()) / 1_000);
    let mut places = Vec::with_capacity(waiting.len());
    for (placed, ahead) in order(rule, now, &waiting, &called).into_iter().zip(0..) {
        let who = waiting.iter().find(|w| w.visit == placed.visit);
        let fact = own.iter().find(|f| f.visit == placed.visit);
        let Some((who, fact)) = who.zip(fact) else { continue };
        places.push(Place {
            visit: placed.visit,
            ticket: show_ticket(&fact.ticket_prefix, fact.ticket_number),
            number: ahead + 1,
            reason: placed.reason,
            priority: who.priority,
            joined_at: who.joined_at,
            has_results: fact.state == State::InRoom,
            was_put_back: who.turn == Turn::PutBack,
            promise: promise(pace, ahead, since),
        });
    }
    Line { doctor, pace, places, inside }
}

/// How long each consultation took, in seconds: from the call to the end, or to the doctor's next call.
fn consultations(turns: &[&Turned]) -> Vec<i64> {
    let next = turns.iter().skip(1).map(|t| Some(t.called_at)).chain([None]);
    let ended = turns.iter().zip(next).filter_map(|(turn, next)| {
        let end = match (turn.finished_at, next) {
            (Some(finished), Some(next)) => finished.min(next),
            (finished, next) => finished.or(next)?,
        };
        Some((end.millis() - turn.called_at.millis()) / 1_000)
    });
    ended.collect()
}

fn inside(own: &[&Fact], waiting: &[InLine]) -> Vec<Inside> {
    let called = own.iter().filter(|f| f.state == State::InRoom && !waiting.iter().any(|w| w.visit == f.visit));
    let mut inside: Vec<Inside> = called
        .map(|f| Inside {
            visit: f.visit,
            ticket: show_ticket(&f.ticket_prefix, f.ticket_number),
            calls: f.calls,
            last_call_at: f.last_call_at.unwrap_or(f.arrived_at),
            is_away: f.has_open_orders,
        })
        .collect();
    inside.sort_by_key(|i| std::cmp::Reverse(i.last_call_at));
    inside
}
