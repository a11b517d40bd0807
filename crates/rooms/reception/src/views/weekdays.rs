//! The days of the week as boxes to tick, and in few words.

use bricks::clock::{Day, add_days, parse_day, weekday_name, weekday_short};
use bricks::lang::Lang;
use ground::html::{Attempt, icon_small};
use maud::{Markup, html};
use papers::wish::has_weekday;

/// Some day of this weekday: 1 is Monday.
fn a_day(weekday: i64) -> Option<Day> {
    parse_day("2024-01-01").ok().map(|monday| add_days(monday, weekday - 1))
}

/// `Thứ Hai` of 1.
pub fn name(weekday: i64, l: Lang) -> &'static str {
    a_day(weekday).map_or("", |day| weekday_name(day, l))
}

fn short(weekday: i64, l: Lang) -> &'static str {
    a_day(weekday).map_or("", |day| weekday_short(day, l))
}

/// `T2, T5`.
pub fn shown(weekdays: i64, l: Lang) -> String {
    let all = (1..=7).filter(|n| has_weekday(weekdays, *n)).map(|n| short(n, l));
    all.collect::<Vec<_>>().join(", ")
}

/// Seven boxes named `weekday`, ticked as the bits say.
pub fn boxes(label: &str, weekdays: i64, attempt: &Attempt, l: Lang) -> Markup {
    let error = attempt.error("weekday", l);
    let is_ticked = |n: i64| {
        if attempt.was_sent() { attempt.has("weekday", &n.to_string()) } else { has_weekday(weekdays, n) }
    };
    html! {
        fieldset.f aria-describedby=[error.map(|_| "f-weekday-error")] {
            legend.lb { (label) }
            div.wdays {
                @for n in 1..=7 {
                    label title=(name(n, l)) {
                        input type="checkbox" name="weekday" value=(n) checked[is_ticked(n)] aria-label=(name(n, l))
                            aria-invalid=[error.filter(|_| n == 1).map(|_| "true")];
                        span aria-hidden="true" { (short(n, l)) }
                    }
                }
            }
            @if let Some(error) = error { p.err #f-weekday-error { (icon_small("circle-x")) span { (error) } } }
        }
    }
}
