use super::rule::Reason;
use crate::text;
use crate::visit::Priority;
use bricks::lang::Lang;

impl Reason {
    /// Why the place is what it is, as people say it.
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Reason::Emergency => text::reason_emergency(lang),
            Reason::Passed => text::reason_passed(lang),
            Reason::Priority(priority) => priority_text(priority, lang),
            Reason::Booked => text::reason_booked(lang),
            Reason::Results => text::reason_results(lang),
            Reason::Early => text::reason_early(lang),
            Reason::Late => text::reason_late(lang),
            Reason::PutBack => text::reason_put_back(lang),
            Reason::HandedOver => text::reason_handed_over(lang),
            Reason::Arrival => text::reason_arrival(lang),
        }
    }
}

/// `Ưu tiên: từ 80 tuổi`; empty for everybody else.
pub fn priority_text(priority: Priority, lang: Lang) -> &'static str {
    match priority {
        Priority::Ordinary => "",
        Priority::Elderly => text::priority_elderly(lang),
        Priority::YoungChild => text::priority_young_child(lang),
        Priority::Pregnant => text::priority_pregnant(lang),
        Priority::Emergency => text::reason_emergency(lang),
    }
}

/// The name of its icon in the sprite.
pub const fn priority_icon(priority: Priority) -> &'static str {
    match priority {
        Priority::Ordinary => "user",
        Priority::Elderly => "star",
        Priority::YoungChild => "baby",
        Priority::Pregnant => "heart",
        Priority::Emergency => "siren",
    }
}
