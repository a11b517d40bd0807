use super::{Month, paper, store, views};
use crate::pages_paper::{inline_pdf, print};
use axum::extract::Query;
use axum::response::Response;
use bricks::id::MedicineId;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::printer::Paper;
use ground::web::Desk;
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    medicine: String,
    /// `2026-11`.
    month: String,
}

impl Asked {
    fn month(&self, tx: &Tx<'_>, who: &Who) -> Month {
        Month::parse(&self.month).unwrap_or_else(|| Month::of(who.day_of(tx.now())))
    }
}

/// `GET /pharmacy/register?medicine=&month=`
pub async fn register(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let (medicines, month) = (store::medicines(tx, who)?, asked.month(tx, who));
        let chosen: Option<MedicineId> = asked.medicine.parse().ok();
        let chosen = chosen.or_else(|| medicines.first().map(|medicine| medicine.id));
        let shown = match chosen {
            Some(id) => Some(store::register(tx, who, id, month)?),
            None => None,
        };
        Ok((medicines, shown))
    };
    desk.show(load, |face, (medicines, shown)| views::page(face, &medicines, shown.as_ref())).await
}

/// `GET /pharmacy/register/paper?medicine=&month=`: the same on A4; who printed it stands in the audit.
pub async fn printed(desk: Desk, Query(asked): Query<Asked>) -> Response {
    match draw(&desk, asked).await {
        Ok((name, pdf)) => inline_pdf(&name, pdf),
        Err(stop) => desk.stop(stop),
    }
}

async fn draw(desk: &Desk, asked: Asked) -> Result<(String, Vec<u8>), Stop> {
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let month = asked.month(tx, who);
        let id = asked.medicine.parse::<MedicineId>().map_err(|_| Stop::Missing)?;
        store::register(tx, who, id, month)
    };
    let (face, register) = desk.read(load).await?;
    let facts = paper::facts(&face, &register);
    let pdf = print(desk, Paper::RegisterA4, desk.lang, facts).await?;
    Ok((format!("so-thuoc-{}", register.month.code()), pdf))
}
