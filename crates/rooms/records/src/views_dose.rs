//! A dose of a vaccine as the record tells it.

use crate::text;
use bricks::clock::show_day;
use bricks::lang::Lang;
use maud::{Markup, html};
use papers::vaccination::Dose;

/// Number, vaccine, batch, site and who gave it.
pub fn given(l: Lang, dose: &Dose) -> Markup {
    html! {
        div.row.w {
            b { (text::dose_number(l, dose.number)) }
            span { (dose.name(l)) }
            span.num { (text::dose_batch(l, &dose.batch, show_day(dose.expires_on, l))) }
            span.sub { (dose.site.word(l)) " · " (&dose.given_by) }
        }
    }
}
