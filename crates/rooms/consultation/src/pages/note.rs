//! The note: saving, drafts, the choice between two texts, the amendment of what was signed.

use super::chart::{again, chart_of, on_chart};
use crate::acts::{AmendmentDrafted, Drafted};
use crate::{acts, views};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use bricks::refusal::RefusalKind;
use ground::db::Stop;
use ground::html::Attempt;
use ground::web::{Desk, Form, html};
use views::Part;

/// Saves the note; a text that came too late is kept aside before its page is drawn again.
pub async fn save(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| {
        acts::save_note(tx, who, id, &asked, lang)?;
        Ok(chart_of(id))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            if refusal.kind == RefusalKind::Conflict {
                let late = form.clone();
                if let Err(stop) = desk.draft(move |tx, who| acts::keep_aside(tx, who, id, &late, lang)).await {
                    return desk.stop(stop);
                }
            }
            again(&desk, id, &form, Part::Note, refusal).await
        }
        other => desk.end(other),
    }
}

/// Saves what is being typed, and says since when it stands.
pub async fn draft(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.draft(move |tx, who| acts::draft_note(tx, who, id, &asked, lang)).await;
    let attempt = |refusal| form.attempt(refusal);
    match done {
        Ok((face, drafted)) => {
            let none = Attempt::none();
            let is_nothing = matches!(drafted, Drafted::Nothing);
            let status = if is_nothing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            html(status, views::draft_state(&face, id, &drafted, &form, &none))
        }
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            html(status, views::draft_refused(desk.lang, &form, &attempt(refusal)))
        }
        Err(stop) => desk.stop(stop),
    }
}

/// Takes one of two texts.
pub async fn choose(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Aside, move |tx, who, form, _| {
        let taken = acts::choose_note(tx, who, id, form)?;
        Ok(format!("{}?taken={}", chart_of(id), taken.code()))
    })
    .await
}

/// Says a signed note anew.
pub async fn amend(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Amendment, move |tx, who, form, lang| {
        acts::amend(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}

/// Keeps what is being typed into an amendment.
pub async fn draft_amendment(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    let (asked, lang) = (form.clone(), desk.lang);
    match desk.draft(move |tx, who| acts::draft_amendment(tx, who, id, &asked, lang)).await {
        Ok((face, drafted)) => {
            let is_nothing = matches!(drafted, AmendmentDrafted::Nothing);
            let status = if is_nothing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            html(status, views::amendment_drafted(&face, &drafted, &form))
        }
        Err(Stop::Refused(refusal)) => {
            let status = Desk::status_of(&refusal);
            html(status, views::draft_refused(desk.lang, &form, &form.attempt(refusal)))
        }
        Err(stop) => desk.stop(stop),
    }
}

/// Throws an amendment away that was not signed.
pub async fn drop_amendment(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Amendment, move |tx, who, form, _| {
        acts::drop_amendment(tx, who, id, form)?;
        Ok(chart_of(id))
    })
    .await
}

/// Who else has this page open.
pub async fn presence(desk: Desk, Path(id): Path<VisitId>) -> Response {
    let house = desk.house.clone();
    desk.fragment(|_, _| Ok(()), move |face, ()| views::presence(face, id, &house.presence.at(&face.who, id))).await
}

/// Puts an earlier visit's text behind what stands.
pub async fn copy(desk: Desk, Path(id): Path<VisitId>, form: Form) -> Response {
    on_chart(desk, id, form, Part::Note, move |tx, who, form, lang| {
        acts::copy_note(tx, who, id, form, lang)?;
        Ok(chart_of(id))
    })
    .await
}
