//! A dose of a vaccine as the record tells it.

use crate::text;
use bricks::clock::show_day;
use bricks::lang::Lang;
use ground::html::{Tone, parts};
use maud::{Markup, html};
use papers::vaccination::{Dose, EarlierDose, Route};

/// Number, vaccine, batch, site and who gave it.
pub fn given(l: Lang, dose: &Dose) -> Markup {
    html! {
        div.row.w {
            b { (text::dose_number(l, dose.number)) }
            span { (dose.name(l)) }
            span.num { (text::dose_batch(l, &dose.batch, show_day(dose.expires_on, l))) }
            span.sub {
                (dose.site.word(l)) @if let Some(route) = Route::parse(&dose.route) { " · " (route.word(l)) } " · " (&dose.given_by)
            }
        }
        @if !dose.doubts.is_empty() {
            div.sm { (parts::status(Tone::Wait, "triangle-alert", dose.doubts_in(l))) div.sub { (text::dose_despite(l, &dose.despite)) } }
        }
    }
}

/// Those that were given elsewhere, as the vaccination book says.
pub fn earlier(l: Lang, doses: &[EarlierDose]) -> Markup {
    html! {
        @if !doses.is_empty() {
            section.card aria-labelledby="earlier-doses" {
                (parts::card_header("earlier-doses", text::doses_elsewhere(l), html! {}))
                ul.cb.col.g1 {
                    @for dose in doses {
                        li.row.w {
                            b { (text::dose_number(l, dose.number)) } span { (dose.name(l)) } span.num { (show_day(dose.on, l)) }
                            span.sub { (dose.place) @if !dose.place.is_empty() { " · " } (text::dose_noted_by(l, &dose.noted_by)) }
                        }
                    }
                }
            }
        }
    }
}
