use crate::acts::{self, WINDOW_MINUTES};
use crate::store;
use crate::views::screens as view;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// `GET /office/screens`: the paired screens, and the form that pairs one more.
pub async fn list(desk: Desk) -> Response {
    page(&desk, StatusCode::OK, Attempt::none()).await
}

async fn page(desk: &Desk, status: StatusCode, attempt: Attempt) -> Response {
    desk.show_as(
        status,
        |tx, who| {
            let posts = store::posts(tx, who.branch)?;
            let cashiers = store::cashiers(tx, who.branch)?;
            Ok((view::gathered(store::screens(tx, who.branch)?), posts, cashiers))
        },
        move |face, (screens, posts, cashiers)| view::page(face, &screens, (&posts, &cashiers), &attempt),
    )
    .await
}

/// `POST /office/screens`: a code is entered. One that fits no screen is counted, outside the act that it stopped.
pub async fn pair(desk: Desk, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::pair(tx, who, &asked, lang)?;
        Ok("/office/screens".to_owned())
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            if refusal.fields.iter().any(|f| f.field == "code")
                && let Err(stop) = count_failure(&desk).await
            {
                return desk.stop(stop);
            }
            page(&desk, Desk::status_of(&refusal), form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}

async fn count_failure(desk: &Desk) -> Result<(), Stop> {
    let (face, ()) = desk.read(|_, _| Ok(())).await?;
    let who = face.who;
    desk.house
        .db
        .write_locked(move |tx| Ok(store::pairing_failure(tx, &who, tx.now().plus_minutes(-WINDOW_MINUTES))?))
        .await
}

/// `POST /office/screens/{id}/unpairing`.
pub async fn unpair(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let Ok(id) = id.parse::<i64>() else { return desk.stop(Stop::Missing) };
    let done = desk.act_locked(&form, move |tx, who| {
        acts::unpair(tx, who, id)?;
        Ok("/office/screens".to_owned())
    });
    desk.end(done.await)
}
