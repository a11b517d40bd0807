//! The handlers of claims.

use super::store::{self, Claim, InsurerRow, Totals, Wanted};
use super::{acts, views, workbook as book};
use crate::{seen, text, views as room};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::clock::{Day, add_days, parse_day};
use bricks::id::{ClaimId, InsurerId};
use bricks::refusal::Refusal;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, Seen};
use papers::payer::ClaimState;
use serde::Deserialize;

/// So many days are looked at unless others are asked for.
const DAYS: i64 = 31;
/// More are not drawn on a page; its sums and the workbook hold all.
pub const SHOWN_MAX: i64 = 300;

/// Which claims are asked for, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub payer: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub state: String,
}

impl Asked {
    /// The same as it came in a form.
    fn of_form(form: &Form) -> Asked {
        let of = |name| form.text(name).to_owned();
        Asked { payer: of("payer"), from: of("from"), until: of("until"), state: of("state") }
    }

    /// The payer asked for, else the first; the days asked for, else those of the last month.
    pub fn wanted(&self, today: Day, insurers: &[InsurerRow]) -> Option<Wanted> {
        let typed: Option<InsurerId> = self.payer.parse().ok();
        let known = typed.filter(|id| insurers.iter().any(|insurer| insurer.id == *id));
        let insurer = known.or(insurers.first().map(|insurer| insurer.id))?;
        let until_day = parse_day(&self.until).ok().unwrap_or(today);
        let from_day = parse_day(&self.from).ok().unwrap_or(add_days(until_day, -DAYS));
        Some(Wanted { insurer, from_day, until_day, state: ClaimState::parse(&self.state) })
    }

    /// The same, of the payers that there are; `None` while there is none.
    pub fn known(&self, tx: &mut Tx<'_>, who: &Who) -> Result<Option<Wanted>, Stop> {
        let insurers = store::insurers(tx)?;
        Ok(self.wanted(who.day_of(tx.now()), &insurers))
    }
}

/// What the page shows.
pub struct Shown {
    pub insurers: Vec<InsurerRow>,
    pub wanted: Option<Wanted>,
    /// At most [`SHOWN_MAX`].
    pub claims: Vec<Claim>,
    /// Of all that is asked for.
    pub totals: Option<Totals>,
}

impl Shown {
    /// Whether the claims are those of the national insurance.
    pub fn is_national(&self) -> bool {
        let wanted = self.wanted.map(|wanted| wanted.insurer);
        self.insurers.iter().any(|insurer| insurer.national && Some(insurer.id) == wanted)
    }
}

/// Reads the claims that are asked for.
pub fn load(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Shown, Stop> {
    let insurers = store::insurers(tx)?;
    let wanted = asked.wanted(who.day_of(tx.now()), &insurers);
    let claims = wanted.map(|wanted| store::list(tx, who, &wanted, SHOWN_MAX)).transpose()?.unwrap_or_default();
    let totals = wanted.map(|wanted| store::totals(tx, who, &wanted)).transpose()?;
    Ok(Shown { insurers, wanted, claims, totals })
}

pub async fn list(desk: Desk, asked: Query<Asked>) -> Response {
    page(&desk, StatusCode::OK, asked.0, (None, Attempt::none())).await
}

async fn page(desk: &Desk, status: StatusCode, asked: Asked, tried: (Option<ClaimId>, Attempt)) -> Response {
    let load = move |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, load(tx, who, &asked)?));
    desk.show_as(status, load, |face, (room, shown)| {
        let main = views::page(face, &shown, &tried);
        Seen { title: text::claims(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

/// The page again, with what was refused.
pub async fn refused(desk: &Desk, asked: Asked, refusal: Refusal) -> Response {
    page(desk, Desk::status_of(&refusal), asked, (None, Attempt::refused(Vec::new(), refusal))).await
}

/// `GET /cashier/claims/workbook?payer=&from=&until=&state=`: the claims as an Excel file, from one snapshot. That it was taken
/// away is written down.
pub async fn workbook(desk: Desk, asked: Query<Asked>) -> Response {
    let lang = desk.lang;
    let taken = desk.export(move |tx, who| {
        let wanted = asked.known(tx, who)?.ok_or(Stop::Missing)?;
        let claims = store::list(tx, who, &wanted, i64::MAX)?;
        let lines = store::lines(tx, who, &wanted)?;
        let detail = format!("{} {}–{}: {}", wanted.insurer, wanted.from_day, wanted.until_day, claims.len());
        who.note(tx, "export_claims", "branch", who.branch.raw(), None, &detail)?;
        Ok((wanted, book::sheets(lang, &claims, &lines)))
    });
    let (wanted, sheets) = match taken.await {
        Ok((_, taken)) => taken,
        Err(stop) => return desk.stop(stop),
    };
    desk.workbook(&format!("claims-{}-{}", wanted.from_day, wanted.until_day), sheets).await
}

pub async fn send(desk: Desk, form: Form) -> Response {
    let asked = Asked::of_form(&form);
    let again = asked.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        let wanted = asked.known(tx, who)?.ok_or(Stop::Missing)?;
        acts::send(tx, who, &wanted)?;
        Ok(views::address(&Wanted { state: Some(ClaimState::Sent), ..wanted }))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), again, (None, form.attempt(r))).await,
        other => desk.end(other),
    }
}

pub async fn settle(desk: Desk, Path(id): Path<ClaimId>, form: Form) -> Response {
    let (asked, lang, again) = (form.clone(), desk.lang, Asked::of_form(&form));
    let back = again.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        acts::settle(tx, who, id, &asked, lang)?;
        let wanted = back.known(tx, who)?.ok_or(Stop::Missing)?;
        Ok(views::address(&wanted))
    });
    match done.await {
        Err(Stop::Refused(r)) => page(&desk, Desk::status_of(&r), again, (Some(id), form.attempt(r))).await,
        other => desk.end(other),
    }
}
