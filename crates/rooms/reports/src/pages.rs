//! The handlers.

use crate::period::Period;
use crate::rules::Row;
use crate::shares::Rule;
use crate::store::{self, Deposits, Done, Names, Undone};
use crate::{acts, tables, views, views_shares};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

/// The days that are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    to: String,
}

impl Asked {
    fn period(&self, tx: &Tx<'_>, who: &Who) -> Period {
        Period::read(&self.from, &self.to, who.day_of(tx.now()))
    }
}

/// Takings of a period, and of the one before it.
pub struct Takings {
    pub period: Period,
    pub rows: Vec<Row>,
    pub names: Names,
    pub deposits: Deposits,
}

pub(crate) fn load_takings(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Takings, Stop> {
    let period = asked.period(tx, who);
    let (rows, names) = (store::rows(tx, who.branch, period)?, store::names(tx, who.branch)?);
    Ok(Takings { period, rows, names, deposits: store::deposits(tx, who.branch, period)? })
}

/// `/reports?from=&to=`
pub(crate) async fn takings(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.show(move |tx, who| load_takings(tx, who, &asked), |face, takings| views::takings(face, &takings)).await
}

/// What was taken off, voided and given back in a period.
pub struct Lost {
    pub period: Period,
    pub discounts: Vec<Done>,
    pub vouchers: Vec<Done>,
    pub voids: Vec<Done>,
    pub refunds: Vec<Done>,
    pub latest: Vec<Undone>,
}

pub(crate) fn load_lost(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Lost, Stop> {
    let period = asked.period(tx, who);
    Ok(Lost {
        period,
        discounts: store::discounts(tx, who, period, false)?,
        vouchers: store::discounts(tx, who, period, true)?,
        voids: store::undone_by(tx, who.branch, period, "voided")?,
        refunds: store::undone_by(tx, who.branch, period, "refunded")?,
        latest: store::undone(tx, who.branch, period)?,
    })
}

/// `/reports/undone?from=&to=`
pub(crate) async fn undone(desk: Desk, Query(asked): Query<Asked>) -> Response {
    desk.show(move |tx, who| load_lost(tx, who, &asked), |face, lost| views::undone(face, &lost)).await
}

/// `/reports/debts`
pub(crate) async fn debts(desk: Desk) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| {
        let today = who.day_of(tx.now());
        Ok(papers::debt::debtors(tx, who.branch, today, views::DEBTORS_SHOWN)?)
    };
    desk.show(load, |face, debts| views::debts(face, &debts)).await
}

/// Takings with the rules by which doctors share in them.
pub struct Shares {
    pub takings: Takings,
    pub rules: Vec<Rule>,
}

fn load_shares(tx: &mut Tx<'_>, who: &Who, asked: &Asked) -> Result<Shares, Stop> {
    Ok(Shares { takings: load_takings(tx, who, asked)?, rules: store::share_rules(tx, who.branch)? })
}

/// `/reports/shares?from=&to=`
pub(crate) async fn shares(desk: Desk, Query(asked): Query<Asked>) -> Response {
    shares_page(&desk, asked, StatusCode::OK, Attempt::none()).await
}

async fn shares_page(desk: &Desk, asked: Asked, status: StatusCode, attempt: Attempt) -> Response {
    let lang = desk.lang;
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let shares = load_shares(tx, who, &asked)?;
        let Takings { period, rows, names, .. } = &shares.takings;
        let (sheet, earned) = tables::shares(lang, names, &shares.rules, rows, *period)?;
        Ok((shares, sheet, earned))
    };
    desk.show_as(status, load, move |face, (shares, sheet, earned)| {
        views_shares::page(face, &shares, (&sheet, &earned), &attempt)
    })
    .await
}

/// `POST /reports/shares`: a doctor's share from a day on.
pub(crate) async fn set_share(desk: Desk, form: Form) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::set_share(tx, who, &sent, lang)?;
        Ok("/reports/shares".to_owned())
    });
    match done.await {
        Err(Stop::Refused(r)) => shares_page(&desk, Asked::default(), Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

/// `/reports/workbook?from=&to=`: every table as an Excel file. That it was taken away is written down.
pub(crate) async fn workbook(desk: Desk, Query(asked): Query<Asked>) -> Response {
    let lang = desk.lang;
    let taken = desk.export(move |tx, who| {
        let Shares { takings, rules } = load_shares(tx, who, &asked)?;
        let lost = load_lost(tx, who, &asked)?;
        let today = who.day_of(tx.now());
        let debts = papers::debt::debtors(tx, who.branch, today, usize::MAX)?.rows;
        let Takings { period, rows, names, deposits } = &takings;
        let mut sheets = tables::all_takings(lang, names, rows, *period);
        sheets.push(tables::deposits(lang, deposits, rows, *period));
        sheets.push(tables::undone(lang, &lost));
        sheets.push(tables::debts(lang, &debts, today));
        sheets.push(tables::shares(lang, names, &rules, rows, *period)?.0);
        who.note(tx, "export_report", "branch", who.branch.raw(), None, &period.query())?;
        Ok((*period, sheets))
    });
    let (period, sheets) = match taken.await {
        Ok((_, taken)) => taken,
        Err(stop) => return desk.stop(stop),
    };
    desk.workbook(&format!("kham-{}-{}", period.from, period.to), sheets).await
}
