//! Any number of a patient over time: the line with what is usual behind it, and the same as a table.

use crate::chart::{Series, show_milli};
use crate::history::Top;
use crate::store::charts::Measured;
use crate::text;
use crate::views_chart::Second;
use crate::views_frame::{self, Tab};
use crate::vital::Vital;
use crate::{views_chart, views_visit};
use bricks::clock::show_instant;
use bricks::id::AnalyteId;
use ground::catalog::in_lang;
use ground::html::parts;
use ground::web::{Face, Seen};
use maud::{Markup, html};

/// Which number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    Vital(Vital),
    Analyte(AnalyteId),
}

/// What the page shows.
pub struct Charts {
    pub top: Top,
    pub measured: Vec<Measured>,
    pub chosen: Chosen,
    pub series: Option<Series>,
    /// The lower blood pressures beside the upper ones; nothing for every other number.
    pub second: Option<Second>,
}

/// The whole page.
pub fn page(face: &Face, charts: &Charts) -> Seen {
    let l = face.lang;
    let shown = charts.series.as_ref().filter(|s| !s.readings.is_empty());
    let body = html! {
        div.pat {
            div.scroll tabindex="0" role="region" aria-label=(text::charts_choose(l)) { (choice(face, charts)) }
            div.scroll tabindex="0" role="region" aria-label=(text::part_charts(l)) {
                @match shown {
                    Some(series) => div.col { (views_chart::large(face, series, charts.second.as_ref())) }
                    None => section.card { (parts::empty("chart-column", text::charts_none(l), "", html! {})) }
                }
            }
            div.scroll tabindex="0" role="region" aria-label=(text::charts_table(l)) {
                @if let Some(series) = shown { (table(face, series, charts.second.as_ref())) }
            }
        }
    };
    views_frame::page(face, &charts.top, Tab::Charts, &body)
}

fn choice(face: &Face, charts: &Charts) -> Markup {
    let l = face.lang;
    let id = charts.top.patient.id;
    let link = |href: String, current: bool, name: &str, count: Option<i64>| {
        html! {
            a.li href=(href) aria-current=[current.then_some("true")] {
                span.grow { (name) } @if let Some(count) = count { span.bdg { (count) } }
            }
        }
    };
    html! {
        div.col {
            section.card aria-labelledby="vitals" {
                (parts::card_header("vitals", text::charts_vitals(l), html! {}))
                @for vital in Vital::ALL {
                    (link(format!("/patients/{id}/charts?of={}", vital.code()), charts.chosen == Chosen::Vital(vital), vital.word(l), None))
                }
            }
            @if !charts.measured.is_empty() {
                section.card aria-labelledby="measured" {
                    (parts::card_header("measured", text::charts_results(l), html! {}))
                    @for one in &charts.measured {
                        (link(format!("/patients/{id}/charts?of={}", one.analyte), charts.chosen == Chosen::Analyte(one.analyte), in_lang(l, &one.name_vi, &one.name_en), Some(one.count)))
                    }
                }
            }
        }
    }
}

/// The same for those who do not see the line, latest first.
fn table(face: &Face, series: &Series, second: Option<&Second>) -> Markup {
    let l = face.lang;
    let rows = series.readings.iter().enumerate().rev();
    html! {
        section.card aria-labelledby="table" {
            (parts::card_header("table", text::charts_table(l), html! { span.sub.sm { (series.unit) } }))
            table.tbl {
                thead { tr { th { (text::readers_when(l)) } th.r { (in_lang(l, &series.name_vi, &series.name_en)) } th { span.vh { (text::charts_flag(l)) } } } }
                tbody {
                    @for (at, reading) in rows {
                        tr {
                            td.num.nw { (show_instant(reading.at, face.zone(), l)) }
                            td.r.num.b.nw { (show_milli(reading.milli, series.decimals, l)) @if let Some(lower) = second.and_then(|second| second.values.get(at)) { "/" (show_milli(*lower, series.decimals, l)) } }
                            td { (views_visit::flag(l, reading.flag)) }
                        }
                    }
                }
            }
        }
    }
}
