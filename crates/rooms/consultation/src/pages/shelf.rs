use axum::http::StatusCode;
use axum::response::Response;
use bricks::lang::Lang;
use ground::access::Who;
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// Runs an act of a page that keeps things and leads back to it; draws it again, with what was typed, when it is refused.
pub(super) async fn act_on<A, D>(desk: Desk, form: Form, path: &'static str, act: A, drawn: D) -> Response
where
    A: Fn(&mut Tx<'_>, &Who, &Form, Lang) -> Result<(), Stop> + Send + 'static,
    D: AsyncFnOnce(&Desk, StatusCode, Attempt) -> Response,
{
    let (asked, lang) = (form.clone(), desk.lang);
    let done = desk.act_locked(&form, move |tx, who| act(tx, who, &asked, lang).map(|()| path.to_owned()));
    match done.await {
        Err(Stop::Refused(refusal)) => drawn(&desk, Desk::status_of(&refusal), form.attempt(refusal)).await,
        other => desk.end(other),
    }
}
