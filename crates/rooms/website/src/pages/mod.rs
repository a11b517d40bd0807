//! The handlers.

pub mod appointment;
pub mod booking;
pub mod code;
pub mod requests;
pub mod settings;

use crate::views::Sight;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use bricks::clock::{Day, parse_day};
use bricks::lang::Lang;
use bricks::refusal::Refusal;
use ground::access::Branch;
use ground::db::Stop;
use ground::web::{Desk, html, new_key};
use std::collections::HashMap;
use std::sync::Arc;

/// What stands in the address behind the path.
pub type Query = axum::extract::Query<HashMap<String, String>>;

pub fn text_of<'a>(query: &'a HashMap<String, String>, name: &str) -> &'a str {
    query.get(name).map_or("", String::as_str)
}

pub fn day_of(query: &HashMap<String, String>, name: &str) -> Option<Day> {
    parse_day(text_of(query, name)).ok()
}

/// The page speaks the language that its link names, else the browser's.
pub fn speaking(desk: Desk, named: &str) -> Desk {
    desk.speaking(Lang::parse(named))
}

pub fn sight(desk: &Desk, clinic: &Arc<Branch>) -> Result<Sight, Stop> {
    Ok(Sight {
        lang: desk.lang,
        theme: desk.theme,
        clinic: clinic.clone(),
        now: desk.house.db.clock().now(),
        key: new_key()?,
        branch: (desk.house.clinics.all().len() > 1).then_some(clinic.id),
    })
}

/// What stands in the place of a page of the public. Whoever has a link that leads nowhere is a patient, and is shown the
/// clinic's phone and the way to a booking.
pub fn lost(desk: &Desk, stop: Stop) -> Response<Body> {
    let Stop::Missing = stop else { return desk.stop(stop) };
    let seen = crate::offer::clinic(&desk.house, None).and_then(|clinic| sight(desk, &clinic));
    match seen {
        Ok(sight) => html(StatusCode::NOT_FOUND, crate::views::frame::lost(&sight)),
        Err(_) => desk.stop(Stop::Missing),
    }
}

/// A page, or what stands in its place.
pub fn answer(desk: &Desk, status: StatusCode, drawn: Result<maud::Markup, Stop>) -> Response<Body> {
    match drawn {
        Ok(page) => html(status, page),
        Err(stop) => lost(desk, stop),
    }
}

/// Whether the time was the reason, so that others are offered.
pub fn is_about_time(refusal: &Refusal) -> bool {
    refusal.fields.iter().any(|f| f.field == "starts_at")
}
