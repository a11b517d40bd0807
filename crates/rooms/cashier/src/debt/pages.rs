//! The handlers of debts.

use super::acts;
use super::views::{self, Row};
use crate::pages::bill_page;
use crate::views_bill::Tried;
use crate::{seen, text, views as room};
use axum::extract::Path;
use axum::response::Response;
use bricks::clock::Day;
use bricks::id::VisitId;
use bricks::lang::Lang;
use bricks::money::Money;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::web::{Desk, Form, Seen};
use papers::debt as paper;

/// Everybody who owes.
pub struct Debtors {
    /// All with whom something was agreed, and so many of the others as were asked for.
    pub rows: Vec<Row>,
    /// How many there are.
    pub count: i64,
    /// What they owe.
    pub due: Money,
}

/// Who owes: late ones first, then by the next day, then those with whom nothing was agreed, the oldest first.
fn debtors(tx: &mut Tx<'_>, who: &Who, most: usize) -> Result<Debtors, Stop> {
    let today = who.day_of(tx.now());
    let found = paper::debtors(tx, who.branch, today, most)?;
    let (count, due) = found.sum(|_| true);
    let with_standing = |(debtor, agreed): (paper::Debtor, Option<paper::Agreed>)| {
        let debt = agreed.map(|agreed| {
            let standing = agreed.standing(today);
            (agreed, standing)
        });
        (debtor, debt)
    };
    let mut rows: Vec<Row> = found.rows.into_iter().map(with_standing).collect();
    rows.sort_by_key(place);
    Ok(Debtors { rows, count, due })
}

fn place((debtor, debt): &Row) -> (i64, Option<Day>, Day) {
    match debt {
        Some((_, standing)) => (-standing.overdue_days, standing.next, debtor.day),
        None => (1, None, debtor.day),
    }
}

pub async fn list(desk: Desk) -> Response {
    let load = |tx: &mut Tx<'_>, who: &Who| Ok((seen::room(tx, who)?, debtors(tx, who, views::SHOWN_MAX)?));
    desk.show(load, |face, (room, debtors)| {
        let main = views::list(face, &debtors);
        Seen { title: text::debts(face.lang).to_owned(), ..room::frame(face, &room, main) }
    })
    .await
}

/// The list as an Excel file. That it was taken away is written down.
pub async fn workbook(desk: Desk) -> Response {
    let lang = desk.lang;
    let taken = desk.export(move |tx, who| {
        let sheet = views::sheet(lang, &debtors(tx, who, usize::MAX)?.rows);
        let day = who.day_of(tx.now());
        who.note(tx, "export_report", "branch", who.branch.raw(), None, &format!("debts {day}"))?;
        Ok((day, sheet))
    });
    match taken.await {
        Ok((_, (day, sheet))) => desk.workbook(&format!("debts-{day}"), vec![sheet]).await,
        Err(stop) => desk.stop(stop),
    }
}

type Act = fn(&mut Tx<'_>, &Who, VisitId, &Form, Lang) -> Result<(), Stop>;

pub async fn agree(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    act(desk, id, form, acts::agree).await
}

pub async fn approve(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    act(desk, id, form, acts::approve).await
}

pub async fn end(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    act(desk, id, form, acts::end).await
}

async fn act(desk: Desk, id: VisitId, form: Form, act: Act) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        act(tx, who, id, &asked, lang)?;
        Ok(format!("/visits/{id}/bill"))
    });
    match done.await {
        Err(Stop::Refused(r)) => {
            let tried = Tried { debt: form.attempt(r.clone()), ..Tried::default() };
            bill_page(&desk, id, Desk::status_of(&r), tried).await
        }
        other => desk.end(other),
    }
}
