//! What the consultation looks like: plain values in, markup out.

mod amendment;
mod aside;
mod banner;
mod certificates;
mod chart;
mod footer;
mod history;
mod import;
mod law;
mod line_preview;
mod note;
mod order_sets;
mod orders;
mod prescription;
mod prescription_templates;
mod question;
mod queue;
mod queue_next;
mod refusals;
mod replaced;
mod safety;
mod search;
mod sheet;
mod shelf;
mod spark;
mod templates;
mod versions;
mod vitals;

pub use amendment::{Amending, drafted as amendment_drafted};
pub use aside::{draft_refused, draft_state, presence};
pub use certificates::page as certificates;
pub use chart::{Chart, Part, Tried, acted, next, page as chart, parts};
pub use history::older as older_visits;
pub use import::page as diagnosis_list;
pub use law::{Rules, page as prescribing_rules};
pub use line_preview::{Draft, Preview, preview as line_preview};
pub use order_sets::{page as order_sets, services as services_page};
pub(crate) use orders::value_told;
pub use prescription_templates::page as prescription_templates;
pub use queue::{Queue, fragment as queue_fragment, page as queue};
pub use safety::allergen_choices;
pub use search::{
    Suggested, diagnoses as diagnosis_choices, doctor_choices, medicines as medicine_choices,
    services as service_choices,
};
pub use shelf::{At, Done};
pub use templates::{choices as template_choices, page as templates};
pub use vitals::{body_mass_output, page as vitals};

use bricks::age::{Birth, age_on};
use bricks::clock::Day;
use bricks::lang::Lang;
use ground::html::{Tone, parts};
use ground::people::Sex;
use maud::Markup;
use papers::journey::Station;

/// The tone by its name in the papers.
fn tone(name: &str) -> Tone {
    match name {
        "info" => Tone::Info,
        "wait" => Tone::Wait,
        "room" => Tone::Room,
        "test" => Tone::Test,
        "bad" => Tone::Bad,
        "ok" => Tone::Ok,
        _ => Tone::Mute,
    }
}

/// Where the patient is, as a chip.
fn station_chip(station: Station, lang: Lang) -> Markup {
    parts::status(tone(station.tone()), station.icon(), station.text(lang))
}

/// `Nữ · 54 tuổi`.
fn sex_and_age(sex: Sex, birth: Birth, today: Day, lang: Lang) -> String {
    format!("{} · {}", sex.word(lang), age_on(birth, today).show(lang))
}

/// The end of the address of everything about one visit.
fn visit_path(visit: bricks::id::VisitId, part: &str) -> String {
    format!("/visits/{visit}/{part}")
}
