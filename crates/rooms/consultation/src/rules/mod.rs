//! Pure decisions of the consultation: no database, no clock.

mod body_mass;
mod closing;
mod follow_up;
mod import;
mod instruction;
mod line;
mod order_line;
mod queue;
mod vitals;

pub use body_mass::{body_mass_level, body_mass_range};
pub use closing::{Gap, blanks, gaps};
pub use follow_up::{choose_start, first_of_each_day, usual_minute};
pub use import::{Listed, read_list, words_of};
pub use instruction::{PATIENTS_LANG, contradiction, usual_instruction, with_marks};
pub use line::{begins_words, fits_words, is_in_allergies, is_part_of_combination, is_short, spaced, with_decimals};
pub use order_line::{ITEMS_MAX, Item, Meant, is_line, meant, read_line};
pub use papers::visit::{Level, Sign, level_of, usual_range};
pub use queue::order;
pub use vitals::{Odd, body_mass, odd_weight, vitals_as_typed};
