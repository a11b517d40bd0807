use crate::visit::Priority;
use bricks::clock::Instant;
use bricks::id::VisitId;

/// The figures of the published rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// So long before the booked time the booking begins to count.
    pub early_minutes: i64,
    /// Who comes later than this after the booked time stands by the moment of coming.
    pub late_minutes: i64,
    /// After so many others a priority patient is called before those of them who came earlier.
    pub others_between: i64,
    /// The bound that the rule promises: so many who came later are called before anybody, emergencies aside.
    pub passes_max: i64,
    /// Called so often without coming, a patient is put back.
    pub calls_max: i64,
    /// Waiting turns amber after so many minutes, and red.
    pub long_minutes: i64,
    pub too_long_minutes: i64,
}

impl Default for Rule {
    fn default() -> Rule {
        Rule {
            early_minutes: 10,
            late_minutes: 15,
            others_between: 2,
            passes_max: 5,
            calls_max: 3,
            long_minutes: 20,
            too_long_minutes: 40,
        }
    }
}

/// How long somebody has waited, as a colour sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    Short,
    Long,
    TooLong,
}

impl Rule {
    pub fn wait(&self, minutes: i64) -> Wait {
        match minutes {
            m if m >= self.too_long_minutes => Wait::TooLong,
            m if m >= self.long_minutes => Wait::Long,
            _ => Wait::Short,
        }
    }
}

/// Why somebody stands in the line this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    WalkIn,
    /// Booked for this moment.
    Booked(Instant),
    /// The results are back.
    Results,
    /// Did not come when called.
    PutBack,
    /// Another doctor had begun and gave the patient over.
    HandedOver,
}

/// Somebody in one doctor's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLine {
    pub visit: VisitId,
    pub turn: Turn,
    /// Since when: the coming, the results, the moment of being put back.
    pub joined_at: Instant,
    pub priority: Priority,
}

/// Somebody whom this doctor called in today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    pub joined_at: Instant,
    pub called_at: Instant,
    pub priority: Priority,
}

/// Why a place is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Emergency,
    /// As many who came later went first as the rule allows.
    Passed,
    Priority(Priority),
    /// Booked, and came in time.
    Booked,
    Results,
    /// Booked for later: until the window opens the coming counts.
    Early,
    Late,
    PutBack,
    HandedOver,
    Arrival,
}

/// A place in the line; the first one is called next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub visit: VisitId,
    pub reason: Reason,
}

/// One in the line, with how many who came later went first so far.
struct Standing {
    who: InLine,
    passes: i64,
    reason: Reason,
    /// The order among equals: those with a time of their own first, by it; then by coming.
    key: (u8, Instant),
}

impl Standing {
    /// Emergencies were called before anybody asks.
    fn has_priority(&self) -> bool {
        self.who.priority != Priority::Ordinary
    }
}

/// The line in the order of calls. `called` is whom the doctor called in today, in the order of the calls.
pub fn order(rule: &Rule, now: Instant, in_line: &[InLine], called: &[Called]) -> Vec<Placed> {
    let mut line: Vec<Standing> = in_line.iter().map(|who| standing(rule, now, *who, called)).collect();
    line.sort_by_key(|s| (s.who.joined_at, s.who.visit));
    let mut others = others_since_priority(rule, called);
    let mut placed = Vec::with_capacity(line.len());
    while let Some((at, reason)) = next(rule, &line, others) {
        let first = line.remove(at);
        placed.push(Placed { visit: first.who.visit, reason });
        match first.who.priority {
            Priority::Emergency => continue,
            Priority::Ordinary => others += 1,
            Priority::Elderly | Priority::YoungChild | Priority::Pregnant => others = 0,
        }
        for left in line.iter_mut().filter(|left| first.who.joined_at > left.who.joined_at) {
            left.passes += 1;
        }
    }
    placed
}

fn standing(rule: &Rule, now: Instant, who: InLine, called: &[Called]) -> Standing {
    let passed =
        |c: &&Called| c.priority != Priority::Emergency && c.called_at > who.joined_at && c.joined_at > who.joined_at;
    let passes = i64::try_from(called.iter().filter(passed).count()).unwrap_or(i64::MAX);
    let (reason, key) = match who.turn {
        Turn::Results => (Reason::Results, (0, who.joined_at)),
        Turn::Booked(at) if who.joined_at > at.plus_minutes(rule.late_minutes) => (Reason::Late, (1, who.joined_at)),
        Turn::Booked(at) if now < at.plus_minutes(-rule.early_minutes) => (Reason::Early, (1, who.joined_at)),
        Turn::Booked(at) => (Reason::Booked, (0, at)),
        Turn::PutBack => (Reason::PutBack, (1, who.joined_at)),
        Turn::HandedOver => (Reason::HandedOver, (0, who.joined_at)),
        Turn::WalkIn => (Reason::Arrival, (1, who.joined_at)),
    };
    Standing { who, passes, reason, key }
}

/// How many others were called since the last priority patient. Before the first of the day it is a priority's turn.
fn others_since_priority(rule: &Rule, called: &[Called]) -> i64 {
    let mut others = 0;
    for one in called.iter().rev() {
        match one.priority {
            Priority::Emergency => {}
            Priority::Ordinary => others += 1,
            Priority::Elderly | Priority::YoungChild | Priority::Pregnant => return others,
        }
    }
    rule.others_between
}

/// Who is called next of a line that is sorted by coming, and why.
fn next(rule: &Rule, line: &[Standing], others: i64) -> Option<(usize, Reason)> {
    if let Some(at) = line.iter().position(|s| s.who.priority == Priority::Emergency) {
        return Some((at, Reason::Emergency));
    }
    // Whoever came before somebody that is due has been passed as often, so the first one that is due passes nobody.
    if let Some(at) = line.iter().position(|s| s.passes >= rule.passes_max) {
        return Some((at, Reason::Passed));
    }
    if others >= rule.others_between
        && let Some((at, standing)) = best(line, Standing::has_priority)
    {
        return Some((at, Reason::Priority(standing.who.priority)));
    }
    // Between two turns of the ratio nobody of either kind passes somebody of the other kind who came earlier.
    let earliest = |has_priority: bool| {
        line.iter()
            .find(|s| s.has_priority() == has_priority)
            .map_or(Instant::from_millis(i64::MAX), |s| s.who.joined_at)
    };
    let (priority_since, ordinary_since) = (earliest(true), earliest(false));
    let ordinary = best(line, |s| !s.has_priority() && s.who.joined_at <= priority_since);
    let priority = || best(line, |s| s.has_priority() && s.who.joined_at <= ordinary_since);
    match ordinary {
        Some((at, standing)) => Some((at, standing.reason)),
        None => priority().map(|(at, standing)| (at, Reason::Priority(standing.who.priority))),
    }
}

fn best(line: &[Standing], of: impl Fn(&Standing) -> bool) -> Option<(usize, &Standing)> {
    line.iter().enumerate().filter(|(_, s)| of(s)).min_by_key(|(_, s)| s.key)
}

#[cfg(test)]
mod tests;
