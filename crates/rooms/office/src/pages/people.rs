use super::{hash, without_secrets};
use crate::acts::people::{self, Asked};
use crate::store::{people as store, person};
use crate::views::people as view;
use axum::http::StatusCode;
use axum::response::Response;
use bricks::id::StaffId;
use ground::access::Who;
use ground::access::proof::{self, Purpose};
use ground::db::{Stop, Tx};
use ground::html::Attempt;
use ground::web::{Desk, Form};

/// `/office/staff`: who works here.
pub(crate) async fn list(desk: Desk) -> Response {
    page(&desk, None, StatusCode::OK, Attempt::none()).await
}

/// The list, with the form of one person or of one more.
pub(super) async fn page(desk: &Desk, chosen: Option<StaffId>, status: StatusCode, attempt: Attempt) -> Response {
    let public_url = desk.house.public_url.clone();
    let load = move |tx: &mut Tx<'_>, who: &Who| {
        let chosen = match chosen {
            Some(id) => Some(shown(tx, who, id, &public_url)?),
            None => None,
        };
        Ok((view::gathered(store::people(tx, who.branch)?), chosen))
    };
    desk.show_as(status, load, move |face, (people, chosen)| view::page(face, &people, chosen.as_ref(), &attempt)).await
}

fn shown(tx: &mut Tx<'_>, who: &Who, id: StaffId, public_url: &str) -> Result<view::Shown, Stop> {
    let person = person::person(tx, who.branch, id)?.ok_or(Stop::Missing)?;
    let link = match person::link(tx, id)? {
        Some(link) if link.made_by == who.staff => {
            let given = proof::prove(tx, Purpose::PasswordPage, &link.id.to_string())?;
            Some((link.ends_at, Ok(format!("{public_url}/password/{}/{given}", link.id))))
        }
        Some(link) => Some((link.ends_at, Err(link.made_by_name))),
        None => None,
    };
    Ok(view::Shown { roles: person::roles(tx, id)?, practice: person::practice(tx, who.branch, id)?, person, link })
}

/// `POST /office/staff`: one more.
pub(crate) async fn add(desk: Desk, form: Form) -> Response {
    match add_asked(&desk, &form).await {
        Err(Stop::Refused(r)) => page(&desk, None, Desk::status_of(&r), form.attempt(r)).await,
        other => desk.end(other),
    }
}

async fn add_asked(desk: &Desk, form: &Form) -> Result<Response, Stop> {
    desk.read(|_, _| Ok(())).await?;
    let asked = Asked::read(form, desk.lang)?;
    let password_hash = hash(form.text("password")).await?;
    desk.act(&without_secrets(form), move |tx, who| {
        people::add(tx, who, &asked, &password_hash)?;
        Ok("/office/staff".to_owned())
    })
    .await
}
