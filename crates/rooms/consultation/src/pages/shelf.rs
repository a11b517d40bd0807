use crate::views::{At, Done};
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::VisitId;
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};
use serde::Deserialize;

/// What the address of such a page says besides the one that is open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The visit whose chart led here, and to which the way leads back.
    visit: String,
    /// What was kept a moment ago, or `removed`.
    done: String,
}

impl Asked {
    pub(super) fn at(&self, open: Option<i64>) -> At {
        let kept = self.done.parse().ok().map(Done::Kept);
        let removed = (self.done == "removed").then_some(Done::Removed);
        At { open, back: self.visit.parse().ok(), done: kept.or(removed) }
    }
}

/// Runs an act of a page that keeps things and leads back to it, saying what was done; draws it again, with what was typed,
/// when it is refused.
pub(super) async fn act_on<A, D>(desk: Desk, form: Form, path: &'static str, act: A, drawn: D) -> Response
where
    A: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<Done, Stop> + Send + 'static,
    D: AsyncFnOnce(&Desk, StatusCode, At, Attempt) -> Response,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let back: Option<VisitId> = form.text("visit").parse().ok();
    let done = desk.act_locked(&form, move |tx, who| {
        let done = match act(tx, who, &asked, lang)? {
            Done::Kept(id) => id.to_string(),
            Done::Removed => "removed".to_owned(),
        };
        let visit = back.map(|id| format!("&visit={id}")).unwrap_or_default();
        Ok(format!("{path}?done={done}{visit}"))
    });
    match done.await {
        Err(Stop::Refused(refusal)) => {
            let at = At { open: form.text("id").parse().ok(), back, done: None };
            drawn(&desk, Desk::status_of(&refusal), at, form.attempt(refusal)).await
        }
        other => desk.end(other),
    }
}
