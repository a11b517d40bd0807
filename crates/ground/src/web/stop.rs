//! What is answered when something did not happen.

use super::desk::Desk;
use super::respond::{html, percent, redirect};
use crate::db::{DbError, Fault, Stop};
use crate::html::{bare_page, parts};
use crate::text;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use bricks::id::PatientId;
use bricks::refusal::{Refusal, RefusalKind};

impl Desk {
    /// The status of a form that is drawn again.
    pub fn status_of(refusal: &Refusal) -> StatusCode {
        match refusal.kind {
            RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalKind::Conflict => StatusCode::CONFLICT,
        }
    }

    /// The answer of an act whose refusal has no form to go back to.
    pub fn end(&self, result: Result<Response<Body>, Stop>) -> Response<Body> {
        result.unwrap_or_else(|stop| self.stop(stop))
    }

    /// The page for what did not happen. The cause of a fault goes to the log only.
    pub fn stop(&self, stop: Stop) -> Response<Body> {
        let l = self.lang;
        match stop {
            Stop::SignedOut if self.background => html(StatusCode::UNAUTHORIZED, maud::html! {}),
            Stop::SignedOut if self.posted => self.ended(),
            Stop::SignedOut => redirect(&format!("/sign-in?back={}", percent(&self.path))),
            Stop::Closed(patient) => self.closed(patient),
            Stop::Merged(winner) => redirect(&format!("/patients/{winner}")),
            Stop::Denied => self.bare(StatusCode::FORBIDDEN, text::denied_title(l), text::denied_text(l)),
            Stop::Missing => self.bare(StatusCode::NOT_FOUND, text::missing_title(l), text::missing_text(l)),
            Stop::Refused(r) => self.bare(Desk::status_of(&r), text::refused_title(l), r.say.to(l)),
            Stop::Fault(fault) => self.fault(&fault),
        }
    }

    /// A post after the session ended: the browser keeps what was typed, and the way back in is said.
    fn ended(&self) -> Response<Body> {
        let (l, back) = (self.lang, percent(self.from.as_deref().unwrap_or("/")));
        let main = parts::notice(
            text::ended_title(l),
            text::ended_text(l),
            (&format!("/sign-in?back={back}"), text::ended_sign_in(l)),
        );
        let clinic = self.house.clinics.name();
        html(StatusCode::UNAUTHORIZED, bare_page(l, self.theme, &clinic, text::ended_title(l), "/", &main))
    }

    fn fault(&self, fault: &Fault) -> Response<Body> {
        tracing::error!(request = %self.request_id, "{fault}");
        let l = self.lang;
        let (status, said) = match fault {
            Fault::Busy => (StatusCode::SERVICE_UNAVAILABLE, text::busy_text(l).to_owned()),
            Fault::Db(DbError::NoSpace) => (StatusCode::INSUFFICIENT_STORAGE, text::no_space_text(l).to_owned()),
            Fault::Db(DbError::Retry | DbError::Closed) => {
                (StatusCode::SERVICE_UNAVAILABLE, text::busy_text(l).to_owned())
            }
            _ => (StatusCode::INTERNAL_SERVER_ERROR, text::fault_text(l, &self.request_id)),
        };
        self.bare(status, text::fault_title(l), &said)
    }

    /// A record that is closed to who asks, and the way to open it for a reason.
    fn closed(&self, patient: PatientId) -> Response<Body> {
        let l = self.lang;
        let way_on = format!("/patients/{patient}/opening");
        let notice = parts::notice(text::closed_title(l), text::closed_text(l), (&way_on, text::closed_open(l)));
        let main = maud::html! { (notice) p.notice-back { a.lnk href="/" { (text::back_to_work(l)) } } };
        let clinic = self.house.clinics.name();
        html(StatusCode::FORBIDDEN, bare_page(l, self.theme, &clinic, text::closed_title(l), &self.path, &main))
    }

    /// A page without the rail that says one thing.
    pub fn bare(&self, status: StatusCode, title: &str, said: &str) -> Response<Body> {
        let main = parts::notice(title, said, ("/", text::back_to_work(self.lang)));
        html(status, bare_page(self.lang, self.theme, &self.house.clinics.name(), title, &self.path, &main))
    }
}
