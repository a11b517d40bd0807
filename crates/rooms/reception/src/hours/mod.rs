//! When doctors, rooms and devices work: the manager's to change, everybody's to see at the reception.

pub mod acts;
pub mod asked;
pub mod choices;
pub mod concerned;
pub mod store;
mod views;
mod views_choices;
mod views_edit;

use crate::pages::status_of;
use axum::extract::Path;
use axum::response::Response;
use bricks::clock::{Day, Instant, Zone};
use bricks::id::{AppointmentId, LeaveId, ResourceId};
use bricks::lang::Lang;
use bricks::refusal::{Refusal, RefusalKind};
use concerned::{Change, Concerned};
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form, saved};
use papers::notice;
use papers::schedule::{self, DayHoursRow, HolidayRow, LeaveRow, WeeklyRow};

/// Which form of the page was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    None,
    Week,
    Day,
    UsualDay,
    Leave,
    Holiday,
    Choices,
}

/// The hours of one resource.
pub struct Own {
    pub id: ResourceId,
    pub weekly: Vec<WeeklyRow>,
    pub days: Vec<DayHoursRow>,
    pub leave: Vec<LeaveRow>,
    /// What the refused change would concern.
    pub concerned: Vec<Concerned>,
    pub choices: choices::Choices,
}

/// The whole page: what there is, who has to be called, one resource or the holidays.
pub struct Page {
    pub resources: Vec<store::ResourceRow>,
    pub calls: Vec<notice::CallRow>,
    pub holidays: Vec<HolidayRow>,
    /// What the refused closing of a day would concern.
    pub concerned: Vec<Concerned>,
    pub own: Option<Own>,
    /// After how many minutes somebody who did not come is given up.
    pub no_show_minutes: i64,
}

fn load(tx: &mut Tx<'_>, who: &Who, id: Option<ResourceId>, change: Option<&Change>) -> Result<Page, Stop> {
    let (now, today) = (tx.now(), who.day_of(tx.now()));
    let resources = store::resources(tx, who.branch)?;
    let mut concerned = match change {
        Some(change) => concerned::concerned(tx, who, change)?,
        None => Vec::new(),
    };
    let own = match id {
        Some(id) if resources.iter().any(|r| r.id == id) => Some(Own {
            id,
            weekly: schedule::weekly(tx, id)?,
            days: schedule::coming_day_hours(tx, id, today)?,
            leave: schedule::coming_leave(tx, id, now)?,
            concerned: std::mem::take(&mut concerned),
            choices: choices::load(tx, who, id)?,
        }),
        Some(_) => return Err(Stop::Missing),
        None => None,
    };
    let holidays = if own.is_none() { schedule::holidays(tx, who.branch, today)? } else { Vec::new() };
    Ok(Page {
        resources,
        calls: notice::calls(tx, who.branch)?,
        holidays,
        concerned,
        own,
        no_show_minutes: crate::changes::no_show_after(tx)?,
    })
}

/// `GET /schedule`
pub async fn overview(desk: Desk) -> Response {
    draw(&desk, None, Part::None, Attempt::none(), |_, _| None).await
}

/// `GET /schedule/{id}`
pub async fn show(desk: Desk, Path(id): Path<ResourceId>) -> Response {
    draw(&desk, Some(id), Part::None, Attempt::none(), |_, _| None).await
}

/// Reads a change out of its form.
type Read = fn(&Form, ResourceId, (&Zone, Instant), Lang) -> Result<Change, Refusal>;

async fn draw(
    desk: &Desk,
    id: Option<ResourceId>,
    part: Part,
    attempt: Attempt,
    tried: impl Fn(&Who, Instant) -> Option<Change> + Send + 'static,
) -> Response {
    let status = status_of(&attempt);
    let load = move |tx: &mut Tx<'_>, who: &Who| load(tx, who, id, tried(who, tx.now()).as_ref());
    desk.show_as(status, load, move |face, page| views::page(face, &page, part, &attempt)).await
}

/// Runs a change; while it leaves appointments open, the page lists them with their choices.
async fn run(desk: Desk, id: ResourceId, part: Part, form: Form, read: Read) -> Response {
    let (sent, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::change(tx, who, &read(&sent, id, (who.zone(), tx.now()), lang)?, &sent)?;
        Ok(saved(&format!("/schedule/{id}")))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let (is_open, attempt) = (leaves_open(&refusal), form.attempt(refusal));
            let tried = move |who: &Who, now| is_open.then(|| read(&form, id, (who.zone(), now), lang).ok()).flatten();
            draw(&desk, Some(id), part, attempt, tried).await
        }
        other => desk.end(other),
    }
}

/// Whether it is about the appointments, not about a field.
fn leaves_open(refusal: &Refusal) -> bool {
    refusal.kind == RefusalKind::Conflict || refusal.fields.is_empty()
}

/// `POST /schedule/{id}/hours`
pub async fn set_week(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    run(desk, id, Part::Week, form, |form, id, _, lang| Ok(Change::Week(id, asked::week(form, lang)?))).await
}

/// `POST /schedule/{id}/days`
pub async fn add_day(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    run(desk, id, Part::Day, form, |form, id, _, lang| Ok(Change::Day(asked::daily(form, id, lang)?))).await
}

/// `POST /schedule/{id}/days/removal`
pub async fn remove_day(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    run(desk, id, Part::UsualDay, form, |form, id, _, _| Ok(Change::UsualDay(id, day_of(form)?))).await
}

fn day_of(form: &Form) -> Result<Day, Refusal> {
    bricks::clock::parse_day(form.text("day")).map_err(|say| Refusal::field("day", say))
}

/// `POST /schedule/{id}/leave`
pub async fn make_leave(desk: Desk, Path(id): Path<ResourceId>, form: Form) -> Response {
    run(desk, id, Part::Leave, form, |form, id, here, lang| Ok(Change::Leave(asked::leave(form, id, here, lang)?)))
        .await
}

/// `POST /schedule/{id}/leave/{leave}/removal`
pub async fn remove_leave(desk: Desk, Path((id, leave)): Path<(ResourceId, LeaveId)>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        let resource = schedule::remove_leave(tx, who, leave)?;
        Ok(saved(&format!("/schedule/{resource}")))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => draw(&desk, Some(id), Part::Leave, form.attempt(refusal), |_, _| None).await,
        other => desk.end(other),
    }
}

/// `POST /holidays`
pub async fn set_holiday(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::change(tx, who, &Change::Holiday(asked::holiday(&asked, lang)?), &asked)?;
        Ok(saved("/schedule"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let (is_open, attempt) = (leaves_open(&refusal), form.attempt(refusal));
            let tried =
                move |_: &Who, _| is_open.then(|| asked::holiday(&form, lang).ok()).flatten().map(Change::Holiday);
            draw(&desk, None, Part::Holiday, attempt, tried).await
        }
        other => desk.end(other),
    }
}

/// `POST /holidays/removal`
pub async fn remove_holiday(desk: Desk, form: Form) -> Response {
    let asked = form.clone();
    let done = desk.act_locked(&form, move |tx, who| {
        schedule::remove_holiday(tx, who, day_of(&asked)?)?;
        Ok(saved("/schedule"))
    });
    again(&desk, None, Part::Holiday, &form, done.await).await
}

/// The page with what was typed, when an act that concerns no appointment was refused.
async fn again(desk: &Desk, id: Option<ResourceId>, part: Part, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => draw(desk, id, part, form.attempt(refusal), |_, _| None).await,
        other => desk.end(other),
    }
}

/// `POST /appointments/{id}/call`
pub async fn called(desk: Desk, Path(id): Path<AppointmentId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::called(tx, who, id)?;
        Ok(saved("/schedule"))
    });
    again(&desk, None, Part::Holiday, &form, done.await).await
}
