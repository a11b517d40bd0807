//! Calling in, again, and back into the line. Whoever comes too late sees the queue as it is now, and why.

use super::chart::{chart_of, on_chart};
use crate::acts;
use crate::views::Part;
use axum::extract::Path;
use axum::response::Response;
use bricks::id::VisitId;
use ground::db::Stop;
use ground::web::{Desk, Form};

async fn end(desk: &Desk, form: &Form, done: Result<Response, Stop>) -> Response {
    match done {
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            super::queue::again(desk, status, form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

/// Calls a patient in and opens the chart; whoever comes too late is told who was first.
pub async fn call(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::call_in(tx, who, id)?;
        Ok(chart_of(id))
    });
    end(&desk, &form, done.await).await
}

/// Calls the first of the line in and opens the chart.
pub async fn call_next(desk: Desk, form: Form) -> Response {
    let seen = form.text("visit").parse::<VisitId>().ok();
    let done = desk.act_locked(&form, move |tx, who| acts::call_next(tx, who, seen).map(chart_of));
    end(&desk, &form, done.await).await
}

/// Calls out again who did not come; leads back to the list when the list asked.
pub async fn call_again(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let goal = if form.has("list") { "/consultation".to_owned() } else { chart_of(id) };
    let done = desk.act_locked(&form, move |tx, who| {
        acts::call_again(tx, who, id)?;
        Ok(goal.clone())
    });
    end(&desk, &form, done.await).await
}

/// Puts back into the line who did not come.
pub async fn put_back(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let done = desk.act_locked(&form, move |tx, who| {
        acts::put_back(tx, who, id)?;
        Ok("/consultation".to_owned())
    });
    end(&desk, &form, done.await).await
}

/// Gives the patient to another doctor and leads back to the list.
pub async fn hand_over(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::HandOver, move |tx, who, form, lang| {
        acts::hand_over(tx, who, id, form, lang)?;
        Ok("/consultation".to_owned())
    })
    .await
}
