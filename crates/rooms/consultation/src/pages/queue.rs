use crate::{store, views};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use ground::access::{Permission, Who};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::Desk;
use papers::journey::Station;
use serde::Deserialize;
use views::Queue;

#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    #[serde(default)]
    all: Option<String>,
    /// The visit whose finishing led here.
    #[serde(default)]
    done: Option<String>,
}

impl Shown {
    fn all(&self) -> bool {
        self.all.as_deref() == Some("1")
    }
}

/// The visit that was just finished, and where its patient goes now.
fn finished(tx: &mut Tx<'_>, who: &Who, queue: &Queue, id: Option<VisitId>) -> Result<Option<Station>, Stop> {
    match id.filter(|id| queue.done.iter().any(|done| done.id == *id)) {
        Some(id) => Ok(Some(papers::journey::facts_of(tx, who.branch, id)?.station())),
        None => Ok(None),
    }
}

fn load(tx: &mut Tx<'_>, who: &Who, all: bool) -> Result<Queue, Stop> {
    let today = who.day_of(tx.now());
    let mut taken = store::vitals_in_house(tx, who.branch)?;
    taken.extend(store::vitals_after_the_doctor(tx, who, today)?);
    Ok(Queue {
        rows: store::in_house(tx, who.branch)?,
        taken,
        late: store::late_results(tx, who.branch)?,
        unsigned: store::unsigned(tx, who)?,
        late_drafts: store::late_drafts(tx, who)?,
        questions: papers::prescription::open_questions(tx, who)?,
        refusals: papers::prescription::unseen_refusals(tx, who)?,
        queues: papers::queue::load(tx, who.branch)?,
        done: store::done_today(tx, who, today)?,
        all: all || !who.may(Permission::Consult),
    })
}

/// The waiting patients.
pub async fn queue(desk: Desk, Query(shown): Query<Shown>) -> Response {
    let (all, done) = (shown.all(), shown.done.and_then(|id| id.parse::<VisitId>().ok()));
    desk.show(
        move |tx, who| {
            let queue = load(tx, who, all)?;
            let station = finished(tx, who, &queue, done)?;
            Ok((queue, station))
        },
        move |face, (queue, station)| views::queue(face, &queue, done.zip(station), &Attempt::none()),
    )
    .await
}

/// The part of it that follows the house.
pub async fn fragment(desk: Desk, Query(shown): Query<Shown>) -> Response {
    let all = shown.all();
    desk.fragment(move |tx, who| load(tx, who, all), |face, queue| views::queue_fragment(face, &queue)).await
}

/// The queue drawn again, because a call came too late.
pub(super) async fn again(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(status, |tx, who| load(tx, who, false), |face, queue| views::queue(face, &queue, None, &attempt)).await
}
