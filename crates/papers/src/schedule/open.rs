use super::LeaveKind;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::ResourceId;
use std::collections::HashMap;

/// Why a stretch is closed that would otherwise be open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    Holiday { name_vi: String, name_en: String },
    Leave { kind: LeaveKind, reason: String },
}

/// A stretch in which a resource is away, cut to the days asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    pub from: Instant,
    pub to: Instant,
    pub why: Why,
}

/// When resources work. Stretches are in the order of time, apart from each other, the end not included.
#[derive(Debug, Clone, Default)]
pub struct Open {
    pub(super) work: HashMap<ResourceId, Vec<(Instant, Instant)>>,
    pub(super) away: HashMap<ResourceId, Vec<Away>>,
}

impl Open {
    /// All stretches of work of a resource within the days asked for.
    pub fn of(&self, resource: ResourceId) -> &[(Instant, Instant)] {
        self.work.get(&resource).map_or(&[], Vec::as_slice)
    }

    /// The stretches of one day in minutes of it, for a grid.
    pub fn minutes_of(&self, resource: ResourceId, day: Day, zone: &Zone) -> Vec<(i64, i64)> {
        let (start, end) = (zone.instant_of(day, 0), zone.instant_of(day, 1440));
        let within = self.between(resource, start, end);
        let minute = |at: Instant| if at >= end { 1440 } else { zone.minute_of_day(at) };
        within.map(|(from, to)| (minute(from.max(start)), minute(to.min(end)))).collect()
    }

    /// The stretches that touch a span of time.
    pub fn between(
        &self,
        resource: ResourceId,
        from: Instant,
        to: Instant,
    ) -> impl Iterator<Item = (Instant, Instant)> {
        let all = self.of(resource);
        let first = all.partition_point(|(_, end)| *end <= from);
        all.iter().skip(first).take_while(move |(start, _)| *start < to).copied()
    }

    /// Whether the resource works during the whole of a span.
    pub fn holds(&self, resource: ResourceId, from: Instant, to: Instant) -> bool {
        self.between(resource, from, to).any(|(start, end)| start <= from && to <= end)
    }

    /// What keeps the resource away on one day, in minutes of it, for a grid.
    pub fn away_minutes_of(&self, resource: ResourceId, day: Day, zone: &Zone) -> Vec<((i64, i64), Why)> {
        let (start, end) = (zone.instant_of(day, 0), zone.instant_of(day, 1440));
        let minute = |at: Instant| if at >= end { 1440 } else { zone.minute_of_day(at.max(start)) };
        let all = self.away.get(&resource).map_or(&[][..], Vec::as_slice);
        let touched = all.iter().filter(|away| away.from < end && start < away.to);
        touched.map(|away| ((minute(away.from), minute(away.to)), away.why.clone())).collect()
    }

    /// What keeps the resource away during a part of a span, leave before holidays.
    pub fn away(&self, resource: ResourceId, from: Instant, to: Instant) -> Option<&Away> {
        let all = self.away.get(&resource)?;
        let touched = |away: &&Away| away.from < to && from < away.to;
        let is_leave = |away: &&Away| matches!(away.why, Why::Leave { .. });
        all.iter().filter(touched).find(is_leave).or_else(|| all.iter().find(touched))
    }
}
