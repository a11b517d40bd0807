use super::{LeaveKind, Why};
use crate::text;
use bricks::clock::{Instant, Zone, show_day, show_instant};
use bricks::lang::Lang;

impl LeaveKind {
    pub fn word(self, l: Lang) -> &'static str {
        match self {
            LeaveKind::Annual => text::leave_annual(l),
            LeaveKind::Sick => text::leave_sick(l),
            LeaveKind::Training => text::leave_training(l),
            LeaveKind::Maintenance => text::leave_maintenance(l),
            LeaveKind::Other => text::leave_other(l),
        }
    }
}

impl Why {
    /// The holiday's name, or the kind of leave: what a grid says in a closed stretch.
    pub fn word(&self, l: Lang) -> String {
        match (self, l) {
            (Why::Holiday { name_vi, .. }, Lang::Vi) => name_vi.clone(),
            (Why::Holiday { name_en, .. }, Lang::En) => name_en.clone(),
            (Why::Leave { kind, .. }, _) => kind.word(l).to_owned(),
        }
    }
}

/// The end of a leave as people say it: the last day when it ends at midnight.
pub fn show_end(to: Instant, zone: &Zone, l: Lang) -> String {
    if zone.minute_of_day(to) == 0 {
        return text::leave_day_end(l, show_day(zone.day_of(to.plus_minutes(-1)), l));
    }
    show_instant(to, zone, l)
}
