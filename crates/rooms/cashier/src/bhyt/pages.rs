//! The handlers of the exchange.

use super::store::{self, Settings};
use super::views::{self, Shown};
use super::{Export, acts, file, records};
use crate::claims::pages::{Asked, refused};
use crate::claims::store as claims;
use crate::xml::XML;
use crate::{seen, text, views as room};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Seen, attached};
use papers::prescription;

/// `GET /cashier/claims/bhyt?payer=&from=&until=&state=`: the claims as tables 1 to 3, from one snapshot. That they were taken away
/// is written down.
pub async fn export(desk: Desk, asked: Query<Asked>) -> Response {
    let again = asked.0.clone();
    let taken = desk.export(move |tx, who| {
        let wanted = asked.known(tx, who)?.ok_or(Stop::Missing)?;
        let settings = store::settings(tx, who)?;
        let settings = settings.ok_or_else(|| Stop::from(Refusal::conflict(text::bhyt_unset_say())))?;
        let export = whole(tx, who, settings, &wanted)?;
        let today = who.day_of(tx.now());
        let text = file(&export, today).ok_or_else(|| Stop::fault("sums that do not fit"))?;
        let sum = export.claimed().ok_or_else(|| Stop::fault("sums that do not fit"))?.minor();
        let (days, count) = ((wanted.from_day, wanted.until_day), export.records.len());
        let detail = format!("{} {}–{}: {count}, {sum}", wanted.insurer, days.0, days.1);
        who.note(tx, "export_bhyt", "branch", who.branch.raw(), None, &detail)?;
        Ok((format!("bhyt-{}-{}-{}.xml", export.settings.facility, wanted.from_day, wanted.until_day), text))
    });
    match taken.await {
        Ok((_, (name, text))) => attached(&name, XML, text),
        Err(Stop::Refused(r)) => refused(&desk, again, r).await,
        Err(stop) => desk.stop(stop),
    }
}

/// Everything that a file of these claims holds.
pub fn whole(tx: &mut Tx<'_>, who: &Who, settings: Settings, wanted: &claims::Wanted) -> Result<Export, Stop> {
    let (heads, diagnoses) = (store::heads(tx, who, wanted)?, store::diagnoses(tx, who, wanted)?);
    let records = records(heads, diagnoses, store::lines(tx, who, wanted)?);
    let records = records.ok_or_else(|| Stop::fault("a charge that does not fit, or of no visit"))?;
    let month = (wanted.until_day.year(), wanted.until_day.month());
    Ok(Export { settings, records, zone: who.zone().clone(), month })
}

pub async fn show(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

fn load(tx: &mut Tx<'_>, who: &Who) -> Result<Shown, Stop> {
    Ok(Shown {
        facility: prescription::facility(tx, who.branch)?,
        clinic: store::clinic(tx, who)?,
        lists: crate::version::of(tx, acts::LISTS)?,
        groups: store::groups(tx)?,
        items: store::items(tx)?,
        staff: store::staff(tx)?,
        nameless: store::nameless(tx)?,
    })
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, load(tx, who)?));
    desk.show_as(status, load, |face, (room, shown)| {
        let main = views::page(face, &shown, &attempt);
        Seen { title: text::bhyt(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

pub async fn save(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set(tx, who, &asked, lang)?;
        Ok("/cashier/bhyt".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}
