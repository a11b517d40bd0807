use crate::chart::Series;
use crate::store::ValueRow;
use crate::store::charts;
use crate::views_chart::Second;
use crate::views_charts::{self, Charts, Chosen};
use crate::vital::{self, Vital};
use crate::{chart, history};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::age::months;
use bricks::id::PatientId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Reading};
use papers::visit::Sign;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Of {
    of: String,
}

impl Of {
    /// Anything else than a vital or an id is the blood pressure.
    fn chosen(&self) -> Chosen {
        let analyte = || self.of.parse().ok().map(Chosen::Analyte);
        Vital::parse(&self.of).map(Chosen::Vital).or_else(analyte).unwrap_or(Chosen::Vital(Vital::Pressure))
    }
}

/// `/patients/{id}/charts?of=`: one number over time.
pub(crate) async fn page(desk: Desk, Path(id): Path<PatientId>, Query(of): Query<Of>) -> Response {
    let (chosen, lang) = (of.chosen(), desk.lang);
    desk.show_record(
        StatusCode::OK,
        move |tx, who| {
            let charts = load(tx, who, id, chosen, lang)?;
            Ok((Reading { act: "read_record", subject: "patient", subject_id: id.raw(), patient: id }, charts))
        },
        |face, charts| views_charts::page(face, &charts),
    )
    .await
}

fn load(tx: &mut Tx<'_>, who: &Who, id: PatientId, chosen: Chosen, lang: bricks::lang::Lang) -> Result<Charts, Stop> {
    let top = history::top(tx, who, id)?;
    let measured = charts::measured(tx, id)?;
    let (birth, zone, now) = (top.patient.birth(), who.zone(), tx.now());
    let (series, second) = match chosen {
        Chosen::Vital(which) => {
            let rows = charts::vitals(tx, id)?;
            let second = (which == Vital::Pressure).then(|| Second {
                values: vital::diastolic(&rows),
                usual: vital::usual_of(Sign::Diastolic, months(birth, who.day_of(now))),
            });
            (Some(which.series(&rows, (birth, zone), now, lang)), second)
        }
        Chosen::Analyte(analyte) => (series_of(&charts::values(tx, id, analyte)?), None),
    };
    Ok(Charts { top, measured, chosen, series, second })
}

/// The values oldest first; nothing when there are none.
fn series_of(values: &[ValueRow]) -> Option<Series> {
    let latest = values.first()?;
    let mut readings: Vec<_> = values.iter().filter_map(chart::reading).collect();
    readings.reverse();
    Some(Series { readings, ..chart::empty_series(latest) })
}
